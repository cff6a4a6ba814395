/**
 * From the bytes of a calendar file to its logical lines, each with the line at which it begins (RFC 5545 §3.1). Takes what
 * real programs write: any line ending, a byte order mark, UTF-16, Latin-1, quoted-printable lines broken by `=`.
 */

export interface FileLine {
	/** Counted from 1. */
	readonly number: number;
	readonly text: string;
}

/** Never fails: bytes that are no UTF-8 are read as Windows-1252, as the programs that write such files mean them. */
export function decodeFile(bytes: Uint8Array): string {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	return decodeUtf8(bytes) ?? decodeUtf8(withoutSplitCharacters(bytes)) ?? new TextDecoder('windows-1252').decode(bytes);
}

function decodeUtf8(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** Some programs fold by bytes and split a character: its rest is moved before the fold, so that no line changes its number. */
function withoutSplitCharacters(bytes: Uint8Array): Uint8Array {
	const moved = new Uint8Array(bytes);
	for (let at = 0; at < moved.length; at++) {
		if (moved[at] !== 10 || (moved[at + 1] !== 32 && moved[at + 1] !== 9)) continue;
		let begin = moved[at - 1] === 13 ? at - 1 : at;
		for (let rest = at + 2; ((moved[rest] ?? 0) & 0xc0) === 0x80; rest++, begin++) {
			const byte = moved[rest] ?? 0;
			moved.copyWithin(begin + 1, begin, rest);
			moved[begin] = byte;
		}
	}
	return moved;
}

/** Lines with their continuations joined; blank ones are left out. */
export function unfold(text: string): FileLine[] {
	const lines: { number: number; text: string; parts: string[] }[] = [];
	let number = 0;
	let softBreak = false;
	for (const physical of physicalLines(text)) {
		number++;
		const last = lines.at(-1);
		if (last && softBreak) last.parts.push(physical.replace(/^[ \t]/, ''));
		else if (last && /^[ \t]/.test(physical)) last.parts.push(physical.slice(1));
		else if (physical.trim() === '') continue;
		else lines.push({ number, text: physical, parts: [] });
		const current = lines.at(-1);
		softBreak = current !== undefined && physical.endsWith('=') && QUOTED_PRINTABLE.test(current.text);
		// the `=` of a soft break is no part of the value
		if (softBreak && current) {
			if (current.parts.length === 0) current.text = current.text.slice(0, -1);
			else current.parts.push(current.parts.pop()!.slice(0, -1));
		}
	}
	return lines.map((line) => ({ number: line.number, text: line.parts.length === 0 ? line.text : line.text + line.parts.join('') }));
}

const QUOTED_PRINTABLE = /^[A-Za-z0-9-]+;[^:]*QUOTED-PRINTABLE/i;

function* physicalLines(text: string): Generator<string> {
	let from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
	while (from <= text.length) {
		let to = from;
		while (to < text.length) {
			const code = text.charCodeAt(to);
			if (code === 10 || code === 13) break;
			to++;
		}
		yield text.slice(from, to);
		from = text.charCodeAt(to) === 13 && text.charCodeAt(to + 1) === 10 ? to + 2 : to + 1;
	}
}
