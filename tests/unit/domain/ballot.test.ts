/** Which answer fits which question, told by examples. The whole field is searched in tests/property/result.prop.test.ts. */
import { describe, expect, it } from 'vitest';
import type { MemberId } from '$crypto/base';
import { fitsMethod, mustNameHarm, positionsOf } from '$crdt/domain/proposals/ballot';
import { ballot as ballotSchema, POSITIONS, type Ballot, type Method, type MethodKind } from '$crdt/domain/proposals/method';

const options = ['Tea', 'Coffee', 'Water'];
const block = { meetings: 2, days: 30, onLapse: 'stands', votePercent: 80 } as const;
const METHODS: readonly Method[] = [
	{ kind: 'consensus', quorum: 0, block },
	{ kind: 'consent', quorum: 0 },
	{ kind: 'majority', percent: 50, of: 'cast', quorum: 0 },
	{ kind: 'all-but-one' },
	{ kind: 'lazy' },
	{ kind: 'ownership', percent: 50 },
	{ kind: 'question-round' },
	{ kind: 'sense-check' },
	{ kind: 'advice' },
	{ kind: 'single', options },
	{ kind: 'multiple', options, most: 2 },
	{ kind: 'dot', options, dots: 5 },
	{ kind: 'score', options, highest: 3 },
	{ kind: 'ranked', options },
	{ kind: 'resistance', options, highest: 10 },
	{ kind: 'time', slots: [1, 2, 3].map((day) => ({ start: `2026-06-0${day}T09:00`, end: `2026-06-0${day}T10:00` })) }
];

/** The kinds of method that the answer fits. */
const fits = (ballot: Ballot): readonly MethodKind[] => {
	expect(ballotSchema.safeParse(ballot).success).toBe(true);
	return METHODS.filter((method) => fitsMethod(ballot, method)).map(({ kind }) => kind);
};

describe('answers', () => {
	it('[PRO60] every position belongs to the ways of deciding that know it, and to no other', () => {
		const table = Object.fromEntries(POSITIONS.map((position) => [position, fits({ kind: 'position', position })]));
		expect(table).toEqual({
			agree: ['consensus', 'consent', 'majority', 'all-but-one', 'lazy', 'ownership'],
			reservations: ['consensus', 'consent', 'lazy'],
			'stand-aside': ['consensus'],
			block: ['consensus'],
			'more-time': ['consensus'],
			abstain: ['consensus', 'consent', 'majority', 'all-but-one', 'lazy', 'ownership'],
			object: ['consent', 'lazy'],
			disagree: ['majority', 'all-but-one', 'ownership'],
			heard: ['question-round', 'advice']
		});
		for (const { kind } of METHODS)
			expect(positionsOf(kind)).toHaveLength(POSITIONS.filter((position) => table[position]!.includes(kind)).length);
	});

	it('[PRO60] a level belongs to a sense check', () => {
		expect(fits({ kind: 'scale', level: 3 })).toEqual(['sense-check']);
	});

	it('[PRO60] one option, or no more than may be chosen, each once and in order', () => {
		expect(fits({ kind: 'options', chosen: [2] })).toEqual(['single', 'multiple']);
		expect(fits({ kind: 'options', chosen: [] })).toEqual(['multiple']);
		expect(fits({ kind: 'options', chosen: [0, 2] })).toEqual(['multiple']);
		expect(fits({ kind: 'options', chosen: [0, 1, 2] })).toEqual([]);
		expect(fits({ kind: 'options', chosen: [2, 0] })).toEqual([]);
		expect(fits({ kind: 'options', chosen: [1, 1] })).toEqual([]);
		expect(fits({ kind: 'options', chosen: [3] })).toEqual([]);
	});

	it('[PRO60] one number per option, within its bounds; dots within their sum', () => {
		expect(fits({ kind: 'points', points: [3, 0, 2] })).toEqual(['dot', 'score', 'resistance']);
		expect(fits({ kind: 'points', points: [0, 0, 0] })).toEqual(['dot', 'score', 'resistance']);
		expect(fits({ kind: 'points', points: [3, 3, 3] })).toEqual(['score', 'resistance']);
		expect(fits({ kind: 'points', points: [4, 0, 0] })).toEqual(['dot', 'resistance']);
		expect(fits({ kind: 'points', points: [11, 0, 0] })).toEqual([]);
		expect(fits({ kind: 'points', points: [1, 1] })).toEqual([]);
		expect(fits({ kind: 'points', points: [1, 1, 1, 0] })).toEqual([]);
	});

	it('[PRO60] at least one option in order of preference, none twice', () => {
		expect(fits({ kind: 'ranking', order: [2] })).toEqual(['ranked']);
		expect(fits({ kind: 'ranking', order: [2, 0, 1] })).toEqual(['ranked']);
		expect(fits({ kind: 'ranking', order: [] })).toEqual([]);
		expect(fits({ kind: 'ranking', order: [0, 0] })).toEqual([]);
		expect(fits({ kind: 'ranking', order: [3] })).toEqual([]);
	});

	it('[PRO60] one word for every date', () => {
		expect(fits({ kind: 'times', answers: ['yes', 'no', 'if-need-be'] })).toEqual(['time']);
		expect(fits({ kind: 'times', answers: ['yes', 'no'] })).toEqual([]);
	});

	it('[PRO60] a proxy and a sealed answer stand for one and are none themselves', () => {
		expect(fits({ kind: 'proxy', to: 'A'.repeat(43) as MemberId })).toEqual([]); // test brand
		expect(fits({ kind: 'sealed', commitment: 'A'.repeat(43) })).toEqual([]);
	});

	it('[PRO61] a block and an objection name a harm, nothing else does', () => {
		expect(POSITIONS.filter((position) => mustNameHarm({ kind: 'position', position }))).toEqual(['block', 'object']);
		expect(mustNameHarm({ kind: 'scale', level: 1 })).toBe(false);
	});
});
