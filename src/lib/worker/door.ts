/**
 * Who stands at the door: one conversation per connected joiner, and what a member may do about it. A joiner whose
 * admission already stands is given the group keys at once, whoever admitted them.
 *
 * Knows the log only through `DoorDependencies`; sends nothing but lobby messages. Carries NET80 to NET89.
 */
import type { CollectiveId, DeviceId, InvitationId } from '$crypto/base';
import type { EpochKeys } from '$crypto/keyring';
import type { LobbyPlace } from '$crypto/lobby-seal';
import type { Random } from '$crypto/random';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { Charter } from '$lib/services/types';
import { charterMessage } from './charter';
import { createHost, decodeLobby, encodeLobby, welcome, type Host, type Knock, type LobbyMessage, type RefusedWhy } from './lobby';
import { encodeSide } from './side-protocol';

export interface DoorDependencies {
	readonly collective: CollectiveId;
	readonly random: Random;
	myName(): string;
	/** How this collective lives and decides, by this device's copy. */
	charter(): Charter;
	/** Where the charter is sealed that a joiner reads; null: none is shown in this lobby. */
	placeOf(invitation: InvitationId): LobbyPlace | null;
	/** The device that adds who waits there; null: whoever waits comes by an invitation in the log. */
	sponsorOf(invitation: InvitationId): DeviceId | null;
	/** Null: nothing stands against letting the holder of this invitation in. */
	whyNot(invitation: InvitationId, signKey: string): RefusedWhy | null;
	isAdmitted(signKey: string): boolean;
	/** Approvals so far of how many, and whether one is mine. */
	standing(invitation: InvitationId, signKey: string): { readonly approvals: number; readonly needed: number; readonly mine: boolean };
	epochs(): readonly EpochKeys[];
	memberDeviceKeys(): readonly string[];
	send(peer: PeerId, bytes: Uint8Array): void;
	ban(peer: PeerId): void;
	changed(): void;
}

export interface KnockAtDoor extends Knock {
	readonly id: string;
	readonly approvals: number;
	readonly needed: number;
	readonly approvedByMe: boolean;
}

export interface Door {
	/** Joiners connected now, with the invitation that each has proven to hold. */
	setGuests(guests: readonly { readonly peer: PeerId; readonly invitation: InvitationId }[]): void;
	receive(peer: PeerId, body: Uint8Array): void;
	knocks(): readonly KnockAtDoor[];
	find(id: string): Knock | null;
	turnAway(id: string): void;
	/** The log changed: somebody waiting may have been admitted. */
	poke(): void;
}

interface Guest {
	readonly invitation: InvitationId;
	readonly host: Host;
	knock: Knock | null;
	welcomed: boolean;
}

export function createDoor(deps: DoorDependencies): Door {
	const guests = new Map<PeerId, Guest>();
	const turnedAway = new Set<string>();
	const say = (peer: PeerId, message: LobbyMessage) =>
		deps.send(peer, encodeSide({ kind: 'lobby', body: encodeLobby(message) }));
	const idOf = (knock: Knock): string => `${knock.invitation}.${knock.signKey}`;

	/** Welcomes, refuses, or leaves waiting. */
	function consider(peer: PeerId, guest: Guest): void {
		const { knock } = guest;
		if (!knock || guest.welcomed) return;
		if (deps.isAdmitted(knock.signKey)) {
			const message = welcome(deps.collective, knock.boxKey, deps.epochs(), deps.memberDeviceKeys(), deps.random);
			if (!message) return;
			guest.welcomed = true;
			return say(peer, message);
		}
		const why = turnedAway.has(idOf(knock)) ? 'turned-away' : deps.whyNot(knock.invitation, knock.signKey);
		if (why) say(peer, { type: 'refused', why });
	}

	return {
		setGuests(list) {
			const present = new Set(list.map(({ peer }) => peer));
			for (const peer of guests.keys()) if (!present.has(peer)) guests.delete(peer);
			for (const { peer, invitation } of list) {
				if (guests.has(peer)) continue;
				const { collective, random } = deps;
				const host = createHost({ collective, invitation, memberName: deps.myName(), sponsor: deps.sponsorOf(invitation), random });
				guests.set(peer, { invitation, host, knock: null, welcomed: false });
				say(peer, host.offer);
				const place = deps.placeOf(invitation);
				if (place) say(peer, charterMessage(deps.charter(), place, random));
			}
			deps.changed();
		},
		receive(peer, body) {
			const guest = guests.get(peer);
			const message = decodeLobby(body);
			if (!guest) return;
			const answer = message && guest.host.receive(message);
			if (!answer?.ok) {
				guests.delete(peer);
				return deps.ban(peer);
			}
			if (answer.value.reply) say(peer, answer.value.reply);
			if (!answer.value.knock) return;
			guest.knock = answer.value.knock;
			consider(peer, guest);
			deps.changed();
		},
		knocks() {
			const seen = new Map<string, KnockAtDoor>();
			for (const { knock, welcomed } of guests.values()) {
				if (!knock || welcomed || deps.isAdmitted(knock.signKey)) continue;
				const id = idOf(knock);
				if (turnedAway.has(id) || deps.whyNot(knock.invitation, knock.signKey)) continue;
				const { approvals, needed, mine } = deps.standing(knock.invitation, knock.signKey);
				seen.set(id, { ...knock, id, approvals, needed, approvedByMe: mine });
			}
			return [...seen.values()];
		},
		find(id) {
			for (const { knock } of guests.values()) if (knock && idOf(knock) === id) return knock;
			return null;
		},
		turnAway(id) {
			turnedAway.add(id);
			for (const [peer, guest] of guests) if (guest.knock && idOf(guest.knock) === id) consider(peer, guest);
			deps.changed();
		},
		poke() {
			for (const [peer, guest] of guests) consider(peer, guest);
		}
	};
}

