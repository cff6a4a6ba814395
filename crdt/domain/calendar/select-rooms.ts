/** What was said about rooms and about bookings as a whole, and who set it. Pure. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import type { RoomDescription } from './room-description';
import type { CalendarRulesView, RoomHistoryView } from './views';

/** Newest first; empty where there is no such room. */
export function selectRoomHistory(lens: Lens, id: ObjectId): readonly RoomHistoryView[] {
	const versions = lens.state.calendar.rooms.get(id)?.versions ?? [];
	return versions
		.map(({ description, by, at, decision }, index): RoomHistoryView => {
			const before = versions[index - 1]?.description;
			return { description, byName: lens.nameOf(by), at, decision, changed: before === undefined ? [] : changedFields(before, description) };
		})
		.reverse();
}

export function selectCalendarRules(lens: Lens): CalendarRulesView {
	const { settings, decidedBy } = lens.state.membership;
	const found = decidedBy.calendarRules === undefined ? null : decisionView(lens, decidedBy.calendarRules);
	return { rules: settings.calendarRules, setBy: found };
}

/** A decision, or a measure in its place, for display; null where it is not known here. `at`: its last closing or yes, as claimed. */
export function decisionView(lens: Lens, decision: ObjectId): { readonly decision: ObjectId; readonly title: string; readonly at: number } | null {
	const proposal = lens.state.proposals.proposals.get(decision);
	if (proposal === undefined) {
		const measure = lens.state.proposals.life.measures.get(decision);
		return measure === undefined ? null : { decision, title: measure.title, at: measure.joined.at(-1)?.at ?? measure.at };
	}
	const term = proposal.terms.find(({ id }) => id === proposal.settledTerm);
	return { decision, title: term?.title ?? '', at: term?.closings.at(-1)?.at ?? proposal.at };
}

function changedFields(before: RoomDescription, after: RoomDescription): readonly (keyof RoomDescription)[] {
	const fields = Object.keys(after) as (keyof RoomDescription)[]; // a strict object has no other keys
	return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}
