/**
 * Where an item goes when it is moved, as a pair of neighbours' keys. Knows nothing of how a key between two is made.
 */
export interface Keyed {
	readonly id: string;
	readonly order: string;
}

export interface Gap {
	/** Key of the item before, or null at the start. */
	readonly after: string | null;
	/** Key of the item after, or null at the end. */
	readonly before: string | null;
}

/** The gap an item lands in when it is to stand at `target` (0 … length − 1) of the list; null when it stands there already. */
export function gapFor(items: readonly Keyed[], id: string, target: number): Gap | null {
	const at = items.findIndex((item) => item.id === id);
	const to = Math.min(Math.max(target, 0), items.length - 1);
	if (at < 0 || at === to) return null;
	const rest = items.filter((item) => item.id !== id);
	return { after: rest[to - 1]?.order ?? null, before: rest[to]?.order ?? null };
}

/** The gap behind the last item. */
export const gapAtEnd = (items: readonly Keyed[]): Gap => ({ after: items.at(-1)?.order ?? null, before: null });

/** Behind whatever stands on an agenda that is not at hand: items go on at the end from there. */
export const AT_THE_END = 'y';

/** A date of a series that nobody has opened yet is called `series@date`. */
export const dateOfKey = (key: string): string => key.slice(key.lastIndexOf('@') + 1);
