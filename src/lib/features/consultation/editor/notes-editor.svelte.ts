/**
 * The editor of shared notes as state: makes the Tiptap editor in an element, tells the toolbar what is on, and which words wait
 * on this device.
 *
 * Knows nothing of how words travel: it binds to the document and the presence of a live text.
 */
import { Editor, type Extensions } from '@tiptap/core';
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';
import type { LiveText } from '$lib/services/types';
import type { TextDocument } from '$lib/services/text-tree';
import type { Presence } from './held/cursors';
import type { HeldStore } from './held/draft';
import type { AskCheck, After } from './held/held-check';
import { HeldEditing } from './held/held-editing';
import type { PlacedFlag } from './held/held-state';
import { heldWords } from './held/held-words';
import { keepPlainPlain } from './pasted';
import { seenSelection } from './seen-selection';
import { applyLink, isLinkKey, linkAt, readTools, runTool, type Tool, type ToolbarEditor, type Tools } from './tools';

export const PLACEHOLDER = 'Write here. Everybody in the collective can read and change it.';

const after: After = (ms, run) => {
	const timer = setTimeout(run, ms);
	return () => clearTimeout(timer);
};

export interface NotesSetup {
	readonly text: LiveText;
	readonly label: string;
	/** What an empty sheet says. */
	readonly placeholder: string;
	readonly editable: boolean;
	/** What the sheet is made of, without anything that binds it. */
	readonly extensions: Extensions;
	readonly check: AskCheck | null;
	readonly store: HeldStore | null;
	readonly onKept: (kind: IdentifierClass) => void;
	/** The person asks for the toolbar (Escape, Alt+F10). */
	readonly onLeave: () => void;
}

export class NotesEditorState implements ToolbarEditor {
	tools = $state.raw<Tools | null>(null);
	link = $state<string | null>(null);
	linkWanted = $state(false);
	isEmpty = $state(true);
	/** What waits, or is shared and flagged all the same. */
	flags = $state.raw<readonly PlacedFlag[]>([]);
	/** The flag the person tapped on last, and where it stands within the sheet, in pixels. */
	tapped = $state.raw<{ readonly id: number; readonly top: number; readonly left: number } | null>(null);
	/** Every held word is on this device's disk. */
	heldSaved = $state(true);
	#editor: Editor | null = null;
	#editing: HeldEditing | null = null;

	/** Makes the editor inside `element`; the result ends it. */
	attach(element: HTMLElement, setup: NotesSetup): () => void {
		const { text } = setup;
		const editor = new Editor({
			element,
			extensions: [
				...setup.extensions,
				seenSelection(text.doc as TextDocument), // LiveText names it loosely on purpose: it is the Y.Doc of the text session
				heldWords((schema) => {
					this.#editing = new HeldEditing(schema, {
						doc: text.doc as TextDocument, // as above
						presence: text.awareness as Presence, // likewise the presence of the same session
						check: setup.check,
						store: setup.store,
						after,
						unwritten: text.unwritten,
						isEditable: () => this.#editor?.isEditable ?? setup.editable,
						// flags may change while Svelte takes the editor off the page, where no state may
						onFlags: (flags) => queueMicrotask(() => this.#show(flags)),
						onSaved: (saved) => queueMicrotask(() => (this.heldSaved = saved)),
						onKept: setup.onKept,
						onFlagTapped: (id) => this.#tap(id)
					});
					return this.#editing;
				})
			],
			// as data, not as HTML: nothing is parsed, and Trusted Types have nothing to object to
			content: { type: 'doc', content: [{ type: 'paragraph' }] },
			editable: setup.editable,
			injectCSS: false,
			editorProps: {
				attributes: {
					role: 'textbox',
					'aria-multiline': 'true',
					'aria-label': setup.label,
					'aria-placeholder': setup.placeholder,
					spellcheck: 'true'
				},
				transformPastedHTML: keepPlainPlain,
				handleKeyDown: (_view, event) => {
					if (isLinkKey(event)) this.linkWanted = true;
					else if (event.key === 'Escape' && this.tapped !== null) this.tapped = null;
					else if (event.key === 'Escape' || (event.key === 'F10' && event.altKey)) setup.onLeave();
					else return false;
					event.preventDefault();
					return true;
				}
			},
			// an editor that is taken off the page still says that it lost the focus, where no state may change
			onTransaction: () => queueMicrotask(() => this.#read())
		});
		this.#editor = editor;
		this.#read();
		return () => {
			this.#editing?.close();
			this.#editing = null;
			this.#editor = null;
			this.tools = null;
			editor.destroy();
		};
	}

	setEditable(editable: boolean): void {
		if (this.#editor === null || this.#editor.isEditable === editable) return;
		this.#editor.setEditable(editable, false);
		if (editable) this.#editing?.begin();
		this.#read();
	}

	use(tool: Tool): void {
		if (this.#editor !== null) runTool(this.#editor, tool);
	}

	setLink(address: string | null): void {
		if (this.#editor !== null) applyLink(this.#editor, address);
	}

	focus(): void {
		this.#editor?.commands.focus();
	}

	replaceFlag(id: number, words: string): void {
		this.#editing?.replaceFlag(id, words);
	}
	keepFlag(id: number): void {
		this.#editing?.keepFlag(id);
	}
	discardFlag(id: number): void {
		this.#editing?.discardFlag(id);
	}

	/** Checks and shares what can be, and saves the rest on this device. */
	async settle(): Promise<void> {
		await this.#editing?.settle();
	}

	#show(flags: readonly PlacedFlag[]): void {
		this.flags = flags;
		if (this.tapped !== null && !flags.some(({ id }) => id === this.tapped?.id)) this.tapped = null;
	}

	#tap(id: number): void {
		const editor = this.#editor;
		const flag = this.flags.find((one) => one.id === id);
		if (editor === null || flag === undefined || !editor.isEditable) return;
		const { bottom, left } = editor.view.coordsAtPos(flag.from);
		const sheet = editor.view.dom.getBoundingClientRect();
		this.tapped = { id, top: bottom - sheet.top, left: left - sheet.left };
	}

	#read(): void {
		const editor = this.#editor;
		if (editor === null) return;
		this.isEmpty = editor.isEmpty;
		this.link = linkAt(editor);
		this.tools = readTools(editor);
	}
}
