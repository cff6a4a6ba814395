/**
 * Whoever works by keys keeps their place: when what had the focus goes away because it has done its work, the part of the page it stood
 * in has the focus. Knows nothing of what the parts are.
 */
import type { Attachment } from 'svelte/attachments';

export const holdFocus: Attachment<HTMLElement> = (page) => {
	let focused: Element | null = null;
	let around: readonly HTMLElement[] = [];
	const note = (event: FocusEvent): void => {
		focused = event.target instanceof Element ? event.target : null;
		around = sectionsOf(focused, page);
	};
	const watch = new MutationObserver(() => {
		if (focused === null || focused.isConnected || document.activeElement !== document.body) return;
		focused = null;
		const place = around.find((one) => one.isConnected) ?? page.querySelector<HTMLElement>('h1');
		if (!place) return;
		if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
		place.focus({ preventScroll: true });
	});
	page.addEventListener('focusin', note);
	watch.observe(page, { childList: true, subtree: true });
	return () => {
		page.removeEventListener('focusin', note);
		watch.disconnect();
	};
};

/** Rows and sections it stands in, the nearest first. */
function sectionsOf(element: Element | null, page: HTMLElement): readonly HTMLElement[] {
	const found: HTMLElement[] = [];
	for (let one = element?.parentElement ?? null; one && one !== page; one = one.parentElement) if (one.matches('section, li[data-id]')) found.push(one);
	return found;
}
