/**
 * One y-webrtc provider over its whole life: made, tamed, announced again, and ended without leaving anything behind.
 * It is never switched off and on again (that hangs): a fresh one takes its place.
 *
 * Knows y-webrtc's inner workings, and is the only file that does. Carries NET35 (recreated, never toggled), NET36 (its
 * BroadcastChannel is closed: it would bring updates past the gate), NET37 (no third party), NET38 (a wide random
 * number of connections).
 */

import { Awareness } from 'y-protocols/awareness';
import type { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';
import type { SeamWrtc } from '../webrtc-seam';
import type { RoomConfig } from './transport-port';

export type ProviderClass = typeof WebrtcProvider;

export interface Room {
	readonly config: RoomConfig;
	readonly doc: Y.Doc;
	/** Tells everybody in the room again that we are here. */
	announce(): void;
	/** Spares the announcement that y-webrtc makes after a link has ended; call it just before the end. */
	hush(): void;
	/** How many of its signaling servers are connected. */
	signalingConnected(): number;
	/** Ends it; only then may the same room be joined again. */
	stop(): Promise<void>;
}

/** Constant numbers would split a large collective into cliques that never meet. */
const connectionLimit = (random: () => number): number => 20 + Math.floor(random() * 20);

export async function joinRoom(options: {
	readonly config: RoomConfig;
	readonly doc: Y.Doc;
	readonly wrtc: SeamWrtc;
	readonly Provider: ProviderClass;
	readonly random: () => number;
}): Promise<Room> {
	const { config, doc, wrtc, Provider, random } = options;
	const maxConns = connectionLimit(random);
	const provider = new Provider(config.name, doc, {
		signaling: [...config.signaling],
		password: config.password,
		awareness: silentAwareness(),
		maxConns,
		filterBcConns: true,
		peerOpts: {
			wrtc,
			config: {
				iceServers: [...config.iceServers],
				iceTransportPolicy: config.relayOnly ? 'relay' : 'all'
			},
			channelName: 'y',
			channelConfig: { negotiated: true, id: 0 }
		}
	});
	// The room is made once the key is derived; it must not connect before it is tamed.
	provider.shouldConnect = false;
	await provider.key;
	const room = provider.room;
	if (!room) throw new Error('y-webrtc made no room'); // the same room twice: a bug of ours
	const connect = () => {
		room.mux = () => {}; // every use of BroadcastChannel goes through it, both ways
		provider.shouldConnect = true;
		room.connect();
		room.bcconnected = false; // spares the encryption of every update for it
	};
	connect();
	let stopped = false;

	return {
		config,
		doc,
		announce: connect,
		hush() {
			provider.maxConns = 0; // at its limit it does not announce
			// simple-peer closes in the next microtask
			queueMicrotask(() =>
				queueMicrotask(() => {
					if (!stopped) provider.maxConns = maxConns;
				})
			);
		},
		signalingConnected: () => provider.signalingConns.filter((conn) => conn.connected).length,
		async stop() {
			stopped = true;
			provider.maxConns = 0;
			provider.disconnect(); // `destroy` alone leaves the signaling connection open
			provider.destroy();
			await provider.key;
			// the names of rooms are given back in a later microtask
			await Promise.resolve();
			await Promise.resolve();
		}
	};
}

/** Presence travels sealed on our own channel; y-webrtc gets an awareness that has nothing to say and no timer. */
function silentAwareness(): Awareness {
	const doc = new Y.Doc();
	const awareness = new Awareness(doc);
	awareness.destroy();
	doc.destroy();
	awareness.meta = new (class extends Map<number, { clock: number; lastUpdated: number }> {
		override get() {
			return { clock: 0, lastUpdated: 0 }; // y-webrtc asks for whatever client id its document has
		}
	})();
	return awareness;
}
