/**
 * What a member's device tells a tablet at a door: the states of its rooms and whom to listen to, or that it was taken away.
 * Plain data, sealed for that tablet. Reading hostile bytes gives null. Carries CAL94, CAL95, CRY132.
 */
import * as z from 'zod';
import { textOf, utf8, type CollectiveId, type ObjectId } from '$crypto/base';
import { openAtDoor, sealForDoor } from '$crypto/door';
import type { LobbyKeys } from '$crypto/invitation';
import type { Random } from '$crypto/random';

z.config({ jitless: true });

const MAX_BYTES = 2_000_000;
const wall = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);
export const deviceKeys = z.array(z.string().regex(/^[A-Za-z0-9_-]{43}$/)).max(1000);
export const doorRooms = z
	.array(
		z.strictObject({
			id: z.string().max(60).transform((text) => text as ObjectId), // names a room among these, nothing more
			name: z.string().max(60),
			colour: z.string().max(20),
			zone: z.string().max(64),
			taken: z
				.array(z.strictObject({ start: wall, end: wall, who: z.string().max(80).nullable(), tentative: z.boolean(), runsOver: z.number().int().min(0).max(120) }))
				.max(5000),
			closed: z.array(z.strictObject({ start: wall, end: wall })).max(500)
		})
	)
	.max(200);

const message = z.discriminatedUnion('type', [
	z.strictObject({
		type: z.literal('state'),
		/** How many entries the sender holds. */
		held: z.number().int().min(0),
		name: z.string().max(60),
		rooms: doorRooms,
		/** Signing keys of the devices to listen to from now on. */
		devices: deviceKeys
	}),
	z.strictObject({ type: z.literal('gone') })
]);
export type DoorMessage = z.output<typeof message>;

/** For whom something is sealed. */
export interface DoorAddress {
	readonly collective: CollectiveId;
	/** The tablet's public key, base64url. */
	readonly key: string;
	readonly room: LobbyKeys;
}

export const sealDoorMessage = (to: DoorAddress, value: DoorMessage, random: Random): Uint8Array =>
	sealForDoor(to.room, to.collective, to.key, utf8(JSON.stringify(value)), random);

/** Null for anything else than a message sealed for this tablet. */
export function openDoorMessage(at: DoorAddress, sealed: Uint8Array): DoorMessage | null {
	if (sealed.length > MAX_BYTES) return null;
	const plain = openAtDoor(at.room, at.collective, at.key, sealed);
	try {
		const parsed = message.safeParse(JSON.parse((plain && textOf(plain)) ?? ''));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}
