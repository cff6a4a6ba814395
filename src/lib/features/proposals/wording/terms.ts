/** The texts a proposal has had, one after the other. Pure. */
import type { TermView } from '$crdt/domain/proposals/views';

/** The wording before the one of this term, where it was another; null: it is the first. */
export function textBefore(terms: readonly TermView[], term: string): TermView | null {
	const at = terms.findIndex((one) => one.id === term);
	const now = terms[at];
	if (!now) return null;
	return terms.slice(0, at).findLast((one) => one.title !== now.title || one.text !== now.text) ?? null;
}

const DAY_MS = 86_400_000;

/** A deadline so many days from now; null where that is no whole number from 1 to 90. */
export const deadlineIn = (days: number | undefined, now: number): number | null =>
	days !== undefined && Number.isInteger(days) && days >= 1 && days <= 90 ? now + days * DAY_MS : null;
