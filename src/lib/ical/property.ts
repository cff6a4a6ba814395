/**
 * One line of a calendar file as name, parameters and value (RFC 5545 §3.1, RFC 6868), and values as dates, times, lengths
 * and texts. Reads what real programs write, and says null where a value means nothing.
 */
import { parseWallTime } from '$crdt/domain/wall-time';
import type { FileLine } from './lines';

export interface Property {
	/** Upper case. */
	readonly name: string;
	/** By upper-case name; the first value of each. */
	readonly parameters: ReadonlyMap<string, string>;
	/** As it stands in the file. */
	readonly value: string;
	readonly line: number;
}

/** Null: the line is no property. */
export function parseProperty({ text, number }: FileLine): Property | null {
	const head = /^([A-Za-z0-9_.-]+)[ \t]*([;:])/.exec(text);
	if (!head) return null;
	const parameters = new Map<string, string>();
	let at = head[0].length;
	let next = head[2];
	while (next === ';') {
		const rest = text.slice(at);
		const found = QUOTED.exec(rest) ?? WITH_COLON.exec(rest) ?? PLAIN.exec(rest);
		if (!found) return null;
		const [whole, name = '', value = '', end] = found;
		if (!parameters.has(name.toUpperCase())) parameters.set(name.toUpperCase(), value.replace(/\^(['n^])/g, (_, sign: string) => SIGNS[sign] ?? ''));
		at += whole.length;
		next = end;
	}
	return { name: (head[1] ?? '').replace(/^.*\./, '').toUpperCase(), parameters, value: text.slice(at), line: number };
}

/** Date, or date and time, in the basic form or with the separators of ISO 8601; null: neither. */
export interface WrittenTime {
	readonly wall: string;
	readonly dateOnly: boolean;
	/** Ends in Z. */
	readonly utc: boolean;
}

export function parseTime(text: string): WrittenTime | null {
	const [all, year, month, day, hour, minute, second = '00', utc] = TIME.exec(text.trim()) ?? [];
	if (all === undefined || Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return null;
	const date = `${year}-${month}-${day}`;
	if (hour === undefined) return parseWallTime(`${date}T00:00`) === null ? null : { wall: `${date}T00:00`, dateOnly: true, utc: false };
	if (Number(second) > 60) return null;
	const wall = `${date}T${hour}:${minute}`;
	return parseWallTime(wall) === null ? null : { wall, dateOnly: false, utc: utc !== undefined };
}

/** RFC 5545 §3.3.6. Null: no length, or a negative one. */
export function parseLength(text: string): { readonly days: number; readonly minutes: number } | null {
	const found = LENGTH.exec(text.trim().toUpperCase());
	if (!found || /[PT]$/.test(found[0])) return null;
	const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
	return { days: weeks! * 7 + days!, minutes: hours! * 60 + minutes! + Math.ceil(seconds! / 60) };
}

/** A text for the screen: unescaped, on one line, at most 120 characters. */
export function readText({ value, parameters }: Property): string {
	const text = parameters.get('ENCODING')?.toUpperCase() === 'QUOTED-PRINTABLE' ? fromQuotedPrintable(value) : value;
	const plain = text.replace(/\\([nN,;\\])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? ' ' : sign));
	const shown = [...plain.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()];
	return shown.length > MAX_TEXT ? `${shown.slice(0, MAX_TEXT).join('')}…` : shown.join('');
}

const MAX_TEXT = 120;
/** Outlook begins its zones in 1601. */
const FIRST_YEAR = 1600;
const LAST_YEAR = 2200;
const SIGNS: Readonly<Record<string, string>> = { "'": '"', n: '\n', '^': '^' };
const QUOTED = /^[ \t]*([A-Za-z0-9_-]+)="([^"]*)"(?:,"[^"]*")*([;:])/;
/** Outlook writes TZID=(UTC+01:00) Amsterdam, Berlin … and tzone://… without the quotes that their colons need. */
const WITH_COLON = /^[ \t]*(TZID)=((?:\((?:UTC|GMT)[^)]*\)|tzone:)[^;:]*)([;:])/i;
/** A parameter without `=` is a bare value of older programs. */
const PLAIN = /^[ \t]*([A-Za-z0-9_-]+)(?:=([^;:"]*))?([;:])/;
const TIME = /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):?(\d{2}):?(\d{2})?(?:[.,]\d+)?([Zz])?)?$/;
const LENGTH = /^\+?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

function fromQuotedPrintable(text: string): string {
	const bytes: number[] = [];
	for (let at = 0; at < text.length; at++) {
		const code = /^=([0-9A-Fa-f]{2})/.exec(text.slice(at, at + 3));
		if (code) {
			bytes.push(parseInt(code[1] ?? '0', 16));
			at += 2;
		} else bytes.push(...new TextEncoder().encode(text[at] ?? ''));
	}
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes));
	} catch {
		return new TextDecoder('windows-1252').decode(new Uint8Array(bytes));
	}
}
