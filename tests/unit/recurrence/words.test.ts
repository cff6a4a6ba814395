import { describe, expect, it } from 'vitest';
import { sayRule } from '$lib/recurrence/words';

/** A Tuesday, the third of its month. */
const FIRST = '2026-12-15';

describe('a rule in words', () => {
	it.each([
		['FREQ=DAILY', 'every day'],
		['FREQ=DAILY;INTERVAL=2', 'every second day'],
		['FREQ=DAILY;INTERVAL=3;COUNT=10', 'every 3 days, 10 times'],
		['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
		['FREQ=WEEKLY', 'every Tuesday'],
		['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270630', 'every second Tuesday until 30 June 2027'],
		['FREQ=WEEKLY;INTERVAL=3;BYDAY=TU', 'every 3 weeks on Tuesday'],
		['FREQ=WEEKLY;BYDAY=TH,TU', 'every Tuesday and Thursday'],
		['FREQ=WEEKLY;BYDAY=MO,WE,FR', 'every Monday, Wednesday and Friday'],
		['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', 'every second week on Tuesday and Thursday'],
		['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
		['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR', 'every second week on weekdays'],
		['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'every day'],
		['FREQ=WEEKLY;COUNT=1', 'every Tuesday, once'],
		['FREQ=MONTHLY', 'monthly on the 15th'],
		['FREQ=MONTHLY;BYMONTHDAY=1', 'monthly on the 1st'],
		['FREQ=MONTHLY;BYMONTHDAY=22,3,11', 'monthly on the 3rd, 11th and 22nd'],
		['FREQ=MONTHLY;BYMONTHDAY=31', 'monthly on the 31st (where the month has one)'],
		['FREQ=MONTHLY;BYMONTHDAY=-1', 'monthly on the last day'],
		['FREQ=MONTHLY;BYMONTHDAY=-1,1', 'monthly on the 1st and last day'],
		['FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15', 'every second month on the 15th'],
		['FREQ=MONTHLY;BYDAY=-1FR', 'monthly on the last Friday'],
		['FREQ=MONTHLY;BYDAY=2TU,4TU', 'monthly on the second and fourth Tuesday'],
		['FREQ=MONTHLY;BYDAY=1MO,-1FR', 'monthly on the first Monday and the last Friday'],
		['FREQ=MONTHLY;BYDAY=5TU', 'monthly on the fifth Tuesday (where there is a fifth)'],
		['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1', 'monthly on the last Friday'],
		['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'monthly on the last weekday'],
		['FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1', 'monthly on the first weekend day'],
		['FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO;UNTIL=20281231', 'every 3 months on the first Monday until 31 December 2028'],
		['FREQ=YEARLY', 'every year on 15 December'],
		['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'every year on 29 February (in leap years)'],
		['FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYMONTHDAY=1', 'every second year on 1 March'],
		['FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'every year on the last Sunday of October']
	])('[CAL85] %s: %s', (rule, words) => {
		expect(sayRule(rule, FIRST)).toBe(words);
	});

	it.each([
		'FREQ=YEARLY;BYWEEKNO=20',
		'FREQ=YEARLY;BYYEARDAY=100',
		'FREQ=YEARLY;BYDAY=20MO',
		'FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1',
		'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
		'FREQ=WEEKLY;BYMONTH=1',
		'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU',
		'FREQ=DAILY;INTERVAL=2;BYDAY=MO',
		'FREQ=MONTHLY;BYDAY=MO',
		'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1',
		'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
		'FREQ=MONTHLY;BYMONTHDAY=-7'
	])('[CAL85] %s has no short words', (rule) => {
		expect(sayRule(rule, FIRST)).toBe('a custom pattern');
		expect(sayRule(`${rule};UNTIL=20270630`, FIRST)).toBe('a custom pattern until 30 June 2027');
	});

	it('[CAL85] what cannot be read is a custom pattern too', () => {
		for (const text of ['', 'FREQ=HOURLY', 'every Tuesday']) expect(sayRule(text, FIRST)).toBe('a custom pattern');
	});
});
