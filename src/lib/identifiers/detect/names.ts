/**
 * Names of people. A word of the lists is one; a word that is also something else needs what stands around it; a word nobody knows,
 * with a capital inside a sentence, is taken for one. Carries IDN17 and IDN18.
 */
import { WEIGHT, type Detector, type Found, type Scene } from '../found';
import type { Word } from '../words';
import { allowedEnd, around, isHeading, isLowerGiven, joined, kindOf, mayOwnKin, near, type NameKind } from './name-words';

/** Words of one name at most. */
const LONGEST = 6;

export const findNames: Detector = (scene) => {
	const found: Found[] = [];
	const kinds = scene.words.map((word, at) => (scene.passed.has(at) ? 'none' : kindOf(word, scene.data)));
	let heading = false;
	for (let at = 0; at < scene.words.length; at++) {
		const skipped = Math.max(authorEnd(scene, at), allowedEnd(scene, at));
		if (skipped > at) {
			at = skipped - 1;
			continue;
		}
		const previous = found.at(-1);
		const last = initialsEnd(scene, at) ?? nameEnd(scene, kinds, at, heading, previous !== undefined && isListedWith(scene, at, previous));
		// "Safety Plan For the Weekend": in a heading capitals prove nothing
		if (last === null && isHeading(scene, at)) heading = true;
		if (last === null) continue;
		found.push(made(scene, at, last));
		for (let step = at; step <= last; step++) scene.learned.add(scene.words[step]!.stem); // up to a word that is there
		at = last;
	}
	return found;
};

/** The last word of the name that begins at `at`; null: none does. */
function nameEnd(scene: Scene, kinds: readonly NameKind[], at: number, heading: boolean, listed: boolean): number | null {
	const { words, data, learned } = scene;
	const [word, kind] = [words[at], kinds[at]];
	if (!word || !kind) return null;
	if (kind === 'none') return isToldAnyway(scene, at) || isPluralGiven(scene, at) || isUnknownWithKin(scene, at) || isLowerTold(scene, at) ? at : null;
	if (!word.capital) return lowerCaseEnd(scene, kinds, at);
	const last = lastWord(words, kinds, at, data.names.particles);
	const { told, acts, maybeActs, maybeTold, owns, ownsKin } = around(scene, at, last);
	const next = words[last + 1];
	const shared = listed || (next !== undefined && /^(?:and|or)$/.test(next.plain) && isName(words[last + 2], kinds[last + 2]));
	const proven = told || acts || ownsKin || shared;
	const followed = last > at && (kinds[at + 1] === 'name' || words[at + 1]?.stem.length === 1 || (kind === 'either' && data.names.surnames.has(words[at + 1]?.stem ?? '')));
	if (kind === 'author') return told || ownsKin ? last : null;
	if (isMethod(scene, at, last) && !told) return null;
	if (kind === 'name') return last;
	if (proven || followed) return last;
	if (kind === 'proper') return null;
	// "Good Faith Estimate": several words of which none is a name alone, nor the first a given name
	if (last > at && kind === 'either' && !data.names.given.has(word.stem) && !kinds.slice(at, last + 1).includes('name')) return null;
	// "Good Faith": inside a phrase of capitals
	const before = words[at - 1];
	if (kind === 'either' && before?.capital && !before.first && word.gap === ' ' && kinds[at - 1] !== 'name') return null;
	const known = learned.has(word.stem);
	// "Åsa and …", "Keoni Kahale …": nothing that English begins a sentence with
	const foreign = kind === 'unknown' && (/[^\p{ASCII}'’ʻʼ–—-]/u.test(word.text) || kinds[at + 1] === 'unknown' && last > at);
	if (word.first) return kind === 'unknown' && (known || foreign || (maybeActs && owns)) ? last : null;
	if (heading) return known ? last : null;
	return kind === 'either' ? (maybeTold || maybeActs || owns || last > at || known || word.stem.length > 2 ? last : null) : last;
}

/**
 * "My client Art", "Mr Bergqvist": an ordinary word with a capital inside a sentence, told as a name. Not medicines, methods and the like;
 * behind verbs ("met Khaleed") only words that are ordinary by their end alone.
 */
function isToldAnyway({ words, data: { names }, learned, passed }: Scene, at: number): boolean {
	const [word, before] = [words[at], words[at - 1]];
	if (!word?.capital || word.shout || word.first || word.digits || word.stem.length < 3 || passed.has(at)) return false;
	if (names.never.has(word.stem) || names.nonNames.has(word.stem) || names.nonNames.has(word.plain)) return false;
	if (!before || !/^\.?\s$/.test(word.gap)) return false;
	if (learned.has(word.stem) && !before.capital) return true;
	// "calls her Peaches"
	const earlier = words[at - 2];
	if (earlier && word.gap === ' ' && !before.capital && names.never.has(before.plain) && before.plain.length > 2 && names.naming.has(earlier.plain) && earlier.plain !== 'goes') return true;
	const byEnd = !names.common.has(word.stem) && !names.common.has(word.plain);
	if (names.titles.has(before.plain)) return byEnd || /^(?:mr|mrs|ms|mx)$/.test(before.plain);
	if (before.capital && !before.first) return false;
	const person = names.people.get(before.plain);
	// "in case Someone", "couple Intake"
	if (person) return word.gap === ' ' && !before.capital && !/^\[clients?\]$/.test(person);
	return word.gap === ' ' && (before.plain === 'named' || (byEnd && names.strongBefore.has(before.plain)));
}

/** "tyrones sister": the apostrophe left out. */
function isPluralGiven({ words, data: { names } }: Scene, at: number): boolean {
	const [word, next] = [words[at], words[at + 1]];
	if (!word || !word.stem.endsWith('s') || next?.gap !== ' ' || next.capital) return false;
	return names.people.has(next.plain) && isLowerGiven(word.stem.slice(0, -1), names) && !names.common.has(word.stem);
}

/** "ms. dabrowski": all in small letters. */
function isLowerTold({ words, passed, data: { names } }: Scene, at: number): boolean {
	const [before, word] = [words[at - 1], words[at]];
	if (!word || word.capital || word.digits || word.stem.length < 3 || passed.has(at) || !/^\.?\s$/.test(word.gap)) return false;
	if (!/^(?:mr|mrs|ms|mx|dr)$/.test(before?.plain ?? '') || before?.shout) return false;
	return !names.common.has(word.stem) && !names.never.has(word.stem) && !names.nonNames.has(word.stem) && !names.authors.has(word.stem);
}

/** "kaz's mum": a word nobody knows, small, that has a relative. */
function isUnknownWithKin({ words, passed, data: { names } }: Scene, at: number): boolean {
	const [word, next] = [words[at], words[at + 1]];
	if (!word || !mayOwnKin(word, names) || passed.has(at) || next?.gap !== ' ' || next.capital) return false;
	return names.people.get(next.plain) === '[relative]';
}

/**
 * Without a capital: given names that are nothing else; other names that are nothing else, and given names that are towns too, only
 * where a person is spoken of.
 */
function lowerCaseEnd(scene: Scene, kinds: readonly NameKind[], at: number): number | null {
	const { words, learned, data: { names } } = scene;
	const word = words[at]!; // asked for a word that is there
	const next = words[at + 1];
	const { told, acts, ownsKin } = around(scene, at, at);
	if (word.stem.length < 3) return null;
	if (kinds[at] === 'either') return told && !names.common.has(word.stem) && !names.nonNames.has(word.stem) && names.given.has(word.stem) ? at : null;
	if (kinds[at] !== 'name') return null;
	const last = kinds[at + 1] === 'name' && next?.gap === ' ' && !next.capital ? at + 1 : at;
	return isLowerGiven(word.stem, names) || told || acts || ownsKin || around(scene, at, last).acts || learned.has(word.stem) ? last : null;
}

/** As far as a name goes on: further names, unknown words with a capital, initials, "de la" and the like between them. */
function lastWord(words: readonly Word[], kinds: readonly NameKind[], at: number, particles: ReadonlySet<string>): number {
	let last = at;
	while (last - at < LONGEST) {
		const end = words[last];
		if (!end || end.stemTo < end.to) break;
		let next = last + 1;
		while (next - last < 3 && particles.has(words[next]?.plain ?? '') && !words[next]?.capital && words[next]?.gap === ' ') next++;
		const word = words[next];
		if (!word || !word.capital || !joined(word.gap)) break;
		// the letter of "F43.1" is none
		const initial = word.text.length === 1 && word.plain !== 'i' && !(words[next + 1]?.digits && words[next + 1]?.gap === '');
		if (/^\.\s$/.test(word.gap) && end.text.length > 1) break;
		if (!initial && (kinds[next] ?? 'none') === 'none') break;
		last = next;
	}
	return last;
}

/** "Johnson model", "Beck's inventory": a surname before the word for a method. */
function isMethod({ words, data: { names } }: Scene, at: number, last: number): boolean {
	const [word, behind] = [words[at], words[last + 1]];
	if (!word || !behind || last > at) return false;
	// "the Willow Room"
	if (behind.gap === ' ' && behind.capital && /^(?:room|suite|studio|hall)$/.test(behind.plain)) return true;
	if (names.given.has(word.stem)) return false;
	return /^\s$/.test(behind.gap) && names.methodNouns.has(behind.plain);
}

/** Behind the whole name of somebody whose books are read; `at` when there is none. */
function authorEnd({ words, data: { names } }: Scene, at: number): number {
	if (!words[at]?.capital) return at;
	for (let length = 4; length > 1; length--) {
		const some = words.slice(at, at + length);
		if (some.length === length && names.authorsInFull.has(some.map((each, step) => (step === length - 1 ? each.stem : each.plain)).join(' '))) return at + length;
	}
	return at;
}

/** "J.M.", "K. R.", "client D.", "client AB" */
function initialsEnd({ words, text, data: { names }, passed }: Scene, at: number): number | null {
	const word = words[at];
	if (!word?.capital || passed.has(at)) return null;
	const before = words[at - 1];
	// "the case of L."
	const about = before?.plain === 'of' && words[at - 2]?.plain === 'case';
	const client = before !== undefined && word.gap === ' ' && (about || names.people.get(before.plain) === '[name]');
	if (word.text.length === 2 && word.shout && client && !names.nonNames.has(word.plain) && !names.dotted.has(word.plain)) return at;
	if (word.text.length !== 1 || text[word.to] !== '.') return null;
	let last = at;
	while (last - at < 4 && words[last + 1]?.text.length === 1 && words[last + 1]?.capital && /^\.\s?$/.test(words[last + 1]!.gap) && text[words[last + 1]!.to] === '.') last++; // a word that is there
	if (last === at) return client ? at : null;
	const letters = words.slice(at, last + 1).map((each) => each.plain).join('');
	return letters.length > 3 || names.dotted.has(letters) || names.nonNames.has(letters) ? null : last;
}

const isName = (word: Word | undefined, kind: NameKind | undefined): boolean => word !== undefined && word.capital && (kind === 'name' || kind === 'either');

/** "Emma and Liam": the name before is joined to this word. */
function isListedWith({ words }: Scene, at: number, previous: Found): boolean {
	const [before, word] = [words[at - 1], words[at]];
	if (!before || !word?.capital) return false;
	return /^(?:and|or)$/.test(before.plain) && words[at - 2] !== undefined && near(word.gap) && words[at - 2]!.stemTo === previous.to; // looked at just now
}

function made(scene: Scene, at: number, last: number): Found {
	const { words, text, data: { names } } = scene;
	const [first, end, before] = [words[at]!, words[last]!, words[at - 1]]; // both are there
	const dot = end.text.length === 1 && text[end.to] === '.' ? 1 : 0;
	const title = before && /^\.?\s$/.test(first.gap) && !scene.passed.has(at - 1) ? names.titles.get(before.plain) : undefined;
	// "the twins Emma and Liam": what is said of the first is said of both
	const told = before && /^(?:and|or)$/.test(before.plain) && words[at - 2]?.capital && near(words[at - 2]!.gap) ? words[at - 3] : before; // a word that is there
	const person = told && near(first.gap) ? (names.people.get(told.stem) ?? names.people.get(told.plain)) : undefined;
	const isNamed = before && (names.naming.has(before.plain) || (/^(?:is|was)$/.test(before.plain) && words[at - 2]?.stem.endsWith('name')));
	// "her brother [name]": who it is stands there already
	const suggestions = title && before?.plain !== 'no' ? [title] : person ? ['[name]', person] : isNamed ? ['[name]'] : [];
	return {
		from: title && before ? before.from : first.from,
		to: end.stemTo + dot,
		class: 'name',
		suggestions: [...new Set([...suggestions, ...names.suggestions])].slice(0, 3),
		weight: WEIGHT.name
	};
}
