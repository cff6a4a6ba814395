/**
 * Sharing an amount to the cent: largest remainder, and where remainders tie, odd cents go round by a hash (LED3).
 *
 * Whole minor units in, whole minor units out; where a product exceeds 2^53, the arithmetic is bigint inside. What is wrong with a
 * split is said in `split-check.ts`; nothing here throws on it. Knows no members' rules, no ledger. Carries LED3, LED11, LED22–LED25.
 */
import { assertNever, type MemberId } from '../../../crypto/base';
import type { Split } from './ops';

export interface Share {
	readonly member: MemberId;
	readonly amountMinor: number;
}

export interface PreviewShare extends Share {
	/** This member may pay one minor unit more; who does, is settled by the entry's own id when it is posted. */
	readonly mayPayOneMore: boolean;
}

/** What somebody's share is reckoned by; `plusMinor` comes on top. */
interface Weight {
	readonly member: MemberId;
	/** The sum over 60 members is a safe integer; times an amount it need not be. */
	readonly weight: number;
	readonly plusMinor: number;
}

/**
 * What each bears (of an income: gets), in the order of `between`; they sum to `amountMinor` exactly where `splitProblem` finds nothing.
 * @param amountMinor at least 0, safe integer.
 * @param turn any whole number at least 0, the same for everybody: which of those who tie get the odd cents.
 */
export function sharesOf(split: Split, amountMinor: number, turn: number): readonly Share[] {
	if (split.method === 'exact') return split.between.map(({ member, amountMinor: share }) => ({ member, amountMinor: share }));
	const weights = weightsOf(split);
	const { floors, sure, tied, open } = apportion(amountMinor, weights);
	const winners = new Set(sure);
	for (let i = 0; i < open; i++) winners.add(tied[(turn + i) % tied.length]!); // within the length
	return weights.map(({ member, plusMinor }, index) => ({ member, amountMinor: floors[index]! + plusMinor + (winners.has(index) ? 1 : 0) })); // one floor each
}

/** The same shares before the entry has an id: the least each will pay, and who may get one of `oddMinor` odd cents (LED11). */
export function previewShares(split: Split, amountMinor: number): { readonly shares: readonly PreviewShare[]; readonly oddMinor: number } {
	if (split.method === 'exact') return { shares: sharesOf(split, amountMinor, 0).map((share) => ({ ...share, mayPayOneMore: false })), oddMinor: 0 };
	const weights = weightsOf(split);
	const { floors, sure, tied, open } = apportion(amountMinor, weights);
	const shares = weights.map(({ member, plusMinor }, index) => ({
		member,
		amountMinor: floors[index]! + plusMinor + (sure.has(index) ? 1 : 0), // one floor each
		mayPayOneMore: tied.includes(index)
	}));
	return { shares, oddMinor: open };
}

/** A whole number from the first characters of a base64url hash, for `turn`. */
export function turnOf(hash: string): number {
	let value = 0;
	for (let i = 0; i < 8; i++) value = value * 64 + DIGITS.indexOf(hash.charAt(i)); // 48 bits
	return value;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** What a share is reckoned by, as the screens show it: shares, basis points, units, minutes, days times shares; null where there is none. */
export function weightsShown(split: Split): readonly (number | null)[] {
	if (split.method === 'equal' || split.method === 'exact' || split.method === 'adjust') return split.between.map(() => null);
	return weightsOf(split).map(({ weight }) => weight);
}

function weightsOf(split: Exclude<Split, { readonly method: 'exact' }>): readonly Weight[] {
	const weighed = (member: MemberId, weight: number, plusMinor = 0): Weight => ({ member, weight, plusMinor });
	switch (split.method) {
		case 'equal':
			return split.between.map(({ member }) => weighed(member, 1));
		case 'shares':
			return split.between.map(({ member, shares }) => weighed(member, shares));
		case 'percent':
			return split.between.map(({ member, basisPoints }) => weighed(member, basisPoints));
		case 'adjust':
			return split.between.map(({ member, plusMinor }) => weighed(member, 1, plusMinor));
		case 'ownership':
			return split.between.map(({ member, units }) => weighed(member, units));
		case 'room-hours':
			return split.between.map(({ member, minutes, priceMinor }) => weighed(member, split.by === 'minutes' ? minutes : priceMinor));
		case 'prorata':
			return split.between.map(({ member, days, shares }) => weighed(member, days * shares));
		default:
			return assertNever(split);
	}
}

interface Apportioned {
	readonly floors: readonly number[];
	/** Indexes of those who surely get one unit more. */
	readonly sure: ReadonlySet<number>;
	/** Indexes with the remainder at which the odd cents run out, by member id; empty when they end between two remainders. */
	readonly tied: readonly number[];
	/** How many of the tied get one. */
	readonly open: number;
}

function apportion(amountMinor: number, weights: readonly Weight[]): Apportioned {
	const total = weights.reduce((sum, { weight }) => sum + weight, 0);
	if (total === 0) return { floors: weights.map(() => 0), sure: new Set(), tied: [], open: 0 };
	const amount = weights.reduce((rest, { plusMinor }) => rest - plusMinor, amountMinor);
	const parts = weights.map(({ weight }) => divide(amount, weight, total));
	const floors = parts.map(({ floor }) => floor);
	const odd = amount - floors.reduce((sum, floor) => sum + floor, 0);
	if (odd === 0) return { floors, sure: new Set(), tied: [], open: 0 };
	/** The smallest remainder that still gets one, if all of those with it do. */
	const last = parts.map(({ remainder }) => remainder).sort((a, b) => b - a)[odd - 1]!; // fewer odd cents than members
	const indexes = weights.map((_, index) => index);
	const above = indexes.filter((index) => parts[index]!.remainder > last);
	const level = indexes.filter((index) => parts[index]!.remainder === last);
	const open = odd - above.length;
	if (open === level.length) return { floors, sure: new Set([...above, ...level]), tied: [], open: 0 };
	const tied = level.sort((a, b) => compare(weights[a]!.member, weights[b]!.member)); // indexes of weights
	return { floors, sure: new Set(above), tied, open };
}

/**
 * amount × weight ÷ total, rounded down, and what remains of `total`; exact whatever the product. Deductions larger than the amount
 * make it negative: it is then shared out downwards like anything else.
 */
function divide(amount: number, weight: number, total: number): { readonly floor: number; readonly remainder: number } {
	const product = amount * weight;
	if (Number.isSafeInteger(product)) {
		const remainder = ((product % total) + total) % total;
		return { floor: (product - remainder) / total, remainder };
	}
	const exact = BigInt(amount) * BigInt(weight);
	const by = BigInt(total);
	const remainder = ((exact % by) + by) % by;
	return { floor: Number((exact - remainder) / by), remainder: Number(remainder) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
