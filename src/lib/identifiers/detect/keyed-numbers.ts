/** Numbers that are announced by a word ("MRN", "policy", "plate"), and long codes that belong to somebody whatever they are. Carries IDN14. */
import { WEIGHT, type Detector, type Found } from '../found';

/** Letters, digits and what joins them, the first of them with a digit; further groups of digits after a space. Sticky: it begins where the key ended. */
const VALUE = /(?:(?:[A-Z]{2,5}|[A-HJ-Z]) )?(?=[A-Za-z-]{0,8}\d)[A-Za-z\d]{1,24}(?:[-–./][A-Za-z\d]{1,24}){0,8}(?: [A-Za-z]{0,3}\d[A-Za-z\d]{0,9}(?![A-Za-z\d])){0,5}/y;
const PLATE = /(?:[A-Z\d]{1,4}[- ])?[A-Z\d]{2,7}(?:[- ][A-Z\d]{1,4})?(?![A-Za-z\d])/y;
const CODE = /(?<![\p{L}\d./:@$€£-])[A-Za-z\d]{1,40}(?:[-–/][A-Za-z\d]{1,24}){0,8}(?![\p{L}\d@]|[-/.]\d)/gu;
const UNIT = /^\s*(?:mg|mcg|ml|minutes?|mins?|hours?|days?|weeks?|months?|years?|sessions?|times|percent|%|people|members|dollars|points|miles|pounds|lbs|kg|per)\b/i;
const YEAR = /^(?:19|20)\d\d(?:[-–/](?:19|20)?\d\d)?$/;
/** Groups of three or four, as numbers of persons are written in many countries; no round sum of money. */
const GROUPS = /(?<![\p{L}\d.,$€£+-])(?<![$€£+] )\d{3,4}(?: \d{3,4}){2,4}(?![\p{L}\d]|[.,-]\d)/gu;
/** Numbers everybody may call. */
const HELPLINES = /^(?:911|988|211|311|741741|112|999|116123|111)$/;

export const findKeyedNumbers: Detector = ({ part, sentence, data }) => {
	const found: Found[] = [];
	if (!/\d/.test(part)) return found;
	for (const { class: kind, key, digits, signs = 0, loose = false } of data.keyed) {
		for (const match of part.matchAll(key)) {
			const at = match.index + match[0].length;
			const shape = kind === 'vehicle' ? PLATE : VALUE;
			shape.lastIndex = at;
			const run = shape.exec(part)?.[0] ?? '';
			// the letters of a plate stand in a group of their own
			const value = kind === 'vehicle' && /\d/.test(run) ? run : trimmed(run);
			const named = /#|\b(?:no|num|number|id|ids|code|ending|ends)\b/i.test(match[0]);
			if (value.replace(/[^A-Za-z\d]/g, '').length < signs) continue;
			if (!isValue(value, part.slice(at + value.length, at + value.length + 12), named && !loose ? Math.min(digits, 2) : digits, named)) continue;
			const from = sentence.from + at;
			found.push({ from, to: from + value.length, class: kind, suggestions: data.instead[kind], weight: loose ? WEIGHT.code : WEIGHT.keyed });
		}
	}
	for (const match of part.matchAll(GROUPS)) {
		if (/ 000$/.test(match[0]) || UNIT.test(part.slice(match.index + match[0].length, match.index + match[0].length + 12))) continue;
		const from = sentence.from + match.index;
		found.push({ from, to: from + match[0].length, class: 'code', suggestions: data.instead.code, weight: WEIGHT.code });
	}
	for (const match of part.matchAll(CODE)) {
		const said = match[0];
		if (!isCode(said) || data.notCodes.test(said) || UNIT.test(part.slice(match.index + said.length, match.index + said.length + 12))) continue;
		const from = sentence.from + match.index;
		found.push({ from, to: from + said.length, class: 'code', suggestions: data.instead.code, weight: WEIGHT.code });
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
	// a time or a date, unless it has more digits than those
	return !/^\d{1,2}[:/.]\d/.test(value) || named || value.replace(/\D/g, '').length > 8;
}

/** Eight signs or more with letters and four digits among them, or nine digits, or seven in one run that are no round number. */
function isCode(said: string): boolean {
	const digits = said.replace(/\D/g, '').length;
	const letters = said.replace(/[^A-Za-z]/g, '').length;
	if (/^\d{4}-\d\d-\d\d/.test(said)) return false;
	return letters > 0 ? digits >= 4 && digits + letters >= 8 && !/[a-z]{5,}/.test(said) : digits >= 9 ? !said.includes('/') : /^\d{7,8}$/.test(said) && !said.endsWith('000');
}
