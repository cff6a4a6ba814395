/**
 * What notes are made of: paragraphs, headings, lists, quotes, strong and emphasised words. Nothing that loads, links or runs.
 *
 * Left out on purpose: links and code (text that is more than text), the trailing paragraph (it would write into the shared
 * text whenever somebody merely opens it), and Tiptap's own undo (the shared one takes back only one's own words).
 */
import type { Extensions } from '@tiptap/core';
import Collaboration, { type CollaborationOptions } from '@tiptap/extension-collaboration';
import CollaborationCaret from '@tiptap/extension-collaboration-caret';
import StarterKit from '@tiptap/starter-kit';
import { drawCaret, drawSelection } from './caret';

export type SharedDocument = NonNullable<CollaborationOptions['document']>;

/** The part of an awareness that the editor reads and writes. */
export interface SharedAwareness {
	getLocalState(): { readonly user?: { readonly name: string; readonly color: string } } | null;
}

/** The page has h1 and h2; headings within notes go on below them. */
export const HEADING_LEVEL = 3;

export function notesExtensions(document: SharedDocument, awareness: SharedAwareness): Extensions {
	return [
		StarterKit.configure({
			undoRedo: false,
			trailingNode: false,
			link: false,
			code: false,
			codeBlock: false,
			horizontalRule: false,
			underline: false,
			strike: false,
			dropcursor: false,
			gapcursor: false,
			heading: { levels: [HEADING_LEVEL] }
		}),
		Collaboration.configure({ document, field: 'default' }),
		CollaborationCaret.configure({
			provider: { awareness },
			// as the presence has it: name and colour are given by the membership, not chosen here
			user: { ...awareness.getLocalState()?.user },
			render: drawCaret,
			selectionRender: drawSelection
		})
	];
}
