/**
 * Each way of deciding: the real tally against an independent one, on random complete profiles of up to twelve electors.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceId, EntryId, MemberId } from '$crypto/base';
import { ballotText, fitsMethod } from '$crdt/domain/proposals/ballot';
import { ballot as ballotSchema, method as methodSchema, type Ballot, type Method } from '$crdt/domain/proposals/method';
import { finalResult, resolveProxies, tallyRows, type FinalResult, type Settled } from '$crdt/domain/proposals/result';
import type { Elector } from '$crdt/domain/proposals/state';
import { bruteResult, everyBallot, type Word } from '../support/brute-tally';

const PROFILES = 10_000;

const named = (n: number, weights: readonly number[] = []): readonly Elector[] =>
	Array.from({ length: n }, (_, at) => ({
		memberId: `m${at}` as MemberId, // test brand
		admission: `a${at}` as EntryId, // test brand
		voice: `d${at}` as DeviceId, // test brand
		weight: weights[at] ?? 1
	}));

const lineOf = (result: FinalResult | null): string =>
	result === null ? 'open' : result.status === 'chosen' ? `chosen ${result.options.join(',')}` : result.status;

const quorum = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 }));
const percent = fc.oneof(fc.constantFrom(50, 51, 60, 66, 67, 75, 80, 100), fc.integer({ min: 50, max: 100 }));
const options = fc.integer({ min: 2, max: 12 }).map((count) => Array.from({ length: count }, (_, at) => `Option ${at}`));
const slots = fc.integer({ min: 2, max: 24 }).map((count) =>
	Array.from({ length: count }, (_, at) => ({
		start: `2026-06-${String(at + 1).padStart(2, '0')}T09:00`,
		end: `2026-06-${String(at + 1).padStart(2, '0')}T10:00`
	}))
);
const block = { meetings: 2, days: 30, onLapse: 'stands', votePercent: 80 } as const;

const METHODS: Readonly<Record<Method['kind'], fc.Arbitrary<Method>>> = {
	consensus: quorum.map((q) => ({ kind: 'consensus', quorum: q, block })),
	consent: quorum.map((q) => ({ kind: 'consent', quorum: q })),
	majority: fc.record({ kind: fc.constant('majority'), percent, of: fc.constantFrom('cast', 'eligible'), quorum }),
	'all-but-one': fc.constant({ kind: 'all-but-one' }),
	lazy: fc.constant({ kind: 'lazy' }),
	ownership: percent.map((p) => ({ kind: 'ownership', percent: p })),
	'question-round': fc.constant({ kind: 'question-round' }),
	'sense-check': fc.constant({ kind: 'sense-check' }),
	advice: fc.constant({ kind: 'advice' }),
	single: options.map((o) => ({ kind: 'single', options: o })),
	multiple: fc.record({ kind: fc.constant('multiple'), options, most: fc.integer({ min: 1, max: 12 }) }),
	dot: fc.record({ kind: fc.constant('dot'), options, dots: fc.integer({ min: 1, max: 50 }) }),
	score: fc.record({ kind: fc.constant('score'), options, highest: fc.integer({ min: 1, max: 10 }) }),
	ranked: options.map((o) => ({ kind: 'ranked', options: o })),
	resistance: fc.record({ kind: fc.constant('resistance'), options, highest: fc.integer({ min: 1, max: 10 }) }),
	time: slots.map((s) => ({ kind: 'time', slots: s }))
};

function ballotFor(method: Method): fc.Arbitrary<Ballot> {
	switch (method.kind) {
		case 'single':
			return fc.nat(method.options.length - 1).map((at) => ({ kind: 'options', chosen: [at] }));
		case 'multiple':
			return fc
				.subarray(method.options.map((_, at) => at), { maxLength: Math.min(method.most, method.options.length) })
				.map((chosen) => ({ kind: 'options', chosen }));
		case 'dot':
			// dots are thrown one by one, some of them nowhere
			return fc.array(fc.nat(method.options.length), { maxLength: method.dots }).map((throws) => ({
				kind: 'points',
				points: method.options.map((_, at) => throws.filter((each) => each === at).length)
			}));
		case 'score':
		case 'resistance':
			return fc
				.array(fc.nat(method.highest), { minLength: method.options.length, maxLength: method.options.length })
				.map((points) => ({ kind: 'points', points }));
		case 'ranked':
			return fc
				.shuffledSubarray(method.options.map((_, at) => at), { minLength: 1 })
				.map((order) => ({ kind: 'ranking', order }));
		case 'time':
			return fc
				.array(fc.constantFrom('yes', 'if-need-be', 'no'), { minLength: method.slots.length, maxLength: method.slots.length })
				.map((answers) => ({ kind: 'times', answers }));
		default:
			return fc.constantFrom(...everyBallot(method));
	}
}

interface Profile {
	readonly method: Method;
	readonly needed: number;
	readonly electors: readonly Elector[];
	readonly words: readonly Word[];
}

const profile = (kind: Method['kind'], most = 12): fc.Arbitrary<Profile> =>
	METHODS[kind].chain((method) =>
		fc.integer({ min: 1, max: most }).chain((n) => {
			// often nearly unanimous: that is where thresholds lie
			const alike = fc.tuple(ballotFor(method), ballotFor(method));
			const words = alike.chain(([often, sometimes]) =>
				fc.array(
					fc.oneof<fc.WeightedArbitrary<Word>[]>(
						{ weight: 4, arbitrary: fc.constant(often) },
						{ weight: 2, arbitrary: fc.constant(sometimes) },
						{ weight: 3, arbitrary: ballotFor(method) },
						{ weight: 1, arbitrary: fc.constant('none') }
					),
					{ minLength: n, maxLength: n }
				)
			);
			return fc.record({
				method: fc.constant(method),
				needed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: n }) }),
				electors: fc
					.array(fc.oneof(fc.nat(5), fc.integer({ min: 0, max: 1e9 })), { minLength: n, maxLength: n })
					.map((weights) => named(n, kind === 'ownership' ? weights : [])),
				words
			});
		})
	);

const KINDS = Object.keys(METHODS) as Method['kind'][]; // the record names every kind

describe('results of complete profiles', { timeout: 240_000 }, () => {
	it.each(KINDS)(`[PRO80] [PRO82] [PRO84] [PRO86] [PRO88] %s: the same as an independent count on ${PROFILES} random profiles`, (kind) => {
		const seen = new Map<string, number>();
		fc.assert(
			fc.property(profile(kind), ({ method, needed, electors, words }) => {
				const result = lineOf(finalResult({ method, needed, electors }, words));
				expect(result).toBe(bruteResult(method, needed, electors, words));
				seen.set(result, (seen.get(result) ?? 0) + 1);
			}),
			{ numRuns: PROFILES }
		);
		// the profiles are no foregone conclusions
		const often = [...seen.values()].filter((times) => times > PROFILES / 100).length;
		const isConversation = ['question-round', 'sense-check', 'advice'].includes(kind);
		expect(often).toBeGreaterThanOrEqual(isConversation ? 1 : 2);
	});

	it.each(KINDS)('[PRO60] every answer to %s that was made up is a valid op and fits it, and only methods that ask alike', (kind) => {
		fc.assert(
			fc.property(METHODS[kind].chain((method) => fc.tuple(fc.constant(method), ballotFor(method))), ([method, ballot]) => {
				expect(methodSchema.safeParse(method).success).toBe(true);
				expect(ballotSchema.safeParse(ballot).success).toBe(true);
				expect(fitsMethod(ballot, method)).toBe(true);
			}),
			{ numRuns: 1000 }
		);
	});

	it('[PRO70] two answers have one text only where they are one answer', () => {
		const any = fc.constantFrom(...KINDS).chain((kind) => METHODS[kind]).chain(ballotFor);
		fc.assert(
			fc.property(any, any, (one, other) => {
				expect(ballotText(one) === ballotText(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
				expect(ballotText(one)).toBe(ballotText(structuredClone(one)));
			}),
			{ numRuns: 3000 }
		);
	});

	it('[PRO40] an answer that does not fit counts as none', () => {
		const strange = fc.constantFrom<Ballot>(
			{ kind: 'position', position: 'heard' },
			{ kind: 'points', points: [99] },
			{ kind: 'sealed', commitment: 'A'.repeat(43) },
			{ kind: 'proxy', to: 'm0' as MemberId } // test brand
		);
		fc.assert(
			fc.property(fc.constantFrom(...KINDS).chain((kind) => profile(kind)), strange, ({ method, needed, electors, words }, ballot) => {
				fc.pre(!fitsMethod(ballot, method));
				const judging = { method, needed, electors };
				expect(finalResult(judging, words.with(0, ballot))).toEqual(finalResult(judging, words.with(0, 'none')));
			}),
			{ numRuns: 2000 }
		);
	});
});

describe('bars', () => {
	it('[PRO86] leaders, totals and names are those of the result, proxies told with those they speak for', () => {
		fc.assert(
			fc.property(fc.constantFrom(...KINDS).chain((kind) => profile(kind)), fc.infiniteStream(fc.nat(20)), (made, draws) => {
				const { method, electors } = made;
				const words = made.words.map((word): Word => {
					const to = electors[draws.next().value];
					return to === undefined ? word : { kind: 'proxy', to: to.memberId };
				});
				const tally = tallyRows(method, electors, words.map((word) => (word === 'none' ? null : word)));
				expect(tally.given).toBe(words.filter((word) => word !== 'none').length);
				const resolved = resolveProxies(electors, words);
				const result = finalResult({ method, needed: 0, electors }, resolved);
				const leading = tally.rows.flatMap((row, at) => (row.winning ? [at] : []));
				expect(leading).toEqual(result?.status === 'chosen' ? result.options : []);
				for (const row of tally.rows) expect(new Set(row.who).size).toBe(row.who.length);
				if (tally.kind === 'options') return;
				const told = tally.rows.flatMap((row) => row.who);
				expect(told.length).toBe(resolved.filter((each) => each !== 'none').length);
				if (method.kind !== 'ownership') for (const row of tally.rows) expect(row.value).toBe(row.who.length);
			}),
			{ numRuns: 3000 }
		);
	});
});

describe('proxies', () => {
	it('[PRO65] a proxy of a proxy, of oneself or of a stranger is none; any other is what that colleague said', () => {
		const word = fc.oneof(
			fc.constantFrom<Settled>('none', 'undetermined', { kind: 'position', position: 'agree' }, { kind: 'position', position: 'disagree' }),
			fc.integer({ min: 0, max: 6 }).map((to): Settled => ({ kind: 'proxy', to: `m${to}` as MemberId })) // test brand
		);
		fc.assert(
			fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (settled) => {
				const electors = named(settled.length);
				const resolved = resolveProxies(electors, settled);
				settled.forEach((own, at) => {
					if (typeof own === 'string' || own.kind !== 'proxy') return expect(resolved[at]).toEqual(own);
					const theirs = own.to === `m${at}` ? 'none' : (settled[Number(own.to.slice(1))] ?? 'none');
					const chained = typeof theirs !== 'string' && theirs.kind === 'proxy';
					return expect(resolved[at]).toEqual(chained ? 'none' : theirs);
				});
			}),
			{ numRuns: 5000 }
		);
	});
});
