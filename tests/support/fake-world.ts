/** Money and meetings of a sample collective for looking at screens: five clinicians. Plain data, no rules. Everything else: fake-story.ts, fake-bookings.ts. */
import type { EntryId, ObjectId, StreamId } from '$crypto/base';
import type { ItemView, MeetingSummary } from '$crdt/domain/consultation/views';
import type { LedgerEntryView } from '$crdt/domain/ledger/views';
import { memberId } from './fake-house';

const DAY = 24 * 3_600_000;
export const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'] as const;
export { memberId };

let serial = 0;
// sample ids only have to look the part
const hash = (seed: string) => (seed + '_'.repeat(43)).slice(0, 43);
export const newId = (): ObjectId => `${hash(`made-${++serial}`)}.0` as ObjectId;
const entryOf = (id: ObjectId) => id.slice(0, 43) as EntryId;

export interface Sample {
	entries: LedgerEntryView[];
	meetings: MeetingSummary[];
	items: ItemView[];
}

export function expense(now: number, by: string, description: string, amountMinor: number, daysAgo: number, facts: Partial<LedgerEntryView> = {}): LedgerEntryView {
	const id = newId();
	const part = Math.floor(amountMinor / 5);
	const charged = NAMES.map((name, i) => ({ member: memberId(name), name, amountMinor: part + (i < amountMinor % 5 ? 1 : 0) }));
	return {
		id, entry: entryOf(id), kind: 'expense', description, date: new Date(now - daysAgo * DAY).toISOString().slice(0, 10), category: 'rent', amountMinor,
		paidBy: [{ member: memberId(by), name: by, amountMinor }], charged, split: 'equal', note: '', postedBy: memberId(by), postedByName: by, mine: by === 'Ana',
		myPartMinor: (by === 'Ana' ? amountMinor : 0) - charged[0]!.amountMinor, claimedAt: now - daysAgo * DAY, heldBy: 4, reversedBy: null, reverses: null,
		disputes: [], disputed: false, canDispute: true, canReverse: by === 'Ana', approval: null, ...facts
	};
}

export function createSample(now: number, today: string): Sample {
	const day = (offset: number) => new Date(Date.parse(`${today}T00:00Z`) + offset * DAY).toISOString().slice(0, 10);
	const at = (time: string, offset = 0) => `${day(offset)}T${time}`;

	const rent = expense(now, 'Ben', 'Rent for November', 234_000, 20);
	const wrong = expense(now, 'Ana', 'Paper and toner', 8_990, 6, { category: 'supplies', canReverse: false });
	const fix = expense(now, 'Ana', 'Paper and toner', 8_990, 5, { kind: 'reversal', category: 'supplies', canReverse: false, myPartMinor: -wrong.myPartMinor });
	const cleaning: LedgerEntryView = expense(now, 'Chloé', 'Cleaning, four weeks', 18_001, 3, { category: 'cleaning', disputed: true, note: 'Twice a week since the fourth.' });
	const entries: LedgerEntryView[] = [
		{ ...cleaning, disputes: [{ id: newId(), by: memberId('Dele'), byName: 'Dele', mine: false, reason: 'Were these not three weeks?', open: true, settledByName: null }] },
		{ ...fix, reverses: { id: wrong.id, description: wrong.description, reason: 'That was my own toner.', byName: 'Ana' } },
		{ ...wrong, reversedBy: { id: fix.id, description: fix.description, reason: 'That was my own toner.', byName: 'Ana' } },
		expense(now, 'Dele', '', 20_000, 9, { kind: 'payment', category: null, split: null, charged: [{ member: memberId('Ana'), name: 'Ana', amountMinor: 20_000 }], note: 'bank transfer', myPartMinor: -20_000 }),
		rent,
		expense(now, 'Ana', 'Website, one year', 14_400, 25, { category: 'website' })
	];

	const meetings: MeetingSummary[] = (
		[['Case consultation', 'case', at('18:00', 1), at('19:30', 1)], ['House meeting', 'business', at('12:30', 6), at('13:30', 6)], ['Case consultation', 'case', at('18:00', -13), at('19:30', -13)]] as const
	).map(([title, kind, start, end], i) => {
		const id = newId();
		return {
			id, entry: entryOf(id), title, kind, start, end, zone: 'Europe/Berlin', room: i === 1 ? null : newId(), roomName: i === 1 ? null : 'Studio',
			notes: `notes-${i}______________`.slice(0, 22) as StreamId, plannedBy: memberId('Ana'), plannedByName: i === 1 ? 'Ben' : 'Ana', mine: i !== 1, cancelled: false,
			itemCount: i === 0 ? 3 : 0, totalMinutes: i === 0 ? 75 : 0, lengthMinutes: i === 1 ? 60 : 90, heldBy: 4
		};
	});
	const items: ItemView[] = (
		[['How do I end a session that will not end?', 'case', 'Ana', 30, 0], ['Silence in the first hour', 'case', 'Dele', 30, 30], ['Summer closing', 'decision', 'Chloé', 15, 60]] as const
	).map(([title, kind, who, minutes, after], i) => {
		const id = newId();
		return {
			id, entry: entryOf(id), meeting: meetings[0]!.id, kind, title, presenter: memberId(who), presenterName: who, mine: who === 'Ana', minutes, startsAfterMinutes: after,
			order: 'FVk'.charAt(i), addedBy: memberId(who), addedByName: who, done: i === 0, heldBy: 4
		};
	});

	return { entries, meetings, items };
}
