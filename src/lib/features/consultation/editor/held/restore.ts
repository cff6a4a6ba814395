/**
 * Puts a draft back into the text. Where the disk refused drafts or was slow, words may have been shared after it was written: they may
 * be on this disk, or on a colleague's alone and come later. So words from a draft are not shared for a while, and go when the same
 * words arrive. Carries TXT44.
 */
import type { Node } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';
import { anchorFromJson, wordsSince, type Written } from '$lib/services/text-tree';
import { nearestText } from './apply-remote';
import type { HeldBinding, Host } from './binding';
import { nodesOf, textOfRun, type Draft, type Run } from './draft-format';
import type { After } from './held-check';
import { heldOf, withNews } from './held-state';
import { joined, mapped, without, type Range } from './ranges';
import { blockText, textOf, toVisible } from './strip';
import { notShared, SharedWords } from './written';

/** Colleagues write down what a killed session showed them after at most 17 s (TXT16), and that has to travel. */
export const GRACE_MS = 20_000;

export class Restoring {
	#since: Written;
	#isOver = false;
	readonly stop: () => void;

	constructor(
		private readonly host: Host,
		private readonly binding: HeldBinding,
		draft: Draft,
		after: After,
		sweep: () => void
	) {
		this.#since = draft.at;
		const shared = this.#newlyShared();
		const runs = draft.runs.map((run) => ({ run, parts: notShared(textOfRun(run), shared) }));
		let end: number | null = null;
		for (const { run, parts } of runs.sort((a, b) => a.run.order - b.run.order)) {
			for (const part of parts) end = this.#putBack(run, part, this.#placeOf(run, part), end);
		}
		this.stop = after(GRACE_MS, () => {
			this.#isOver = true;
			host.dispatch(withNews(host.state.tr, { from: 'draft', held: heldOf(host.state).held, restored: [] }));
			sweep();
		});
	}

	/** After every change of the text: what a colleague brought of the earlier session's words need not wait here. */
	updated(): void {
		const { restored, held } = heldOf(this.host.state);
		if (this.#isOver || restored.length === 0) return;
		if (wordsSince(this.binding.shared.doc, this.#since).now.clock <= this.#since.clock) return;
		const shared = this.#newlyShared();
		const { doc, tr } = this.host.state;
		const gone = restored.flatMap((range) => {
			const kept = notShared(doc.textBetween(range.from, range.to), shared).map(({ from, to }) => ({ from: from + range.from, to: to + range.from }));
			return without([range], kept);
		});
		for (const { from, to } of gone.toReversed()) tr.delete(from, to);
		if (gone.length > 0) this.#dispatch(tr, [], held, restored);
	}

	#newlyShared(): SharedWords {
		const { runs, someGone, now } = wordsSince(this.binding.shared.doc, this.#since);
		if (now.clock > this.#since.clock) this.#since = now;
		const { known } = this.binding;
		return new SharedWords(runs, someGone, known.textBetween(0, known.content.size, '\n', '\n'));
	}

	/** In the shared text; null: what it stood beside is not there. A part stands behind what was shared before it. */
	#placeOf(run: Run, { from }: Range): number | null {
		const before = textOfRun(run).slice(0, from);
		let after: number | null = null;
		if (before !== '')
			this.binding.known.descendants((node, position) => {
				const found = node.inlineContent ? blockText(node).indexOf(before) : -1;
				if (found >= 0) after ??= position + 1 + found + before.length;
				return after === null;
			});
		return after ?? (run.place === null ? null : this.binding.shared.positionOf(anchorFromJson(run.place)));
	}

	/** `at`: in the shared text. `previous`: where the run before it ended. @returns where this one ends. */
	#putBack(run: Run, part: Range, at: number | null, previous: number | null): number {
		const { doc, schema, tr } = this.host.state;
		const { held, restored } = heldOf(this.host.state);
		const nodes = [...cut(nodesOf(run, schema), part)];
		const place = nearestText(doc, at === null ? (previous ?? doc.content.size) : toVisible(at, held, 1));
		// words whose places are gone must not become one word
		if (at === null && isGlued(doc.resolve(place).nodeBefore?.text, nodes[0]?.text)) nodes.unshift(schema.text(' '));
		const size = nodes.reduce((sum, node) => sum + node.nodeSize, 0);
		tr.insert(place, nodes);
		this.#dispatch(tr, [{ from: place, to: place + size }], held, restored);
		return place + size;
	}

	#dispatch(tr: Transaction, added: readonly Range[], held: readonly Range[], restored: readonly Range[]): void {
		const after = (ranges: readonly Range[]): readonly Range[] => textOf(tr.doc, joined([...mapped(ranges, tr.mapping), ...added]));
		this.host.dispatch(withNews(tr.setMeta('addToHistory', false), { from: 'draft', held: after(held), restored: after(restored) }));
	}
}

const isGlued = (before = '', after = ''): boolean => /[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after);

function cut(nodes: readonly Node[], { from, to }: Range): readonly Node[] {
	const result: Node[] = [];
	let start = 0;
	for (const node of nodes) {
		const [first, last] = [Math.max(from - start, 0), Math.min(to - start, node.nodeSize)];
		if (first < last) result.push(node.cut(first, last));
		start += node.nodeSize;
	}
	return result;
}
