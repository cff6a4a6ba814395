/** What is to be done. Pure. Carries CON22, CON23. */
import type { Lens } from '../lens';
import { compare, occasionOf } from './occasions';
import type { Action } from './state';
import type { ActionView } from './views';

/** Not taken back; what is due soonest first, what has no date last. */
export function actionsOf(lens: Lens, wanted: (action: Action) => boolean): readonly ActionView[] {
	return [...lens.state.consultation.actions.values()]
		.filter((action) => action.withdrawnBy.length === 0 && wanted(action))
		.flatMap((action) => actionView(lens, action) ?? [])
		.sort((a, b) => compare(a.due ?? '9999', b.due ?? '9999') || compare(a.meetingStart, b.meetingStart) || compare(a.id, b.id));
}

export const isDone = (action: Action): boolean => action.done?.value === true;

function actionView(lens: Lens, action: Action): ActionView | null {
	const { id, meeting, item, text, assignee, due, addedBy } = action;
	const made = occasionOf(lens.state.consultation, meeting);
	if (made === null) return null;
	const done = isDone(action);
	const isNobodys = assignee === null || !lens.state.membership.seated.some(({ memberId }) => memberId === assignee);
	return {
		id, meeting, meetingTitle: made.title, meetingStart: made.start, item, text, assignee, due, done,
		assigneeName: assignee === null ? null : lens.nameOf(assignee),
		mine: assignee === lens.me,
		late: !done && due !== null && due < lens.today,
		addedByName: lens.nameOf(addedBy),
		mayChange: addedBy === lens.me || assignee === lens.me || isNobodys
	};
}
