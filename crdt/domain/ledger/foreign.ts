/** Amounts of another currency: exact arithmetic of minor units times a decimal rate. Pure. Carries LED26. */
import type { Foreign } from './ops';

/** Minor units of the book: `amountMinor` × `rate`, half a unit rounded up; null where it cannot be counted exactly or the rate is no rate. */
export function convertMinor({ amountMinor, rate }: Pick<Foreign, 'amountMinor' | 'rate'>): number | null {
	const [, whole = '', , part = ''] = RATE.exec(rate) ?? [];
	if (whole === '' || !Number.isSafeInteger(amountMinor) || amountMinor < 0) return null;
	const scale = 10n ** BigInt(part.length);
	const product = BigInt(amountMinor) * BigInt(whole + part);
	const rounded = (2n * product + scale) / (2n * scale);
	return rounded <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(rounded) : null;
}

const RATE = /^(0|[1-9]\d{0,8})(\.(\d{1,10}))?$/;
