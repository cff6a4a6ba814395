/** The shared timer as the fold keeps it: what was said last. Rules CON25 and CON26; what it shows: timer-now.ts. */
import { ok } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { mainItem, refused, standingMeeting, withMeeting } from './lookups';
import type { Known } from './reduce';
import type { ConsultationState } from './state';

type TimerOp = OpOf<'consultation/set-timer'>;

export function reduceTimer(state: ConsultationState, op: TimerOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	const found = standingMeeting(state, op.meeting, known);
	if (!found.ok) return found;
	const item = op.item === null ? null : state.items.get(op.item);
	if (item === undefined || (item !== null && !known(item.entry))) return refused('CON25', 'The agenda item is not known.');
	const { phase, totalMs, leftMs, at } = op;
	if (leftMs > totalMs) return refused('CON25', 'No more is left than there was.');
	const timer = { item: item === null ? null : mainItem(state, item).id, phase, totalMs, leftMs, at, by: ctx.author.memberId, entry: ctx.entry.id };
	return ok(withMeeting(state, { ...found.value, timer }));
}
