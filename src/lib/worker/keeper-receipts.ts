/**
 * Receipts at a keeper: each is a document with one item, found under the group key of the entry that names it. Own and others' are
 * given, lacking ones fetched, few at a time and after the log. Knows nothing of lines. Carries NET120 and NET121.
 */
import { equalBytes, type Slot } from '$crypto/base';
import { receiptName } from '$crypto/receipt-seal';
import { StoreRefused, type RawEntry } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { OpenCollective } from './collective';
import type { KeeperLink } from './keeper-link';
import type { KeeperSeries } from './keeper-sources';
import type { ReceiptShelf } from './receipt-shelf';
import type { Receipts } from './receipts';

export interface KeeperReceipts {
	/** Those under way. */
	wanted(): readonly KeeperSeries[];
	/** Something changed, or time has passed. */
	tick(): Promise<void>;
	/** Named, held here, and not known to be at the keeper. */
	waiting(): number;
	/** Names of those that the keeper has confirmed. */
	stored(): readonly string[];
}

interface Dependencies {
	readonly open: OpenCollective;
	readonly receipts: Receipts;
	readonly timers: Timers;
	/** Names of those confirmed when the app was last open: looked after once more all the same. */
	readonly remembered: readonly string[];
	link(): KeeperLink;
	/** The log of this device and the keeper's are one. */
	isLogSettled(): boolean;
	/** Is there storage left for what nobody asked for? */
	hasRoom(): boolean;
}

interface Job {
	readonly name: string;
	readonly series: KeeperSeries;
	readonly untilMs: number;
}

const AT_ONCE = 3;
const PATIENCE_MS = 30_000;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 1_800_000;
const PLACE = 1 as Slot; // the one place in such a document

export function createKeeperReceipts({ open, receipts, timers, remembered, link, isLogSettled, hasRoom }: Dependencies): KeeperReceipts {
	const jobs = new Map<string, Job>();
	/** Found there in this run. */
	const stored = new Set<string>();
	const recalled = new Set(remembered);
	const retry = new Map<string, { readonly atMs: number; readonly waitMs: number }>();
	let shelf: ReceiptShelf | null = null;
	let working = false;

	function postpone(name: string): void {
		const waitMs = Math.min((retry.get(name)?.waitMs ?? FIRST_RETRY_MS / 2) * 2, LAST_RETRY_MS);
		retry.set(name, { atMs: timers.now() + waitMs, waitMs });
	}

	function start(name: string, sealed: Uint8Array | null): void {
		const entry = receipts.names.namedBy(name);
		const epoch = entry === null ? undefined : open.keyring.get(open.log.get(entry)?.epoch ?? ('' as never)); // no key has this id
		if (epoch === undefined) return postpone(name);
		let bytes = sealed;
		const series: KeeperSeries = {
			key: `receipt/${name}`, epoch,
			kind: 'receipt',
			isEarlier: () => false,
			placeOf: (generation) => ({ kind: 'receipt', name, generation }),
			source: {
				counts: () => new Map(bytes === null ? [] : [[PLACE, 1]]),
				*entries(from, to) {
					if (bytes !== null && (from.get(PLACE) ?? 0) < 1 && (to.get(PLACE) ?? 0) > 0) yield { slot: PLACE, seq: 0, bytes };
				},
				async receive(entries) {
					const good = entries.find((each) => each.slot === PLACE && each.seq === 0 && receiptName(each.bytes) === name);
					if (good) await keep(name, (bytes = good.bytes.slice()));
					return entries.length - (good ? 1 : 0);
				},
				holds: (entry: RawEntry) => bytes !== null && entry.slot === PLACE && entry.seq === 0 && equalBytes(entry.bytes, bytes),
				isForked: () => false,
				ownSlot: PLACE
			}
		};
		jobs.set(name, { name, series, untilMs: timers.now() + PATIENCE_MS });
	}

	async function keep(name: string, sealed: Uint8Array): Promise<void> {
		try {
			if (shelf?.has(name) === false) await shelf.put(name, sealed);
			receipts.came(name);
		} catch (problem) {
			if (!(problem instanceof StoreRefused)) throw problem;
			postpone(name);
		}
	}

	function settle(): void {
		for (const job of [...jobs.values()]) {
			const standing = link().standing(job.series.key);
			const isStored = standing?.isConfirmed === true && job.series.source.counts().size > 0;
			if (isStored) stored.add(job.name);
			else if (!(standing?.isSettled === true && job.series.source.counts().size === 0) && timers.now() < job.untilMs) continue;
			else {
				recalled.delete(job.name);
				postpone(job.name);
			}
			jobs.delete(job.name);
		}
	}

	const isDue = (name: string): boolean => !jobs.has(name) && !stored.has(name) && (retry.get(name)?.atMs ?? 0) <= timers.now();

	return {
		wanted: () => [...jobs.values()].map(({ series }) => series),
		waiting: () => (receipts.names.size === 0 ? 0 : receipts.names.newestFirst().filter((name) => shelf?.has(name) !== false && !stored.has(name) && !recalled.has(name)).length),
		stored: () => [...new Set([...recalled, ...stored])],
		async tick() {
			settle();
			if (working || jobs.size >= AT_ONCE || receipts.names.size === 0 || !isLogSettled()) return;
			working = true;
			try {
				const here = (shelf ??= await receipts.shelf());
				for (const name of receipts.names.newestFirst()) {
					if (jobs.size >= AT_ONCE) break;
					if (!isDue(name)) continue;
					const isHere = here.has(name);
					if (isHere || hasRoom()) start(name, isHere ? await here.get(name) : null);
				}
			} catch (problem) {
				if (!(problem instanceof StoreRefused)) throw problem;
			} finally {
				working = false;
			}
		}
	};
}
