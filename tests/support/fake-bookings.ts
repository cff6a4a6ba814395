/** Rooms and bookings of the sample collective: something in every state, written as ops over the fake calendar. */
import type { MemberId, ObjectId } from '$crypto/base';
import { plainRoom, type RoomDescription } from '$crdt/domain/calendar/room-description';
import type { OpInput } from '$crdt/domain/op';
import { addDays, daysBetween, mondayOf } from '$lib/ui/times';
import type { FakeCalendar } from './fake-calendar';

const HOUR = 3_600_000;

/** From 7 on weekdays, from 8 at weekends. */
const HOURS: RoomDescription['hours'] = [
	...[1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '07:00', to: '22:00' })),
	...[6, 7].map((weekday) => ({ weekday, from: '08:00', to: '22:00' }))
];

const day = (from: string, count: number, step: number): string[] => Array.from({ length: count }, (_, i) => addDays(from, i * step));

/** Whoever is here has the Attic on one morning a week, since they came. */
const STANDING = [
	{ name: 'Ana', weekday: 0, from: '09:00', minutes: 240, since: 399 },
	{ name: 'Ben', weekday: 1, from: '09:00', minutes: 195, since: 389 },
	{ name: 'Chloé', weekday: 2, from: '09:30', minutes: 360, since: 329 },
	{ name: 'Dele', weekday: 3, from: '10:00', minutes: 150, since: 269 },
	{ name: 'Eve', weekday: 4, from: '08:30', minutes: 120, since: 209 }
] as const;
/** These mornings are in the calendar until so many days ago; after that, what the other bookings say. */
const STANDING_UNTIL = 32;
const ATTIC_PER_HOUR = 600;

const standingDates = (since: number, weekday: number, today: string, until: number): string[] => {
	const start = addDays(mondayOf(addDays(today, 7 - since)), weekday);
	const weeks = Math.max(0, Math.ceil(daysBetween(start, addDays(today, -until)) / 7));
	return day(start, weeks, 7);
};

/** What somebody's mornings come to in a period, as the calendar counts them. */
export function standingUse(name: string, period: { readonly from: string; readonly until: string }, today: string): { readonly minutes: number; readonly priceMinor: number } {
	const habit = STANDING.find((each) => each.name === name);
	if (habit === undefined) return { minutes: 0, priceMinor: 0 };
	const dates = standingDates(habit.since, habit.weekday, today, 0).filter((date) => date >= period.from && date < period.until);
	return { minutes: dates.length * habit.minutes, priceMinor: (dates.length * habit.minutes * ATTIC_PER_HOUR) / 60 };
}

export function writeSampleBookings(calendar: FakeCalendar, person: (name: string) => MemberId, now: number, today: string): void {
	/** Each by itself: on some weekdays one stands in another's way and is left out. */
	const write = (by: string, ops: OpInput[], unaware: readonly ObjectId[] = [], at = now - 30 * HOUR): readonly (ObjectId | undefined)[] =>
		ops.map((op) => {
			const written = calendar.write(person(by), [op], unaware, at);
			return written.ok ? written.value[0] : undefined;
		});
	const room = (name: string, over: Partial<RoomDescription>): ObjectId => {
		const description: RoomDescription = { ...plainRoom(name), ...over };
		return write('Ana', [{ type: 'calendar/add-room', zone: 'Europe/Berlin', parts: [], description, decision: null }], [], now - 390 * 24 * HOUR)[0]!;
	};
	const book = (of: ObjectId, start: string, end: string, over: { purpose?: 'sessions' | 'group' | 'meeting' | 'supervision'; note?: string } = {}): OpInput => ({
		type: 'calendar/book', room: of, start, end, purpose: 'sessions', note: '', replaces: null, ...over
	});
	const at = (time: string, offset = 0): string => `${addDays(today, offset)}T${time}`;

	calendar.settle();
	const garden = room('Garden room', {
		colour: 'moss', about: 'Two armchairs, quiet after six', capacity: 3, hours: HOURS, bufferMinutes: 0, gridMinutes: 15,
		price: { perHourMinor: 1200, bands: [{ name: 'Evenings', weekdays: [1, 2, 3, 4, 5], from: '18:00', to: '24:00', perHourMinor: 900 }] }
	});
	const studio = room('Studio', { colour: 'clay', about: 'Mats and mirrors, up to eight people', capacity: 8, equipment: ['Mats', 'Mirror wall', 'Loudspeaker'], price: { perHourMinor: 1800, bands: [] } });
	const blue = room('Blue room', { colour: 'sky', about: 'Table, wheelchair access', capacity: 5, accessibility: 'Step-free from the street, door 92 cm', equipment: ['Table for six', 'Flip chart'] });
	const attic = room('Attic', { colour: 'plum', capacity: 2, accessibility: 'Two flights of stairs', windowDays: null, price: { perHourMinor: ATTIC_PER_HOUR, bands: [] } });
	for (const { name, weekday, from, minutes, since } of STANDING) {
		const dates = standingDates(since, weekday, today, STANDING_UNTIL);
		const half = Math.ceil(dates.length / 2);
		const rule = `FREQ=WEEKLY;BYDAY=${['MO', 'TU', 'WE', 'TH', 'FR'][weekday] ?? 'MO'}`;
		for (const some of [dates.slice(0, half), dates.slice(half)])
			write(name, [{ type: 'calendar/book-series', room: attic, from, minutes, rule, dates: some, purpose: 'sessions', note: '', standing: false, replaces: null }], [], now - since * 24 * HOUR);
	}
	write('Ben', [{
		type: 'calendar/add-room', zone: 'Europe/Berlin', parts: [studio, blue], decision: null,
		description: { ...plainRoom('Studio and Blue room', 'slate'), about: 'Sliding door open', capacity: 14 }
	}], [], now - 200 * 24 * HOUR);
	write('Ben', [{
		type: 'calendar/change-room', room: attic, decision: null,
		description: { ...plainRoom('Attic', 'plum'), capacity: 2, accessibility: 'Two flights of stairs', windowDays: 90, closures: [{ from: addDays(today, 12), until: addDays(today, 15), reason: 'The floor is oiled' }] }
	}], [], now - 20 * 24 * HOUR);

	const monday = mondayOf(today);
	const series = (of: ObjectId, from: string, minutes: number, first: string, count: number, step: number, rule: string, over: { purpose?: 'sessions' | 'group' | 'supervision'; standing?: boolean; note?: string } = {}): OpInput => ({
		type: 'calendar/book-series', room: of, from, minutes, rule, dates: day(first, count, step), purpose: 'sessions', note: '', standing: false, replaces: null, ...over
	});
	write('Ana', [
		book(garden, at('09:00'), at('12:00')), book(garden, at('09:00', 1), at('12:00', 1)), book(studio, at('17:00', 3), at('19:00', 3), { purpose: 'group', note: 'Breathing group' }),
		series(garden, '13:00', 60, addDays(monday, -14), 26, 14, 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=26')
	]);
	const [standing] = write('Chloé', [
		series(garden, '15:00', 120, addDays(monday, -27), 52, 7, 'FREQ=WEEKLY;BYDAY=TU', { standing: true }), book(attic, at('08:00'), at('09:30')), book(garden, at('13:00'), at('14:30'))
	]);
	write('Dele', [book(studio, at('10:00'), at('11:30')), series(studio, '18:30', 90, addDays(monday, 2), 10, 7, 'FREQ=WEEKLY;BYDAY=WE;COUNT=10', { purpose: 'group', note: 'Parents evening group' }), book(garden, at('08:00', -1), at('11:00', -1))]);
	const [ahead, , late] = write('Ben', [book(blue, at('14:00'), at('16:00')), book(garden, at('14:00', 2), at('17:00', 2)), book(attic, at('20:30'), at('22:00'), { purpose: 'supervision' })]);
	calendar.settle();

	// two who book the same hour apart
	if (ahead) write('Ana', [book(blue, at('15:00'), at('16:30'))], [ahead], now - 20 * HOUR);
	calendar.settle();

	write('Eve', [book(studio, at('16:30'), at('18:30'))], [], now - HOUR);
	write('Ana', [book(garden, at('18:00'), at('20:00'))], [], now - HOUR);
	calendar.settle(['Ana', 'Ben'].map(person));

	const gift = write('Dele', [book(blue, at('10:00', 4), at('12:00', 4))])[0];
	const mine = write('Ana', [book(attic, at('10:00', 5), at('12:00', 5))])[0];
	const theirs = write('Eve', [book(blue, at('10:00', 5), at('12:00', 5))])[0];
	if (gift) write('Dele', [{ type: 'calendar/offer', gives: { bookings: [gift], series: [] }, wants: { bookings: [], series: [] }, to: null, note: 'I am away that day' }]);
	if (mine && theirs)
		write('Eve', [{ type: 'calendar/offer', gives: { bookings: [theirs], series: [] }, wants: { bookings: [mine], series: [] }, to: person('Ana'), note: 'I need the quiet' }], [], now - 3 * HOUR);
	write('Ana', [{ type: 'calendar/wait', room: garden, start: at('14:00', 2), end: at('15:00', 2) }, { type: 'calendar/wait', room: null, start: at('11:00', 1), end: at('12:00', 1) }]);
	if (late) write('Ben', [{ type: 'calendar/run-over', booking: late, minutes: 10 }], [], now - HOUR);
	if (standing) write('Chloé', [{ type: 'calendar/cancel', selection: { bookings: [`${standing}@${addDays(monday, 8)}`], series: [] }, at: at('08:00', -2) }]);
}
