/**
 * The clock and timers of the transport, as a port: a fake one drives the watchdog in tests.
 *
 * Knows nothing of connections. The real one is monotonic where the platform sleeps with the machine or not: only
 * differences count, and a jump between two ticks is how sleep is noticed (NET30).
 */

export interface Timers {
	/** Milliseconds by the wall clock; only differences are used. */
	now(): number;
	/** Calls `run` once, `delayMs` from now; returns a way to call it off. */
	after(delayMs: number, run: () => void): () => void;
	/** Calls `run` every `periodMs`; returns a way to stop. */
	every(periodMs: number, run: () => void): () => void;
}

/** Wall clock, because a monotonic one stands still on some systems while the machine sleeps. */
export const systemTimers: Timers = {
	now: () => Date.now(),
	after(delayMs, run) {
		const timer = setTimeout(run, delayMs);
		return () => clearTimeout(timer);
	},
	every(periodMs, run) {
		const timer = setInterval(run, periodMs);
		return () => clearInterval(timer);
	}
};
