/**
 * The smallest replacements that turn one document into another, so that a colleague's change leaves every other letter, and
 * the word being composed by an input method, alone on the page.
 *
 * Pure; knows nothing of Yjs. Carries TXT43.
 */
import type { Fragment, Node } from '@tiptap/pm/model';
import { ReplaceStep, type Transform } from '@tiptap/pm/transform';
import type { Range } from './ranges';

/** `from` to `to` of the old document becomes `newFrom` to `newTo` of the new one. */
export interface Change {
	readonly from: number;
	readonly to: number;
	readonly newFrom: number;
	readonly newTo: number;
	/** Whole blocks, for where the change cannot be made between its own positions. */
	readonly whole?: Change;
}

/** A stretch that both documents have alike: it is never inside a change. */
export interface Kept {
	readonly old: Range;
	readonly next: Range;
}

/** In order, apart from each other. */
export function changesBetween(old: Node, next: Node, kept: readonly Kept[] = []): readonly Change[] {
	const changes: Change[] = [];
	compareChildren(old.content, next.content, 0, 0, kept, changes);
	return changes;
}

function compareChildren(old: Fragment, next: Fragment, oldAt: number, nextAt: number, kept: readonly Kept[], changes: Change[]): void {
	const least = Math.min(old.childCount, next.childCount);
	let left = 0;
	let right = 0;
	let from = oldAt;
	let newFrom = nextAt;
	for (; left < least && old.child(left).eq(next.child(left)); left++) {
		from += old.child(left).nodeSize;
		newFrom += next.child(left).nodeSize;
	}
	let to = oldAt + old.size;
	let newTo = nextAt + next.size;
	for (; left + right < least; right++) {
		const [one, other] = [old.child(old.childCount - 1 - right), next.child(next.childCount - 1 - right)];
		if (!one.eq(other)) break;
		to -= one.nodeSize;
		newTo -= other.nodeSize;
	}
	const count = old.childCount - left - right;
	if (count !== next.childCount - left - right) {
		const whole = { from, to, newFrom, newTo };
		const piece = narrow(old.cut(from - oldAt, to - oldAt), next.cut(newFrom - nextAt, newTo - nextAt), from, newFrom);
		if (piece !== null) changes.push({ ...piece, whole });
		return;
	}
	for (let i = left; i < left + count; i++) {
		const [one, other] = [old.child(i), next.child(i)];
		compareNodes(one, other, from, newFrom, kept, changes);
		from += one.nodeSize;
		newFrom += other.nodeSize;
	}
}

function compareNodes(old: Node, next: Node, oldAt: number, nextAt: number, kept: readonly Kept[], changes: Change[]): void {
	if (old.eq(next)) return;
	if (!old.sameMarkup(next) || old.isLeaf)
		changes.push({ from: oldAt, to: oldAt + old.nodeSize, newFrom: nextAt, newTo: nextAt + next.nodeSize });
	else if (old.inlineContent) compareWords(old.content, next.content, oldAt + 1, nextAt + 1, kept, changes);
	else compareChildren(old.content, next.content, oldAt + 1, nextAt + 1, kept, changes);
}

/** Between stretches that are kept, each piece by itself. */
function compareWords(old: Fragment, next: Fragment, oldAt: number, nextAt: number, kept: readonly Kept[], changes: Change[]): void {
	let from = 0;
	let newFrom = 0;
	const compare = (to: number, newTo: number): void => {
		const piece = narrow(old.cut(from, to), next.cut(newFrom, newTo), oldAt + from, nextAt + newFrom);
		if (piece !== null) changes.push(piece);
	};
	for (const pair of kept) {
		const [first, last] = [pair.old.from - oldAt, pair.old.to - oldAt];
		const [newFirst, newLast] = [pair.next.from - nextAt, pair.next.to - nextAt];
		if (first < from || last > old.size || newFirst < newFrom || newLast > next.size) continue;
		if (!old.cut(first, last).eq(next.cut(newFirst, newLast))) continue;
		compare(first, newFirst);
		[from, newFrom] = [last, newLast];
	}
	compare(old.size, next.size);
}

/** One replacement between two fragments that stand at the given positions; null where they are alike. */
function narrow(old: Fragment, next: Fragment, oldAt: number, nextAt: number): Change | null {
	const start = old.findDiffStart(next);
	if (start === null) return null;
	const end = old.findDiffEnd(next);
	if (end === null) return null;
	// letters that repeat may be counted from both ends
	const over = Math.max(0, start - Math.min(end.a, end.b));
	return { from: oldAt + start, to: oldAt + end.a + over, newFrom: nextAt + start, newTo: nextAt + end.b + over };
}

/** Makes `tr.doc` equal to `next`. The changes are those from the document with which `tr` begins. */
export function applyChanges(tr: Transform, next: Node, changes: readonly Change[]): void {
	for (const change of changes.toReversed()) if (!replace(tr, next, change) && change.whole !== undefined) replace(tr, next, change.whole);
	if (!tr.doc.eq(next)) tr.step(new ReplaceStep(0, tr.doc.content.size, next.slice(0, next.content.size)));
}

function replace(tr: Transform, next: Node, { from, to, newFrom, newTo }: Change): boolean {
	return tr.maybeStep(new ReplaceStep(from, to, next.slice(newFrom, newTo))).failed === null;
}

/** Where a position of the old document is in the new one; within a change, as far in as it was. */
export function positionAfter(position: number, changes: readonly Change[]): number {
	let moved = 0;
	for (const { from, to, newFrom, newTo } of changes) {
		if (position <= from) break;
		if (position < to) return Math.min(newFrom + position - from, newTo);
		moved = newTo - to;
	}
	return position + moved;
}
