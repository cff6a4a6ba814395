/**
 * One device of the simulation: the real log, fold, writer and steward over a disk in memory. It can be switched off, crash
 * between two steps of a write, and come back with an older disk.
 */
import { toBase64, type CollectiveId, type EntryId } from '$crypto/base';
import type { EpochKeys } from '$crypto/keyring';
import type { Random } from '$crypto/random';
import type { HaveInStream } from '$crdt/log/places';
import { reveal } from '$crypto/secret';
import type { Timers } from '$lib/adapters/webrtc/timers';
import { openCollective, type OpenCollective } from '$lib/worker/collective';
import type { StoredCollective } from '$lib/worker/keychain-schema';
import { createSteward, type Steward } from '$lib/worker/steward';
import type { MemoryStore } from '../support/memory-store';
import type { Actor } from './setup';

export interface SimNode {
	readonly actor: Actor;
	readonly store: MemoryStore;
	readonly isUp: boolean;
	/** @throws while it is switched off. */
	open(): OpenCollective;
	/** From the disk, as after a reload. `careful`: writes nothing before it has heard from somebody. */
	start(careful?: boolean): Promise<void>;
	stop(): Promise<void>;
	/** Somebody told what they hold. */
	hear(have: HaveInStream): void;
	/** What the device writes by itself, until nothing is due. */
	doDuties(): Promise<void>;
	/** Sum of the ids of all admitted entries: equal sums, equal sets. */
	entriesDigest(): string;
}

export class Crash extends Error {}

export interface NodeOptions {
	readonly actor: Actor;
	readonly collective: CollectiveId;
	readonly random: Random;
	readonly epochs: readonly EpochKeys[];
	readonly vouched: readonly string[];
	readonly store: MemoryStore;
	/** Milliseconds by this device's own clock. */
	now(): number;
}

export function createNode(options: NodeOptions): SimNode {
	const { actor, store, random, collective, now } = options;
	const digest = new Uint32Array(4);
	let isCareful = false;
	let running: { readonly open: OpenCollective; readonly steward: Steward } | null = null;

	function count(ids: readonly { readonly id: EntryId }[]): void {
		for (const { id } of ids)
			for (let lane = 0; lane < 4; lane++) {
				let hash = 0x811c9dc5 ^ lane;
				for (let i = lane * 10; i < lane * 10 + 12; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
				digest[lane] = digest[lane]! + hash;
			}
	}

	/** What the device remembers outside its log: the keys it was let in with. */
	const stored = (): StoredCollective => ({
		id: collective,
		deviceSeed: toBase64(reveal(actor.keys.seed)),
		epochs: options.epochs.map(({ key }) => toBase64(reveal(key))),
		joining: null,
		vouched: [...options.vouched],
		signaling: [],
		restored: false,
		issued: {}
	});

	const node: SimNode = {
		actor,
		store,
		get isUp() {
			return running !== null;
		},
		open() {
			if (running === null) throw new Error(`${actor.name} is switched off`);
			return running.open;
		},
		async start(careful = false) {
			isCareful = careful;
			store.afterOwnCommit = null;
			store.afterReceivedCommit = null;
			digest.fill(0);
			const open = await openCollective({
				stored: stored(),
				store,
				random,
				clock: { now },
				mayWrite: () => !isCareful,
				events: { admitted: count, textEntry: ignore, textFrame: ignore, ownText: ignore, changed: ignore }
			});
			count(open.log.entries());
			const steward = createSteward({ open, random, clock: { now }, timers: timersAt(now), colleagues: () => 3, notSaved: ignore });
			running = { open, steward };
		},
		async stop() {
			running?.steward.stop();
			running = null;
		},
		hear(have) {
			node.open().log.heardHave(have);
			if (!node.open().log.ownLogAhead()) isCareful = false;
		},
		async doDuties() {
			await running?.steward.settle();
		},
		entriesDigest: () => digest.join(' ')
	};
	return node;
}

const ignore = (): void => undefined;

/** Nothing fires by itself: the simulation says when devices look what is due. */
const timersAt = (now: () => number): Timers => ({ now, after: () => ignore, every: () => ignore });
