/**
 * Receipts between members' devices: each tells which it holds; who lacks one asks one device at a time; who is asked serves what
 * an entry names. After the log, never in its way. Knows nothing of keys or contents. Carries LED71, LED72, LED76, NET90 to NET93.
 */
import type { DeviceId } from '$crypto/base';
import { receiptName } from '$crypto/receipt-seal';
import { StoreRefused } from '$crdt/log/ports';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { ReceiptNames } from './receipt-names';
import type { ReceiptShelf } from './receipt-shelf';
import { encodeSide, MAX_RECEIPT_NAMES, type SideMessage } from './side-protocol';

export type ReceiptMessage = Extract<SideMessage, { kind: 'receipts' | 'receipt-ask' | 'receipt' }>;

const SETTLE_MS = 3_000;
const TELL_EVERY_MS = 4_000;
const PACE_MS = 250;
const PATIENCE_MS = 20_000;
const REST_MS = 60_000;
const FULL_REST_MS = 600_000;
const MAX_HELD = 16_384;
const MAX_TELLS = 30;
const MAX_WAITING = 4;
const SERVE_BYTES = 100 * 1024 * 1024;
const WINDOW_MS = 60_000;
const FALSE_BYTES = 4;

export interface ReceiptExchangeDependencies {
	readonly names: ReceiptNames;
	/** Opens it where it is not open yet. @throws StoreRefused */
	shelf(): Promise<ReceiptShelf>;
	/** The device of the peer, where that is a member's now. */
	deviceOf(peer: PeerId): DeviceId | null;
	send(peer: PeerId, bytes: Uint8Array): void;
	/** Entries are on their way. */
	isCatchingUp(): boolean;
	/** When entries came last. */
	heardMs(): number;
	/** Is there storage left for what nobody asked for? */
	hasRoom(): boolean;
	/** A receipt came, or somebody told of some. */
	news(names: readonly string[]): void;
	after(delayMs: number, run: () => void): () => void;
	now(): number;
}

interface PeerState {
	readonly sinceMs: number;
	/** As it told on this line. */
	readonly holds: Set<string>;
	/** What it was told; null: nothing yet. */
	told: Set<string> | null;
	toldAtMs: number;
	/** Asked of it, and not answered yet, however late. */
	readonly asked: Set<string>;
	restUntilMs: number;
	/** Gave false bytes for these. */
	readonly never: Set<string>;
	windowMs: number;
	tells: number;
	servedBytes: number;
	waiting: number;
}

export interface ReceiptExchange {
	/** Authenticated devices of members. */
	setPeers(peers: readonly PeerId[]): void;
	receive(peer: PeerId, message: ReceiptMessage): Promise<{ readonly offences: number }>;
	/** Somebody wants to see it: before all others. */
	want(name: string): void;
	/** Time has passed, or something changed. */
	tick(): Promise<void>;
	stop(): void;
}

export function createReceiptExchange(deps: ReceiptExchangeDependencies): ReceiptExchange {
	const { names, now } = deps;
	const peers = new Map<PeerId, PeerState>();
	const wanted = new Set<string>();
	let asked: { readonly peer: PeerId; readonly name: string; readonly atMs: number } | null = null;
	let pausedUntilMs = 0;
	let stopPacing: (() => void) | null = null;
	let stopped = false;

	function tell(peer: PeerId, state: PeerState, shelf: ReceiptShelf): void {
		if (state.told !== null && now() - state.toldAtMs < TELL_EVERY_MS) return;
		const { told } = state;
		const news = names.newestFirst().slice(0, MAX_HELD).filter((name) => shelf.has(name) && !told?.has(name));
		if (told !== null && news.length === 0) return;
		for (let at = 0; at === 0 || at < news.length; at += MAX_RECEIPT_NAMES)
			deps.send(peer, encodeSide({ kind: 'receipts', all: told === null && at === 0, names: news.slice(at, at + MAX_RECEIPT_NAMES) }));
		state.told = new Set([...(told ?? []), ...news]);
		state.toldAtMs = now();
	}

	const isLogFirst = (): boolean => {
		const oldest = Math.min(...[...peers.values()].map(({ sinceMs }) => sinceMs));
		return deps.isCatchingUp() && now() - Math.max(deps.heardMs(), oldest) < REST_MS;
	};

	function* missing(shelf: ReceiptShelf): Iterable<string> {
		for (const name of wanted) if (!shelf.has(name)) yield name;
		if (deps.hasRoom()) for (const name of names.newestFirst()) if (!shelf.has(name)) yield name;
	}

	function giverOf(name: string): PeerId | null {
		for (const [peer, state] of peers) if (state.holds.has(name) && !state.never.has(name) && state.restUntilMs <= now() && deps.deviceOf(peer) !== null) return peer;
		return null;
	}

	function ask(shelf: ReceiptShelf): void {
		if (asked && now() - asked.atMs >= PATIENCE_MS) {
			const silent = peers.get(asked.peer);
			if (silent) silent.restUntilMs = now() + REST_MS;
			asked = null;
		}
		if (stopped || asked || stopPacing || now() < pausedUntilMs || peers.size === 0 || isLogFirst()) return;
		for (const name of missing(shelf)) {
			const peer = giverOf(name);
			if (peer === null) continue;
			asked = { peer, name, atMs: now() };
			peers.get(peer)?.asked.add(name);
			deps.send(peer, encodeSide({ kind: 'receipt-ask', name }));
			return;
		}
	}

	/** Not more than four in a second: the line is the log's. */
	function goOn(): void {
		stopPacing ??= deps.after(PACE_MS, () => {
			stopPacing = null;
			void tick();
		});
	}

	async function tick(): Promise<void> {
		if (stopped || peers.size === 0 || names.size === 0) return;
		try {
			const shelf = await deps.shelf();
			for (const [peer, state] of peers) if (now() - state.sinceMs >= SETTLE_MS && deps.deviceOf(peer) !== null) tell(peer, state, shelf);
			await shelf.saveLearnt(names.has);
			ask(shelf);
		} catch (problem) {
			// What the disk refuses now it is asked again later; nobody waits for receipts.
			if (!(problem instanceof StoreRefused)) throw problem;
			pausedUntilMs = now() + REST_MS;
		}
	}

	/** Counts within a minute. */
	function windowOf(state: PeerState): PeerState {
		if (now() - state.windowMs >= WINDOW_MS) Object.assign(state, { windowMs: now(), tells: 0, servedBytes: 0 });
		return state;
	}

	async function onTold(device: DeviceId, state: PeerState, message: Extract<ReceiptMessage, { kind: 'receipts' }>): Promise<number> {
		if (++windowOf(state).tells > MAX_TELLS) return 1;
		if (message.all) state.holds.clear();
		if (state.holds.size + message.names.length > MAX_HELD) return 1;
		for (const name of message.names) state.holds.add(name);
		const shelf = await deps.shelf();
		shelf.learn(device, message.names, message.all);
		deps.news(message.names);
		ask(shelf);
		return 0;
	}

	async function serve(peer: PeerId, state: PeerState, name: string): Promise<number> {
		if (!state.told?.has(name) || !names.has(name) || state.waiting >= MAX_WAITING) return 1;
		if (windowOf(state).servedBytes >= SERVE_BYTES) return 0;
		state.waiting++;
		try {
			const sealed = await (await deps.shelf()).get(name);
			if (peers.get(peer) !== state || deps.deviceOf(peer) === null) return 0;
			state.servedBytes += sealed?.length ?? 0;
			deps.send(peer, encodeSide({ kind: 'receipt', name, sealed: sealed ?? new Uint8Array(0) }));
		} finally {
			state.waiting--;
		}
		return 0;
	}

	async function take(peer: PeerId, state: PeerState, name: string, sealed: Uint8Array): Promise<number> {
		if (!state.asked.delete(name)) return 1;
		const isCurrent = asked?.peer === peer && asked.name === name;
		try {
			state.holds.delete(name);
			if (sealed.length === 0) return 0;
			if (receiptName(sealed) !== name) {
				state.never.add(name);
				return FALSE_BYTES;
			}
			state.holds.add(name);
			const shelf = await deps.shelf();
			if (!shelf.has(name)) await shelf.put(name, sealed.slice()); // of the message only its part
			wanted.delete(name);
			deps.news([name]);
		} catch (problem) {
			if (!(problem instanceof StoreRefused)) throw problem;
			pausedUntilMs = now() + FULL_REST_MS;
		} finally {
			if (isCurrent) asked = null;
			goOn();
		}
		return 0;
	}

	return {
		setPeers(ids) {
			for (const id of [...peers.keys()]) if (!ids.includes(id)) peers.delete(id);
			for (const id of ids) if (!peers.has(id)) peers.set(id, freshPeer(now()));
			if (asked && !peers.has(asked.peer)) asked = null;
		},
		async receive(peer, message) {
			const state = peers.get(peer);
			const device = deps.deviceOf(peer);
			if (!state || device === null) return { offences: 1 };
			try {
				if (message.kind === 'receipts') return { offences: await onTold(device, state, message) };
				if (message.kind === 'receipt-ask') return { offences: await serve(peer, state, message.name) };
				return { offences: await take(peer, state, message.name, message.sealed) };
			} catch (problem) {
				if (!(problem instanceof StoreRefused)) throw problem;
				return { offences: 0 };
			}
		},
		want(name) {
			wanted.add(name);
			pausedUntilMs = 0;
			void tick();
		},
		tick,
		stop() {
			stopped = true;
			stopPacing?.();
		}
	};
}

const freshPeer = (sinceMs: number): PeerState => ({
	sinceMs, holds: new Set(), told: null, toldAtMs: 0, asked: new Set(), restUntilMs: 0, never: new Set(), windowMs: sinceMs, tells: 0,
	servedBytes: 0, waiting: 0
});
