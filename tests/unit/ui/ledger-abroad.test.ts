import { describe, expect, it } from 'vitest';
import { convertMinor } from '$crdt/domain/ledger/foreign';
import { reckonAbroad, sayRate, unitRate, type AbroadDraft } from '$lib/features/ledger/entry/abroad';
import { decimalText, divideRounded, parseDecimal } from '$lib/features/ledger/entry/decimals';

const dollars = (over: Partial<AbroadDraft>): AbroadDraft => ({ currency: 'USD', by: 'rate', rate: '', sum: '', ...over });
const reckoned = (draft: AbroadDraft, amount: string, book = 'EUR') => {
	const read = reckonAbroad(draft, amount, book);
	if (!read.ok) throw new Error(read.field);
	return read.value;
};

describe('numbers as they are typed', () => {
	it('are read with a point or a comma, and nothing else', () => {
		expect(['12', '12,5', '0.07', '12.', '1.234,5', '-3', '', '1.234'].map((text) => parseDecimal(text, 2))).toEqual([1200n, 1250n, 7n, 1200n, null, null, null, null]);
	});

	it('are written without the noughts nobody needs', () => {
		expect([decimalText(1250n, 2), decimalText(7n, 2), decimalText(1200n, 2), decimalText(5n, 0)]).toEqual(['12.5', '0.07', '12', '5']);
	});

	it('are divided with half a unit rounded up', () => {
		expect([divideRounded(5n, 2n), divideRounded(7n, 3n), divideRounded(8n, 3n)]).toEqual([3n, 2n, 3n]);
	});
});

describe('[LED26] paid in another currency', () => {
	it('a rate as printed gives the amount, and what was rounded is told', () => {
		expect(reckoned(dollars({ rate: '0.9199' }), '120.00')).toEqual({
			foreign: { currency: 'USD', amountMinor: 12_000, rate: '0.9199' }, amountMinor: 11_039, exact: '110.388', rateText: '0.9199'
		});
	});

	it('half a cent is rounded up', () => {
		expect(reckoned(dollars({ rate: '0.5' }), '0.01')).toMatchObject({ amountMinor: 1, exact: '0.005' });
	});

	it('a rate printed the other way round is turned over', () => {
		const { amountMinor, foreign } = reckoned(dollars({ by: 'inverse', rate: '1,25' }), '100');
		expect([amountMinor, foreign.rate]).toEqual([8_000, '0.8']);
	});

	it('the sum that was charged gives the rate, to the cent', () => {
		for (const [amount, sum] of [['120.00', '110.39'], ['0.03', '0.01'], ['99999.99', '91234.57'], ['3', '1000000']] as const) {
			const { amountMinor, foreign, exact } = reckoned(dollars({ by: 'sum', sum }), amount);
			expect(amountMinor).toBe(Math.round(Number(sum) * 100));
			expect(convertMinor(foreign)).toBe(amountMinor);
			expect(exact).toBeNull();
		}
	});

	it('currencies without cents, and those with three digits, keep their own smallness', () => {
		expect(reckoned({ currency: 'JPY', by: 'rate', rate: '0.0062', sum: '' }, '12000')).toMatchObject({ foreign: { amountMinor: 12_000, rate: '0.62' }, amountMinor: 7_440, rateText: '0.0062' });
		expect(reckoned({ currency: 'KWD', by: 'rate', rate: '3', sum: '' }, '1.005')).toMatchObject({ foreign: { amountMinor: 1_005, rate: '0.3' }, amountMinor: 302, exact: '3.015' });
		expect(reckoned({ currency: 'EUR', by: 'rate', rate: '160', sum: '' }, '10.00', 'JPY')).toMatchObject({ foreign: { amountMinor: 1_000, rate: '1.6' }, amountMinor: 1_600 });
	});

	it('what the form reckons is what the rules reckon', () => {
		for (let n = 60; n < 460; n++) {
			const { foreign, amountMinor } = reckoned(dollars({ rate: `0.${String(n * 37 + 1).padStart(5, '0')}` }), `${n * 13}.${String(n % 100).padStart(2, '0')}`);
			expect(convertMinor(foreign)).toBe(amountMinor);
		}
	});

	it('what cannot be read is named', () => {
		const field = (draft: AbroadDraft, amount: string) => {
			const read = reckonAbroad(draft, amount, 'EUR');
			return read.ok ? null : read.field;
		};
		expect([
			field(dollars({ rate: '0.9' }), ''), field(dollars({ rate: '' }), '5'), field(dollars({ rate: '0' }), '5'), field(dollars({ by: 'sum', sum: 'x' }), '5'), field(dollars({ currency: 'EUR', rate: '1' }), '5'),
			field(dollars({ rate: '0.0001' }), '0.01')
		]).toEqual(['amount', 'rate', 'rate', 'sum', 'currency', 'rate']);
	});

	it('the kept rate is said in units of both', () => {
		expect([unitRate('0.62', 'JPY', 'EUR'), unitRate('1.6', 'EUR', 'JPY'), unitRate('0.9199', 'USD', 'EUR'), sayRate('0.9199166667', 'USD', 'EUR'), sayRate('0.0000621234', 'USD', 'EUR')]).toEqual(['0.0062', '160', '0.9199', '0.919916', '0.00006212']);
	});
});
