import { describe, expect, it } from 'vitest';
import { diffTexts, sayChanges, shorten, type Piece } from '$lib/features/proposals/wording/text-diff';

const side = (pieces: readonly Piece[], gone: Piece['kind']) => pieces.filter((one) => one.kind !== gone).map((one) => one.text).join('');

describe('what changed in a text', () => {
	it('every character of both texts stands in it, white space included', () => {
		const pairs = [
			['', ''], ['', 'We meet on Fridays.'], ['We meet.', ''], ['a  b', 'a b'], ['One.\n\nTwo.', 'One.\nTwo.\n'], ['Où est Chloé ?', 'Où était Chloé ?'],
			['We keep the garden room free on Friday evenings.', 'We keep the front room free on most Friday evenings, from May.']
		] as const;
		for (const [before, after] of pairs) {
			const pieces = diffTexts(before, after);
			expect([side(pieces, 'added'), side(pieces, 'removed')]).toEqual([before, after]);
		}
	});
	it('neighbouring changes are read as one, the old words first', () => {
		expect(diffTexts('the red old door', 'the blue new door')).toEqual([
			{ kind: 'same', text: 'the ' }, { kind: 'removed', text: 'red old' }, { kind: 'added', text: 'blue new' }, { kind: 'same', text: ' door' }
		]);
	});
	it('a space behind both wordings is nobody’s change', () => {
		expect(diffTexts('it becomes a garden', 'it could be a garden')).toContainEqual({ kind: 'removed', text: 'becomes' });
	});
	it('a change in a paragraph does not swallow the line break before the next', () => {
		const pieces = diffTexts('Rent is due.\nKeys', 'Rent was due.\nDoors');
		expect(pieces.find((one) => one.kind === 'same' && one.text.includes('\n'))).toBeDefined();
	});
	it('texts without anything in common are shown one after the other', () => {
		const before = Array.from({ length: 3000 }, (_, i) => `a${i}`).join(' ');
		const after = Array.from({ length: 3000 }, (_, i) => `b${i}`).join('\n');
		expect(diffTexts(before, after)).toEqual([{ kind: 'removed', text: before }, { kind: 'added', text: after }]);
	});
	it('long unchanged stretches are shortened to what stands beside a change', () => {
		const long = 'word '.repeat(400);
		const short = shorten(diffTexts(`${long}red ${long}`, `${long}blue ${long}`));
		expect(short.filter((one) => one === null)).toHaveLength(2);
		expect(short.map((one) => one?.text ?? '').join('').length).toBeLessThan(400);
		expect(shorten(diffTexts('a red door', 'a blue door'))).not.toContain(null);
	});
	it('how much has changed is said in a few words', () => {
		expect(sayChanges(diffTexts('a red door', 'a blue old door'))).toBe('2 words new, 1 word gone');
		expect(sayChanges(diffTexts('same', 'same'))).toBe('');
		expect(sayChanges(diffTexts('a  b', 'a b'))).toBe('only spaces or line breaks');
	});
});
