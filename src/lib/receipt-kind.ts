/** What kinds of files a receipt may be, by their first bytes: what a file calls itself says nothing. Knows no contents. */
import type { Receipt } from '$crdt/domain/ledger/ops';

export type ReceiptKind = Receipt['kind'];

/** Null: none of them. */
export function receiptKindOf(bytes: Uint8Array): ReceiptKind | null {
	const starts = (text: string, at = 0): boolean => [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
	if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
	if (bytes[0] === 0x89 && starts('PNG\r\n', 1)) return 'image/png';
	if (starts('RIFF') && starts('WEBP', 8)) return 'image/webp';
	return starts('%PDF-') ? 'application/pdf' : null;
}
