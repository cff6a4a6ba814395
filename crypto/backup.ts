/**
 * The encrypted backup file: whatever the caller exports, under a passphrase, readable on any device.
 *
 *     "COMMONHOLD-BACKUP\n" 18 | version 1 | memory KiB 4 | passes 4 | salt 16 | key commitment 32 | stream header 24
 *     | checksum of all this 16 | chunks of at most 65,536 + 17 bytes, the last one marked final
 *
 * libsodium's secretstream makes cutting, swapping and repeating chunks fail; the head is associated data of every chunk.
 *
 * Knows nothing of what is inside. Carries CRY80 to CRY84.
 */
import { concatBytes, equalBytes, err, ok, utf8, type Result } from './base';
import { createByteReader, createByteWriter } from './bytes';
import { deriveBytes, deriveKey, hash } from './hash';
import {
	checkCost,
	createPassphraseParameters,
	DEFAULT_COST,
	derivePassphraseKey,
	readParameters,
	writeParameters,
	type CostTooHigh,
	type PassphraseCost
} from './passphrase';
import type { Random } from './random';
import { reveal, type Secret } from './secret';
import { sodium } from './sodium';
import type { WrongPassphrase } from './vault';

export const BACKUP_VERSION = 1;
export const BACKUP_CHUNK_BYTES = 64 * 1024;
export const MAX_BACKUP_BYTES = 1024 * 1024 * 1024;

export interface SealBackupOptions {
	readonly contents: Uint8Array;
	readonly passphrase: Secret<string>;
	readonly random: Random;
	/** Default 64 MiB, 3 passes. */
	readonly cost?: PassphraseCost;
}

/** Spends the Argon2id cost on the calling thread. The size of the file tells the size of the contents. */
export function sealBackup(options: SealBackupOptions): Uint8Array {
	const { contents, passphrase, random, cost = DEFAULT_COST } = options;
	const lib = sodium();
	const parameters = createPassphraseParameters(random, cost);
	const derived = derivePassphraseKey(passphrase, parameters);
	if (!derived.ok) throw new Error('not enough memory to seal the backup');
	const stream = lib.crypto_secretstream_xchacha20poly1305_init_push(
		reveal(deriveKey(derived.value, 'backup-stream'))
	);
	const head = writeParameters(createByteWriter().put(MAGIC).u8(BACKUP_VERSION), parameters)
		.put(deriveBytes(derived.value, 'backup-commitment', parameters.salt))
		.put(stream.header)
		.bytes();
	const parts = [head, checksumOf(head)];
	let at = 0;
	do {
		const chunk = contents.subarray(at, at + BACKUP_CHUNK_BYTES);
		at += chunk.length;
		const tag = at >= contents.length ? TAG_FINAL() : TAG_MESSAGE();
		parts.push(lib.crypto_secretstream_xchacha20poly1305_push(stream.state, chunk, head, tag));
	} while (at < contents.length);
	return concatBytes(...parts);
}

export interface NotABackup {
	readonly type: 'NotABackup';
}
export interface NewerBackup {
	readonly type: 'NewerBackup';
	readonly version: number;
}
/** Cut short or changed on its way; another copy of the file may be whole. */
export interface DamagedBackup {
	readonly type: 'DamagedBackup';
}
export type OpenBackupFailure =
	| NotABackup
	| NewerBackup
	| WrongPassphrase
	| DamagedBackup
	| CostTooHigh;

/** All or nothing: contents are returned only when every chunk up to the final one has opened. */
export function openBackup(
	bytes: Uint8Array,
	passphrase: Secret<string>
): Result<Uint8Array, OpenBackupFailure> {
	const damaged = err<DamagedBackup>({ type: 'DamagedBackup' });
	const reader = createByteReader(bytes);
	if (!equalBytes(reader.take(MAGIC.length), MAGIC)) return err({ type: 'NotABackup' });
	const version = reader.u8();
	if (reader.failed || version === 0) return damaged;
	if (version > BACKUP_VERSION) return err({ type: 'NewerBackup', version });
	const parameters = readParameters(reader);
	const commitment = reader.take(32);
	const streamHeader = reader.take(STREAM_HEADER_BYTES);
	const checksum = reader.take(CHECKSUM_BYTES);
	if (reader.failed || bytes.length > MAX_BACKUP_BYTES) return damaged;
	const head = bytes.subarray(0, HEAD_BYTES);
	if (!equalBytes(checksumOf(head), checksum)) return damaged;
	const cost = checkCost(parameters);
	if (!cost.ok) return cost.error.type === 'CostTooHigh' ? err(cost.error) : damaged;

	const derived = derivePassphraseKey(passphrase, parameters);
	if (!derived.ok) return derived;
	if (!equalBytes(deriveBytes(derived.value, 'backup-commitment', parameters.salt), commitment))
		return err({ type: 'WrongPassphrase' });
	const contents = openChunks(reader.rest(), head, streamHeader, deriveKey(derived.value, 'backup-stream'));
	return contents === null ? damaged : ok(contents);
}

function openChunks(
	sealed: Uint8Array,
	head: Uint8Array,
	streamHeader: Uint8Array,
	key: Secret<Uint8Array>
): Uint8Array | null {
	const lib = sodium();
	const state = lib.crypto_secretstream_xchacha20poly1305_init_pull(streamHeader, reveal(key));
	const chunks: Uint8Array[] = [];
	for (let at = 0; at < sealed.length; ) {
		const chunk = sealed.subarray(at, at + BACKUP_CHUNK_BYTES + STREAM_OVERHEAD_BYTES);
		if (chunk.length < STREAM_OVERHEAD_BYTES) return null;
		const pulled = lib.crypto_secretstream_xchacha20poly1305_pull(state, chunk, head);
		if (!pulled) return null;
		chunks.push(pulled.message);
		at += chunk.length;
		const isFinal = pulled.tag === TAG_FINAL();
		if (isFinal !== (at === sealed.length)) return null;
		if (isFinal) return concatBytes(...chunks);
	}
	return null;
}

function checksumOf(head: Uint8Array): Uint8Array {
	return hash('backup-checksum', head).subarray(0, CHECKSUM_BYTES);
}

const MAGIC = utf8('COMMONHOLD-BACKUP\n');
const STREAM_HEADER_BYTES = 24;
const STREAM_OVERHEAD_BYTES = 17;
const CHECKSUM_BYTES = 16;
const HEAD_BYTES = MAGIC.length + 1 + 4 + 4 + 16 + 32 + STREAM_HEADER_BYTES;
const TAG_FINAL = (): number => sodium().crypto_secretstream_xchacha20poly1305_TAG_FINAL;
const TAG_MESSAGE = (): number => sodium().crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
