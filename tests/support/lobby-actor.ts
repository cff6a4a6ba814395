/** Somebody in a lobby without an engine: holds an invitation, says what a test wants said. */
import { fromBase64, type CollectiveId } from '$crypto/base';
import { deriveInvitation } from '$crypto/invitation';
import { parseInvitationFragment } from '$crypto/invitation-link';
import { createEpochKey, deriveEpochKeys } from '$crypto/keyring';
import { deviceKeysFromSeed } from '$crypto/keys';
import { systemRandom } from '$crypto/random';
import type { PeerId, PeerIdentity } from '$lib/adapters/webrtc/peer';
import type { KnownPeer } from '$lib/worker/api';
import { createGuest, createHost, decodeLobby, encodeLobby, type LobbyMessage } from '$lib/worker/lobby';
import { decodeSide, encodeSide } from '$lib/worker/side-protocol';
import { profileOf } from './engine-people';
import type { Device } from './engine-rig';

export function readLink(link: string) {
	const parsed = parseInvitationFragment(link);
	if (!parsed.ok) throw new Error('not an invitation');
	const { collective, seed } = parsed.value;
	return { collective, invitation: deriveInvitation(seed, collective) };
}

/** Lets the engine of `device` see one peer with this identity, and talk to it by hand. */
export async function standBefore(device: Device, name: string, identity: PeerIdentity) {
	const peer = name as PeerId; // a name for the line
	const seen: KnownPeer = { peer, identity, room: 'lobby', roomName: '', heardMs: 0 };
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
		last: () => said().at(-1),
		say: (message: LobbyMessage) => device.engine.receiveMessage(peer, encodeSide({ kind: 'lobby', body: encodeLobby(message) })),
		isBanned: () => device.banned.has(peer),
		leave: () => device.engine.peersChanged([])
	};
}

export const guestIdentity = (link: string): PeerIdentity => ({ kind: 'invitation', invitation: readLink(link).invitation.id, session: 'test' });
export const strangerAsMember: PeerIdentity = { kind: 'member', device: 'stranger' as never, member: 'stranger' as never };

/** A joiner made by hand, so that it can lie. */
export function joinerOf(link: string, name: string) {
	const { collective, invitation } = readLink(link);
	const device = deviceKeysFromSeed(systemRandom.bytes(32));
	return { device, guest: createGuest({ collective, invitation, device, profile: profileOf(name), deviceName: 'Phone', random: systemRandom }) };
}

/** A host without a seat in the collective. */
export function falseHost(link: string) {
	const { collective, invitation } = readLink(link);
	return createHost({ collective, invitation: invitation.id, memberName: 'Ana', random: systemRandom });
}

export const falseKeys = (collective: CollectiveId) => [deriveEpochKeys(createEpochKey(systemRandom), collective)];
export const isKey = (text: string): boolean => fromBase64(text)?.length === 32;
