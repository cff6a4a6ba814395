/**
 * What shared texts are made of: paragraphs, headings, lists, tasks, quotes, links, strong, emphasised and struck words, and
 * the marks of suggestions. The same in notes, cases and agreements: an editor deletes what its schema does not know (TXT7).
 *
 * Left out on purpose: code (text that is more than text), the trailing paragraph (it would write into the shared
 * text whenever somebody merely opens it), and Tiptap's own undo (the shared one takes back only one's own words).
 */
import type { Extensions } from '@tiptap/core';
import Collaboration, { type CollaborationOptions } from '@tiptap/extension-collaboration';
import CollaborationCaret from '@tiptap/extension-collaboration-caret';
import { TaskItem, TaskList } from '@tiptap/extension-list';
import StarterKit from '@tiptap/starter-kit';
import { drawCaret, drawSelection } from './caret';
import { Link } from './link';
import { Deletion, Insertion, SuggestedBreaks, type NameOf } from './suggest/marks';

export type SharedDocument = NonNullable<CollaborationOptions['document']>;

/** The part of an awareness that the editor reads and writes. */
export interface SharedAwareness {
	getLocalState(): { readonly user?: { readonly name: string; readonly color: string } } | null;
}

/** The page has h1 and h2; headings within notes go on below them. */
export const HEADING_LEVEL = 3;
export const SUBHEADING_LEVEL = 4;

const unknownName: NameOf = () => 'A colleague';

/** The elements and marks alone, without the binding to a shared document. */
export function notesNodes(nameOf: NameOf = unknownName): Extensions {
	return [
		StarterKit.configure({
			undoRedo: false,
			trailingNode: false,
			link: false,
			code: false,
			codeBlock: false,
			horizontalRule: false,
			underline: false,
			dropcursor: false,
			gapcursor: false,
			heading: { levels: [HEADING_LEVEL, SUBHEADING_LEVEL] }
		}),
		TaskList,
		TaskItem.configure({
			nested: true,
			a11y: { checkboxLabel: (node) => `Done: ${node.firstChild?.textContent || 'task without words'}` }
		}),
		Link,
		Insertion.configure({ nameOf }),
		Deletion.configure({ nameOf }),
		SuggestedBreaks
	];
}

/** The elements and marks, bound to a shared document and to who is in it. */
export function notesExtensions(document: SharedDocument, awareness: SharedAwareness, nameOf: NameOf = unknownName): Extensions {
	return [
		...notesNodes(nameOf),
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
