import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import type { SplitBasis } from '$crdt/domain/ledger/views';
import { isWritten, newDraft, readDraft, type EntryDraft, type SplitDraft } from '$lib/features/ledger/entry/draft';
import type { EntryFacts, Person } from '$lib/features/ledger/entry/facts';
import { presetPeriod } from '$lib/features/ledger/entry/periods';
import { fillUp, missing, percentTyped, sayMissing, sharesTyped, signedTyped, writeMoney, writePercent } from '$lib/features/ledger/entry/sums';
import { reversalDay, toEntry, toOps, type PostInput } from '$lib/features/ledger/entry/to-ops';
import { priceSum } from '$lib/features/ledger/entry/to-split';

const TODAY = '2026-11-22';
const id = (name: string) => name as MemberId;
const person = (name: string, over: Partial<Person> = {}): Person => ({ member: id(name), name, mine: name === 'Ana', former: false, since: 0, ...over });
const people = [person('Ana'), person('Ben'), person('Chloé'), person('Dele', { former: true })];
const basis: SplitBasis = {
	roomUse: [
		{ member: id('Ana'), name: 'Ana', minutes: 600, priceMinor: 6_000, tentativeMinutes: 0 },
		{ member: id('Ben'), name: 'Ben', minutes: 300, priceMinor: 2_500, tentativeMinutes: 60 },
		{ member: id('Dele'), name: 'Dele', minutes: 0, priceMinor: 0, tentativeMinutes: 90 }
	],
	days: [{ member: id('Ana'), name: 'Ana', days: 31, joined: null, left: null }, { member: id('Dele'), name: 'Dele', days: 12, joined: null, left: '2026-10-12' }],
	ownership: [{ member: id('Ana'), name: 'Ana', units: 60 }, { member: id('Ben'), name: 'Ben', units: 40 }]
};
const facts: EntryFacts = { currency: 'EUR', me: id('Ana'), people, funds: [{ id: 'pot' as ObjectId, name: 'Reserve', kind: 'pot' }], basis, category: 'cleaning', approval: '' };
const blank = newDraft(TODAY, presetPeriod('last-month', TODAY));
const draft = (over: Partial<EntryDraft> = {}, split: Partial<SplitDraft> = {}): EntryDraft => ({ ...blank, amount: '120.00', description: 'Cleaning', ...over, split: { ...blank.split, ...split } });
const op = (one: EntryDraft, known = facts): PostInput => {
	const read = toEntry(one, known);
	if (!read.ok || read.value.type !== 'ledger/post') throw new Error(JSON.stringify(read));
	return read.value;
};
const wrong = (one: EntryDraft, known = facts): readonly string[] => {
	const read = toEntry(one, known);
	return read.ok ? [] : read.wrong.map(({ field }) => field);
};
const saysOf = (one: EntryDraft): string => {
	const read = toEntry(one, facts);
	return read.ok ? '' : (read.wrong[0]?.says ?? '');
};

describe('an entry from what was typed', () => {
	it('amount and purpose are enough: I paid, everybody of now shares equally, today', () => {
		expect(op(draft())).toEqual({
			type: 'ledger/post', kind: 'expense', description: 'Cleaning', date: TODAY, category: 'cleaning', amountMinor: 12_000, foreign: null,
			paid: [{ party: { kind: 'member', member: 'Ana' }, amountMinor: 12_000 }],
			split: { method: 'equal', between: [{ member: 'Ana' }, { member: 'Ben' }, { member: 'Chloé' }] }, note: '', receipts: [], approval: null, corrects: null, schedule: null
		});
	});

	it('everything that is missing is named at once', () => {
		expect(wrong(draft({ amount: '', description: ' ', date: '' }))).toEqual(['amount', 'description', 'date']);
	});

	it('[LED2] several payers add up, and what is missing is said in money', () => {
		const several = { 'member:Ana': '100', 'member:Ben': '', 'fund:pot': '20,00' };
		expect(op(draft({ several })).paid).toEqual([{ party: { kind: 'member', member: 'Ana' }, amountMinor: 10_000 }, { party: { kind: 'fund', fund: 'pot' }, amountMinor: 2_000 }]);
		expect(saysOf(draft({ several: { 'member:Ana': '100' } }))).toBe('Still missing €20.00.');
		expect(saysOf(draft({ several: { 'member:Ana': '125' } }))).toBe('€5.00 too much.');
		expect(wrong(draft({ several: { 'member:Ana': 'x' } }))).toEqual(['several']);
	});

	it('a charge has no payer and always a split', () => {
		const charged = op(draft({ kind: 'charge', party: 'member:Ben', several: { 'member:Ana': 'x' } }, { method: 'none' }));
		expect([charged.paid, charged.split?.method]).toEqual([[], 'equal']);
	});

	it('without a split the collective bears it', () => {
		expect(op(draft({ kind: 'income' }, { method: 'none' })).split).toBeNull();
	});

	it('another currency keeps its rate and comes to an amount', () => {
		expect(op(draft({ abroad: { currency: 'USD', by: 'rate', rate: '0.9199', sum: '' } }))).toMatchObject({ amountMinor: 11_039, foreign: { currency: 'USD', amountMinor: 12_000, rate: '0.9199' }, paid: [{ amountMinor: 11_039 }] });
	});

	it('an approval belongs to expenses alone', () => {
		const known = { ...facts, approval: 'measure' };
		expect([op(draft(), known).approval, op(draft({ kind: 'income' }), known).approval]).toEqual(['measure', null]);
	});

	it('[LED5] a transfer goes from one to another, in the book’s currency', () => {
		const read = toEntry(draft({ kind: 'transfer', to: 'fund:pot', abroad: { currency: 'USD', by: 'rate', rate: '2', sum: '' } }), facts);
		expect(read).toEqual({ ok: true, value: { type: 'ledger/transfer', from: { kind: 'member', member: 'Ana' }, to: { kind: 'fund', fund: 'pot' }, amountMinor: 12_000, date: TODAY, note: '' } });
		expect([wrong(draft({ kind: 'transfer' })), wrong(draft({ kind: 'transfer', from: 'fund:pot', to: 'fund:pot' }))]).toEqual([['to'], ['to']]);
	});
});

describe('[LED22] ways to share, as typed', () => {
	const out = ['Chloé'];
	it('parts begin with one each', () => {
		expect(op(draft({}, { method: 'shares', out, shares: { Ben: '2' } })).split).toEqual({ method: 'shares', between: [{ member: 'Ana', shares: 1 }, { member: 'Ben', shares: 2 }] });
		expect(wrong(draft({}, { method: 'shares', shares: { Ben: '0' } }))).toEqual(['weights']);
	});

	it('per cent come to one hundred; who has none is left out', () => {
		expect(op(draft({}, { method: 'percent', percent: { Ana: '33,33', Ben: '66.67' } })).split).toEqual({ method: 'percent', between: [{ member: 'Ana', basisPoints: 3_333 }, { member: 'Ben', basisPoints: 6_667 }] });
		expect(saysOf(draft({}, { method: 'percent', percent: { Ana: '87.5' } }))).toBe('Still missing 12.5 %.');
	});

	it('exact amounts come to the whole', () => {
		expect(op(draft({}, { method: 'exact', exact: { Ana: '20', Ben: '100' } })).split).toEqual({ method: 'exact', between: [{ member: 'Ana', amountMinor: 2_000 }, { member: 'Ben', amountMinor: 10_000 }] });
		expect([saysOf(draft({}, { method: 'exact', exact: { Ana: '100' } })), saysOf(draft({}, { method: 'exact' }))]).toEqual(['Still missing €20.00.', 'Somebody has to bear something.']);
	});

	it('differences may go either way', () => {
		expect(op(draft({}, { method: 'adjust', out, plus: { Ana: '+10', Ben: '−5,50' } })).split).toEqual({ method: 'adjust', between: [{ member: 'Ana', plusMinor: 1_000 }, { member: 'Ben', plusMinor: -550 }] });
	});

	it('somebody has to share it', () => {
		expect(wrong(draft({}, { out: ['Ana', 'Ben', 'Chloé'] }))).toEqual(['between']);
	});

	it('a former member takes part when the draft says so', () => {
		expect(op(draft({}, { also: ['Dele'] })).split?.between.map(({ member }) => member)).toEqual(['Ana', 'Ben', 'Chloé', 'Dele']);
	});

	it('[LED23] ownership takes all units as they are, whoever was unticked before', () => {
		expect(op(draft({}, { method: 'ownership', out: ['Ben'] })).split).toEqual({ method: 'ownership', between: [{ member: 'Ana', units: 60 }, { member: 'Ben', units: 40 }] });
		expect(wrong(draft({}, { method: 'ownership' }), { ...facts, basis: { ...basis, ownership: [] } })).toEqual(['between']);
	});

	it('[LED24] room hours keep what was counted, tentative ones left out', () => {
		expect(op(draft({}, { method: 'room-hours', rooms: ['attic'], by: 'prices' })).split).toEqual({
			method: 'room-hours', period: { from: '2026-10-01', until: '2026-11-01' }, rooms: ['attic'], by: 'prices',
			between: [{ member: 'Ana', minutes: 600, priceMinor: 6_000 }, { member: 'Ben', minutes: 300, priceMinor: 2_500 }]
		});
		expect(priceSum(basis)).toBe(8_500);
	});

	it('while it is being counted nothing can be posted', () => {
		expect(wrong(draft({}, { method: 'room-hours' }), { ...facts, basis: null })).toEqual(['period']);
		expect(wrong(draft({}, { method: 'prorata', period: { from: '2026-10-05', until: '2026-10-05' } }))).toEqual(['period']);
	});

	it('[LED25] days of membership take whoever was a member in these days, former ones too', () => {
		expect(op(draft({}, { method: 'prorata', shares: { Dele: '2' } })).split).toMatchObject({ between: [{ member: 'Ana', days: 31, shares: 1 }, { member: 'Dele', days: 12, shares: 2 }] });
	});
});

describe('[LED6] a correction', () => {
	it('undoes and replaces in one go, and asks why', () => {
		const corrected = draft({ corrects: 'old', reason: '  The amount\n was wrong ' });
		const read = toOps(corrected, facts, '2026-11-20');
		expect(read.ok && read.value).toMatchObject([{ type: 'ledger/reverse', target: 'old', date: '2026-11-20', reason: 'The amount was wrong' }, { type: 'ledger/post', corrects: 'old' }]);
		expect(toOps(draft({ corrects: 'old' }), facts, TODAY)).toMatchObject({ ok: false, wrong: [{ field: 'reason' }] });
	});

	it('of a transfer names it by its opposite alone', () => {
		const read = toOps(draft({ kind: 'transfer', to: 'fund:pot', corrects: 'old', reason: 'To the pot' }), facts, TODAY);
		expect(read.ok && read.value.map(({ type }) => type)).toEqual(['ledger/reverse', 'ledger/transfer']);
	});

	it('[LED46] is dated like the entry while its books are open, else today, and never into closed ones', () => {
		const entry = { date: '2026-10-03', booked: { closed: false, late: false } };
		expect([
			reversalDay(entry, TODAY, null), reversalDay(entry, TODAY, '2026-10-01'), reversalDay({ ...entry, booked: { closed: true, late: false } }, TODAY, '2026-11-01'),
			reversalDay({ ...entry, booked: { closed: true, late: false } }, TODAY, '2026-12-01')
		]).toEqual(['2026-10-03', '2026-10-03', TODAY, '2026-12-01']);
	});
});

describe('sums while they are typed', () => {
	it('read what people write', () => {
		expect([signedTyped('+5', 'EUR'), signedTyped('-5,5', 'EUR'), signedTyped('− 3', 'EUR'), signedTyped('', 'EUR'), signedTyped('x', 'EUR')]).toEqual([500, -550, -300, 0, null]);
		expect([percentTyped('33.3'), percentTyped('12,25 %'), percentTyped('101'), percentTyped('a')]).toEqual([3330, 1225, null, null]);
		expect([sharesTyped(''), sharesTyped('3'), sharesTyped('1.5'), sharesTyped('0')]).toEqual([1, 3, null, null]);
	});

	it('say what is missing or too much', () => {
		expect([sayMissing(missing(12_000, [5_000, null]), 'EUR'), sayMissing(missing(1_000, [1_000]), 'EUR'), sayMissing(-1, 'EUR')]).toEqual(['Still missing €70.00.', 'Adds up.', '€0.01 too much.']);
	});

	it('what is missing is shared among the empty fields to the last unit', () => {
		const typed = [{ key: 'a', text: '50' }, { key: 'b', text: '' }, { key: 'c', text: ' ' }, { key: 'd', text: '' }];
		expect(fillUp(typed, 10_000, writePercent)).toEqual({ b: '33.34', c: '33.33', d: '33.33' });
		expect(fillUp(typed, 1, writeMoney('EUR'))).toEqual({ b: '0.01', c: '0.00', d: '0.00' });
		expect([fillUp(typed, 0, writePercent), fillUp(typed.slice(0, 1), 5, writePercent)]).toEqual([{}, {}]);
	});
});

describe('what is kept of a draft', () => {
	it('comes back as it was, and nothing foreign is taken for one', () => {
		const kept = draft({ several: { 'member:Ana': '1' }, abroad: { currency: 'USD', by: 'sum', rate: '', sum: '3' } });
		expect(readDraft(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
		expect([readDraft(null), readDraft({ amount: '12' }), readDraft({ ...kept, kind: 'fee' })]).toEqual([null, null, null]);
	});

	it('only what somebody typed is worth keeping', () => {
		expect([isWritten(blank, blank), isWritten({ ...blank, kind: 'income' }, blank), isWritten({ ...blank, note: 'x' }, blank)]).toEqual([false, false, true]);
	});
});
