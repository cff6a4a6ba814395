/** An entry's own page: parts, story, disputes, comments, and what I may do about it. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { selectOpenDisputes } from '$crdt/domain/ledger/dispute-views';
import { selectEntry } from '$crdt/domain/ledger/select-entry';
import type { LedgerEntryView } from '$crdt/domain/ledger/views';
import { addRoomOp, bookOp } from '../../support/calendar-ops';
import { foundHouse } from '../../support/fake-house';
import { byFund, byMember, chargeOp, confirmOp, disputeOp, expenseOp, openAccountOp, reverseOp, settleDisputeOp, transferOp, type SplitInput } from '../../support/ledger-ops';
import { duePost, planOf, scheduleOp } from '../../support/schedule-ops';
import { collective, objectId, sync, type Device } from '../../support/story';
import { lensFor } from '../../support/story-lens';

const three = () => collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device]; // three were named
const seen = (device: Device, id: ObjectId): LedgerEntryView => {
	const view = selectEntry(lensFor(device), id);
	if (view === null) throw new Error('it is not known here');
	return view;
};
const ids = (devices: readonly Device[]) => devices.map(({ memberId }) => memberId);

describe('the page of an entry', () => {
	it('[LED2] tells nothing of what is not known here', () => {
		const [ana, ben] = three();
		expect(selectEntry(lensFor(ana), ben.post(expenseOp(ben.memberId, 10, [ben.memberId])))).toBeNull();
	});

	it('[LED3] shows everybody’s share to the cent, and what it was reckoned by', () => {
		const [ana, ben, chloe] = three();
		const split: SplitInput = { method: 'shares', between: [{ member: ana.memberId, shares: 2 }, { member: ben.memberId, shares: 1 }] };
		const id = ana.post(expenseOp(chloe.memberId, 1_000, [], { split, note: 'In two parts' }));
		expect(seen(ana, id)).toMatchObject({
			kind: 'expense', amountMinor: 1_000, note: 'In two parts', myPartMinor: -667, heldBy: 1, postedByName: 'Ana', mine: true, split, schedule: null, approval: null,
			shares: [{ name: 'Ana', mine: true, amountMinor: 667, weight: 2, minutesNow: null }, { name: 'Ben', mine: false, amountMinor: 333, weight: 1, minutesNow: null }]
		});
		const equal = ana.post(expenseOp(ana.memberId, 1_000, ids([ana, ben])));
		expect(seen(ana, equal).shares.map(({ weight }) => weight)).toEqual([null, null]);
		const borne = ana.post(expenseOp(ana.memberId, 1_000, [], { split: null }));
		expect(seen(ana, borne)).toMatchObject({ shares: [], split: null, myPartMinor: 1_000 });
	});

	it('[LED24] compares the hours it was shared by with what the calendar says now', () => {
		const house = foundHouse('Ana', () => Date.parse('2026-11-22T12:00Z'));
		const ana = house.device('Ana');
		house.settle();
		const room = house.say('Ana', 2, addRoomOp('Studio', 'UTC', { price: { perHourMinor: 1_000, bands: [] } }));
		house.say('Ana', 1, bookOp(room, '2026-12-05T10:00', '2026-12-05T12:00'));
		house.settle();
		const split = (by: 'minutes' | 'prices'): SplitInput => ({
			method: 'room-hours', period: { from: '2026-12-01', until: '2027-01-01' }, rooms: [room], by, between: [{ member: ana.memberId, minutes: 180, priceMinor: 3_000 }]
		});
		const [one, two] = (['minutes', 'prices'] as const).map((by) => ana.post(expenseOp(ana.memberId, 900, [], { split: split(by) })));
		for (const id of [one, two]) expect(seen(ana, id!).shares[0]).toMatchObject({ weight: 180, minutesNow: 120, amountMinor: 900 });
	});

	it('[LED6] tells correction and what took the place as one story, from each of the three', () => {
		const [ana, ben] = three();
		const wrong = ana.post(expenseOp(ana.memberId, 1_000, ids([ana, ben])));
		const [back, right] = (() => {
			const entry = ana.write([reverseOp(wrong, '2026-12-03', 'Too much'), expenseOp(ana.memberId, 900, ids([ana, ben]), { corrects: wrong, description: 'Rent, really' })]);
			return [objectId(entry, 0), objectId(entry, 1)];
		})();
		expect(seen(ana, wrong)).toMatchObject({
			reversedBy: { id: back, reason: 'Too much', byName: 'Ana', amountMinor: 1_000 }, replacedBy: { id: right, description: 'Rent, really', amountMinor: 900 }, canReverse: false, canDispute: false, reverses: null, corrects: null
		});
		expect(seen(ana, back!)).toMatchObject({ kind: 'reversal', reverses: { id: wrong, description: 'Rent December' }, canReverse: false, canDispute: false, myPartMinor: -500, shares: [{ amountMinor: 500 }, { amountMinor: 500 }] });
		expect(seen(ana, right!)).toMatchObject({ corrects: { id: wrong }, canReverse: true, reversedBy: null });
	});

	it('[LED7] what is without effect names what counts instead', () => {
		const [ana, ben] = three();
		const target = ana.post(expenseOp(ana.memberId, 1_000, ids([ana, ben])));
		sync(ana, ben);
		const both = [ana.post(reverseOp(target)), ben.post(reverseOp(target))] as const;
		sync(ana, ben);
		const [lost, won] = seen(ana, both[0]).counts ? [both[1], both[0]] : both;
		expect(seen(ana, lost)).toMatchObject({ counts: false, instead: won, myPartMinor: 0 });
		expect(seen(ana, won)).toMatchObject({ counts: true, instead: null });
	});

	it('[LED8] [LED9] whoever paid or is charged may dispute it, once; whoever raised it settles it', () => {
		const [ana, ben, chloe] = three();
		const id = ana.post(expenseOp(ana.memberId, 1_000, ids([ana, ben])));
		sync(ana, ben, chloe);
		expect([ana, ben, chloe].map((each) => seen(each, id).canDispute)).toEqual([true, true, false]);
		ben.post(disputeOp(id));
		sync(ana, ben, chloe);
		expect(seen(ben, id)).toMatchObject({ disputed: true, canDispute: false, disputes: [{ byName: 'Ben', mine: true, open: true, reason: 'I was away', settledByName: null }] });
		expect(seen(ana, id)).toMatchObject({ disputed: true, canDispute: true });
		expect([ana, ben, chloe].map((each) => selectOpenDisputes(lensFor(each)).map(({ role }) => role))).toEqual([['posted'], ['raised'], ['other']]);
		ben.post(settleDisputeOp(id));
		expect(seen(ben, id)).toMatchObject({ disputed: false, canDispute: true, disputes: [{ open: false, settledByName: 'Ben' }] });
		expect(selectOpenDisputes(lensFor(ben))).toEqual([]);
	});

	it('[LED9] a corrected entry has no open disputes', () => {
		const [ana] = three();
		const id = ana.post(expenseOp(ana.memberId, 1_000, [ana.memberId]));
		ana.post(disputeOp(id));
		ana.post(reverseOp(id));
		expect(seen(ana, id)).toMatchObject({ disputed: false, disputes: [{ open: false, settledByName: null }] });
		expect(selectOpenDisputes(lensFor(ana))).toEqual([]);
	});

	it('[LED18] the receiver confirms a transfer; into a fund, anybody but the one who paid', () => {
		const [ana, ben, chloe] = three();
		const bank = ana.post(openAccountOp('bank', 'Giro'));
		const toBen = ana.post(transferOp(byMember(ana.memberId), byMember(ben.memberId), 500));
		const toBank = ana.post(transferOp(byMember(ana.memberId), byFund(bank), 500));
		const fromBank = ana.post(transferOp(byFund(bank), byMember(chloe.memberId), 500));
		sync(ana, ben, chloe);
		const may = (id: ObjectId) => [ana, ben, chloe].map((each) => seen(each, id).canConfirm);
		expect([may(toBen), may(toBank), may(fromBank)]).toEqual([[false, true, false], [false, true, true], [false, false, true]]);
		expect(seen(ana, toBank)).toMatchObject({ to: { kind: 'fund', name: 'Giro', mine: false }, category: null, shares: [], confirmedByName: null });
		chloe.post(confirmOp(toBank));
		expect(seen(chloe, toBank)).toMatchObject({ canConfirm: false, confirmedByName: 'Chloé' });
		ana.post(reverseOp(toBen));
		sync(ana, ben);
		expect(seen(ben, toBen).canConfirm).toBe(false);
		const back = seen(ana, [...ana.state.ledger.order].at(-1)!);
		expect(back).toMatchObject({ kind: 'reversal', reverses: { description: 'Ana → Ben' }, to: { name: 'Ben' } });
	});

	it('[LED19] shows what members said about it, oldest first', () => {
		const [ana, ben] = three();
		const id = ana.post(chargeOp(1_000, ids([ana])));
		sync(ana, ben);
		ben.post({ type: 'ledger/comment', target: id, text: 'Which month?' });
		sync(ana, ben);
		ana.post({ type: 'ledger/comment', target: id, text: 'December' });
		expect(seen(ana, id).comments).toMatchObject([{ byName: 'Ben', mine: false, text: 'Which month?' }, { byName: 'Ana', mine: true, text: 'December' }]);
	});

	it('[LED32] a scheduled posting names its schedule and due date', () => {
		const [ana] = three();
		const schedule = ana.post(scheduleOp(planOf(ana.memberId), { from: '2026-01-31' }));
		const id = ana.post(duePost(ana, schedule, '2026-01-31'));
		expect(seen(ana, id)).toMatchObject({ schedule: { id: schedule, description: 'Rent', due: '2026-01-31' }, date: '2026-01-31' });
	});

	it('[LED26] keeps the foreign amount and its rate', () => {
		const [ana] = three();
		const foreign = { currency: 'CHF', amountMinor: 1_000, rate: '0.9312' };
		const id = ana.post(expenseOp(ana.memberId, 931, [ana.memberId], { foreign }));
		expect(seen(ana, id)).toMatchObject({ amountMinor: 931, foreign });
	});
});
