/** Telephone and fax numbers. Our pattern cuts candidates out; libphonenumber-js says what is possible where. Carries IDN11. */
import parsePhoneNumber, { isSupportedCountry, type CountryCode } from 'libphonenumber-js/min';
import { WEIGHT, type Detector, type Found } from '../found';

const CANDIDATE = /(?<![\d\p{L}$€£.,/-])(?:\+|\(\+?)?\d(?:[\s().\-–/·]{0,3}\d){5,16}(?:\s{0,2}(?:x|ext\.?|extension|#)\s{0,2}\d{1,6})?(?![\p{L}\d%]|[.,]\d)/giu;
const AMERICAN = /^(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]\d{4}(?:\s{0,2}(?:x|ext|#).*)?$/i;
/** With the zero that begins numbers outside America, in groups. */
const GROUPED = /^\(?0\d{1,4}\)?(?:[ -]\d{2,6}){1,4}$/;
const LOCAL = /^\d{3}[-.]\d{4}$/;
const NOT_A_NUMBER = [
	/^(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d$/, // years
	/^(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}/, // a date
	/^\d{1,2}[-./]\d{1,2}[-./](?:\d\d|\d{4})$/,
	/^\d{3}-\d\d-\d{4}$/, // a social security number
	/^\d{1,3}(?:\.\d{1,3}){3}$/ // an internet address
];

export const findTelephones: Detector = ({ part, sentence, data, region }) => {
	const found: Found[] = [];
	if (!/\d(?:\D{0,3}\d){5}/.test(part)) return found;
	for (const match of part.matchAll(CANDIDATE)) {
		const said = balanced(match[0]);
		if (NOT_A_NUMBER.some((shape) => shape.test(said))) continue;
		const before = part.slice(Math.max(0, match.index - 40), match.index);
		// "TFN number 482 173 908" is a number of something else
		const announced = data.phoneKey.test(before) && !/\b(?!UK|US|NZ|IE|SA)[A-Z]{2,6} \S{2,7}\s?$/.test(before);
		if (!isTelephone(said, announced, region)) continue;
		const kind = data.fax.test(before) ? 'fax' : 'phone';
		const from = sentence.from + match.index + match[0].indexOf(said);
		found.push({ from, to: from + said.length, class: kind, suggestions: data.instead[kind], weight: WEIGHT.number });
	}
	return found;
};

/** A bracket that was opened before the number is not part of it. */
function balanced(raw: string): string {
	if (raw.startsWith('(') && !raw.includes(')')) return raw.slice(1);
	return raw;
}

function isTelephone(said: string, announced: boolean, region: string): boolean {
	const digits = said.replace(/\D/g, '');
	if (digits.length < 7 || digits.length > 22) return false;
	if (AMERICAN.test(said) || LOCAL.test(said)) return true;
	if (GROUPED.test(said) && digits.length >= 9 && digits.length <= 12) return true;
	if (announced && digits.length <= 15) return true;
	const country: CountryCode | undefined = isSupportedCountry(region) ? region : undefined;
	const number = parsePhoneNumber(said, country);
	if (!number) return false;
	if (said.startsWith('+') || said.startsWith('(+')) return number.isPossible();
	return number.isValid() && (/[\s().-]/.test(said) || digits.length >= 10);
}
