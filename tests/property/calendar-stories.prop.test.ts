import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId, ObjectId } from '$crypto/base';
import { reduceCalendar } from '$crdt/domain/calendar/reduce';
import { resolve } from '$crdt/domain/calendar/selection';
import { standingOf } from '$crdt/domain/calendar/standing';
import { effectiveTo, emptyCalendar, everything, type Booking, type CalendarState } from '$crdt/domain/calendar/state';
import type { Op } from '$crdt/domain/op';
import { addDays, dateOfDay } from '$crdt/domain/wall-time';
import { addRoom, book, bookSeries, cancel, createHouse, idOf, type House } from '../unit/domain/calendar-house';

const PEOPLE = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'];

const ACTS = [
	[5, 'book'], [4, 'series'], [4, 'move'], [3, 'cancel'], [3, 'end'], [4, 'change'], [2, 'extend'], [2, 'leave early'],
	[3, 'offer'], [4, 'accept'], [6, 'duties'], [6, 'meet'], [3, 'settle']
] as const;
type Act = (typeof ACTS)[number][1];

const story = fc.array(
	fc.record({
		act: fc.oneof(...ACTS.map(([weight, act]) => ({ weight, arbitrary: fc.constant<Act>(act) }))),
		who: fc.nat(100),
		at: fc.nat(100_000),
		day: fc.nat(5),
		half: fc.nat(5),
		long: fc.nat(2)
	}),
	{ minLength: 16, maxLength: 48 }
);
type Step = { readonly act: Act; readonly who: number; readonly at: number; readonly day: number; readonly half: number; readonly long: number };

/** Two to five members, some with a second device, three rooms of which one is made of the others. */
function begin(n: number, seed: string) {
	const names = PEOPLE.slice(0, n);
	const house = createHouse(names, seed);
	house.settle();
	const [garden, attic] = house.write('Ana', addRoom(), addRoom('Attic')) as [ObjectId, ObjectId];
	const [both] = house.write('Ana', addRoom('Both', {}, [garden, attic])) as [ObjectId];
	house.meetAll();
	const devices = [...names, house.tablet('Ana'), house.tablet('Ben')];
	return { house, rooms: [garden, attic, both], devices };
}

const DAY = 20_788; // 1 December 2026
const clock = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function play(house: House, rooms: readonly ObjectId[], devices: readonly string[], steps: readonly Step[]): void {
	for (const { act, who, at, day, half, long } of steps) {
		// a person with two devices makes most of the contradictions
		const name = who % 3 === 0 ? devices[devices.length - 1 - (who % 2)]! : devices[who % devices.length]!;
		const { calendar } = house.seenBy(name);
		const mine = [...calendar.bookings.values()].filter((each) => each.owner === idOf(name) && each.cancelledBy.length === 0).sort((a, b) => (a.id < b.id ? -1 : 1));
		const one = mine[at % Math.max(1, mine.length)];
		const ownSeries = [...calendar.series.values()].filter((each) => each.owner === idOf(name)).sort((a, b) => (a.id < b.id ? -1 : 1));
		const series = ownSeries[at % Math.max(1, ownSeries.length)];
		const room = rooms[at % rooms.length]!;
		const date = dateOfDay(DAY + day);
		const from = 600 + half * 30;
		const [start, until] = [`${date}T${clock(from)}`, `${date}T${clock(from + 30 * (long + 1))}`];
		const dates = Array.from({ length: 1 + (at % 4) }, (_, index) => addDays(date, index * (1 + (at % 2))));
		switch (act) {
			case 'book':
				house.write(name, book(room, start, until));
				break;
			case 'series':
				house.write(name, bookSeries(room, dates, { from: clock(from), minutes: 30 * (long + 1) }));
				break;
			case 'move':
				if (one !== undefined) house.write(name, book(room, start, until, one.id));
				break;
			case 'cancel':
				if (one !== undefined) house.write(name, cancel(one.id));
				break;
			case 'end':
				if (series !== undefined) {
					const range = { series: series.id, from: date, until: at % 3 === 0 ? addDays(date, 2) : null };
					house.write(name, { type: 'calendar/cancel', selection: { bookings: [], series: [range] }, at: '2026-01-01T00:00' });
				}
				break;
			case 'change': {
				if (one === undefined) break;
				const replaces = one.series === null ? { bookings: [one.id], series: [] } : { bookings: [], series: [{ series: one.series, from: at % 2 === 0 ? '2026-01-01' : date, until: null }] };
				house.write(name, bookSeries(room, dates, { from: clock(from), minutes: 30 * (long + 1), replaces }));
				break;
			}
			case 'extend':
				if (series !== undefined) house.write(name, { type: 'calendar/extend-series', series: series.id, dates: [dateOfDay(DAY + 6 + day), dateOfDay(DAY + 12 + day)] });
				break;
			case 'leave early':
				if (one !== undefined) house.write(name, { type: 'calendar/end-early', booking: one.id, end: `${one.start.slice(0, 11)}${clock((one.from % 1440) + 15)}` });
				break;
			case 'offer': {
				if (one === undefined) break;
				const theirs = [...calendar.bookings.values()].filter((each) => each.owner !== idOf(name) && each.cancelledBy.length === 0);
				const wanted = at % 3 === 0 ? theirs[at % Math.max(1, theirs.length)] : undefined;
				house.write(name, {
					type: 'calendar/offer', gives: { bookings: [one.id], series: [] },
					wants: { bookings: wanted === undefined ? [] : [wanted.id], series: [] }, to: null, note: ''
				});
				break;
			}
			case 'accept': {
				const offers = [...calendar.offers.values()].filter((each) => each.by !== idOf(name) && each.closedBy.length + each.acceptances.length === 0);
				const offer = offers[at % Math.max(1, offers.length)];
				if (offer !== undefined) house.write(name, { type: 'calendar/accept-offer', offer: offer.id });
				break;
			}
			case 'duties':
				house.dutiesOf(name);
				break;
			case 'meet':
				house.meet(name, devices[at % devices.length]!);
				break;
			case 'settle':
				house.settle(...devices.filter((_, index) => index !== at % (devices.length + 1)));
				break;
		}
	}
}

const entryOf = (id: ObjectId): EntryId => id.slice(0, 43) as EntryId;

/** One person may hold overlapping hours for a moment: a move (CAL16), or a series in the place of others (CAL43). */
function mayOverlap(house: House, view: CalendarState, a: Booking, b: Booking): boolean {
	if (a.owner !== b.owner) return false;
	const chain = (of: Booking): readonly ObjectId[] => {
		const found: ObjectId[] = [];
		for (let at = of.replaces; at !== null; at = view.bookings.get(at)!.replaces) found.push(at);
		return found;
	};
	const exempt = (of: Booking, other: Booking): boolean => {
		if (chain(of).includes(other.id)) return true;
		if (!of.id.includes('@') || of.series === null) return false;
		const { replaces } = view.series.get(of.series)!;
		const { past } = house.entries.get(of.entry)!;
		if (replaces === null) return false;
		const olds = resolve(view, replaces, (entry) => past.has(entry));
		return olds.some((id) => id === other.id || chain(view.bookings.get(id)!).includes(other.id));
	};
	return exempt(a, b) || exempt(b, a);
}

let firmSeen = 0;
let rivalsSeen = 0;
let marksSeen = 0;
let handedOn = 0;

/** What is firm here is firm or ended for everybody, and nobody else's firm booking shares an instant of a room. */
function checkView(house: House, view: CalendarState, all: CalendarState): void {
	const firm = [...view.bookings.values()].filter((each) => standingOf(view, each.id).status === 'booked');
	firmSeen += firm.length;
	for (const a of firm) {
		const later = standingOf(all, a.id);
		if (later.contested) throw new Error('honest people made a contradiction');
		if (later.status !== 'booked' && later.status !== 'cancelled') throw new Error(`firm became ${later.status}`);
		for (const b of firm) {
			if (a.id >= b.id || !a.atoms.some((atom) => b.atoms.includes(atom))) continue;
			if (a.from >= effectiveTo(b, everything) || b.from >= effectiveTo(a, everything)) continue;
			if (!mayOverlap(house, view, a, b)) throw new Error(`two firm bookings overlap: ${a.start} ${b.start}`);
		}
	}
}

/** Everything ever made is there, and what was cancelled was cancelled by somebody who may, knowing it (but CAL45). */
function checkNothingLost(house: House, all: CalendarState, refused: ReadonlyMap<ObjectId, unknown>): void {
	for (const entry of house.entries.values()) {
		entry.ops.forEach((op, index) => {
			const id = `${entry.id}.${index}` as ObjectId;
			if (refused.has(id)) return;
			if (op.type === 'calendar/book') expect(all.bookings.has(id)).toBe(true);
			if (op.type !== 'calendar/book-series' && op.type !== 'calendar/extend-series') return;
			const series = all.series.get(op.type === 'calendar/extend-series' ? op.series : id)!;
			const left = new Set(series.notMade.filter((each) => each.entry === entry.id).map((each) => each.date));
			for (const date of op.dates) {
				if (op.type === 'calendar/extend-series' && series.cuts.some((cut) => cut.until === null && cut.from <= date && entry.past.has(cut.entry))) continue;
				expect(all.bookings.has(`${id}@${date}` as ObjectId)).toBe(!left.has(date));
			}
		});
	}
	for (const booking of all.bookings.values()) {
		rivalsSeen += booking.rivals.length;
		marksSeen += booking.apart.length;
		for (const by of booking.cancelledBy) {
			const entry = house.entries.get(by)!;
			const knew = entry.id === booking.entry || entry.past.has(booking.entry);
			const isExtension = booking.id.includes('@') && booking.series !== null && entryOf(booking.series) !== booking.entry;
			if (!knew && !isExtension) throw new Error('cancelled by somebody who did not know of it');
			const isOwner = idOf(entry.by) === booking.owner;
			const isAccepted = entry.ops.some((op) => op.type === 'calendar/accept-offer');
			if (isAccepted) handedOn++;
			if (!isOwner && !isAccepted) throw new Error('cancelled by somebody else');
		}
		checkMark(house, all, booking);
	}
}

/** CAL46: what took the place of something cancelled apart says so. */
function checkMark(house: House, all: CalendarState, booking: Booking): void {
	if (booking.replaces === null) return;
	const old = all.bookings.get(booking.replaces)!;
	const unaware = old.cancelledBy.filter((by) => {
		const entry = house.entries.get(by)!;
		return by !== booking.entry && !entry.past.has(booking.entry) && !house.entries.get(booking.entry)!.past.has(by);
	});
	for (const by of unaware) expect(booking.apart).toContain(by);
}

function linearExtension(house: House, dice: Iterable<number>): readonly EntryId[] {
	const rolls = dice[Symbol.iterator]();
	const left = new Set(house.entries.keys());
	const order: EntryId[] = [];
	while (left.size > 0) {
		const ready = [...left].filter((id) => [...house.entries.get(id)!.past].every((past) => !left.has(past)));
		const next = ready[rolls.next().value! % ready.length]!;
		order.push(next);
		left.delete(next);
	}
	return order;
}

const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort();
const digest = (calendar: CalendarState) => ({
	bookings: [...calendar.bookings.values()]
		.map((each) => ({
			...each,
			...standingOf(calendar, each.id),
			booking: null,
			grants: sorted(each.grants.map((grant) => grant.member)),
			rivals: sorted(each.rivals),
			afterDead: sorted(each.afterDead),
			apart: sorted(each.apart),
			cancelledBy: sorted(each.cancelledBy),
			lateBy: sorted(each.lateBy),
			endedEarly: sorted(each.endedEarly.map((early) => early.entry))
		}))
		.sort((a, b) => (a.id < b.id ? -1 : 1)),
	series: [...calendar.series.values()]
		.map((each) => ({ ...each, runs: sorted(each.runs.map((run) => run.ids.join())), cuts: sorted(each.cuts.map((cut) => cut.entry)), notMade: sorted(each.notMade.map((date) => date.date)) }))
		.sort((a, b) => (a.id < b.id ? -1 : 1)),
	unsettled: sorted([...calendar.unsettled]),
	moves: sorted([...calendar.pendingMoves])
});

type CalendarOp = Parameters<typeof reduceCalendar>[1];
const isCalendarOp = (op: Op): op is CalendarOp => op.type.startsWith('calendar/');
const contents = (calendar: CalendarState): string => JSON.stringify(calendar);

describe('stories of people who book, repeat, move, end, swap and leave early, partly apart', () => {
	it('[CAL6] [CAL12] [CAL35] [CAL43] one holder for each instant of each room, in every view; nothing lost; the same in every causal order', () => {
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 5 }), story, fc.nat(1_000_000), fc.infiniteStream(fc.nat(1_000_000)), (n, steps, seed, dice) => {
				const { house, rooms, devices } = begin(n, `story ${seed}`);
				play(house, rooms, devices, steps);
				const all = house.fold();
				for (const name of devices) checkView(house, house.seenBy(name).calendar, all.calendar);
				checkView(house, all.calendar, all.calendar);
				checkNothingLost(house, all.calendar, all.refusals);
				const other = house.fold([], linearExtension(house, dice));
				expect(digest(other.calendar)).toEqual(digest(all.calendar));
				expect(sorted([...other.refusals.keys()])).toEqual(sorted([...all.refusals.keys()]));
			}),
			{ numRuns: 120 }
		);
	}, 300_000);

	it('[CAL12] the stories were not empty', () => {
		expect(firmSeen).toBeGreaterThan(200);
		expect(rivalsSeen).toBeGreaterThan(50);
		expect(marksSeen).toBeGreaterThan(0);
		expect(handedOn).toBeGreaterThan(0);
	});

	it('[ORD13] a state once folded is never changed by what is folded on it, so that refolds may start from any', () => {
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 4 }), story, fc.nat(1_000_000), (n, steps, seed) => {
				const { house, rooms, devices } = begin(n, `kept ${seed}`);
				play(house, rooms, devices, steps);
				const kept: { readonly state: CalendarState; readonly told: string }[] = [];
				let state: CalendarState = emptyCalendar;
				const entries = [...house.entries.values()].sort((a, b) => a.lamport - b.lamport || (a.id < b.id ? -1 : 1));
				for (const entry of entries) {
					entry.ops.forEach((op, index) => {
						if (!isCalendarOp(op)) return;
						const next = reduceCalendar(state, op, house.contextOf(entry, index));
						if (next.ok) state = next.value;
					});
					kept.push({ state, told: contents(state) });
				}
				expect(contents(state)).toBe(contents(house.fold().calendar));
				for (const { state: before, told } of kept) if (contents(before) !== told) throw new Error('an earlier state was changed');
			}),
			{ numRuns: 25 }
		);
	}, 300_000);

	it('[CAL15] [CAL16] [CAL47] when all meet again the duties come to rest, every wish for one thing stands once, and only the dead wait', () => {
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 5 }), story, fc.nat(1_000_000), (n, steps, seed) => {
				const { house, rooms, devices } = begin(n, `rest ${seed}`);
				play(house, rooms, devices, steps);
				house.settle(...devices);
				const { calendar } = house.fold();
				for (const name of devices) expect(house.seenBy(name).calendar.bookings.size).toBe(calendar.bookings.size);
				for (const id of calendar.unsettled) expect(standingOf(calendar, id).status).toBe('dead');
				checkView(house, calendar, calendar);
				for (const booking of calendar.bookings.values()) {
					if (booking.replaces === null || standingOf(calendar, booking.id).status !== 'booked') continue;
					for (let at: ObjectId | null = booking.replaces; at !== null; at = calendar.bookings.get(at)!.replaces) {
						expect(standingOf(calendar, at).status).toBe('cancelled');
					}
					const rest = (calendar.replacements.get(booking.replaces) ?? []).filter((id) => id !== booking.id);
					for (const id of rest) expect(standingOf(calendar, id).status).toBe('cancelled');
				}
			}),
			{ numRuns: 80 }
		);
	}, 300_000);
});
