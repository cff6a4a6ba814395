/** The commands of the app that do nothing but ask the engine. Forms hand over what they hold; only plain data travels to the worker. */
import type { Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { EngineEnd } from './engine-end';
import { busyOverlayBy, receiptsBy } from './kept-here';
import { reachBy, type PageReach } from './reach';
import type { App } from './types';

/** A snapshot has the type of what it copies. */
const plain = <T>(held: T): T => $state.snapshot(held) as T;

export abstract class EngineCommands {
	/** Asks whichever engine answers now; a failure where there is none. */
	protected abstract call<T>(run: (api: EngineEnd['api']) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>>;
	/** What the page itself does for the commands below. */
	protected abstract readonly pageReach: PageReach;

	post: App['post'] = (...ops) => this.call((api) => api.post(plain(ops)));
	hangDoor: App['hangDoor'] = (input) => this.call((api) => api.hangDoor(input));
	acceptCharter: App['acceptCharter'] = () => this.call((api) => api.acceptCharter());
	admit: App['admit'] = (knockId) => this.call((api) => api.admit(knockId));
	turnAway: App['turnAway'] = (knockId) => this.call((api) => api.turnAway(knockId));
	planMeeting: App['planMeeting'] = (input, agenda) => this.call((api) => api.planMeeting(...plain([input, agenda] as const)));
	planSeries: App['planSeries'] = (input) => this.call((api) => api.planSeries(plain(input)));
	prepareMeeting: App['prepareMeeting'] = (series, date) => this.call((api) => api.prepareMeeting(series, date));
	addCase: App['addCase'] = (input) => this.call((api) => api.addCase(plain(input)));
	startAgreement: App['startAgreement'] = (title) => this.call((api) => api.startAgreement(title));
	receipts: App['receipts'] = receiptsBy((run) => this.call(run));
	closeAllTheSame: App['closeAllTheSame'] = (proposal) => this.call((api) => api.closeAllTheSame(proposal));
	recountFile: App['recountFile'] = (proposal) => this.call((api) => api.recountFile(proposal));
	castSealed: App['castSealed'] = (input) => this.call((api) => api.castSealed(plain(input)));
	busyOverlay: App['busyOverlay'] = busyOverlayBy((run) => this.call(run));

	readonly #reach = reachBy((run) => this.call(run), () => this.pageReach);
	servers: App['servers'] = this.#reach.servers;
	bundles: App['bundles'] = this.#reach.bundles;
	pairing: App['pairing'] = this.#reach.pairing;
	devices: App['devices'] = this.#reach.devices;
	profile: App['profile'] = this.#reach.profile;
}
