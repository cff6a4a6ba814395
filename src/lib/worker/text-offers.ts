/**
 * Who has the key of one text, as far as the entries that offer it tell. Knows nothing of boxes: what is in one for somebody
 * else cannot be seen. Carries TXT33.
 */
import type { Slot } from '$crypto/base';

export interface Offers {
	/** An entry of this author offers the key to these readers; to none: the author asks for it. */
	noteOffer(author: Slot, readers: Iterable<Slot>): void;
	/** Words of this author were opened with the key. */
	noteWords(author: Slot): void;
	/** Nothing needs to be offered to this reader by us. */
	isServed(reader: Slot): boolean;
	/** This reader was offered false boxes, says so, and has not shown the key since. */
	isAsking(reader: Slot): boolean;
}

export function createOffers(own: Slot): Offers {
	const authorsByReader = new Map<Slot, Set<Slot>>();
	const holders = new Set<Slot>();
	const asking = new Set<Slot>();

	function noteHolder(slot: Slot): void {
		holders.add(slot);
		asking.delete(slot);
	}

	return {
		noteOffer(author, readers) {
			let count = 0;
			for (const reader of readers) {
				count++;
				if (reader === author) noteHolder(author);
				authorsByReader.set(reader, (authorsByReader.get(reader) ?? new Set()).add(author));
			}
			if (count > 0) return;
			holders.delete(author);
			asking.add(author);
		},
		noteWords: noteHolder,
		isServed(reader) {
			const authors = authorsByReader.get(reader);
			if (holders.has(reader) || authors?.has(own)) return true;
			// one colleague's offer alone does not settle it, or a false one would
			return !asking.has(reader) && (authors?.size ?? 0) > 1;
		},
		isAsking: (reader) => asking.has(reader)
	};
}
