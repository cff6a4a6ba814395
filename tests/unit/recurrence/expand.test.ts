import { beforeAll, describe, expect, it } from 'vitest';
import { loadExpand, MAX_DATES, type Expand } from '$lib/recurrence/expand';
import { clockOf } from '../../oracle/pairs';

let expand: Expand;

beforeAll(async () => {
	expand = await loadExpand();
});

function expanded(rule: string, first: string, more: Partial<Parameters<Expand>[0]> = {}) {
	const result = expand({ rule, first, ...more });
	if (!result.ok) throw new Error(result.error.type);
	return result.value;
}

const datesOf = (rule: string, first: string, more: Partial<Parameters<Expand>[0]> = {}): string => expanded(rule, first, more).dates.join(' ');

describe('the dates of a rule', () => {
	it.each([
		['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3', '2026-01-06', '2026-01-06 2026-01-20 2026-02-03'],
		['FREQ=WEEKLY;BYDAY=MO,TH;UNTIL=20260115', '2026-01-05', '2026-01-05 2026-01-08 2026-01-12 2026-01-15'],
		['FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', '2026-01-30', '2026-01-30 2026-02-27 2026-03-27'],
		['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', '2026-01-31', '2026-01-31 2026-03-31 2026-05-31'],
		['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', '2026-01-31', '2026-01-31 2026-02-28 2026-03-31'],
		['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=1', '2027-03-01', '2028-02-29'],
		['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4', '1997-08-05', '1997-08-05 1997-08-10 1997-08-19 1997-08-24'],
		['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4;WKST=SU', '1997-08-05', '1997-08-05 1997-08-17 1997-08-19 1997-08-31'],
		['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3', '1997-09-29', '1997-09-29 1997-10-30 1997-11-27'],
		['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3', '1997-05-12', '1997-05-12 1998-05-11 1999-05-17'],
		['FREQ=YEARLY;BYDAY=20MO;COUNT=3', '1997-05-19', '1997-05-19 1998-05-18 1999-05-17'],
		['FREQ=YEARLY;BYYEARDAY=1,100;COUNT=3', '1997-01-01', '1997-01-01 1997-04-10 1998-01-01'],
		['FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=TU;COUNT=2', '1996-11-05', '1996-11-05 1997-11-04']
	])('[CAL82] %s from %s gives what RFC 5545 says', (rule, first, dates) => {
		expect(datesOf(rule, first)).toBe(dates);
		expect(expanded(rule, first).more).toBe(false);
	});

	it.each([
		// parts that must all hold; the library takes their union, or leaves one out
		['FREQ=YEARLY;BYYEARDAY=366,61,365;BYDAY=SA,FR,SU', '2016-09-27', '2016-12-30 2016-12-31 2017-12-31 2018-03-02 2019-03-02'],
		['FREQ=YEARLY;BYWEEKNO=1;BYMONTHDAY=4', '2025-09-04', '2026-01-04 2027-01-04 2028-01-04'],
		['FREQ=YEARLY;BYWEEKNO=26,53;BYYEARDAY=61,1', '2025-10-30', '2027-01-01'],
		// only a year that begins with a Saturday has 53 of them, or ends with one after a 29 February
		['FREQ=YEARLY;BYDAY=-53SA', '2025-01-07', '2028-01-01']
	])('[CAL82] %s from %s, which the library gets wrong', (rule, first, dates) => {
		expect(datesOf(rule, first, { through: '2028-12-31' })).toBe(dates);
	});

	it('[CAL82] an hour that the clock skips drops no date', () => {
		const clock = clockOf('America/New_York');
		const { dates } = expanded('FREQ=DAILY', '2026-03-06', { limit: 5 });
		expect(dates).toEqual(['2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09', '2026-03-10']);
		const walls = dates.map((date) => clock.wallOf(clock.instantOf(`${date}T02:30`).instant).slice(11));
		expect(walls).toEqual(['02:30', '02:30', '03:30', '02:30', '02:30']);
	});

	it('[CAL82] the count, the last date and the date after which are bounds that hold together', () => {
		const rule = 'FREQ=WEEKLY;BYDAY=TU;COUNT=10';
		expect(expanded(rule, '2026-01-06', { after: '2026-02-20' })).toEqual({ dates: ['2026-02-24', '2026-03-03', '2026-03-10'], more: false });
		expect(expanded(rule, '2026-01-06', { after: '2026-02-20', limit: 2 })).toEqual({ dates: ['2026-02-24', '2026-03-03'], more: true });
		expect(expanded(rule, '2026-01-06', { through: '2026-01-13' })).toEqual({ dates: ['2026-01-06', '2026-01-13'], more: true });
		expect(expanded(rule, '2026-01-06', { after: '2026-03-10' })).toEqual({ dates: [], more: false });
		expect(expanded('FREQ=DAILY;UNTIL=20260107', '2026-01-06', { after: '2026-01-07' })).toEqual({ dates: [], more: false });
		expect(expanded('FREQ=DAILY;UNTIL=20260108', '2026-01-06', { through: '2026-01-07' }).more).toBe(true);
	});

	it('[CAL82] never more than 400 dates, never more than three years ahead', () => {
		const daily = expanded('FREQ=DAILY', '2026-01-01', { through: '2040-01-01', limit: 100_000 });
		expect(daily.dates).toHaveLength(MAX_DATES);
		expect(daily.more).toBe(true);
		expect(datesOf('FREQ=YEARLY', '2026-01-01', { through: '2040-01-01' })).toBe('2026-01-01 2027-01-01 2028-01-01 2029-01-01');
		expect(datesOf('FREQ=YEARLY', '2026-01-01', { after: '2031-05-05' })).toBe('2032-01-01 2033-01-01 2034-01-01');
		expect(expanded('FREQ=DAILY', '2026-01-01', { limit: 0 }).dates).toHaveLength(1);
	});

	it('[CAL82] a rule that fits no day ends the search and gives none', () => {
		for (const rule of ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31']) {
			expect(expanded(rule, '2026-01-01').dates).toEqual([]);
		}
	});

	it('[CAL82] the first date is among them only if it fits', () => {
		expect(datesOf('FREQ=WEEKLY;BYDAY=TU', '2026-01-05', { limit: 2 })).toBe('2026-01-06 2026-01-13');
	});

	it('[CAL81] what cannot be expanded is a typed failure', () => {
		expect(expand({ rule: 'FREQ=HOURLY', first: '2026-01-01' })).toMatchObject({ ok: false, error: { type: 'too-fine' } });
		expect(expand({ rule: 'nonsense', first: '2026-01-01' })).toMatchObject({ ok: false, error: { type: 'illegal-rule' } });
		expect(expand({ rule: 'FREQ=DAILY', first: '2026-02-30' })).toEqual({ ok: false, error: { type: 'no-such-date', date: '2026-02-30' } });
		expect(expand({ rule: 'FREQ=DAILY', first: '1900-01-01', after: '2026-01-01' })).toEqual({ ok: false, error: { type: 'too-far', date: '2026-01-02' } });
		expect(expand({ rule: 'FREQ=DAILY', first: '0050-01-01' })).toMatchObject({ ok: false, error: { type: 'too-far' } });
		expect(expand({ rule: 'FREQ=DAILY', first: '2026-01-01', through: 'later' })).toMatchObject({ ok: false, error: { type: 'no-such-date' } });
	});
});
