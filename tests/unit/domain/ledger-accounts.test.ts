/** Pots, bank accounts and categories on screens, and how members stand. */
import { describe, expect, it } from 'vitest';
import { selectBalances, selectMyBalance } from '$crdt/domain/ledger/balances';
import { fundView, selectAccounts } from '$crdt/domain/ledger/select-accounts';
import { byFund, byMember, disputeOp, expenseOp, incomeOp, openAccountOp, retireAccountOp, reverseOp, settleDisputeOp, transferOp } from '../../support/ledger-ops';
import { collective, sync, type Device } from '../../support/story';
import { lensFor } from '../../support/story-lens';

const two = () => collective(['Ana', 'Ben']) as [Device, Device]; // two were named

describe('accounts', () => {
	it('[LED13] are those in use first, by name, with what they hold', () => {
		const [ana, ben] = two();
		const reserve = ana.post({ type: 'ledger/open-account', kind: 'pot', name: 'Reserve', note: 'For what breaks' });
		const bank = ana.post(openAccountOp('bank', 'Giro'));
		const old = ana.post(openAccountOp('pot', 'Attic'));
		ana.post(retireAccountOp(old));
		ana.post(transferOp(byMember(ana.memberId), byFund(bank), 5_000));
		ana.post(transferOp(byFund(bank), byFund(reserve), 7_000));
		sync(ana, ben);
		ben.post({ type: 'ledger/change-account', account: reserve, name: 'A reserve', note: 'For what breaks' });
		expect(selectAccounts(lensFor(ben)).funds).toEqual([
			{ id: reserve, kind: 'pot', name: 'A reserve', note: 'For what breaks', openedByName: 'Ana', retired: false, amountMinor: 7_000 },
			{ id: bank, kind: 'bank', name: 'Giro', note: '', openedByName: 'Ana', retired: false, amountMinor: -2_000 },
			{ id: old, kind: 'pot', name: 'Attic', note: '', openedByName: 'Ana', retired: true, amountMinor: 0 }
		]);
	});

	it('[LED13] categories that every book has come first, then those opened; each counts what is in it', () => {
		const [ana, ben] = two();
		const tea = ana.post(openAccountOp('category', 'Tea'));
		ana.post(openAccountOp('pot', 'Reserve'));
		ana.post(expenseOp(ana.memberId, 500, [ana.memberId], { category: tea }));
		ana.post(incomeOp(ana.memberId, 500, [ana.memberId], { category: tea }));
		ana.post(reverseOp(ana.post(expenseOp(ana.memberId, 500, [ana.memberId]))));
		sync(ana, ben);
		const { categories } = selectAccounts(lensFor(ana));
		expect(categories.map(({ category }) => category).slice(0, 3)).toEqual(['rent', 'utilities', 'cleaning']);
		expect(categories.at(-1)).toEqual({ category: tea, name: 'Tea', note: '', retired: false, uses: 2 });
		expect(categories.find(({ category }) => category === 'rent')).toMatchObject({ name: null, uses: 1 });
		expect(categories.filter(({ uses }) => uses > 0)).toHaveLength(2);
		expect(fundView(lensFor(ana), tea)).toBeNull();
	});
});

describe('balances', () => {
	it('[LED4] [LED14] are above zero for whom the others owe, and sum to zero with what is held in common', () => {
		const [ana, ben] = two();
		ana.post(expenseOp(ana.memberId, 1_000, [ana.memberId, ben.memberId]));
		sync(ana, ben);
		expect([selectMyBalance(lensFor(ana)), selectMyBalance(lensFor(ben))]).toEqual([500, -500]);
		expect(selectBalances(lensFor(ben))).toEqual([
			{ member: ana.memberId, former: false, name: 'Ana', mine: false, amountMinor: 500, disputed: false },
			{ member: ben.memberId, former: false, name: 'Ben', mine: true, amountMinor: -500, disputed: false }
		]);
	});

	it('[LED8] show where part of them is disputed, until the dispute is settled', () => {
		const [ana, ben] = two();
		const id = ana.post(expenseOp(ana.memberId, 1_000, [ana.memberId]));
		ana.post(disputeOp(id));
		sync(ana, ben);
		expect(selectBalances(lensFor(ben)).map(({ disputed }) => disputed)).toEqual([true, false]);
		ana.post(settleDisputeOp(id));
		expect(selectBalances(lensFor(ana)).map(({ disputed }) => disputed)).toEqual([false, false]);
	});

	it('[LED2] show whoever has left while their account is not even', () => {
		const [ana, ben] = two();
		ana.post(expenseOp(ana.memberId, 1_000, [ana.memberId, ben.memberId]));
		sync(ana, ben);
		ben.post({ type: 'membership/leave' });
		sync(ana, ben);
		ana.rotate('after Ben');
		expect(selectBalances(lensFor(ana))).toMatchObject([{ name: 'Ana', former: false, amountMinor: 500 }, { name: 'Ben', former: true, amountMinor: -500 }]);
		ana.post(transferOp(byMember(ben.memberId), byMember(ana.memberId), 500));
		expect(selectBalances(lensFor(ana)).map(({ name }) => name)).toEqual(['Ana']);
		expect(Object.is(selectBalances(lensFor(ana))[0]?.amountMinor, 0)).toBe(true);
	});
});
