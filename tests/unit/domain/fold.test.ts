import { describe, expect, it } from 'vitest';
import type { EntryId, EpochId } from '$crypto/base';
import { createCheckpoints } from '$crdt/domain/checkpoints';
import type { LoggedEntry } from '$crdt/domain/context';
import { dutiesOf, type DutySelf } from '$crdt/domain/duties';
import { parseOp, type OpInput } from '$crdt/domain/op';
import { stateHash } from '$crdt/domain/state-hash';
import { bindOp, castOp, closeOp, openOp } from '../../support/proposal-ops';
import { collective, Device, found, join, keysNamed, objectId, storyHashes, sync, tell } from '../../support/story';
import { addRoomOp, bookOp } from '../../support/calendar-ops';
import { expenseOp } from '../../support/ledger-ops';

const hashOf = (device: Device): string => stateHash(device.state, storyHashes.hash);
const room = (name: string): OpInput => addRoomOp(name);
const book = (ofRoom: string, day: number): OpInput => {
	const date = `2026-12-${String(day).padStart(2, '0')}`;
	return bookOp(ofRoom, `${date}T09:00`, `${date}T10:00`);
};

describe('the fold', () => {
	it('[ORD13] an entry that arrives late and sorts far back ends in the same state as if it had been on time', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const attic = ana.post(room('Attic'));
		sync(ana, ben);
		const late = ben.write(book(attic, 1)); // nobody hears of it for long
		for (let i = 0; i < 300; i++) ana.write(i % 2 === 0 ? expenseOp(ana.memberId, 100 + i, [ana.memberId, ben.memberId]) : room(`Room ${i}`));
		const before = ana.state;
		expect(before.calendar.bookings.has(objectId(late))).toBe(false);
		ana.take([late]);
		expect(ana.state.calendar.bookings.has(objectId(late))).toBe(true);
		const cold = new Device('reader', keysNamed('reader'));
		tell(ana, cold);
		expect(hashOf(cold)).toBe(hashOf(ana));
		expect(ana.state).not.toBe(before);
		expect(before.calendar.bookings.has(objectId(late))).toBe(false);
	});

	it('[ORD14] unknown ops are kept and counted, and the rest of the entry has its effect', () => {
		const ana = found('Ana');
		const entry = ana.write(room('Attic'));
		const strange: LoggedEntry = {
			...entry,
			id: 'z'.repeat(43) as EntryId,
			prev: entry.id,
			lamport: entry.lamport + 1,
			ops: [parseOp({ type: 'calendar/hold-seance', medium: 'Eve' }), parseOp(room('Cellar'))],
			proofs: [true, true]
		};
		ana.take([strange]);
		expect(ana.state).toMatchObject({ unknownOps: 1, firstUnknown: { entry: strange.id, claimedType: 'calendar/hold-seance' } });
		expect(ana.state.calendar.rooms.size).toBe(2);
	});

	it('[ORD12] an op that was sealed for another part of the house has no effect', () => {
		const ana = found('Ana');
		const entry = ana.write(room('Attic'));
		const smuggled: LoggedEntry = { ...entry, id: 'y'.repeat(43) as EntryId, prev: entry.id, lamport: entry.lamport + 1, area: 'ledger' };
		ana.take([smuggled]);
		expect(ana.refusalOf(smuggled)?.rule).toBe('ORD12');
	});

	it('[ORD14] the state hash tells states apart and does not depend on the order of arrival', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		expect(hashOf(ana)).toBe(hashOf(ben));
		const before = hashOf(ana);
		ana.post(room('Attic'));
		ben.post(room('Cellar'));
		expect(hashOf(ana)).not.toBe(before);
		expect(hashOf(ana)).not.toBe(hashOf(ben));
		sync(ana, ben);
		expect(hashOf(ana)).toBe(hashOf(ben));
		expect(hashOf(ana)).toMatch(/^[\w-]{43}$/);
	});

	it('[ORD13] checkpoints stay few, and the nearest one is never far for its distance', () => {
		const checkpoints = createCheckpoints<number>(0);
		for (let folded = 50; folded <= 50_000; folded += 50) checkpoints.keep(folded, folded);
		const starts = new Set<number>();
		for (let position = 0; position <= 50_000; position += 10) {
			const { folded, state } = checkpoints.before(position);
			expect(folded).toBe(state);
			expect(folded).toBeLessThanOrEqual(position);
			expect(position - folded).toBeLessThanOrEqual(200 + (50_000 - folded) / 6);
			starts.add(folded);
		}
		expect(starts.size).toBeLessThan(120);
		checkpoints.dropAfter(30_000);
		expect(checkpoints.before(50_000).folded).toBeLessThanOrEqual(30_000);
	});

	it('a parent that is missing is a bug of the caller', () => {
		const ana = found('Ana');
		const entry = ana.write(room('Attic'));
		const reader = new Device('reader', keysNamed('reader'));
		expect(() => reader.fold.insert([entry])).toThrow(/before what it builds on/);
	});
});

describe('duties', () => {
	const self = (device: Device, now: number): DutySelf => ({
		member: device.memberId,
		device: device.id,
		now,
		nowWall: '2026-11-22T12:00',
		heldBy: () => [],
		holds: () => true
	});
	const typesOf = (device: Device, now: number): readonly string[] =>
		dutiesOf(device.state, self(device, now)).ops.map((op) => op.type).filter((type) => type.startsWith('proposals/'));

	it('[PRO26] a device binds only after its own clock has passed the deadline, then closes when more than half are bound', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const proposal = ana.post(openOp('Rent', { deadline: 5_000 }));
		sync(ana, ben, chloe);
		ben.post({ ...castOp(proposal, 'agree'), reason: 'yes' });
		expect(typesOf(ben, 4_999)).toEqual([]);
		const [due] = dutiesOf(ben.state, self(ben, 5_000)).ops;
		expect(due).toMatchObject({ type: 'proposals/bind-stance', ballot: { kind: 'position', position: 'agree' }, reason: 'yes' });
		ben.post(due!);
		expect(typesOf(ben, 5_000)).toEqual([]); // alone it may not close
		sync(ana, ben);
		ana.post(dutiesOf(ana.state, self(ana, 6_000)).ops[0]!);
		expect(typesOf(ana, 6_000)).toEqual(['proposals/close']);
		expect(typesOf(ana, 4_000)).toEqual([]);
		sync(ana, ben);
		for (const device of [ana, ben]) for (const op of dutiesOf(device.state, self(device, 6_000)).ops) device.post(op);
		sync(ana, ben, chloe);
		expect(typesOf(chloe, 9_000)).toEqual([]); // final: nothing is left to do
	});

	it('[PRO27] an electorate that leaves out known members waits for a person to look', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const proposal = ana.post(openOp('Rent', { deadline: 1_000 }));
		const late = ana.post(openOp('Keys', { deadline: 1 }));
		for (const device of [ana, ben]) {
			sync(ana, ben);
			device.post(bindOp(late, 'agree'));
			// a person's own word says that it should be decided
			device.post(bindOp(proposal, 'agree'), { claimedAt: 10 });
		}
		sync(ana, ben);
		const chloe = join('Chloé', [ana, ben]);
		const known = { ...self(ana, 10), knownMembersWhenReceived: () => [ana.memberId, ben.memberId, chloe.memberId] };
		const close = closeOp(late);
		expect(dutiesOf(ana.state, known).lookAt).toMatchObject([{ id: late }]);
		expect(dutiesOf(ana.state, known).ops).toContainEqual(closeOp(proposal));
		expect(dutiesOf(ana.state, known).ops).not.toContainEqual(close);
		expect(dutiesOf(ana.state, { ...known, closesAllTheSame: () => true }).ops).toContainEqual(close);
	});

	it('[MEM34] after a leave a fresh group key comes before everything else; newcomers of that moment get it later', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		ben.post({ type: 'membership/leave' });
		expect(dutiesOf(ben.state, self(ben, 0)).openEpochFor).toBeNull();
		sync(ana, ben);
		expect(dutiesOf(ana.state, self(ana, 0)).openEpochFor?.map((device) => device.deviceId)).toEqual([ana.id]);
		ana.rotate('second');
		expect(dutiesOf(ana.state, self(ana, 0)).openEpochFor).toBeNull();
	});

	it('[MEM32] a newcomer who never got a box in the log is shared the keys this device holds', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const first = [...ana.state.membership.epochs.keys()][0] as EpochId;
		expect(dutiesOf(ana.state, self(ana, 0)).shareEpochs).toMatchObject([{ device: { deviceId: ben.id }, epochs: [first] }]);
		ana.post({ type: 'membership/share-epochs', offers: [{ epoch: first, boxes: [{ device: ben.id, box: 'AA' }] }] });
		expect(dutiesOf(ana.state, self(ana, 0)).shareEpochs).toEqual([]);
	});
});
