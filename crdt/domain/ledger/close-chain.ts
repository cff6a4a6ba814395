/**
 * Which closes are firm, which of them count, and which can never become firm: of what somebody knows, or of everything.
 * Pure; knows neither entries nor amounts. LED41–LED43.
 */
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import type { Close, LedgerState } from './state';

/** Does whoever judges know this entry? */
export type Known = (entry: EntryId) => boolean;

export const everything: Known = () => true;

/** LED42: more than half of its electors have signed, one vote each however often they did; and not only signatures without effect. */
export function isFirm(close: Close, isKnown: Known): boolean {
	if (!isKnown(close.entry) || signersOf(close, isKnown).length < neededOf(close)) return false;
	return close.signatures.some(({ entry, stands }) => stands && isKnown(entry));
}

/** Who has signed it, each once, in total order. */
export function signersOf(close: Close, isKnown: Known): readonly MemberId[] {
	return [...new Set(close.signatures.flatMap(({ member, entry }) => (isKnown(entry) ? [member] : [])))];
}

export const neededOf = (close: Close): number => Math.floor(close.electors.length / 2) + 1;

/** Firm closes, each the predecessor of the next; of several after one that which counts (LED43). */
export function firmChain(closes: LedgerState['closes'], isKnown: Known): readonly ObjectId[] {
	const chain: ObjectId[] = [];
	if (closes.isEmpty()) return chain;
	const firm = new Map<ObjectId | null, Close[]>();
	for (const close of closes.values()) if (isFirm(close, isKnown)) firm.set(close.previous, [...(firm.get(close.previous) ?? []), close]);
	for (let next = countingOf(firm.get(null), isKnown); next !== undefined; next = countingOf(firm.get(next.id), isKnown)) chain.push(next.id);
	return chain;
}

/** LED43: what needs no signature made after its author's removal; what was made when the other was lost; the first in the total order. */
function countingOf(firm: readonly Close[] = [], isKnown: Known): Close | undefined {
	const sound = firm.filter((close) => signersOf(close, (entry) => isKnown(entry) && isStanding(close, entry)).length >= neededOf(close));
	const left = sound.length > 0 ? sound : firm;
	return left.find(({ id }) => !left.some(({ outlived }) => outlived.includes(id))) ?? left[0];
}

const isStanding = ({ signatures }: Close, entry: EntryId): boolean => signatures.some((signature) => signature.entry === entry && signature.stands);

/** This close and those it builds on, earliest first; empty for none. */
export function chainTo(closes: LedgerState['closes'], last: ObjectId | null): readonly Close[] {
	const chain: Close[] = [];
	for (let close = closes.get(last ?? NO_CLOSE); close !== undefined; close = closes.get(close.previous ?? NO_CLOSE)) chain.unshift(close);
	return chain;
}

/** Before which day whoever knows this much posts nothing; null: nothing is closed. */
export function closedUntil(closes: LedgerState['closes'], isKnown: Known): string | null {
	let end: string | null = null;
	for (const close of closes.values()) if ((end === null || close.until > end) && isFirm(close, isKnown)) end = close.until;
	return end;
}

const NO_CLOSE = '' as ObjectId; // no close has this id

/** Closes of the same predecessor: at most one of them is meant to become firm. */
export function rivalsOf(closes: LedgerState['closes'], close: Pick<Close, 'id' | 'previous'>, isKnown: Known): readonly Close[] {
	return [...closes.values()].filter((other) => other.id !== close.id && other.previous === close.previous && isKnown(other.entry));
}

/**
 * LED47: too many of its electors are bound to others or are members no more, so that it never becomes firm. Who signed another close
 * is bound, unless the close at hand was made knowing that that one was lost already.
 */
export function isLost(closes: LedgerState['closes'], close: Close, isKnown: Known, members: readonly MemberId[]): boolean {
	const rivals = rivalsOf(closes, close, isKnown).filter(({ id }) => !close.outlived.includes(id));
	const bound = new Set(rivals.flatMap((rival) => signersOf(rival, isKnown)));
	const signed = new Set(signersOf(close, isKnown));
	const possible = close.electors.filter((elector) => signed.has(elector) || (members.includes(elector) && !bound.has(elector)));
	return possible.length < neededOf(close);
}

/** The close of the same days that binds this member's signature; null: free to sign (LED41). */
export function bindingOf(closes: LedgerState['closes'], close: Pick<Close, 'id' | 'previous' | 'outlived'>, member: MemberId, isKnown: Known): Close | null {
	return rivalsOf(closes, close, isKnown).find(({ id, signatures }) =>
		!close.outlived.includes(id) && signatures.some((signature) => signature.member === member && isKnown(signature.entry))) ?? null;
}
