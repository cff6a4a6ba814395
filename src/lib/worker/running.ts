/**
 * A collective at work: the open log and fold with everything around them that talks to colleagues' devices. Wires sync,
 * door, duties and texts together and turns what happens into events for the page. Knows no browser API.
 */
import { CORE_STREAM, equalBytes, type MemberId, type ObjectId, type StreamId } from '$crypto/base';
import type { Random } from '$crypto/random';
import { isRecused } from '$crdt/domain/consultation/readers';
import { sift } from '$crdt/log/gate';
import type { Log } from '$crdt/log/log-types';
import type { Clock, EntryStore, Have, RawBatch } from '$crdt/log/ports';
import type { ReceiptStore } from '$lib/adapters/receipt-store';
import type { PeerCrypto } from '$lib/adapters/webrtc/device-auth';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { KnownPeer, NetworkPlan } from './api';
import type { Builds } from './builds';
import { createCheckpointing } from './checkpointing';
import { epochTexts, openCollective, type OpenCollective } from './collective';
import { collectiveReceipts } from './collective-receipts';
import type { Door } from './door';
import type { Electorates } from './drafts';
import type { Emit } from './emit';
import { createEntrances } from './entrances';
import { createForgetter } from './forget';
import type { FurtherLobbies } from './further-lobbies';
import type { Heard } from './heard';
import { createKeeperHook, type KeeperHook } from './keeper-hook';
import type { Dial } from './keeper-line';
import type { StoredCollective } from './keychain-schema';
import type { SealedHeld } from './sealed-answers';
import type { KeptServerChoices } from './servers-choice';
import type { Receipts } from './receipts';
import { createStateHash } from './state-hash';
import { segmentUpdate, updatesOf } from './runs';
import { createSteward, type Steward } from './steward';
import { createForkExchange } from './fork-exchange';
import { createSync, type Sync } from './sync';

const ASK_EVERY_MS = 2_000;
/** Time for the decision itself to reach the one who was removed. */
const FAREWELL_MS = 3_000;

export interface RunningDependencies {
	readonly stored: StoredCollective;
	readonly store: EntryStore;
	readonly random: Random;
	readonly clock: Clock;
	readonly timers: Timers;
	readonly emit: Emit;
	/** What this device was told and has noted about proposals that leave somebody out (PRO27). */
	readonly electorates: Electorates;
	noteLeftOut(proposal: ObjectId, members: readonly MemberId[]): void;
	/** What is kept beside the log and names these texts goes too. @throws StoreRefused */
	forgetDrafts(texts: readonly StreamId[]): Promise<void>;
	/** Sealed answers of this device's person that it can open. */
	readonly sealed: SealedHeld;
	/** Where its receipts lie; opened when first needed. @throws StoreRefused */
	openReceipts(): Promise<ReceiptStore>;
	/** Is there storage left for what nobody asked for? */
	hasRoom(): boolean;
	/** Reaches keepers; null: none is ever contacted. */
	readonly dial: Dial | null;
	readonly choices: KeptServerChoices;
	/** Meeting points that the app came with. */
	fromHere(): readonly string[];
	readonly builds: Builds;
	readonly heard: Heard;
	/** See `line` of the stored record. */
	line(): string | undefined;
	/** A restored device has learnt how far its own log went: it is an ordinary device again. */
	caughtUp(): void;
}

export interface Running {
	readonly open: OpenCollective;
	readonly sealed: SealedHeld;
	readonly sync: Sync;
	readonly receipts: Receipts;
	readonly door: Door;
	readonly further: FurtherLobbies;
	readonly steward: Steward;
	readonly builds: Builds;
	readonly heard: Heard;
	readonly keepers: KeeperHook;
	readonly peerCrypto: PeerCrypto;
	plan(): NetworkPlan;
	/** What the plan rests on beside the log may have changed. */
	replan(): void;
	peers(): readonly KnownPeer[];
	/** May a colleague's device be sent anything of this text? */
	mayHave(peer: PeerId, stream: StreamId): boolean;
	peersChanged(peers: readonly KnownPeer[]): void;
	receiveUpdate(segment: number, update: Uint8Array): Promise<{ readonly offences: number }>;
	outerUpdate(segment: number): Uint8Array;
	/** A number for a text session that this device never used before. */
	nextSession(): Promise<number>;
	/** Everything held, for a backup. */
	allBatches(): readonly RawBatch[];
	/** Group keys as text, for a backup. */
	epochTexts(): string[];
	/** Is this device's member (still) a member? */
	standing(): 'member' | 'not-yet' | 'former';
	close(): Promise<void>;
}

/** @throws StoreRefused when the disk does not open. */
export async function runCollective(deps: RunningDependencies): Promise<Running> {
	const { stored, store, random, clock, timers, emit } = deps;
	let peers: readonly KnownPeer[] = [];
	let planText = '';
	let sayChanged: (() => void) | null = null;
	let isMoreToSay = false;
	let version = 0;
	let said: Uint8Array = new Uint8Array(0);
	let gone = false;
	const expelled = new Set<PeerId>();
	const sayGoodbye = new Set<() => void>();
	// A restored device goes on only after a colleague's device has said how much of its log there is (LOG: own log ahead).
	let mayWrite = !stored.restored;

	const open = await openCollective({
		stored, store, random, clock,
		mayWrite: () => mayWrite,
		events: {
			admitted(entries) {
				for (const [segment, update] of updatesOf(open.log, entries)) emit('outer', { segment, update });
				changed();
				checkpointing.poke();
				steward.poke();
				entrances.poke();
				forgetter.poke();
				void openNamedTexts();
				emitPlanIfNew();
				sendAwayExpelled();
				if (!gone && standing() === 'former') {
					gone = true;
					emit('session', { status: 'removed' });
				}
			},
			textEntry: (stream, entry) => emit('textEntry', { stream, entry }),
			textFrame: (frame) => emit('textFrame', frame),
			ownText(batch) {
				keepers.poke();
				for (const { peer, identity } of peers)
					if (identity.kind === 'member' && mayHave(peer, batch.stream)) emit('send', { peer, bytes: sync.push(batch) });
			},
			changed: () => changed()
		}
	});

	/** Who was a member when the line opened and is none now hears of it, and then nothing more. */
	function sendAwayExpelled(): void {
		for (const { peer, identity } of peers) {
			if (identity.kind !== 'member' || expelled.has(peer) || !rooms.isExpelled(identity.device)) continue;
			expelled.add(peer);
			sayGoodbye.add(timers.after(FAREWELL_MS, () => emit('ban', { peer })));
		}
	}

	/** The first change is said at once, whatever follows it within 40 ms together; so is the heartbeat. */
	function changed(): void {
		keepers.poke();
		if (sayChanged) {
			isMoreToSay = true;
			return;
		}
		emit('changed', { version: ++version });
		isMoreToSay = false;
		sayChanged = timers.after(40, () => {
			sayChanged = null;
			if (isMoreToSay) emit('changed', { version: ++version });
			// Said only when it is news: answers to heartbeats must not be heartbeats.
			const bytes = sync.heartbeat();
			if (!equalBytes(bytes, said)) emit('heartbeat', { bytes: (said = bytes) });
			sync.poke();
		});
	}

	async function openNamedTexts(): Promise<void> {
		const known = new Set(open.texts.known());
		for (const stream of open.ownTexts.all()) if (!known.has(stream)) await open.texts.ensure(stream);
		await open.texts.retry();
	}

	/** Colleagues who stepped out of a case are sent nothing of it. */
	function mayHave(peer: PeerId, stream: StreamId): boolean {
		const identity = peers.find((each) => each.peer === peer)?.identity;
		return identity?.kind === 'member' && !isRecused(open.state().consultation, stream, identity.member);
	}

	const have = (): Have => new Map([[CORE_STREAM, open.log.have()], ...open.texts.have()]);
	const logOf = (stream: StreamId): Log | null => (stream === CORE_STREAM ? open.log : open.texts.logOf(stream));
	const stateHash = createStateHash(open, timers, () => changed());

	const sync = createSync({
		have,
		async receive(batch) {
			if (batch.stream !== CORE_STREAM) return open.texts.receive(batch);
			return receiveCore(batch);
		},
		*missing(theirs) {
			const core = theirs.get(CORE_STREAM);
			if (core) yield* open.log.missing(core);
			yield* open.texts.missing(theirs);
		},
		heard(theirs) {
			const core = theirs.get(CORE_STREAM);
			if (core) open.log.heardHave(core);
			open.texts.heardHave(theirs);
			if (!mayWrite && !open.log.ownLogAhead()) {
				mayWrite = true;
				deps.caughtUp();
			}
		},
		ownSlot: open.signer.slot,
		ownLogAhead: () => open.log.ownLogAhead() || open.texts.ownLogAhead(),
		dismissClaims() {
			open.log.dismissClaims();
			open.texts.dismissClaims();
		},
		liveSegment: () => open.log.liveSegment(),
		isForked: (stream, slot) => logOf(stream)?.dag.isForked(slot) ?? false,
		isNamed: (stream) => stream === CORE_STREAM || open.ownTexts.has(stream),
		mayHave,
		stateHash: () => stateHash.current(),
		currentEpoch: () => open.writeEpoch()?.id ?? '',
		send: (peer, bytes) => emit('send', { peer, bytes }),
		onLive: (_peer, stream, frame) => void open.texts.receiveFrame(stream, frame),
		onLobby: (peer, body) => door.receive(peer, body),
		onReceipts: (peer, message) => receipts.exchange.receive(peer, message),
		forks: createForkExchange({
			logs: () => [[CORE_STREAM, open.log] as const, ...[...open.texts.logs()].filter(([stream]) => open.ownTexts.has(stream))],
			logOf,
			originsFor(peer, sought) {
				const asker = peers.find((each) => each.peer === peer)?.identity;
				return asker?.kind === 'member' ? open.origins.find(sought, asker.device) : [];
			},
			send: (peer, bytes) => emit('send', { peer, bytes })
		}),
		builds: {
			mine: deps.builds.mine.name,
			heard(peer, build) {
				const identity = peers.find((each) => each.peer === peer)?.identity;
				if (identity?.kind === 'member') deps.builds.hear(identity.device, build);
			}
		},
		changed: () => changed(),
		now: () => timers.now()
	});

	const receipts = collectiveReceipts({
		open, random, clock, timers,
		openReceipts: deps.openReceipts,
		hasRoom: deps.hasRoom,
		deviceOf(peer) {
			const identity = peers.find((each) => each.peer === peer)?.identity;
			return identity?.kind === 'member' && !rooms.isExpelled(identity.device) ? identity.device : null;
		},
		send: (peer, bytes) => emit('send', { peer, bytes }),
		isCatchingUp: sync.isCatchingUp,
		changed: () => changed()
	});

	async function receiveCore(batch: RawBatch): Promise<{ readonly offences: number }> {
		const report = await open.log.receive(batch);
		if (report.notStored) emit('writing', { state: report.notStored.type === 'DiskFull' ? 'disk-full' : 'store-closed' });
		if (report.evidence.length > 0) steward.poke();
		return { offences: report.rejectedCount };
	}

	const entrances = createEntrances({
		open, random, clock, timers,
		brought: stored.signaling,
		line: deps.line,
		send: (peer, bytes) => emit('send', { peer, bytes }),
		ban: (peer) => emit('ban', { peer }),
		changed: () => changed(),
		replan: () => emitPlanIfNew()
	});
	const { rooms, door } = entrances;
	const plan = () => keepers.plan(rooms.plan());
	const keepers = createKeeperHook({
		open, random, clock, timers, receipts,
		dial: deps.dial,
		choices: deps.choices,
		fromHere: deps.fromHere,
		hasRoom: deps.hasRoom,
		receive: (batch) => (batch.stream === CORE_STREAM ? receiveCore(batch) : open.texts.receive(batch)),
		direct: () => new Set(peers.flatMap(({ identity }) => (identity.kind === 'member' ? [identity.device] : []))),
		changed() {
			emitPlanIfNew();
			emit('changed', { version: ++version });
		}
	});
	deps.choices.listen(() => {
		emitPlanIfNew();
		changed();
	});

	const steward = createSteward({
		open, random, clock, timers,
		electorates: deps.electorates,
		noteLeftOut: deps.noteLeftOut,
		openSealed: deps.sealed.find,
		colleagues: () => peers.filter(({ identity }) => identity.kind === 'member').length,
		notSaved: (state) => emit('writing', { state })
	});

	const forgetter = createForgetter({
		open, timers,
		forgetDrafts: deps.forgetDrafts,
		gone: (stream, because) => emit('textGone', { stream, because }),
		notSaved: (state) => emit('writing', { state })
	});

	const checkpointing = createCheckpointing(open.log, open.loaded, timers);

	function emitPlanIfNew(): void {
		const { rooms: all, ...rest } = plan();
		const text = JSON.stringify([all.map(({ kind, name }) => [kind, name]), rest]);
		if (text === planText) return;
		planText = text;
		emit('plan', null);
	}

	// Nobody else could hold more of this device's log than the backup does.
	if (open.state().membership.members.size === 1) mayWrite = true;
	function standing(): 'member' | 'not-yet' | 'former' {
		const fact = open.state().membership.members.get(open.me);
		if (!fact) return 'not-yet';
		const device = open.state().membership.devices.get(open.signer.device);
		return fact.status === 'member' && device?.status === 'active' ? 'member' : 'former';
	}

	// Holes become due, requests and rests run out, without anything arriving.
	const stopAsking = timers.every(ASK_EVERY_MS, () => {
		sync.poke();
		void receipts.exchange.tick();
	});
	gone = standing() === 'former';
	// before anybody is told what is here
	await forgetter.settle();
	await openNamedTexts();
	emitPlanIfNew();
	steward.poke();
	keepers.poke();

	return {
		sealed: deps.sealed,
		builds: deps.builds,
		heard: deps.heard,
		keepers,
		open, sync, receipts, door, steward, plan,
		replan: emitPlanIfNew,
		peerCrypto: entrances.peerCrypto,
		further: entrances.further,
		peers: () => peers,
		mayHave,
		peersChanged(list) {
			peers = list;
			deps.heard.here(list.flatMap(({ identity }) => (identity.kind === 'member' ? [identity.device] : [])));
			// said again: the page may not have been listening yet when it was news
			said = new Uint8Array(0);
			sendAwayExpelled();
			const members = list.flatMap(({ peer, identity }) => (identity.kind === 'member' ? [peer] : []));
			sync.setPeers(members);
			receipts.exchange.setPeers(members);
			entrances.setPeers(list);
			steward.poke();
		},
		async receiveUpdate(segment, update) {
			const { entries, offenceCount } = sift(update);
			if (entries.length === 0) return { offences: offenceCount };
			const { offences } = await receiveCore({ stream: CORE_STREAM, segment, entries });
			return { offences: offences + offenceCount };
		},
		outerUpdate: (segment) => segmentUpdate(open.log, segment),
		nextSession: () => store.nextCounter('text-session'),
		allBatches: () => [...open.log.missing(new Map()), ...open.texts.missing(new Map(open.ownTexts.all().map((id) => [id, new Map()])))],
		epochTexts: () => epochTexts(open.keyring),
		standing,
		async close() {
			sayChanged?.();
			for (const stop of sayGoodbye) stop();
			stopAsking();
			steward.stop();
			forgetter.stop();
			entrances.stop();
			await keepers.close();
			checkpointing.stop();
			stateHash.stop();
			await deps.heard.stop();
			await receipts.close();
			await open.close();
		}
	};
}
