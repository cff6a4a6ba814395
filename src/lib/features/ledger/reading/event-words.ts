/** Who did what in the books, as sentences. Money and dates are said by the caller. Pure. */
import type { EventView } from '$crdt/domain/ledger/report-views';
import { addDays } from '$lib/ui/times';

export interface EventSaying {
	money(minor: number): string;
	/** A date YYYY-MM-DD; anything else is given back as it is. */
	date(date: string): string;
}

/** "Ana posted", "You disputed": what comes before the name of the thing. */
export const eventLead = (event: Pick<EventView, 'what' | 'byName' | 'mine'>): string => `${event.mine ? 'You' : event.byName} ${VERBS[event.what]}`;

/** Its own name; books that are closed are called by their last day. */
export const eventTitle = ({ what, title, detail }: Pick<EventView, 'what' | 'title' | 'detail'>, say: Pick<EventSaying, 'date'>): string =>
	isClose(what) && DATE.test(detail) ? `the books until ${say.date(addDays(detail, -1))}` : title;

const isClose = (what: EventView['what']): boolean => what === 'close-proposed' || what === 'close-signed';
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const VERBS: Readonly<Record<EventView['what'], string>> = {
	'posted': 'posted',
	'paid': 'recorded a payment:',
	'confirmed': 'confirmed that it has arrived:',
	'corrected': 'corrected',
	'disputed': 'disputed',
	'dispute-settled': 'settled the dispute about',
	'commented': 'commented on',
	'account-opened': 'opened',
	'account-changed': 'changed',
	'account-retired': 'retired',
	'schedule-made': 'set up, to be posted again and again:',
	'schedule-changed': 'changed what is posted again and again:',
	'date-skipped': 'skipped a date of',
	'schedule-ended': 'ended',
	'close-proposed': 'asked to close',
	'close-signed': 'signed'
};

/** What belongs to it besides: an amount, a date, a reason; '' for none. */
export function eventDetail({ what, amountMinor, detail }: Pick<EventView, 'what' | 'amountMinor' | 'detail'>, say: EventSaying): string {
	if (isClose(what)) return '';
	const amount = amountMinor === null ? '' : say.money(amountMinor);
	const more = DATE.test(detail) ? `${DATED[what] ?? ''}${say.date(detail)}` : QUOTED.has(what) && detail !== '' ? `“${detail}”` : detail;
	return [amount, more].filter((one) => one !== '').join(' · ');
}

const QUOTED: ReadonlySet<EventView['what']> = new Set(['corrected', 'disputed', 'commented']);

/** What a date that belongs to it means. */
const DATED: Partial<Readonly<Record<EventView['what'], string>>> = {
	'date-skipped': 'due ',
	'schedule-made': 'from ',
	'schedule-changed': 'from ',
	'schedule-ended': 'before '
};

export function eventLink({ to, id }: EventView['link']): string {
	switch (to) {
		case 'entry':
			return `/ledger/${id}`;
		case 'schedule':
			return `/ledger/schedules/${id}`;
		case 'periods':
			return '/ledger/periods';
		case 'accounts':
			return '/ledger/accounts';
	}
}

export interface EventDay {
	/** YYYY-MM-DD */
	readonly day: string;
	readonly events: readonly EventView[];
}

/** By day, latest first by the time each claims. `dayOf` says the day of an instant. */
export function byDay(events: readonly EventView[], dayOf: (at: number) => string): readonly EventDay[] {
	const days: { day: string; events: EventView[] }[] = [];
	for (const event of events.toSorted((a, b) => b.at - a.at)) {
		const day = dayOf(event.at);
		const last = days.at(-1);
		if (last?.day === day) last.events.push(event);
		else days.push({ day, events: [event] });
	}
	return days;
}
