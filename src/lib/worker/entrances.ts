/**
 * Everything by which somebody comes near a collective from outside: rooms, the door with its knocks, tablets at doors, further devices
 * and phrases. Wires them together for running.ts; decides nothing.
 */
import type { InvitationId } from '$crypto/base';
import type { Random } from '$crypto/random';
import { selectDoorRooms } from '$crdt/domain/calendar/select-doors';
import type { Clock } from '$crdt/log/ports';
import type { PeerCrypto } from '$lib/adapters/webrtc/device-auth';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { KnownPeer } from './api';
import { charterOf } from './charter';
import type { OpenCollective } from './collective';
import { createDoor, type Door } from './door';
import { createDoorDesk } from './door-desk';
import { createDoorPlaces } from './door-places';
import { createFurtherLobbies, type FurtherLobbies } from './further-lobbies';
import { lensOf } from './lens';
import { createMemberCrypto } from './member-crypto';
import { createRooms, type Rooms } from './rooms';

export interface EntranceDependencies {
	readonly open: OpenCollective;
	readonly random: Random;
	readonly clock: Clock;
	readonly timers: Timers;
	/** Signaling addresses that came with the invitation. */
	readonly brought: readonly string[];
	/** Seed of the phrase in whose name lines are proven; nothing: in this device's own. */
	line(): string | undefined;
	send(peer: PeerId, bytes: Uint8Array): void;
	ban(peer: PeerId): void;
	changed(): void;
	/** Rooms may have changed. */
	replan(): void;
}

export interface Entrances {
	readonly rooms: Rooms;
	readonly door: Door;
	readonly further: FurtherLobbies;
	readonly peerCrypto: PeerCrypto;
	setPeers(peers: readonly KnownPeer[]): void;
	/** The log changed. */
	poke(): void;
	stop(): void;
}

export function createEntrances(deps: EntranceDependencies): Entrances {
	const { open, random, clock, timers, send, changed } = deps;
	const facts = () => open.state().membership;
	const doorPlaces = createDoorPlaces(open, clock);
	const further = createFurtherLobbies(() => {
		deps.replan();
		changed();
	});
	const rooms = createRooms(open, clock, deps.brought, doorPlaces, further);
	let stopped = false;
	let peers: readonly KnownPeer[] = [];
	let phrases: { look(): void; meet(peers: readonly KnownPeer[]): void } | null = null;
	let loading = false;

	const memberDeviceKeys = (): string[] =>
		facts().seated.flatMap(({ devices }) => devices.flatMap((id) => facts().devices.get(id)?.signKey ?? []));

	const doorDesk = createDoorDesk({
		collective: open.id,
		random, timers, memberDeviceKeys,
		find: doorPlaces.find,
		roomsOf: (one) => selectDoorRooms(lensOf(open, clock.now()), one),
		held: () => open.log.dag.size,
		send
	});

	const door = createDoor({
		collective: open.id,
		random,
		myName: () => facts().members.get(open.me)?.profile.name ?? '',
		charter: () => charterOf(lensOf(open, clock.now())),
		// further devices of a member, old or new, need no charter
		placeOf: (invitation) => (rooms.isForNewcomers(invitation) ? rooms.lobbyPlace(invitation) : null),
		sponsorOf: (invitation) => further.find(invitation)?.sponsor ?? null,
		whyNot: rooms.whyNot,
		isAdmitted: (signKey) => rooms.isSeated(open.hashes.deviceIdOf(signKey)),
		standing(invitation, signKey) {
			const fact = facts().invitations.get(invitation);
			const device = open.hashes.deviceIdOf(signKey);
			const candidacy = fact?.candidacies.find(({ deviceId }) => deviceId === device);
			const approvals = new Set([...(fact ? [fact.issuer] : []), ...(candidacy?.approvals ?? [])]);
			return { approvals: approvals.size, needed: fact?.needed ?? 1, mine: candidacy?.approvals.includes(open.me) ?? false };
		},
		epochs: () => open.keyring.all(),
		memberDeviceKeys,
		send,
		ban: deps.ban,
		changed
	});

	/** Phrases are few, and what meets them is loaded once there is one. */
	function pokePhrases(): void {
		if (phrases) return phrases.look();
		if (loading || ![...facts().devices.values()].some(({ paper }) => paper)) return;
		loading = true;
		void import('./phrase-lobbies').then(({ createPhraseLobbies }) => {
			if (stopped) return;
			phrases = createPhraseLobbies({ open, further, random, memberDeviceKeys, send });
			phrases.look();
			phrases.meet(peers);
		});
	}

	pokePhrases();
	return {
		rooms, door, further,
		peerCrypto: createMemberCrypto(open, random, rooms, doorPlaces, deps.line),
		setPeers(list) {
			peers = list;
			const guests = list.flatMap(({ peer, identity }) => (identity.kind === 'invitation' ? [{ peer, invitation: identity.invitation }] : []));
			const isTablet = (invitation: InvitationId) => doorPlaces.find(invitation) !== null;
			door.setGuests(guests.filter(({ invitation }) => !isTablet(invitation)));
			doorDesk.setGuests(guests.filter(({ invitation }) => isTablet(invitation)).map(({ peer, invitation }) => ({ peer, guest: invitation })));
			phrases?.meet(list);
		},
		poke() {
			door.poke();
			doorDesk.poke();
			pokePhrases();
		},
		stop() {
			stopped = true;
			doorDesk.stop();
		}
	};
}
