/** Amounts as files write them, in whole minor units and never by fractions: decimal point or comma, thousands, signs before and after. Pure. Carries LED61. */

export type DecimalMark = 'point' | 'comma';

/**
 * Which mark these amounts have. `sure` false: nothing in them says so ("1,234" alone may be either), and somebody should be asked.
 * @param digits of the currency after the mark
 */
export function sniffDecimal(texts: readonly string[], digits: number): { readonly mark: DecimalMark; readonly sure: boolean } {
	let [point, comma] = [0, 0];
	for (const text of texts) {
		const found = markIn(text, digits);
		if (found === 'point') point++;
		if (found === 'comma') comma++;
	}
	if (point === 0 && comma === 0) return { mark: 'point', sure: texts.every((text) => !/[.,]/.test(text)) };
	return { mark: comma > point ? 'comma' : 'point', sure: Math.min(point, comma) === 0 };
}

function markIn(text: string, digits: number): DecimalMark | null {
	const bare = text.replace(/[^\d.,]/g, '');
	const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
	if (last < 0) return null;
	const mark: DecimalMark = bare[last] === '.' ? 'point' : 'comma';
	if (bare.includes('.') && bare.includes(',')) return mark;
	if (bare.indexOf(bare[last] ?? '') !== last) return mark === 'point' ? 'comma' : 'point';
	const tail = bare.length - last - 1;
	return tail > 0 && tail <= Math.max(digits, 2) ? mark : null;
}

/**
 * Minor units, below zero where a minus stands before or after it, or brackets around it. Null: no amount, more digits than the currency
 * has, or beyond 1e12.
 */
export function readAmount(text: string, mark: DecimalMark, digits: number): number | null {
	const bare = text.replace(/^(?:[A-Z]{3}|[€$£])\s*|\s*(?:[A-Z]{3}|[€$£])$/g, '').replace(/[\s'’]/g, '').replace(/−|–/g, '-');
	const found = /^([-+]?)(\(?)(?:[€$£])?([\d.,]*\d[.,]?)(\)?)([-+]?)$/.exec(bare);
	if (!found) return null;
	const [, before = '', open = '', number = '', shut = '', after = ''] = found;
	if ((open === '') !== (shut === '') || (before !== '' && after !== '')) return null;
	const [decimal, group] = mark === 'point' ? ['.', ','] : [',', '.'];
	const [whole = '', part = '', ...more] = number.split(decimal);
	if (more.length > 0 || part.includes(group) || !new RegExp(`^\\d*$|^\\d{1,3}(\\${group}\\d{2,3})*\\${group}\\d{3}$`).test(whole)) return null;
	const cents = part.slice(digits);
	if (/[^0]/.test(cents)) return null;
	const minor = Number(`${whole.replaceAll(group, '') || '0'}${part.slice(0, digits).padEnd(digits, '0')}`);
	if (!Number.isSafeInteger(minor) || minor > MOST) return null;
	const isBelow = before === '-' || after === '-' || open !== '';
	return isBelow && minor !== 0 ? -minor : minor;
}

const MOST = 1e12;
