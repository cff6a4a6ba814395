/** Words pass the check on their way into the shared text; flagged ones wait until somebody decides. */
import { describe, expect, it } from 'vitest';
import { wordsAround, shareable } from '$lib/features/consultation/editor/held/words';
import { checkWords, quiet } from '../../support/held-check-double';
import { Writer } from '../../support/held-writer';

describe('[TXT41] a word is shared', () => {
	it('once it is finished and checked, not before', async () => {
		const ana = new Writer();
		ana.type('We mee');
		await quiet();
		expect(ana.shared).toBe('We ');
		ana.type('t.');
		await quiet();
		expect(ana.shared).toBe('We meet.');
		expect(ana.held).toEqual([]);
	});

	it('after a pause, on leaving the text, and on leaving the block', async () => {
		const ana = new Writer();
		ana.type('Rent');
		await quiet();
		expect(ana.shared).toBe('');
		ana.clock.advance(1_499);
		await quiet();
		expect(ana.shared).toBe('');
		ana.clock.advance(1);
		await quiet();
		expect(ana.shared).toBe('Rent');
		ana.type('ed');
		ana.blur();
		await quiet();
		expect(ana.shared).toBe('Rented');
		ana.isFocused = true;
		ana.type(' out');
		ana.enter();
		await quiet();
		expect(ana.shared).toBe('Rented out|');
	});

	it('not while its check is under way, and not by the answer to another text', async () => {
		const asked: ((text: string) => void)[] = [];
		const ana = new Writer({ check: (text) => new Promise((resolve) => asked.push(() => resolve(checkWords(text)))) });
		ana.type('Jonathan');
		ana.blur();
		await quiet();
		expect(ana.shared).toBe('');
		for (const answer of asked.splice(0)) answer('');
		await quiet();
		for (const answer of asked.splice(0)) answer('');
		await quiet();
		expect(ana.shared).toBe('');
		expect(ana.flags.map(({ text }) => text)).toEqual(['Jonathan']);
	});

	it('not when the check fails, does not answer or could not run; it is asked again', async () => {
		let works: 'rejects' | 'silent' | 'not run' | 'runs' = 'rejects';
		const ana = new Writer({
			check: (text) => {
				if (works === 'rejects') return Promise.reject(new Error('gone'));
				if (works === 'silent') return new Promise(() => undefined);
				return Promise.resolve(works === 'not run' ? { flags: [], settledTo: -1 } : checkWords(text));
			}
		});
		ana.type('Rent ');
		ana.blur();
		for (const next of ['silent', 'not run', 'runs'] as const) {
			await quiet();
			expect(ana.shared, works).toBe('');
			works = next;
			ana.clock.advance(6_500);
		}
		await quiet();
		expect(ana.shared).toBe('Rent ');
	});

	it('at once when finished, where nobody checks', async () => {
		const ana = new Writer({ check: null });
		ana.type('Rent is du');
		await quiet();
		expect(ana.shared).toBe('Rent is ');
		await ana.editing.settle();
		expect(ana.shared).toBe('Rent is du');
	});
});

describe('[TXT42] a flagged word', () => {
	it('waits on this device while the rest flows on', async () => {
		const ana = new Writer();
		ana.type('Saw Jonathan twice. ');
		ana.blur();
		await quiet();
		expect(ana.words).toBe('Saw Jonathan twice. ');
		expect(ana.shared).toBe('Saw  twice. ');
		expect(ana.flags).toMatchObject([{ text: 'Jonathan', class: 'name', isHeld: true }]);
		expect(ana.everSent).not.toContain('J');
	});

	it('is held as a whole, also what hangs on to it', async () => {
		const ana = new Writer();
		ana.type('Saw Jonathan’s mother. ');
		await quiet();
		expect(ana.shared).toBe('Saw  mother. ');
		expect(ana.held).toEqual(['Jonathan’s']);
	});

	it('that grew out of shared words holds what is new and underlines both', async () => {
		const ana = new Writer();
		ana.type('Due on the 14 ');
		await ana.editing.settle();
		expect(ana.shared).toBe('Due on the 14 ');
		ana.type('March. ');
		await quiet();
		expect(ana.held).toEqual(['March']);
		expect(ana.flags).toMatchObject([{ text: '14 March', isHeld: true }]);
	});

	it('is replaced by what tells less', async () => {
		const ana = new Writer();
		ana.type('Saw Jonathan twice. ');
		await quiet();
		ana.editing.replaceFlag(ana.flags[0]?.id ?? 0, '[client]');
		await quiet();
		expect(ana.shared).toBe('Saw [client] twice. ');
		expect(ana.flags).toEqual([]);
		expect(ana.everSent).not.toContain('Jonathan');
	});

	it('is kept knowingly: shared, told by its class, and not flagged again while it stands', async () => {
		const ana = new Writer();
		ana.type('Saw Jonathan twice. ');
		await quiet();
		ana.editing.keepFlag(ana.flags[0]?.id ?? 0);
		await quiet();
		expect(ana.shared).toBe('Saw Jonathan twice. ');
		expect(ana.kept).toEqual(['name']);
		ana.type('And Jonathan once. ');
		await quiet();
		expect(ana.flags).toMatchObject([{ text: 'Jonathan', isHeld: true }]);
		expect(ana.shared).toBe('Saw Jonathan twice. And  once. ');
	});

	it('is taken out', async () => {
		const ana = new Writer();
		ana.type('Saw Jonathan twice. ');
		await quiet();
		ana.editing.discardFlag(ana.flags[0]?.id ?? 0);
		await quiet();
		expect(ana.words).toBe('Saw  twice. ');
		expect(ana.held).toEqual([]);
	});

	it('keeps its number while other words come and go', async () => {
		const ana = new Writer();
		ana.type('Saw Jonathan twice. ');
		await quiet();
		const { id } = ana.flags[0] ?? { id: 0 };
		ana.select(1);
		ana.type('We ');
		await quiet();
		expect(ana.flags).toMatchObject([{ id, text: 'Jonathan' }]);
	});

	it('of a pasted page waits in each of its paragraphs', async () => {
		const ana = new Writer();
		ana.paste('Jonathan came.', 'It rained.', 'On 3 March he left.');
		ana.blur();
		await quiet();
		await quiet();
		expect(ana.shared).toBe(' came.|It rained.|On  he left.');
	});
});

describe('words and their borders', () => {
	it('count letters beyond the basic plane, apostrophes and hyphens in', () => {
		expect(wordsAround('an 𝐀’s co-op here', 3, 5)).toEqual({ from: 3, to: 7 });
		expect(wordsAround('co-op here', 5, 5)).toEqual({ from: 0, to: 5 });
	});

	it('never share half a word, wherever the check draws its line', () => {
		const question = { text: 'seventh day', held: [{ from: 0, to: 11 }], open: [], caret: 11 };
		expect(shareable({ ...question, checked: { flags: [], settledTo: 4 } })).toEqual([]);
		expect(shareable({ ...question, checked: { flags: [], settledTo: 8 } })).toEqual([{ from: 0, to: 8 }]);
	});
});
