/**
 * The outcome of a proposal in a set of closings: term after term, every determined stance, the interruptions, the result.
 *
 * Monotone: once a set of closings gives a final outcome, every larger set gives the same, except that proof of two
 * tongues may add "contested" (PRO32). Pure. Carries PRO30-PRO33, PRO72 and PRO74.
 */
import type { ObjectId } from '../../../crypto/base';
import { comparePlaces, compareReveals, compareStances, determinedValues } from './determine';
import { finalResult, resolveProxies, type FinalResult, type Settled } from './result';
import type { ClosingRecord, Outcome, Proposal, RevealClosing, RevealRecord, StanceRecord, Term } from './state';
import { byElector, EVERYTHING, firstTerm, settledInterruptions, termOf, type Known } from './terms';

/** What outcomes look at. */
export type Deciding = Pick<Proposal, 'id' | 'electors' | 'method' | 'needed' | 'sealed' | 'terms'>;

export interface Verdict {
	readonly outcome: Outcome;
	/** The last term that earlier ones are settled to lead to. */
	readonly settledTerm: ObjectId;
	/** Terms whose closings prove the outcome: one; several only after contradictory closings; none while it is open. */
	readonly deciding: readonly ObjectId[];
}

/** @param known which closings belong to the view; all of them where it is left out. */
export function verdictOf(proposal: Deciding, known: Known = EVERYTHING): Verdict {
	const ends: { readonly term: Term; readonly result: Proven | null }[] = [];
	const visit = (term: Term): void => {
		const closings = term.closings.filter((closing) => known(closing.entry));
		const interruptions = settledInterruptions(closings, proposal.electors.length);
		if (interruptions.length === 0) ends.push({ term, result: null });
		for (const interruption of interruptions) {
			if (interruption === null) for (const result of possibleResults(proposal, term, closings, known)) ends.push({ term, result });
			else if (interruption.kind === 'withdraw') ends.push({ term, result: WITHDRAWN });
			else {
				const next = termOf(proposal, interruption.id);
				if (next === undefined) throw new Error('an interruption without its term');
				visit(next);
			}
		}
	};
	visit(firstTerm(proposal));
	const last = ends.reduce((a, b) => (comparePlaces(b.term, a.term) > 0 ? b : a));
	const outcome = outcomeFrom(ends.flatMap(({ result }) => result ?? []));
	const accepting = ends.filter(({ result }) => (isAccepted(outcome) ? result?.status === 'accepted' : result !== null));
	return { outcome, settledTerm: last.term.id, deciding: [...new Set(accepting.map(({ term }) => term.id))] };
}

export const outcomeIn = (proposal: Deciding, known: Known): Outcome => verdictOf(proposal, known).outcome;

export const isAccepted = (outcome: Outcome): boolean =>
	outcome.status === 'accepted' || (outcome.status === 'contested' && outcome.accepted);

export interface DeterminedElector {
	/** The settled stances: none yet, one, or several after contradictory closings. */
	readonly stances: readonly (StanceRecord | null)[];
}

/** Per elector, in the order of `electors`. */
export function determinedElectors(
	proposal: Pick<Proposal, 'electors'>,
	closings: readonly ClosingRecord[]
): readonly DeterminedElector[] {
	const n = proposal.electors.length;
	const lists = byElector(closings);
	return proposal.electors.map((_, at) => ({
		stances: determinedValues<StanceRecord | null>(
			lists.map((own) => own.map((closing) => closing.ballots[at] ?? null)),
			n,
			compareStances
		)
	}));
}

/** Opened sealed answers as settled by the closings of the reveal phase, per elector (PRO72). */
export function determinedReveals(
	proposal: Pick<Proposal, 'electors'>,
	closings: readonly RevealClosing[]
): readonly (readonly (RevealRecord | null)[])[] {
	const n = proposal.electors.length;
	const lists = byElector(closings);
	return proposal.electors.map((_, at) =>
		determinedValues<RevealRecord | null>(
			lists.map((own) => own.map((closing) => closing.reveals[at] ?? null)),
			n,
			compareReveals
		)
	);
}

/** One list of closings per elector who has closed. */
export const closingsByVoter = (closings: readonly ClosingRecord[]): readonly (readonly ClosingRecord[])[] => byElector(closings);

type Proven = FinalResult | { readonly status: 'withdrawn' };
const WITHDRAWN: Proven = { status: 'withdrawn' };

/** The results that the closings of a term prove; several only after contradictory closings. Null: still undecided. */
function possibleResults(
	proposal: Deciding,
	term: Term,
	closings: readonly ClosingRecord[],
	known: Known
): readonly (Proven | null)[] {
	const choices = answersOf(proposal, term, closings, known);
	// Results depend on counts, so an elector with two tongues is tried both ways; a bound keeps hostile input cheap.
	let combinations: Settled[][] = [[]];
	for (const answers of choices) {
		const wanted = combinations.length * answers.length > MOST_COMBINATIONS ? [mildest(answers)] : answers;
		combinations = combinations.flatMap((so) => wanted.map((answer) => [...so, answer]));
	}
	const results = new Map<string, Proven | null>();
	for (const settled of combinations) {
		const result = finalResult(proposal, resolveProxies(proposal.electors, settled));
		results.set(JSON.stringify(result), result);
	}
	return [...results.values()];
}

function answersOf(
	proposal: Deciding,
	term: Term,
	closings: readonly ClosingRecord[],
	known: Known
): readonly (readonly Settled[])[] {
	const electors = determinedElectors(proposal, closings);
	if (!proposal.sealed) return electors.map(({ stances }) => distinct(stances.map((stance) => stance?.ballot ?? 'none')));
	const reveals = determinedReveals(proposal, term.revealClosings.filter((closing) => known(closing.entry)));
	return electors.map(({ stances }, at) =>
		distinct(stances.flatMap((stance) => openedAnswers(stance, reveals[at] ?? [])))
	);
}

/** PRO72: only what opens the settled commitment counts; unopened, it is none. */
function openedAnswers(stance: StanceRecord | null, reveals: readonly (RevealRecord | null)[]): readonly Settled[] {
	const ballot = stance?.ballot ?? null;
	if (ballot?.kind !== 'sealed') return ['none'];
	if (reveals.length === 0) return ['undetermined'];
	return reveals.map((reveal) => (reveal?.commitment === ballot.commitment ? reveal.ballot : 'none'));
}

function distinct(answers: readonly Settled[]): readonly Settled[] {
	if (answers.length < 2) return answers.length === 0 ? ['undetermined'] : answers;
	return [...new Map(answers.map((answer) => [JSON.stringify(answer), answer])).values()];
}

function outcomeFrom(proven: readonly Proven[]): Outcome {
	const [first, ...others] = [...new Map(proven.map((result) => [JSON.stringify(result), result])).values()];
	if (first === undefined) return { status: 'open' };
	if (others.length > 0) return { status: 'contested', accepted: proven.some(({ status }) => status === 'accepted') };
	return first;
}

const MOST_COMBINATIONS = 4096;
const ORDER_OF_CONSENT: readonly string[] = [
	'agree', 'reservations', 'heard', 'abstain', 'none', 'more-time', 'stand-aside', 'disagree', 'object', 'block', 'undetermined'
];

/** Nobody undoes an old decision by forking, so of two words the milder is kept where there are too many to try. */
function mildest(answers: readonly Settled[]): Settled {
	const rank = (answer: Settled): number => {
		const word = typeof answer === 'string' ? answer : answer.kind === 'position' ? answer.position : 'agree';
		return ORDER_OF_CONSENT.indexOf(word);
	};
	return answers.reduce((a, b) => (rank(b) < rank(a) ? b : a), answers[0] ?? 'undetermined');
}
