/**
 * The seam under y-webrtc: what its `peerOpts.wrtc` gets in place of the browser's WebRTC. Every connection becomes a
 * `Link`: two negotiated data channels (0 for y-webrtc, held; 100 for our own protocol), both framed and paced; offers
 * that cross or come too late are sorted out beneath simple-peer (`negotiation.ts`).
 *
 * Does not authenticate, does not know entries, documents or rooms: `SeamHooks` decide. Proxies, not subclasses: in Node
 * `ondatachannel` and others are own properties. Carries NET13, NET14, NET21.
 */

import { createHeldChannel, type HeldChannel } from './webrtc/held-channel';
import { createNegotiation } from './webrtc/negotiation';
import { createPacedChannel, type RawChannel } from './webrtc/paced-channel';
import { fingerprintOf } from './webrtc/session-description';
import type { Timers } from './webrtc/timers';

/** The WebRTC of a browser (`globalThis`), of Node (`@roamhq/wrtc`) or of a test. */
export interface WrtcBase {
	readonly RTCPeerConnection: new (config?: RTCConfiguration) => RTCPeerConnection;
}

/** For `peerOpts.wrtc`. */
export interface SeamWrtc {
	readonly RTCPeerConnection: new (config?: RTCConfiguration) => RTCPeerConnection;
	readonly RTCSessionDescription: new (init: unknown) => object;
	readonly RTCIceCandidate: new (init: unknown) => object;
}

export type LinkEnd =
	| 'Closed' // by the other side, by the network, or by y-webrtc
	| 'Stopped' // by us: leaving the room
	| 'NeverConnected'
	| 'Silent'
	| 'Restarted' // the other side began anew under the same name
	| 'Violation' // framing, a queue beyond its limit, a bad message
	| 'QueueFull'
	| 'Redundant'
	| 'Refused'
	| 'Banned'
	| 'Slept';

/** What the two ends of one connection must agree on before anything else. */
export interface LinkFacts {
	readonly role: 'offerer' | 'answerer';
	/** SHA-256 of the DTLS certificates, 32 bytes each. */
	readonly ownFingerprint: Uint8Array;
	readonly theirFingerprint: Uint8Array;
}

/** One connection to one other browser, before and after it is known whose. */
export interface Link {
	readonly id: number;
	readonly createdMs: number;
	/** When anything last arrived on either channel. */
	readonly heardMs: number;
	/** What the handshake has reached: nothing, we sent an offer, both descriptions are there, channel 100 is open. */
	readonly progress: 'new' | 'offered' | 'described' | 'open';
	readonly isOpen: boolean;
	readonly ended: LinkEnd | null;
	readonly queuedBytes: number;
	/** The browser's own statistics; rejects where there are none. */
	stats(): Promise<{ values(): Iterable<unknown> }>;
	/** null unless each side's description carries exactly one SHA-256 fingerprint. */
	facts(): LinkFacts | null;
	/** Queues a message on channel 100. */
	sendSide(bytes: Uint8Array): void;
	/** Queues a message on channel 0. */
	sendY(bytes: Uint8Array): void;
	/** Lets y-webrtc see channel 0 open; what was held comes through now. */
	admit(): void;
	/** Hands bytes to y-webrtc as if they had come from the peer. */
	deliverY(bytes: Uint8Array<ArrayBuffer>): void;
	drained(): Promise<void>;
	destroy(reason: LinkEnd): void;
}

export interface SeamHooks {
	readonly timers: Timers;
	created(link: Link): void;
	/** Channel 100 is open: nobody is authenticated yet. */
	opened(link: Link): void;
	sideMessage(link: Link, bytes: Uint8Array): void;
	/** A message on channel 0, only after `admit`. */
	yMessage(link: Link, bytes: Uint8Array): void;
	/** y-webrtc wants to send this. */
	ySend(link: Link, bytes: Uint8Array): void;
	/** Called once, before y-webrtc hears of it. */
	ended(link: Link, reason: LinkEnd): void;
}

export interface Seam {
	readonly wrtc: SeamWrtc;
	readonly links: ReadonlySet<Link>;
}

const SIDE_CHANNEL_ID = 100;
const SIDE_CHANNEL_LABEL = 'commonhold';
/** What may wait to be sent to one peer. */
const QUEUE_LIMIT_BYTES = 64 * 1024 * 1024;
/** What is held of channel 0 before the peer is authenticated: a step 1 fits easily. */
const HELD_LIMIT_BYTES = 1024 * 1024;

let nextLinkId = 1;

export function createSeam(base: WrtcBase, hooks: SeamHooks): Seam {
	const links = new Set<Link>();
	const RTCPeerConnection = new Proxy(base.RTCPeerConnection, {
		construct: (Target, [config]) => openLink(new Target(config), hooks, links)
	});
	return {
		links,
		wrtc: {
			RTCPeerConnection,
			RTCSessionDescription: PlainDescription,
			RTCIceCandidate: PlainCandidate
		}
	};
}

/** simple-peer constructs these from what a stranger sent; the checks are made where they are used. */
class PlainDescription {
	readonly type: unknown;
	readonly sdp: unknown;
	constructor(init: unknown) {
		const { type, sdp } = Object(init);
		this.type = type;
		this.sdp = sdp;
	}
}

class PlainCandidate {
	readonly init: RTCIceCandidateInit;
	readonly address = ''; // simple-peer looks for one when a candidate is refused
	constructor(init: unknown) {
		const { candidate, sdpMid, sdpMLineIndex } = Object(init);
		this.init = { candidate: String(candidate), sdpMid, sdpMLineIndex };
	}
}

function openLink(pc: RTCPeerConnection, hooks: SeamHooks, links: Set<Link>): RTCPeerConnection {
	const createdMs = hooks.timers.now();
	let heardMs = createdMs;
	let ended: LinkEnd | null = null;
	let sideOpen = false;
	let told = false;
	let admitted = false;
	let held: Uint8Array[] = [];
	let heldBytes = 0;

	const heard = () => {
		heardMs = hooks.timers.now();
	};
	const toEnd = (reason: string): LinkEnd =>
		reason === 'Closed' || reason === 'QueueFull' ? reason : 'Violation';

	/** Chromium may open a channel before `remoteDescription` shows what it was opened with. */
	const tellOpened = () => {
		if (!sideOpen || told || ended || !pc.localDescription || !pc.remoteDescription) return;
		told = true;
		hooks.opened(link);
	};

	const finish = (reason: LinkEnd) => {
		if (ended) return;
		ended = reason;
		links.delete(link);
		held = [];
		hooks.ended(link, reason);
		heldChannel?.end();
		side.close();
		y.close();
		try {
			pc.close();
		} catch {
			// a connection that never came to life may refuse even this
		}
	};

	const side = createPacedChannel(
		rawChannel(pc, SIDE_CHANNEL_LABEL, SIDE_CHANNEL_ID),
		hooks.timers,
		{
			heard,
			opened() {
				sideOpen = true;
				heard();
				tellOpened();
			},
			message: (bytes) => {
				if (!ended) hooks.sideMessage(link, bytes);
			},
			closed: (reason) => finish(toEnd(reason))
		},
		{ queueBytes: QUEUE_LIMIT_BYTES }
	);
	const y = createPacedChannel(
		rawChannel(pc, 'y', 0),
		hooks.timers,
		{
			heard,
			opened() {
				if (admitted) heldChannel?.open();
			},
			message(bytes) {
				if (ended) return;
				if (admitted) return hooks.yMessage(link, bytes);
				heldBytes += bytes.length;
				if (heldBytes > HELD_LIMIT_BYTES || held.length >= 256) return finish('Violation');
				held.push(bytes);
			},
			closed: (reason) => finish(toEnd(reason))
		},
		{ queueBytes: QUEUE_LIMIT_BYTES }
	);
	const heldChannel = createHeldChannel('y', {
		send: (bytes) => {
			if (!ended) hooks.ySend(link, bytes);
		},
		close: () => finish('Closed')
	});

	const link: Link = {
		id: nextLinkId++,
		createdMs,
		get heardMs() {
			return heardMs;
		},
		get progress() {
			if (sideOpen) return 'open';
			const { localDescription: local, remoteDescription: remote } = pc;
			return remote ? 'described' : local ? 'offered' : 'new';
		},
		get isOpen() {
			return !ended && side.isOpen;
		},
		get ended() {
			return ended;
		},
		get queuedBytes() {
			return side.queuedBytes + y.queuedBytes;
		},
		facts() {
			const ownFingerprint = fingerprintOf(pc.localDescription?.sdp ?? '');
			const theirFingerprint = fingerprintOf(pc.remoteDescription?.sdp ?? '');
			if (!ownFingerprint || !theirFingerprint) return null;
			const role = pc.localDescription?.type === 'offer' ? 'offerer' : 'answerer';
			return { role, ownFingerprint, theirFingerprint };
		},
		// the DOM type of the report hides that it is a map
		stats: async () => (await pc.getStats()) as unknown as ReadonlyMap<string, unknown>,
		sendSide: (bytes) => side.send(bytes),
		sendY: (bytes) => y.send(bytes),
		admit() {
			if (admitted || ended) return;
			admitted = true;
			if (y.isOpen) heldChannel.open();
			for (const bytes of held.splice(0)) if (!ended) hooks.yMessage(link, bytes);
		},
		deliverY: (bytes) => heldChannel.deliver(bytes),
		async drained() {
			await side.drained();
		},
		destroy: finish
	};
	links.add(link);
	pc.ondatachannel = (event) => event.channel.close(); // both of ours are negotiated; nobody opens a third

	const negotiation = createNegotiation(pc, {
		isEnded: () => ended !== null,
		described: tellOpened,
		restarted: () => finish('Restarted')
	});
	const replaced: Record<string, unknown> = {
		createDataChannel: (): HeldChannel => heldChannel.channel,
		setRemoteDescription: negotiation.setRemoteDescription,
		setLocalDescription: negotiation.setLocalDescription,
		createOffer: negotiation.createOffer,
		// A refused candidate (of an offer that lost) is no reason to end the connection.
		addIceCandidate: (candidate: PlainCandidate) =>
			pc.addIceCandidate(candidate.init).catch(() => {}),
		// Asked for by the other side through simple-peer; data only, so nothing happens.
		addTransceiver: () => ({}),
		getStats,
		close: () => finish('Closed'),
		peerIdentity: undefined
	};
	const bound = new Map<PropertyKey, unknown>();
	hooks.created(link);
	return new Proxy(pc, {
		get(target, property) {
			if (property === 'localDescription') return negotiation.localDescription;
			if (typeof property === 'string' && Object.hasOwn(replaced, property)) return replaced[property];
			const value: unknown = Reflect.get(target, property, target);
			if (typeof value !== 'function' || String(property).startsWith('on')) return value;
			if (!bound.has(property)) bound.set(property, value.bind(target));
			return bound.get(property);
		},
		set: (target, property, value) =>
			property === 'ondatachannel' || Reflect.set(target, property, value, target)
	});
}

function rawChannel(pc: RTCPeerConnection, label: string, id: number): RawChannel {
	// The DOM types give event types that are narrower than what is used of them.
	return pc.createDataChannel(label, { negotiated: true, id }) as unknown as RawChannel;
}

/** simple-peer waits for a selected candidate pair and reads the addresses; it gets a pair without any. */
function getStats(): Promise<Map<string, object>> {
	return Promise.resolve(
		new Map<string, object>([
			['pair', { id: 'pair', type: 'candidate-pair', selected: true }],
			['transport', { id: 'transport', type: 'transport', selectedCandidatePairId: 'pair' }]
		])
	);
}
