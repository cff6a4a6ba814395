/**
 * Anti-entropy between authenticated devices: heartbeats say what each holds; who lacks something asks; who is asked
 * serves a bounded amount, and is asked again. Pull, never push, so nothing is sent twice on purpose.
 *
 * The live segment of the core stream travels over y-webrtc; it is asked for here only when the same hole has been there
 * for two heartbeats, so that both ways never carry the same bulk. Knows nothing of keys, folds or connections (NET70 to NET76).
 */
import type { EpochId, Slot, StreamId } from '$crypto/base';
import { CORE_STREAM } from '$crypto/base';
import type { Have, RawBatch } from '$crdt/log/ports';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { ForkExchange } from './fork-exchange';
import type { ReceiptMessage } from './receipt-exchange';
import { decodeSide, encodeSide, lacks, sameHave, type SideMessage } from './side-protocol';

/** What one request is answered with at most; the asker asks again. */
const SERVE_BYTES = 3 * 1024 * 1024;
/** A request not served by then is forgotten and may be made to somebody else. */
const PATIENCE_MS = 20_000;
/** After a request that brought nothing; shorter when the peer has said something new since. */
const REST_MS = 15_000;
const SHORT_REST_MS = 2_000;
/** Whoever leaves so often without having proved what they claimed about our own log is not believed any more. */
const MAX_LAPSES = 3;
/** How long a hole in the live segment is left to y-webrtc. */
const LIVE_GRACE_MS = 4_000;

export interface SyncDependencies {
	have(): Have;
	/** Gate, verify, keep. Resolves when durable. */
	receive(batch: RawBatch): Promise<{ readonly offences: number }>;
	/** What `have` lacks, oldest first, in batches of at most ~200 KB. */
	missing(have: Have): Iterable<RawBatch>;
	/** A colleague's device said what it holds. */
	heard(have: Have): void;
	readonly ownSlot: Slot;
	/** Somebody claims to hold newer entries of this device than it has itself: nothing is written until that is settled. */
	ownLogAhead(): boolean;
	/** Whoever claimed so could not show them. */
	dismissClaims(): void;
	liveSegment(): number;
	/** Was the log at this slot continued two ways? Then which branch has its places depends on what came first. */
	isForked(stream: StreamId, slot: Slot): boolean;
	/** Is this a stream we know of? Others are not asked for. */
	isNamed(stream: StreamId): boolean;
	/** Is this peer given anything of that stream? Not of a case that its member has stepped out of (CON36). */
	mayHave(peer: PeerId, stream: StreamId): boolean;
	/** '' while not computed for the present version. */
	stateHash(): string;
	currentEpoch(): EpochId | '';
	send(peer: PeerId, bytes: Uint8Array): void;
	onLive(peer: PeerId, stream: StreamId, frame: Uint8Array): void;
	onLobby(peer: PeerId, body: Uint8Array): void;
	/** What version vectors cannot say. */
	readonly forks: ForkExchange;
	/** Receipts, which lie apart from the log. */
	onReceipts(peer: PeerId, message: ReceiptMessage): Promise<{ readonly offences: number }>;
	/** Which build of the app runs here, and who says which runs there (NET95); absent: not told. */
	readonly builds?: { readonly mine: string; heard(peer: PeerId, build: string): void };
	changed(): void;
	now(): number;
}

interface PeerState {
	have: Have | null;
	stateHash: string;
	/** When the last unanswered request was made; null: none open. */
	askedAt: number | null;
	/** How many entries we held then. */
	heldWhenAsked: number;
	/** Own entries have come from this peer since then. */
	showedOwn: boolean;
	/** What came from this peer is being worked off; the next request waits for it. */
	taking: Promise<unknown>;
	/** Asking brought nothing: when it is worth asking again. */
	restUntil: number;
	/** Claimed to hold newer entries of ours and had none. */
	isBoaster: boolean;
	/** Since when this peer is known to hold core entries of the live segment that we lack. */
	liveHoleSince: number | null;
	differing: number;
}

export interface Sync {
	setPeers(peers: readonly PeerId[]): void;
	heartbeat(): Uint8Array;
	receive(peer: PeerId, bytes: Uint8Array): Promise<{ readonly offences: number }>;
	/** A new own entry of a text stream as a message, for every member who is here. */
	push(batch: RawBatch): Uint8Array;
	/** A sealed live frame as a message. */
	live(stream: StreamId, frame: Uint8Array): Uint8Array;
	/** Something arrived or was written: look again whom to ask. */
	poke(): void;
	/** Every connected device holds exactly what this one does, as far as places tell; those of forked logs do not. */
	upToDate(): boolean;
	/** Entries are on their way: somebody's heartbeat, an answer, or what is left to y-webrtc. */
	isCatchingUp(): boolean;
	/** Equal logs and different pictures, seen twice in a row. */
	copiesDiffer(): boolean;
	peerHave(peer: PeerId): Have | null;
	/** A colleague's device said in a file what it holds. Binds nobody, but a restored device that finds all of its own log in it may go on (BUN24). */
	heardInFile(have: Have): void;
}

export function createSync(deps: SyncDependencies): Sync {
	const peers = new Map<PeerId, PeerState>();
	/** Claims about our own log by those who left before they proved them. */
	const departed = new Map<PeerId, { readonly have: Have; readonly until: number }>();
	const lapses = new Map<PeerId, number>();

	const isLive = (stream: StreamId, segment: number) => stream === CORE_STREAM && segment === deps.liveSegment();

	function ask(peer: PeerId, state: PeerState): void {
		if (!state.have) return;
		const now = deps.now();
		if (state.askedAt !== null && now - state.askedAt < PATIENCE_MS) return;
		if (state.askedAt !== null) settleClaims(state);
		if (now < state.restUntil) return;
		const mine = deps.have();
		const lacksLive = lacks(mine, state.have, isLive);
		state.liveHoleSince = lacksLive ? (state.liveHoleSince ?? now) : null;
		const waited = state.liveHoleSince !== null && now - state.liveHoleSince >= LIVE_GRACE_MS;
		const overdue = waited || (lacksLive && deps.ownLogAhead());
		if (!overdue && !lacks(mine, state.have, (stream, segment) => deps.isNamed(stream) && !isLive(stream, segment))) return;
		state.askedAt = now;
		state.heldWhenAsked = sizeOf(mine);
		state.showedOwn = false;
		const skip = (stream: StreamId, segment: number) => !deps.isNamed(stream) || (!overdue && isLive(stream, segment));
		deps.send(peer, encodeSide({ kind: 'want', have: restrict(mine, state.have, skip) }));
	}

	/** The peer has sent all it has, or does not answer: a claim about our own log that it did not prove binds us no longer. */
	function settleClaims(state: PeerState): void {
		if (!deps.ownLogAhead() || state.showedOwn || !state.have || !claimsOurs(state.have)) return;
		state.isBoaster = true;
		hearAnew();
	}

	/** A claim binds while somebody upholds it, and for a while after they have gone: else one who boasts and leaves silences us. */
	function reviewClaims(): void {
		const now = deps.now();
		let isNews = false;
		for (const [peer, { until }] of departed) {
			if (now < until) continue;
			departed.delete(peer);
			lapses.set(peer, (lapses.get(peer) ?? 0) + 1);
			isNews = true;
		}
		if (deps.ownLogAhead() && (isNews || ![...believed()].some(claimsOurs))) hearAnew();
	}

	function* believed(): Iterable<Have> {
		for (const { have, isBoaster } of peers.values()) if (have && !isBoaster) yield have;
		for (const { have } of departed.values()) yield have;
	}

	function hearAnew(): void {
		deps.dismissClaims();
		for (const have of believed()) deps.heard(have);
	}

	/** Remembers for a while what somebody claimed who has left. */
	function depart(peer: PeerId, { have, isBoaster }: PeerState): void {
		peers.delete(peer);
		deps.forks.forget(peer);
		if (have && !isBoaster && deps.ownLogAhead() && claimsOurs(have)) departed.set(peer, { have, until: deps.now() + PATIENCE_MS });
	}

	const claimsOurs = (have: Have): boolean => {
		const mine = deps.have();
		// what is gone from here, or not for this device, is no claim
		for (const [stream, segments] of have)
			for (const [segment, counts] of deps.isNamed(stream) ? segments : [])
				if ((counts.get(deps.ownSlot) ?? 0) > (mine.get(stream)?.get(segment)?.get(deps.ownSlot) ?? 0)) return true;
		return false;
	};

	/** All of our core entries: who made this is no further back than we are. */
	const knowsOurs = (have: Have): boolean => {
		for (const [segment, counts] of deps.have().get(CORE_STREAM) ?? [])
			if ((counts.get(deps.ownSlot) ?? 0) > (have.get(CORE_STREAM)?.get(segment)?.get(deps.ownSlot) ?? 0)) return false;
		return true;
	};

	function onServed(peer: PeerId, state: PeerState): void {
		state.askedAt = null;
		const now = deps.now();
		if (sizeOf(deps.have()) === state.heldWhenAsked) {
			// Nothing new, or nothing that can be opened yet: asking at once would bring the same again.
			state.restUntil = now + REST_MS;
			settleClaims(state);
			return;
		}
		ask(peer, state);
	}

	function serve(peer: PeerId, have: Have): void {
		let sent = 0;
		const asked = new Set(have.keys());
		for (const batch of deps.missing(have)) {
			if (!asked.has(batch.stream) || !have.get(batch.stream)?.has(batch.segment) || !deps.mayHave(peer, batch.stream)) continue;
			const bytes = encodeSide({ kind: 'entries', batch });
			deps.send(peer, bytes);
			sent += bytes.length;
			if (sent >= SERVE_BYTES) break;
		}
		deps.send(peer, encodeSide({ kind: 'served' }));
	}

	/** True when it says something new. */
	function onHeartbeat(state: PeerState, message: Extract<SideMessage, { kind: 'heartbeat' }>): boolean {
		const isNews = state.have === null || state.stateHash !== message.stateHash || !sameHave(state.have, message.have);
		state.have = message.have;
		state.stateHash = message.stateHash;
		if (isNews) state.restUntil = Math.min(state.restUntil, deps.now() + SHORT_REST_MS);
		if (!state.isBoaster) deps.heard(message.have);
		const mine = deps.stateHash();
		const comparable = mine !== '' && message.stateHash !== '' && sameShared(deps.have(), message.have);
		const differing = state.differing;
		state.differing = comparable && mine !== message.stateHash ? differing + 1 : 0;
		return isNews || state.differing !== differing;
	}

	const withoutForks = (have: Have): Have =>
		new Map([...have].map(([stream, segments]) => [stream, new Map([...segments].map(([segment, counts]) =>
			[segment, new Map([...counts].filter(([slot]) => !deps.isForked(stream, slot)))]))]));

	return {
		setPeers(ids) {
			for (const [id, state] of [...peers]) if (!ids.includes(id)) depart(id, state);
			for (const id of ids) if (!peers.has(id)) peers.set(id, freshPeer((lapses.get(id) ?? 0) >= MAX_LAPSES));
			deps.changed();
		},
		heartbeat: () =>
			encodeSide({
				kind: 'heartbeat',
				have: deps.have(),
				stateHash: deps.stateHash(),
				epoch: deps.currentEpoch(),
				...(deps.builds ? { build: deps.builds.mine } : {})
			}),
		async receive(peer, bytes) {
			const message = decodeSide(bytes);
			if (!message) return { offences: 1 };
			if (message.kind === 'lobby') {
				deps.onLobby(peer, message.body);
				return NO_OFFENCE;
			}
			// Told to tablets at doors only.
			if (message.kind === 'door') return { offences: 1 };
			const state = peers.get(peer);
			// Everything but the lobby's own messages is for members only.
			if (!state) return { offences: 1 };
			switch (message.kind) {
				case 'heartbeat':
					if (message.build) deps.builds?.heard(peer, message.build);
					if (onHeartbeat(state, message)) deps.changed();
					ask(peer, state);
					deps.forks.onHeartbeat(peer);
					return NO_OFFENCE;
				case 'forks':
					deps.forks.onForks(peer, message.stream, message.ids);
					return NO_OFFENCE;
				case 'ask':
					if (deps.mayHave(peer, message.stream)) deps.forks.onAsk(peer, message.stream, message.ids);
					return NO_OFFENCE;
				case 'seek':
					deps.forks.onSeek(peer, message.sought);
					return NO_OFFENCE;
				case 'want':
					serve(peer, message.have);
					return NO_OFFENCE;
				case 'entries': {
					const { batch } = message;
					const taken = deps.receive(batch);
					state.taking = Promise.allSettled([state.taking, taken]);
					const answer = await taken;
					if (answer.offences === 0 && batch.entries.some(({ slot }) => slot === deps.ownSlot)) state.showedOwn = true;
					return answer;
				}
				case 'served':
					// Not before what was served has found its place: else the same would be asked for again.
					await state.taking;
					if (peers.get(peer) === state && state.askedAt !== null) onServed(peer, state);
					return NO_OFFENCE;
				case 'receipts':
				case 'receipt-ask':
				case 'receipt':
					return deps.onReceipts(peer, message);
				case 'live':
					deps.onLive(peer, message.stream, message.frame);
					return NO_OFFENCE;
			}
		},
		live: (stream, frame) => encodeSide({ kind: 'live', stream, frame }),
		push: (batch) => encodeSide({ kind: 'entries', batch }),
		poke() {
			reviewClaims();
			for (const [peer, state] of peers) ask(peer, state);
		},
		upToDate() {
			const mine = withoutForks(deps.have());
			return [...peers.values()].every(({ have }) => have !== null && sameShared(mine, withoutForks(have)));
		},
		isCatchingUp: () => [...peers.values()].some(({ have, askedAt, liveHoleSince }) => have === null || askedAt !== null || liveHoleSince !== null),
		copiesDiffer: () => [...peers.values()].some((state) => state.differing >= 2),
		peerHave: (peer) => peers.get(peer)?.have ?? null,
		heardInFile(have) {
			if (knowsOurs(have) && !claimsOurs(have)) deps.heard(have);
		}
	};
}

const NO_OFFENCE = { offences: 0 } as const;

/** Equal in the streams that both hold: what one of them has destroyed, or may not have, is no difference. */
function sameShared(a: Have, b: Have): boolean {
	const shared = (of: Have, other: Have): Have => new Map([...of].filter(([stream]) => stream === CORE_STREAM || other.has(stream)));
	return sameHave(shared(a, b), shared(b, a));
}

const freshPeer = (isBoaster: boolean): PeerState => ({
	have: null, stateHash: '', askedAt: null, heldWhenAsked: 0, showedOwn: false, taking: Promise.resolve(), restUntil: 0,
	isBoaster, liveHoleSince: null, differing: 0
});

/** How many entries there are in all. */
function sizeOf(have: Have): number {
	let size = 0;
	for (const segments of have.values()) for (const counts of segments.values()) for (const next of counts.values()) size += next;
	return size;
}

/** What we hold of the places the peer named: what `except` names is left out. */
function restrict(mine: Have, theirs: Have, except: (stream: StreamId, segment: number) => boolean): Have {
	const asked = new Map<StreamId, Map<number, ReadonlyMap<never, number>>>();
	for (const [stream, segments] of theirs)
		for (const [segment, places] of segments) {
			if (except(stream, segment)) continue;
			const own = mine.get(stream)?.get(segment) ?? new Map();
			const behind = [...places].some(([slot, next]) => next > (own.get(slot) ?? 0));
			if (!behind) continue;
			const wanted = asked.get(stream) ?? new Map();
			asked.set(stream, wanted);
			wanted.set(segment, own);
		}
	return asked;
}
