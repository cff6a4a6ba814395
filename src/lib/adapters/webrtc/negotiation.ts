/**
 * Offers and answers, sorted out under simple-peer, which gives up or hangs when they cross, come twice or come too late.
 *
 * Works on one connection's descriptions; knows nothing of channels, rooms or peers. Carries NET14 (no renegotiation),
 * NET23 (crossing offers), NET24 (late answers, a new beginning on the other side).
 */

import { noteAnswered, readAnswered, SDP_LIMIT, sessionOf } from './session-description';

export interface NegotiationHooks {
	isEnded(): boolean;
	/** Descriptions have changed. */
	described(): void;
	/** The other side began anew: this connection leads nowhere. */
	restarted(): void;
}

/** Takes the place of the same members of `RTCPeerConnection`. */
export interface Negotiation {
	readonly localDescription: { readonly type: string; readonly sdp?: string } | null;
	createOffer(options?: RTCOfferOptions): Promise<RTCSessionDescriptionInit>;
	setLocalDescription(init: RTCSessionDescriptionInit): Promise<void>;
	/** `init` is what a stranger sent. */
	setRemoteDescription(init: { readonly type: unknown; readonly sdp: unknown }): Promise<void>;
}

/** For calls whose outcome must not reach simple-peer, which would destroy a good connection over it. */
const never = <T>(): Promise<T> => new Promise<T>(() => {});

export function createNegotiation(pc: RTCPeerConnection, hooks: NegotiationHooks): Negotiation {
	let yielded = false; // we took the other side's offer and must not send our own any more
	let answering: string | null = null; // the session of that offer

	const takeAnswer = async (sdp: string, offer: string | null): Promise<void> => {
		const mine = sessionOf(pc.localDescription?.sdp ?? '');
		if (pc.signalingState !== 'have-local-offer' || yielded) return never();
		if (offer !== null && offer !== mine) return never();
		await pc.setRemoteDescription({ type: 'answer', sdp });
		hooks.described();
	};

	const takeOffer = async (sdp: string): Promise<void> => {
		const session = sessionOf(sdp);
		if (pc.remoteDescription) {
			if (session !== sessionOf(pc.remoteDescription.sdp)) hooks.restarted(); // else an echo
			return never();
		}
		if (yielded) return never();
		yielded = true;
		answering = session;
		await pc.setRemoteDescription({ type: 'offer', sdp }); // rolls an offer of our own back
		hooks.described();
	};

	return {
		get localDescription() {
			const description = pc.localDescription;
			if (description?.type !== 'answer' || answering === null) return description;
			return { type: description.type, sdp: noteAnswered(description.sdp, answering) };
		},
		async createOffer(options) {
			if (hooks.isEnded() || yielded || pc.localDescription) return never();
			const offer = await pc.createOffer(options);
			return yielded ? never() : offer;
		},
		async setLocalDescription(init) {
			if (init.type === 'offer' && yielded) return never();
			await pc.setLocalDescription(init);
			hooks.described();
			if (init.type === 'offer' && yielded) return never(); // y-webrtc must not send it
		},
		setRemoteDescription({ type, sdp: text }) {
			if (hooks.isEnded() || typeof text !== 'string' || text.length > SDP_LIMIT) return never();
			const { sdp, offer } = readAnswered(text);
			if (type === 'answer') return takeAnswer(sdp, offer);
			return type === 'offer' ? takeOffer(sdp) : never();
		}
	};
}
