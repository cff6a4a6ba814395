/**
 * Paid in another currency: from the rate on a statement, or from the sum that was charged, to the amount in the book. Whole numbers
 * throughout; half a unit is rounded up (LED26). The rate that is kept is in minor units of the book for one minor unit of the other.
 */
import { convertMinor } from '$crdt/domain/ledger/foreign';
import type { Foreign } from '$crdt/domain/ledger/ops';
import { minorDigits, parseMoney } from '$lib/ui/money';
import { decimalText, divideRounded, parseDecimal } from './decimals';

/** Digits of a rate after the point. */
const DIGITS = 10;
const ONE = 10n ** BigInt(DIGITS);

export interface AbroadDraft {
	currency: string;
	/** rate: one of theirs is so many of ours. inverse: one of ours is so many of theirs. sum: so much was charged. */
	by: 'rate' | 'inverse' | 'sum';
	rate: string;
	/** What the bank took, in the book's currency. */
	sum: string;
}

export interface AbroadReckoned {
	readonly foreign: Foreign;
	/** In the book's currency. */
	readonly amountMinor: number;
	/** The product before rounding, in units such as "110.388"; null where nothing was rounded. */
	readonly exact: string | null;
	/** One of theirs in ours, in units: "0.9199". */
	readonly rateText: string;
}

export type AbroadField = 'amount' | 'rate' | 'sum' | 'currency';
type Reckoned = { readonly ok: true; readonly value: AbroadReckoned } | { readonly ok: false; readonly field: AbroadField };

/** @param amount as typed, in the other currency. */
export function reckonAbroad(draft: AbroadDraft, amount: string, book: string): Reckoned {
	if (!/^[A-Z]{3}$/.test(draft.currency) || draft.currency === book) return { ok: false, field: 'currency' };
	const foreignMinor = parseMoney(amount, draft.currency);
	if (foreignMinor === null) return { ok: false, field: 'amount' };
	const scaled = draft.by === 'sum' ? rateOfSum(draft.sum, foreignMinor, book) : rateTyped(draft, book);
	if (scaled === null || scaled <= 0n || scaled >= 10n ** 19n) return { ok: false, field: draft.by === 'sum' ? 'sum' : 'rate' };
	const product = BigInt(foreignMinor) * scaled;
	const rate = decimalText(scaled, DIGITS);
	const amountMinor = convertMinor({ amountMinor: foreignMinor, rate });
	if (amountMinor === null || amountMinor < 1 || amountMinor > 1e12) return { ok: false, field: draft.by === 'sum' ? 'sum' : 'rate' };
	if (draft.by === 'sum' && amountMinor !== parseMoney(draft.sum, book)) return { ok: false, field: 'sum' };
	return {
		ok: true,
		value: {
			foreign: { currency: draft.currency, amountMinor: foreignMinor, rate },
			amountMinor,
			exact: draft.by === 'sum' || product % ONE === 0n ? null : shortly(decimalText(product, DIGITS + minorDigits(book)), minorDigits(book) + 3),
			rateText: sayRate(rate, draft.currency, book)
		}
	};
}

/** "0.0062": units of the book for one unit of the other, from the kept rate. */
export function unitRate(rate: string, foreign: string, book: string): string {
	const scaled = parseDecimal(rate, DIGITS) ?? 0n;
	const shift = minorDigits(foreign) - minorDigits(book);
	return decimalText(shift >= 0 ? scaled * 10n ** BigInt(shift) : scaled, DIGITS + (shift < 0 ? -shift : 0));
}

/** The same for reading: a few digits of it. */
export const sayRate = (rate: string, foreign: string, book: string): string => shortly(unitRate(rate, foreign, book), 6);

function rateTyped(draft: AbroadDraft, book: string): bigint | null {
	const typed = parseDecimal(draft.rate, DIGITS);
	if (typed === null || typed === 0n) return null;
	const unit = draft.by === 'rate' ? typed : divideRounded(ONE * ONE, typed);
	const shift = minorDigits(book) - minorDigits(draft.currency);
	return shift >= 0 ? unit * 10n ** BigInt(shift) : divideRounded(unit, 10n ** BigInt(-shift));
}

function rateOfSum(sum: string, foreignMinor: number, book: string): bigint | null {
	const sumMinor = parseMoney(sum, book);
	return sumMinor === null ? null : divideRounded(BigInt(sumMinor) * ONE, BigInt(foreignMinor));
}

/** Cut, not rounded: for reading only. */
function shortly(text: string, digits: number): string {
	const [whole = '0', part = ''] = text.split('.');
	const first = part.search(/[1-9]/);
	const kept = part.slice(0, whole === '0' && first >= 0 ? Math.max(digits, first + 4) : digits).replace(/0+$/, '');
	return kept === '' ? whole : `${whole}.${kept}`;
}
