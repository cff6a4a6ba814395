import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId, Slot } from '$crypto/base';
import { createDag, type DagEntry } from '$crdt/log/dag';
import { compareOrdered, createOrder } from '$crdt/log/order';
import { createSeeded } from '../support/seeded';

/** A random history in which devices see part of the others' entries, and now and then fork. */
function history(seed: number, size: number, devices: number, forks: number): DagEntry[] {
	const chance = createSeeded(seed);
	const entries: DagEntry[] = [];
	const bySlot = new Map<number, DagEntry[]>();
	for (let i = 0; i < size; i++) {
		const slot = chance.int(devices) as Slot;
		const own = bySlot.get(slot) ?? [];
		const prev = own.length === 0 ? null : chance.chance(forks) ? chance.pick([null, ...own]) : own.at(-1)!;
		const deps: DagEntry[] = [];
		for (let k = chance.int(4); k > 0 && entries.length > 0; k--) {
			const dep = chance.pick(entries);
			if (dep !== prev && !deps.includes(dep)) deps.push(dep);
		}
		const id = `${chance.next().toString(36)}-${i}` as EntryId;
		const lamport = 1 + Math.max(0, prev?.lamport ?? 0, ...deps.map((d) => d.lamport));
		const entry = { id, slot, prev: prev?.id ?? null, deps: deps.map((d) => d.id), lamport };
		entries.push(entry);
		bySlot.set(slot, [...own, entry]);
	}
	return entries;
}

function naivePasts(entries: readonly DagEntry[]): Map<EntryId, Set<EntryId>> {
	const pasts = new Map<EntryId, Set<EntryId>>();
	for (const entry of entries) {
		const past = new Set<EntryId>();
		for (const parent of entry.prev === null ? entry.deps : [entry.prev, ...entry.deps]) {
			past.add(parent);
			for (const older of pasts.get(parent)!) past.add(older);
		}
		pasts.set(entry.id, past);
	}
	return pasts;
}

const shape = fc.record({
	seed: fc.integer(),
	size: fc.integer({ min: 1, max: 60 }),
	devices: fc.integer({ min: 1, max: 7 }),
	forks: fc.constantFrom(0, 0.1, 0.4)
});

/** Another order in which parents come first. */
function reshuffled(entries: readonly DagEntry[], seed: number): DagEntry[] {
	const dag = createDag();
	const out: DagEntry[] = [];
	let waiting = createSeeded(seed).shuffle(entries);
	while (waiting.length > 0) {
		const later: DagEntry[] = [];
		for (const entry of waiting) {
			if (dag.add(entry).status === 'added') out.push(entry);
			else later.push(entry);
		}
		waiting = later;
	}
	return out;
}

describe('graph laws', () => {
	it('[LOG20] the past of an entry is exactly what can be reached from it, forks included', () => {
		fc.assert(
			fc.property(shape, ({ seed, size, devices, forks }) => {
				const entries = reshuffled(history(seed, size, devices, forks), seed + 1);
				const dag = createDag(1);
				for (const entry of entries) expect(dag.add(entry).status).toBe('added');
				const pasts = naivePasts(entries);
				for (const a of entries)
					for (const b of entries) expect(dag.isAncestor(a.id, b.id)).toBe(pasts.get(b.id)!.has(a.id));
			}),
			{ numRuns: 150 }
		);
	});

	it('[LOG21] the heads are the entries nothing builds on, and the frontier reaches everything with nothing to spare', () => {
		fc.assert(
			fc.property(shape, ({ seed, size, devices, forks }) => {
				const entries = history(seed, size, devices, forks);
				const dag = createDag();
				for (const entry of entries) dag.add(entry);
				const built = new Set(entries.flatMap((e) => (e.prev === null ? e.deps : [e.prev, ...e.deps])));
				const heads = entries.filter((e) => !built.has(e.id)).map((e) => e.id);
				expect([...dag.heads()].sort()).toEqual([...heads].sort());
				const prev = entries[Math.abs(seed) % entries.length]!.id;
				const deps = dag.frontier(prev, 64);
				for (const a of deps) for (const b of [prev, ...deps]) expect(dag.isAncestor(a, b)).toBe(false);
				for (const { id } of entries) {
					const reached = id === prev || deps.includes(id) || dag.isAncestor(id, prev) || deps.some((d) => dag.isAncestor(id, d));
					expect(reached).toBe(true);
				}
			}),
			{ numRuns: 150 }
		);
	});

	it('[ORD3] the order is the same whatever the arrival, and parents always come first', () => {
		fc.assert(
			fc.property(shape, fc.integer({ min: 1, max: 50 }), ({ seed, size, devices, forks }, step) => {
				const entries = history(seed, size, devices, forks);
				const expected = [...entries].sort(compareOrdered).map((e) => e.id);
				const order = createOrder<DagEntry>();
				const mixed = createSeeded(seed).shuffle(entries);
				for (let i = 0; i < mixed.length; i += step) {
					const before = order.entries.map((e) => e.id);
					const lowest = order.insert(mixed.slice(i, i + step));
					expect(order.entries.slice(0, lowest).map((e) => e.id)).toEqual(before.slice(0, lowest));
				}
				order.insert(mixed);
				expect(order.entries.map((e) => e.id)).toEqual(expected);
				for (const entry of entries) {
					expect(order.entries[order.positionOf(entry)]).toBe(entry);
					for (const parent of entry.deps) expect(expected.indexOf(parent)).toBeLessThan(expected.indexOf(entry.id));
				}
			}),
			{ numRuns: 150 }
		);
	});

	it('[LOG22] an entry whose parents are missing is not added and says which', () => {
		const dag = createDag();
		const [a, b] = ['a', 'b'] as EntryId[];
		const late = { id: b!, slot: 1 as Slot, prev: a!, deps: [], lamport: 2 };
		expect(dag.add(late)).toEqual({ status: 'missing-parents', missing: [a] });
		dag.add({ id: a!, slot: 1 as Slot, prev: null, deps: [], lamport: 1 });
		expect(dag.add(late).status).toBe('added');
		expect(dag.add(late).status).toBe('known');
		expect(dag.nextLamport(b!, [])).toBe(3);
	});

	it('[LOG23] 50,000 entries of 40 devices are built quickly', () => {
		const entries = history(7, 50_000, 40, 0);
		const started = performance.now();
		const dag = createDag(50_000);
		for (const entry of entries) dag.add(entry);
		const tookMs = performance.now() - started;
		expect(dag.size).toBe(50_000);
		expect(dag.chainCount).toBe(40);
		// Usually a tenth of a second; the limit only catches work that grows with the square.
		expect(tookMs).toBeLessThan(15_000);
	});
});
