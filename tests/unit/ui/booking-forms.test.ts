/** The arithmetic and the words behind the calendar's forms. */
import { describe, expect, it } from 'vitest';
import { plainRoom } from '$crdt/domain/calendar/room-description';
import type { BookingView, FreeSlot, PlannedDate, RefusalView, SeriesView } from '$crdt/domain/calendar/views';
import { changeWish, endless, furtherWish, repeatWish } from '$lib/features/calendar/change-wish';
import { firmnessSentence, madeApartSentence, refusalSentence, setByWords } from '$lib/features/calendar/firmness-words';
import { canDecline, offerSentence } from '$lib/features/calendar/offer-words';
import { fromRule, noRepeat, repeatOptions, toRule, unitFor, unitWord } from '$lib/parts/repeat-draft';
import { proposeRoom } from '$lib/features/calendar/room-proposal';
import { countFor, isLate, selectionFor } from '$lib/features/calendar/scope';
import { choiceFor, groupClashes, planOf, seriesOps, slotKey, SKIP } from '$lib/features/calendar/series-plan';
import { howFirm } from '$lib/features/calendar/series-words';
import { runningInto } from '$lib/words/running-over';
import { elsewhere, wallRemark } from '$lib/features/calendar/zone-words';
import type { ObjectId } from '$crypto/base';

const id = (text: string) => text as ObjectId; // ids are only compared here
const room = id('room');

function booking(start: string, over: Partial<BookingView> = {}): BookingView {
	const end = `${start.slice(0, 11)}${String(Number(start.slice(11, 13)) + 1).padStart(2, '0')}${start.slice(13)}`;
	return {
		id: id(start), entry: '' as BookingView['entry'], room, roomName: 'Garden room', roomColour: 'moss', zone: 'Europe/Berlin', owner: '' as BookingView['owner'], ownerName: 'Ana', mine: true,
		start, end, startsAt: 0, endsAt: 0, clock: 'plain', purpose: 'sessions', note: '', series: null, endedEarly: null, runsOver: 0, madeApart: null, offer: null, waiting: [],
		firmness: { status: 'booked', grantedBy: 5, needed: 5, of: 9, contested: false }, heldBy: 5, replaces: null, replacedBy: null, rivals: [], alternatives: [], ...over
	};
}

const RULE = 'FREQ=WEEKLY;INTERVAL=2;COUNT=6;BYDAY=TU';
const DATES = ['2026-11-03', '2026-11-17', '2026-12-01', '2026-12-15', '2026-12-29', '2027-01-12'];
const inSeries = (date: string, over: Partial<BookingView> = {}) => booking(`${date}T18:00`, { series: { series: id('series'), rule: RULE, standing: true, date }, ...over });
const series: SeriesView = {
	id: id('series'), room, roomName: 'Garden room', roomColour: 'moss', zone: 'Europe/Berlin', owner: '' as SeriesView['owner'], ownerName: 'Ana', mine: true, rule: RULE, standing: true,
	from: '18:00', minutes: 60, purpose: 'sessions', note: '', occurrences: DATES.map((date) => inSeries(date)), notMade: [], endedFrom: null
};
const NOW = '2026-11-20T09:00';

describe('what is chosen under Repeat', () => {
	it('[CAL84] each choice becomes a rule, and the rule comes back as the same choice', () => {
		const tuesday = '2026-11-24';
		for (const { value } of repeatOptions(tuesday)) {
			for (const ends of ['on', 'after', 'never'] as const) {
				const draft = { ...noRepeat(tuesday), unit: value, every: 2, ends };
				const rule = toRule(draft, tuesday);
				if (value === 'never') expect(rule).toBeNull();
				else expect(toRule(fromRule(rule!, tuesday), tuesday)).toBe(rule);
			}
		}
	});
	it('choices are named after the first date', () => {
		const labels = (date: string) => repeatOptions(date).map((one) => one.label);
		expect(labels('2026-11-24')).toEqual(['Never', 'Daily', 'Weekly', 'Monthly on the 24th', 'Monthly on the fourth Tuesday', 'Monthly on the last Tuesday', 'Yearly on 24 November']);
		expect(labels('2026-12-31')).not.toContain('Monthly on the fifth Thursday');
		expect(labels('2026-12-01')).not.toContain('Monthly on the last Tuesday');
	});
	it('every second Tuesday until the end of June', () => {
		const draft = { ...noRepeat('2026-11-24'), unit: 'week' as const, every: 2, until: '2027-06-30' };
		expect(toRule(draft, '2026-11-24')).toBe('FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630;BYDAY=TU');
	});
	it('the one weekday follows a first day that moves; several stay', () => {
		const one = fromRule('FREQ=WEEKLY;BYDAY=TU', '2026-11-24');
		expect(toRule(one, '2026-11-25')).toBe('FREQ=WEEKLY;BYDAY=WE');
		const two = fromRule('FREQ=WEEKLY;BYDAY=TU,TH', '2026-11-24');
		expect(toRule(two, '2026-11-25')).toBe('FREQ=WEEKLY;BYDAY=TU,TH');
	});
	it('the last Tuesday becomes weekly where the first day is no last of its kind any more', () => {
		const draft = { ...noRepeat('2026-11-24'), unit: 'month-last' as const };
		expect([unitFor(draft, '2026-11-24'), unitFor(draft, '2026-11-03')]).toEqual(['month-last', 'week']);
	});
	it('a rule from elsewhere is kept as it is', () => {
		const rule = 'FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=1,3';
		expect(toRule(fromRule(rule, '2026-11-03'), '2026-11-03')).toBe(rule);
	});
	it('fields that do not fit make no rule', () => {
		const draft = { ...noRepeat('2026-11-24'), unit: 'week' as const };
		expect([toRule({ ...draft, until: '2026-11-01' }, '2026-11-24'), toRule({ ...draft, every: 0 }, '2026-11-24'), toRule({ ...draft, ends: 'after', times: 401 }, '2026-11-24'), toRule(draft, '')]).toEqual([null, null, null, null]);
	});
	it('units are said as people count', () => {
		expect([unitWord('week', 1), unitWord('month-last', 3)]).toEqual(['week', 'months']);
	});
});

describe('a planned series', () => {
	const slot: FreeSlot = { room, roomName: 'Garden room', start: '2026-12-01T20:00', end: '2026-12-01T21:00' };
	const refusal: RefusalView = { rule: 'CAL6', reason: 'Ben has it then.', blockedBy: null, setBy: null };
	const planned = (date: string, taken = false): PlannedDate => ({ date, start: `${date}T18:00`, end: `${date}T19:00`, refusal: taken ? refusal : null, alternatives: taken ? [slot] : [], clock: 'plain' });
	const all = [planned('2026-11-17'), planned('2026-12-01', true), planned('2026-12-15')];

	it('what clashes is left out unless another time is chosen; any date can be left out', () => {
		expect(planOf(all, {})).toEqual({ dates: ['2026-11-17', '2026-12-15'], moved: [], skipped: ['2026-12-01'] });
		expect(planOf(all, { '2026-12-01': slotKey(slot), '2026-11-17': SKIP })).toEqual({ dates: ['2026-12-15'], moved: [slot], skipped: ['2026-11-17'] });
	});
	it('who stands in the way is told date by date, one rule for many dates once', () => {
		const closed = (date: string): PlannedDate => ({ ...planned(date), refusal: { rule: 'CAL32', reason: 'Closed.', blockedBy: null, setBy: null } });
		const taken = { ...planned('2026-12-08'), refusal: { ...refusal, blockedBy: { id: id('b'), ownerName: 'Ben', mine: false, start: '', end: '' } } };
		const three = [closed('2026-12-01'), closed('2026-12-15'), closed('2026-12-22')];
		expect(groupClashes([...three, taken])).toEqual({ single: [taken], together: [{ rule: 'CAL32', reason: 'Closed.', setBy: null, dates: three }] });
		expect(groupClashes([...three.slice(1), taken]).together).toEqual([]);
	});
	it('a choice that is no longer offered counts for nothing', () => {
		expect(choiceFor(planned('2026-12-01', true), { '2026-12-01': 'gone' })).toBe(SKIP);
	});
	it('moved dates are booked singly beside the series, in one entry', () => {
		const facts = { room, from: '18:00', minutes: 60, rule: 'FREQ=WEEKLY', purpose: 'sessions' as const, note: '', standing: false, replaces: null };
		const ops = seriesOps(facts, planOf(all, { '2026-12-01': slotKey(slot) }));
		expect(ops.map((op) => op.type)).toEqual(['calendar/book-series', 'calendar/book']);
		expect(seriesOps({ ...facts, replaces: { bookings: [id('old')], series: [] } }, { dates: [], moved: [slot, slot], skipped: [] })).toMatchObject([{ type: 'calendar/book', replaces: 'old' }, { type: 'calendar/book', replaces: null }]);
	});
});

describe('this, this and following, all', () => {
	const second = inSeries(DATES[2]!);
	it('only this one is named by itself; the others as a range of the series', () => {
		expect(selectionFor(second, 'this', series, NOW)).toEqual({ bookings: [second.id], series: [] });
		expect(selectionFor(second, 'following', series, NOW)).toEqual({ bookings: [], series: [{ series: series.id, from: DATES[2], until: null }] });
	});
	it('all means all that have not begun', () => {
		const last = inSeries(DATES[5]!);
		expect(selectionFor(last, 'all', series, NOW).series[0]?.from).toBe(DATES[2]);
		expect([countFor(last, 'this', series, NOW), countFor(second, 'following', series, NOW), countFor(last, 'all', series, NOW)]).toEqual([1, 4, 4]);
	});
	it('changing the rest of a counted series keeps the number that is left', () => {
		const wish = changeWish(second, 'following', series, NOW);
		expect([wish.date, wish.rule, wish.standing]).toEqual([DATES[2], 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU', true]);
		expect(changeWish(second, 'this', series, NOW).replaces).toBe(second.id);
	});
	it('making one repeat begins weekly and takes its place', () => {
		const wish = repeatWish(booking('2026-11-24T18:00'));
		expect([wish.replaces, wish.rule?.startsWith('FREQ=WEEKLY;UNTIL=2027')]).toEqual([id('2026-11-24T18:00'), true]);
	});
	it('further dates go on in the same rhythm from where it would have gone on', () => {
		expect(endless(RULE)).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU');
		const wish = furtherWish(series, '2027-01-26');
		expect([wish.date, wish.from, wish.to, wish.replaces, wish.rule?.startsWith('FREQ=WEEKLY;INTERVAL=2;UNTIL=')]).toEqual(['2027-01-26', 1080, 1140, null, true]);
	});
	it('late is less than the notice before the start, and never where no notice is asked', () => {
		expect([isLate('2026-11-21T08:59', NOW, 24), isLate('2026-11-21T09:00', NOW, 24), isLate(NOW, NOW, 0)]).toEqual([true, false, false]);
	});
});

describe('words of a booking', () => {
	const tentative = (grantedBy: number, of: number) => booking('2026-11-24T18:00', { firmness: { status: 'tentative', grantedBy, needed: Math.floor(of / 2) + 1, of, contested: false } });
	it('how firm it is, with the numbers', () => {
		expect(firmnessSentence(tentative(3, 9))).toMatch(/^Tentative: 3 of 9 members’ devices have confirmed it, 5 needed\./);
		expect(firmnessSentence(tentative(1, 5))).toMatch(/^Tentative: 1 of 5 members’ devices has confirmed it, 3 needed\./);
		expect(firmnessSentence(tentative(0, 5))).toMatch(/^Tentative: none of 5/);
	});
	it('what was made apart is told with a way out', () => {
		for (const madeApart of ['moved-while-ended', 'changed-while-cancelled'] as const) expect(madeApartSentence(booking('2026-11-24T18:00', { madeApart }))).toMatch(/keep it, or cancel it too/);
		expect(madeApartSentence(booking('2026-11-24T18:00'))).toBeNull();
	});
	it('a refusal names who has the room, and the rule where it is another', () => {
		const blockedBy = { id: id('b'), ownerName: 'Ben', mine: false, start: '2026-11-24T22:00', end: '2026-11-25T01:00' };
		const refusal: RefusalView = { rule: 'CAL6', reason: 'The room was already taken at that time.', blockedBy, setBy: null };
		expect(refusalSentence(refusal, '2026-11-24')).toBe('Ben has it then, 22:00–25 Nov 01:00.');
		expect(refusalSentence({ ...refusal, blockedBy: { ...blockedBy, mine: true, end: '2026-11-24T23:00' } }, '2026-11-24')).toBe('You have it then, 22:00–23:00.');
		expect(refusalSentence({ ...refusal, rule: 'CAL33', reason: 'Ten minutes stay free.' }, '2026-11-24')).toBe('Ten minutes stay free. Ben has it 22:00–25 Nov 01:00.');
		expect(refusalSentence({ ...refusal, blockedBy: null, reason: 'Closed.' }, '2026-11-24')).toBe('Closed.');
	});
	it('who or what set a rule', () => {
		expect(setByWords({ decision: id('d'), title: 'Quiet', byName: 'Ben', at: 0 }, 'on 3 May')).toBe('Decided on 3 May');
		expect(setByWords({ decision: null, title: '', byName: 'Ben', at: 0 }, 'on 3 May')).toBe('Ben set this on 3 May');
	});
	it('who runs over is told to whoever comes next, and to nobody else', () => {
		const minutes = (n: number) => n * 60_000;
		const before = booking('2026-11-24T17:00', { owner: 'ben' as BookingView['owner'], startsAt: 0, endsAt: minutes(60), runsOver: 10 });
		const next = (start: number, over: Partial<BookingView> = {}) => booking('2026-11-24T18:00', { startsAt: minutes(start), endsAt: minutes(start + 60), ...over });
		expect([runningInto(next(60), [before])?.id, runningInto(next(69), [before])?.id]).toEqual([before.id, before.id]);
		for (const other of [next(70), next(30), next(60, { room: id('attic') }), next(60, { owner: before.owner })]) expect(runningInto(other, [before])).toBeNull();
		expect(runningInto(next(60), [{ ...before, runsOver: 0 }])).toBeNull();
	});
	it('a series is summed up by how firm its dates are', () => {
		expect(howFirm([tentative(1, 5), booking('2026-11-24T18:00'), booking('2026-11-25T18:00')])).toBe('2 booked, 1 tentative');
	});
	it('a viewer elsewhere sees both walls, with the day where it is another', () => {
		const evening = { start: '2026-11-24T18:00', end: '2026-11-24T19:00', zone: 'Europe/Berlin' };
		expect(elsewhere(evening, 'America/New_York')).toBe('12:00–13:00');
		expect(elsewhere(evening, 'Australia/Sydney')).toMatch(/25 Nov.*04:00–05:00$/);
		expect(elsewhere(evening, 'Europe/Vienna')).toBeNull();
		expect(elsewhere({ ...evening, start: '2027-03-28T02:30', end: '2027-03-28T04:00' }, 'Europe/Berlin')).toBeNull();
		expect(elsewhere(evening, 'No/Such_Zone')).toBeNull();
	});
	it('[CAL83] an hour that is skipped or comes twice is said', () => {
		expect(wallRemark('2027-03-28T02:30', 'Europe/Berlin')).toMatch(/skip 02:30: it begins when they show 03:30/);
		expect(wallRemark('2026-10-25T02:30', 'Europe/Berlin')).toMatch(/twice: it begins at the first/);
		expect(wallRemark('2026-11-24T18:00', 'Europe/Berlin')).toBeNull();
	});
	it('an offer says who gives and to whom; only who is named can decline', () => {
		const offer = { mine: false, byName: 'Ben', to: null, toName: null, wants: [], canAccept: true } as never;
		expect([offerSentence(offer), canDecline(offer)]).toEqual(['Ben offers to anybody', false]);
		const swap = { mine: true, byName: 'Ana', to: id('b'), toName: 'Ben', wants: [booking('2026-11-24T18:00')], canAccept: false } as never;
		expect(offerSentence(swap)).toBe('You propose a swap to Ben');
	});
});

describe('a room by decision', () => {
	it('the proposal is named after what would change and holds the whole description', () => {
		const before = plainRoom('Studio');
		const description = { ...before, windowDays: 60, bufferMinutes: 10 };
		const view = { id: room, name: 'Studio', description: before } as never;
		const op = proposeRoom({ kind: 'change', room, description }, view, 0, 7);
		expect(op).toMatchObject({ type: 'proposals/open', title: 'Studio: kept free in between, can be booked', deadline: 7 * 86_400_000, effect: { kind: 'change-room', change: { kind: 'change', description } } });
	});
});
