/**
 * The text of an invitation: everything a joiner needs, in the FRAGMENT of a link, which no server ever sees.
 *
 *     <app address>#i1.<base64url of>
 *     version 1 | collective 32 | seed length 1 | seed | collective name | inviter name
 *     | count 1, signaling addresses | count 1, ICE servers | checksum 8
 *     ICE server: count 1, addresses | user name | credential (empty: none)       texts: u16 length, UTF-8
 *
 * At most 1,600 characters in all, which is what messengers keep clickable. The checksum tells a link that was cut in a
 * message from one that never was an invitation. Knows nothing of the network. Carries CRY100 to CRY104.
 */
import {
	concatBytes,
	equalBytes,
	err,
	fromBase64,
	ok,
	toBase64,
	utf8,
	type CollectiveId,
	type Result
} from './base';
import { createByteReader, createByteWriter, type ByteReader, type ByteWriter } from './bytes';
import { hash } from './hash';
import { invitationSeedFromBytes, type InvitationSeed } from './invitation';
import { reveal } from './secret';

export const INVITATION_LINK_VERSION = 1;
export const MAX_INVITATION_LINK_LENGTH = 1600;
export const MAX_NAME_BYTES = 160;
export const MAX_URL_BYTES = 256;
export const MAX_SERVERS = 8;

export interface InvitationIceServer {
	readonly urls: readonly string[];
	readonly username?: string;
	readonly credential?: string;
}

export interface InvitationLink {
	readonly collective: CollectiveId;
	readonly seed: InvitationSeed;
	readonly collectiveName: string;
	readonly inviterName: string;
	/** ws: or wss: addresses. */
	readonly signaling: readonly string[];
	/** stun:, turn:, stuns: or turns: addresses. */
	readonly iceServers: readonly InvitationIceServer[];
}

export interface InvitationTooLong {
	readonly type: 'InvitationTooLong';
	readonly length: number;
}

/**
 * @param appUrl where the app is served; what it has after a `#` is replaced. Empty gives the fragment alone.
 * @throws for names, addresses or counts beyond the limits above: the forms check them before.
 */
export function encodeInvitationLink(
	appUrl: string,
	link: InvitationLink
): Result<string, InvitationTooLong> {
	const text = `${appUrl.split('#')[0]}#${PREFIX}${INVITATION_LINK_VERSION}.${toBase64(encodeBody(link))}`;
	return text.length > MAX_INVITATION_LINK_LENGTH
		? err({ type: 'InvitationTooLong', length: text.length })
		: ok(text);
}

/** Some other text. */
export interface NotAnInvitation {
	readonly type: 'NotAnInvitation';
}
/** Made by a newer app. */
export interface NewerInvitation {
	readonly type: 'NewerInvitation';
	readonly version: number;
}
/** An invitation once, cut or changed on its way: ask for the link again. */
export interface DamagedInvitation {
	readonly type: 'DamagedInvitation';
}

/** Takes a fragment (with or without `#`) or a whole pasted link; white space that a messenger added is ignored. */
export function parseInvitationFragment(
	text: string
): Result<InvitationLink, NotAnInvitation | NewerInvitation | DamagedInvitation> {
	if (text.length > 4 * MAX_INVITATION_LINK_LENGTH) return err({ type: 'NotAnInvitation' });
	const fragment = text.slice(text.lastIndexOf('#') + 1).replace(/\s/gu, '');
	const match = /^i(\d{1,3})\.(.*)$/u.exec(fragment);
	if (match === null) return err({ type: 'NotAnInvitation' });
	const version = Number(match[1]);
	if (version > INVITATION_LINK_VERSION) return err({ type: 'NewerInvitation', version });
	const body = fromBase64(match[2] ?? '');
	if (version !== INVITATION_LINK_VERSION || body === null || fragment.length > MAX_INVITATION_LINK_LENGTH)
		return err({ type: 'DamagedInvitation' });
	const link = decodeBody(body);
	return link === null ? err({ type: 'DamagedInvitation' }) : ok(link);
}

function encodeBody(link: InvitationLink): Uint8Array {
	const collective = fromBase64(link.collective);
	if (collective?.length !== 32) throw new Error('not a collective id');
	const seed = reveal(link.seed);
	const writer = createByteWriter().u8(INVITATION_LINK_VERSION).put(collective);
	writer.u8(seed.length).put(seed);
	writeText(writer, link.collectiveName, MAX_NAME_BYTES);
	writeText(writer, link.inviterName, MAX_NAME_BYTES);
	writeList(writer, link.signaling, (url) => writeUrl(writer, url, SIGNALING_URL));
	writeList(writer, link.iceServers, (server) => {
		writeList(writer, server.urls, (url) => writeUrl(writer, url, ICE_URL));
		writeText(writer, server.username ?? '', MAX_URL_BYTES);
		writeText(writer, server.credential ?? '', MAX_URL_BYTES);
	});
	const body = writer.bytes();
	return concatBytes(body, checksumOf(body));
}

function decodeBody(bytes: Uint8Array): InvitationLink | null {
	if (bytes.length < CHECKSUM_BYTES) return null;
	const body = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
	if (!equalBytes(checksumOf(body), bytes.subarray(body.length))) return null;
	const reader = createByteReader(body);
	if (reader.u8() !== INVITATION_LINK_VERSION) return null;
	const collective = toBase64(reader.take(32)) as CollectiveId; // 32 bytes are all an id is
	const seedLength = reader.u8();
	if (seedLength < 16 || seedLength > 32) return null;
	const seedBytes = reader.take(seedLength).slice();
	const collectiveName = reader.text(MAX_NAME_BYTES);
	const inviterName = reader.text(MAX_NAME_BYTES);
	const signaling = readList(reader, () => readUrl(reader, SIGNALING_URL));
	const iceServers = readList(reader, () => {
		const urls = readList(reader, () => readUrl(reader, ICE_URL));
		const username = reader.text(MAX_URL_BYTES);
		const credential = reader.text(MAX_URL_BYTES);
		return {
			urls,
			...(username === '' ? {} : { username }),
			...(credential === '' ? {} : { credential })
		};
	});
	if (!reader.isComplete()) return null;
	const seed = invitationSeedFromBytes(seedBytes);
	return { collective, seed, collectiveName, inviterName, signaling, iceServers };
}

function writeText(writer: ByteWriter, text: string, maxBytes: number): void {
	if (utf8(text).length > maxBytes) throw new Error('text too long for an invitation');
	writer.text(text);
}

function writeUrl(writer: ByteWriter, url: string, form: RegExp): void {
	if (!form.test(url)) throw new Error('an invitation carries ws:, wss:, stun: and turn: addresses only');
	writeText(writer, url, MAX_URL_BYTES);
}

function readUrl(reader: ByteReader, form: RegExp): string {
	const url = reader.text(MAX_URL_BYTES);
	if (!form.test(url)) reader.fail();
	return url;
}

function writeList<T>(writer: ByteWriter, items: readonly T[], write: (item: T) => void): void {
	if (items.length > MAX_SERVERS) throw new Error('too many servers for an invitation');
	writer.u8(items.length);
	for (const item of items) write(item);
}

function readList<T>(reader: ByteReader, read: () => T): readonly T[] {
	const count = reader.u8();
	if (count > MAX_SERVERS) reader.fail();
	const items: T[] = [];
	for (let i = 0; i < count && !reader.failed; i++) items.push(read());
	return items;
}

function checksumOf(body: Uint8Array): Uint8Array {
	return hash('invitation-checksum', body).subarray(0, CHECKSUM_BYTES);
}

const PREFIX = 'i';
const CHECKSUM_BYTES = 8;
const SIGNALING_URL = /^wss?:\/\/[^\s#]+$/u;
const ICE_URL = /^(stun|turn)s?:[^\s#]+$/u;
