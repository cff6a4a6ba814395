/**
 * Who could pay whom so that everybody is even: few transfers, the same suggestion on every device. Pure arithmetic.
 *
 * The fewest possible is a subset-sum problem; this pairs equal amounts first, then lets the largest debt pay the largest
 * claim, which needs at most one transfer fewer than there are people with a balance (LED10).
 */
import type { MemberId } from '../../../crypto/base';

export interface Transfer {
	readonly from: MemberId;
	readonly to: MemberId;
	readonly amountMinor: number;
}

/** @param balances whole minor units that sum to zero; above zero: is owed. */
export function suggestTransfers(balances: Iterable<readonly [MemberId, number]>): readonly Transfer[] {
	const open = [...balances].filter(([, amount]) => amount !== 0);
	let debts = open.filter(([, amount]) => amount < 0).map(([member, amount]) => ({ member, left: -amount }));
	let claims = open.filter(([, amount]) => amount > 0).map(([member, amount]) => ({ member, left: amount }));
	debts = debts.sort(byAmount);
	claims = claims.sort(byAmount);
	const transfers: Transfer[] = [];
	const pay = (debt: Account, claim: Account) => {
		const amountMinor = Math.min(debt.left, claim.left);
		transfers.push({ from: debt.member, to: claim.member, amountMinor });
		debt.left -= amountMinor;
		claim.left -= amountMinor;
	};
	for (const debt of debts) {
		const claim = claims.find((each) => each.left === debt.left && each.left > 0);
		if (claim !== undefined) pay(debt, claim);
	}
	for (;;) {
		debts = debts.filter((each) => each.left > 0).sort(byAmount);
		claims = claims.filter((each) => each.left > 0).sort(byAmount);
		const [debt, claim] = [debts[0], claims[0]];
		if (debt === undefined || claim === undefined) return transfers;
		pay(debt, claim);
	}
}

interface Account {
	readonly member: MemberId;
	left: number;
}

const byAmount = (a: Account, b: Account): number => b.left - a.left || (a.member < b.member ? -1 : 1);
