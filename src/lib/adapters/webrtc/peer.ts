/**
 * Who is on the line: the identities that authentication yields, and what screens and services may know of a peer.
 *
 * Types and one naming rule; knows nothing of channels. Carries NET22 (one name per device).
 */

import type { Brand, DeviceId, InvitationId, MemberId, Result } from '$crypto/base';
import type { LinkFacts } from '../webrtc-seam';
import type { LineRoute } from './route';

/** Names a peer while it is connected: a device of a member always has the same name. */
export type PeerId = Brand<string, 'PeerId'>;

export type PeerIdentity =
	| { readonly kind: 'member'; readonly device: DeviceId; readonly member: MemberId }
	/** Someone who holds a live invitation. `session` tells two holders of one link apart. */
	| { readonly kind: 'invitation'; readonly invitation: InvitationId; readonly session: string };

export type RoomKind = 'live' | 'handover' | 'lobby';

export interface PeerView {
	readonly peer: PeerId;
	readonly identity: PeerIdentity;
	readonly room: RoomKind;
	/** Name of the room, so that a lobby's services know whose invitation it is about. */
	readonly roomName: string;
	readonly sinceMs: number;
	readonly heardMs: number;
	readonly queuedBytes: number;
	/** Null: not known (yet). */
	readonly route: LineRoute | null;
}

export const peerIdOf = (identity: PeerIdentity): PeerId =>
	// the constructor of the brand
	(identity.kind === 'member'
		? identity.device
		: `invitation/${identity.invitation}/${identity.session}`) as PeerId;

export interface AuthRefused {
	readonly type: 'AuthRefused';
	/**
	 * `Stranger`: a good proof by nobody we know. `NotProven`: wrong key, other connection, replay. `ByThem`: they refuse us.
	 * `Failed`: our own side could not do it (a locked vault, a worker that ended).
	 */
	readonly reason:
		| 'Stranger'
		| 'NotProven'
		| 'Malformed'
		| 'TooLate'
		| 'NoFingerprint'
		| 'Banned'
		| 'ByThem'
		| 'Failed';
}

export interface AuthContext extends LinkFacts {
	readonly room: { readonly kind: RoomKind; readonly name: string };
}

/** A small conversation over a channel nobody is authenticated on. Both sides run the same code. */
export interface Authenticator {
	run(
		io: {
			/** At most 4 KiB. */
			send(bytes: Uint8Array): void;
			/** The next message; rejects when the connection ends or ten seconds have passed. */
			receive(): Promise<Uint8Array>;
		},
		context: AuthContext
	): Promise<Result<PeerIdentity, AuthRefused>>;
}
