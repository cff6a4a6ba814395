/**
 * When a person's words leave the document: at once as live frames, and soon, merged, as entries.
 *
 * Hears local changes and asks for frames and entries; decides only *when*. Timers are given, so tests and benches run on a
 * clock of their own. Knows nothing of Yjs, payloads or keys. Carries TXT17 and TXT18.
 */

/** Runs `run` once after `ms`; the result cancels it. */
export interface Timers {
	after(ms: number, run: () => void): () => void;
}

/** Changes within this time travel in one live frame. */
export const LIVE_MS = 30;
/** A pause this long ends an entry. */
export const QUIET_MS = 700;
/** No word waits longer for the disk. */
export const LONGEST_MS = 3_000;
/** After a refused write: first and longest wait before the next try. */
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

export interface WriterTasks {
	/** Sends what was typed since the last frame. */
	sendLive(): void;
	/** Writes everything unwritten; true when all of it is on disk. Never rejects. */
	write(): Promise<boolean>;
	/** Whether something is unwritten. */
	hasUnwritten(): boolean;
}

export interface Writer {
	/** Something was typed; `isHeard`: somebody would get a live frame. */
	changed(isHeard: boolean): void;
	/** Writes now (blur, hide, close, the pause is over). Resolves once no write is under way; true when all is on disk. */
	flush(): Promise<boolean>;
	readonly writing: boolean;
	/** Cancels all timers; writes nothing. */
	stop(): void;
}

export function createWriter(timers: Timers, now: () => number, tasks: WriterTasks): Writer {
	const live = createAlarm(timers);
	const quiet = createAlarm(timers);
	const longest = createAlarm(timers);
	const retry = createAlarm(timers);
	let retryMs = RETRY_MS;
	let underWay: Promise<boolean> | null = null;
	let stopped = false;
	let again = false;
	let lastChange = 0;

	/** Set once for each burst, not for each letter: when it rings too early, it is set for the rest of the pause. */
	function awaitQuiet(ms: number): void {
		quiet.set(ms, () => {
			const rest = lastChange + QUIET_MS - now();
			if (rest > 0) awaitQuiet(rest);
			else void flush();
		});
	}

	function sendLiveNow(): void {
		live.clear();
		tasks.sendLive();
	}

	async function writeUntilDone(): Promise<boolean> {
		for (;;) {
			quiet.clear();
			longest.clear();
			retry.clear();
			if (!(await tasks.write())) {
				if (!stopped) retry.set(retryMs, () => void flush());
				retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
				return false;
			}
			retryMs = RETRY_MS;
			// typed while the disk was busy: the pause decides, as ever
			if (!again) return !tasks.hasUnwritten();
			again = false;
		}
	}

	function flush(): Promise<boolean> {
		if (live.isSet) sendLiveNow();
		if (underWay !== null) {
			again = tasks.hasUnwritten();
			return underWay;
		}
		if (!tasks.hasUnwritten()) return Promise.resolve(true);
		underWay = writeUntilDone().finally(() => {
			underWay = null;
		});
		return underWay;
	}

	return {
		changed(isHeard) {
			if (stopped) return;
			if (isHeard && !live.isSet) live.set(LIVE_MS, sendLiveNow);
			lastChange = now();
			if (!quiet.isSet) awaitQuiet(QUIET_MS);
			if (!longest.isSet) longest.set(LONGEST_MS, () => void flush());
		},
		flush,
		get writing() {
			return underWay !== null;
		},
		stop() {
			stopped = true;
			for (const alarm of [live, quiet, longest, retry]) alarm.clear();
		}
	};
}

interface Alarm {
	readonly isSet: boolean;
	/** Replaces an earlier setting. */
	set(ms: number, run: () => void): void;
	clear(): void;
}

export function createAlarm(timers: Timers): Alarm {
	let cancel: (() => void) | null = null;
	const clear = (): void => {
		cancel?.();
		cancel = null;
	};
	return {
		get isSet() {
			return cancel !== null;
		},
		set(ms, run) {
			clear();
			cancel = timers.after(ms, () => {
				cancel = null;
				run();
			});
		},
		clear
	};
}
