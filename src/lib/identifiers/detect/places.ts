/** Places below the state: streets, towns, districts, postal codes, named schools and hospitals. Carries IDN19. */
import { WEIGHT, type Detector, type Found, type Scene } from '../found';
import type { Word } from '../words';
import { beginsNoName, isHeading, isOrdinary, kindOf } from './name-words';

const LONGEST = 5;

export const findPlaces: Detector = (scene) => {
	const found: Found[] = [];
	const { words } = scene;
	let heading = false;
	for (let at = 0; at < words.length; at++) {
		if (scene.passed.has(at)) continue;
		const place = namedEnd(scene, at, heading) ?? townEnd(scene, at);
		if (place === null && isHeading(scene, at)) heading = true;
		if (place === null) continue;
		if (place.found) found.push(place.found);
		at = place.last;
	}
	found.push(...zips(scene, found));
	return found;
};

interface Place {
	/** Null: allowed to be told. */
	readonly found: Found | null;
	readonly last: number;
}

const placed = ({ words }: Scene, at: number, last: number, suggestions: readonly string[]): Place => ({
	found: { from: words[at]!.from, to: words[last]!.stemTo, class: 'place', suggestions, weight: WEIGHT.place }, // both are there
	last
});

/** "12 Elm Street", "Orange County", "Lincoln High School", "University of Somewhere". */
function namedEnd(scene: Scene, at: number, heading: boolean): Place | null {
	const { words, data } = scene;
	const { places } = data;
	const first = words[at]!; // asked for a word that is there
	const numbered = first.digits;
	if (numbered ? false : !first.capital || beginsNoName(first, data)) return null;
	for (let last = at + 1; last <= at + LONGEST && last < words.length; last++) {
		const word = words[last]!; // below the length
		const gap = word.gap;
		if (!/^(?:\.?\s|-|)$/.test(gap) || (gap.startsWith('.') && words[last - 1]!.text.length > 2)) return null; // not before `at`
		const between = word.capital || word.digits || /^(?:of|and|st|nd|rd|th)$/.test(word.plain);
		if (!between && !places.districts.has(word.plain) && !places.streets.has(word.plain)) return null;
		const inner = words.slice(numbered ? at + 1 : at, last);
		const kind = endKind(scene, word, inner, numbered, heading);
		// small, such a word is the last one
		if (kind === null && !between) return null;
		if (kind === null || isPerson(scene, at, last)) continue;
		// the longest: "Lincoln Middle School", "Riverside Park Hospital"
		const next = words[last + 1];
		if (next?.capital && next.gap === ' ' && endKind(scene, next, [...inner, word], numbered, heading) !== null) continue;
		if (kind === places.district && !word.capital && !inner.some((each) => each.capital && !isOrdinary(each, data.names))) return null;
		return placed(scene, at, last, [kind, '[place]']);
	}
	const opens = places.institutions.get(first.plain) ?? (places.districts.has(first.plain) ? places.district : undefined);
	const [of, name] = [words[at + 1], words[at + 2]];
	if (!opens || of?.plain !== 'of' || !name?.capital || isOrdinary(name, data.names)) return null;
	return placed(scene, at, at + 2, [opens, '[place]']);
}

/** "Seung-ho Park", "Maria Church": a given name and a surname, unless "at" or "the" stands before them. */
function isPerson({ words, data: { names } }: Scene, at: number, last: number): boolean {
	const [first, end, before] = [words[at], words[last], words[at - 1]];
	if (!first || !end || last !== at + 1 || !names.given.has(first.stem) || !names.surnames.has(end.stem)) return false;
	return !/^(?:at|the|in|near|to|through|outside|of)$/.test(before?.plain ?? '');
}

/** What kind of place the words in front make with this last one; null: none. */
function endKind({ data: { places, names } }: Scene, word: Word, inner: readonly Word[], numbered: boolean, heading: boolean): string | null {
	if (inner.length === 0 && !numbered) return null;
	if (inner.some((each) => each.stemTo < each.to && each.plain !== each.stem && names.people.has(each.stem))) return null;
	const telling = inner.filter((each) => each.capital && (each.text.length > 1 || numbered) && !(isOrdinary(each, names) && each.first) && !/^(?:the|a|an|this|that|my|our|her|his|their|in|on|at)$/.test(each.plain));
	const certain = telling.filter((each) => !isOrdinary(each, names) && !names.nonNames.has(each.plain));
	const enough = telling.length > 0 && (certain.length > 0 || (!heading && telling.every((each) => !each.first)));
	// "on Alder street"
	const lower = !word.capital && /^(?:street|avenue|ave|road|lane|blvd|boulevard)$/.test(word.plain) && inner.every((each) => each.capital || each.digits) && certain.length > 0;
	if (places.streets.has(word.plain) && (word.capital || lower)) {
		const ordinal = inner.some((each) => each.digits) || numbered;
		const loose = /^(?:place|way|court|circle|drive|row|dr|st|trail|pl|square|bridge|pier|ct|terrace|rd|crescent|heights|close|gardens|grove|rise|walk|parade|croft|hill|green|lodge|wharf)$/.test(word.plain);
		return (enough || (ordinal && (inner.length > 1 || (inner[0]?.capital ?? false) || /^(?:street|st|avenue|ave)$/.test(word.plain) && inner.some((each) => /^(?:st|nd|rd|th)$/.test(each.plain))))) && (!loose || ordinal || certain.length > 0) ? places.street : null;
	}
	if (places.districts.has(word.plain)) return enough ? places.district : null;
	if (places.congregations.has(word.plain)) return word.capital && !numbered && (certain.length > 0 || /^(?:first|second|third|trinity|grace|calvary|faith|hope)$/.test(inner[0]?.plain ?? '')) && !inner.some((each) => names.nonNames.has(each.plain)) ? places.congregation : null;
	const institution = word.capital ? places.institutions.get(word.plain) : undefined;
	return institution && enough && !numbered ? institution : null;
}

/** Towns by name; whatever stands after "in" or "from" with a capital and is known as nothing else. */
function townEnd(scene: Scene, at: number): Place | null {
	const { words, data } = scene;
	const { places } = data;
	const word = words[at]!; // asked for a word that is there
	if (!word.capital && !places.towns.has(word.stem)) return null;
	const led = isLed(scene, at);
	for (let length = Math.min(4, words.length - at); length > 0; length--) {
		const some = words.slice(at, at + length);
		if (some.slice(1).some((each) => !/^(?:\.?\s|-)$/.test(each.gap))) continue;
		const name = some.map((each, step) => (step === length - 1 ? each.stem : each.plain)).join(' ');
		const cased = some.every((each) => each.capital || /^(?:of|the|de|la|do|au|es)$/.test(each.plain));
		const last = at + length - 1;
		if (places.allowed.has(name)) return cased ? { found: null, last } : null;
		if (!places.towns.has(name)) continue;
		if (isMeasure(scene, last)) return { found: null, last };
		const state = stateAfter(scene, last);
		const sure = length > 1 || !isAmbiguous(scene, word, name);
		if ((cased && (sure || led || state)) || (!word.capital && led && sure && length === 1 && word.plain.length > 3)) return placed(scene, at, last, townWords(scene, state));
		return null;
	}
	// "a nurse at UCLA", among words that are not shouted
	if (led && word.shout && word.text.length > 3 && words[at - 1]?.text === 'at' && !isOrdinary(word, data.names) && !data.names.nonNames.has(word.stem)) return placed(scene, at, at, ['[employer]', '[place]']);
	if (!word.capital) return null;
	const kind = kindOf(word, data);
	// "near Burns": a surname where a town is meant
	const surname = led && (kind === 'name' || kind === 'either') && !data.names.given.has(word.stem) && places.beforeTown.has(words[at - 1]?.plain ?? '');
	if (kind !== 'unknown' && !surname) return null;
	const next = words[at + 1];
	const last = next?.capital && next.gap === ' ' && kindOf(next, data) === 'unknown' ? at + 1 : at;
	const state = stateAfter(scene, last);
	return state || (led && !word.first && word.stemTo === word.to) ? placed(scene, at, last, townWords(scene, state)) : null;
}

/** "Stockholm syndrome", "Montreal Cognitive Assessment" */
function isMeasure({ words, data: { places } }: Scene, last: number): boolean {
	for (let at = last + 1; at <= last + 3; at++) {
		const word = words[at];
		if (word?.gap !== ' ') return false;
		if (places.noPlace.has(word.plain)) return true;
		if (!word.capital) return false;
	}
	return false;
}

function isAmbiguous({ data: { places, names } }: Scene, word: Word, name: string): boolean {
	return places.ambiguousTowns.has(name) || names.given.has(name) || names.surnames.has(name) || isOrdinary(word, names);
}

const townWords = ({ data: { places } }: Scene, state: string | null): readonly string[] => (state ? [places.town, places.townIn(state)] : [places.town, '[place]']);

/** "in Austin", "moved to Austin", "from Austin" */
function isLed({ words, data: { places } }: Scene, at: number): boolean {
	const [before, earlier] = [words[at - 1], words[at - 2]];
	if (!before || !/^\s$/.test(words[at]?.gap ?? '')) return false;
	if (before.plain === 'to') return earlier !== undefined && places.motion.has(earlier.plain);
	// "Ludmila Petrenko, 94, of Eugene"
	if (before.plain === 'of') return /^,\s$/.test(before.gap) || (earlier !== undefined && places.ofPlaces.has(earlier.plain));
	if (before.plain === 'at') return earlier === undefined || !places.atPerson.has(earlier.plain);
	return places.before.has(before.plain) && (!before.capital || before.first);
}

/** The state behind ", OR" or ", Ohio". */
function stateAfter({ words, data: { places } }: Scene, last: number): string | null {
	const [one, two] = [words[last + 1], words[last + 2]];
	if (!one?.capital || !/^,?\s$/.test(one.gap)) return null;
	const short = one.shout && one.text.length === 2 ? places.states.get(one.text) : undefined;
	if (short && one.gap.startsWith(',')) return short;
	if (!one.gap.startsWith(',')) return null;
	const full = two?.capital && places.allowed.has(`${one.plain} ${two.plain}`) ? `${one.text} ${two.text}` : one.text;
	return places.allowed.has(full.toLowerCase()) ? full : null;
}

/** Five digits after "zip", a state or a town, or with four more behind them. */
function zips({ part, sentence, words, data: { places } }: Scene, towns: readonly Found[]): readonly Found[] {
	const found: Found[] = [];
	for (const match of part.matchAll(places.zip)) {
		const from = sentence.from + match.index;
		const at = words.findIndex((word) => word.from === from);
		const before = words[at - 1];
		if (!before) continue;
		const told =
			match[0].length > 5 ||
			part.slice(Math.max(0, match.index - 24), match.index).search(places.zipKey) >= 0 ||
			(before.shout && places.states.has(before.text)) ||
			(before.capital && places.allowed.has(before.plain)) ||
			towns.some((town) => town.to === before.to);
		if (told) found.push({ from, to: from + match[0].length, class: 'place', suggestions: ['[postal code]', `${match[0].slice(0, 3)}xx`], weight: WEIGHT.keyed });
	}
	return found;
}
