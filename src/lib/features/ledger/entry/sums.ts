/** Amounts that must come to a whole while they are typed: what is missing, and how it can be filled up. Whole minor units, or hundredths of a per cent. */
import { editMoney, parseMoney, sayMoney } from '$lib/ui/money';
import { decimalText, parseDecimal } from './decimals';

/** '' → 0; null: not a number that can stand there. */
export const moneyTyped = (text: string, currency: string): number | null => (/^\s*0*([.,]0*)?\s*$/.test(text) ? 0 : parseMoney(text, currency));

/** "+5", "-5,50", "5" → minor units; '' → 0. */
export function signedTyped(text: string, currency: string): number | null {
	const bare = text.trim().replace(/^[−–-]/, '-');
	const amount = moneyTyped(bare.replace(/^[+-]/, ''), currency);
	return amount === null ? null : bare.startsWith('-') && amount > 0 ? -amount : amount;
}

/** "33.3" → 3330 hundredths; '' → 0. */
export function percentTyped(text: string): number | null {
	const bare = text.trim().replace(/\s*%$/, '');
	const value = bare === '' ? 0n : parseDecimal(bare, 2);
	return value === null || value > 10_000n ? null : Number(value);
}

/** Whole numbers from 1; '' → 1 as the field begins. */
export function sharesTyped(text: string): number | null {
	const value = text.trim() === '' ? 1n : parseDecimal(text, 0);
	return value === null || value < 1n || value > 1_000_000n ? null : Number(value);
}

/** What the fields lack of the whole (above zero) or have too much (below); a field that cannot be read counts nothing. */
export const missing = (whole: number, parts: readonly (number | null)[]): number => whole - parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);

/** "Still missing €20.00", "€5.00 too much", "Adds up". */
export const sayMissing = (minor: number, currency: string): string =>
	minor === 0 ? 'Adds up.' : minor > 0 ? `Still missing ${sayMoney(minor, currency)}.` : `${sayMoney(-minor, currency)} too much.`;

export const sayMissingPercent = (points: number): string =>
	points === 0 ? 'Adds up to 100 %.' : points > 0 ? `Still missing ${decimalText(BigInt(points), 2)} %.` : `${decimalText(BigInt(-points), 2)} % too much.`;

/**
 * What is missing, shared among the empty fields, odd units to the first ones.
 * @returns the fields to change; none where nothing is missing or no field is empty.
 */
export function fillUp(typed: readonly { readonly key: string; readonly text: string }[], lacking: number, write: (value: number) => string): Readonly<Record<string, string>> {
	const empty = typed.filter((one) => one.text.trim() === '');
	if (lacking <= 0 || empty.length === 0) return {};
	const each = Math.floor(lacking / empty.length);
	const odd = lacking - each * empty.length;
	return Object.fromEntries(empty.map((one, index) => [one.key, write(each + (index < odd ? 1 : 0))]));
}

export const writeMoney = (currency: string) => (minor: number) => editMoney(minor, currency);
export const writePercent = (points: number): string => decimalText(BigInt(points), 2);
