import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { selectHours } from '$crdt/domain/consultation/select-attendance';
import { actionsOf } from '$crdt/domain/consultation/select-actions';
import { selectMeeting } from '$crdt/domain/consultation/select-meeting';
import { selectToSign } from '$crdt/domain/consultation/selectors';
import { timerNow } from '$crdt/domain/consultation/timer-now';
import type { MemberFact } from '$crdt/domain/membership/state';
import type { OpInput } from '$crdt/domain/op';
import { addAction, addItem, attend, cancelMeeting, planMeeting, planSeries, prepare, reply, setRole, setTimer } from '../../support/meeting-ops';
import { createHouse, idOf, type House } from './calendar-house';

const NAMES = ['Ana', 'Ben', 'Chloé'];
const AFTER = { today: '2026-12-05', nowWall: '2026-12-05T08:00' };
const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;

function withMeeting() {
	const house = createHouse(NAMES);
	const [meeting] = house.write('Ana', planMeeting());
	house.meetAll();
	return { house, meeting: meeting! };
}
const mine = (house: House, meeting: ObjectId, name: string) => selectMeeting(house.lens(name), meeting)!.attendance.find(({ isMe }) => isMe);

describe('attendance', () => {
	it('[CON20] members say for themselves whether they come, and may change their mind', () => {
		const { house, meeting } = withMeeting();
		house.write('Ben', reply(meeting));
		house.write('Ben', reply(meeting, 'no'));
		house.meetAll();
		const { attendance, myReply } = selectMeeting(house.lens('Ana'), meeting)!;
		expect(attendance.map(({ name, reply: word }) => [name, word])).toEqual([['Ana', null], ['Ben', 'no'], ['Chloé', null]]);
		expect(myReply).toBeNull();
		house.write('Ana', cancelMeeting(meeting));
		house.meetAll();
		expect(refusal(house, house.write('Ben', reply(meeting))[0])).toBe('CON2');
	});

	it('[CON21] members sign for themselves, for at most an hour longer than the meeting, and may take it back', () => {
		const { house, meeting } = withMeeting();
		const made = house.write('Ben', attend(meeting, 150), attend(meeting, 151), { type: 'consultation/attend', meeting, was: 'absent', minutes: 5 });
		expect(made.map((id) => refusal(house, id))).toEqual([undefined, 'CON21', 'CON21']);
		expect(mine(house, meeting, 'Ben')).toMatchObject({ was: 'there', minutes: 150 });
		expect(selectMeeting(house.lens('Ana', AFTER), meeting)).toMatchObject({ attendanceOpen: true, isOver: true });
		house.write('Ben', attend(meeting, 0, 'unsaid'));
		expect(mine(house, meeting, 'Ben')).toMatchObject({ was: null, signedAt: null });
		expect(selectMeeting(house.lens('Ben', AFTER), meeting)?.attendanceOpen).toBe(true);
	});

	it('[CON2] [CON24] a meeting that was cancelled while others, out of reach, were at it took place; taken back by all of them, it is cancelled', () => {
		const { house, meeting } = withMeeting();
		const shown = (name: string) => selectMeeting(house.lens(name, AFTER), meeting)!.cancelled;
		const hours = () => selectHours(house.lens('Ana', AFTER), 2026, null).rows.map(({ name, minutes }) => [name, minutes]);
		house.write('Ana', cancelMeeting(meeting));
		house.write('Ben', attend(meeting, 90));
		expect([shown('Ana'), shown('Ben')]).toEqual([true, false]);
		house.meet('Ana', 'Chloé');
		expect(refusal(house, house.write('Chloé', attend(meeting, 60))[0])).toBe('CON2');
		house.meetAll();
		expect(NAMES.map(shown)).toEqual([false, false, false]);
		const made = [...house.write('Chloé', attend(meeting, 60), addItem(meeting, 'What we left over', 'V')), ...house.write('Ana', cancelMeeting(meeting))];
		expect(made.map((id) => refusal(house, id))).toEqual([undefined, undefined, 'CON2']);
		house.meetAll();
		expect(hours()).toEqual([['Ben', 90], ['Chloé', 60]]);
		house.write('Chloé', attend(meeting, 0, 'absent'));
		house.write('Ben', attend(meeting, 0, 'unsaid'));
		house.meetAll();
		expect(NAMES.map(shown)).toEqual([true, true, true]);
		expect(hours()).toEqual([]);
	});

	it('[CON21] nobody who became a member after the day of a meeting is asked whether they were there; on that very day they are', () => {
		const { house, meeting } = withMeeting();
		const lens = house.lens('Ana', AFTER);
		const { end } = selectMeeting(lens, meeting)!;
		const { membership } = lens.state;
		const cameOn = (instant: number) => {
			const chloé = { since: instant, profile: { name: 'Chloé', discipline: '', licence: '' } } as MemberFact; // what the selector reads of a member
			const members = new Map([...membership.members, [idOf('Chloé'), chloé]]);
			return selectMeeting({ ...lens, state: { ...lens.state, membership: { ...membership, members } } }, meeting)!.attendance.map(({ name }) => name);
		};
		const day = Date.parse(`${end.slice(0, 10)}T23:00:00Z`);
		expect(cameOn(day)).toEqual(NAMES);
		expect(cameOn(day + 3 * 3_600_000)).toEqual(['Ana', 'Ben']);
	});

	it('[CON24] hours are those signed, by the year in which meetings began, each date once, nothing of cancelled ones', () => {
		const house = createHouse(NAMES);
		const [series] = house.write('Ana', planSeries(['2026-12-03']));
		const [eve, off, last] = house.write(
			'Ana',
			planMeeting({ start: '2026-12-31T23:30', end: '2027-01-01T01:00', notes: 'DDDDDDDDDDDDDDDDDDDDDA' }),
			planMeeting({ start: '2026-05-01T10:00', end: '2026-05-01T11:00', notes: 'EEEEEEEEEEEEEEEEEEEEEA' }),
			planMeeting({ start: '2027-01-01T10:00', end: '2027-01-01T11:00', notes: 'FFFFFFFFFFFFFFFFFFFFFA' })
		);
		house.meetAll();
		const [first] = house.write('Ana', prepare(series!, '2026-12-03', 'P'));
		const [second] = house.write('Ben', prepare(series!, '2026-12-03', 'Q'));
		house.write('Ana', attend(first!, 90), attend(eve!, 60), attend(last!, 30), { type: 'consultation/cancel-meeting', meeting: off! });
		house.write('Ben', attend(second!, 80), attend(eve!, 0, 'absent'));
		house.meetAll();
		expect(refusal(house, house.write('Ben', attend(off!, 60))[0])).toBe('CON2');
		house.write('Ana', attend(second!, 100));
		house.meetAll();
		const hours = selectHours(house.lens('Chloé'), 2026, null);
		expect(hours.rows.map(({ name, start, minutes }) => [name, start.slice(0, 10), minutes])).toEqual([
			['Ana', '2026-12-03', 100],
			['Ben', '2026-12-03', 80],
			['Ana', '2026-12-31', 60]
		]);
		expect(hours.byMember).toMatchObject([{ name: 'Ana', meetings: 2, minutes: 160 }, { name: 'Ben', meetings: 1, minutes: 80 }]);
		expect(selectHours(house.lens('Chloé'), 2027, null).rows.map(({ minutes }) => minutes)).toEqual([30]);
		expect(selectHours(house.lens('Chloé'), 2026, idOf('Ben')).rows).toHaveLength(1);
	});

	it('[CON29] home asks for a signature where one came, had a role or an item, and at most four times', () => {
		const house = createHouse(NAMES);
		const ids = house.write('Ana', ...['A', 'B', 'C', 'D', 'E', 'F'].map((mark, at) => planMeeting({ start: `2026-11-0${at + 1}T10:00`, end: `2026-11-0${at + 1}T11:00`, notes: mark.repeat(21) + 'A' })));
		const [a, b, c, d, e, f] = ids as unknown as readonly [ObjectId, ObjectId, ObjectId, ObjectId, ObjectId, ObjectId];
		house.meetAll();
		expect(selectToSign(house.lens('Ben'))).toEqual([]);
		house.write('Ben', reply(a), reply(b), setRole(c, 'timekeeper', idOf('Ben')), addItem(d, 'x', 'V', { presenter: idOf('Ben') }), reply(e), reply(f, 'no'));
		expect(selectToSign(house.lens('Ben')).map(({ id }) => id)).toEqual([e, d, c, b]);
		house.write('Ben', attend(e), attend(d, 0, 'absent'), cancelMeeting(c));
		expect(selectToSign(house.lens('Ben')).map(({ id }) => id)).toEqual([b, a]);
	});
});

describe('actions', () => {
	const change = (action: ObjectId, assignee: string | null, text = 'Ask again'): OpInput => ({ type: 'consultation/change-action', action, text, assignee: assignee === null ? null : idOf(assignee), due: null });

	it('[CON22] noted by anybody, for a member or nobody yet, with a day that exists', () => {
		const { house, meeting } = withMeeting();
		const made = house.write(
			'Ana',
			addAction(meeting, { assignee: idOf('Mallory') }),
			addAction(meeting, { due: '2026-02-30' }),
			addAction(meeting, { item: meeting }),
			addAction(meeting, { assignee: idOf('Ben'), due: '2026-12-04' })
		);
		expect(made.map((id) => refusal(house, id))).toEqual(['CON22', 'CON22', 'CON22', undefined]);
		expect(selectMeeting(house.lens('Ana', AFTER), meeting)?.actions).toMatchObject([{ assigneeName: 'Ben', late: true, done: false, mine: false, mayChange: true }]);
	});

	it('[CON22] changed by whoever added it or has it; what nobody has, or one who is gone, is anybody’s', () => {
		const { house, meeting } = withMeeting();
		const [action] = house.write('Ana', addAction(meeting, { assignee: idOf('Ben') }));
		house.meetAll();
		const [strange] = house.write('Chloé', change(action!, 'Chloé'));
		const [own] = house.write('Ben', change(action!, null));
		house.meetAll();
		const [nobodys] = house.write('Chloé', change(action!, 'Ben'));
		house.leave('Ben');
		house.meetAll();
		const [gone] = house.write('Chloé', change(action!, 'Chloé'));
		expect([strange, own, nobodys, gone].map((id) => refusal(house, id))).toEqual(['CON22', undefined, undefined, undefined]);
		house.meetAll();
		expect(actionsOf(house.lens('Ana'), () => true)).toMatchObject([{ text: 'Ask again', assigneeName: 'Chloé', addedByName: 'Ana' }]);
	});

	it('[CON23] ticked off by anybody; withdrawn, it is gone for good', () => {
		const { house, meeting } = withMeeting();
		const [action] = house.write('Ana', addAction(meeting, { assignee: idOf('Ben') }));
		house.meetAll();
		house.write('Chloé', { type: 'consultation/set-action-done', action: action!, done: true });
		expect(actionsOf(house.lens('Chloé'), () => true)).toMatchObject([{ done: true, late: false }]);
		house.write('Ana', { type: 'consultation/withdraw-action', action: action! });
		const [late] = house.write('Ana', { type: 'consultation/set-action-done', action: action!, done: false });
		const [early] = house.write('Ben', { type: 'consultation/set-action-done', action: meeting, done: false });
		house.meetAll();
		expect([late, early].map((id) => refusal(house, id))).toEqual(['CON23', 'CON23']);
		expect(selectMeeting(house.lens('Ben'), meeting)?.actions).toEqual([]);
	});
});

describe('the timer', () => {
	it('[CON25] is set by anybody, for an item or the whole, and holds no more than it had', () => {
		const { house, meeting } = withMeeting();
		const made = house.write('Ben', setTimer(meeting, { leftMs: 600_001 }), setTimer(meeting, { item: meeting }), setTimer(meeting));
		expect(made.map((id) => refusal(house, id))).toEqual(['CON25', 'CON25', undefined]);
		expect(selectMeeting(house.lens('Ben'), meeting)?.timer).toMatchObject({ phase: 'running', byName: 'Ben', mine: true, item: null });
		house.write('Ben', setTimer(meeting, { phase: 'stopped' }));
		expect(selectMeeting(house.lens('Ben'), meeting)?.timer).toBeNull();
	});

	it('[CON26] of what was set at once, everybody sees the same', () => {
		const { house, meeting } = withMeeting();
		const [a] = house.write('Ana', setTimer(meeting, { leftMs: 100_000 }));
		const [b] = house.write('Ben', setTimer(meeting, { leftMs: 200_000 }));
		house.meetAll();
		expect(NAMES.map((name) => selectMeeting(house.lens(name), meeting)?.timer?.leftMs)).toEqual(Array(3).fill(a! > b! ? 100_000 : 200_000));
	});

	it('[CON27] it runs on, stands still while paused, counts up beyond its end, and believes no clock that is ahead', () => {
		const timer = { phase: 'running', leftMs: 60_000, at: 1_000_000 } as const;
		expect(timerNow(timer, 1_020_000)).toEqual({ leftMs: 40_000, over: 0 });
		expect(timerNow(timer, 1_190_000)).toEqual({ leftMs: 0, over: 130_000 });
		expect(timerNow(timer, 400_000)).toEqual({ leftMs: 60_000, over: 0 });
		expect(timerNow({ ...timer, phase: 'paused' }, 9_000_000)).toEqual({ leftMs: 60_000, over: 0 });
		expect(timerNow({ ...timer, phase: 'paused', leftMs: -5_000 }, 9_000_000)).toEqual({ leftMs: 0, over: 5_000 });
	});
});

describe('turns at presenting', () => {
	it('[CON28] whoever presented longest ago stands first; what was ticked off or stood on the agenda of a past meeting counts', () => {
		const house = createHouse(NAMES);
		const [old, next, later] = house.write(
			'Ana',
			planMeeting({ start: '2026-11-03T18:00', end: '2026-11-03T19:00' }),
			planMeeting({ notes: 'BBBBBBBBBBBBBBBBBBBBBA' }),
			planMeeting({ start: '2026-12-10T18:00', end: '2026-12-10T19:00', notes: 'CCCCCCCCCCCCCCCCCCCCCA' })
		);
		house.write('Ana', addItem(old!, 'x', 'V', { presenter: idOf('Ana') }), addItem(next!, 'y', 'V', { presenter: idOf('Ben') }));
		const turns = (over = {}) => selectMeeting(house.lens('Ana', over), later!)!.turns.map(({ name, lastPresented }) => [name, lastPresented?.slice(0, 10) ?? null]);
		expect(turns()).toEqual([['Ben', null], ['Chloé', null], ['Ana', '2026-11-03']]);
		expect(turns(AFTER)).toEqual([['Chloé', null], ['Ana', '2026-11-03'], ['Ben', '2026-12-03']]);
		const [item] = selectMeeting(house.lens('Ana'), next!)!.items;
		house.write('Ana', { type: 'consultation/set-item-done', item: item!.id, done: true });
		expect(turns()).toEqual([['Chloé', null], ['Ana', '2026-11-03'], ['Ben', '2026-12-03']]);
	});
});
