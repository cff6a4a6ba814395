/** Proposing, answering and deciding in verbs. Part of `App`. */
import { expect, type Locator } from '@playwright/test';
import { Rooms } from './rooms';

export abstract class Deciding extends Rooms {
	/** Opens a decision in words only, by the collective's own way. */
	async propose(title: string, text = ''): Promise<void> {
		await this.beginProposal('Decide something');
		await this.page.getByLabel('What we would decide').fill(title);
		await this.page.getByLabel('The proposal').fill(text);
		await this.sendProposal(title);
	}

	/** On the form that was left unfinished on this device. */
	async beginAgain(): Promise<void> {
		await this.goTo('Proposals');
		await this.page.getByRole('link', { name: 'Propose something' }).first().click();
		await expect(this.page.getByText('You had begun this on this device.')).toBeVisible();
	}

	/** On the form of something new, with what is wanted chosen. */
	async beginProposal(want: string): Promise<void> {
		await this.goTo('Proposals');
		await this.page.getByRole('link', { name: 'Propose something' }).first().click();
		await this.page.getByRole('button', { name: new RegExp(`^${want}`) }).click();
	}

	async sendProposal(title: string): Promise<void> {
		await this.press('Look at it once more');
		await this.press('Put it to everybody');
		await expect(this.heading).toHaveText(title);
	}

	async discuss(title: string, text: string): Promise<void> {
		await this.beginProposal('Talk about it first');
		await this.page.getByLabel('What it is about').fill(title);
		await this.page.getByLabel('What I would like to talk about').fill(text);
		await this.press('Begin the discussion');
		await expect(this.heading).toHaveText(title);
	}

	/** Asks a colleague to mediate; with three members there is one who can. */
	async askForMediation(withWhom: string, mediators: readonly string[]): Promise<void> {
		await this.openMember(withWhom);
		await this.page.getByRole('link', { name: `Something is not working with ${withWhom}` }).click();
		for (const name of mediators) await this.page.getByRole('checkbox', { name }).check();
		await this.page.getByLabel('What is it about?').fill('It has not worked for a long time.');
		await this.press('Ask for a mediation');
		await expect(this.heading).toHaveText(`Mediation with ${withWhom}`);
	}

	async openMember(name: string): Promise<void> {
		await this.goTo('Members');
		const card = this.page.locator('details').filter({ has: this.page.locator('summary').filter({ hasText: name }) });
		await card.locator('summary').click();
	}

	async openMediation(withWhom: string): Promise<void> {
		await this.openMember(withWhom);
		await this.page.getByRole('link', { name: 'See the mediation' }).click();
		await expect(this.heading).toHaveText(`Mediation with ${withWhom}`);
	}

	/** On the page of a mediation. */
	async reportNotSettled(): Promise<void> {
		await this.page.getByRole('radio', { name: /^It could not be settled/ }).check();
		await this.press('Report it');
		await expect(this.page.getByText('Your report is given.')).toBeVisible();
	}

	/** On the page of a mediation that has failed, once that is known here. */
	async proposeRemoval(of: string): Promise<void> {
		await this.press('Propose a removal');
		const sheet = this.page.getByRole('dialog');
		await sheet.getByLabel('Why').fill('It could not be settled.');
		await sheet.getByRole('button', { name: 'Propose it' }).click();
		await expect(this.heading).toHaveText(removalOf(of));
	}

	async openProposal(title: string): Promise<void> {
		await this.goTo('Proposals');
		await this.page.getByRole('main').getByRole('link', { name: new RegExp(`^${title}`) }).first().click();
		await expect(this.heading).toHaveText(title);
	}

	/** All proposals, whoever may speak to them, where one stands in their list. */
	get proposals(): Locator {
		return this.page.getByRole('main').getByRole('listitem');
	}

	/** What the page of a proposal says of where it stands. */
	get standing(): Locator {
		return this.page.getByRole('main').getByRole('status').first();
	}

	/** A first word; stands on the proposal's page. */
	async answer(verb: string, harms = ''): Promise<void> {
		await this.page.getByRole('radio', { name: new RegExp(`^${verb}(?! with)`) }).check();
		if (harms !== '') await this.page.getByLabel('Which shared purpose or agreement is harmed, and how?').fill(harms);
		await this.press('Say it');
		await expect(this.page.getByText('This is a first word, you can change it.')).toBeVisible();
	}

	agree = (): Promise<void> => this.answer('Agree');

	/** Makes the first word a given word. */
	async bind(): Promise<void> {
		await this.press('Make it my word');
		await this.press('Give my word');
		await expect(this.page.getByText('You have given your word')).not.toHaveCount(0);
	}

	async say(verb: string): Promise<void> {
		await this.answer(verb);
		await this.bind();
	}

	async untilDecided(words: string | RegExp = /Decided.*It can no longer change/): Promise<void> {
		await expect(this.standing).toContainText(words, { timeout: 90_000 });
	}
}

export const removalOf = (name: string): string => `${name} is no longer a member`;
