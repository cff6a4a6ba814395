/** Starts the worker in which texts are checked for what may tell who a client is. */
import type { CheckPort } from '$lib/identifiers/worker-protocol';
import { CHECK_SCRIPT, trusted } from './worker-script';

/** Null where the browser has no workers. */
export const startCheckWorker = (): CheckPort | null =>
	typeof Worker === 'undefined' ? null : new Worker(trusted(CHECK_SCRIPT), { type: 'module', name: 'commonhold-check' });
