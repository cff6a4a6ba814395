/** Somebody who writes with held words, check and draft, without a page. */
import { Fragment, Slice } from '@tiptap/pm/model';
import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import * as Y from 'yjs';
import type { Slot } from '$crypto/base';
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';
import { TextAwareness } from '$crdt/text/awareness';
import { createTextDoc, type TextDoc } from '$crdt/text/text-doc';
import type { HeldStore } from '$lib/features/consultation/editor/held/draft';
import type { AskCheck, CheckedHost } from '$lib/features/consultation/editor/held/held-check';
import { HeldEditing } from '$lib/features/consultation/editor/held/held-editing';
import { heldOf, type PlacedFlag } from '$lib/features/consultation/editor/held/held-state';
import type { UnwrittenWords } from '$lib/services/unwritten';
import { checkWords, createClock, type Clock } from './held-check-double';
import { lettersIn, schema } from './held-world';

export interface WriterOptions {
	readonly check?: AskCheck | null;
	readonly store?: HeldStore | null;
	readonly slot?: number;
	/** What the text has already. */
	readonly text?: Uint8Array;
	/** The text of a session; null: one of its own. */
	readonly opened?: TextDoc | null;
	readonly unwritten?: UnwrittenWords | null;
	readonly clock?: Clock;
}

export class Writer implements CheckedHost {
	state: EditorState;
	composing = false;
	isFocused = true;
	saved = true;
	readonly kept: IdentifierClass[] = [];
	readonly sent: Uint8Array[] = [];
	flags: readonly PlacedFlag[] = [];
	readonly clock: Clock;
	readonly doc: Y.Doc;
	readonly editing: HeldEditing;

	constructor({ check = (text) => Promise.resolve(checkWords(text)), store = null, slot = 7, text, opened = null, unwritten = null, clock = createClock() }: WriterOptions = {}) {
		this.clock = clock;
		const own = createTextDoc(slot as Slot, 0); // any 32-bit number
		if (!own.ok) throw new Error(own.error.type);
		this.doc = (opened ?? own.value).doc;
		if (text !== undefined) Y.applyUpdate(this.doc, text, 'log');
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== 'live') this.sent.push(update);
		});
		this.editing = new HeldEditing(schema, {
			doc: this.doc,
			presence: new TextAwareness(this.doc),
			check,
			store,
			after: (ms, run) => this.clock.after(ms, run),
			unwritten,
			isEditable: () => true,
			onFlags: (flags) => (this.flags = flags),
			onSaved: (saved) => (this.saved = saved),
			onKept: (kind) => this.kept.push(kind),
			onFlagTapped: () => undefined
		});
		this.state = EditorState.create({ schema, plugins: [...this.editing.plugins] });
		this.editing.connect(this);
	}

	hasFocus(): boolean {
		return this.isFocused;
	}
	dispatch(tr: Transaction): void {
		this.state = this.state.apply(tr);
		this.editing.updated();
	}
	receive(update: Uint8Array): void {
		Y.applyUpdate(this.doc, update, 'live');
	}
	type(text: string): void {
		for (const letter of text) this.dispatch(this.state.tr.insertText(letter));
	}
	paste(...paragraphs: string[]): void {
		const nodes = paragraphs.map((words) => schema.node('paragraph', null, [schema.text(words)]));
		this.dispatch(this.state.tr.replaceSelection(new Slice(Fragment.from(nodes), 1, 1)));
	}
	enter(): void {
		this.dispatch(this.state.tr.split(this.state.selection.from));
	}
	select(anchor: number, head = anchor): void {
		this.dispatch(this.state.tr.setSelection(TextSelection.create(this.state.doc, anchor, head)));
	}
	blur(): void {
		this.isFocused = false;
		this.editing.rest();
	}
	/** What is on the screen. */
	get words(): string {
		return this.state.doc.textBetween(0, this.state.doc.content.size, '|');
	}
	/** What everybody has. */
	get shared(): string {
		const { known } = this.editing.binding;
		return known.textBetween(0, known.content.size, '|');
	}
	get held(): readonly string[] {
		return heldOf(this.state).held.map(({ from, to }) => this.state.doc.textBetween(from, to));
	}
	get everSent(): string {
		return this.sent.map(lettersIn).join('');
	}
	get whole(): Uint8Array {
		return Y.encodeStateAsUpdate(this.doc);
	}
}
