/**
 * The stage of every story: a server of the built app, and one browser profile per person. Whatever `watch.ts` saw going
 * wrong in any of them fails the story at its end.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, chromium, expect, type BrowserContext, type LaunchOptions, type Page } from '@playwright/test';
import { App } from './app';
import { startAppServer, type AppServer } from './app-server';
import { ZONE } from './days';
import { installNetworkSwitch } from './network-switch';
import { watchContext, type Watch } from './watch';

export { expect };

export type Person = {
	readonly name: string;
	readonly context: BrowserContext;
	/** The tab the person is looking at; another one after `comeBack`. */
	readonly page: Page;
	readonly app: App;
	readonly watch: Watch;
	/** Pulls the cable: no HTTP, no signaling, and every data channel goes silent for good. */
	goOffline(): Promise<void>;
	goOnline(): Promise<void>;
	/** A second tab in the same browser. */
	openTab(): Promise<App>;
	/** Closes every window of the browser and keeps the profile, as at the end of a day. */
	closeBrowser(): Promise<void>;
	/** Opens the browser again with what it stored; the app is locked then. */
	comeBack(): Promise<void>;
	/** Closes the browser; what it stored is gone with it, unless the story kept the context. */
	leave(): Promise<void>;
};

/** A person with a browser process of their own, which can die at any moment. */
export type Mortal = Person & {
	/** Kills the browser's process as the system would (SIGKILL), without a word to the page. */
	kill(): Promise<void>;
	/** A new process with the same profile; the app is locked then. */
	revive(): Promise<void>;
};

export type Stage = {
	readonly server: AppServer;
	/** Like `enter`, in a browser process of its own with a profile on the disk. */
	enterApart(name: string): Promise<Mortal>;
	/** A new browser profile; `path` is where it starts. Another `server` than the stage's is for stories that shut it. */
	enter(name: string, path?: string, server?: Pick<AppServer, 'url'>): Promise<Person>;
};

export const test = base.extend<{ stage: Stage }, { server: AppServer }>({
	server: [
		async ({}, use) => {
			const server = await startAppServer();
			await use(server);
			await server.stop();
		},
		{ scope: 'worker', timeout: 180_000 }
	],
	stage: async ({ browser, server, launchOptions }, use) => {
		const people: Person[] = [];
		const profiles: string[] = [];
		const enter = async (name: string, path = '/', { url }: Pick<AppServer, 'url'> = server) => {
			const context = await browser.newContext({ locale: 'en-GB', timezoneId: ZONE });
			const watch = await watchContext(context, url, name);
			const network = await installNetworkSwitch(context);
			const app = new App(await context.newPage(), url);
			const person: Person = {
				name,
				context,
				get page() {
					return app.page;
				},
				app,
				watch,
				goOffline: () => network.pull(),
				goOnline: () => network.restore(),
				openTab: async () => new App(await context.newPage(), url),
				closeBrowser: async () => {
					for (const page of context.pages()) await page.close();
				},
				comeBack: async () => {
					app.page = await context.newPage();
					await app.open();
				},
				leave: () => context.close()
			};
			people.push(person);
			await app.open(path);
			return person;
		};
		const enterApart = async (name: string): Promise<Mortal> => {
			const profile = await mkdtemp(join(tmpdir(), 'commonhold-profile-'));
			profiles.push(profile);
			let now = await openApart(profile, server.url, name, launchOptions);
			const app = new App(now.page, server.url);
			const mortal: Mortal = {
				name,
				get context() {
					return now.context;
				},
				get page() {
					return app.page;
				},
				app,
				get watch() {
					return now.watch;
				},
				goOffline: () => now.network.pull(),
				goOnline: () => now.network.restore(),
				openTab: async () => new App(await now.context.newPage(), server.url),
				closeBrowser: async () => {
					for (const page of now.context.pages()) await page.close();
				},
				comeBack: async () => {
					app.page = await now.context.newPage();
					await app.open();
				},
				leave: () => now.context.close(),
				kill: () => killBrowser(now.page, now.context),
				revive: async () => {
					now = await openApart(profile, server.url, name, launchOptions);
					app.page = now.page;
					await app.open();
				}
			};
			people.push(mortal);
			await app.open();
			return mortal;
		};
		await use({ server, enter, enterApart });
		const problems = people.flatMap((person) => person.watch.problems);
		await Promise.all(people.map((person) => person.leave()));
		await Promise.all(profiles.map((profile) => rm(profile, { recursive: true, force: true })));
		expect(problems, 'nothing went wrong behind the screen').toEqual([]);
	}
});

async function openApart(profile: string, url: string, name: string, launchOptions: LaunchOptions) {
	const context = await chromium.launchPersistentContext(profile, { ...launchOptions, locale: 'en-GB', timezoneId: ZONE });
	const watch = await watchContext(context, url, name);
	const network = await installNetworkSwitch(context);
	const [page = await context.newPage()] = context.pages();
	return { context, watch, network, page };
}

/** Every process of this browser at once; resolves when Playwright has noticed. */
async function killBrowser(page: Page, context: BrowserContext): Promise<void> {
	const session = await context.browser()?.newBrowserCDPSession();
	if (session === undefined) throw new Error('no browser to kill');
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	const gone = new Promise<void>((resolve) => void context.once('close', () => resolve()));
	for (const { id } of processInfo) process.kill(id, 'SIGKILL');
	await gone;
	expect(page.isClosed()).toBe(true);
}
