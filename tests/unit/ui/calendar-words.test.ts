import { describe, expect, it } from 'vitest';
import type { BookingView, ReportView, RoomView } from '$crdt/domain/calendar/views';
import { plainRoom } from '$crdt/domain/calendar/room-description';
import { blockName, blockWords } from '$lib/features/calendar/block-words';
import { busyOn, isMovable, layOut, slotWords, stopsOf, type BoardColumn } from '$lib/features/calendar/board-column';
import { doorDetail, doorState, doorWords, freshness, toldState } from '$lib/features/calendar/door-state';
import { periodOf, shareUsed, topOf, useByMember, useByRoom, useByWeekday } from '$lib/features/calendar/report-sums';
import { pull } from '$lib/features/calendar/scroll-edges';
import { shiftRule } from '$lib/features/calendar/shift-rule';
import { clockChange, clockSentence, isElsewhere, isEvenlyElsewhere, ownTime } from '$lib/features/calendar/viewer-time';

const day = '2026-11-23';
const hours = { from: 7, to: 21 };
const room: RoomView = {
	id: 'garden' as RoomView['id'], name: 'Garden room', zone: 'Europe/Berlin', colour: 'moss', about: '', retired: false, parts: [],
	description: { ...plainRoom('Garden room', 'moss'), bufferMinutes: 15, hours: [{ weekday: 1, from: '08:00', to: '18:00' }] }
};

function booking(from: string, to: string, part: Partial<BookingView> = {}): BookingView {
	return {
		id: `${from} ${to}` as BookingView['id'], entry: 'e' as BookingView['entry'], room: room.id, roomName: room.name, roomColour: room.colour, zone: room.zone,
		owner: 'ben' as BookingView['owner'], ownerName: 'Ben', mine: false, start: `${day}T${from}`, end: `${day}T${to}`, startsAt: 0, endsAt: 0, clock: 'plain', purpose: 'sessions', note: '', series: null,
		endedEarly: null, runsOver: 0, madeApart: null, offer: null, waiting: [], firmness: { status: 'booked', grantedBy: 3, needed: 3, of: 5, contested: false }, heldBy: 5,
		replaces: null, replacedBy: null, rivals: [], alternatives: [], ...part
	};
}
const displaced = { firmness: { status: 'displaced', grantedBy: 0, needed: 3, of: 5, contested: false } } as const;
const column = (bookings: readonly BookingView[], busy: BoardColumn['busy'] = []): BoardColumn => ({
	key: 'k', date: day, room, name: room.name, head: room.name, swatch: true, bookings, busy
});

describe('a column of a board', () => {
	it('what has moved stands behind the others; what was left early ends there; what lost its place keeps no turn-over time', () => {
		const bookings = [
			booking('09:00', '10:00', { mine: true, replacedBy: 'x' as BookingView['id'] }),
			booking('11:00', '13:00', { endedEarly: `${day}T12:00` }),
			booking('15:00', '16:00', displaced)
		];
		const layout = layOut(column(bookings), hours);
		expect(layout.leaving.map(({ booking: { id } }) => id)).toEqual(['09:00 10:00']);
		expect(layout.placed[0]).toMatchObject({ booking: bookings[1], height: (60 / 840) * 100, lanes: 1 });
		expect(layout.turnOver).toEqual([{ from: 645, to: 660 }, { from: 720, to: 735 }]);
		expect(stopsOf(layout, day)).toEqual([
			{ id: '11:00 13:00', lane: 0, from: 660, to: 720 },
			{ id: '15:00 16:00', lane: 0, from: 900, to: 960 }
		]);
	});

	it('only what is mine and has not begun is moved, and only once', () => {
		const now = `${day}T09:00`;
		expect(isMovable(booking('10:00', '11:00', { mine: true }), now)).toBe(true);
		expect(isMovable(booking('10:00', '11:00'), now)).toBe(false);
		expect(isMovable(booking('09:00', '11:00', { mine: true }), now)).toBe(false);
		expect(isMovable(booking('10:00', '11:00', { mine: true, replacedBy: 'x' as BookingView['id'] }), now)).toBe(false);
	});

	it('an empty slot says where and when it is, and whether it can be had', () => {
		const one = column([booking('11:00', '12:00')], [{ from: 780, to: 840, name: 'Private' }]);
		const say = (from: number, to: number) => slotWords(one, { from, to }, layOut(one, hours), day);
		expect(say(600, 630)).toBe('Garden room, Monday 23 November, 10:00 to 10:30, free');
		expect(say(720, 735)).toBe('Garden room, Monday 23 November, 12:00 to 12:15, turn-over time');
		expect(say(420, 450)).toBe('Garden room, Monday 23 November, 07:00 to 07:30, closed');
		expect(say(780, 810)).toMatch(/free, busy in Private$/);
	});

	it('somebody’s own calendar is cut at midnight and left out on other days', () => {
		const span = { name: 'Private', start: '2026-11-22T23:00', end: `${day}T01:00` };
		expect(busyOn([span], day)).toEqual([{ name: 'Private', from: 0, to: 60 }]);
		expect(busyOn([span], '2026-11-24')).toEqual([]);
		expect(busyOn([{ ...span, end: `${day}T00:00` }], day)).toEqual([]);
	});

	it('a booking says to the ear what it shows to the eye', () => {
		const plain = { elsewhere: false, leaving: false, own: null };
		expect(blockWords(booking('09:00', '10:00'), plain)).toBe('Ben, Garden room, 09:00 to 10:00, booked');
		const rich = booking('09:00', '10:00', { mine: true, runsOver: 10, series: { series: 's' as BookingView['id'], rule: '', standing: true, date: day } });
		expect(blockWords(rich, { elsewhere: true, leaving: true, own: '03:00–04:00' })).toBe(
			'You, Garden room, 09:00 to 10:00, your time 03:00–04:00, takes this room too, standing slot, running 10 minutes late, moved, ends once the new time is firm, booked'
		);
		expect(blockWords(booking('02:30', '03:30', { clock: 'gap' }), plain)).toContain('clocks skip that time, so it is later');
		expect(blockWords(booking('02:30', '03:30', { clock: 'overlap' }), plain)).toContain('clocks show that time twice, and the first is meant');
		expect(blockName(rich, false, true)).toBe('You, Garden room');
		expect(blockName(rich, true, false)).toBe('Garden room');
	});
});

describe('the edges of a board', () => {
	it('pull stronger the nearer the pointer is, and not at all in the middle or in a small region', () => {
		expect(pull(400, 0, 800)).toBe(0);
		expect(pull(0, 0, 800)).toBe(-14);
		expect(pull(-500, 0, 800)).toBe(-14);
		expect(pull(772, 0, 800)).toBe(7);
		expect(pull(5, 0, 100)).toBe(0);
	});
});

describe('a door', () => {
	const at = (bookings: readonly BookingView[], time: string) => doorState(room, bookings, `${day}T${time}`);

	it('is free until the next booking or until the room closes', () => {
		expect(doorWords(at([booking('14:00', '15:00')], '12:00'))).toBe('Free until 14:00');
		expect(doorWords(at([], '12:00'))).toBe('Free until 18:00');
		const open = { ...room, description: plainRoom('Attic') };
		expect(doorWords(doorState(open, [], `${day}T12:00`))).toBe('Free for the rest of today');
	});

	it('is taken until the end, or until somebody left, and says who follows at once', () => {
		const two = [booking('10:00', '12:00', { runsOver: 10 }), booking('12:00', '13:00', { ownerName: 'Eve' })];
		expect(doorWords(at(two, '11:00'))).toBe('Taken until 12:00');
		expect(doorDetail(at(two, '11:00'), true)).toBe('Ben is here, about 10 minutes longer, then Eve until 13:00');
		expect(doorDetail(at(two, '11:00'), false)).toBe('about 10 minutes longer, then taken again until 13:00');
		expect(doorWords(at([booking('10:00', '12:00', { endedEarly: `${day}T10:30` })], '11:00'))).toBe('Free until 18:00');
	});

	it('is closed outside its hours, and knows nothing of bookings that lost their place', () => {
		expect(doorWords(at([], '07:00'))).toBe('Closed until 08:00');
		expect(doorWords(at([], '19:00'))).toBe('Closed');
		expect(at([booking('10:00', '12:00', displaced)], '11:00')).toMatchObject({ kind: 'free', today: [] });
	});

	it('a booking into the night is taken for the rest of the day', () => {
		expect(doorWords(at([booking('17:00', '18:00', { end: '2026-11-24T02:00' })], '20:00'))).toBe('Taken for the rest of today');
	});

	it('[CAL94] a tablet says the same from what it was told, today only, and nobody’s name where none was told', () => {
		const use = (from: string, to: string, who: string | null, date = day) =>
			({ start: `${date}T${from}`, end: `${date}T${to}`, who, tentative: false, runsOver: 0 });
		const told = {
			id: room.id, name: 'Garden room', colour: 'moss', zone: 'Europe/Berlin',
			taken: [use('10:00', '12:00', 'Ben', '2026-11-22'), use('10:00', '12:00', 'Ben'), use('12:00', '13:00', null)],
			closed: [{ start: `${day}T00:00`, end: `${day}T08:00` }, { start: `${day}T18:00`, end: '2026-11-24T00:00' }]
		};
		const now = (time: string) => toldState(told, `${day}T${time}`);
		expect([now('07:00'), now('09:00'), now('11:00'), now('14:00'), now('19:00')].map(doorWords)).toEqual([
			'Closed until 08:00', 'Free until 10:00', 'Taken until 12:00', 'Free until 18:00', 'Closed'
		]);
		expect(now('11:00').today).toHaveLength(2);
		expect(doorDetail(now('11:00'), true)).toBe('Ben is here, then taken again until 13:00');
		expect(doorDetail(now('12:30'), true)).toBe('');
		const night = { ...told, closed: [], taken: [{ ...use('20:00', '23:00', 'Ben', '2026-11-22'), end: `${day}T02:00` }] };
		expect(doorWords(toldState(night, `${day}T01:00`))).toBe('Taken until 02:00');
	});

	it('[CAL95] a tablet says how old its word is, and after an hour that it may be out of date', () => {
		const heard = Date.UTC(2026, 10, 23, 10, 42);
		const wallOf = (at: number) => new Date(at).toISOString().slice(0, 16);
		const after = (minutes: number) => freshness(heard, heard + minutes * 60_000, wallOf);
		expect(after(59)).toEqual({ stale: false, sentence: 'As of 10:42, last heard from the house.' });
		expect(after(60)).toEqual({ stale: true, sentence: 'No news from the house since 10:42. This may be out of date.' });
		expect(after(24 * 60).sentence).toMatch(/^No news from the house since Monday 23 November, 10:42\./);
	});
});

describe('the report', () => {
	const line = (member: string, of: string, minutes: number, tentativeMinutes = 0): ReportView['hours'][number] => ({
		member: member as never, memberName: member, room: of as never, roomName: of, band: null, perHourMinor: 0, minutes, tentativeMinutes
	});
	const report: ReportView = {
		hours: [line('Ana', 'garden', 120), line('Ben', 'garden', 60, 30), line('Ana', 'studio', 30)],
		openMinutes: [{ room: 'garden' as never, roomName: 'garden', minutes: 600 }, { room: 'attic' as never, roomName: 'attic', minutes: 1440 }],
		byWeekday: [{ room: 'garden' as never, weekday: 1, minutes: 180 }, { room: 'studio' as never, weekday: 1, minutes: 30 }]
	};

	it('adds up by room and by member; an unused room is there, one of the past too', () => {
		const byRoom = useByRoom(report, { from: day, until: '2026-11-24' });
		expect(byRoom.map(({ name, minutes, tentative, open }) => [name, minutes, tentative, open])).toEqual([
			['garden', 180, 30, 600],
			['studio', 30, 0, null],
			['attic', 0, 0, null]
		]);
		expect(byRoom.map(shareUsed)).toEqual(['30 %', null, null]);
		expect(useByMember(report).map(({ name, minutes, tentative }) => [name, minutes, tentative])).toEqual([['Ana', 150, 0], ['Ben', 60, 30]]);
	});

	it('every weekday is there, with every room in its place', () => {
		const days = useByWeekday(report, ['studio', 'garden'] as never);
		expect(days).toHaveLength(7);
		expect(days[0]).toEqual({ weekday: 1, total: 210, byRoom: [30, 180] });
		expect(days[6]!.total).toBe(0);
	});

	it('periods are whole months or years', () => {
		expect(periodOf('month', '2026-12-31')).toEqual({ from: '2026-12-01', until: '2027-01-01' });
		expect(periodOf('last-month', '2026-03-30')).toEqual({ from: '2026-02-01', until: '2026-03-01' });
		expect(periodOf('year', '2026-03-30')).toEqual({ from: '2026-01-01', until: '2027-01-01' });
	});

	it('the top of a chart is a round number of hours', () => {
		expect([0, 60, 130, 61 * 60, 501 * 60].map((minutes) => topOf(minutes) / 60)).toEqual([1, 1, 5, 100, 1000]);
	});
});

describe('two walls', () => {
	it('the viewer’s own time stands beside the room’s where they differ, with the day where that differs', () => {
		expect(ownTime('2026-11-23T09:00', 'Europe/Berlin', 'Europe/Paris')).toBeNull();
		expect(ownTime('2026-11-23T09:00', 'Europe/Berlin', 'America/New_York')).toBe('03:00');
		expect(ownTime('2026-11-23T02:00', 'Europe/Berlin', 'America/New_York')).toBe('20:00 the day before');
		expect(ownTime('2026-11-23T22:00', 'Europe/Berlin', 'Asia/Tokyo')).toBe('06:00 the day after');
		expect(ownTime('2026-11-23T09:00', 'Europe/Berlin', 'Nowhere/Land')).toBeNull();
		expect(isElsewhere([day], 'Europe/Berlin', 'Europe/Paris')).toBe(false);
		expect(isElsewhere([day], 'Europe/Berlin', 'America/New_York')).toBe(true);
	});

	it('in a week in which only one wall has changed its clock, no single rule of hours is right', () => {
		expect(isEvenlyElsewhere(['2027-03-27', '2027-03-28'], 'Europe/Berlin', 'America/New_York')).toBe(false);
		expect(isEvenlyElsewhere(['2027-03-28'], 'Europe/Berlin', 'America/New_York')).toBe(false);
		expect(isEvenlyElsewhere(['2027-03-26', '2027-03-27'], 'Europe/Berlin', 'America/New_York')).toBe(true);
		expect(isEvenlyElsewhere(['2027-03-27', '2027-03-28'], 'Europe/Berlin', 'Europe/Paris')).toBe(true);
	});

	it('a day on which the clock changes says so, any other says nothing', () => {
		expect(clockChange('2027-03-28', 'Europe/Berlin')).toEqual({ kind: 'gap', from: '02:00', to: '03:00' });
		expect(clockChange('2027-10-31', 'Europe/Berlin')).toEqual({ kind: 'overlap', from: '02:00', to: '03:00' });
		expect(clockChange('2027-04-04', 'Australia/Lord_Howe')).toEqual({ kind: 'overlap', from: '01:30', to: '02:00' });
		expect(clockChange('2018-11-04', 'America/Sao_Paulo')).toEqual({ kind: 'gap', from: '00:00', to: '01:00' });
		expect(clockChange('2027-03-27', 'Europe/Berlin')).toBeNull();
		expect(clockChange('2027-03-29', 'Europe/Berlin')).toBeNull();
		expect(clockSentence({ kind: 'overlap', from: '02:00', to: '03:00' }, 'On Sunday', 'Berlin')).toContain('comes twice');
	});
});

describe('a rule whose dates move by some days', () => {
	it('takes its weekdays, its days of the month and its last day along', () => {
		expect(shiftRule('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;UNTIL=20270630', 2)).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,TU;UNTIL=20270702');
		expect(shiftRule('FREQ=WEEKLY;BYDAY=MO;COUNT=5', -1)).toBe('FREQ=WEEKLY;BYDAY=SU;COUNT=5');
		expect(shiftRule('FREQ=MONTHLY;BYDAY=2TU', 1)).toBe('FREQ=MONTHLY;BYDAY=2WE');
		expect(shiftRule('FREQ=MONTHLY;BYMONTHDAY=15', 3)).toBe('FREQ=MONTHLY;BYMONTHDAY=18');
		expect(shiftRule('FREQ=MONTHLY;BYMONTHDAY=-1', -3)).toBe('FREQ=MONTHLY;BYMONTHDAY=-4');
		expect(shiftRule('FREQ=DAILY', 5)).toBe('FREQ=DAILY');
		expect(shiftRule('FREQ=WEEKLY;BYDAY=MO', 0)).toBe('FREQ=WEEKLY;BYDAY=MO');
	});
});
