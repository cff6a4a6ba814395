/**
 * Where phrases on paper are met, and what they are given: the group keys, boxed for their key as the log names it, once they have proven
 * to hold it. Each phrase's lobby is kept by its member's own devices and by five colleagues, so that few lines are opened for nothing.
 * Carries CRY175 and MEM85.
 */
import { fromBase64, type MemberId } from '$crypto/base';
import { phraseLobby } from '$crypto/device-link';
import { lobbyKeys } from '$crypto/invitation';
import type { Random } from '$crypto/random';
import type { DeviceFact } from '$crdt/domain/membership/state';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { KnownPeer } from './api';
import type { OpenCollective } from './collective';
import type { FurtherLobbies } from './further-lobbies';
import { encodeLobby, welcome } from './lobby';
import { encodeSide } from './side-protocol';

const COLLEAGUES = 5;

export interface PhraseLobbyDependencies {
	readonly open: OpenCollective;
	readonly further: FurtherLobbies;
	readonly random: Random;
	memberDeviceKeys(): readonly string[];
	send(peer: PeerId, bytes: Uint8Array): void;
}

export function createPhraseLobbies({ open, further, random, memberDeviceKeys, send }: PhraseLobbyDependencies) {
	const facts = () => open.state().membership;
	const greeted = new Set<PeerId>();
	let kept: ReadonlySet<string> = new Set();

	/** Phrases in use that this device waits for. */
	function mine(): readonly DeviceFact[] {
		const seated = facts().seated;
		return seated.flatMap((member) =>
			member.devices.flatMap((id) => {
				const device = facts().devices.get(id);
				return device?.paper === true && waitFor(device, seated.map(({ memberId }) => memberId)).includes(open.me) ? [device] : [];
			})
		);
	}

	function waitFor({ memberId, deviceId }: DeviceFact, members: readonly MemberId[]): readonly MemberId[] {
		const rank = new Map(members.map((member) => [member, open.hashes.hash('phrase-colleague', deviceId, member)]));
		const others = members.filter((member) => member !== memberId).sort((a, b) => (rank.get(a)! < rank.get(b)! ? -1 : 1));
		return [memberId, ...others.slice(0, COLLEAGUES)];
	}

	return {
		look(): void {
			const due = mine().filter(({ deviceId }) => deviceId !== open.signer.device);
			const ids = new Set<string>();
			for (const { signKey } of due) {
				const key = fromBase64(signKey);
				if (key?.length !== 32) continue;
				const { id, lobbyKey } = phraseLobby(key, open.id);
				ids.add(id);
				if (!kept.has(id)) further.put({ place: { room: lobbyKeys(lobbyKey), collective: open.id, invitation: id }, sponsor: null, whyNot: () => 'unknown' });
			}
			const gone = [...kept].filter((id) => !ids.has(id));
			kept = ids;
			for (const { place } of further.list()) if (gone.includes(place.invitation)) further.remove(place.invitation);
		},
		meet(peers: readonly KnownPeer[]): void {
			const present = new Set(peers.map(({ peer }) => peer));
			for (const peer of greeted) if (!present.has(peer)) greeted.delete(peer);
			for (const { peer, identity } of peers) {
				const device = identity.kind === 'member' ? facts().devices.get(identity.device) : undefined;
				if (device?.paper !== true || device.status !== 'active' || greeted.has(peer)) continue;
				const message = welcome(open.id, device.boxKey, open.keyring.all(), memberDeviceKeys(), random);
				if (!message) continue;
				greeted.add(peer);
				send(peer, encodeSide({ kind: 'lobby', body: encodeLobby(message) }));
			}
		}
	};
}
