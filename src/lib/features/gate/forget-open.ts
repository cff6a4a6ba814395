/** Forgets the collective that stands before the house; the others in the vault stay. Without any other, everything here is forgotten. */
import type { App, Done } from '$lib/services/types';

export async function forgetOpen(app: App): Done {
	const open = (await app.profile.list()).find((one) => one.isOpen);
	return open ? app.profile.forget(open.id) : app.wipe();
}
