/**
 * The check of a text for what may tell who a client is. Pure and synchronous; knows no screen, no worker and no network, and
 * keeps nothing but the last lists it was given. It helps a person; it certifies nothing. Carries IDN1 to IDN5.
 */
import { english } from './en/english';
import { withoutOverlaps, WEIGHT, type Detector, type Found, type Scene } from './found';
import type { LocaleData } from './locale';
import { findAddresses } from './detect/addresses';
import { findCheckedNumbers } from './detect/checked-numbers';
import { findDates } from './detect/dates';
import { findKeyedNumbers } from './detect/keyed-numbers';
import { findMentions } from './detect/mentions';
import { findNames } from './detect/names';
import { findPlaces } from './detect/places';
import { phraseAt, phrasesOf, type Phrases } from './detect/private-words';
import { findTelephones } from './detect/telephones';
import { settledTo } from './settle';
import type { Check, CheckContext, Checked, Flag } from './types';
import { sentencesOf, type Sentence, type Word } from './words';

/** Units that are looked at; what stands behind them is never settled. */
export const LONGEST_TEXT = 100_000;

const DETECTORS: readonly Detector[] = [findAddresses, findTelephones, findCheckedNumbers, findKeyedNumbers, findDates, findMentions, findPlaces, findNames];

/** A check for one language's data. */
export function createCheck(data: LocaleData): Check {
	let lists: Lists | null = null;
	return (text, context) => {
		if (!lists || lists.context !== context) lists = listsOf(context);
		return checkWith(data, text.slice(0, LONGEST_TEXT), context, lists);
	};
}

/** English is the only language with data so far; texts in others are checked with it too. */
export const check: Check = createCheck(english);

interface Lists {
	readonly context: CheckContext;
	readonly flagged: Phrases;
	readonly passed: Phrases;
}

const listsOf = (context: CheckContext): Lists => ({
	context,
	flagged: phrasesOf(context.privateWords),
	// a collective's names pass word by word, the person's pass words as they stand
	passed: phrasesOf([...context.passWords, ...context.ownNames.flatMap((name) => name.split(/[^\p{L}\p{M}\d'’-]+/u))])
});

function checkWith(data: LocaleData, text: string, context: CheckContext, lists: Lists): Checked {
	const sentences = sentencesOf(text, data.abbreviations);
	const learned = new Set<string>();
	const flags = sentences.flatMap((sentence) => checkSentence(data, text, context, lists, sentence, learned));
	return { flags, settledTo: settledTo(text, sentences.at(-1), flags, data, lists.flagged) };
}

function checkSentence(data: LocaleData, text: string, { today, region }: CheckContext, lists: Lists, sentence: Sentence, learned: Set<string>): readonly Flag[] {
	const { words, from, to } = sentence;
	const passed = passedIn(words, lists.passed);
	const scene: Scene = { text, part: text.slice(from, to), sentence, words, passed, learned, data, today, region };
	const own = privateIn(scene, lists.flagged);
	const others = DETECTORS.flatMap((detect) => detect(scene)).filter((each) => !isPassed(each, words, passed));
	const kept = own.filter((each) => !others.some((other) => other.from <= each.from && other.to >= each.to));
	return withoutOverlaps([...kept, ...others], data.reasons);
}

function privateIn({ words, data }: Scene, phrases: Phrases): readonly Found[] {
	const found: Found[] = [];
	if (phrases.size === 0) return found;
	for (let at = 0; at < words.length; at++) {
		const length = phraseAt(words, at, phrases);
		const [first, last] = [words[at], words[at + length - 1]];
		if (length === 0 || !first || !last) continue;
		found.push({ from: first.from, to: last.stemTo, class: 'name', suggestions: data.privateSuggestions, weight: WEIGHT.private, reason: data.privateReason });
	}
	return found;
}

/** Places of the words that stand in the list, word by word or as a phrase. */
function passedIn(words: readonly Word[], phrases: Phrases): ReadonlySet<number> {
	const passed = new Set<number>();
	if (phrases.size === 0) return passed;
	for (let at = 0; at < words.length; at++) {
		const length = phraseAt(words, at, phrases);
		for (let step = 0; step < length; step++) passed.add(at + step);
	}
	return passed;
}

/** Every word of it is passed. */
function isPassed({ from, to }: Found, words: readonly Word[], passed: ReadonlySet<number>): boolean {
	if (passed.size === 0) return false;
	let any = false;
	for (let at = words.findIndex((word) => word.to > from); at >= 0 && at < words.length && words[at]!.from < to; at++) { // below the length
		if (!passed.has(at)) return false;
		any = true;
	}
	return any;
}
