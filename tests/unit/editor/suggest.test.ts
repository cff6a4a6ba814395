/** Suggestions as changes of a text: what typing and deleting leaves, and what accepting and declining makes of it. */
import { getSchema } from '@tiptap/core';
import type { Node, Schema } from '@tiptap/pm/model';
import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { notesNodes } from '$lib/features/consultation/editor/notes-schema';
import { plainText, readSuggestions, resolveSuggestions, type Verdict } from '$lib/features/consultation/editor/suggest/resolve';
import { asSuggestion, withoutSuggestions } from '$lib/features/consultation/editor/suggest/track';
import { createSeeded } from '../../support/seeded';

const schema: Schema = getSchema(notesNodes());
const ANA = 'a'.repeat(43);
const BEN = 'b'.repeat(43);

const paragraph = (words: string): object => ({ type: 'paragraph', ...(words === '' ? {} : { content: [{ type: 'text', text: words }] }) });
const text = (...paragraphs: string[]): EditorState =>
	EditorState.create({ schema, doc: schema.nodeFromJSON({ type: 'doc', content: paragraphs.map(paragraph) }) });

/** `+words+` are to be added, `-words-` to be taken away; ¶+ and ¶- are breaks; a line per paragraph. */
function draw(doc: Node): string {
	const lines: string[] = [];
	doc.descendants((node) => {
		if (!node.isTextblock) return;
		const broken = String(node.attrs.suggested ?? '');
		let line = broken.startsWith('split') ? '¶+' : broken.startsWith('join') ? '¶-' : '';
		node.forEach((child) => {
			const names = child.marks.map(({ type }) => type.name);
			const sign = `${names.includes('insertion') ? '+' : ''}${names.includes('deletion') ? '-' : ''}`;
			line += `${sign}${child.text ?? ''}${sign}`;
		});
		lines.push(line);
	});
	return lines.join('|');
}

let ids = 0;
function suggest(state: EditorState, by: string, change: (tr: Transaction) => Transaction): EditorState {
	const tr = asSuggestion(change(state.tr), state, by, `suggest${ids++}`);
	return tr === null ? state : state.apply(tr);
}
/** Types at a position, a letter at a time, each where the cursor is. */
function type(state: EditorState, by: string, at: number, words: string): EditorState {
	let now = state.apply(state.tr.setSelection(TextSelection.create(state.doc, at)));
	for (const letter of words) now = suggest(now, by, (tr) => tr.insertText(letter));
	return now;
}
function backspace(state: EditorState, by: string, times = 1): EditorState {
	let now = state;
	for (let i = 0; i < times; i++) {
		const { from } = now.selection;
		now = suggest(now, by, (tr) => tr.delete(from - 1, from));
	}
	return now;
}
const put = (state: EditorState, at: number, to = at): EditorState => state.apply(state.tr.setSelection(TextSelection.create(state.doc, at, to)));
const settle = (state: EditorState, verdict: Verdict, key?: string): EditorState => {
	const tr = resolveSuggestions(state, key ?? null, verdict);
	return tr === null ? state : state.apply(tr);
};

describe('suggesting', () => {
	it('[TXT53] typed words are words to add, in one suggestion', () => {
		const state = type(text('We meet on Monday.'), ANA, 8, ' late');
		expect(draw(state.doc)).toBe('We meet+ late+ on Monday.');
		expect(readSuggestions(state.doc)).toMatchObject([{ by: ANA, adds: ' late', takes: '' }]);
		expect(state.selection.head).toBe(13);
	});

	it('[TXT53] deleted words stay, marked, and the cursor goes on before them', () => {
		const state = backspace(put(text('We meet on Monday.'), 9), ANA, 5);
		expect(draw(state.doc)).toBe('We -meet -on Monday.');
		expect(state.selection.from).toBe(4);
		expect(readSuggestions(state.doc)).toHaveLength(1);
	});

	it('[TXT53] forward, the cursor goes on behind what is taken away', () => {
		let state = put(text('abcdef'), 3);
		for (let i = 0; i < 2; i++) {
			const at = state.selection.from;
			state = suggest(state, ANA, (tr) => tr.delete(at, at + 1));
		}
		expect(draw(state.doc)).toBe('ab-cd-ef');
		expect(state.selection.from).toBe(5);
	});

	it('[TXT53] own words to add are deleted at once, a colleague’s are marked', () => {
		const added = type(text('ab'), ANA, 2, 'XY');
		expect(draw(backspace(added, ANA).doc)).toBe('a+X+b');
		expect(draw(backspace(added, BEN).doc)).toBe('a+X++-Y+-b');
	});

	it('[TXT53] words typed over others replace them in one suggestion', () => {
		const state = suggest(put(text('We meet on Monday.'), 12, 18), ANA, (tr) => tr.insertText('Friday'));
		expect(draw(state.doc)).toBe('We meet on -Monday-+Friday+.');
		expect(readSuggestions(state.doc)).toMatchObject([{ adds: 'Friday', takes: 'Monday' }]);
		expect(draw(type(state, ANA, state.selection.head, 's').doc)).toBe('We meet on -Monday-+Fridays+.');
	});

	it('[TXT53] what two people write side by side stays two suggestions', () => {
		const state = type(type(text('ab'), ANA, 2, 'X'), BEN, 3, 'Y');
		expect(readSuggestions(state.doc).map(({ by, adds }) => [by, adds])).toEqual([
			[ANA, 'X'],
			[BEN, 'Y']
		]);
	});

	it('[TXT53] a new paragraph is a break to add; declined, the halves are one again', () => {
		let state = put(text('First second'), 6);
		state = suggest(state, ANA, (tr) => tr.split(6));
		expect(draw(state.doc)).toBe('First|¶+ second');
		expect(state.selection.from).toBe(8);
		state = type(state, ANA, 8, 'New');
		expect(readSuggestions(state.doc)).toMatchObject([{ adds: '¶New' }]);
		expect(draw(settle(state, 'decline').doc)).toBe('First second');
		expect(draw(settle(state, 'accept').doc)).toBe('First|New second');
	});

	it('[TXT53] Backspace at the start of a paragraph is a break to take away, or takes back an own one', () => {
		const joined = suggest(put(text('First', 'second'), 8), ANA, (tr) => tr.delete(6, 8));
		expect(draw(joined.doc)).toBe('First|¶-second');
		expect(joined.selection.from).toBe(6);
		expect(draw(settle(joined, 'accept').doc)).toBe('Firstsecond');
		expect(draw(settle(joined, 'decline').doc)).toBe('First|second');
		const split = suggest(put(text('Firstsecond'), 6), ANA, (tr) => tr.split(6));
		expect(draw(suggest(put(split, 8), ANA, (tr) => tr.delete(6, 8)).doc)).toBe('Firstsecond');
	});

	it('[TXT53] a deletion across paragraphs keeps them all until it is accepted', () => {
		const state = suggest(put(text('one two', 'three', 'four five'), 5, 21), ANA, (tr) => tr.deleteSelection());
		expect(draw(state.doc)).toBe('one -two-|¶--three-|¶--four- five');
		expect(readSuggestions(state.doc)).toHaveLength(1);
		expect(draw(settle(state, 'decline').doc)).toBe('one two|three|four five');
		expect(draw(settle(state, 'accept').doc)).toBe('one  five');
	});

	it('[TXT53] words pasted from a suggestion elsewhere are the own suggestion', () => {
		const from = type(text('ab'), BEN, 2, 'XY');
		const slice = from.doc.slice(1, 5);
		const state = suggest(put(text('cd'), 2), ANA, (tr) => tr.replaceSelection(slice));
		expect(readSuggestions(state.doc)).toMatchObject([{ by: ANA, adds: 'aXYb' }]);
	});

	it('[TXT53] formatting changes at once', () => {
		const state = suggest(put(text('abc'), 1, 4), ANA, (tr) => tr.addMark(1, 4, schema.mark('bold')));
		expect(readSuggestions(state.doc)).toEqual([]);
		expect(state.doc.rangeHasMark(1, 4, schema.marks.bold!)).toBe(true);
	});

	it('[TXT53] what is written directly within a suggestion is no part of it', () => {
		const state = type(text('ab'), BEN, 2, 'XY');
		const direct = state.apply(withoutSuggestions(put(state, 3).tr.insertText('!', 3)));
		expect(draw(direct.doc)).toBe('a+X+!+Y+b');
	});
});

describe('accepting and declining', () => {
	it('[TXT54] one suggestion is settled and the others stay', () => {
		let state = type(text('one two three'), ANA, 5, 'very ');
		state = suggest(put(state, 10, 14), BEN, (tr) => tr.deleteSelection());
		expect(draw(state.doc)).toBe('one +very +-two -three');
		const [first, second] = readSuggestions(state.doc);
		expect(draw(settle(state, 'accept', first!.key).doc)).toBe('one very -two -three');
		expect(draw(settle(state, 'decline', first!.key).doc)).toBe('one -two -three');
		expect(draw(settle(state, 'accept', second!.key).doc)).toBe('one +very +three');
		expect(settle(state, 'accept', 'nobody').doc).toBe(state.doc);
	});

	it('[TXT54] words to add that somebody else takes away: each of the two is settled by itself', () => {
		const state = backspace(type(text('ab'), ANA, 2, 'X'), BEN);
		expect(draw(state.doc)).toBe('a+-X+-b');
		const [adding, taking] = [ANA, BEN].map((by) => readSuggestions(state.doc).find((one) => one.by === by)!);
		expect(draw(settle(state, 'accept', adding!.key).doc)).toBe('a-X-b');
		expect(draw(settle(state, 'decline', adding!.key).doc)).toBe('ab');
		expect(draw(settle(state, 'accept', taking!.key).doc)).toBe('ab');
		expect(draw(settle(state, 'decline', taking!.key).doc)).toBe('a+X+b');
	});

	it('[TXT54] whatever is suggested, declining all gives the text as it was, and no mark is left', () => {
		const chance = createSeeded(7);
		let kinds = 0;
		for (let round = 0; round < 150; round++) {
			const start = text('The rooms are shared', 'by all of us', 'in equal parts');
			let state = start;
			for (let step = 0; step < 12; step++) {
				const by = chance.chance(0.5) ? ANA : BEN;
				const size = state.doc.content.size;
				const at = TextSelection.near(state.doc.resolve(1 + chance.int(size - 1))).from;
				const other = TextSelection.near(state.doc.resolve(1 + chance.int(size - 1))).from;
				const [from, to] = [Math.min(at, other), Math.max(at, other)];
				state = put(state, from, to);
				const kind = chance.int(4);
				kinds |= 1 << kind;
				if (kind === 0) state = suggest(put(state, at), by, (tr) => tr.insertText('xyz'));
				else if (kind === 1) state = suggest(state, by, (tr) => tr.deleteSelection());
				else if (kind === 2) state = suggest(put(state, at), by, (tr) => tr.split(at));
				else state = suggest(state, by, (tr) => tr.insertText('new'));
			}
			for (const verdict of ['accept', 'decline'] as const) {
				const settled = settle(state, verdict);
				expect(() => settled.doc.check()).not.toThrow();
				expect(readSuggestions(settled.doc)).toEqual([]);
			}
			expect([round, draw(settle(state, 'decline').doc)]).toEqual([round, draw(start.doc)]);
		}
		expect(kinds).toBe(15);
	});
});

describe('in lists', () => {
	it('[TXT54] items split and joined by suggestions come back as they were when declined, and are sound when accepted', () => {
		const chance = createSeeded(21);
		const item = (words: string): object => ({ type: 'listItem', content: [paragraph(words)] });
		const list = { type: 'bulletList', content: [item('Keys'), item('Heating'), item('Post')] };
		const doc = schema.nodeFromJSON({ type: 'doc', content: [paragraph('Who looks after'), list, paragraph('We ask again in May')] });
		for (let round = 0; round < 100; round++) {
			let state = EditorState.create({ schema, doc });
			for (let step = 0; step < 8; step++) {
				const by = chance.chance(0.5) ? ANA : BEN;
				const at = TextSelection.near(state.doc.resolve(1 + chance.int(state.doc.content.size - 1))).from;
				const depth = state.doc.resolve(at).depth > 1 ? 2 : 1;
				state = put(state, at);
				if (chance.chance(0.5)) state = suggest(state, by, (tr) => tr.split(at, depth));
				else if (chance.chance(0.5)) state = type(state, by, at, 'xy');
				else state = suggest(put(state, Math.min(at, TextSelection.near(state.doc.resolve(Math.max(1, at - 4))).from), at), by, (tr) => tr.deleteSelection());
			}
			const accepted = settle(state, 'accept');
			expect(() => accepted.doc.check()).not.toThrow();
			expect(readSuggestions(accepted.doc)).toEqual([]);
			expect([round, draw(settle(state, 'decline').doc)]).toEqual([round, draw(doc)]);
		}
	});
});

describe('plain words', () => {
	it('[TXT55] paragraphs, headings, lists, tasks and quotes keep their lines', () => {
		const item = (type: string, words: string, attrs = {}): object => ({ type, attrs, content: [paragraph(words)] });
		const doc = schema.nodeFromJSON({
			type: 'doc',
			content: [
				{ type: 'heading', attrs: { level: 3 }, content: [{ type: 'text', text: 'House rules' }] },
				paragraph('We agree:'),
				{ type: 'orderedList', content: [item('listItem', 'Quiet after nine'), item('listItem', 'Keys stay here')] },
				{ type: 'taskList', content: [item('taskItem', 'Print it', { checked: true }), item('taskItem', 'Hang it up')] },
				{ type: 'blockquote', content: [paragraph('As ever')] }
			]
		});
		expect(plainText(doc)).toBe('House rules\n\nWe agree:\n\n1. Quiet after nine\n2. Keys stay here\n\n[x] Print it\n[ ] Hang it up\n\n> As ever');
	});
});
