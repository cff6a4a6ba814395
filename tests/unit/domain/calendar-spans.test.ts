import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { planSpans } from '$crdt/domain/calendar/plan-spans';
import { addRoom, book, createHouse } from './calendar-house';

const day = (from: string, to: string) => ({ start: `2026-12-01T${from}`, end: `2026-12-01T${to}` });

describe('many bookings before any is posted', () => {
	const house = createHouse(['Ana', 'Ben']);
	house.settle();
	const [garden] = house.write('Ana', addRoom('Garden room', { minMinutes: 30 })) as [ObjectId];
	house.meetAll();
	house.write('Ben', book(garden, '10:00', '11:00'));
	house.settle();
	const lens = house.lens('Ana');

	it('[CAL6] each says who is in the way; later ones feel the earlier of the same list', () => {
		const answers = planSpans(lens, { room: garden, spans: [day('08:00', '09:00'), day('10:30', '11:30'), day('08:30', '09:30'), day('09:00', '10:00')] });
		expect(answers.map((answer) => answer?.rule ?? null)).toEqual([null, 'CAL6', 'CAL6', null]);
		expect(answers[1]?.blockedBy).toMatchObject({ ownerName: 'Ben', start: '2026-12-01T10:00' });
		expect(answers[2]).toMatchObject({ reason: 'It overlaps with an earlier booking of this list.', blockedBy: null });
	});

	it('asking changes nothing, and the rules of the room count', () => {
		const before = lens.state.calendar.bookings.size;
		const [first, again, short] = planSpans(lens, { room: garden, spans: [day('13:00', '14:00'), day('15:00', '16:00'), day('17:00', '17:10')] });
		expect([first, again]).toEqual([null, null]);
		expect(short?.reason).toMatch(/30 min/);
		expect(lens.state.calendar.bookings.size).toBe(before);
		expect(planSpans(lens, { room: garden, spans: [day('13:00', '14:00')] })).toEqual([null]);
	});

	it('a text that is no time, or an unknown room, is said and not thrown', () => {
		expect(planSpans(lens, { room: garden, spans: [{ start: 'x', end: 'y' }] })[0]?.rule).toBe('CAL4');
		expect(planSpans(lens, { room: 'nowhere.0' as ObjectId, spans: [day('13:00', '14:00')] })[0]?.rule).toBe('CAL2');
	});
});
