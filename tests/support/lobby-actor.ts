/** Somebody in a lobby without an engine: holds an invitation, says what a test wants said. */
import { fromBase64, type CollectiveId } from '$crypto/base';
import { deriveInvitation, lobbyKeys } from '$crypto/invitation';
import { parseInvitationFragment } from '$crypto/invitation-link';
import { createEpochKey, deriveEpochKeys } from '$crypto/keyring';
import { deviceKeysFromSeed } from '$crypto/keys';
import { systemRandom } from '$crypto/random';
import type { PeerId, PeerIdentity } from '$lib/adapters/webrtc/peer';
import type { Charter } from '$lib/services/types';
import type { KnownPeer } from '$lib/worker/api';
import { charterMessage } from '$lib/worker/charter';
import { createGuest, createHost, decodeLobby, encodeLobby, type LobbyMessage } from '$lib/worker/lobby';
import { decodeSide, encodeSide } from '$lib/worker/side-protocol';
import { profileOf } from './engine-people';
import type { Device } from './engine-rig';

export function readLink(link: string) {
	const parsed = parseInvitationFragment(link);
	if (!parsed.ok) throw new Error('not an invitation');
	const { collective, seed } = parsed.value;
	const invitation = deriveInvitation(seed, collective);
	return { collective, invitation, place: { room: lobbyKeys(invitation.lobbyKey), collective, invitation: invitation.id } };
}

/** Lets the engine of `device` see one peer with this identity, and talk to it by hand. */
export async function standBefore(device: Device, name: string, identity: PeerIdentity) {
	const peer = name as PeerId; // a name for the line
	const seen: KnownPeer = { peer, identity, room: 'lobby', roomName: '', heardMs: 0, route: 'direct' };
	await device.engine.peersChanged([seen]);
	const said = (): LobbyMessage[] =>
		device.events.flatMap(({ name: event, value }) => {
			if (event !== 'send' || (value as { peer: PeerId }).peer !== peer) return [];
			const side = decodeSide((value as { bytes: Uint8Array }).bytes);
			const message = side?.kind === 'lobby' ? decodeLobby(side.body) : null;
			return message ? [message] : [];
		});
	return {
		peer,
		said,
		/** What it said last, the charter apart. */
		last: () => said().filter(({ type }) => type !== 'charter').at(-1),
		say: (message: LobbyMessage) => device.engine.receiveMessage(peer, encodeSide({ kind: 'lobby', body: encodeLobby(message) })),
		isBanned: () => device.banned.has(peer),
		leave: () => device.engine.peersChanged([])
	};
}

export const guestIdentity = (link: string): PeerIdentity => ({ kind: 'invitation', invitation: readLink(link).invitation.id, session: 'test' });
export const strangerAsMember: PeerIdentity = { kind: 'member', device: 'stranger' as never, member: 'stranger' as never };

/** A joiner made by hand, so that it can lie. It has accepted whatever there is to accept. */
export function joinerOf(link: string, name: string) {
	const { collective, invitation, place } = readLink(link);
	const device = deviceKeysFromSeed(systemRandom.bytes(32));
	const guest = createGuest({ collective, invitation, place, accepted: true, device, profile: profileOf(name), deviceName: 'Phone', random: systemRandom });
	return { device, guest };
}

export const CHARTER: Charter = { collectiveName: 'House on the Hill', foundingText: 'We share rooms.', foundedAt: 0, members: 3, lines: [] };

/** The charter as whoever holds the link can write it; `sealedFor`: another link, whose lobby key it is sealed under. */
export const falseCharter = (link: string, sealedFor = link): LobbyMessage =>
	charterMessage(CHARTER, { ...readLink(link).place, room: readLink(sealedFor).place.room }, systemRandom);

/** A host without a seat in the collective. */
export function falseHost(link: string) {
	const { collective, invitation } = readLink(link);
	return createHost({ collective, invitation: invitation.id, memberName: 'Ana', random: systemRandom });
}

export const falseKeys = (collective: CollectiveId) => [deriveEpochKeys(createEpochKey(systemRandom), collective)];
export const isKey = (text: string): boolean => fromBase64(text)?.length === 32;
