/**
 * The editor of an agreement as state: the text, how one writes (suggesting or directly), and the suggestions that are open.
 *
 * Binds to the document and the presence of a live text as the stock binding does; words are not held back here, since an
 * agreement is about the house and not about a client. Knows nothing of meetings or proposals.
 */
import { Editor } from '@tiptap/core';
import type { LiveText } from '$lib/services/types';
import { notesExtensions, type SharedAwareness, type SharedDocument } from '../editor/notes-schema';
import { keepPlainPlain } from '../editor/pasted';
import { seenSelection } from '../editor/seen-selection';
import { plainText, readSuggestions, resolveSuggestions, type Suggestion, type Verdict } from '../editor/suggest/resolve';
import { asItIs, newSuggestionId, SuggestMode } from '../editor/suggest/suggest-mode';
import { applyLink, isLinkKey, linkAt, readTools, runTool, type Tool, type ToolbarEditor, type Tools } from '../editor/tools';

export type WritingMode = 'suggest' | 'direct';

export interface Writer {
	/** The member who writes here. */
	readonly me: string;
	readonly nameOf: (member: string) => string;
}

export class AgreementEditorState implements ToolbarEditor {
	tools = $state.raw<Tools | null>(null);
	link = $state<string | null>(null);
	linkWanted = $state(false);
	isEmpty = $state(true);
	mode = $state<WritingMode>('suggest');
	suggestions = $state.raw<readonly Suggestion[]>([]);
	/** Key of the suggestion at the cursor. */
	current = $state<string | null>(null);
	#editor: Editor | null = null;

	/** Makes the editor inside `element`; the result ends it. `onLeave`: the person asks for the toolbar (Escape, Alt+F10). */
	attach(element: HTMLElement, text: LiveText, writer: Writer, label: string, placeholder: string, editable: boolean, onLeave: () => void): () => void {
		const editor = new Editor({
			element,
			extensions: [
				...notesExtensions(
					text.doc as SharedDocument, // LiveText names it loosely on purpose: it is the Y.Doc of the text session
					text.awareness as SharedAwareness, // likewise the presence of the same session
					writer.nameOf
				),
				seenSelection(text.doc as SharedDocument), // as above
				SuggestMode.configure({ isOn: () => this.mode === 'suggest', by: writer.me, newId: newSuggestionId })
			],
			// as data, not as HTML: nothing is parsed, and Trusted Types have nothing to object to
			content: { type: 'doc', content: [{ type: 'paragraph' }] },
			editable,
			injectCSS: false,
			editorProps: {
				attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, 'aria-placeholder': placeholder, spellcheck: 'true' },
				transformPastedHTML: keepPlainPlain,
				handleKeyDown: (_view, event) => {
					if (isLinkKey(event)) this.linkWanted = true;
					else if (event.key === 'Escape' || (event.key === 'F10' && event.altKey)) onLeave();
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
		// nobody can agree to words that are not there yet
		this.mode = this.isEmpty ? 'direct' : 'suggest';
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
		if (this.#editor !== null) runTool(this.#editor, tool);
	}

	setLink(address: string | null): void {
		if (this.#editor !== null) applyLink(this.#editor, address);
	}

	focus(): void {
		this.#editor?.commands.focus();
	}

	/** Puts the cursor there and brings it into view. */
	jumpTo({ from, to }: Suggestion): void {
		this.#editor?.chain().focus().setTextSelection({ from, to }).scrollIntoView().run();
	}

	/** @param key null: all that are open. */
	resolve(key: string | null, verdict: Verdict): void {
		const editor = this.#editor;
		if (editor === null || !editor.isEditable) return;
		const tr = resolveSuggestions(editor.state, key, verdict);
		if (tr === null) return;
		editor.view.dispatch(asItIs(tr));
		this.#read();
	}

	/** Its words without formatting; null while suggestions are open (TXT55). */
	words(): string | null {
		const editor = this.#editor;
		return editor === null || readSuggestions(editor.state.doc).length > 0 ? null : plainText(editor.state.doc);
	}

	#read(): void {
		const editor = this.#editor;
		if (editor === null) return;
		const { from } = editor.state.selection;
		this.isEmpty = editor.isEmpty;
		this.link = linkAt(editor);
		this.tools = readTools(editor);
		this.suggestions = readSuggestions(editor.state.doc);
		this.current = this.suggestions.find((one) => one.from <= from && from <= one.to)?.key ?? null;
	}
}
