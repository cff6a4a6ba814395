/**
 * Money for people: whole minor units to words and back. Knows nothing of accounts. Never computes with fractions of a
 * minor unit.
 */
import { LOCALE } from './locale';

/** Digits after the point for a currency: 2 for EUR, 0 for JPY. Unknown codes count as 2. */
export function minorDigits(currency: string): number {
	try {
		const options = new Intl.NumberFormat(LOCALE, { style: 'currency', currency }).resolvedOptions();
		return options.maximumFractionDigits ?? 2;
	} catch {
		return 2;
	}
}

/** "€1,234.50"; a negative amount with a true minus sign. */
export function sayMoney(amountMinor: number, currency: string): string {
	const digits = minorDigits(currency);
	const whole = Math.abs(amountMinor) / 10 ** digits;
	const text = new Intl.NumberFormat(LOCALE, {
		style: 'currency',
		currency,
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	}).format(whole);
	return amountMinor < 0 ? `−${text}` : text;
}

/** With the sign always said, for movements: "+€12.00", "−€12.00", "€0.00". */
export function sayMovement(amountMinor: number, currency: string): string {
	return amountMinor > 0 ? `+${sayMoney(amountMinor, currency)}` : sayMoney(amountMinor, currency);
}

/** As typed in a field, without the currency sign: "1234.50". */
export function editMoney(amountMinor: number, currency: string): string {
	return (amountMinor / 10 ** minorDigits(currency)).toFixed(minorDigits(currency));
}

/**
 * Reads what people type: "1234.5", "1,234.50", "1.234,50", "12,5", "€ 40". The last separator counts as the decimal one
 * unless exactly three digits follow and another reading is impossible to prefer ("1,234" is one thousand two hundred …).
 *
 * @returns whole minor units, or null where it is no positive amount, has too many decimals, or is above 1e12.
 */
export function parseMoney(text: string, currency: string): number | null {
	const bare = text.replace(/[\s\u00a0'’]/g, '').replace(/^[^\d.,-]+|[^\d.,]+$/g, '');
	if (!/^\d[\d.,]*$/.test(bare) && !/^[.,]\d+$/.test(bare)) return null;
	const digits = minorDigits(currency);
	const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
	const separators = bare.match(/[.,]/g) ?? [];
	const tail = last < 0 ? '' : bare.slice(last + 1);
	const mixed = new Set(separators).size > 1;
	const groupsOnly = last >= 0 && !mixed && tail.length === 3 && digits !== 3 && /^\d{1,3}([.,]\d{3})+$/.test(bare);
	if (!mixed && separators.length > 1 && !groupsOnly) return null;
	const whole = last < 0 || groupsOnly ? bare : bare.slice(0, last);
	const part = last < 0 || groupsOnly ? '' : tail;
	if (part.length > digits) return null;
	const amount = Number(`${whole.replace(/[.,]/g, '') || '0'}${part.padEnd(digits, '0')}`);
	return Number.isSafeInteger(amount) && amount > 0 && amount <= 1e12 ? amount : null;
}

const USUAL = ['EUR', 'CHF', 'USD', 'GBP', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'CAD', 'AUD', 'NZD'];

/** Currencies to offer, the likely one first. */
export function offeredCurrencies(): readonly { readonly code: string; readonly name: string }[] {
	const names = new Intl.DisplayNames([LOCALE], { type: 'currency' });
	const all = Intl.supportedValuesOf('currency');
	const rest = all.filter((code) => !USUAL.includes(code));
	return [...USUAL, ...rest].map((code) => ({ code, name: names.of(code) ?? code }));
}

const BY_ZONE: Readonly<Record<string, string>> = {
	'Europe/London': 'GBP', 'Europe/Zurich': 'CHF', 'Europe/Vaduz': 'CHF', 'Europe/Stockholm': 'SEK', 'Europe/Oslo': 'NOK', 'Europe/Copenhagen': 'DKK',
	'Europe/Warsaw': 'PLN', 'Europe/Prague': 'CZK', 'Pacific/Auckland': 'NZD', 'America/Toronto': 'CAD', 'America/Vancouver': 'CAD'
};
const BY_REGION: Readonly<Record<string, string>> = { US: 'USD', GB: 'GBP', CA: 'CAD', AU: 'AUD', NZ: 'NZD', CH: 'CHF' };

/** A first guess from where the rooms probably are, then from the browser's region; EUR where neither says anything. */
export function guessCurrency(zone: string, language: string): string {
	const known = BY_ZONE[zone];
	if (known) return known;
	if (zone.startsWith('Europe/')) return 'EUR';
	if (zone.startsWith('Australia/')) return 'AUD';
	return BY_REGION[new Intl.Locale(language).maximize().region ?? ''] ?? 'EUR';
}
