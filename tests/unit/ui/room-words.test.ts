/** What is said about rooms and the rules for them: words, and the forms that make them. */
import { describe, expect, it } from 'vitest';
import { NO_CALENDAR_RULES, type CalendarRules } from '$crdt/domain/calendar/ops';
import { calendarRules } from '$crdt/domain/calendar/ops';
import { plainRoom, roomDescription, type RoomDescription } from '$crdt/domain/calendar/room-description';
import { toDescription, toDraft } from '$lib/features/calendar/room-draft';
import { newQuota, proposeRules, toRules, toRulesDraft } from '$lib/features/calendar/rules-draft';
import { sayLateNotice, sayQuota, sayRulesDifferences } from '$lib/words/calendar-rules-words';
import { isSaid, sayLength, sayRoomChange, sayRoomDifferences, type RoomField, type Saying } from '$lib/words/room-words';
import { sayHours, sayWeekdays } from '$lib/words/weekdays';
import type { ObjectId } from '$crypto/base';

const say: Saying = { money: (minor) => `€${(minor / 100).toFixed(2)}`, date: (date) => date, roomName: (id) => id };
const full: RoomDescription = {
	...plainRoom('Studio', 'plum'), about: 'Mats and mirrors', capacity: 8, accessibility: 'Two steps', equipment: ['Mirror', 'Mats'],
	hours: [...[1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '20:00' })), { weekday: 6, from: '10:00', to: '24:00' }],
	closures: [{ from: '2026-12-24', until: '2027-01-02', reason: 'New floor' }], bufferMinutes: 10, minMinutes: 30, maxMinutes: 240, gridMinutes: 15, windowDays: 90,
	price: { perHourMinor: 1250, bands: [{ name: 'Evenings', weekdays: [1, 2, 3, 4, 5], from: '18:00', to: '24:00', perHourMinor: 1800 }] }
};

describe('words about days and rooms', () => {
	it('neighbouring days stand together', () => {
		expect([sayWeekdays([]), sayWeekdays([1, 2, 3, 4, 5]), sayWeekdays([2, 4]), sayWeekdays([6, 7]), sayWeekdays([7, 1, 2, 3])]).toEqual(['every day', 'Mon–Fri', 'Tue and Thu', 'Sat and Sun', 'Mon–Wed and Sun']);
		expect(sayHours(full.hours)).toEqual(['Mon–Fri 08:00–20:00', 'Sat 10:00–24:00']);
		expect(sayHours([{ weekday: 1, from: '14:00', to: '18:00' }, { weekday: 1, from: '08:00', to: '12:00' }])).toEqual(['Mon 08:00–12:00, 14:00–18:00']);
	});
	it('lengths are said as people do', () => {
		expect([sayLength(45), sayLength(60), sayLength(90), sayLength(240)]).toEqual(['45 minutes', '1 hour', '1 hour 30', '4 hours']);
	});
	it('of a plain room nothing is said but its name', () => {
		const fields = Object.keys(roomDescription.shape) as RoomField[]; // the schema names exactly the fields
		expect(fields.filter((field) => isSaid(field, plainRoom('Studio')))).toEqual([]);
		expect(fields.filter((field) => !isSaid(field, full))).toEqual(['name', 'colour']);
	});
	it('every difference is said with what was before', () => {
		const fields = sayRoomDifferences(plainRoom('Studio'), full, say);
		expect(fields).toHaveLength(13);
		expect(fields).toContain('Opening hours: Mon–Fri 08:00–20:00; Sat 10:00–24:00 (before: always open)');
		expect(fields).toContain('Closed: 2026-12-24 – 2027-01-01 (New floor) (before: never)');
		expect(fields).toContain('Price: €12.50 an hour; Evenings (Mon–Fri 18:00–24:00) €18.00 (before: free)');
		expect(fields).toContain('Can be booked: up to 90 days ahead (before: as far ahead as one likes)');
		expect(sayRoomDifferences(full, full, say)).toEqual([]);
	});
	it('a decision about a room says what it does', () => {
		const studio = 'Studio' as ObjectId;
		expect(sayRoomChange({ kind: 'retire', room: studio }, null, say).heading).toMatch(/^Studio is retired/);
		expect(sayRoomChange({ kind: 'add', zone: 'UTC', parts: ['Garden' as ObjectId, 'Attic' as ObjectId], description: plainRoom('Both') }, null, say)).toEqual({ heading: 'A new room: Both', lines: ['Made of: Garden and Attic'] });
		expect(sayRoomChange({ kind: 'change', room: studio, description: { ...full, capacity: 10 } }, full, say)).toEqual({ heading: 'Studio changes', lines: ['Holds: 10 people (before: 8 people)'] });
	});
});

describe('the form of a room', () => {
	it('a description goes through the form unchanged', () => {
		expect(toDescription(toDraft(full, 'EUR'), 'EUR')).toEqual({ ok: true, value: full });
		expect(toDescription(toDraft(plainRoom('Studio'), 'EUR'), 'EUR')).toEqual({ ok: true, value: plainRoom('Studio') });
		expect(roomDescription.safeParse(full).success).toBe(true);
	});
	it('what does not fit is named with its part', () => {
		const draft = toDraft(full, 'EUR');
		const parts = [
			{ ...draft, name: ' ' }, { ...draft, capacity: 'many' }, { ...draft, equipment: 'x'.repeat(61) }, { ...draft, hours: [{ weekdays: [], from: '08:00', to: '20:00' }] },
			{ ...draft, hours: [{ weekdays: [1], from: '20:00', to: '08:00' }] }, { ...draft, closures: [{ from: '2026-12-24', last: '2026-12-01', reason: '' }] }, { ...draft, minMinutes: 300 },
			{ ...draft, windowDays: '0' }, { ...draft, perHour: 'a lot' }, { ...draft, bands: [{ ...draft.bands[0]!, name: '' }] }
		].map((one) => toDescription(one, 'EUR'));
		expect(parts.map((one) => (one.ok ? 'fits' : one.part))).toEqual(['name', 'capacity', 'equipment', 'hours', 'hours', 'closures', 'limits', 'limits', 'price', 'price']);
	});
	it('nothing is a price, an empty field is none', () => {
		const free = toDescription({ ...toDraft(plainRoom('A'), 'EUR'), perHour: '0' }, 'EUR');
		expect(free.ok && free.value.price).toEqual({ perHourMinor: 0, bands: [] });
	});
});

describe('the rules for the rooms', () => {
	const STUDIO = `${'S'.repeat(43)}.0` as ObjectId; // the shape of an id
	const evenings = { name: 'Evenings', counts: 'all', per: 'week', unit: 'minutes', limit: 360, rooms: [STUDIO], within: { weekdays: [1, 2, 3, 4, 5], from: '17:00', to: '21:00' } } as const;
	const rules: CalendarRules = { roomsBy: 'decision', lateNoticeHours: 48, quotas: [{ ...evenings, rooms: [...evenings.rooms], within: { ...evenings.within, weekdays: [1, 2, 3, 4, 5] } }] };
	it('a limit is one sentence', () => {
		expect(sayQuota(rules.quotas[0]!, () => 'Studio')).toBe('Evenings: at most 6 hours a week for each member, counting all bookings, Mon–Fri 17:00–21:00, in Studio.');
		expect(sayQuota({ name: 'Slots', counts: 'standing', per: 'month', unit: 'bookings', limit: 1, rooms: [], within: null }, String)).toBe('Slots: at most 1 booking a month for each member, counting standing slots.');
	});
	it('only what changes is listed', () => {
		expect(sayRulesDifferences(rules, rules, String)).toEqual([]);
		expect(sayRulesDifferences(NO_CALENDAR_RULES, rules, String)).toHaveLength(3);
		expect(sayRulesDifferences(rules, { ...rules, quotas: [] }, String)).toEqual([expect.stringMatching(/^No longer – Evenings/)]);
		expect(sayLateNotice(48)).toContain('2 days');
	});
	it('rules go through the form unchanged, and hours with a quarter too', () => {
		expect(toRules(toRulesDraft(rules))).toEqual({ ok: true, value: rules });
		const read = toRules({ roomsBy: 'members', lateNoticeHours: 0, quotas: [{ ...newQuota(), name: 'A', limit: 1.25 }] });
		expect(read.ok && read.value.quotas[0]?.limit).toBe(75);
		expect(calendarRules.safeParse(rules).success).toBe(true);
	});
	it('what does not fit is told beside its limit', () => {
		const of = (over: object) => toRules({ roomsBy: 'members', lateNoticeHours: 0, quotas: [{ ...newQuota(), name: 'A', ...over }] });
		expect([of({ name: '' }), of({ unit: 'bookings', limit: 0.5 }), of({ limited: true, from: '21:00', to: '17:00' })].map((one) => !one.ok && one.quota)).toEqual([0, 0, 0]);
		expect(toRules({ roomsBy: 'members', lateNoticeHours: 1000, quotas: [] })).toMatchObject({ ok: false, quota: null });
	});
	it('a change of the rules is a proposal', () => {
		expect(proposeRules(rules, 0, 7)).toMatchObject({ type: 'proposals/open', effect: { kind: 'change-setting', change: { key: 'calendarRules', value: rules } } });
	});
});
