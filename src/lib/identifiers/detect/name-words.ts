/** What single words are, as names go, and what stands around them. Used by the rules for names alone. Carries IDN17. */
import type { NameData } from '../locale';
import type { Scene } from '../found';
import type { Word } from '../words';

export type NameKind =
	/** In a list of names and nothing else. */
	| 'name'
	/** In a list of names and also an ordinary word, a month, a town. */
	| 'either'
	/** The same, and written with a capital even when it is no name. */
	| 'proper'
	/** With a capital, in no list at all. */
	| 'unknown'
	/** Somebody whose name is a method or a book. */
	| 'author'
	/** No name. */
	| 'none';

export function kindOf(word: Word, { names, places }: Scene['data']): NameKind {
	const { stem } = word;
	if (word.digits || stem.length < 2) return 'none';
	if (names.never.has(stem)) return 'none';
	if (names.authors.has(stem)) return 'author';
	const listed = isListed(word, names);
	// "IME report", "NHI": so short, and shouted
	if (listed && word.shout && stem.length < 4) return 'proper';
	if (listed && names.proper.has(stem)) return 'proper';
	if (listed && (names.ambiguous.has(stem) || places.ambiguousTowns.has(stem) || stem.length === 2)) return 'either';
	if (listed) return 'name';
	if (!word.capital || isOrdinary(word, names) || names.nonNames.has(stem) || names.nonNames.has(word.plain)) return 'none';
	if (word.shout || places.towns.has(stem) || places.allowed.has(stem)) return 'none';
	return 'unknown';
}

/** A double name is one when each part is, or the whole. */
function isListed({ stem, text }: Word, { given, surnames, common, commonEnd }: NameData): boolean {
	const has = (part: string): boolean => given.has(part) || surnames.has(part) || surnames.has(part.replaceAll("'", ''));
	if (has(stem)) return true;
	// "O'Dowd", "McTavish", "D'Angelo"
	if (/^(?:[OD]['’]|Mc|Mac(?=\p{Lu}))\p{Lu}\p{Ll}{2,}/u.test(text)) return true;
	const parts = stem.split('-');
	return parts.length > 1 && parts.some((part) => part.length > 2 && has(part)) && parts.every((part) => has(part) || /^(?:al|el|abu|ibn|bin|ben)$/.test(part) || (part.length > 2 && !common.has(part) && !commonEnd.test(part)));
}

/** A given name that is nothing else, so that it needs no capital. */
export const isLowerGiven = (stem: string, { given, ambiguous, lowerWords }: NameData): boolean => stem.length > 3 && given.has(stem) && !ambiguous.has(stem) && !lowerWords.has(stem);

export function isOrdinary({ stem, plain, text }: Word, { common, commonEnd, given, surnames }: NameData): boolean {
	if (common.has(stem) || common.has(plain)) return true;
	if (given.has(stem) || surnames.has(stem)) return false;
	if (commonEnd.test(plain)) return true;
	if (stem.endsWith('s') && (common.has(stem.slice(0, -1)) || (stem.endsWith('es') && common.has(stem.slice(0, -2))) || (stem.endsWith('ies') && common.has(`${stem.slice(0, -3)}y`)))) return true;
	// "Well-being", "Follow-up", "Self-harm"
	const parts = stem.split('-');
	if (parts.length > 1 && parts.some((part) => common.has(part) || commonEnd.test(part))) return true;
	// camel case and words with a capital inside are brands, but not McKenna or DeAndre
	return /\p{Ll}\p{Lu}/u.test(text) && !/^(?:Mc|Mac|De|La|Le|Di|Da|O['’]|Fitz|Van|Jo|Ma|Ke|Ty)\p{Lu}/u.test(text);
}

/** Small, with "'s", in no list, and no word for who somebody is by what they do ("the postman's wife"). */
export function mayOwnKin(word: Word, names: NameData): boolean {
	const { stem, plain, capital, digits } = word;
	if (capital || digits || stem === plain || stem.length < 3 || stem.length > 9 || /(?:er|or|ist|ian|man|ee|ant|ent)$/.test(stem)) return false;
	return !isOrdinary(word, names) && !names.people.has(stem) && !names.nonNames.has(stem) && !names.never.has(stem);
}

/** An ordinary word at the beginning of a sentence: the name of a place is looked for behind it. */
export function beginsNoName(word: Word, { names, places }: Scene['data']): boolean {
	if (names.never.has(word.plain)) return true;
	return word.first && isOrdinary(word, names) && !names.ambiguous.has(word.stem) && !places.institutions.has(word.plain) && !places.districts.has(word.plain);
}

/** Only blanks, a comma, a bracket or a quote lie between two words. */
export const near = (gap: string): boolean => /^[\s.,("“'‘:]{1,3}$/u.test(gap);

/** Behind a country or state of several words ("New York") that begins at `at`; `at` when none does. */
export function allowedEnd({ words, data: { places } }: Scene, at: number): number {
	if (!words[at]?.capital) return at;
	for (let length = 4; length > 1; length--) {
		const some = words.slice(at, at + length);
		if (some.length === length && places.allowed.has(some.map((each, step) => (step === length - 1 ? each.stem : each.plain)).join(' '))) return at + length;
	}
	return at;
}

/** Only a blank, or the dot of an initial or title. */
export const joined = (gap: string): boolean => /^(?:\.?\s|\.|-)$/u.test(gap);

/** "Safety Plan": two ordinary words with capitals beside each other. In such a text a capital proves nothing. */
export function isHeading({ words, data: { names } }: Scene, at: number): boolean {
	const [before, word] = [words[at - 1], words[at]];
	const ordinary = (each: Word | undefined): boolean => each !== undefined && each.capital && !each.shout && each.text.length > 1 && isOrdinary(each, names);
	return !word?.first && ordinary(word) && ordinary(before) && word?.gap === ' ' && !names.titles.has(before?.plain ?? '');
}

export interface Around {
	/** The word before announces a person. */
	readonly told: boolean;
	/** The word before may announce one. */
	readonly maybeTold: boolean;
	/** The word behind is what only people do. */
	readonly acts: boolean;
	readonly maybeActs: boolean;
	/** "Rose's mother" */
	readonly ownsKin: boolean;
	readonly owns: boolean;
}

/** Words behind a name that are looked at to see what the person is or whom they have. */
export const STATE_WORDS = 4;

/** "is not pregnant", "has a new psychiatrist": what only people are and have. */
function isPersonState(words: readonly Word[], verb: number, names: NameData): boolean {
	const linking = words[verb]?.plain ?? '';
	if (!names.linking.has(linking)) return false;
	for (let at = verb + 1; at < verb + STATE_WORDS; at++) {
		const word = words[at];
		if (!word || word.capital || word.gap !== ' ') return false;
		// "has a new psychiatrist", "has told"
		const whom = names.people.has(word.plain) && !names.anybody.has(word.plain);
		const did = names.personVerbs.has(word.plain) && !names.weakVerbs.has(word.plain);
		if (names.having.has(linking) ? whom || did : names.personStates.has(word.plain)) return true;
		if (!names.between.has(word.plain)) return false;
	}
	return false;
}

/** What stands around the words from `at` to `last`. */
export function around({ words, data: { names } }: Scene, at: number, last: number): Around {
	const [before, end, behind] = [words[at - 1], words[last], words[last + 1]];
	const close = before !== undefined && near(words[at]?.gap ?? '');
	const person = close && (names.people.has(before.stem) || names.people.has(before.plain));
	// "known to everyone as"
	const known = close && before.plain === 'as' && words.slice(Math.max(0, at - 5), at - 1).some(({ plain }) => plain === 'known');
	const told = known || close && (person || names.titles.has(before.plain) || names.naming.has(before.plain) || names.strongBefore.has(before.plain));
	const follows = behind !== undefined && !behind.capital && /^\s+$/u.test(behind.gap);
	const owns = end !== undefined && end.stemTo < end.to;
	// "Grace finally told"
	const verb = follows && /.ly$|^(?:just|never|always|also|still|already)$/.test(behind.plain) && words[last + 2]?.gap === ' ' ? words[last + 2] : behind;
	const acts = follows && !owns && verb !== undefined && !verb.capital && names.personVerbs.has(verb.plain);
	const is = follows && !owns && isPersonState(words, last + 1, names);
	return {
		told,
		maybeTold: close && names.beforePerson.has(before.plain),
		acts: is || (acts && !names.weakVerbs.has(verb.plain)),
		maybeActs: acts,
		ownsKin: owns && follows && (names.people.has(behind.plain) || names.people.has(behind.stem)),
		owns
	};
}
