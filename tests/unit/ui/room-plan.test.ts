/** Booking the room of a meeting along: what the calendar says beforehand, and the op that comes of it. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { PlannedDate, RefusalView } from '$crdt/domain/calendar/views';
import { RoomPlan, takenLines, type RoomWish } from '$lib/features/consultation/series/room-plan.svelte';
import type { App } from '$lib/services/types';

const room = 'room' as ObjectId;
const refusal = (part: Partial<RefusalView>): RefusalView => ({ rule: 'CAL5', reason: 'The room is taken.', blockedBy: null, setBy: null, ...part });
const ben = refusal({ blockedBy: { id: 'b' as ObjectId, ownerName: 'Ben', mine: false, start: '', end: '' } });
const tooFar = refusal({ rule: 'CAL34', reason: 'The room is booked at most 90 days ahead.' });
const planned = (date: string, why: RefusalView | null = null): PlannedDate => ({ date, start: `${date}T18:00`, end: `${date}T19:30`, refusal: why, alternatives: [], clock: 'plain' });
const wish = (rule: string | null): RoomWish => ({ room, date: '2026-11-26', start: '2026-11-26T18:00', end: '2026-11-26T19:30', minutes: 90, rule });

const planOf = (wanted: RoomWish | null, { single = null, dates = [], openEnded = true }: { single?: RefusalView | null; dates?: readonly PlannedDate[]; openEnded?: boolean } = {}) =>
	new RoomPlan({ view: (name: string) => ({ current: name === 'calendar/refusal' ? single : { rule: 'FREQ=WEEKLY;BYDAY=TH', planned: dates, openEnded } }) } as unknown as App, () => wanted); // no other view is asked for

describe('booking the room of a meeting along', () => {
	it('once: the booking, or why not', () => {
		expect(planOf(wish(null)).op).toEqual({ type: 'calendar/book', room, start: '2026-11-26T18:00', end: '2026-11-26T19:30', replaces: null, purpose: 'meeting', note: '' });
		const refused = planOf(wish(null), { single: ben });
		expect([refused.op, refused.refusal]).toEqual([null, ben]);
	});

	it('repeating: the dates that are free; those further ahead come in their time, and are not called taken', () => {
		const plan = planOf(wish('FREQ=WEEKLY'), { dates: [planned('2026-11-26'), planned('2026-12-03', ben), planned('2027-03-04', tooFar)] });
		expect(plan.op).toMatchObject({ type: 'calendar/book-series', from: '18:00', minutes: 90, rule: 'FREQ=WEEKLY;BYDAY=TH', dates: ['2026-11-26'], purpose: 'meeting', standing: false });
		expect([plan.free, plan.later, plan.taken.map((one) => one.date)]).toEqual([1, 1, ['2026-12-03']]);
	});

	it('with an end, what is too far ahead will not come by itself: it is said', () => {
		const plan = planOf(wish('FREQ=WEEKLY;COUNT=2'), { dates: [planned('2026-11-26'), planned('2027-03-04', tooFar)], openEnded: false });
		expect([plan.later, plan.taken.map((one) => one.date)]).toEqual([0, ['2027-03-04']]);
	});

	it('nothing is booked where nothing is wished for, and where no date is free', () => {
		expect(planOf(null).op).toBeNull();
		expect(planOf(wish('FREQ=WEEKLY'), { dates: [planned('2026-11-26', ben)] }).op).toBeNull();
	});

	it('the same reason is told once, with its dates', () => {
		expect(takenLines([planned('2026-12-03', ben), planned('2026-12-10', tooFar), planned('2026-12-17', ben)])).toEqual([
			{ reason: 'Ben is there', dates: ['2026-12-03', '2026-12-17'] },
			{ reason: 'The room is booked at most 90 days ahead.', dates: ['2026-12-10'] }
		]);
	});
});
