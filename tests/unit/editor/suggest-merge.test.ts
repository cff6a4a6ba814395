/** Suggestions through the shared document: what two people suggest apart is there for both afterwards. */
import { getSchema } from '@tiptap/core';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import { updateYFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { siftUpdate } from '$crdt/text/sift';
import { notesNodes } from '$lib/features/consultation/editor/notes-schema';
import { readSuggestions, resolveSuggestions } from '$lib/features/consultation/editor/suggest/resolve';
import { asSuggestion } from '$lib/features/consultation/editor/suggest/track';
import { ANA as ANA_SLOT, BEN as BEN_SLOT, clientOf } from '../text/raw-docs';

const schema = getSchema(notesNodes());
const ANA = 'a'.repeat(43);
const BEN = 'b'.repeat(43);

function sharedText(client: number, ...paragraphs: string[]): Y.Doc {
	const doc = new Y.Doc();
	doc.clientID = client;
	write(doc, EditorState.create({ schema, doc: schema.nodeFromJSON({ type: 'doc', content: paragraphs.map((words) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] })) }) }));
	return doc;
}
const read = (doc: Y.Doc): EditorState => EditorState.create({ schema, doc: yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment('default'), schema) });
const write = (doc: Y.Doc, state: EditorState): void =>
	doc.transact(() => void updateYFragment(doc, doc.getXmlFragment('default'), state.doc, { mapping: new Map(), isOMark: new Map() }));

function edit(doc: Y.Doc, by: string, id: string, from: number, to: number, words: string): void {
	const state = read(doc);
	const selected = state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
	const tr = asSuggestion(words === '' ? selected.tr.deleteSelection() : selected.tr.insertText(words), selected, by, id);
	if (tr !== null) write(doc, selected.apply(tr));
}

describe('suggestions made apart', () => {
	it('[TXT55] both are there for both, and pass the sieve', () => {
		const ana = sharedText(clientOf(ANA_SLOT), 'We meet on Monday in the kitchen.', 'Everybody brings tea.');
		const ben = new Y.Doc();
		ben.clientID = clientOf(BEN_SLOT);
		Y.applyUpdate(ben, Y.encodeStateAsUpdate(ana));
		const [before, beforeBen] = [Y.encodeStateVector(ana), Y.encodeStateVector(ben)];
		edit(ana, ANA, 'anasfirst', 12, 18, 'Friday');
		edit(ben, BEN, 'bensfirst', 36, 45, '');
		const [anas, bens] = [Y.encodeStateAsUpdate(ana, before), Y.encodeStateAsUpdate(ben, beforeBen)];
		expect(siftUpdate(ANA_SLOT, anas).ok).toBe(true);
		expect(siftUpdate(BEN_SLOT, bens).ok).toBe(true);
		Y.applyUpdate(ana, bens);
		Y.applyUpdate(ben, anas);
		expect(ana.getXmlFragment('default').toString()).toBe(ben.getXmlFragment('default').toString());
		expect(readSuggestions(read(ana).doc)).toMatchObject([
			{ by: ANA, id: 'anasfirst', adds: 'Friday', takes: 'Monday' },
			{ by: BEN, id: 'bensfirst', adds: '', takes: 'Everybody' }
		]);

		const state = read(ben);
		write(ben, state.apply(resolveSuggestions(state, null, 'accept')!));
		expect(read(ben).doc.textContent).toBe('We meet on Friday in the kitchen. brings tea.');
		expect(readSuggestions(read(ben).doc)).toEqual([]);
	});

	it('[TXT52] a break to add travels as an attribute that the sieve lets through', () => {
		const ana = sharedText(clientOf(ANA_SLOT), 'One two');
		const state = read(ana);
		const tr = asSuggestion(state.tr.split(4), state, ANA, 'anabreaks')!;
		write(ana, state.apply(tr));
		expect(siftUpdate(ANA_SLOT, Y.encodeStateAsUpdate(ana)).ok).toBe(true);
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(ana));
		expect(readSuggestions(read(copy).doc)).toMatchObject([{ adds: '¶', by: ANA }]);
		const declined = read(copy);
		write(copy, declined.apply(resolveSuggestions(declined, null, 'decline')!));
		expect(read(copy).doc.textContent).toBe('One two');
		expect(read(copy).doc.childCount).toBe(1);
	});
});
