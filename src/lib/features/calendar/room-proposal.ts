/** A change of a room as a proposal. Pure; the present moment is an argument. */
import type { RoomChange } from '$crdt/domain/calendar/ops';
import type { RoomDescription } from '$crdt/domain/calendar/room-description';
import type { RoomView } from '$crdt/domain/calendar/views';
import type { OpInput } from '$crdt/domain/op';
import { proposeEffect } from '$lib/parts/propose';
import { changedFields, ROOM_FIELDS } from '$lib/words/room-words';

export function proposeRoom(change: RoomChange, room: RoomView | null, now: number, days: number): OpInput {
	return proposeEffect({ title: titleOf(change, room), text: '', effect: { kind: 'change-room', change }, days }, now);
}

function titleOf(change: RoomChange, room: RoomView | null): string {
	const name = room?.name ?? 'A room';
	switch (change.kind) {
		case 'add':
			return `A new room: ${change.description.name}`;
		case 'change':
			return `${name}: ${sayChanged(room, change.description)}`;
		case 'retire':
			return `${name} is retired`;
	}
}

function sayChanged(room: RoomView | null, next: RoomDescription): string {
	const fields = room ? changedFields(room.description, next) : [];
	return fields.map((field) => ROOM_FIELDS[field].toLowerCase()).join(', ') || 'as it is';
}
