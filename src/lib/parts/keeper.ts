/**
 * Keeps what is being written on this device, as one types: every change is on its way to the disk at once, one at a time, and of
 * several that wait only the last one. Knows nothing of what it says.
 */
import type { Failure } from '$lib/errors';
import type { App } from '$lib/services/types';

export interface Keeper {
	/** Null: nothing is worth keeping any more. */
	keep(value: object | null): void;
	/** Posted, or not wanted: nothing that comes later brings it back. Resolves when it is gone. */
	forget(): Promise<void>;
}

/** @param told what the disk said of the last change; null: it is kept. */
export function createKeeper(drafts: Pick<App['drafts'], 'save' | 'remove'>, key: string, told: (failure: Failure | null) => void = () => undefined): Keeper {
	let next: { readonly value: object | null } | null = null;
	let running: Promise<void> | null = null;
	let over = false;

	async function run(): Promise<void> {
		while (next !== null) {
			const { value } = next;
			next = null;
			try {
				const done = await (value === null ? drafts.remove(key) : drafts.save(key, value));
				told(done.ok ? null : done.error);
			} catch {
				// the app was locked or closed meanwhile: what was kept before stays
			}
		}
		running = null;
	}

	function ask(value: object | null): void {
		next = { value };
		running ??= run();
	}

	return {
		keep(value) {
			if (!over) ask(value);
		},
		async forget() {
			over = true;
			ask(null);
			await running;
		}
	};
}
