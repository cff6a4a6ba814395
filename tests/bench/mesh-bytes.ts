/**
 * `mesh.bytes`: eight browsers' worth of peers, fully meshed over real WebRTC; the bytes that all of them together hand to
 * their data channels for one entry, as a multiple of (n−1) × its size. Heartbeats over a minute are reported apart.
 */

import type { WrtcBase } from '../../src/lib/adapters/webrtc-seam';
import { castOf, stateOf, type PlainPeer } from '../support/plain-peer';
import { createNodePeer, nodeWrtc } from '../unit/net/node-peers';
import { startSignaling } from '../unit/net/signaling-harness';
import type { Figure } from './figure';
import { medianOf } from './median';

const PEERS = 8;
const ENTRY_BYTES = 1000;
const TARGET = 1.2;
const MINUTE_MS = 60_000;

export async function meshBytes(runs = 5, heartbeatMs = MINUTE_MS): Promise<readonly Figure[]> {
	const signaling = await startSignaling();
	const counter = { bytes: 0 };
	const wrtc = countBytes(counter);
	const cast = await Promise.all(Array.from({ length: PEERS }, (_, i) => castOf(`member ${i}`, i + 1)));
	const peers: PlainPeer[] = [];
	for (const self of cast)
		peers.push(await createNodePeer(self, cast, { url: signaling.url, resync: true, deps: { wrtc } }));
	try {
		await Promise.all(peers.map((peer) => peer.join()));
		await until(() => peers.every((peer) => peer.peers.length === PEERS - 1));
		peers[0]!.append(ENTRY_BYTES); // everybody's documents exist from here on
		await until(() => new Set(peers.map(stateOf)).size === 1);

		const ratios: number[] = [];
		for (let run = 0; run < runs; run++) {
			await quiet(counter);
			const before = counter.bytes;
			peers[run % PEERS]!.append(ENTRY_BYTES);
			await until(() => new Set(peers.map(stateOf)).size === 1);
			await quiet(counter);
			ratios.push((counter.bytes - before) / ((PEERS - 1) * ENTRY_BYTES));
		}
		const before = counter.bytes;
		await new Promise((resolve) => setTimeout(resolve, heartbeatMs));
		const heartbeatBytes = (counter.bytes - before) * (MINUTE_MS / Math.max(1, heartbeatMs));
		const value = medianOf(ratios);
		const detail = { peers: PEERS, entryBytes: ENTRY_BYTES };
		return [
			{ name: 'mesh.bytes', value, unit: '× (n−1) × size of one entry', target: TARGET, met: value <= TARGET, runs, detail },
			{ name: 'mesh.heartbeat', value: heartbeatBytes, unit: 'bytes a minute, all peers', target: null, met: null, runs: 1, detail }
		];
	} finally {
		await Promise.all(peers.map((peer) => peer.stop()));
		await signaling.stop();
	}
}

/** Real WebRTC whose channels count what they are given. */
function countBytes(counter: { bytes: number }): WrtcBase {
	return {
		RTCPeerConnection: new Proxy(nodeWrtc.RTCPeerConnection, {
			construct(Target, [config]) {
				const pc = new Target(config);
				const create = pc.createDataChannel.bind(pc);
				pc.createDataChannel = (label, init) => {
					const channel = create(label, init);
					const send = channel.send.bind(channel);
					channel.send = (data: unknown) => {
						counter.bytes += (data as Uint8Array).byteLength; // the seam sends nothing else
						send(data as never);
					};
					return channel;
				};
				return pc;
			}
		})
	};
}

async function until(claim: () => boolean): Promise<void> {
	while (!claim()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Resolves when nothing has been sent for 300 ms: the entry has come to rest. Heartbeats are 15 s apart. */
async function quiet(counter: { bytes: number }): Promise<void> {
	for (let still = 0, last = counter.bytes; still < 6; ) {
		await new Promise((resolve) => setTimeout(resolve, 50));
		still = counter.bytes === last ? still + 1 : 0;
		last = counter.bytes;
	}
}
