/** Where a member stands: a trial that a decision begins and another one ends, and a mediation that settles a matter. */
import { checkScreen } from './support/accessibility';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';

test('a newcomer on trial reads along until the others decide; then nothing is left of the trial', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana' });
	await ana.app.goTo('Settings');
	await ana.page.getByRole('link', { name: 'How we decide' }).click();
	await ana.page.getByRole('link', { name: 'Propose a change: Trial of newcomers' }).click();
	await ana.page.getByLabel('Days on trial').fill('30');
	await ana.app.press('Propose it');
	await ana.app.say('Agree');
	await ana.app.untilDecided(/can no longer change|carried out/);

	const ben = await stage.enter('Ben');
	await ben.page.setViewportSize({ width: 360, height: 740 });
	await ben.app.knock(await ana.app.invite('Ben'), 'Ben');
	await ana.app.letIn('Ben', ben.app);
	await ben.app.untilHome();
	await ben.app.goTo('Members');
	await expect(ben.page.getByText('1 member, and 1 on trial.')).toBeVisible({ timeout: 60_000 });
	await expect(ben.page.getByRole('button', { name: 'Invite' })).toHaveCount(0);
	await ben.app.openMember('Ben');
	await expect(ben.page.getByText('You have been on trial since')).toBeVisible();
	await checkScreen(ben.page, 'on trial');
	await ben.app.openMember('Ana');
	await expect(ben.page.getByRole('link', { name: 'Something is not working with Ana' })).toHaveCount(0);

	await ana.app.openMember('Ben');
	await ana.app.press('Propose to end the trial');
	await checkScreen(ana.page, 'end a trial');
	await ana.page.getByRole('dialog').getByRole('button', { name: 'Propose it' }).click();
	await expect(ana.app.heading).toHaveText('Ben becomes a member with all rights');
	await ana.app.say('Agree');
	await ana.app.untilMembers(2);
	await ben.app.untilMembers(2);
	await expect(ben.page.getByRole('button', { name: 'Invite' })).toBeVisible();
});

test('a mediation says the same to everybody it concerns; settled, it leads nowhere', async ({ stage }) => {
	const [ana, ben, eve] = await gather(stage, ['Ana', 'Ben', 'Eve']);
	await ana.page.setViewportSize({ width: 360, height: 740 });
	await ana.app.openMember('Eve');
	await ana.page.getByRole('link', { name: 'Something is not working with Eve' }).click();
	await expect(ana.app.heading).toHaveText('When it is not working with Eve');
	await ana.app.press('Ask for a mediation');
	await expect(ana.page.getByText('Choose one colleague.')).toBeVisible();
	await checkScreen(ana.page, 'ask for a mediation, nothing said');
	await ana.page.getByRole('checkbox', { name: 'Ben' }).check();
	await ana.page.getByLabel('What is it about?').fill('The Studio was locked from inside four times.');
	await ana.app.press('Ask for a mediation');
	await expect(ana.app.heading).toHaveText('Mediation with Eve');
	await checkScreen(ana.page, 'a mediation under way');
	await expect(ana.page.getByRole('button', { name: 'Propose a removal' })).toHaveCount(0);

	await eve.app.openMember('Eve');
	await eve.page.getByRole('link', { name: 'Read what it says' }).click();
	await expect(eve.app.heading).toHaveText('A mediation that concerns you');
	await expect(eve.page.getByText('The Studio was locked from inside four times.')).toBeVisible();
	await checkScreen(eve.page, 'a mediation that concerns me');
	await expect(eve.page.getByRole('button', { name: 'Report it' })).toHaveCount(0);

	await ben.app.openMediation('Eve');
	await ben.app.press('Report it');
	await expect(ben.page.getByText('Say which of the two.')).toBeVisible();
	await ben.page.getByRole('radio', { name: /^It could be settled/ }).check();
	await ben.page.getByLabel('A word to it').fill('Eve leaves the key in the hall.');
	await checkScreen(ben.page, 'report a mediation');
	await ben.app.press('Report it');
	for (const { app, page } of [ben, ana, eve]) {
		await expect(app.standing).toHaveText('It could be settled. Nothing follows from it.', { timeout: 60_000 });
		await expect(page.getByText('Eve leaves the key in the hall.')).toBeVisible();
		await expect(page.getByRole('button', { name: 'Propose a removal' })).toHaveCount(0);
	}
});
