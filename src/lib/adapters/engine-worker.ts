/** Starts the worker and connects to it. The only place that knows how a worker begins under Trusted Types. */
import type { EngineEvents } from '$lib/worker/api';
import type { EngineApi } from '$lib/worker/api';
import type { TabletApi } from '$lib/worker/tablet';
import { connectRemote, type RemoteEnd } from '$lib/worker/rpc';
import address from '$lib/worker/worker.ts?worker&url';

/** The worker also keeps harmless notes that must be readable while locked. */
export interface WorkerApi extends EngineApi, TabletApi {
	note(name: string): number | null;
	setNote(name: string, value: number): void;
}
export type WorkerEvents = EngineEvents & { readonly ready: null };
export type EngineWorker = RemoteEnd<WorkerApi, WorkerEvents> & {
	terminate(): void;
	/** Resolves when the worker could not be started or ended by a fault; every open call has failed by then. */
	readonly crashed: Promise<void>;
};

export function startEngineWorker(): EngineWorker {
	const worker = new Worker(trusted(address), { type: 'module', name: 'commonhold' });
	const end = connectRemote<WorkerApi, WorkerEvents>({
		send: (message) => worker.postMessage(message),
		listen(receive) {
			const run = (event: MessageEvent<unknown>) => receive(event.data);
			worker.addEventListener('message', run);
			return () => worker.removeEventListener('message', run);
		}
	});
	const crashed = new Promise<void>((resolve) => {
		worker.addEventListener('error', () => {
			end.close('the worker ended by a fault');
			resolve();
		});
	});
	return {
		...end,
		crashed,
		terminate() {
			end.close('the app was locked');
			worker.terminate();
		}
	};
}

let policy: ReturnType<NonNullable<Window['trustedTypes']>['createPolicy']> | null = null;

/** The policy's name may be claimed once per page, hence remembered. */
function trusted(url: string): string {
	if (!window.trustedTypes) return url;
	policy ??= window.trustedTypes.createPolicy('commonhold-worker', {
		createScriptURL(asked) {
			if (asked !== address) throw new TypeError('no other script may be started');
			return asked;
		}
	});
	return policy.createScriptURL(url);
}
