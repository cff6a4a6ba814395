/** The calendar's ops in few words, for tests that are about something else. */
import type { OpInput } from '$crdt/domain/op';
import { plainRoom, type RoomDescription } from '$crdt/domain/calendar/room-description';

type OpOfType<T extends OpInput['type']> = Extract<OpInput, { type: T }>;

export const addRoomOp = (name: string, zone = 'UTC', over: Partial<RoomDescription> = {}): OpOfType<'calendar/add-room'> => ({
	type: 'calendar/add-room', zone, parts: [], description: { ...plainRoom(name), ...over }, decision: null
});

export const changeRoomOp = (room: string, name: string, over: Partial<RoomDescription> = {}): OpOfType<'calendar/change-room'> => ({
	type: 'calendar/change-room', room, description: { ...plainRoom(name), ...over }, decision: null
});

export const retireRoomOp = (room: string): OpOfType<'calendar/retire-room'> => ({ type: 'calendar/retire-room', room, decision: null });

export const bookOp = (room: string, start: string, end: string, replaces: string | null = null): OpOfType<'calendar/book'> => ({
	type: 'calendar/book', room, start, end, purpose: 'sessions', note: '', replaces
});

/** `at`: when it is said to have been cancelled; long before anything by itself. */
export const cancelOp = (booking: string, at = '2001-01-01T00:00'): OpOfType<'calendar/cancel'> => ({
	type: 'calendar/cancel', selection: { bookings: [booking], series: [] }, at
});

export const grantOp = (...bookings: readonly string[]): OpOfType<'calendar/grant'> => ({
	type: 'calendar/grant', selection: { bookings: [...bookings], series: [] }
});
