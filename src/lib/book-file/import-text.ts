/** The bytes of a table file as text: UTF-8 with or without a mark, UTF-16 with one, or else Windows-1252. Pure. Carries LED61. */
export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252';

/** What a file of more is not even looked at. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Null: no text at all (a picture, a spreadsheet's own format). */
export function decodeTable(bytes: Uint8Array): { readonly text: string; readonly encoding: Encoding } | null {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' };
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16' };
	if (bytes.includes(0)) return null;
	try {
		return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
	} catch {
		return { text: readWindows1252(bytes), encoding: 'Windows-1252' };
	}
}

/** 0x80 to 0x9f; all other bytes are the characters of their own number. (Some decoders take this encoding for Latin-1.) */
const UPPER = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function readWindows1252(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += byte >= 0x80 && byte < 0xa0 ? (UPPER[byte - 0x80] ?? '') : String.fromCharCode(byte);
	return text;
}
