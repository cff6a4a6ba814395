/**
 * What a poll amounts to: its winning options, and whether unsettled answers could still change that set.
 *
 * Totals per option, the best ones win; ranked polls are counted by elimination. Pure. Carries PRO86-PRO89.
 */
import type { Ballot, Poll } from './method';
import type { Settled } from './result';

/** Standing of an option: compared number by number from the left, more is better. */
type Standing = readonly number[];

/** Per option, over the answers given so far. Resistance is negative, so that more is better everywhere. */
export function standings(poll: Poll, ballots: readonly Ballot[]): readonly Standing[] {
	const count = poll.kind === 'time' ? poll.slots.length : poll.options.length;
	return Array.from({ length: count }, (_, at) => {
		if (poll.kind !== 'time') return [total(ballots, (ballot) => worth(poll, ballot, at))];
		const said = (word: 'yes' | 'if-need-be'): number =>
			total(ballots, (ballot) => (ballot.kind === 'times' && ballot.answers[at] === word ? 1 : 0));
		return [said('yes'), said('if-need-be')];
	});
}

/** The winners by these answers, ascending; none while nobody wants anything (PRO86). */
export function winners(poll: Poll, ballots: readonly Ballot[]): readonly number[] {
	if (ballots.length === 0) return [];
	if (poll.kind === 'ranked') return byElimination(poll.options.length, ballots);
	return best(standings(poll, ballots), poll.kind === 'resistance');
}

/** The winners, or null while some completion of the undetermined could give others. */
export function pollResult(poll: Poll, settled: readonly Settled[]): readonly number[] | null {
	const ballots = settled.filter((each) => typeof each !== 'string');
	const left = settled.filter((each) => each === 'undetermined').length;
	const winning = winners(poll, ballots);
	if (left === 0) return winning;
	// one more answer can break a tie (an equal one is within any lead) or give the first points
	const [first] = winning;
	if (first === undefined) return null;
	const now = standings(poll, ballots);
	if (poll.kind === 'ranked') return now[first]![0]! * 2 > ballots.length + left ? winning : null;
	const lead = mostFrom(poll) * left;
	const unbeatable = now.every(
		(standing, at) => at === first || compare([standing[0]! + lead, ...standing.slice(1)], now[first]!) < 0
	);
	return unbeatable ? winning : null;
}

/** How far one answer can move one option against another. */
function mostFrom(poll: Poll): number {
	switch (poll.kind) {
		case 'dot':
			return poll.dots;
		case 'score':
		case 'resistance':
			return poll.highest;
		default:
			return 1;
	}
}

/** What one answer gives an option; a ranked answer gives its first place. */
function worth(poll: Poll, ballot: Ballot, at: number): number {
	switch (ballot.kind) {
		case 'options':
			return ballot.chosen.includes(at) ? 1 : 0;
		case 'points':
			return (ballot.points[at] ?? 0) * (poll.kind === 'resistance' ? -1 : 1);
		case 'ranking':
			return ballot.order[0] === at ? 1 : 0;
		default:
			return 0;
	}
}

/** All options of the highest standing. @param evenWithNothing also where that is no more than nothing. */
function best(all: readonly Standing[], evenWithNothing: boolean): readonly number[] {
	const highest = all.reduce((top, standing) => (compare(standing, top) > 0 ? standing : top));
	if (!evenWithNothing && highest.every((number) => number === 0)) return [];
	return all.flatMap((standing, at) => (compare(standing, highest) === 0 ? [at] : []));
}

/**
 * PRO88: each answer counts for its first option still in; those with the fewest go out together, unless all have as many:
 * then they have won together.
 */
function byElimination(count: number, ballots: readonly Ballot[]): readonly number[] {
	const orders = ballots.flatMap((ballot) => (ballot.kind === 'ranking' ? [ballot.order] : []));
	let inside = new Set(Array.from({ length: count }, (_, at) => at));
	for (;;) {
		const votes = new Map([...inside].map((at) => [at, 0]));
		for (const order of orders) {
			const choice = order.find((at) => inside.has(at));
			if (choice !== undefined) votes.set(choice, votes.get(choice)! + 1);
		}
		const fewest = Math.min(...votes.values());
		const ahead = [...inside].filter((at) => votes.get(at)! > fewest);
		if (ahead.length === 0) return [...inside];
		inside = new Set(ahead);
	}
}

function compare(a: Standing, b: Standing): number {
	for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
	return 0;
}

const total = <T>(values: readonly T[], of: (value: T) => number): number => values.reduce((sum, value) => sum + of(value), 0);
