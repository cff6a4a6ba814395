/**
 * One thing a person asked for, while it runs: busy (pressing again does nothing), slow after a second (say so), and the
 * failure it ended with, if any. Knows nothing of what the thing is.
 */
import type { Failure } from '$lib/errors';
import { failure } from '$lib/errors';

type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

const SLOW_MS = 1000;

export class Task {
	busy = $state(false);
	/** Over a second by now: the screen should say what is going on. */
	slow = $state(false);
	failure = $state.raw<Failure | null>(null);

	/** @returns the value, or null when it failed or another run is still going. */
	async run<T>(work: () => Promise<Outcome<T>>): Promise<{ readonly value: T } | null> {
		if (this.busy) return null;
		this.busy = true;
		this.failure = null;
		const timer = setTimeout(() => (this.slow = true), SLOW_MS);
		try {
			const outcome = await work();
			if (outcome.ok) return { value: outcome.value };
			this.failure = outcome.error;
			return null;
		} catch (bug) {
			this.failure = failure('Unexpected');
			reportError(bug);
			return null;
		} finally {
			clearTimeout(timer);
			this.busy = false;
			this.slow = false;
		}
	}
}
