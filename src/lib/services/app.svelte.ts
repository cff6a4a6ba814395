/**
 * The app behind the screens: session, commands, views. Effects reach it through `AppDependencies`; the engine does the rest.
 *
 * One instance per page, made in compose.ts. Holds no secret: passphrases pass through to the worker and are not kept.
 */
import { err, ok, type CollectiveId, type Result, type StreamId } from '$crypto/base';
import type { EngineWorker } from '$lib/adapters/engine-worker';
import type { Network, NetworkSettings } from '$lib/adapters/network';
import { failure, type Failure } from '$lib/errors';
import type { OpenedVault } from '$lib/worker/api';
import type { MessagePortLike } from '$lib/worker/rpc';
import { askView, connectToWriter, shareEngine, type EngineEnd } from './engine-end';
import { backupFileName, inspectBrowser, linkAt, loadConfiguration, whyUnsupported, type Configuration } from './environment';
import { busyOverlayBy, draftsBy, receiptsBy } from './kept-here';
import { gradePassphrase } from './passphrase-grade';
import type { Leadership } from './tabs';
import type { App, Done, FoundInput, JoinInput, LiveText, SessionState, ViewName, Views } from './types';
import { watchForUpdates, type Updates } from './updates.svelte';
import { LiveView, type ViewSource } from './view.svelte';

export interface AppDependencies {
	readonly page: Window;
	startWorker(): EngineWorker;
	startNetwork(worker: EngineWorker, settings: NetworkSettings): Promise<Network | null>;
	seekLeadership(): Promise<Leadership>;
	openTabPort(key: Uint8Array, side: 'leader' | 'follower'): Promise<MessagePortLike & { close(): void }>;
	/** Deletes what the page itself keeps: outer documents and caches of this origin's data. */
	forgetPageData(): Promise<void>;
}

const ENVIRONMENT_EVERY_MS = 2_000;
const VIEWS_EVERY_MS = 30_000;
const LAST_BACKUP = 'last-backup';
const WRITER_PATIENCE_MS = 4_000;
/** How long words wait for the engine that this tab opens when it takes over. */
const NEXT_ENGINE_MS = 20_000;
/** What was typed last is written before the app locks, unless the disk takes longer than this. */
const FLUSH_PATIENCE_MS = 1_000;

export class AppState implements App {
	session = $state.raw<SessionState>({ status: 'starting' });
	#version = $state(0);
	#engine = $state.raw<EngineEnd | null>(null);
	#worker: EngineWorker;
	#network: Network | null = null;
	#leadership: Leadership | null = null;
	#vault: OpenedVault | null = null;
	#cleanUp: (() => void)[] = [];
	#invitation: string | null;
	#configuration: Configuration;
	#updates: Updates;
	#lastBackupAt: number | null = null;
	#heard = false;
	#texts: readonly LiveText[] = [];

	constructor(private readonly deps: AppDependencies) {
		const { page } = deps;
		this.#configuration = { publicUrl: page.location.origin, signaling: [], iceServers: [] };
		this.#updates = watchForUpdates(page, () => this.#tellEnvironment());
		// The fragment is a secret of its bearer: it leaves the address bar and the history before anything else happens.
		const fragment = page.location.hash;
		this.#invitation = /^#i\d/.test(fragment) ? fragment : null;
		if (this.#invitation) page.history.replaceState(page.history.state, '', page.location.pathname);
		const unsupported = whyUnsupported(page);
		if (unsupported) {
			this.session = { status: 'unsupported', failure: unsupported };
			// Nothing will be started: the field is never read in this state.
			this.#worker = null as unknown as EngineWorker;
			return;
		}
		this.#worker = this.#startWorker();
		page.setInterval(() => this.#tellEnvironment(), ENVIRONMENT_EVERY_MS);
		page.setInterval(() => this.#version++, VIEWS_EVERY_MS);
		void loadConfiguration(page).then((found) => (this.#configuration = found));
	}

	view<N extends ViewName>(name: N, args: () => Views[N]['args']): { readonly current: Views[N]['value'] | undefined } {
		return new LiveView(this.#source, name, args);
	}

	async found({ passphrase, ...input }: FoundInput): Done {
		const vault = await this.#freshVault(passphrase);
		if (!vault.ok) return vault;
		this.session = { status: 'opening', doing: 'Preparing your collective', progress: null };
		const founded = await this.#worker.api.found(input);
		if (!founded.ok) {
			this.session = { status: 'welcome', invitation: null };
			return founded;
		}
		await this.#afterOpening('open');
		return ok(undefined);
	}

	async join({ passphrase, ...input }: JoinInput): Done {
		if (!this.#invitation) return err(failure('NotAnInvitation'));
		const vault = await this.#freshVault(passphrase);
		if (!vault.ok) return vault;
		const started = await this.#worker.api.startJoin(this.#invitation, input);
		if (!started.ok) return started;
		this.#invitation = null;
		return this.#open(started.value);
	}

	async openInvitation(link: string): ReturnType<App['openInvitation']> {
		const seen = await this.#worker.api.readInvitation(link);
		if (!seen.ok) return seen;
		this.#invitation = link;
		if (this.session.status === 'welcome' || this.session.status === 'locked')
			this.session = { status: this.session.status, invitation: seen.value };
		return seen;
	}

	async unlock(passphrase: string): Done {
		const vault = await this.#worker.api.openVault(passphrase);
		if (!vault.ok) return vault;
		this.#vault = vault.value;
		return this.#enter();
	}

	async lock(): Promise<void> {
		await this.#leave();
		this.#worker.terminate();
		this.#vault = null;
		this.session = { status: 'starting' };
		this.#worker = this.#startWorker();
	}

	async changePassphrase(from: string, to: string): Done {
		return this.#worker.api.changePassphrase(from, to);
	}

	gradePassphrase(passphrase: string) {
		return gradePassphrase(passphrase);
	}

	// forms hand over what they hold; only plain data travels to the worker (a snapshot has the type of what it copies)
	post: App['post'] = (...ops) => this.#call((api) => api.post($state.snapshot(ops) as typeof ops));
	hangDoor: App['hangDoor'] = (input) => this.#call((api) => api.hangDoor(input));
	acceptCharter: App['acceptCharter'] = () => this.#call((api) => api.acceptCharter());
	admit: App['admit'] = (knockId) => this.#call((api) => api.admit(knockId));
	turnAway: App['turnAway'] = (knockId) => this.#call((api) => api.turnAway(knockId));
	planMeeting: App['planMeeting'] = (input) => this.#call((api) => api.planMeeting(input));
	drafts: App['drafts'] = draftsBy((run) => this.#call(run), () => this.#engine);
	receipts: App['receipts'] = receiptsBy((run) => this.#call(run));
	closeAllTheSame: App['closeAllTheSame'] = (proposal) => this.#call((api) => api.closeAllTheSame(proposal));
	recountFile: App['recountFile'] = (proposal) => this.#call((api) => api.recountFile(proposal));
	castSealed: App['castSealed'] = (input) => this.#call((api) => api.castSealed($state.snapshot(input) as typeof input));
	busyOverlay: App['busyOverlay'] = busyOverlayBy((run) => this.#call(run));

	async invite(note: string): ReturnType<App['invite']> {
		const made = await this.#call((api) => api.invite(note));
		return made.ok ? ok({ link: made.value.fragmentLink, invitation: made.value.invitation }) : made;
	}

	async openText(stream: StreamId): Promise<Result<LiveText, Failure>> {
		const engine = this.#engine;
		if (!engine) return err(failure('Unexpected'));
		const { openNamedText } = await import('./live-text');
		const opened = await openNamedText(stream, { engine, isHeard: () => this.#heard, next: (closed) => this.#engineAfter(closed) });
		if (!opened.ok) return opened;
		const text = opened.value;
		this.#texts = [...this.#texts, text];
		const close = (): Promise<void> => {
			this.#texts = this.#texts.filter((other) => other !== text);
			return text.close();
		};
		return ok({ ...text, close });
	}

	async backup(passphrase: string): ReturnType<App['backup']> {
		const sealed = await this.#call((api) => api.backup(passphrase));
		if (!sealed.ok) return sealed;
		this.#lastBackupAt = Date.now();
		await this.#worker.api.setNote(LAST_BACKUP, this.#lastBackupAt);
		this.#tellEnvironment();
		return ok({ fileName: backupFileName(this.#lastBackupAt), bytes: new Uint8Array(sealed.value) });
	}

	async restore(file: Uint8Array, passphrase: string, newPassphrase: string): Done {
		const restored = await this.#worker.api.restore(file, passphrase, newPassphrase);
		if (!restored.ok) return restored;
		this.#vault = restored.value;
		return this.#enter();
	}

	async wipe(): Done {
		await this.#leave();
		await this.#worker.api.wipe();
		await this.deps.forgetPageData();
		this.#vault = null;
		this.session = { status: 'welcome', invitation: null };
		return ok(undefined);
	}

	async requestPersistence(): Promise<boolean> {
		const granted = await this.deps.page.navigator.storage.persist().catch(() => false);
		this.#tellEnvironment();
		return granted;
	}

	activateUpdate(): void {
		this.#updates.activate();
	}

	linkTo(path: string): string {
		return linkAt(this.#configuration.publicUrl, path);
	}

	// ---- opening and leaving ------------------------------------------------------------------------------------

	#source: ViewSource = {
		engine: () => this.#engine,
		version: () => this.#version,
		amend: (name, value) => {
			if (name !== 'device' || !value) return value;
			const role = this.#leadership?.isLeader === false ? 'follower' : 'leader';
			return { ...(value as Views['device']['value']), role } as typeof value; // the name says which view it is
		}
	};

	#startWorker(): EngineWorker {
		const worker = this.deps.startWorker();
		worker.on('ready', () => void this.#ready(worker));
		void worker.crashed.then(() => (this.session = { status: 'stopped', failure: failure('Unexpected') }));
		worker.on('stopped', ({ failure: why }) => (this.session = { status: 'stopped', failure: why }));
		return worker;
	}

	async #ready(worker: EngineWorker): Promise<void> {
		const hasVault = await worker.api.hasVault();
		this.#lastBackupAt = await worker.api.note(LAST_BACKUP);
		const seen = this.#invitation ? await worker.api.readInvitation(this.#invitation) : null;
		const invitation = seen?.ok ? seen.value : null;
		this.session = { status: hasVault ? 'locked' : 'welcome', invitation };
	}

	/** A vault for this device. One left behind by an unfinished start holds nothing and is replaced. */
	async #freshVault(passphrase: string): Done<OpenedVault> {
		if (this.gradePassphrase(passphrase).score < 2) return err(failure('PassphraseTooWeak'));
		const made = await this.#worker.api.createVault(passphrase);
		if (!made.ok) return made;
		this.#vault = made.value;
		const leadership = await this.#lead();
		return leadership.isLeader ? made : err(failure('AnotherTab'));
	}

	/** After the vault was opened: as writer, or beside the tab that writes. */
	async #enter(): Done {
		const [first] = this.#vault?.collectives ?? [];
		if (!first) {
			// A start that was broken off: there is nothing yet that a passphrase could protect.
			await this.#worker.api.wipe();
			this.session = { status: 'welcome', invitation: null };
			return ok(undefined);
		}
		const leadership = await this.#lead();
		return leadership.isLeader ? this.#open(first.id) : this.#follow(first.id, leadership);
	}

	async #lead(): Promise<Leadership> {
		return (this.#leadership ??= await this.deps.seekLeadership());
	}

	async #open(id: CollectiveId): Done {
		this.session = { status: 'opening', doing: 'Opening your copy', progress: null };
		const opened = await this.#worker.api.open(id);
		if (!opened.ok) {
			this.session = { status: 'stopped', failure: opened.error };
			return opened;
		}
		await this.#afterOpening(opened.value.status);
		return ok(undefined);
	}

	async #afterOpening(status: 'open' | 'lobby' | 'removed'): Promise<void> {
		const worker = this.#worker;
		this.#use(worker);
		await this.#setStatus(status);
		const port = this.#vault && (await this.deps.openTabPort(this.#vault.tabKey, 'leader'));
		if (port) this.#cleanUp.push(shareEngine(worker, port), () => port.close());
		this.#tellEnvironment();
		if (status === 'removed') return;
		this.#configuration = await loadConfiguration(this.deps.page);
		this.#network = await this.deps.startNetwork(worker, this.#configuration);
		this.#tellEnvironment();
	}

	/** Reads along with the tab that writes, and takes over when that one closes. */
	async #follow(id: CollectiveId, leadership: Leadership): Done {
		const port = this.#vault && (await this.deps.openTabPort(this.#vault.tabKey, 'follower'));
		if (!port) return err(failure('Unexpected'));
		const writer = connectToWriter(port);
		const answered = await Promise.race([
			writer.api.ping().catch(() => false),
			new Promise<false>((resolve) => this.deps.page.setTimeout(() => resolve(false), WRITER_PATIENCE_MS))
		]);
		if (!answered && !leadership.isLeader) {
			port.close();
			this.#leadership?.release();
			this.#leadership = null;
			return err(failure('AnotherTab'));
		}
		this.#use(writer);
		this.#cleanUp.push(() => {
			writer.close('this tab takes over');
			port.close();
		});
		this.session = { status: 'open' };
		void leadership.whenLeader.then(async () => {
			if (this.#engine !== writer) return;
			this.#detach();
			await this.#open(id);
		});
		return ok(undefined);
	}

	#use(engine: EngineEnd): void {
		this.#engine = engine;
		this.#cleanUp.push(
			engine.on('changed', () => {
				this.#version++;
				void this.#refreshHeard();
			}),
			engine.on('session', ({ status }) => void this.#setStatus(status)),
			engine.on('writing', () => this.#version++)
		);
	}

	async #setStatus(status: 'open' | 'lobby' | 'removed'): Promise<void> {
		if (status === 'lobby') {
			const lobby = this.#engine && (await askView(this.#engine, 'lobby', null));
			if (lobby) this.session = { status, lobby };
		} else if (status === 'removed') {
			const home = this.#engine && (await askView(this.#engine, 'home', null).catch(() => null));
			this.session = { status, collectiveName: home?.collectiveName ?? '' };
			await this.#network?.stop();
			this.#network = null;
		} else this.session = { status };
	}

	async #refreshHeard(): Promise<void> {
		const engine = this.#engine;
		if (this.session.status === 'lobby') {
			const lobby = engine && (await askView(engine, 'lobby', null));
			if (lobby && this.session.status === 'lobby') this.session = { status: 'lobby', lobby };
			return;
		}
		const connection = engine && (await askView(engine, 'connection', null).catch(() => null));
		if (connection) this.#heard = connection.here.length + connection.ownDevicesHere > 0;
	}

	#detach(): void {
		for (const stop of this.#cleanUp.splice(0)) stop();
		this.#engine = null;
	}

	/** The engine that follows one that was closed; null when none comes for a while. */
	async #engineAfter(closed: EngineEnd): Promise<EngineEnd | null> {
		for (let waited = 0; waited < NEXT_ENGINE_MS; waited += 100) {
			if (this.#engine && this.#engine !== closed) return this.#engine;
			await new Promise((resolve) => this.deps.page.setTimeout(resolve, 100));
		}
		return null;
	}

	async #leave(): Promise<void> {
		const written = Promise.all(this.#texts.map((text) => text.flush()));
		await Promise.race([written, new Promise((resolve) => this.deps.page.setTimeout(resolve, FLUSH_PATIENCE_MS))]);
		this.#detach();
		const network = this.#network;
		this.#network = null;
		await network?.stop();
		await this.#worker.api.close().catch(() => undefined); // a worker that is gone has nothing open
		this.#leadership?.release();
		this.#leadership = null;
	}

	async #call<T>(run: (api: EngineEnd['api']) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
		const engine = this.#engine;
		return engine ? run(engine.api) : err(failure('Unexpected'));
	}

	#tellEnvironment(): void {
		if (this.#engine !== this.#worker) return;
		void inspectBrowser(this.deps.page.navigator).then((browser) =>
			this.#worker.api
				.tellEnvironment({
					...browser,
					signaling: this.#network?.signalingState() ?? 'connecting',
					appUrl: this.#configuration.publicUrl,
					defaultSignaling: this.#configuration.signaling,
					lastBackupAt: this.#lastBackupAt,
					updateWaiting: this.#updates.waiting
				})
				.catch(() => undefined) // locked meanwhile
		);
	}
}
