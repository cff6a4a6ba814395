/**
 * One device's lines to the others: the app's own exchange (`sync.ts`, `fork-exchange.ts`), put together as `running.ts` does,
 * over the simulated network. What is simulated is what ships; nothing here decides what is asked for or answered.
 */
import { CORE_STREAM, type DeviceId } from '$crypto/base';
import { sift } from '$crdt/log/gate';
import { encodeRuns } from '$crdt/log/outer-doc';
import type { OpenedEntry } from '$crdt/log/entry';
import type { RawBatch } from '$crdt/log/ports';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { createForkExchange } from '$lib/worker/fork-exchange';
import { createSync } from '$lib/worker/sync';
import type { Message } from './network';
import type { SimNode } from './node';

export interface Tally {
	offences: number;
	rejected: number;
	received: number;
}

export interface Lines {
	/** Who can be reached now. Knows what each of them said for as long as the line lasts. */
	connect(peers: readonly DeviceId[]): void;
	/** The line broke, and is there again. */
	reconnect(peer: DeviceId): void;
	heartbeat(): Message;
	receive(from: DeviceId, message: Message): Promise<void>;
	/** Time has passed: look whom to ask. */
	poke(): void;
}

export interface LinesOptions {
	/** Switched on. */
	readonly node: SimNode;
	readonly tally: Tally;
	now(): number;
	send(to: DeviceId, message: Message): void;
}

/** For one run of a device: after a restart nothing is remembered of what others said. */
export function createLines({ node, tally, now, send }: LinesOptions): Lines {
	const open = node.open();
	const { log, origins, signer } = open;
	let here: readonly DeviceId[] = [];
	const say = (peer: PeerId, bytes: Uint8Array): void => send(deviceOf(peer), { kind: 'side', bytes });

	async function take(batch: RawBatch): Promise<{ readonly offences: number }> {
		const report = await log.receive(batch);
		tally.received += report.admitted.length;
		tally.rejected += report.rejectedCount;
		return { offences: report.rejectedCount };
	}

	const sync = createSync({
		have: () => new Map([[CORE_STREAM, log.have()]]),
		receive: take,
		*missing(have) {
			const core = have.get(CORE_STREAM);
			if (core !== undefined) yield* log.missing(core);
		},
		heard(have) {
			const core = have.get(CORE_STREAM);
			if (core !== undefined) node.hear(core);
		},
		ownSlot: signer.slot,
		ownLogAhead: () => log.ownLogAhead(),
		dismissClaims: () => log.dismissClaims(),
		liveSegment: () => log.liveSegment(),
		isForked: (_stream, slot) => log.dag.isForked(slot),
		isNamed: (stream) => stream === CORE_STREAM,
		mayHave: () => true,
		stateHash: () => '', // the watch compares pictures itself
		currentEpoch: () => '',
		send: say,
		onLive: ignore,
		onLobby: ignore,
		onReceipts: async () => ({ offences: 0 }),
		forks: createForkExchange({
			logs: () => [[CORE_STREAM, log]],
			logOf: (stream) => (stream === CORE_STREAM ? log : null),
			originsFor: (peer, sought) => origins.find(sought, deviceOf(peer)),
			send: say
		}),
		changed: ignore,
		now
	});

	return {
		connect(peers) {
			here = peers;
			sync.setPeers(peers.map(peerOf));
		},
		reconnect(peer) {
			if (!here.includes(peer)) return;
			sync.setPeers(here.filter((one) => one !== peer).map(peerOf));
			sync.setPeers(here.map(peerOf));
		},
		heartbeat: () => ({ kind: 'side', bytes: sync.heartbeat() }),
		async receive(from, message) {
			if (message.kind === 'side') {
				tally.offences += (await sync.receive(peerOf(from), message.bytes)).offences;
				return;
			}
			const { entries, offenceCount } = sift(message.bytes);
			tally.offences += offenceCount;
			if (entries.length > 0) await take({ stream: CORE_STREAM, segment: message.segment, entries });
		},
		poke: () => sync.poke()
	};
}

/** What y-webrtc carries to everybody who is here when a device has written (NET44). */
export function updateOf(node: SimNode, entry: OpenedEntry): Message | null {
	const raw = node.open().log.raw(entry.id);
	if (raw === undefined) return null;
	return { kind: 'update', segment: entry.segment, bytes: encodeRuns([{ slot: raw.slot, fromSeq: raw.seq, entries: [raw.bytes] }]) };
}

/** A member's device has its own name as a peer, as `peerIdOf` says. */
const peerOf = (device: DeviceId): PeerId => device as string as PeerId;
const deviceOf = (peer: PeerId): DeviceId => peer as string as DeviceId; // made by the line above

const ignore = (): void => undefined;
