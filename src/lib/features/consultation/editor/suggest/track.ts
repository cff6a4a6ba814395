/**
 * Turns what somebody is about to change into a suggestion: words to add are added with a mark, words to take away stay, marked.
 *
 * Works step by step on the positions of the text as it is, so it knows nothing of bindings, keys or screens. Steps that only
 * format go through as they are. Carries TXT53.
 */
import { Fragment, Slice, type Mark, type Node } from '@tiptap/pm/model';
import { Selection, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Mapping, ReplaceAroundStep, ReplaceStep, type Step } from '@tiptap/pm/transform';
import { BREAK_BLOCKS, readBreak, writeBreak, type SuggestionMark } from './marks';
import { stripped } from './strip';

interface Tracking {
	readonly tr: Transaction;
	readonly by: string;
	/** An id for a suggestion that joins no other. */
	readonly fresh: string;
}

/** The same change as a suggestion of `by`; null when it cannot be made one, and then must not happen. `id` is new. */
export function asSuggestion(original: Transaction, state: EditorState, by: string, id: string): Transaction | null {
	const tracking: Tracking = { tr: state.tr, by, fresh: id };
	const { tr } = tracking;
	let caret: { readonly at: number; readonly since: number } | null = null;
	for (const [index, step] of original.steps.entries()) {
		// back through the steps before, then forward through what was made of them
		const mapping = new Mapping([...original.mapping.maps.slice(0, index).map((map) => map.invert()).reverse(), ...tr.mapping.maps]);
		const change = changeOf(step);
		if (change === null) {
			const mapped = step.map(mapping);
			if (mapped === null || tr.maybeStep(mapped).failed !== null) return null;
			continue;
		}
		const from = mapping.map(change.from, -1);
		const to = Math.max(from, mapping.map(change.to, 1));
		const isForward = state.selection.empty && state.selection.head === change.from;
		const end = takeAway(tracking, from, to);
		const at = change.slice.size > 0 ? add(tracking, end, change.slice) : isForward ? end : from;
		caret = { at, since: tr.steps.length };
	}
	if (caret !== null) tr.setSelection(selectionAt(tr, tr.mapping.slice(caret.since).map(caret.at)));
	if (original.storedMarksSet) tr.setStoredMarks(original.storedMarks);
	if (original.scrolledIntoView) tr.scrollIntoView();
	return tr;
}

interface Change {
	readonly from: number;
	readonly to: number;
	readonly slice: Slice;
}

/** What a step takes away and puts there; null for one that only formats. */
function changeOf(step: Step): Change | null {
	if (step instanceof ReplaceStep) return step;
	// `structure` is in no type: ProseMirror keeps it for itself, and sets it on steps that move no words (lift, wrap, change of kind)
	if (!(step instanceof ReplaceAroundStep) || ('structure' in step && step.structure === true)) return null;
	// a deletion that ends deeper in a list than it began: what is kept of the last paragraph is moved up
	const words = step.slice.content.textBetween(0, step.slice.content.size, ' ');
	const schema = step.slice.content.firstChild?.type.schema;
	return { from: step.from, to: step.gapFrom, slice: words === '' || schema === undefined ? Slice.empty : new Slice(Fragment.from(schema.text(words)), 0, 0) };
}

/** Marks what lies between; own words not yet accepted go at once. @returns where the range ends now. */
function takeAway({ tr, by, fresh }: Tracking, from: number, to: number): number {
	if (from === to) return to;
	const { insertion, deletion } = tr.doc.type.schema.marks;
	if (insertion === undefined || deletion === undefined) throw new Error('no marks for suggestions in this schema');
	const id = neighbour(tr.doc, from, to, by) ?? fresh;
	const runs: { from: number; to: number; isOwn: boolean }[] = [];
	const breaks: { at: number; node: Node }[] = [];
	const leaves: { from: number; to: number }[] = [];
	tr.doc.nodesBetween(from, to, (node, at) => {
		const run = { from: Math.max(at, from), to: Math.min(at + node.nodeSize, to) };
		if (node.isText) runs.push({ ...run, isOwn: insertion.isInSet(node.marks)?.attrs.by === by });
		else if (node.isInline) leaves.push(run);
		else if (node.isTextblock && at + 1 > from && at + 1 <= to) breaks.push({ at, node });
	});
	const before = tr.steps.length;
	for (const run of runs) {
		if (run.isOwn) continue;
		tr.addMark(run.from, run.to, deletion.create({ id, by }));
	}
	for (const { at, node } of breaks) {
		const own = readBreak(node.attrs.suggested);
		if (own === null && BREAK_BLOCKS.includes(node.type.name)) tr.setNodeAttribute(at, 'suggested', writeBreak({ kind: 'join', id, by }));
	}
	// marks and attributes moved nothing; what goes for good goes from the end
	const gone = [
		...runs.filter(({ isOwn }) => isOwn),
		...leaves,
		...breaks.filter(({ node }) => isOwnSplit(node, by)).map(({ at }) => ({ from: endBefore(tr.doc, at), to: at + 1 }))
	].sort((a, b) => b.from - a.from);
	for (const { from: start, to: end } of gone) if (start !== null && start >= 0) tr.delete(start, end);
	return tr.mapping.slice(before).map(to, 1);
}

/** Puts there what the step would put, and marks all of it. @returns where it ends. */
function add({ tr, by, fresh }: Tracking, at: number, given: Slice): number {
	const { insertion, deletion } = tr.doc.type.schema.marks;
	if (insertion === undefined || deletion === undefined) throw new Error('no marks for suggestions in this schema');
	const id = neighbour(tr.doc, at, at, by) ?? fresh;
	const before = tr.steps.length;
	const slice = stripped(given);
	// as it is where it fits (a paragraph that is split has open ends without words), else fitted in
	if (tr.maybeStep(new ReplaceStep(at, at, slice)).failed !== null) tr.replace(at, at, slice);
	const mapping = tr.mapping.slice(before);
	const end = mapping.map(at, 1);
	const start = mapping.map(at, -1);
	tr.removeMark(start, end, deletion);
	tr.addMark(start, end, insertion.create({ id, by }));
	tr.doc.nodesBetween(start, end, (node, position) => {
		const isNew = node.isTextblock && position + 1 > start && position + 1 <= end;
		if (isNew && BREAK_BLOCKS.includes(node.type.name)) tr.setNodeAttribute(position, 'suggested', writeBreak({ kind: 'split', id, by }));
	});
	return end;
}

/** The id of an own suggestion that touches the range, or of the own break right before it. */
function neighbour(doc: Node, from: number, to: number, by: string): string | null {
	const marksBeside = [doc.resolve(from).nodeBefore, doc.resolve(to).nodeAfter].map((node) => node?.marks ?? []);
	for (const mark of marksBeside.flat()) if (isOwn(mark, by)) return String(mark.attrs.id);
	const { parent, parentOffset } = doc.resolve(from);
	const own = parentOffset === 0 ? readBreak(parent.attrs.suggested) : null;
	return own !== null && own.by === by ? own.id : null;
}

const isOwn = (mark: Mark, by: string): boolean =>
	(mark.type.name === 'insertion' || mark.type.name === 'deletion') && (mark.attrs as SuggestionMark).by === by; // both marks have these attributes

const isOwnSplit = (block: Node, by: string): boolean => {
	const found = readBreak(block.attrs.suggested);
	return found?.kind === 'split' && found.by === by;
};

/** Where the words of the block before the one at `at` end; -1: there is none. */
export function endBefore(doc: Node, at: number): number {
	const found = Selection.findFrom(doc.resolve(at), -1, true);
	return found === null ? -1 : found.to;
}

function selectionAt(tr: Transaction, position: number): Selection {
	const $position = tr.doc.resolve(Math.min(position, tr.doc.content.size));
	return $position.parent.inlineContent ? TextSelection.create(tr.doc, $position.pos) : Selection.near($position, 1);
}

/** What is written directly inside somebody's suggestion is no part of it. @returns the same transaction. */
export function withoutSuggestions(tr: Transaction): Transaction {
	const { insertion, deletion } = tr.doc.type.schema.marks;
	const written: { from: number; to: number }[] = [];
	for (const [index, step] of tr.steps.entries()) {
		if (!(step instanceof ReplaceStep) || step.slice.size === 0) continue;
		step.getMap().forEach((_from, _to, from, to) => {
			const rest = tr.mapping.slice(index + 1);
			written.push({ from: rest.map(from, -1), to: rest.map(to, 1) });
		});
	}
	for (const { from, to } of written) {
		if (insertion !== undefined) tr.removeMark(from, to, insertion);
		if (deletion !== undefined) tr.removeMark(from, to, deletion);
	}
	return tr;
}
