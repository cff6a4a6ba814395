/** Who waits for which time, and whether it has come free. Pure. CAL68. */
import type { Lens } from '../lens';
import { activeWaits } from './booking-view';
import { isFreeFor } from './free-times';
import { roomsInUse, roomView } from './rooms';
import type { Wait } from './state';
import type { FreeSlot, WaitView } from './views';

/** Everybody's that are not over, soonest first. */
export function selectWaits(lens: Lens): readonly WaitView[] {
	return activeWaits(lens.state.calendar)
		.filter((wait) => wait.end > lens.nowWall)
		.sort((a, b) => a.from - b.from || a.to - b.to)
		.map((wait) => waitView(lens, wait));
}

/** Home: mine whose whole time could be booked now. */
export function selectCameFree(lens: Lens): readonly WaitView[] {
	return selectWaits(lens).filter(({ mine, freeIn }) => mine && freeIn.length > 0);
}

function waitView(lens: Lens, wait: Wait): WaitView {
	const { id, start, end, member, room } = wait;
	const wanted = room === null ? undefined : lens.state.calendar.rooms.get(room);
	return {
		id, start, end, room,
		memberName: lens.nameOf(member),
		mine: member === lens.me,
		roomName: wanted === undefined ? null : roomView(wanted).name,
		freeIn: freeIn(lens, wait)
	};
}

function freeIn(lens: Lens, { member, room, start, end }: Wait): readonly FreeSlot[] {
	return roomsInUse(lens.state.calendar)
		.filter(({ id }) => (room === null || room === id) && isFreeFor(lens, member, { room: id, start, end, replaces: null }))
		.map(({ id, name }) => ({ room: id, roomName: name, start, end }));
}
