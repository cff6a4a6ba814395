import { describe, expect, it } from 'vitest';
import { kindOf, periodAround, presetOf, presetPeriod, PERIOD_KINDS, PRESETS, readPeriod, sayMonth, sayPeriod, stepPeriod } from '$lib/features/ledger/shared/periods';
import { addDays } from '$lib/ui/times';

const TODAY = '2026-11-22';

describe('periods of the books', () => {
	it('are named by what people ask for', () => {
		expect(presetPeriod('month', TODAY)).toEqual({ from: '2026-11-01', until: '2026-12-01' });
		expect(presetPeriod('last-month', '2026-01-31')).toEqual({ from: '2025-12-01', until: '2026-01-01' });
		expect(presetPeriod('quarter', TODAY)).toEqual({ from: '2026-10-01', until: '2027-01-01' });
		expect(presetPeriod('last-year', TODAY)).toEqual({ from: '2025-01-01', until: '2026-01-01' });
		expect(presetPeriod('half-month', TODAY)).toEqual({ from: '2026-11-16', until: '2026-12-01' });
		expect(presetPeriod('half-month', '2026-02-15')).toEqual({ from: '2026-02-01', until: '2026-02-16' });
		expect(presetPeriod('everything', TODAY)).toBeNull();
	});
	it('of every kind leave no day out and none in two of them', () => {
		for (const kind of PERIOD_KINDS) {
			let period = periodAround(kind, '2023-12-31');
			for (let step = 0; step < 60; step++) {
				const next = stepPeriod(period, 1);
				expect([kind, next.from]).toEqual([kind, period.until]);
				expect(stepPeriod(next, -1)).toEqual(period);
				for (const day of [next.from, addDays(next.until, -1)]) expect(periodAround(kind, day)).toEqual(next);
				period = next;
			}
		}
	});
	it('two weeks begin on the same Monday for everybody', () => {
		expect(periodAround('two-weeks', TODAY)).toEqual({ from: '2026-11-09', until: '2026-11-23' });
		expect(periodAround('two-weeks', '2026-11-23').from).toBe('2026-11-23');
	});
	it('are recognised by their dates', () => {
		for (const preset of PRESETS) if (preset !== 'own') expect([preset, presetOf(presetPeriod(preset, TODAY), TODAY)]).toEqual([preset, preset]);
		expect(presetOf({ from: '2026-11-03', until: '2026-11-05' }, TODAY)).toBe('own');
		expect(kindOf({ from: '2026-02-01', until: '2026-03-01' })).toBe('month');
		expect(presetPeriod('twelve-months', TODAY)).toEqual({ from: '2025-12-01', until: '2026-12-01' });
		expect(stepPeriod({ from: '2025-12-01', until: '2026-12-01' }, -1)).toEqual({ from: '2024-12-01', until: '2025-12-01' });
		expect(stepPeriod({ from: '2026-11-03', until: '2026-11-05' }, -1)).toEqual({ from: '2026-11-01', until: '2026-11-03' });
	});
	it('are said with their last day, not with the day after', () => {
		expect(sayPeriod({ from: '2026-11-01', until: '2026-12-01' })).toBe('November 2026');
		expect(sayPeriod({ from: '2025-12-01', until: '2026-12-01' })).toBe('Dec 2025 – Nov 2026');
		expect(sayPeriod({ from: '2026-11-09', until: '2026-11-23' })).toBe('9 Nov – 22 Nov 2026');
		expect(sayPeriod({ from: '2025-12-30', until: '2026-01-02' })).toBe('30 Dec 2025 – 1 Jan 2026');
		expect(sayPeriod({ from: '2026-11-09', until: '2026-11-10' })).toBe('9 Nov 2026');
		expect(sayPeriod(readPeriod(null, '2026-06-01'))).toBe('Until 31 May 2026');
		expect(sayPeriod(null)).toBe('From the beginning until now');
		expect([sayMonth('2026-03'), sayMonth('2026-03', true)]).toEqual(['March 2026', 'Mar']);
	});
	it('from an address are believed only where they are dates in order', () => {
		expect(readPeriod('2026-01-01', '2026-02-01')).toEqual({ from: '2026-01-01', until: '2026-02-01' });
		for (const [from, until] of [['2026-02-01', '2026-01-01'], ['2026-02-30', '2026-03-01'], ['x', '2026-03-01'], ['2026-01-01', null], ['2026-01-01', '2026-01-01']] as const) expect(readPeriod(from, until)).toBeNull();
	});
});
