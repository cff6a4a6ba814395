/** Five members, two of them without a network for a while: a setting changes and a member is removed by decision. */
import { dayAhead } from './support/days';
import { removalOf } from './support/deciding';
import { expect, test, type Person } from './support/fixtures';
import { gather } from './support/house';

const day = dayAhead(9);

test('five decide, two of them offline at first: talk, another wording, a block that is resolved; a setting changes, and a removal holds', async ({ stage }) => {
	test.setTimeout(900_000);
	const people = await gather(stage, ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve']);
	const [ana, ben, chloe, dele, eve] = people;

	await ana.page.goto(`${stage.server.url}/settings/how-we-decide/spendingBands`).catch(() => undefined);
	await ana.app.unlock();
	await ana.page.getByRole('button', { name: 'Add an amount' }).click();
	const row = ana.page.getByRole('group', { name: 'Row 2' });
	await row.getByLabel('From (EUR)').fill('300');
	await row.getByLabel('Who may spend it').selectOption('A decision');
	await ana.page.getByLabel('Why').fill('Three hundred is a month of supplies.');
	await ana.app.press('Propose it');
	await expect(ana.page.getByText('My voice')).toBeVisible();
	const title = (await ana.app.heading.textContent()) ?? '';
	expect(title).not.toBe('');

	// Dele answers the first text; then two cables are pulled, and Eve answers it without a network
	await openHere(dele, title);
	await dele.app.agree();
	await openHere(eve, title);
	await openHere(ben, title);
	await expect(ben.page.getByRole('region', { name: 'Who stands where' }).getByRole('listitem').filter({ hasText: 'Dele' })).toContainText('agree');
	await dele.goOffline();
	await eve.goOffline();
	await eve.app.answer('Stand aside');

	await ben.page.getByLabel('Your comment').fill('Is it each time, or in a month? @Chloé');
	await ben.app.press('Post the comment');
	await openHere(chloe, title);
	await expect(chloe.page.getByText('Is it each time, or in a month?')).toBeVisible();
	await chloe.app.press('Suggest another wording');
	await chloe.page.getByRole('dialog').getByLabel('Text').fill('Three hundred is a month of supplies. It counts for each expense.');
	await chloe.app.press('Suggest it');
	await ana.app.openProposal(title);
	await ana.app.press('Take it up');
	await ana.app.press('Ask everybody again');
	await expect(ben.page.getByText('It counts for each expense.').first()).toBeVisible({ timeout: 60_000 });
	await expect(chloe.page.getByText('1 earlier one')).toBeVisible({ timeout: 60_000 });

	await chloe.app.answer('Block', 'We have agreed that small repairs need nobody.');
	await expect(ben.page.getByText('Open: one block', { exact: false }).first()).toBeVisible({ timeout: 60_000 });
	await chloe.app.press('Call a meeting');
	await chloe.page.getByRole('dialog').getByLabel('Where').fill('Garden room');
	await chloe.app.press('Call the meeting');
	await expect(ben.page.getByText('called by Chloé')).toBeVisible({ timeout: 60_000 });
	await chloe.app.press('Change it');
	await chloe.app.agree();
	await ana.app.agree();
	await ben.app.answer('Agree with reservations');
	for (const person of [ana, ben, chloe]) await person.app.bind();
	await expect(ana.app.standing).toContainText(/Dele.*Eve|Eve.*Dele/);
	await expect(ana.app.standing).not.toContainText('Decided');

	await dele.goOnline();
	await eve.goOnline();
	for (const person of [dele, eve]) {
		await expect(person.page.getByText('It counts for each expense.').first()).toBeVisible({ timeout: 120_000 });
		await expect(person.page.getByText('The text has changed since you answered.')).toBeVisible();
	}
	await dele.app.press('Still: agree');
	await dele.app.bind();
	await eve.app.press('Another answer');
	await eve.app.agree();
	await eve.app.bind();
	for (const { app } of people) await app.untilDecided();
	for (const { app, page } of people) {
		await app.goTo('Settings');
		await page.getByRole('link', { name: 'How we decide' }).click();
		const setting = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Who may spend how much', level: 3 }) }).filter({ hasText: '300' });
		await expect(setting).toContainText('From €300.00: a decision');
		await expect(setting.getByRole('link', { name: title, exact: true })).toBeVisible();
	}

	await ana.app.askForMediation('Eve', ['Ben', 'Chloé']);
	for (const { app } of [ben, chloe]) {
		await app.openMediation('Eve');
		await app.reportNotSettled();
	}
	await expect(ana.page.getByRole('button', { name: 'Propose a removal' })).toBeVisible({ timeout: 60_000 });
	await ana.app.proposeRemoval('Eve');
	for (const { app } of [ana, ben, chloe, dele]) {
		await app.openProposal(removalOf('Eve'));
		await app.say('Yes');
	}
	for (const { app } of [ana, ben, chloe, dele]) await app.untilMembers(4);
	await expect(eve.app.heading).toHaveText('You are no longer a member', { timeout: 90_000 });
	await ana.app.book({ room: 'Garden room', date: day, from: '08:00', to: '09:00' });
	for (const { app } of [ben, chloe, dele]) await expect(await app.dayOf(day)).toHaveCount(1);
	await eve.page.reload();
	await eve.app.unlock();
	await expect(eve.app.heading).toHaveText('You are no longer a member');
});

async function openHere({ app, page }: Person, title: string): Promise<void> {
	await app.goTo('Proposals');
	await expect(page.getByRole('main').getByRole('link', { name: title }).first()).toBeVisible({ timeout: 60_000 });
	await app.openProposal(title);
}
