/**
 * A receipt (a photo or a PDF) sealed under a random key of its own and named by the hash of the sealed bytes.
 *
 *     version 1 | Sealed( padded contents )        associated data: CRY4 over `receipt`, collective, kind
 *
 * One of thirteen sizes, whatever is in it. Knows nothing of entries, pictures or disks. Carries CRY140 to CRY143.
 */
import { open, seal } from './aead';
import { concatBytes, err, fromBase64, ok, toBase64, utf8, type CollectiveId, type Result } from './base';
import { hash } from './hash';
import { encodeLabelled } from './labels';
import type { Random } from './random';
import { createSecret } from './secret';

/** Of the contents, before sealing: 200 KiB. */
export const MAX_RECEIPT_BYTES = 200 * 1024;
/** The largest that `sealReceipt` makes. */
export const MAX_SEALED_RECEIPT_BYTES = 1 + 72 + 204 * 1024;
const VERSION = 1;
const KEY_BYTES = 32;
const STEP = 16 * 1024;
const LARGEST = 204 * 1024;

/** Where it belongs and what it is: sealed for one, it opens for no other. */
export interface ReceiptPlace {
	readonly collective: CollectiveId;
	/** "image/jpeg" and the like. */
	readonly kind: string;
}

export interface SealedReceipt {
	/** Hash of `sealed`: 43 base64url characters. */
	readonly name: string;
	/** 32 random bytes as 43 base64url characters; whoever has it opens this receipt and nothing else. */
	readonly key: string;
	readonly sealed: Uint8Array;
}

/** @throws for empty contents and for more than `MAX_RECEIPT_BYTES`. */
export function sealReceipt(place: ReceiptPlace, contents: Uint8Array, random: Random): SealedReceipt {
	if (contents.length === 0 || contents.length > MAX_RECEIPT_BYTES) throw new Error('a receipt has 1 to 204,800 bytes');
	const key = random.bytes(KEY_BYTES);
	const padded = new Uint8Array(paddedLength(contents.length));
	padded.set(contents);
	padded[contents.length] = 0x80;
	const sealed = concatBytes(Uint8Array.of(VERSION), seal(createSecret(key), contextOf(place), padded, random));
	return { name: receiptName(sealed), key: toBase64(key), sealed };
}

/** What these sealed bytes are called. */
export const receiptName = (sealed: Uint8Array): string => toBase64(hash('receipt-name', sealed));

export interface DamagedReceipt {
	readonly type: 'DamagedReceipt';
}
export interface NewerReceipt {
	readonly type: 'NewerReceipt';
}

/** `DamagedReceipt` for another key, kind or collective, and for anything that `sealReceipt` does not make. */
export function openReceipt(place: ReceiptPlace, key: string, sealed: Uint8Array): Result<Uint8Array<ArrayBuffer>, DamagedReceipt | NewerReceipt> {
	const damaged = err<DamagedReceipt>({ type: 'DamagedReceipt' });
	const keyBytes = fromBase64(key);
	const version = sealed[0] ?? 0;
	if (keyBytes?.length !== KEY_BYTES || version === 0 || sealed.length > MAX_SEALED_RECEIPT_BYTES) return damaged;
	if (version > VERSION) return err({ type: 'NewerReceipt' });
	const opened = open(createSecret(keyBytes), contextOf(place), sealed.subarray(1));
	if (!opened.ok) return damaged;
	const padded = opened.value;
	let end = padded.length - 1;
	while (end > 0 && padded[end] === 0) end--;
	const isCanonical = end > 0 && padded[end] === 0x80 && paddedLength(end) === padded.length;
	return isCanonical ? ok(padded.slice(0, end)) : damaged;
}

/** 16 KiB and its multiples up to 192 KiB, then 204 KiB; one byte marks the end. */
function paddedLength(length: number): number {
	const steps = Math.ceil((length + 1) / STEP) * STEP;
	return Math.min(steps, LARGEST);
}

const contextOf = ({ collective, kind }: ReceiptPlace): Uint8Array => encodeLabelled('receipt', [utf8(collective), utf8(kind)]);
