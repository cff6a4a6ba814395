/**
 * Opening and leaving: the worker, one collective at a time, the tab that writes and those that read along, the network. What is open
 * is switched without locking. Holds no secret: passphrases pass through to the worker and are not kept. Carries PRF1, PRF3, PRF7.
 */
import { tick } from 'svelte';
import { err, ok, type CollectiveId, type Result } from '$crypto/base';
import type { EngineWorker } from '$lib/adapters/engine-worker';
import type { Network, NetworkSettings } from '$lib/adapters/network';
import type { ConnectionTest } from '$lib/adapters/test-connection';
import { failure, type Failure } from '$lib/errors';
import type { CheckPort } from '$lib/identifiers/worker-protocol';
import type { OpenedVault } from '$lib/worker/api';
import type { MessagePortLike } from '$lib/worker/rpc';
import { askView, connectToWriter, shareEngine, type EngineEnd, type OpenNow, type Writer } from './engine-end';
import { inspectBrowser, loadConfiguration, whyUnsupported, type Configuration } from './environment';
import { EngineCommands } from './engine-commands.svelte';
import type { Identifiers } from './identifiers';
import type { ConnectionCheck, StoragePart } from './reach-types';
import type { Leadership } from './tabs';
import type { Done, LiveText, SessionState, Views } from './types';
import { watchUnkept, type Unkept } from './unkept';
import { watchForUpdates, type Updates } from './updates.svelte';
import type { ViewSource } from './view.svelte';

export interface AppDependencies {
	readonly page: Window;
	startWorker(): EngineWorker;
	startNetwork(worker: EngineWorker, settings: NetworkSettings): Promise<Network | null>;
	/** What starts the worker of the identifier check; null where there are none. */
	loadCheckWorker(): Promise<() => CheckPort | null>;
	seekLeadership(): Promise<Leadership>;
	openTabPort(key: Uint8Array, side: 'leader' | 'follower'): Promise<MessagePortLike & { close(): void }>;
	/** Tries servers and storage, one after the other. */
	tryConnection(test: ConnectionTest, told: (check: ConnectionCheck) => void): Promise<void>;
	/** What takes room on this device. Null: it cannot be told here. */
	measureStorage(): Promise<readonly StoragePart[] | null>;
	/** Deletes what the page itself keeps: outer documents and caches; of one collective, or of this origin. */
	forgetPageData(collective: CollectiveId | null): Promise<void>;
}

const ENVIRONMENT_EVERY_MS = 2_000;
const VIEWS_EVERY_MS = 30_000;
export const LAST_BACKUP = 'last-backup';
const WRITER_PATIENCE_MS = 4_000;
/** How long words wait for the engine that this tab opens when it takes over. */
const NEXT_ENGINE_MS = 20_000;
/** What was typed last is written before the app locks, unless the disk takes longer than this. */
const FLUSH_PATIENCE_MS = 1_000;
const LEAVE_PATIENCE_MS = 3_000;
/** Links that somebody was given: to join, or as one more device of oneself. Their fragment is a secret of its bearer. */
const GIVEN_LINK = /^#[iar]\d/;

type Status = OpenNow['status'];

export abstract class Opening extends EngineCommands {
	session = $state.raw<SessionState>({ status: 'starting' });
	abstract readonly identifiers: Identifiers;
	protected engine = $state.raw<EngineEnd | null>(null);
	protected worker: EngineWorker;
	protected network: Network | null = null;
	protected vault: OpenedVault | null = null;
	/** What is open here, or in the tab that writes. */
	protected open: OpenNow | null = null;
	/** The vault is a throwaway one, in memory alone: only the sample is in it. */
	protected exploring = false;
	protected invitation: string | null;
	protected configuration: Configuration;
	protected updates: Updates;
	protected readonly unkeptHere: Unkept;
	protected lastBackupAt: number | null = null;
	protected heard = false;
	protected texts: readonly LiveText[] = [];
	/** The tab that writes, when it is another one. */
	protected writer: Writer | null = null;
	#version = $state(0);
	#leadership: Leadership | null = null;
	/** Ends with the collective that is open. */
	#cleanUp: (() => void)[] = [];
	/** Serves other tabs as long as this one writes. */
	#share: ReturnType<typeof shareEngine> | null = null;

	constructor(protected readonly deps: AppDependencies) {
		super();
		const { page } = deps;
		this.configuration = { publicUrl: page.location.origin, signaling: [], iceServers: [] };
		this.updates = watchForUpdates(page, () => this.tellEnvironment());
		this.unkeptHere = watchUnkept(page.document);
		// It leaves the address bar and the history before anything else happens.
		const fragment = page.location.hash;
		this.invitation = GIVEN_LINK.test(fragment) ? fragment : null;
		if (this.invitation) page.history.replaceState(page.history.state, '', page.location.pathname);
		const unsupported = whyUnsupported(page);
		if (unsupported) {
			this.session = { status: 'unsupported', failure: unsupported };
			// Nothing will be started: the field is never read in this state.
			this.worker = null as unknown as EngineWorker;
			return;
		}
		this.worker = this.startWorker();
		page.setInterval(() => this.tellEnvironment(), ENVIRONMENT_EVERY_MS);
		page.setInterval(() => this.#version++, VIEWS_EVERY_MS);
		void loadConfiguration(page).then((found) => (this.configuration = found));
	}

	protected source: ViewSource = {
		engine: () => this.engine,
		version: () => this.#version,
		amend: (name, value) => {
			if (name !== 'device' || !value) return value;
			const role = this.writer ? 'follower' : 'leader';
			return { ...(value as Views['device']['value']), role } as typeof value; // the name says which view it is
		}
	};

	protected startWorker(): EngineWorker {
		const worker = this.deps.startWorker();
		worker.on('ready', () => void this.#ready(worker));
		void worker.crashed.then(() => (this.session = { status: 'stopped', failure: failure('Unexpected') }));
		worker.on('stopped', ({ failure: why }) => (this.session = { status: 'stopped', failure: why }));
		return worker;
	}

	async #ready(worker: EngineWorker): Promise<void> {
		const hasVault = await worker.api.hasVault();
		this.lastBackupAt = await worker.api.note(LAST_BACKUP);
		this.session = { status: hasVault ? 'locked' : 'welcome', invitation: await this.seenInvitation() };
	}

	protected async seenInvitation() {
		const seen = this.invitation ? await this.worker.api.readInvitation(this.invitation) : null;
		return seen?.ok ? seen.value : null;
	}

	/** A vault for this device. One left behind by an unfinished start holds nothing and is replaced. */
	protected async freshVault(passphrase: string): Done<OpenedVault> {
		if (this.vault && this.session.status === 'welcome') return ok(this.vault); // one more collective in the open vault
		const made = await this.worker.api.createVault(passphrase);
		if (!made.ok) return made;
		this.vault = made.value;
		return (await this.lead()).isLeader ? made : err(failure('AnotherTab'));
	}

	/** After the vault was opened: as writer, or beside the tab that writes. */
	protected async enter(vault: OpenedVault): Done {
		this.vault = vault;
		const id = vault.last ?? vault.collectives[0]?.id;
		if (!id) {
			// A start that was broken off: there is nothing yet that a passphrase could protect.
			await this.worker.api.wipe();
			this.vault = null;
			this.session = { status: 'welcome', invitation: await this.seenInvitation() };
			return ok(undefined);
		}
		const leadership = await this.lead();
		return leadership.isLeader ? this.openCollective(id) : this.#follow(id, leadership);
	}

	protected lead = async (): Promise<Leadership> => (this.#leadership ??= await this.deps.seekLeadership());

	protected async openCollective(id: CollectiveId): Done {
		this.session = { status: 'opening', doing: 'Opening your copy', progress: null };
		const opened = await this.worker.api.open(id);
		if (!opened.ok) {
			this.session = { status: 'stopped', failure: opened.error };
			return opened;
		}
		await this.afterOpening(id, opened.value.status);
		return ok(undefined);
	}

	protected async afterOpening(collective: CollectiveId, status: Status): Promise<void> {
		const { worker } = this;
		const sample = (await worker.api.collectivesHere()).find(({ id }) => id === collective)?.isSample === true;
		this.#use(worker);
		await this.#show({ collective, status, sample });
		if (!this.exploring) await this.#serveTabs();
		this.tellEnvironment();
		if (status === 'removed' || sample) return;
		this.configuration = await loadConfiguration(this.deps.page);
		this.network = await this.deps.startNetwork(worker, this.configuration);
		this.tellEnvironment();
	}

	async #serveTabs(): Promise<void> {
		const port = this.vault && !this.#share && (await this.deps.openTabPort(this.vault.tabKey, 'leader'));
		if (port) {
			const served = shareEngine(this.worker, port, { ping: () => true, whatIsOpen: () => this.open, switchTo: (id) => this.profile.switchTo(id) });
			this.#share = { ...served, stop: () => (served.stop(), port.close()) };
		}
		this.#share?.emit('switched', this.open);
	}

	/** Leaves what is open without locking; the vault, the worker and the other tabs stay. */
	protected async leaveCollective(): Promise<void> {
		await this.#stopWriting();
		this.open = null;
		this.#share?.emit('switched', null);
		await this.worker.api.close();
	}

	/** Reads along with the tab that writes, and takes over when that one closes. */
	async #follow(id: CollectiveId, leadership: Leadership): Done {
		const port = this.vault && (await this.deps.openTabPort(this.vault.tabKey, 'follower'));
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
		this.writer = writer;
		this.#share = {
			emit: () => undefined,
			stop: () => {
				writer.close('this tab takes over');
				port.close();
			}
		};
		let shown = id;
		const follow = async (open: OpenNow | null): Promise<void> => {
			if (open) shown = open.collective;
			if (open && this.open?.collective === open.collective && this.engine === writer) return;
			this.#detach();
			if (!open) {
				this.open = null;
				this.session = { status: 'opening', doing: 'Another tab is opening a collective', progress: null };
				return;
			}
			this.#use(writer);
			await this.#show(open);
		};
		writer.on('switched', (open) => void follow(open));
		await follow(answered ? await writer.api.whatIsOpen().catch(() => null) : { collective: id, status: 'open', sample: false });
		void leadership.whenLeader.then(async () => {
			if (this.writer !== writer) return;
			this.#detach();
			this.#unshare();
			await this.openCollective(shown);
		});
		return ok(undefined);
	}

	#use(engine: EngineEnd): void {
		this.engine = engine;
		this.#cleanUp.push(
			engine.on('changed', () => {
				this.#version++;
				void this.#refreshHeard();
			}),
			engine.on('session', ({ status }) => void (this.open && this.#show({ ...this.open, status }))),
			engine.on('writing', () => this.#version++)
		);
	}

	async #show(open: OpenNow): Promise<void> {
		const { collective, status, sample } = open;
		this.open = open;
		const lobby = status === 'lobby' && this.engine && (await askView(this.engine, 'lobby', null));
		if (lobby) this.session = { status: 'lobby', lobby };
		else if (status === 'removed') {
			const home = this.engine && (await askView(this.engine, 'home', null).catch(() => null));
			this.session = { status, collectiveName: home?.collectiveName ?? '' };
			await this.network?.stop();
			this.network = null;
		} else if (status === 'open') this.session = { status, collective, sample: sample ? (this.exploring ? 'throwaway' : 'kept') : null };
		// nobody waits for it: where the disk refuses, another one opens the next time
		if (this.engine === this.worker) void this.worker.api.rememberOpened(collective).catch(() => undefined);
	}

	async #refreshHeard(): Promise<void> {
		const { engine } = this;
		if (this.session.status === 'lobby') {
			const lobby = engine && (await askView(engine, 'lobby', null));
			if (lobby && this.session.status === 'lobby') this.session = { status: 'lobby', lobby };
			return;
		}
		const connection = engine && (await askView(engine, 'connection', null).catch(() => null));
		if (connection) this.heard = connection.here.length + connection.ownDevicesHere > 0;
	}

	#detach(): void {
		for (const stop of this.#cleanUp.splice(0)) stop();
		this.engine = null;
	}

	#unshare(): void {
		this.#share?.stop();
		this.#share = null;
		this.writer = null;
	}

	/** The engine that follows one that was closed; null when none comes for a while. */
	protected async engineAfter(closed: EngineEnd | null): Promise<EngineEnd | null> {
		for (let waited = 0; waited < NEXT_ENGINE_MS; waited += 100) {
			if (this.engine && this.engine !== closed) return this.engine;
			await new Promise((resolve) => this.deps.page.setTimeout(resolve, 100));
		}
		return null;
	}

	async #stopWriting(): Promise<void> {
		const written = Promise.all(this.texts.map((text) => text.flush()));
		await Promise.race([written, new Promise((resolve) => this.deps.page.setTimeout(resolve, FLUSH_PATIENCE_MS))]);
		this.#detach();
		this.identifiers.stop();
		const { network } = this;
		this.network = null;
		await network?.stop();
	}

	/** Before this page goes: texts are written, and its forms write what they keep, as when one walks away from them. */
	protected async leavePage(doing: string, run: () => void): Promise<void> {
		const patience = new Promise((resolve) => this.deps.page.setTimeout(resolve, LEAVE_PATIENCE_MS));
		await Promise.race([patience, Promise.all(this.texts.map((text) => text.flush()))]);
		this.session = { status: 'opening', doing, progress: null };
		await tick();
		await Promise.race([patience, this.unkeptHere.settled()]);
		run();
	}

	protected async leave(): Promise<void> {
		await this.#stopWriting();
		this.#unshare();
		this.open = null;
		await this.worker.api.close().catch(() => undefined); // a worker that is gone has nothing open
		this.#leadership?.release();
		this.#leadership = null;
	}

	protected async call<T>(run: (api: EngineEnd['api']) => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
		const { engine } = this;
		return engine ? run(engine.api) : err(failure('Unexpected'));
	}

	protected tellEnvironment(): void {
		if (this.engine !== this.worker) return;
		void inspectBrowser(this.deps.page.navigator).then((browser) =>
			this.worker.api
				.tellEnvironment({
					...browser,
					signaling: this.network?.signalingState() ?? (this.open?.sample ? 'off' : 'connecting'),
					appUrl: this.configuration.publicUrl,
					defaultSignaling: this.configuration.signaling,
					lastBackupAt: this.lastBackupAt,
					updateWaiting: this.updates.waiting !== null
				})
				.catch(() => undefined) // locked meanwhile
		);
	}
}
