/**
 * The switch between suggesting and writing directly, and the door through which every change of this device goes.
 *
 * Changes of others, undo and redo, and the resolving of suggestions pass as they are. Carries TXT53.
 */
import { Extension } from '@tiptap/core';
import type { Transaction } from '@tiptap/pm/state';
import { asSuggestion, withoutSuggestions } from './track';

export interface SuggestOptions {
	/** Asked with each change. */
	readonly isOn: () => boolean;
	/** Who writes here. */
	readonly by: string;
	readonly newId: () => string;
}

const AS_IT_IS = 'suggestions-as-it-is';
/** Set by the binding on what comes from the shared text. */
const FROM_SHARED = 'y-sync$';

/** A transaction that is no suggestion whatever the switch says. */
export const asItIs = (tr: Transaction): Transaction => tr.setMeta(AS_IT_IS, true);

export const SuggestMode = Extension.create<SuggestOptions>({
	name: 'suggestMode',
	addOptions: () => ({ isOn: () => false, by: '', newId: () => '' }),
	dispatchTransaction({ transaction, next }) {
		if (!transaction.docChanged || transaction.getMeta(AS_IT_IS) === true || transaction.getMeta(FROM_SHARED) !== undefined) {
			next(transaction);
			return;
		}
		const { isOn, by, newId } = this.options;
		if (!isOn()) {
			next(withoutSuggestions(transaction));
			return;
		}
		const suggestion = asSuggestion(transaction, this.editor.state, by, newId());
		if (suggestion !== null) next(suggestion);
	}
});

/** 11 characters: 64 random bits. */
export function newSuggestionId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(8));
	return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}
