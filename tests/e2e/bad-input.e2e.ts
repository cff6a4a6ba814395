/** What goes wrong in people's hands: each time one sentence, the next step, and nothing is lost. */
import { readFileSync } from 'node:fs';
import { dayAhead } from './support/days';
import { flipByte } from './support/damage';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';

const backupPassphrase = 'copper thistle nineteen walrus';

test('a wrong passphrase, a damaged vault: one sentence each, and a way out of the second', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana' });
	await ana.page.reload();
	await ana.app.unlock('quite another passphrase altogether');
	await ana.app.untilTold('That is not the passphrase of this device. Nothing was changed.', 'Try again; capital letters and spaces count.');
	await ana.app.unlock();
	await ana.app.untilHome();

	await flipByte(ana.page, { database: /^commonhold\/vault$/, store: 'vault', key: 'vault' });
	await ana.page.reload();
	await ana.app.unlock();
	await ana.app.untilTold('The keys stored on this device are damaged and cannot be opened.', 'Restore from your backup file, or join again');
	await ana.page.getByText('I do not know the passphrase').click();
	await expect(ana.page.getByRole('button', { name: 'Restore from a backup' })).toBeVisible();
	await ana.app.press('Forget everything on this device');
	await ana.app.press('Forget everything');
	await expect(ana.page.getByRole('button', { name: 'Found a collective' })).toBeVisible();
});

test('a damaged row is set aside, the rest opens, and colleagues bring it back', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);
	await ana.app.book({ room: 'Garden room', date: dayAhead(2), from: '09:00', to: '10:00' });
	await expect(await ben.app.dayOf(dayAhead(2))).toHaveCount(1);

	await ana.closeBrowser();
	await ben.app.untilAlone();
	await flipByte(ben.page, { database: /\/entries$/, store: 'rows', key: 'last' });
	await ben.app.reload();
	await ben.app.goTo('Home');
	const setAside = ben.page.getByText('Some stored entries were damaged and have been set aside. Colleagues’ devices still hold them.');
	await expect(setAside).toBeVisible();
	await ana.comeBack();
	await ana.app.unlock();
	await ana.app.untilHome();
	await ben.app.untilHere('Ana');
	await expect(setAside).toBeHidden({ timeout: 60_000 });
	await expect(await ben.app.dayOf(dayAhead(2))).toHaveCount(1, { timeout: 60_000 });
});

test('links that are no invitation, damaged, used up or of another collective are told apart', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana' });
	const link = await ana.app.invite('Ben');

	const ben = await stage.enter('Ben');
	await ben.app.press('Join with an invitation');
	const paste = async (text: string) => {
		await ben.page.getByLabel('Invitation link').fill(text);
		await ben.app.press('Open the invitation');
	};
	await paste('https://example.org/');
	await ben.app.untilTold('This is not an invitation link.', 'Copy the whole link again');
	await paste(link.slice(0, -6));
	await ben.app.untilTold('The invitation link is incomplete or was changed on its way.', 'Ask your colleague to send the link again');
	await paste(link);
	await expect(ben.app.heading).toContainText('Ana invites you to Praxis Lindenhof');
	await ben.app.introduce('Ben');
	await ben.app.acceptCharter();
	await ana.app.letIn('Ben', ben.app);
	await ben.app.untilHome();

	const dele = await stage.enter('Dele');
	await dele.app.knock(link, 'Dele', undefined, /^Not let in/);
	await dele.app.untilTold('This invitation has already let somebody in, and each one works once.', 'If that was not you, tell your colleagues');
	await dele.app.press('Start again');
	await expect(dele.page.getByRole('button', { name: 'Found a collective' })).toBeVisible();

	// a member who opens an invitation stays where they are, and is told how to join there as well
	await dele.app.found({ me: 'Dele', collective: 'Atelier Nord' });
	await dele.page.goto(link);
	await expect(dele.page.getByText('Unlock first; then you can join it')).toBeVisible();
	await dele.app.unlock();
	await expect(dele.app.heading).toHaveText('A link to another collective');
});

test('a backup brings a place back on a fresh browser; wrong passphrases and other files are told apart', async ({ stage }, testInfo) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana' });
	await ana.app.addRoom('Garden room');
	await ana.app.goTo('Settings');
	await ana.app.press('Make a backup');
	await ana.page.getByLabel('Passphrase of the backup').fill(backupPassphrase);
	await ana.page.getByLabel('The same again').fill(backupPassphrase);
	const [download] = await Promise.all([ana.page.waitForEvent('download', { timeout: 60_000 }), ana.app.press('Save the file')]);
	const file = testInfo.outputPath('ana.commonhold');
	await download.saveAs(file);
	expect(download.suggestedFilename()).toMatch(/^backup-\d{4}-\d\d-\d\d\.commonhold$/);
	await ana.closeBrowser();

	const fresh = await stage.enter('Ana on a new browser');
	const good = readFileSync(file);
	await fresh.app.restore(Buffer.from('a shopping list, and no backup at all'), backupPassphrase);
	await fresh.app.untilTold('This file is not a Commonhold backup.', 'Choose the file that ends in .commonhold.');
	await fresh.app.restore(Buffer.from(good).fill(0, good.length - 40, good.length - 20), backupPassphrase);
	await fresh.app.untilTold('This backup file is damaged; nothing was restored from it.', 'Try another copy of the file.');
	await fresh.app.restore(good, 'not this one at all, sorry');
	await fresh.app.untilTold(/passphrase/, /Try again/);
	await fresh.app.restore(good, backupPassphrase);
	await fresh.app.untilHome();
	await fresh.app.goTo('Calendar');
	await expect(fresh.page.getByText('Garden room').first()).toBeVisible();
	await fresh.app.reload();
});
