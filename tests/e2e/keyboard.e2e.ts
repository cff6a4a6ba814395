/** Founding, booking and agreeing with Tab, Enter and letters alone. */
import type { Locator } from '@playwright/test';
import { PASSPHRASE } from './support/app';
import { expect, test } from './support/fixtures';
import { choose, tabTo } from './support/keys';

test('founding, booking and agreeing need no pointer', async ({ stage }) => {
	const { page, app } = await stage.enter('Ana');
	const button = (name: string) => page.getByRole('button', { name, exact: true });
	const enter = async (target: Locator) => {
		await tabTo(page, target);
		await page.keyboard.press('Enter');
	};
	const write = async (label: string, words: string) => {
		await tabTo(page, page.getByLabel(label, { exact: true }));
		await page.keyboard.type(words);
	};
	await enter(button('Found a collective'));
	await write('Name of the collective', 'Praxis Lindenhof');
	await page.keyboard.press('Enter');
	await expect(app.heading).toHaveText('How you decide');
	await expect(app.heading).toBeFocused();
	await enter(button('Continue'));
	await write('My name', 'Ana');
	await page.keyboard.press('Enter');
	await write('Passphrase', PASSPHRASE);
	await write('The same again', PASSPHRASE);
	await page.keyboard.press('Enter');
	await app.untilHome();

	await enter(app.places.getByRole('link', { name: 'Calendar' }));
	await enter(page.getByRole('link', { name: 'Add a room' }));
	await expect(app.heading).toHaveText('Rooms');
	await enter(button('Add a room'));
	await write('Name of the room', 'Garden room');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('listitem').filter({ hasText: 'Garden room' })).toBeVisible();
	await enter(app.places.getByRole('link', { name: 'Calendar' }));
	await enter(button('Book'));
	const sheet = page.getByRole('dialog', { name: 'Book a room' });
	await enter(sheet.getByRole('button', { name: 'Book', exact: true }));
	await expect(sheet).toBeHidden();
	await expect(button('Book')).toBeFocused();
	await expect(page.getByRole('region', { name: 'Day' }).getByRole('link', { name: /^You, Garden room/ })).toBeVisible();

	await enter(app.places.getByRole('link', { name: 'Proposals' }));
	await enter(page.getByRole('link', { name: 'Propose something' }));
	await enter(page.getByRole('button', { name: /^Decide something/ }));
	await write('What we would decide', 'Quiet after eight');
	await enter(button('Look at it once more'));
	await enter(button('Put it to everybody'));
	await expect(app.heading).toHaveText('Quiet after eight');
	await choose(page, page.getByRole('radio', { name: /^Agree(?! with)/ }));
	await enter(button('Say it'));
	await enter(button('Make it my word'));
	await enter(button('Give my word'));
	await app.untilDecided();
});
