/** A recurrence rule whose dates all move by some days. Pure text work on RFC 5545 rules in wall time. */
import { addDays } from '$lib/ui/times';

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/**
 * Weekdays, days of the month and the last day move along. A rule by position in the month ("the second Tuesday") takes the
 * new weekday at the same position, which is what people mean by moving it. The form shows every date before it is booked.
 */
export function shiftRule(rule: string, days: number): string {
	if (days === 0) return rule;
	return rule
		.split(';')
		.map((part) => {
			const [key = '', value = ''] = part.split('=', 2);
			switch (key) {
				case 'BYDAY':
					return `${key}=${value.split(',').map((code) => shiftDay(code, days)).join(',')}`;
				case 'BYMONTHDAY':
					return `${key}=${value.split(',').map((day) => shiftMonthDay(Number(day), days)).join(',')}`;
				case 'UNTIL': {
					const date = addDays(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`, days);
					return `${key}=${date.replaceAll('-', '')}${value.slice(8)}`;
				}
				default:
					return part;
			}
		})
		.join(';');
}

function shiftDay(code: string, days: number): string {
	const at = CODES.indexOf(code.slice(-2));
	return at < 0 ? code : code.slice(0, -2) + CODES[(((at + days) % 7) + 7) % 7];
}

/** Kept within the days that every month has, counted from its end where the rule does. */
function shiftMonthDay(day: number, days: number): number {
	return day < 0 ? Math.min(Math.max(day + days, -28), -1) : Math.min(Math.max(day + days, 1), 28);
}
