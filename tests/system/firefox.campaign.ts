/**
 * Ana in Chromium, Ben in Firefox as the distribution ships it (driven over WebDriver BiDi), in one collective: he comes in by
 * her invitation, each books a room, and each sees what the other booked, over WebRTC.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { launchBrowser } from '../e2e/harness/browser';
import { App, PASSPHRASE } from '../e2e/support/app';
import { startAppServer } from '../e2e/support/app-server';
import { dayAhead } from '../e2e/support/days';
import type { Campaign } from './campaign';

const FIREFOX = 'firefox-esr';
const day = dayAhead(3);

export const campaign: Campaign = {
	claim: 'Chromium and Firefox are members of one collective and converge over WebRTC, both ways',
	tools: [FIREFOX],
	async run() {
		const server = await startAppServer();
		const profile = mkdtempSync(join(tmpdir(), 'commonhold-firefox-'));
		const chromiumBrowser = await launchBrowser();
		const firefox = await launchFirefox(profile);
		try {
			const context = await chromiumBrowser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
			const ana = new App(await context.newPage(), server.url);
			await ana.open();
			await ana.found({ me: 'Ana' });
			await ana.addRoom('Garden room');
			const ben = new Hand(await firefox.newPage());
			console.log(await firefox.version());
			await ben.page.goto(await ana.invite('Ben'));
			await ben.press('Accept the invitation');
			await ben.fill('My name', 'Ben');
			await ben.press('Continue');
			await ben.fill('Passphrase', PASSPHRASE);
			await ben.fill('The same again', PASSPHRASE);
			await ben.press('Go to the door');
			await ben.press('I have read this and want to join');
			await ana.goTo('Members');
			await ana.page.getByRole('region', { name: 'Ben at the door' }).getByRole('button', { name: 'Let in' }).click({ timeout: 60_000 });
			await ben.untilText('Today');
			await ana.untilHere('Ben');

			await ana.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
			await ben.goToCalendar(day);
			await ben.untilLabel('Ana, Garden room, 09:00 to 10:00');
			await ben.book('Garden room', day, '11:00', '12:00');
			await (await ana.dayOf(day)).filter({ has: ana.page.locator('xpath=self::*[starts-with(@aria-label, "Ben, Garden room, 11:00 to 12:00")]') }).waitFor({ timeout: 60_000 });

			// closed and opened again: what Firefox stored opens there, and is the same
			await ben.page.reload();
			await ben.fill('Passphrase', PASSPHRASE);
			await ben.press('Unlock');
			await ben.page.waitForSelector('nav[aria-label="Places"]');
			await ben.goToCalendar(day);
			await ben.untilLabel('You, Garden room, 11:00 to 12:00');
			assert.equal(await storedForOffline(ben.page), true);
			assert.deepEqual(ben.problems, []);
		} finally {
			await firefox.close();
			await chromiumBrowser.close();
			await server.stop();
			rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
		}
	}
};

function launchFirefox(userDataDir: string): Promise<Browser> {
	return puppeteer.launch({
		browser: 'firefox',
		executablePath: `/usr/bin/${FIREFOX}`,
		userDataDir,
		headless: true,
		extraPrefsFirefox: {
			// plain addresses instead of .local names, which need multicast to resolve
			'media.peerconnection.ice.obfuscate_host_addresses': false,
			'media.peerconnection.ice.loopback': true,
			'intl.accept_languages': 'en-GB'
		}
	});
}

const storedForOffline = (page: Page): Promise<boolean> =>
	page.evaluate(async () => (await navigator.serviceWorker.ready).active !== null && (await caches.keys()).some((name) => name.startsWith('commonhold-')));

/** A person at a Firefox, in the few verbs that are needed here. */
class Hand {
	readonly problems: string[] = [];

	constructor(readonly page: Page) {
		page.setDefaultTimeout(60_000);
		page.on('pageerror', (error) => this.problems.push(String(error)));
		page.on('console', (message) => {
			if (message.type() === 'error') this.problems.push(message.text());
		});
	}

	async press(name: string): Promise<void> {
		await this.page.locator(`xpath/.//button[normalize-space()="${name}"]`).click();
	}

	/** By the words of the label; of a choice, the words of what is chosen. */
	async fill(label: string, value: string): Promise<void> {
		const control = this.page.locator(`xpath/.//*[self::input or self::select or self::textarea][@id=(//label[normalize-space()="${label}"]/@for) or @aria-label="${label}"]`);
		const found = await control.waitHandle();
		const option = await found.evaluate((element, words) => {
			const options = element instanceof HTMLSelectElement ? [...element.options] : [];
			return options.find((one) => one.text === words)?.value ?? null;
		}, value);
		await control.fill(option ?? value);
	}

	async untilText(text: string): Promise<void> {
		await this.page.waitForSelector(`xpath/.//h1[normalize-space()="${text}"]`);
	}

	async untilLabel(start: string): Promise<void> {
		await this.page.waitForSelector(`a[aria-label^="${start}"]`);
	}

	async goToCalendar(date: string): Promise<void> {
		await this.page.locator('nav[aria-label="Places"] a[href="/calendar"]').click();
		await this.untilText('Calendar');
		await this.fill('Date', date);
	}

	async book(room: string, date: string, from: string, to: string): Promise<void> {
		await this.press('Book');
		await this.fill('Room', room);
		await this.fill('Day', date);
		await this.fill('From', from);
		await this.fill('To', to);
		await this.page.locator('dialog button[type="submit"]').click();
		await this.page.waitForFunction(() => document.querySelector('dialog[open]') === null);
	}
}
