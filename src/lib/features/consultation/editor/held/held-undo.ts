/**
 * Undo where some words are held: the stretch held last goes first, then what one has shared, step by step. Redo puts back in
 * the other order. Carries TXT46.
 */
import type { Fragment } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import type { Anchor } from '$lib/services/text-tree';
import type { HeldBinding, Host } from './binding';
import { heldOf } from './held-state';
import type { Range } from './ranges';

/** Set on the transactions of undo and redo, which do not end what can be redone. */
export const UNDONE = 'held-undo';

type Undone = 'shared' | { readonly words: Fragment; readonly anchor: Anchor | null; readonly position: number };

export class HeldUndo {
	#undone: Undone[] = [];

	constructor(private readonly binding: HeldBinding) {}

	/** The person changed something: what was undone before stays undone. */
	typed(): void {
		this.#undone = [];
	}

	canUndo(host: Host): boolean {
		return this.binding.undo.canUndo || heldOf(host.state).held.length > 0;
	}

	get canRedo(): boolean {
		const last = this.#undone.at(-1);
		return last !== undefined && (last !== 'shared' || this.binding.undo.canRedo);
	}

	undo(host: Host): boolean {
		const { held, recent } = heldOf(host.state);
		const newest = recent === null ? undefined : held.find(({ from, to }) => from <= recent && recent <= to);
		if (newest === undefined && this.binding.undo.canUndo) {
			this.#undone.push('shared');
			this.binding.undo.undo();
			return true;
		}
		const stretch = newest ?? held.at(-1);
		if (stretch === undefined) return false;
		this.#take(host, stretch);
		return true;
	}

	redo(host: Host): boolean {
		if (!this.canRedo) return false;
		const last = this.#undone.pop();
		if (last === undefined) return false;
		if (last === 'shared') this.binding.undo.redo();
		else {
			const place = last.anchor === null ? null : this.binding.positionOf(last.anchor);
			const at = place ?? Math.min(last.position, host.state.doc.content.size);
			const tr = host.state.tr.setMeta(UNDONE, true).insert(at, last.words);
			host.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + last.words.size))));
		}
		return true;
	}

	#take(host: Host, { from, to }: Range): void {
		const { state } = host;
		this.#undone.push({ words: state.doc.slice(from, to).content, anchor: this.binding.anchorAt(from), position: from });
		host.dispatch(state.tr.delete(from, to).setMeta(UNDONE, true));
	}
}
