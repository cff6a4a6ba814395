/**
 * The side of Yjs that an editor's binding needs: the tree of a text, what changed in it, places in it, one's own undo.
 *
 * Knows nothing of editors and their schemas. Carries TXT10 and, for the binding of notes, TXT40 and TXT46.
 */
import * as Y from 'yjs';
import { ROOT_NAME } from './sift';

export type TextDocument = Y.Doc;
export type Tree = Y.XmlFragment;
export type TreeElement = Y.XmlElement;
export type TreeWords = Y.XmlText;
/** A place beside a letter or at the start of a run, which keeps its meaning while others write. */
export type Anchor = Y.RelativePosition;

export const treeOf = (doc: Y.Doc): Tree => doc.getXmlFragment(ROOT_NAME);
export const isElement = (node: unknown): node is Y.XmlElement => node instanceof Y.XmlElement;
export const isWords = (node: unknown): node is Y.XmlText => node instanceof Y.XmlText;

export interface TreeWatch {
	/** Before the first of one or more changes, whoever makes them: the tree is as it was last heard of. */
	before(): void;
	/** After each change, with its origin and every type whose picture is outdated. */
	after(origin: unknown, outdated: ReadonlySet<object>): void;
}

/** Hears of changes; the result ends it. */
export function watchTree(tree: Tree, watch: TreeWatch): () => void {
	const doc = tree.doc;
	if (doc === null) throw new Error('the tree belongs to no document');
	const hear = (_events: unknown, transaction: Y.Transaction): void => {
		const outdated = new Set<object>([...transaction.changed.keys(), ...transaction.changedParentTypes.keys()]);
		watch.after(transaction.origin, outdated);
	};
	doc.on('beforeAllTransactions', watch.before);
	tree.observeDeep(hear);
	return () => {
		doc.off('beforeAllTransactions', watch.before);
		tree.unobserveDeep(hear);
	};
}

/**
 * Two people who begin in the same empty paragraph make two runs of words in it. Editors show them as one, so whoever made the
 * second run moves its words into the first; two devices doing so would double them.
 */
export function joinRuns(element: Y.XmlElement, origin: unknown): void {
	const doc = element.doc;
	if (doc === null) return;
	const children: unknown[] = element.toArray();
	for (let i = children.length - 1; i > 0; i--) {
		const [first, second] = [children[i - 1], children[i]];
		if (!isWords(first) || !isWords(second) || second._item?.id.client !== doc.clientID) continue;
		doc.transact(() => {
			// Yjs types a delta loosely; it is the one it just gave
			first.applyDelta([{ retain: first.length }, ...(second.toDelta() as unknown[])]);
			element.delete(i, 1);
		}, origin);
	}
}

/** Whether the letter or run that an anchor stands beside is still in the text. */
export function isAnchored(doc: Y.Doc, anchor: Anchor): boolean {
	const id = anchor.item ?? anchor.type;
	if (id === null) return true;
	if (Y.getState(doc.store, id.client) <= id.clock) return false;
	const item: unknown = Y.getItem(doc.store, id);
	return item instanceof Y.Item && !item.deleted;
}

export const anchorToJson = (anchor: Anchor): unknown => Y.relativePositionToJSON(anchor);
/** From what `anchorToJson` gave: the caller has checked its shape. */
export const anchorFromJson = (json: unknown): Anchor => Y.createRelativePositionFromJSON(json);
export const areSameAnchors = (one: Anchor, other: Anchor): boolean => Y.compareRelativePositions(one, other);

/** Takes back one's own changes to a tree: those made with `origin`, and nobody else's. */
export interface OwnUndo {
	readonly canUndo: boolean;
	readonly canRedo: boolean;
	undo(): void;
	redo(): void;
	/** The next change begins a step of its own. */
	pause(): void;
	/** Whether a change came out of this undo. */
	isOrigin(origin: unknown): boolean;
	close(): void;
}

/** Changes within this time are taken back together. */
const TOGETHER_MS = 500;

export function createOwnUndo(tree: Tree, origin: unknown): OwnUndo {
	const manager = new Y.UndoManager(tree, {
		trackedOrigins: new Set([origin]),
		captureTimeout: TOGETHER_MS,
		deleteFilter: isOthersOut
	});
	return {
		get canUndo() {
			return manager.canUndo();
		},
		get canRedo() {
			return manager.canRedo();
		},
		undo: () => void manager.undo(),
		redo: () => void manager.redo(),
		pause: () => manager.stopCapturing(),
		isOrigin: (other) => other === manager,
		close: () => manager.destroy()
	};
}

/** Undo removes a paragraph one made only when nothing is left in it: colleagues may have written there. */
function isOthersOut(item: Y.Item): boolean {
	const { content } = item;
	if (!(content instanceof Y.ContentType)) return true;
	return !(content.type instanceof Y.XmlText || content.type instanceof Y.XmlElement) || content.type._length === 0;
}

/** How much a session has written: it says later what came after. */
export interface Written {
	readonly client: number;
	readonly clock: number;
}

export const writtenSoFar = (doc: Y.Doc): Written => ({ client: doc.clientID, clock: Y.getState(doc.store, doc.clientID) });

/** What a session wrote after a moment, as far as it is here: each run apart. `someGone`: some of it was deleted, its letters with it. */
export function wordsSince(doc: Y.Doc, { client, clock }: Written): { readonly runs: readonly string[]; readonly someGone: boolean; readonly now: Written } {
	const runs: string[] = [];
	let someGone = false;
	for (const struct of doc.store.clients.get(client) ?? []) {
		if (struct.id.clock + struct.length <= clock) continue;
		if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) runs.push(struct.content.str.slice(Math.max(0, clock - struct.id.clock)));
		else if (!(struct instanceof Y.Item) || struct.content instanceof Y.ContentDeleted) someGone = true;
	}
	return { runs, someGone, now: { client, clock: Y.getState(doc.store, client) } };
}
