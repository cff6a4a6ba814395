/**
 * Whose turn it is to post what is due: each member's device waits some seconds more than the one before it, so that usually one posts and
 * the others hear of it. Knows nothing of what is due. Carries LED35 and CON11; nothing depends on it.
 */
import type { PostingDue } from '$crdt/domain/ledger/duties';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { OpenCollective } from './collective';

/** Time to hear from others what they have posted already. */
const FIRST_AFTER_MS = 4_000;
const TURN_MS = 5_000;
/** Written and still due: the disk refused it, or the rules did. Not again and again. */
const AGAIN_AFTER_MS = 300_000;

interface Ranked {
	/** How many members' devices come first. */
	readonly rank: number;
}

export interface Turns<Due extends Ranked = PostingDue> {
	/** Those whose wait is over, each once in five minutes, and when the next one is over (null: none waits). Forgets what is due no more. */
	sort(due: readonly Due[]): { readonly over: readonly Due[]; readonly nextMs: number | null };
}

export const createTurns = (timers: Pick<Timers, 'now'>): Turns => createTurnsBy(timers, ({ schedule, due }: PostingDue) => `${schedule} ${due}`);

/** @param keyOf the same for the same thing due. */
export function createTurnsBy<Due extends Ranked>(timers: Pick<Timers, 'now'>, keyOf: (due: Due) => string): Turns<Due> {
	let waits = new Map<string, number>();
	return {
		sort(due) {
			const now = timers.now();
			const kept = new Map<string, number>();
			const over: Due[] = [];
			let nextMs: number | null = null;
			for (const each of due) {
				const key = keyOf(each);
				const until = waits.get(key) ?? now + FIRST_AFTER_MS + each.rank * TURN_MS;
				kept.set(key, until <= now ? now + AGAIN_AFTER_MS : until);
				if (until <= now) over.push(each);
				else nextMs = Math.min(nextMs ?? until - now, until - now);
			}
			waits = kept;
			return { over, nextMs };
		}
	};
}

/** Newest claimed time of anything another member wrote, ms; null: nothing yet. */
export function heardFromOthers({ me, state, fold }: Pick<OpenCollective, 'me' | 'state' | 'fold'>): number | null {
	const others = state().membership.seated.filter(({ memberId }) => memberId !== me);
	const times = others.flatMap(({ memberId }) => fold.heardAt(memberId) ?? []);
	return times.length === 0 ? null : Math.max(...times);
}
