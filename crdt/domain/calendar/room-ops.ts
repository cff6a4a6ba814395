/**
 * Rooms: added, described anew, retired, by a member's word or by carrying out a decision. Rules CAL1–CAL3, CAL32, CAL35,
 * CAL36, CAL37.
 */
import { err, ok, type ObjectId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import type { RoomChange } from './ops';
import { atomsOf, descriptionRefusal, isKnownRoom } from './room-rules';
import type { CalendarState, Known, Room, RoomVersion } from './state';

type RoomOp = OpOf<'calendar/add-room' | 'calendar/change-room' | 'calendar/retire-room'>;

export function reduceRoom(before: CalendarState, op: RoomOp, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const authorized = authorize(before, op, ctx, known);
	if (!authorized.ok) return authorized;
	const { mandate } = authorized.value;
	const state: CalendarState =
		mandate === null
			? before
			: { ...before, carriedOut: before.carriedOut.set(mandate, [...(before.carriedOut.get(mandate) ?? []), ctx.entry.id]) };
	if (op.type === 'calendar/add-room') return addRoom(state, op, mandate, ctx, known);
	const room = state.rooms.get(op.room);
	if (room === undefined || !isKnownRoom(room, known)) return refused('CAL2', 'The room is not known.');
	if (room.retiredBy.some(known)) return refused('CAL3', 'The room has been retired.');
	if (op.type === 'calendar/retire-room') {
		return ok({ ...state, rooms: state.rooms.set(op.room, { ...room, retiredBy: [...room.retiredBy, ctx.entry.id] }) });
	}
	const unsound = descriptionRefusal(op.description);
	if (unsound !== null) return err(unsound);
	return ok({ ...state, rooms: state.rooms.set(op.room, withVersion(room, versionOf(op, ctx))) });
}

function addRoom(state: CalendarState, op: OpOf<'calendar/add-room'>, mandate: ObjectId | null, ctx: RuleContext, known: Known): Reduced<CalendarState> {
	const unsound = descriptionRefusal(op.description);
	if (unsound !== null) return err(unsound);
	const atoms = atomsOf(state, op.parts, op.zone, known);
	if (!atoms.ok) return atoms;
	// carried out twice apart, one decision makes one room: it is named by the decision
	const id = mandate ?? ctx.objectId;
	const version = versionOf(op, ctx);
	const same = state.rooms.get(id);
	const room: Room =
		same === undefined
			? {
					id,
					addedIn: [ctx.entry.id],
					addedBy: ctx.author.memberId,
					zone: op.zone,
					parts: op.parts,
					atoms: atoms.value.length === 0 ? [id] : atoms.value,
					versions: [version],
					retiredBy: []
				}
			: { ...withVersion(same, version), addedIn: [...same.addedIn, ctx.entry.id] };
	return ok({ ...state, rooms: state.rooms.set(id, room) });
}

/** CAL36, CAL37: whose word it is. `mandate`: the decision it carries out, by the first proposal of its chain. */
function authorize(state: CalendarState, op: RoomOp, ctx: RuleContext, known: Known): Reduced<{ readonly mandate: ObjectId | null }> {
	if (op.decision === null) {
		const decision = ctx.settingDecidedInPast('calendarRules');
		if (ctx.settingsInPast().calendarRules.roomsBy === 'members') return ok({ mandate: null });
		return err({ rule: 'CAL36', reason: 'Rooms are changed by a decision here.', setBy: { decision, entry: null } });
	}
	const decided = ctx.roomDecisionInPast(op.decision);
	if (decided === null) return refused('CAL37', 'There is no such decision, or it was not final.');
	if (!sameData(changeOf(op), decided.change)) return refused('CAL37', 'This is not what was decided.');
	if (state.carriedOut.get(decided.mandate)?.some(known) === true) return refused('CAL37', 'The decision was carried out already.');
	return ok({ mandate: decided.mandate });
}

function changeOf(op: RoomOp): RoomChange {
	switch (op.type) {
		case 'calendar/add-room':
			return { kind: 'add', zone: op.zone, parts: op.parts, description: op.description };
		case 'calendar/change-room':
			return { kind: 'change', room: op.room, description: op.description };
		case 'calendar/retire-room':
			return { kind: 'retire', room: op.room };
	}
}

/** The op that carries out a decision about rooms. */
export function opOfChange(change: RoomChange, decision: ObjectId): RoomOp {
	switch (change.kind) {
		case 'add':
			return { type: 'calendar/add-room', zone: change.zone, parts: change.parts, description: change.description, decision };
		case 'change':
			return { type: 'calendar/change-room', room: change.room, description: change.description, decision };
		case 'retire':
			return { type: 'calendar/retire-room', room: change.room, decision };
	}
}

function versionOf(op: OpOf<'calendar/add-room' | 'calendar/change-room'>, ctx: RuleContext): RoomVersion {
	const { id: entry, lamport, claimedAt: at } = ctx.entry;
	return { entry, lamport, by: ctx.author.memberId, at, description: op.description, decision: op.decision };
}

/** CAL1: versions in total order, whatever the order of arrival; of one entry, in the order of its ops. */
function withVersion(room: Room, version: RoomVersion): Room {
	let at = room.versions.length;
	while (at > 0 && isBefore(version, room.versions[at - 1]!)) at--;
	return { ...room, versions: [...room.versions.slice(0, at), version, ...room.versions.slice(at)] };
}

const isBefore = (a: RoomVersion, b: RoomVersion): boolean => (a.lamport !== b.lamport ? a.lamport < b.lamport : a.entry < b.entry);

/** Plain data of the same content, whatever the order of fields. */
function sameData(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) || Array.isArray(b)) {
		return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => sameData(item, b[at]));
	}
	const entries = Object.entries(a);
	const other = new Map(Object.entries(b));
	return entries.length === other.size && entries.every(([key, item]) => other.has(key) && sameData(item, other.get(key)));
}

const refused = (rule: string, reason: string) => err({ rule, reason });
