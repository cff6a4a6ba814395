/**
 * Knows whether something typed on this page would be lost if the page went away, and waits for what is still on its way to the disk
 * (PWA12, PWA13). A form says with `data-kept` that it keeps drafts; shared texts keep themselves. Knows nothing of what was typed.
 */
import type { App } from './types';

export interface Unkept {
	/** Somebody has typed into a form that is still there, was not sent, and keeps no draft. */
	any(): boolean;
	/** The same drafts; what they save is waited for by `settled`. */
	watch(drafts: App['drafts']): App['drafts'];
	/** Resolves when every draft that was on its way is on the disk, or was refused. */
	settled(): Promise<void>;
}

export function watchUnkept(document: Document): Unkept {
	let typed: HTMLFormElement | null = null;
	const underWay = new Set<Promise<unknown>>();

	document.addEventListener(
		'input',
		({ target }) => {
			// no form, no loss: what stands alone takes effect at once, and shared texts are no fields
			const form = target instanceof HTMLElement && !target.isContentEditable ? target.closest('form') : null;
			if (form && form.dataset['kept'] === undefined) typed = form;
		},
		true
	);
	document.addEventListener(
		'submit',
		({ target }) => {
			if (target === typed) typed = null;
		},
		true
	);

	return {
		any: () => typed?.isConnected ?? false,
		watch: (drafts) => ({
			...drafts,
			save(key, value, instead) {
				const saving = drafts.save(key, value, instead);
				const settled = saving.catch(() => undefined).finally(() => underWay.delete(settled));
				underWay.add(settled);
				return saving;
			}
		}),
		async settled() {
			while (underWay.size > 0) await Promise.all(underWay);
		}
	};
}
