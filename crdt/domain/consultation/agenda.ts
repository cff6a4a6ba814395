/** The agenda: items added, changed, ordered, ticked off, carried over. Rules CON3 to CON7, CON13, CON18, CON19. */
import { ok } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { bornIn, refused, standingItem, standingMeeting, withItem, withMeeting } from './lookups';
import type { Known } from './reduce';
import type { ConsultationState, Item } from './state';

type AgendaOp = OpOf<
	| 'consultation/add-item' | 'consultation/change-item' | 'consultation/move-item' | 'consultation/set-item-done' | 'consultation/withdraw-item'
	| 'consultation/carry-item' | 'consultation/link-proposal'
>;

export function reduceAgenda(state: ConsultationState, op: AgendaOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	if (op.type === 'consultation/add-item') return addItem(state, op, ctx, known);
	const found = standingItem(state, op.item, known);
	if (!found.ok) return found;
	const item = found.value;
	switch (op.type) {
		case 'consultation/change-item': {
			const { title, presenter, minutes } = op;
			if (item.case !== null) return refused('CON32', 'A case is changed by its presenter.');
			if (presenter !== null && !ctx.wasMember(presenter)) return refused('CON3', 'The presenter has never been a member.');
			return ok(withItem(state, { ...item, title, presenter, minutes }));
		}
		case 'consultation/move-item':
			return ok(withItem(state, { ...item, order: op.order }));
		case 'consultation/set-item-done':
			return ok(withItem(state, { ...item, done: op.done }));
		case 'consultation/withdraw-item':
			return ok(withItem(state, { ...item, withdrawnBy: [...item.withdrawnBy, ctx.entry.id] }));
		case 'consultation/carry-item': {
			const to = standingMeeting(state, op.to, known);
			if (!to.ok) return to;
			if (item.meeting === to.value.id) return refused('CON18', 'The item is on that agenda already.');
			const carried = { ...item, meeting: to.value.id, order: op.order, carriedFrom: [...item.carriedFrom, item.meeting] };
			return ok(withItem(withMeeting(state, { ...to.value, items: [...to.value.items.filter((id) => id !== item.id), item.id] }), carried));
		}
		case 'consultation/link-proposal':
			return ok(withItem(state, { ...item, proposal: op.proposal }));
	}
}

function addItem(state: ConsultationState, op: OpOf<'consultation/add-item'>, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const found = standingMeeting(state, op.meeting, known);
	if (!found.ok) return found;
	const meeting = found.value;
	if (op.presenter !== null && !ctx.wasMember(op.presenter)) return refused('CON3', 'The presenter has never been a member.');
	const { kind, title, presenter, minutes, order, standing } = op;
	if (standing !== null) {
		if (meeting.occurrence === null) return refused('CON13', 'Only meetings of a series begin with its items.');
		const before = meeting.items.flatMap((id) => state.items.get(id) ?? []);
		if (before.some((item) => item.standing === standing && bornIn(item) === meeting.id && known(item.entry))) return refused('CON13', 'That item is on the agenda already.');
	}
	const id = ctx.objectId;
	const item: Item = {
		id, entry: ctx.entry.id, meeting: meeting.id, carriedFrom: [], kind, title, presenter, minutes, order, standing,
		addedBy: ctx.author.memberId, done: false, withdrawnBy: [], proposal: null, case: null
	};
	return ok(withItem(withMeeting(state, { ...meeting, items: [...meeting.items, id] }), item));
}
