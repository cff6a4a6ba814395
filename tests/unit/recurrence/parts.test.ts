import { describe, expect, it } from 'vitest';
import { partsToRule, ruleToParts, suggestRepeats, type RuleParts } from '$lib/recurrence/parts';
import { sayRule } from '$lib/recurrence/words';

const never = { type: 'never' } as const;

describe('the parts of the editor', () => {
	it.each<[string, RuleParts]>([
		['FREQ=DAILY;INTERVAL=2', { repeat: { type: 'daily', every: 2 }, ending: never }],
		['FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630;BYDAY=TU,TH', { repeat: { type: 'weekly', every: 2, weekdays: [2, 4] }, ending: { type: 'until', date: '2027-06-30' } }],
		['FREQ=MONTHLY;COUNT=12;BYMONTHDAY=15', { repeat: { type: 'monthly-by-date', every: 1, day: 15 }, ending: { type: 'count', count: 12 } }],
		['FREQ=MONTHLY;BYMONTHDAY=-1', { repeat: { type: 'monthly-by-date', every: 1, day: -1 }, ending: never }],
		['FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR', { repeat: { type: 'monthly-by-weekday', every: 3, nth: -1, weekday: 5 }, ending: never }],
		['FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1', { repeat: { type: 'yearly', every: 1, month: 3, day: 1 }, ending: never }]
	])('[CAL84] %s both ways', (rule, parts) => {
		expect(partsToRule(parts)).toBe(rule);
		expect(ruleToParts(rule, '2026-12-15')).toEqual(parts);
	});

	it.each<[string, RuleParts['repeat']]>([
		['FREQ=WEEKLY', { type: 'weekly', every: 1, weekdays: [2] }],
		['FREQ=DAILY;BYDAY=FR,MO', { type: 'weekly', every: 1, weekdays: [1, 5] }],
		['FREQ=MONTHLY', { type: 'monthly-by-date', every: 1, day: 15 }],
		['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3', { type: 'monthly-by-weekday', every: 1, nth: 3, weekday: 2 }],
		['FREQ=YEARLY', { type: 'yearly', every: 1, month: 12, day: 15 }],
		['FREQ=YEARLY;BYMONTH=6', { type: 'yearly', every: 1, month: 6, day: 15 }],
		['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU', { type: 'weekly', every: 2, weekdays: [2] }]
	])('[CAL84] %s, as other calendars write it, can be edited', (rule, repeat) => {
		expect(ruleToParts(rule, '2026-12-15')?.repeat).toEqual(repeat);
	});

	it.each([
		'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU',
		'FREQ=DAILY;INTERVAL=2;BYDAY=MO',
		'FREQ=MONTHLY;BYMONTHDAY=1,15',
		'FREQ=MONTHLY;BYMONTHDAY=-2',
		'FREQ=MONTHLY;BYDAY=MO',
		'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
		'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
		'FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1',
		'FREQ=YEARLY;BYDAY=20MO',
		'FREQ=WEEKLY;INTERVAL=100',
		'FREQ=HOURLY',
		'nonsense'
	])('[CAL84] %s says more than the editor shows, so it is not opened there', (rule) => {
		expect(ruleToParts(rule, '2026-12-15')).toBeNull();
	});

	it('[CAL84] a first date suggests what people mean', () => {
		const words = (first: string) => suggestRepeats(first).map((repeat) => sayRule(partsToRule({ repeat, ending: never }), first));
		expect(words('2026-12-15')).toEqual([
			'every Tuesday', 'every second Tuesday', 'monthly on the third Tuesday', 'monthly on the 15th',
			'every day', 'every weekday', 'every year on 15 December'
		]);
		expect(words('2026-12-25')).toContain('monthly on the last Friday');
		expect(words('2026-12-31')).not.toContain('monthly on the fifth Thursday (where there is a fifth)');
	});
});
