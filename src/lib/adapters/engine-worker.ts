/** Starts the engine's worker and connects to it. */
import type { Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { EngineEvents } from '$lib/worker/api';
import type { Explored } from '$lib/worker/reach-api';
import type { EngineApi } from '$lib/worker/api';
import type { Build } from '$lib/worker/builds';
import type { TabletApi } from '$lib/worker/tablet';
import { connectRemote, type RemoteEnd } from '$lib/worker/rpc';
import { ENGINE_SCRIPT, trusted } from './worker-script';

/** The worker also keeps harmless notes that must be readable while locked. */
export interface WorkerApi extends EngineApi, TabletApi {
	note(name: string): number | null;
	setNote(name: string, value: number): void;
	/** See worker/explore.ts; ends with the worker. */
	explore(): Result<Explored, Failure>;
}
export type WorkerEvents = EngineEvents & { readonly ready: null };
export type EngineWorker = RemoteEnd<WorkerApi, WorkerEvents> & {
	terminate(): void;
	/** Resolves when the worker could not be started or ended by a fault; every open call has failed by then. */
	readonly crashed: Promise<void>;
};

/** @param build what runs here: the worker tells colleagues' devices. */
export function startEngineWorker(build: Build = { version: '', name: '' }): EngineWorker {
	const worker = new Worker(trusted(ENGINE_SCRIPT), { type: 'module', name: `commonhold ${build.version} ${build.name}` });
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
