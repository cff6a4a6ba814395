/** Devices and recovery, as a person does them. */
import { expect } from '@playwright/test';
import { PASSPHRASE, type App } from './app';

/** Six digits as they are read out, one by one. */
export const SIX_DIGITS = /^\d( \d){5}$/;

export async function openDevices(app: App): Promise<void> {
	await app.goTo('Your devices');
	await expect(app.heading).toHaveText('Your devices');
}

/** @returns the link for the one who lost their devices. */
export async function beginRecovery(app: App, name: string): Promise<string> {
	await openDevices(app);
	await app.press('Help a colleague who lost their device');
	await app.page.getByLabel('Who', { exact: true }).selectOption(name);
	await app.press('Make the link');
	const link = await app.page.getByLabel(`Link for ${name}`, { exact: true }).inputValue();
	await app.press('Done');
	return link;
}

/** On a device that has nothing: opens a link for it and waits at the door. */
export async function comeBackBy(app: App, link: string, deviceName: string, passphrase = PASSPHRASE): Promise<void> {
	await app.page.goto(link);
	await app.press('Go on with this device');
	await app.page.getByLabel('Name of this device').fill(deviceName);
	await app.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
	await app.page.getByLabel('The same again').fill(passphrase);
	await app.press('Go to the door');
	await expect(app.heading).toHaveText(/^At the door of/, { timeout: 60_000 });
}

/** Compares the digits with those on the new device, and says yes. */
export async function sayYesToRecovery(app: App, name: string, fresh: App): Promise<void> {
	await openDevices(app);
	const card = app.page.getByRole('region', { name: `Bringing ${name} back` });
	// A colleague who is greeted anew has new digits, so both sides are read until they say the same.
	await expect(async () => {
		const read = (await card.getByText(SIX_DIGITS).textContent({ timeout: 5_000 })) ?? '';
		expect(read).toMatch(SIX_DIGITS);
		expect(await fresh.page.getByRole('figure').getByText(SIX_DIGITS).allTextContents()).toContain(read);
	}).toPass({ timeout: 60_000 });
	await card.getByRole('button', { name: `It is ${name}, and the digits are the same` }).click();
}

/** Takes the one other device off one's list. */
export async function takeOffList(app: App): Promise<void> {
	await openDevices(app);
	await app.page.getByRole('button', { name: /is lost, or not mine any more$/ }).click();
	await app.press('Take it off');
	await expect(app.page.getByText('Devices of the past')).toBeVisible({ timeout: 60_000 });
}
