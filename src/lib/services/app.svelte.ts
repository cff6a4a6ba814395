/**
 * The app behind the screens: commands and views over what is open. Effects reach it through `AppDependencies`; the engine does the rest.
 *
 * One instance per page, made in compose.ts. Holds no secret: passphrases pass through to the worker and are not kept.
 */
import { err, ok, type StreamId, type Result } from '$crypto/base';
import { failure, type Failure } from '$lib/errors';
import { backupFileName, linkAt } from './environment';
import { identifiersBy, type Identifiers } from './identifiers';
import { draftsBy } from './kept-here';
import { LAST_BACKUP, Opening, type AppDependencies } from './opening.svelte';
import { pageReachBy } from './page-reach';
import { gradePassphrase } from './passphrase-grade';
import type { PageReach } from './reach';
import type { App, Done, FoundInput, JoinInput, LiveText, ViewName, Views } from './types';
import { LiveView } from './view.svelte';

export type { AppDependencies };

export class AppState extends Opening implements App {
	view<N extends ViewName>(name: N, args: () => Views[N]['args']): { readonly current: Views[N]['value'] | undefined } {
		return new LiveView(this.source, name, args);
	}

	async found({ passphrase, ...input }: FoundInput): Done {
		const vault = await this.#strongVault(passphrase);
		if (!vault.ok) return vault;
		this.session = { status: 'opening', doing: 'Preparing your collective', progress: null };
		const founded = await this.worker.api.found(input);
		if (!founded.ok) {
			await this.#showWelcome();
			return founded;
		}
		await this.afterOpening(founded.value, 'open');
		void this.requestPersistence();
		return ok(undefined);
	}

	async join({ passphrase, ...input }: JoinInput): Done {
		if (!this.invitation) return err(failure('NotAnInvitation'));
		const vault = await this.#strongVault(passphrase);
		if (!vault.ok) return vault;
		const started = await this.worker.api.startJoin(this.invitation, input);
		if (!started.ok) return started;
		this.invitation = null;
		void this.requestPersistence();
		return this.openCollective(started.value);
	}

	async openInvitation(link: string): ReturnType<App['openInvitation']> {
		const seen = await this.worker.api.readInvitation(link);
		if (!seen.ok) return seen;
		this.invitation = link;
		if (this.session.status === 'welcome' || this.session.status === 'locked') this.session = { ...this.session, invitation: seen.value };
		return seen;
	}

	async unlock(passphrase: string): Done {
		const vault = await this.worker.api.openVault(passphrase);
		return vault.ok ? this.enter(vault.value) : vault;
	}

	async lock(): Promise<void> {
		await this.leave();
		this.worker.terminate();
		this.vault = null;
		this.exploring = false;
		this.session = { status: 'starting' };
		this.worker = this.startWorker();
	}

	changePassphrase: App['changePassphrase'] = (from, to) => this.worker.api.changePassphrase(from, to);
	gradePassphrase = gradePassphrase;

	identifiers: Identifiers = identifiersBy((run) => this.call(run), () => this.engine, () => this.deps.loadCheckWorker());
	drafts: App['drafts'] = this.unkeptHere.watch(draftsBy(() => this.engine, (closed) => this.engineAfter(closed)));

	async invite(note: string): ReturnType<App['invite']> {
		const made = await this.call((api) => api.invite(note));
		return made.ok ? ok({ link: made.value.fragmentLink, invitation: made.value.invitation }) : made;
	}

	async openText(stream: StreamId): Promise<Result<LiveText, Failure>> {
		const { engine } = this;
		if (!engine) return err(failure('Unexpected'));
		const { openNamedText } = await import('./live-text');
		const opened = await openNamedText(stream, { engine, isHeard: () => this.heard, next: (closed) => this.engineAfter(closed) });
		if (!opened.ok) return opened;
		const text = opened.value;
		this.texts = [...this.texts, text];
		const close = (): Promise<void> => {
			this.texts = this.texts.filter((other) => other !== text);
			return text.close();
		};
		return ok({ ...text, close });
	}

	async backup(passphrase: string): ReturnType<App['backup']> {
		const sealed = await this.call((api) => api.backup(passphrase));
		if (!sealed.ok) return sealed;
		this.lastBackupAt = Date.now();
		await this.worker.api.setNote(LAST_BACKUP, this.lastBackupAt);
		this.tellEnvironment();
		return ok({ fileName: backupFileName(this.lastBackupAt), bytes: new Uint8Array(sealed.value) });
	}

	async restore(file: Uint8Array, passphrase: string, newPassphrase: string): Done {
		const restored = await this.worker.api.restore(file, passphrase, newPassphrase);
		if (!restored.ok) return restored;
		void this.requestPersistence();
		return this.enter(restored.value);
	}

	async wipe(): Done {
		await this.leave();
		await this.worker.api.wipe();
		await this.deps.forgetPageData(null);
		this.vault = null;
		this.exploring = false;
		this.session = { status: 'welcome', invitation: null };
		return ok(undefined);
	}

	async requestPersistence(): Promise<boolean> {
		const granted = await this.deps.page.navigator.storage.persist().catch(() => false);
		this.tellEnvironment();
		return granted;
	}

	get update(): App['update'] {
		return this.updates.waiting;
	}
	unkept = (): boolean => this.unkeptHere.any();
	activateUpdate = (): Promise<void> => this.leavePage('Starting the new version', () => this.updates.activate());
	linkTo = (path: string): string => linkAt(this.configuration.publicUrl, path);

	protected pageReach: PageReach = pageReachBy({
		page: this.deps.page,
		worker: () => this.worker,
		network: () => this.network,
		configuration: () => this.configuration,
		vault: () => this.vault,
		writer: () => this.writer,
		openNow: () => this.open?.collective ?? null,
		exploring: () => this.exploring,
		freshVault: (passphrase) => this.#strongVault(passphrase),
		enter: (vault) => this.enter(vault),
		explore: (vault, sample) => {
			this.vault = vault;
			this.exploring = true;
			return this.openCollective(sample);
		},
		openCollective: (id) => this.openCollective(id),
		leaveCollective: () => this.leaveCollective(),
		showWelcome: () => this.#showWelcome(),
		forgetPageData: (id) => this.deps.forgetPageData(id),
		tryConnection: this.deps.tryConnection,
		measureStorage: this.deps.measureStorage,
		lock: () => this.lock(),
		wipe: () => this.wipe(),
		say: (session) => (this.session = session)
	});

	/** Of the vault that is open already, or of a fresh one under a passphrase that is not too easy. */
	async #strongVault(passphrase: string): ReturnType<Opening['freshVault']> {
		const weak = !this.vault && gradePassphrase(passphrase).score < 2;
		return weak ? err(failure('PassphraseTooWeak')) : this.freshVault(passphrase);
	}

	async #showWelcome(): Promise<void> {
		this.session = { status: 'welcome', invitation: await this.seenInvitation(), adding: this.vault !== null };
	}
}
