/**
 * "Final" against brute force: every partial profile of a few electors, each with the results of all its completions.
 */
import { describe, expect, it } from 'vitest';
import type { DeviceId, EntryId, MemberId } from '$crypto/base';
import type { Method } from '$crdt/domain/proposals/method';
import { finalResult, type FinalResult, type Settled } from '$crdt/domain/proposals/result';
import type { Elector } from '$crdt/domain/proposals/state';
import { bruteResult, everyBallot, type Word } from '../support/brute-tally';

const options = (count: number): string[] => Array.from({ length: count }, (_, at) => `Option ${at}`);
const slots = (count: number) => Array.from({ length: count }, (_, at) => ({ start: `2026-06-0${at + 1}T09:00`, end: `2026-06-0${at + 1}T10:00` }));
const block = { meetings: 2, days: 30, onLapse: 'stands', votePercent: 80 } as const;

interface Case {
	readonly method: Method;
	readonly n: number;
	readonly needed?: number;
	readonly weights?: readonly number[];
	/** The rule reckons with a safe bound: it may call a result open that no completion can change (PRO89). */
	readonly isBound?: true;
}

const CASES: readonly Case[] = [
	...[1, 2, 3, 4].flatMap((n): Case[] => [
		{ n, method: { kind: 'consensus', quorum: 0, block } },
		{ n, method: { kind: 'consensus', quorum: 75, block } },
		{ n, method: { kind: 'consent', quorum: 0 } },
		{ n, method: { kind: 'consent', quorum: 100 } },
		{ n, method: { kind: 'lazy' } }
	]),
	...[1, 2, 3, 4, 5].flatMap((n): Case[] => [
		{ n, method: { kind: 'all-but-one' } },
		{ n, method: { kind: 'question-round' } },
		...(['cast', 'eligible'] as const).flatMap((of): Case[] =>
			[50, 60, 67, 100].map((percent) => ({ n, method: { kind: 'majority', percent, of, quorum: 0 } }))
		),
		{ n, method: { kind: 'majority', percent: 50, of: 'cast', quorum: 80 } },
		{ n, needed: Math.floor(n / 2) + 2, method: { kind: 'majority', percent: 50, of: 'eligible', quorum: 0 } }
	]),
	{ n: 4, method: { kind: 'ownership', percent: 50 }, weights: [1, 2, 3, 6] },
	{ n: 4, method: { kind: 'ownership', percent: 75 }, weights: [5, 0, 10, 5] },
	{ n: 3, method: { kind: 'ownership', percent: 51 }, weights: [0, 0, 0] },
	{ n: 4, method: { kind: 'advice' } },
	{ n: 4, method: { kind: 'sense-check' } },
	{ n: 5, method: { kind: 'single', options: options(3) } },
	{ n: 4, method: { kind: 'multiple', options: options(3), most: 2 } },
	{ n: 3, method: { kind: 'multiple', options: options(3), most: 12 } },
	{ n: 4, method: { kind: 'dot', options: options(2), dots: 3 } },
	{ n: 3, method: { kind: 'dot', options: options(3), dots: 2 } },
	{ n: 4, method: { kind: 'score', options: options(2), highest: 2 } },
	{ n: 3, method: { kind: 'score', options: options(3), highest: 1 } },
	{ n: 4, method: { kind: 'resistance', options: options(2), highest: 2 } },
	{ n: 3, method: { kind: 'resistance', options: options(3), highest: 1 } },
	{ n: 4, method: { kind: 'time', slots: slots(2) } },
	{ n: 3, method: { kind: 'time', slots: slots(3) } },
	{ n: 4, method: { kind: 'ranked', options: options(2) }, isBound: true },
	{ n: 3, method: { kind: 'ranked', options: options(3) }, isBound: true }
];

const lineOf = (result: FinalResult | null): string =>
	result === null ? 'open' : result.status === 'chosen' ? `chosen ${result.options.join(',')}` : result.status;

/** Values as numbers: 0 is undetermined, 1 none, then the ballots. A partial profile is one number in that base. */
function search({ method, n, needed = 0, weights }: Case) {
	const electors: readonly Elector[] = Array.from({ length: n }, (_, at) => ({
		memberId: `m${at}` as MemberId, // test brand
		admission: `a${at}` as EntryId, // test brand
		voice: `d${at}` as DeviceId, // test brand
		weight: weights?.[at] ?? 1
	}));
	const values: readonly Settled[] = ['undetermined', 'none', ...everyBallot(method)];
	const base = values.length;
	const size = base ** n;
	const digits = (code: number): number[] => Array.from({ length: n }, (_, at) => Math.floor(code / base ** at) % base);
	const claims: string[] = new Array<string>(size);
	const possible: ReadonlySet<string>[] = new Array<ReadonlySet<string>>(size);
	// from the most settled down, so that every completion of a profile is known before it
	for (let code = size - 1; code >= 0; code--) {
		const profile = digits(code);
		claims[code] = lineOf(finalResult({ method, needed, electors }, profile.map((digit) => values[digit]!)));
		const open = profile.indexOf(0);
		if (open === -1) {
			possible[code] = new Set([bruteResult(method, needed, electors, profile.map((digit) => values[digit] as Word))]); // none is undetermined
			continue;
		}
		const all = new Set<string>();
		for (let value = 1; value < base; value++) for (const result of possible[code + value * base ** open]!) all.add(result);
		possible[code] = all;
	}
	return { size, base, digits, claims, possible };
}

const nameOf = ({ method, n, needed, weights }: Case): string =>
	`${n}: ${JSON.stringify({ ...method, options: undefined, slots: undefined, block: undefined })}${needed === undefined ? '' : ` at least ${needed}`}${weights === undefined ? '' : ` units ${weights.join(' ')}`}`;

const isConversation = (method: Method): boolean => ['question-round', 'sense-check', 'advice'].includes(method.kind);

describe('finality of every partial profile', { timeout: 240_000 }, () => {
	it.each(CASES.map((each) => [nameOf(each), each] as const))('[PRO33] [PRO89] %s', (_, each) => {
		const { size, base, digits, claims, possible } = search(each);
		let early = 0;
		let late = 0;
		for (let code = 0; code < size; code++) {
			const profile = digits(code);
			const left = profile.filter((digit) => digit === 0).length;
			const claim = claims[code]!;
			const certain = possible[code]!.size === 1;
			// never final while a completion differs; always final once nothing is left open
			if (claim !== 'open' && !(certain && possible[code]!.has(claim))) expect.fail(`${claim} but ${[...possible[code]!].join(' | ')}: ${profile.join(' ')}`);
			if (left === 0 && claim === 'open') expect.fail(`open with nothing left: ${profile.join(' ')}`);
			if (claim === 'open' && certain && left > 0) late++;
			if (claim !== 'open' && left > 0) early++;
			// one more settled answer never changes a final result
			if (claim === 'open') continue;
			profile.forEach((digit, at) => {
				if (digit !== 0) return;
				for (let value = 1; value < base; value++)
					if (claims[code + value * base ** at] !== claim) expect.fail(`${claim} is lost: ${profile.with(at, value).join(' ')}`);
			});
		}
		// a conversation waits for answers by its own rule (PRO85), a ranked poll for its bound; all others miss nothing
		if (each.isBound !== true && !isConversation(each.method)) expect(late).toBe(0);
		if (each.n > 2 && each.method.kind !== 'lazy') expect(early).toBeGreaterThan(0);
	});
});
