/**
 * From the remarks in the entries of a text to its comments: who said what when, and what was taken back.
 *
 * The same entries give the same list, in whatever order they come. Knows nothing of Yjs, members' names or screens. Carries TXT57
 * and TXT58.
 */
import type { EntryId, Slot } from '../../crypto/base';
import { compareOrdered } from '../log/order';
import type { CommentPart, Remark } from './payload';

/** What a list of comments needs of an entry. */
export interface RemarkEntry {
	readonly id: EntryId;
	readonly slot: Slot;
	readonly lamport: number;
	readonly remarks: readonly Remark[];
}

export interface Comment {
	/** The entry that carries it. */
	readonly id: EntryId;
	readonly slot: Slot;
	/** Claimed time, ms. */
	readonly at: number;
	/** '': about the whole. */
	readonly about: string;
	/** '' when it was withdrawn. */
	readonly text: string;
	readonly withdrawn: boolean;
}

/**
 * In the order of the fold. One comment an entry: the first counts. `memberOf`: whose device a slot is, null while that is not known;
 * a withdrawal counts when it comes from the device that commented or from another one of the same member.
 */
export function listComments(entries: Iterable<RemarkEntry>, memberOf: (slot: Slot) => string | null): readonly Comment[] {
	const ordered = [...entries].sort(compareOrdered);
	const takenBack = new Map<string, Slot[]>();
	for (const { slot, remarks } of ordered)
		for (const remark of remarks) {
			if (remark.kind !== 'withdraw') continue;
			const slots = takenBack.get(remark.entry);
			if (slots) slots.push(slot);
			else takenBack.set(remark.entry, [slot]);
		}
	const isSame = (one: Slot, other: Slot): boolean => one === other || (memberOf(one) !== null && memberOf(one) === memberOf(other));
	return ordered.flatMap(({ id, slot, remarks }) => {
		const said = remarks.find((remark): remark is CommentPart => remark.kind === 'comment');
		if (!said) return [];
		const withdrawn = (takenBack.get(id) ?? []).some((by) => isSame(by, slot));
		return [{ id, slot, at: said.at, about: said.about, text: withdrawn ? '' : said.text, withdrawn }];
	});
}
