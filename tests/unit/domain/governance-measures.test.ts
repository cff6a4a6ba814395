import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { dutiesOf } from '$crdt/domain/duties';
import { selectEntry } from '$crdt/domain/ledger/select-entry';
import { selectPreview } from '$crdt/domain/ledger/select-preview';
import { selectSpending } from '$crdt/domain/ledger/select-spending';
import { parseOp, type OpInput } from '$crdt/domain/op';
import type { SpendingBand } from '$crdt/domain/proposals/settings-ops';
import { addRoomOp } from '../../support/calendar-ops';
import { expenseOp } from '../../support/ledger-ops';
import { decide, openEffect, openRemoval } from '../../support/proposal-ops';
import { collective, join, sync, tell, type Device } from '../../support/story';
import { lensFor } from '../../support/story-lens';

type Four = [Device, Device, Device, Device];
const HOUR = 3_600_000;
const NOW = 5_000_000;
const BANDS: SpendingBand[] = [
	{ from: 0, needs: { kind: 'member' } },
	{ from: 20_000, needs: { kind: 'members', count: 2 } },
	{ from: 100_000, needs: { kind: 'decision' } }
];

function four(): Four {
	const all = collective(['Ana', 'Ben', 'Chloé', 'Dele'], { decisionRule: 'majority' }) as Four;
	decide(all, all[0].post(openEffect('Bands', { kind: 'change-setting', change: { key: 'spendingBands', value: BANDS } })));
	return all;
}
type Room = Extract<Extract<OpInput, { type: 'proposals/take-measure' }>['measure'], { kind: 'emergency' }>['room'];
const emergency = (until = NOW + 10 * HOUR, room: Room = null): OpInput => ({
	type: 'proposals/take-measure', title: 'Water in the cellar', measure: { kind: 'emergency', text: 'No lights downstairs', until, room }
});
const spend = (amount: number): OpInput => ({ type: 'proposals/take-measure', title: 'Chairs', measure: { kind: 'spend', amount, purpose: 'Six chairs' } });
const joinIt = (measure: ObjectId): OpInput => ({ type: 'proposals/join-measure', measure });
const rule = (device: Device, op: OpInput) => device.refusalOf(device.write(op, { claimedAt: NOW }))?.rule;
const take = (device: Device, op: OpInput): ObjectId => device.post(op, { claimedAt: NOW });
const isInForce = (device: Device, id: ObjectId) => device.state.membership.measuresInForce.has(id);
const expense = (by: Device, amountMinor: number, approval: ObjectId | null): OpInput => expenseOp(by.memberId, amountMinor, [by.memberId], { approval });

describe('emergency measures', () => {
	it('[PRO104] last as long as the settings allow, by the claims of their author alone', () => {
		const [ana] = four();
		expect(rule(ana, emergency(NOW + 72 * HOUR + 1))).toBe('PRO104');
		expect(rule(ana, emergency(NOW))).toBe('PRO104');
		expect(rule(ana, emergency(NOW + 72 * HOUR))).toBeUndefined();
	});

	it('[PRO104] there are none where the collective wants none', () => {
		const all = four();
		decide(all, all[0].post(openEffect('No emergencies', { kind: 'change-setting', change: { key: 'emergency', value: null } })));
		expect(rule(all[0], emergency())).toBe('PRO104');
	});

	it('[PRO104] [PRO106] are in force once enough have joined, each once, for whoever holds their words', () => {
		const [ana, ben, chloe, dele] = four();
		const measure = take(ana, emergency());
		expect(rule(ben, joinIt(measure))).toBe('PRO104');
		sync(ana, ben, chloe, dele);
		expect(ana.state.proposals.life.measures.get(measure)).toMatchObject({ needed: 3 });
		expect(rule(ana, joinIt(measure))).toBe('PRO104');
		ben.post(joinIt(measure));
		expect(rule(ben, joinIt(measure))).toBe('PRO104');
		chloe.post(joinIt(measure));
		// each of them knows of two
		expect([isInForce(ben, measure), isInForce(chloe, measure)]).toEqual([false, false]);
		tell(ben, chloe);
		expect(isInForce(chloe, measure)).toBe(true);
		sync(ana, ben, chloe, dele);
		for (const device of [ana, ben, chloe, dele]) expect(isInForce(device, measure)).toBe(true);
	});

	it('[PRO104] need at most everybody, and not those who came later', () => {
		const [ana, ben] = collective(['Ana', 'Ben'], { decisionRule: 'majority' }) as [Device, Device];
		const measure = take(ana, emergency());
		expect(ana.state.proposals.life.measures.get(measure)).toMatchObject({ needed: 2 });
		const chloe = join('Chloé', [ana, ben]);
		expect(rule(chloe, joinIt(measure))).toBe('PRO104');
		ben.post(joinIt(measure));
		expect(isInForce(ben, measure)).toBe(true);
	});

	it('[PRO107] [CAL37] change a room where rooms are changed by decisions only; the device of whoever took it does so while it lasts', () => {
		const all = four();
		const [ana, ben, chloe] = all;
		const room = ana.post(addRoomOp('Cellar', 'Europe/Berlin'));
		decide(all, ana.post(openEffect('By decision', { kind: 'change-setting', change: { key: 'calendarRules', value: { ...ana.state.membership.settings.calendarRules, roomsBy: 'decision' } } })));
		const measure = take(ana, emergency(NOW + HOUR, { kind: 'retire', room }));
		const carriedOut: OpInput = { type: 'calendar/retire-room', room, decision: measure };
		expect(rule(ana, carriedOut)).toBe('CAL37');
		sync(...all);
		ben.post(joinIt(measure));
		tell(ben, chloe);
		chloe.post(joinIt(measure));
		sync(...all);
		const retires = (device: Device, now: number) => {
			const self = { member: device.memberId, device: device.id, now, nowWall: '2026-01-01T00:00', heldBy: () => [], holds: () => true };
			return dutiesOf(device.state, self).ops.filter(({ type }) => type === 'calendar/retire-room');
		};
		expect([retires(ana, NOW), retires(ben, NOW), retires(ana, NOW + HOUR)]).toEqual([[carriedOut], [], []]);
		ana.post(carriedOut);
		expect(retires(ana, NOW)).toEqual([]);
		expect(rule(ana, carriedOut)).toBeDefined();
	});
});

describe('spending together', () => {
	it('[PRO105] is for what several may spend: not for less, not for more', () => {
		const [ana] = four();
		expect([rule(ana, spend(19_999)), rule(ana, spend(20_000)), rule(ana, spend(100_000))]).toEqual(['PRO105', undefined, 'PRO105']);
	});

	it('[PRO106] [LED20] lets the expense be posted by whoever knows that enough have joined, once', () => {
		const [ana, ben, chloe, dele] = four();
		const measure = take(ana, spend(50_000));
		expect(rule(ana, expense(ana, 50_000, measure))).toBe('LED20');
		sync(ana, ben, chloe, dele);
		ben.post(joinIt(measure));
		// a past of her own, which nobody else has looked at before
		ana.post({ type: 'membership/set-profile', profile: { name: 'Ana', discipline: 'Counselling', licence: '' } });
		const early = ana.write(expense(ana, 50_000, measure));
		sync(ana, ben);
		for (const device of [ana, ben]) expect(device.refusalOf(early)?.rule).toBe('LED20');
		expect(rule(ana, expense(ana, 50_001, measure))).toBe('LED20');
		expect(rule(ana, expense(ana, 50_000, measure))).toBeUndefined();
		expect(rule(ana, expense(ana, 30_000, measure))).toBe('LED21');
	});

	it('[LED20] an accepted decision lets the expense be posted, and one that is not accepted does not', () => {
		const all = four();
		const [ana] = all;
		const yes = ana.post(openEffect('Boiler', { kind: 'spend', amount: 300_000, purpose: 'A new boiler' }));
		const no = ana.post(openEffect('Sauna', { kind: 'spend', amount: 300_000, purpose: 'A sauna' }));
		expect(rule(ana, expense(ana, 300_000, yes))).toBe('LED20');
		decide(all, yes);
		decide(all, no, 'disagree');
		expect([rule(ana, expense(ana, 300_000, no)), rule(ana, expense(ana, 300_000, yes))]).toEqual(['LED20', undefined]);
	});

	it('[PRO106] [MEM42] what a removed member said in secret joins nothing; what the deciders held stands', () => {
		const [ana, ben, chloe, dele] = four();
		const all = [ana, ben, chloe, dele];
		const [open, hidden] = [take(ana, spend(50_000)), take(ana, spend(40_000))];
		sync(...all);
		dele.post(joinIt(open));
		sync(...all);
		const removal = openRemoval([ana, ben, chloe], dele.memberId);
		sync(...all);
		// said on a device that nobody hears, before it learns of the removal
		dele.post(joinIt(hidden));
		decide([ana, ben, chloe], removal);
		sync(...all);
		for (const device of [ana, ben, chloe]) {
			expect(device.isMember(dele.memberId)).toBe(false);
			expect([isInForce(device, open), isInForce(device, hidden)]).toEqual([true, false]);
		}
	});
});

describe('what the ledger shows of it', () => {
	it('[LED20] [LED21] approvals that wait, are ready or used, and by which one an expense stands', () => {
		const all = four();
		const [ana, ben] = all;
		const measure = take(ana, spend(50_000));
		const decision = ana.post(openEffect('Boiler', { kind: 'spend', amount: 300_000, purpose: 'A new boiler' }));
		const seen = () => selectSpending(lensFor(ana)).approvals.map(({ id, by, title, isReady, joined }) => ({ id, by, title, isReady, joined }));
		expect(seen()).toEqual([{ id: measure, by: 'members', title: 'Chairs', isReady: false, joined: { have: 1, needed: 2 } }]);
		sync(...all);
		ben.post(joinIt(measure));
		decide(all, decision);
		expect(seen()).toEqual([
			{ id: decision, by: 'decision', title: 'Boiler', isReady: true, joined: null },
			{ id: measure, by: 'members', title: 'Chairs', isReady: true, joined: { have: 2, needed: 2 } }
		]);
		const preview = (approval: ObjectId | null) => selectPreview(lensFor(ana), parsed(expense(ana, 40_000, approval))).refusal?.rule;
		expect([preview(null), preview(measure)]).toEqual(['LED20', undefined]);
		const posted = ana.post(expense(ana, 40_000, measure));
		expect(seen().map(({ id }) => id)).toEqual([decision]);
		expect(selectEntry(lensFor(ana), posted)?.approval).toEqual({ id: measure, by: 'members', title: 'Chairs' });
		expect(preview(measure)).toBe('LED21');
	});
});

function parsed(input: OpInput) {
	const op = parseOp(input);
	if (op.type !== 'ledger/post') throw new Error('an expense');
	return op;
}
