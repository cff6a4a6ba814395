/** Held words as an extension of Tiptap: their plugins, and undo and redo as its toolbar and keys know them. */
import { Extension } from '@tiptap/core';
import type { Schema } from '@tiptap/pm/model';
import type { HeldEditing } from './held-editing';

/** `start` is called once, with the schema of the editor. */
export function heldWords(start: (schema: Schema) => HeldEditing): Extension {
	let editing: HeldEditing | null = null;
	return Extension.create({
		name: 'heldWords',
		priority: 1_000,
		addCommands() {
			return {
				undo:
					() =>
					({ tr, dispatch }) => {
						// the undo makes transactions of its own
						tr.setMeta('preventDispatch', true);
						if (editing?.canUndo !== true) return false;
						return dispatch === undefined || editing.undo();
					},
				redo:
					() =>
					({ tr, dispatch }) => {
						tr.setMeta('preventDispatch', true);
						if (editing?.canRedo !== true) return false;
						return dispatch === undefined || editing.redo();
					}
			};
		},
		addKeyboardShortcuts() {
			return {
				'Mod-z': () => this.editor.commands.undo(),
				'Mod-y': () => this.editor.commands.redo(),
				'Shift-Mod-z': () => this.editor.commands.redo()
			};
		},
		addProseMirrorPlugins() {
			editing ??= start(this.editor.schema);
			return [...editing.plugins];
		}
	});
}
