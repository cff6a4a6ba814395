/**
 * What was said of a meeting, in order: for rules that look at exactly what the author of an op knew, which the newest word alone does
 * not tell. Kept up after every op of the consultation. Carries CON35 (when a case opens), CON50 and CON51.
 */
import { List } from 'immutable';
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { RuleContext } from '../context';
import type { ConsultationOp, Known } from './reduce';
import { mainItem, mainOf } from './lookups';
import { isAnswered } from './readers';
import { saidNow } from './said';
import type { ConsultationState, Part } from './state';

/** Notes what `op`, which was allowed, said of meetings. */
export function noteParts(before: ConsultationState, after: ConsultationState, op: ConsultationOp, ctx: RuleContext): ConsultationState {
	switch (op.type) {
		case 'consultation/plan-meeting':
			return noteEnd(after, ctx.objectId, op.end);
		case 'consultation/change-meeting':
			return noteEnd(after, op.meeting, op.end);
		case 'consultation/reply':
			return openCases(say(after, ctx, op.meeting, `reply ${ctx.author.memberId}`, op.coming), op.meeting, ctx);
		case 'consultation/attend':
			return say(after, ctx, op.meeting, `attend ${ctx.author.memberId}`, op.was);
		case 'consultation/set-role':
			return openCases(say(after, ctx, op.meeting, `role ${op.role}`, op.member), op.meeting, ctx);
		case 'consultation/answer-swap': {
			const swap = after.swaps.get(op.swap);
			if (swap?.status !== 'accepted') return after;
			return [swap.meeting, ...(swap.inReturn === null ? [] : [swap.inReturn])].reduce((state, meeting) => noteRoles(state, meeting, ctx), after);
		}
		case 'consultation/add-item':
		case 'consultation/add-case':
			return noteItem(after, ctx.objectId, ctx);
		case 'consultation/change-item':
		case 'consultation/withdraw-item':
			return noteItem(after, op.item, ctx);
		case 'consultation/carry-item': {
			const item = before.items.get(op.item);
			const moved = item && mainItem(before, item);
			const left = moved === undefined ? after : say(after, ctx, moved.meeting, `item ${moved.id}`, null);
			const carried = noteItem(left, op.item, ctx);
			return openCases(carried, op.to, ctx);
		}
		case 'consultation/answer-case':
		case 'consultation/readmit':
			return openCase(after, op.item, ctx);
		default:
			return after;
	}
}

/** The last word on each matter that the author of an op knew. */
export function partsKnown(state: ConsultationState, meeting: ObjectId, known: Known): ReadonlyMap<Part['about'], string | null> {
	const latest = new Map<Part['about'], string | null>();
	for (const { entry, about, value } of state.parts.get(meeting) ?? []) if (known(entry)) latest.set(about, value);
	return latest;
}

function say(state: ConsultationState, ctx: RuleContext, meeting: ObjectId, about: Part['about'], value: string | null): ConsultationState {
	const id = mainIdOf(state, meeting);
	return { ...state, parts: state.parts.update(id, List<Part>(), (list) => list.push({ entry: ctx.entry.id, about, value })) };
}

function noteEnd(state: ConsultationState, meeting: ObjectId, end: string): ConsultationState {
	const id = mainIdOf(state, meeting);
	if ((state.latestEnd.get(id) ?? '') >= end) return state;
	return { ...state, latestEnd: state.latestEnd.set(id, end) };
}

/** A case that is taken off the agenda still belongs to who presents it: its text is there. */
function noteItem(state: ConsultationState, id: ObjectId, ctx: RuleContext): ConsultationState {
	const named = state.items.get(id);
	if (named === undefined) return state;
	const item = mainItem(state, named);
	const isOff = item.withdrawnBy.length > 0 && item.case === null;
	return say(state, ctx, item.meeting, `item ${item.id}`, isOff ? null : (item.presenter ?? ''));
}

function noteRoles(state: ConsultationState, meeting: ObjectId, ctx: RuleContext): ConsultationState {
	let next = state;
	for (const [role, { value, entry }] of state.meetings.get(mainIdOf(state, meeting))?.roles ?? [])
		if (entry === ctx.entry.id) next = say(next, ctx, meeting, `role ${role}`, value);
	return openCases(next, meeting, ctx);
}

function openCases(state: ConsultationState, meeting: ObjectId, ctx: RuleContext): ConsultationState {
	const items = state.meetings.get(mainIdOf(state, meeting))?.items ?? [];
	return items.reduce((next, id) => openCase(next, id, ctx), state);
}

/** From the moment everybody who comes has answered, those who do not know the person may read, whoever says later that they come. */
function openCase(state: ConsultationState, id: ObjectId, ctx: RuleContext): ConsultationState {
	const item = state.items.get(id);
	if (item === undefined || item.case === null || item.case.complete !== null) return state;
	const seated = new Set<MemberId>(ctx.membersInPast().map(({ memberId }) => memberId));
	if (!isAnswered(state, item, (member) => seated.has(member))) return state;
	return { ...state, items: state.items.set(item.id, { ...item, case: { ...item.case, complete: saidNow(ctx, true) } }) };
}

function mainIdOf(state: ConsultationState, id: ObjectId): ObjectId {
	const meeting = state.meetings.get(id);
	return meeting === undefined ? id : mainOf(state, meeting).id;
}
