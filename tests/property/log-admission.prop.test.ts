import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '$crypto/base';
import type { RawBatch } from '$crdt/log/ports';
import { createStage, sitDown, type Desk } from '../support/cast';
import { craft, notePayload, type Crafted } from '../support/craft';
import { createSeeded, type Seeded } from '../support/seeded';

const stage = createStage();

/** A true history of four devices; Eve's may fork once. Entries in the order in which they were written. */
function history(chance: Seeded, size: number, mayFork: boolean): Crafted[] {
	const authors = ['Ana', 'Ben', 'Chloé', 'Eve'].map((name) => stage.person(name));
	const written: Crafted[] = [];
	const lamports = new Map<EntryId, number>();
	const tips = new Map<string, Crafted[]>(authors.map(({ name }) => [name, []]));
	for (let i = 0; i < size; i++) {
		const author = chance.pick(authors);
		const own = tips.get(author.name)!;
		const isFork = mayFork && author.name === 'Eve' && own.length > 1 && chance.chance(0.3);
		const prev = isFork ? own.at(-2)! : (own.at(-1) ?? null);
		const others = written.filter((one) => one.header.slot !== author.slot);
		const deps = others.length > 0 && chance.chance(0.6) ? [chance.pick(others).id] : [];
		const lamport = 1 + Math.max(prev?.header.lamport ?? 0, ...deps.map((id) => lamports.get(id)!), 0);
		const seq = prev === null ? 0 : prev.header.seq + 1;
		const header = { prev: prev?.id ?? null, seq, deps, lamport };
		const made = craft(stage, author, { header, payload: notePayload(`${i}`) });
		written.push(made);
		lamports.set(made.id, lamport);
		if (isFork) own.splice(-1, 1, made);
		else own.push(made);
	}
	return written;
}

/** Delivers everything in random order and random pieces, some of it twice. */
async function deliver(desk: Desk, written: readonly Crafted[], chance: Seeded): Promise<void> {
	const parcels = chance.shuffle([...written, ...written.filter(() => chance.chance(0.3))]);
	for (let at = 0; at < parcels.length; ) {
		const take = 1 + chance.int(chance.chance(0.2) ? parcels.length : 4);
		const entries = parcels.slice(at, at + take).flatMap(({ batch }) => batch.entries);
		await desk.log.receive({ ...parcels[at]!.batch, entries } satisfies RawBatch);
		at += take;
	}
}

const shape = fc.record({ seed: fc.integer(), size: fc.integer({ min: 1, max: 70 }) });
const ids = (desk: Desk): EntryId[] => desk.log.entries().map((entry) => entry.id).sort();

describe('admission laws', () => {
	it('[LOG31] whatever the order, pieces and repetitions, exactly the true history is admitted, parents first', async () => {
		await fc.assert(
			fc.asyncProperty(shape, async ({ seed, size }) => {
				const chance = createSeeded(seed);
				const written = history(chance, size, false);
				const desk = await sitDown(stage, stage.person('Dele'), { deps: { limits: { bulkAbove: chance.int(6) } } });
				await deliver(desk, written, chance);
				expect(ids(desk)).toEqual(written.map((one) => one.id).sort());
				expect(desk.log.pendingCount()).toBe(0);
				const seen = new Set<EntryId>();
				for (const { id, prev, deps } of desk.log.entries()) {
					for (const parent of prev === null ? deps : [prev, ...deps]) expect(seen.has(parent)).toBe(true);
					seen.add(id);
				}
				expect(ids(await desk.reopen())).toEqual(ids(desk));
			}),
			{ numRuns: 40 }
		);
	});

	it('[LOG52] with forks, devices agree once each has built on what it holds', async () => {
		await fc.assert(
			fc.asyncProperty(shape, async ({ seed, size }) => {
				const chance = createSeeded(seed);
				const written = history(chance, size, true);
				const desks: Desk[] = [];
				for (const name of ['Ana', 'Ben', 'Chloé', 'Dele']) {
					const desk = await sitDown(stage, stage.person(name), { deps: { limits: { bulkAbove: chance.int(6) } } });
					desks.push(desk);
					await deliver(desk, written, chance);
				}
				// Dele's own log is fresh: one entry on top of everything Dele holds makes others ask for what they lack.
				const dele = desks.at(-1)!;
				await dele.note('I build on all I have');
				for (let round = 0; round < 3; round++)
					for (const to of desks)
						for (const from of desks) {
							for (const batch of from.log.missing(to.log.have())) await to.log.receive(batch);
							for (const batch of from.log.give(to.log.wanted())) await to.log.receive(batch);
						}
				const last = dele.log.entries().at(-1)!.id;
				for (const { log } of desks) {
					expect(log.get(last)).toBeDefined();
					for (const { id } of dele.log.entries()) expect(log.get(id)).toBeDefined();
					expect(log.evidence().map((e) => e.slot)).toEqual(dele.log.evidence().map((e) => e.slot));
				}
			}),
			{ numRuns: 30 }
		);
	});
});
