/** People at one text, in memory: editors without a page whose words are held, and a stock peer; updates travel when told to. */
import { getSchema } from '@tiptap/core';
import { EditorState, Plugin, TextSelection, type Transaction } from '@tiptap/pm/state';
import { Fragment, Slice, type Node } from '@tiptap/pm/model';
import * as Y from 'yjs';
import { yXmlFragmentToProseMirrorFragment } from '@tiptap/y-tiptap';
import type { Slot } from '$crypto/base';
import { createTextDoc } from '$crdt/text/text-doc';
import { HeldBinding, type Host } from '$lib/features/consultation/editor/held/binding';
import { applyHeld, HELD, heldOf, NOTHING_HELD, withNews, type HeldState } from '$lib/features/consultation/editor/held/held-state';
import { strip } from '$lib/features/consultation/editor/held/strip';
import { notesNodes } from '$lib/features/consultation/editor/notes-schema';

export const schema = getSchema(notesNodes());

export function heldPlugin(): Plugin<HeldState> {
	return new Plugin({ key: HELD, state: { init: () => NOTHING_HELD, apply: applyHeld } });
}

export class Person implements Host {
	state: EditorState;
	readonly doc: Y.Doc;
	readonly binding: HeldBinding;
	/** Updates this device made, in order. */
	readonly sent: Uint8Array[] = [];
	/** Called with every transaction and the state before it. */
	onTransaction: (tr: Transaction, before: EditorState) => void = () => undefined;

	constructor(readonly name: string, slot: number) {
		const opened = createTextDoc(slot as Slot, 0); // any 32-bit number
		if (!opened.ok) throw new Error(opened.error.type);
		this.doc = opened.value.doc;
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== 'live') this.sent.push(update);
		});
		this.state = EditorState.create({ schema, plugins: [heldPlugin()] });
		this.binding = new HeldBinding(this.doc, schema);
		this.binding.connect(this);
	}

	dispatch(tr: Transaction): void {
		const before = this.state;
		this.state = before.apply(tr);
		this.onTransaction(tr, before);
		this.binding.updated();
	}

	get held() {
		return heldOf(this.state).held;
	}

	receive(update: Uint8Array): void {
		Y.applyUpdate(this.doc, update, 'live');
	}

	type(text: string): void {
		this.dispatch(this.state.tr.insertText(text));
	}

	select(anchor: number, head = anchor): void {
		const { doc } = this.state;
		this.dispatch(this.state.tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head))));
	}

	paste(paragraphs: readonly string[]): void {
		const nodes = paragraphs.map((words) => schema.node('paragraph', null, words === '' ? [] : [schema.text(words)]));
		this.dispatch(this.state.tr.replaceSelection(new Slice(Fragment.from(nodes), 1, 1)));
	}

	release(held: HeldState['held'] = []): void {
		this.dispatch(withNews(this.state.tr, { from: 'check', held }));
	}

	/** What the shared document says, read afresh. */
	get fresh(): Node {
		return sharedDoc(this.doc);
	}

	get shared(): Node {
		return strip(this.state.doc, this.held);
	}
}

export function sharedDoc(doc: Y.Doc): Node {
	const content = yXmlFragmentToProseMirrorFragment(doc.getXmlFragment('default'), schema);
	const node = schema.topNodeType.createAndFill(null, content);
	if (node === null) throw new Error('no document');
	return node;
}

/** The letters that an update carries. */
export function lettersIn(update: Uint8Array): string {
	return Y.decodeUpdate(update)
		.structs.map((struct) => (struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : ''))
		.join('');
}
