/**
 * Ways of deciding and asking, and what one person answers in each. Frozen into a proposal when it is opened.
 *
 * Knows shapes only: what answers amount to is in `result-*.ts`, when they are settled in `determine.ts`.
 */
import * as z from 'zod';
import { base64, line, memberId, prose, wallTime } from '../schema';

const percent = (least: number) => z.number().int().min(least).max(100);

/** What becomes of a block: meetings its author calls, and what follows when they are over or unused (PRO90). */
export const blockRule = z.strictObject({
	meetings: z.number().int().min(0).max(6),
	days: z.number().int().min(1).max(120),
	/** `stands`: the proposal is not accepted. `vote`: a successor may be put to a vote (PRO91). */
	onLapse: z.enum(['stands', 'vote']),
	/** Share of all electors who must then agree. */
	votePercent: percent(51)
});
export type BlockRule = z.output<typeof blockRule>;

/** Share of the electorate that must have taken part, in percent; more than half is always needed where something binds (PRO41). */
const quorum = percent(0);

/** Ways that bind. A collective says per subject which one holds. */
export const decisionRule = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('consensus'), quorum, block: blockRule }),
	z.strictObject({ kind: z.literal('consent'), quorum }),
	/** More than half at 50; otherwise at least that share, of those who say yes or no, or of everybody who may. */
	z.strictObject({ kind: z.literal('majority'), percent: percent(50), of: z.enum(['cast', 'eligible']), quorum }),
	/** "Consensus minus one": everybody but one must agree. It is a vote, and is called one. */
	z.strictObject({ kind: z.literal('all-but-one') }),
	/** Silence consents: accepted unless somebody objects. For small, reversible things. */
	z.strictObject({ kind: z.literal('lazy') }),
	/** Weighted by ownership shares, frozen from the settings. More than half at 50. */
	z.strictObject({ kind: z.literal('ownership'), percent: percent(50) })
]);
export type DecisionRule = z.output<typeof decisionRule>;

const options = z.array(line(200)).min(2).max(12);
export const timeSlot = z.strictObject({ start: wallTime, end: wallTime });

/** Ways that ask and bind nothing: they end "concluded". */
export const conversation = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('question-round') }),
	z.strictObject({ kind: z.literal('sense-check') }),
	z.strictObject({ kind: z.literal('advice') })
]);

export const poll = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('single'), options }),
	z.strictObject({ kind: z.literal('multiple'), options, most: z.number().int().min(1).max(12) }),
	z.strictObject({ kind: z.literal('dot'), options, dots: z.number().int().min(1).max(50) }),
	z.strictObject({ kind: z.literal('score'), options, highest: z.number().int().min(1).max(10) }),
	/** Order of preference; counted by elimination (instant run-off). */
	z.strictObject({ kind: z.literal('ranked'), options }),
	/** Resistance per option; the lowest total wins. */
	z.strictObject({ kind: z.literal('resistance'), options, highest: z.number().int().min(1).max(10) }),
	/** When to meet: wall times of the collective's zone. */
	z.strictObject({ kind: z.literal('time'), slots: z.array(timeSlot).min(2).max(24) })
]);
export type Poll = z.output<typeof poll>;

export const method = z.discriminatedUnion('kind', [...decisionRule.options, ...conversation.options, ...poll.options]);
export type Method = z.output<typeof method>;
export type MethodKind = Method['kind'];

export const POSITIONS = [
	'agree', 'reservations', 'stand-aside', 'block', 'more-time', 'abstain', 'object', 'disagree', 'heard'
] as const;
/**
 * consensus: agree · reservations · stand-aside · block · more-time · abstain. consent and lazy: agree · reservations ·
 * object · abstain. majority, all-but-one, ownership: agree · disagree · abstain. question-round and advice: heard.
 */
export type Position = (typeof POSITIONS)[number];

/** One person's answer. Which kinds fit which method: `ballot.ts` (PRO60). */
export const ballot = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('position'), position: z.enum(POSITIONS) }),
	/** Sense check: 1 (against) to 5 (wholly for). */
	z.strictObject({ kind: z.literal('scale'), level: z.number().int().min(1).max(5) }),
	/** single, multiple: indexes of the chosen options, ascending. */
	z.strictObject({ kind: z.literal('options'), chosen: z.array(z.number().int().min(0).max(11)).max(12) }),
	/** dot, score, resistance: one number per option. */
	z.strictObject({ kind: z.literal('points'), points: z.array(z.number().int().min(0).max(50)).max(12) }),
	/** ranked: indexes, most wanted first; those left out share the last place. */
	z.strictObject({ kind: z.literal('ranking'), order: z.array(z.number().int().min(0).max(11)).max(12) }),
	/** time: one answer per slot. */
	z.strictObject({ kind: z.literal('times'), answers: z.array(z.enum(['yes', 'if-need-be', 'no'])).max(24) }),
	/** Counts as whatever that colleague's settled answer is. No chains (PRO65). */
	z.strictObject({ kind: z.literal('proxy'), to: memberId }),
	/** A sealed answer: hash of answer and salt (PRO70). */
	z.strictObject({ kind: z.literal('sealed'), commitment: base64(32) })
]);
export type Ballot = z.output<typeof ballot>;

/** What belongs to an answer. `harms`: the shared purpose or agreement that a block or an objection defends; required there. */
export const answer = { ballot, reason: prose(2000), harms: prose(500) } as const;
