/** Rooms of the house in verbs: calendar, ledger, consultation. Part of `App`. */
import { expect, type Locator, type Page } from '@playwright/test';
import { untilWords } from './sheet';

export type Place = 'Home' | 'Calendar' | 'Proposals' | 'Ledger' | 'Consultation' | 'Members' | 'Settings' | 'Your devices' | 'Collectives' | 'Connection' | 'What is protected';
export type Hours = { readonly room: string; readonly date: string; readonly from: string; readonly to: string };

export abstract class Rooms {
	abstract readonly page: Page;
	/** The name under which this person founded or joined. */
	me = '';

	get heading(): Locator {
		return this.page.getByRole('heading', { level: 1 });
	}

	get places(): Locator {
		return this.page.getByRole('navigation', { name: 'Places' });
	}

	async press(name: string | RegExp): Promise<void> {
		await this.page.getByRole('button', { name, exact: true }).click();
	}

	/** Walks there by the links of the house; a reload would lock it. */
	async goTo(place: Place): Promise<void> {
		const link = this.places.getByRole('link', { name: new RegExp(`^${place}`) });
		await expect(this.places).toBeVisible({ timeout: 60_000 });
		// Below "More" on a phone. A list that was open for the last walk may be about to close: then it is opened again.
		await expect(async () => {
			if (!(await link.isVisible())) await this.places.getByRole('button', { name: 'More' }).click({ timeout: 2_000 });
			await link.click({ timeout: 5_000 });
		}).toPass({ timeout: 60_000 });
		await this.untilWalking();
		await expect(this.heading).toHaveText(place === 'Home' ? 'Today' : new RegExp(`^${place}`));
	}

	/** The router sets out a frame after a click on a link (or 100 ms, without frames); it would overtake what is done before that. */
	private async untilWalking(): Promise<void> {
		await this.page.evaluate(
			() =>
				new Promise<void>((done) => {
					const soon = (): unknown => setTimeout(done, 0);
					requestAnimationFrame(() => setTimeout(soon, 0));
					setTimeout(soon, 100);
				})
		);
	}

	async addRoom(name: string): Promise<void> {
		await this.goTo('Calendar');
		await this.page.getByRole('link', { name: /^(Rooms|Add a room)$/ }).click();
		await this.press('Add a room');
		await this.page.getByLabel('Name of the room').fill(name);
		await this.press('Add the room');
		await expect(this.page.getByRole('listitem').filter({ hasText: name })).toBeVisible();
	}

	async book({ room, date, from, to }: Hours): Promise<void> {
		await this.goTo('Calendar');
		await this.press('Book');
		const sheet = this.page.getByRole('dialog', { name: 'Book a room' });
		await sheet.getByLabel('Room').selectOption(room);
		await sheet.getByLabel('Day').fill(date);
		await sheet.getByLabel('From').fill(from);
		await sheet.getByLabel('To', { exact: true }).fill(to);
		await sheet.getByRole('button', { name: 'Book', exact: true }).click();
		await expect(sheet).toBeHidden();
	}

	/** The bookings of a day as everybody sees them: "Ben, Garden room, 10:00 to 11:00, booked". */
	async dayOf(date: string): Promise<Locator> {
		await this.goTo('Calendar');
		return this.showDay(date);
	}

	/** On the calendar already. */
	async showDay(date: string): Promise<Locator> {
		const board = this.page.getByRole('region', { name: 'Day' });
		// Until then it shows the day before that one: other columns, and whoever drew in them would book another day. Asked again, since
		// whoever comes from this very day is sent to today first, and what is filled in before that changes nothing.
		await expect(async () => {
			await this.page.getByLabel('Date').fill(date);
			await expect(board).toHaveAttribute('data-date', date, { timeout: 5_000 });
		}).toPass({ timeout: 60_000 });
		return board.getByRole('link', { name: /\d\d:\d\d to \d\d:\d\d/ });
	}

	/** Waits until so many bookings of the day are here and none is tentative any more; then whose hour it is, the same words on every device. */
	async untilSettled(date: string, count: number): Promise<string[]> {
		const bookings = await this.dayOf(date);
		await expect(bookings).toHaveCount(count, { timeout: 60_000 });
		await expect(bookings.and(this.page.getByRole('link', { name: /tentative$/ }))).toHaveCount(0, { timeout: 60_000 });
		const lines = await bookings.evaluateAll((links) => links.map((link) => link.getAttribute('aria-label') ?? ''));
		return lines.map((line) => line.replace(/^You,/, `${this.me},`)).sort();
	}

	async addExpense(amount: string, what: string): Promise<void> {
		await this.beginEntry();
		await this.page.getByLabel('Amount in EUR').fill(amount);
		await this.page.getByLabel('What for').fill(what);
		await this.press('Post the expense');
		await expect(this.heading).toContainText(what);
	}

	/** On the form of something new in the books. */
	async beginEntry(): Promise<void> {
		await this.goTo('Ledger');
		await this.page.getByRole('link', { name: 'New entry' }).click();
		await expect(this.heading).toHaveText('New entry');
	}

	/** "Ana: +€12.00", the same words on every device. */
	async balances(): Promise<string[]> {
		await this.goTo('Ledger');
		const rows = this.page.getByRole('region', { name: 'How everybody stands' }).locator('tbody tr');
		await expect(rows.first()).toBeVisible();
		return rows.evaluateAll((list) =>
			list
				.map((row) => `${row.querySelector('th a')?.textContent}: ${row.querySelector('td:last-child')?.textContent}`)
				.sort()
		);
	}

	/** Once everything that others wrote is here. */
	async untilBalances(lines: readonly string[]): Promise<void> {
		await expect.poll(() => this.balances(), { timeout: 60_000 }).toEqual(lines);
	}

	async planMeeting(title: string, date?: string): Promise<void> {
		await this.goTo('Consultation');
		await this.page.getByRole('link', { name: 'Plan a meeting' }).click();
		await this.page.getByLabel('Title').fill(title);
		if (date !== undefined) await this.page.getByLabel('Day').fill(date);
		await this.press('Plan the meeting');
		await expect(this.heading).toHaveText(title);
	}

	async openMeeting(title: string): Promise<void> {
		await this.goTo('Consultation');
		await this.page.getByRole('region', { name: 'To come' }).getByRole('link', { name: title }).click();
		await expect(this.heading).toHaveText(title);
	}

	async addItem(title: string): Promise<void> {
		await this.press('Add an item');
		const sheet = this.page.getByRole('dialog', { name: 'Add an item' });
		await sheet.getByLabel('Item').fill(title);
		await sheet.getByRole('button', { name: 'Add the item' }).click();
		await expect(sheet).toBeHidden();
		await expect(this.agenda.filter({ hasText: title })).toBeVisible();
	}

	get agenda(): Locator {
		return this.page.getByRole('region', { name: 'Agenda' }).getByRole('listitem');
	}

	/** The sheet of paper of the open meeting. */
	get notes(): Locator {
		return this.page.getByRole('textbox', { name: 'Notes', exact: true });
	}

	/** Types at the end of the notes, key by key, sees the words there, and waits until this device has them. */
	async writeNotes(words: string): Promise<void> {
		await this.notes.click();
		await this.page.keyboard.press('Control+End');
		await this.page.keyboard.type(words);
		await this.untilNotes(words.trim());
		await expect(this.page.getByRole('region', { name: 'Notes', exact: true }).getByText('saved on this device')).toBeVisible();
	}

	/** The words on the sheet come to hold these; where colleagues' carets stand in between does not matter. */
	async untilNotes(words: string): Promise<void> {
		await untilWords(this.notes, words, { timeout: 60_000 });
	}
}
