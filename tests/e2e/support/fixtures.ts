/**
 * The stage of every story: a server of the built app, and one browser profile per person. Whatever `watch.ts` saw going
 * wrong in any of them fails the story at its end.
 */
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { App } from './app';
import { startAppServer, type AppServer } from './app-server';
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

export type Stage = {
	readonly server: AppServer;
	/** A new browser profile; `path` is where it starts. Another `server` than the stage's is for stories that shut it. */
	enter(name: string, path?: string, server?: AppServer): Promise<Person>;
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
	stage: async ({ browser, server }, use) => {
		const people: Person[] = [];
		const enter = async (name: string, path = '/', { url }: AppServer = server) => {
			const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
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
		await use({ server, enter });
		const problems = people.flatMap((person) => person.watch.problems);
		await Promise.all(people.map((person) => person.leave()));
		expect(problems, 'nothing went wrong behind the screen').toEqual([]);
	}
});
