/** The app as a guest of the system: its manifest, files shared to it, and the number on its sign. */
import { checkScreen } from './support/accessibility';
import { expect, test } from './support/fixtures';
import { findWords, tap } from './support/scan';

const week = [
	'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//somebody//EN', 'BEGIN:VEVENT', 'UID:1@somebody', 'DTSTAMP:20260101T080000Z',
	'DTSTART:20300304T090000', 'DTEND:20300304T100000', 'SUMMARY:Quincewharf', 'END:VEVENT', 'END:VCALENDAR', ''
].join('\r\n');

test('[PWA22] [PWA30] the browser finds nothing wrong with installing the app, and is told how', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.untilStoredForOffline();
	const devtools = await ana.context.newCDPSession(ana.page);
	// the browser reads the manifest in its own time
	await expect(async () => {
		const { errors, data } = await devtools.send('Page.getAppManifest');
		expect(errors).toEqual([]);
		expect(data).toContain('share_target');
		const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
		expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
	}).toPass({ timeout: 20_000 });
	await ana.app.found({ me: 'Ana' });
	const card = ana.page.getByRole('region', { name: 'Install Commonhold on this device' });
	await expect(card.getByRole('listitem').first()).toBeVisible();
	await card.getByRole('button', { name: 'Later' }).click();
	await expect(card).toBeHidden();
	await ana.app.reload();
	await expect(ana.page.getByRole('heading', { name: 'Also yours' }).or(ana.page.getByRole('heading', { name: 'To begin with' })).first()).toBeVisible();
	await expect(card).toBeHidden();
	await ana.app.goTo('Settings');
	await ana.page.getByRole('link', { name: 'Installing, and what colleagues’ devices run' }).click();
	await expect(ana.page.getByText('No other device has said yet which version it runs.')).toBeVisible();
	await checkScreen(ana.page, 'the app');
});

test('[PWA20] [PWA23] a calendar file that is shared to the locked app waits in memory, then goes where its person says', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const tapped = tap(ana.context);
	await ana.app.found({ me: 'Ana' });
	await ana.app.addRoom('Garden room');
	await ana.app.untilStoredForOffline();
	await ana.page.reload();
	await expect(ana.app.heading).toHaveText('Commonhold is locked');
	// as the system does it: a form to the address in the manifest, then the page that it leads to
	await ana.page.evaluate(async (text) => {
		const form = new FormData();
		form.set('file', new File([text], 'week.ics', { type: 'text/calendar' }));
		await fetch('/share', { method: 'POST', body: form, redirect: 'manual' });
	}, week);
	await ana.page.goto(`${ana.app.origin}/share`);
	await expect(ana.app.heading).toHaveText('Commonhold is locked');
	expect(await ana.page.evaluate(async () => (await fetch('/share/held', { method: 'POST' })).status)).toBe(204);
	await ana.app.unlock();
	await expect(ana.page.getByRole('heading', { name: 'A calendar file' })).toBeVisible({ timeout: 60_000 });
	await checkScreen(ana.page, 'a shared file');
	await ana.page.getByRole('link', { name: 'Look at it in the calendar' }).click();
	await expect(ana.app.heading).toHaveText('From a calendar file');
	await expect(ana.page.getByText('Quincewharf').first()).toBeVisible({ timeout: 60_000 });
	expect(await findWords(['Quincewharf'], ana.page, tapped)).toEqual([]);
});

test('[PWA35] the sign shows how many proposals wait for me, and nothing once they are answered or the app is locked', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.context.addInitScript(() => {
		Object.assign(navigator, {
			setAppBadge: async (count: number) => void sessionStorage.setItem('sign', String(count)),
			clearAppBadge: async () => void sessionStorage.setItem('sign', '')
		});
	});
	const sign = () => ana.page.evaluate(() => sessionStorage.getItem('sign'));
	await ana.page.reload();
	await ana.app.found({ me: 'Ana' });
	await expect.poll(sign).toBe('');
	await ana.app.propose('We paint the hall', 'In white.');
	await expect.poll(sign).toBe('1');
	await ana.page.getByRole('button', { name: 'Lock now' }).click();
	await expect.poll(sign).toBe('');
	await ana.app.unlock();
	await expect.poll(sign).toBe('1');
	await ana.app.openProposal('We paint the hall');
	await ana.app.say('Agree');
	await expect.poll(sign).toBe('');
});
