/**
 * The time between the keys at the door and the first sight of oneself in the log. Whoever answers in a lobby holds the
 * invitation, no more: only a log that leads from the collective's own founding to our admission shows that the keys were
 * true. Until then the invitation is kept, and without progress we go back to the door. Carries NET88.
 */
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { Running } from './running';

const LOOK_EVERY_MS = 2_000;
/** Without a single new entry. */
const PATIENCE_MS = 90_000;

export interface Trial {
	readonly running: Pick<Running, 'standing' | 'open'>;
	readonly timers: Timers;
	/** Our copy names this device. */
	proven(): void;
	/** Nothing that belongs to this collective has come. */
	failed(): void;
}

/** @returns how to stop. Exactly one of the two is called, unless stopped first. */
export function watchTrial({ running, timers, proven, failed }: Trial): () => void {
	let held = running.open.log.entries().length;
	let movedMs = timers.now();
	const stop = timers.every(LOOK_EVERY_MS, () => {
		const now = timers.now();
		const holds = running.open.log.entries().length;
		if (holds > held) movedMs = now;
		held = holds;
		const isProven = running.standing() !== 'not-yet';
		if (!isProven && now - movedMs < PATIENCE_MS) return;
		stop();
		if (isProven) proven();
		else failed();
	});
	return stop;
}
