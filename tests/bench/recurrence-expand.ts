/**
 * `recurrence.expand`: 400 rules of a busy year, from their text to every date of a year and the instant of each in its room's
 * zone, cold: the library is loaded before, no clock has been read. Each run takes zones that no run before it took.
 */
import { loadExpand } from '$lib/recurrence/expand';
import { zoneClock } from '$lib/time/zone-clock';
import type { Figure } from './figure';
import { medianOf } from './median';

const RULES = 400;
const TARGET_MS = 300;
/** What people book: mostly weekly and every second week, some monthly, a few daily. */
const KINDS = [
	'FREQ=WEEKLY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=TU,TH', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE', 'FREQ=WEEKLY;BYDAY=FR;UNTIL=20260630',
	'FREQ=MONTHLY;BYDAY=1TU', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=MONTHLY;BYMONTHDAY=15', 'FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE',
	'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=WEEKLY;BYDAY=SA;COUNT=20'
];
/** Dates that one rule of each kind has in 2026, as python-dateutil counts them. */
const DATES = [52, 105, 26, 26, 12, 12, 12, 34, 261, 20];
const RUNS: readonly (readonly string[])[] = [
	['Europe/London', 'America/New_York'], ['Europe/Dublin', 'America/Chicago'], ['Europe/Berlin', 'America/Denver'],
	['Europe/Paris', 'America/Los_Angeles'], ['Australia/Lord_Howe', 'Africa/Casablanca'], ['Europe/Madrid', 'America/Halifax'],
	['Europe/Rome', 'Australia/Sydney']
];

export async function recurrenceExpand(): Promise<Figure> {
	const expand = await loadExpand();
	const times = RUNS.map((zones) => {
		const start = performance.now();
		const before = process.cpuUsage();
		let dates = 0;
		for (let n = 0; n < RULES; n++) {
			const expanded = expand({ rule: KINDS[n % KINDS.length]!, first: '2026-01-01', through: '2026-12-31' });
			const clock = zoneClock(zones[n % zones.length]!);
			if (!expanded.ok || !clock.ok) throw new Error('a rule or a zone is not known');
			for (const date of expanded.value.dates) clock.value.instantOf(`${date}T${String(8 + (n % 10)).padStart(2, '0')}:00`);
			dates += expanded.value.dates.length;
		}
		const ms = performance.now() - start;
		const right = DATES.reduce((sum, each) => sum + each, 0) * (RULES / KINDS.length);
		if (dates !== right) throw new Error(`${dates} dates instead of ${right}`);
		const { user, system } = process.cpuUsage(before);
		return { ms, cpuMs: (user + system) / 1000 };
	});
	const value = medianOf(times.map(({ ms }) => ms));
	const cpuMs = medianOf(times.map((each) => each.cpuMs));
	return { name: 'recurrence.expand', value, unit: 'ms', target: TARGET_MS, met: value <= TARGET_MS, runs: times.length, detail: { rules: RULES, cpuMs, coldMs: times[0]?.ms } };
}
