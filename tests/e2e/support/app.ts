/** The app as a person uses it: verbs instead of selectors. Stories speak through this class only. */
import { expect, type Locator, type Page } from '@playwright/test';
import { ZONE } from './days';
import { Deciding } from './deciding';

export const PASSPHRASE = 'violet harbour unusual mango bicycle';

export type Founding = { readonly collective?: string; readonly me: string; readonly foundingText?: string; readonly passphrase?: string };

export class App extends Deciding {
	constructor(
		public page: Page,
		readonly origin: string
	) {
		super();
	}

	async open(path = '/'): Promise<void> {
		await this.page.goto(this.origin + path);
	}

	/** Resolves once the app is stored on the device and would open without a network. */
	async untilStoredForOffline(): Promise<void> {
		await this.page.evaluate(async () => {
			await navigator.serviceWorker.ready;
		});
		await this.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', null, { timeout: 60_000 });
	}

	async found({ collective = 'Praxis Lindenhof', me, foundingText, passphrase = PASSPHRASE }: Founding): Promise<void> {
		this.me = me;
		await this.press('Found a collective');
		await this.page.getByLabel('Name of the collective').fill(collective);
		await this.page.getByLabel('Currency of the books').selectOption('EUR');
		await this.page.getByLabel('Time zone').selectOption(ZONE);
		await this.press('Continue');
		await expect(this.heading).toHaveText('How you decide');
		if (foundingText !== undefined) {
			await this.page.getByLabel('Founding text').fill(foundingText);
		}
		await this.press('Continue');
		await this.page.getByLabel('My name').fill(me);
		await this.press('Continue');
		await this.choosePassphrase(passphrase);
		await this.press('Found the collective');
		await this.untilHome();
	}

	async choosePassphrase(passphrase = PASSPHRASE): Promise<void> {
		await expect(this.heading).toHaveText('Your passphrase');
		await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
		await this.page.getByLabel('The same again').fill(passphrase);
	}

	/** The locks are slow on purpose. */
	async untilHome(): Promise<void> {
		await expect(this.page.getByRole('heading', { name: 'Today', level: 1 })).toBeVisible({ timeout: 60_000 });
	}

	/** @returns the link, as it would be sent. */
	async invite(note = ''): Promise<string> {
		await this.goTo('Members');
		await this.press('Invite');
		if (note !== '') await this.page.getByLabel('For whom').fill(note);
		await this.press('Make the invitation');
		const link = await this.page.getByLabel('Invitation link').inputValue();
		await this.press('Done');
		return link;
	}

	/** Opens the link, goes as far as the door, and says yes to what a member's device shows there. */
	async knock(link: string, me: string, passphrase = PASSPHRASE, then = /^(At the door of|Welcome to)/): Promise<void> {
		await this.page.goto(link);
		await this.press('Accept the invitation');
		await this.introduce(me, passphrase);
		await this.acceptCharter();
		await expect(this.heading).toHaveText(then, { timeout: 60_000 });
	}

	/** Reads how the others work and decide, once a member is there to show it, and wants to join. */
	async acceptCharter(): Promise<void> {
		await expect(this.heading).toHaveText(/ works and decides$/, { timeout: 60_000 });
		await this.press('I have read this and want to join');
	}

	/** Who I am, and my passphrase; then the door. */
	async introduce(me: string, passphrase = PASSPHRASE): Promise<void> {
		this.me = me;
		await this.page.getByLabel('My name').fill(me);
		await this.press('Continue');
		await this.choosePassphrase(passphrase);
		await this.press('Go to the door');
	}

	/** Compares the code that the newcomer reads out, and says yes. */
	async letIn(name: string, newcomer: App): Promise<void> {
		await this.goTo('Members');
		const knock = this.page.getByRole('region', { name: `${name} at the door` });
		await expect(async () => {
			const code = await newcomer.codeFor(this.me);
			expect(code).not.toBeNull();
			expect(await knock.textContent({ timeout: 5_000 })).toContain(code);
		}).toPass({ timeout: 60_000, intervals: [100, 200] });
		await knock.getByRole('button', { name: 'Let in' }).click();
	}

	/** The code that a newcomer at the door reads out to this member. */
	private async codeFor(member: string): Promise<string | null> {
		const codes = this.page.getByRole('figure');
		const alone = (await codes.count()) === 1 && (await this.page.getByText(`${member} is at the door.`).count()) === 1;
		const figure = alone ? codes : codes.filter({ hasText: `for ${member}` });
		return (await figure.count()) === 1 ? figure.locator('.visually-hidden').textContent() : null;
	}

	/** On a fresh browser, from the first screen or the one of the restoring itself. */
	async restore(contents: Buffer, passphrase: string): Promise<void> {
		await expect(this.heading).toHaveText(/^(A house for a collective of equals|Back to where I was|Restore from a backup)$/);
		if ((await this.heading.textContent()) === 'A house for a collective of equals') await this.press('I lost my device, or have a backup');
		if ((await this.heading.textContent()) !== 'Restore from a backup') await this.page.getByRole('button', { name: 'Restore from a backup' }).click();
		await this.page.getByLabel('Backup file').setInputFiles({ name: 'ana.commonhold', mimeType: 'application/octet-stream', buffer: contents }, { timeout: 120_000 });
		await this.page.getByLabel('Passphrase of the backup').fill(passphrase);
		await this.page.getByLabel('New passphrase for this device').fill(PASSPHRASE);
		await this.page.getByLabel('The same again').fill(PASSPHRASE);
		await this.press('Restore');
	}

	async unlock(passphrase = PASSPHRASE): Promise<void> {
		await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
		await this.press('Unlock');
	}

	async reload(passphrase = PASSPHRASE): Promise<void> {
		await this.page.reload();
		await this.unlock(passphrase);
		await expect(this.places).toBeVisible({ timeout: 60_000 });
	}

	/** What the connection mark in the header says. */
	get connection(): Locator {
		return this.page.getByRole('link', { name: /^Connection: / });
	}

	async untilHere(...names: string[]): Promise<void> {
		const words = names.length === 1 ? `${names[0]} is here` : `${names.length} are here`;
		await expect(this.connection).toHaveAccessibleName(`Connection: ${words}`, { timeout: 60_000 });
	}

	async untilAlone(): Promise<void> {
		await expect(this.connection).toHaveAccessibleName(/Nobody else here|No network/, { timeout: 60_000 });
	}

	async untilMembers(count: number): Promise<void> {
		await this.goTo('Members');
		await expect(this.page.getByText(`${count} members, all equal.`)).toBeVisible({ timeout: 60_000 });
	}

	/** A failure is on the screen: what happened, and what to do next. */
	async untilTold(sentence: string | RegExp, next: string | RegExp): Promise<void> {
		const alert = this.page.getByRole('alert').filter({ hasText: sentence });
		await expect(alert).toBeVisible({ timeout: 60_000 });
		await expect(alert).toContainText(next);
	}
}
