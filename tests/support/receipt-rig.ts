/**
 * Devices that exchange receipts over a wire in memory: the shelves and the exchange alone, with a ledger that is a list of names.
 * Time moves when the test says so.
 */
import { toBase64, type CollectiveId, type DeviceId, type MemberId, type Result } from '$crypto/base';
import { createSeededRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import type { Receipt } from '$crdt/domain/ledger/ops';
import type { State } from '$crdt/domain/state';
import type { Failure } from '$lib/errors';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import type { ReceiptFile } from '$lib/services/ledger-types';
import type { ReceiptNames } from '$lib/worker/receipt-names';
import { createReceipts, type Receipts } from '$lib/worker/receipts';
import { decodeSide, encodeSide, type SideMessage } from '$lib/worker/side-protocol';
import { createFakeTimers, settled, type FakeTimers } from './fake-timers';
import { createMemoryReceipts, type MemoryReceipts } from './memory-receipts';

export interface Keeper {
	readonly name: string;
	receipts: Receipts;
	readonly store: MemoryReceipts;
	/** Names that entries in this copy hold, oldest first. */
	readonly named: string[];
	/** What came in, decoded. */
	readonly heard: { readonly from: string; readonly message: SideMessage }[];
	offences: number;
	online: boolean;
	catchingUp: boolean;
	hasRoom: boolean;
	changes: number;
	/** Swallows or replaces what this device sends. */
	tamper: ((message: SideMessage) => SideMessage | null) | null;
	/** Says something as if by itself. */
	say(to: Keeper, message: SideMessage): Promise<number>;
	restart(): void;
}

export interface ReceiptRig {
	readonly timers: FakeTimers;
	device(name: string): Keeper;
	/** Everybody who is online meets everybody. */
	meet(): void;
	run(ms: number): Promise<void>;
	/** An entry in everybody's ledger names it. */
	post(receipt: Receipt, ledgers?: readonly Keeper[]): void;
	/** Whose device counts no more. */
	readonly removed: Set<string>;
}

export const COLLECTIVE = toBase64(new Uint8Array(32).fill(9)) as CollectiveId;
export const START_MS = Date.UTC(2026, 2, 2, 8);

/** A photo as far as anybody here can tell. */
export function photo(fill: number, length = 5_000): ReceiptFile {
	const bytes = new Uint8Array(length).fill(fill);
	bytes.set([0xff, 0xd8, 0xff]);
	return { bytes, kind: 'image/jpeg' };
}

export async function createReceiptRig(): Promise<ReceiptRig> {
	await loadSodium();
	const timers = createFakeTimers();
	const startMs = timers.now();
	const devices: Keeper[] = [];
	const removed = new Set<string>();
	const find = (peer: string): Keeper | undefined => devices.find(({ name }) => name === peer);

	const state = (): State => {
		const present = devices.filter(({ name }) => !removed.has(name));
		const facts = {
			devices: new Map(present.map(({ name }) => [name, { status: 'active', memberId: memberOf(name) }])),
			members: new Map(present.map(({ name }) => [memberOf(name), { status: 'member' }])),
			seated: [...new Set(present.map(({ name }) => memberOf(name)))]
		};
		return { membership: facts } as unknown as State; // the parts that receipts look at
	};

	async function deliver(from: Keeper, to: Keeper, bytes: Uint8Array): Promise<number> {
		const message = decodeSide(bytes);
		if (message) to.heard.push({ from: from.name, message });
		if (message?.kind !== 'receipts' && message?.kind !== 'receipt-ask' && message?.kind !== 'receipt') return 1;
		const { offences } = await to.receipts.exchange.receive(from.name as PeerId, message);
		to.offences += offences;
		return offences;
	}

	function device(name: string): Keeper {
		const store = createMemoryReceipts();
		const random = createSeededRandom(name);
		const named: string[] = [];
		const names: ReceiptNames = {
			has: (hash) => named.includes(hash),
			get size() {
				return named.length;
			},
			newestFirst: () => [...named].reverse(),
			namedBy: () => null,
			note: () => undefined
		};
		const build = (): Receipts =>
			createReceipts({
				collective: COLLECTIVE, names, isLogWhole: true, random, state,
				async openStore() {
					store.opened++;
					return store;
				},
				wallNow: () => START_MS + timers.now() - startMs,
				now: timers.now,
				after: timers.after,
				me: () => memberOf(name) as MemberId,
				deviceOf: (peer) => (removed.has(peer) ? null : (peer as string as DeviceId)), // a device is called as its line is here
				send(peer, bytes) {
					const to = find(peer);
					const sent = decodeSide(bytes);
					const passed = sent && self.tamper ? self.tamper(sent) : sent;
					if (to && passed && self.online && to.online) void settled().then(() => deliver(self, to, encodeSide(passed)));
				},
				isCatchingUp: () => self.catchingUp,
				heardMs: () => startMs,
				hasRoom: () => self.hasRoom,
				changed: () => void self.changes++
			});
		const self: Keeper = {
			name, store, named, receipts: build(), heard: [], offences: 0, online: true, catchingUp: false, hasRoom: true, changes: 0, tamper: null,
			say: (to, message) => deliver(self, to, encodeSide(message)),
			restart() {
				void self.receipts.close();
				self.receipts = build();
			}
		};
		devices.push(self);
		return self;
	}

	return {
		timers, device, removed,
		meet() {
			for (const each of devices)
				each.receipts.exchange.setPeers(devices.filter((other) => other !== each && other.online && each.online).map(({ name }) => name as PeerId));
		},
		async run(ms) {
			for (let left = ms; left > 0; left -= 500) {
				await timers.advance(Math.min(500, left));
				if (left % 2_000 === 0 || left <= 500) for (const each of devices) await each.receipts.exchange.tick();
				await settled();
			}
			await settled();
		},
		post(receipt, ledgers = devices) {
			for (const each of ledgers) each.named.push(receipt.hash);
		}
	};
}

/** "Ben's phone" is Ben's. */
const memberOf = (name: string): string => name.split('’')[0] ?? name;

/** @throws with the sentence where it failed. */
export function given<T>(result: Result<T, Failure>): T {
	if (!result.ok) throw new Error(result.error.sentence);
	return result.value;
}
