/** Naming a colleague in a comment: "@Ana". Finds what is being typed, whom a text names, and where to mark it. Pure. */
import type { MemberId } from '$crypto/base';

export interface Person {
	readonly memberId: MemberId;
	readonly name: string;
}

/** What is being typed after an "@" that stands before the caret, and where the "@" is; null: nobody is being named. */
export function namingAt(text: string, caret: number): { readonly from: number; readonly typed: string } | null {
	const before = text.slice(0, caret);
	const from = before.lastIndexOf('@');
	if (from < 0 || (from > 0 && /[\p{L}\p{N}]/u.test(before[from - 1] ?? ''))) return null;
	const typed = before.slice(from + 1);
	return typed.length <= 40 && !/[\n.,;:!?)]/.test(typed) ? { from, typed } : null;
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whose name, or a part of it, begins as typed; accents and case do not matter. Nobody once a whole name and more stands there. */
export function offered(people: readonly Person[], typed: string): readonly Person[] {
	const wanted = plain(typed);
	if (wanted !== '' && wanted.trim() === '') return [];
	return people.filter(({ name }) => plain(name).startsWith(wanted) || plain(name).split(/\s+/).some((part) => wanted !== '' && part.startsWith(wanted)));
}

/** The text with a name put in place of what was typed, and where the caret stands then. */
export function put(text: string, from: number, caret: number, name: string): { readonly text: string; readonly caret: number } {
	const rest = text.slice(caret);
	const named = `@${name}${/^\s/.test(rest) ? '' : ' '}`;
	return { text: text.slice(0, from) + named + rest, caret: from + named.length };
}

export interface Part {
	readonly text: string;
	/** Whom this part names; null: plain words. */
	readonly person: Person | null;
}

/** The text in parts, names apart. The longest name that fits counts, and it ends where a word ends. */
export function partsOf(text: string, people: readonly Person[]): readonly Part[] {
	const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
	const parts: Part[] = [];
	let said = '';
	for (let at = 0; at < text.length; ) {
		const free = text[at] === '@' && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
		const person = free ? byLength.find(({ name }) => name !== '' && startsWithName(text, at + 1, name)) : undefined;
		if (!person) {
			said += text[at++];
			continue;
		}
		if (said !== '') parts.push({ text: said, person: null });
		said = '';
		parts.push({ text: text.slice(at, at + 1 + person.name.length), person });
		at += 1 + person.name.length;
	}
	return said === '' ? parts : [...parts, { text: said, person: null }];
}

function startsWithName(text: string, at: number, name: string): boolean {
	const found = text.slice(at, at + name.length);
	return found.toLowerCase() === name.toLowerCase() && !/[\p{L}\p{N}]/u.test(text[at + name.length] ?? '');
}

/** Everybody a text names, each once, in the order of the text. */
export function namedIn(text: string, people: readonly Person[]): readonly MemberId[] {
	return [...new Set(partsOf(text, people).flatMap(({ person }) => (person ? [person.memberId] : [])))];
}
