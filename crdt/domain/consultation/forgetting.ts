/**
 * How long texts are kept: what was agreed, which devices say that it is gone, and what was kept knowingly. Rules CON50 to CON53, CON60.
 * An agreement counts by what its last word knew, and stands whatever arrives later.
 */
import { List, Set as ImmutableSet } from 'immutable';
import { ok, type MemberId, type ObjectId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { mainOf, refused, twinsOf } from './lookups';
import { isTextTaken } from './named-texts';
import { partsKnown } from './parts';
import { saidNow } from './said';
import type { Known } from './reduce';
import type { ConsultationState, Meeting, Part } from './state';

type ForgettingOp = OpOf<'consultation/keep-identifier' | 'consultation/agree-forget' | 'consultation/forgot-texts'>;

export function reduceForgetting(state: ConsultationState, op: ForgettingOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	switch (op.type) {
		case 'consultation/keep-identifier': {
			const { place, meeting } = op;
			const kept = { entry: ctx.entry.id, by: ctx.author.memberId, at: ctx.entry.claimedAt, place, meeting, class: op.class };
			return ok({ ...state, kept: [...state.kept, kept] });
		}
		case 'consultation/agree-forget':
			return agreeForget(state, op, ctx, known);
		case 'consultation/forgot-texts': {
			const texts = op.texts.filter((text) => isTextTaken(state, text, known));
			if (texts.length === 0) return refused('CON53', 'These texts are not known.');
			const slot = ctx.entry.slot as number; // a slot is a number
			const forgottenOn = texts.reduce((all, text) => all.update(text, ImmutableSet<number>(), (slots) => slots.add(slot)), state.forgottenOn);
			return ok({ ...state, forgottenOn });
		}
	}
}

/** Also for a meeting that was cancelled: its notes are there. */
function agreeForget(state: ConsultationState, op: OpOf<'consultation/agree-forget'>, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const named = state.meetings.get(op.meeting);
	if (named === undefined || !known(named.entry)) return refused('CON51', 'The meeting is not known.');
	const main = mainOf(state, named);
	const twins = twinsOf(state, named).filter(({ entry }) => known(entry));
	if (twins.every(({ forgottenBy }) => forgottenBy !== null && known(forgottenBy))) return refused('CON51', 'These texts are gone already.');
	const me = ctx.author.memberId;
	const agreed: ConsultationState = {
		...state,
		meetings: state.meetings.set(main.id, { ...main, agreed: main.agreed.set(me, saidNow(ctx, op.agree)) })
	};
	const parts = new Map(partsKnown(agreed, main.id, known)).set(`agree ${me}`, String(op.agree));
	const next = { ...agreed, parts: agreed.parts.update(main.id, List<Part>(), (list) => list.push({ entry: ctx.entry.id, about: `agree ${me}`, value: String(op.agree) })) };
	const members = ctx.membersInPast().map(({ memberId }) => memberId);
	return ok(agreementIn(parts, members).missing === 0 ? forget(next, twins, parts, ctx) : next);
}

export interface AgreementSoFar {
	readonly agreeing: readonly MemberId[];
	/** Had part in it and have not agreed. */
	readonly unagreed: readonly MemberId[];
	/** How many more must say that they were there, were not, or agree. */
	readonly wanting: number;
	/** 0: it counts. */
	readonly missing: number;
}

/** CON51, from the last word on each matter and the members. */
export function agreementIn(parts: ReadonlyMap<Part['about'], string | null>, members: readonly MemberId[]): AgreementSoFar {
	const holding = new Set<string | null>();
	for (const [about, value] of parts) if (about.startsWith('role ') || about.startsWith('item ')) holding.add(value);
	const agreeing = members.filter((member) => parts.get(`agree ${member}`) === 'true');
	const wasAbsent = (member: MemberId) => parts.get(`attend ${member}`) === 'absent';
	const hadPart = (member: MemberId) =>
		parts.get(`attend ${member}`) === 'there' || holding.has(member) || (parts.get(`reply ${member}`) === 'yes' && !wasAbsent(member));
	const unagreed = members.filter((member) => hadPart(member) && !agreeing.includes(member));
	const counted = members.filter((member) => agreeing.includes(member) || wasAbsent(member)).length;
	const needed = Math.max(Math.floor(members.length / 2) + 1, Math.min(2, members.length));
	const wanting = Math.max(0, needed - counted);
	return { agreeing, unagreed, wanting, missing: unagreed.length + wanting + (agreeing.length === 0 ? 1 : 0) };
}

/** The notes of all meetings of that date which were known, and the cases that were on their agenda. */
function forget(state: ConsultationState, twins: readonly Meeting[], parts: ReadonlyMap<Part['about'], string | null>, ctx: RuleContext): ConsultationState {
	const by = ctx.entry.id;
	const meetings = twins.reduce((all, { id }) => all.update(id, (meeting) => meeting && { ...meeting, forgottenBy: meeting.forgottenBy ?? by }), state.meetings);
	let { items } = state;
	for (const [about, presenter] of parts) {
		if (presenter === null || !about.startsWith('item ')) continue;
		const item = items.get(about.slice('item '.length) as ObjectId); // it was built from one
		if (item !== undefined && item.case !== null)
			items = items.set(item.id, { ...item, case: { ...item.case, forgottenBy: item.case.forgottenBy ?? by } });
	}
	return { ...state, meetings: meetings as ConsultationState['meetings'], items };
}
