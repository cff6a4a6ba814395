import { collectHanded } from '$lib/services/handed-file';

/** Before anything is drawn: the app may be locked, and the service worker does not hold the file for long. */
export async function load(): Promise<void> {
	await collectHanded(window);
}
