/**
 * The joiner's side of the door, for newcomers and for further devices of members: waits in the lobby, talks to every member's device that comes, shows the codes, and ends
 * when the group keys have arrived and are on disk. Knows nothing of screens or connections.
 */
import { fromBase64, toBase64, type CollectiveId, type DeviceId, type MemberId } from '$crypto/base';
import { deriveOffer } from '$crypto/device-link';
import { deriveInvitation, invitationSeedFromBytes, lobbyKeys, type Invitation } from '$crypto/invitation';
import { deviceIdOf, deviceKeysFromSeed, slotOf } from '$crypto/keys';
import type { LobbyPlace } from '$crypto/lobby-seal';
import type { Random } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { StoreRefused, type StoreFailure } from '$crdt/log/ports';
import { createPeerCrypto } from '$lib/adapters/webrtc/peer-crypto';
import type { PeerCrypto } from '$lib/adapters/webrtc/device-auth';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { Timers } from '$lib/adapters/webrtc/timers';
import { failure, type Failure } from '$lib/errors';
import type { Charter, LobbyView } from '$lib/services/types';
import type { KnownPeer, NetworkPlan } from './api';
import type { Joining, StoredCollective } from './keychain-schema';
import { createGuest, decodeLobby, encodeLobby, type Guest, type RefusedWhy } from './lobby';
import { decodeSide, encodeSide } from './side-protocol';

export const DISK_AGAIN_MS = 5_000;

export interface JoiningDependencies {
	readonly stored: StoredCollective & { readonly joining: Joining };
	readonly random: Random;
	readonly timers: Timers;
	send(peer: PeerId, bytes: Uint8Array): void;
	ban(peer: PeerId): void;
	changed(): void;
	/** The charter was accepted; `stored` carries it. */
	accepted(stored: StoredCollective): Promise<void>;
	/** Group keys have come; `stored` carries them. It stays joining until the log has shown that they are true. */
	admitted(stored: StoredCollective): Promise<void>;
	notSaved(problem: StoreFailure): void;
}

export interface JoiningSession {
	readonly peerCrypto: PeerCrypto;
	plan(): NetworkPlan;
	peersChanged(peers: readonly KnownPeer[]): void;
	receive(peer: PeerId, bytes: Uint8Array): Promise<{ readonly offences: number }>;
	/** The charter that is shown has been read, and this person wants to join: members learn now who waits. False: none is shown. */
	acceptCharter(): Promise<boolean>;
	view(): LobbyView;
}

export function createJoining(deps: JoiningDependencies): JoiningSession {
	const { random } = deps;
	let { stored } = deps;
	const { joining, id: collective } = stored;
	const device = deviceKeysFromSeed(bytesOf(stored.deviceSeed));
	const derive = joining.kind === 'device' ? deriveOffer : deriveInvitation;
	const invitation = derive(invitationSeedFromBytes(bytesOf(joining.seed)), collective);
	const sponsor = joining.sponsor === null ? null : deviceIdOf(bytesOf(joining.sponsor));
	const lobby = lobbyKeys(invitation.lobbyKey);
	const place: LobbyPlace = { room: lobby, collective, invitation: invitation.id };
	const talks = new Map<PeerId, { readonly guest: Guest; memberName: string | null; code: string | null }>();
	let accepted = joining.kind !== 'join' || joining.charter !== null;
	/** The first one met stays: nobody's text changes while it is read. */
	let charter: Charter | null = joining.charter;
	let refused: RefusedWhy | null = null;
	let finished = false;

	/** What the disk does not take is tried again: the keys are sent once. */
	async function enter(next: StoredCollective): Promise<void> {
		finished = true;
		try {
			await deps.admitted(next);
		} catch (problem) {
			if (!(problem instanceof StoreRefused)) throw problem;
			deps.notSaved(problem.failure);
			deps.timers.after(DISK_AGAIN_MS, () => void enter(next));
		}
	}

	return {
		peerCrypto: createPeerCrypto({
			collective,
			random,
			credential: () => ({ kind: 'invitation', keys: invitation.sign }),
			// Whoever is in this lobby knows the invitation; what they claim is checked against the collective's id later.
			identify: ({ kind, publicKey }) =>
				kind === 'member' && (sponsor === null || deviceIdOf(publicKey) === sponsor)
					? { kind: 'member', device: deviceIdOf(publicKey) as DeviceId, member: deviceIdOf(publicKey) as string as MemberId } // a name for the line only
					: null
		}),
		plan: () => planOf(collective, joining, invitation, lobby, slotOf(collective, device.sign.publicKey)),
		peersChanged(peers) {
			const present = new Set(peers.map(({ peer }) => peer));
			for (const peer of talks.keys()) if (!present.has(peer)) talks.delete(peer);
			for (const { peer, identity } of peers) {
				if (talks.has(peer) || identity.kind !== 'member') continue;
				const { profile, deviceName } = joining;
				const guest = createGuest({ collective, invitation, place, accepted, device, profile, deviceName, sponsor, random });
				talks.set(peer, { guest, memberName: null, code: null });
			}
			deps.changed();
		},
		async receive(peer, bytes) {
			const side = decodeSide(bytes);
			const message = side?.kind === 'lobby' ? decodeLobby(side.body) : null;
			const talk = talks.get(peer);
			// Members also send heartbeats; they mean nothing to somebody without keys.
			if (side && side.kind !== 'lobby') return { offences: 0 };
			if (!message || !talk || finished) return { offences: message ? 0 : 1 };
			const answer = talk.guest.receive(message);
			if (!answer.ok) {
				talks.delete(peer);
				deps.ban(peer);
				return { offences: 1 };
			}
			const { reply, memberName, charter: shown, code, welcomed, refused: why } = answer.value;
			talk.memberName = memberName;
			talk.code = code;
			charter ??= shown;
			if (why) refused = why;
			if (reply) deps.send(peer, encodeSide({ kind: 'lobby', body: encodeLobby(reply) }));
			if (welcomed) {
				const epochs = welcomed.epochs.map((key) => toBase64(reveal(key)));
				await enter({ ...stored, epochs, vouched: [...welcomed.devices] });
			}
			deps.changed();
			return { offences: 0 };
		},
		async acceptCharter() {
			if (!charter) return false;
			if (accepted) return true;
			const next = { ...stored, joining: { ...joining, charter } };
			await deps.accepted(next);
			stored = next;
			accepted = true;
			for (const [peer, { guest }] of talks) {
				const request = guest.accept();
				if (request) deps.send(peer, encodeSide({ kind: 'lobby', body: encodeLobby(request) }));
			}
			deps.changed();
			return true;
		},
		view() {
			const codes = [...talks.values()].flatMap(({ memberName, code }) =>
				code && memberName !== null ? [{ memberName, code }] : []
			);
			const stage = finished ? 'admitted' : refused ? 'refused' : codes.length > 0 ? 'code' : talks.size > 0 ? 'met' : 'searching';
			return {
				kind: joining.kind,
				memberName: joining.memberName,
				collectiveName: joining.collectiveName,
				inviterName: joining.inviterName,
				charter,
				charterAccepted: accepted,
				stage,
				codes,
				refusedBecause: refused && refusal(refused, joining.kind)
			};
		}
	};
}

function planOf(
	collective: CollectiveId,
	joining: Joining,
	invitation: Invitation,
	lobby: { readonly roomName: string; readonly roomPassword: string },
	ownSlot: NetworkPlan['ownSlot']
): NetworkPlan {
	const room = { kind: 'lobby', name: lobby.roomName, password: lobby.roomPassword, invitation: invitation.id } as const;
	return { collective, rooms: [room], signaling: joining.signaling, iceServers: [], relayOnly: false, liveSegment: 0, ownSlot };
}

function refusal(why: RefusedWhy, kind: Joining['kind']): Failure {
	const isDevice = kind === 'device';
	switch (why) {
		case 'expired':
			return isDevice ? { ...failure('InvitationExpired', 'This link has run out.'), next: ANEW } : failure('InvitationExpired');
		case 'used':
			return isDevice ? { ...failure('InvitationUsed', 'This link has already let in another device.'), next: SOMEBODY_ELSE } : failure('InvitationUsed');
		case 'cancelled':
		case 'unknown':
			return isDevice ? { ...failure('InvitationCancelled', 'This link was taken back.'), next: ANEW } : failure('InvitationCancelled');
		case 'turned-away':
			return isDevice ? { ...failure('TurnedAway', 'The code was not confirmed on your other device.'), next: ANEW } : failure('TurnedAway');
	}
}

const ANEW = 'Make a new one on your other device, under Your devices.';
const SOMEBODY_ELSE = 'If that was not you, take that device away on your other one. Then make a new link.';

function bytesOf(text: string): Uint8Array {
	const bytes = fromBase64(text);
	if (!bytes) throw new Error('the keychain holds a damaged value');
	return bytes;
}
