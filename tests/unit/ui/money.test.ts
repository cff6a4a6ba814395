import { describe, expect, it } from 'vitest';
import { editMoney, guessCurrency, minorDigits, parseMoney, sayMoney, sayMovement } from '$lib/ui/money';

describe('money for people', () => {
	it('is said with its currency and as many digits as the currency has', () => {
		expect(sayMoney(123_450, 'EUR')).toBe('€1,234.50');
		expect(sayMoney(-5, 'EUR')).toBe('−€0.05');
		expect(sayMoney(500, 'JPY')).toBe('JP¥500');
		expect(minorDigits('CHF')).toBe(2);
		expect(minorDigits('not a currency')).toBe(2);
	});

	it('says the sign of a movement, and none of nothing', () => {
		expect(sayMovement(1200, 'EUR')).toBe('+€12.00');
		expect(sayMovement(-1200, 'EUR')).toBe('−€12.00');
		expect(sayMovement(0, 'EUR')).toBe('€0.00');
	});

	it.each([
		['12', 1200], ['12.5', 1250], ['12,5', 1250], ['1,234.50', 123_450], ['1.234,50', 123_450], ['1 234,50', 123_450], ['€ 40', 4000],
		['40 €', 4000], ['1,234', 123_400], ['1.234.567', 123_456_700], ['0.01', 1], ['.5', 50]
	])('reads %s as people mean it', (text, minor) => {
		expect(parseMoney(text, 'EUR')).toBe(minor);
	});

	it.each(['', '0', '0.00', '-5', 'twelve', '1.2.3', '12.345,6789', '1,2345', '99999999999999'])('does not guess at %j', (text) => {
		expect(parseMoney(text, 'EUR')).toBeNull();
	});

	it('reads back what it writes into a field', () => {
		for (const minor of [1, 99, 100, 123_456, 1e9]) {
			expect(parseMoney(editMoney(minor, 'EUR'), 'EUR')).toBe(minor);
			expect(parseMoney(editMoney(minor, 'JPY'), 'JPY')).toBe(minor);
		}
	});

	it('guesses the currency of the place, whatever language the browser speaks', () => {
		expect(guessCurrency('Europe/Berlin', 'en-GB')).toBe('EUR');
		expect(guessCurrency('Europe/Zurich', 'de')).toBe('CHF');
		expect(guessCurrency('America/Chicago', 'en-US')).toBe('USD');
		expect(guessCurrency('UTC', 'de')).toBe('EUR');
	});
});
