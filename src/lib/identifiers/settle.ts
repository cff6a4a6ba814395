/**
 * How far a text is settled: from where on something that is appended could still make, move or take away a flag. Every detector
 * finds only what begins with a word for which `isOpen` here says true until enough words have followed. Carries IDN3.
 */
import type { LocaleData } from './locale';
import type { Flag } from './types';
import { phraseBegins, type Phrases } from './detect/private-words';
import { beginsNoName, isOrdinary, mayOwnKin, STATE_WORDS } from './detect/name-words';
import type { Sentence, Word } from './words';

/** No flag depends on more words than these behind its first. */
export const LOOKS_AHEAD = 12;

/** Where the unsettled part of the last sentence begins; the end of the text if nothing is open. */
export function settledTo(text: string, last: Sentence | undefined, flags: readonly Flag[], data: LocaleData, phrases: Phrases): number {
	// the last run of signs without a space may go on: "+" is the beginning of a number
	let held = text.length - (/[^\s]*$/u.exec(text.slice(-4096))?.[0].length ?? 0);
	if (!last || last.closed) return held;
	held = Math.max(held, last.from);
	const words = last.words.filter((word) => word.to <= held);
	for (let at = Math.max(0, words.length - LOOKS_AHEAD); at < words.length; at++) {
		if (!isOpen(words, at, text, data, phrases)) continue;
		held = Math.min(held, runStart(text, words[at]!.from, last.from)); // below the length
		break;
	}
	for (const flag of flags) if (flag.from < held && flag.to > held) held = flag.from;
	return held;
}

/** A number may begin with a bracket or a plus that is no word. */
function runStart(text: string, at: number, floor: number): number {
	let from = at;
	while (from > floor && at - from < 64 && !/\s/.test(text[from - 1] ?? ' ')) from--;
	return from;
}

function isOpen(words: readonly Word[], at: number, text: string, data: LocaleData, phrases: Phrases): boolean {
	const word = words[at]!; // asked only below the length
	const after = words.slice(at + 1);
	if (phraseBegins(words, at, phrases)) return true;
	const { dates, names, places } = data;
	const inDate = (each: Word): boolean => each.digits || has(dates.words, each) || has(dates.starts, each);
	if (hasDigit(text, word)) return after.every((each) => hasDigit(text, each) || inDate(each) || each.capital || data.numberGoesOn.has(each.plain) || data.mentionWords.has(each.plain));
	if (dates.takenOver.has(word.plain) && after.every((each) => inDate(each) && !(word.plain === 'in' && each.plain === 'the'))) return true;
	if (has(dates.starts, word) && openWhile(after, inDate, 1)) return true;
	if (word.plain === 'at' && (after.length === 0 || (after.length < 3 && (data.providers.has(after[0]?.plain ?? '') || data.spelling.has(words[at - 2]?.plain ?? ''))))) return true;
	if (has(data.mentionStarts, word) && openWhile(after, (each) => each.digits || has(data.mentionWords, each), 1)) return true;
	// "licence OR 4471"
	if (word.capital && (word.shout ? word.text.length < 6 : word.text.length === 1) && after.every((each) => hasDigit(text, each))) return true;
	if (names.titles.has(word.plain) && after.length < 3) return true;
	const goesOn = (each: Word): boolean =>
		each.capital || each.digits || names.particles.has(each.plain) || places.streets.has(each.plain) || places.institutions.has(each.plain) || places.districts.has(each.plain) || /^(?:of|and|st|nd|rd|th)$/.test(each.plain);
	// "is not pregnant": behind such a verb more is looked at
	const telling = names.linking.has(after.find((each) => !goesOn(each))?.plain ?? '') ? STATE_WORDS + 1 : 2;
	if (names.never.has(word.stem) && !word.shout) return false;
	if (after.length === 0 && mayOwnKin(word, names)) return true;
	if (!word.capital && word.stem.endsWith('s') && after.length === 0 && names.given.has(word.stem.slice(0, -1))) return true;
	if (!word.capital) return (names.given.has(word.stem) || names.surnames.has(word.stem) || places.towns.has(word.stem)) && !names.common.has(word.stem) && openWhile(after, goesOn, telling);
	if (names.ambiguous.has(word.stem) || !isOrdinary(word, names)) return openWhile(after, goesOn, telling);
	if (!beginsNoName(word, data) || places.townStarts.has(word.plain)) return openWhile(after, goesOn, 1);
	return false;
}

/** The word, without its possessive, or the first part of a double word ("ninety-four"). */
const has = (set: ReadonlySet<string>, { plain, stem }: Word): boolean => set.has(plain) || set.has(stem) || (stem.includes('-') && set.has(stem.slice(0, stem.indexOf('-'))));

/** Fewer than `more` words stand behind those that go on. */
function openWhile(after: readonly Word[], goesOn: (word: Word) => boolean, more: number): boolean {
	const end = after.findIndex((each) => !goesOn(each));
	return end < 0 || after.length - end < more;
}

/** The run of signs without a space, of which the word is part, has a digit. */
function hasDigit(text: string, word: Word): boolean {
	if (word.digits) return true;
	const [before, behind] = [text.slice(Math.max(0, word.from - 32), word.from), text.slice(word.to, word.to + 32)];
	return /\d\S*$/.test(before) || /^\S*\d/.test(behind);
}
