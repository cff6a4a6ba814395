import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import type { Split } from '$crdt/domain/ledger/ops';
import type { LedgerEntryView, SpendingView } from '$crdt/domain/ledger/views';
import { readAddress, withDraft } from '$lib/features/ledger/entry/address';
import { approvalOf, approvalsFor } from '$lib/features/ledger/entry/approvals';
import { newDraft, newSplit } from '$lib/features/ledger/entry/draft';
import { sayHow, sayLateBooking, sayWeight } from '$lib/features/ledger/entry/entry-says';
import type { Person } from '$lib/features/ledger/entry/facts';
import { draftOf, likeLast, splitOf } from '$lib/features/ledger/entry/from-entry';
import { guessCategory } from '$lib/features/ledger/entry/guess-category';
import { movedOn, presetOf, presetPeriod } from '$lib/features/ledger/entry/periods';
import { sayMore, sayPayers, sayShared } from '$lib/features/ledger/entry/says';
import { rootOf, storyOf } from '$lib/features/ledger/entry/story';

const TODAY = '2026-11-22';
const id = (name: string) => name as MemberId;
const person = (name: string, over: Partial<Person> = {}): Person => ({ member: id(name), name, mine: name === 'Ana', former: false, since: 0, ...over });
const people = [person('Ana'), person('Ben'), person('Chloé'), person('Eve', { since: 500 }), person('Dele', { former: true })];
const blank = newDraft(TODAY, presetPeriod('last-month', TODAY));
const around = { today: TODAY, currency: 'EUR', people, blank };

const entry = (over: Partial<LedgerEntryView> = {}): LedgerEntryView => ({
	id: 'one' as ObjectId, entry: 'e' as LedgerEntryView['entry'], kind: 'expense', description: 'Cleaning', date: '2026-10-03', booked: { date: '2026-10-03', late: false, closed: false }, category: 'cleaning',
	categoryName: null, amountMinor: 12_000, foreign: null, paid: [{ party: { kind: 'member', id: 'Ben', name: 'Ben', mine: false }, amountMinor: 12_000 }], shares: [], to: null,
	split: { method: 'equal', between: [{ member: id('Ana') }, { member: id('Ben') }, { member: id('Dele') }] }, note: 'Twice', receipts: [], approval: null, schedule: null, postedBy: id('Ben'), postedByName: 'Ben',
	mine: false, concernsMe: true, myPartMinor: -4_000, claimedAt: 100, heldBy: 1, counts: true, instead: null, reversedBy: null, replacedBy: null, reverses: null, corrects: null, confirmedByName: null,
	disputes: [], disputed: false, comments: [], canDispute: true, canReverse: true, canConfirm: false, ...over
});
const linked = (name: string, over = {}) => ({ id: name as ObjectId, description: name, reason: '', byName: 'Ben', amountMinor: 1, ...over });

describe('days a form offers', () => {
	it('last month, this month and last quarter are found again', () => {
		expect([presetPeriod('last-month', TODAY), presetPeriod('this-month', TODAY), presetPeriod('last-quarter', TODAY), presetPeriod('last-month', '2026-01-31'), presetPeriod('last-quarter', '2026-02-01')]).toEqual([
			{ from: '2026-10-01', until: '2026-11-01' }, { from: '2026-11-01', until: '2026-12-01' }, { from: '2026-07-01', until: '2026-10-01' }, { from: '2025-12-01', until: '2026-01-01' }, { from: '2025-10-01', until: '2026-01-01' }
		]);
		expect([presetOf({ from: '2026-10-01', until: '2026-11-01' }, TODAY), presetOf({ from: '2026-10-01', until: '2026-11-02' }, TODAY)]).toEqual(['last-month', 'custom']);
	});

	it('a month of an older entry moves on to the last one, other days stay', () => {
		expect([movedOn({ from: '2026-03-01', until: '2026-04-01' }, TODAY), movedOn({ from: '2026-03-02', until: '2026-04-01' }, TODAY)]).toEqual([{ from: '2026-10-01', until: '2026-11-01' }, { from: '2026-03-02', until: '2026-04-01' }]);
	});
});

describe('from an entry to a draft', () => {
	it('the like of it is posted today, without its receipts and its approval; who came in since takes part, who has left does not', () => {
		const made = draftOf(entry({ approval: { id: 'm' as ObjectId, by: 'members', title: '' } }), 'copy', around);
		expect(made).toMatchObject({ kind: 'expense', amount: '120.00', description: 'Cleaning', date: TODAY, category: 'cleaning', party: 'member:Ben', note: 'Twice', corrects: '', approval: '', receipts: [] });
		expect([made?.split.out, made?.split.also]).toEqual([['Chloé'], []]);
	});

	it('a correction keeps day, people and approval; a closed day gives way to today', () => {
		const made = draftOf(entry({ approval: { id: 'm' as ObjectId, by: 'members', title: '' } }), 'correct', around);
		expect([made?.date, made?.corrects, made?.approval, made?.split.out, made?.split.also]).toEqual(['2026-10-03', 'one', 'm', ['Chloé', 'Eve'], ['Dele']]);
		expect(draftOf(entry({ booked: { date: '2026-10-03', late: false, closed: true } }), 'correct', around)?.date).toBe(TODAY);
	});

	it('several payers, another currency and transfers come along; a correction has no like', () => {
		const paid = [{ party: { kind: 'member', id: 'Ben', name: 'Ben', mine: false }, amountMinor: 2_000 }, { party: { kind: 'fund', id: 'pot', name: 'Pot', mine: false }, amountMinor: 10_000 }] as const;
		expect(draftOf(entry({ paid, foreign: { currency: 'JPY', amountMinor: 19_355, rate: '0.62' } }), 'copy', around)).toMatchObject({
			several: { 'member:Ben': '20.00', 'fund:pot': '100.00' }, amount: '19355', abroad: { currency: 'JPY', by: 'rate', rate: '0.0062', sum: '120.00' }
		});
		expect(draftOf(entry({ kind: 'transfer', split: null, category: null, to: { kind: 'fund', id: 'pot', name: 'Pot', mine: false } }), 'copy', around)).toMatchObject({ kind: 'transfer', from: 'member:Ben', to: 'fund:pot' });
		expect(draftOf(entry({ kind: 'reversal' }), 'copy', around)).toBeNull();
	});

	it('every way of sharing comes back as it was typed', () => {
		const of = (split: Split) => splitOf({ split, claimedAt: 100 }, around, true);
		const period = { from: '2026-03-01', until: '2026-04-01' };
		expect(of({ method: 'shares', between: [{ member: id('Ana'), shares: 3 }] }).shares).toEqual({ Ana: '3' });
		expect(of({ method: 'percent', between: [{ member: id('Ana'), basisPoints: 3_330 }] }).percent).toEqual({ Ana: '33.3' });
		expect(of({ method: 'exact', between: [{ member: id('Ana'), amountMinor: 1_050 }] }).exact).toEqual({ Ana: '10.50' });
		expect(of({ method: 'adjust', between: [{ member: id('Ana'), plusMinor: -800 }, { member: id('Ben'), plusMinor: 0 }] }).plus).toEqual({ Ana: '−8.00' });
		expect(of({ method: 'prorata', period, between: [{ member: id('Ana'), days: 3, shares: 2 }] })).toMatchObject({ period, shares: { Ana: '2' } });
		expect(of({ method: 'room-hours', period, rooms: ['attic' as ObjectId], by: 'prices', between: [] })).toMatchObject({ period, rooms: ['attic'], by: 'prices' });
	});

	it('the last of a category lends its way of sharing, not its exact amounts', () => {
		expect(likeLast(entry(), around)?.method).toBe('equal');
		expect(likeLast(entry({ split: { method: 'exact', between: [{ member: id('Ana'), amountMinor: 1 }] } }), around)).toBeNull();
		expect(likeLast(entry({ split: null }), around)?.method).toBe('none');
	});
});

describe('a likely category', () => {
	const named = [{ category: 'cleaning' as const, name: 'Cleaning' }, { category: 'plants' as ObjectId, name: 'Plants and coffee' }];
	it('is found by its name, then by usual words, else it is another one', () => {
		expect(['cleaning in May', 'Plants and coffee, June', 'Electricity', 'Miete', 'Current matters', ''].map((words) => guessCategory(words, named))).toEqual(['cleaning', 'plants', 'utilities', 'rent', 'other', 'other']);
	});
});

describe('[LED20] approvals', () => {
	const approval = { id: 'm' as ObjectId, by: 'members' as const, title: 'Chairs', amountMinor: 50_000, isReady: false, joined: null };
	const spending: SpendingView = { bands: [{ from: 0, needs: { kind: 'member' } }, { from: 20_000, needs: { kind: 'members', count: 2 } }], approvals: [approval], mayAsk: true };
	it('[LED21] the one of the corrected entry is given back', () => {
		expect([approvalsFor(spending, 30_000, '').ready.length, approvalsFor(spending, 30_000, 'm').ready.length]).toEqual([0, 1]);
		expect([approvalOf(approvalsFor(spending, 30_000, 'm'), ''), approvalOf(approvalsFor(spending, 30_000, ''), 'm'), approvalOf(null, 'm')]).toEqual(['m', '', '']);
	});
});

describe('the form at a glance', () => {
	const facts = { me: id('Ana'), people, funds: [{ id: 'pot' as ObjectId, name: 'Reserve', kind: 'pot' as const }], basis: null };
	const split = newSplit(presetPeriod('last-month', TODAY));
	it('says who paid and who shares it', () => {
		expect([sayPayers({ party: '', several: null }, facts), sayPayers({ party: 'fund:pot', several: null }, facts), sayPayers({ party: '', several: { 'member:Ben': '1', 'member:Ana': '2', 'fund:pot': '' } }, facts)]).toEqual(['You', 'Reserve', 'You and Ben']);
		expect([
			sayShared(split, 'expense', facts), sayShared({ ...split, out: ['Chloé', 'Eve'], method: 'shares' }, 'expense', facts), sayShared({ ...split, method: 'none' }, 'income', facts),
			sayShared({ ...split, method: 'room-hours' }, 'expense', facts), sayShared({ ...split, out: people.map((one) => one.member) }, 'expense', facts)
		]).toEqual(['All 4, equally', 'You and Ben, by parts', 'Kept by the collective', 'By room use, October 2026', 'Nobody yet, equally']);
		expect([sayMore({ kind: 'expense', note: '', receipts: [] }), sayMore({ kind: 'expense', note: 'x', receipts: [] })]).toEqual(['Note, receipts', 'A note']);
	});
});

describe('the address of the form', () => {
	it('says what it begins with, and keeps it beside its draft', () => {
		const asked = readAddress(new URLSearchParams('kind=income&amount=12&description=Fees&approval=m&copy=c'));
		expect(asked).toEqual({ draft: '', copy: 'c', correct: null, filled: { kind: 'income', amount: '12', description: 'Fees', approval: 'm' } });
		expect(readAddress(new URLSearchParams('kind=fee&draft=a/b')).filled).toEqual({});
		expect(withDraft(new URLSearchParams('correct=c'), 'n')).toBe('/ledger/new?correct=c&draft=n');
	});
});

describe('an entry’s page in words', () => {
	it('says by what each share was reckoned', () => {
		const period = { from: '2026-10-01', until: '2026-11-01' };
		const rooms: Split = { method: 'room-hours', period, rooms: [], by: 'prices', between: [{ member: id('Ana'), minutes: 750, priceMinor: 12_500 }] };
		expect([
			sayWeight(rooms, 'Ana', 'EUR'), sayWeight({ method: 'prorata', period, between: [{ member: id('Ana'), days: 1, shares: 2 }] }, 'Ana', 'EUR'), sayWeight({ method: 'percent', between: [{ member: id('Ana'), basisPoints: 3_333 }] }, 'Ana', 'EUR'),
			sayWeight(null, 'Ana', 'EUR')
		]).toEqual(['12 h 30 · €125.00', '1 day × 2 parts', '33.33 %', '']);
		expect([sayHow({ kind: 'expense', split: rooms }), sayHow({ kind: 'charge', split: entry().split }), sayHow({ kind: 'income', split: null })]).toEqual(['Shared by room use, October 2026', 'Owed equally', 'Kept by the collective']);
	});

	it('[LED44] says that it came too late for its period', () => {
		expect(sayLateBooking(entry({ date: '2026-05-12', booked: { date: '2026-06-01', late: true, closed: false } }))).toBe('Belongs to May 2026, booked in June 2026, since May 2026 was closed.');
		expect(sayLateBooking(entry())).toBe('');
	});

	it('[LED6] the corrected, the correction and what took its place are one story from each of the three', () => {
		const first = entry({ reversedBy: linked('two', { reason: 'Wrong' }), replacedBy: linked('three') });
		const second = entry({ id: 'two' as ObjectId, kind: 'reversal', reverses: linked('one', { reason: 'Wrong' }) });
		const third = entry({ id: 'three' as ObjectId, corrects: linked('one') });
		const title = (one: LedgerEntryView) => one.id;
		for (const [here, root] of [[first, first], [second, first], [third, first]] as const) {
			expect(rootOf(here)).toBe('one');
			const story = storyOf(here, root, title);
			expect(story.map((one) => [one.id, one.what])).toEqual([['one', 'entry'], ['two', 'correction'], ['three', 'replacement']]);
			expect(story.filter((one) => one.here).map((one) => one.id)).toEqual([here.id]);
		}
		expect(storyOf(entry(), entry(), title)).toEqual([]);
		expect(storyOf(third, null, title).map((one) => one.id)).toEqual(['one', 'three']);
	});
});
