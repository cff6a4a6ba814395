/**
 * Three members keep one book: the month's rent by room hours, posted twice because one of them was away; a dispute, a correction,
 * everybody pays, the books are closed, and what comes too late is seen where it falls.
 */
import { closeUpTo, fillExpense, goToPeriods, newest, openEntry, openPart, payAsSuggested, previewed, shareByHours } from './support/books';
import { dayAhead } from './support/days';
import { expect, test, type Person } from './support/fixtures';
import { gather } from './support/house';

const [monday, tuesday] = [dayAhead(3), dayAhead(4)];
const [yesterday, today] = [dayAhead(-1), dayAhead(0)];
const EVEN = ['Ana: €0.00', 'Ben: €0.00', 'Chloé: €0.00'];

test('rent by room hours, posted apart, disputed, corrected, settled and closed: one book on three devices', async ({ stage }) => {
	const people = await gather(stage, ['Ana', 'Ben', 'Chloé']);
	const [ana, ben, chloé] = people;
	await ana.app.book({ room: 'Garden room', date: monday, from: '09:00', to: '12:00' });
	await ben.app.book({ room: 'Garden room', date: monday, from: '13:00', to: '15:00' });
	await chloé.app.book({ room: 'Garden room', date: tuesday, from: '09:00', to: '10:00' });
	for (const { app } of people) {
		await app.untilSettled(monday, 2);
		await app.untilSettled(tuesday, 1);
	}

	// Chloé is on a train, and each of the two thinks the rent is theirs to post.
	await chloé.goOffline();
	for (const person of [ana, chloé]) {
		await fillExpense(person, '600', 'Rent', yesterday);
		await shareByHours(person, monday, tuesday);
		await expect.poll(() => previewed(person)).toEqual(expect.arrayContaining(['Ana: €300.00', 'Ben: €200.00', 'Chloé: €100.00']));
		await person.app.press('Post the expense');
		await expect(person.app.heading).toHaveText('Rent');
	}
	// Ben has the same thought, and is told in time.
	await untilNewest(ben, 'Rent', 1);
	await fillExpense(ben, '600', 'Rent', yesterday);
	await expect(ben.page.getByText('Looks like what Ana posted')).toBeVisible();
	await ben.app.press('Discard it');
	await ben.page.getByRole('dialog').getByRole('button', { name: 'Discard it' }).click();

	await chloé.goOnline();
	await untilNewest(ben, 'Rent', 2);
	await openEntry(ben, /Rent.*Chloé paid/s);
	await ben.app.press('Dispute');
	await ben.page.getByLabel('What is wrong with it').fill('The rent stands in the books twice.');
	await ben.app.press('Post the dispute');
	await expect(chloé.page.getByRole('region', { name: 'Disputed by Ben' })).toBeVisible({ timeout: 60_000 });
	for (const { app, page } of people) {
		await app.goTo('Ledger');
		await expect(page.getByRole('region', { name: 'How everybody stands' }).getByText('disputed')).toHaveCount(3, { timeout: 60_000 });
	}
	await openEntry(chloé, /Rent.*You paid/s);
	await openPart(chloé, 'More');
	await chloé.app.press('Undo it');
	await chloé.page.getByLabel('What was wrong').fill('Ana had posted it already.');
	await chloé.app.press('Undo the entry');
	await expect(chloé.page.getByText('It ended with the correction.')).toBeVisible();

	// The landlord took 606; Ben puts it right, and the two stay one story.
	await openEntry(ben, /Rent.*Ana paid/s);
	await ben.page.getByRole('link', { name: 'Correct', exact: true }).click();
	await ben.page.getByLabel('What was wrong').fill('The landlord took 606.');
	await ben.page.getByLabel('Amount in EUR').fill('606');
	await ben.app.press('Post the correction');
	await expect(ben.app.heading).toHaveText('Rent');
	await expect(ben.page.getByRole('region', { name: 'One story' })).toContainText('The landlord took 606.');
	for (const { app } of people) {
		await app.untilBalances(['Ana: +€303.00', 'Ben: −€202.00', 'Chloé: −€101.00']);
	}

	await payAsSuggested(ben, 'You pay Ana');
	await payAsSuggested(chloé, 'You pay Ana');
	for (const name of ['Ben', 'Chloé']) {
		await ana.app.goTo('Ledger');
		const arrived = ana.page.getByRole('button', { name: `It has arrived: ${name} paid you` });
		await arrived.click({ timeout: 60_000 });
		await expect(arrived).toBeHidden();
	}
	for (const { app } of people) await app.untilBalances(EVEN);

	// Chloé is away again and enters the tea while the two others close the books.
	await chloé.goOffline();
	await fillExpense(chloé, '3.00', 'Tea', yesterday);
	await chloé.app.press('Post the expense');
	await expect(chloé.app.heading).toHaveText('Tea');
	await closeUpTo(ana, yesterday);
	await expect(ana.page.getByText('one more signature closes it')).toBeVisible();
	await goToPeriods(ben);
	await ben.page.getByRole('region', { name: 'Waiting for signatures' }).getByRole('link').click({ timeout: 60_000 });
	await ben.app.press('Sign it');
	for (const { page } of [ana, ben]) await expect(page.getByText('Closed by 2 of 3.')).toBeVisible({ timeout: 60_000 });
	// Who knows that the books are closed posts on the first open day.
	await fillExpense(ben, '5', 'Coffee', yesterday);
	await expect(ben.page.getByText('The books are closed on')).toBeVisible();
	await ben.app.press('Post the expense');
	await expect(ben.app.heading).toHaveText('New entry');

	await chloé.goOnline();
	for (const person of people) {
		await openEntryOnce(person, /Tea/);
		await expect(person.page.getByText(/^Belongs to .*, booked (in|on) .*closed/)).toBeVisible();
	}
	for (const { app } of people) await app.untilBalances(['Ana: −€1.00', 'Ben: −€1.00', 'Chloé: +€2.00']);
	const books = await Promise.all(people.map((person) => wholeBook(person)));
	expect(books[1]).toEqual(books[0]);
	expect(books[2]).toEqual(books[0]);
});

test('what is due is in the books once, though each device posts it by itself', async ({ stage }) => {
	const people = await gather(stage, ['Ana', 'Ben', 'Chloé']);
	const [ana, , chloé] = people;
	await ana.app.goTo('Ledger');
	await ana.page.getByRole('link', { name: /^Recurring/ }).click();
	await ana.page.getByRole('link', { name: 'Add what recurs' }).click();
	await ana.page.getByRole('link', { name: /^Subscription/ }).click();
	await ana.page.getByLabel('What for').fill('Telephone');
	await ana.page.getByLabel(/^Amount/).fill('30');
	await ana.page.getByLabel('First date').fill(today);
	await ana.app.press('Save');
	await expect(ana.app.heading).toHaveText('Telephone');
	await chloé.app.goTo('Ledger');
	await expect(chloé.page.getByText('Telephone').first()).toBeVisible({ timeout: 60_000 });
	await chloé.goOffline();
	for (const person of people) await untilNewest(person, 'Telephone', 1);
	await chloé.goOnline();
	// Entries of a device arrive in order: who has the later ones has seen what each posted by itself.
	await chloé.app.addExpense('3', 'Tea');
	await ana.app.addExpense('6', 'Milk');
	for (const person of people) {
		for (const later of ['Tea', 'Milk']) await untilNewest(person, later, 1);
		await untilNewest(person, 'Telephone', 1);
		await person.app.untilBalances(['Ana: +€23.00', 'Ben: −€13.00', 'Chloé: −€10.00']);
	}
});

async function untilNewest(person: Person, text: string | RegExp, count: number): Promise<void> {
	await person.app.goTo('Ledger');
	await expect(newest(person).filter({ hasText: text })).toHaveCount(count, { timeout: 60_000 });
}

/** The page of the only entry of these words, once it is here. */
async function openEntryOnce(person: Person, words: RegExp): Promise<void> {
	await untilNewest(person, words, 1);
	await openEntry(person, words);
}

/** Every line of the book as the list of all entries has it, whoever looks. */
async function wholeBook({ app, page, name }: Person): Promise<string[]> {
	await app.goTo('Ledger');
	await page.getByRole('link', { name: /^All entries/ }).click();
	await expect(app.heading).toHaveText('All entries');
	const lines = page.getByRole('main').getByRole('listitem').locator('a[href^="/ledger/"]');
	await expect(lines.first()).toBeVisible();
	const texts = await lines.allTextContents();
	return texts.map((text) => text.replace(/\s+/g, ' ').replaceAll('by you ', `by ${name} `).replace(/you [+−]?€[\d.,]+|not you/g, '').replaceAll('You paid', `${name} paid`).replaceAll('paid you', `paid ${name}`).trim());
}

