/** A new version of the app waits until the person takes it, takes nothing away, and opens for the first time without a network. */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAppServer, listenOnFreePort } from '../../keeper/server';
import type { AppServer } from './support/app-server';
import { expect, test, type Person } from './support/fixtures';

const build = fileURLToPath(new URL('../../build', import.meta.url));
const configuration = { publicUrl: '', signaling: [], iceServers: [] };

// the stage's server has made sure that there is a build
test('[PWA10] [PWA11] [PWA12] [PWA13] [PWA14] a new version waits, says what it is, loses no draft, and opens first in airplane mode', async ({ stage }) => {
	const shop = await openShop();
	try {
		const ana = await stage.enter('Ana', '/', shop.server);
		const { page } = ana;
		await ana.app.found({ me: 'Ana' });
		await ana.app.untilStoredForOffline();
		await ana.app.planMeeting('Reading circle');
		await ana.app.writeNotes('Written under the old version.');
		const was = await buildOf(ana);

		const name = await shop.release();
		await page.evaluate(async () => {
			Object.assign(window, { first: navigator.serviceWorker.controller });
			await (await navigator.serviceWorker.ready).update();
		});
		const bar = page.getByRole('status').filter({ hasText: 'A new version of the app is ready on this device' });
		await expect(bar).toContainText(`(${name})`, { timeout: 60_000 });
		expect(await page.evaluate(() => navigator.serviceWorker.controller === Reflect.get(window, 'first'))).toBe(true);
		expect(await buildOf(ana)).toBe(was);

		await ana.goOffline();
		await shop.server.stop();
		await ana.app.goTo('Consultation');
		await page.getByRole('link', { name: 'Plan a meeting' }).click();
		await page.getByLabel('Title').fill('House meeting');
		await bar.getByRole('button', { name: 'Use it now' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Finish here first' }).click();
		await expect(page.getByLabel('Title')).toHaveValue('House meeting');
		await ana.app.press('Plan the meeting');
		await expect(ana.app.heading).toHaveText('House meeting');

		await ana.app.beginProposal('Decide something');
		await page.getByLabel('The proposal').pressSequentially('Half a sentence');
		await bar.getByRole('button', { name: 'Use it now' }).click();
		await expect(ana.app.heading).toHaveText('Commonhold is locked');
		await ana.app.unlock();
		await ana.app.beginAgain();
		await expect(page.getByLabel('The proposal')).toHaveValue('Half a sentence');
		expect(await buildOf(ana)).toBe(name);
		await ana.app.openMeeting('Reading circle');
		await ana.app.untilNotes('Written under the old version.');
		await expect(bar).toBeHidden();
	} finally {
		await shop.close();
	}
});

test('[PWA15] [PWA16] a new version starts though the old one is at work just then; the tab that is left with the old one is told, and reads on', async ({ stage }) => {
	const shop = await openShop();
	try {
		const ana = await stage.enter('Ana', '/', shop.server);
		await ana.app.found({ me: 'Ana' });
		await ana.app.untilStoredForOffline();
		const second = await ana.openTab();
		await second.open();
		await second.unlock();
		await second.untilHome();
		const name = await shop.release();
		await second.page.evaluate(async () => (await navigator.serviceWorker.ready).update().then(() => undefined));
		await expect(second.page.getByText(`(${name})`)).toBeVisible({ timeout: 60_000 });
		await keepAtWork(ana.page, 1_500);
		await second.page.getByRole('button', { name: 'Use it now' }).click();
		await expect(second.heading).toHaveText('Commonhold is locked');
		await expect(ana.page.getByText('Another tab runs a newer version of the app')).toBeVisible({ timeout: 60_000 });
		await ana.app.addRoom('Garden room');
		await ana.page.getByRole('button', { name: 'Use it now' }).click();
		await ana.app.unlock();
		expect(await buildOf(ana)).toBe(name);
	} finally {
		await shop.close();
	}
});

/** Gives the service worker requests to answer without a pause; long enough for a browser to drop the start of a new one. */
async function keepAtWork(page: Person['page'], ms: number): Promise<void> {
	await page.evaluate((until) => {
		const ask = (count: number): void => {
			if (Date.now() < until) void fetch(`/_app/version.json?${count}`).then(() => setTimeout(ask, 0, count + 1));
		};
		for (let line = 0; line < 4; line++) ask(0);
	}, Date.now() + ms);
}

/** The short name of what runs, as the settings say it. */
async function buildOf({ app, page }: Person): Promise<string> {
	await app.goTo('Settings');
	await page.getByRole('link', { name: 'Installing, and what colleagues’ devices run' }).click();
	await expect(app.heading).toHaveText('This app');
	const line = page.getByText(/^Version /);
	await expect(line).toHaveText(/build \w{7}/);
	return /build (\w{7})/.exec(await line.innerText())?.[1] ?? '';
}

/** A copy of the build on a server of its own; `release` puts the same app there under another name, as a new version is put there. */
async function openShop(): Promise<{ readonly server: Pick<AppServer, 'url' | 'stop'>; release(): Promise<string>; close(): Promise<void> }> {
	const directory = mkdtempSync(join(tmpdir(), 'commonhold-build-'));
	cpSync(build, directory, { recursive: true });
	let open: Server | null = createAppServer({ buildDirectory: directory, configuration });
	const port = await listenOnFreePort(open, 0, '127.0.0.1');
	const stop = async () => {
		const server = open;
		open = null;
		server?.closeAllConnections();
		await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
	};
	return {
		server: { url: `http://localhost:${port}`, stop },
		async release() {
			await stop();
			const [before, next] = [nameOf(directory), '0123456789abcdef'];
			for (const file of filesIn(directory).filter((path) => /\.(js|json|html)$/.test(path))) {
				const text = readFileSync(file, 'utf8');
				if (text.includes(before)) writeFileSync(file, text.replaceAll(before, next));
			}
			open = createAppServer({ buildDirectory: directory, configuration });
			await listenOnFreePort(open, port, '127.0.0.1');
			return next.slice(0, 7);
		},
		async close() {
			await stop();
			rmSync(directory, { recursive: true, force: true });
		}
	};
}

/** Written by the build. */
const nameOf = (directory: string): string => /"version":"(\w+)"/.exec(readFileSync(join(directory, '_app/version.json'), 'utf8'))?.[1] ?? '';

const filesIn = (directory: string): string[] =>
	readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
