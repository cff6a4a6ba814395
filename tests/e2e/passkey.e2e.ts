/** A passkey unlocks beside the passphrase, by Chromium's own virtual authenticator. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';

async function virtualAuthenticator(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page);
	await session.send('WebAuthn.enable');
	await session.send('WebAuthn.addVirtualAuthenticator', {
		options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, hasPrf: true, isUserVerified: true, automaticPresenceSimulation: true }
	});
}

test('a passkey is added with the passphrase, unlocks, and is removed', async ({ stage }) => {
	const { app, page } = await stage.enter('Ana');
	await virtualAuthenticator(page);
	await app.found({ me: 'Ana' });
	await app.goTo('Settings');
	await app.press('Add a passkey');
	await page.getByRole('dialog').getByLabel('Passphrase').fill('wrong words in here');
	await app.press('Go on');
	await app.untilTold('That is not the passphrase', 'Try again');
	await page.getByRole('dialog').getByLabel('Passphrase').fill('violet harbour unusual mango bicycle');
	await app.press('Go on');
	await expect(page.getByRole('button', { name: 'Remove the passkey' })).toBeVisible({ timeout: 60_000 });

	await page.reload();
	await app.press('Unlock with a passkey');
	await expect(app.places).toBeVisible({ timeout: 60_000 });
	await app.goTo('Settings');
	await app.press('Remove the passkey');
	await app.press('Remove it');
	await expect(page.getByRole('button', { name: 'Add a passkey' })).toBeVisible();
	await app.reload();
});
