/**
 * Tablets at doors: a seed in a link, what is derived from it, and the sealing of what such a tablet is told.
 *
 * The seed signs for one tablet and opens what members' devices tell it; no key of an epoch, an area or a text follows from
 * it. Knows nothing of rooms or bookings. Carries CRY130 to CRY135.
 *
 *     <app address>#d1.<base64url of>
 *     version 1 | collective 32 | seed 32 | key of the device that hung it 32 | name | count 1, signaling addresses | checksum 8
 */
import { open, seal } from './aead';
import { concatBytes, equalBytes, err, fromBase64, ok, toBase64, utf8, type CollectiveId, type Result } from './base';
import { createByteReader, createByteWriter } from './bytes';
import { deriveKey, hash } from './hash';
import { lobbyKeys, type LobbyKeys } from './invitation';
import { deriveSignPair, type KeyPair } from './keys';
import type { Random } from './random';
import { createSecret, reveal, type Secret } from './secret';

export const DOOR_SEED_BYTES = 32;
export const DOOR_LINK_VERSION = 1;
const MAX_LINK_LENGTH = 2400;
const MAX_NAME_BYTES = 240;
const MAX_URL_BYTES = 400;
const MAX_SERVERS = 8;
const CHECKSUM_BYTES = 8;
const SIGNALING_URL = /^wss?:\/\/[^\s#]+$/u;

export type DoorSeed = Secret<Uint8Array>;

export const createDoorSeed = (random: Random): DoorSeed => createSecret(random.bytes(DOOR_SEED_BYTES));

/** What follows from a seed. The public key and the lobby key stand in the log, the rest nowhere. */
export interface DoorSecrets {
	readonly sign: KeyPair;
	readonly lobbyKey: Secret<Uint8Array>;
}

/** @throws for a seed of another length. */
export function deriveDoor(seed: DoorSeed, collective: CollectiveId): DoorSecrets {
	if (reveal(seed).length !== DOOR_SEED_BYTES) throw new Error('the seed of a door has 32 bytes');
	const context = utf8(collective);
	return { sign: deriveSignPair(deriveKey(seed, 'door-sign', context)), lobbyKey: deriveKey(seed, 'door-lobby', context) };
}

/** Where members' devices and the tablet meet, and the key of what is said there. */
export const doorRoom = (lobbyKey: Secret<Uint8Array>): LobbyKeys => lobbyKeys(lobbyKey);

/** @param door the tablet's public key, base64url. */
export const sealForDoor = (room: LobbyKeys, collective: CollectiveId, door: string, plain: Uint8Array, random: Random): Uint8Array =>
	seal(room.frameKey, contextOf(collective, door), plain, random);

/** Null for anything that was not sealed for this tablet. */
export function openAtDoor(room: LobbyKeys, collective: CollectiveId, door: string, sealed: Uint8Array): Uint8Array | null {
	const opened = open(room.frameKey, contextOf(collective, door), sealed);
	return opened.ok ? opened.value : null;
}

const contextOf = (collective: CollectiveId, door: string): Uint8Array => utf8(`commonhold/1/door-state/${collective}/${door}`);

export interface DoorLink {
	readonly collective: CollectiveId;
	readonly seed: DoorSeed;
	/** Signing key of the device that hung the tablet: the first one it listens to. */
	readonly hungBy: Uint8Array;
	readonly name: string;
	/** ws: or wss: addresses. */
	readonly signaling: readonly string[];
}

/** `NotADoorLink`: another text. `NewerDoorLink`: made by a newer app. `DamagedDoorLink`: cut or changed on its way. */
export interface BadDoorLink {
	readonly type: 'NotADoorLink' | 'NewerDoorLink' | 'DamagedDoorLink';
}

/** @throws for names, addresses or keys beyond the limits above: forms and rules check them before. */
export function encodeDoorLink(appUrl: string, link: DoorLink): string {
	const collective = fromBase64(link.collective);
	const seed = reveal(link.seed);
	if (collective?.length !== 32 || seed.length !== DOOR_SEED_BYTES || link.hungBy.length !== 32) throw new Error('not the parts of a door link');
	if (link.signaling.length > MAX_SERVERS) throw new Error('too many servers for a door link');
	const writer = createByteWriter().u8(DOOR_LINK_VERSION).put(collective).put(seed).put(link.hungBy);
	writer.text(bounded(link.name, MAX_NAME_BYTES)).u8(link.signaling.length);
	for (const url of link.signaling) {
		if (!SIGNALING_URL.test(url)) throw new Error('a door link carries ws: and wss: addresses only');
		writer.text(bounded(url, MAX_URL_BYTES));
	}
	const body = writer.bytes();
	return `${appUrl.split('#')[0]}#d${DOOR_LINK_VERSION}.${toBase64(concatBytes(body, checksumOf(body)))}`;
}

/** Takes a fragment (with or without `#`) or a whole link. */
export function parseDoorLink(text: string): Result<DoorLink, BadDoorLink> {
	if (text.length > 2 * MAX_LINK_LENGTH) return err({ type: 'NotADoorLink' });
	const fragment = text.slice(text.lastIndexOf('#') + 1).replace(/\s/gu, '');
	const match = /^d(\d{1,3})\.(.*)$/u.exec(fragment);
	if (match === null) return err({ type: 'NotADoorLink' });
	if (Number(match[1]) > DOOR_LINK_VERSION) return err({ type: 'NewerDoorLink' });
	const bytes = fromBase64(match[2] ?? '');
	if (bytes === null || bytes.length <= CHECKSUM_BYTES) return err({ type: 'DamagedDoorLink' });
	const body = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
	const link = equalBytes(checksumOf(body), bytes.subarray(body.length)) ? decodeBody(body) : null;
	return link === null ? err({ type: 'DamagedDoorLink' }) : ok(link);
}

function decodeBody(body: Uint8Array): DoorLink | null {
	const reader = createByteReader(body);
	if (reader.u8() !== DOOR_LINK_VERSION) return null;
	const collective = toBase64(reader.take(32)) as CollectiveId; // 32 bytes are all an id is
	const seed = reader.take(DOOR_SEED_BYTES).slice();
	const hungBy = reader.take(32).slice();
	const name = reader.text(MAX_NAME_BYTES);
	const count = reader.u8();
	if (count > MAX_SERVERS) return null;
	const signaling: string[] = [];
	for (let left = count; left > 0 && !reader.failed; left--) signaling.push(reader.text(MAX_URL_BYTES));
	if (!reader.isComplete() || signaling.some((url) => !SIGNALING_URL.test(url))) return null;
	return { collective, seed: createSecret(seed), hungBy, name, signaling };
}

function bounded(text: string, maxBytes: number): string {
	if (utf8(text).length > maxBytes) throw new Error('text too long for a door link');
	return text;
}

const checksumOf = (body: Uint8Array): Uint8Array => hash('door-checksum', body).subarray(0, CHECKSUM_BYTES);
