/** Numbers that are announced by a word ("MRN", "policy", "plate"), and long codes that belong to somebody whatever they are. Carries IDN14. */
import { WEIGHT, type Detector, type Found } from '../found';

/** Letters, digits and what joins them, the first of them with a digit; further groups of digits after a space. Sticky: it begins where the key ended. */
const VALUE = /(?:[A-Z]{2,5} )?(?=[A-Za-z-]{0,8}\d)[A-Za-z\d]{1,24}(?:[-–./][A-Za-z\d]{1,24}){0,8}(?: [A-Za-z]{0,3}\d[A-Za-z\d]{0,9}(?![A-Za-z\d])){0,5}/y;
const PLATE = /(?:[A-Z\d]{1,4}[- ])?[A-Z\d]{2,7}(?:[- ][A-Z\d]{1,4})?(?![A-Za-z\d])/y;
const CODE = /(?<![\p{L}\d./:@-])[A-Za-z\d]{1,40}(?:[-–/][A-Za-z\d]{1,24}){0,8}(?![\p{L}\d@]|[-/.]\d)/gu;
const UNIT = /^\s*(?:mg|mcg|ml|minutes?|mins?|hours?|days?|weeks?|months?|years?|sessions?|times|percent|%|people|members|dollars|points|miles|pounds|lbs|kg|per)\b/i;
const YEAR = /^(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?$/;
/** Numbers everybody may call. */
const HELPLINES = /^(?:911|988|211|311|741741|112|999|116123|111)$/;

export const findKeyedNumbers: Detector = ({ part, sentence, data }) => {
	const found: Found[] = [];
	if (!/\d/.test(part)) return found;
	for (const { class: kind, key, digits } of data.keyed) {
		for (const match of part.matchAll(key)) {
			const at = match.index + match[0].length;
			const shape = kind === 'vehicle' ? PLATE : VALUE;
			shape.lastIndex = at;
			const value = trimmed(shape.exec(part)?.[0] ?? '');
			const named = /#|\b(?:no|num|number|id|ids|code|ending|ends)\b/i.test(match[0]);
			if (!isValue(value, part.slice(at + value.length, at + value.length + 12), named ? Math.min(digits, 2) : digits, named)) continue;
			const from = sentence.from + at;
			found.push({ from, to: from + value.length, class: kind, suggestions: data.instead[kind], weight: WEIGHT.keyed });
		}
	}
	for (const match of part.matchAll(CODE)) {
		const said = match[0];
		if (!isCode(said) || data.notCodes.test(said) || UNIT.test(part.slice(match.index + said.length, match.index + said.length + 12))) continue;
		const from = sentence.from + match.index;
		found.push({ from, to: from + said.length, class: 'code', suggestions: data.instead.code, weight: 1 });
	}
	return found;
};

/** Groups without a digit at the end belong to the sentence again. */
function trimmed(value: string): string {
	return /^.*\d[A-Za-z]{0,6}(?![A-Za-z])/s.exec(value)?.[0].replace(/[-–./]$/, '') ?? '';
}

function isValue(value: string, after: string, digits: number, named: boolean): boolean {
	if (value === '' || HELPLINES.test(value) || UNIT.test(after)) return false;
	if (value.replace(/\D/g, '').length < digits) return false;
	if (YEAR.test(value) && !named) return false;
	return !/^\d{1,2}[:/.]\d/.test(value) || named;
}

/** Eight signs or more with letters and four digits among them, or nine digits. */
function isCode(said: string): boolean {
	const digits = said.replace(/\D/g, '').length;
	const letters = said.replace(/[^A-Za-z]/g, '').length;
	if (/^\d{4}-\d\d-\d\d/.test(said)) return false;
	return letters > 0 ? digits >= 4 && digits + letters >= 8 && !/[a-z]{5,}/.test(said) : digits >= 9 && !said.includes('/');
}
