/**
 * The engine: everything behind the page. Vault, one collective at a time, and the commands of `EngineApi`.
 *
 * Runs in a worker of the app and, unchanged, in tests: disk, clock, timers and randomness are arguments. Every expected
 * failure leaves as a value with the sentence for the person.
 */
import { err, ok, toBase64, type CollectiveId, type Result } from '$crypto/base';
import { createInvitation, deriveInvitation } from '$crypto/invitation';
import { encodeInvitationLink } from '$crypto/invitation-link';
import { createEpochKey, deriveEpochKeys, wrapKey } from '$crypto/keyring';
import { collectiveIdOf, deviceIdOf, deviceKeysFromSeed } from '$crypto/keys';
import type { PassphraseCost } from '$crypto/passphrase';
import type { Random } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { StoreRefused, type Clock, type EntryStore } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { ReceiptStore } from '$lib/adapters/receipt-store';
import type { VaultStore } from '$lib/adapters/vault-store';
import { failure, type Failure } from '$lib/errors';
import type { EngineApi, Environment } from './api';
import { createBackups } from './backups';
import { openBuilds, type Build } from './builds';
import { createBusyOverlays } from './busy';
import { createCases } from './cases';
import { createDrafts } from './drafts';
import type { Emit } from './emit';
import { guarded } from './guarded';
import { hangDoor } from './hang-door';
import { openHeard } from './heard';
import type { JoiningSession } from './joining';
import type { Keychain } from './keychain';
import type { Dial } from './keeper-line';
import type { StoredCollective } from './keychain-schema';
import { createMeetings } from './meetings';
import { namesGone } from './own-texts';
import { createPrivateWords } from './private-words';
import { createReach } from './reach';
import { runCollective, type Running } from './running';
import { createSealedAnswers } from './sealed-answers';
import { openServerChoices } from './servers-choice';
import { createTextApi } from './text-api';
import { createVaultDesk, type KeychainHolder, type VaultDesk } from './vault-desk';
import { watchTrial } from './trial';
import { createViews } from './views';
import { watchStore } from './watched-store';

export interface EngineDependencies {
	readonly vault: VaultStore;
	openStore(collective: CollectiveId): Promise<EntryStore>;
	/** Forgets all entries of a collective on this device. */
	deleteStore(collective: CollectiveId): Promise<void>;
	/** Where receipts lie, apart from the log. */
	openReceipts(collective: CollectiveId): Promise<ReceiptStore>;
	deleteReceipts(collective: CollectiveId): Promise<void>;
	readonly random: Random;
	readonly clock: Clock;
	readonly timers: Timers;
	readonly emit: Emit;
	/** Reaches keepers; absent: none is contacted. */
	readonly dial?: Dial;
	/** What runs here; absent in tests that do not ask. */
	readonly build?: Build;
	readonly cost?: PassphraseCost;
}

/** Every method of the API, answering with a promise. */
export type Engine = {
	readonly [K in keyof EngineApi]: (...args: Parameters<EngineApi[K]>) => Promise<Awaited<ReturnType<EngineApi[K]>>>;
};

const INVITATION_DAYS = 14;
/** A link has room for so many. */
const LINK_SIGNALING = 4;
const DAY_MS = 86_400_000;
/** Above this part of the storage nothing is fetched that nobody asked for. */
const FULL_FROM = 0.8;

/** Both parts together, for whoever has no reason to load them apart. */
export function createEngine(deps: EngineDependencies): Engine {
	const holder: KeychainHolder = { current: null };
	return { ...createVaultDesk(deps, holder), ...createHouse(deps, holder) };
}

export type House = Omit<Engine, keyof VaultDesk>;

/** Everything that needs an open vault; `holder` is filled by the desk. */
export function createHouse(deps: EngineDependencies, holder: KeychainHolder): House {
	const { random, clock, timers, emit } = deps;
	let running: Running | null = null;
	let joining: JoiningSession | null = null;
	let stopTrial: (() => void) | null = null;
	let environment: Environment = UNKNOWN_ENVIRONMENT;
	let writing: 'ok' | 'disk-full' | 'store-closed' = 'ok';

	const tell: Emit = (name, value) => {
		if (name === 'writing') {
			const { state } = value as { state: typeof writing }; // the event's own type
			if (state === writing) return;
			writing = state;
		}
		emit(name, value);
	};
	const needKeychain = (): Keychain => {
		if (!holder.current) throw new Error('the vault is closed');
		return holder.current;
	};
	const needRunning = (): Running => {
		if (!running) throw new Error('no collective is open');
		return running;
	};
	const busy = createBusyOverlays({ keychain: () => holder.current, random, clock, changed: () => tell('changed', { version: 0 }) });
	const drafts = createDrafts({ keychain: () => holder.current, clock });
	const sealedAnswers = createSealedAnswers({ keychain: () => holder.current, random });
	const views = createViews({ running: () => running, joining: () => joining, clock, environment: () => environment, writing: () => writing, busy });
	const texts = createTextApi(needRunning, deps);
	const backups = createBackups(deps, holder, () => running);

	/** Nobody waits for this: where the disk refuses it, the next start of the app does it again. */
	const later = (work: Promise<void>): void =>
		void work.catch((problem: unknown) => {
			if (!(problem instanceof StoreRefused)) throw problem;
			tell('writing', { state: problem.failure.type === 'DiskFull' ? 'disk-full' : 'store-closed' });
		});

	async function start(stored: StoredCollective): Promise<void> {
		const store = watchStore(await deps.openStore(stored.id), (state) => tell('writing', { state }), timers);
		running = await runCollective({
			stored, store, random, clock, timers,
			electorates: await drafts.electorates(stored.id),
			noteLeftOut: (proposal, members) => later(drafts.noteLeftOut(stored.id, proposal, members).then(() => undefined)),
			forgetDrafts: (gone) => drafts.forgetTexts(stored.id, gone),
			sealed: await sealedAnswers.held(stored.id),
			openReceipts: () => deps.openReceipts(stored.id),
			heard: await openHeard({ keychain: () => holder.current, collective: stored.id, clock, timers }),
			builds: await openBuilds(() => holder.current, stored.id, deps.build ?? { version: '', name: '' }, clock),
			hasRoom: () => environment.quotaBytes === null || environment.usedBytes < environment.quotaBytes * FULL_FROM,
			dial: stored.sample === true ? null : (deps.dial ?? null),
			choices: await openServerChoices(() => holder.current, stored.id),
			fromHere: () => environment.defaultSignaling,
			line: () => storedOf(stored.id)?.line,
			emit: tell,
			caughtUp: () => later(needKeychain().put({ ...(storedOf(stored.id) ?? stored), restored: false }))
		});
		joining = null;
		if (stored.joining) stopTrial = watchTrial({ running, timers, proven: () => later(endTrial(stored, true)), failed: () => later(endTrial(stored, false)) });
		else if (stored.line !== undefined) later(enrolAfterPhrase(stored.id));
	}

	/** Proven: the invitation is forgotten. Not proven: what came with it is, and we stand at the door again. */
	async function endTrial(stored: StoredCollective, proven: boolean): Promise<void> {
		const latest = storedOf(stored.id) ?? stored;
		if (proven && latest.joining?.kind === 'phrase') return enrolAfterPhrase(stored.id);
		await needKeychain().put({ ...latest, vouched: [], ...(proven ? { joining: null } : { epochs: [] }) });
		if (!proven) await reopen(stored.id, 'lobby');
	}

	async function reopen(id: CollectiveId, status: 'lobby' | 'open'): Promise<void> {
		await closeAll();
		await open(id);
		tell('session', { status });
		tell('plan', null);
	}

	async function enrolAfterPhrase(id: CollectiveId): Promise<void> {
		const { enrolFresh } = await import('./phrase-enrol');
		if (running?.open.id !== id) return; // closed meanwhile
		stopTrial = enrolFresh({
			running, random, timers,
			stored: () => storedOf(id),
			put: (next) => needKeychain().put(next),
			switched: () => reopen(id, 'open')
		});
	}

	async function found(input: Parameters<EngineApi['found']>[0]): Promise<Result<CollectiveId, Failure>> {
		const { deviceName, profile, ...rest } = input;
		const seed = random.bytes(32);
		const keys = deviceKeysFromSeed(seed.slice());
		const nonce = random.bytes(16);
		const id = collectiveIdOf(keys.sign.publicKey, nonce);
		const epoch = createEpochKey(random);
		const stored: StoredCollective = {
			...NEW_COLLECTIVE, id, deviceSeed: toBase64(seed), epochs: [toBase64(reveal(epoch))]
		};
		await start(stored);
		const device = deviceIdOf(keys.sign.publicKey);
		const box = toBase64(wrapKey('epoch', id, epoch, keys.box.publicKey, random));
		const posted = await needRunning().open.post([
			{
				type: 'membership/found', ...rest, profile, nonce: toBase64(nonce),
				device: { signKey: toBase64(keys.sign.publicKey), boxKey: toBase64(keys.box.publicKey), name: deviceName },
				epoch: { epoch: deriveEpochKeys(epoch, id).id, boxes: [{ device, box }] }
			}
		]);
		const kept = posted.ok ? await guarded(async () => ok(await needKeychain().put(stored))) : posted;
		if (kept.ok) return ok(id);
		// Nothing of an unfinished founding stays behind: without its keys the entry is noise.
		await closeAll();
		await deps.deleteStore(id);
		return kept;
	}

	async function open(id: CollectiveId): ReturnType<Engine['open']> {
		// the tab that wrote until now may have learnt keys since this one was unlocked
		await needKeychain().refresh();
		const stored = needKeychain().collectives.find((each) => each.id === id);
		if (!stored) return err(failure('NotAMember'));
		const { joining: waiting } = stored;
		if (waiting && (stored.epochs.length === 0 || waiting.kind === 'phrase')) {
			const create = waiting.kind === 'phrase' ? (await import('./phrase-joining')).createPhraseJoining : (await import('./joining')).createJoining;
			const session = create({
				stored: { ...stored, joining: waiting },
				random,
				timers,
				send: (peer, bytes) => tell('send', { peer, bytes }),
				ban: (peer) => tell('ban', { peer }),
				changed: () => tell('changed', { version: 0 }),
				accepted: (next) => needKeychain().put(next),
				notSaved: (problem) => tell('writing', { state: problem.type === 'DiskFull' ? 'disk-full' : 'store-closed' }),
				async admitted(next) {
					if (joining !== session) return; // closed meanwhile
					await needKeychain().put(next);
					await start(next);
					// a phrase is at the door until a fresh device has taken its place
					if (next.joining?.kind === 'phrase') joining = session;
					else tell('session', { status: 'open' });
					tell('plan', null);
				}
			});
			if (stored.epochs.length > 0) await start(stored);
			joining = session;
			return ok({ status: 'lobby' });
		}
		await start(stored);
		return ok({ status: needRunning().standing() === 'former' ? 'removed' : 'open' });
	}

	async function invite(note: string): ReturnType<Engine['invite']> {
		const { open: collective } = needRunning();
		const seed = createInvitation(random);
		const invitation = deriveInvitation(seed, collective.id);
		const { settings, members } = collective.state().membership;
		const posted = await collective.post([
			{
				type: 'membership/invite', note,
				publicKey: toBase64(invitation.sign.publicKey),
				lobbyKey: toBase64(reveal(invitation.lobbyKey)),
				expiresAt: clock.now() + INVITATION_DAYS * DAY_MS
			}
		]);
		if (!posted.ok) return posted;
		const stored = storedOf(collective.id);
		if (stored) later(needKeychain().put({ ...stored, issued: { ...stored.issued, [invitation.id]: toBase64(reveal(seed)) } }));
		const { signaling } = needRunning().plan();
		const own = signaling.length > 0 ? signaling.slice(0, LINK_SIGNALING) : environment.defaultSignaling;
		const link = encodeInvitationLink(`${settings.publicUrl || environment.appUrl}/join`, {
			collective: collective.id,
			seed,
			collectiveName: settings.name,
			inviterName: members.get(collective.me)?.profile.name ?? '',
			signaling: [...own],
			iceServers: []
		});
		return link.ok ? ok({ fragmentLink: link.value, invitation: invitation.id }) : err(failure('TooLarge'));
	}

	const storedOf = (id: CollectiveId) => needKeychain().collectives.find((each) => each.id === id);

	/** Has this device's part in that collective ended, so that it may come in anew? */
	async function isOver(id: CollectiveId): Promise<boolean> {
		await closeAll();
		const opened = await open(id);
		await closeAll();
		return opened.ok && opened.value.status === 'removed';
	}

	async function closeAll(): Promise<void> {
		stopTrial?.();
		stopTrial = null;
		await running?.close();
		running = null;
		joining = null;
	}

	const house: House = {
		found: (input) => guarded(() => found(input)),
		startJoin: (link, input) => guarded(async () => (await import('./start-joining')).startJoining(needKeychain(), random, link, input, isOver)),
		async abandonJoin() {
			for (const { id, joining: waiting } of needKeychain().collectives) if (waiting) await needKeychain().remove(id);
			joining = null;
		},
		open: (id) => guarded(() => open(id)),
		close: closeAll,

		view: async (name, args) => views.compute(name, args),
		post: (ops) => guarded(() => needRunning().open.post(ops)),
		invite: (note) => guarded(() => invite(note)),
		hangDoor: (input) => guarded(() => hangDoor(needRunning().open, input, environment, random)),
		admit: (knockId) =>
			guarded(async () => {
				const { door, open: collective } = needRunning();
				const knock = door.find(knockId);
				if (!knock) return err(failure('Refused', 'This person is not at the door any more.'));
				const { invitation, profile, signKey, boxKey, deviceName, proof } = knock;
				const device = { signKey, boxKey, name: deviceName };
				const posted = await collective.post([{ type: 'membership/admit', invitation, profile, device, proof }]);
				return posted.ok ? ok(undefined) : posted;
			}),
		async turnAway(knockId) {
			needRunning().door.turnAway(knockId);
			return ok(undefined);
		},
		acceptCharter: () =>
			guarded(async () => ((await joining?.acceptCharter()) === true ? ok(undefined) : err(failure('Refused', 'There is nothing to accept yet.')))),
		keepReceipt: (file) => guarded(() => needRunning().receipts.keep(file)),
		openReceipt: (receipt) => guarded(() => needRunning().receipts.open(receipt)),
		loadDraft: (key) => drafts.load(needRunning().open.id, key),
		saveDraft: (key, text, instead) =>
			guarded(async () => {
				const { open: collective } = needRunning();
				// of a text that is gone nothing is kept either
				return namesGone(collective, key) ? ok(undefined) : drafts.save(collective.id, key, text, instead);
			}),
		removeDraft: (key, also) => guarded(() => drafts.remove(needRunning().open.id, key, also)),
		listDrafts: (prefix) => drafts.list(needRunning().open.id, prefix),
		closeAllTheSame: (proposal) =>
			guarded(async () => {
				const { open: collective, steward } = needRunning();
				const kept = await drafts.closeAllTheSame(collective.id, proposal);
				if (kept.ok) steward.closeAllTheSame(proposal);
				return kept;
			}),
		recountFile: (proposal) =>
			guarded(async () => {
				// seldom asked for, so not loaded before
				const made = await import('./recount-file');
				return made.recountFile(needRunning().open, proposal, clock.now());
			}),
		castSealed: (input) => guarded(() => sealedAnswers.cast(needRunning().open, input)),
		addBusyOverlay: (input) => guarded(() => busy.add(input)),
		removeBusyOverlay: (id) => guarded(() => busy.remove(id)),

		...texts,
		...createMeetings(needRunning),
		...createCases(needRunning),
		...createPrivateWords(() => holder.current),
		...createReach({ deps, holder, emit: tell, running: () => running, needRunning, environment: () => environment, storedOf, closeAll, open, reopen, forgetPrivate: async (id) => void (await Promise.all([drafts.forgetAll(id), sealedAnswers.forgetAll(id)])) }),

		backup: (passphrase) => guarded(() => backups.backup(passphrase)),
		restore: (file, passphrase, fresh) => guarded(() => backups.restore(file, passphrase, fresh)),
		async wipe() {
			const ids = holder.current?.collectives.map(({ id }) => id) ?? [];
			await closeAll();
			for (const id of ids) await Promise.all([deps.deleteStore(id), deps.deleteReceipts(id)]);
			await deps.vault.clear();
			holder.current = null;
		},

		plan: async () => running?.plan() ?? joining?.plan() ?? null,
		outerUpdate: async (segment) => needRunning().outerUpdate(segment),
		receiveUpdate: async (_peer, segment, update) => running?.receiveUpdate(segment, update) ?? NO_OFFENCE,
		receiveMessage: async (peer, bytes) => (await (running?.sync ?? joining)?.receive(peer, bytes)) ?? NO_OFFENCE,
		async peersChanged(peers) {
			(running ?? joining)?.peersChanged(peers);
		},
		peerHello: async (context) => needPeerCrypto().hello(context),
		peerProve: async (situation) => needPeerCrypto().prove(situation),
		peerVerify: async (situation, proof) => needPeerCrypto().verify(situation, proof),
		async tellEnvironment(next) {
			const same = JSON.stringify(next) === JSON.stringify(environment);
			if (next.online && !environment.online) running?.keepers.kick();
			environment = next;
			if (same) return;
			running?.replan();
			tell('changed', { version: 0 });
		}
	};
	const needPeerCrypto = () => {
		const session = running ?? joining;
		if (!session) throw new Error('no collective is open');
		return session.peerCrypto;
	};
	return house;
}

const UNKNOWN_ENVIRONMENT: Environment = {
	online: true,
	signaling: 'connecting',
	appUrl: '',
	defaultSignaling: [],
	storagePersistent: false,
	usedBytes: 0,
	quotaBytes: null,
	lastBackupAt: null,
	updateWaiting: false
};
const NO_OFFENCE = { offences: 0 } as const;
const NEW_COLLECTIVE = { epochs: [], joining: null, vouched: [], issued: {}, signaling: [], restored: false } as const satisfies Partial<StoredCollective>;
