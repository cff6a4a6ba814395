/**
 * The pages of a scanned PDF as the JPEGs that they are. Scanners and phones make PDFs of one picture a page, stored as it was
 * taken; such a PDF that is too large becomes photos, which can be made smaller. Draws nothing and opens nothing compressed;
 * hostile bytes give no pages. docs/decisions/0016-large-pdfs.md
 */

/** Sides of a picture that fills a page: logos are smaller. */
const LEAST_SIDE = 500;
const LONGEST_DICTIONARY = 2_000;
const MOST_PAGES = 50;

/** In the order of the file. Empty: its pages are not pictures alone, or it is locked. */
export function scannedPages(pdf: Uint8Array<ArrayBuffer>): readonly Uint8Array<ArrayBuffer>[] {
	// one letter for each byte, so that places in the text are places in the bytes
	const text = new TextDecoder('latin1').decode(pdf);
	if (/\/Encrypt\b/.test(text)) return [];
	const pages: Uint8Array<ArrayBuffer>[] = [];
	let size = 0;
	for (const { index, 0: word } of text.matchAll(/\bstream\r?\n/g)) {
		const from = index + word.length;
		const dictionary = dictionaryBefore(text, index);
		if (dictionary === null || !isPagePicture(dictionary)) continue;
		const end = text.indexOf('endstream', from);
		if (end < 0 || pdf[from] !== 0xff || pdf[from + 1] !== 0xd8) continue;
		if (pages.length >= MOST_PAGES) break;
		pages.push(pdf.slice(from, end));
		size += end - from;
	}
	// where much else is in the file, the pictures are not the pages
	return size * 2 >= pdf.length ? pages : [];
}

function dictionaryBefore(text: string, stream: number): string | null {
	const near = text.slice(Math.max(0, stream - LONGEST_DICTIONARY), stream);
	const begin = near.lastIndexOf(' obj');
	return begin < 0 ? null : near.slice(begin);
}

function isPagePicture(dictionary: string): boolean {
	const sideOf = (name: string): number => Number(new RegExp(`/${name}\\s+(\\d{1,5})\\b(?!\\s+\\d+\\s+R)`).exec(dictionary)?.[1] ?? 0);
	const isJpeg = /\/Filter\s*(\/DCTDecode|\[\s*\/DCTDecode\s*\])/.test(dictionary);
	return /\/Subtype\s*\/Image\b/.test(dictionary) && isJpeg && Math.min(sideOf('Width'), sideOf('Height')) >= LEAST_SIDE;
}
