/** What the ledger opens on. */
import { describe, expect, it } from 'vitest';
import { selectOverview } from '$crdt/domain/ledger/select-overview';
import { byMember, disputeOp, expenseOp, incomeOp, openAccountOp, transferOp } from '../../support/ledger-ops';
import { closeOp, lensOn, planOf, scheduleOp, signOp } from '../../support/schedule-ops';
import { collective, sync, type Device } from '../../support/story';
import { lensFor } from '../../support/story-lens';

const three = () => collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device]; // three were named

describe('the overview', () => {
	it('[LED50] of an empty book is even and says that everybody holds it', () => {
		const [ana] = three();
		expect(selectOverview(lensFor(ana))).toMatchObject({
			currency: 'EUR', mine: { currency: 'EUR', amountMinor: 0 }, funds: [], entries: [], total: 0, disputes: [], toConfirm: [], toSign: [], schedules: 0, comingUp: [], openFrom: null, newestHeldBy: 3, members: 3
		});
	});

	it('[LED50] shows the newest twelve by date, and who holds what was posted last', () => {
		const [ana, ben] = three();
		ana.post(openAccountOp('bank', 'Giro'));
		for (let day = 1; day <= 14; day++) ana.post(expenseOp(ana.memberId, day, [ana.memberId], { date: `2026-01-${String(15 - day).padStart(2, '0')}` }));
		const view = selectOverview(lensFor(ana));
		expect([view.total, view.entries.length, view.entries[0]?.date, view.entries.at(-1)?.date]).toEqual([14, 12, '2026-01-14', '2026-01-03']);
		expect([view.newestHeldBy, view.funds.map(({ name }) => name)]).toEqual([1, ['Giro']]);
		sync(ana, ben);
		ben.post(openAccountOp('pot', 'Reserve'));
		sync(ana, ben);
		expect(selectOverview(lensFor(ana)).newestHeldBy).toBe(2);
	});

	it('[LED8] [LED18] [LED41] brings together what waits for my word', () => {
		const [ana, ben, chloe] = three();
		const rent = ana.post(expenseOp(ana.memberId, 900, [ana, ben, chloe].map(({ memberId }) => memberId), { date: '2026-01-05' }));
		sync(ana, ben, chloe);
		const paid = ben.post(transferOp(byMember(ben.memberId), byMember(ana.memberId), 300, '2026-02-10'));
		chloe.post(disputeOp(rent));
		const close = ben.post(closeOp(ben, '2026-02-01'));
		sync(ana, ben, chloe);
		const view = selectOverview(lensFor(ana));
		expect(view.mine.amountMinor).toBe(300);
		expect(view.toConfirm.map(({ id }) => id)).toEqual([paid]);
		expect(view.disputes).toMatchObject([{ role: 'posted', entry: { id: rent }, dispute: { byName: 'Chloé' } }]);
		expect(view.toSign.map(({ id }) => id)).toEqual([close]);
		expect(selectOverview(lensFor(ben))).toMatchObject({ toConfirm: [], toSign: [], disputes: [{ role: 'other' }] });
		ana.post(signOp(close));
		expect(selectOverview(lensFor(ana))).toMatchObject({ toSign: [], openFrom: '2026-02-01' });
	});

	it('[LED30] says what comes up and how it will change my balance: what I pay or receive myself counts', () => {
		const [ana, ben] = three();
		const by = (device: Device) => planOf(device.memberId, { amountMinor: 9_000 });
		ana.post(scheduleOp(by(ana), { from: '2026-12-10' }));
		ana.post(scheduleOp({ ...by(ben), description: 'Newspaper' }, { from: '2026-12-03', every: { unit: 'year', count: 1 } }));
		ana.post(scheduleOp({ ...by(ben), kind: 'income', description: 'Fees', category: 'workshops' }, { from: '2026-12-04', every: { unit: 'year', count: 1 } }));
		const ended = ana.post(scheduleOp({ ...by(ben), description: 'Over' }, { from: '2025-01-01' }));
		ana.post({ type: 'ledger/end-schedule', schedule: ended, until: '2025-01-01' });
		const view = selectOverview(lensOn(ana, '2026-12-02'));
		expect(view.schedules).toBe(3);
		expect(view.comingUp.map(({ description, due, myPartMinor }) => [description, due, myPartMinor])).toEqual([
			['Newspaper', '2026-12-03', -3_000], ['Fees', '2026-12-04', 3_000], ['Rent', '2026-12-10', 6_000], ['Rent', '2027-01-10', 6_000]
		]);
	});

	it('[LED15] counts what was received for the collective for nobody', () => {
		const [ana] = three();
		ana.post(incomeOp(ana.memberId, 900, [], { split: null }));
		expect(selectOverview(lensFor(ana)).mine.amountMinor).toBe(-900);
	});
});
