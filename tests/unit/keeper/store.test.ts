import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSodium } from '../../../crypto/sodium';
import type { RawEntry } from '../../../crdt/log/ports';
import { KEEP_LIMITS } from '../../../keeper/keep-limits';
import { ENTRY_COST, openStore, type KeeperStore } from '../../../keeper/store';
import { entryOf } from '../../support/keeper-client';

let directory = '';
let store: KeeperStore;
beforeAll(loadSodium);
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'commonhold-store-'));
	store = openStore(join(directory, 'keeper.mdb'));
});
afterEach(async () => {
	await store.close();
	rmSync(directory, { recursive: true, force: true });
});

const put = (entries: readonly RawEntry[], document = 'd', owner = 'pass-1', quota = {}) => store.put(document, owner, entries, { ...KEEP_LIMITS, ...quota });
const placesOf = (document: string) => store.places(document).map(({ slot, seq }) => `${slot}.${seq}`);

describe('the store of a keeper', () => {
	it('[KEE20] keeps what came first at a place, says conflict for another, and takes the same again', async () => {
		expect(await put([entryOf(7, 0, 1)])).toMatchObject({ conflicts: 0 });
		expect(await put([entryOf(7, 0, 2), entryOf(7, 1)])).toMatchObject({ conflicts: 1, stored: [{ seq: 1 }] });
		expect(await put([entryOf(7, 0, 1)])).toMatchObject({ conflicts: 0, stored: [] });
		expect(store.consecutive('d', entryOf(7, 0).slot, 0)).toHaveLength(2);
		expect(new Uint8Array(store.consecutive('d', entryOf(7, 0).slot, 0)[0]!)).toEqual(entryOf(7, 0, 1).bytes);
	});

	it('[KEE20] of writes at the same time only one has a place', async () => {
		const outcomes = await Promise.all(Array.from({ length: 20 }, (_, flavour) => put([entryOf(7, 0, flavour)])));
		expect(outcomes.filter(({ stored }) => stored.length === 1)).toHaveLength(1);
		expect(store.find('d')).toMatchObject({ entries: 1, bytes: 400 + ENTRY_COST });
	});

	it('[KEE22] gives runs as far as they reach, and holes hide nothing from the digest', async () => {
		await put([entryOf(7, 0), entryOf(7, 2), entryOf(7, 3), entryOf(9, 1)]);
		expect(store.runs('d')).toMatchObject([{ slot: 7, fromSeq: 0, entries: { length: 1 } }]);
		expect(placesOf('d')).toEqual(['7.0', '7.2', '7.3', '9.1']);
		await put([entryOf(7, 1)]);
		expect(store.consecutive('d', entryOf(7, 1).slot, 1)).toHaveLength(3);
	});

	it('[KEE20] documents whose names are alike, and slots and seqs of every size, stay apart', async () => {
		const far = 2 ** 32 - 1;
		await put([entryOf(1, 0), entryOf(far, 0), entryOf(10, 0), entryOf(2, 0), entryOf(2, far)], 'a');
		await put([entryOf(5, 0)], 'aa');
		await put([entryOf(6, 0)], 'b');
		expect(placesOf('a')).toEqual(['1.0', '2.0', `2.${far}`, '10.0', `${far}.0`]);
		expect(placesOf('aa')).toEqual(['5.0']);
	});

	it('[KEE25] refuses what a document or an owner has no room for, and says which', async () => {
		const cost = 400 + ENTRY_COST;
		expect(await put([entryOf(7, 0), entryOf(7, 1)], 'd', 'pass-1', { documentBytes: cost })).toMatchObject({ refused: 1, full: 'document' });
		expect(await put([entryOf(7, 0)], 'e', 'pass-1', { ownerBytes: 2 * cost - 1 })).toMatchObject({ refused: 1, full: 'owner' });
		expect(await put([entryOf(7, 0)], 'e', 'pass-1', { ownerDocuments: 1 })).toMatchObject({ refused: 1, full: 'owner' });
		expect(await put([entryOf(7, 0)], 'e', 'pass-2', { ownerDocuments: 1 })).toMatchObject({ refused: 0 });
		expect(await put([entryOf(7, 0), entryOf(7, 1)], 'f', 'pass-2', { documentEntries: 1 })).toMatchObject({ refused: 1, full: 'document' });
	});

	it('[KEE25] two documents of one owner cannot both take the last room', async () => {
		const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((name) => put([entryOf(7, 0)], name, 'pass-1', { ownerBytes: 2 * (400 + ENTRY_COST) })));
		expect(outcomes.filter(({ refused }) => refused === 0)).toHaveLength(2);
	});

	it('[KEE4] a document stays with the owner of its first entry', async () => {
		await put([entryOf(7, 0)], 'd', 'pass-1');
		await put([entryOf(7, 1)], 'd', 'pass-2');
		expect(store.find('d')).toMatchObject({ owner: 'pass-1', entries: 2 });
		expect(store.usageOf('pass-2')).toEqual({ bytes: 0, documents: 0, entries: 0 });
	});

	it('[KEE5] dropping an owner leaves nothing of theirs and all of the others', async () => {
		await put([entryOf(7, 0), entryOf(8, 5)], 'd', 'pass-1');
		await put([entryOf(7, 0)], 'e', 'pass-2');
		await store.dropOwner('pass-1');
		expect(store.find('d')).toBeNull();
		expect(placesOf('d')).toEqual([]);
		expect(store.total()).toEqual({ bytes: 400 + ENTRY_COST, documents: 1, entries: 1 });
		expect(store.owners()).toEqual(['pass-2']);
		await put([entryOf(1, 0)], 'd', 'pass-2');
		expect(placesOf('d')).toEqual(['1.0']);
	});

	it('[KEE24] whatever the order and the pieces, it holds the first of each place, counts right, and says so after being opened again', async () => {
		let run = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(5), fc.nat(2)), { maxLength: 6 }), { maxLength: 8 }), async (pieces) => {
				const document = `p${run++}`;
				const model = new Map<string, Uint8Array>();
				for (const piece of pieces) {
					const entries = piece.map(([slot, seq, flavour]) => entryOf(slot, seq, flavour));
					await put(entries, document, 'pass-9');
					for (const entry of entries) {
						const place = `${entry.slot}.${entry.seq}`;
						if (!model.has(place)) model.set(place, entry.bytes);
					}
				}
				expect(placesOf(document)).toEqual([...model.keys()].sort());
				expect(store.find(document)?.entries ?? 0).toBe(model.size);
				for (const { slot, entries } of store.runs(document)) entries.forEach((bytes, seq) => expect(new Uint8Array(bytes)).toEqual(model.get(`${slot}.${seq}`)));
			}),
			{ numRuns: 40 }
		);
		const before = store.total();
		await store.close();
		store = openStore(join(directory, 'keeper.mdb'));
		expect(store.total()).toEqual(before);
		expect(before.entries).toBeGreaterThan(50);
	});
});
