/** The complete calendar through the engines: previews, series that go on by themselves, hours passed on, rooms by decision. */
import { describe, expect, it } from 'vitest';
import { plainRoom } from '$crdt/domain/calendar/room-description';
import type { OpInput } from '$crdt/domain/op';
import { bookOp, cancelOp } from '../../support/calendar-ops';
import type { Device } from '../../support/engine-rig';
import { addRoom, agree, house, proposing } from '../../support/engine-people';

const MINUTE = 60_000;

async function withRoom(names: readonly string[] = ['Ana', 'Ben', 'Chloé']) {
	const { rig, people } = await house(names);
	const room = await addRoom(people[0]!);
	await rig.run(5_000);
	return { rig, people: people as [Device, Device, Device], room };
}

describe('the calendar of several devices', { timeout: 120_000 }, () => {
	it('a repeating booking is shown before it is posted, and what is posted is what was shown', async () => {
		const { rig, people: [ana, ben], room } = await withRoom();
		await ana.post(bookOp(room, '2026-03-17T18:30', '2026-03-17T19:30'));
		await rig.run(MINUTE);
		const draft = { room, date: '2026-03-10', from: '18:00', minutes: 60, rule: 'RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20260407', replaces: null };
		const preview = await ben.view('calendar/series-preview', draft);
		expect(preview).toMatchObject({ rule: 'FREQ=WEEKLY;UNTIL=20260407;BYDAY=TU', openEnded: false });
		expect(preview!.planned.map(({ date, refusal }) => [date, refusal?.blockedBy?.ownerName ?? null])).toEqual([
			['2026-03-10', null], ['2026-03-17', 'Ana'], ['2026-03-24', null], ['2026-03-31', null], ['2026-04-07', null]
		]);
		const [series] = await ben.post(repeating(room, preview!.rule, preview!.planned.map(({ date }) => date)));
		await rig.run(MINUTE);
		const seen = await ana.view('calendar/series', { id: series! });
		expect(seen).toMatchObject({ ownerName: 'Ben', mine: false, notMade: ['2026-03-17'] });
		expect(seen!.occurrences.map(({ start, firmness }) => [start.slice(0, 10), firmness.status])).toEqual(
			['2026-03-10', '2026-03-24', '2026-03-31', '2026-04-07'].map((date) => [date, 'booked'])
		);
		expect(await ben.view('calendar/series-preview', { ...draft, rule: 'FREQ=SOMETIMES' })).toBeNull();
	});

	it('[CAL44] a series without an end goes on by itself for about a year, once, and only as long as it is not ended', async () => {
		const { rig, people: [ana, ben], room } = await withRoom();
		const [on, over] = await ben.post(
			repeating(room, 'FREQ=WEEKLY;BYDAY=TU', ['2026-03-10', '2026-03-17']), repeating(room, 'FREQ=WEEKLY;COUNT=2', ['2026-03-11', '2026-03-18'])
		);
		await rig.run(2 * MINUTE);
		const [first, counted] = [await ana.view('calendar/series', { id: on! }), await ana.view('calendar/series', { id: over! })];
		expect(counted!.occurrences).toHaveLength(2);
		expect(first!.occurrences.length).toBeGreaterThan(50);
		expect(first!.occurrences.every(({ start, firmness }) => new Date(`${start}Z`).getUTCDay() === 2 && firmness.status === 'booked')).toBe(true);
		const last = first!.occurrences.at(-1)!.start;
		expect(last > '2027-02-01' && last < '2027-05-01').toBe(true);
		await ben.post({ type: 'calendar/cancel', selection: { bookings: [], series: [{ series: on!, from: '2026-04-01', until: null }] }, at: '2026-03-02T09:00' });
		await rig.run(10 * MINUTE);
		expect(await ana.view('calendar/series', { id: on! })).toMatchObject({ endedFrom: '2026-04-01', occurrences: { length: 4 } });
	});

	it('an offer reaches whom it is made to, at home and at the booking, and accepting it passes the hour on', async () => {
		const { rig, people: [ana, ben, chloe], room } = await withRoom();
		const [hour] = await ana.post(bookOp(room, '2026-03-05T10:00', '2026-03-05T11:00'));
		await rig.run(MINUTE);
		const [present] = await ana.post({ type: 'calendar/offer', gives: { bookings: [hour!], series: [] }, wants: { bookings: [], series: [] }, to: null, note: 'Away' });
		await chloe.post({ type: 'calendar/wait', room: null, start: '2026-03-05T10:00', end: '2026-03-05T10:30' });
		await rig.run(MINUTE);
		expect((await ben.view('home')).offers).toMatchObject([{ id: present, byName: 'Ana', canAccept: true, gives: [{ id: hour }] }]);
		expect((await ana.view('home')).offers).toEqual([]);
		expect(await ana.view('calendar/booking', { id: hour! })).toMatchObject({ offer: present, waiting: ['Chloé'] });
		const [accepted] = await ben.post({ type: 'calendar/accept-offer', offer: present! });
		await rig.run(MINUTE);
		expect(await chloe.view('calendar/my-hours', { from: '2026-03-05', until: '2026-03-06' })).toEqual([]);
		const [taken] = await ben.view('calendar/my-hours', { from: '2026-03-05', until: '2026-03-06' });
		expect(taken).toMatchObject({ id: `${accepted}@0`, firmness: { status: 'booked' } });
		expect((await chloe.view('home')).cameFree).toEqual([]);
		await ben.post(cancelOp(taken!.id, '2026-03-02T10:00'));
		await rig.run(MINUTE);
		expect((await chloe.view('home')).cameFree).toMatchObject([{ freeIn: [{ room }] }]);
	});

	it('[CAL51] a refusal names the decision that set the rule', async () => {
		const { rig, people, room } = await withRoom();
		const [ana, ben] = people;
		const rules = { roomsBy: 'decision' as const, lateNoticeHours: 24, quotas: [{ name: 'One a day', counts: 'all' as const, per: 'day' as const, unit: 'bookings' as const, limit: 1, rooms: [], within: null }] };
		const [proposal] = await ana.post({
			...proposing('One hour a day each', rig), effect: { kind: 'change-setting', change: { key: 'calendarRules', value: rules } }
		} as OpInput);
		await rig.run(10_000);
		await agree(people, proposal!);
		await rig.run(2 * MINUTE);
		expect(await ben.view('calendar/rules')).toMatchObject({ rules: { lateNoticeHours: 24 }, setBy: { decision: proposal, title: 'One hour a day each' } });
		await ben.post(bookOp(room, '2026-03-05T10:00', '2026-03-05T11:00'));
		expect(await ben.view('calendar/refusal', { room, start: '2026-03-05T14:00', end: '2026-03-05T15:00', replaces: null })).toMatchObject({
			rule: 'CAL51', setBy: { decision: proposal, title: 'One hour a day each' }
		});
		const attic: OpInput = { type: 'calendar/add-room', zone: 'Europe/Berlin', parts: [], description: plainRoom('Attic'), decision: null };
		const alone = await ben.engine.post([attic]);
		expect(alone.ok).toBe(false);
		expect((await ben.view('calendar/rooms')).map(({ name }) => name)).toEqual(['Garden room']);
	});
});

const repeating = (room: string, rule: string, dates: readonly string[]): OpInput => ({
	type: 'calendar/book-series', room, from: '18:00', minutes: 60, rule, dates: [...dates], purpose: 'sessions', note: '', standing: false, replaces: null
});
