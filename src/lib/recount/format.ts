/**
 * The recount file: sealed entries as they stand in the log, with the message keys that open what is shown of them.
 *
 *     "COMMONHOLD-RECOUNT\n" | version 1 | u32 length of the manifest | manifest (JSON)
 *     u32 number of entries | for each: flags 1 | header key 32 | payload key 32 (flag 1) | u32 length | sealed entry
 *     signing key of the device that made the file 32 | its signature (label sign/bundle) over the number of entries and a digest:
 *     hash("recount", manifest), then for each entry hash("recount-entry", digest so far, id of the entry, header key, payload key)
 *
 * Knows layouts and nothing of what entries say. No key of an epoch, an area or a stream has a place in it. Carries PRO123.
 */
import * as z from 'zod';
import { err, ok, textOf, utf8, type CollectiveId, type EntryId, type Result } from '$crypto/base';
import { createByteReader, createByteWriter } from '$crypto/bytes';
import { envelopeId, MAX_ENVELOPE_BYTES } from '$crypto/envelope';
import { hash } from '$crypto/hash';
import type { KeyPair } from '$crypto/keys';
import { SIGNATURE_BYTES, sign, verify } from '$crypto/signature';
import { epochId, objectId } from '$crdt/domain/schema';

export const MAGIC = 'COMMONHOLD-RECOUNT\n';
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
export const MAX_ENTRIES = 300_000;
const VERSION = 1;
const MAX_MANIFEST_BYTES = 256 * 1024;
const KEY_BYTES = 32;
const WITH_PAYLOAD = 1;

const manifest = z.strictObject({
	collective: z
		.string()
		.regex(/^[A-Za-z0-9_-]{43}$/)
		.transform((text) => text as CollectiveId), // the expression is the whole definition
	/** Which decision it is about. */
	proposal: objectId,
	/** By its maker's clock. */
	madeAt: z.number().int().min(0).max(8.64e15),
	/** Which of the group's keys a hint on a sealed entry means. Ids are commitments: no key follows from them. */
	epochs: z.array(z.strictObject({ hint: z.number().int().min(0).max(0xffffffff), id: epochId })).min(1).max(2000)
});
export type Manifest = z.output<typeof manifest>;

/** One sealed entry with what opens it: always its header, its payload only where it is shown. */
export interface ShownEntry {
	/** Hash of the bytes. */
	readonly id: EntryId;
	readonly bytes: Uint8Array;
	readonly headerKey: Uint8Array;
	readonly payloadKey: Uint8Array | null;
}

export interface RecountFile {
	readonly manifest: Manifest;
	readonly entries: readonly ShownEntry[];
	/** Signing key of the device that made the file. */
	readonly maker: Uint8Array;
}

export function encodeRecount({ manifest: about, entries }: Omit<RecountFile, 'maker'>, maker: KeyPair): Uint8Array<ArrayBuffer> {
	const text = utf8(JSON.stringify(about));
	const out = createByteWriter().put(utf8(MAGIC)).u8(VERSION).u32(text.length).put(text).u32(entries.length);
	for (const { bytes, headerKey, payloadKey } of entries) {
		out.u8(payloadKey === null ? 0 : WITH_PAYLOAD).put(headerKey);
		if (payloadKey !== null) out.put(payloadKey);
		out.u32(bytes.length).put(bytes);
	}
	out.put(maker.publicKey).put(sign('sign/bundle', about.collective, signedParts(text, entries), maker.secretKey));
	return new Uint8Array(out.bytes());
}

/** What the maker signs: every byte of the file follows from it. */
function signedParts(manifestText: Uint8Array, entries: readonly ShownEntry[]): readonly Uint8Array[] {
	let digest = hash('recount', manifestText);
	for (const { id, headerKey, payloadKey } of entries) digest = hash('recount-entry', digest, utf8(id), headerKey, payloadKey ?? NOTHING);
	return [createByteWriter().u32(entries.length).bytes(), digest];
}

const NOTHING = new Uint8Array(0);

export type FileFlaw =
	/** Something else than a recount file. */
	| 'not-a-recount'
	| 'newer'
	| 'too-large'
	/** Cut or badly put together. */
	| 'damaged'
	/** Not what the device signed that made it. */
	| 'changed';

/** Checks form, limits and the maker's signature; says nothing about the entries yet. */
export function decodeRecount(file: Uint8Array): Result<RecountFile, FileFlaw> {
	if (file.length > MAX_FILE_BYTES) return err('too-large');
	const magic = utf8(MAGIC);
	if (textOf(file.subarray(0, magic.length)) !== MAGIC) return err('not-a-recount');
	const reader = createByteReader(file.subarray(magic.length));
	if (reader.u8() !== VERSION) return err(reader.failed ? 'damaged' : 'newer');
	const manifestLength = reader.u32();
	if (manifestLength > MAX_MANIFEST_BYTES) return err('damaged');
	const manifestText = reader.take(manifestLength);
	const about = manifest.safeParse(jsonOf(manifestText));
	if (reader.failed || !about.success) return err('damaged');
	const count = reader.u32();
	if (count > MAX_ENTRIES) return err('too-large');
	const entries: ShownEntry[] = [];
	for (let at = 0; at < count && !reader.failed; at++) {
		const flags = reader.u8();
		const headerKey = reader.take(KEY_BYTES);
		const payloadKey = flags === WITH_PAYLOAD ? reader.take(KEY_BYTES) : null;
		const length = reader.u32();
		if (flags > WITH_PAYLOAD || length > MAX_ENVELOPE_BYTES) return err('damaged');
		const bytes = reader.take(length);
		entries.push({ id: envelopeId(bytes), headerKey, payloadKey, bytes });
	}
	const maker = reader.take(KEY_BYTES);
	const signature = reader.take(SIGNATURE_BYTES);
	if (!reader.isComplete()) return err('damaged');
	if (!verify('sign/bundle', about.data.collective, signedParts(manifestText, entries), signature, maker)) return err('changed');
	return ok({ manifest: about.data, entries, maker });
}

function jsonOf(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(textOf(bytes) ?? '');
	} catch {
		return null;
	}
}
