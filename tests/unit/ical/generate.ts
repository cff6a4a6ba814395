/** Calendars made by a seed: what our own export may hold, in zones and at hours where clocks change. */
import type { ObjectId } from '$crypto/base';
import type { CalendarExport, ExportedBooking, ExportedSeries } from '$crdt/domain/calendar/export';
import { addDays, parseWallTime, wallTimeOf } from '$crdt/domain/wall-time';
import { createSeeded, type Seeded } from '../../support/seeded';
import { clockOf, expand } from './read';

const ZONES = [
	'Europe/Berlin', 'America/New_York', 'Europe/London', 'Europe/Dublin', 'Australia/Lord_Howe', 'Africa/Casablanca',
	'America/Sao_Paulo', 'Asia/Kolkata', 'Pacific/Apia', 'America/St_Johns', 'Asia/Kathmandu', 'UTC'
];
const RULES = [
	'FREQ=WEEKLY;BYDAY=TU', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', 'FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,WE,FR', 'FREQ=MONTHLY;BYDAY=1MO',
	'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=MONTHLY;BYMONTHDAY=-1', 'FREQ=DAILY;INTERVAL=3', 'FREQ=YEARLY',
	'FREQ=WEEKLY;COUNT=30', 'FREQ=WEEKLY;INTERVAL=3;BYDAY=SA,SU;WKST=SU', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'
];
const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve; with, signs\\', 'Zoë'.repeat(30)];

export function calendarFrom(seed: number): CalendarExport {
	const chance = createSeeded(seed);
	const bookings = Array.from({ length: chance.int(6) }, (_, i) => booking(chance, i));
	const series = Array.from({ length: 1 + chance.int(3) }, (_, i) => seriesOf(chance, i)).filter((one) => one !== null);
	return { name: chance.pick(NAMES), at: Date.UTC(2026, 10, 22, 3), bookings, series };
}

/** Every instant that the calendar means: start and end in milliseconds, sorted. */
export function meant({ bookings, series }: CalendarExport): string[] {
	const spans = bookings.map(({ zone, start, end }) => spanOf(zone, start, end));
	for (const { zone, dates, from, minutes } of series)
		for (const date of dates) spans.push(spanOf(zone, `${date}T${from}`, wallTimeOf((parseWallTime(`${date}T${from}`) ?? 0) + minutes)));
	return spans.sort();
}

export const sayInstants = (start: number, end: number): string => `${new Date(start).toISOString().slice(0, 16)} ${new Date(end).toISOString().slice(0, 16)}`;

function spanOf(zone: string, start: string, end: string): string {
	const clock = clockOf(zone);
	const [from, to] = [clock.instantOf(start).instant, clock.instantOf(end).instant];
	return sayInstants(from, Math.max(from, to));
}

function about(chance: Seeded, kind: string, i: number): Omit<ExportedBooking, 'start' | 'end'> {
	return {
		id: `${kind}${chance.int(1e9)}.${i}@2026-01-0${1 + chance.int(9)}` as ObjectId, // any text will do here
		room: 'room.0' as ObjectId,
		roomName: chance.pick(['Garden room', 'Attic, left', 'Zimmer 3 — Süd']),
		zone: chance.pick(ZONES),
		ownerName: chance.pick(NAMES),
		purpose: 'sessions',
		note: chance.pick(['', 'Two lines\nof note', 'bring: keys, a lamp; \\']),
		tentative: chance.chance(0.2)
	};
}

function booking(chance: Seeded, i: number): ExportedBooking {
	const start = wallFrom(chance);
	return { ...about(chance, 'b', i), start, end: wallTimeOf((parseWallTime(start) ?? 0) + minutesFrom(chance)) };
}

function seriesOf(chance: Seeded, i: number): ExportedSeries | null {
	const rule = chance.pick(RULES);
	const expanded = expand({ rule, first: wallFrom(chance).slice(0, 10), limit: 2 + chance.int(90) });
	if (!expanded.ok) throw new Error('the rule is not legal');
	// Some dates are cancelled, now and then one stands that the rule would not make.
	const dates = expanded.value.dates.filter(() => !chance.chance(0.15));
	const [first] = dates;
	if (first !== undefined && chance.chance(0.3)) dates.push(addDays(first, 1 + chance.int(40)));
	const unique = [...new Set(dates)].sort();
	if (unique.length === 0) return null;
	return { ...about(chance, 's', i), rule, from: timeFrom(chance), minutes: minutesFrom(chance), dates: unique };
}

/** Around the changes of clocks more often than anywhere else. */
function wallFrom(chance: Seeded): string {
	const year = chance.pick(['2015', '2018', '2026', '2027', '2028']);
	const date = chance.chance(0.5)
		? addDays(`${year}-01-01`, chance.int(364))
		: addDays(`${year}-${chance.pick(['03-07', '03-25', '04-01', '10-01', '10-15', '10-25', '11-01', '02-15'])}`, chance.int(8));
	return `${date}T${timeFrom(chance)}`;
}

const timeFrom = (chance: Seeded): string =>
	chance.chance(0.5)
		? chance.pick(['00:00', '01:30', '02:00', '02:30', '03:00', '23:30', '00:30', '01:45'])
		: `${String(7 + chance.int(14)).padStart(2, '0')}:${chance.pick(['00', '05', '15', '30'])}`;

const minutesFrom = (chance: Seeded): number => chance.pick([5, 30, 45, 50, 60, 90, 120, 240, 720, 1440]);
