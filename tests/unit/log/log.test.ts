import { beforeEach, describe, expect, it } from 'vitest';
import type { EntryId, StreamId } from '$crypto/base';
import { createEpochKey, deriveEpochKeys } from '$crypto/keyring';
import { collectiveIdOf, slotOf } from '$crypto/keys';
import type { OpenedEntry } from '$crdt/log/entry';
import { SEGMENT_LIMITS } from '$crdt/log/places';
import { createMemoryStore } from '../../support/memory-store';
import { createStage, pass, sitDown, type Desk, type Stage } from '../../support/cast';

let stage: Stage;
let ana: Desk;
let ben: Desk;

beforeEach(async () => {
	stage = createStage();
	ana = await sitDown(stage, stage.person('Ana'));
	ben = await sitDown(stage, stage.person('Ben'));
});

const notes = (desk: Desk): unknown[] =>
	desk.log.entries().map(({ payload }) => (payload.kind === 'ops' ? (payload.ops[0] as { text: string }).text : payload.kind));

describe('log', () => {
	it('[LOG30] what one writes the others read, in causal order', async () => {
		await ana.note('one');
		await ana.note('two');
		await pass(ana, ben);
		await ben.note('three');
		await pass(ben, ana);
		expect(notes(ana)).toEqual(['one', 'two', 'three']);
		expect(notes(ben)).toEqual(notes(ana));
		expect(ben.log.have()).toEqual(ana.log.have());
		expect([...ana.log.missing(ben.log.have())]).toEqual([]);
		const [one, two, three] = ana.log.entries() as [OpenedEntry, OpenedEntry, OpenedEntry];
		expect(two.prev).toBe(one.id);
		expect(three).toMatchObject({ prev: null, deps: [two.id], lamport: 3, device: ben.person.device, area: 'consultation' });
	});

	it('[LOG31] an entry waits for its parents, whatever the order of arrival', async () => {
		for (const text of ['one', 'two', 'three']) await ana.note(text);
		const [batch] = [...ana.log.missing(new Map())];
		for (const raw of [...batch!.entries].reverse()) {
			const report = await ben.log.receive({ ...batch!, entries: [raw] });
			expect(report.rejected).toEqual([]);
		}
		expect(notes(ben)).toEqual(['one', 'two', 'three']);
		expect(ben.log.pendingCount()).toBe(0);
	});

	it('[LOG32] an entry under a key not here yet waits, and is admitted when the key comes', async () => {
		const next = deriveEpochKeys(createEpochKey(stage.random), stage.collective);
		ana.keyring.add(next);
		await ana.note('secret');
		await pass(ana, ben);
		expect(notes(ben)).toEqual([]);
		expect(ben.log.pendingCount()).toBe(1);
		ben.keyring.add(next);
		expect((await ben.log.retry()).admitted).toHaveLength(1);
		expect(notes(ben)).toEqual(['secret']);
	});

	it('[LOG33] an entry by a device nobody knows yet waits until an entry introduces it', async () => {
		const deps = {
			learn: (entry: OpenedEntry) => {
				if (entry.device !== ana.person.device || entry.seq !== 0) return false;
				ben.devices.set(stage.person('Chloé').slot, [stage.person('Chloé').known]);
				return true;
			}
		};
		ben = await sitDown(stage, stage.person('Ben'), { deps });
		ben.devices.delete(stage.person('Chloé').slot);
		const chloe = await sitDown(stage, stage.person('Chloé'));
		await chloe.note('I am new');
		await pass(chloe, ben);
		expect(ben.log.dag.size).toBe(0);
		await ana.note('Chloé is one of us');
		await pass(ana, ben);
		expect(notes(ben)).toEqual(['Chloé is one of us', 'I am new']);
	});

	it('[LOG34] an entry may bring the key under which its own parents are sealed', async () => {
		const next = deriveEpochKeys(createEpochKey(stage.random), stage.collective);
		ben = await sitDown(stage, ben.person, {
			deps: {
				learn: (entry) => {
					if (entry.device !== ana.person.device || ben.keyring.get(next.id) !== undefined) return false;
					ben.keyring.add(next);
					return true;
				}
			}
		});
		const chloe = await sitDown(stage, stage.person('Chloé'));
		chloe.keyring.add(next);
		await chloe.note('under a key that Ben lacks');
		const [hidden] = [...chloe.log.missing(new Map())];
		ana = await sitDown(stage, ana.person, { deps: { writeEpoch: () => stage.epoch } });
		ana.keyring.add(next);
		await ana.log.receive(hidden!);
		await ana.note('Ben, here is the key; I have read what Chloé wrote');
		await pass(ana, ben);
		expect(notes(ben)).toEqual(notes(ana));
		expect(ben.log.pendingCount()).toBe(0);
	});

	it('[LOG38] a log starts from its id alone: the founding entry vouches for its own key', async () => {
		const founder = ana.person.keys.sign.publicKey;
		const nonce = new Uint8Array(16).fill(9);
		const collective = collectiveIdOf(founder, nonce);
		const founded = { ...stage, collective, epoch: deriveEpochKeys(stage.epoch.key, collective) };
		const slot = slotOf(collective, founder);
		const person = { ...ana.person, slot, signer: { ...ana.person.signer, slot } };
		const deps = {
			introduce: () => (collectiveIdOf(founder, nonce) === collective ? { ...person.known } : null)
		};
		const home = await sitDown(founded, person, { deps });
		const far = await sitDown(founded, ben.person, { deps });
		far.devices.clear();
		await home.note('founded');
		await home.note('second');
		await pass(home, far);
		expect(notes(far)).toEqual(['founded']);
		far.devices.set(slot, [person.known]);
		await far.log.retry();
		expect(notes(far)).toEqual(['founded', 'second']);
	});

	it('[LOG37] an entry received twice changes nothing', async () => {
		await ana.note('one');
		const [batch] = [...ana.log.missing(new Map())];
		await ben.log.receive({ ...batch!, entries: [...batch!.entries, ...batch!.entries] });
		const report = await ben.log.receive(batch!);
		expect(report).toMatchObject({ admitted: [], duplicates: 1 });
		expect(ben.log.dag.size).toBe(1);
	});

	it('[LOG39] what was admitted is on disk: after a reload everything is there without asking anyone', async () => {
		await ana.note('one');
		await pass(ana, ben);
		await ben.note('two');
		await pass(ben, ana);
		for (const desk of [await ana.reopen(), await ben.reopen()]) {
			expect(notes(desk)).toEqual(['one', 'two']);
			await desk.note('three');
		}
	});

	it('[LOG41] a refused write is neither shown nor sent, and leaves no gap', async () => {
		await ana.note('one');
		ana.store.refuseWith({ type: 'DiskFull' });
		const shown: EntryId[] = [];
		ana.log.onAdmitted((entries) => shown.push(...entries.map((e) => e.id)));
		const written = await ana.log.append(ana.person.signer, 'ledger', { kind: 'ops', claimedAt: 1, ops: [] });
		expect(written).toEqual({ ok: false, error: { type: 'NotSaved', failure: { type: 'DiskFull' } } });
		expect(shown).toEqual([]);
		ana.store.refuseWith(null);
		await ana.note('two');
		await pass(ana, ben);
		expect(notes(ben)).toEqual(['one', 'two']);
	});

	it('[LOG42] a received entry that the disk refuses is not admitted, and is admitted when sent again', async () => {
		await ana.note('one');
		ben.store.refuseWith({ type: 'DiskFull' });
		const [batch] = [...ana.log.missing(new Map())];
		expect(await ben.log.receive(batch!)).toMatchObject({ admitted: [], notStored: { type: 'DiskFull' } });
		expect(ben.log.have()).toEqual(new Map());
		ben.store.refuseWith(null);
		await ben.log.receive(batch!);
		expect(notes(ben)).toEqual(['one']);
	});

	it('[LOG43] a crash after the write is durable loses nothing and repeats no place', async () => {
		await ana.note('one');
		ana.store.afterOwnCommit = () => {
			throw new Error('crash');
		};
		await expect(ana.note('two')).rejects.toThrow('crash');
		ana.store.afterOwnCommit = null;
		const again = await ana.reopen();
		await again.note('three');
		await pass(again, ben);
		expect(notes(ben)).toEqual(['one', 'two', 'three']);
		expect(ben.log.evidence()).toEqual([]);
	});

	it('[LOG44] writes of one device are worked off one after the other', async () => {
		await Promise.all(['a', 'b', 'c', 'd'].map((text) => ana.note(text)));
		expect(ana.log.entries().map((e) => e.seq)).toEqual([0, 1, 2, 3]);
		expect(ana.log.dag.chainCount).toBe(1);
	});

	it('[LOG13] caps are typed failures: too many ops, too large, not plain data, no key', async () => {
		const append = async (ops: unknown[]) => {
			const written = await ana.log.append(ana.person.signer, 'ledger', { kind: 'ops', claimedAt: 1, ops });
			return written.ok ? 'written' : written.error.type;
		};
		expect(await append(Array.from({ length: 257 }, () => 1))).toBe('TooManyOps');
		expect(await append(['x'.repeat(300_000)])).toBe('TooLarge');
		expect(await append([0.5])).toBe('NotPlainData');
		expect(await append(Array.from({ length: 256 }, () => 'x'.repeat(800)))).toBe('written');
		const without = await sitDown(stage, ben.person, { deps: { writeEpoch: () => null } });
		const refused = await without.log.append(ben.person.signer, 'ledger', { kind: 'ops', claimedAt: 1, ops: [] });
		expect(refused).toEqual({ ok: false, error: { type: 'NoEpoch' } });
	});

	it('[LOG19] a full segment is followed by the next; the chain runs through and numbers start again', async () => {
		const limits = { segments: { ...SEGMENT_LIMITS, rollEntries: 6, minEntries: 3 } };
		ana = await sitDown(stage, ana.person, { deps: { limits } });
		ben = await sitDown(stage, ben.person, { deps: { limits } });
		for (let i = 0; i < 4; i++) {
			await ana.note(`a${i}`);
			await pass(ana, ben);
			await ben.note(`b${i}`);
			await pass(ben, ana);
		}
		expect(ana.log.entries().map((e) => [e.segment, e.seq])).toEqual([[0, 0], [0, 0], [0, 1], [0, 1], [0, 2], [0, 2], [1, 0], [1, 0]]);
		expect(ana.log.dag.chainCount).toBe(2);
		expect(ana.log.segments()).toEqual([0, 1]);
		const again = await ana.reopen();
		await again.note('after');
		await pass(again, ben);
		expect(ben.log.entries().at(-1)).toMatchObject({ segment: 1, seq: 1 });
	});

	it('[LOG18] nobody can open a segment before the one before it is filled', async () => {
		const eager = await sitDown(stage, ben.person, {
			deps: { limits: { segments: { ...SEGMENT_LIMITS, rollEntries: 1, minEntries: 1 } } }
		});
		await eager.note('one');
		await eager.note('two');
		const reports = [];
		for (const batch of eager.log.missing(new Map())) reports.push(await ana.log.receive(batch));
		expect(notes(ana)).toEqual(['one']);
		expect(reports.flatMap((r) => r.rejected.map((x) => x.reason))).toEqual(['bad-segment']);
	});

	it('[LOG9] streams are apart: an entry does not open in another one', async () => {
		const stream = 'AAAAAAAAAAAAAAAAAAAAAA' as StreamId;
		await ana.note('core');
		const text = await sitDown(stage, ben.person, { stream });
		const [batch] = [...ana.log.missing(new Map())];
		expect((await text.log.receive(batch!)).rejected[0]?.reason).toBe('wrong-stream');
		expect((await text.log.receive({ ...batch!, stream })).rejected[0]?.reason).toBe('damaged');
	});

	it('[LOG35] pending entries are bounded; the oldest go first and are counted', async () => {
		const limits = { pending: { maxPerSlot: 5, maxBytesPerSlot: 1e6, maxBytes: 1e6 } };
		ben = await sitDown(stage, ben.person, { deps: { limits } });
		await ana.note('the first');
		for (let i = 0; i < 9; i++) await ana.note(`later ${i}`);
		const [batch] = [...ana.log.missing(new Map())];
		await ben.log.receive({ ...batch!, entries: batch!.entries.slice(1) });
		expect(ben.log.pendingCount()).toBe(5);
		expect(ben.log.droppedCount()).toBe(4);
		await pass(ana, ben);
		expect(ben.log.dag.size).toBe(10);
	});

	it('[LOG8] a bulk run is verified by its last signature, one with a bad one entry by entry', async () => {
		for (let i = 0; i < 60; i++) await ana.note(`n${i}`);
		await pass(ana, ben);
		expect(ben.log.dag.size).toBe(60);
		const chloe = await sitDown(stage, stage.person('Chloé'));
		const raws = [...ana.log.missing(new Map())].flatMap((b) => b.entries);
		const last = raws.at(-1)!;
		const spoilt = last.bytes.slice();
		spoilt[spoilt.length - 1]! ^= 1;
		const entries = [...raws.slice(0, -1), { ...last, bytes: spoilt }];
		const report = await chloe.log.receive({ stream: ana.log.stream, segment: 0, entries });
		expect(chloe.log.dag.size).toBe(59);
		expect(report.rejected).toEqual([{ slot: last.slot, seq: 59, reason: 'bad-signature' }]);
	});

	it('[LOG40] a damaged disk that lost own entries but not the head does not write until they came back', async () => {
		await ana.note('one');
		const mark = ana.store.writes;
		await ana.note('two');
		await pass(ana, ben);
		ana.store.damageOwnRowsFrom(mark);
		const again = await ana.reopen();
		expect(again.log.ownLogAhead()).toBe(true);
		await expect(again.note('three')).rejects.toThrow('OwnLogAhead');
		await pass(ben, again);
		await again.note('three');
		await pass(again, ben);
		expect(notes(ben)).toEqual(['one', 'two', 'three']);
	});
});

it('an empty disk makes an empty log', async () => {
	const desk = await sitDown(createStage(), createStage().person('Ana'), { store: createMemoryStore() });
	expect(desk.log.entries()).toEqual([]);
	expect(desk.log.have()).toEqual(new Map());
	expect(desk.log.liveSegment()).toBe(0);
});
