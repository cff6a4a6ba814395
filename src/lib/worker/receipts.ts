/**
 * The receipts of an open collective: keeps, opens, says where they are. Its store is opened when something first needs it, never at
 * the start. Sealing is crypto's, the way between devices is receipt-exchange's. Carries LED70 to LED77.
 */
import { err, ok, type CollectiveId, type DeviceId, type MemberId, type Result } from '$crypto/base';
import type { Random } from '$crypto/random';
import { MAX_RECEIPT_BYTES, openReceipt, receiptName, sealReceipt } from '$crypto/receipt-seal';
import { receipt as receiptSchema, type Receipt } from '$crdt/domain/ledger/ops';
import type { State } from '$crdt/domain/state';
import type { ReceiptStore } from '$lib/adapters/receipt-store';
import { failure, type Failure } from '$lib/errors';
import { receiptKindOf } from '$lib/receipt-kind';
import type { ReceiptFile, ReceiptPlace } from '$lib/services/ledger-types';
import { createReceiptExchange, type ReceiptExchange, type ReceiptExchangeDependencies } from './receipt-exchange';
import type { ReceiptNames } from './receipt-names';
import { openReceiptShelf, type ReceiptShelf } from './receipt-shelf';

export interface Receipts {
	readonly exchange: ReceiptExchange;
	readonly names: ReceiptNames;
	/** What is held here, opened when it is not yet. @throws StoreRefused */
	shelf(): Promise<ReceiptShelf>;
	/** It came by another way than from a colleague's device. */
	came(name: string): void;
	/** Seals it and keeps it here; what it gives goes into the entry. `NotAReceipt`, `TooLarge`. @throws StoreRefused; then nothing was kept. */
	keep(file: ReceiptFile): Promise<Result<Receipt, Failure>>;
	/** Null: not here; it is asked for. `DamagedReceipt`, `NewerData`. @throws StoreRefused */
	open(receipt: Receipt): Promise<Result<ReceiptFile | null, Failure>>;
	/** As far as known here. @throws StoreRefused */
	places(hashes: readonly string[]): Promise<readonly ReceiptPlace[]>;
	/** Sealed, the newest first, as many as fit; `lackedBy`: without those that all of these devices have told us they hold. @throws StoreRefused */
	forBackup(maxBytes: number, lackedBy?: readonly DeviceId[]): Promise<readonly Uint8Array[]>;
	/** Keeps those that an entry names and that are not here, as far as there is room; how many. @throws StoreRefused */
	takeIn(sealed: Iterable<Uint8Array>): Promise<number>;
	close(): Promise<void>;
}

interface Dependencies extends Pick<ReceiptExchangeDependencies, 'deviceOf' | 'send' | 'isCatchingUp' | 'heardMs' | 'hasRoom' | 'after'> {
	readonly collective: CollectiveId;
	readonly names: ReceiptNames;
	/** Entries were lost on this disk: what they named is not known for sure. */
	readonly isLogWhole: boolean;
	openStore(): Promise<ReceiptStore>;
	readonly random: Random;
	/** Wall clock, for what lies long. */
	wallNow(): number;
	/** Timers' clock. */
	now(): number;
	state(): State;
	readonly me: () => MemberId;
	/** Somebody looks at this, and it changed. */
	changed(): void;
}

/** Enough for what screens show at one time. */
const MAX_WATCHED = 400;

export function createReceipts(deps: Dependencies): Receipts {
	const { names, collective } = deps;
	const watched = new Set<string>();
	let opening: Promise<ReceiptShelf> | null = null;
	let closed = false;

	/** Opened once; where the disk refuses, the next who needs it tries anew. */
	function shelf(): Promise<ReceiptShelf> {
		if (opening !== null) return opening;
		const fresh = deps.openStore().then((store) => openReceiptShelf({ store, now: deps.wallNow }, deps.isLogWhole ? (name) => !names.has(name) : null));
		opening = fresh;
		fresh.catch(() => (opening = null));
		return fresh;
	}

	const exchange = createReceiptExchange({
		...deps,
		shelf,
		news(told) {
			if (!closed && told.some((name) => watched.has(name))) deps.changed();
		}
	});

	function memberWith(device: DeviceId): MemberId | null {
		const { devices, members } = deps.state().membership;
		const fact = devices.get(device);
		return fact?.status === 'active' && members.get(fact.memberId)?.status === 'member' ? fact.memberId : null;
	}

	return {
		exchange,
		names,
		shelf,
		came(name) {
			if (!closed && watched.has(name)) deps.changed();
		},
		async keep(file) {
			const { bytes, kind } = file;
			if (bytes.length > MAX_RECEIPT_BYTES) return err(failure('TooLarge', 'A receipt has at most 200 KB, and this file has more.'));
			if (receiptKindOf(bytes) !== kind) return err(failure('NotAReceipt'));
			const { name, key, sealed } = sealReceipt({ collective, kind }, bytes, deps.random);
			await (await shelf()).put(name, sealed);
			return ok({ hash: name, key, sizeBytes: sealed.length, kind });
		},
		async open(asked) {
			const parsed = receiptSchema.safeParse(asked);
			if (!parsed.success) return err(failure('BadInput'));
			const { hash, key, kind } = parsed.data;
			const here = await shelf();
			const sealed = await here.get(hash);
			if (sealed === null) {
				watched.add(hash);
				if (names.has(hash)) exchange.want(hash);
				return ok(null);
			}
			if (!names.has(hash)) await here.touch(hash);
			const opened = openReceipt({ collective, kind }, key, sealed);
			if (!opened.ok) return err(failure(opened.error.type === 'NewerReceipt' ? 'NewerData' : 'DamagedReceipt'));
			return receiptKindOf(opened.value) === kind ? ok({ bytes: opened.value, kind }) : err(failure('DamagedReceipt'));
		},
		async places(hashes) {
			if (watched.size > MAX_WATCHED) watched.clear();
			for (const hash of hashes) watched.add(hash);
			if (hashes.length === 0) return [];
			const here = await shelf();
			const others = [...here.holdings].flatMap(([device, held]) => {
				const member = memberWith(device);
				return member === null ? [] : [{ member, held }];
			});
			const of = deps.state().membership.seated.length;
			return hashes.map((hash) => {
				const members = new Set(others.filter(({ held }) => held.has(hash)).map(({ member }) => member));
				if (here.has(hash)) members.add(deps.me());
				return { hash, here: here.has(hash), members: members.size, of };
			});
		},
		async takeIn(all) {
			const here = await shelf();
			let taken = 0;
			for (const sealed of all) {
				const name = receiptName(sealed);
				if (!names.has(name) || here.has(name) || !deps.hasRoom()) continue;
				await here.put(name, sealed);
				taken++;
			}
			if (taken > 0 && !closed) deps.changed();
			return taken;
		},
		async forBackup(maxBytes, lackedBy = []) {
			const here = await shelf();
			const taken: Uint8Array[] = [];
			let size = 0;
			for (const name of names.newestFirst()) {
				if (lackedBy.length > 0 && lackedBy.every((device) => here.holdings.get(device)?.has(name))) continue;
				const sealed = here.has(name) ? await here.get(name) : null;
				if (sealed === null) continue;
				size += sealed.length;
				if (size > maxBytes) break;
				taken.push(sealed);
			}
			return taken;
		},
		async close() {
			closed = true;
			exchange.stop();
			const open = await opening?.catch(() => null);
			open?.close();
		}
	};
}
