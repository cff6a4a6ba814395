/**
 * Terms of a proposal: what an elector's word is in one of them, who has closed it, and what follows it.
 *
 * An interruption (a withdrawal, an extension, another text) is one more ranked series decided by the closings of the term
 * it names. Pure. Carries PRO22, PRO74 and PRO77.
 */
import type { EntryId, MemberId, ObjectId } from '../../../crypto/base';
import { compareInterruptions, compareStances, determinedValues, highest } from './determine';
import type { ClosingRecord, Interruption, Proposal, StanceRecord, Term } from './state';

/** Does an entry belong to the view in question? */
export type Known = (entry: EntryId) => boolean;
export const EVERYTHING: Known = () => true;

export function termOf(proposal: Pick<Proposal, 'terms'>, id: ObjectId): Term | undefined {
	return proposal.terms.find((term) => term.id === id);
}

/** The term that began with the opening. */
export function firstTerm(proposal: Pick<Proposal, 'terms' | 'id'>): Term {
	const term = termOf(proposal, proposal.id);
	if (term === undefined) throw new Error('a proposal without its first term');
	return term;
}

/** The highest-ranked stance of an elector in a term, as far as `known` goes; carried over where the same text was extended. */
export function stanceIn(
	proposal: Pick<Proposal, 'terms'>,
	term: Term,
	elector: MemberId,
	known: Known = EVERYTHING
): StanceRecord | null {
	let best: StanceRecord | null = null;
	for (const stance of term.stances)
		if (stance.elector === elector && known(stance.entry) && compareStances(stance, best) > 0) best = stance;
	if (best !== null || term.kind !== 'extend' || term.after === null) return best;
	const before = termOf(proposal, term.after);
	const said = before === undefined ? null : stanceIn(proposal, before, elector, known);
	return said === null ? null : { ...said, kind: 'carried', carried: said };
}

export const isBound = (term: Term, elector: MemberId, known: Known = EVERYTHING): boolean =>
	term.stances.some((stance) => stance.elector === elector && stance.kind === 'bound' && known(stance.entry));

export const closersOf = (term: Term): ReadonlySet<MemberId> => new Set(term.closings.map((closing) => closing.elector));

/** One list per elector who has written any: more than one in it only after a fork. */
export function byElector<T extends { readonly elector: MemberId }>(records: readonly T[]): readonly (readonly T[])[] {
	const lists = new Map<MemberId, T[]>();
	for (const record of records) {
		const own = lists.get(record.elector);
		if (own === undefined) lists.set(record.elector, [record]);
		else own.push(record);
	}
	return [...lists.values()];
}

/** Where the series of interruptions is settled: empty while it is not; null in it: nothing interrupted the term (PRO74). */
export function settledInterruptions(closings: readonly ClosingRecord[], n: number): readonly (Interruption | null)[] {
	return determinedValues<Interruption | null>(
		byElector(closings).map((own) => own.map((closing) => closing.interruption)),
		n,
		compareInterruptions
	);
}

/** What a voice that closed now would say: the highest-ranked interruption known. */
export const knownInterruption = (term: Term, known: Known = EVERYTHING): Interruption | null =>
	highest(term.interruptions.filter((each) => known(each.entry)), compareInterruptions);

/**
 * The terms to act in, first to last: settled ones lead on, and where nothing is settled yet, the highest-ranked
 * interruption known does. The last is the one people are asked about.
 */
export function termsAhead(proposal: Pick<Proposal, 'terms' | 'id' | 'electors'>, known: Known = EVERYTHING): readonly Term[] {
	const ahead: Term[] = [];
	for (let term: Term | undefined = firstTerm(proposal); term !== undefined && !ahead.includes(term); ) {
		ahead.push(term);
		const settled = settledInterruptions(term.closings.filter((closing) => known(closing.entry)), proposal.electors.length);
		const next: Interruption | null = settled.length > 0 ? highest(settled, compareInterruptions) : knownInterruption(term, known);
		term = next?.kind === 'new-term' ? termOf(proposal, next.id) : undefined;
	}
	return ahead;
}

/** The text people are asked about now. */
export const newestTerm = (proposal: Pick<Proposal, 'terms' | 'id' | 'electors'>, known: Known = EVERYTHING): Term =>
	termsAhead(proposal, known).at(-1) ?? firstTerm(proposal);
