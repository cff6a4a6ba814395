/** Planning meetings: what is filled in, the rule it makes, the words it says. */
import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import type { HoursView, MeetingSummary } from '$crdt/domain/consultation/views';
import { decimalHours, hoursCsv, hoursFileName, leastHeld } from '$lib/features/consultation/hours/hours-file';
import { datePath, meetingPath, sayRoles } from '$lib/features/consultation/meeting-words';
import { agendaFits, agendaOf, endAfter, isLink, linkOf, moved, newPlan, rhythmOptions, roomOf, ruleOf, sayKept, spanOf, withKind } from '$lib/features/consultation/series/plan-draft';
import { TEMPLATES } from '$lib/features/consultation/templates';

// a Thursday, the fourth of its month and the last but none
const DATE = '2026-11-26';
const room = 'room' as ObjectId;

describe('a plan of meetings', () => {
	it('begins as one case consultation with its usual length and items', () => {
		const plan = newPlan(DATE);
		expect(plan).toMatchObject({ kind: 'case', title: 'Case consultation', rhythm: 'once', place: 'elsewhere', bookRoom: true, from: '18:00', to: '19:30' });
		expect(plan.agenda).toEqual(TEMPLATES.case.agenda);
		expect(ruleOf(plan)).toBeNull();
	});

	it('another kind brings its title, length and items along, as far as nobody wrote their own', () => {
		expect(withKind(newPlan(DATE), 'check-in')).toMatchObject({ title: 'Check-in', to: '18:30', agenda: TEMPLATES['check-in'].agenda });
		const own = { ...newPlan(DATE), title: 'Thursday round', to: '20:00', agenda: [{ kind: 'topic' as const, title: 'Soup', minutes: 30 }] };
		expect(withKind(own, 'business')).toMatchObject({ title: 'Thursday round', to: '20:00', kind: 'business', agenda: own.agenda });
	});

	it.each([
		['week', 'FREQ=WEEKLY;BYDAY=TH'],
		['two-weeks', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH'],
		['month', 'FREQ=MONTHLY;BYDAY=4TH']
	] as const)('the rhythm "%s" has no end and keeps the weekday of the first date', (rhythm, rule) => {
		expect(ruleOf({ ...newPlan(DATE), rhythm })).toBe(rule);
	});

	it('the fifth Thursday of a month is meant as the last one', () => {
		const plan = { ...newPlan('2026-10-29'), rhythm: 'month' as const };
		expect(rhythmOptions(plan.date).find((one) => one.value === 'month')?.label).toBe('Monthly on the last Thursday');
		expect(ruleOf(plan)).toBe('FREQ=MONTHLY;BYDAY=-1TH');
	});

	it('another rhythm comes from the fields of a rule', () => {
		const plan = newPlan(DATE);
		expect(ruleOf({ ...plan, rhythm: 'other', repeat: { ...plan.repeat, every: 3, ends: 'after', times: 5 } })).toBe('FREQ=WEEKLY;INTERVAL=3;COUNT=5;BYDAY=TH');
		expect(ruleOf({ ...plan, rhythm: 'other', repeat: { ...plan.repeat, every: 0 } })).toBeNull();
	});

	it('an end that is not later lies in the next day; the same time is no meeting', () => {
		expect(spanOf({ date: DATE, from: '23:00', to: '00:30' })).toEqual({ start: '2026-11-26T23:00', end: '2026-11-27T00:30', minutes: 90 });
		expect(spanOf({ date: DATE, from: '18:00', to: '18:00' })).toBeNull();
		expect(spanOf({ date: '', from: '18:00', to: '19:00' })).toBeNull();
		expect(endAfter('23:30', 60)).toBe('00:30');
	});

	it('a place is a room, a link or elsewhere, never two of them', () => {
		expect([roomOf('elsewhere'), roomOf('link'), roomOf(room)]).toEqual([null, null, room]);
		expect(linkOf({ place: 'elsewhere', link: 'https://meet.example/a' })).toBe('');
		expect(linkOf({ place: 'link', link: ' https://meet.example/a ' })).toBe('https://meet.example/a');
		expect(['https://meet.example/a?b=c#d', 'http://meet.example', 'meet.example', 'https://a b', 'javascript:alert(1)', ''].map(isLink)).toEqual([true, false, false, false, false, false]);
	});

	it('items that say nothing are left out; a length that is none does not fit', () => {
		expect(agendaOf([{ kind: 'topic', title: '  ', minutes: 5 }, { kind: 'round', title: ' Hello ', minutes: 5 }])).toEqual([{ kind: 'round', title: 'Hello', minutes: 5 }]);
		expect([1, 240, 0, 241, 2.5, Number.NaN].map((minutes) => agendaFits([{ kind: 'topic', title: 'a', minutes }]))).toEqual([true, true, false, false, false, false]);
	});

	it('one step in an order stays within it', () => {
		expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
		expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
		expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
	});

	it('says how long the texts are kept', () => {
		expect([null, 1, 90, 365].map(sayKept)).toEqual([
			'Its texts are kept until those who were there agree that they go.',
			'Its texts are kept for a day, then they are gone from every device.',
			'Its texts are kept for 90 days, then they are gone from every device.',
			'Its texts are kept for a year, then they are gone from every device.'
		]);
	});
});

describe('where a meeting is', () => {
	const summary = (part: Partial<MeetingSummary>) => ({ id: null, series: 's', date: DATE, ...part }) as MeetingSummary; // no more is looked at

	it('a meeting has its page; a date that nobody has opened yet is begun by its link', () => {
		expect(meetingPath(summary({ id: 'm' as ObjectId }))).toBe('/consultation/m');
		expect(meetingPath(summary({}))).toBe(`/consultation/series/s/${DATE}`);
		expect(datePath(`s@${DATE}`, null)).toBe(`/consultation/series/s/${DATE}`);
		expect(datePath('m', 'm')).toBe('/consultation/m');
	});

	it('roles are listed in words', () => {
		expect(sayRoles(['facilitator', 'note-taker'])).toBe('facilitator and note-taker');
	});
});

describe('[CON24] the hours of a year', () => {
	const row = { member: 'a' as MemberId, name: 'Ana', meeting: 'm' as ObjectId, title: '=Balint', kind: 'balint', start: '2026-03-05T18:00', minutes: 75, signedAt: Date.UTC(2026, 2, 6, 9), heldBy: 3 } as const;
	const view: HoursView = {
		year: 2026, rows: [row, { ...row, member: 'b' as MemberId, name: 'Ben', heldBy: 2 }],
		byMember: [{ member: row.member, name: 'Ana', licence: 'PSY 12, NY', meetings: 1, minutes: 75 }, { member: 'b' as MemberId, name: 'Ben', licence: '', meetings: 1, minutes: 75 }]
	};

	it('go into a table that a spreadsheet reads and does not reckon', () => {
		expect(hoursCsv(view, (at) => new Date(at).toISOString().slice(0, 10))).toBe(
			'\ufeffName,Licence,Date,From,Meeting,Kind,Minutes,Signed on,Held by members’ devices\r\n' +
				"Ana,\"PSY 12, NY\",2026-03-05,18:00,'=Balint,Balint group,75,2026-03-06,3\r\n" +
				"Ben,,2026-03-05,18:00,'=Balint,Balint group,75,2026-03-06,2\r\n"
		);
	});

	it('the file is called by the year and, where it is one member’s, by plain letters of the name', () => {
		expect(hoursFileName(2026, null)).toBe('consultation-hours-2026.csv');
		expect(hoursFileName(2026, 'Chloé O’Hara')).toBe('consultation-hours-chloe-o-hara-2026.csv');
	});

	it('are told with two digits, and by how many members’ devices each is held at least', () => {
		expect([90, 75, 50, 0].map(decimalHours)).toEqual(['1.50', '1.25', '0.83', '0.00']);
		expect(leastHeld(view)).toBe(2);
		expect(leastHeld({ rows: [] })).toBe(0);
	});
});
