/**
 * Sharing an amount to the cent: largest remainder, and where remainders tie, odd cents go round by a hash (LED3).
 *
 * Whole minor units in, whole minor units out; the products exceed 2^53, so the arithmetic is bigint inside. Knows no
 * members' rules, no ledger.
 */
import type { MemberId } from '../../../crypto/base';

export interface Weight {
	readonly member: MemberId;
	/** At least 1. */
	readonly shares: number;
}

export interface Share {
	readonly member: MemberId;
	readonly amountMinor: number;
}

/**
 * Shares in the order of `between`; they sum to `amountMinor` exactly.
 * @param amountMinor at least 0, safe integer.
 * @param turn any whole number at least 0, the same for everybody: which of those who tie get the odd cents.
 */
export function splitAmount(amountMinor: number, between: readonly Weight[], turn: number): readonly Share[] {
	const { floors, order, oddCents, tied } = apportion(amountMinor, between);
	const start = tied.length === 0 ? 0 : turn % tied.length;
	const winners = new Set(order.slice(0, oddCents - tiedWinners(order, oddCents, tied)));
	for (let i = 0; i < tiedWinners(order, oddCents, tied); i++) winners.add(tied[(start + i) % tied.length]!); // within the length
	return between.map(({ member }, index) => ({ member, amountMinor: floors[index]! + (winners.has(index) ? 1 : 0) })); // one floor each
}

export interface PreviewShare extends Share {
	/** One of these members pays one minor unit more; who, is settled by the entry's own id when it is posted. */
	readonly mayPayOneMore: boolean;
}

/** The same shares before the entry has an id: the least each will pay, and who may get one of `oddMinor` odd cents. */
export function previewShares(amountMinor: number, between: readonly Weight[]): { readonly shares: readonly PreviewShare[]; readonly oddMinor: number } {
	const { floors, order, oddCents, tied } = apportion(amountMinor, between);
	const open = tiedWinners(order, oddCents, tied);
	const sure = new Set(order.slice(0, oddCents - open));
	const may = new Set(open === 0 ? [] : tied);
	const shares = between.map(({ member }, index) => ({
		member,
		amountMinor: floors[index]! + (sure.has(index) ? 1 : 0), // one floor each
		mayPayOneMore: may.has(index)
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

interface Apportioned {
	readonly floors: readonly number[];
	/** Indexes, greatest remainder first; ties by member id. */
	readonly order: readonly number[];
	readonly oddCents: number;
	/** Indexes with the remainder at which the odd cents run out, by member id; empty when they end between two remainders. */
	readonly tied: readonly number[];
}

function apportion(amountMinor: number, between: readonly Weight[]): Apportioned {
	const amount = BigInt(amountMinor);
	const total = between.reduce((sum, { shares }) => sum + BigInt(shares), 0n);
	const products = between.map(({ shares }) => amount * BigInt(shares));
	const floors = products.map((product) => Number(product / total));
	const remainders = products.map((product) => product % total);
	const oddCents = amountMinor - floors.reduce((sum, floor) => sum + floor, 0);
	const order = between.map((_, index) => index).sort((a, b) => {
		const [left, right] = [remainders[a]!, remainders[b]!]; // one remainder each
		return left === right ? compare(between[a]!.member, between[b]!.member) : left > right ? -1 : 1;
	});
	const last = oddCents === 0 ? undefined : remainders[order[oddCents - 1]!];
	const following = remainders[order[oddCents] ?? -1];
	const tied = last !== undefined && last === following ? order.filter((index) => remainders[index] === last) : [];
	return { floors, order, oddCents, tied };
}

/** How many of the odd cents fall to the tied. */
function tiedWinners(order: readonly number[], oddCents: number, tied: readonly number[]): number {
	if (tied.length === 0) return 0;
	return order.slice(0, oddCents).filter((index) => tied.includes(index)).length;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
