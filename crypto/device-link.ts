/**
 * Links and lobbies by which a person's further device comes in: offered by their own device, bound by colleagues, or by a phrase on paper.
 *
 * The seed of an offer opens nothing: it signs the new device's keys (as an invitation's does) and names the lobby. The lobby of a phrase
 * follows from its public key, which members know from the log. Knows nothing of who may add. Carries CRY170 to CRY177.
 *
 *     <app address>#a1.<base64url of>    own device      <app address>#r1.<base64url of>    recovery by colleagues
 *     version 1 | collective 32 | seed 32 | signing key 32 of the device that made it | name of the collective | of who made it
 *     | of the member it is for | count 1, signaling addresses | checksum 8                texts: u16 length, UTF-8
 *
 *     c1.<base64url of>                  beside the words of a phrase
 *     version 1 | collective 32 | count 1, signaling addresses | checksum 8
 */
import {
	concatBytes, equalBytes, err, fromBase64, ok, toBase64, utf8,
	type CollectiveId, type InvitationId, type Result
} from './base';
import { createByteReader, createByteWriter, type ByteReader, type ByteWriter } from './bytes';
import { deriveKey, hash } from './hash';
import { invitationIdOf, type Invitation, type InvitationSeed } from './invitation';
import { deriveSignPair } from './keys';
import type { Random } from './random';
import { createSecret, reveal, type Secret } from './secret';

export const DEVICE_LINK_VERSION = 1;
export const MAX_DEVICE_LINK_LENGTH = 1600;
export const OFFER_SEED_BYTES = 32;
const MAX_NAME_BYTES = 240;
const MAX_URL_BYTES = 256;
const MAX_SERVERS = 8;
const CHECKSUM_BYTES = 8;
const SIGNALING_URL = /^wss?:\/\/[^\s#]+$/u;

export const createOfferSeed = (random: Random): InvitationSeed => createSecret(random.bytes(OFFER_SEED_BYTES));

/** What an offer's seed amounts to: a key to sign with, and a lobby. Nothing of it stands in the log. */
export function deriveOffer(seed: InvitationSeed, collective: CollectiveId): Invitation {
	if (reveal(seed).length !== OFFER_SEED_BYTES) throw new Error('the seed of an offer has 32 bytes');
	const context = utf8(collective);
	const pair = deriveSignPair(deriveKey(seed, 'device-offer-sign', context));
	return { id: invitationIdOf(pair.publicKey), sign: pair, lobbyKey: deriveKey(seed, 'device-offer-lobby', context) };
}

/** Where a phrase and members' devices meet: known to whoever knows the phrase's public key, and no secret of theirs. */
export function phraseLobby(signPublicKey: Uint8Array, collective: CollectiveId): { readonly id: InvitationId; readonly lobbyKey: Secret<Uint8Array> } {
	return {
		id: toBase64(hash('phrase-lobby-id', signPublicKey)) as InvitationId, // a name of the same form
		lobbyKey: createSecret(hash('phrase-lobby', utf8(collective), signPublicKey))
	};
}

export interface DeviceLink {
	/** `device`: made by one's own device; `recovery`: by a colleague. */
	readonly kind: 'device' | 'recovery';
	readonly collective: CollectiveId;
	readonly seed: InvitationSeed;
	/** Signing key of the device that made it. */
	readonly madeBy: Uint8Array;
	readonly collectiveName: string;
	readonly makerName: string;
	readonly memberName: string;
	/** ws: or wss: addresses. */
	readonly signaling: readonly string[];
}

/** `NotADeviceLink`: another text. `NewerDeviceLink`: made by a newer app. `DamagedDeviceLink`: cut or changed on its way. */
export interface BadDeviceLink {
	readonly type: 'NotADeviceLink' | 'NewerDeviceLink' | 'DamagedDeviceLink';
}

const PREFIX = { device: 'a', recovery: 'r' } as const;

/** Addresses that do not fit any more are left out, the last ones first. @throws for keys or names beyond the limits. */
export function encodeDeviceLink(appUrl: string, link: DeviceLink): string {
	const collective = fromBase64(link.collective);
	const seed = reveal(link.seed);
	if (collective?.length !== 32 || seed.length !== OFFER_SEED_BYTES || link.madeBy.length !== 32) throw new Error('not the parts of a device link');
	const encode = (signaling: readonly string[]): string => {
		const writer = createByteWriter().u8(DEVICE_LINK_VERSION).put(collective).put(seed).put(link.madeBy);
		for (const name of [link.collectiveName, link.makerName, link.memberName]) writer.text(bounded(name));
		return `${appUrl.split('#')[0]}#${PREFIX[link.kind]}${DEVICE_LINK_VERSION}.${sealed(writeServers(writer, signaling))}`;
	};
	return shortest(link.signaling, encode);
}

/** Takes a fragment (with or without `#`) or a whole link. */
export function parseDeviceLink(text: string): Result<DeviceLink, BadDeviceLink> {
	const read = opened(text, /^([ar])(\d{1,3})\.(.*)$/u);
	if (!read.ok) return read;
	const { letter, reader } = read.value;
	const collective = toBase64(reader.take(32)) as CollectiveId; // 32 bytes are all an id is
	const seed = reader.take(OFFER_SEED_BYTES).slice();
	const madeBy = reader.take(32).slice();
	const [collectiveName, makerName, memberName] = [reader.text(MAX_NAME_BYTES), reader.text(MAX_NAME_BYTES), reader.text(MAX_NAME_BYTES)];
	const signaling = readServers(reader);
	if (signaling === null) return err({ type: 'DamagedDeviceLink' });
	const kind = letter === PREFIX.device ? 'device' : 'recovery';
	return ok({ kind, collective, seed: createSecret(seed), madeBy, collectiveName, makerName, memberName, signaling });
}

/** What is printed beside the words of a phrase: where the collective is met. No secret. */
export interface CollectiveCode {
	readonly collective: CollectiveId;
	readonly signaling: readonly string[];
}

export function encodeCollectiveCode({ collective, signaling }: CollectiveCode): string {
	const id = fromBase64(collective);
	if (id?.length !== 32) throw new Error('not the id of a collective');
	return shortest(signaling, (some) => `c${DEVICE_LINK_VERSION}.${sealed(writeServers(createByteWriter().u8(DEVICE_LINK_VERSION).put(id), some))}`);
}

export function parseCollectiveCode(text: string): Result<CollectiveCode, BadDeviceLink> {
	const read = opened(text, /^(c)(\d{1,3})\.(.*)$/u);
	if (!read.ok) return read;
	const { reader } = read.value;
	const collective = toBase64(reader.take(32)) as CollectiveId; // 32 bytes are all an id is
	const signaling = readServers(reader);
	return signaling === null ? err({ type: 'DamagedDeviceLink' }) : ok({ collective, signaling });
}

/** The reader stands after the version. */
function opened(text: string, form: RegExp): Result<{ readonly letter: string; readonly reader: ByteReader }, BadDeviceLink> {
	if (text.length > 2 * MAX_DEVICE_LINK_LENGTH) return err({ type: 'NotADeviceLink' });
	const match = form.exec(text.slice(text.lastIndexOf('#') + 1).replace(/\s/gu, ''));
	if (match === null) return err({ type: 'NotADeviceLink' });
	if (Number(match[2]) > DEVICE_LINK_VERSION) return err({ type: 'NewerDeviceLink' });
	const bytes = fromBase64(match[3] ?? '');
	if (bytes === null || bytes.length <= CHECKSUM_BYTES) return err({ type: 'DamagedDeviceLink' });
	const body = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
	const reader = createByteReader(body);
	if (!equalBytes(checksumOf(body), bytes.subarray(body.length)) || reader.u8() !== DEVICE_LINK_VERSION) return err({ type: 'DamagedDeviceLink' });
	return ok({ letter: match[1] ?? '', reader });
}

function sealed(writer: ByteWriter): string {
	const body = writer.bytes();
	return toBase64(concatBytes(body, checksumOf(body)));
}

function shortest(signaling: readonly string[], encode: (some: readonly string[]) => string): string {
	for (let count = Math.min(signaling.length, MAX_SERVERS); count >= 0; count--) {
		const text = encode(signaling.slice(0, count));
		if (text.length <= MAX_DEVICE_LINK_LENGTH) return text;
	}
	throw new Error('too long even without addresses');
}

function writeServers(writer: ByteWriter, urls: readonly string[]): ByteWriter {
	const fit = urls.filter((url) => SIGNALING_URL.test(url) && utf8(url).length <= MAX_URL_BYTES);
	writer.u8(fit.length);
	for (const url of fit) writer.text(url);
	return writer;
}

/** Null: not the end of what is written above. */
function readServers(reader: ByteReader): readonly string[] | null {
	const count = reader.u8();
	if (count > MAX_SERVERS) return null;
	const urls: string[] = [];
	for (let left = count; left > 0 && !reader.failed; left--) urls.push(reader.text(MAX_URL_BYTES));
	return reader.isComplete() && urls.every((url) => SIGNALING_URL.test(url)) ? urls : null;
}

function bounded(text: string): string {
	if (utf8(text).length > MAX_NAME_BYTES) throw new Error('text too long for a device link');
	return text;
}

const checksumOf = (body: Uint8Array): Uint8Array => hash('device-link-checksum', body).subarray(0, CHECKSUM_BYTES);
