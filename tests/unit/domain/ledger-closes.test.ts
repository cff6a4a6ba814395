/** Closing the books: what a close names, who signs it, when it is firm, what day an entry counts for, and what screens show. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { bookedOf, firstOpenDay } from '$crdt/domain/ledger/closes';
import { selectClosePreview, selectPeriods } from '$crdt/domain/ledger/select-closes';
import type { OpInput } from '$crdt/domain/op';
import { byMember, disputeOp, expenseOp, reverseOp, transferOp } from '../../support/ledger-ops';
import { closeBooks, closeOp, duePost, lensOn, planOf, scheduleOp, signOp } from '../../support/schedule-ops';
import { collective, join, storyHashes, sync, tell, type Device } from '../../support/story';

const rule = (device: Device, op: OpInput): string | undefined => device.refusalOf(device.write(op))?.rule;
const threes = (): [Device, Device, Device] => collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
const fives = (): [Device, Device, Device, Device, Device] => collective(['Ana', 'Ben', 'Chloé', 'Dele', 'Eve']) as [Device, Device, Device, Device, Device];

const spent = (device: Device, date: string, amountMinor = 3_000): ObjectId =>
	device.post(expenseOp(device.memberId, amountMinor, device.state.membership.seated.map(({ memberId }) => memberId), { date }));
const namedBy = (device: Device, close: ObjectId): readonly ObjectId[] => [...device.state.ledger.closes.get(close)!.named].sort();
const booked = (device: Device, entry: ObjectId) => bookedOf(device.state.ledger, device.state.ledger.entries.get(entry)!);

describe('closing the books', () => {
	it('[LED40] a close names exactly what its author knows and what counts there, dated before its end', () => {
		const [ana, ben, chloe] = threes();
		const may = spent(ana, '2026-05-10');
		spent(ana, '2026-06-01');
		spent(ben, '2026-05-11');
		const payment = ana.post(transferOp(byMember(ana.memberId), byMember(ben.memberId), 500, '2026-05-31'));
		const close = ana.post(closeOp(ana, '2026-06-01'));
		sync(ana, ben, chloe);
		for (const device of [ana, ben, chloe]) expect(namedBy(device, close)).toEqual([may, payment].sort());
	});

	it('[LED42] it is firm when more than half of those who had all rights have signed, not before', () => {
		const [ana, ben, chloe, dele, eve] = fives();
		spent(ana, '2026-05-10');
		const close = ana.post(closeOp(ana, '2026-06-01'));
		sync(ana, ben, chloe, dele, eve);
		ben.post(signOp(close));
		sync(ana, ben, chloe, dele, eve);
		expect(firstOpenDay(ana.state.ledger)).toBeNull();
		chloe.post(signOp(close));
		sync(ana, chloe);
		expect(firstOpenDay(ana.state.ledger)).toBe('2026-06-01');
		expect(ana.state.ledger.firm).toEqual([close]);
	});

	it('[LED46] whoever knows a firm close posts nothing before its end and is told the first open day', () => {
		const [ana, ben, chloe] = threes();
		const entry = spent(ana, '2026-05-10');
		closeBooks('2026-06-01', [ana, ben, chloe], sync);
		expect(rule(ben, expenseOp(ben.memberId, 100, [ana.memberId], { date: '2026-05-31' }))).toBe('LED46');
		expect(rule(ben, transferOp(byMember(ana.memberId), byMember(ben.memberId), 100, '2026-01-01'))).toBe('LED46');
		expect(rule(ben, reverseOp(entry, '2026-05-31'))).toBe('LED46');
		expect(ben.refusalOf(ben.write(expenseOp(ben.memberId, 100, [ana.memberId], { date: '2026-05-31' })))?.reason).toContain('2026-06-01');
		expect(rule(ben, reverseOp(entry, '2026-06-01'))).toBeUndefined();
	});

	it('[LED44] a late entry from offline counts for the next open day, and the next close names it', () => {
		const [ana, ben, chloe] = threes();
		const known = spent(ana, '2026-05-10');
		sync(ana, ben, chloe);
		const offline = spent(chloe, '2026-05-12');
		closeBooks('2026-06-01', [ana, ben], sync);
		sync(ana, ben, chloe);
		expect(booked(ana, offline)).toEqual({ date: '2026-06-01', late: true, closed: false });
		expect(booked(ana, known)).toEqual({ date: '2026-05-10', late: false, closed: true });
		const june = closeBooks('2026-07-01', [ana, ben, chloe], sync);
		expect(namedBy(ben, june)).toEqual([offline]);
		expect(booked(ben, offline)).toEqual({ date: '2026-06-01', late: true, closed: true });
		const later = spent(ana, '2026-07-05');
		expect(booked(ana, later)).toEqual({ date: '2026-07-05', late: false, closed: false });
	});

	it('[LED45] what a firm close names wins over an earlier one that arrives later', () => {
		const [ana, ben, chloe] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		sync(ana, ben, chloe);
		const apart = chloe.post(duePost(chloe, schedule, '2026-01-31'));
		for (let i = 0; i < 3; i++) spent(ana, '2026-01-10'); // later in the total order than Chloé's
		const mine = ana.post(duePost(ana, schedule, '2026-01-31'));
		const close = closeBooks('2026-02-01', [ana, ben], sync);
		expect(namedBy(ana, close)).toContain(mine);
		const before = ana.state.ledger.balances;
		sync(ana, ben, chloe);
		expect([mine, apart].map((id) => chloe.state.ledger.entries.get(id)?.counts)).toEqual([true, false]);
		for (const device of [ana, ben, chloe]) expect(device.state.ledger.balances.equals(before)).toBe(true);
		expect(namedBy(chloe, close)).toEqual(namedBy(ana, close));
	});

	it('[LED45] without a close the first in the total order counts', () => {
		const [ana, ben, chloe] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		sync(ana, ben, chloe);
		const apart = chloe.post(duePost(chloe, schedule, '2026-01-31'));
		for (let i = 0; i < 3; i++) spent(ana, '2026-01-10');
		const mine = ana.post(duePost(ana, schedule, '2026-01-31'));
		sync(ana, ben, chloe);
		expect([mine, apart].map((id) => ana.state.ledger.entries.get(id)?.counts)).toEqual([false, true]);
	});

	it('[LED40] a chain: each close follows the last firm one and ends after it', () => {
		const [ana, ben, chloe] = threes();
		spent(ana, '2026-05-10');
		const op = closeOp(ana, '2026-06-01');
		closeBooks('2026-06-01', [ana, ben, chloe], sync);
		const next = closeOp(ana, '2026-07-01');
		expect([
			rule(ana, op),
			rule(ana, { ...next, until: '2026-06-01' }),
			rule(ana, { ...next, until: '2026-06-31' }),
			rule(ana, { ...next, previous: null }),
			rule(ana, { ...next, previous: `${'A'.repeat(43)}.0` }),
			rule(ana, next)
		]).toEqual(['LED40', 'LED40', 'LED1', 'LED40', 'LED40', undefined]);
		expect(rule(ana, closeOp(ana, '2026-08-01'))).toBe('LED41');
	});

	it('[LED41] whoever signed one close signs no other of the same days, until that one is lost', () => {
		const [ana, ben, chloe, dele] = fives().slice(0, 4) as [Device, Device, Device, Device];
		const four = [ana, ben, chloe, dele];
		const first = ana.post(closeOp(ana, '2026-06-01'));
		spent(chloe, '2026-05-20');
		const second = chloe.post(closeOp(chloe, '2026-06-01'));
		sync(...four);
		ben.post(signOp(first));
		dele.post(signOp(second));
		sync(...four);
		expect(rule(ben, signOp(second))).toBe('LED41');
		expect(rule(ana, signOp(second))).toBe('LED41');
		// five electors: one is still free
		expect(rule(ana, closeOp(ana, '2026-06-01'))).toBe('LED41');
	});

	it('[LED47] two and two: both closes are lost, and a new one can be signed by all four', () => {
		const four = collective(['Ana', 'Ben', 'Chloé', 'Dele']) as [Device, Device, Device, Device];
		const [ana, ben, chloe, dele] = four;
		const first = ana.post(closeOp(ana, '2026-06-01'));
		spent(chloe, '2026-05-20');
		const second = chloe.post(closeOp(chloe, '2026-06-01'));
		sync(...four);
		ben.post(signOp(first));
		dele.post(signOp(second));
		sync(...four);
		expect(selectPeriods(lensOn(ana, '2026-06-02')).proposed.map(({ lost }) => lost)).toEqual([true, true]);
		expect(rule(ben, signOp(second))).toBe('LED41');
		const third = closeBooks('2026-06-01', four, sync);
		expect(ana.state.ledger.firm).toEqual([third]);
		expect(rule(ana, signOp(first))).toBe('LED41');
		expect(rule(dele, signOp(first))).toBe('LED41');
	});

	it('[LED47] an elector who has gone frees the others', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		ana.post(closeOp(ana, '2026-06-01'));
		sync(ana, ben);
		ben.post({ type: 'membership/leave' });
		sync(ana, ben);
		ana.rotate('after Ben');
		const alone = ana.post(closeOp(ana, '2026-06-01'));
		expect(ana.state.ledger.firm).toEqual([alone]);
	});

	it('[LED43] where members were admitted apart and both sides closed, the first in the total order counts on every device', () => {
		const [ana, ben, chloe] = threes();
		const apart = join('Dele', [chloe, ben]);
		const eve = join('Eve', [chloe, ben, apart]);
		const close = ana.post(closeOp(ana, '2026-06-01')); // knows of neither
		tell(ana, ben);
		ben.post(signOp(close)); // two of three
		spent(chloe, '2026-05-20');
		sync(chloe, apart, eve);
		const other = chloe.post(closeOp(chloe, '2026-05-25'));
		sync(chloe, apart, eve);
		for (const device of [apart, eve]) device.post(signOp(other)); // three of five
		expect(eve.state.ledger.closes.get(other)?.electors).toHaveLength(5);
		sync(ana, ben, chloe, apart, eve);
		const chains = [ana, ben, chloe, apart, eve].map((device) => device.state.ledger.firm);
		expect(new Set(chains.map((chain) => chain.join())).size).toBe(1);
		const shown = selectPeriods(lensOn(ana, '2026-06-02')).firm;
		expect(shown.map(({ lost }) => lost).sort()).toEqual([false, true]);
	});
});

describe('what screens show of closes', () => {
	it('[LED40] the preview is the close: count, root, sums, balances, and what is open about it', () => {
		const [ana, ben, chloe] = threes();
		const wrong = spent(ana, '2026-05-10', 9_000);
		const right = spent(ana, '2026-05-11', 6_000);
		ana.post(reverseOp(wrong, '2026-05-12'));
		ana.post(transferOp(byMember(ben.memberId), byMember(ana.memberId), 1_000, '2026-05-13'));
		ana.post(scheduleOp(planOf(ana.memberId), { from: '2026-05-31', until: '2026-06-01' }));
		sync(ana, ben, chloe);
		ben.post(disputeOp(right));
		const preview = selectClosePreview(lensOn(ben, '2026-06-02'), '2026-06-01', storyHashes.hash);
		expect(preview).toMatchObject({ from: null, until: '2026-06-01', count: 4, spentMinor: 6_000, receivedMinor: 0, disputed: 1, unconfirmed: 1, refusal: null });
		expect(preview.waiting.map(({ due }) => due)).toEqual(['2026-05-31']);
		expect(preview.balances.map(({ name, amountMinor }) => [name, amountMinor])).toEqual([['Ana', 3_000], ['Ben', -1_000], ['Chloé', -2_000]]);
		expect(preview.entries.map(({ date }) => date)).toEqual(['2026-05-13', '2026-05-12', '2026-05-11', '2026-05-10']);
		expect(selectClosePreview(lensOn(ben, '2026-05-31'), '2026-06-01', storyHashes.hash).refusal?.reason).toBe('These days are not over yet.');
		expect(rule(ben, closeOp(ben, '2026-06-01'))).toBeUndefined();
	});

	it('[LED42] who has signed, who is asked, and what it leaves out', () => {
		const [ana, ben, chloe] = threes();
		spent(ana, '2026-05-10');
		const close = ana.post(closeOp(ana, '2026-06-01'));
		const late = spent(ben, '2026-05-11');
		sync(ana, ben, chloe);
		const [view] = selectPeriods(lensOn(ben, '2026-06-02')).proposed;
		expect(view).toMatchObject({ id: close, from: null, until: '2026-06-01', byName: 'Ana', entries: 1, spentMinor: 3_000, firm: false, lost: false, waitingFor: ['Ben', 'Chloé'], needed: 2, canSign: true, mineSigned: false });
		expect(view!.leftOut.map(({ id }) => id)).toEqual([late]);
		ben.post(signOp(close));
		const after = selectPeriods(lensOn(ben, '2026-06-02'));
		expect(after).toMatchObject({ openFrom: '2026-06-01', firstDate: '2026-05-10', proposed: [], mayClose: true });
		expect(after.firm[0]).toMatchObject({ firm: true, lost: false, canSign: false, mineSigned: true, waitingFor: ['Chloé'] });
		expect(selectPeriods(lensOn(chloe, '2026-06-02')).mayClose).toBe(true);
	});

	it('[LED40] the sums of a closed period stay when one of its entries is corrected later', () => {
		const [ana, ben, chloe] = threes();
		const entry = spent(ana, '2026-05-10');
		closeBooks('2026-06-01', [ana, ben, chloe], sync);
		ana.post(reverseOp(entry, '2026-06-03'));
		expect(selectPeriods(lensOn(ana, '2026-06-04')).firm[0]).toMatchObject({ entries: 1, spentMinor: 3_000 });
	});

	it('[LED35] what is due in closed books is posted on the first open day', () => {
		const [ana, ben, chloe] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		closeBooks('2026-02-15', [ana, ben, chloe], sync);
		const op = duePost(ben, schedule, '2026-01-31');
		expect(op.date).toBe('2026-02-15');
		expect(rule(ben, { ...op, date: '2026-02-16' })).toBe('LED32');
		expect(rule(ben, op)).toBeUndefined();
		expect(duePost(ben, schedule, '2026-02-28').date).toBe('2026-02-28');
	});
});
