import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { grantsDue, movesDue, reasksDue } from '$crdt/domain/calendar/duties';
import { NO_CALENDAR_RULES } from '$crdt/domain/calendar/ops';
import { descriptionOf } from '$crdt/domain/calendar/room-rules';
import { standingOf } from '$crdt/domain/calendar/standing';
import { addRoom, book, cancel, createHouse, grant, hash, idOf, type House } from './calendar-house';
import { changeRoomOp, retireRoomOp } from '../../support/calendar-ops';

const status = (house: House, id: ObjectId, viewer?: string) =>
	standingOf((viewer === undefined ? house.fold() : house.seenBy(viewer)).calendar, id).status;
const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;

/** A roll of all the names, a room, everybody up to date. */
function withRoom(names: readonly string[], seed?: string) {
	const house = createHouse(names, seed);
	house.settle();
	const [room] = house.write(names[0]!, addRoom());
	house.meetAll();
	return { house, room: room! };
}

describe('rooms and bookings', () => {
	it('[CAL1] any member adds, describes and retires rooms', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		house.write('Ben', changeRoomOp(room, 'Attic', { colour: 'sky', about: 'Two stairs' }));
		const told = house.fold().calendar.rooms.get(room)!;
		expect(told.zone).toBe('Europe/Vienna');
		expect(descriptionOf(told)).toMatchObject({ name: 'Attic', colour: 'sky' });
		expect(told.versions.map((each) => each.by)).toEqual([idOf('Ana'), idOf('Ben')]);
		house.write('Ben', retireRoomOp(room));
		const [again] = house.write('Ben', retireRoomOp(room));
		expect(refusal(house, again)).toBe('CAL3');
	});

	it('[CAL2] a room the author cannot know of takes no booking', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [room] = house.write('Ana', addRoom());
		const [early] = house.write('Ben', book(room!, '10:00', '11:00'));
		expect(refusal(house, early)).toBe('CAL2');
	});

	it('[CAL3] a retired room takes no new booking, those made without knowing of it stand', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		house.write('Ana', retireRoomOp(room));
		const [meanwhile] = house.write('Ben', book(room, '10:00', '11:00'));
		const [late] = house.write('Ana', book(room, '12:00', '13:00'));
		expect(refusal(house, late)).toBe('CAL3');
		expect(refusal(house, meanwhile)).toBeUndefined();
	});

	it('[CAL4] days that never come, ends before beginnings and more than a day are refused', () => {
		const { house, room } = withRoom(['Ana']);
		const made = house.write(
			'Ana',
			book(room, '2027-02-29T10:00', '2027-02-29T11:00'),
			book(room, '11:00', '10:00'),
			book(room, '11:00', '11:00'),
			book(room, '2026-12-02T10:00', '2026-12-03T10:05'),
			book(room, '2026-12-04T22:00', '2026-12-05T22:00')
		);
		expect(made.map((id) => refusal(house, id))).toEqual(['CAL4', 'CAL4', 'CAL4', 'CAL4', undefined]);
	});

	it('[CAL5] spans are half-open, and overnight ones meet the next morning', () => {
		const { house, room } = withRoom(['Ana']);
		const made = house.write(
			'Ana',
			book(room, '22:00', '2026-12-02T07:00'),
			book(room, '21:00', '22:00'),
			book(room, '2026-12-02T07:00', '2026-12-02T08:00'),
			book(room, '2026-12-02T06:55', '2026-12-02T07:05'),
			book(room, '2026-12-02T00:00', '2026-12-02T01:00')
		);
		expect(made.map((id) => refusal(house, id))).toEqual([undefined, undefined, undefined, 'CAL6', 'CAL6']);
	});

	it('[CAL6] what overlaps a booking its author knew of is refused; cancelled ones do not count', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		const [first] = house.write('Ana', book(room, '10:00', '11:00'));
		house.meetAll();
		const [taken] = house.write('Ben', book(room, '10:30', '11:30'));
		expect(refusal(house, taken)).toBe('CAL6');
		house.write('Ana', cancel(first!));
		house.tell('Ana', 'Ben');
		const [free] = house.write('Ben', book(room, '10:30', '11:30'));
		expect(refusal(house, free)).toBeUndefined();
		const [once, twice] = house.write('Ben', book(room, '15:00', '16:00'), book(room, '15:30', '16:00'));
		expect([refusal(house, once), refusal(house, twice)]).toEqual([undefined, 'CAL6']);
	});

	it('[CAL7] only its owner cancels a booking, until its owner has gone', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [booking] = house.write('Ben', book(room, '10:00', '11:00'));
		house.settle();
		expect(status(house, booking!)).toBe('booked');
		const [foreign] = house.write('Ana', cancel(booking!));
		expect(refusal(house, foreign)).toBe('CAL7');
		house.leave('Ben');
		house.meetAll();
		const [tidied] = house.write('Ana', cancel(booking!));
		expect(refusal(house, tidied)).toBeUndefined();
		expect(status(house, booking!)).toBe('cancelled');
		const [again] = house.write('Ana', cancel(booking!));
		expect(refusal(house, again)).toBe('CAL7');
	});
});

describe('grants', () => {
	it('[CAL8] only the voice of a member on the roll grants', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		const [booking] = house.write('Ana', book(room, '10:00', '11:00'));
		const [tablet] = house.writeOn('Ana', false, [grant(booking!)]);
		expect(refusal(house, tablet)).toBe('CAL8');
		house.admit('Ana', 'Eve');
		const [newcomer] = house.write('Eve', grant(booking!));
		expect(refusal(house, newcomer)).toBe('CAL9');
	});

	it('[CAL9] a voice grants a booking it knows, once, and never a second that overlaps; the rest of a batch counts', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [a] = house.write('Ana', book(room, '10:00', '11:00'));
		const [b] = house.write('Ben', book(room, '10:30', '11:30'));
		const [unknown] = house.write('Dele', grant(a!));
		expect(refusal(house, unknown)).toBe('CAL9');
		house.meetAll();
		const [both] = house.write('Dele', grant(a!, b!));
		const [again] = house.write('Dele', grant(a!));
		const [other] = house.write('Dele', grant(b!));
		expect([refusal(house, both), refusal(house, again), refusal(house, other)]).toEqual([undefined, 'CAL9', 'CAL9']);
		const { bookings } = house.fold().calendar;
		expect(bookings.get(a!)?.grants.map((each) => each.member)).toEqual([idOf('Dele')]);
		expect(bookings.get(b!)?.grants).toEqual([]);
	});

	it('[CAL9] after a cancellation its voice may grant a later booking of the same time', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [a] = house.write('Ana', book(room, '10:00', '11:00'));
		house.settle();
		expect(status(house, a!)).toBe('booked');
		house.write('Ana', cancel(a!));
		house.meetAll();
		const [b] = house.write('Ben', book(room, '10:00', '11:00'));
		house.settle();
		expect(status(house, b!)).toBe('booked');
	});

	it('[CAL10] granted by more than half a booking is firm, alone it is tentative', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele', 'Eve']);
		const [booking] = house.write('Ana', book(room, '10:00', '11:00'));
		expect(status(house, booking!)).toBe('tentative');
		house.settle('Ana', 'Ben');
		expect(status(house, booking!)).toBe('tentative');
		house.settle('Ana', 'Dele');
		expect(status(house, booking!)).toBe('booked');
	});

	it('[CAL11] two who book the same hour apart: one gets it, the other is displaced and nothing is lost', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [a] = house.write('Ana', book(room, '10:00', '11:00'));
		const [b] = house.write('Ben', book(room, '10:30', '11:30'));
		house.meetAll();
		expect([status(house, a!), status(house, b!)].sort()).toEqual(['displaced', 'tentative']);
		house.settle();
		expect([status(house, a!), status(house, b!)].sort()).toEqual(['booked', 'dead']);
		expect(house.fold().calendar.bookings.size).toBe(2);
	});

	it('[CAL12] a firm booking stays firm when an earlier turn arrives late', () => {
		for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
			const { house, room } = withRoom(['Ana', 'Ben', 'Dele', 'Eve', 'Chloé'], seed);
			const [late] = house.write('Eve', book(room, '10:00', '12:00'));
			const [firm] = house.write('Ana', book(room, '11:00', '13:00'));
			house.settle('Ana', 'Ben', 'Dele');
			expect(status(house, firm!, 'Ana')).toBe('booked');
			house.settle();
			expect(status(house, firm!)).toBe('booked');
			expect(status(house, late!)).toBe('dead');
		}
	});

	it('[CAL13] voices grant in turn order', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [a] = house.write('Ana', book(room, '10:00', '11:00'));
		const [b] = house.write('Ben', book(room, '10:00', '11:00'));
		house.meetAll();
		const { calendar } = house.seenBy('Dele');
		const first = [a!, b!].find((id) => standingOf(calendar, id).status === 'tentative');
		const self = { member: idOf('Dele'), device: hash('device', 'Dele', 'true') as never, isVoice: true };
		expect(grantsDue(calendar, self)).toEqual([first]);
		expect(grantsDue(calendar, { ...self, isVoice: false })).toEqual([]);
	});

	it('[CAL14] the turn goes round by week: over a year of collisions everybody is first about equally often', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const admissions = [...house.membersOf(house.hold('Ana'))];
		const wins = new Map(admissions.map((member) => [member.memberId, 0]));
		for (let week = 0; week < 3000; week++) {
			const keys = admissions.map((member) => ({ member: member.memberId, key: hash('turn', room, `${2000 + Math.floor(week / 52)}-W${(week % 52) + 1}`, member.admission) }));
			const [first] = keys.sort((x, y) => (x.key < y.key ? -1 : 1));
			wins.set(first!.member, wins.get(first!.member)! + 1);
		}
		for (const count of wins.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
	});

	it('[CAL15] split votes kill both, and the first in turn is asked for again by itself and becomes firm', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		const [a] = house.write('Ana', book(room, '10:00', '11:00'));
		const [b] = house.write('Ben', book(room, '10:00', '11:00'));
		house.dutiesOf('Ana');
		house.dutiesOf('Ben');
		house.meetAll();
		expect([status(house, a!), status(house, b!)]).toEqual(['dead', 'dead']);
		const due = ['Ana', 'Ben'].map((name) => {
			const self = { member: idOf(name), device: hash(name) as never, isVoice: true };
			const members = house.membersOf(house.hold(name));
			return reasksDue(house.seenBy(name).calendar, self, { members, nowWall: '2026-01-01T00:00', now: 0, rules: NO_CALENDAR_RULES, rulesDecision: null });
		});
		expect(due.map((each) => each.map(({ rank }) => rank)).sort()).toEqual([[0], [1]]);
		house.settle();
		const { bookings } = house.fold().calendar;
		expect(bookings.size).toBe(3);
		const winner = [...bookings.values()].find((each) => each.id !== a && each.id !== b)!;
		expect(status(house, winner.id)).toBe('booked');
		expect(status(house, winner.replaces!)).toBe('cancelled');
		expect([a, b].map((id) => status(house, id!)).sort()).toEqual(['cancelled', 'dead']);
	});

	it('[CAL15] what is over is not asked for again', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		house.write('Ana', book(room, '10:00', '11:00'));
		house.write('Ben', book(room, '10:00', '11:00'));
		house.dutiesOf('Ana');
		house.dutiesOf('Ben');
		house.meetAll();
		expect(house.dutiesOf('Ana', '2026-12-01T11:00') || house.dutiesOf('Ben', '2026-12-01T11:00')).toBe(false);
	});
});

describe('moves', () => {
	it('[CAL16] a move may overlap the old booking, which stays until the new one is firm and is then cancelled', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [old] = house.write('Ana', book(room, '10:00', '11:00'));
		house.settle();
		const [longer] = house.write('Ana', book(room, '10:00', '11:30', old!));
		expect(refusal(house, longer)).toBeUndefined();
		expect([status(house, old!), status(house, longer!)]).toEqual(['booked', 'tentative']);
		house.settle();
		expect([status(house, old!), status(house, longer!)]).toEqual(['cancelled', 'booked']);
	});

	it('[CAL16] a move that loses leaves the old booking firm', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [old] = house.write('Ana', book(room, '10:00', '11:00'));
		house.settle();
		const [other] = house.write('Ben', book(room, '11:00', '12:00'));
		house.settle('Ben', 'Dele');
		const [longer] = house.write('Ana', book(room, '10:00', '11:30', old!));
		house.settle();
		expect([status(house, old!), status(house, other!), status(house, longer!)]).toEqual(['booked', 'booked', 'dead']);
	});

	it('[CAL16] moved twice before anybody looked, only the last remains', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [first] = house.write('Ana', book(room, '10:00', '11:00'));
		house.settle();
		const [second] = house.write('Ana', book(room, '10:30', '11:30', first!));
		const [third] = house.write('Ana', book(room, '10:15', '11:15', second!));
		house.write('Ana', cancel(second!));
		house.settle();
		expect([first, second, third].map((id) => status(house, id!))).toEqual(['cancelled', 'cancelled', 'booked']);
		expect(movesDue(house.fold().calendar, { member: idOf('Ana'), device: hash('x') as never, isVoice: true })).toEqual([]);
	});

	it('[CAL16] nobody moves the booking of another', () => {
		const { house, room } = withRoom(['Ana', 'Ben']);
		const [booking] = house.write('Ana', book(room, '10:00', '11:00'));
		house.meetAll();
		const [stolen] = house.write('Ben', book(room, '10:00', '11:00', booking!));
		expect(refusal(house, stolen)).toBe('CAL16');
	});
});

describe('two tongues', () => {
	it('[CAL17] one who grants two overlapping bookings is shown, and the turn order decides between them', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Dele']);
		const [a] = house.write('Ana', book(room, '10:00', '11:00'));
		const [b] = house.write('Ben', book(room, '10:00', '11:00'));
		house.write('Ana', grant(a!));
		house.write('Ben', grant(b!));
		house.tell('Ana', 'Dele');
		const word = house.write('Dele', grant(a!));
		house.tell('Ben', 'Dele');
		house.fork('Dele', word, grant(b!));
		const { calendar } = house.fold();
		const standings = [a!, b!].map((id) => standingOf(calendar, id));
		expect(standings.map((each) => each.status).sort()).toEqual(['booked', 'displaced']);
		expect(standings.every((each) => each.contested)).toBe(true);
	});
});

describe('the roll of those who grant', () => {
	it('[CAL20] the founder alone is the first roll; newcomers grant once more than half of the old roll have acknowledged them', () => {
		const house = createHouse(['Ana']);
		const [room] = house.write('Ana', addRoom());
		const [alone] = house.write('Ana', book(room!, '08:00', '09:00'));
		house.dutiesOf('Ana');
		expect(status(house, alone!)).toBe('booked');
		house.admit('Ana', 'Ben');
		const [before] = house.write('Ben', book(room!, '10:00', '11:00'));
		house.settle();
		const [after] = house.write('Ben', book(room!, '12:00', '13:00'));
		const { bookings, rolls } = house.fold().calendar;
		expect([before, after].map((id) => rolls.get(bookings.get(id!)!.roll)?.members.length)).toEqual([1, 2]);
		expect([before, after].map((id) => status(house, id!))).toEqual(['booked', 'tentative']);
		house.settle();
		expect(status(house, after!)).toBe('booked');
	});

	it('[CAL21] whoever has acknowledged a new roll grants nothing under the old one: three of five and two of three never both book', () => {
		const { house, room } = withRoom(['Ana', 'Ben', 'Chloé']);
		house.admit('Ben', 'Dele');
		house.admit('Ben', 'Eve');
		house.settle('Ben', 'Chloé', 'Dele', 'Eve');
		const [old] = house.write('Ana', book(room, '10:00', '11:00'));
		house.dutiesOf('Ana');
		const [firm] = house.write('Dele', book(room, '10:00', '11:00'));
		house.settle('Dele', 'Eve', 'Chloé');
		expect(status(house, firm!, 'Dele')).toBe('booked');
		house.meet('Ana', 'Ben');
		const [second] = house.write('Ben', grant(old!));
		expect(refusal(house, second)).toBe('CAL21');
		expect(status(house, old!, 'Ben')).toBe('dead');
		house.settle();
		expect([old, firm].map((id) => status(house, id!))).toEqual(['dead', 'booked']);
	});

	it('[CAL22] nobody acknowledges people who are no members, or the going of people who are', () => {
		const { house } = withRoom(['Ana', 'Ben']);
		const [stranger, dismissed, nothing] = house.write(
			'Ben',
			{ type: 'calendar/acknowledge-roll', added: [idOf('Eve')], removed: [] },
			{ type: 'calendar/acknowledge-roll', added: [], removed: [idOf('Ana')] },
			{ type: 'calendar/acknowledge-roll', added: [], removed: [] }
		);
		expect([stranger, dismissed, nothing].map((id) => refusal(house, id))).toEqual(['CAL22', 'CAL22', 'CAL22']);
	});

	it('[CAL23] a voice does not go back or aside while its first word can still take effect', () => {
		const { house } = withRoom(['Ana', 'Ben', 'Chloé']);
		house.admit('Ana', 'Dele');
		house.admit('Ana', 'Eve');
		const acknowledge = (...added: readonly string[]) => ({ type: 'calendar/acknowledge-roll' as const, added: added.map(idOf), removed: [] });
		const [first] = house.write('Ana', acknowledge('Dele'));
		const [aside] = house.write('Ana', acknowledge('Eve'));
		const [further] = house.write('Ana', acknowledge('Dele', 'Eve'));
		expect([first, aside, further].map((id) => refusal(house, id))).toEqual([undefined, 'CAL23', 'CAL23']);
		house.tell('Ana', 'Ben');
		house.tell('Ana', 'Chloé');
		house.write('Ben', acknowledge('Dele', 'Eve'));
		house.write('Chloé', acknowledge('Dele', 'Eve'));
		house.meetAll();
		const [{ roll } = { roll: '' }] = [...house.fold().calendar.rolls.values()].filter((each) => each.members.length === 5).map((each) => ({ roll: each.id }));
		const [room] = house.write('Ana', addRoom('Cellar'));
		const [booking] = house.write('Ana', book(room!, '10:00', '11:00'));
		expect(house.fold().calendar.bookings.get(booking!)?.roll).toBe(roll);
	});

	it('[CAL24] two who each admit somebody apart do not wait for each other for ever', () => {
		const house = createHouse(['Ana', 'Ben']);
		house.settle();
		house.admit('Ana', 'Dele');
		house.admit('Ben', 'Eve');
		house.settle();
		const [room] = house.write('Ana', addRoom());
		house.meetAll();
		const [booking] = house.write('Dele', book(room!, '10:00', '11:00'));
		const { bookings, rolls } = house.fold().calendar;
		expect(rolls.get(bookings.get(booking!)!.roll)?.members).toHaveLength(4);
		house.settle();
		expect(status(house, booking!)).toBe('booked');
	});

	it('[CAL25] when the whole roll has left without a word, those who remain take over together', () => {
		const house = createHouse(['Ana']);
		house.admit('Ana', 'Ben');
		house.admit('Ana', 'Chloé');
		house.meetAll();
		house.leave('Ana');
		house.tell('Ana', 'Ben');
		house.tell('Ana', 'Chloé');
		const [room] = house.write('Ben', addRoom());
		house.settle('Ben', 'Chloé');
		const [booking] = house.write('Chloé', book(room!, '10:00', '11:00'));
		house.settle('Ben', 'Chloé');
		expect(status(house, booking!)).toBe('booked');
	});
});
