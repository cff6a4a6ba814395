/** What every `EntryStore` promises: entries and head together, nothing half kept, damage counted, numbers never twice. */
import { beforeEach, describe, expect, it } from 'vitest';
import { CORE_STREAM, type EntryId, type Slot, type StreamId } from '$crypto/base';
import type { EntryStore, Head, RawBatch, RawEntry } from '$crdt/log/ports';

const TEXT = 'AAAAAAAAAAAAAAAAAAAAAA' as StreamId;
const entry = (seq: number, slot = 7, size = 60): RawEntry => ({ slot: slot as Slot, seq, bytes: new Uint8Array(size).fill(seq + slot) });
const head = (seq: number, stream: StreamId = CORE_STREAM): Head => ({ stream, segment: 0, seq, id: `id-${seq}` as EntryId, lamport: seq + 1 });

/** @param reopen gives the same store again after a close, as a reload does. */
export function entryStoreContract(name: string, create: () => Promise<{ store: EntryStore; reopen(): Promise<EntryStore> }>): void {
	describe(`entry store: ${name}`, () => {
		let store: EntryStore;
		let reopen: () => Promise<EntryStore>;
		beforeEach(async () => ({ store, reopen } = await create()));

		const everything = async (from: EntryStore): Promise<string[]> =>
			(await from.load()).batches.flatMap(({ stream, segment, entries }) =>
				entries.map(({ slot, seq, bytes }) => `${stream}/${segment}/${slot}/${seq}/${bytes.length}/${bytes[0]}`)
			);

		it('is empty at first', async () => {
			expect(await store.load()).toEqual({ batches: [], damagedRows: 0 });
			expect(await store.heads()).toEqual([]);
		});

		it('[LOG41] keeps an own entry and its head together, across a reopening', async () => {
			await store.commitOwn(entry(0), head(0));
			await store.commitOwn(entry(1), head(1));
			await store.commitOwn(entry(0, 7, 80), head(0, TEXT));
			const again = await reopen();
			expect((await everything(again)).sort()).toEqual(['AAAAAAAAAAAAAAAAAAAAAA/0/7/0/80/7', 'core/0/7/0/60/7', 'core/0/7/1/60/8']);
			expect([...(await again.heads())].sort((a, b) => a.stream.localeCompare(b.stream))).toEqual([head(0, TEXT), head(1)]);
		});

		it('keeps what was received, in the order of arrival within a place, byte for byte', async () => {
			const batch: RawBatch = { stream: CORE_STREAM, segment: 3, entries: Array.from({ length: 50 }, (_, i) => entry(i, 9, 40 + i)) };
			await store.commitReceived(batch);
			expect(await everything(await reopen())).toEqual(batch.entries.map(({ slot, seq, bytes }) => `core/3/${slot}/${seq}/${bytes.length}/${bytes[0]}`));
		});

		it('[LOG40] keeps two different entries of one place: they are evidence', async () => {
			await store.commitReceived({ stream: CORE_STREAM, segment: 0, entries: [entry(0, 9, 40)] });
			await store.commitReceived({ stream: CORE_STREAM, segment: 0, entries: [entry(0, 9, 41)] });
			expect(await everything(store)).toHaveLength(2);
		});

		it('forgets one stream with its head, and nothing else', async () => {
			await store.commitOwn(entry(0), head(0));
			await store.commitOwn(entry(0), head(0, TEXT));
			await store.commitReceived({ stream: TEXT, segment: 0, entries: [entry(0, 9)] });
			await store.forgetStream(TEXT, 'for-good');
			const again = await reopen();
			expect(await everything(again)).toEqual(['core/0/7/0/60/7']);
			expect(await again.heads()).toEqual([head(0)]);
			expect(await again.gone()).toEqual([TEXT]);
		});

		it('[TXT61] forgets one stream for now: its head stays, and it may come back', async () => {
			await store.commitOwn(entry(0, 7), head(0, TEXT));
			await store.forgetStream(TEXT, 'for-now');
			const again = await reopen();
			expect(await everything(again)).toEqual([]);
			expect(await again.heads()).toEqual([head(0, TEXT)]);
			expect(await again.gone()).toEqual([]);
		});

		it('never gives a number twice, also across a reopening and at the same moment', async () => {
			const numbers = await Promise.all([store.nextCounter('text'), store.nextCounter('text'), store.nextCounter('other')]);
			const again = await reopen();
			numbers.push(await again.nextCounter('text'));
			expect(numbers).toEqual([1, 2, 1, 3]);
		});

		it('survives a batch of several megabytes', async () => {
			await store.commitReceived({ stream: CORE_STREAM, segment: 0, entries: Array.from({ length: 40 }, (_, i) => entry(i, 9, 100_000)) });
			expect(await everything(await reopen())).toHaveLength(40);
		});
	});
}
