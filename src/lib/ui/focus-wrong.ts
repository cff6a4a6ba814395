/** Takes whoever tried to go on to the first field that does not fit. */
import { tick } from 'svelte';

export async function focusWrong(form: EventTarget | null): Promise<void> {
	await tick();
	if (form instanceof HTMLElement) form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
