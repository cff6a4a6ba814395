/**
 * The outcome of a proposal in a set of closings: every determined stance, the withdrawal series, the result.
 *
 * Monotone: once a set of closings gives a final outcome, every larger set gives the same, except that proof of two
 * tongues may add "contested" (PRO32). Pure. Carries PRO30-PRO33 and PRO41.
 */
import { compareStances, compareWithdrawals, determinedValues, type Ballots } from './determine';
import type { Stance } from './ops';
import { finalResult, tallyOf } from './result';
import type { ClosingRecord, Outcome, Place, Proposal, StanceRecord } from './state';

export interface DeterminedElector {
	/** The settled stances: none yet, one, or several after contradictory closings. */
	readonly stances: readonly (StanceRecord | null)[];
}

export type Judged = Pick<Proposal, 'electors' | 'rule' | 'needed'>;

/** Per elector, in the order of `electors`. */
export function determinedElectors(proposal: Judged, closings: readonly ClosingRecord[]): readonly DeterminedElector[] {
	const byVoter = closingsByVoter(closings);
	return proposal.electors.map((_, at) => ({
		stances: determinedValues<StanceRecord | null>(
			byVoter.map((own) => own.map((closing) => closing.ballots[at] ?? null)),
			proposal.electors.length,
			compareStances
		)
	}));
}

export function outcomeOf(proposal: Judged, closings: readonly ClosingRecord[]): Outcome {
	const n = proposal.electors.length;
	const byVoter = closingsByVoter(closings);
	if (byVoter.length < Math.floor(n / 2) + 1) return { status: 'open' };
	const withdrawals = determinedValues<Place | null>(
		byVoter.map((own) => own.map((closing) => closing.withdrawal)) as Ballots<Place | null>, // widens the element type only
		n,
		compareWithdrawals
	);
	if (withdrawals.length === 0) return { status: 'open' };
	const results = new Set<'accepted' | 'not-accepted' | 'withdrawn' | 'open'>();
	if (withdrawals.some((withdrawal) => withdrawal !== null)) results.add('withdrawn');
	if (withdrawals.some((withdrawal) => withdrawal === null))
		for (const result of possibleResults(proposal, closings)) results.add(result);
	return outcomeFrom(results);
}

/** The results that the certificates in `closings` prove; several only after contradictory closings. */
function possibleResults(
	proposal: Judged,
	closings: readonly ClosingRecord[]
): ReadonlySet<'accepted' | 'not-accepted' | 'open'> {
	const choices = determinedElectors(proposal, closings).map(({ stances }) => distinctWords(stances));
	// Results depend on counts, so an elector with two tongues is tried both ways; a bound keeps hostile input cheap.
	let combinations: Word[][] = [[]];
	for (const words of choices) {
		const wanted = combinations.length * words.length > MOST_COMBINATIONS ? [mildest(words)] : words;
		combinations = combinations.flatMap((so) => wanted.map((word) => [...so, word]));
	}
	const results = new Set<'accepted' | 'not-accepted' | 'open'>();
	const judging = { rule: proposal.rule, n: proposal.electors.length, needed: proposal.needed };
	for (const words of combinations) results.add(finalResult(judging, tallyOf(words)) ?? 'open');
	return results;
}

function outcomeFrom(results: ReadonlySet<'accepted' | 'not-accepted' | 'withdrawn' | 'open'>): Outcome {
	const proven = [...results].filter((result) => result !== 'open');
	if (proven.length === 0) return { status: 'open' };
	if (proven.length > 1) return { status: 'contested', accepted: results.has('accepted') };
	const only = proven[0];
	return only === 'accepted' || only === 'not-accepted' || only === 'withdrawn' ? { status: only } : { status: 'open' };
}

function distinctWords(stances: readonly (StanceRecord | null)[]): readonly (Stance | 'none' | 'undetermined')[] {
	if (stances.length === 0) return ['undetermined'];
	return [...new Set(stances.map((stance) => stance?.stance ?? 'none'))];
}

const MOST_COMBINATIONS = 4096;
const ORDER_OF_CONSENT = ['agree', 'abstain', 'none', 'stand-aside', 'block', 'undetermined'] as const;
type Word = Stance | 'none' | 'undetermined';
const mildest = (words: readonly Word[]): Word => ORDER_OF_CONSENT.find((word) => words.includes(word)) ?? 'undetermined';

/** One list of closings per elector who has closed. */
export function closingsByVoter(closings: readonly ClosingRecord[]): readonly (readonly ClosingRecord[])[] {
	const byVoter = new Map<string, ClosingRecord[]>();
	for (const closing of closings) {
		const own = byVoter.get(closing.elector);
		if (own === undefined) byVoter.set(closing.elector, [closing]);
		else own.push(closing);
	}
	return [...byVoter.values()];
}
