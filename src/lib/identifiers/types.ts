/** The contract of the identifier check: what goes in, what comes out. Pure data. */
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';

/** Something in a text that may tell who a client is. Offsets are UTF-16 units; `to` is exclusive. */
export interface Flag {
	readonly from: number;
	readonly to: number;
	readonly class: IdentifierClass;
	/** One plain sentence: why it is underlined. */
	readonly reason: string;
	/** What could stand there instead, the best first; may be empty. */
	readonly suggestions: readonly string[];
}

/** What the check knows besides the text. */
export interface CheckContext {
	/** Names that are nobody's secret here: members, rooms, the collective; in any case and word by word. */
	readonly ownNames: readonly string[];
	/** The person's private list: always flagged, whatever they are. */
	readonly privateWords: readonly string[];
	/** Words of the same list that are never flagged. */
	readonly passWords: readonly string[];
	/** YYYY-MM-DD, for relative and two-digit dates. */
	readonly today: string;
	/** BCP 47; "en" is the only one with data so far. */
	readonly language: string;
	/** ISO 3166 code for telephone numbers without a country. */
	readonly region: string;
}

export interface Checked {
	/** Ascending, not overlapping. */
	readonly flags: readonly Flag[];
	/**
	 * Whatever is appended to the text, nothing before this offset will be flagged that is not flagged now: an unfinished word, a
	 * number that a month may follow, a capitalised word that may go on as a name stand behind it. -1: no check could be made.
	 */
	readonly settledTo: number;
}

/** Pure and synchronous; never throws, whatever the text. At most 100,000 units are looked at. */
export type Check = (text: string, context: CheckContext) => Checked;
