/**
 * What is shared of a visible document: everything but the held words. Structure is never held, so both have the same shape.
 *
 * Pure; knows nothing of Yjs and of why words are held. Carries TXT40.
 */
import { Fragment, type Node } from '@tiptap/pm/model';
import { joined, overlaps, type Range } from './ranges';

/** The document without the held words. Blocks without any are the very same objects. */
export function strip(doc: Node, held: readonly Range[]): Node {
	return held.length === 0 ? doc : stripNode(doc, 0, held);
}

/** `start`: the position of the node's content. */
function stripNode(node: Node, start: number, held: readonly Range[]): Node {
	const children: Node[] = [];
	node.forEach((child, offset) => {
		const from = start + offset;
		const to = from + child.nodeSize;
		const here = held.filter((range) => range.from < to && from < range.to);
		if (here.length === 0) children.push(child);
		else if (!child.isText) children.push(stripNode(child, from + 1, here));
		else {
			let at = from;
			for (const range of here) {
				if (range.from > at) children.push(child.cut(at - from, range.from - from));
				at = Math.max(at, range.to);
			}
			if (at < to) children.push(child.cut(at - from));
		}
	});
	return node.copy(Fragment.fromArray(children));
}

/** A position of the visible document in the shared one; within held words it is the place before them. */
export function toShared(position: number, held: readonly Range[]): number {
	let before = 0;
	for (const { from, to } of held) {
		if (position <= from) break;
		before += Math.min(position, to) - from;
	}
	return position - before;
}

/** A position of the shared document in the visible one; `side` -1: before words held there, 1: after them. */
export function toVisible(position: number, held: readonly Range[], side: -1 | 1): number {
	let visible = position;
	for (const { from, to } of held) {
		if (side < 0 ? visible <= from : visible < from) break;
		visible += to - from;
	}
	return visible;
}

/** What of `ranges` is text; half a surrogate pair brings its other half. Steps over anything else. */
export function textOf(doc: Node, ranges: readonly Range[]): readonly Range[] {
	const result: Range[] = [];
	for (const range of ranges) {
		doc.nodesBetween(range.from, Math.min(range.to, doc.content.size), (node, position) => {
			if (!node.isText) return true;
			const text = node.text ?? '';
			const from = Math.max(range.from - position, 0);
			const to = Math.min(range.to - position, text.length);
			if (from < to) result.push({ from: position + (partsPair(text, from) ? from - 1 : from), to: position + (partsPair(text, to) ? to + 1 : to) });
			return false;
		});
	}
	return joined(result);
}

/** Whether `at` stands between the halves of a surrogate pair. */
const partsPair = (text: string, at: number): boolean =>
	/[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1));

/** The text of a block as the check reads it: one unit per position. */
export const blockText = (block: Node): string => block.textBetween(0, block.content.size, undefined, (leaf) => (leaf.type.name === 'hardBreak' ? '\n' : '\uFFFC'));

export interface Block {
	readonly node: Node;
	/** The position of its content. */
	readonly start: number;
}

/** The blocks of text that hold any of `ranges`, once each, in order. */
export function blocksOf(doc: Node, ranges: readonly Range[]): readonly Block[] {
	const blocks: Block[] = [];
	for (const { from } of ranges) {
		const $from = doc.resolve(Math.min(from, doc.content.size));
		const start = $from.start();
		if ($from.parent.inlineContent && blocks.every((block) => block.start !== start)) blocks.push({ node: $from.parent, start });
	}
	return blocks;
}

export const holdsAny = (block: Block, held: readonly Range[]): boolean =>
	overlaps(held, { from: block.start, to: block.start + block.node.content.size });
