/** One person, two devices: the second comes in by a link and six digits, and both hold the same. */
import { dayAhead } from './support/days';
import { checkScreen } from './support/accessibility';
import { expect, test } from './support/fixtures';
import { SIX_DIGITS } from './support/reaching';

const day = dayAhead(2);

test('a phone becomes one more device by a link and six digits, writes, and is taken off the list', async ({ stage }) => {
	const laptop = await stage.enter('Ana');
	await laptop.app.found({ me: 'Ana' });
	await laptop.app.addRoom('Garden room');
	await laptop.app.goTo('Your devices');
	await checkScreen(laptop.page, 'devices');
	await laptop.app.press('Add a device');
	await laptop.app.press('Show the square code');
	const link = await laptop.page.getByLabel('Device link').inputValue();

	const phone = await stage.enter('Ana, phone');
	await phone.page.goto(link);
	await expect(phone.app.heading).toHaveText('Add this device to Praxis Lindenhof');
	await phone.app.press('Go on with this device');
	await phone.page.getByLabel('Name of this device').fill('Pocket');
	await phone.page.getByLabel('Passphrase', { exact: true }).fill('another violet harbour unusual');
	await phone.page.getByLabel('The same again').fill('another violet harbour unusual');
	await phone.app.press('Go to the door');

	const waiting = laptop.page.getByRole('dialog').getByRole('region', { name: 'Pocket waits' });
	// whoever is greeted anew has new digits, so both sides are read until they say the same
	await expect(async () => {
		const read = (await waiting.getByText(SIX_DIGITS).textContent({ timeout: 5_000 })) ?? '';
		expect(read).toMatch(SIX_DIGITS);
		expect(await phone.page.getByRole('figure').getByText(SIX_DIGITS).allTextContents()).toContain(read);
	}).toPass({ timeout: 60_000 });
	await waiting.getByRole('button', { name: 'They are the same: accept' }).click();
	await phone.app.untilHome();
	await phone.app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await expect(await laptop.app.dayOf(day)).toHaveCount(1);

	await laptop.app.goTo('Your devices');
	await laptop.page.getByRole('button', { name: 'Pocket is lost, or not mine any more' }).click();
	await laptop.app.press('Take it off');
	await expect(phone.app.heading).toHaveText('This device was taken away', { timeout: 60_000 });
});
