/** Numbers that prove themselves: social security numbers by shape, cards, IBANs and vehicles by their check digits. Carries IDN13. */
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';
import { WEIGHT, type Detector, type Found } from '../found';

const SSN = /(?<![\d-])\d{3}([- ])\d\d\1\d{4}(?![\d-])/g;
/** British national insurance. */
const NINO = /(?<![\p{L}\d])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?![\p{L}\d])/gu;
/** British, French, Irish and Indian plates have shapes that nothing else has. */
const PLATE = /(?<![\p{L}\d-])(?:[A-HJ-PR-Y]{2}\d\d ?[A-HJ-PR-Z]{3}|[A-Z]{2}-\d{3}-[A-Z]{2}|\d{2,3}-[A-Z]{1,2}-\d{1,6}|[A-Z]{2}[ -]?\d{1,2}[ -][A-Z]{1,3}[ -]?\d{4})(?![\p{L}\d-])/gu;
/** Eight digits behind a British sort code. */
const SORT_CODE = /(?<![\d-])\d\d-\d\d-\d\d[ ,/]{1,2}\d{8}(?![\d-])/g;
const CARD = /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g;
const IBAN = /(?<![\p{L}\d])[A-Z]{2}\d\d(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?![\p{L}\d])/gu;
const VIN = /(?<![\p{L}\d])[A-HJ-NPR-Z\d]{17}(?![\p{L}\d])/giu;

export const findCheckedNumbers: Detector = ({ part, sentence, data }) => {
	const found: Found[] = [];
	if (!/\d/.test(part)) return found;
	const look = (pattern: RegExp, kind: IdentifierClass, holds: (said: string) => boolean): void => {
		for (const match of part.matchAll(pattern)) {
			if (!holds(match[0])) continue;
			const from = sentence.from + match.index;
			found.push({ from, to: from + match[0].length, class: kind, suggestions: data.instead[kind], weight: WEIGHT.exact });
		}
	};
	look(SSN, 'ssn', () => true);
	look(NINO, 'ssn', () => true);
	look(PLATE, 'vehicle', () => true);
	look(SORT_CODE, 'account', () => true);
	look(CARD, 'account', isCard);
	look(IBAN, 'account', isIban);
	look(VIN, 'vehicle', isVin);
	return found;
};

/** Luhn's check digit. */
export function isCard(said: string): boolean {
	const digits = said.replace(/\D/g, '');
	if (digits.length < 13 || /^(\d)\1*$/.test(digits)) return false;
	let sum = 0;
	for (let at = 0; at < digits.length; at++) {
		const digit = Number(digits[digits.length - 1 - at]);
		const twice = digit * 2;
		sum += at % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
	}
	return sum % 10 === 0;
}

/** ISO 13616: the remainder of 97. */
export function isIban(said: string): boolean {
	const plain = said.replaceAll(' ', '');
	if (plain.length < 15 || plain.length > 34) return false;
	let rest = 0;
	for (const sign of plain.slice(4) + plain.slice(0, 4)) {
		const value = parseInt(sign, 36);
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest === 1;
}

const VIN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const VIN_LETTERS = 'ABCDEFGH.JKLMN.P.R..STUVWXYZ';

/** ISO 3779: the ninth sign checks the others. */
export function isVin(said: string): boolean {
	const plain = said.toUpperCase();
	if (!/\d/.test(plain) || !/[A-Z]/.test(plain)) return false;
	const sum = [...plain].reduce((total, sign, at) => total + valueOf(sign) * (VIN_WEIGHTS[at] ?? 0), 0);
	return plain[8] === (sum % 11 === 10 ? 'X' : String(sum % 11));
}

/** A to H are 1 to 8, J to R 1 to 9, S to Z 2 to 9. */
function valueOf(sign: string): number {
	if (/\d/.test(sign)) return Number(sign);
	if (sign >= 'S') return sign.charCodeAt(0) - 81;
	if (sign >= 'J') return sign.charCodeAt(0) - 73;
	return VIN_LETTERS.indexOf(sign) + 1;
}
