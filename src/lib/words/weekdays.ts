/** Days of the week and spans of hours in a few words. Weekdays 1 Monday … 7 Sunday. Pure. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
export const SHORT_WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** "every day", "Mon–Fri", "Tue and Thu", "Mon–Wed and Sat". None means every day. */
export function sayWeekdays(weekdays: readonly number[]): string {
	const days = [...new Set(weekdays)].sort((a, b) => a - b);
	if (days.length === 0 || days.length === 7) return 'every day';
	return sayAll(runsOf(days).flatMap(sayRun));
}

interface Span {
	readonly weekday: number;
	readonly from: string;
	readonly to: string;
}

/** "Mon–Fri 08:00–20:00", "Sat 09:00–12:00, 14:00–18:00": neighbouring days with the same hours stand together. */
export function sayHours(hours: readonly Span[]): readonly string[] {
	const textByDay = new Map<number, string>();
	for (const day of [1, 2, 3, 4, 5, 6, 7]) {
		const spans = hours.filter((one) => one.weekday === day).sort((a, b) => (a.from < b.from ? -1 : 1));
		if (spans.length > 0) textByDay.set(day, spans.map(({ from, to }) => `${from}–${to}`).join(', '));
	}
	const lines: string[] = [];
	for (const run of runsOf([...textByDay.keys()], (a, b) => textByDay.get(a) === textByDay.get(b))) {
		const days = run.length === 7 ? 'Every day' : sayAll(sayRun(run));
		lines.push(`${days} ${textByDay.get(run[0] ?? 0) ?? ''}`);
	}
	return lines;
}

/** Ascending days in runs of neighbours. */
function runsOf(days: readonly number[], together: (a: number, b: number) => boolean = () => true): readonly (readonly number[])[] {
	const runs: number[][] = [];
	for (const day of days) {
		const run = runs.at(-1);
		const last = run?.at(-1);
		if (run && last === day - 1 && together(last, day)) run.push(day);
		else runs.push([day]);
	}
	return runs;
}

/** Two neighbours are named both, three and more by their ends. */
function sayRun(run: readonly number[]): readonly string[] {
	const names = run.map((day) => SHORT_WEEKDAYS[day - 1] ?? '');
	return names.length > 2 ? [`${names[0]}–${names.at(-1)}`] : names;
}

const sayAll = (parts: readonly string[]): string =>
	parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
