/**
 * From an instant to the wall time of a zone, by the browser's own zone data. For display and for "today" only: no rule
 * ever asks a zone database (design §7).
 */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
	const known = formatters.get(zone);
	if (known) return known;
	const options: Intl.DateTimeFormatOptions = {
		year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'
	};
	let fresh: Intl.DateTimeFormat;
	try {
		fresh = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
	} catch {
		// A zone this browser does not know: its own is better than none, and only display depends on it.
		fresh = new Intl.DateTimeFormat('en-GB', options);
	}
	if (formatters.size < 64) formatters.set(zone, fresh);
	return fresh;
}

/** `YYYY-MM-DDTHH:MM` in `zone` at `instantMs`. */
export function wallTimeAt(instantMs: number, zone: string): string {
	const part: Record<string, string> = {};
	for (const { type, value } of formatterOf(zone).formatToParts(instantMs)) part[type] = value;
	return `${part['year']?.padStart(4, '0')}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}`;
}
