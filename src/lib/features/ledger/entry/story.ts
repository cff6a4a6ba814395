/** A corrected entry, its correction and what took its place, as one story in order. Pure. */
import type { ObjectId } from '$crypto/base';
import type { LedgerEntryView, LinkedEntry } from '$crdt/domain/ledger/views';

export interface Chapter {
	readonly id: ObjectId;
	readonly what: 'entry' | 'correction' | 'replacement';
	readonly title: string;
	readonly byName: string;
	/** Of a correction; '' elsewhere. */
	readonly reason: string;
	readonly amountMinor: number;
	/** The page one is on. */
	readonly here: boolean;
	/** It stands in the books: not undone. */
	readonly stands: boolean;
}

/** The entry a story begins with, as far as this entry knows: another one to be looked up, or itself. */
export const rootOf = (entry: LedgerEntryView): ObjectId => entry.corrects?.id ?? entry.reverses?.id ?? entry.id;

/**
 * In order; whoever is called `me` is "you". Empty where there is nothing to tell: the entry stands alone.
 * @param root the view of `rootOf(entry)`; null where it is not known here.
 */
export function storyOf(entry: LedgerEntryView, root: LedgerEntryView | null, titleOf: (entry: LedgerEntryView) => string, me = ''): readonly Chapter[] {
	const chapters: Chapter[] = [];
	const seen = new Set<ObjectId>();
	const add = (id: ObjectId, rest: Omit<Chapter, 'id' | 'here'>): void => {
		if (seen.has(id)) return;
		seen.add(id);
		chapters.push({ id, here: id === entry.id, ...rest });
	};
	const self = (one: LedgerEntryView): void =>
		add(one.id, {
			what: one.kind === 'reversal' ? 'correction' : one.corrects ? 'replacement' : 'entry',
			title: titleOf(one), byName: one.mine ? 'you' : one.postedByName, reason: one.reverses?.reason ?? '', amountMinor: one.amountMinor, stands: one.reversedBy === null && one.counts
		});
	const link = (one: LinkedEntry | null, what: Chapter['what']): void => {
		if (one) add(one.id, { what, title: one.description, byName: one.byName === me ? 'you' : one.byName, reason: one.reason, amountMinor: one.amountMinor, stands: true });
	};
	const after = (one: LedgerEntryView): void => {
		link(one.reversedBy, 'correction');
		if (one.replacedBy?.id === entry.id) self(entry);
		else link(one.replacedBy, 'replacement');
	};
	if (root && root.id !== entry.id) {
		if (root.corrects) link(root.corrects, 'entry');
		self(root);
		after(root);
	} else link(entry.corrects ?? entry.reverses, 'entry');
	self(entry);
	after(entry);
	return chapters.length > 1 ? chapters : [];
}
