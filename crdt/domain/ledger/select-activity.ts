/** The record of activities as people read it: who did what to what, newest first. Pure. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { memberParty, partyView, toldOf } from './line-views';
import type { LedgerEntry, LedgerEvent, LedgerOpType } from './state';
import type { EventView } from './report-views';

/** Newest first by the total order; `total` counts all of them. */
export function selectActivity(lens: Lens, limit: number): { readonly events: readonly EventView[]; readonly total: number } {
	const { events } = lens.state.ledger;
	const shown = events.slice(Math.max(0, events.size - Math.max(0, limit))).toArray().reverse();
	return { events: shown.map((event) => eventView(lens, event)), total: events.size };
}

const WHAT: Readonly<Record<LedgerOpType, EventView['what']>> = {
	'ledger/post': 'posted',
	'ledger/transfer': 'paid',
	'ledger/confirm-transfer': 'confirmed',
	'ledger/reverse': 'corrected',
	'ledger/dispute': 'disputed',
	'ledger/settle-dispute': 'dispute-settled',
	'ledger/comment': 'commented',
	'ledger/open-account': 'account-opened',
	'ledger/change-account': 'account-changed',
	'ledger/retire-account': 'account-retired',
	'ledger/schedule': 'schedule-made',
	'ledger/change-schedule': 'schedule-changed',
	'ledger/skip-due': 'date-skipped',
	'ledger/end-schedule': 'schedule-ended',
	'ledger/close-period': 'close-proposed',
	'ledger/co-sign': 'close-signed'
};

function eventView(lens: Lens, event: LedgerEvent): EventView {
	return {
		id: event.id,
		at: event.at,
		byName: lens.nameOf(event.by),
		mine: event.by === lens.me,
		what: WHAT[event.type],
		...aboutOf(lens, event)
	};
}

type About = Pick<EventView, 'title' | 'amountMinor' | 'link' | 'detail'>;

function aboutOf(lens: Lens, event: LedgerEvent): About {
	const { id, type, target } = event;
	const { ledger } = lens.state;
	const about = target ?? id;
	switch (type) {
		case 'ledger/post':
		case 'ledger/transfer':
			return ofEntry(lens, id, '');
		case 'ledger/reverse': {
			const entry = ledger.entries.get(id);
			return ofEntry(lens, id, entry?.kind === 'reversal' ? entry.reason : '');
		}
		case 'ledger/dispute':
			return ofEntry(lens, about, ledger.disputes.get(id)?.reason ?? '');
		case 'ledger/settle-dispute':
			return ofEntry(lens, ledger.disputes.get(about)?.target ?? about, '');
		case 'ledger/comment':
			return ofEntry(lens, about, ledger.comments.get(id)?.text ?? '');
		case 'ledger/confirm-transfer':
			return ofEntry(lens, about, '');
		case 'ledger/open-account':
		case 'ledger/change-account':
		case 'ledger/retire-account':
			return { title: ledger.accounts.get(about)?.name ?? '', amountMinor: null, link: { to: 'accounts', id: about }, detail: '' };
		case 'ledger/schedule':
		case 'ledger/change-schedule':
		case 'ledger/skip-due':
		case 'ledger/end-schedule':
			return ofSchedule(lens, about, event);
		case 'ledger/close-period':
		case 'ledger/co-sign':
			return { title: '', amountMinor: null, link: { to: 'periods', id: about }, detail: ledger.closes.get(about)?.until ?? '' };
	}
}

/** By its description; a transfer has none: who paid whom is its detail. */
function ofEntry(lens: Lens, id: ObjectId, detail: string): About {
	const { ledger } = lens.state;
	const entry = ledger.entries.get(id);
	const told = entry === undefined ? null : toldOf(ledger, entry);
	return {
		title: told?.kind === 'post' ? told.op.description : transferTitle(lens, told),
		amountMinor: entry?.amountMinor ?? null,
		link: { to: 'entry', id },
		detail
	};
}

function transferTitle(lens: Lens, told: LedgerEntry | null): string {
	if (told?.kind !== 'transfer') return '';
	const name = (party: typeof told.op.from) => (party.kind === 'member' ? memberParty(lens, party.member).name : partyView(lens, party).name);
	return `${name(told.op.from)} → ${name(told.op.to)}`;
}

/** As it was called then; from when a change holds, which date was left out, from when it ended. */
function ofSchedule(lens: Lens, id: ObjectId, { type, entry }: LedgerEvent): About {
	const schedule = lens.state.ledger.schedules.get(id);
	const version = schedule?.versions.findLast((each) => each.entry === entry);
	const plan = version?.plan ?? schedule?.versions.at(-1)?.plan;
	const details: Partial<Record<LedgerOpType, string | undefined>> = {
		'ledger/change-schedule': version?.from,
		'ledger/skip-due': schedule?.skipped.findKey((by) => by.includes(entry)),
		'ledger/end-schedule': schedule?.ends.find((each) => each.entry === entry)?.until
	};
	return { title: plan?.description ?? '', amountMinor: plan?.amountMinor ?? null, link: { to: 'schedule', id }, detail: details[type] ?? '' };
}
