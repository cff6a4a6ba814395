/** What the import screen says and posts. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { RefusalView } from '$crdt/domain/calendar/views';
import type { PlannedEvent } from '$lib/ical/plan';
import { chunksOf, countBookings, lastDateOf, opsOf, undoOps } from '$lib/features/calendar-file/booking-ops';
import { fileNameOf } from '$lib/features/calendar-file/file-name';
import { clashesByLine, groupClashes, rowsOf } from '$lib/features/calendar-file/import-rows';

const TODAY = '2026-11-22';
const room = 'room.0' as ObjectId;
const event = (over: Partial<PlannedEvent>): PlannedEvent => ({ line: 3, title: 'K. M.', allDay: false, pieces: [], leftOut: new Map(), onlyIfAsked: false, more: false, clockChange: false, ...over });
const single = { kind: 'single', start: '2026-11-24T18:00', end: '2026-11-24T18:50' } as const;
const series = { kind: 'series', from: '18:00', minutes: 50, rule: 'FREQ=WEEKLY;INTERVAL=2;UNTIL=20261222;BYDAY=TU', dates: ['2026-11-24', '2026-12-08', '2026-12-22'] } as const;
const refusal = (over: Partial<RefusalView> = {}): RefusalView => ({ rule: 'CAL6', reason: 'Somebody has it then.', blockedBy: null, setBy: null, ...over });
const ofBen = refusal({ blockedBy: { id: 'x.0' as ObjectId, ownerName: 'Ben', mine: false, start: '2026-12-08T17:30', end: '2026-12-08T18:30' } });

describe('a row of the import', () => {
	it('says when, in words, and how many dates', () => {
		const say = (pieces: PlannedEvent['pieces']) => rowsOf([event({ pieces })], TODAY)[0]?.when;
		expect(say([single])).toBe('Tuesday 18:00–18:50');
		expect(say([series])).toBe('Every second Tuesday, 18:00–18:50: 3 dates, 24 Nov – 22 Dec');
		expect(say([series, { kind: 'single', start: '2026-12-09T19:00', end: '2026-12-09T19:50' }])).toBe('Every second Tuesday, 18:00–18:50: 3 dates, 24 Nov – 22 Dec; and Wed 9 Dec 19:00–19:50');
		expect(say([{ kind: 'single', start: '2026-12-24T00:00', end: '2026-12-25T00:00' }])).toBe('Thu 24 Dec, the whole day');
	});

	it('[ICS9] says why it is not booked, and asks for what is booked only on request', () => {
		const [over, day] = rowsOf([event({ leftOut: new Map([['past', 1]]) }), event({ allDay: true, onlyIfAsked: true, pieces: [single] })], TODAY);
		expect(over).toMatchObject({ wanted: false, when: '', remarks: ['Has begun or is over.'] });
		expect(day).toMatchObject({ wanted: false, remarks: ['A whole day in your calendar: tick it if you want the room.'] });
	});
});

describe('what stands in the way', () => {
	const rows = rowsOf([event({ line: 3, pieces: [single] }), event({ line: 9, pieces: [series] })], TODAY);

	it('is found for each date of each row, in the order that was asked', () => {
		const clashes = clashesByLine(rows, [null, null, ofBen, refusal({ reason: 'The room is booked at most 20 days ahead.', rule: 'CAL37' })]);
		expect(clashes.get(3)).toEqual([]);
		expect(groupClashes(clashes.get(9) ?? [], TODAY)).toMatchObject([
			{ when: '8 Dec 18:00', why: 'Ben has it then, 17:30–18:30.' },
			{ when: '22 Dec 18:00', why: 'The room is booked at most 20 days ahead.' }
		]);
	});

	it('is left out of what is posted, and the rest is one op for each series', () => {
		const clashes = clashesByLine(rows, [null, null, ofBen, null]);
		const ops = opsOf(rows, clashes, { room, purpose: 'sessions', titles: false });
		expect(ops).toEqual([
			{ type: 'calendar/book', room, start: single.start, end: single.end, purpose: 'sessions', note: '', replaces: null },
			{ type: 'calendar/book-series', room, from: '18:00', minutes: 50, rule: series.rule, dates: ['2026-11-24', '2026-12-22'], purpose: 'sessions', note: '', standing: false, replaces: null }
		]);
		expect([countBookings(ops), lastDateOf(ops)]).toEqual([3, '2026-12-22']);
	});

	it('takes the whole series when all its dates are taken', () => {
		expect(opsOf(rows.slice(1), clashesByLine(rows.slice(1), [ofBen, ofBen, ofBen]), { room, purpose: 'sessions', titles: false })).toEqual([]);
	});

	it('[ICS8] titles are posted only when asked for', () => {
		const notes = (titles: boolean) => opsOf(rows, new Map(), { room, purpose: 'sessions', titles }).map((op) => ('note' in op ? op.note : null));
		expect(notes(false)).toEqual(['', '']);
		expect(notes(true)).toEqual(['K. M.', 'K. M.']);
	});
});

describe('what is posted', () => {
	it('comes in entries that the log takes', () => {
		const many = Array.from({ length: 1_000 }, () => opsOf(rowsOf([event({ pieces: [{ ...series, dates: Array.from({ length: 400 }, () => '2026-11-24') }] })], TODAY), new Map(), { room, purpose: 'sessions', titles: false })).flat();
		const chunks = chunksOf(many);
		expect(chunks.flat()).toHaveLength(1_000);
		for (const chunk of chunks) expect(JSON.stringify(chunk).length).toBeLessThan(100_000);
		expect(chunksOf(many.slice(0, 3).map((op) => ({ ...op })))).toHaveLength(1);
	});
});

describe('taking it back', () => {
	it('cancels every booking and ends every series, in few ops', () => {
		const ops = opsOf(rowsOf([event({ pieces: [single, series] })], TODAY), new Map(), { room, purpose: 'sessions', titles: false });
		const ids = ['a.0', 'a.1'] as ObjectId[]; // any ids
		expect(undoOps(ops, ids, '2026-11-22T12:00')).toEqual([
			{ type: 'calendar/cancel', selection: { bookings: ['a.0'], series: [] }, at: '2026-11-22T12:00' },
			{ type: 'calendar/cancel', selection: { bookings: [], series: [{ series: 'a.1', from: '2026-11-24', until: null }] }, at: '2026-11-22T12:00' }
		]);
		const many = Array.from({ length: 450 }, () => ops[0]!);
		expect(undoOps(many, many.map(() => 'a.0' as ObjectId), '2026-11-22T12:00').map((op) => op.type === 'calendar/cancel' && op.selection.bookings.length)).toEqual([200, 200, 50]);
	});
});

describe('a file to save', () => {
	it.each([
		['Garden room', 'garden-room.ics'], ['Zoë’s', 'zoe-s.ics'], ['../../x', 'x.ics'], ['診察室', 'calendar.ics']
	])('%s is saved as %s', (name, file) => {
		expect(fileNameOf(name)).toBe(file);
	});
});
