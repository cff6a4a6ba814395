/**
 * The port between services and the network: what services may ask of a transport, and what a transport may ask of the log.
 *
 * Types only. Carries NET50–NET56.
 */

import type * as Y from 'yjs';
import type { Slot, StreamId } from '$crypto/base';
import type { HandLine } from './manual-pairing';
import type { AuthRefused, Authenticator, PeerId, PeerView, RoomKind } from './peer';

export interface RoomConfig {
	/** Derived from an epoch or an invitation; no signaling server can guess what it belongs to. */
	readonly name: string;
	/** 256 random bits as text: seals what passes through signaling. */
	readonly password: string;
	/** WebSocket addresses of signaling servers, all used at once. */
	readonly signaling: readonly string[];
	/** Always explicit; an empty list contacts nobody. */
	readonly iceServers: readonly RTCIceServer[];
	/** Never shows this device's addresses to peers; needs a TURN server. */
	readonly relayOnly?: boolean;
	readonly kind: RoomKind;
}

/** Given to the transport by services: everything that it may ask of the log. */
export interface Wire {
	readonly authenticate: Authenticator;
	/**
	 * A raw update of a peer. The log gates, verifies, keeps and applies what is good before it resolves; `offences` counts
	 * what only a broken or hostile peer sends (deletes, foreign structs, bad signatures).
	 */
	receive(
		peer: PeerId,
		stream: StreamId,
		segment: number,
		update: Uint8Array
	): Promise<{ readonly offences: number }>;
	/** The document of the live segment, which y-webrtc is bound to. When it changes, call `kick`. */
	liveDoc(): { readonly doc: Y.Doc; readonly segment: number };
	/** Our own slot. Only updates that contain it are sent on at once; others' entries travel by their authors and by resync. */
	ownSlot(): Slot | null;
	/** A message of the side protocol, from an authenticated peer only. */
	sideMessage(peer: PeerView, bytes: Uint8Array): void;
	/** What to say every 15 seconds or so, and soon after `changed`; null says only "I am here". */
	heartbeat(peer: PeerView): Uint8Array | null;
	onHeartbeat(peer: PeerView, bytes: Uint8Array): void;
	/** Called whenever somebody comes, goes, or moves to another room. */
	peersChanged(peers: readonly PeerView[]): void;
}

export interface TransportStatus {
	/** Signaling servers we are connected to, and those we know of. */
	readonly signaling: { readonly connected: number; readonly total: number };
	readonly peers: number;
	/** Connections on their way, and those kept waiting because they were refused. */
	readonly connecting: number;
	readonly refused: number;
	/** Why, once for each. */
	readonly refusals: readonly AuthRefused['reason'][];
}

export interface Transport {
	/** Makes the rooms exactly these: leaves, joins, and rejoins one whose settings or document changed. */
	setRooms(rooms: readonly RoomConfig[]): Promise<void>;
	/** Queues a message; false when the peer is gone or more than 8 MiB wait (see `drained`), and nothing was queued. */
	send(peer: PeerId, bytes: Uint8Array): boolean;
	/** To every peer that can take it. */
	broadcast(bytes: Uint8Array): void;
	/** Resolves when little waits for this peer, or it is gone. */
	drained(peer: PeerId): Promise<void>;
	peers(): readonly PeerView[];
	/** A line whose offer and answer are carried by hand; nothing is contacted but what `config` names. */
	lineByHand(config: RTCConfiguration): HandLine;
	/** We are somebody else now than when those lines were made: both ends prove anew who they are. */
	renewByHand(): void;
	status(): TransportStatus;
	/** Ends every connection to this peer and refuses it for ten minutes. */
	ban(peer: PeerId): void;
	/** Something changed here: tell the peers soon. */
	changed(): void;
	/** Resync now: heartbeats, a fresh announcement, another try with those who were refused, a new live document. */
	kick(): Promise<void>;
	stop(): Promise<void>;
}
