/** Texts of a form that are looked through before they are shared: what is flagged, what is kept, and whether the form may go. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { CheckedPlace, IdentifierClass } from '$crdt/domain/consultation/identifiers';
import type { OpInput } from '$crdt/domain/op';
import type { Checked } from '$lib/identifiers/types';
import { CheckedForm, CheckedText } from '$lib/parts/checked-text.svelte';

const KNOWN: readonly (readonly [RegExp, IdentifierClass])[] = [[/Jonathan/gi, 'name'], [/14 March/g, 'date'], [/account \d+/g, 'account'], [/\S+\.example\S*/g, 'url']];

const look = (text: string): Checked => ({
	flags: KNOWN.flatMap(([pattern, kind]) =>
		[...text.matchAll(pattern)].map((found) => ({ from: found.index, to: found.index + found[0].length, class: kind, reason: 'This may be one.', suggestions: ['[client]'] }))
	).sort((a, b) => a.from - b.from),
	settledTo: text.length
});

function formOf(place: CheckedPlace, check: (text: string) => Promise<Checked> = (text) => Promise.resolve(look(text))) {
	const posts: OpInput[][] = [];
	const form = new CheckedForm(place, check, (ops) => Promise.resolve(posts.push([...ops])));
	return { form, posts };
}

describe('checked texts of a form', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('[CON62] a form goes when nothing is flagged, and waits while something is', async () => {
		const { form } = formOf('agenda');
		const text = form.add();
		text.read('a question about endings');
		expect(await form.settle()).toBe(true);
		text.read('Jonathan and endings');
		expect(await form.settle()).toBe(false);
		expect(text.asked).toBe(true);
		expect(text.shown.map((one) => one.words)).toEqual(['Jonathan']);
		text.read('a client and endings');
		expect(await form.settle()).toBe(true);
	});

	it('[CON60] what was kept knowingly lets the form go, is written down once by its kind, and never by its words', async () => {
		const { form, posts } = formOf('comment');
		const text = form.add();
		text.read('Jonathan, and again JONATHAN');
		expect(await form.settle()).toBe(false);
		for (const one of text.open) text.keep(one);
		expect(await form.settle()).toBe(true);
		await form.posted('m1' as ObjectId);
		expect(posts).toEqual([[{ type: 'consultation/keep-identifier', place: 'comment', meeting: 'm1', class: 'name' }]]);
		expect(JSON.stringify(posts)).not.toMatch(/jonathan/i);
		await form.posted();
		expect(posts).toHaveLength(1);
	});

	it('[CON60] what was kept and then taken out is not written down; once posted, the same words are asked about again', async () => {
		const { form, posts } = formOf('comment');
		const text = form.add();
		text.read('Jonathan');
		await form.settle();
		for (const one of text.open) text.keep(one);
		text.read('somebody');
		expect(await form.settle()).toBe(true);
		await form.posted();
		expect(posts).toEqual([]);
		text.read('Jonathan');
		expect(await form.settle()).toBe(false);
	});

	it('[CON62] what was kept in one text of a form is kept in its others, also when the fields come back', async () => {
		const { form } = formOf('proposal');
		const [title, text] = [form.add(), form.add()];
		title.read('Jonathan');
		await form.settle();
		for (const one of title.open) title.keep(one);
		text.read('about Jonathan');
		expect(await form.settle()).toBe(true);
		form.remove(title);
		const again = form.add();
		again.read('Jonathan');
		expect(await form.settle()).toBe(true);
	});

	it('the check is asked after a pause, for the newest text only, and an answer that comes late is not taken for another text', async () => {
		const asked: { text: string; answer: (checked: Checked) => void }[] = [];
		const text = new CheckedText((words) => new Promise((answer) => void asked.push({ text: words, answer })), 'notes');
		text.read('Jonat');
		text.read('Jonathan c');
		await vi.advanceTimersByTimeAsync(149);
		expect(asked).toHaveLength(0);
		await vi.advanceTimersByTimeAsync(1);
		expect(asked.map((one) => one.text)).toEqual(['Jonathan c\n']);
		text.read('nobody here');
		asked[0]?.answer(look('Jonathan c\n'));
		await vi.advanceTimersByTimeAsync(150);
		expect(text.open).toEqual([]);
		asked[1]?.answer(look('nobody here\n'));
		await vi.advanceTimersByTimeAsync(0);
		expect(text.open).toEqual([]);
	});

	it('what stands at the very end may still be in the writing: it is spoken of after a rest', async () => {
		const text = new CheckedText((words) => Promise.resolve(look(words)), 'notes');
		text.read('I saw Jonathan');
		await vi.advanceTimersByTimeAsync(200);
		expect(text.open).toHaveLength(1);
		expect(text.shown).toHaveLength(0);
		await vi.advanceTimersByTimeAsync(800);
		expect(text.shown).toHaveLength(1);
	});

	it.each([
		['booking', 'on 14 March', true],
		['ledger', 'rent from account 4711, 14 March', true],
		['proposal', 'from 14 March', true],
		['agreement', 'since 14 March', true],
		['case', 'on 14 March', false],
		['comment', 'account 4711', false],
		['booking', 'Jonathan', false],
		['ledger', 'Jonathan', false],
		['agreement', 'https://law.example/tenants', true],
		['notes', 'https://blog.example/hers', false]
	] as const)('[CON62] everyday matters of the place "%s" are no clients’: %s', async (place, words, goes) => {
		const { form } = formOf(place);
		form.add().read(words);
		expect(await form.settle()).toBe(goes);
	});

	it('[CON62] where the check cannot be made the person has to say that they have read the text themselves', async () => {
		const { form } = formOf('notes', () => Promise.resolve({ flags: [], settledTo: -1 }));
		const text = form.add();
		text.read('some words');
		expect(await form.settle()).toBe(false);
		expect(text.unchecked).toBe(true);
		text.readMyself();
		expect(await form.settle()).toBe(true);
		text.read('other words');
		expect(await form.settle()).toBe(false);
	});

	it('while a form is being settled a second wish to post it goes nowhere, and a text that is gone from it does not hold it back', async () => {
		const { form } = formOf('notes');
		const text = form.add();
		text.read('Jonathan');
		const [first, second] = await Promise.all([form.settle(), form.settle()]);
		expect([first, second]).toEqual([false, false]);
		form.remove(text);
		const both = await Promise.all([form.settle(), form.settle()]);
		expect(both).toEqual([true, false]);
	});
});
