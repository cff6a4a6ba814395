import { describe, expect, it } from 'vitest';
import type { DeviceId, ObjectId } from '$crypto/base';
import { calendarDuties, grantsDue, movesDue } from '$crdt/domain/calendar/duties';
import { NO_CALENDAR_RULES, type Selection } from '$crdt/domain/calendar/ops';
import { supersededBy } from '$crdt/domain/calendar/replacing';
import { resolve } from '$crdt/domain/calendar/selection';
import { extendableBy, isExtendable, lastDate } from '$crdt/domain/calendar/series';
import { standingOf } from '$crdt/domain/calendar/standing';
import { everything } from '$crdt/domain/calendar/state';
import type { OpInput } from '$crdt/domain/op';
import { addRoom, book, bookSeries, cancel, createHouse, hash, idOf, type House } from './calendar-house';

const rule = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
const status = (house: House, id: ObjectId) => standingOf(house.fold().calendar, id).status;
const range = (series: ObjectId, from = '2026-01-01', until: string | null = null): Selection => ({ bookings: [], series: [{ series, from, until }] });
const end = (series: ObjectId, from: string, until: string | null = null, at = '2026-01-01T00:00'): OpInput => ({ type: 'calendar/cancel', selection: range(series, from, until), at });
const extend = (series: ObjectId, ...dates: readonly string[]): OpInput => ({ type: 'calendar/extend-series', series, dates: [...dates] });
const on = (series: ObjectId, date: string): ObjectId => `${series}@${date}` as ObjectId;
const TUESDAYS = ['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22'] as const;

function withRoom(names: readonly string[]) {
	const house = createHouse(names);
	house.settle();
	const [room] = house.write(names[0]!, addRoom());
	house.meetAll();
	return { house, room: room! };
}

/** Ana's four Tuesdays at ten, granted by everybody. */
function withSeries(names: readonly string[] = ['Ana', 'Ben', 'Dele']) {
	const { house, room } = withRoom(names);
	const [series] = house.write('Ana', bookSeries(room, TUESDAYS));
	house.settle();
	return { house, room, series: series! };
}

/** Statuses of the four dates. */
const statuses = (house: House, series: ObjectId, dates: readonly string[] = TUESDAYS) => dates.map((date) => status(house, on(series, date)));

describe('series', () => {
	it('[CAL40] a series makes an occurrence on each date, each with a life of its own', () => {
		const { house, series } = withSeries();
		expect(statuses(house, series)).toEqual(['booked', 'booked', 'booked', 'booked']);
		expect(house.fold().calendar.bookings.get(on(series, '2026-12-08'))).toMatchObject({
			start: '2026-12-08T10:00', end: '2026-12-08T11:00', series, seriesDate: '2026-12-08', moved: false
		});
		house.write('Ana', cancel(on(series, '2026-12-08')));
		expect(statuses(house, series)).toEqual(['booked', 'cancelled', 'booked', 'booked']);
	});

	it('[CAL40] dates are real and follow one another', () => {
		const { house, room } = withRoom(['Ana']);
		const made = house.write('Ana', bookSeries(room, ['2027-02-29']), bookSeries(room, ['2026-12-08', '2026-12-01']), bookSeries(room, ['2026-12-08', '2026-12-08']));
		expect(made.map((id) => rule(house, id))).toEqual(['CAL40', 'CAL40', 'CAL40']);
	});

	it('[CAL41] what clashes is not made and listed; a series of which nothing is left is refused', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		house.write('Ben', book(room, '2026-12-08T10:30', '2026-12-08T11:30'));
		house.meetAll();
		const [series, none] = house.write('Ana', bookSeries(room, TUESDAYS), bookSeries(room, ['2026-12-01', '2026-12-08']));
		const found = house.fold().calendar.series.get(series!)!;
		expect(found.notMade.map(({ date, rule: by }) => [date, by])).toEqual([['2026-12-08', 'CAL6']]);
		expect(found.runs.map((run) => run.dates)).toEqual([['2026-12-01', '2026-12-15', '2026-12-22']]);
		expect([series, none].map((id) => rule(house, id))).toEqual([undefined, 'CAL6']);
	});

	it('[CAL42] ranges name what lies in the past, by the own date of each', () => {
		const { house, series } = withSeries();
		house.write('Ana', end(series, '2026-12-08', '2026-12-22'));
		expect(statuses(house, series)).toEqual(['booked', 'cancelled', 'cancelled', 'booked']);
		const [again] = house.write('Ana', end(series, '2026-12-08', '2026-12-22'));
		expect(rule(house, again)).toBe('CAL7');
		const { calendar } = house.fold();
		expect(resolve(calendar, range(series, '2026-12-08', '2026-12-15'), everything)).toEqual([on(series, '2026-12-08')]);
		expect(resolve(calendar, range(series), () => false)).toEqual([]);
	});

	it('[CAL9] [CAL42] a year is granted by one short op, without touching what somebody else is ahead of', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const dates = Array.from({ length: 300 }, (_, at) => new Date(Date.UTC(2026, 11, 1 + at)).toISOString().slice(0, 10));
		const [series] = house.write('Ana', bookSeries(room, dates)) as [ObjectId];
		const [rival] = house.write('Ben', book(room, '2027-01-05T10:00', '2027-01-05T11:00')) as [ObjectId];
		house.meetAll();
		const due = house.seenBy('Dele').calendar;
		const self = { member: idOf('Dele'), device: hash('device', 'Dele', 'true') as DeviceId, isVoice: true };
		const members = house.membersOf(house.hold('Dele'));
		const ops = calendarDuties(due, self, {
			founder: idOf('Ana'), members, left: [], heldBy: () => [], nowWall: '2026-01-01T00:00', now: 0,
			rules: NO_CALENDAR_RULES, rulesDecision: null, roomDecisions: new Map()
		});
		expect(ops.map((op) => op.type)).toEqual(['calendar/grant']);
		expect(JSON.stringify(ops).length).toBeLessThan(500);
		const chosen = grantsDue(due, self);
		expect(chosen).toHaveLength(300);
		house.dutiesOf('Dele');
		const { bookings } = house.fold().calendar;
		const granted = [...bookings.values()].filter((each) => each.grants.some((grant) => grant.member === self.member)).map((each) => each.id);
		expect(granted.sort()).toEqual([...chosen].sort());
		expect([on(series, '2027-01-05'), rival].filter((id) => granted.includes(id))).toHaveLength(1);
	});

	it('[CAL42] a grant passes over what was cancelled', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [series] = house.write('Ana', bookSeries(room, TUESDAYS)) as [ObjectId];
		house.write('Ana', cancel(on(series, '2026-12-08')));
		house.meetAll();
		const [one] = house.write('Ben', { type: 'calendar/grant', selection: { bookings: [on(series, '2026-12-08')], series: [] } });
		house.write('Ben', { type: 'calendar/grant', selection: range(series) });
		expect(rule(house, one)).toBe('CAL9');
		expect(TUESDAYS.map((date) => house.fold().calendar.bookings.get(on(series, date))?.grants.length)).toEqual([1, 0, 1, 1]);
	});
});

describe('changing a series', () => {
	it('[CAL43] [CAL16] this and all following: pairs like moves, the old one stays until the new one is firm', () => {
		const { house, room, series } = withSeries();
		const [later] = house.write('Ana', bookSeries(room, TUESDAYS.slice(1), { from: '10:30', replaces: range(series, '2026-12-08') })) as [ObjectId];
		expect(statuses(house, series)).toEqual(['booked', 'booked', 'booked', 'booked']);
		expect(statuses(house, later, TUESDAYS.slice(1))).toEqual(['tentative', 'tentative', 'tentative']);
		house.settle();
		expect(statuses(house, series)).toEqual(['booked', 'cancelled', 'cancelled', 'cancelled']);
		expect(statuses(house, later, TUESDAYS.slice(1))).toEqual(['booked', 'booked', 'booked']);
	});

	it('[CAL43] pairs go by the same date first, then in order; old ones without a partner end at once', () => {
		const { house, room, series } = withSeries();
		const [fewer] = house.write('Ana', bookSeries(room, ['2026-12-01', '2026-12-15'], { from: '12:00', replaces: range(series) })) as [ObjectId];
		expect(statuses(house, series)).toEqual(['booked', 'cancelled', 'booked', 'cancelled']);
		const { bookings } = house.fold().calendar;
		expect(['2026-12-01', '2026-12-15'].map((date) => bookings.get(on(fewer, date))?.replaces)).toEqual([on(series, '2026-12-01'), on(series, '2026-12-15')]);
		const wednesdays = TUESDAYS.map((date) => date.slice(0, 8) + String(Number(date.slice(8)) + 1).padStart(2, '0'));
		house.settle();
		const [shifted] = house.write('Ana', bookSeries(room, wednesdays, { replaces: range(fewer) })) as [ObjectId];
		expect(wednesdays.map((date) => house.fold().calendar.bookings.get(on(shifted, date))?.replaces)).toEqual([
			on(fewer, '2026-12-01'), on(fewer, '2026-12-15'), null, null
		]);
	});

	it('[CAL43] an old one whose date clashes stays, and so does one that was moved by hand', () => {
		const { house, room, series } = withSeries();
		const [moved] = house.write('Ana', book(room, '2026-12-09T10:00', '2026-12-09T11:00', on(series, '2026-12-08')));
		house.settle();
		house.write('Ben', book(room, '2026-12-15T12:00', '2026-12-15T13:00'));
		house.meetAll();
		const [noon] = house.write('Ana', bookSeries(room, TUESDAYS, { from: '12:00', replaces: range(series) })) as [ObjectId];
		house.settle();
		expect(statuses(house, series)).toEqual(['cancelled', 'cancelled', 'booked', 'cancelled']);
		expect(status(house, moved!)).toBe('booked');
		expect(house.fold().calendar.series.get(noon)?.runs[0]?.dates).toEqual(['2026-12-01', '2026-12-08', '2026-12-22']);
		expect(house.fold().calendar.bookings.get(on(noon, '2026-12-08'))?.replaces).toBeNull();
	});

	it('[CAL43] what is just being moved by hand is left to that move', () => {
		const { house, room, series } = withSeries();
		const [moved] = house.write('Ana', book(room, '2026-12-09T10:00', '2026-12-09T11:00', on(series, '2026-12-08')));
		const [noon] = house.write('Ana', bookSeries(room, ['2026-12-01'], { from: '12:00', replaces: range(series) })) as [ObjectId];
		expect([moved!, on(series, '2026-12-08'), on(series, '2026-12-15')].map((id) => status(house, id))).toEqual(['tentative', 'booked', 'cancelled']);
		expect(house.fold().calendar.bookings.get(on(noon, '2026-12-01'))?.replaces).toBe(on(series, '2026-12-01'));
		house.settle();
		expect([moved!, on(series, '2026-12-08'), on(noon, '2026-12-01')].map((id) => status(house, id))).toEqual(['booked', 'cancelled', 'booked']);
	});

	it('[CAL43] a single booking becomes a series, and nobody turns the booking of another into one', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [single] = house.write('Ana', book(room, '10:00', '11:00')) as [ObjectId];
		house.settle();
		const named = { bookings: [single], series: [] };
		const [stolen] = house.write('Ben', bookSeries(room, TUESDAYS, { replaces: named }));
		expect(rule(house, stolen)).toBe('CAL16');
		const [series] = house.write('Ana', bookSeries(room, TUESDAYS, { replaces: named })) as [ObjectId];
		house.settle();
		expect(status(house, single)).toBe('cancelled');
		expect(statuses(house, series)).toEqual(['booked', 'booked', 'booked', 'booked']);
	});

	it('[CAL43] a new one may overlap any old one of the selection', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [daily] = house.write('Ana', bookSeries(room, ['2026-12-01', '2026-12-02'], { from: '20:00', minutes: 600 })) as [ObjectId];
		house.settle();
		const [earlier] = house.write('Ana', bookSeries(room, ['2026-12-01', '2026-12-02'], { from: '03:00', minutes: 600, replaces: range(daily) })) as [ObjectId];
		expect(rule(house, earlier)).toBeUndefined();
		house.settle();
		expect(statuses(house, earlier, ['2026-12-01', '2026-12-02'])).toEqual(['booked', 'booked']);
	});

	it('[CAL48] asked again it is the occurrence itself; moved by hand it keeps its date, and the end of the series reaches both', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		const [series] = house.write('Ana', bookSeries(room, TUESDAYS)) as [ObjectId];
		const [other] = house.write('Ben', book(room, '2026-12-08T10:00', '2026-12-08T11:00')) as [ObjectId];
		house.dutiesOf('Ana');
		house.dutiesOf('Ben');
		house.meetAll();
		// a split vote: both are dead, whoever comes first in turn asks again
		expect([status(house, on(series, '2026-12-08')), status(house, other)]).toEqual(['dead', 'dead']);
		house.write('Ben', cancel(other));
		house.settle();
		const stands = [...house.fold().calendar.bookings.values()].find((each) => each.replaces === on(series, '2026-12-08'))!;
		expect([stands.series, stands.seriesDate, stands.moved, status(house, stands.id)]).toEqual([series, '2026-12-08', false, 'booked']);
		const [moved] = house.write('Ana', book(room, '2026-12-16T10:00', '2026-12-16T11:00', on(series, '2026-12-15'))) as [ObjectId];
		expect(house.fold().calendar.bookings.get(moved)).toMatchObject({ series, seriesDate: '2026-12-15', moved: true });
		house.settle();
		house.write('Ana', end(series, '2026-12-08'));
		expect([stands.id, moved, on(series, '2026-12-22')].map((id) => status(house, id))).toEqual(['cancelled', 'cancelled', 'cancelled']);
		expect(status(house, on(series, '2026-12-01'))).toBe('booked');
	});
});

describe('series without an end', () => {
	it('[CAL44] the owner’s voice extends, forward only, until it was ended', () => {
		const { house, series } = withSeries();
		const [tablet] = house.writeOn('Ana', false, [extend(series, '2026-12-29')]);
		const [foreign] = house.write('Ben', extend(series, '2026-12-29'));
		const [back, further] = house.write('Ana', extend(series, '2026-12-22', '2026-12-29'), extend(series, '2026-12-29', '2027-01-05'));
		expect([tablet, foreign, back, further].map((id) => rule(house, id))).toEqual(['CAL44', 'CAL44', 'CAL44', undefined]);
		const found = house.fold().calendar.series.get(series)!;
		expect([lastDate(found, everything), isExtendable(found)]).toEqual(['2027-01-05', true]);
		house.write('Ana', end(series, '2027-01-05'));
		const [late] = house.write('Ana', extend(series, '2027-01-12'));
		expect(rule(house, late)).toBe('CAL44');
		expect(isExtendable(house.fold().calendar.series.get(series)!)).toBe(false);
	});

	it('[CAL44] an extension that clashes is listed, and the next one goes on behind it', () => {
		const { house, room, series } = withSeries();
		house.write('Ben', book(room, '2026-12-29T10:00', '2026-12-29T11:00'));
		house.meetAll();
		const [first, second] = house.write('Ana', extend(series, '2026-12-29'), extend(series, '2027-01-05'));
		expect([first, second].map((id) => rule(house, id))).toEqual([undefined, undefined]);
		const found = house.fold().calendar.series.get(series)!;
		expect(found.notMade.map(({ date }) => date)).toEqual(['2026-12-29']);
		expect(lastDate(found, everything)).toBe('2027-01-05');
	});
});

describe('series in a room with a booking window', () => {
	it('[CAL34] [CAL44] what lies beyond the window is made when the time has come, and standing slots at once', () => {
		const { house } = withRoom(['Ana']);
		const [room] = house.write('Ana', addRoom('Attic', { windowDays: 30 })) as [ObjectId];
		// entries of the house claim to be written on 1 January 1970
		const dates = ['1970-01-06', '1970-01-27', '1970-02-17', '1970-03-10'];
		const [series] = house.write('Ana', bookSeries(room, dates)) as [ObjectId];
		const found = house.fold().calendar.series.get(series)!;
		expect([found.runs[0]!.dates, lastDate(found, everything)]).toEqual([dates.slice(0, 2), '1970-01-27']);
		const later = ['1970-02-17', '1970-03-10'];
		const { calendar } = house.fold();
		expect([0, 20 * 86_400_000, 60 * 86_400_000].map((now) => extendableBy(calendar, found, later, now))).toEqual([[], ['1970-02-17'], later]);
		const [early] = house.write('Ana', extend(series, ...later));
		expect(rule(house, early)).toBe('CAL34');
		const [standing] = house.write('Ana', bookSeries(room, dates, { from: '14:00', standing: true })) as [ObjectId];
		expect(house.fold().calendar.series.get(standing)?.runs[0]?.dates).toEqual(dates);
		house.write('Ana', { type: 'calendar/retire-room', room, decision: null });
		expect(extendableBy(house.fold().calendar, found, later, 60 * 86_400_000)).toEqual([]);
	});
});

describe('edits made apart', () => {
	/** Ana's tablet and her voice, which do not know of each other. Both orders of arrival. */
	function apart(house: House, onVoice: readonly OpInput[], onTablet: readonly OpInput[]) {
		const voice = house.writeOn('Ana', true, onVoice);
		const tablet = house.fork('Ana', voice, ...onTablet);
		house.meetAll();
		const ids = [...house.entries.keys()];
		const folds = [ids, [...ids.slice(0, -2), ids.at(-1)!, ids.at(-2)!]].map((order) => house.fold([], order).calendar);
		const told = folds.map((calendar) => [...calendar.bookings.values()].map((each) => [each.id, standingOf(calendar, each.id).status, each.apart]).sort());
		expect(told[0]).toEqual(told[1]);
		return { voice, tablet };
	}

	it('[CAL46] one moves an occurrence, the other ends the series: the old one is cancelled, the moved one stands and is marked', () => {
		const { house, room, series } = withSeries();
		const { voice: [moved], tablet: [ended] } = apart(house, [book(room, '2026-12-09T10:00', '2026-12-09T11:00', on(series, '2026-12-08'))], [end(series, '2026-12-08')]);
		house.settle();
		expect(statuses(house, series)).toEqual(['booked', 'cancelled', 'cancelled', 'cancelled']);
		expect(status(house, moved!)).toBe('booked');
		expect(house.fold().calendar.bookings.get(moved!)?.apart).toEqual([ended!.split('.')[0]]);
	});

	it('[CAL46] the whole series changes while one occurrence is cancelled: its counterpart stands and is marked', () => {
		const { house, room, series } = withSeries();
		const { voice: [noon] } = apart(house, [bookSeries(room, TUESDAYS, { from: '12:00', replaces: range(series) })], [cancel(on(series, '2026-12-08'))]);
		house.settle();
		expect(statuses(house, series)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
		expect(statuses(house, noon!)).toEqual(['booked', 'booked', 'booked', 'booked']);
		expect(TUESDAYS.map((date) => house.fold().calendar.bookings.get(on(noon!, date))?.apart.length)).toEqual([0, 1, 0, 0]);
	});

	it('[CAL46] finishing a move is no mark', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [first] = house.write('Ana', book(room, '10:00', '11:00'));
		house.settle();
		const [second] = house.write('Ana', book(room, '12:00', '13:00', first!));
		const tablet = house.tablet('Ana');
		house.settle('Ben', 'Dele', 'Ana');
		expect(status(house, first!)).toBe('cancelled');
		// the tablet has not heard of the end of the first move, and writes later in the total order
		for (let day = 10; day < 30; day++) house.write(tablet, book(room, `2027-01-${day}T10:00`, `2027-01-${day}T11:00`));
		const [third] = house.write(tablet, book(room, '14:00', '15:00', second!));
		house.settle('Ana', tablet, 'Ben', 'Dele');
		const { bookings } = house.fold().calendar;
		expect([second, third].map((id) => bookings.get(id!)?.apart)).toEqual([[], []]);
		expect([second, third].map((id) => status(house, id!))).toEqual(['cancelled', 'booked']);
	});

	it('[CAL47] one moves an occurrence, the other the whole series: the one set by hand remains, the rest of the series stands', () => {
		const { house, room, series } = withSeries();
		const { voice: [hand], tablet: [noon] } = apart(
			house,
			[book(room, '2026-12-09T10:00', '2026-12-09T11:00', on(series, '2026-12-08'))],
			[bookSeries(room, TUESDAYS, { from: '12:00', replaces: range(series) })]
		);
		const { calendar } = house.fold();
		expect(supersededBy(calendar, calendar.bookings.get(on(noon!, '2026-12-08'))!)).toBe(hand);
		expect(supersededBy(calendar, calendar.bookings.get(hand!)!)).toBeNull();
		house.settle();
		expect(statuses(house, series)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
		expect(status(house, hand!)).toBe('booked');
		expect(statuses(house, noon!)).toEqual(['booked', 'cancelled', 'booked', 'booked']);
	});

	it('[CAL47] moved twice apart, the later in the total order remains; the other stands until then', () => {
		const { house, room, series } = withSeries();
		const old = on(series, '2026-12-08');
		const { voice: [one], tablet: [two] } = apart(
			house,
			[book(room, '2026-12-09T10:00', '2026-12-09T11:00', old)],
			[book(room, '2026-12-10T10:00', '2026-12-10T11:00', old)]
		);
		const [a, b] = [one, two].map((id) => house.fold().calendar.bookings.get(id!)!);
		const preferred = a!.entry > b!.entry ? one! : two!; // of equal lamport
		const other = preferred === one ? two! : one!;
		expect(status(house, other)).toBe('tentative');
		house.settle();
		expect([old, preferred, other].map((id) => status(house, id))).toEqual(['cancelled', 'booked', 'cancelled']);
		expect(movesDue(house.fold().calendar, { member: idOf('Ana'), device: '' as DeviceId, isVoice: true })).toEqual([]);
	});

	it('[CAL45] one extends the series, the other ends it: it is ended, in either order', () => {
		const { house, series } = withSeries();
		const { voice: [more] } = apart(house, [extend(series, '2026-12-29', '2027-01-05')], [end(series, '2026-12-22')]);
		expect(statuses(house, more!, ['2026-12-29', '2027-01-05'])).toEqual(['cancelled', 'cancelled']);
		expect(statuses(house, series)).toEqual(['booked', 'booked', 'booked', 'cancelled']);
	});

	it('[CAL45] a range with an end does not reach what its author did not know', () => {
		const { house, series } = withSeries();
		const { voice: [more] } = apart(house, [extend(series, '2026-12-29')], [end(series, '2026-12-15', '2027-02-01')]);
		expect(status(house, on(more!, '2026-12-29'))).toBe('tentative');
	});

	it('[CAL45] ended twice apart, it ends at the earlier date', () => {
		const { house, series } = withSeries();
		apart(house, [end(series, '2026-12-15')], [end(series, '2026-12-08')]);
		expect(statuses(house, series)).toEqual(['booked', 'cancelled', 'cancelled', 'cancelled']);
	});

	it('[CAL49] the series changed twice apart: the later remains date by date, and only it is extended', () => {
		const { house, room, series } = withSeries();
		const { voice: [noon], tablet: [evening] } = apart(
			house,
			[bookSeries(room, TUESDAYS, { from: '12:00', replaces: range(series) })],
			[bookSeries(room, TUESDAYS, { from: '18:00', replaces: range(series) })]
		);
		house.settle();
		const { calendar } = house.fold();
		const [later, earlier] = calendar.series.get(noon!)!.entry > calendar.series.get(evening!)!.entry ? [noon!, evening!] : [evening!, noon!];
		expect(statuses(house, later)).toEqual(['booked', 'booked', 'booked', 'booked']);
		expect(statuses(house, earlier)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
		expect([later, earlier].map((id) => isExtendable(calendar.series.get(id)!))).toEqual([true, false]);
	});
});
