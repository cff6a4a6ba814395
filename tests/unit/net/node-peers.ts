/**
 * Several peers in one process, each with its own y-webrtc over real libwebrtc, and a plain little log: one array per
 * device in a Y.Doc. Real keys, real authentication, real signaling.
 */

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import wrtc from '@roamhq/wrtc';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { CollectiveId, MemberId, Slot } from '$crypto/base';
import { toBase64 } from '$crypto/base';
import { createDeviceKeys, deviceIdOf, type DeviceKeys } from '$crypto/keys';
import { createSeededRandom, systemRandom, type Random } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { createDeviceAuthenticator } from '$lib/adapters/webrtc/device-auth';
import type { Authenticator, PeerId, PeerIdentity, PeerView } from '$lib/adapters/webrtc/peer';
import { createPeerCrypto } from '$lib/adapters/webrtc/peer-crypto';
import { isSignalingNoise } from '$lib/adapters/webrtc/noise';
import type { ProviderClass } from '$lib/adapters/webrtc/room';
import { createWebrtcTransport, type TransportDeps } from '$lib/adapters/webrtc/transport';
import type { RoomConfig, Transport, Wire } from '$lib/adapters/webrtc/transport-port';
import type { LinkEnd, WrtcBase } from '$lib/adapters/webrtc-seam';

Object.assign(globalThis, { WebSocket });
process.setMaxListeners(0);
process.on('unhandledRejection', (reason) => {
	if (!isSignalingNoise(reason)) throw reason;
});

export const nodeWrtc: WrtcBase = wrtc as unknown as WrtcBase; // its typings are older than the DOM's
export const COLLECTIVE = toBase64(new Uint8Array(32).fill(7)) as CollectiveId; // any 32 bytes

let instances = 0;
/** A fresh copy of y-webrtc: its rooms are module state, one room of a name per process otherwise. */
export async function freshProvider(): Promise<ProviderClass> {
	const entry = createRequire(import.meta.url).resolve('y-webrtc');
	const url = pathToFileURL(entry.replace(/dist\/y-webrtc\.cjs$/, 'src/y-webrtc.js'));
	url.search = `?instance=${instances++}`;
	const { WebrtcProvider } = await import(/* @vite-ignore */ url.href);
	return WebrtcProvider;
}

export interface Cast {
	readonly keys: DeviceKeys;
	readonly slot: Slot;
	readonly peer: PeerId;
	readonly identity: PeerIdentity;
}

export async function castOf(name: string, slot: number): Promise<Cast> {
	await loadSodium();
	const keys = createDeviceKeys(createSeededRandom(name));
	const device = deviceIdOf(keys.sign.publicKey);
	return {
		keys,
		slot: slot as Slot,
		peer: device as string as PeerId, // what `peerIdOf` does
		identity: { kind: 'member', device, member: name as MemberId }
	};
}

export function authenticatorOf(self: Cast, members: readonly Cast[], random: Random = systemRandom): Authenticator {
	return createDeviceAuthenticator(
		createPeerCrypto({
			collective: COLLECTIVE,
			random,
			credential: () => ({ kind: 'member', keys: self.keys.sign }),
			identify: ({ publicKey }) =>
				members.find((member) => toBase64(member.keys.sign.publicKey) === toBase64(publicKey))
					?.identity ?? null
		})
	);
}

export interface TestPeer {
	readonly name: string;
	readonly self: Cast;
	readonly transport: Transport;
	doc: Y.Doc;
	segment: number;
	readonly received: { peer: PeerId; segment: number; bytes: number }[];
	readonly side: { peer: PeerId; bytes: Uint8Array }[];
	readonly ends: LinkEnd[];
	readonly faults: unknown[];
	peers: readonly PeerView[];
	/** What `receive` answers; applies the update to `doc` by default. */
	offences: number;
	/** Appends one entry of `size` bytes under our own slot. */
	append(size: number): void;
	join(rooms?: Partial<RoomConfig>[]): Promise<void>;
	stop(): Promise<void>;
}

export interface PeerOptions {
	readonly url: string;
	readonly room?: Partial<RoomConfig>;
	readonly deps?: Partial<TransportDeps>;
	readonly wire?: Partial<Wire>;
	/** Peers exchange what they lack by heartbeat, as services do. */
	readonly resync?: boolean;
}

export async function createPeer(
	name: string,
	self: Cast,
	members: readonly Cast[],
	options: PeerOptions
): Promise<TestPeer> {
	const Provider = options.deps?.Provider ?? (await freshProvider());
	const wire: Wire = {
		authenticate: authenticatorOf(self, members),
		async receive(from, _stream, segment, update) {
			peer.received.push({ peer: from, segment, bytes: update.length });
			if (peer.offences === 0 && segment === peer.segment) Y.applyUpdate(peer.doc, update, 'received');
			return { offences: peer.offences };
		},
		liveDoc: () => ({ doc: peer.doc, segment: peer.segment }),
		ownSlot: () => self.slot,
		sideMessage(from, bytes) {
			if (options.resync && bytes[0] === 1) {
				Y.applyUpdate(peer.doc, bytes.subarray(1), 'received');
				return;
			}
			peer.side.push({ peer: from.peer, bytes: bytes.slice() });
		},
		heartbeat: () => (options.resync ? Y.encodeStateVector(peer.doc) : null),
		onHeartbeat(from, vector) {
			const missing = Y.encodeStateAsUpdate(peer.doc, vector);
			if (missing.length <= 2) return;
			const message = new Uint8Array(1 + missing.length);
			message[0] = 1;
			message.set(missing, 1);
			peer.transport.send(from.peer, message);
		},
		peersChanged(peers) {
			peer.peers = peers;
		},
		...options.wire
	};
	const doc = new Y.Doc({ gc: false });
	doc.clientID = self.slot;
	const room: RoomConfig = {
		name: 'test-room',
		password: 'a long random password',
		signaling: [options.url],
		iceServers: [],
		kind: 'live',
		...options.room
	};
	const peer: TestPeer = {
		name,
		self,
		doc,
		segment: 0,
		received: [],
		side: [],
		ends: [],
		faults: [],
		peers: [],
		offences: 0,
		transport: createWebrtcTransport({
			wire,
			wrtc: nodeWrtc,
			Provider,
			onFault: (error) => peer.faults.push(error),
			onLinkEnd: (reason) => peer.ends.push(reason),
			...options.deps
		}),
		append(size) {
			const bytes = new Uint8Array(size);
			// crypto.getRandomValues takes at most 64 KiB at once
			for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
			peer.doc.getArray(`L${self.slot}`).push([bytes]);
		},
		join: (rooms = [{}]) => peer.transport.setRooms(rooms.map((more) => ({ ...room, ...more }))),
		stop: () => peer.transport.stop()
	};
	return peer;
}

export const stateOf = (peer: TestPeer): string => toBase64(Y.encodeStateVector(peer.doc));
