/**
 * On an empty device, with the words of a phrase: waits in the phrase's lobby as the device that the words are, and takes the group keys that
 * a colleague's device boxes for it. What it shows stays that of somebody at a door until a fresh device has taken the phrase's place
 * (phrase-enrol.ts). Carries CRY175, NET88 and MEM85.
 */
import { fromBase64, toBase64, type DeviceId, type MemberId } from '$crypto/base';
import { phraseLobby } from '$crypto/device-link';
import { lobbyKeys } from '$crypto/invitation';
import { epochIdOf, unwrapKey } from '$crypto/keyring';
import { deviceIdOf, deviceKeysFromSeed, slotOf } from '$crypto/keys';
import { reveal } from '$crypto/secret';
import { StoreRefused } from '$crdt/log/ports';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { createPeerCrypto } from '$lib/adapters/webrtc/peer-crypto';
import { DISK_AGAIN_MS, type JoiningDependencies, type JoiningSession } from './joining';
import type { StoredCollective } from './keychain-schema';
import { decodeLobby, type LobbyMessage } from './lobby';
import { decodeSide } from './side-protocol';

export function createPhraseJoining(deps: JoiningDependencies): JoiningSession {
	const { stored, random } = deps;
	const { joining, id: collective } = stored;
	const device = deviceKeysFromSeed(fromBase64(joining.seed) ?? new Uint8Array(0));
	const { id: lobby, lobbyKey } = phraseLobby(device.sign.publicKey, collective);
	const { roomName, roomPassword } = lobbyKeys(lobbyKey);
	let here: readonly PeerId[] = [];
	let finished = stored.epochs.length > 0;

	/** What the disk does not take is tried again: the keys are sent once on each line. */
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

	/** Null: a box is not for this device, or holds another key than it names. */
	function keysIn({ epochs }: Extract<LobbyMessage, { type: 'welcome' }>): string[] | null {
		const keys: string[] = [];
		for (const { epoch, box } of epochs) {
			const opened = unwrapKey('epoch', collective, fromBase64(box) ?? new Uint8Array(0), device.box);
			if (!opened.ok || (epochIdOf(opened.value) as string) !== epoch) return null; // compared as text
			keys.push(toBase64(reveal(opened.value)));
		}
		return keys;
	}

	return {
		peerCrypto: createPeerCrypto({
			collective,
			random,
			credential: () => ({ kind: 'member', keys: device.sign }),
			// who they are shows in the log that they bring
			identify: ({ kind, publicKey }) => {
				const name = deviceIdOf(publicKey);
				return kind === 'member' ? { kind, device: name as DeviceId, member: name as string as MemberId } : null; // a name for the line only
			}
		}),
		plan: () => ({
			collective,
			rooms: [{ kind: 'lobby', name: roomName, password: roomPassword, invitation: lobby }],
			signaling: joining.signaling, iceServers: [], relayOnly: false, liveSegment: 0, ownSlot: slotOf(collective, device.sign.publicKey)
		}),
		peersChanged(peers) {
			here = peers.map(({ peer }) => peer);
			deps.changed();
		},
		async receive(peer, bytes) {
			const side = decodeSide(bytes);
			// colleagues' devices also say what they hold; it means nothing to somebody without keys
			if (side && side.kind !== 'lobby') return { offences: 0 };
			const message = side && decodeLobby(side.body);
			if (message?.type !== 'welcome' || finished) return { offences: message ? 0 : 1 };
			const epochs = keysIn(message);
			if (!epochs) {
				deps.ban(peer);
				return { offences: 1 };
			}
			// as after a restore: it writes nothing before it knows how far the phrase's own log went
			await enter({ ...stored, epochs, vouched: [...message.devices], restored: true });
			deps.changed();
			return { offences: 0 };
		},
		acceptCharter: async () => false,
		view: () => ({
			kind: 'phrase', memberName: '', collectiveName: joining.collectiveName, inviterName: '',
			charter: null, charterAccepted: true,
			stage: finished ? 'admitted' : here.length > 0 ? 'met' : 'searching',
			codes: [], refusedBecause: null
		})
	};
}
