/**
 * Two ledgers beside a text: what the log alone would give (`LoggedState`), and the words seen live that are in no entry
 * yet (`UnloggedFrames`), with the proof of who typed them.
 *
 * Together they answer the writer's question: if I write this down now, what must come with it so that a reader of the log
 * alone can place it? Knows nothing of time sources, sealing or Yjs. Carries TXT14, TXT15 and TXT16.
 */
import type { Slot } from '../../crypto/base';
import type { SiftedUpdate } from './sift';
import { isReady } from './text-doc';

/** The state vector that a replay of the entries alone would reach. */
export interface LoggedState {
	clockOf(client: number): number;
	/** Counts what an entry wrote as soon as all it needs is counted too. */
	add(update: SiftedUpdate): void;
	/** After loading a snapshot. */
	raise(client: number, clock: number): void;
	/** Updates in entries that wait for something no entry has brought yet. */
	readonly waiting: number;
}

export function createLoggedState(): LoggedState {
	const clockByClient = new Map<number, number>();
	let waiting: SiftedUpdate[] = [];
	const clockOf = (client: number): number => clockByClient.get(client) ?? 0;
	const raise = (client: number, clock: number): void => {
		if (clock > clockOf(client)) clockByClient.set(client, clock);
	};
	const tryCount = (update: SiftedUpdate): boolean => {
		if (!isReady(update, clockOf)) return false;
		if (update.writes !== null) raise(update.writes.client, update.writes.to);
		return true;
	};
	return {
		clockOf,
		raise,
		add(update) {
			if (!tryCount(update)) {
				waiting.push(update);
				return;
			}
			for (let before = -1; waiting.length > 0 && waiting.length !== before; ) {
				before = waiting.length;
				waiting = waiting.filter((one) => !tryCount(one));
			}
		},
		get waiting() {
			return waiting.length;
		}
	};
}

/** A live frame as it may be embedded in an entry. */
export interface LiveFrame {
	readonly update: SiftedUpdate;
	/** Client id of the session that sent it. */
	readonly client: number;
	readonly number: number;
	readonly signedBytes: Uint8Array;
	readonly signature: Uint8Array;
	/** By this device's clock, milliseconds. */
	readonly heardAt: number;
}

/** Bytes of live frames kept per device until its entries arrive. */
export const MAX_UNLOGGED_BYTES = 1024 * 1024;

/** Embedded frames remembered in case they still arrive live; one forgotten is at worst written down twice. */
const MAX_COVERED_ONES = 4_096;

export interface UnloggedFrames {
	readonly size: number;
	/** False when this device has sent too much that never reached the log: its frames are not shown then. */
	hasRoom(slot: Slot, bytes: number): boolean;
	/** Adding a frame twice changes nothing. */
	add(frame: LiveFrame): void;
	/** The author has written down every frame below `liveCount`. */
	cover(client: number, liveCount: number): void;
	/** A frame has come embedded in somebody's entry. */
	coverOne(client: number, number: number): void;
	/** Forgets what the log has by now. Call after entries were counted. */
	settle(): void;
	/** Frames (in the order heard) without which a reader of the log could not place `update`. */
	requiredBy(update: SiftedUpdate): readonly LiveFrame[];
	/** Frames heard before `time`, with what they need. */
	heardBefore(time: number): readonly LiveFrame[];
}

export function createUnloggedFrames(logged: LoggedState): UnloggedFrames {
	let frames: LiveFrame[] = [];
	const bytesBySlot = new Map<Slot, number>();
	const coveredByClient = new Map<number, number>();
	const coveredOnes = new Set<string>();
	const nameOf = (client: number, number: number): string => `${client}:${number}`;

	function isSettled({ update, client, number }: LiveFrame): boolean {
		if (update.writes !== null && logged.clockOf(update.writes.client) < update.writes.to) return false;
		if (update.deletes.length === 0) return true;
		return number < (coveredByClient.get(client) ?? 0) || coveredOnes.has(nameOf(client, number));
	}

	/** Adds to `picked` every frame that brings a clock the log lacks, and what those frames need in turn. */
	function pick(update: SiftedUpdate, picked: Set<LiveFrame>): void {
		const wanted: { client: number; clock: number }[] = [];
		const want = (from: SiftedUpdate): void => {
			for (const [client, clock] of from.needs) wanted.push({ client, clock });
			for (const { client, to } of from.deletes) wanted.push({ client, clock: to });
		};
		want(update);
		for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
			const has = logged.clockOf(next.client);
			if (has >= next.clock) continue;
			for (const frame of frames) {
				const writes = frame.update.writes;
				if (writes === null || writes.client !== next.client || picked.has(frame)) continue;
				if (writes.to <= has || writes.from >= next.clock) continue;
				picked.add(frame);
				want(frame.update);
			}
		}
	}
	const inOrder = (picked: ReadonlySet<LiveFrame>): LiveFrame[] =>
		frames.filter((frame) => picked.has(frame));

	return {
		get size() {
			return frames.length;
		},
		hasRoom: (slot, bytes) => (bytesBySlot.get(slot) ?? 0) + bytes <= MAX_UNLOGGED_BYTES,
		add(frame) {
			if (isSettled(frame)) return;
			if (frames.some(({ client, number }) => client === frame.client && number === frame.number)) return;
			frames.push(frame);
			const { slot } = frame.update;
			bytesBySlot.set(slot, (bytesBySlot.get(slot) ?? 0) + frame.signedBytes.length);
		},
		cover(client, liveCount) {
			if (liveCount > (coveredByClient.get(client) ?? 0)) coveredByClient.set(client, liveCount);
		},
		coverOne(client, number) {
			coveredOnes.add(nameOf(client, number));
			if (coveredOnes.size > MAX_COVERED_ONES) for (const first of coveredOnes) return void coveredOnes.delete(first);
		},
		settle() {
			if (frames.length === 0) return;
			frames = frames.filter((frame) => {
				if (!isSettled(frame)) return true;
				const { slot } = frame.update;
				bytesBySlot.set(slot, (bytesBySlot.get(slot) ?? 0) - frame.signedBytes.length);
				coveredOnes.delete(nameOf(frame.client, frame.number));
				return false;
			});
		},
		requiredBy(update) {
			if (frames.length === 0) return [];
			const picked = new Set<LiveFrame>();
			pick(update, picked);
			return inOrder(picked);
		},
		heardBefore(time) {
			const picked = new Set<LiveFrame>();
			for (const frame of frames) {
				if (frame.heardAt >= time) continue;
				picked.add(frame);
				pick(frame.update, picked);
			}
			return inOrder(picked);
		}
	};
}
