/** Undo of held and of shared words. */
import { describe, expect, it } from 'vitest';
import { quiet } from '../../support/held-check-double';
import { Writer } from '../../support/held-writer';

describe('[TXT46] undo', () => {
	it('takes the held word first, then what was shared; redo puts both back', async () => {
		const ana = new Writer();
		ana.type('Rent is du');
		await quiet();
		expect(ana.shared).toBe('Rent is ');
		expect(ana.editing.undo()).toBe(true);
		expect(ana.words).toBe('Rent is ');
		expect(ana.editing.undo()).toBe(true);
		expect(ana.words).toBe('');
		expect(ana.editing.canUndo).toBe(false);
		expect(ana.editing.redo()).toBe(true);
		expect(ana.words).toBe('Rent is ');
		expect(ana.editing.redo()).toBe(true);
		expect(ana.words).toBe('Rent is du');
		expect(ana.held).toEqual(['du']);
		expect(ana.editing.canRedo).toBe(false);
	});

	it('comes to a flagged word last, and typing ends what can be redone', async () => {
		const ana = new Writer();
		ana.type('Jonathan paid. ');
		await quiet();
		ana.editing.undo();
		expect(ana.words).toBe('Jonathan');
		ana.editing.undo();
		expect(ana.words).toBe('');
		ana.type('a');
		expect(ana.editing.canRedo).toBe(false);
	});
});
