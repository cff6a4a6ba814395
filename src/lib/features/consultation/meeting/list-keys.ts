/** Keys and focus of a list whose rows can be moved. Rows carry `data-id`. Knows nothing of what they are. */
import type { Attachment } from 'svelte/attachments';

/** Alt with the arrow keys moves the row that holds the focus; on its handle the arrow keys alone do. Text fields keep their keys. */
export const onArrows =
	(move: (id: string, by: -1 | 1) => void): Attachment<HTMLElement> =>
	(list) => {
		const press = (event: KeyboardEvent): void => {
			const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
			const { target } = event;
			if (by === null || !(target instanceof HTMLElement)) return;
			const isHandle = target.getAttribute('aria-keyshortcuts') !== null && !event.ctrlKey && !event.metaKey && !event.shiftKey;
			if (!event.altKey && !isHandle) return;
			if (target.matches('textarea, select, [contenteditable] *, [contenteditable], input:not([type=checkbox])')) return;
			const id = target.closest<HTMLElement>('[data-id]')?.dataset['id'];
			if (id === undefined) return;
			event.preventDefault();
			move(id, by);
		};
		list.addEventListener('keydown', press);
		return () => list.removeEventListener('keydown', press);
	};

/** Before the rows change: whatever in the list has the focus has it afterwards too. */
export function keepFocus(list: HTMLElement | null, tick: () => Promise<void>): void {
	const focused = document.activeElement;
	if (!list || !(focused instanceof HTMLElement) || !list.contains(focused)) return;
	void tick().then(() => {
		if (focused.isConnected && document.activeElement === document.body) focused.focus({ preventScroll: false });
	});
}
