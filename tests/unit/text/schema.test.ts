/** The sieve and the editor must agree on what notes are made of: what the editor can make passes, and nothing else. */
import { getSchema } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ELEMENTS, MARKS } from '$crdt/text/sift';
import { notesExtensions } from '$lib/features/consultation/editor/notes-schema';

describe('the schema of notes', () => {
	it('[TXT7] names exactly the elements and marks that pass', () => {
		const schema = getSchema(notesExtensions(new Y.Doc(), { getLocalState: () => null }));
		const elements = Object.keys(schema.nodes).filter((name) => name !== 'doc' && name !== 'text');
		expect(new Set(elements)).toEqual(ELEMENTS);
		expect(new Set(Object.keys(schema.marks))).toEqual(MARKS);
	});
});
