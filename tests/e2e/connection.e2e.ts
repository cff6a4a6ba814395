/** What each person is told of the connection: who is here and how, who was, and where a copy waits. */
import { checkScreen } from './support/accessibility';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';

test('two see each other directly; one leaves and was last heard from; then a copy waits at a keeper', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);
	await ana.page.setViewportSize({ width: 360, height: 740 });
	await ana.app.connection.click();
	await expect(ana.app.heading).toHaveText('Connection');
	await ben.app.connection.click();
	const member = (person: typeof ana, name: string) => person.page.getByRole('region', { name: 'Members' }).getByRole('listitem').filter({ hasText: name });
	await expect(member(ana, 'Ben')).toContainText('Here now, directly');
	await expect(member(ben, 'Ana')).toContainText('Here now, directly');

	const tests = ana.page.getByRole('region', { name: 'Test my connection' });
	await ana.app.press('Test now');
	await expect(tests.getByText('Connected now: Ben directly.')).toBeVisible({ timeout: 60_000 });
	await expect(tests.getByRole('listitem').filter({ hasText: 'Storage of this device' })).toContainText('works');
	await expect(tests.getByRole('listitem').filter({ hasText: 'Meeting point' })).toContainText('It answers.');
	await checkScreen(ana.page, 'connection');

	await ben.closeBrowser();
	await ana.app.untilAlone();
	await expect(member(ana, 'Ben')).toContainText(/Last heard from (just now|\d+ minutes? ago)/);
	await expect(ana.page.getByText(/^Nobody else is here right now\./)).toBeVisible();

	await ana.page.getByRole('link', { name: 'Keepers and servers' }).click();
	await ana.app.press('Add a keeper');
	await ana.app.press('Add it for everybody');
	await expect(ana.page.getByText('Paste the whole address')).toBeVisible();
	await checkScreen(ana.page, 'add a keeper, nothing said');
	await ana.page.getByLabel('Address of the keeper').fill(stage.server.keeper);
	await ana.page.getByLabel('Name', { exact: true }).fill('Dele’s old laptop');
	await ana.app.press('Add it for everybody');
	await expect(ana.page.getByText('has everything')).toBeVisible({ timeout: 60_000 });
	await checkScreen(ana.page, 'servers');
	await ana.page.getByRole('link', { name: 'Connection', exact: true }).click();
	await expect(ana.page.getByText(/a copy waits at Dele’s old laptop for the others\.$/)).toBeVisible({ timeout: 60_000 });
});
