/** Schedules: when they are due, what a posting must say, versions, skips, tiers with rests, and what screens show of them. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { dueDates, isDueDate, spanAfter, spanBefore } from '$crdt/domain/ledger/due-dates';
import { memberAccount } from '$crdt/domain/ledger/state';
import { selectSchedule, selectSchedules } from '$crdt/domain/ledger/select-schedules';
import type { OpInput } from '$crdt/domain/op';
import { addRoomOp, bookOp, grantOp } from '../../support/calendar-ops';
import { byFund, byMember, openAccountOp, reverseOp } from '../../support/ledger-ops';
import { bindOp, closeOp, openRemoval } from '../../support/proposal-ops';
import { changeOp, dueNow, duePost, duesPlan, endOp, lensOn, planOf, scheduleOp, skipOp, tier } from '../../support/schedule-ops';
import { collective, found, sync, type Device } from '../../support/story';

const rule = (device: Device, op: OpInput): string | undefined => device.refusalOf(device.write(op))?.rule;
const owed = (device: Device, of: Device): number => device.state.ledger.balances.get(memberAccount(of.memberId)) ?? 0;
const threes = (): [Device, Device, Device] => collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];

describe('due dates', () => {
	const monthly = { from: '2026-01-31', every: { unit: 'month', count: 1 }, until: null } as const;

	it('[LED30] keep the day of the first one; a month that lacks it has its last day', () => {
		expect(dueDates(monthly, '2026-06-01')).toEqual(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']);
		expect(dueDates({ from: '2024-02-29', every: { unit: 'year', count: 1 }, until: '2029-01-01' })).toEqual(
			['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']);
		expect(dueDates({ from: '2026-12-28', every: { unit: 'week', count: 2 }, until: '2027-02-01' })).toEqual(['2026-12-28', '2027-01-11', '2027-01-25']);
		expect(dueDates({ from: '2025-11-30', every: { unit: 'month', count: 3 }, until: '2026-09-01' })).toEqual(['2025-11-30', '2026-02-28', '2026-05-30', '2026-08-30']);
	});

	it('[LED30] are at most 600, end before `until`, and stop where years have four digits', () => {
		expect(dueDates({ ...monthly, every: { unit: 'week', count: 1 } })).toHaveLength(600);
		expect(dueDates({ ...monthly, until: '2026-02-28' })).toEqual(['2026-01-31']);
		expect(dueDates({ from: '9998-06-01', every: { unit: 'year', count: 1 }, until: null })).toEqual(['9998-06-01', '9999-06-01']);
	});

	it('[LED30] a date is due exactly when it is among them', () => {
		for (const unit of ['week', 'month', 'year'] as const)
			for (const count of [1, 2, 3, 7]) {
				const rhythm = { from: '2026-01-31', every: { unit, count }, until: '2031-01-01' };
				const all = new Set(dueDates(rhythm));
				for (const date of dueDates({ from: '2026-01-01', every: { unit: 'week', count: 1 }, until: '2031-06-01' })) expect(isDueDate(rhythm, date)).toBe(all.has(date));
				for (const date of all) expect(isDueDate(rhythm, date)).toBe(true);
			}
	});

	it('[LED30] the days before and after a due date meet without a gap', () => {
		expect(spanBefore(monthly, '2026-03-31')).toEqual({ from: '2026-02-28', until: '2026-03-31' });
		expect(spanBefore(monthly, '2026-01-31')).toEqual({ from: '2025-12-31', until: '2026-01-31' });
		expect(spanAfter(monthly, '2026-02-28')).toEqual({ from: '2026-02-28', until: '2026-03-31' });
	});
});

describe('making and changing schedules', () => {
	it('[LED30] a schedule that cannot be posted as it stands is refused', () => {
		const [ana, ben] = threes();
		const plan = planOf(ana.memberId);
		expect([
			rule(ana, scheduleOp(plan, { from: '2026-02-30' })),
			rule(ana, scheduleOp(plan, { until: '2026-01-31' })),
			rule(ana, scheduleOp({ ...plan, amountMinor: null })),
			rule(ana, scheduleOp({ ...plan, party: null })),
			rule(ana, scheduleOp(duesPlan([tier(ana.memberId, 100)], { amountMinor: 100 }))),
			rule(ana, scheduleOp(duesPlan([tier(ana.memberId, 100), tier(ana.memberId, 200)]))),
			rule(ana, scheduleOp({ ...plan, kind: 'charge', party: null, split: null })),
			rule(ana, scheduleOp({ ...plan, split: { method: 'percent', between: [{ member: ben.memberId, basisPoints: 9_999 }] } })),
			rule(ana, scheduleOp({ ...plan, split: { method: 'shares', between: [{ member: found('Zoe').memberId, shares: 1 }] } })),
			rule(ana, scheduleOp({ ...plan, party: byFund(`${'A'.repeat(43)}.0`) })),
			rule(ana, scheduleOp({ ...plan, split: { method: 'prorata', span: 'before' } }, { every: { unit: 'year', count: 4 } }))
		]).toEqual(['LED1', 'LED30', 'LED30', 'LED2', 'LED30', 'LED1', 'LED2', 'LED22', 'LED2', 'LED2', 'LED25']);
		expect(rule(ana, scheduleOp(plan))).toBeUndefined();
	});

	it('[LED31] a change holds from its date on; what was posted before stays', () => {
		const [ana, ben] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		ana.post(duePost(ana, schedule, '2026-01-31'));
		sync(ana, ben);
		ben.post(changeOp(schedule, '2026-03-01', planOf(ana.memberId, { amountMinor: 120_000 })));
		expect(duePost(ben, schedule, '2026-02-28').amountMinor).toBe(90_000);
		expect(duePost(ben, schedule, '2026-03-31').amountMinor).toBe(120_000);
		expect(rule(ben, { ...duePost(ben, schedule, '2026-03-31'), amountMinor: 90_000, paid: [{ party: byMember(ana.memberId), amountMinor: 90_000 }] })).toBe('LED32');
		ben.post(duePost(ben, schedule, '2026-03-31'));
		expect(ben.state.ledger.entries.valueSeq().map(({ amountMinor }) => amountMinor).toArray()).toEqual([90_000, 120_000]);
	});

	it('[LED31] the last change in the total order is in force, whoever made it and however it arrived', () => {
		const [ana, ben, chloe] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		sync(ana, ben, chloe);
		ana.post(changeOp(schedule, '2026-02-01', planOf(ana.memberId, { amountMinor: 100 })));
		ben.post(changeOp(schedule, '2026-02-01', planOf(ana.memberId, { amountMinor: 200 })));
		sync(ana, ben, chloe);
		const amounts = [ana, ben, chloe].map((device) => duePost(device, schedule, '2026-02-28').amountMinor);
		expect(new Set(amounts).size).toBe(1);
	});

	it('[LED31] ended, it has no due date any more; an end can be moved', () => {
		const [ana, ben] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		ana.post(endOp(schedule, '2026-03-01'));
		expect(dueNow(ana, '2026-12-31').map(({ due }) => due)).toEqual(['2026-01-31', '2026-02-28']);
		expect(rule(ana, skipOp(schedule, '2026-03-31'))).toBe('LED36');
		expect(rule(ana, changeOp(schedule, '2026-03-01', planOf(ana.memberId)))).toBe('LED31');
		sync(ana, ben);
		ben.post(endOp(schedule, '2026-04-01'));
		expect(dueNow(ben, '2026-12-31').map(({ due }) => due)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
	});
});

describe('postings of a schedule', () => {
	it('[LED32] say what the version in force says, on a due date that is open', () => {
		const [ana, ben] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		sync(ana, ben);
		const op = duePost(ben, schedule, '2026-01-31');
		expect([
			rule(ben, { ...op, description: 'Rent and more' }),
			rule(ben, { ...op, category: 'other' }),
			rule(ben, { ...op, date: '2026-02-01' }),
			rule(ben, { ...op, paid: [{ party: byMember(ben.memberId), amountMinor: 90_000 }] }),
			rule(ben, { ...op, split: { method: 'equal', between: [{ member: ana.memberId }, { member: ben.memberId }] } }),
			rule(ben, { ...op, split: null }),
			rule(ben, { ...op, schedule: { schedule, due: '2026-01-30' }, date: '2026-01-30' }),
			rule(ben, { ...op, schedule: { schedule: `${'A'.repeat(43)}.0` as ObjectId, due: '2026-01-31' } })
		]).toEqual(['LED32', 'LED32', 'LED32', 'LED32', 'LED32', 'LED32', 'LED32', 'LED31']);
		expect(rule(ben, { ...op, note: 'paid by standing order', split: { method: 'equal', between: [...op.split!.between].reverse().map(({ member }) => ({ member })) } })).toBeUndefined();
		expect(rule(ben, op)).toBe('LED32');
		expect(rule(ben, skipOp(schedule, '2026-01-31'))).toBe('LED36');
	});

	it('[LED33] made apart they are the same to the cent, and one of them counts', () => {
		const [ana, ben, chloe] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId, { amountMinor: 10_000 })));
		sync(ana, ben, chloe);
		for (const device of [ana, ben, chloe]) device.post(duePost(device, schedule, '2026-01-31'));
		const alone = [ana, ben, chloe].map((device) => [ana, ben, chloe].map((of) => owed(device, of)));
		sync(ana, ben, chloe);
		for (const device of [ana, ben, chloe]) expect([ana, ben, chloe].map((of) => owed(device, of))).toEqual(alone[0]);
		expect(alone[1]).toEqual(alone[0]);
		expect(alone[0]!.reduce((sum, each) => sum + each, 0)).toBe(0);
		expect(ana.state.ledger.entries.valueSeq().filter(({ counts }) => counts).toArray()).toHaveLength(1);
	});

	it('[LED36] skipped and posted apart, the posting stands; a skipped date is not posted by those who know', () => {
		const [ana, ben] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		sync(ana, ben);
		const op = duePost(ben, schedule, '2026-01-31');
		ana.post(skipOp(schedule, '2026-01-31'));
		expect(rule(ana, op)).toBe('LED32');
		ben.post(op);
		sync(ana, ben);
		expect(ana.state.ledger.entries.valueSeq().map(({ counts }) => counts).toArray()).toEqual([true]);
	});

	it('[LED34] whoever rests on the due date is left out, and pays again when the rest is over', () => {
		const [ana, ben, chloe] = threes();
		const tiers = [
			tier(ana.memberId, 5_000),
			tier(ben.memberId, 2_500, { kind: 'hardship', until: null }),
			tier(chloe.memberId, 5_000, { kind: 'paused', until: '2026-02-28' })
		];
		const schedule = ana.post(scheduleOp(duesPlan(tiers)));
		const [january, february] = ['2026-01-31', '2026-02-28'].map((due) => duePost(ana, schedule, due));
		expect([january!.amountMinor, february!.amountMinor]).toEqual([5_000, 10_000]);
		expect(rule(ana, { ...january!, amountMinor: 7_500, split: { method: 'exact', between: [{ member: ana.memberId, amountMinor: 5_000 }, { member: ben.memberId, amountMinor: 2_500 }] } })).toBe('LED32');
		ana.post(february!);
		expect([ana, ben, chloe].map((of) => owed(ana, of))).toEqual([5_000, 0, 5_000]);
	});

	it('[LED34] dues of somebody who has left are not charged any more', () => {
		const [ana, ben, chloe] = threes();
		const schedule = ana.post(scheduleOp(duesPlan([ana, ben, chloe].map(({ memberId }) => tier(memberId, 5_000)))));
		sync(ana, ben, chloe);
		chloe.post({ type: 'membership/leave' });
		sync(ana, ben, chloe);
		ana.rotate('after Chloé');
		const op = duePost(ana, schedule, '2026-01-31');
		expect(op.amountMinor).toBe(10_000);
		ana.post(op);
		expect([ana, ben, chloe].map((of) => owed(ana, of))).toEqual([5_000, 5_000, 0]);
	});

	it('[LED31] [LED32] who posts without having heard of a change, a skip or an end posts what they knew, and it stands', () => {
		const [ana, ben] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		sync(ana, ben);
		ana.post(changeOp(schedule, '2026-01-01', planOf(ana.memberId, { amountMinor: 50 })));
		ana.post(endOp(schedule, '2026-02-01'));
		for (let i = 0; i < 3; i++) ben.write({ type: 'membership/receipt' }); // later in the total order than what he does not know
		ben.post(duePost(ben, schedule, '2026-01-31'));
		ben.post(duePost(ben, schedule, '2026-02-28'));
		sync(ana, ben);
		expect(ana.state.ledger.entries.valueSeq().map(({ amountMinor, counts }) => [amountMinor, counts]).toArray()).toEqual([[90_000, true], [90_000, true]]);
		expect(selectSchedule(lensOn(ana, '2026-03-01'), schedule)).toMatchObject({ ended: true, until: '2026-02-01', nextDue: [] });
	});

	it('[LED34] where everybody rests nothing is posted and nothing waits', () => {
		const [ana] = threes();
		const schedule = ana.post(scheduleOp(duesPlan([tier(ana.memberId, 100, { kind: 'paused', until: '2026-02-01' })])));
		expect(dueNow(ana, '2026-02-28').map(({ due }) => due)).toEqual(['2026-02-28']);
		const view = selectSchedule(lensOn(ana, '2026-02-28'), schedule)!;
		expect(view.dates.map(({ due, status }) => `${due} ${status}`)).toContain('2026-01-31 skipped');
		expect(view.stuck).toBeNull();
	});

	it('[LED34] whoever is no member any more is left out; with percentages, or as the payer, nothing is posted and the view says why', () => {
		const [ana, ben, chloe] = threes();
		const members = [ana, ben, chloe].map(({ memberId }) => memberId);
		const shares = ana.post(scheduleOp(planOf(ana.memberId, { split: { method: 'shares', between: members.map((member) => ({ member, shares: 2 })) } })));
		const parts = [3_334, 3_333, 3_333];
		const percent = ana.post(scheduleOp(planOf(ana.memberId, { split: { method: 'percent', between: members.map((member, i) => ({ member, basisPoints: parts[i]! })) } })));
		const payer = ana.post(scheduleOp(planOf(chloe.memberId)));
		sync(ana, ben, chloe);
		chloe.post({ type: 'membership/leave' });
		sync(ana, ben, chloe);
		ana.rotate('after Chloé');
		expect(dueNow(ana, '2026-01-31').map((each) => each.schedule)).toEqual([shares]);
		expect(duePost(ana, shares, '2026-01-31').split?.between).toHaveLength(2);
		const lens = lensOn(ana, '2026-01-31');
		expect([shares, percent, payer].map((id) => selectSchedule(lens, id)!.stuck?.rule)).toEqual([undefined, 'LED34', 'LED34']);
	});

	it('[LED25] by days of membership: who came or went in the period pays for their days', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		// everybody has been a member since 1970-01-01T00:16 or so
		const schedule = ana.post(scheduleOp(planOf(ana.memberId, { amountMinor: 31_00, split: { method: 'prorata', span: 'after' } }), { from: '1970-01-01' }));
		sync(ana, ben);
		ben.write({ type: 'membership/leave' }, { claimedAt: 10 * 86_400_000 });
		sync(ana, ben);
		ana.rotate('after Ben');
		expect(ana.state.membership.members.get(ben.memberId)?.until).toBe(10 * 86_400_000);
		expect(duePost(ana, schedule, '1970-01-01').split).toEqual({
			method: 'prorata',
			period: { from: '1970-01-01', until: '1970-02-01' },
			between: [ana, ben].map(({ memberId: member }) => ({ member, days: member === ana.memberId ? 31 : 10, shares: 1 })).sort((a, b) => (a.member < b.member ? -1 : 1))
		});
	});

	it('[MEM78] until when somebody was a member is told: of who was removed, the closing that made it more than half', () => {
		const [ana, ben, chloe] = threes();
		const removal = openRemoval([ana, ben], chloe.memberId);
		sync(ana, ben, chloe);
		for (const device of [ana, ben]) device.post(bindOp(removal, 'agree'));
		sync(ana, ben);
		ana.post(closeOp(removal), { claimedAt: 5_000_000 });
		ben.post(closeOp(removal), { claimedAt: 4_000_000 });
		sync(ana, ben, chloe);
		for (const { state } of [ana, ben, chloe]) {
			expect(state.membership.members.get(chloe.memberId)).toMatchObject({ status: 'removed', until: 5_000_000 });
			expect(state.membership.members.get(ana.memberId)?.until).toBeNull();
		}
	});

	it('[LED23] [LED24] ownership and room hours are counted when posted; where there is nothing to count, the view says so', () => {
		const ana = found('Ana');
		const ownership = ana.post(scheduleOp(planOf(ana.memberId, { split: { method: 'ownership' } })));
		const hours = ana.post(scheduleOp(planOf(ana.memberId, { split: { method: 'room-hours', rooms: [], by: 'minutes' } })));
		const lens = lensOn(ana, '2026-03-01');
		expect([ownership, hours].map((id) => selectSchedule(lens, id)!.stuck?.rule)).toEqual(['LED23', 'LED24']);
		const room = ana.post(addRoomOp('Attic'));
		ana.post(grantOp(ana.post(bookOp(room, '2026-02-10T10:00', '2026-02-10T11:30'))));
		expect(duePost(ana, hours, '2026-02-28').split).toEqual({
			method: 'room-hours', rooms: [], by: 'minutes', period: { from: '2026-01-31', until: '2026-02-28' },
			between: [{ member: ana.memberId, minutes: 90, priceMinor: 0 }]
		});
		ana.post(duePost(ana, hours, '2026-02-28'));
	});

	it('[LED13] [LED35] a retired category is no reason to write refused entries: the date waits, and the view says why', () => {
		const [ana] = threes();
		const category = ana.post(openAccountOp('category', 'Plants'));
		const schedule = ana.post(scheduleOp(planOf(ana.memberId, { category })));
		ana.post({ type: 'ledger/retire-account', account: category });
		expect(dueNow(ana, '2026-03-01')).toEqual([]);
		expect(selectSchedule(lensOn(ana, '2026-03-01'), schedule)!.stuck?.rule).toBe('LED13');
	});
});

describe('what screens show of schedules', () => {
	it('[LED30] dates with what became of them, the next three, and my own part', () => {
		const [ana, ben] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		const posted = ana.post(duePost(ana, schedule, '2026-01-31'));
		ana.post(skipOp(schedule, '2026-02-28'));
		ana.post(changeOp(schedule, '2026-05-01', planOf(ana.memberId, { amountMinor: 60_000 })));
		sync(ana, ben);
		const view = selectSchedule(lensOn(ben, '2026-04-15'), schedule)!;
		expect(view.nextDue).toEqual(['2026-04-30', '2026-05-31', '2026-06-30']);
		expect(view.dates.map(({ due, status }) => `${due} ${status}`)).toEqual([
			'2026-06-30 ahead', '2026-05-31 ahead', '2026-04-30 ahead', '2026-03-31 waiting', '2026-02-28 skipped', '2026-01-31 posted'
		]);
		expect(view.dates.at(-1)?.entry?.id).toBe(posted);
		expect(view).toMatchObject({ mine: false, byName: 'Ana', ended: false, myNextMinor: 30_000, stuck: null });
		expect(view.now.amountMinor).toBe(90_000);
		expect(view.versions.map(({ from, amountMinor }) => [from, amountMinor])).toEqual([['2026-01-31', 90_000], ['2026-05-01', 60_000]]);
		expect(selectSchedules(lensOn(ben, '2026-04-15')).map(({ id }) => id)).toEqual([schedule]);
	});

	it('[LED6] a corrected posting stays posted: the device does not post the date again', () => {
		const [ana] = threes();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId)));
		const posted = ana.post(duePost(ana, schedule, '2026-01-31'));
		ana.post(reverseOp(posted, '2026-02-01'));
		expect(dueNow(ana, '2026-02-01')).toEqual([]);
		expect(selectSchedule(lensOn(ana, '2026-02-01'), schedule)!.dates.at(-1)).toMatchObject({ status: 'posted', entry: { corrected: true } });
	});
});
