/** One meeting with everything about it. Pure. Carries CON13, CON18, CON22. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { mainItem, twinsOf } from './lookups';
import { hasCome, isOver, occasionOf, type Occasion } from './occasions';
import { actionsOf, isDone } from './select-actions';
import { attendanceOf } from './select-attendance';
import { forgettingOf } from './select-forgetting';
import { roleViews } from './select-roles';
import { agendaOf, itemViews, summaryOf } from './select-summary';
import { meetingsLike, turnsAmong } from './select-turns';
import type { Meeting } from './state';
import type { MeetingView, TimerView } from './views';

/** Of so many meetings before this one, what was not done may be carried over. */
const MEETINGS_BACK = 3;

/** Whichever of the meetings begun apart for one date is named: the one of that date. */
export function selectMeeting(lens: Lens, id: ObjectId): MeetingView | null {
	const occasion = occasionOf(lens.state.consultation, id);
	if (occasion === null || occasion.meeting === null) return null;
	const { meeting } = occasion;
	const summary = summaryOf(lens, occasion);
	const items = itemViews(lens, agendaOf(lens, meeting));
	const alike = meetingsLike(lens, { series: occasion.series?.id ?? null, kind: occasion.kind });
	const earlier = alike.filter((each) => each.start < occasion.start);
	const earlierIds = new Set(earlier.flatMap((each) => each.meeting?.id ?? []));
	return {
		...summary,
		id: meeting.id,
		entry: meeting.entry,
		notes: meeting.notes,
		otherNotes: twinsOf(lens.state.consultation, meeting).slice(1).map(({ notes }) => notes),
		items,
		carriedOn: carriedOn(lens, meeting),
		leftOver: itemViews(lens, leftOver(lens, earlier)),
		overMinutes: Math.max(0, summary.totalMinutes - summary.lengthMinutes),
		doneCount: items.filter((item) => item.done).length,
		roles: roleViews(lens, occasion),
		attendance: attendanceOf(lens, meeting),
		actions: actionsOf(lens, (action) => action.meeting === meeting.id),
		openActions: actionsOf(lens, (action) => !isDone(action) && earlierIds.has(action.meeting)),
		timer: timerView(lens, meeting),
		turns: turnsAmong(lens, alike, occasion.start),
		forgetting: forgettingOf(lens, meeting),
		kept: keptIn(lens, meeting),
		hasBegun: hasCome(lens, occasion.zone, occasion.start),
		isOver: isOver(lens, occasion),
		...neighbours(alike, occasion)
	};
}

function carriedOn(lens: Lens, meeting: Meeting): MeetingView['carriedOn'] {
	const { consultation } = lens.state;
	return meeting.items
		.flatMap((id) => consultation.items.get(id) ?? [])
		.filter((item) => item.meeting !== meeting.id && item.withdrawnBy.length === 0 && mainItem(consultation, item) === item)
		.flatMap(({ title, kind, meeting: to }) => {
			const where = occasionOf(consultation, to);
			return where === null ? [] : [{ title, kind, to, toStart: where.start }];
		});
}

/** Latest meeting first, cancelled ones too: what was to be spoken of there is not lost. What stands on every agenda anyway is not carried over. */
function leftOver(lens: Lens, earlier: readonly Occasion[]) {
	const prepared = earlier.flatMap(({ meeting }) => meeting ?? []).slice(-MEETINGS_BACK).reverse();
	return prepared.flatMap((meeting) => agendaOf(lens, meeting).filter(({ done, standing }) => !done && standing === null));
}

function timerView(lens: Lens, { timer }: Meeting): TimerView | null {
	if (timer === null || timer.phase === 'stopped') return null;
	const { item, phase, totalMs, leftMs, at, by } = timer;
	return { item, phase, totalMs, leftMs, at, byName: lens.nameOf(by), mine: by === lens.me };
}

function keptIn(lens: Lens, meeting: Meeting): MeetingView['kept'] {
	const ids = new Set(twinsOf(lens.state.consultation, meeting).map(({ id }) => id));
	return lens.state.consultation.kept
		.filter((each) => each.meeting !== null && ids.has(each.meeting))
		.map((each) => ({ byName: lens.nameOf(each.by), at: each.at, class: each.class, place: each.place }));
}

function neighbours(alike: readonly Occasion[], occasion: Occasion): Pick<MeetingView, 'previous' | 'next'> {
	const dates = occasion.series === null ? [] : alike.filter(({ off, key }) => !off || key === occasion.key);
	const at = dates.findIndex(({ key }) => key === occasion.key);
	const shown = (each: Occasion | undefined) => (each === undefined ? null : { key: each.key, id: each.meeting?.id ?? null, start: each.start });
	return { previous: shown(dates[at - 1]), next: at < 0 ? null : shown(dates[at + 1]) };
}
