/** Where the focus goes when the line that has it is about to go: to the heading of its list, or of the page if it was the last. */

/** Call it when a line is pressed; @returns what to call once it is known that the line goes. */
export function keepPlace(from: EventTarget | null): () => void {
	const list = from instanceof Element ? from.closest('section') : null;
	return () => {
		const heading = list && list.querySelectorAll('li').length > 1 ? list.querySelector<HTMLElement>('h2') : document.querySelector<HTMLElement>('h1');
		if (heading && !heading.hasAttribute('tabindex')) heading.tabIndex = -1;
		heading?.focus({ preventScroll: true });
	};
}
