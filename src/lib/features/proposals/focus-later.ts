/** The focus goes on to what takes the place of a button or a form that is gone. */
import { tick } from 'svelte';

export function focusLater(id: string): void {
	void tick().then(() => document.getElementById(id)?.focus({ preventScroll: true }));
}
