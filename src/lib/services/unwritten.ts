/**
 * What one opening of a text has written and no entry on the disk holds: kept by whoever asks to before any of it leaves, and taken up
 * by a later opening under the clocks it had, so that nobody can have it twice. Knows nothing of drafts, keys and screens. Carries TXT49.
 */
import { fromBase64, ok, toBase64, type Result } from '$crypto/base';
import type { TextSession } from '$crdt/text/session';
import type { Timers } from '$crdt/text/writer';

/** What is typed here and in no entry on this disk yet. */
export interface UnwrittenWords {
	/** Entries that would hold all of it, in order; null: it is too much to be kept beside the log. */
	entries(): readonly string[] | null;
	/** Grows with every change made here. */
	readonly changes: number;
	/**
	 * From now on nothing that is typed here reaches a screen, a colleague or the log before `keep` has resolved, or two seconds have passed.
	 * The last one counts. `end` is told when the text is closed and nothing more of it will have to be kept.
	 */
	keepFirst(keep: () => Promise<void>, end?: () => void): void;
	/** What `entries` gave in an opening that has ended. Resolves when it is in the text and on the disk, or the disk refused: then it is tried again. */
	takeUp(entries: readonly string[]): Promise<void>;
}

export interface Outbox<Refusal> extends UnwrittenWords {
	/** Nothing of an earlier opening waits. */
	readonly isTakenUp: boolean;
	append(payload: Uint8Array): Promise<Result<unknown, Refusal>>;
	broadcast(body: Uint8Array): void;
	/** Everything is written: what was kept may go. */
	close(): Promise<void>;
}

export interface OutboxPorts<Refusal> {
	readonly timers: Timers;
	session(): Pick<TextSession<Refusal>, 'unwritten' | 'changes' | 'isNews'>;
	append(payload: Uint8Array): Promise<Result<unknown, Refusal>>;
	broadcast(body: Uint8Array): void;
	/** `isTakenUp` may have changed. */
	onTakenUp(): void;
}

/** Colleagues see no word later because a disk is slow. */
const KEEP_MS = 2_000;
const AGAIN_MS = 5_000;

export function createOutbox<Refusal>({ timers, session, append, broadcast, onTakenUp }: OutboxPorts<Refusal>): Outbox<Refusal> {
	let keep: (() => Promise<void>) | null = null;
	const ends: (() => void)[] = [];
	let sending: Promise<void> = Promise.resolve();
	/** Of earlier openings, in order. */
	let left: Uint8Array[] = [];
	let draining: Promise<Result<unknown, Refusal>> | null = null;
	let stopTimer = (): void => undefined;

	/** Resolves without having been kept where the disk refuses or is slow: then a kill may double words, but stops nobody. */
	const kept = (): Promise<void> => {
		const asked = keep;
		if (asked === null) return Promise.resolve();
		return new Promise((resolve) => {
			const stop = timers.after(KEEP_MS, resolve);
			const end = (): void => {
				stop();
				resolve();
			};
			asked().then(end, end);
		});
	};

	async function drainLeft(): Promise<Result<unknown, Refusal>> {
		for (let next = left[0]; next !== undefined; next = left[0]) {
			if (session().isNews(next)) {
				const written = await append(next);
				if (!written.ok) {
					stopTimer();
					stopTimer = timers.after(AGAIN_MS, () => void drain());
					return written;
				}
			}
			left = left.slice(1);
		}
		onTakenUp();
		return ok(undefined);
	}

	const drain = (): Promise<Result<unknown, Refusal>> =>
		(draining ??= drainLeft().finally(() => {
			draining = null;
		}));

	return {
		entries() {
			const now = session().unwritten();
			if (now === 'too-much') return null;
			return [...left, ...(now === null ? [] : [now])].map(toBase64);
		},
		get changes() {
			return session().changes;
		},
		get isTakenUp() {
			return left.length === 0;
		},
		keepFirst(next, end) {
			keep = next;
			if (end !== undefined) ends.push(end);
		},
		async takeUp(entries) {
			left = [...left, ...entries.flatMap((entry) => fromBase64(entry) ?? [])];
			onTakenUp();
			await drain();
		},
		async append(payload) {
			await kept();
			// first what was typed first
			const drained = left.length === 0 ? ok(undefined) : await drain();
			return drained.ok ? append(payload) : drained;
		},
		broadcast(body) {
			if (keep === null) broadcast(body);
			else
				sending = sending.then(kept).then(() => broadcast(body));
		},
		async close() {
			await kept();
			stopTimer();
			for (const end of ends.splice(0)) end();
		}
	};
}
