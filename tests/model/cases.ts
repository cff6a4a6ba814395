/** What is searched whole: how many electors, what they may write, how long it takes. `npm run model` runs all, `npm test` the short ones. */
import { half, THE_RULE, type Rule } from './rule';
import { voices, type LogRole, type Setting } from './story';

export interface Case {
	readonly name: string;
	readonly setting: Setting;
	readonly rule: Rule;
	readonly twoTongues?: boolean;
	/** Takes a second or two at most. */
	readonly isShort?: boolean;
}

const plain = (electors: number, stances: number, more: Partial<Setting> = {}): Setting => ({ electors, stances, logs: voices(electors), terms: [], ...more });
const withdrawing = (electors: number): LogRole[] => voices(electors, { proposerWithdraws: true });
const besides = (logs: readonly LogRole[], more: LogRole): LogRole[] => [...logs, more];
const extend = { after: 0, by: 0, kind: 'extend' } as const;
const amend = { after: 0, by: 0, kind: 'amend' } as const;
const amendByAnother = { after: 0, by: 1, kind: 'amend' } as const;
const amendLater = { after: 1, by: 0, kind: 'amend' } as const;
/** No closing waits for anything: more can happen than the rules allow, so what is safe here is safe there. */
const open: Rule = { ...THE_RULE, gate: 'none' };
const own: Rule = { ...THE_RULE, gate: 'own' };
const rule = THE_RULE;
const quiet = true;

export const CASES: readonly Case[] = [
	{ name: '2, three answers', setting: plain(2, 3), rule, isShort: true },
	{ name: '2, three answers, no gate', setting: plain(2, 3), rule: open, isShort: true },
	{ name: '2, two answers, soft before bound', setting: plain(2, 2, { logs: voices(2, { casts: true }) }), rule, isShort: true },
	{ name: '3, two answers', setting: plain(3, 2), rule, isShort: true },
	{ name: '3, two answers, own word only', setting: plain(3, 2), rule: own, isShort: true },
	{ name: '3, two answers, no gate', setting: plain(3, 2), rule: open },
	{ name: '4, one answer', setting: plain(4, 1), rule },
	{ name: '4, one answer, own word only', setting: plain(4, 1), rule: own },
	{ name: '4, two answers (quiet), no gate', setting: plain(4, 2, { quiet }), rule: open },
	{ name: '2, two answers, withdrawal', setting: plain(2, 2, { logs: withdrawing(2) }), rule, isShort: true },
	{ name: '3, one answer, withdrawal', setting: plain(3, 1, { logs: withdrawing(3) }), rule },
	{ name: '3, two answers, withdrawal (quiet)', setting: plain(3, 2, { quiet, logs: withdrawing(3) }), rule, isShort: true },
	{ name: '4, two answers, withdrawal (quiet)', setting: plain(4, 2, { quiet, logs: withdrawing(4) }), rule },
	{ name: '4, one answer, withdrawal, no gate (quiet)', setting: plain(4, 1, { quiet, logs: withdrawing(4) }), rule: open },
	{ name: '2, one answer, withdrawal from a second device', setting: plain(2, 1, { logs: besides(withdrawing(2), { elector: 0, isVoice: false, withdraws: true }) }), rule, isShort: true },
	{ name: '2, two answers, extension (quiet)', setting: plain(2, 2, { quiet, terms: [extend] }), rule, isShort: true },
	{ name: '2, two answers, new text (quiet)', setting: plain(2, 2, { quiet, terms: [amend] }), rule },
	{ name: '2, one answer, extension, withdrawals (quiet)', setting: plain(2, 1, { quiet, logs: withdrawing(2), terms: [extend] }), rule },
	{ name: '2, one answer, extension against new text by another (first silent)', setting: plain(2, 1, { quiet, silentTerms: [0], terms: [extend, amendByAnother] }), rule },
	{ name: '2, one answer, extension, then new text (first silent)', setting: plain(2, 1, { quiet, silentTerms: [0], terms: [extend, amendLater] }), rule },
	{ name: '3, one answer, extension (first silent)', setting: plain(3, 1, { quiet, silentTerms: [0], terms: [extend] }), rule, isShort: true },
	{ name: '3, one answer, extension (second silent)', setting: plain(3, 1, { quiet, silentTerms: [1], terms: [extend] }), rule },
	{ name: '3, extension against new text by another (all silent)', setting: plain(3, 1, { quiet, silentTerms: [0, 1, 2], terms: [extend, amendByAnother] }), rule },
	{ name: '4, one answer, new text (first silent)', setting: plain(4, 1, { quiet, silentTerms: [0], terms: [amend] }), rule },
	{ name: '2, two answers, soft and leave from a second device', setting: plain(2, 2, { logs: besides(voices(2), { elector: 0, isVoice: false, casts: true, leaves: true }) }), rule, isShort: true },
	{ name: '2, two answers, one with two tongues', setting: plain(2, 2, { logs: besides(voices(2), { elector: 0, isVoice: true }) }), rule, twoTongues: true, isShort: true },
	{ name: '3, one answer, one with two tongues', setting: plain(3, 1, { logs: besides(voices(3), { elector: 0, isVoice: true }) }), rule, twoTongues: true }
];

export interface BrokenCase {
	readonly name: string;
	readonly setting: Setting;
	readonly rule: Rule;
	readonly twoTongues?: boolean;
	readonly fails: 'unsafe' | 'stuck';
}

/** Rules that look as good and are not. Each must be found out. */
export const BROKEN: readonly BrokenCase[] = [
	{ name: 'what one has bound wins over what more than half attest', setting: plain(3, 2), rule: { ...open, settles: 'binding-wins' }, fails: 'unsafe' },
	{ name: 'the same among four', setting: plain(4, 1), rule: { ...open, settles: 'binding-wins' }, fails: 'unsafe' },
	{ name: 'what more than half attest wins over what one has bound', setting: plain(3, 2), rule: { ...open, settles: 'attested-wins' }, fails: 'unsafe' },
	{ name: 'the same among four', setting: plain(4, 1), rule: { ...open, settles: 'attested-wins' }, fails: 'unsafe' },
	{ name: 'more than half must say the very same', setting: plain(2, 1), rule: { ...own, settles: 'equal' }, fails: 'stuck' },
	{ name: 'one fewer at or below', setting: plain(3, 1), rule: { ...rule, lo: (n) => half(n) - 1 }, fails: 'unsafe' },
	{ name: 'one fewer at or above', setting: plain(3, 1), rule: { ...rule, hi: (n) => Math.ceil(n / 2) - 1 }, fails: 'unsafe' },
	{ name: 'half on both sides', setting: plain(4, 1), rule: { ...rule, lo: (n) => n / 2 }, fails: 'unsafe' },
	{ name: 'one more at or above', setting: plain(3, 2), rule: { ...rule, hi: (n) => half(n) + 1 }, fails: 'stuck' },
	{ name: 'a withdrawal counts when it is seen', setting: plain(2, 1, { logs: withdrawing(2) }), rule: { ...rule, interruptions: 'at-once' }, fails: 'unsafe' },
	{ name: 'a result does not wait for word on later terms', setting: plain(2, 1, { quiet, terms: [extend] }), rule: { ...rule, interruptions: 'ignored' }, fails: 'unsafe' },
	{ name: 'who closes twice loses both closings', setting: plain(3, 1, { logs: besides(voices(3), { elector: 0, isVoice: true }) }), rule: { ...rule, forks: 'subtract' }, twoTongues: true, fails: 'unsafe' }
];
