/** How we decide: what set each line, a line that a decision changes, and what members do together without one. */
import { checkScreen } from './support/accessibility';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';

test('every line says what set it; a decision changes one, by keyboard, and is then named beside it', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { app, page } = ana;
	await page.setViewportSize({ width: 360, height: 740 });
	await app.found({ me: 'Ana', foundingText: 'We answer each other within the week.' });
	await app.goTo('Settings');
	await checkScreen(page, 'settings');
	await page.getByRole('link', { name: 'How we decide' }).click();
	await expect(app.heading).toHaveText('How we decide');
	await expect(page.getByText('Everything is still as it was founded.')).toBeVisible();
	const days = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Days to decide' }) });
	await expect(days).toContainText('From the founding text');
	await expect(page.getByText('We answer each other within the week.')).toBeVisible();
	// nothing here is switched: there are links, and the paper
	await expect(page.getByRole('main').getByRole('button')).toHaveText(['Print']);
	await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
	await checkScreen(page, 'how we decide');

	await days.getByRole('link', { name: 'Propose a change: Days to decide' }).focus();
	await page.keyboard.press('Enter');
	await expect(app.heading).toHaveText('Days to decide');
	const field = page.getByRole('spinbutton', { name: 'Days to decide' }).first();
	await field.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByText('It is like this already.')).toBeVisible();
	await checkScreen(page, 'change a setting, nothing changed');
	await field.fill('0');
	await expect(page.getByText('A whole number of days, from 1 to 90.')).toBeVisible();
	await field.fill('10');
	await page.keyboard.press('Enter');
	await expect(app.heading).toHaveText('Days to decide: 10 days');
	await app.say('Agree');
	await app.untilDecided(/can no longer change|carried out/);

	await page.goto(`${stage.server.url}/settings/how-we-decide`);
	await app.unlock();
	await expect(days).toContainText('10 days, unless a proposal says otherwise.', { timeout: 60_000 });
	await expect(days).toContainText(/Decided on .*: Days to decide: 10 days/);
	await days.getByRole('link', { name: 'Days to decide: 10 days' }).click();
	await expect(app.heading).toHaveText('Days to decide: 10 days');
});

test('each kind of setting has a form that stands on a phone, light and dark', async ({ stage }) => {
	const { app, page } = await stage.enter('Ana');
	await page.setViewportSize({ width: 320, height: 640 });
	await app.found({ me: 'Ana' });
	await app.goTo('Settings');
	await page.getByRole('link', { name: 'How we decide' }).click();
	for (const line of ['Proposals in general', 'Mediation before a removal', 'Emergency measures', 'Who may spend how much', 'Ownership shares', 'Notes of check-ins', 'Meeting points of the devices']) {
		await page.getByRole('link', { name: `Propose a change: ${line}` }).click();
		await expect(app.heading).toHaveText(line);
		await app.press('Propose it');
		await checkScreen(page, line);
		expect([line, await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)]).toEqual([line, 0]);
		await page.getByRole('link', { name: 'How we decide' }).click();
		await expect(app.heading).toHaveText('How we decide');
	}
});

test('two declare an emergency together: it closes a room and says until when, on both devices', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);
	await ana.app.goTo('Proposals');
	await ana.page.getByRole('link', { name: 'Propose something' }).first().click();
	await ana.page.getByRole('link', { name: 'Act together at once' }).click();
	await ana.app.press('Declare it');
	await expect(ana.page.getByText('Say in a line what is done.')).toBeVisible();
	await checkScreen(ana.page, 'an emergency, nothing said');
	await ana.page.getByLabel('What is done').fill('The Garden room stays closed');
	await ana.page.getByLabel('What has happened').fill('Water under the floor.');
	await ana.page.getByLabel('Close a room meanwhile').selectOption('Garden room');
	await ana.app.press('Declare it');
	await expect(ana.app.heading).toHaveText('The Garden room stays closed');
	await expect(ana.app.standing).toContainText('Ana so far. It holds once one more member says yes');

	await ben.app.goTo('Proposals');
	await ben.page.getByRole('main').getByRole('link', { name: 'The Garden room stays closed' }).click();
	await expect(ben.app.heading).toHaveText('The Garden room stays closed');
	await checkScreen(ben.page, 'an emergency to join');
	await ben.app.press('Join this measure');
	for (const { app } of [ben, ana]) await expect(app.standing).toContainText(/^In force until .* by Ana and Ben\. It lapses by itself\.$/, { timeout: 60_000 });
	await ben.app.goTo('Calendar');
	await ben.page.goto(`${stage.server.url}/calendar/rooms`);
	await ben.app.unlock();
	await ben.page.getByRole('main').getByRole('link', { name: 'Garden room' }).click();
	await expect(ben.page.getByText('The Garden room stays closed').first()).toBeVisible({ timeout: 60_000 });
});
