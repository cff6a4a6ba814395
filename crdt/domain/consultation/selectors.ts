/** What the consultation's screens show, from the folded state and a lens. Pure. */
import type { MemberId, ObjectId } from '../../../crypto/base';
import { descriptionOf } from '../calendar/room-rules';
import type { Lens } from '../lens';
import { parseWallTime } from '../wall-time';
import type { Item, Meeting } from './state';
import type { ItemView, MeetingSummary, MeetingView, MyItemView } from './views';

/** Not over and not cancelled, earliest first. */
export function selectUpcomingMeetings(lens: Lens): readonly MeetingSummary[] {
	return meetings(lens, (meeting) => meeting.end > lens.nowWall && meeting.cancelledBy.length === 0).sort(byStart);
}

/** Over or cancelled, latest first. */
export function selectPastMeetings(lens: Lens): readonly MeetingSummary[] {
	return meetings(lens, (meeting) => meeting.end <= lens.nowWall || meeting.cancelledBy.length > 0)
		.sort(byStart)
		.reverse();
}

/** Home. */
export function selectNextMeeting(lens: Lens): MeetingSummary | null {
	return selectUpcomingMeetings(lens)[0] ?? null;
}

export function selectMeeting(lens: Lens, id: ObjectId): MeetingView | null {
	const meeting = lens.state.consultation.meetings.get(id);
	if (meeting === undefined) return null;
	const summary = summaryOf(lens, meeting);
	let minutesBefore = 0;
	const items = agendaOf(lens, meeting).map((item) => {
		const view = itemView(lens, item, minutesBefore);
		minutesBefore += item.minutes;
		return view;
	});
	return {
		...summary,
		items,
		overMinutes: Math.max(0, summary.totalMinutes - summary.lengthMinutes),
		doneCount: items.filter((item) => item.done).length
	};
}

/** Items I present or added, in meetings to come, not done; by meeting, then agenda. */
export function selectMyItems(lens: Lens): readonly MyItemView[] {
	return selectUpcomingMeetings(lens).flatMap((meeting) => {
		const items = selectMeeting(lens, meeting.id)?.items ?? [];
		return items
			.filter((item) => !item.done && (item.mine || (item.presenter === null && item.addedBy === lens.me)))
			.map((item) => ({ item, meeting }));
	});
}

function meetings(lens: Lens, wanted: (meeting: Meeting) => boolean): MeetingSummary[] {
	return [...lens.state.consultation.meetings.values()].filter(wanted).map((meeting) => summaryOf(lens, meeting));
}

/** Not withdrawn, by order key, then id (CON5). */
function agendaOf(lens: Lens, meeting: Meeting): readonly Item[] {
	return meeting.items
		.flatMap((id) => lens.state.consultation.items.get(id) ?? [])
		.filter((item) => item.withdrawnBy.length === 0)
		.sort((a, b) => compare(a.order, b.order) || compare(a.id, b.id));
}

function roomNameOf(lens: Lens, id: NonNullable<Meeting['room']>): string | null {
	const room = lens.state.calendar.rooms.get(id);
	return room === undefined ? null : descriptionOf(room).name;
}

function summaryOf(lens: Lens, meeting: Meeting): MeetingSummary {
	const { id, entry, title, kind, start, end, zone, room, notes, plannedBy } = meeting;
	const agenda = agendaOf(lens, meeting);
	return {
		id, entry, title, kind, start, end, zone, room, notes, plannedBy,
		roomName: room === null ? null : roomNameOf(lens, room),
		plannedByName: lens.nameOf(plannedBy),
		mine: plannedBy === lens.me,
		cancelled: meeting.cancelledBy.length > 0,
		itemCount: agenda.length,
		totalMinutes: agenda.reduce((sum, item) => sum + item.minutes, 0),
		lengthMinutes: (parseWallTime(end) ?? 0) - (parseWallTime(start) ?? 0),
		heldBy: lens.heldBy(entry).length
	};
}

function itemView(lens: Lens, item: Item, startsAfterMinutes: number): ItemView {
	const { id, entry, meeting, kind, title, presenter, minutes, order, addedBy, done } = item;
	const name = (member: MemberId | null) => (member === null ? null : lens.nameOf(member));
	return {
		id, entry, meeting, kind, title, presenter, minutes, order, addedBy, done, startsAfterMinutes,
		presenterName: name(presenter),
		addedByName: lens.nameOf(addedBy),
		mine: presenter === lens.me,
		heldBy: lens.heldBy(entry).length
	};
}

const byStart = (a: MeetingSummary, b: MeetingSummary): number => compare(a.start, b.start) || compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
