/**
 * Everything about held words of one text in one editor: the binding, the check, undo, the draft, and what a person may do with
 * a flag. One of it per editor; it ends with it.
 *
 * Knows nothing of how flags are shown. Carries TXT40 to TXT47.
 */
import type { Schema } from '@tiptap/pm/model';
import { Plugin, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';
import type { TextDocument } from '$lib/services/text-tree';
import type { UnwrittenWords } from '$lib/services/unwritten';
import { HeldBinding } from './binding';
import { cursorsPlugin, type Presence } from './cursors';
import { HeldDraft, type HeldStore } from './draft';
import { HeldCheck, type After, type AskCheck, type CheckedHost } from './held-check';
import { applyHeld, HELD, heldOf, newsOf, NOTHING_HELD, withNews, type HeldState, type PlacedFlag } from './held-state';
import { HeldUndo, UNDONE } from './held-undo';
import { without } from './ranges';

export interface HeldOptions {
	readonly doc: TextDocument;
	readonly presence: Presence;
	/** Null: every finished word is shared. */
	readonly check: AskCheck | null;
	/** Null: held words end with the page. */
	readonly store: HeldStore | null;
	readonly after: After;
	/** What is shared and in no entry on the disk; null: it is kept elsewhere. */
	readonly unwritten: UnwrittenWords | null;
	isEditable(): boolean;
	/** The flags changed. */
	onFlags(flags: readonly PlacedFlag[]): void;
	/** Whether every held word is on this device's disk. */
	onSaved(saved: boolean): void;
	/** Something flagged was shared knowingly. */
	onKept(kind: IdentifierClass): void;
	/** The person tapped or clicked on a flag. */
	onFlagTapped(id: number): void;
}

export class HeldEditing {
	readonly binding: HeldBinding;
	readonly plugins: readonly Plugin[];
	readonly #check: HeldCheck;
	readonly #undo: HeldUndo;
	readonly #draft: HeldDraft;
	#host: CheckedHost | null = null;
	#isTyped = false;
	#flags: readonly PlacedFlag[] = [];

	constructor(
		schema: Schema,
		private readonly options: HeldOptions
	) {
		const { doc, check, store, after, unwritten } = options;
		this.binding = new HeldBinding(doc, schema);
		this.#check = new HeldCheck(check, after);
		this.#undo = new HeldUndo(this.binding);
		this.#draft = new HeldDraft(this.binding, store, after, unwritten, (saved) => options.onSaved(saved), () => this.#check.sweep());
		this.plugins = [this.#plugin(), cursorsPlugin(this.binding, options.presence)];
	}

	/** From now on the host shows the text. An editor's view is one; so is anything with its few parts. */
	connect(host: CheckedHost): void {
		this.#host = host;
		this.binding.connect(host);
		this.#check.connect(host);
		if (this.options.isEditable()) this.#draft.connect(host);
	}

	/** The person may write from now on: what they held back last time is put in again. */
	begin(): void {
		if (this.#host !== null) this.#draft.connect(this.#host);
	}

	/** After every change of the host's state. */
	updated(): void {
		const host = this.#host;
		if (host === null) return;
		const isTyped = this.#isTyped;
		this.#isTyped = false;
		const isShared = this.binding.updated();
		this.#check.updated(isTyped);
		this.#draft.updated(isShared);
		const { flags } = heldOf(host.state);
		if (flags === this.#flags) return;
		this.#flags = flags;
		this.options.onFlags(flags);
	}

	/** The person left the text, or hides the page: what they typed is finished and belongs on the disk. */
	rest(): void {
		this.#check.rest();
		void this.#draft.save();
	}

	/** Checks and shares what can be, and saves the rest. */
	async settle(): Promise<void> {
		await this.#check.settle();
		await this.#draft.save();
	}

	close(): void {
		this.#check.rest();
		this.#check.sweep();
		this.#draft.close();
		this.disconnect();
		this.binding.close();
	}

	disconnect(): void {
		this.#check.disconnect();
		this.binding.disconnect();
		this.#host = null;
	}

	get canUndo(): boolean {
		return this.#host !== null && this.#undo.canUndo(this.#host);
	}
	get canRedo(): boolean {
		return this.#undo.canRedo;
	}
	undo(): boolean {
		return this.#host !== null && this.#undo.undo(this.#host);
	}
	redo(): boolean {
		return this.#host !== null && this.#undo.redo(this.#host);
	}

	/** Puts `words` in the place of what is flagged; they are checked like anything typed. */
	replaceFlag(id: number, words: string): void {
		this.#change(id, (tr, { from, to }) => tr.insertText(words, from, to));
	}

	/** Takes what is flagged out of the text. */
	discardFlag(id: number): void {
		this.#change(id, (tr, { from, to }) => tr.delete(from, to));
	}

	/** Shares what is flagged, knowingly. It is not flagged again here while it stands as it is. */
	keepFlag(id: number): void {
		this.#change(id, (tr, { from, to, text, class: kind }) => {
			const { held, kept, flags, restored } = heldOf(this.#host?.state ?? null);
			this.options.onKept(kind);
			return withNews(tr, { from: 'check', held, kept: [...kept, { from, to, text }], flags: flags.filter((flag) => flag.id !== id), restored: without(restored, [{ from, to }]) });
		});
	}

	#change(id: number, change: (tr: Transaction, flag: PlacedFlag) => Transaction): void {
		const host = this.#host;
		const flag = this.#flags.find((one) => one.id === id);
		if (host === null || flag === undefined) return;
		host.dispatch(change(host.state.tr, flag));
		this.#check.rest();
	}

	#plugin(): Plugin<HeldState> {
		return new Plugin<HeldState>({
			key: HELD,
			state: { init: () => NOTHING_HELD, apply: applyHeld },
			appendTransaction: (transactions) => {
				for (const tr of transactions) {
					if (!tr.docChanged || newsOf(tr) !== undefined) continue;
					this.#isTyped = true;
					if (tr.getMeta(UNDONE) !== true) this.#undo.typed();
				}
				return null;
			},
			props: {
				decorations: underlined,
				handleClick: (view, position) => {
					const flag = heldOf(view.state).flags.find(({ from, to }) => from <= position && position <= to);
					if (flag !== undefined) this.options.onFlagTapped(flag.id);
					return false;
				},
				handleDOMEvents: {
					blur: () => {
						this.rest();
						return false;
					}
				}
			},
			view: (view: EditorView) => {
				this.connect(view);
				const hide = (): void => {
					if (document.visibilityState === 'hidden') this.rest();
				};
				document.addEventListener('visibilitychange', hide);
				return {
					update: () => this.updated(),
					destroy: () => {
						document.removeEventListener('visibilitychange', hide);
						this.disconnect();
					}
				};
			}
		});
	}
}

function underlined(state: EditorState): DecorationSet {
	const { flags } = heldOf(state);
	return DecorationSet.create(
		state.doc,
		flags.map(({ from, to, id, isHeld }) => Decoration.inline(from, to, { class: isHeld ? 'flagged waits' : 'flagged', 'data-flag': `${id}` }))
	);
}
