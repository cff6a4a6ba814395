import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId, ObjectId } from '$crypto/base';
import { roomHours } from '$crdt/domain/calendar/room-hours';
import { hasMajority, standingOf } from '$crdt/domain/calendar/standing';
import { effectiveTo, everything, isUsedUp, type CalendarState } from '$crdt/domain/calendar/state';
import type { OpInput } from '$crdt/domain/op';
import { MINUTES_A_DAY, weekdayOf } from '$crdt/domain/wall-time';
import { addRoom, book, cancel, changeRoom, createHouse, idOf, type House } from '../unit/domain/calendar-house';

const PEOPLE = ['Ana', 'Ben', 'Chloé', 'Dele'];
const PRICE = {
	perHourMinor: 1200,
	bands: [
		{ name: 'Evening', weekdays: [1, 2, 3, 4, 5], from: '18:00', to: '24:00', perHourMinor: 900 },
		{ name: 'Lunch', weekdays: [], from: '11:50', to: '13:05', perHourMinor: 500 },
		{ name: 'Tuesday noon', weekdays: [2], from: '12:30', to: '14:00', perHourMinor: 700 }
	]
};

const story = fc.array(
	fc.record({
		act: fc.oneof(
			{ weight: 5, arbitrary: fc.constant('book' as const) },
			{ weight: 2, arbitrary: fc.constantFrom('cancel' as const, 'move' as const, 'early' as const) },
			{ weight: 5, arbitrary: fc.constant('offer' as const) },
			{ weight: 6, arbitrary: fc.constant('accept' as const) },
			{ weight: 1, arbitrary: fc.constantFrom('close' as const, 'price' as const) },
			{ weight: 5, arbitrary: fc.constant('duties' as const) },
			{ weight: 6, arbitrary: fc.constant('meet' as const) },
			{ weight: 2, arbitrary: fc.constant('settle' as const) }
		),
		who: fc.nat(3),
		at: fc.nat(10_000)
	}),
	{ minLength: 25, maxLength: 55 }
);
type Act = (typeof story extends fc.Arbitrary<infer A> ? A : never)[number];

const minute = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
const times = (at: number): [string, string] => {
	const start = 9 * 60 + (at % 5) * 45 + (at % 7);
	return [minute(start), at % 11 === 0 ? '2026-12-02T00:40' : minute(start + 35 + (at % 4) * 30)];
};

function play(house: House, room: ObjectId, acts: readonly Act[]): { readonly accepted: number } {
	let accepted = 0;
	for (const { act, who, at } of acts) {
		const name = PEOPLE[who]!;
		const { calendar } = house.seenBy(name);
		const live = [...calendar.bookings.values()].filter((each) => each.cancelledBy.length === 0).sort((a, b) => (a.id < b.id ? -1 : 1));
		const mine = live.filter((each) => each.owner === idOf(name));
		const theirs = live.filter((each) => each.owner !== idOf(name));
		const one = mine[at % Math.max(1, mine.length)];
		const offers = [...calendar.offers.values()];
		const toMe = offers.filter((each) => each.by !== idOf(name) && (each.to ?? idOf(name)) === idOf(name) && each.acceptances.length + each.closedBy.length === 0);
		const open = toMe.length > 0 && at % 9 > 0 ? toMe : offers;
		const some = open[at % Math.max(1, open.length)];
		const write = (op: OpInput) => house.write(name, op);
		const [from, to] = times(at);
		if (act === 'book') write(book(room, from, to));
		else if (act === 'meet') house.meet(name, PEOPLE[at % PEOPLE.length]!);
		else if (act === 'settle') house.settle(...PEOPLE.filter((_, index) => index !== at % 6));
		else if (act === 'duties') house.dutiesOf(name);
		else if (act === 'price') write(changeRoom(room, { price: { ...PRICE, perHourMinor: 1000 + (at % 500) } }));
		else if (act === 'cancel' && one) write(cancel(one.id, at % 2 === 0 ? '2026-01-01T00:00' : '2026-11-30T23:00'));
		else if (act === 'move' && one) write(book(room, from, to, one.id));
		else if (act === 'early' && one) write({ type: 'calendar/end-early', booking: one.id, end: `2026-12-01T${minute((one.from % MINUTES_A_DAY) + 10 + (at % 20))}` });
		else if (act === 'offer' && one) {
			const other = theirs[at % Math.max(1, theirs.length)];
			const wants = at % 3 === 0 && other ? [other.id] : [];
			write({ type: 'calendar/offer', gives: { bookings: [one.id], series: [] }, wants: { bookings: wants, series: [] }, to: null, note: '' });
		} else if (act === 'accept' && some) {
			const [id] = write({ type: 'calendar/accept-offer', offer: some.id });
			if (!house.seenBy(name).refusals.has(id!)) accepted++;
		} else if (act === 'close' && some) write({ type: 'calendar/close-offer', offer: some.id });
	}
	return { accepted };
}

function begin(seed: string) {
	const house = createHouse(PEOPLE, seed);
	house.settle();
	house.rule('Ana', { lateNoticeHours: 24 });
	const [room] = house.write('Ana', addRoom('Garden room', { price: PRICE }));
	house.meetAll();
	PEOPLE.forEach((name, index) => {
		const [mine] = house.write(name, book(room!, minute(16 * 60 + index * 60), minute(16 * 60 + 55 + index * 60)));
		if (index < 2) house.write(name, { type: 'calendar/offer', gives: { bookings: [mine!], series: [] }, wants: { bookings: [], series: [] }, to: null, note: '' });
	});
	if (seed.length % 2 === 0) house.settle();
	else house.meetAll();
	return { house, room: room! };
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

const PERIOD = { from: '2026-12-01', until: '2026-12-02' };
const digest = (calendar: CalendarState) => ({
	bookings: [...calendar.bookings.values()].map((each) => [each.id, each.owner, standingOf(calendar, each.id).status, [...each.cancelledBy].sort(), [...each.lateBy].sort()].join()).sort(),
	offers: [...calendar.offers.values()].map((each) => [each.id, ...[...each.closedBy].sort(), ...each.acceptances.map(({ entry }) => entry).sort()].join()).sort(),
	hours: roomHours(calendar, PERIOD)
});

/** Minute by minute, from the rules' own words. */
function hoursByMinutes(calendar: CalendarState): Map<string, number> {
	const found = new Map<string, number>();
	for (const booking of calendar.bookings.values()) {
		const gone = booking.cancelledBy.length > 0;
		const { status } = standingOf(calendar, booking.id);
		if (gone ? !(isUsedUp(booking) && hasMajority(calendar, booking)) : status !== 'booked') continue;
		if (!gone && isReplaced(calendar, booking.id)) continue;
		const { price } = calendar.rooms.get(booking.room)!.versions.find(({ entry }) => entry === booking.priceVersion)!.description;
		for (let at = booking.from; at < booking.to; at++) {
			const day = Math.floor(at / MINUTES_A_DAY);
			if (day !== Math.floor(Date.UTC(2026, 11, 1) / 86_400_000)) continue;
			const time = minute(at % MINUTES_A_DAY);
			const band = price!.bands.find((each) => (each.weekdays.length === 0 || each.weekdays.includes(weekdayOf(day))) && each.from <= time && time < each.to);
			const key = [booking.owner, band?.name ?? '', band?.perHourMinor ?? price!.perHourMinor].join();
			found.set(key, (found.get(key) ?? 0) + 1);
		}
	}
	return found;
}

function isReplaced(calendar: CalendarState, id: ObjectId): boolean {
	return [...calendar.bookings.values()].some((later) => {
		if (later.cancelledBy.length > 0 || standingOf(calendar, later.id).status !== 'booked') return false;
		for (let at = later.replaces; at !== null; at = calendar.bookings.get(at)!.replaces) if (at === id) return true;
		return false;
	});
}

describe('hours passed on by people who are partly apart', { timeout: 240_000 }, () => {
	let accepted = 0;
	let minutes = 0;
	let apart = 0;

	it('[CAL64] [CAL74] any order of arrival gives the same holders, offers and hours; never two firm at once; nobody’s firm hour is taken', () => {
		fc.assert(
			fc.property(fc.nat(1000), story, fc.infiniteStream(fc.nat(1_000_000)), (seed, acts, dice) => {
				const { house, room } = begin(`pass on ${seed}`);
				accepted += play(house, room, acts).accepted;
				const all = house.fold().calendar;
				for (const offer of all.offers.values()) if (offer.acceptances.length > 1 || (offer.acceptances.length > 0 && offer.closedBy.length > 0)) apart++;
				const other = house.fold([], linearExtension(house, dice));
				expect(digest(other.calendar)).toEqual(digest(all));
				expect([...other.refusals.keys()].sort()).toEqual([...house.fold().refusals.keys()].sort());
				for (const name of PEOPLE) checkFirm(house.seenBy(name).calendar, all);
				checkFirm(all, all);
			}),
			{ numRuns: 60 }
		);
	});

	it('[CAL63] each acceptance ends what it passes on and makes as much, and nothing else vanishes', () => {
		fc.assert(
			fc.property(fc.nat(1000), story, (seed, acts) => {
				const { house, room } = begin(`nothing lost ${seed}`);
				play(house, room, acts);
				house.settle();
				const { calendar, refusals } = house.fold();
				for (const offer of calendar.offers.values()) {
					for (const { entry, made } of offer.acceptances) {
						const old = [...offer.gives, ...offer.wants].map((id) => calendar.bookings.get(id)!);
						expect(old.every((each) => each.cancelledBy.includes(entry))).toBe(true);
						expect(made.map((id) => calendar.bookings.get(id)!).map(({ from, to, room: where }) => [from, to, where])).toEqual(old.map(({ from, to, room: where }) => [from, to, where]));
					}
				}
				const ids = [...house.entries.values()].flatMap((entry) => entry.ops.flatMap((op, index) => (op.type === 'calendar/book' ? [`${entry.id}.${index}` as ObjectId] : [])));
				for (const id of ids) expect(calendar.bookings.has(id)).toBe(!refusals.has(id));
			}),
			{ numRuns: 60 }
		);
	});

	it('[CAL72] [CAL73] hours are exact to the minute', () => {
		fc.assert(
			fc.property(fc.nat(1000), story, (seed, acts) => {
				const { house, room } = begin(`hours ${seed}`);
				play(house, room, acts);
				house.settle();
				const { calendar } = house.fold();
				const lines = roomHours(calendar, PERIOD).filter((line) => line.minutes > 0);
				const told = new Map(lines.map((line) => [[line.member, line.band ?? '', line.perHourMinor].join(), line.minutes]));
				expect(told).toEqual(hoursByMinutes(calendar));
				for (const line of lines) minutes += line.minutes;
				// cut anywhere, the parts are the whole
				const days = [['2026-11-01', '2026-12-01'], ['2026-12-01', '2026-12-02'], ['2026-12-02', '2027-01-01']].map(([from, until]) => sum(calendar, from!, until!));
				expect(days.reduce((a, b) => a + b, 0)).toBe(sum(calendar, '2026-11-01', '2027-01-01'));
			}),
			{ numRuns: 60 }
		);
	});

	it('[CAL74] a late entry about one booking leaves everybody else’s firm hours alone', () => {
		fc.assert(
			fc.property(fc.nat(1000), story, fc.nat(3), fc.nat(10_000), (seed, acts, who, at) => {
				const { house, room } = begin(`late ${seed}`);
				// written early by somebody who then was away
				const name = PEOPLE[who]!;
				const [from, to] = times(at);
				house.write(name, book(room, from, to));
				const others = PEOPLE.filter((each) => each !== name);
				play(house, room, acts.filter((each) => PEOPLE[each.who] !== name && each.act !== 'meet' && each.act !== 'settle'));
				house.settle(...others);
				const before = roomHours(house.seenBy(others[0]!).calendar, PERIOD);
				house.tell(name, others[0]!);
				const after = roomHours(house.seenBy(others[0]!).calendar, PERIOD);
				const ofOthers = (lines: typeof before) => lines.filter((line) => line.member !== idOf(name) && line.minutes > 0).map(({ tentativeMinutes: _, ...line }) => line);
				expect(ofOthers(after)).toEqual(ofOthers(before));
			}),
			{ numRuns: 60 }
		);
	});

	it('[CAL64] the stories were not empty', () => {
		expect(accepted).toBeGreaterThan(40);
		expect(apart).toBeGreaterThan(5);
		expect(minutes).toBeGreaterThan(2000);
	});

	const sum = (calendar: CalendarState, from: string, until: string) => roomHours(calendar, { from, until }).reduce((all, line) => all + line.minutes, 0);

	function checkFirm(view: CalendarState, all: CalendarState): void {
		const firm = [...view.bookings.values()].filter((each) => standingOf(view, each.id).status === 'booked');
		for (const a of firm) {
			const later = standingOf(all, a.id);
			if (later.contested) throw new Error('honest people made a contradiction');
			if (later.status !== 'booked' && later.status !== 'cancelled') throw new Error(`firm became ${later.status}`);
			for (const b of firm) {
				if (a.id >= b.id || a.from >= effectiveTo(b, everything) || b.from >= effectiveTo(a, everything)) continue;
				if (a.owner === b.owner) continue; // one moves the other
				throw new Error('two firm bookings overlap');
			}
		}
	}
});
