/** A suggestion in words: what it adds, takes away or replaces. Pure. */
import type { Suggestion } from './resolve';

type Words = Pick<Suggestion, 'adds' | 'takes'>;
const BREAK = '¶';

/** The verb, for behind a name, and the words it is about; '' where there are none. */
export interface SaidSuggestion {
	readonly says: string;
	readonly takes: string;
	readonly between: string;
	readonly adds: string;
}

export function saySuggestion({ adds, takes }: Words): SaidSuggestion {
	const [added, taken] = [trimmed(adds), trimmed(takes)];
	if (taken !== '' && added !== '') return { says: 'replaces', takes: taken, between: 'with', adds: added };
	if (added !== '') return { says: takes === '' ? 'adds' : 'joins two paragraphs and adds', takes: '', between: '', adds: added };
	if (taken !== '') return { says: adds === '' ? 'takes away' : 'begins a new paragraph and takes away', takes: taken, between: '', adds: '' };
	if (adds.includes(BREAK)) return plain('begins a new paragraph');
	return plain(takes.includes(BREAK) ? 'joins two paragraphs' : takes !== '' ? 'takes away a space' : 'adds a space');
}

/** The same in one sentence, for where nothing can be drawn. */
export function suggestionSentence(name: string, words: Words): string {
	const { says, takes, between, adds } = saySuggestion(words);
	return [name, says, takes && `“${takes}”`, between, adds && `“${adds}”`].filter(Boolean).join(' ');
}

const plain = (says: string): SaidSuggestion => ({ says, takes: '', between: '', adds: '' });
const trimmed = (words: string): string => words.replaceAll(BREAK, ' ').replace(/\s+/g, ' ').trim();
