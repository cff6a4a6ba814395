/** Facilitator, timekeeper, note-taker: given and swapped; whose turn it is otherwise: turns.ts. Rules CON14 to CON17. */
import { ok, type MemberId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { refused, standingMeeting, withMeeting } from './lookups';
import type { Known } from './reduce';
import { saidNow } from './said';
import type { ConsultationState, Meeting, Swap } from './state';

type RoleOp = OpOf<'consultation/set-role' | 'consultation/ask-swap' | 'consultation/answer-swap'>;

export function reduceRole(state: ConsultationState, op: RoleOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	switch (op.type) {
		case 'consultation/set-role': {
			const meeting = standingMeeting(state, op.meeting, known);
			if (!meeting.ok) return meeting;
			if (op.member !== null && !ctx.wasMember(op.member)) return refused('CON14', 'They have never been a member.');
			return ok(withRole(state, meeting.value, op.role, op.member, ctx));
		}
		case 'consultation/ask-swap':
			return askSwap(state, op, ctx, known);
		case 'consultation/answer-swap':
			return answerSwap(state, op, ctx, known);
	}
}

function withRole(state: ConsultationState, meeting: Meeting, role: Swap['role'], member: MemberId | null, ctx: RuleContext): ConsultationState {
	return withMeeting(state, { ...meeting, roles: meeting.roles.set(role, saidNow(ctx, member)) });
}

function askSwap(state: ConsultationState, op: OpOf<'consultation/ask-swap'>, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const meeting = standingMeeting(state, op.meeting, known);
	if (!meeting.ok) return meeting;
	const back = op.inReturn === null ? null : standingMeeting(state, op.inReturn, known);
	if (back?.ok === false) return back;
	const from = ctx.author.memberId;
	if (op.to === from) return refused('CON16', 'One does not swap with oneself.');
	if (!ctx.membersInPast().some(({ memberId }) => memberId === op.to)) return refused('CON16', 'They are not a member.');
	if (back?.value.id === meeting.value.id) return refused('CON16', 'What is given in return is another meeting.');
	const swap: Swap = {
		id: ctx.objectId, entry: ctx.entry.id, meeting: meeting.value.id, role: op.role, from, to: op.to, inReturn: back?.value.id ?? null, status: 'asked'
	};
	return ok({ ...state, swaps: state.swaps.set(swap.id, swap) });
}

function answerSwap(state: ConsultationState, op: OpOf<'consultation/answer-swap'>, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const swap = state.swaps.get(op.swap);
	if (swap === undefined || !known(swap.entry)) return refused('CON17', 'Nobody has asked for that.');
	const { memberId } = ctx.author;
	const isAsked = memberId === swap.to;
	if (!isAsked && (memberId !== swap.from || op.accept)) return refused('CON17', 'The one who was asked answers.');
	if (swap.status !== 'asked') return refused('CON17', 'That has been answered already.');
	const answered = (status: Swap['status']): ConsultationState => ({ ...state, swaps: state.swaps.set(swap.id, { ...swap, status }) });
	if (!op.accept) return ok(answered(isAsked ? 'declined' : 'withdrawn'));
	const meeting = standingMeeting(state, swap.meeting, known);
	if (!meeting.ok) return meeting;
	const taken = withRole(answered('accepted'), meeting.value, swap.role, swap.to, ctx);
	const back = swap.inReturn === null ? null : standingMeeting(taken, swap.inReturn, known);
	return ok(back?.ok === true ? withRole(taken, back.value, swap.role, swap.from, ctx) : taken);
}
