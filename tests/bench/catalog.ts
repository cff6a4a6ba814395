/** All figures by name, and what measures them. A measurement may give several figures that need the same preparation. */
import type { Figure } from './figure';

export interface Measurement {
	readonly names: readonly string[];
	run(): Promise<readonly Figure[]>;
}

const one = (name: string, run: () => Promise<Figure>): Measurement => ({ names: [name], run: async () => [await run()] });

// imported late: each measurement runs in a process of its own and loads only what is its own
export const CATALOG: readonly Measurement[] = [
	one('log.open.cold', async () => (await import('./log-open')).logOpenCold()),
	one('log.open.checkpoint', async () => (await import('./log-open')).logOpenCheckpoint()),
	one('log.late.1000', async () => (await import('./fold-late')).logLate1000()),
	one('log.late.25000', async () => (await import('./fold-late')).logLate25000()),
	one('fold.cold', async () => (await import('./fold-late')).foldCold()),
	one('fold.decisions', async () => (await import('./fold-decisions')).foldDecisions()),
	{ names: ['calendar.expand.cold', 'calendar.expand.change'], run: async () => (await import('./calendar-expand')).calendarExpand() },
	one('calendar.week', async () => (await import('./calendar-week')).calendarWeek()),
	{
		names: ['ledger.balances.cold', 'ledger.statement.cold', 'ledger.balances.change', 'ledger.statement.change'],
		run: async () => (await import('./ledger-book')).ledgerBook()
	},
	{ names: ['text.replay.time', 'text.replay.bytes'], run: async () => (await import('./text-replay')).textReplay() },
	{ names: ['text.live.time', 'text.live.bytes'], run: async () => (await import('./text-replay')).textLive() },
	{ names: ['text.hour.bytes', 'text.hour.perchar'], run: async () => (await import('./text-hour')).textHour() },
	{ names: ['text.history.time', 'text.history.bytes'], run: async () => (await import('./text-history')).textHistory() },
	one('text.visible', async () => (await import('./text-visible')).textVisible()),
	one('sync.first', async () => (await import('./sync-first')).syncFirst()),
	{ names: ['mesh.bytes', 'mesh.heartbeat'], run: async () => (await import('./mesh-bytes')).meshBytes() },
	one('booking.visible', async () => (await import('./booking-app')).bookingThroughApp()),
	one('booking.transport', async () => (await import('./booking-visible')).bookingVisible()),
	one('ical.import', async () => (await import('./ical-import')).icalImport()),
	one('connect.rate', async () => (await import('./connect-rate')).connectRate()),
	one('recurrence.expand', async () => (await import('./recurrence-expand')).recurrenceExpand()),
	one('identifiers.check', async () => (await import('./identifiers-check')).identifiersCheck()),
	one('app.firstload', async () => (await import('./app-firstload')).appFirstLoad())
];

/** The measurements whose figures are called `asked` or begin with it and a dot. Empty: no such name. */
export function chosen(asked: string): readonly Measurement[] {
	return CATALOG.filter(({ names }) => names.some((name) => name === asked || name.startsWith(`${asked}.`)));
}

export const allNames = (): readonly string[] => CATALOG.flatMap(({ names }) => names);
