/**
 * A line between two devices whose descriptions are carried by hand: made in the seam like every other, without a room and without
 * y-webrtc, so that everything on it goes through our own channel. Carries PAIR7, PAIR8.
 */
import * as Y from 'yjs';
import type { Link, Seam } from '../webrtc-seam';
import type { HandLine } from './manual-pairing';
import type { Room } from './room';
import type { Session } from './session';

/** In no meeting place: nothing announces it, and nobody finds it. */
export const BY_HAND: Room = {
	config: { kind: 'lobby', name: 'by-hand', password: '', signaling: [], iceServers: [] },
	doc: new Y.Doc(),
	announce: () => undefined,
	hush: () => undefined,
	signalingConnected: () => 0,
	stop: async () => undefined
};

/** The one message that lines in rooms do not know: begin anew with proving who is there. */
export const AGAIN: Uint8Array = Uint8Array.of(8);
export const isAgain = (bytes: Uint8Array): boolean => bytes.length === 1 && bytes[0] === AGAIN[0];

export function lineByHand({ seam, sessionByLink }: { readonly seam: Seam; readonly sessionByLink: ReadonlyMap<Link, Session> }, config: RTCConfiguration): HandLine {
	const before = new Set(seam.links);
	const pc = new seam.wrtc.RTCPeerConnection(config);
	const link = [...seam.links].find((each) => !before.has(each))!; // made in the constructor
	let last = sessionByLink.get(link)!; // likewise
	const now = (): Session => (last = sessionByLink.get(link) ?? last);
	return {
		pc,
		get state() {
			// Both were sure once: that a better line has replaced it since is no failure.
			const { stage } = now();
			if (stage === 'open' || link.ended === 'Redundant') return 'open';
			if (stage === 'refused') return 'refused';
			return link.ended ? 'ended' : 'connecting';
		},
		get refused() {
			return now().refused;
		},
		drop() {
			if (now().stage !== 'open') link.destroy('Stopped');
		}
	};
}
