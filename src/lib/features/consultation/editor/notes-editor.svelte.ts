/**
 * The editor of shared notes as state: makes the Tiptap editor in an element, and tells the toolbar what is on.
 *
 * Knows nothing of how words travel: it binds to the document and the presence of a live text.
 */
import { Editor, type ChainedCommands } from '@tiptap/core';
import type { LiveText } from '$lib/services/types';
import { HEADING_LEVEL, notesExtensions, type SharedAwareness, type SharedDocument } from './notes-schema';

export type Tool = 'bold' | 'italic' | 'heading' | 'bulletList' | 'orderedList' | 'blockquote' | 'undo' | 'redo';

interface ToolState {
	/** Null for tools that are not switched on and off. */
	readonly pressed: boolean | null;
	readonly usable: boolean;
}

const RUN: Readonly<Record<Tool, (chain: ChainedCommands) => ChainedCommands>> = {
	bold: (chain) => chain.toggleBold(),
	italic: (chain) => chain.toggleItalic(),
	heading: (chain) => chain.toggleHeading({ level: HEADING_LEVEL }),
	bulletList: (chain) => chain.toggleBulletList(),
	orderedList: (chain) => chain.toggleOrderedList(),
	blockquote: (chain) => chain.toggleBlockquote(),
	undo: (chain) => chain.undo(),
	redo: (chain) => chain.redo()
};

export const PLACEHOLDER = 'Write here. Everybody in the collective can read and change it.';

/**
 * A well-known word processor wraps everything it copies in a b element that a style declares not bold. The page's policy
 * ignores styles in pasted pages, so the element has to go. The schema, not this, decides what may come in.
 */
const keepPlainPlain = (html: string): string => html.replace(/<b(?=\s[^>]*font-weight:\s*normal)/gi, '<span');

export class NotesEditorState {
	tools = $state.raw<Readonly<Record<Tool, ToolState>> | null>(null);
	isEmpty = $state(true);
	#editor: Editor | null = null;

	/** Makes the editor inside `element`; the result ends it. `onLeave`: the person asks for the toolbar (Escape, Alt+F10). */
	attach(element: HTMLElement, text: LiveText, label: string, editable: boolean, onLeave: () => void): () => void {
		const editor = new Editor({
			element,
			extensions: notesExtensions(
				text.doc as SharedDocument, // LiveText names it loosely on purpose: it is the Y.Doc of the text session
				text.awareness as SharedAwareness // likewise the presence of the same session
			),
			// as data, not as HTML: nothing is parsed, and Trusted Types have nothing to object to
			content: { type: 'doc', content: [{ type: 'paragraph' }] },
			editable,
			injectCSS: false,
			editorProps: {
				attributes: {
					role: 'textbox',
					'aria-multiline': 'true',
					'aria-label': label,
					'aria-placeholder': PLACEHOLDER,
					spellcheck: 'true'
				},
				transformPastedHTML: keepPlainPlain,
				handleKeyDown: (_view, event) => {
					if (event.key !== 'Escape' && !(event.key === 'F10' && event.altKey)) return false;
					event.preventDefault();
					onLeave();
					return true;
				}
			},
			// an editor that is taken off the page still says that it lost the focus, where no state may change
			onTransaction: () => queueMicrotask(() => this.#read())
		});
		this.#editor = editor;
		this.#read();
		return () => {
			this.#editor = null;
			this.tools = null;
			editor.destroy();
		};
	}

	setEditable(editable: boolean): void {
		if (this.#editor === null || this.#editor.isEditable === editable) return;
		this.#editor.setEditable(editable, false);
		this.#read();
	}

	use(tool: Tool): void {
		if (this.#editor !== null) RUN[tool](this.#editor.chain().focus()).run();
	}

	focus(): void {
		this.#editor?.commands.focus();
	}

	#read(): void {
		const editor = this.#editor;
		if (editor === null) return;
		const toggle = (tool: Exclude<Tool, 'undo' | 'redo'>): ToolState => ({
			pressed: editor.isActive(tool),
			usable: editor.isEditable
		});
		const step = (tool: 'undo' | 'redo'): ToolState => ({
			pressed: null,
			usable: editor.isEditable && RUN[tool](editor.can().chain()).run()
		});
		this.isEmpty = editor.isEmpty;
		this.tools = {
			bold: toggle('bold'),
			italic: toggle('italic'),
			heading: toggle('heading'),
			bulletList: toggle('bulletList'),
			orderedList: toggle('orderedList'),
			blockquote: toggle('blockquote'),
			undo: step('undo'),
			redo: step('redo')
		};
	}
}
