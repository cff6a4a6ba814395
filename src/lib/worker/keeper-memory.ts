/**
 * What each keeper had confirmed when the app was last open, sealed on this device alone, so that screens tell it at once and not only after
 * every document was opened again. It is as good as the confirmation was: the next line compares anew, and what is not there any more is
 * taken back. Knows nothing of lines. Carries NET126.
 */
import * as z from 'zod';
import { ok, type CollectiveId, type ObjectId, type Slot } from '$crypto/base';
import { StoreRefused } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { Keychain } from './keychain';
import type { Counts } from './keeper-wire';
import { createPrivateRecord } from './private-record';

export interface KeptAt {
	/** By name of the document. */
	readonly documents: ReadonlyMap<string, Counts>;
	/** Names of receipts. */
	readonly receipts: readonly string[];
}

export interface KeeperMemory {
	/** Of the time before. */
	recall(server: ObjectId): KeptAt;
	/** Something was confirmed or taken back: written after a while, and when it is stopped. */
	poke(): void;
	/** @param look what is confirmed now, by keeper in use. */
	watch(look: () => ReadonlyMap<ObjectId, KeptAt>): void;
	/** Resolves when the disk has it, or has refused it. */
	stop(): Promise<void>;
}

const WRITE_AFTER_MS = 10_000;
const MAX_KEEPERS = 16;
const MAX_DOCUMENTS = 1_024;
const MAX_RECEIPTS = 5_000;

const natural = z.int().min(0).max(0xffff_ffff);
/** Slots and counts take turns. */
const kept = z.strictObject({ documents: z.record(z.string(), z.array(natural)), receipts: z.array(z.string()) });
const record = z.strictObject({ version: z.literal(1), collectives: z.record(z.string(), z.record(z.string(), kept)) });
type Remembered = z.output<typeof record>;
const EMPTY: Remembered = { version: 1, collectives: {} };
const NOTHING: KeptAt = { documents: new Map(), receipts: [] };

export async function openKeeperMemory(keychain: () => Keychain | null, collective: CollectiveId, timers: Timers): Promise<KeeperMemory> {
	const held = createPrivateRecord<Remembered>({ keychain, name: 'kept', parse: (value) => record.safeParse(value).data ?? EMPTY });
	const before = (await held.read()).collectives[collective] ?? {};
	const recalled = new Map(Object.entries(before).map(([server, { documents, receipts }]) => [server, { documents: countsIn(documents), receipts }]));
	let look: (() => ReadonlyMap<ObjectId, KeptAt>) | null = null;
	let written = JSON.stringify(before);
	let stopSoon: (() => void) | null = null;

	async function write(): Promise<void> {
		stopSoon?.();
		stopSoon = null;
		if (look === null || keychain() === null) return;
		const now = Object.fromEntries([...look()].slice(0, MAX_KEEPERS).map(([server, each]) => [server, plainOf(each)]));
		const text = JSON.stringify(now);
		if (text === written) return;
		written = text;
		try {
			await held.change(({ version, collectives }) => ok({ version, collectives: { ...collectives, [collective]: now } }));
		} catch (problem) {
			// the next line finds it out again; a full disk that refuses it is told of elsewhere
			if (keychain() !== null && !(problem instanceof StoreRefused)) throw problem;
		}
	}

	return {
		recall: (server) => recalled.get(server) ?? NOTHING,
		poke: () => void (stopSoon ??= timers.after(WRITE_AFTER_MS, () => void write())),
		watch: (run) => void (look = run),
		stop: write
	};
}

const countsIn = (documents: Readonly<Record<string, readonly number[]>>): Map<string, Counts> =>
	new Map(
		Object.entries(documents).map(([name, pairs]) => {
			const counts = new Map<Slot, number>();
			for (let at = 0; at + 1 < pairs.length; at += 2) counts.set(pairs[at]! as Slot, pairs[at + 1]!); // range checked
			return [name, counts];
		})
	);

const plainOf = ({ documents, receipts }: KeptAt): z.output<typeof kept> => ({
	documents: Object.fromEntries([...documents].slice(0, MAX_DOCUMENTS).map(([name, counts]) => [name, [...counts].flat()])),
	receipts: receipts.slice(0, MAX_RECEIPTS)
});
