/**
 * A file that was shared to the app, in the memory of its service worker: held for the one page that opens for it, given away once,
 * forgotten after ten minutes in any case, written nowhere (PWA20, PWA21). Used by the service worker alone; knows no browser API.
 */

/** Where files are shared to (in the manifest too), and the page that asks what to do with them. */
export const SHARE_ADDRESS = '/share';
/** Answered by the service worker, once, with the file; never by a server. */
export const HELD_ADDRESS = '/share/held';
/** The field of the form in the manifest. */
export const SHARE_FIELD = 'file';
export const HELD_MS = 10 * 60_000;
/** A bundle of years with receipts; more than this is not held. */
export const MAX_HELD_BYTES = 256 * 1024 * 1024;

export interface HeldFile<F extends { readonly size: number }> {
	/** What was held before is forgotten: the last one shared counts. False: too large, nothing is held. */
	put(file: F): boolean;
	take(): F | null;
}

/** @param after calls back once after a time, and returns what calls that off. */
export function createHeldFile<F extends { readonly size: number }>(after: (ms: number, run: () => void) => () => void): HeldFile<F> {
	let held: F | null = null;
	let callOff = (): void => undefined;
	const forget = (): void => {
		callOff();
		held = null;
	};
	return {
		put(file) {
			forget();
			if (file.size > MAX_HELD_BYTES) return false;
			held = file;
			callOff = after(HELD_MS, forget);
			return true;
		},
		take() {
			const file = held;
			forget();
			return file;
		}
	};
}
