/**
 * Tablets at doors: which there are, for which rooms, and by which key each proves itself. No key of the collective has
 * anything to do with them. Knows no network and no clock. Rules CAL90–CAL93.
 */
import { assertNever, err, ok, type ObjectId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { isKnownRoom } from './room-rules';
import type { CalendarState, Door, Known } from './state';

type DoorOp = OpOf<'calendar/add-door' | 'calendar/remove-door'>;

/** Each costs every member's device a meeting place of its own. */
export const MOST_DOORS = 8;
const KEY_LENGTH = 43;

export function reduceDoors(state: CalendarState, op: DoorOp, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	switch (op.type) {
		case 'calendar/add-door':
			return addDoor(state, op, ctx, known);
		case 'calendar/remove-door':
			return removeDoor(state, op.door, ctx, known);
		default:
			return assertNever(op);
	}
}

export const isDoorInUse = (door: Door): boolean => door.removedBy.length === 0;

function addDoor(state: CalendarState, op: OpOf<'calendar/add-door'>, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const { name, rooms, showNames, publicKey, lobbyKey } = op;
	if (publicKey.length !== KEY_LENGTH || lobbyKey.length !== KEY_LENGTH) return refused('CAL90', 'The keys of the tablet have not the right length.');
	for (const id of rooms) {
		const room = state.rooms.get(id);
		if (room === undefined || !isKnownRoom(room, known)) return refused('CAL2', 'The room is not known.');
		if (room.retiredBy.some(known)) return refused('CAL3', 'The room has been retired.');
	}
	const doors = [...state.doors.values()];
	if (doors.some((door) => door.publicKey === publicKey || door.lobbyKey === lobbyKey)) return refused('CAL91', 'Every tablet has keys of its own.');
	const inUse = doors.filter((door) => known(door.entry) && !door.removedBy.some(({ entry }) => known(entry)));
	if (inUse.length >= MOST_DOORS) return refused('CAL92', `There are at most ${MOST_DOORS} tablets at doors.`);
	const made: Door = {
		id: ctx.objectId, entry: ctx.entry.id, by: ctx.author.memberId, at: ctx.entry.claimedAt, name, rooms, showNames, publicKey, lobbyKey, removedBy: []
	};
	return ok({ ...state, doors: state.doors.set(made.id, made) });
}

function removeDoor(state: CalendarState, id: ObjectId, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const found = state.doors.get(id);
	if (found === undefined || !known(found.entry)) return refused('CAL93', 'The tablet is not known.');
	if (found.removedBy.some(({ entry }) => known(entry))) return refused('CAL93', 'The tablet has been taken away already.');
	const removal = { entry: ctx.entry.id, member: ctx.author.memberId, at: ctx.entry.claimedAt };
	return ok({ ...state, doors: state.doors.set(id, { ...found, removedBy: [...found.removedBy, removal] }) });
}

const refused = (rule: string, reason: string) => err({ rule, reason });
