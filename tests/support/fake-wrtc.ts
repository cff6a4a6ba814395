/**
 * WebRTC in memory, with faults: connections that never come about, that freeze without a word, that crawl; and a man in
 * the middle. Descriptions carry what the real ones carry: a session, an ICE name, a certificate's fingerprint.
 */

import type { WrtcBase } from '$lib/adapters/webrtc-seam';

export interface FakeNetwork extends WrtcBase {
	/** New connections find no way until this is false again. */
	isBlocked: boolean;
	/** Descriptions arrive with the fingerprint of somebody else, who passes everything on. */
	hasManInTheMiddle: boolean;
	/** Frames are kept in the sender's buffer until `flow`. */
	isSlow: boolean;
	/** Bytes handed to the network since it was made. */
	bytesSent: number;
	/** From now on nothing passes on the connections that exist, and nobody is told. */
	freeze(): void;
	/** Delivers everything kept by a slow network and tells the senders. */
	flow(bytes: number): void;
	/** Puts raw bytes on a channel of every open connection, as a hostile peer would. */
	inject(channelId: number, data: unknown): void;
	readonly openConnections: number;
}

const FINGERPRINT_OF_MALLORY = Array(32).fill('EE').join(':');

export function createFakeNetwork(): FakeNetwork {
	let counter = 0;
	const connections = new Set<FakeConnection>();

	class FakeChannel {
		readyState = 'connecting';
		binaryType = 'arraybuffer';
		bufferedAmountLowThreshold = 0;
		onopen: (() => void) | null = null;
		onclose: (() => void) | null = null;
		onerror: (() => void) | null = null;
		onbufferedamountlow: (() => void) | null = null;
		onmessage: ((event: { data: unknown }) => void) | null = null;
		readonly kept: Uint8Array[] = [];
		bufferedAmount = 0;
		constructor(
			readonly owner: FakeConnection,
			readonly id: number
		) {}
		send(data: Uint8Array) {
			if (this.readyState !== 'open') throw new Error('not open');
			if (data.length > 262_144) throw new TypeError('too large');
			network.bytesSent += data.length;
			const copy = data.slice();
			if (!network.isSlow) return this.pass(copy);
			this.kept.push(copy);
			this.bufferedAmount += copy.length;
		}
		pass(data: Uint8Array) {
			const { partner } = this.owner;
			if (this.owner.isFrozen || !partner) return;
			setImmediate(() => {
				const other = partner.channels.get(this.id);
				if (other?.readyState === 'open') other.onmessage?.({ data: data.buffer });
			});
		}
		close() {
			if (this.readyState === 'closed') return;
			this.readyState = 'closed';
			const { partner, isFrozen } = this.owner;
			if (partner && !isFrozen) setImmediate(() => partner.channels.get(this.id)?.lost());
		}
		lost() {
			if (this.readyState === 'closed') return;
			this.readyState = 'closed';
			this.onclose?.();
		}
	}

	class FakeConnection {
		readonly channels = new Map<number, FakeChannel>();
		readonly fingerprint: string;
		partner: FakeConnection | null = null;
		isFrozen = false;
		session = '';
		localDescription: RTCSessionDescriptionInit | null = null;
		remoteDescription: RTCSessionDescriptionInit | null = null;
		signalingState = 'stable';
		iceConnectionState = 'new';
		iceGatheringState = 'complete';
		connectionState = 'new';
		oniceconnectionstatechange: (() => void) | null = null;
		onsignalingstatechange: (() => void) | null = null;
		ondatachannel: unknown = null;
		constructor() {
			const own = ++counter;
			this.fingerprint = Array.from({ length: 32 }, (_, i) =>
				((own * 31 + i * 7) % 256).toString(16).padStart(2, '0').toUpperCase()
			).join(':');
			connections.add(this);
		}
		createDataChannel(_label: string, { id }: { id: number }) {
			const channel = new FakeChannel(this, id);
			this.channels.set(id, channel);
			return channel;
		}
		async createOffer() {
			return { type: 'offer', sdp: this.describe() };
		}
		async createAnswer() {
			return { type: 'answer', sdp: this.describe() };
		}
		describe() {
			this.session = `${++counter}`;
			return `v=0\r\no=- ${this.session} 2 IN IP4 127.0.0.1\r\na=ice-ufrag:u${this.session}xxx\r\na=fingerprint:sha-256 ${this.fingerprint}\r\n`;
		}
		async setLocalDescription(description: RTCSessionDescriptionInit) {
			this.localDescription = description;
			this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
			this.onsignalingstatechange?.();
			network.connect(this);
		}
		async setRemoteDescription(description: RTCSessionDescriptionInit) {
			const sdp = network.hasManInTheMiddle
				? description.sdp!.replace(/sha-256 \S+/, `sha-256 ${FINGERPRINT_OF_MALLORY}`)
				: description.sdp!;
			if (description.type === 'offer') this.localDescription = null; // rolls an own offer back
			this.remoteDescription = { type: description.type, sdp };
			this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
			this.onsignalingstatechange?.();
			network.connect(this);
		}
		async addIceCandidate() {}
		get peerSession() {
			return /o=- (\d+)/.exec(this.remoteDescription?.sdp ?? '')?.[1];
		}
		get ownSession() {
			return /o=- (\d+)/.exec(this.localDescription?.sdp ?? '')?.[1];
		}
		open() {
			this.iceConnectionState = 'connected';
			this.oniceconnectionstatechange?.();
			for (const channel of this.channels.values()) {
				channel.readyState = 'open';
				channel.onopen?.();
			}
		}
		close() {
			connections.delete(this);
			for (const channel of this.channels.values()) channel.close();
		}
	}

	const network = {
		RTCPeerConnection: FakeConnection as unknown as WrtcBase['RTCPeerConnection'], // as far as it is used
		isBlocked: false,
		hasManInTheMiddle: false,
		isSlow: false,
		bytesSent: 0,
		freeze() {
			for (const connection of connections) connection.isFrozen = true;
		},
		flow(bytes: number) {
			for (const connection of connections)
				for (const channel of connection.channels.values()) {
					for (let left = bytes; left > 0 && channel.kept.length > 0; ) {
						const frame = channel.kept.shift()!;
						left -= frame.length;
						channel.bufferedAmount -= frame.length;
						channel.pass(frame);
					}
					if (channel.bufferedAmount <= channel.bufferedAmountLowThreshold) channel.onbufferedamountlow?.();
				}
		},
		inject(channelId: number, data: unknown) {
			for (const connection of connections) {
				const channel = connection.channels.get(channelId);
				if (channel?.readyState === 'open') channel.onmessage?.({ data });
			}
		},
		get openConnections() {
			return [...connections].filter((connection) => connection.partner).length;
		},
		connect(one: FakeConnection) {
			if (network.isBlocked || one.partner || one.signalingState !== 'stable') return;
			for (const other of connections) {
				if (other === one || other.partner || other.signalingState !== 'stable') continue;
				if (!one.ownSession || one.ownSession !== other.peerSession) continue;
				if (one.peerSession !== other.ownSession) continue;
				one.partner = other;
				other.partner = one;
				setImmediate(() => {
					one.open();
					other.open();
				});
			}
		}
	};
	return network;
}
