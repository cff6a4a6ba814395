/** The colours a room may have, in the order offered. */
import type { OpInput } from '$crdt/domain/op';

export type RoomColour = Extract<OpInput, { type: 'calendar/add-room' }>['description']['colour'];

export const roomColours: readonly RoomColour[] = ['clay', 'moss', 'sky', 'plum', 'straw', 'slate', 'rose', 'pine'];
