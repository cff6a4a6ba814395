/**
 * Which rooms this device is in, and who is welcome in them. Follows from the folded state and the clock alone.
 *
 * A lobby outlives its invitation for a while: whoever was let in may have been away just then and comes back for the keys,
 * and whoever comes too late hears why. Carries NET80 to NET83.
 */
import { fromBase64, type DeviceId, type InvitationId, type MemberId } from '$crypto/base';
import { lobbyKeys } from '$crypto/invitation';
import type { LobbyPlace } from '$crypto/lobby-seal';
import { deviceIdOf } from '$crypto/keys';
import { createSecret } from '$crypto/secret';
import type { InvitationFact } from '$crdt/domain/membership/state';
import type { Clock } from '$crdt/log/ports';
import type { NetworkPlan, RoomPlan } from './api';
import type { OpenCollective } from './collective';
import type { DoorPlaces } from './door-places';
import type { FurtherLobbies } from './further-lobbies';
import type { RefusedWhy } from './lobby';

const DAY_MS = 86_400_000;
/** How long after its end somebody still answers in a lobby. */
const AFTERWARDS_MS = 14 * DAY_MS;
/** Every room costs each member a subscription at the meeting point. */
const MAX_LOBBIES = 12;

export interface Rooms {
	plan(): NetworkPlan;
	/** Does anybody still answer to holders of this invitation? */
	hasLobby(invitation: InvitationId): boolean;
	/** Where what is said to the holder of this invitation is sealed; null: nobody knows it. */
	lobbyPlace(invitation: InvitationId): LobbyPlace | null;
	/** Is it for somebody new, and not for a device of somebody who is a member already? */
	isForNewcomers(invitation: InvitationId): boolean;
	/** What stands against letting the holder of this key in under this invitation; null: nothing. */
	whyNot(invitation: InvitationId, signKey: string): RefusedWhy | null;
	/** Is this device in use, and of a member? */
	isSeated(device: DeviceId): boolean;
	/** The member whose device in use has this key. */
	memberWith(publicKey: Uint8Array): MemberId | null;
	/** Was this device a member's, and is it no more? */
	isExpelled(device: DeviceId): boolean;
}

export function createRooms(open: OpenCollective, clock: Clock, brought: readonly string[], doors: DoorPlaces, further: FurtherLobbies): Rooms {
	const facts = () => open.state().membership;

	const isOpen = ({ status, expiresAt }: InvitationFact): boolean => status === 'open' && expiresAt > clock.now();

	/** Let in, and not heard of since: the keys may not have reached them yet. */
	function isAwaited({ candidacies }: InvitationFact): boolean {
		const written = [...open.log.have().values()];
		return candidacies.some(({ admitted, deviceId }) => {
			const slot = facts().devices.get(deviceId)?.slot;
			return admitted && seat(deviceId) !== null && slot !== undefined && !written.some((counts) => counts.has(slot));
		});
	}

	/** A lobby that lets nobody in any more is kept by one member alone, or all would meet each other in it for nothing. */
	function lobbies(): InvitationFact[] {
		const since = clock.now() - AFTERWARDS_MS;
		return [...facts().invitations.values()]
			.filter((fact) => fact.expiresAt > since && (isOpen(fact) || isAwaited(fact) || fact.issuer === open.me))
			.sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.expiresAt - a.expiresAt)
			.slice(0, MAX_LOBBIES);
	}

	const seat = (device: DeviceId): MemberId | null => {
		const fact = facts().devices.get(device);
		return fact?.status === 'active' && facts().members.get(fact.memberId)?.status === 'member' ? fact.memberId : null;
	};

	function lobbyPlace(invitation: InvitationId): LobbyPlace | null {
		const other = further.find(invitation);
		if (other) return other.place;
		const key = fromBase64(facts().invitations.get(invitation)?.lobbyKey ?? '');
		return key?.length === 32 ? { room: lobbyKeys(createSecret(key)), collective: open.id, invitation } : null;
	}

	return {
		plan() {
			const rooms: RoomPlan[] = [];
			const live = open.writeEpoch() ?? open.keyring.all().at(-1) ?? null;
			for (const epoch of open.keyring.all())
				rooms.push({ kind: epoch === live ? 'live' : 'handover', name: epoch.roomName, password: epoch.roomPassword, invitation: null });
			for (const { invitation } of lobbies()) {
				const room = lobbyPlace(invitation)?.room;
				if (room) rooms.push({ kind: 'lobby', name: room.roomName, password: room.roomPassword, invitation });
			}
			for (const { place } of further.list())
				rooms.push({ kind: 'lobby', name: place.room.roomName, password: place.room.roomPassword, invitation: place.invitation });
			for (const { guest, room } of doors.visited()) rooms.push({ kind: 'lobby', name: room.roomName, password: room.roomPassword, invitation: guest });
			const { signaling } = facts().settings;
			return {
				collective: open.id, rooms, signaling: signaling.length > 0 ? signaling : brought, iceServers: [], relayOnly: false,
				liveSegment: open.log.liveSegment(), ownSlot: open.signer.slot
			};
		},
		lobbyPlace,
		hasLobby: (invitation) => further.find(invitation) !== null || lobbies().some((fact) => fact.invitation === invitation),
		isForNewcomers: (invitation) => facts().invitations.get(invitation)?.recovers === null,
		isSeated: (device) => seat(device) !== null,
		whyNot(invitation, signKey) {
			const other = further.find(invitation);
			if (other) return other.whyNot(signKey);
			const fact = facts().invitations.get(invitation);
			if (!fact) return 'unknown';
			if (fact.cancelled) return 'cancelled';
			const joiner = open.hashes.deviceIdOf(signKey);
			if (fact.candidacies.some(({ admitted, deviceId }) => admitted && deviceId !== joiner)) return 'used';
			// Let in once already: a removed member does not come back by the same invitation.
			if (facts().devices.has(joiner)) return 'used';
			return fact.expiresAt <= clock.now() ? 'expired' : null;
		},
		memberWith(publicKey) {
			const device = deviceIdOf(publicKey);
			if (facts().devices.has(device)) return seat(device);
			// Until our own copy names us, those whom our host vouched for are let through to bring it.
			const bootstrapping = !facts().devices.has(open.signer.device);
			return bootstrapping && open.devices.byKey(publicKey) ? (device as string as MemberId) : null; // a name for the line only
		},
		isExpelled: (device) => facts().devices.has(device) && seat(device) === null
	};
}
