/** Typing as people do it: runs of letters, corrections with the backspace key, jumps back into earlier sentences. Seeded. */
import { createSeeded } from '../support/seeded';

export interface Edit {
	readonly at: number;
	/** Letters deleted from `at`. */
	readonly remove: number;
	readonly insert: string;
}

const LETTERS = 'eeeeeetttaaaooiinnsshhrrddlluucmfwgypb       ,.';

/** Single edits: each inserts one letter or deletes one. About one in nine deletes; the cursor jumps every 60 edits or so. */
export function typingTrace(count: number, seed: number): readonly Edit[] {
	const chance = createSeeded(seed);
	const edits: Edit[] = [];
	let length = 0;
	let cursor = 0;
	let correcting = 0;
	while (edits.length < count) {
		if (length > 0 && chance.chance(1 / 60)) cursor = chance.chance(0.5) ? length : chance.int(length + 1);
		if (correcting === 0 && chance.chance(1 / 40)) correcting = 1 + chance.int(8);
		if (correcting > 0 && cursor > 0) {
			correcting--;
			cursor--;
			length--;
			edits.push({ at: cursor, remove: 1, insert: '' });
		} else {
			correcting = 0;
			edits.push({ at: cursor, remove: 0, insert: chance.pick([...LETTERS]) });
			cursor++;
			length++;
		}
	}
	return edits;
}
