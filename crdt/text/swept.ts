/**
 * Words of this device that vanished although nobody meant them: their paragraph was deleted and made anew by somebody who had not
 * seen them (a list begun, two paragraphs joined), and Yjs deletes what is inside with it. An update names what its author deleted;
 * what goes beyond that was swept along. Knows nothing of when they come back. Carries TXT35.
 */
import * as Y from 'yjs';
import type { Slot } from '../../crypto/base';
import { isClientOf } from './client-id';
import type { ClockRange, SiftedUpdate } from './sift';

/** Words from one paragraph, in their order. */
export interface SweptWords {
	readonly ranges: readonly ClockRange[];
	readonly text: string;
	/** The block of the root that held them; null: it cannot be told any more. */
	readonly block: Y.ID | null;
}

/** What this transaction, which applied `update`, deleted of the words of `slot` beyond what the update names. Before Yjs tidies up. */
export function sweptBy(transaction: Y.Transaction, update: SiftedUpdate, slot: Slot, root: Y.XmlFragment): readonly SweptWords[] {
	const itemsByText = new Map<unknown, Set<Y.Item>>();
	for (const client of transaction.deleteSet.clients.keys()) {
		if (!isClientOf(slot, client)) continue;
		const structs = transaction.doc.store.clients.get(client) ?? [];
		for (const { clock, len } of transaction.deleteSet.clients.get(client) ?? []) {
			for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
				const item = structs[i]!; // i is below the length
				if (item.id.clock >= clock + len) break;
				if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString) || isNamed(update.deletes, rangeOf(item))) continue;
				itemsByText.set(item.parent, (itemsByText.get(item.parent) ?? new Set()).add(item));
			}
		}
	}
	return [...itemsByText].map(([text, items]) => {
		const ordered = inOrder(text, items);
		return { ranges: ordered.map(rangeOf), text: ordered.map(lettersOf).join(''), block: blockOf(text, root) };
	});
}

/**
 * Words of an update by `slot` itself that came too late: what held them was gone and tidied up before they arrived. `from` is the clock
 * that was here before it: what an update brings once more may have been deleted in between by somebody who meant it.
 */
export function sweptOnArrival(doc: Y.Doc, update: SiftedUpdate, from: number, slot: Slot): readonly SweptWords[] {
	const { writes } = update;
	if (writes === null || !isClientOf(slot, writes.client) || !hasRemains(doc, { ...writes, from: Math.max(writes.from, from) }, update.deletes)) return [];
	const late: { range: ClockRange; text: string }[] = [];
	for (const struct of Y.decodeUpdate(update.bytes).structs) {
		if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue;
		const cut = Math.max(0, from - struct.id.clock);
		if (cut >= struct.length) continue;
		const range = { ...rangeOf(struct), from: struct.id.clock + cut };
		if (!isNamed(update.deletes, range) && isCollected(doc, range)) late.push({ range, text: struct.content.str.slice(cut) });
	}
	return late.length === 0 ? [] : [{ ranges: late.map(({ range }) => range), text: late.map(({ text }) => text).join(''), block: null }];
}

/** Puts them back as paragraphs of their own, each before the block that took the place of theirs, or at the end. */
export function putBack(doc: Y.Doc, root: Y.XmlFragment, words: readonly SweptWords[], origin: unknown): void {
	doc.transact(() => {
		for (const { text, block } of words) {
			const paragraph = new Y.XmlElement('paragraph');
			paragraph.insert(0, [new Y.XmlText(text)]);
			root.insert(placeOf(doc, root, block), [paragraph]);
		}
	}, origin);
}

export const rangeKey = ({ client, from, to }: ClockRange): string => `${client} ${from} ${to}`;

/** Does one of the named ranges hold all of it? */
export const isNamed = (named: readonly ClockRange[], { client, from, to }: ClockRange): boolean =>
	named.some((range) => range.client === client && range.from <= from && to <= range.to);

const rangeOf = ({ id, length }: { readonly id: Y.ID; readonly length: number }): ClockRange => ({ client: id.client, from: id.clock, to: id.clock + length });
const lettersOf = ({ content }: Y.Item): string => (content instanceof Y.ContentString ? content.str : '');

function inOrder(text: unknown, items: ReadonlySet<Y.Item>): readonly Y.Item[] {
	if (!(text instanceof Y.AbstractType)) return [...items];
	const ordered: Y.Item[] = [];
	for (let item: Y.Item | null = text._start; item !== null; item = item.right) if (items.has(item)) ordered.push(item);
	return ordered;
}

function blockOf(text: unknown, root: Y.XmlFragment): Y.ID | null {
	for (let item = text instanceof Y.AbstractType ? text._item : null; item !== null; ) {
		const parent: unknown = item.parent;
		if (parent === root) return item.id;
		item = parent instanceof Y.AbstractType ? parent._item : null;
	}
	return null;
}

function placeOf(doc: Y.Doc, root: Y.XmlFragment, block: Y.ID | null): number {
	if (block === null) return root.length;
	const position = Y.createAbsolutePositionFromRelativePosition(new Y.RelativePosition(null, null, block), doc);
	return position?.type === root ? position.index : root.length;
}

/** Is any of what it wrote gone already? Cheap, so that an opening need not read everything twice. */
function hasRemains(doc: Y.Doc, writes: ClockRange, deletes: readonly ClockRange[]): boolean {
	return structsIn(doc, writes).some((struct) => struct instanceof Y.GC && !isNamed(deletes, rangeOf(struct)));
}

const isCollected = (doc: Y.Doc, range: ClockRange): boolean => structsIn(doc, range).some((struct) => struct instanceof Y.GC);

function structsIn(doc: Y.Doc, { client, from, to }: ClockRange): readonly (Y.Item | Y.GC)[] {
	const structs = doc.store.clients.get(client) ?? [];
	const found: (Y.Item | Y.GC)[] = [];
	if (structs.length === 0 || Y.getState(doc.store, client) <= from) return found;
	for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
		const struct = structs[i]!; // i is below the length
		if (struct.id.clock >= to) break;
		found.push(struct);
	}
	return found;
}
