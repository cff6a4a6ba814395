/**
 * The engine as the page sees it: its own worker when this tab is the writer, or the writer's over a sealed port. Screens
 * and services do not notice which. Nothing here may know what the calls mean.
 */
import type { EngineWorker, WorkerApi, WorkerEvents } from '$lib/adapters/engine-worker';
import type { ViewName, Views } from './types';
import { connectRemote, expose, type MessagePortLike, type Methods, type Remote, type RemoteEnd } from '$lib/worker/rpc';

export type EngineEnd = RemoteEnd<WorkerApi, WorkerEvents>;

/** The table in worker/views.ts ties each name to its value; a remote method cannot carry that tie in its type. */
export const askView = <N extends ViewName>(engine: EngineEnd, name: N, args: Views[N]['args']): Promise<Views[N]['value']> =>
	engine.api.view(name, args) as Promise<Views[N]['value']>;

/** What a second tab may ask of the first. The vault, founding and the network stay with each tab's own worker. */
const SHARED = [
	'view', 'post', 'invite', 'hangDoor', 'acceptCharter', 'admit', 'turnAway', 'planMeeting', 'addBusyOverlay', 'removeBusyOverlay',
	'loadDraft', 'saveDraft', 'removeDraft', 'listDrafts', 'keepReceipt', 'openReceipt', 'closeAllTheSame', 'castSealed', 'recountFile',
	'slotNames', 'openText', 'appendText', 'sendLive', 'backup', 'note', 'setNote'
] as const satisfies readonly (keyof WorkerApi)[];

const SHARED_EVENTS = ['changed', 'textEntry', 'textFrame', 'session', 'stopped', 'writing'] as const satisfies readonly (keyof WorkerEvents)[];

/** Serves this tab's engine to other tabs. */
export function shareEngine(worker: EngineWorker, port: MessagePortLike): () => void {
	const methods: Record<string, (...args: never[]) => unknown> = {};
	for (const name of SHARED) methods[name] = (...args: never[]) => call(worker.api, name, args);
	methods['ping'] = () => true;
	const served = expose(port, methods satisfies Methods);
	const stops = SHARED_EVENTS.map((name) => worker.on(name, (value) => served.emit(name, value)));
	return () => {
		served.stop();
		for (const stop of stops) stop();
	};
}

/** The names are this table's own, and the types were checked where the call was written. */
const call = (api: Remote<WorkerApi>, name: (typeof SHARED)[number], args: readonly unknown[]): unknown =>
	(api[name] as (...args: readonly unknown[]) => unknown)(...args);

/** The writer's engine from a second tab. */
export const connectToWriter = (port: MessagePortLike): EngineEnd & { readonly api: Remote<WorkerApi & { ping(): boolean }> } =>
	connectRemote<WorkerApi & { ping(): boolean }, WorkerEvents>(port);
