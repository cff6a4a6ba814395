/**
 * Who could pay whom so that everybody is even: as few transfers as can be, the same suggestion on every device. Pure
 * arithmetic; knows no members, funds or entries. Carries LED51, LED52.
 *
 * The fewest: n accounts that fall into at most k parts, each of which is even in itself, need n − k transfers. Of all plans
 * with so few transfers, all from somebody who owes to somebody who is owed, one is taken: the one with the largest
 * transfer, of those the one with the next largest, and so on; equals by id. That order looks only at where two plans differ.
 * So when one transfer of the plan is paid, the rest of it is again the first of all plans for what is left: a plan that
 * came before it would, with the paid transfer added, have come before the whole (LED52).
 *
 * The first transfer of that plan: of all pairs who stand in one part of some division into most parts, the pair that can
 * settle most at once. (No plan has a larger one between them, and settling it takes one account and one transfer away.)
 */

/** Above zero: owes. */
export interface Standing {
	readonly id: string;
	readonly amountMinor: number;
}

export interface Payment {
	readonly from: string;
	readonly to: string;
	readonly amountMinor: number;
}

/** Up to so many accounts that are not even the fewest are found; the work doubles with each. */
export const MOST_PROVEN = 16;

/**
 * Transfers after which all are even, largest first; at most one fewer than accounts that are not even.
 * @param standings whole minor units that sum to zero; no id twice.
 */
export function fewestPayments(standings: readonly Standing[]): readonly Payment[] {
	let open = uneven(standings);
	const payments: Payment[] = [];
	for (;;) {
		if (open.length === 0) return payments.sort(byAmount);
		const next = isProvable(open) ? bestOf(open) : quickOf(open);
		payments.push(next);
		open = uneven(afterPayment(open, next));
	}
}

/** How few transfers there can be at least; null: too many accounts to tell. */
export function fewestCount(standings: readonly Standing[]): number | null {
	const open = uneven(standings);
	if (!isProvable(open)) return null;
	return open.length === 0 ? 0 : open.length - partsOf(open).most[(1 << open.length) - 1]!; // one for every set
}

/** What is left when a payment has been made. */
export function afterPayment(standings: readonly Standing[], { from, to, amountMinor }: Payment): readonly Standing[] {
	return standings.map((one) => {
		const change = one.id === from ? -amountMinor : one.id === to ? amountMinor : 0;
		return change === 0 ? one : { id: one.id, amountMinor: one.amountMinor + change };
	});
}

/** Largest first, equals by id. */
export const byAmount = (a: Payment, b: Payment): number => b.amountMinor - a.amountMinor || compare(a.from, b.from) || compare(a.to, b.to);

const uneven = (standings: readonly Standing[]): readonly Standing[] =>
	standings.filter(({ amountMinor }) => amountMinor !== 0).sort((a, b) => compare(a.id, b.id));

/** Sums of any of them are exact. */
const isProvable = (open: readonly Standing[]): boolean =>
	open.length <= MOST_PROVEN && Number.isSafeInteger(open.reduce((sum, { amountMinor }) => sum + Math.abs(amountMinor), 0));

/** Sets of accounts are bits. */
interface Parts {
	/** What the accounts of a set add up to. */
	readonly sum: Float64Array;
	/** Into how many even parts a set can be divided at most (of one that is not even: how many can be taken out of it). */
	readonly most: Uint8Array;
}

function partsOf(open: readonly Standing[]): Parts {
	const sum = new Float64Array(1 << open.length);
	const most = new Uint8Array(1 << open.length);
	for (let set = 1; set < sum.length; set++) {
		const lowest = 31 - Math.clz32(set & -set);
		sum[set] = sum[set & (set - 1)]! + open[lowest]!.amountMinor; // a smaller set; below the length
		let best = 0;
		for (let rest = set; rest !== 0; rest &= rest - 1) best = Math.max(best, most[set ^ (rest & -rest)]!); // a smaller set
		most[set] = best + (sum[set] === 0 ? 1 : 0);
	}
	return { sum, most };
}

/** The first transfer of the plan. */
function bestOf(open: readonly Standing[]): Payment {
	const { sum, most } = partsOf(open);
	const all = sum.length - 1;
	let best: Payment | null = null;
	for (let set = 1; set <= all; set++) {
		const isPart = sum[set] === 0 && most[set] === 1 && most[all ^ set] === most[all]! - 1; // one for every set
		if (isPart) best = better(best, largestWithin(open.filter((_, at) => (set & (1 << at)) !== 0)));
	}
	if (best === null) throw new Error('what is settled does not sum to zero');
	return best;
}

const better = (a: Payment | null, b: Payment | null): Payment | null => (a === null ? b : b === null || byAmount(a, b) <= 0 ? a : b);

/** The pair that can settle most at once: the largest debt and the largest claim, or another one of the same amount whose ids come first. */
function largestWithin(open: readonly Standing[]): Payment | null {
	let best: Payment | null = null;
	for (const debt of open) {
		if (debt.amountMinor < 0) continue;
		for (const claim of open) {
			if (claim.amountMinor > 0) continue;
			best = better(best, { from: debt.id, to: claim.id, amountMinor: Math.min(debt.amountMinor, -claim.amountMinor) });
		}
	}
	return best;
}

/** Where there are too many: the largest two that are even between them, else the largest debt pays the largest claim. */
function quickOf(open: readonly Standing[]): Payment {
	let pair: Payment | null = null;
	const claims = new Map<number, string>();
	for (const { id, amountMinor } of open) if (amountMinor < 0 && !claims.has(-amountMinor)) claims.set(-amountMinor, id);
	for (const { id, amountMinor } of open) {
		const to = claims.get(amountMinor);
		if (to !== undefined) pair = better(pair, { from: id, to, amountMinor });
	}
	const next = pair ?? largestWithin(open);
	if (next === null) throw new Error('what is settled does not sum to zero');
	return next;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
