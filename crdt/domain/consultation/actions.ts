/** What is to be done after a meeting; it stays when the meeting's words are forgotten. Rules CON22, CON23. */
import { ok, type MemberId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { parseDate } from '../wall-time';
import { mainItem, refused, standingMeeting, withMeeting } from './lookups';
import type { Known } from './reduce';
import { saidNow } from './said';
import type { Action, ConsultationState } from './state';

type ActionOp = OpOf<'consultation/add-action' | 'consultation/change-action' | 'consultation/set-action-done' | 'consultation/withdraw-action'>;

export function reduceAction(state: ConsultationState, op: ActionOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	if (op.type === 'consultation/add-action') return addAction(state, op, ctx, known);
	const action = state.actions.get(op.action);
	if (action === undefined || !known(action.entry)) return refused('CON23', 'That is not known.');
	if (action.withdrawnBy.some(known)) return refused('CON23', 'That has been taken back.');
	if (op.type !== 'consultation/set-action-done' && !mayChange(action, ctx)) return refused('CON22', 'Whoever added it or has it changes it.');
	switch (op.type) {
		case 'consultation/change-action': {
			const wrong = wrongAction(op, ctx);
			if (wrong !== null) return wrong;
			const { text, assignee, due } = op;
			return ok(withAction(state, { ...action, text, assignee, due }));
		}
		case 'consultation/set-action-done':
			return ok(withAction(state, { ...action, done: saidNow(ctx, op.done) }));
		case 'consultation/withdraw-action':
			return ok(withAction(state, { ...action, withdrawnBy: [...action.withdrawnBy, ctx.entry.id] }));
	}
}

/** What nobody has, or somebody who is gone, is anybody's to change. */
function mayChange({ addedBy, assignee }: Action, ctx: RuleContext): boolean {
	const { memberId } = ctx.author;
	return memberId === addedBy || memberId === assignee || assignee === null || !ctx.membersInPast().some((member) => member.memberId === assignee);
}

function addAction(state: ConsultationState, op: OpOf<'consultation/add-action'>, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const found = standingMeeting(state, op.meeting, known);
	if (!found.ok) return found;
	const wrong = wrongAction(op, ctx);
	if (wrong !== null) return wrong;
	const item = op.item === null ? null : state.items.get(op.item);
	if (item === undefined || (item !== null && !known(item.entry))) return refused('CON22', 'The agenda item is not known.');
	const { text, assignee, due } = op;
	const action: Action = {
		id: ctx.objectId, entry: ctx.entry.id, meeting: found.value.id, item: item === null ? null : mainItem(state, item).id, text, assignee, due,
		addedBy: ctx.author.memberId, done: null, withdrawnBy: []
	};
	const meeting = { ...found.value, actions: [...found.value.actions, action.id] };
	return ok(withAction(withMeeting(state, meeting), action));
}

function wrongAction({ assignee, due }: { readonly assignee: MemberId | null; readonly due: string | null }, ctx: RuleContext) {
	if (assignee !== null && !ctx.wasMember(assignee)) return refused('CON22', 'They have never been a member.');
	return due !== null && parseDate(due) === null ? refused('CON22', 'There is no such date.') : null;
}

const withAction = (state: ConsultationState, action: Action): ConsultationState => ({ ...state, actions: state.actions.set(action.id, action) });
