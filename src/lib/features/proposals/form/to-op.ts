/**
 * A draft on its way to the others: the op that opens it, or everything that does not fit yet. Pure; the present moment is an
 * argument.
 */
import type { DeviceId, MemberId, ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { Effect } from '$crdt/domain/proposals/ops';
import { zoneClock } from '$lib/time/zone-clock';
import { addDays, dateOf, wallAt } from '$lib/ui/times';
import type { EffectKind, ProposalDraft } from './draft';
import { effectOf, mediationFor, needsMediation, type EffectContext } from './effect-of';
import { good, wrong, type Checked, type Wrong } from './fields';
import { isDate, isTime, methodOf } from './method-of';

export const LONGEST_TITLE = 160;
const LONGEST_TEXT = 20_000;
const USUAL_HOUR = '20:00';
const USUAL_REVIEW_DAYS = 182;
const LONGEST_DAYS = 366;

/** Where it comes from: what it follows, what was talked about before, what it puts to the others. */
export interface Origin {
	readonly succeeds: ObjectId | null;
	readonly discussion: ObjectId | null;
	/** Carried over exactly as it is. Null: as the form says. */
	readonly effect: Effect | null;
	/** About the same matter as what it follows: only its details may be others. Null: as the form says. */
	readonly matter: EffectKind | null;
	/** It is put to a vote after a block that was not resolved: the method follows from that. */
	readonly vote: number | null;
	/** Put to a vote as it stands, word for word (PRO91). Null: as the form says. */
	readonly words: { readonly title: string; readonly text: string } | null;
}

export const FROM_NOTHING: Origin = { succeeds: null, discussion: null, effect: null, matter: null, vote: null, words: null };

export interface FormContext extends EffectContext {
	/** ms */
	readonly now: number;
	/** What may be named as another answer to the same question. */
	readonly linkable: ReadonlySet<string>;
	/** What it is called where nobody says otherwise; '' where only its author can say. */
	readonly suggestedTitle: string;
	readonly origin: Origin;
}

export type OpenInput = Extract<OpInput, { type: 'proposals/open' }>;
export type DiscussInput = Extract<OpInput, { type: 'proposals/discuss' }>;

/** Until when, on the wall of the collective; as typed, or as usual. */
export function untilOf(draft: ProposalDraft, { now, settings }: Pick<FormContext, 'now' | 'settings'>): { readonly date: string; readonly time: string } {
	return {
		date: draft.untilDate || addDays(dateOf(wallAt(now, settings.zone)), settings.decisionDays),
		time: draft.untilTime || USUAL_HOUR
	};
}

/** When to look at a decision again; '' where nobody wants to. */
export function reviewOf(draft: ProposalDraft, { now, settings }: Pick<FormContext, 'now' | 'settings'>): string {
	if (draft.want !== 'decide' || draft.review === 'none') return '';
	return draft.review === 'own' && draft.reviewDate !== '' ? draft.reviewDate : addDays(dateOf(wallAt(now, settings.zone)), USUAL_REVIEW_DAYS);
}

/** Nothing is carried out by talking, asking or choosing. */
export function draftEffect(draft: ProposalDraft, context: FormContext): Checked<Effect> {
	if (context.origin.effect) return good(context.origin.effect);
	return draft.want === 'decide' || draft.want === 'talk' ? effectOf(draft, context) : good({ kind: 'none' });
}

/** What it is going to carry out, also while that is filled in half: enough to know its subject. */
export function likelyEffect(draft: ProposalDraft, context: FormContext): Effect {
	const read = draftEffect(draft, context);
	if (read.ok) return read.value;
	const member = draft.member as MemberId; // '' is nobody
	switch (draft.effect) {
		case 'none':
			return { kind: 'none' };
		case 'change-setting':
			return { kind: 'change-setting', change: { key: 'name', value: context.settings.name } };
		case 'spend':
			return { kind: 'spend', amount: 1, purpose: '-' };
		case 'admit-member':
		case 'remove-member':
			return { kind: draft.effect, member };
		case 'move-voice':
			return { kind: 'move-voice', member, device: '' as DeviceId }; // no device yet
	}
}

export function toOp(draft: ProposalDraft, context: FormContext): Checked<OpenInput | DiscussInput> {
	const { origin } = context;
	const title = origin.words?.title ?? (draft.title.trim() || context.suggestedTitle.slice(0, LONGEST_TITLE));
	const text = origin.words?.text ?? draft.text.trim();
	const method = methodOf(draft, context.settings.rules.general);
	const effect = draftEffect(draft, context);
	const until = deadlineOf(draft, context);
	const review = reviewOf(draft, context);
	const alternatives = draft.alternatives.filter((one) => context.linkable.has(one) && one !== origin.succeeds && one !== origin.discussion).slice(0, 8);
	if (!method.ok && method.wrong[0]?.field === 'want') return method;

	const problems: Wrong[] = [];
	const check = <T>(one: Checked<T>): T | null => {
		if (one.ok) return one.value;
		problems.push(...one.wrong);
		return null;
	};
	check(titleOf(title));
	if (text.length > LONGEST_TEXT) check(wrong('text', 'The text is too long to be read by everybody. Shorten it.'));
	const way = check(method);
	const does = check(effect);
	if (draft.want === 'talk') {
		if (problems.length > 0 || !does) return { ok: false, wrong: problems };
		return good({ type: 'proposals/discuss', title, text, effect: does, method: null, alternatives });
	}
	const deadline = check(until);
	if (review !== '' && (!isDate(review) || review <= dateOf(wallAt(context.now, context.settings.zone))))
		check(wrong('review', 'The day to look at it again must be after today. Choose a later one, or leave it out.'));
	if (problems.length > 0 || !does || deadline === null) return { ok: false, wrong: problems };
	const carriesOut = does.kind !== 'none' || origin.vote !== null;
	return good({
		type: 'proposals/open',
		title,
		text,
		effect: does,
		method: carriesOut ? null : way,
		sealed: draft.sealed && draft.want !== 'ask',
		deadline,
		reviewOn: review === '' ? null : review,
		discussion: origin.discussion,
		succeeds: origin.succeeds,
		alternatives,
		mediation: does.kind === 'remove-member' && needsMediation(context) ? mediationFor(context.mediations, does.member) : null
	});
}

function titleOf(title: string): Checked<string> {
	if (title === '') return wrong('title', 'There is no title yet. Say it in one line.');
	return title.length > LONGEST_TITLE ? wrong('title', `A title may be ${LONGEST_TITLE} letters long. Say the rest in the text.`) : good(title);
}

function deadlineOf(draft: ProposalDraft, context: FormContext): Checked<number> {
	const { date, time } = untilOf(draft, context);
	if (!isDate(date) || !isTime(time)) return wrong('until', 'The day or the hour until which people may answer is missing. Fill in both.');
	const clock = zoneClock(context.settings.zone);
	const deadline = clock.ok ? clock.value.instantOf(`${date}T${time}`).instant : Date.parse(`${date}T${time}Z`);
	if (deadline <= context.now) return wrong('until', 'This time is over already. Choose a later one, so that everybody can answer.');
	if (deadline > context.now + LONGEST_DAYS * 86_400_000) return wrong('until', 'Nobody remembers a question for more than a year. Choose an earlier day.');
	return good(deadline);
}
