/** Finding entries by words, amounts, people and dates, and what looks like one. */
import { describe, expect, it } from 'vitest';
import { lineView, myPart } from '$crdt/domain/ledger/line-views';
import { entriesByDate, selectEntries } from '$crdt/domain/ledger/select-entries';
import { selectSimilar } from '$crdt/domain/ledger/select-similar';
import type { EntryFilter } from '$crdt/domain/ledger/views';
import { byFund, byMember, chargeOp, confirmOp, disputeOp, equally, expenseOp, incomeOp, openAccountOp, reverseOp, transferOp } from '../../support/ledger-ops';
import { closeBooks } from '../../support/schedule-ops';
import { collective, sync, type Device } from '../../support/story';
import { lensFor } from '../../support/story-lens';

/** A small book in which each line has something of its own. */
function book() {
	const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device]; // three were named
	const all = [ana, ben, chloe].map(({ memberId }) => memberId);
	const bank = ana.post(openAccountOp('bank', 'Sparkasse'));
	const plants = ana.post(openAccountOp('category', 'Plants'));
	const rent = ana.post(expenseOp(ana.memberId, 90_000, all, { date: '2026-01-03', note: 'by standing order' }));
	const herbs = ana.post(expenseOp(ana.memberId, 1_234, all, { date: '2026-01-20', description: 'Rosemary', category: plants }));
	const fees = ana.post(incomeOp(ana.memberId, 30_000, [], { date: '2026-02-01', paid: [{ party: byFund(bank), amountMinor: 30_000 }], split: null }));
	const dues = ana.post(chargeOp(3_000, all, { date: '2026-02-02' }));
	sync(ana, ben, chloe);
	const paid = ben.post(transferOp(byMember(ben.memberId), byMember(ana.memberId), 5_000, '2026-02-03'));
	const back = ben.post(reverseOp(herbs, '2026-02-04', 'They were for my balcony'));
	sync(ana, ben, chloe);
	const asked = chloe.post(disputeOp(rent));
	sync(ana, ben, chloe);
	const found = (filter: EntryFilter, by: Device = ana) => selectEntries(lensFor(by), filter, 50);
	const ids = (filter: EntryFilter, by: Device = ana) => found(filter, by).lines.map(({ id }) => id);
	return { ana, ben, chloe, bank, plants, rent, herbs, fees, dues, paid, back, asked, all, found, ids };
}

describe('the list of entries', () => {
	it('[LED50] is newest first by the date they count for, then by posting, and sums up what stands', () => {
		const { found, ids, rent, herbs, fees, dues, paid, back } = book();
		expect(ids({})).toEqual([back, paid, dues, fees, herbs, rent]);
		expect(found({})).toMatchObject({ total: 6, spentMinor: 90_000, receivedMinor: 30_000 });
		expect(found({ until: '2026-02-01' })).toMatchObject({ total: 2, spentMinor: 90_000, receivedMinor: 0 });
	});

	it('[LED50] counts everything found, however few lines are wanted', () => {
		const { ana } = book();
		const view = selectEntries(lensFor(ana), {}, 2);
		expect([view.lines.length, view.total, view.spentMinor]).toEqual([2, 6, 90_000]);
		expect(selectEntries(lensFor(ana), {}, 0).lines).toEqual([]);
	});

	it('[LED50] is found by words in any case and with any accents: description, note, reason, name, fund, category, amount', () => {
		const { ids, rent, herbs, fees, paid, back, all, dues } = book();
		expect(ids({ text: 'ROSE' })).toEqual([back, herbs]);
		expect(ids({ text: 'standing' })).toEqual([rent]);
		expect(ids({ text: 'balcony' })).toEqual([back]);
		expect(ids({ text: 'sparkasse' })).toEqual([fees]);
		expect(ids({ text: 'plants' })).toEqual([back, herbs]);
		expect(ids({ text: 'dues' })).toEqual([dues]);
		expect(ids({ text: '900.00' })).toEqual([rent]);
		expect(ids({ text: '50,00' })).toEqual([paid]);
		expect(ids({ text: 'chloe rent' })).toEqual([rent]);
		expect(ids({ text: 'chloe nothing' })).toEqual([]);
		expect(all).toHaveLength(3);
	});

	it('[LED50] is narrowed down by kind, category, party, dates and amounts, all at once', () => {
		const { ids, rent, herbs, fees, dues, paid, back, bank, plants, ben } = book();
		expect(ids({ kinds: ['charge', 'income'] })).toEqual([dues, fees]);
		expect(ids({ category: plants })).toEqual([back, herbs]);
		expect(ids({ party: bank })).toEqual([fees]);
		expect(ids({ party: ben.memberId, kinds: ['transfer', 'expense'] })).toEqual([paid, herbs, rent]);
		expect(ids({ from: '2026-01-20', until: '2026-02-02' })).toEqual([fees, herbs]);
		expect(ids({ minMinor: 3_000, maxMinor: 30_000 })).toEqual([paid, dues, fees]);
		expect(ids({ kinds: [] })).toHaveLength(6);
	});

	it('[LED8] [LED18] [LED6] finds what is disputed, unconfirmed, corrected, or posted by me', () => {
		const { ids, rent, herbs, paid, back, ana, ben } = book();
		expect(ids({ only: 'disputed' })).toEqual([rent]);
		expect(ids({ only: 'unconfirmed' })).toEqual([paid]);
		expect(ids({ only: 'corrected' })).toEqual([back, herbs]);
		expect(ids({ only: 'mine' }, ben)).toEqual([back, paid]);
		ana.post(confirmOp(paid));
		expect(ids({ only: 'unconfirmed' })).toEqual([]);
	});

	it('[LED44] a late entry stands where it is booked, and says so', () => {
		const { ana, ben, chloe, all, ids } = book();
		closeBooks('2026-02-10', [ana, ben], sync);
		const late = chloe.post(expenseOp(chloe.memberId, 600, all, { date: '2026-01-05', description: 'Found in a drawer' }));
		sync(ana, ben, chloe);
		expect(ids({ only: 'late' })).toEqual([late]);
		expect(ids({})[0]).toBe(late);
		expect(ids({ from: '2026-02-10' })).toEqual([late]);
		expect(lineView(lensFor(ana), ana.state.ledger.entries.get(late)!).booked).toEqual({ date: '2026-02-10', late: true, closed: false });
	});

	it('[LED7] what is without effect is in no sum and changes nobody’s balance', () => {
		const { ana, ben, found, all } = book();
		const target = ana.post(expenseOp(ana.memberId, 600, all, { date: '2026-03-01', description: 'Twice corrected' }));
		sync(ana, ben);
		const ids = [ana.post(reverseOp(target, '2026-03-02')), ben.post(reverseOp(target, '2026-03-02'))];
		sync(ana, ben);
		const entries = ids.map((id) => ana.state.ledger.entries.get(id)!);
		expect(entries.map(({ counts }) => counts).sort()).toEqual([false, true]);
		expect(entries.map((entry) => myPart(entry, ana.memberId)).sort((a, b) => a - b)).toEqual([-400, 0]);
		expect(found({}).spentMinor).toBe(90_000);
	});
});

describe('the line of an entry', () => {
	it('[LED14] [LED17] says who paid, and my part above zero where the others owe me', () => {
		const { ana, ben, chloe, rent } = book();
		const line = (by: Device) => lineView(lensFor(by), by.state.ledger.entries.get(rent)!);
		expect(line(ana)).toMatchObject({
			kind: 'expense', description: 'Rent December', category: 'rent', categoryName: null, mine: true, concernsMe: true, myPartMinor: 60_000, counts: true, corrected: false, disputed: true,
			paid: [{ party: { kind: 'member', name: 'Ana', mine: true }, amountMinor: 90_000 }], to: null
		});
		expect(line(ben)).toMatchObject({ mine: false, concernsMe: true, myPartMinor: -30_000 });
		expect(line(chloe).myPartMinor).toBe(-30_000);
	});

	it('[LED5] [LED6] a transfer says from whom to whom; a correction says what it corrects, with the opposite sign', () => {
		const { ana, ben, paid, back, herbs } = book();
		const line = (by: Device, id: typeof paid) => lineView(lensFor(by), by.state.ledger.entries.get(id)!);
		expect(line(ana, paid)).toMatchObject({ kind: 'transfer', description: '', paid: [{ party: { name: 'Ben' } }], to: { name: 'Ana', mine: true }, myPartMinor: -5_000, confirmedByName: null });
		expect(line(ben, paid).myPartMinor).toBe(5_000);
		expect(line(ana, back)).toMatchObject({ kind: 'reversal', description: 'Rosemary', categoryName: 'Plants', corrected: true, paid: [{ party: { name: 'Ana' } }] });
		expect(line(ana, back).myPartMinor).toBe(-line(ana, herbs).myPartMinor);
	});

	it('[LED17] whoever comes out even is concerned all the same', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const id = ana.post(expenseOp(ana.memberId, 500, [ana.memberId], { split: equally([ana.memberId]) }));
		sync(ana, ben);
		const line = (by: Device) => lineView(lensFor(by), by.state.ledger.entries.get(id)!);
		expect([line(ana).concernsMe, line(ana).myPartMinor, line(ben).concernsMe]).toEqual([true, 0, false]);
	});
});

describe('what looks the same', () => {
	it('[LED61] is the standing entry of the same amount nearest by date, at most three days away', () => {
		const { ana, rent, paid, all } = book();
		const near = ana.post(expenseOp(ana.memberId, 90_000, all, { date: '2026-01-05' }));
		const similar = selectSimilar(lensFor(ana), [
			{ date: '2026-01-01', amountMinor: 90_000 }, { date: '2026-01-06', amountMinor: 90_000 }, { date: '2026-01-09', amountMinor: 90_000 }, { date: '2026-02-03', amountMinor: 5_000 },
			{ date: '2026-01-20', amountMinor: 1_234 }, { date: '2026-02-30', amountMinor: 5_000 }
		]);
		expect(similar.map((line) => line?.id ?? null)).toEqual([rent, near, null, paid, null, null]);
	});
});

it('[LED50] what was sorted once is not sorted again while nothing changes', () => {
	const { ana, all } = book();
	const before = entriesByDate(ana.state.ledger);
	expect(entriesByDate(ana.state.ledger)).toBe(before);
	ana.post(expenseOp(ana.memberId, 1, all));
	expect(entriesByDate(ana.state.ledger)).toHaveLength(before.length + 1);
});
