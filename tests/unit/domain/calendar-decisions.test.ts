import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { NO_CALENDAR_RULES, type CalendarRules, type RoomChange } from '$crdt/domain/calendar/ops';
import { plainRoom } from '$crdt/domain/calendar/room-description';
import { descriptionOf } from '$crdt/domain/calendar/room-rules';
import { dutiesOf } from '$crdt/domain/duties';
import type { OpInput } from '$crdt/domain/op';
import { stateHash } from '$crdt/domain/state-hash';
import { addRoomOp, bookOp, changeRoomOp } from '../../support/calendar-ops';
import { bindOp, closeOp, openOp } from '../../support/proposal-ops';
import { collective, storyHashes, sync, type Device } from '../../support/story';

type OpenOp = Extract<OpInput, { type: 'proposals/open' }>;
const open = (effect: OpenOp['effect'], succeeds: ObjectId | null = null): OpInput => openOp('About our rooms', { effect, deadline: 1, succeeds });
const setting = (value: Partial<CalendarRules>): OpenOp['effect'] => ({ kind: 'change-setting', change: { key: 'calendarRules', value: { ...NO_CALENDAR_RULES, ...value } } });
const room = (change: RoomChange): OpenOp['effect'] => ({ kind: 'change-room', change });

/** Everybody agrees and closes. */
function decide(by: Device, all: readonly Device[], op: OpInput): ObjectId {
	const proposal = by.post(op);
	sync(...all);
	for (const device of all) device.post(bindOp(proposal, 'agree'));
	sync(...all);
	for (const device of all) device.post(closeOp(proposal));
	sync(...all);
	return proposal;
}

const dutiesNow = (device: Device) =>
	dutiesOf(device.state, {
		member: device.memberId, device: device.id, now: 0, nowWall: '2026-01-01T00:00', heldBy: () => [], holds: () => true
	}).ops.filter((op) => op.type !== 'membership/receipt' && op.type !== 'calendar/acknowledge-roll');

describe('decisions about rooms, through the whole fold', () => {
	it('[CAL36] [CAL51] the collective’s rules for its rooms are a setting like any other', () => {
		const all = collective(['Ana', 'Ben']) as [Device, Device];
		const [ana, ben] = all;
		const garden = ana.post(addRoomOp('Garden room'));
		const decision = decide(ana, all, open(setting({ roomsBy: 'decision', quotas: [{ name: 'Fair share', counts: 'all', per: 'day', unit: 'bookings', limit: 1, rooms: [], within: null }] })));
		const attic = ben.write(addRoomOp('Attic'));
		ben.post(bookOp(garden, '2026-12-01T10:00', '2026-12-01T11:00'));
		const second = ben.write(bookOp(garden, '2026-12-01T12:00', '2026-12-01T13:00'));
		expect([attic, second].map((entry) => ben.refusalOf(entry))).toMatchObject([
			{ rule: 'CAL36', setBy: { decision, entry: null } }, { rule: 'CAL51', setBy: { decision, entry: null } }
		]);
		expect(ben.state.membership.decidedBy.calendarRules).toBe(decision);
	});

	it('[CAL37] the proposer’s device carries an accepted decision out, once; a successor does not do it again', () => {
		const all = collective(['Ana', 'Ben']) as [Device, Device];
		const [ana, ben] = all;
		decide(ana, all, open(setting({ roomsBy: 'decision' })));
		const change: RoomChange = { kind: 'add', zone: 'UTC', parts: [], description: plainRoom('Attic') };
		const proposal = decide(ben, all, open(room(change)));
		expect(dutiesNow(ana)).toEqual([]);
		const due = dutiesNow(ben);
		expect(due.map((op) => op.type)).toEqual(['calendar/add-room']);
		for (const op of due) ben.post(op);
		sync(...all);
		expect(dutiesNow(ben)).toEqual([]);
		expect(descriptionOf(ana.state.calendar.rooms.get(proposal)!).name).toBe('Attic');
		const again = ana.write({ ...addRoomOp('Attic'), decision: proposal });
		expect(ana.refusalOf(again)?.rule).toBe('CAL37');
		const renamed = decide(ana, all, open(room({ kind: 'change', room: proposal, description: plainRoom('Loft') })));
		for (const op of dutiesNow(ana)) ana.post(op);
		sync(...all);
		const told = ben.state.calendar.rooms.get(proposal)!;
		expect([descriptionOf(told).name, told.versions.map((each) => each.decision)]).toEqual(['Loft', [proposal, renamed]]);
		expect(stateHash(ana.state, storyHashes.hash)).toBe(stateHash(ben.state, storyHashes.hash));
	});

	it('[CAL37] what was not accepted, or not known to be, carries nothing out', () => {
		const all = collective(['Ana', 'Ben']) as [Device, Device];
		const [ana, ben] = all;
		const garden = ana.post(addRoomOp('Garden room'));
		sync(...all);
		const proposal = ana.post(open(room({ kind: 'change', room: garden, description: plainRoom('Green room') })));
		const early = ana.write({ ...changeRoomOp(garden, 'Green room'), decision: proposal });
		sync(...all);
		for (const device of all) device.post(bindOp(proposal, 'agree'));
		sync(...all);
		for (const device of all) device.post(closeOp(proposal));
		const apart = ben.write({ ...changeRoomOp(garden, 'Green room'), decision: proposal });
		sync(...all);
		expect([early, apart].map((entry) => ana.refusalOf(entry)?.rule)).toEqual(['CAL37', 'CAL37']);
		expect(dutiesNow(ana).map((op) => op.type)).toContain('calendar/change-room');
	});
});
