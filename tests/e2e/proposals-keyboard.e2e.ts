/** A matter from the first word to the register, on a narrow phone, by keys alone; every screen on the way is looked at by axe. */
import type { Page } from '@playwright/test';
import { checkScreen } from './support/accessibility';
import { byKeys, choose, tabTo } from './support/keys';
import { expect, test } from './support/fixtures';

test('talk, put to a decision, reword, block, meet, agree, close, state, hand out a task, find it again: no pointer, 360 pixels', async ({ stage }) => {
	const { page, app } = await stage.enter('Ana');
	await page.setViewportSize({ width: 360, height: 740 });
	await app.found({ me: 'Ana' });
	const main = page.getByRole('main');
	const { button, enter, write, look } = byKeys(page);
	const dialog = page.getByRole('dialog');

	await enter(app.places.getByRole('link', { name: /^Proposals/ }));
	await look('proposals, empty');
	await enter(main.getByRole('link', { name: 'Propose something' }).first());
	await look('what do you want');
	await enter(button(/^Talk about it first/));
	await write('What it is about', 'Quiet hours');
	await write(/^What I would like to talk about/, 'Phones off after eight.');
	await look('a discussion, written');
	await enter(button('Begin the discussion'));
	await expect(app.heading).toHaveText('Quiet hours');
	await write('Your comment', 'Also in the corridor?');
	await enter(button('Post the comment'));
	await expect(page.getByText('Also in the corridor?')).toBeVisible();
	await look('a discussion');

	await enter(main.getByRole('link', { name: 'Put it to a decision' }));
	await expect(app.heading).toHaveText('Propose something');
	await look('from a discussion to a decision');
	await enter(button('Look at it once more'));
	await look('once more');
	await enter(button('Put it to everybody'));
	await expect(app.heading).toHaveText('Quiet hours');
	await look('an open proposal');

	await enter(button('Suggest another wording'));
	await write('Text', 'Phones off after eight, in the corridor too.', dialog);
	await look('another wording, as it is written');
	await enter(button('Suggest it', dialog));
	await enter(button('Take it up'));
	await look('take it up');
	await enter(button('Ask everybody again', dialog));
	await expect(dialog).toBeHidden();
	await expect(main.getByText('Phones off after eight, in the corridor too.').first()).toBeVisible();

	await choose(page, page.getByRole('radio', { name: /^Block/ }));
	await enter(button('Say it'));
	await look('a block that does not say what it defends');
	await write('Which shared purpose or agreement is harmed, and how?', 'Emergencies reach us by phone.');
	await enter(button('Say it'));
	await expect(page.getByText('This is a first word, you can change it.')).toBeVisible();
	await expect(app.standing).toContainText('one block');
	await enter(button('Call a meeting'));
	await write('Where', 'Garden room', dialog);
	await look('call a meeting');
	await enter(button('Call the meeting', dialog));
	await expect(page.getByRole('heading', { name: 'Meetings about it' })).toBeVisible();
	await look('a block, and a meeting');

	await enter(button('Change it'));
	await choose(page, page.getByRole('radio', { name: /^Agree(?! with)/ }));
	await enter(button('Say it'));
	await enter(button('Make it my word'));
	await look('give my word?');
	await enter(button('Give my word', dialog));
	await app.untilDecided();
	await look('decided');

	await enter(button('Write it down'));
	await write(/^What was decided, and why/, 'We switch phones off at eight; the emergency line stays on.');
	await enter(button('Save it'));
	await expect(main.getByText('the emergency line stays on.').first()).toBeVisible();
	await enter(button('Hand out a task'));
	await write('What is to be done', 'A sign in the corridor');
	await tabTo(page, page.getByLabel('Who', { exact: true }));
	await page.keyboard.press('ArrowDown');
	await enter(button('Hand it out'));
	await expect(main.getByText('A sign in the corridor').first()).toBeVisible();
	await look('with an outcome and a task');
	await enter(app.places.getByRole('link', { name: /^Proposals/ }));
	await look('proposals, one decided');
	await enter(main.getByRole('link', { name: 'All decisions' }));
	await write('Search', 'emergency line');
	await expect(main.getByRole('link', { name: 'Quiet hours' })).toBeVisible();
	await look('the register, searched');
	await write('Search', 'nothing like it');
	await expect(main.getByRole('link', { name: 'Quiet hours' })).toBeHidden();
});

/** What is chosen in the form, and how it is answered so that it is settled. */
const WAYS: readonly { readonly kind: string; readonly answer: (page: Page) => Promise<void>; readonly ends: string }[] = [
	{ kind: 'One choice', answer: (page) => page.getByRole('radio', { name: 'Oak' }).check(), ends: 'Oak' },
	{ kind: 'Several choices', answer: (page) => page.getByRole('checkbox', { name: 'Ash' }).check(), ends: 'Ash' },
	{ kind: 'Sharing out dots', answer: (page) => page.getByRole('button', { name: 'Give a dot to Oak' }).click(), ends: 'Oak' },
	{ kind: 'A score for each', answer: (page) => page.getByLabel('Ash').fill('3'), ends: 'Ash' },
	{ kind: 'In order of preference', answer: (page) => page.getByRole('button', { name: /^Ash/ }).click(), ends: 'Ash' },
	{ kind: 'Least resistance', answer: (page) => page.getByLabel('Oak').fill('4'), ends: 'Ash' }
];

test('every poll has a form and an answer that stand on a phone, light and dark, and ends with what was chosen', async ({ stage }) => {
	test.setTimeout(600_000);
	const { page, app } = await stage.enter('Ana');
	await page.setViewportSize({ width: 360, height: 740 });
	await app.found({ me: 'Ana' });
	for (const { kind, answer, ends } of WAYS) {
		await app.beginProposal('Choose between options');
		await page.getByLabel('The question').fill(`Which table? ${kind}`);
		await page.getByLabel('How one chooses').selectOption(kind);
		await page.getByLabel('Option 1').fill('Oak');
		await page.getByLabel('Option 2').fill('Ash');
		await checkScreen(page, kind);
		await app.sendProposal(`Which table? ${kind}`);
		await answer(page);
		await checkScreen(page, `${kind}, answered`);
		await app.press('Say it');
		await app.bind();
		await expect(app.standing).toContainText(ends, { timeout: 60_000 });
		await checkScreen(page, `${kind}, chosen`);
	}
	await app.beginProposal('Ask the others');
	await page.getByRole('radio', { name: /^Sense check/ }).check();
	await page.getByLabel('What I ask').fill('How does it land?');
	await app.sendProposal('How does it land?');
	await page.getByRole('radio', { name: '4: rather for it' }).check({ force: true });
	await checkScreen(page, 'a sense check');
	await app.press('Say it');
	await app.bind();
	await app.untilDecided(/Concluded/);
});
