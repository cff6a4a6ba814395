/** From a file that somebody chose to a receipt that can be kept, or to the sentence why not. Carries LED73. */
import { failure, type Failure } from '$lib/errors';
import { receiptKindOf } from '$lib/receipt-kind';
import type { ReceiptFile } from '$lib/services/ledger-types';
import { MOST_BYTES, MOST_FILE_BYTES } from './photo-plan';

type Read = { readonly ok: true; readonly value: ReceiptFile } | { readonly ok: false; readonly error: Failure };

/** Makes a photo smaller; null: it cannot be read or does not get small enough. */
export type Shrink = (file: Blob, isPng: boolean) => Promise<Blob | null>;

export async function readReceipt(file: Blob, shrink: Shrink): Promise<Read> {
	if (file.size > MOST_FILE_BYTES) return no('TooLarge', 'This file is too large to be read here. Nothing was added.');
	const head = receiptKindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
	if (head === 'application/pdf') {
		if (file.size > MOST_BYTES) return no('TooLarge', `This PDF has ${sayKilobytes(file.size)}; a receipt can have 200 KB. Take a photo or a screenshot of the page that matters.`);
		return { ok: true, value: { bytes: await bytesOf(file), kind: head } };
	}
	// what the browser itself can read (HEIC on Apple's devices) need not be known here
	const made = await shrink(file, head === 'image/png');
	const bytes = made && (await bytesOf(made));
	const kind = bytes && receiptKindOf(bytes);
	return bytes && kind && bytes.length <= MOST_BYTES ? { ok: true, value: { bytes, kind } } : no('NotAReceipt');
}

const no = (type: 'TooLarge' | 'NotAReceipt', sentence?: string): Read => ({ ok: false, error: failure(type, sentence) });

const bytesOf = async (file: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await file.arrayBuffer());

/** "640 KB", "2.4 MB". */
export function sayKilobytes(bytes: number): string {
	if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
	return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
