/** The page of the transport's own browser tests: one plain peer, driven from outside through `window.net`. */

import { browserLifecycle } from '$lib/adapters/webrtc/lifecycle';
import { rawChannel } from './raw-channel';
import { stockPeer } from './stock-peer';
import { castOf, createPlainPeer, stateOf, type PlainPeer } from '../../support/plain-peer';

export interface NetPage {
	/** Makes the peer ready to join: keys, document, transport. */
	prepare(options: {
		readonly url: string;
		readonly room: string;
		readonly self: readonly [name: string, slot: number];
		readonly members: readonly (readonly [name: string, slot: number])[];
	}): Promise<void>;
	join(): Promise<void>;
	/** Returns the time of day in milliseconds just before the first entry. */
	append(size: number, times: number): number;
	state(): string;
	peerCount(): number;
	bytesSent(): number;
	/** Resolves with milliseconds since `join` once `count` entries of everybody are here. */
	untilEntries(count: number): Promise<number>;
	/** Resolves with milliseconds since `join` once somebody authenticated is here. */
	untilPeer(): Promise<number>;
	/** Starts to wait for the next entry. */
	awaitEntry(): void;
	/** Time of day in milliseconds when the awaited entry became visible here. */
	entrySeenAt(): Promise<number>;
	stop(): Promise<void>;
	ends(): readonly string[];
	faults(): readonly string[];
	status(): unknown;
}

let peer: PlainPeer;
let joinedMs = 0;
let sent = 0;
let entrySeen: Promise<number>;
let tellPeerHere: (atMs: number) => void;
const peerHere = new Promise<number>((resolve) => (tellPeerHere = resolve));

const entries = () => {
	let count = 0;
	for (const name of peer.doc.share.keys()) count += peer.doc.getArray(name).length;
	return count;
};

const net: NetPage = {
	async prepare({ url, room, self, members }) {
		const cast = await Promise.all(members.map(([name, slot]) => castOf(name, slot)));
		const own = await castOf(...self);
		const nativeSend = RTCDataChannel.prototype.send;
		RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: never) {
			sent += (data as Uint8Array).byteLength; // the seam sends nothing else
			return nativeSend.call(this, data);
		};
		peer = createPlainPeer(own, cast, {
			url,
			room: { name: room },
			resync: true,
			graceMs: 20_000,
			wire: {
				peersChanged(peers) {
					peer.peers = peers;
					if (peers.length > 0) tellPeerHere(performance.now());
				}
			},
			deps: { wrtc: globalThis, lifecycle: browserLifecycle(window) }
		});
	},
	join() {
		joinedMs = performance.now();
		return peer.join();
	},
	append(size, times) {
		const at = performance.timeOrigin + performance.now();
		for (let i = 0; i < times; i++) peer.append(size);
		return at;
	},
	state: () => stateOf(peer),
	peerCount: () => peer.peers.length,
	bytesSent: () => sent,
	untilEntries: (count) =>
		new Promise((resolve) => {
			const check = () => {
				if (entries() < count) return;
				peer.doc.off('update', check);
				resolve(performance.now() - joinedMs);
			};
			peer.doc.on('update', check);
			check();
		}),
	untilPeer: () => peerHere.then((atMs) => atMs - joinedMs),
	awaitEntry() {
		const before = entries();
		entrySeen = new Promise((resolve) => {
			const check = () => {
				if (entries() === before) return;
				peer.doc.off('update', check);
				resolve(performance.timeOrigin + performance.now());
			};
			peer.doc.on('update', check);
		});
	},
	entrySeenAt: () => entrySeen,
	stop: () => peer.stop(),
	ends: () => peer.ends,
	faults: () => peer.faults.map(String),
	status: () => peer.transport.status()
};

Object.assign(window, { net, raw: rawChannel, stock: stockPeer });
