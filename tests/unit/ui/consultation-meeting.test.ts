import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import { standingItem } from '$crdt/domain/consultation/ops';
import { orderBetween } from '$crdt/domain/consultation/order';
import type { AttendanceView, ForgettingView, TurnView } from '$crdt/domain/consultation/views';
import { AT_THE_END, dateOfKey } from '$lib/features/consultation/agenda-order';
import { attendanceGroups, attendanceLine, licenceLine, myRolesLine, sayTurns } from '$lib/features/consultation/meeting/attendance-words';
import { goneOn, goneSentence, keptSentence, wantingSentence } from '$lib/features/consultation/meeting/forgetting-words';
import { itemLine, itemName, startsAt } from '$lib/features/consultation/meeting/item-words';
import { keptLine } from '$lib/features/consultation/meeting/kept-words';
import { hostOf, isLink } from '$lib/features/consultation/meeting/links';
import { announcement, asItWas, figures, inPhase, isForgotten, isSamePress, MINUTE_MS, MORE_MS, sayLeft, startFor, withMore } from '$lib/features/consultation/meeting/timer-facts';
import { TEMPLATES } from '$lib/features/consultation/templates';

const meeting = 'meeting.0' as ObjectId; // only compared here
const item = 'item.0' as ObjectId; // only compared here

const person = (name: string, part: Partial<AttendanceView> = {}): AttendanceView => ({
	member: name as MemberId, name, isMe: name === 'Ana', discipline: '', licence: '', reply: null, was: null, minutes: 0, signedAt: null, ...part // only compared here
});

describe('[CON27] the timer of a meeting', () => {
	it('is posted as so much left at a moment, whole milliseconds', () => {
		expect(startFor(meeting, item, 15, 1000.4)).toEqual({
			type: 'consultation/set-timer', meeting, item, phase: 'running', totalMs: 15 * MINUTE_MS, leftMs: 15 * MINUTE_MS, at: 1000
		});
		const timer = { item, phase: 'running', totalMs: 15 * MINUTE_MS, leftMs: 15 * MINUTE_MS, at: 1000 } as const;
		expect(inPhase(meeting, timer, 'paused', 123.6, 2000)).toMatchObject({ phase: 'paused', totalMs: 15 * MINUTE_MS, leftMs: 124, at: 2000, item });
	});
	it('five minutes more begin now where time is over, and never exceed the whole', () => {
		const timer = { item, phase: 'paused', totalMs: 10 * MINUTE_MS, leftMs: 0, at: 0 } as const;
		expect(withMore(meeting, timer, -7 * MINUTE_MS, 0)).toMatchObject({ leftMs: MORE_MS, totalMs: 15 * MINUTE_MS, phase: 'paused' });
		expect(withMore(meeting, timer, 2 * MINUTE_MS, 0)).toMatchObject({ leftMs: 7 * MINUTE_MS });
		const longest = { ...timer, totalMs: 240 * MINUTE_MS };
		expect(withMore(meeting, longest, 239 * MINUTE_MS, 0)).toMatchObject({ leftMs: 240 * MINUTE_MS, totalMs: 240 * MINUTE_MS });
	});
	it('stopped by mistake, goes on as if nobody had stopped it', () => {
		const timer = { item, phase: 'running', totalMs: 15 * MINUTE_MS, leftMs: 9 * MINUTE_MS, at: 1000 } as const;
		expect(asItWas(meeting, timer)).toEqual({ type: 'consultation/set-timer', meeting, ...timer });
	});
	it('two who go on at once go on once: what a colleague has just begun is not passed over', () => {
		expect(isSamePress({ mine: false }, 10_000, 11_400)).toBe(true);
		expect(isSamePress({ mine: false }, 10_000, 11_600)).toBe(false);
		expect(isSamePress({ mine: true }, 10_000, 10_100)).toBe(false);
		expect(isSamePress({ mine: false }, null, 10_100)).toBe(false);
	});
	it('shows 0:00 only at the very end, and counts up beyond it', () => {
		expect([899_001, 60_000, 1, 0, -999, -130_000, 3_725_000].map(figures)).toEqual(['15:00', '1:00', '0:01', '0:00', '0:00', '2:10', '1:02:05']);
	});
	it('is said in whole minutes', () => {
		expect([900_000, 60_000, 59_000, -5_000, -130_000].map(sayLeft)).toEqual(['15 minutes left', '1 minute left', 'less than a minute left', 'time is over', '2 minutes over']);
	});
	it('speaks twice, at two minutes and at the end, and to nobody who comes late', () => {
		expect(announcement(null, 100, 'the case')).toBeNull();
		expect(announcement(120_001, 120_000, 'the case')).toBe('2 minutes left: the case.');
		expect(announcement(120_000, 119_000, 'the case')).toBeNull();
		expect(announcement(1, 0, 'the case')).toBe('Time is over: the case.');
		expect(announcement(500_000, -100, 'the case')).toBe('Time is over: the case.');
		expect(announcement(0, -1000, 'the case')).toBeNull();
	});
	it('that nobody stopped is no longer shown an hour after its end', () => {
		expect([isForgotten(-59 * MINUTE_MS), isForgotten(-61 * MINUTE_MS)]).toEqual([false, true]);
	});
});

describe('who comes', () => {
	const four = [person('Ana', { reply: 'yes', licence: 'no. 1' }), person('Ben', { reply: 'yes' }), person('Chloé', { reply: 'no' }), person('Dele')];
	it('[CON20] before a meeting stands by their replies', () => {
		expect(attendanceGroups(four, false).map(({ title, people }) => [title, people.map(({ name }) => name)])).toEqual([
			['Coming', ['Ana', 'Ben']], ['Not coming', ['Chloé']], ['Not said yet', ['Dele']]
		]);
		expect(attendanceLine(four, false)).toBe('2 come, 1 does not, 1 not said yet');
		expect(attendanceLine([person('Ana')], false)).toBe('Nobody has said yet');
	});
	it('[CON21] from the beginning on stands by what each signed, and a reply is no presence', () => {
		const after = [four[0]!, person('Ben', { reply: 'yes', was: 'there', minutes: 60 }), person('Chloé', { was: 'absent' }), four[3]!];
		expect(attendanceGroups(after, true).map(({ id, people }) => [id, people.map(({ name }) => name)])).toEqual([['in', ['Ben']], ['hoped', ['Ana']], ['out', ['Chloé']], ['unsaid', ['Dele']]]);
		expect(attendanceLine(after, true)).toBe('1 there, 1 not, 2 not signed');
		expect(attendanceLine(four, true)).toBe('2 wanted to come, nobody has signed yet');
	});
	it('and is licensed is said of those who come alone', () => {
		expect(licenceLine(four, false)).toBe('Of those who come, you have named a licence; Ben has not.');
		expect(licenceLine([person('Dele', { licence: 'no. 2' })], false)).toMatch(/^Nobody has said yet/);
		expect(licenceLine([person('Ben', { reply: 'yes', licence: 'no. 2', was: 'absent' }), four[0]!], true)).toBe('All who come have named a licence in their profile.');
	});
	it('whose turn it is comes with when it last was', () => {
		const turn = (name: string, lastPresented: string | null): TurnView => ({ member: name as MemberId, name, isMe: name === 'Ana', lastPresented, cases: 0 }); // only compared here
		expect(sayTurns([turn('Eve', null), turn('Ana', '2026-05-03T18:00')], '2026-11-22')).toBe('Longest without a turn: Eve (never yet) and you (3 May).');
		expect(sayTurns([turn('Eve', null), turn('Ana', null)], '2026-11-22')).toBeNull();
	});
	it('my roles are said as what I do', () => {
		expect(myRolesLine(['facilitator', 'note-taker'])).toBe('You facilitate and take notes.');
		expect(myRolesLine([])).toBeNull();
	});
});

describe('the agenda in words', () => {
	it('a case shows nothing but who brings it', () => {
		const one = { kind: 'case', title: '', presenterName: 'Dele', mine: false, minutes: 25 } as const;
		expect([itemName(one), itemName({ ...one, mine: true }), itemLine(one, '14:35')]).toEqual(['Case brought by Dele', 'My case', '14:35 · 25 min']);
		expect(itemLine({ kind: 'decision', title: 'August', presenterName: 'Chloé', minutes: 15 }, '15:00')).toBe('15:00 · 15 min · Decision · Chloé');
		expect(itemLine({ kind: 'round', title: 'How we arrive', presenterName: null, minutes: 10 })).toBe('10 min · Round');
		expect(startsAt('2026-11-22T23:50', 25)).toBe('00:15');
	});
	it('what comes from elsewhere goes to the end, with room behind it', () => {
		const first = orderBetween(AT_THE_END, null, 'ana');
		expect(first > AT_THE_END).toBe(true);
		expect(orderBetween(first, null, 'ben') > first).toBe(true);
		expect(dateOfKey('abc.0@2026-11-29')).toBe('2026-11-29');
	});
	it('every kind of meeting begins with items that the log takes, and within its time', () => {
		for (const [kind, { agenda, minutes }] of Object.entries(TEMPLATES)) {
			for (const one of agenda) expect([kind, standingItem.safeParse(one).success]).toEqual([kind, true]);
			expect([kind, agenda.reduce((sum, one) => sum + one.minutes, 0) <= minutes]).toEqual([kind, true]);
		}
	});
});

describe('[CON54] how long texts are kept', () => {
	const view: ForgettingView = { status: 'until', until: '2027-05-04', because: null, agreed: [], missing: [], mayAgree: false, iAgreed: false, wanting: 0, goneOnMembers: 4, members: 9 };
	it('is said by the last day on which they are there', () => {
		expect(keptSentence(view)).toBe('Notes and cases are kept until 3 May 2027, as decided.');
		expect(keptSentence({ ...view, status: 'kept', until: null })).toBe('Notes and cases are kept until you decide otherwise.');
	});
	it('and afterwards since when they are gone, why, and from how many', () => {
		expect(goneSentence({ ...view, status: 'gone', because: 'time' })).toBe('These notes are gone since 4 May 2027, as decided.');
		expect(goneSentence({ ...view, status: 'gone', because: 'agreement', until: null })).toBe('These notes are gone, as those who were there agreed.');
		expect(goneOn(view)).toMatch(/^Gone on 4 of 9 members’ devices/);
		expect(goneOn({ ...view, goneOnMembers: 9 })).toBe('Gone from every member’s devices.');
	});
	it('[CON51] what an agreement still wants is said, also of more than half', () => {
		expect(wantingSentence(view)).toBe('');
		expect(wantingSentence({ ...view, wanting: 1 })).toMatch(/^One more member must agree/);
		expect(wantingSentence({ ...view, wanting: 3 })).toMatch(/^3 more members/);
	});
	it('[CON60] what was kept knowingly is named by its kind alone, once for each person', () => {
		const kept = (byName: string, kind: 'name' | 'date') => ({ byName, at: 0, class: kind, place: 'notes' }) as const;
		expect(keptLine([kept('Ben', 'name'), kept('Ana', 'date'), kept('Ben', 'date'), kept('Ben', 'name')])).toBe('a name and a date by Ben, a date by Ana');
		expect(keptLine([])).toBe('');
	});
});

describe('where a meeting by link takes place', () => {
	it('is an https address or nothing, and says where it leads', () => {
		expect(['', 'https://meet.example.org/room', 'http://meet.example.org', 'javascript:alert(1)', 'https://a b', 'https://'].map(isLink)).toEqual([true, true, false, false, false, false]);
		expect([hostOf('https://meet.example.org/room'), hostOf('')]).toEqual(['meet.example.org', '']);
	});
});
