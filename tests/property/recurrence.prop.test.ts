import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadExpand, MAX_DATES, MAX_YEARS, type Expand } from '$lib/recurrence/expand';
import { partsToRule, ruleToParts, type IsoWeekday, type Nth, type Repeat, type RuleParts } from '$lib/recurrence/parts';
import { isoWeekday, parseRule, ruleText } from '$lib/recurrence/rule';
import { sayRule } from '$lib/recurrence/words';
import { clockOf } from '../oracle/pairs';

const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2060-12-31'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10));
const every = fc.integer({ min: 1, max: 99 });
const weekday = fc.constantFrom<IsoWeekday>(1, 2, 3, 4, 5, 6, 7);

const repeat: fc.Arbitrary<Repeat> = fc.oneof(
	fc.record({ type: fc.constant('daily' as const), every }),
	fc.record({
		type: fc.constant('weekly' as const),
		every,
		weekdays: fc.uniqueArray(weekday, { minLength: 1 }).map((days) => days.sort((a, b) => a - b))
	}),
	fc.record({ type: fc.constant('monthly-by-date' as const), every, day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant(-1)) }),
	fc.record({ type: fc.constant('monthly-by-weekday' as const), every, nth: fc.constantFrom<Nth>(1, 2, 3, 4, 5, -1), weekday }),
	fc.record({ type: fc.constant('yearly' as const), every, month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 31 }) })
);

const parts: fc.Arbitrary<RuleParts> = fc.record({
	repeat,
	ending: fc.oneof(
		fc.constant({ type: 'never' as const }),
		fc.record({ type: fc.constant('until' as const), date }),
		fc.record({ type: fc.constant('count' as const), count: fc.integer({ min: 1, max: 400 }) })
	)
});

describe('recurrence', () => {
	let expand: Expand;

	beforeAll(async () => {
		expand = await loadExpand();
	});

	it('[CAL84] parts → rule → parts is the same, and every such rule is legal and canonical', () => {
		fc.assert(
			fc.property(parts, date, (given, first) => {
				const rule = partsToRule(given);
				expect(ruleToParts(rule, first)).toEqual(given);
				const parsed = parseRule(rule);
				expect(parsed.ok && ruleText(parsed.value)).toBe(rule);
				expect(rule).toMatch(/^FREQ=[A-Z0-9=;,+-]{1,295}$/);
			}),
			{ numRuns: 2000 }
		);
	});

	it('[CAL82] dates ascend, each once, exist, fit the parts, and keep within every bound', () => {
		let seen = 0;
		fc.assert(
			fc.property(parts, date, fc.option(date), fc.option(date), fc.integer({ min: 1, max: MAX_DATES }), (given, first, after, through, limit) => {
				const result = expand({ rule: partsToRule(given), first, after, through, limit });
				if (!result.ok) throw new Error(result.error.type);
				const { dates } = result.value;
				seen += dates.length;
				expect(dates.length).toBeLessThanOrEqual(limit);
				expect([...new Set(dates)].sort()).toEqual(dates);
				const from = after !== null && after >= first ? after : first;
				const farthest = `${Number(from.slice(0, 4)) + MAX_YEARS}-12-31`;
				for (const each of dates) {
					expect(each >= first && (after === null || each > after) && (through === null || each <= through) && each <= farthest).toBe(true);
					expect(holds(given.repeat, each)).toBe(true);
					if (given.ending.type === 'until') expect(each <= given.ending.date).toBe(true);
				}
				if (given.ending.type === 'count') expect(dates.length).toBeLessThanOrEqual(given.ending.count);
			}),
			{ numRuns: 600 }
		);
		expect(seen).toBeGreaterThan(1_000);
	});

	it('[CAL82] taken in pieces, each after the last, a series has the same dates as at once', () => {
		fc.assert(
			fc.property(parts, date, fc.integer({ min: 1, max: 30 }), (given, first, size) => {
				const rule = partsToRule(given);
				const whole = expand({ rule, first, limit: 90 });
				if (!whole.ok) throw new Error(whole.error.type);
				const pieces: string[] = [];
				for (let after: string | null = null, more = true; more && pieces.length < 90; after = pieces.at(-1) ?? null) {
					const piece = expand({ rule, first, after, limit: size });
					// a rule of every 99 years meets the bound of a century first
					if (!piece.ok) expect(piece.error.type).toBe('too-far');
					if (!piece.ok) break;
					pieces.push(...piece.value.dates);
					more = piece.value.more && piece.value.dates.length > 0;
				}
				// the pieces of a series that goes on look three years ahead each
				expect(whole.value.more ? pieces.slice(0, whole.value.dates.length) : pieces).toEqual(whole.value.dates);
			}),
			{ numRuns: 150 }
		);
	});

	it('[CAL85] what the editor makes always has words of its own, unless the day never comes', () => {
		fc.assert(
			fc.property(parts, date, (given, first) => {
				const { repeat } = given;
				const neverComes = repeat.type === 'yearly' && repeat.day > new Date(Date.UTC(2024, repeat.month, 0)).getUTCDate();
				expect(sayRule(partsToRule(given), first).startsWith('a custom pattern')).toBe(neverComes);
			})
		);
	});
});

describe('the clock of a zone', () => {
	const zone = fc.constantFrom('America/New_York', 'Europe/Dublin', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/Sao_Paulo', 'Asia/Gaza');
	const wall = fc.tuple(date, fc.integer({ min: 0, max: 1439 })).map(([day, minutes]) => {
		const two = (value: number) => String(value).padStart(2, '0');
		return `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
	});

	it('[CAL83] wall → instant → wall is the same unless the wall skips that time, then it is later', () => {
		fc.assert(
			fc.property(zone, wall, (name, given) => {
				const clock = clockOf(name);
				const { instant, kind } = clock.instantOf(given);
				const shown = clock.wallOf(instant);
				if (kind === 'gap') expect(shown > given).toBe(true);
				else expect(shown).toBe(given);
			}),
			{ numRuns: 5000 }
		);
	});

	it('[CAL83] instant → wall → instant is the same, or the first of two', () => {
		fc.assert(
			fc.property(zone, fc.integer({ min: Date.UTC(2000, 0) / 60_000, max: Date.UTC(2036, 0) / 60_000 }), (name, minute) => {
				const clock = clockOf(name);
				const found = clock.instantOf(clock.wallOf(minute * 60_000));
				expect(found.kind).not.toBe('gap');
				if (found.kind === 'plain') expect(found.instant).toBe(minute * 60_000);
				else expect([0, 30, 60]).toContain(minute - found.instant / 60_000);
			}),
			{ numRuns: 5000 }
		);
	});
});

function holds(given: Repeat, day: string): boolean {
	const [month, dayOfMonth] = [Number(day.slice(5, 7)), Number(day.slice(8, 10))];
	const length = new Date(Date.UTC(Number(day.slice(0, 4)), month, 0)).getUTCDate();
	switch (given.type) {
		case 'daily':
			return true;
		case 'weekly':
			return given.weekdays.some((each) => each === isoWeekday(day));
		case 'monthly-by-date':
			return dayOfMonth === (given.day === -1 ? length : given.day);
		case 'monthly-by-weekday':
			return isoWeekday(day) === given.weekday && (given.nth === -1 ? dayOfMonth + 7 > length : Math.ceil(dayOfMonth / 7) === given.nth);
		case 'yearly':
			return month === given.month && dayOfMonth === given.day;
	}
}
