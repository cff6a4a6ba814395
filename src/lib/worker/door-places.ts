/**
 * Where this device meets tablets at doors: one room of the signaling network for each that is in use, and for 14 days for each
 * that this member hung or took away and that hangs no more, so that it hears of it. Follows from the folded state and the clock alone. Carries CAL94, CRY131.
 */
import { fromBase64, type InvitationId } from '$crypto/base';
import { doorRoom } from '$crypto/door';
import { invitationIdOf, type LobbyKeys } from '$crypto/invitation';
import { createSecret } from '$crypto/secret';
import { isDoorInUse } from '$crdt/domain/calendar/doors';
import type { Door } from '$crdt/domain/calendar/state';
import type { Clock } from '$crdt/log/ports';
import type { OpenCollective } from './collective';

const FAREWELL_MS = 14 * 86_400_000;
/** Old ones beyond these are left to find out by themselves. */
const MAX_FAREWELLS = 4;

export interface DoorPlace {
	readonly door: Door;
	/** The name under which its tablet shows itself. */
	readonly guest: InvitationId;
	readonly room: LobbyKeys;
}

export interface DoorPlaces {
	/** Where this device is now. */
	visited(): readonly DoorPlace[];
	/** Of any tablet there ever was. */
	find(guest: InvitationId): DoorPlace | null;
	/** Is the holder of this key welcome in this room? */
	isWelcome(guest: InvitationId, roomName: string): boolean;
}

export function createDoorPlaces(open: OpenCollective, clock: Clock): DoorPlaces {
	const keys = new Map<string, Omit<DoorPlace, 'door'> | null>();

	function placeOf(door: Door): DoorPlace | null {
		const known = keys.get(door.id) ?? derive(door);
		keys.set(door.id, known);
		return known && { ...known, door };
	}

	const doors = (): readonly Door[] => [...open.state().calendar.doors.values()];

	function visited(): readonly DoorPlace[] {
		const since = clock.now() - FAREWELL_MS;
		const farewells = doors()
			.filter(({ by, removedBy }) => removedBy.some(({ member, at }) => (member === open.me || by === open.me) && at > since))
			.slice(-MAX_FAREWELLS);
		return [...doors().filter(isDoorInUse), ...farewells].flatMap((door) => placeOf(door) ?? []);
	}

	return {
		visited,
		find: (guest) => doors().map(placeOf).find((place) => place?.guest === guest) ?? null,
		isWelcome: (guest, roomName) => visited().some((place) => place.guest === guest && place.room.roomName === roomName)
	};
}

/** Null for keys that are none: such a tablet meets nobody. */
function derive({ publicKey, lobbyKey }: Door): Omit<DoorPlace, 'door'> | null {
	const [guest, lobby] = [fromBase64(publicKey), fromBase64(lobbyKey)];
	if (guest?.length !== 32 || lobby?.length !== 32) return null;
	return { guest: invitationIdOf(guest), room: doorRoom(createSecret(lobby)) };
}
