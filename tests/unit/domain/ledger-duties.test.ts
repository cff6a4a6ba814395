/** What devices post by themselves: what is due, oldest first, by the voices of members, in turns. */
import { describe, expect, it } from 'vitest';
import { dutiesOf } from '$crdt/domain/duties';
import { selectNotices } from '$crdt/domain/membership/selectors';
import { createTurns } from '$lib/worker/turns';
import { createFakeTimers } from '../../support/fake-timers';
import { decide, openRemoval } from '../../support/proposal-ops';
import { closeBooks, dueNow, planOf, scheduleOp } from '../../support/schedule-ops';
import { collective, Device, keysNamed, storyHashes, sync } from '../../support/story';
import { lensFor } from '../../support/story-lens';

const threes = (): [Device, Device, Device] => collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
const weekly = (by: Device) => scheduleOp(planOf(by.memberId), { from: '2026-01-05', every: { unit: 'week', count: 1 } });

describe('postings that are due', () => {
	it('[LED35] oldest first over all schedules, at most 24 at a time, the rest when these are posted', () => {
		const [ana] = threes();
		ana.post(weekly(ana));
		ana.post(scheduleOp(planOf(ana.memberId, { description: 'Internet' }), { from: '2026-01-06' }));
		const first = dueNow(ana, '2026-07-31').map(({ due }) => due);
		expect(first).toHaveLength(24);
		expect(first.slice(0, 3)).toEqual(['2026-01-05', '2026-01-06', '2026-01-12']);
		expect([...first].sort()).toEqual(first);
		ana.post(dueNow(ana, '2026-07-31').map(({ op }) => op));
		const rest = dueNow(ana, '2026-07-31').map(({ due }) => due);
		expect(rest).toHaveLength(30 + 7 - 24);
		ana.post(dueNow(ana, '2026-07-31').map(({ op }) => op));
		expect(dueNow(ana, '2026-07-31')).toEqual([]);
	});

	it('[LED35] on the day itself, not before', () => {
		const [ana] = threes();
		ana.post(weekly(ana));
		expect(dueNow(ana, '2026-01-04')).toEqual([]);
		expect(dueNow(ana, '2026-01-05').map(({ due }) => due)).toEqual(['2026-01-05']);
	});

	it('[LED35] only the device that speaks for a member, and nobody who is a member no more', () => {
		const [ana, ben, chloe] = threes();
		ana.post(weekly(ana));
		const tablet = new Device('Ana on a tablet', keysNamed('Ana tablet'), ana.memberId);
		ana.post({ type: 'membership/add-device', device: tablet.keys, proof: 'AA' });
		sync(ana, ben, chloe, tablet);
		expect([ana, tablet, ben, chloe].map((device) => dueNow(device, '2026-01-05').length)).toEqual([1, 0, 1, 1]);
		decide([ana, ben], openRemoval([ana, ben], chloe.memberId));
		sync(ana, ben, chloe);
		expect([ana, ben, chloe].map((device) => dueNow(device, '2026-01-05').length)).toEqual([1, 1, 0]);
	});

	it('[LED35] a turn each, another order for each due date', () => {
		const [ana, ben, chloe] = threes();
		ana.post(weekly(ana));
		sync(ana, ben, chloe);
		const ranks = [ana, ben, chloe].map((device) => dueNow(device, '2026-04-01').map(({ rank }) => rank));
		for (let i = 0; i < ranks[0]!.length; i++) expect(ranks.map((of) => of[i]).sort()).toEqual([0, 1, 2]);
		expect(new Set(ranks.map((of) => of.join())).size).toBe(3);
		expect(new Set(ranks[0]).size).toBe(3);
	});

	it('[LED35] a clock that is years ahead fills no book: 62 days after the last word of others nothing is posted', () => {
		const [ana] = threes();
		ana.post(weekly(ana));
		const self = { member: ana.memberId, device: ana.id, now: Date.UTC(2036, 0, 1), nowWall: '2036-01-01T00:00', heldBy: () => [], holds: () => true };
		const due = (othersAt: number | null) => dutiesOf(ana.state, { ...self, othersAt }).postings.map((each) => each.due);
		expect(due(Date.UTC(2025, 10, 15))).toEqual(['2026-01-05', '2026-01-12']);
		expect(due(Date.UTC(2025, 9, 1))).toEqual([]);
		expect(due(null)).toHaveLength(24);
		expect(due(8.64e15)).toHaveLength(24); // their clocks may say anything
	});

	it('[LED35] are among the duties of a device, beside what it writes at once', () => {
		const [ana] = threes();
		ana.post(weekly(ana));
		const self = { member: ana.memberId, device: ana.id, now: 2_000_000, nowWall: '2026-01-12T00:00', heldBy: () => [], holds: () => true };
		const duties = dutiesOf(ana.state, { ...self, hash: storyHashes.hash });
		expect(duties.postings.map(({ due }) => due)).toEqual(['2026-01-05', '2026-01-12']);
		expect(duties.ops.filter(({ type }) => type.startsWith('ledger/'))).toEqual([]);
	});

	it('[LED35] [LED46] what was due before the books were closed is posted on the first open day, by the rules', () => {
		const [ana, ben, chloe] = threes();
		ana.post(weekly(ana));
		closeBooks('2026-01-10', [ana, ben, chloe], sync);
		const due = dueNow(ben, '2026-01-12');
		expect(due.map(({ op }) => op.date)).toEqual(['2026-01-10', '2026-01-12']);
		ben.post(due.map(({ op }) => op));
	});

	it('[MEM61] a refused posting of a schedule is no notice to its person, who did not write it', () => {
		const [ana] = threes();
		ana.post(weekly(ana));
		const { op } = dueNow(ana, '2026-01-05')[0]!;
		ana.post(op);
		ana.write(op); // as after a lost answer of the disk
		expect(selectNotices(lensFor(ana), ana.fold)).toEqual([]);
	});
});

describe('turns', () => {
	const posting = (due: string, rank: number) => {
		const [ana] = threes();
		ana.post(weekly(ana));
		return { ...dueNow(ana, '2026-12-31').find((each) => each.due === due)!, rank };
	};

	it('[LED35] each rank waits longer than the one before; what is due no more is forgotten', async () => {
		const timers = createFakeTimers();
		const turns = createTurns(timers);
		const [first, third] = [posting('2026-01-05', 0), posting('2026-01-12', 2)];
		expect(turns.sort([first, third])).toEqual({ over: [], nextMs: 4_000 });
		await timers.advance(4_000);
		expect(turns.sort([first, third])).toEqual({ over: [first], nextMs: 10_000 });
		await timers.advance(9_000);
		expect(turns.sort([third])).toEqual({ over: [], nextMs: 1_000 });
		await timers.advance(1_000);
		expect(turns.sort([third]).over).toEqual([third]);
		expect(turns.sort([])).toEqual({ over: [], nextMs: null });
	});

	it('[LED35] what was written and is due all the same is not written again at once', async () => {
		const timers = createFakeTimers();
		const turns = createTurns(timers);
		const due = posting('2026-01-05', 0);
		turns.sort([due]);
		await timers.advance(4_000);
		expect(turns.sort([due]).over).toEqual([due]);
		await timers.advance(60_000);
		expect(turns.sort([due]).over).toEqual([]);
		await timers.advance(240_000);
		expect(turns.sort([due]).over).toEqual([due]);
	});
});
