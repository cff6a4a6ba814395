/**
 * Debts as they arose: whom each entry lets owe whom, set off between each two. Pure arithmetic over entries that count; knows
 * no names. Carries LED53.
 */
import { byAmount, type Payment, type Standing } from './settle-up';
import type { LedgerEntry, LedgerState } from './state';

/** Stands for all money held in common, whatever fund it lies in. */
export const COMMON = 'common';

/** What is left of all debts between each two; the common money is `COMMON`. Largest first. */
export function debtsAsTheyAre(ledger: LedgerState): readonly Payment[] {
	const owed = new Map<string, Map<string, number>>();
	const owe = (from: string, to: string, amountMinor: number): void => {
		const [first, second, change] = from < to ? [from, to, amountMinor] : [to, from, -amountMinor];
		const row = owed.get(first) ?? new Map<string, number>();
		owed.set(first, row.set(second, (row.get(second) ?? 0) + change));
	};
	for (const entry of ledger.entries.values()) {
		if (!entry.counts) continue;
		const told = entry.kind === 'reversal' ? ledger.entries.get(entry.target) : entry;
		// a corrected entry and its correction are nothing between them
		if (told === undefined || (told.counts && told.reversedBy !== null)) continue;
		const sign = entry.kind === 'reversal' ? -1 : 1;
		for (const { from, to, amountMinor } of debtsOf(told)) owe(from, to, sign * amountMinor);
	}
	const payments: Payment[] = [];
	for (const [first, row] of owed) {
		for (const [second, amountMinor] of row) {
			if (amountMinor > 0) payments.push({ from: first, to: second, amountMinor });
			if (amountMinor < 0) payments.push({ from: second, to: first, amountMinor: -amountMinor });
		}
	}
	return payments.sort(byAmount);
}

/** Who owes whom by one entry: members by their accounts, all else by `COMMON`. */
export function debtsOf(entry: LedgerEntry): readonly Payment[] {
	const standings: Standing[] = [];
	let common = 0;
	for (const { account, amountMinor } of entry.postings) {
		if (account.startsWith('member:')) standings.push({ id: account, amountMinor });
		else common += amountMinor;
	}
	return inProportion([...standings, { id: COMMON, amountMinor: common }]);
}

/**
 * Each debt goes to all claims in proportion to what is left of them, to the minor unit: every debt is owed whole, every claim is
 * met whole, and nobody owes less than nothing.
 * @param standings whole minor units that sum to zero; above zero: owes.
 */
export function inProportion(standings: readonly Standing[]): readonly Payment[] {
	const sorted = [...standings].sort((a, b) => (a.id < b.id ? -1 : 1));
	const claims = sorted.filter(({ amountMinor }) => amountMinor < 0).map(({ id, amountMinor }) => ({ id, left: -amountMinor }));
	const payments: Payment[] = [];
	for (const { id, amountMinor } of sorted) {
		if (amountMinor <= 0) continue;
		const parts = proportional(amountMinor, claims.map(({ left }) => left));
		for (const [at, claim] of claims.entries()) {
			const part = parts[at]!; // one for each
			claim.left -= part;
			if (part > 0) payments.push({ from: id, to: claim.id, amountMinor: part });
		}
	}
	return payments;
}

/** Largest remainders, equals in order. `amount` is at most the sum of `weights`, so no part is more than its weight. */
function proportional(amount: number, weights: readonly number[]): readonly number[] {
	if (weights.length === 1) return [amount];
	const whole = weights.reduce((sum, weight) => sum + weight, 0);
	if (whole === 0) return weights.map(() => 0);
	const shares = weights.map((weight, at) => ({ at, ...divided(amount, weight, whole) }));
	const parts = shares.map(({ part }) => part);
	const left = amount - parts.reduce((sum, part) => sum + part, 0);
	shares.sort((a, b) => b.remainder - a.remainder || a.at - b.at);
	for (const { at } of shares.slice(0, left)) parts[at]!++; // within the length
	return parts;
}

/** amount × weight ÷ whole, exactly: the product may be beyond what a number holds. */
function divided(amount: number, weight: number, whole: number): { readonly part: number; readonly remainder: number } {
	const product = amount * weight;
	if (Number.isSafeInteger(product)) return { part: (product - (product % whole)) / whole, remainder: product % whole };
	const exact = BigInt(amount) * BigInt(weight);
	return { part: Number(exact / BigInt(whole)), remainder: Number(exact % BigInt(whole)) };
}
