/** How a member's device proves itself on a line, and whom it takes the other side for: a member's device, or who holds a live invitation. */
import { fromBase64 } from '$crypto/base';
import { invitationIdOf } from '$crypto/invitation';
import { deviceIdOf, deviceKeysFromSeed, type KeyPair } from '$crypto/keys';
import type { Random } from '$crypto/random';
import type { PeerCrypto } from '$lib/adapters/webrtc/device-auth';
import { createPeerCrypto } from '$lib/adapters/webrtc/peer-crypto';
import type { OpenCollective } from './collective';
import type { createDoorPlaces } from './door-places';
import type { createRooms } from './rooms';

export function createMemberCrypto(
	open: OpenCollective,
	random: Random,
	rooms: ReturnType<typeof createRooms>,
	doorPlaces: ReturnType<typeof createDoorPlaces>,
	/** Seed of another device in whose name lines are proven; nothing: in this one's own. */
	line: () => string | undefined
): PeerCrypto {
	return createPeerCrypto({
		collective: open.id,
		random,
		credential: () => ({ kind: 'member', keys: lineKeys(line()) ?? open.keys.sign }),
		identify({ kind, publicKey, session }, room) {
			if (kind === 'member') {
				const member = rooms.memberWith(publicKey);
				return member && { kind, device: deviceIdOf(publicKey), member };
			}
			const invitation = invitationIdOf(publicKey);
			if (room.kind !== 'lobby') return null;
			return rooms.hasLobby(invitation) || doorPlaces.isWelcome(invitation, room.name) ? { kind, invitation, session } : null;
		}
	});
}

const lineKeys = (seed: string | undefined): KeyPair | null => {
	const bytes = seed === undefined ? null : fromBase64(seed);
	return bytes && deviceKeysFromSeed(bytes).sign;
};
