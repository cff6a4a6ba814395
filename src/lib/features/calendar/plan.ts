/**
 * What somebody draws or moves in a board, before anything is posted: a column and minutes since the midnight of its date.
 * Pure arithmetic of steps and lengths; whether it may be booked is for the calendar's rules. Ends are exclusive; below 0 is
 * the day before, above 1440 the day after.
 */
import type { RoomDescription } from '$crdt/domain/calendar/room-description';
import { slotAt, type Hours, type Minutes } from './day-grid';

export interface Plan extends Minutes {
	readonly column: number;
}

/** What a room asks of lengths and steps. */
export interface Lengths {
	readonly step: number;
	readonly min: number;
	readonly max: number;
}

export type Edge = 'start' | 'end';

/** A finger is not finer than a quarter of an hour where the room's grid fits into one; the form is. */
export function lengthsOf(room: Pick<RoomDescription, 'gridMinutes' | 'minMinutes' | 'maxMinutes'> | null): Lengths {
	if (room === null) return { step: 15, min: 15, max: 1440 };
	const step = 15 % room.gridMinutes === 0 ? 15 : room.gridMinutes;
	return { step, min: Math.max(room.minMinutes, step), max: Math.max(room.maxMinutes, step) };
}

/** From where the drag began to where the pointer is, in either direction, within the room's lengths. */
export function planCreate(anchor: number, point: number, { step, min, max }: Lengths): Minutes {
	const a = down(anchor, step);
	const b = down(point, step);
	const length = clamp(Math.abs(b - a) + step, min, max);
	return b >= a ? { from: a, to: a + length } : { from: a + step - length, to: a + step };
}

/** The booking with its start where the pointer takes it: `grabbed` is how far below its start it was taken. */
export function planMove(length: number, point: number, grabbed: number, { step }: Lengths, hours: Hours): Minutes {
	const from = clamp(near(point - grabbed, step), hours.from * 60 - Math.max(0, length - step), hours.to * 60 - step);
	return { from, to: from + length };
}

/** One end follows the pointer, the other stays. */
export function planResize(span: Minutes, edge: Edge, point: number, { step, min, max }: Lengths): Minutes {
	const at = near(point, step);
	return edge === 'end'
		? { from: span.from, to: clamp(at, span.from + min, span.from + max) }
		: { from: clamp(at, span.to - max, span.to - min), to: span.to };
}

/** The keys of the move mode; anything else is not for it. */
export type NudgeKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';
export const isNudge = (key: string): key is NudgeKey => /^Arrow(Up|Down|Left|Right)$/.test(key);

/** One press of an arrow: earlier, later, another column; with `grow` the end alone moves. */
export function nudge(plan: Plan, key: NudgeKey, grow: boolean, lengths: Lengths, hours: Hours, columns: number): Plan {
	if (key === 'ArrowLeft') return { ...plan, column: Math.max(plan.column - 1, 0) };
	if (key === 'ArrowRight') return { ...plan, column: Math.min(plan.column + 1, columns - 1) };
	const by = key === 'ArrowUp' ? -lengths.step : lengths.step;
	if (grow) return { ...plan, ...planResize(plan, 'end', plan.to + by, lengths) };
	return { ...plan, ...planMove(plan.to - plan.from, plan.from + by, 0, lengths, hours) };
}

/** Where a touch or a click without a drag begins: the half hour, or the room's grid where that is coarser. */
export const tapped = (share: number, hours: Hours, { step }: Lengths): number => slotAt(share, hours, 30 % step === 0 ? 30 : step);

const down = (minute: number, step: number): number => Math.floor(minute / step) * step;
const near = (minute: number, step: number): number => Math.round(minute / step) * step;
const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
