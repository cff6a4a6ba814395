/** Meetings as they stand in lists, and the items of an agenda. Pure. Carries CON5, CON13. */
import type { MemberId, ObjectId } from '../../../crypto/base';
import { descriptionOf } from '../calendar/room-rules';
import type { Lens } from '../lens';
import { mainItem } from './lookups';
import { lengthOf } from './meetings';
import { compare, isOver, occasionOf, type Occasion } from './occasions';
import { caseViewOf } from './select-case';
import { isForgotten } from './select-forgetting';
import { myRolesIn } from './select-roles';
import { versionOn } from './series';
import type { ConsultationState, Item, Meeting } from './state';
import type { ItemView, MeetingSummary } from './views';

interface Agenda {
	readonly items: ConsultationState['items'];
	/** All that were ever on it. */
	readonly ever: readonly (Item | undefined)[];
	readonly shown: readonly Item[];
}

/** By meeting: what happens elsewhere leaves it as it was. */
const agendas = new WeakMap<Meeting, Agenda>();

/** On it now, not withdrawn, standing ones once; by order key, then id (CON5). */
export function agendaOf({ state: { consultation } }: Lens, meeting: Meeting): readonly Item[] {
	const { items } = consultation;
	const kept = agendas.get(meeting);
	if (kept?.items === items) return kept.shown;
	const ever = meeting.items.map((id) => items.get(id));
	const isSame = kept !== undefined && ever.every((item, at) => item === kept.ever[at]);
	const shown = isSame ? kept.shown : ever.flatMap((item) => (item !== undefined && isShownOn(consultation, meeting, item) ? [item] : [])).sort(inOrder);
	agendas.set(meeting, { items, ever, shown });
	return shown;
}

const isShownOn = (state: ConsultationState, meeting: Meeting, item: Item): boolean =>
	item.meeting === meeting.id && item.withdrawnBy.length === 0 && mainItem(state, item) === item;
const inOrder = (a: Item, b: Item): number => compare(a.order, b.order) || compare(a.id, b.id);

export function roomNameOf(lens: Lens, id: ObjectId | null): string | null {
	const room = id === null ? undefined : lens.state.calendar.rooms.get(id);
	return room === undefined ? null : descriptionOf(room).name;
}

export function summaryOf(lens: Lens, occasion: Occasion): MeetingSummary {
	const { key, meeting, series, date, entry, title, kind, start, end, zone, room, link, plannedBy, off } = occasion;
	const items: readonly { readonly minutes: number }[] = meeting === null ? (series === null ? [] : versionOn(series, date!).agenda) : agendaOf(lens, meeting);
	return {
		id: meeting?.id ?? null, key, series: series?.id ?? null, date, title, kind, start, end, zone, room, link, plannedBy,
		roomName: roomNameOf(lens, room),
		plannedByName: lens.nameOf(plannedBy),
		mine: plannedBy === lens.me,
		cancelled: off,
		itemCount: items.length,
		totalMinutes: items.reduce((sum, { minutes }) => sum + minutes, 0),
		lengthMinutes: lengthOf(occasion),
		heldBy: lens.heldBy(entry).length,
		myRoles: myRolesIn(lens, occasion),
		myReply: meeting?.replies.get(lens.me)?.value ?? null,
		attendanceOpen: !off && isOver(lens, occasion) && (meeting?.attendance.get(lens.me)?.value.was ?? 'unsaid') === 'unsaid',
		forgotten: meeting !== null && isForgotten(lens, meeting)
	};
}

/** Each with the minutes before it. */
export function itemViews(lens: Lens, items: readonly Item[]): readonly ItemView[] {
	let minutesBefore = 0;
	return items.map((item) => {
		const view = itemView(lens, item, minutesBefore);
		minutesBefore += item.minutes;
		return view;
	});
}

export function itemView(lens: Lens, item: Item, startsAfterMinutes: number): ItemView {
	const { id, entry, meeting, kind, title, presenter, minutes, order, addedBy, done, standing, proposal } = item;
	const name = (member: MemberId | null) => (member === null ? null : lens.nameOf(member));
	const before = item.carriedFrom.at(-1);
	const from = before === undefined ? null : occasionOf(lens.state.consultation, before);
	return {
		id, entry, meeting, kind, title, presenter, minutes, order, addedBy, done, startsAfterMinutes, proposal,
		presenterName: name(presenter),
		addedByName: lens.nameOf(addedBy),
		mine: presenter === lens.me,
		heldBy: lens.heldBy(entry).length,
		carriedFrom: before === undefined || from === null ? null : { id: before, start: from.start },
		isStanding: standing !== null,
		case: caseViewOf(lens, item)
	};
}
