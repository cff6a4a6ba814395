/** Time that moves only when the test says so. */

import type { Timers } from '$lib/adapters/webrtc/timers';

export interface FakeTimers extends Timers {
	/** Moves time on in steps of at most a second, letting pending work run in between. */
	advance(ms: number): Promise<void>;
	/** The clock jumps and nothing runs in between, as when a machine sleeps. */
	sleep(ms: number): Promise<void>;
}

interface Timer {
	dueMs: number;
	readonly periodMs: number | null;
	readonly run: () => void;
}

export function createFakeTimers(): FakeTimers {
	let now = 1_000_000;
	const timers = new Set<Timer>();
	const add = (delayMs: number, periodMs: number | null, run: () => void) => {
		const timer: Timer = { dueMs: now + delayMs, periodMs, run };
		timers.add(timer);
		return () => void timers.delete(timer);
	};
	const runDue = () => {
		for (const timer of [...timers].sort((a, b) => a.dueMs - b.dueMs)) {
			if (timer.dueMs > now || !timers.has(timer)) continue;
			if (timer.periodMs === null) timers.delete(timer);
			else timer.dueMs = now + timer.periodMs;
			timer.run();
		}
	};
	return {
		now: () => now,
		after: (delayMs, run) => add(delayMs, null, run),
		every: (periodMs, run) => add(periodMs, periodMs, run),
		async advance(ms) {
			for (let left = ms; left > 0; left -= 1000) {
				now += Math.min(left, 1000);
				runDue();
				await settled();
			}
		},
		async sleep(ms) {
			now += ms;
			runDue();
			await settled();
		}
	};
}

/** Lets everything that is already on its way in this process happen. */
export async function settled(): Promise<void> {
	for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
