/**
 * A peer with a plain little log, one array per device in a Y.Doc, over the real transport with real keys and real
 * authentication. Runs in Node and in a page; whoever calls gives the WebRTC and the y-webrtc.
 */

import * as Y from 'yjs';
import { toBase64, type CollectiveId, type MemberId, type Slot } from '$crypto/base';
import { createDeviceKeys, deviceIdOf, type DeviceKeys } from '$crypto/keys';
import { createSeededRandom, systemRandom, type Random } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { createDeviceAuthenticator } from '$lib/adapters/webrtc/device-auth';
import { peerIdOf, type Authenticator, type PeerId, type PeerIdentity, type PeerView } from '$lib/adapters/webrtc/peer';
import { createPeerCrypto } from '$lib/adapters/webrtc/peer-crypto';
import { createWebrtcTransport, type TransportDeps } from '$lib/adapters/webrtc/transport';
import type { RoomConfig, Transport, Wire } from '$lib/adapters/webrtc/transport-port';
import type { LinkEnd } from '$lib/adapters/webrtc-seam';

export const COLLECTIVE = toBase64(new Uint8Array(32).fill(7)) as CollectiveId; // any 32 bytes

export interface Cast {
	readonly keys: DeviceKeys;
	readonly slot: Slot;
	readonly peer: PeerId;
	readonly identity: PeerIdentity;
}

/** The same name and slot give the same keys everywhere. */
export async function castOf(name: string, slot: number): Promise<Cast> {
	await loadSodium();
	const keys = createDeviceKeys(createSeededRandom(name));
	const identity: PeerIdentity = {
		kind: 'member',
		device: deviceIdOf(keys.sign.publicKey),
		member: name as MemberId // any text will do in tests
	};
	return { keys, slot: slot as Slot, peer: peerIdOf(identity), identity };
}

export function authenticatorOf(
	self: Cast,
	members: readonly Cast[],
	random: Random = systemRandom
): Authenticator {
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

export interface PlainPeer {
	readonly self: Cast;
	readonly transport: Transport;
	doc: Y.Doc;
	segment: number;
	readonly received: { readonly peer: PeerId; readonly segment: number; readonly bytes: number }[];
	readonly side: { readonly peer: PeerId; readonly bytes: Uint8Array }[];
	readonly ends: LinkEnd[];
	readonly faults: unknown[];
	peers: readonly PeerView[];
	/** What `receive` answers; an update with offences is not applied. */
	offences: number;
	/** Appends one entry of `size` random bytes under our own slot. */
	append(size: number): void;
	join(rooms?: readonly Partial<RoomConfig>[]): Promise<void>;
	stop(): Promise<void>;
}

export interface PlainOptions {
	readonly url: string;
	readonly room?: Partial<RoomConfig>;
	readonly deps: Pick<TransportDeps, 'wrtc'> & Partial<TransportDeps>;
	readonly wire?: Partial<Wire>;
	/** Peers exchange what they lack by heartbeat, as services do. */
	readonly resync?: boolean;
	/** No resync for so long after the start. */
	readonly graceMs?: number;
}

const RESYNC = 1;
const WANT = 2;

function message(kind: number, bytes: Uint8Array): Uint8Array {
	const whole = new Uint8Array(1 + bytes.length);
	whole[0] = kind;
	whole.set(bytes, 1);
	return whole;
}

export function createPlainPeer(
	self: Cast,
	members: readonly Cast[],
	options: PlainOptions
): PlainPeer {
	const startedMs = performance.now();
	const give = (to: PeerId, vector: Uint8Array) => {
		const missing = Y.encodeStateAsUpdate(peer.doc, vector);
		if (missing.length > 2) peer.transport.send(to, message(RESYNC, missing));
	};
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
			if (options.resync && bytes[0] === RESYNC)
				Y.applyUpdate(peer.doc, bytes.subarray(1), 'received');
			else if (options.resync && bytes[0] === WANT) give(from.peer, bytes.subarray(1));
			else peer.side.push({ peer: from.peer, bytes: bytes.slice() });
		},
		heartbeat: () => (options.resync ? Y.encodeStateVector(peer.doc) : null),
		onHeartbeat(from, vector) {
			const own = Y.decodeStateVector(Y.encodeStateVector(peer.doc));
			const lacks = [...Y.decodeStateVector(vector)].some(([slot, clock]) => (own.get(slot) ?? 0) < clock);
			// what y-webrtc is just bringing must not come twice
			if (lacks && performance.now() - startedMs >= (options.graceMs ?? 0))
				peer.transport.send(from.peer, message(WANT, Y.encodeStateVector(peer.doc)));
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
	const ends: LinkEnd[] = [];
	const faults: unknown[] = [];
	const peer: PlainPeer = {
		self,
		doc,
		segment: 0,
		received: [],
		side: [],
		ends,
		faults,
		peers: [],
		offences: 0,
		transport: createWebrtcTransport({
			wire,
			onFault: (error) => faults.push(error),
			onLinkEnd: (reason) => ends.push(reason),
			...options.deps
		}),
		append(size) {
			const bytes = new Uint8Array(size);
			// getRandomValues takes at most 64 KiB at once
			for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
			peer.doc.getArray(`L${self.slot}`).push([bytes]);
		},
		join: (rooms = [{}]) => peer.transport.setRooms(rooms.map((more) => ({ ...room, ...more }))),
		stop: () => peer.transport.stop()
	};
	return peer;
}

/** Equal for two peers that hold the same entries. */
export const stateOf = (peer: PlainPeer): string => {
	const sorted = [...Y.decodeStateVector(Y.encodeStateVector(peer.doc))].sort(([a], [b]) => a - b);
	return JSON.stringify(sorted);
};
