/** The sieve and the editor must agree on what notes are made of: what the editor can make passes, and nothing else. */
import { getSchema } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ATTRIBUTES, ELEMENTS, isAllowedMark, MARKS } from '$crdt/text/content';
import { notesExtensions } from '$lib/features/consultation/editor/notes-schema';

describe('the schema of notes', () => {
	it('[TXT7] names exactly the elements and marks that pass', () => {
		const schema = getSchema(notesExtensions(new Y.Doc(), { getLocalState: () => null }));
		const elements = Object.keys(schema.nodes).filter((name) => name !== 'doc' && name !== 'text');
		expect(new Set(elements)).toEqual(ELEMENTS);
		expect(new Set(Object.keys(schema.marks))).toEqual(MARKS);
	});

	it('[TXT7] its elements have exactly the attributes that pass, and its marks begin with attributes that pass', () => {
		const schema = getSchema(notesExtensions(new Y.Doc(), { getLocalState: () => null }));
		const attributes = Object.values(schema.nodes).flatMap((node) => Object.keys(node.spec.attrs ?? {}));
		expect(new Set(attributes)).toEqual(ATTRIBUTES);
		const by = 'm'.repeat(43);
		const given: Record<string, object> = { link: { href: 'https://example.org/' }, insertion: { id: 'abcdefgh', by }, deletion: { id: 'abcdefgh', by } };
		for (const mark of Object.values(schema.marks)) {
			const value = mark.create(given[mark.name]).attrs;
			expect([mark.name, isAllowedMark(mark.name, value)]).toEqual([mark.name, true]);
		}
	});
});
