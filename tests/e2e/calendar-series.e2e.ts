/** Repeating bookings, offers between colleagues, and rooms that a decision changes, as people meet them in their browsers. */
import { expect, test, type Person } from './support/fixtures';
import { gather } from './support/house';
import { dayAhead } from './support/days';

const room = 'Garden room';

/** The next Tuesday that is at least three days away. */
const tuesday = ((): string => {
	const days = [3, 4, 5, 6, 7, 8, 9].map(dayAhead);
	return days.find((day) => new Date(`${day}T00:00Z`).getUTCDay() === 2)!; // seven days in a row hold one
})();
const later = (weeks: number): string => new Date(Date.parse(`${tuesday}T00:00Z`) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
/** The end of the second June from now, so that there are always many dates. */
const june = `${Number(tuesday.slice(0, 4)) + 1}-06-30`;

const sheetOf = ({ page }: Person) => page.getByRole('dialog');

async function openBooking(person: Person, day: string): Promise<void> {
	const bookings = await person.app.dayOf(day);
	await bookings.first().click();
	await expect(person.app.heading).toHaveText(room);
}

test('without a network: every second Tuesday until June, one at another hour, one left out, the rest moved, and nothing lost on the way', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { app, page } = ana;
	await app.found({ me: 'Ana' });
	await app.addRoom(room);
	await app.untilStoredForOffline();
	await ana.goOffline();

	await app.book({ room, date: later(10), from: '18:00', to: '19:00' });
	await app.press('Book');
	const sheet = sheetOf(ana);
	await sheet.getByLabel('Day').fill(tuesday);
	await sheet.getByLabel('From').fill('18:00');
	await sheet.getByLabel('To', { exact: true }).fill('19:00');
	await sheet.getByLabel('Repeat').selectOption('Weekly');
	await sheet.getByLabel('Every').fill('2');
	await sheet.getByLabel('Last day').fill(june);
	await expect(sheet.getByText('1 date cannot be booked as planned.')).toBeVisible();
	await expect(sheet.getByText('You have it then, 18:00–19:00.')).toBeVisible();
	await sheet.getByLabel(/: what to do$/).selectOption({ index: 1 });
	await sheet.getByRole('button', { name: /^Book \d+ dates$/ }).click();
	await expect(sheet).toBeHidden();
	await expect(page.getByText(/every second Tuesday until 30 June/)).toBeVisible();
	for (const weeks of [0, 2, 4, 6]) await expect(await app.dayOf(later(weeks))).toHaveAccessibleName(/^You, Garden room, 18:00 to 19:00/);
	await expect(await app.dayOf(later(1))).toHaveCount(0);
	await expect(await app.dayOf(later(10))).toHaveCount(2);

	await openBooking(ana, later(4));
	await app.press('Cancel booking');
	await sheet.getByRole('radio', { name: /^Only this one/ }).check();
	await sheet.getByRole('button', { name: 'Cancel the booking' }).click();
	await expect(page.getByText('Cancelled. The time is free for others.')).toBeVisible();

	await openBooking(ana, later(6));
	await app.press('Change');
	await sheet.getByRole('radio', { name: /^This and all that follow/ }).check();
	await sheet.getByRole('button', { name: 'Continue' }).click();
	await sheet.getByLabel('From').fill('17:00');
	await sheet.getByLabel('To', { exact: true }).fill('18:00');
	await sheet.getByRole('button', { name: /^Change \d+ dates$/ }).click();
	await expect(app.heading).toHaveText(/^Every second Tuesday until 30 June/);

	await expect(await app.dayOf(later(2))).toHaveAccessibleName(/18:00 to 19:00/);
	await expect(await app.dayOf(later(4))).toHaveCount(0);
	for (const weeks of [6, 8]) {
		const moved = await app.dayOf(later(weeks));
		await expect(moved).toHaveCount(1);
		await expect(moved).toHaveAccessibleName(/^You, Garden room, 17:00 to 18:00/);
	}
	await app.reload();
	await expect(await app.dayOf(later(8))).toHaveAccessibleName(/^You, Garden room, 17:00 to 18:00/);
});

test('an hour changes hands by an offer, and who waits is told when a time frees up', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben'], room);
	const day = dayAhead(3);
	await ana.app.book({ room, date: day, from: '10:00', to: '11:00' });
	await ana.app.book({ room, date: day, from: '14:00', to: '15:00' });
	for (const { app } of [ana, ben]) await app.untilSettled(day, 2);

	await openBooking(ana, day);
	await ana.app.press('Offer it');
	await sheetOf(ana).getByLabel('To whom').selectOption('Ben');
	await sheetOf(ana).getByRole('button', { name: 'Offer it' }).click();

	await ben.app.goTo('Home');
	await ben.page.getByRole('link', { name: 'See the offer' }).click();
	await expect(ben.page.getByText('Ana offers to you')).toBeVisible();
	await ben.app.press('Take it');
	await expect(ben.page.getByText('Ana offers to you')).toBeHidden();
	for (const { app } of [ana, ben]) {
		await expect(async () => expect(await app.untilSettled(day, 2)).toEqual(['Ana, Garden room, 14:00 to 15:00, booked', 'Ben, Garden room, 10:00 to 11:00, booked'])).toPass({ timeout: 60_000 });
	}

	await (await ben.app.dayOf(day)).and(ben.page.getByRole('link', { name: /14:00/ })).click();
	await ben.app.press('Tell me if it frees up');
	await expect(ben.page.getByRole('button', { name: 'Do not tell me any more' })).toBeVisible();
	await (await ana.app.dayOf(day)).and(ana.page.getByRole('link', { name: /14:00/ })).click();
	await expect(ana.page.getByText('Ben would like this time if it frees up.')).toBeVisible({ timeout: 60_000 });
	await ana.app.press('Cancel booking');
	await sheetOf(ana).getByRole('button', { name: 'Cancel the booking' }).click();
	await ben.app.goTo('Home');
	await expect(ben.page.getByText(/^Free now: Garden room/)).toBeVisible({ timeout: 60_000 });
	await ben.page.getByRole('link', { name: 'Book it' }).click();
	await ben.page.getByRole('button', { name: /^Book Garden room/ }).click();
	await expect(async () => expect((await ana.app.untilSettled(day, 2)).filter((line) => line.startsWith('Ben'))).toHaveLength(2)).toPass({ timeout: 60_000 });
});

test('where rooms are changed by decision, saving opens a proposal, and the accepted one is carried out by itself', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { app, page } = ana;
	await app.found({ me: 'Ana' });
	await app.addRoom(room);

	await page.getByRole('link', { name: 'Rules for the rooms' }).click();
	await expect(page.getByText('Nobody has decided on rules yet')).toBeVisible();
	await app.press('Propose a change');
	await page.getByRole('radio', { name: /^A decision/ }).check();
	await page.getByLabel('Hours of notice for cancelling').fill('24');
	await app.press('Propose it');
	await expect(page.getByRole('region', { name: 'What it does' })).toContainText('A booking cancelled less than 24 hours before its start still counts as used.');
	await app.agree();
	await app.bind();
	await app.untilDecided();

	await app.goTo('Calendar');
	await page.getByRole('link', { name: 'Rooms', exact: true }).click();
	await page.getByRole('main').getByRole('link', { name: room }).click();
	await app.press('Change');
	const sheet = sheetOf(ana);
	await expect(sheet.getByText('Rooms are changed by decision here')).toBeVisible();
	await sheet.getByText('Limits', { exact: true }).click();
	await sheet.getByLabel('Longest, in minutes').fill('120');
	await sheet.getByRole('button', { name: 'Propose the change' }).click();
	await expect(app.heading).toHaveText('Garden room: longest booking');
	await expect(page.getByText('Longest booking: 2 hours (before: a whole day)')).toBeVisible();
	await app.agree();
	await app.bind();
	await app.untilDecided();
	await page.getByRole('link', { name: 'see the room' }).click();
	await expect(app.heading).toHaveText(room);
	await expect(page.getByRole('region', { name: 'Who changed what' }).getByRole('link', { name: 'by decision' })).toBeVisible();

	// a refusal names the rule and leads to the decision that made it
	await app.goTo('Calendar');
	await app.press('Book');
	await sheet.getByLabel('Day').fill(dayAhead(3));
	await sheet.getByLabel('From').fill('09:00');
	await sheet.getByLabel('To', { exact: true }).fill('12:00');
	await expect(sheet.getByText('The room is booked for at most 120 minutes.')).toBeVisible();
	await sheet.getByRole('link', { name: 'Garden room: longest booking' }).click();
	await expect(app.heading).toHaveText('Garden room: longest booking');
});
