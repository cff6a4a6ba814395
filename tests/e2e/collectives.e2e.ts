/** Several collectives on one device: one passphrase, one open at a time, the second tab follows. */
import { expect, test } from './support/fixtures';

test('one passphrase opens two collectives, one goes from one to the other, and one is forgotten', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { app, page } = ana;
	await app.found({ me: 'Ana' });
	await app.addRoom('Garden room');
	await app.goTo('Collectives');
	await app.press('Found or join another one');
	await expect(app.heading).toHaveText('Another collective');
	await app.press('Found a collective');
	await page.getByLabel('Name of the collective').fill('Hafen');
	await app.press('Continue');
	await app.press('Continue');
	await page.getByLabel('My name').fill('Ana in the harbour');
	await app.press('Found the collective');
	await app.untilHome();
	await expect(page.getByRole('link', { name: 'Hafen, home' })).toBeVisible();

	// the last one opens after the passphrase; a second tab reads along
	await app.reload();
	await expect(page.getByRole('link', { name: 'Hafen, home' })).toBeVisible();
	const second = await ana.openTab();
	await second.open('/members');
	await second.unlock();
	await expect(second.page.getByRole('link', { name: 'Hafen, home' })).toBeVisible({ timeout: 60_000 });

	await app.goTo('Collectives');
	await page.getByRole('button', { name: 'Open Praxis Lindenhof' }).click();
	await expect(page.getByRole('link', { name: 'Praxis Lindenhof, home' })).toBeVisible();
	await expect(second.page.getByRole('link', { name: 'Praxis Lindenhof, home' })).toBeVisible({ timeout: 60_000 });
	await second.goTo('Members');
	await expect(second.page.getByRole('main').getByText('Ana (you)', { exact: true })).toBeVisible();
	await second.page.close();

	await app.goTo('Collectives');
	await page.getByRole('button', { name: 'Forget Hafen on this device' }).click();
	await app.press('Forget it here');
	await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
	await app.reload();
	await expect(page.getByRole('link', { name: 'Praxis Lindenhof, home' })).toBeVisible();
});
