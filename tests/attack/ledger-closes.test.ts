/** Members who close the books with false sums, sign twice, or post into what is closed. Each attack leaves the books as they were. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { closeRoot, firstOpenDay } from '$crdt/domain/ledger/closes';
import type { OpInput } from '$crdt/domain/op';
import { expenseOp } from '../support/ledger-ops';
import { closeBooks, closeOp, duePost, planOf, scheduleOp, signOp } from '../support/schedule-ops';
import { collective, Device, invite, keysNamed, objectId, storyHashes, sync, admitOp } from '../support/story';
import { decide, openEffect } from '../support/proposal-ops';

const rule = (device: Device, op: OpInput): string | undefined => device.refusalOf(device.write(op))?.rule;
const people = (...names: string[]): Device[] => collective(names);
/** What the device knows now, to build on it later as if nothing had come since. */
const pastOf = (device: Device) => ({ prev: device.head, deps: device.dag.frontier(device.head, 64) });
const spent = (device: Device, date: string, amountMinor = 3_000): ObjectId =>
	device.post(expenseOp(device.memberId, amountMinor, device.state.membership.seated.map(({ memberId }) => memberId), { date }));

describe('false closes', () => {
	it('[LED40] a wrong root, a wrong count, an entry more or less than its author knew: refused, nothing is closed', () => {
		const [ana, ben, chloe] = people('Ana', 'Ben', 'Chloé') as [Device, Device, Device];
		const mine = spent(ana, '2026-05-10');
		const other = spent(ana, '2026-06-10');
		const hidden = spent(chloe, '2026-05-11');
		const op = closeOp(ana, '2026-06-01');
		const naming = (...ids: ObjectId[]): OpInput => ({ ...op, count: ids.length, root: closeRoot(ids.sort(), storyHashes.hash) });
		expect([
			rule(ana, { ...op, root: 'A'.repeat(43) }),
			rule(ana, { ...op, count: 2 }),
			rule(ana, naming()),
			rule(ana, naming(mine, other)),
			rule(ana, naming(mine, hidden))
		]).toEqual(['LED40', 'LED40', 'LED40', 'LED40', 'LED40']);
		sync(ana, ben, chloe);
		expect(ana.state.ledger.closes.size).toBe(0);
	});

	it('[LED41] neither somebody on trial nor a second device closes or signs', () => {
		const [ana, ben, chloe] = people('Ana', 'Ben', 'Chloé') as [Device, Device, Device];
		decide([ana, ben, chloe], ana.post(openEffect('Trials', { kind: 'change-setting', change: { key: 'trialDays', value: 90 } })));
		const invitation = invite(ana, 'Dele');
		sync(ana, ben);
		ben.post(admitOp(invitation, 'Dele'));
		const dele = new Device('Dele', keysNamed('Dele'));
		const tablet = new Device('Ana on a tablet', keysNamed('Ana tablet'), ana.memberId);
		ana.post({ type: 'membership/add-device', device: tablet.keys, proof: 'AA' });
		sync(ana, ben, chloe, dele, tablet);
		ana.rotate('with Dele and the tablet');
		sync(ana, ben, chloe, dele, tablet);
		expect(dele.state.membership.seated.find(({ memberId }) => memberId === dele.memberId)?.stage).toBe('trial');
		expect([rule(dele, closeOp(dele, '2026-06-01')), rule(tablet, closeOp(tablet, '2026-06-01'))]).toEqual(['LED41', 'LED41']);
		const close = ben.post(closeOp(ben, '2026-06-01'));
		sync(ana, ben, chloe, dele, tablet);
		expect([rule(dele, signOp(close)), rule(tablet, signOp(close))]).toEqual(['LED41', 'LED41']);
		sync(ana, ben, chloe, dele, tablet);
		expect(firstOpenDay(chloe.state.ledger)).toBeNull();
		expect(chloe.state.ledger.closes.get(close)?.electors).toHaveLength(3);
	});

	it('[LED41] [LED42] signing twice counts once: in one chain it is refused, from a forked chain it adds nothing', () => {
		const five = people('Ana', 'Ben', 'Chloé', 'Dele', 'Eve');
		const [ana, ben] = five as [Device, Device];
		const close = ana.post(closeOp(ana, '2026-06-01'));
		sync(...five);
		const before = pastOf(ben);
		ben.post(signOp(close));
		expect(rule(ben, signOp(close))).toBe('LED41');
		expect(rule(ana, signOp(close))).toBe('LED41');
		ben.write([signOp(close), { type: 'ledger/open-account', kind: 'pot', name: 'Fork', note: '' }], before);
		sync(...five);
		expect(ana.state.ledger.closes.get(close)?.signatures).toHaveLength(3);
		expect(firstOpenDay(ana.state.ledger)).toBeNull();
	});

	it('[LED41] a stranger to the close cannot sign it: who was admitted after it has no vote on it', () => {
		const [ana, ben, chloe] = people('Ana', 'Ben', 'Chloé') as [Device, Device, Device];
		const close = ana.post(closeOp(ana, '2026-06-01'));
		const invitation = invite(ana, 'Dele');
		sync(ana, ben, chloe);
		ben.post(admitOp(invitation, 'Dele'));
		const dele = new Device('Dele', keysNamed('Dele'));
		sync(ana, ben, chloe, dele);
		ana.rotate('with Dele');
		sync(ana, ben, chloe, dele);
		expect(rule(dele, signOp(close))).toBe('LED41');
	});

	it('[LED40] nobody closes upon a close that is not firm, nor beside one that is', () => {
		const [ana, ben, chloe] = people('Ana', 'Ben', 'Chloé') as [Device, Device, Device];
		const close = ana.post(closeOp(ana, '2026-06-01'));
		sync(ana, ben, chloe);
		expect(rule(ben, { ...closeOp(ben, '2026-07-01'), previous: close })).toBe('LED40');
		const aside = closeOp(chloe, '2026-05-01');
		ben.post(signOp(close));
		sync(ana, ben, chloe);
		expect(rule(chloe, aside)).toBe('LED40');
	});
});

describe('closed books', () => {
	it('[LED46] [LED44] who hides from a close by building on an old past posts into it, and counts for the open days only', () => {
		const [ana, ben, chloe] = people('Ana', 'Ben', 'Chloé') as [Device, Device, Device];
		spent(ana, '2026-05-10');
		sync(ana, ben, chloe);
		const old = pastOf(chloe);
		const close = closeBooks('2026-06-01', [ana, ben, chloe], sync);
		const closed = ana.state.ledger.closes.get(close)!.named;
		const backdated = chloe.write(expenseOp(chloe.memberId, 99_999, [ana.memberId], { date: '2026-05-09' }), old);
		expect(chloe.refusalOf(backdated)).toBeUndefined();
		sync(ana, ben, chloe);
		expect(ana.state.ledger.firm).toEqual([close]);
		expect(ana.state.ledger.closes.get(close)!.named.equals(closed)).toBe(true);
		expect(rule(chloe, expenseOp(chloe.memberId, 99_999, [ana.memberId], { date: '2026-05-09' }))).toBe('LED46');
	});

	it('[LED45] a forged earlier posting of a closed due date changes no balance', () => {
		const [ana, ben, chloe] = people('Ana', 'Ben', 'Chloé') as [Device, Device, Device];
		const schedule = ana.post(scheduleOp(planOf(ana.memberId, { split: { method: 'room-hours', rooms: [], by: 'minutes' } })));
		sync(ana, ben, chloe);
		const old = pastOf(chloe);
		const honest = { ...planned(schedule, ana), split: counted(ana, 60) };
		for (let i = 0; i < 3; i++) spent(ana, '2026-01-05');
		ana.post(honest);
		const close = closeBooks('2026-02-01', [ana, ben, chloe], sync);
		const before = ana.state.ledger.balances;
		chloe.write({ ...planned(schedule, ana), split: counted(chloe, 60) }, old);
		sync(ana, ben, chloe);
		expect(ana.state.ledger.balances.equals(before)).toBe(true);
		expect(ana.state.ledger.firm).toEqual([close]);
	});

	it('[LED32] a posting whose amount is not the schedule’s is refused, whatever due date it names', () => {
		const [ana, ben] = people('Ana', 'Ben', 'Chloé') as [Device, Device, Device];
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		sync(ana, ben);
		const op = duePost(ben, schedule, '2026-01-31');
		expect([
			rule(ben, { ...op, amountMinor: 95_000, paid: [{ ...op.paid[0]!, amountMinor: 95_000 }] }),
			rule(ben, { ...op, kind: 'income' }),
			rule(ben, { ...op, approval: objectId(ana.write({ type: 'membership/receipt' })) })
		].filter((each) => each === undefined)).toEqual([]);
	});
});

const counted = (by: Device, minutes: number) => ({
	method: 'room-hours' as const, period: { from: '2025-12-31', until: '2026-01-31' }, rooms: [], by: 'minutes' as const,
	between: [{ member: by.memberId, minutes, priceMinor: 0 }]
});
const planned = (schedule: ObjectId, payer: Device) => expenseOp(payer.memberId, 90_000, [], {
	description: 'Rent', category: 'rent', date: '2026-01-31', schedule: { schedule, due: '2026-01-31' }
});
