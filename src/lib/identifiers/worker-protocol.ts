/** What page and check worker say to each other. Knows nothing of how a check is made. Carries IDN31. */
import type { CheckContext, Checked } from './types';

/** A context is sent once and named by its number from then on; a newer one replaces it. */
export type ToWorker =
	| { readonly type: 'context'; readonly context: CheckContext }
	| { readonly type: 'check'; readonly id: number; readonly text: string };

/** One answer to each `check`, in order; `ready` once the code is loaded. */
export type FromWorker = { readonly type: 'checked'; readonly id: number; readonly checked: Checked };

/** The part of a `Worker` that is needed. */
export interface CheckPort {
	postMessage(message: ToWorker): void;
	addEventListener(type: 'message', run: (event: MessageEvent<FromWorker>) => void): void;
	addEventListener(type: 'error', run: (event: Event) => void): void;
	terminate(): void;
}

/** What is answered when no check could be made: nothing is known, so nothing may be shared, however long one waits. */
export const UNCHECKED: Checked = { flags: [], settledTo: -1 };
