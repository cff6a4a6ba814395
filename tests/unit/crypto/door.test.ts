import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64, type CollectiveId } from '$crypto/base';
import { createDoorSeed, deriveDoor, doorRoom, encodeDoorLink, openAtDoor, parseDoorLink, sealForDoor, type DoorLink } from '$crypto/door';
import { deriveInvitation, invitationSeedFromBytes } from '$crypto/invitation';
import { systemRandom as random } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';

beforeAll(loadSodium);
const collective = toBase64(new Uint8Array(32).fill(7)) as CollectiveId;

function link(): DoorLink {
	return { collective, seed: createDoorSeed(random), hungBy: random.bytes(32), name: 'Flur', signaling: ['wss://house.example/signal'] };
}

describe('a door', () => {
	it('[CRY130] has keys of its own: an invitation with the same seed has others, and so has another collective', () => {
		const seed = createDoorSeed(random);
		const door = deriveDoor(seed, collective);
		const invitation = deriveInvitation(invitationSeedFromBytes(reveal(seed)), collective);
		const elsewhere = deriveDoor(seed, toBase64(new Uint8Array(32).fill(8)) as CollectiveId);
		const keys = [door.lobbyKey, invitation.lobbyKey, elsewhere.lobbyKey].map((key) => toBase64(reveal(key)));
		const signs = [door, invitation, elsewhere].map(({ sign }) => toBase64(sign.publicKey));
		expect(new Set([...keys, ...signs]).size).toBe(6);
	});

	it('[CRY132] what is sealed for it opens there, and at no other door', () => {
		const { sign, lobbyKey } = deriveDoor(createDoorSeed(random), collective);
		const [room, name] = [doorRoom(lobbyKey), toBase64(sign.publicKey)];
		const sealed = sealForDoor(room, collective, name, new Uint8Array([1, 2, 3]), random);
		expect(openAtDoor(room, collective, name, sealed)).toEqual(new Uint8Array([1, 2, 3]));
		expect(openAtDoor(room, collective, 'another', sealed)).toBeNull();
		expect(openAtDoor(doorRoom(deriveDoor(createDoorSeed(random), collective).lobbyKey), collective, name, sealed)).toBeNull();
		expect(openAtDoor(room, collective, name, new Uint8Array(5))).toBeNull();
	});

	it('[CRY133] a link says again what went into it; cut, changed, newer and other texts are told apart', () => {
		const made = link();
		const text = encodeDoorLink('https://house.example/door', made);
		const read = parseDoorLink(text);
		expect(read.ok && { ...read.value, seed: toBase64(reveal(read.value.seed)) }).toEqual({ ...made, seed: toBase64(reveal(made.seed)) });
		const failure = (other: string) => {
			const parsed = parseDoorLink(other);
			return parsed.ok ? null : parsed.error.type;
		};
		expect(failure(text.slice(0, -3))).toBe('DamagedDoorLink');
		expect(failure(text.replace('#d1.', '#d2.'))).toBe('NewerDoorLink');
		expect(failure(text.replace('#d1.', '#i1.'))).toBe('NotADoorLink');
		expect(failure('https://house.example/door')).toBe('NotADoorLink');
		expect(() => encodeDoorLink('', { ...made, signaling: ['https://house.example'] })).toThrow();
	});
});
