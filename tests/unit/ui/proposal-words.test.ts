import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import { POSITIONS, type Ballot, type Method } from '$crdt/domain/proposals/method';
import { DEFAULT_BLOCK_RULE, rulesOfFounding } from '$crdt/domain/proposals/founding-rules';
import type { Settings } from '$crdt/domain/context';
import { effectSentence } from '$lib/words/effect-words';
import { blockWords, howItPasses, isConversation, isPoll, kindName, methodName, optionLabels, ruleWords, whenToUse } from '$lib/words/method-words';
import { bandLines, changeInForce, settingName, settingValue } from '$lib/words/setting-words';
import { saySlot } from '$lib/words/slot-words';
import { ballotWords, firmnessWord, positionWords, positionsOf, toneOf } from '$lib/words/stance-words';
import { chosenSentence, isOpen, statusWord } from '$lib/words/status-words';

const ben = 'ben' as MemberId; // ids only compared here
const nameOf = (id: string) => (id === ben ? 'Ben' : 'a member');
const money = (minor: number) => `€${(minor / 100).toFixed(2)}`;
const options = ['Blue', 'Green', 'Red'];
const slots = [{ start: '2026-11-23T18:00', end: '2026-11-23T19:30' }, { start: '2026-11-24T23:00', end: '2026-11-25T00:30' }];
const consensus: Method = { kind: 'consensus', quorum: 0, block: DEFAULT_BLOCK_RULE };
const METHODS: readonly Method[] = [
	consensus, { kind: 'consent', quorum: 0 }, { kind: 'majority', percent: 50, of: 'cast', quorum: 0 }, { kind: 'all-but-one' }, { kind: 'lazy' }, { kind: 'ownership', percent: 66 },
	{ kind: 'question-round' }, { kind: 'sense-check' }, { kind: 'advice' },
	{ kind: 'single', options }, { kind: 'multiple', options, most: 2 }, { kind: 'dot', options, dots: 5 }, { kind: 'score', options, highest: 5 }, { kind: 'ranked', options },
	{ kind: 'resistance', options, highest: 10 }, { kind: 'time', slots }
];

describe('ways of deciding in words', () => {
	it('every way has a name of its own, says when to use it and how it passes', () => {
		const names = METHODS.map(methodName);
		expect(new Set(names).size).toBe(METHODS.length);
		for (const one of METHODS) {
			expect([kindName(one.kind), whenToUse(one.kind), howItPasses(one)].map((text) => text.length > 3)).toEqual([true, true, true]);
			expect(howItPasses(one)).toMatch(/\.$/);
		}
	});
	it('what asks for nearly everybody is still called a vote', () => {
		expect(methodName({ kind: 'all-but-one' })).toMatch(/^Vote/);
		expect(whenToUse('all-but-one')).toContain('not consensus');
		expect(methodName({ kind: 'majority', percent: 75, of: 'eligible', quorum: 0 })).toBe('Vote: at least 75 %');
	});
	it('of those who answered and of everybody are told apart, and a quorum above half is said', () => {
		expect(howItPasses({ kind: 'majority', percent: 50, of: 'cast', quorum: 0 })).toBe('It passes when more than half of those who say yes or no say yes. More than half must have answered.');
		expect(howItPasses({ kind: 'majority', percent: 75, of: 'eligible', quorum: 60 })).toBe('It passes when at least 75 % of everybody say yes, those counted who say nothing. At least 60 % must have answered.');
	});
	it('a block: how many meetings, how long, and what follows', () => {
		expect(blockWords(DEFAULT_BLOCK_RULE)).toBe('Whoever blocks calls up to 2 meetings within 30 days to find a way. If none is found, the block stands and it is not accepted.');
		expect(blockWords({ meetings: 0, days: 1, onLapse: 'vote', votePercent: 80 })).toBe('After a block, it may be put to a vote, in which at least 80 % of everybody must agree.');
		expect(ruleWords(rulesOfFounding('consensus').general)).toContain('Whoever blocks calls');
	});
	it('polls and conversations are known apart from what binds', () => {
		expect(METHODS.filter(isPoll).map((one) => one.kind)).toEqual(['single', 'multiple', 'dot', 'score', 'ranked', 'resistance', 'time']);
		expect(METHODS.filter(isConversation).map((one) => one.kind)).toEqual(['question-round', 'sense-check', 'advice']);
		expect(optionLabels({ kind: 'time', slots })).toEqual(['Mon 23 Nov, 18:00–19:30', 'Tue 24 Nov, 23:00 – Wed 25 Nov, 00:30']);
		expect(saySlot(slots[0]!)).toBe('Mon 23 Nov, 18:00–19:30');
	});
});

describe('answers in words', () => {
	it('each position is explained in every method that has it; only what stops a proposal must name the harm', () => {
		for (const one of METHODS) for (const words of positionsOf(one)) expect(words.explained).toMatch(/\.$/);
		expect(METHODS.flatMap(positionsOf).filter((one) => one.needsHarm).map((one) => one.position)).toEqual(['block', 'object', 'object']);
		for (const position of POSITIONS) expect(positionWords(position, { kind: 'single', options }).position).toBe(position);
	});
	it('consensus offers its six answers, consent its four, a vote three', () => {
		expect(positionsOf(consensus).map((one) => one.position)).toEqual(['agree', 'reservations', 'stand-aside', 'block', 'more-time', 'abstain']);
		expect(positionsOf({ kind: 'lazy' }).map((one) => one.position)).toEqual(['agree', 'reservations', 'object', 'abstain']);
		expect(positionsOf({ kind: 'ownership', percent: 50 }).map((one) => one.position)).toEqual(['agree', 'disagree', 'abstain']);
	});
	it('an answer of any kind is said with the names of its options', () => {
		const say = (ballot: Ballot, method: Method) => ballotWords(ballot, method, nameOf);
		expect(say({ kind: 'position', position: 'stand-aside' }, consensus)).toBe('stand aside');
		expect(say({ kind: 'scale', level: 4 }, { kind: 'sense-check' })).toBe('4 of 5, rather for it');
		expect(say({ kind: 'options', chosen: [0, 2] }, { kind: 'multiple', options, most: 2 })).toBe('Blue · Red');
		expect(say({ kind: 'points', points: [0, 3, 1] }, { kind: 'dot', options, dots: 4 })).toBe('Green 3 · Red 1');
		expect(say({ kind: 'points', points: [0, 0, 0] }, { kind: 'resistance', options, highest: 10 })).toBe('no resistance to any');
		expect(say({ kind: 'ranking', order: [2, 0] }, { kind: 'ranked', options })).toBe('1. Red · 2. Blue');
		expect(say({ kind: 'times', answers: ['yes', 'if-need-be'] }, { kind: 'time', slots })).toBe('yes to 1 of 2, 1 more if need be');
		expect(say({ kind: 'proxy', to: ben }, consensus)).toBe('as Ben answers');
		expect(say({ kind: 'sealed', commitment: 'x' as never }, consensus)).toBe('sealed');
	});
	it('a colour never stands for another answer, and firmness is told apart', () => {
		expect(toneOf({ kind: 'position', position: 'block' }, consensus)).toBe('bad');
		expect(toneOf({ kind: 'scale', level: 1 }, { kind: 'sense-check' })).toBe('warn');
		expect((['none', 'carried', 'soft', 'bound'] as const).map((firmness) => firmnessWord({ firmness }))).toEqual(['', 'carried over from before the extension', 'first word', 'given word']);
	});
});

describe('what became of it, in words', () => {
	it('a draw is called a draw, and a single winner by name', () => {
		const method: Method = { kind: 'single', options };
		expect(chosenSentence({ status: 'chosen', options: [1] }, method)).toBe('Chosen: Green.');
		expect(chosenSentence({ status: 'chosen', options: [0, 1, 2] }, method)).toBe('A draw between Blue, Green and Red.');
		expect(statusWord({ status: 'chosen', options: [0, 1] }, method).word).toBe('a draw');
	});
	it('past its time it is still plainly open', () => {
		expect(statusWord({ status: 'past-deadline' }, consensus).word).toContain('still open');
		expect([isOpen({ status: 'past-deadline' }), isOpen({ status: 'contested' })]).toEqual([true, false]);
	});
	it('an effect says what happens by itself, with its money and names', () => {
		expect(effectSentence({ kind: 'spend', amount: 120_000, purpose: 'a couch' }, nameOf, money)).toBe('When decided, up to €1200.00 may be spent on “a couch”.');
		expect(effectSentence({ kind: 'admit-member', member: ben }, nameOf, money)).toContain('trial of Ben is over');
		expect(effectSentence({ kind: 'change-setting', change: { key: 'trialDays', value: 0 } }, nameOf, money)).toBe('When decided, “Trial for newcomers” becomes: none: newcomers are members at once.');
		expect(effectSentence({ kind: 'amend', amendment: 'a' as ObjectId }, nameOf, money)).toContain('answers to it anew');
		expect(effectSentence({ kind: 'none' }, nameOf, money)).toBeNull();
	});
});

describe('settings in words', () => {
	it('every key has a name, the prefixed ones with what they are about', () => {
		expect(settingName('rule:rooms')).toBe('How we decide: rooms and their rules');
		expect(settingName('retention:balint')).toBe('How long texts of Balint groups are kept');
		expect(settingName('mediators')).toBe('Mediation before a removal');
	});
	it('values are plain, one and many told apart', () => {
		const say = (change: Parameters<typeof settingValue>[0]) => settingValue(change, nameOf, money);
		expect([say({ key: 'mediators', value: 1 }), say({ key: 'mediators', value: 2 })]).toEqual(['1 colleague talks with both sides first', '2 colleagues talk with both sides first']);
		expect(say({ key: 'emergency', value: { members: 3, hours: 72 } })).toBe('3 members together, for at most 72 hours');
		expect(say({ key: 'ownership', value: [{ member: ben, units: 40 }] })).toBe('Ben 40');
		expect(say({ key: 'retention', kind: 'case', value: null })).toBe('kept');
	});
	it('spending bands are said as ranges without a hole', () => {
		const bands = [{ from: 0, needs: { kind: 'member' as const } }, { from: 20_000, needs: { kind: 'members' as const, count: 2 } }, { from: 100_000, needs: { kind: 'decision' as const } }];
		expect(bandLines(bands, money)).toEqual(['below €200.00: any member alone', '€200.00 to below €1000.00: 2 members together', 'from €1000.00: a decision']);
		expect(bandLines(bands.slice(0, 1), money)).toEqual(['any amount: any member alone']);
	});
	it('what is in force is said in the same words as a change', () => {
		const settings = { rules: rulesOfFounding('consensus'), retention: { case: 30 }, trialDays: 90 } as unknown as Settings; // only what is asked here
		expect(changeInForce(settings, 'rule:removal')).toEqual({ key: 'rule', subject: 'removal', value: settings.rules.removal });
		expect(changeInForce(settings, 'retention:case')).toEqual({ key: 'retention', kind: 'case', value: 30 });
		expect(changeInForce(settings, 'trialDays')).toEqual({ key: 'trialDays', value: 90 });
	});
});
