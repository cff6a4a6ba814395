/** What version vectors cannot tell: entries by id, and what entries that cannot be opened wait for. */
import { describe, expect, it } from 'vitest';
import { toBase64, type EntryId } from '$crypto/base';
import { hintNumber } from '$crypto/envelope';
import { createEpochKey, deriveEpochKeys } from '$crypto/keyring';
import { MAX_BEHIND } from '$crdt/log/give';
import type { RawBatch } from '$crdt/log/ports';
import { createStage, sitDown } from '../../support/cast';
import { craft, craftNext, notePayload, type Crafted } from '../../support/craft';

const idsIn = (batches: readonly RawBatch[]): number => batches.reduce((sum, { entries }) => sum + entries.length, 0);

/** Ana holds a long second branch of Eve's log beside the first. */
async function branches(length: number) {
	const stage = createStage();
	const [eve, ana] = [stage.person('Eve'), await sitDown(stage, stage.person('Ana'))];
	const first = craft(stage, eve);
	const left = craftNext(stage, eve, first, { payload: notePayload('left') });
	const right: Crafted[] = [craftNext(stage, eve, first, { payload: notePayload('right') })];
	while (right.length < length) right.push(craftNext(stage, eve, right.at(-1)!));
	// Dele's entry stands on the second branch: so it is taken in although it is one.
	const dele = craft(stage, stage.person('Dele'), { header: { deps: [right.at(-1)!.id], lamport: right.at(-1)!.header.lamport + 1 } });
	for (const one of [first, left, dele, ...right]) await ana.log.receive(one.batch);
	return { stage, ana, first, left, right, dele };
}

describe('entries by id', () => {
	it('[LOG36] with the last of a second branch comes all of that branch, and nothing that has a place', async () => {
		const { ana, right } = await branches(5);
		expect(ana.log.get(right.at(-1)!.id)).toBeDefined();
		const given = ana.log.give([right.at(-1)!.id]);
		expect(given.flatMap(({ entries }) => entries.map(({ bytes }) => bytes))).toEqual([...right].reverse().map(({ batch }) => batch.entries[0]!.bytes));
	});

	it('[LOG36] of a very long branch as much as fits, the newest first; the rest can be asked for from there', async () => {
		const { ana, first, right, stage } = await branches(MAX_BEHIND + 20);
		const ben = await sitDown(stage, stage.person('Ben'));
		await ben.log.receive(first.batch);
		const given = ana.log.give([right.at(-1)!.id]);
		expect(idsIn(given)).toBe(MAX_BEHIND + 1);
		for (const batch of given) await ben.log.receive(batch);
		expect(ben.log.wanted()).toEqual([right[18]!.id]);
		for (const batch of ana.log.give(ben.log.wanted())) await ben.log.receive(batch);
		expect(ben.log.get(right.at(-1)!.id)).toBeDefined();
	});

	it('[LOG36] what was verified is given although it waits; what cannot be opened is not', async () => {
		const stage = createStage();
		const [eve, ana] = [stage.person('Eve'), await sitDown(stage, stage.person('Ana'))];
		const first = craft(stage, eve);
		const second = craftNext(stage, eve, first);
		await ana.log.receive(second.batch);
		expect(ana.log.get(second.id)).toBeUndefined();
		expect(idsIn(ana.log.give([second.id]))).toBe(1);
		const fresh = deriveEpochKeys(createEpochKey(stage.random), stage.collective);
		const closed = craft(stage, stage.person('Dele'), { seal: { epochHint: fresh.hint, headerKey: fresh.headerKey } });
		await ana.log.receive(closed.batch);
		expect(ana.log.pendingCount()).toBe(2);
		expect(ana.log.give([closed.id])).toEqual([]);
	});

	it('[LOG36] parents that somebody made up do not crowd out those that others wait for', async () => {
		const stage = createStage();
		const [eve, ana] = [stage.person('Eve'), await sitDown(stage, stage.person('Ana'))];
		const made = (n: number): EntryId => toBase64(Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? n : 7))) as EntryId; // as made-up as they look
		for (let i = 0; i < 5; i++) {
			const deps = Array.from({ length: 60 }, (_, n) => made(i * 50 + n)).sort();
			await ana.log.receive(craft(stage, eve, { header: { seq: 0, deps, lamport: 5 }, payload: notePayload(`${i}`) }).batch);
		}
		const real = craft(stage, stage.person('Dele'));
		await ana.log.receive(craftNext(stage, stage.person('Dele'), real).batch);
		expect(ana.log.wanted().length).toBeGreaterThan(200);
		expect(ana.log.wanted().slice(0, 2)).toContain(real.id);
	});
});

describe('entries that cannot be opened', () => {
	it('[LOG54] are sought by the hint of their group key and, where that is unknown too, by the slot of their device', async () => {
		const stage = createStage();
		const ana = await sitDown(stage, stage.person('Ana'));
		const [ben, dele] = [stage.person('Ben'), stage.person('Dele')];
		const fresh = deriveEpochKeys(createEpochKey(stage.random), stage.collective);
		const seal = { epochHint: fresh.hint, headerKey: fresh.headerKey, payloadKey: fresh.areaKey('consultation') };
		expect(ana.log.sought()).toEqual({ hints: [], slots: [] });
		await ana.log.receive(craft(stage, ben, { seal }).batch);
		expect(ana.log.sought()).toEqual({ hints: [hintNumber(fresh.hint)], slots: [] });
		ana.devices.delete(dele.slot);
		await ana.log.receive(craft(stage, dele).batch);
		// The group key of what Dele wrote is known.
		expect(ana.log.sought()).toEqual({ hints: [hintNumber(fresh.hint)], slots: [dele.slot] });
		ana.keyring.add(fresh);
		ana.devices.set(dele.slot, [dele.known]);
		await ana.log.retry();
		expect(ana.log.sought()).toEqual({ hints: [], slots: [] });
	});
});
