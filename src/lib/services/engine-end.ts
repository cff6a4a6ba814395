/**
 * The engine as the page sees it: its own worker when this tab is the writer, or the writer's over a sealed port. Screens
 * and services do not notice which. Nothing here may know what the calls mean.
 */
import type { CollectiveId, Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { EngineWorker, WorkerApi, WorkerEvents } from '$lib/adapters/engine-worker';
import type { ViewName, Views } from './types';
import { connectRemote, expose, type MessagePortLike, type Methods, type Remote, type RemoteEnd } from '$lib/worker/rpc';

/** What is open in the tab that writes. */
export interface OpenNow {
	readonly collective: CollectiveId;
	readonly status: 'open' | 'lobby' | 'removed';
	readonly sample: boolean;
}

/** What the page of the tab that writes answers itself. */
export interface TabApi {
	ping(): boolean;
	whatIsOpen(): OpenNow | null;
	switchTo(id: CollectiveId): Promise<Result<void, Failure>>;
}
/** Told to the tabs that read along; null: nothing is open for now. */
export interface TabEvents {
	switched: OpenNow | null;
}

export type EngineEnd = RemoteEnd<WorkerApi, WorkerEvents>;

/** The table in worker/views.ts ties each name to its value; a remote method cannot carry that tie in its type. */
export const askView = <N extends ViewName>(engine: EngineEnd, name: N, args: Views[N]['args']): Promise<Views[N]['value']> =>
	engine.api.view(name, args) as Promise<Views[N]['value']>;

/** What a second tab may ask of the first. The vault, founding and the network stay with each tab's own worker. */
const SHARED = [
	'view', 'post', 'invite', 'hangDoor', 'acceptCharter', 'admit', 'turnAway', 'addBusyOverlay', 'removeBusyOverlay',
	'planMeeting', 'planSeries', 'prepareMeeting', 'addCase', 'startAgreement', 'privateWords', 'setPrivateWords',
	'loadDraft', 'saveDraft', 'removeDraft', 'listDrafts', 'keepReceipt', 'openReceipt', 'closeAllTheSame', 'castSealed', 'recountFile',
	'slotNames', 'openText', 'appendText', 'sendLive', 'backup', 'note', 'setNote', 'plan',
	'addKeeper', 'setServerUsed', 'setRelayOnly', 'bundleNeeds', 'makeBundle', 'takeBundle', 'offerDevice', 'withdrawDeviceOffer', 'acceptDevice', 'refuseDevice',
	'revokeDevice', 'makePhrase', 'confirmPhrase', 'startRecovery', 'collectivesHere', 'removePasskey'
] as const satisfies readonly (keyof WorkerApi)[];

const SHARED_EVENTS = ['changed', 'textEntry', 'textFrame', 'textGone', 'session', 'stopped', 'writing'] as const satisfies readonly (keyof WorkerEvents)[];

/** Serves this tab's engine to other tabs. */
export function shareEngine(
	worker: EngineWorker,
	port: MessagePortLike,
	tab: TabApi
): { emit<N extends keyof TabEvents>(name: N, value: TabEvents[N]): void; stop(): void } {
	const methods: Record<string, (...args: never[]) => unknown> = { ...tab };
	for (const name of SHARED) methods[name] = (...args: never[]) => call(worker.api, name, args);
	const served = expose(port, methods satisfies Methods);
	const stops = SHARED_EVENTS.map((name) => worker.on(name, (value) => served.emit(name, value)));
	return {
		emit: served.emit,
		stop() {
			served.stop();
			for (const stop of stops) stop();
		}
	};
}

/** The names are this table's own, and the types were checked where the call was written. */
const call = (api: Remote<WorkerApi>, name: (typeof SHARED)[number], args: readonly unknown[]): unknown =>
	(api[name] as (...args: readonly unknown[]) => unknown)(...args);

/** The writer's engine from a second tab. */
export type Writer = RemoteEnd<WorkerApi & TabApi, WorkerEvents & TabEvents>;
export const connectToWriter = (port: MessagePortLike): Writer => connectRemote<WorkerApi & TabApi, WorkerEvents & TabEvents>(port);
