/** What answers amount to, told by examples of the house. The whole field is searched in tests/property/result*.prop.test.ts. */
import { describe, expect, it } from 'vitest';
import type { DeviceId, EntryId, MemberId } from '$crypto/base';
import type { Method, Position } from '$crdt/domain/proposals/method';
import { finalResult, resolveProxies, tallyRows, type Settled } from '$crdt/domain/proposals/result';
import type { Elector } from '$crdt/domain/proposals/state';

const CAST = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'];
const electors = (n: number, units: readonly number[] = []): readonly Elector[] =>
	CAST.slice(0, n).map((name, at) => ({
		memberId: name as MemberId, // test brand
		admission: `a${at}` as EntryId, // test brand
		voice: `d${at}` as DeviceId, // test brand
		weight: units[at] ?? 1
	}));

/** Positions by first letters; `-` none, `?` not settled. */
const WORDS: Readonly<Record<string, Position>> = {
	a: 'agree', r: 'reservations', s: 'stand-aside', b: 'block', t: 'more-time', x: 'abstain', o: 'object', d: 'disagree', h: 'heard'
};
const settled = (letters: string): readonly Settled[] =>
	[...letters].map((letter): Settled =>
		letter === '-' ? 'none' : letter === '?' ? 'undetermined' : { kind: 'position', position: WORDS[letter]! }
	);
const result = (method: Method, letters: string, { needed = 0, units = [] as readonly number[] } = {}) =>
	finalResult({ method, needed, electors: electors(letters.length, units) }, settled(letters))?.status ?? 'open';

const block = { meetings: 2, days: 30, onLapse: 'stands', votePercent: 80 } as const;
const consensus: Method = { kind: 'consensus', quorum: 0, block };
const majority = (percent: number, of: 'cast' | 'eligible', quorum = 0): Method => ({ kind: 'majority', percent, of, quorum });

describe('what binds', () => {
	it('[PRO80] one block stops a consensus, as soon as it is settled', () => {
		expect(result(consensus, 'aaaab')).toBe('not-accepted');
		expect(result(consensus, '????b')).toBe('not-accepted');
		expect(result(consensus, 'aaaa?')).toBe('open');
		expect(result(consensus, 'aara-')).toBe('accepted');
	});

	it('[PRO80] reservations agree; standing aside and asking for time weigh against', () => {
		expect(result(consensus, 'rrsxx')).toBe('accepted');
		expect(result(consensus, 'arst-')).toBe('not-accepted');
	});

	it('[PRO41] more than half must have answered, or the quorum where that is more', () => {
		expect(result(consensus, 'aa---')).toBe('not-accepted');
		expect(result(consensus, 'aax--')).toBe('accepted');
		expect(result({ ...consensus, quorum: 80 }, 'aax--')).toBe('not-accepted');
		expect(result({ ...consensus, quorum: 80 }, 'aaxx-')).toBe('accepted');
		expect(result({ ...consensus, quorum: 20 }, 'aa---')).toBe('not-accepted');
	});

	it('[PRO81] [PRO83] consent waits for everybody who may object; lazy consensus takes silence for consent', () => {
		expect(result({ kind: 'consent', quorum: 0 }, 'aar?-')).toBe('open');
		expect(result({ kind: 'consent', quorum: 0 }, 'aarx-')).toBe('accepted');
		expect(result({ kind: 'consent', quorum: 0 }, 'aaaao')).toBe('not-accepted');
		expect(result({ kind: 'lazy' }, '-----')).toBe('accepted');
		expect(result({ kind: 'lazy' }, '----?')).toBe('open');
		expect(result({ kind: 'lazy' }, 'aaaao')).toBe('not-accepted');
	});

	it('[PRO82] at 50 percent more than half, above 50 at least the share, of the cast or of all', () => {
		expect(result(majority(50, 'cast'), 'adxx')).toBe('not-accepted');
		expect(result(majority(50, 'cast'), 'axxx-')).toBe('accepted');
		expect(result(majority(50, 'eligible'), 'aadd')).toBe('not-accepted');
		expect(result(majority(75, 'eligible'), 'aaad')).toBe('accepted');
		expect(result(majority(75, 'eligible'), 'aaa?')).toBe('accepted');
		expect(result(majority(76, 'eligible'), 'aaad')).toBe('not-accepted');
		expect(result(majority(60, 'cast'), 'xxxxx')).toBe('not-accepted');
	});

	it('[PRO82] all but one, of three or more', () => {
		const method: Method = { kind: 'all-but-one' };
		expect(['aaaad', 'aaaa-', 'aaa?-', 'aad', 'ad', 'aa', 'a'].map((letters) => result(method, letters))).toEqual([
			'accepted', 'accepted', 'open', 'accepted', 'not-accepted', 'accepted', 'accepted'
		]);
	});

	it('[PRO84] units decide, once more than half have answered by heads', () => {
		const method: Method = { kind: 'ownership', percent: 50 };
		expect(result(method, 'add', { units: [60, 20, 20] })).toBe('accepted');
		expect(result(method, 'aad', { units: [25, 25, 50] })).toBe('not-accepted');
		expect(result(method, 'a--', { units: [60, 20, 20] })).toBe('not-accepted');
		expect(result(method, 'aaa', { units: [0, 0, 0] })).toBe('not-accepted');
		expect(result(method, 'ax?', { units: [60, 20, 20] })).toBe('accepted');
	});

	it('[PRO42] a removal has a floor of agreements that no share undercuts', () => {
		expect(result(majority(50, 'eligible'), 'aad', { needed: 3 })).toBe('not-accepted');
		expect(result(majority(50, 'eligible'), 'aaa', { needed: 3 })).toBe('accepted');
	});
});

describe('what binds nothing', () => {
	it('[PRO85] a conversation is over once more than half have answered, or everybody is settled', () => {
		const method: Method = { kind: 'question-round' };
		expect(['hh???', 'hhh??', '-----', '----?'].map((letters) => result(method, letters))).toEqual(['open', 'concluded', 'concluded', 'open']);
	});

	it('[PRO86] a poll ends with its leaders; a tie is shown as one; without a wish nothing wins', () => {
		const method: Method = { kind: 'single', options: ['Tea', 'Coffee', 'Water'] };
		const poll = (...chosen: readonly (number | null | '?')[]) =>
			finalResult(
				{ method, needed: 0, electors: electors(chosen.length) },
				chosen.map((at): Settled => (at === null ? 'none' : at === '?' ? 'undetermined' : { kind: 'options', chosen: [at] }))
			);
		expect(poll(0, 0, 1, 1, null)).toEqual({ status: 'chosen', options: [0, 1] });
		expect(poll(0, 0, 0, 1, '?')).toEqual({ status: 'chosen', options: [0] });
		expect(poll(0, 0, 1, '?')).toBeNull();
		expect(poll(null, null)).toEqual({ status: 'chosen', options: [] });
	});

	it('[PRO87] the least resistance wins, also with none at all', () => {
		const method: Method = { kind: 'resistance', options: ['Red', 'Blue'], highest: 10 };
		const answers: readonly Settled[] = [{ kind: 'points', points: [0, 10] }, { kind: 'points', points: [9, 0] }];
		expect(finalResult({ method, needed: 0, electors: electors(2) }, answers)).toEqual({ status: 'chosen', options: [0] });
	});

	it('[PRO88] second choices decide once first ones are out', () => {
		const method: Method = { kind: 'ranked', options: ['Red', 'Blue', 'Green'] };
		const rank = (...orders: readonly (readonly number[])[]) =>
			finalResult({ method, needed: 0, electors: electors(orders.length) }, orders.map((order): Settled => ({ kind: 'ranking', order: [...order] })));
		expect(rank([0], [0], [1], [1], [2, 1])).toEqual({ status: 'chosen', options: [1] });
		expect(rank([0], [1], [2])).toEqual({ status: 'chosen', options: [0, 1, 2] });
		// Blue and Green go out together, and their second choices with them
		expect(rank([0], [0], [1, 2], [2, 1])).toEqual({ status: 'chosen', options: [0] });
	});

	it('[PRO86] the date most can make wins; who comes if need be decides a tie', () => {
		const method: Method = { kind: 'time', slots: [1, 2].map((day) => ({ start: `2026-06-0${day}T09:00`, end: `2026-06-0${day}T10:00` })) };
		const answers: readonly Settled[] = [
			{ kind: 'times', answers: ['yes', 'no'] },
			{ kind: 'times', answers: ['no', 'yes'] },
			{ kind: 'times', answers: ['no', 'if-need-be'] }
		];
		expect(finalResult({ method, needed: 0, electors: electors(3) }, answers)).toEqual({ status: 'chosen', options: [1] });
	});
});

describe('proxies and bars', () => {
	it('[PRO65] Ben speaks for Ana; a chain, and Ana for herself, speak for nobody', () => {
		const to = (name: string): Settled => ({ kind: 'proxy', to: name as MemberId }); // test brand
		const [agree] = settled('a');
		expect(resolveProxies(electors(3), [to('Ben'), agree!, to('Ana')])).toEqual([agree, agree, 'none']);
		expect(resolveProxies(electors(2), [to('Ana'), to('Zoe')])).toEqual(['none', 'none']);
		expect(resolveProxies(electors(2), [to('Ben'), 'undetermined'])).toEqual(['undetermined', 'undetermined']);
	});

	it('[PRO84] bars of an ownership vote are as long as the units, and name who is behind them', () => {
		const ballots = settled('ad-').map((each) => (typeof each === 'string' ? null : each));
		const tally = tallyRows({ kind: 'ownership', percent: 50 }, electors(3, [60, 30, 10]), ballots);
		expect(tally.given).toBe(2);
		expect(tally.rows.map(({ key, value, who }) => [key, value, ...who])).toEqual([['agree', 60, 'Ana'], ['disagree', 30, 'Ben'], ['abstain', 0]]);
	});
});
