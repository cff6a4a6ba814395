import { describe, expect, it } from 'vitest';
import { parseRule, ruleText } from '$lib/recurrence/rule';
import { clockOf } from '../../oracle/pairs';

const textOf = (text: string, clock: Parameters<typeof parseRule>[1] = null): string => {
	const parsed = parseRule(text, clock);
	return parsed.ok ? ruleText(parsed.value) : `${parsed.error.type} ${parsed.error.part}`;
};

describe('a recurrence rule', () => {
	it.each([
		['FREQ=WEEKLY', 'FREQ=WEEKLY'],
		['rrule:freq=weekly;byday=tu,th;interval=2;wkst=mo', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH'],
		['INTERVAL=1;FREQ=MONTHLY;BYDAY=+2MO,-1FR;', 'FREQ=MONTHLY;BYDAY=2MO,-1FR'],
		['FREQ=DAILY;UNTIL=20260107', 'FREQ=DAILY;UNTIL=20260107'],
		['FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=5', 'FREQ=YEARLY;COUNT=5;BYMONTH=3;BYDAY=-1SU'],
		['FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=OMIT', 'FREQ=MONTHLY'],
		['FREQ=WEEKLY;WKST=SU', 'FREQ=WEEKLY;WKST=SU']
	])('[CAL80] %s is kept as %s, and read back as the same', (text, kept) => {
		expect(textOf(text)).toBe(kept);
		expect(textOf(kept)).toBe(kept);
		expect(kept).toMatch(/^FREQ=[A-Z0-9=;,+-]+$/);
	});

	it.each([
		['', 'illegal-rule FREQ'],
		['INTERVAL=2', 'illegal-rule FREQ'],
		['FREQ=SOMETIMES', 'illegal-rule FREQ'],
		['FREQ=DAILY;FREQ=WEEKLY', 'illegal-rule FREQ'],
		['FREQ=DAILY;X-MOON=FULL', 'illegal-rule X-MOON'],
		['FREQ=DAILY;INTERVAL=0', 'illegal-rule INTERVAL'],
		['FREQ=DAILY;INTERVAL=2.5', 'illegal-rule INTERVAL'],
		['FREQ=DAILY;COUNT=0', 'illegal-rule COUNT'],
		['FREQ=DAILY;COUNT=3;UNTIL=20260101', 'illegal-rule COUNT'],
		['FREQ=DAILY;UNTIL=20260230', 'illegal-rule UNTIL'],
		['FREQ=DAILY;UNTIL=soon', 'illegal-rule UNTIL'],
		['FREQ=WEEKLY;BYDAY=2MO', 'illegal-rule BYDAY'],
		['FREQ=WEEKLY;BYDAY=XX', 'illegal-rule BYDAY'],
		['FREQ=MONTHLY;BYDAY=0MO', 'illegal-rule BYDAY'],
		['FREQ=WEEKLY;BYMONTHDAY=3', 'illegal-rule BYMONTHDAY'],
		['FREQ=MONTHLY;BYMONTHDAY=0', 'illegal-rule BYMONTHDAY'],
		['FREQ=MONTHLY;BYMONTHDAY=32', 'illegal-rule BYMONTHDAY'],
		['FREQ=MONTHLY;BYYEARDAY=3', 'illegal-rule BYYEARDAY'],
		['FREQ=MONTHLY;BYWEEKNO=3', 'illegal-rule BYWEEKNO'],
		['FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO', 'illegal-rule BYDAY'],
		['FREQ=YEARLY;BYMONTH=13', 'illegal-rule BYMONTH'],
		['FREQ=MONTHLY;BYSETPOS=1', 'illegal-rule BYSETPOS'],
		['FREQ=DAILY;WKST=XX', 'illegal-rule WKST'],
		['FREQ=DAILY;SKIP=OMIT', 'illegal-rule SKIP'],
		['FREQ=HOURLY', 'too-fine FREQ'],
		['FREQ=MINUTELY;INTERVAL=30', 'too-fine FREQ'],
		['FREQ=DAILY;BYHOUR=9,17', 'too-fine BYHOUR'],
		['FREQ=MONTHLY;RSCALE=HEBREW', 'unsupported-rule RSCALE'],
		['FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=FORWARD', 'unsupported-rule SKIP']
	])('[CAL81] %s is refused: %s', (text, failure) => {
		expect(textOf(text)).toBe(failure);
	});

	it('[CAL80] an end with a time becomes the last day it allows, by the clock of the zone', () => {
		const at = (time: string, zone: string) => ({ time, wallOf: clockOf(zone).wallOf });
		// 18:00 in New York is 22:00Z in summer
		expect(textOf('FREQ=DAILY;UNTIL=20260701T220000Z', at('18:00', 'America/New_York'))).toBe('FREQ=DAILY;UNTIL=20260701');
		expect(textOf('FREQ=DAILY;UNTIL=20260701T215900Z', at('18:00', 'America/New_York'))).toBe('FREQ=DAILY;UNTIL=20260630');
		expect(textOf('FREQ=DAILY;UNTIL=20260702T035959Z', at('18:00', 'America/New_York'))).toBe('FREQ=DAILY;UNTIL=20260701');
		expect(textOf('FREQ=DAILY;UNTIL=20260701T180000', at('18:00', 'Asia/Tokyo'))).toBe('FREQ=DAILY;UNTIL=20260701');
		expect(textOf('FREQ=DAILY;UNTIL=20260701T175959', at('18:00', 'Asia/Tokyo'))).toBe('FREQ=DAILY;UNTIL=20260630');
		expect(textOf('FREQ=DAILY;UNTIL=20260301T000000', at('18:00', 'UTC'))).toBe('FREQ=DAILY;UNTIL=20260228');
	});

	it('[CAL81] a rule that names just the time of its occurrences is a rule of whole days', () => {
		const clock = { time: '18:30', wallOf: clockOf('UTC').wallOf };
		expect(textOf('FREQ=WEEKLY;BYHOUR=18;BYMINUTE=30;BYSECOND=0', clock)).toBe('FREQ=WEEKLY');
		expect(textOf('FREQ=WEEKLY;BYHOUR=19', clock)).toBe('too-fine BYHOUR');
	});
});
