/**
 * A second opinion on results: slow, people by people, in exact fractions, and written from the rules alone. It shares no
 * arithmetic with the real tally and only looks at complete profiles.
 */
import type { Ballot, Method, Position } from '$crdt/domain/proposals/method';
import type { Elector } from '$crdt/domain/proposals/state';

export type Word = Ballot | 'none';

const position = (word: Position): Ballot => ({ kind: 'position', position: word });

const POSITIONS_BY_METHOD: Readonly<Record<string, readonly Position[]>> = {
	consensus: ['agree', 'reservations', 'stand-aside', 'block', 'more-time', 'abstain'],
	consent: ['agree', 'reservations', 'object', 'abstain'],
	lazy: ['agree', 'reservations', 'object', 'abstain'],
	majority: ['agree', 'disagree', 'abstain'],
	'all-but-one': ['agree', 'disagree', 'abstain'],
	ownership: ['agree', 'disagree', 'abstain'],
	'question-round': ['heard'],
	advice: ['heard']
};

/** Every answer there is to a (small) method. */
export function everyBallot(method: Method): readonly Ballot[] {
	switch (method.kind) {
		case 'sense-check':
			return [1, 2, 3, 4, 5].map((level) => ({ kind: 'scale', level }));
		case 'single':
			return method.options.map((_, at) => ({ kind: 'options', chosen: [at] }));
		case 'multiple':
			return tuples(method.options.length, [0, 1])
				.map((flags) => flags.flatMap((flag, at) => (flag === 1 ? [at] : [])))
				.filter((chosen) => chosen.length <= method.most)
				.map((chosen) => ({ kind: 'options', chosen }));
		case 'dot':
			return tuples(method.options.length, upTo(method.dots))
				.filter((points) => points.reduce((a, b) => a + b) <= method.dots)
				.map((points) => ({ kind: 'points', points }));
		case 'score':
		case 'resistance':
			return tuples(method.options.length, upTo(method.highest)).map((points) => ({ kind: 'points', points }));
		case 'ranked':
			return orders(method.options.map((_, at) => at)).filter((order) => order.length > 0).map((order) => ({ kind: 'ranking', order }));
		case 'time':
			return tuples(method.slots.length, ['yes', 'if-need-be', 'no'] as const).map((answers) => ({ kind: 'times', answers }));
		default:
			return POSITIONS_BY_METHOD[method.kind]!.map(position);
	}
}

const upTo = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, each) => each);

function tuples<T>(length: number, values: readonly T[]): T[][] {
	return length === 0 ? [[]] : tuples(length - 1, values).flatMap((start) => values.map((value) => [...start, value]));
}

/** Every order of every part of the items. */
const orders = (items: readonly number[]): number[][] => [
	[],
	...items.flatMap((first) => orders(items.filter((each) => each !== first)).map((rest) => [first, ...rest]))
];

/** One line per result: 'accepted', 'not-accepted', 'concluded', or 'chosen 0,2'. */
export function bruteResult(method: Method, needed: number, electors: readonly Elector[], words: readonly Word[]): string {
	const people = electors.map((elector, at) => ({ units: BigInt(elector.weight), word: words[at]! }));
	const says = (...wanted: readonly Position[]) => people.filter(({ word }) => word !== 'none' && word.kind === 'position' && wanted.includes(word.position));
	const yes = says('agree', 'reservations').length;
	const silent = people.filter(({ word }) => word === 'none').length;
	const n = people.length;

	/** More than half at 50, otherwise at least the share; nothing is no share of anything. */
	const share = (part: bigint, whole: bigint, percent: number): boolean => {
		if (part === 0n) return false;
		const difference = part * 100n - BigInt(percent) * whole;
		return percent === 50 ? difference > 0n : difference >= 0n;
	};
	const enough = (quorum: number): boolean => n - silent > n / 2 && 100 * (n - silent) >= quorum * n;
	const verdict = (holds: boolean): string => (holds && yes >= needed ? 'accepted' : 'not-accepted');

	switch (method.kind) {
		case 'consensus': {
			const hesitant = says('stand-aside', 'more-time').length;
			return verdict(says('block').length === 0 && yes - hesitant >= 1 && enough(method.quorum));
		}
		case 'consent':
			return verdict(says('object').length === 0 && enough(method.quorum));
		case 'lazy':
			return verdict(says('object').length === 0);
		case 'majority': {
			const whole = method.of === 'cast' ? says('agree', 'disagree').length : n;
			return verdict(share(BigInt(yes), BigInt(whole), method.percent) && enough(method.quorum));
		}
		case 'all-but-one': {
			const without = n - yes;
			return verdict(enough(0) && (n > 2 ? without <= 1 : without === 0));
		}
		case 'ownership': {
			const sum = (some: typeof people): bigint => some.reduce((total, { units }) => total + units, 0n);
			return verdict(share(sum(says('agree')), sum(people), method.percent) && enough(0));
		}
		case 'question-round':
		case 'sense-check':
		case 'advice':
			return 'concluded';
		default:
			return `chosen ${chosen(method, people.flatMap(({ word }) => (word === 'none' ? [] : [word]))).join(',')}`;
	}
}

type PollMethod = Extract<Method, { options: readonly string[] } | { slots: readonly unknown[] }>;

function chosen(method: PollMethod, ballots: readonly Ballot[]): readonly number[] {
	const count = method.kind === 'time' ? method.slots.length : method.options.length;
	const all = Array.from({ length: count }, (_, at) => at);
	if (method.kind === 'ranked') return eliminated(all, ballots.map((each) => (each.kind === 'ranking' ? each.order : [])));
	// an option wins when no other one beats it; each option's answers are laid out as one list first
	const column = (at: number): readonly (number | string)[] =>
		ballots.map((each) => {
			if (each.kind === 'options') return each.chosen.some((one) => one === at) ? 1 : 0;
			if (each.kind === 'points') return each.points[at]!;
			return each.kind === 'times' ? each.answers[at]! : 0;
		});
	const columns = all.map(column);
	const size = (values: readonly (number | string)[]): number => {
		let result = 0;
		for (const value of values) {
			if (typeof value === 'number') result += value;
			else if (value === 'yes') result += 1000;
			else if (value === 'if-need-be') result += 1;
		}
		return result;
	};
	if (method.kind === 'resistance') {
		if (ballots.length === 0) return [];
		return all.filter((at) => !columns.some((other) => size(other) < size(columns[at]!)));
	}
	return all.filter((at) => size(columns[at]!) > 0 && !columns.some((other) => size(other) > size(columns[at]!)));
}

/** Instant run-off, striking the losers out of every ranking and starting over. */
function eliminated(options: readonly number[], orders: readonly (readonly number[])[]): readonly number[] {
	const tops = options.map((option) => orders.filter((order) => order[0] === option).length);
	const losing = options.filter((_, at) => tops.every((top) => top >= tops[at]!));
	if (losing.length === options.length) return tops[0] === 0 ? [] : options;
	return eliminated(
		options.filter((option) => !losing.includes(option)),
		orders.map((order) => order.filter((option) => !losing.includes(option)))
	);
}
