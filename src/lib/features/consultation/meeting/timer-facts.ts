/**
 * What the buttons of the meeting's timer post, and what it says: pure, times in milliseconds, "now" given by the caller. How much is left
 * at a moment is the domain's to say. Carries CON27.
 */
import type { ObjectId } from '$crypto/base';
import type { TimerView } from '$crdt/domain/consultation/views';
import type { OpInput } from '$crdt/domain/op';

export type TimerOp = Extract<OpInput, { type: 'consultation/set-timer' }>;
type Going = Pick<TimerView, 'item' | 'phase' | 'totalMs' | 'leftMs' | 'at'>;

export const MINUTE_MS = 60_000;
export const MORE_MS = 5 * MINUTE_MS;
const SHORT_MS = 2 * MINUTE_MS;
const LONGEST_MS = 14_400_000;
/** A timer that nobody stopped: an hour after its end it is taken for forgotten. */
const FORGOTTEN_MS = -60 * MINUTE_MS;

const within = (ms: number): number => Math.round(Math.min(Math.max(ms, -LONGEST_MS), LONGEST_MS));

export const startFor = (meeting: ObjectId, item: ObjectId | null, minutes: number, now: number): TimerOp => {
	const totalMs = within(minutes * MINUTE_MS);
	return { type: 'consultation/set-timer', meeting, item, phase: 'running', totalMs, leftMs: totalMs, at: Math.round(now) };
};

/** The timer at this moment, in another phase: `left` is what is left of it now. */
export const inPhase = (meeting: ObjectId, timer: Going, phase: TimerOp['phase'], left: number, now: number): TimerOp => ({
	type: 'consultation/set-timer', meeting, item: timer.item, phase, totalMs: timer.totalMs, leftMs: within(left), at: Math.round(now)
});

/** The very timer that stood there, as if nobody had stopped it: what has gone by since is gone. */
export const asItWas = (meeting: ObjectId, { item, phase, totalMs, leftMs, at }: Going): TimerOp => ({ type: 'consultation/set-timer', meeting, item, phase, totalMs, leftMs, at });

/** Two who press "Done" at once mean the same item: so long after a colleague went on, nobody goes on once more. */
const SAME_PRESS_MS = 1_500;

/** @param changedAt when this screen began to show what it shows; null: since it was opened. */
export const isSamePress = (timer: Pick<TimerView, 'mine'>, changedAt: number | null, now: number): boolean => !timer.mine && changedAt !== null && now - changedAt < SAME_PRESS_MS;

/** Five minutes more from where it stands; where time is over, five minutes from now. */
export function withMore(meeting: ObjectId, timer: Going, left: number, now: number): TimerOp {
	const leftMs = within(Math.max(left, 0) + MORE_MS);
	return { type: 'consultation/set-timer', meeting, item: timer.item, phase: timer.phase, totalMs: Math.max(within(timer.totalMs + MORE_MS), leftMs), leftMs, at: Math.round(now) };
}

export const isForgotten = (left: number): boolean => left < FORGOTTEN_MS;

/** "14:59", "1:02:05"; beyond the end the time since. Left time is rounded up, so that 0:00 is the very end. */
export function figures(left: number): string {
	const seconds = left > 0 ? Math.ceil(left / 1000) : Math.floor(-left / 1000);
	const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, String(seconds % 60).padStart(2, '0')];
	return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** For ears: whole minutes, seconds only at the end. */
export function sayLeft(left: number): string {
	const over = left < 0;
	const ms = Math.abs(left);
	if (ms < MINUTE_MS) return over ? 'time is over' : 'less than a minute left';
	const minutes = over ? Math.floor(ms / MINUTE_MS) : Math.round(ms / MINUTE_MS);
	return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${over ? 'over' : 'left'}`;
}

/** What is said aloud when the time left passes a mark; null: nothing. The first look says nothing: nobody who comes late is startled. */
export function announcement(before: number | null, now: number, about: string): string | null {
	if (before === null) return null;
	if (before > 0 && now <= 0) return `Time is over: ${about}.`;
	if (before > SHORT_MS && now <= SHORT_MS) return `2 minutes left: ${about}.`;
	return null;
}
