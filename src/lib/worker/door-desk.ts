/**
 * What this device tells the tablets at doors that are connected: the states of their rooms on meeting, after changes (at most
 * every five seconds) and every five minutes; and that one was taken away. Sends nothing else to them. Carries CAL94, CAL95.
 */
import type { CollectiveId, InvitationId } from '$crypto/base';
import type { Random } from '$crypto/random';
import { isDoorInUse } from '$crdt/domain/calendar/doors';
import type { Door } from '$crdt/domain/calendar/state';
import type { DoorRoomView } from '$crdt/domain/calendar/views';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { Timers } from '$lib/adapters/webrtc/timers';
import { sealDoorMessage, type DoorMessage } from './door-message';
import type { DoorPlace } from './door-places';
import { encodeSide } from './side-protocol';

const PAUSE_MS = 5_000;
const AGAIN_MS = 5 * 60_000;
const LOOK_MS = 60_000;

export interface DoorDeskDependencies {
	readonly collective: CollectiveId;
	readonly random: Random;
	readonly timers: Timers;
	find(guest: InvitationId): DoorPlace | null;
	roomsOf(door: Door): readonly DoorRoomView[];
	memberDeviceKeys(): readonly string[];
	/** How many entries this device holds. */
	held(): number;
	send(peer: PeerId, bytes: Uint8Array): void;
}

export interface DoorDesk {
	/** Tablets connected now, by the key each has proven. */
	setGuests(guests: readonly { readonly peer: PeerId; readonly guest: InvitationId }[]): void;
	/** The log changed: whoever was taken away hears it at once, the others soon. */
	poke(): void;
	stop(): void;
}

interface Guest {
	readonly guest: InvitationId;
	said: string;
	saidMs: number;
}

export function createDoorDesk(deps: DoorDeskDependencies): DoorDesk {
	const { timers } = deps;
	const guests = new Map<PeerId, Guest>();
	let lookedMs = Number.NEGATIVE_INFINITY;
	let soon: (() => void) | null = null;

	function say(peer: PeerId, { door, room }: DoorPlace, message: DoorMessage): void {
		const body = sealDoorMessage({ collective: deps.collective, key: door.publicKey, room }, message, deps.random);
		deps.send(peer, encodeSide({ kind: 'door', body }));
	}

	function tell(peer: PeerId, guest: Guest): void {
		const place = deps.find(guest.guest);
		if (!place) return;
		const inUse = isDoorInUse(place.door);
		const news = inUse
			? ({ type: 'state', name: place.door.name, rooms: [...deps.roomsOf(place.door)], devices: [...deps.memberDeviceKeys()] } as const)
			: ({ type: 'gone' } as const);
		const text = JSON.stringify(news);
		const now = timers.now();
		if (text === guest.said && (!inUse || now - guest.saidMs < AGAIN_MS)) return;
		guest.said = text;
		guest.saidMs = now;
		say(peer, place, news.type === 'gone' ? news : ({ ...news, held: deps.held() } as DoorMessage)); // views are read-only, messages are plain
	}

	function look(): void {
		soon = null;
		lookedMs = timers.now();
		for (const [peer, guest] of guests) tell(peer, guest);
	}

	function poke(): void {
		if (guests.size === 0) return;
		for (const [peer, guest] of guests) {
			const place = deps.find(guest.guest);
			if (place && !isDoorInUse(place.door)) tell(peer, guest);
		}
		if (soon) return;
		const wait = lookedMs + PAUSE_MS - timers.now();
		if (wait <= 0) look();
		else soon = timers.after(wait, look);
	}

	const stopLooking = timers.every(LOOK_MS, poke);
	return {
		setGuests(list) {
			const present = new Set(list.map(({ peer }) => peer));
			for (const peer of guests.keys()) if (!present.has(peer)) guests.delete(peer);
			for (const { peer, guest } of list) {
				if (guests.has(peer)) continue;
				const fresh: Guest = { guest, said: '', saidMs: 0 };
				guests.set(peer, fresh);
				tell(peer, fresh);
			}
		},
		poke,
		stop() {
			soon?.();
			stopLooking();
		}
	};
}
