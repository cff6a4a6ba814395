/**
 * A collective at work: the open log and fold with everything around them that talks to colleagues' devices. Wires sync,
 * door, duties and texts together and turns what happens into events for the page. Knows no browser API.
 */
import { CORE_STREAM, equalBytes, type InvitationId, type MemberId, type ObjectId, type StreamId } from '$crypto/base';
import { invitationIdOf } from '$crypto/invitation';
import { deviceIdOf } from '$crypto/keys';
import type { Random } from '$crypto/random';
import { selectDoorRooms } from '$crdt/domain/calendar/select-doors';
import { sift } from '$crdt/log/gate';
import type { Log } from '$crdt/log/log-types';
import { encodeRuns, type Run } from '$crdt/log/outer-doc';
import type { Clock, EntryStore, Have, RawBatch } from '$crdt/log/ports';
import { createPeerCrypto } from '$lib/adapters/webrtc/peer-crypto';
import type { ReceiptStore } from '$lib/adapters/receipt-store';
import type { PeerCrypto } from '$lib/adapters/webrtc/device-auth';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { KnownPeer, NetworkPlan } from './api';
import { charterOf } from './charter';
import { createCheckpointing } from './checkpointing';
import { epochTexts, namedStreams, openCollective, type OpenCollective } from './collective';
import { collectiveReceipts } from './collective-receipts';
import { createDoor, type Door } from './door';
import { createDoorDesk } from './door-desk';
import { createDoorPlaces } from './door-places';
import type { Electorates } from './drafts';
import type { Emit } from './emit';
import { lensOf } from './lens';
import type { StoredCollective } from './keychain-schema';
import type { SealedHeld } from './sealed-answers';
import type { Receipts } from './receipts';
import { createStateHash } from './state-hash';
import { createRooms } from './rooms';
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
	/** Sealed answers of this device's person that it can open. */
	readonly sealed: SealedHeld;
	/** Where its receipts lie; opened when first needed. @throws StoreRefused */
	openReceipts(): Promise<ReceiptStore>;
	/** Is there storage left for what nobody asked for? */
	hasRoom(): boolean;
	/** A restored device has learnt how far its own log went: it is an ordinary device again. */
	caughtUp(): void;
}

export interface Running {
	readonly open: OpenCollective;
	readonly sealed: SealedHeld;
	readonly sync: Sync;
	readonly receipts: Receipts;
	readonly door: Door;
	readonly steward: Steward;
	readonly peerCrypto: PeerCrypto;
	plan(): NetworkPlan;
	peers(): readonly KnownPeer[];
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
				const runs = new Map<number, Run[]>();
				for (const entry of entries) {
					const raw = open.log.raw(entry.id);
					if (!raw) continue;
					const segment = runs.get(entry.segment) ?? [];
					runs.set(entry.segment, segment);
					segment.push({ slot: raw.slot, fromSeq: raw.seq, entries: [raw.bytes] });
				}
				for (const [segment, list] of runs) emit('outer', { segment, update: encodeRuns(joinRuns(list)) });
				changed();
				checkpointing.poke();
				steward.poke();
				door.poke();
				doorDesk.poke();
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
				for (const { peer, identity } of peers)
					if (identity.kind === 'member') emit('send', { peer, bytes: sync.push(batch) });
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
		for (const stream of namedStreams(open.state())) if (!known.has(stream)) await open.texts.ensure(stream);
		await open.texts.retry();
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
		isNamed: (stream) => stream === CORE_STREAM || namedStreams(open.state()).has(stream),
		stateHash: () => stateHash.current(),
		currentEpoch: () => open.writeEpoch()?.id ?? '',
		send: (peer, bytes) => emit('send', { peer, bytes }),
		onLive: (_peer, stream, frame) => void open.texts.receiveFrame(stream, frame),
		onLobby: (peer, body) => door.receive(peer, body),
		onReceipts: (peer, message) => receipts.exchange.receive(peer, message),
		forks: createForkExchange({
			logs: () => [[CORE_STREAM, open.log], ...open.texts.logs()],
			logOf,
			originsFor(peer, sought) {
				const asker = peers.find((each) => each.peer === peer)?.identity;
				return asker?.kind === 'member' ? open.origins.find(sought, asker.device) : [];
			},
			send: (peer, bytes) => emit('send', { peer, bytes })
		}),
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

	const doorPlaces = createDoorPlaces(open, clock);
	const rooms = createRooms(open, clock, stored.signaling, doorPlaces);
	const { plan } = rooms;

	const memberDeviceKeys = (): string[] =>
		open.state().membership.seated.flatMap(({ devices }) => devices.flatMap((id) => open.state().membership.devices.get(id)?.signKey ?? []));

	const doorDesk = createDoorDesk({
		collective: open.id,
		random, timers, memberDeviceKeys,
		find: doorPlaces.find,
		roomsOf: (one) => selectDoorRooms(lensOf(open, clock.now()), one),
		held: () => open.log.dag.size,
		send: (peer, bytes) => emit('send', { peer, bytes })
	});

	const door = createDoor({
		collective: open.id,
		random,
		myName: () => open.state().membership.members.get(open.me)?.profile.name ?? '',
		charter: () => charterOf(lensOf(open, clock.now())),
		placeOf: rooms.lobbyPlace,
		whyNot: rooms.whyNot,
		isAdmitted: (signKey) => open.state().membership.members.get(open.hashes.memberIdOf(signKey))?.status === 'member',
		standing(invitation, signKey) {
			const fact = open.state().membership.invitations.get(invitation);
			const candidacy = fact?.candidacies.find(({ memberId }) => memberId === open.hashes.memberIdOf(signKey));
			const approvals = new Set([...(fact ? [fact.issuer] : []), ...(candidacy?.approvals ?? [])]);
			return { approvals: approvals.size, needed: fact?.needed ?? 1, mine: candidacy?.approvals.includes(open.me) ?? false };
		},
		epochs: () => open.keyring.all(),
		memberDeviceKeys,
		send: (peer, bytes) => emit('send', { peer, bytes }),
		ban: (peer) => emit('ban', { peer }),
		changed: () => changed()
	});

	const steward = createSteward({
		open, random, clock, timers,
		electorates: deps.electorates,
		noteLeftOut: deps.noteLeftOut,
		openSealed: deps.sealed.find,
		colleagues: () => peers.filter(({ identity }) => identity.kind === 'member').length,
		notSaved: (state) => emit('writing', { state })
	});

	const checkpointing = createCheckpointing(open.log, open.loaded, timers);

	function emitPlanIfNew(): void {
		const { rooms: all, signaling, liveSegment } = plan();
		const text = JSON.stringify([all.map(({ kind, name }) => [kind, name]), signaling, liveSegment]);
		if (text === planText) return;
		planText = text;
		emit('plan', null);
	}

	// Nobody else could hold more of this device's log than the backup does.
	if (open.state().membership.members.size <= 1) mayWrite = true;
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
	await openNamedTexts();
	emitPlanIfNew();
	steward.poke();

	return {
		sealed: deps.sealed,
		open, sync, receipts, door, steward, plan,
		peerCrypto: createPeerCrypto({
			collective: open.id,
			random,
			credential: () => ({ kind: 'member', keys: open.keys.sign }),
			identify({ kind, publicKey, session }, room) {
				if (kind === 'member') {
					const member = rooms.memberWith(publicKey);
					return member && { kind, device: deviceIdOf(publicKey), member };
				}
				const invitation = invitationIdOf(publicKey);
				if (room.kind !== 'lobby') return null;
				return rooms.hasLobby(invitation) || doorPlaces.isWelcome(invitation, room.name) ? { kind, invitation, session } : null;
			}
		}),
		peers: () => peers,
		peersChanged(list) {
			peers = list;
			// said again: the page may not have been listening yet when it was news
			said = new Uint8Array(0);
			sendAwayExpelled();
			const members = list.flatMap(({ peer, identity }) => (identity.kind === 'member' ? [peer] : []));
			sync.setPeers(members);
			receipts.exchange.setPeers(members);
			const guests = list.flatMap(({ peer, identity }) => (identity.kind === 'invitation' ? [{ peer, invitation: identity.invitation }] : []));
			const isTablet = (invitation: InvitationId) => doorPlaces.find(invitation) !== null;
			door.setGuests(guests.filter(({ invitation }) => !isTablet(invitation)));
			doorDesk.setGuests(guests.filter(({ invitation }) => isTablet(invitation)).map(({ peer, invitation }) => ({ peer, guest: invitation })));
			steward.poke();
		},
		async receiveUpdate(segment, update) {
			const { entries, offenceCount } = sift(update);
			if (entries.length === 0) return { offences: offenceCount };
			const { offences } = await receiveCore({ stream: CORE_STREAM, segment, entries });
			return { offences: offences + offenceCount };
		},
		outerUpdate(segment) {
			const runs: Run[] = [];
			for (const batch of open.log.missing(new Map()))
				if (batch.segment === segment)
					for (const { slot, seq, bytes } of batch.entries) runs.push({ slot, fromSeq: seq, entries: [bytes] });
			return encodeRuns(joinRuns(runs));
		},
		nextSession: () => store.nextCounter('text-session'),
		allBatches: () => [...open.log.missing(new Map()), ...open.texts.missing(new Map(open.texts.known().map((id) => [id, new Map()])))],
		epochTexts: () => epochTexts(open.keyring),
		standing,
		async close() {
			sayChanged?.();
			for (const stop of sayGoodbye) stop();
			stopAsking();
			steward.stop();
			doorDesk.stop();
			checkpointing.stop();
			stateHash.stop();
			await receipts.close();
			await open.close();
		}
	};
}

/** Single entries of one slot that follow each other become one run. */
function joinRuns(runs: readonly Run[]): Run[] {
	const sorted = [...runs].sort((a, b) => a.slot - b.slot || a.fromSeq - b.fromSeq);
	const joined: { slot: Run['slot']; fromSeq: number; entries: Uint8Array[] }[] = [];
	for (const run of sorted) {
		const last = joined.at(-1);
		if (last?.slot === run.slot) {
			// The second branch of a forked log stands at places already taken: evidence, not part of the document.
			if (last.fromSeq + last.entries.length === run.fromSeq) last.entries.push(...run.entries);
		} else joined.push({ slot: run.slot, fromSeq: run.fromSeq, entries: [...run.entries] });
	}
	return joined;
}
