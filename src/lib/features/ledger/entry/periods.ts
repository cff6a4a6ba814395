/** The days a split by use or by membership is reckoned over: what the form offers, and what can be reckoned with. Ends are exclusive. Pure. */
import type { Period } from '$crdt/domain/ledger/ops';
import { daysBetween } from '$lib/ui/times';
import { isDate, kindOf, periodAround, stepPeriod } from '../shared/periods';

export type Preset = 'last-month' | 'this-month' | 'last-quarter' | 'custom';

export const PRESETS: readonly { readonly value: Preset; readonly label: string }[] = [
	{ value: 'last-month', label: 'Last month' },
	{ value: 'this-month', label: 'This month' },
	{ value: 'last-quarter', label: 'Last quarter' },
	{ value: 'custom', label: 'Other days' }
];

export function presetPeriod(preset: Exclude<Preset, 'custom'>, today: string): Period {
	switch (preset) {
		case 'last-month':
			return stepPeriod(periodAround('month', today), -1);
		case 'this-month':
			return periodAround('month', today);
		case 'last-quarter':
			return stepPeriod(periodAround('quarter', today), -1);
	}
}

/** Which of the offers a period is. */
export function presetOf(period: Period, today: string): Preset {
	const found = (['last-month', 'this-month', 'last-quarter'] as const).find((preset) => {
		const one = presetPeriod(preset, today);
		return one.from === period.from && one.until === period.until;
	});
	return found ?? 'custom';
}

/** A period that can be reckoned with: two days in order, at most three years. */
export const isPeriod = ({ from, until }: Period): boolean => isDate(from) && isDate(until) && from < until && daysBetween(from, until) <= 1100;

/** A whole calendar month moves on to the one before today; other periods stay as they are. */
export const movedOn = (period: Period, today: string): Period => (isDate(period.from) && kindOf(period) === 'month' ? presetPeriod('last-month', today) : period);
