/**
 * Whatever happens next happens where the person sees the cursor.
 *
 * A browser moves the cursor at once and tells of it a moment later, up to a frame on an idle machine. Until then ProseMirror takes
 * the cursor to be where it was: a key that follows at once would act there, and a colleague's word or caret arriving in between
 * would put the cursor back. So the browser is asked before each of these. Carries TXT48.
 */
import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/** What of a shared document is needed: word that a change of it begins. */
export interface Changing {
	on(event: 'beforeAllTransactions', hear: () => void): unknown;
	off(event: 'beforeAllTransactions', hear: () => void): unknown;
}

/** Goes before whatever binds the editor to the document, or that would read the old place first. */
const FIRST = 10_000;

export function seenSelection(document: Changing): Extension {
	let view: EditorView | null = null;
	const read = (): void => {
		// an input method moves the cursor as it pleases until it has finished
		if (view === null || view.composing || !view.hasFocus()) return;
		// what the browser is about to say; ProseMirror has no other door for it
		view.dom.ownerDocument.dispatchEvent(new Event('selectionchange'));
	};
	return Extension.create({
		name: 'seenSelection',
		priority: FIRST,
		dispatchTransaction({ transaction, next }) {
			// a caret is drawn, say: it was made for the place that the cursor has left; only where the focus has just come, the
			// browser shows the beginning of the text for a moment, and the cursor is where it was
			if (view !== null && !transaction.docChanged && !transaction.selectionSet && transaction.getMeta('focus') === undefined) {
				read();
				const { doc, selection } = view.state;
				if (doc === transaction.before && !selection.eq(transaction.selection)) transaction.setSelection(selection);
			}
			next(transaction);
		},
		addProseMirrorPlugins() {
			return [
				new Plugin({
					props: {
						handleDOMEvents: {
							keydown: () => {
								read();
								return false;
							}
						}
					},
					view(shown) {
						view = shown;
						document.on('beforeAllTransactions', read);
						return {
							destroy() {
								document.off('beforeAllTransactions', read);
								view = null;
							}
						};
					}
				})
			];
		}
	});
}
