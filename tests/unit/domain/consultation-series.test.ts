import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { seriesToExtend } from '$crdt/domain/consultation/duties';
import { selectMeeting } from '$crdt/domain/consultation/select-meeting';
import { selectAllSeries, selectSeriesById } from '$crdt/domain/consultation/select-series';
import { selectNextMeeting, selectPastMeetings, selectUpcomingMeetings } from '$crdt/domain/consultation/selectors';
import type { OpInput } from '$crdt/domain/op';
import { addAction, addItem, attend, cancelMeeting, changeSeries, planMeeting, planSeries, prepare, reply, setRole } from '../../support/meeting-ops';
import { createHouse, hash, idOf, type House } from './calendar-house';

const DATES = ['2026-12-03', '2026-12-10', '2026-12-17', '2026-12-24', '2026-12-31'];
const NAMES = ['Ana', 'Ben', 'Chloé'];

const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
const standing = (meeting: ObjectId, title = 'Check-in'): OpInput => addItem(meeting, title, 'V', { kind: 'round', minutes: 10, standing: 0 });
const skip = (series: ObjectId, date: string, skipped = true): OpInput => ({ type: 'consultation/skip-date', series, date, skipped });
const end = (series: ObjectId, since: string): OpInput => ({ type: 'consultation/end-series', series, since });

function withSeries(over: Parameters<typeof planSeries>[2] = {}, dates = DATES) {
	const house = createHouse(NAMES);
	const [series] = house.write('Ana', planSeries(dates, NAMES.map(idOf), over));
	house.meetAll();
	return { house, series: series! };
}

/** Ana and Ben have both opened the same date, and have not met since. */
function withTwins() {
	const { house, series } = withSeries();
	const [first] = house.write('Ana', prepare(series, DATES[0]!, 'P'));
	const [ofFirst] = house.write('Ana', standing(first!));
	const [second] = house.write('Ben', prepare(series, DATES[0]!, 'Q'));
	const [ofSecond] = house.write('Ben', standing(second!));
	const main = first! < second! ? first! : second!;
	return { house, series, first: first!, second: second!, ofFirst: ofFirst!, ofSecond: ofSecond!, main };
}

describe('series', () => {
	it('[CON9] its dates exist and ascend, and whoever is named for the turns is a member, once', () => {
		const house = createHouse(NAMES);
		const made = house.write(
			'Ana',
			planSeries(['2026-12-10', '2026-12-03']),
			planSeries(['2026-12-03', '2026-12-03']),
			planSeries(['2026-02-30']),
			planSeries(DATES, [idOf('Ana'), idOf('Ana')]),
			planSeries(DATES, [idOf('Mallory')]),
			planSeries(DATES, NAMES.map(idOf))
		);
		expect(made.map((id) => refusal(house, id))).toEqual(['CON9', 'CON9', 'CON9', 'CON9', 'CON9', undefined]);
	});

	it('[CON9] each date stands among the meetings to come before anybody has opened it', () => {
		const { house, series } = withSeries();
		const upcoming = selectUpcomingMeetings(house.lens('Ben'));
		expect(upcoming.map(({ start }) => start.slice(0, 10))).toEqual(DATES);
		expect(upcoming[0]).toMatchObject({
			id: null, key: `${series}@${DATES[0]}`, series, date: DATES[0], end: '2026-12-03T19:30', itemCount: 1, totalMinutes: 10, lengthMinutes: 90, myRoles: ['timekeeper']
		});
		expect(selectNextMeeting(house.lens('Ben'))?.key).toBe(upcoming[0]?.key);
		expect(selectUpcomingMeetings(house.lens('Ben', { today: '2026-10-10', nowWall: '2026-10-10T08:00' }))).toHaveLength(1);
	});

	it('[CON10] what it says changes from a date on, and what was said last about a date stands', () => {
		const { house, series } = withSeries();
		house.write('Ana', changeSeries(series, DATES[2]!, { from: '19:00', title: 'Later circle' }));
		house.write('Ana', changeSeries(series, DATES[1]!, { minutes: 60 }));
		expect(selectUpcomingMeetings(house.lens('Ana')).map(({ start, end: until, title }) => [start.slice(11), until.slice(11), title]).slice(0, 3)).toEqual([
			['18:00', '19:30', 'Thursday circle'],
			['18:00', '19:00', 'Thursday circle'],
			['18:00', '19:00', 'Thursday circle']
		]);
		const [bad] = house.write('Ana', changeSeries(series, '2026-02-30'));
		const [twice] = house.write('Ana', changeSeries(series, DATES[1]!, { rotation: [idOf('Ana'), idOf('Ana')] }));
		expect([bad, twice].map((id) => refusal(house, id))).toEqual(['CON10', 'CON9']);
	});

	it('[CON10] it ends from the earliest date that was named; a meeting that somebody attended stays', () => {
		const { house, series } = withSeries();
		const [held] = house.write('Ben', prepare(series, DATES[3]!, 'P'));
		house.write('Ana', end(series, DATES[2]!), end(series, DATES[4]!));
		house.meetAll();
		expect(selectUpcomingMeetings(house.lens('Ana')).map(({ date }) => date)).toEqual([DATES[0], DATES[1]]);
		expect(selectMeeting(house.lens('Ana'), held!)?.cancelled).toBe(true);
		house.write('Ben', attend(held!));
		expect(selectMeeting(house.lens('Ben'), held!)?.cancelled).toBe(false);
		expect(refusal(house, house.write('Ana', end(series, '2026-02-30'))[0])).toBe('CON10');
	});

	it('[CON11] continued by two devices apart, it has each date once', () => {
		const { house, series } = withSeries();
		const extend: OpInput = { type: 'consultation/extend-series', series, dates: ['2027-01-07', '2027-01-14'] };
		house.write('Ana', extend);
		house.write('Ben', { ...extend, dates: ['2027-01-07', '2027-01-21'] });
		const [early] = house.write('Ben', { ...extend, dates: ['2026-11-26'] });
		const [wild] = house.write('Ben', { ...extend, dates: ['2027-02-30'] });
		house.meetAll();
		expect(house.seenBy('Chloé').consultation.series.get(series)?.dates).toEqual([...DATES, '2027-01-07', '2027-01-14', '2027-01-21']);
		expect([early, wild].map((id) => refusal(house, id))).toEqual(['CON11', 'CON9']);
	});

	it('[CON11] it is due for continuation when less than 90 days lie ahead, in another order each time, by voices alone', () => {
		const { house, series } = withSeries();
		const poster = (name: string, today = '2026-12-01') => {
			const { state, me, device } = house.lens(name);
			return seriesToExtend(state, { member: me, device, now: 0, today, dateOf: () => today, hash });
		};
		expect(NAMES.map((name) => poster(name)[0]?.rank).sort()).toEqual([0, 1, 2]);
		expect(poster('Ana', '2026-10-02')).toEqual([]);
		const { state, me } = house.lens('Ana');
		expect(seriesToExtend(state, { member: me, device: 'another' as never, now: 0, today: '2026-12-01', dateOf: () => '' })).toEqual([]);
		house.write('Ana', end(series, '2027-06-01'));
		house.write('Ana', planSeries(DATES, [], { rule: 'FREQ=WEEKLY;COUNT=5' }));
		expect(poster('Ana')).toEqual([]);
	});

	it('[CON12] a skipped date does not take place, and comes back', () => {
		const { house, series } = withSeries();
		const [never] = house.write('Ana', skip(series, '2026-12-04'));
		house.write('Ana', skip(series, DATES[0]!));
		expect(refusal(house, never)).toBe('CON12');
		expect(selectNextMeeting(house.lens('Ana'))?.date).toBe(DATES[1]);
		expect(selectSeriesById(house.lens('Ana'), series)?.upcoming.map(({ skipped }) => skipped)).toEqual([true, false, false, false, false]);
		const [meeting] = house.write('Ben', prepare(series, DATES[0]!, 'P'));
		house.meetAll();
		expect(selectMeeting(house.lens('Ben'), meeting!)?.cancelled).toBe(true);
		house.write('Chloé', attend(meeting!));
		expect(selectMeeting(house.lens('Chloé'), meeting!)?.cancelled).toBe(false);
		house.write('Ben', skip(series, DATES[0]!, false));
		expect(selectNextMeeting(house.lens('Ben'))?.date).toBe(DATES[0]);
	});

	it('[CON13] a date is prepared as the series says, once, and while it stands', () => {
		const { house, series } = withSeries();
		const [unknown, elsewhen, kind, zone] = house.write(
			'Ana',
			prepare(series, '2026-12-04', 'P'),
			prepare(series, DATES[0]!, 'P', { start: '2026-12-04T18:00', end: '2026-12-04T19:00' }),
			prepare(series, DATES[0]!, 'P', { kind: 'business' }),
			prepare(series, DATES[0]!, 'P', { zone: 'Europe/Paris' })
		);
		const [meeting] = house.write('Ana', prepare(series, DATES[0]!, 'P'));
		const [again] = house.write('Ana', prepare(series, DATES[0]!, 'Q'));
		expect([unknown, elsewhen, kind, zone, meeting, again].map((id) => refusal(house, id))).toEqual(['CON13', 'CON13', 'CON13', 'CON13', undefined, 'CON13']);
		const [item] = house.write('Ana', standing(meeting!));
		const [twice] = house.write('Ana', standing(meeting!));
		const [single] = house.write('Ana', planMeeting());
		const [lone] = house.write('Ana', standing(single!));
		expect([item, twice, lone].map((id) => refusal(house, id))).toEqual([undefined, 'CON13', 'CON13']);
	});

	it('[CON13] prepared twice apart, a date is one meeting with everything said of either, its standing items once', () => {
		const { house, first, second, ofFirst, ofSecond, main } = withTwins();
		house.write('Ana', addItem(first, 'Of Ana', 'k'), reply(first), setRole(first, 'facilitator', idOf('Ana')));
		house.write('Ben', addItem(second, 'Of Ben', 'n'), reply(second), addAction(second), { type: 'consultation/set-item-done', item: ofSecond, done: true });
		house.meetAll();
		for (const name of NAMES)
			for (const id of [first, second]) {
				const view = selectMeeting(house.lens(name), id)!;
				expect(view.id).toBe(main);
				expect(view.items.map(({ title, done }) => [title, done])).toEqual([['Check-in', true], ['Of Ana', false], ['Of Ben', false]]);
				expect(view.attendance.filter((each) => each.reply === 'yes').map((each) => each.name)).toEqual(['Ana', 'Ben']);
				expect(view.roles[0]).toMatchObject({ name: 'Ana', byTurns: false });
				expect(view.actions).toHaveLength(1);
				expect(view.otherNotes).toHaveLength(1);
			}
		expect(selectUpcomingMeetings(house.lens('Chloé')).filter(({ date }) => date === DATES[0])).toHaveLength(1);
		house.write('Chloé', { type: 'consultation/withdraw-item', item: ofFirst });
		expect(selectMeeting(house.lens('Chloé'), first)?.items.map(({ title }) => title)).toEqual(['Of Ana', 'Of Ben']);
		const [late] = house.write('Chloé', { type: 'consultation/set-item-done', item: ofSecond, done: false });
		expect(refusal(house, late)).toBe('CON7');
	});

	it('[CON13] of two who change it apart, the later in the total order stands, whichever they knew', () => {
		const { house, first, second } = withTwins();
		const change = (meeting: ObjectId, title: string): OpInput => ({
			type: 'consultation/change-meeting', meeting, title, start: '2026-12-03T20:00', end: '2026-12-03T21:00', room: null, link: ''
		});
		const [a] = house.write('Ana', change(first, 'by Ana'));
		const [b] = house.write('Ben', change(second, 'by Ben'));
		house.meetAll();
		expect(selectMeeting(house.lens('Chloé'), first)?.title).toBe(a! > b! ? 'by Ana' : 'by Ben');
	});

	it('[CON13] cancelling one of them cancels the date', () => {
		const { house, first, second } = withTwins();
		house.write('Ana', cancelMeeting(first));
		house.meetAll();
		expect(selectMeeting(house.lens('Ben'), second)?.cancelled).toBe(true);
		const [late] = house.write('Ben', addItem(second, 'Too late', 'z'));
		expect(refusal(house, late)).toBe('CON2');
		expect(selectPastMeetings(house.lens('Ben')).map(({ date }) => date)).toEqual([DATES[0]]);
	});

	it('[CON2] a meeting that somebody signed to have been at is not cancelled any more, unless one did not know', () => {
		const { house, series } = withSeries();
		const [meeting] = house.write('Ana', prepare(series, DATES[0]!, 'P'));
		house.meetAll();
		const [apart] = house.write('Ben', { type: 'consultation/reply', meeting: meeting!, coming: 'no' });
		house.write('Ana', attend(meeting!));
		const [known] = house.write('Ana', cancelMeeting(meeting!));
		const [unknown] = house.write('Ben', cancelMeeting(meeting!));
		expect([apart, known, unknown].map((id) => refusal(house, id))).toEqual([undefined, 'CON2', undefined]);
	});

	it('[CON18] what was not done is offered to the next meeting, and is on one agenda only', () => {
		const { house, series } = withSeries();
		const [old] = house.write('Ana', prepare(series, DATES[0]!, 'P'));
		house.write('Ana', standing(old!));
		const [open, done] = house.write('Ana', addItem(old!, 'Open', 'k', { presenter: idOf('Ben') }), addItem(old!, 'Done', 'm'));
		house.write('Ana', { type: 'consultation/set-item-done', item: done!, done: true }, addAction(old!, { assignee: idOf('Ben'), due: '2026-12-05' }));
		const [next] = house.write('Ana', prepare(series, DATES[1]!, 'Q'));
		const [third] = house.write('Ana', prepare(series, DATES[2]!, 'R'));
		house.meetAll();
		const before = selectMeeting(house.lens('Ana', { today: '2026-12-06', nowWall: '2026-12-06T08:00' }), next!)!;
		expect(before.leftOver.map(({ id }) => id)).toEqual([open]);
		expect(before.openActions).toMatchObject([{ text: 'Ask the landlord', late: true, assigneeName: 'Ben' }]);
		expect([before.previous?.id, before.next?.id]).toEqual([old, third]);
		const carry = (to: ObjectId): OpInput => ({ type: 'consultation/carry-item', item: open!, to, order: 'V' });
		const [one] = house.write('Ana', carry(next!));
		const [two] = house.write('Ben', carry(third!));
		house.meetAll();
		const winner = one! > two! ? next! : third!;
		const [was, where] = [selectMeeting(house.lens('Ben'), old!)!, selectMeeting(house.lens('Ben'), winner)!];
		expect(where.items).toMatchObject([{ id: open, presenterName: 'Ben', addedByName: 'Ana' }]);
		expect(where.items[0]?.carriedFrom).not.toBeNull();
		expect(was.carriedOn).toMatchObject([{ title: 'Open', to: winner }]);
		expect(was.leftOver).toEqual([]);
		const [same] = house.write('Ben', carry(winner));
		expect(refusal(house, same)).toBe('CON18');
	});

	it('[CON18] what was to be spoken of at a cancelled meeting is offered to the next one, and can be taken on', () => {
		const { house, series } = withSeries();
		const [off] = house.write('Ana', prepare(series, DATES[0]!, 'P'));
		house.write('Ana', standing(off!));
		const [item] = house.write('Ana', addItem(off!, 'Who has the keys', 'k', { presenter: idOf('Ben') }), addAction(off!, { assignee: idOf('Ben'), due: null }));
		house.write('Ana', cancelMeeting(off!));
		const [next] = house.write('Ana', prepare(series, DATES[1]!, 'Q'));
		house.meetAll();
		const before = selectMeeting(house.lens('Ben'), next!)!;
		expect(before.leftOver.map(({ id }) => id)).toEqual([item]);
		expect(before.openActions).toHaveLength(1);
		expect(before.previous).toBeNull();
		const [taken] = house.write('Ben', { type: 'consultation/carry-item', item: item!, to: next!, order: 'V' });
		expect(refusal(house, taken)).toBeUndefined();
		expect(selectMeeting(house.lens('Ben'), next!)!).toMatchObject({ items: [{ id: item, presenterName: 'Ben' }], leftOver: [] });
	});

	it('[CON18] a meeting by itself looks back to those of its kind', () => {
		const house = createHouse(NAMES);
		const [old, other, next] = house.write(
			'Ana',
			planMeeting({ kind: 'business', start: '2026-11-03T18:00', end: '2026-11-03T19:00' }),
			planMeeting({ kind: 'ethics', start: '2026-11-04T18:00', end: '2026-11-04T19:00', notes: 'BBBBBBBBBBBBBBBBBBBBBA' }),
			planMeeting({ kind: 'business', notes: 'CCCCCCCCCCCCCCCCCCCCCA' })
		);
		const [mine] = house.write('Ana', addItem(old!, 'Hours', 'V'), addItem(other!, 'Elsewhere', 'V'));
		expect(selectMeeting(house.lens('Ana'), next!)).toMatchObject({ leftOver: [{ id: mine }], previous: null, next: null, roles: [{ member: null }, { member: null }, { member: null }] });
	});

	it('[CON19] the proposal that came of an item is named, and named anew', () => {
		const { house, series } = withSeries();
		const [meeting] = house.write('Ana', prepare(series, DATES[0]!, 'P'));
		const [item] = house.write('Ana', addItem(meeting!, 'x', 'V'));
		house.write('Ana', { type: 'consultation/link-proposal', item: item!, proposal: meeting! });
		expect(selectMeeting(house.lens('Ana'), meeting!)?.items[0]?.proposal).toBe(meeting);
	});

	it('[CON9] all series stand by their titles, each with its people', () => {
		const { house } = withSeries();
		house.write('Ana', planSeries(DATES, [], { title: 'Attic' }));
		expect(selectAllSeries(house.lens('Ana')).map(({ title, rotation }) => [title, rotation.map(({ name }) => name)])).toEqual([['Attic', []], ['Thursday circle', NAMES]]);
	});
});
