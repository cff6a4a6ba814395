/**
 * A colleague's change beside held words: the new shared document with every held word put back at its place.
 *
 * Pure. Where the place of a word is gone with its block, the word goes to the nearest text; none is ever lost. Carries TXT43.
 */
import type { Node } from '@tiptap/pm/model';
import { Selection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Transform } from '@tiptap/pm/transform';
import { applyChanges, changesBetween, positionAfter, type Kept } from './changes';
import type { Range } from './ranges';
import { toShared } from './strip';

export interface Remote {
	/** The visible document after the change. */
	readonly doc: Node;
	/** The held words in it, in the order of the ones before. */
	readonly held: readonly Range[];
}

/**
 * `places`: for each held stretch its position in `after` where something better than a comparison knows it, else null.
 */
export function putBack(visible: Node, held: readonly Range[], before: Node, after: Node, places: readonly (number | null)[]): Remote {
	if (held.length === 0) return { doc: after, held };
	const changes = changesBetween(before, after);
	const pieces = held.map((range, index) => ({
		index,
		content: visible.slice(range.from, range.to).content,
		at: nearestText(after, places[index] ?? positionAfter(toShared(range.from, held), changes))
	}));
	pieces.sort((a, b) => a.at - b.at || a.index - b.index);
	const transform = new Transform(after);
	const result: Range[] = [];
	let added = 0;
	for (const { index, content, at } of pieces) {
		const { size } = content;
		const from = at + added;
		const block = transform.doc.resolve(from).parent;
		const nodes: Node[] = [];
		content.forEach((node) => nodes.push(node.mark(block.type.allowedMarks(node.marks))));
		transform.insert(from, nodes);
		added += size;
		result[index] = { from, to: from + size };
	}
	return { doc: transform.doc, held: result };
}

/** The position itself if text may stand there, else the nearest before it, else after it. */
export function nearestText(doc: Node, position: number): number {
	const $at = doc.resolve(Math.max(0, Math.min(position, doc.content.size)));
	if ($at.parent.inlineContent) return $at.pos;
	return (Selection.findFrom($at, -1, true) ?? Selection.findFrom($at, 1, true) ?? Selection.atStart(doc)).from;
}

/** A transaction that makes the state's document equal to the remote one and leaves alone what did not change. */
export function remoteTransaction(state: EditorState, held: readonly Range[], remote: Remote): Transaction {
	const kept: Kept[] = held.map((old, index) => ({ old, next: remote.held[index] ?? old }));
	const tr = state.tr;
	applyChanges(tr, remote.doc, changesBetween(state.doc, remote.doc, kept));
	return tr.setMeta('addToHistory', false);
}
