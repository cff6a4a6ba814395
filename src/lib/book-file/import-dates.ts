/** Dates as files write them. The order of day and month is taken from the file where it shows, and asked where it does not. Pure. Carries LED61. */

export type DateOrder = 'ymd' | 'dmy' | 'mdy';

export interface SniffedDates {
	readonly order: DateOrder;
	/** 03/04/2026 throughout: may be the third of April or the fourth of March. */
	readonly ambiguous: boolean;
}

/** Null: these are no dates. */
export function sniffDates(texts: readonly string[]): SniffedDates | null {
	const parts = texts.filter((text) => text !== '').map(partsOf);
	if (parts.length === 0 || parts.some((one) => one === null)) return null;
	const all = parts.flatMap((one) => (one ? [one] : []));
	if (all.every(({ yearFirst }) => yearFirst)) return { order: 'ymd', ambiguous: false };
	if (all.some(({ yearFirst }) => yearFirst)) return null;
	const fits = (order: DateOrder): boolean => texts.filter((text) => text !== '').every((text) => readDate(text, order) !== null);
	const [dmy, mdy] = [fits('dmy'), fits('mdy')];
	if (dmy && mdy) {
		// days first is the only way that dates are written with points
		const points = all.every(({ separator }) => separator === '.');
		return { order: 'dmy', ambiguous: !points && all.some(({ numbers: [first, second] }) => first !== second) };
	}
	return dmy ? { order: 'dmy', ambiguous: false } : mdy ? { order: 'mdy', ambiguous: false } : null;
}

/** YYYY-MM-DD; null where it is no date in this order. A time behind it is left out; two digits of a year are of this century. */
export function readDate(text: string, order: DateOrder): string | null {
	const parts = partsOf(text);
	if (!parts || parts.yearFirst !== (order === 'ymd')) return null;
	const [a, b, c] = parts.numbers;
	const [year, month, day] = order === 'ymd' ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b];
	const date = `${String(year < 100 ? 2000 + year : year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
	const time = Date.parse(`${date}T00:00:00Z`);
	return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date || year < 1 ? null : date;
}

interface Parts {
	readonly numbers: readonly [number, number, number];
	readonly separator: string;
	readonly yearFirst: boolean;
}

function partsOf(text: string): Parts | null {
	const bare = text.trim().replace(/[T ]+\d{1,2}:\d{2}.*$/, '');
	const plain = /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
	if (plain) return { numbers: [Number(plain[1]), Number(plain[2]), Number(plain[3])], separator: '', yearFirst: true };
	const found = /^(\d{1,4})([-./])\s?(\d{1,2})\2\s?(\d{1,4})$/.exec(bare);
	if (!found) return null;
	const [, first = '', separator = '', second = '', third = ''] = found;
	const yearFirst = first.length === 4;
	if (yearFirst ? third.length > 2 : first.length > 2 || (third.length !== 2 && third.length !== 4)) return null;
	return { numbers: [Number(first), Number(second), Number(third)], separator, yearFirst };
}
