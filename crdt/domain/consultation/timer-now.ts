/** What a shared timer shows at a moment. The clock of whoever set it may be ahead or behind; no rule asks any. Carries CON27. */
import type { TimerView } from './views';

/**
 * What is left at `now` (this device's clock, ms), never more than was left when it was set, and how much time has gone by beyond the
 * end; one of the two is 0.
 */
export function timerNow({ phase, leftMs, at }: Pick<TimerView, 'phase' | 'leftMs' | 'at'>, now: number): { readonly leftMs: number; readonly over: number } {
	const gone = phase === 'running' ? Math.max(0, now - at) : 0;
	const left = leftMs - gone;
	return { leftMs: Math.max(0, left), over: Math.max(0, -left) };
}
