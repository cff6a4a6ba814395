/**
 * The code that goes from device to device by hand: what a line needs, in a few hundred characters that a camera or a paste box reads.
 * It is no secret and proves nothing: who is at the other end is proven on the line itself, over both certificates (NET20).
 * Hostile text gives a failure, never an exception. Carries PAIR1–PAIR6.
 *
 *     "CHP1." and base64url of: kind 1 (1 offer, 2 answer) | made at, minutes since 1970, 4 | answers: checksum of the offer 4 (0 in an offer)
 *     | flags 1 (1 passive) | ufrag, pwd (length 1, text) | fingerprint 32 | ways (count 1, then kind 1, address, port 2, priority 4) | checksum 4
 */
import { err, fromBase64, ok, textOf, toBase64, utf8, type Result } from '$crypto/base';
import { createByteReader, createByteWriter, type ByteReader } from '$crypto/bytes';
import { addressOf, ICE_TEXT, isPort, MAX_WAYS, type LineFacts, type Way } from './manual-sdp';

export interface PairingCode {
	readonly facts: LineFacts;
	/** By the clock of the device that made it, to the minute. */
	readonly madeAtMs: number;
	/** Names this code. */
	readonly tag: number;
	/** The offer that this answers; 0 in an offer. */
	readonly answers: number;
}

export type PairingTextFailure =
	/** Some other text. */
	| 'NotACode'
	| 'NewerCode'
	/** Cut short or changed. */
	| 'DamagedCode';

const MARK = 'CHP';
const VERSION = '1';
export const MAX_CODE_CHARACTERS = 1200;
const KINDS = ['offer', 'answer'] as const;
const TYPES = ['host', 'srflx', 'relay'] as const;
const MINUTE_MS = 60_000;

export function encodePairing(facts: LineFacts, madeAtMs: number, answers = 0): { readonly text: string; readonly tag: number } {
	const writer = createByteWriter().u8(KINDS.indexOf(facts.kind) + 1).u32(Math.floor(madeAtMs / MINUTE_MS)).u32(answers).u8(facts.passive ? 1 : 0);
	for (const text of [facts.ufrag, facts.pwd]) writer.u8(text.length).put(utf8(text));
	writer.put(facts.fingerprint).u8(facts.ways.length);
	for (const { type, address, port, priority } of facts.ways) {
		const { form, bytes } = addressBytes(address);
		writer.u8(form * TYPES.length + TYPES.indexOf(type)).put(bytes).u16(port).u32(priority);
	}
	const body = writer.bytes();
	const tag = checksumOf(body);
	return { text: `${MARK}${VERSION}.${toBase64(createByteWriter().put(body).u32(tag).bytes())}`, tag };
}

/** White space added by messengers is ignored. */
export function decodePairing(text: string): Result<PairingCode, PairingTextFailure> {
	if (text.length > MAX_CODE_CHARACTERS * 2) return err('NotACode');
	const found = /^CHP(\d{1,3})\.([A-Za-z0-9_-]*)$/.exec(text.replace(/\s+/g, ''));
	if (!found) return err(text.trim().startsWith(MARK) ? 'DamagedCode' : 'NotACode');
	if (found[1] !== VERSION) return err('NewerCode');
	const bytes = fromBase64(found[2]!);
	if (!bytes || bytes.length < 8) return err('DamagedCode');
	const body = bytes.subarray(0, bytes.length - 4);
	const tag = checksumOf(body);
	if (createByteReader(bytes.subarray(bytes.length - 4)).u32() !== tag) return err('DamagedCode');

	const reader = createByteReader(body);
	const kind = KINDS[reader.u8() - 1];
	const madeAtMs = reader.u32() * MINUTE_MS;
	const answers = reader.u32();
	const flags = reader.u8();
	const [ufrag, pwd] = [shortText(reader), shortText(reader)];
	const fingerprint = reader.take(32).slice();
	const count = reader.u8();
	const ways: Way[] = [];
	for (let i = 0; i < Math.min(count, MAX_WAYS) && !reader.failed; i++) {
		const way = readWay(reader);
		if (way) ways.push(way);
	}
	const isSound = kind !== undefined && flags <= 1 && ICE_TEXT.test(ufrag) && ICE_TEXT.test(pwd) && count <= MAX_WAYS && (kind === 'answer' || answers === 0);
	if (!isSound || !reader.isComplete() || ways.length !== count) return err('DamagedCode');
	return ok({ facts: { kind, ufrag, pwd, fingerprint, passive: flags === 1, ways }, madeAtMs, tag, answers });
}

const shortText = (reader: ByteReader): string => textOf(reader.take(reader.u8())) ?? '';

function readWay(reader: ByteReader): Way | null {
	const form = reader.u8();
	const type = TYPES[form % TYPES.length]!;
	const address = addressText(Math.floor(form / TYPES.length), reader);
	const [port, priority] = [reader.u16(), reader.u32()];
	return address !== null && isPort(port) ? { type, address, port, priority } : null;
}

/** 0: IPv4, 1: IPv6, 2: a name under `.local`. */
function addressBytes(address: string): { readonly form: number; readonly bytes: Uint8Array } {
	if (address.endsWith('.local')) return { form: 2, bytes: hexBytes(address.slice(0, -6).replaceAll('-', '')) };
	if (address.includes('.')) return { form: 0, bytes: Uint8Array.from(address.split('.').map(Number)) };
	return { form: 1, bytes: hexBytes(address.split(':').map((group) => group.padStart(4, '0')).join('')) };
}

function addressText(form: number, reader: ByteReader): string | null {
	if (form === 0) return addressOf([...reader.take(4)].join('.'));
	if (form > 2) return null;
	const hex = [...reader.take(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	const text = form === 1 ? hex.match(/.{4}/g)?.join(':') : hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') + '.local';
	return addressOf(text ?? '');
}

const hexBytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** CRC-32: a witness against wear and slips, not a defence. Never 0. */
function checksumOf(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0 || 1;
}
