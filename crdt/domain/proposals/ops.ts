/**
 * Proposal ops. Finality: research on decision rules, rules in crdt/spec/PRO.md.
 *
 * Everything about a proposal names it; what is said to its text names the term (the id of the op that began it: the opening
 * itself, or a later `new-term`), since words about one text say nothing about another.
 */
import * as z from 'zod';
import { roomChange } from '../calendar/ops';
import { amountMinor, base64, deviceId, instant, line, localDate, memberId, objectId, prose } from '../schema';
import { answer, ballot, method } from './method';
import { settingChange } from './settings-ops';

/** What is carried out when the proposal is accepted. */
export const effect = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('none') }),
	z.strictObject({ kind: z.literal('remove-member'), member: memberId }),
	/** Ends a trial: from here on a member with all rights. */
	z.strictObject({ kind: z.literal('admit-member'), member: memberId }),
	z.strictObject({ kind: z.literal('change-setting'), change: settingChange }),
	/** For a member whose voice (the device that binds and closes) is lost. */
	z.strictObject({ kind: z.literal('move-voice'), member: memberId, device: deviceId }),
	/** Carried out in the calendar by an op of exactly this content. */
	z.strictObject({ kind: z.literal('change-room'), change: roomChange }),
	/** Lets expenses up to this amount (minor units of the book currency) be posted that name this decision. */
	z.strictObject({ kind: z.literal('spend'), amount: amountMinor, purpose: line(160) }),
	/** An amendment put to the others: accepted, anybody may begin the term that carries it. */
	z.strictObject({ kind: z.literal('amend'), amendment: objectId })
]);
export type Effect = z.output<typeof effect>;

const title = line(160);
const text = prose(20000);
const proposal = objectId;
const term = objectId;

export const proposalOps = [
	/** A matter talked about before it is put to a decision. */
	z.strictObject({
		type: z.literal('proposals/discuss'),
		title, text, effect,
		/** Null: as the collective decides such things. */
		method: method.nullable(),
		/** Proposals or discussions about the same question. */
		alternatives: z.array(objectId).max(8)
	}),
	z.strictObject({ type: z.literal('proposals/revise'), discussion: objectId, title, text, amendment: objectId.nullable() }),
	z.strictObject({ type: z.literal('proposals/end-discussion'), discussion: objectId, reason: prose(2000) }),
	/** Consent given ahead, to exactly this text: it lapses when the text changes. `revision`: the op that wrote the text. */
	z.strictObject({ type: z.literal('proposals/consent-ahead'), discussion: objectId, revision: objectId, ...answer }),

	z.strictObject({
		type: z.literal('proposals/open'),
		title, text, effect,
		/** Chosen freely where nothing is carried out; null, and frozen from the settings, where something is. */
		method: method.nullable(),
		/** Answers stay sealed until everybody's is settled. */
		sealed: z.boolean(),
		/** After this (by each device's own clock) voices bind and close by themselves. */
		deadline: instant,
		/** When to look at it again. */
		reviewOn: localDate.nullable(),
		discussion: objectId.nullable(),
		/** Same mandate as an earlier proposal that stayed open: carried out at most once. */
		succeeds: objectId.nullable(),
		alternatives: z.array(objectId).max(8),
		/** A removal names the mediation that came first. */
		mediation: objectId.nullable()
	}),
	/** A later deadline for the same text, or another text: everybody is asked anew. */
	z.strictObject({
		type: z.literal('proposals/new-term'),
		proposal,
		after: term,
		change: z.discriminatedUnion('kind', [
			z.strictObject({ kind: z.literal('extend') }),
			z.strictObject({
				kind: z.literal('amend'),
				title, text,
				amendment: objectId.nullable(),
				/** The decision that accepted the amendment, where it was put to the others. */
				decision: objectId.nullable()
			})
		]),
		deadline: instant,
		reason: prose(2000)
	}),
	z.strictObject({ type: z.literal('proposals/withdraw'), proposal, term, reason: prose(2000) }),
	/** `confirms`: what a colleague had written down for its author (`record-spoken`). */
	z.strictObject({ type: z.literal('proposals/cast-stance'), proposal, term, ...answer, confirms: objectId.nullable() }),
	/** The voice's binding word, once per term. Null: bound by the device after the deadline without any answer. */
	z.strictObject({ type: z.literal('proposals/bind-stance'), proposal, term, ...answer, ballot: ballot.nullable() }),
	z.strictObject({ type: z.literal('proposals/close'), proposal, term }),
	/** Opens the own sealed answer, once everybody's is settled: with its reason, which was sealed with it. */
	z.strictObject({ type: z.literal('proposals/reveal'), proposal, term, ...answer, salt: base64(32) }),
	/** The closing of the opened answers. */
	z.strictObject({ type: z.literal('proposals/close-reveal'), proposal, term }),
	/** What an absent colleague has said: shown as such, counted never, until that colleague's own device confirms. */
	z.strictObject({ type: z.literal('proposals/record-spoken'), proposal, term, elector: memberId, ...answer }),

	z.strictObject({
		type: z.literal('proposals/comment'),
		/** A proposal or a discussion. */
		about: objectId,
		text: z.string().min(1).max(4000),
		replyTo: objectId.nullable(),
		mentions: z.array(memberId).max(60)
	}),
	/** Another wording, in full, for the author (or the others) to take up. */
	z.strictObject({ type: z.literal('proposals/suggest-amendment'), about: objectId, title, text, reason: prose(2000) }),
	z.strictObject({ type: z.literal('proposals/decline-amendment'), amendment: objectId, reason: prose(2000) }),

	/** Whoever blocks calls a meeting to find a way. */
	z.strictObject({ type: z.literal('proposals/convene'), proposal, at: instant, place: line(120), note: prose(2000) }),
	/** What was decided and why, in words, for the register. */
	z.strictObject({ type: z.literal('proposals/state-outcome'), proposal, statement: prose(8000), reviewOn: localDate.nullable() }),
	z.strictObject({ type: z.literal('proposals/add-task'), proposal, text: line(200), assignee: memberId, due: localDate.nullable() }),
	z.strictObject({ type: z.literal('proposals/set-task-done'), task: objectId, done: z.boolean() }),

	/** Before a removal: colleagues who talk with both sides. */
	z.strictObject({ type: z.literal('proposals/call-mediation'), member: memberId, mediators: z.array(memberId).min(1).max(2), concern: prose(4000) }),
	z.strictObject({ type: z.literal('proposals/report-mediation'), mediation: objectId, outcome: z.enum(['settled', 'not-settled']), note: prose(4000) }),

	/** What several members may do together without a full decision; in force once enough of them say yes. */
	z.strictObject({
		type: z.literal('proposals/take-measure'),
		measure: z.discriminatedUnion('kind', [
			/** Lapses by itself at `until`. `room`: a change of a room that it carries out. */
			z.strictObject({ kind: z.literal('emergency'), text: prose(4000), until: instant, room: roomChange.nullable() }),
			z.strictObject({ kind: z.literal('spend'), amount: amountMinor, purpose: line(160) })
		]),
		title
	}),
	z.strictObject({ type: z.literal('proposals/join-measure'), measure: objectId })
] as const;
