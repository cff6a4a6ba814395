/**
 * From a file that somebody chose to receipts that can be kept, or to the sentence why not: one, or of a large scanned PDF one for
 * each page. Carries LED73.
 */
import { failure, type Failure } from '$lib/errors';
import { receiptKindOf } from '$lib/receipt-kind';
import type { ReceiptFile } from '$lib/services/ledger-types';
import { scannedPages } from './pdf-scans';
import { MOST_BYTES, MOST_FILE_BYTES } from './photo-plan';

type Read = { readonly ok: true; readonly value: readonly ReceiptFile[] } | { readonly ok: false; readonly error: Failure };

/** Makes a photo smaller; null: it cannot be read or does not get small enough. */
export type Shrink = (file: Blob, isPng: boolean) => Promise<Blob | null>;

/** @param most pages of a scanned PDF: no more are made smaller. */
export async function readReceipt(file: Blob, shrink: Shrink, most: number): Promise<Read> {
	if (file.size > MOST_FILE_BYTES) return no('TooLarge', 'This file is too large to be read here. Nothing was added.');
	const head = receiptKindOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
	if (head === 'application/pdf') {
		const bytes = await bytesOf(file);
		return file.size <= MOST_BYTES ? { ok: true, value: [{ bytes, kind: head }] } : readScan(bytes, shrink, most);
	}
	// what the browser itself can read (HEIC on Apple's devices) need not be known here
	const photo = await readPhoto(file, shrink, head === 'image/png');
	return photo ? { ok: true, value: [photo] } : no('NotAReceipt');
}

async function readPhoto(file: Blob, shrink: Shrink, isPng: boolean): Promise<ReceiptFile | null> {
	const made = await shrink(file, isPng);
	const bytes = made && (await bytesOf(made));
	const kind = bytes && receiptKindOf(bytes);
	return bytes && kind && bytes.length <= MOST_BYTES ? { bytes, kind } : null;
}

async function readScan(pdf: Uint8Array<ArrayBuffer>, shrink: Shrink, most: number): Promise<Read> {
	const pages = scannedPages(pdf);
	const size = sayKilobytes(pdf.length);
	if (pages.length === 0) return no('TooLarge', `This PDF has ${size}; a receipt can have 200 KB. Take a photo or a screenshot of the page that matters.`);
	if (pages.length > most) return no('TooLarge', `This PDF has ${size} and ${pages.length} pages; there is room for ${most}. Take photos of the pages that matter.`);
	const photos: ReceiptFile[] = [];
	for (const page of pages) {
		const photo = await readPhoto(new Blob([page]), shrink, false);
		if (!photo) return no('NotAReceipt');
		photos.push(photo);
	}
	return { ok: true, value: photos };
}

const no = (type: 'TooLarge' | 'NotAReceipt', sentence?: string): Read => ({ ok: false, error: failure(type, sentence) });

const bytesOf = async (file: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await file.arrayBuffer());

/** "640 KB", "2.4 MB". */
export function sayKilobytes(bytes: number): string {
	if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
	return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
