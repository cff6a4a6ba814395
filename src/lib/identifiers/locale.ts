/** What a language brings: words, and the shapes of what is written in it. The rules that use it know no language. Carries IDN5. */
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';

/** A date as far as it was read. */
export interface DateRead {
	readonly year: number | null;
	/** 1 to 12. */
	readonly month: number | null;
}

export interface DateData {
	/** Cuts out what may be a date, leaving out the preposition before it. Global; linear. */
	readonly candidate: RegExp;
	/** Null: no date. */
	read(candidate: string, before: string, after: string, today: string, region: string): DateRead | null;
	/** What may stand there instead: reads well with `before` in front; `takesOver` of it is replaced too. */
	suggest(read: DateRead, candidate: string, before: string, after: string, first: boolean, region: string): { readonly takesOver: number; readonly suggestions: readonly string[] };
	/** Plain words after which a date may follow, and which it then takes over. */
	readonly takenOver: ReadonlySet<string>;
	/** Plain words a date may begin with. */
	readonly starts: ReadonlySet<string>;
	/** Plain words a date may go on with. */
	readonly words: ReadonlySet<string>;
}

/** A number that is named: "MRN 12345". */
export interface KeyedNumber {
	readonly class: IdentifierClass;
	/** Global and ignoring case; ends where the number may begin. */
	readonly key: RegExp;
	/** Fewer digits than this are no such number. */
	readonly digits: number;
	/** Nor are fewer letters and digits than this. */
	readonly signs?: number;
	/** Whatever else is found there stays instead. */
	readonly loose?: boolean;
}

/** Something told in words alone. */
export interface Mention {
	readonly class: IdentifierClass;
	/** Global; group 1, if there is one, is what is flagged. */
	readonly pattern: RegExp;
	/** As they are, or made from the found words, today and what stands before them in the sentence. */
	readonly suggestions: readonly string[] | ((found: string, today: string, before: string) => readonly string[]);
	/** Cheap; a sentence that it does not fit has none of them. Not global. */
	readonly gate?: RegExp;
	/** Asked with the found words and today; false: nothing. */
	readonly holds?: (found: string, today: string) => boolean;
}

export interface NameData {
	readonly given: ReadonlySet<string>;
	readonly surnames: ReadonlySet<string>;
	/** Names that are also ordinary words, months or places: they need a context. */
	readonly ambiguous: ReadonlySet<string>;
	/** Names that are rare words when they have no capital: "amber", "victor". */
	readonly lowerWords: ReadonlySet<string>;
	/** Months, religions and the like among them, capitalised even when they are none: a capital proves nothing. */
	readonly proper: ReadonlySet<string>;
	/** Words such as "he" and "so": no name whatever the lists say. */
	readonly never: ReadonlySet<string>;
	/** Ordinary words: no name unless the lists say so too. */
	readonly common: ReadonlySet<string>;
	/** Ends of ordinary words. */
	readonly commonEnd: RegExp;
	/** Written with a capital, but nobody's name: medicines, methods, languages, peoples, faiths, brands. */
	readonly nonNames: ReadonlySet<string>;
	/** People whose names are methods, tests or books. */
	readonly authors: ReadonlySet<string>;
	/** First name and surname of the same, as one string; houses that are named like people. */
	readonly authorsInFull: ReadonlySet<string>;
	/** Words such as "therapy" or "inventory" that make a name a method. */
	readonly methodNouns: ReadonlySet<string>;
	/** "dr", "mrs" … and what may stand there instead. */
	readonly titles: ReadonlyMap<string, string>;
	/** Words for people after which a name follows, and what may stand there instead. */
	readonly people: ReadonlyMap<string, string>;
	/** "named", "called" … */
	readonly naming: ReadonlySet<string>;
	/** Verbs that only people do: "said", "wept" … */
	readonly personVerbs: ReadonlySet<string>;
	/** Those of them that things do too. */
	readonly weakVerbs: ReadonlySet<string>;
	/** Verbs and prepositions before a person: "told", "with" … */
	readonly beforePerson: ReadonlySet<string>;
	/** Those of them that never stand before a thing. */
	readonly strongBefore: ReadonlySet<string>;
	/** "is", "feels": what a person is may follow. */
	readonly linking: ReadonlySet<string>;
	/** Those of them behind which stands whom a person has, or what they have done. */
	readonly having: ReadonlySet<string>;
	/** "not", "very", "again": stand between those and what a person is. */
	readonly between: ReadonlySet<string>;
	/** "pregnant", "sober", "fourteen": only people are. */
	readonly personStates: ReadonlySet<string>;
	/** People whom a month may have too: "April had two clients". */
	readonly anybody: ReadonlySet<string>;
	/** "de", "van", "bin" … inside a name. */
	readonly particles: ReadonlySet<string>;
	/** Letters with dots that are no initials: "a.m.", "u.s." */
	readonly dotted: ReadonlySet<string>;
	readonly suggestions: readonly string[];
}

export interface PlaceData {
	/** Towns, districts, counties: plain, several words joined by a space. */
	readonly towns: ReadonlySet<string>;
	/** What those of several words begin with. */
	readonly townStarts: ReadonlySet<string>;
	/** Those among them that are also words or names. */
	readonly ambiguousTowns: ReadonlySet<string>;
	/** States, countries, continents: told freely. */
	readonly allowed: ReadonlySet<string>;
	/** Postal abbreviations of states, in capitals, with their names. */
	readonly states: ReadonlyMap<string, string>;
	/** "city", "outskirts" … after which "of" leads to a place. */
	readonly ofPlaces: ReadonlySet<string>;
	/** Verbs after which "to" leads to a place. */
	readonly motion: ReadonlySet<string>;
	/** Of those, the ones that never lead to a person: "near". */
	readonly beforeTown: ReadonlySet<string>;
	/** "in", "near" … */
	readonly before: ReadonlySet<string>;
	/** Plain words that end the name of a street or road. */
	readonly streets: ReadonlySet<string>;
	/** The same for schools, hospitals, churches, and what may stand there instead. */
	readonly institutions: ReadonlyMap<string, string>;
	/** "baptist", "presbyterian": a church when a name stands before it. */
	readonly congregations: ReadonlySet<string>;
	readonly congregation: string;
	/** "syndrome", "scale": no place, whatever town stands before it. */
	readonly noPlace: ReadonlySet<string>;
	/** "angry", "looked": "at" leads to a person behind them. */
	readonly atPerson: ReadonlySet<string>;
	/** "county", "township" … */
	readonly districts: ReadonlySet<string>;
	readonly town: string;
	readonly street: string;
	readonly district: string;
	/** "[a town in {state}]" */
	townIn(state: string): string;
	readonly zip: RegExp;
	readonly zipKey: RegExp;
}

export interface LocaleData {
	readonly language: string;
	readonly abbreviations: ReadonlySet<string>;
	readonly reasons: Readonly<Record<IdentifierClass, string>>;
	/** What may stand instead of a number or an address, by class. */
	readonly instead: Readonly<Record<IdentifierClass, readonly string[]>>;
	readonly privateReason: string;
	readonly privateSuggestions: readonly string[];
	readonly fax: RegExp;
	readonly phoneKey: RegExp;
	/** Addresses spelled out: "at gmail dot com". Global. */
	readonly spelledAddress: RegExp;
	/** The same with brackets instead of its signs. Global. */
	readonly bracketedAddress: RegExp;
	readonly providers: ReadonlySet<string>;
	/** "dot", "underscore": words for the signs of an address that is spelled out. */
	readonly spelling: ReadonlySet<string>;
	/** Names of accounts after the name of a service: "instagram la_chica"; group 1, at the end. Global. */
	readonly accounts: RegExp;
	/** "all", "here": who is called with an @ and is nobody alone. */
	readonly everyone: ReadonlySet<string>;
	readonly keyed: readonly KeyedNumber[];
	readonly mentions: readonly Mention[];
	/** Plain words a mention may begin with. */
	readonly mentionStarts: ReadonlySet<string>;
	/** Plain words in front of a mention without which it is none. */
	readonly mentionGates: ReadonlySet<string>;
	/** Plain words a mention may go on with. */
	readonly mentionWords: ReadonlySet<string>;
	/** Words that may follow a number within a flag: "street", "years" … */
	readonly numberGoesOn: ReadonlySet<string>;
	/** Long runs of letters and digits that are no code. */
	readonly notCodes: RegExp;
	readonly dates: DateData;
	readonly names: NameData;
	readonly places: PlaceData;
}

/** A packed list: words split at spaces, "_" for a space inside an item. */
export const unpack = (...packed: readonly string[]): ReadonlySet<string> =>
	new Set(packed.flatMap((each) => each.trim().split(/\s+/).filter((item) => item !== '').map((item) => item.replaceAll('_', ' '))));

/** A packed map: "key:value" split at spaces, "_" for a space. */
export const unpackMap = (packed: string): ReadonlyMap<string, string> =>
	new Map(
		packed.trim().split(/\s+/).map((item) => {
			const [key = '', value = ''] = item.replaceAll('_', ' ').split(':');
			return [key, value];
		})
	);
