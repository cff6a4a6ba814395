import { describe, expect, it } from 'vitest';
import { must } from '../../support/engine-rig';
import { house } from '../../support/engine-people';

/** The rig begins on 2 March 2026, a Monday. */
const SERIES = {
	kind: 'case', zone: 'Europe/Berlin', rule: 'FREQ=WEEKLY;BYDAY=TH', first: '2026-03-05', title: 'Thursday circle', from: '18:00', minutes: 90, room: null, link: '',
	rotation: [], agenda: [{ kind: 'round', title: 'Check-in', minutes: 10 }, { kind: 'topic', title: 'Dates', minutes: 5 }]
} as const;
const plain = <T>(value: T) => JSON.parse(JSON.stringify(value)) as never; // what a form hands over

describe('meetings on engines', () => {
	it('[CON13] a date prepared twice apart is one meeting with one set of standing items, readable by both; asked again, it is the same', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [(typeof people)[0], (typeof people)[0]];
		const series = must(await ana.engine.planSeries(plain(SERIES)));
		await rig.run(10_000);
		const [first, again] = await Promise.all([ana.engine.prepareMeeting(series, '2026-03-05'), ana.engine.prepareMeeting(series, '2026-03-05')]);
		const other = await ben.engine.prepareMeeting(series, '2026-03-05');
		expect(must(first)).toBe(must(again));
		expect(must(other)).not.toBe(must(first));
		await rig.run(20_000);
		for (const each of [ana, ben])
			for (const id of [must(first), must(other)]) {
				const view = (await each.view('consultation/meeting', { id }))!;
				expect(view.items.map(({ title }) => title)).toEqual(['Check-in', 'Dates']);
				expect(view.otherNotes).toHaveLength(1);
				for (const text of [view.notes, ...view.otherNotes]) expect((await each.engine.openText(text)).ok).toBe(true);
			}
		const { upcoming } = await ben.view('consultation');
		expect(upcoming.filter(({ date }) => date === '2026-03-05')).toHaveLength(1);
		expect(must(await ben.engine.prepareMeeting(series, '2026-03-05'))).toBe(upcoming[0]!.id);
		expect((await ana.view('home')).nextMeeting?.id).toBe(upcoming[0]!.id);
		expect(await ana.engine.prepareMeeting(series, '2026-03-06')).toMatchObject({ ok: false, error: { type: 'Refused' } });
	}, 120_000);

	it('[CON9] a series without an end has a year of dates; a rule that nothing fits is refused', async () => {
		const { people } = await house(['Ana']);
		const [ana] = people as [(typeof people)[0]];
		const series = must(await ana.engine.planSeries(plain(SERIES)));
		const view = (await ana.view('consultation/series', { id: series }))!;
		expect(view.upcoming[0]).toMatchObject({ date: '2026-03-05', id: null });
		expect(view.upcoming).toHaveLength(26);
		expect(await ana.view('consultation/dates', { rule: 'FREQ=WEEKLY;BYDAY=TH', first: '2026-03-05' })).toMatchObject({ openEnded: true });
		expect(await ana.engine.planSeries(plain({ ...SERIES, rule: 'FREQ=HOURLY' }))).toMatchObject({ ok: false, error: { type: 'Refused' } });
	}, 120_000);

	it('[CON11] goes on by itself before it runs out, once', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [(typeof people)[0], (typeof people)[0]];
		const { first: _, ...plan } = SERIES;
		const [series] = await ana.post({ type: 'consultation/plan-series', ...plain(plan) as object, dates: ['2026-03-05', '2026-03-12'] } as never);
		await rig.run(180_000);
		const [mine, theirs] = [await ana.view('consultation/series', { id: series! }), await ben.view('consultation/series', { id: series! })];
		expect(mine!.upcoming).toHaveLength(26);
		expect(theirs!.upcoming.map(({ date }) => date)).toEqual(mine!.upcoming.map(({ date }) => date));
	}, 120_000);
});
