/** The calendar's boards: drawn, moved and made longer by mouse, finger and keys; two people apart, one hour, one result. */
import type { Locator, Page } from '@playwright/test';
import { BoardHand, DESK } from './support/board';
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';
import { focused, tabTo } from './support/keys';

const room = 'Garden room';
/** A Wednesday at least two days away: it has neighbours in its week. */
const day = [2, 3, 4, 5, 6, 7, 8].map(dayAhead).find((date) => new Date(`${date}T00:00Z`).getUTCDay() === 3)!; // seven days in a row hold one
const thursday = new Date(Date.parse(`${day}T00:00Z`) + 86_400_000);
const dayName = (date: Date): string => new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(date).replace(',', '');

test('with the mouse an hour is drawn, moved to another room and another day, made longer, and refused with a way out', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { app, page } = ana;
	await page.setViewportSize(DESK);
	const hand = new BoardHand(page);
	const link = (name: string) => page.getByRole('link', { name: new RegExp(`^You, ${name}`) });
	await app.found({ me: 'Ana' });
	await app.addRoom(room);
	await app.addRoom('Studio');
	const bookings = await app.dayOf(day);

	await hand.drawBooking(room, '10:00', '11:00');
	await expect(link('Garden room, 10:00 to 11:00')).toBeVisible();

	await hand.drag(await hand.at(room, '10:30'), await hand.at('Studio', '12:30'));
	await expect(link('Studio, 12:00 to 13:00')).toBeVisible();
	await expect(bookings).toHaveCount(1);

	const end = await hand.at('Studio', '13:00');
	await hand.drag({ ...end, y: end.y - 3 }, await hand.at('Studio', '14:30'));
	await expect(link('Studio, 12:00 to 14:30')).toBeVisible();
	await expect(bookings).toHaveCount(1);

	// Escape, while it hangs in the air
	await hand.pull(await hand.at('Studio', '13:00'), await hand.at(room, '16:00'));
	await page.keyboard.press('Escape');
	await page.mouse.up();
	await expect(link('Studio, 12:00 to 14:30')).toBeVisible();
	await expect(bookings).toHaveCount(1);
	await expect(app.heading).toHaveText('Calendar');

	// what the rules do not allow stays where it was; a free time is one tap away
	await hand.drawBooking(room, '12:00', '13:00');
	await expect(bookings).toHaveCount(2);
	await hand.drag(await hand.at(room, '12:30'), await hand.at('Studio', '13:30'));
	const alert = page.getByRole('alert').filter({ hasText: 'Not moved to' });
	await expect(alert).toContainText('The booking stays where it was.');
	await expect(link('Garden room, 12:00 to 13:00')).toBeVisible();
	await alert.getByRole('button', { name: /^\d\d:\d\d–\d\d:\d\d$/ }).first().click();
	await expect(link('Garden room, 12:00 to 13:00')).toBeHidden();
	await expect(link('Studio')).toHaveCount(2);

	// another day, in the week of the room; what was done is undone
	await page.getByText('Week', { exact: true }).click();
	await page.getByRole('button', { name: /^Studio/ }).click();
	await expect(page.getByRole('region', { name: 'Week' })).toBeVisible();
	await hand.drag(await hand.at(dayName(new Date(`${day}T00:00Z`)), '13:00'), await hand.at(dayName(thursday), '16:00'));
	const there = page.getByRole('row', { name: dayName(thursday) }).getByRole('link', { name: /^You, Studio, 15:00 to 17:30/ });
	await expect(there).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).last().click();
	await expect(there).toBeHidden();
	await expect(page.getByRole('row', { name: dayName(new Date(`${day}T00:00Z`)) }).getByRole('link', { name: /^You, Studio, 12:00 to 14:30/ })).toBeVisible();

	// the same in my own week
	await page.getByText('Mine', { exact: true }).click();
	await expect(page.getByRole('region', { name: 'Mine' }).getByRole('link', { name: /^You, Studio/ })).toHaveCount(2);
});

test('a date of a series that is dragged asks which dates are meant', async ({ stage }) => {
	const { app, page } = await stage.enter('Ana');
	await page.setViewportSize(DESK);
	const hand = new BoardHand(page);
	const sheet = page.getByRole('dialog');
	const week = (weeks: number): string => new Date(Date.parse(`${day}T00:00Z`) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
	const dateAt = (from: string) => page.getByRole('link', { name: new RegExp(`^You, Garden room, ${from}`) });
	await app.found({ me: 'Ana' });
	await app.addRoom(room);
	await app.goTo('Calendar');
	await app.press('Book');
	await sheet.getByLabel('Day').fill(day);
	await sheet.getByLabel('From').fill('10:00');
	await sheet.getByLabel('To', { exact: true }).fill('11:00');
	await sheet.getByLabel('Repeat').selectOption('Weekly');
	await sheet.getByRole('button', { name: /^Book \d+ dates$/ }).click();
	await expect(sheet).toBeHidden();

	await app.dayOf(week(1));
	await expect(dateAt('10:00')).toHaveAccessibleName(/repeats/);
	await hand.drag(await hand.at(room, '10:30'), await hand.at(room, '14:30'));
	await sheet.getByRole('radio', { name: /^Only this one/ }).check();
	await sheet.getByRole('button', { name: 'Continue' }).click();
	await expect(dateAt('14:00')).toBeVisible();
	await expect(dateAt('10:00')).toHaveCount(0);

	await app.dayOf(week(2));
	await expect(dateAt('10:00')).toBeVisible();
	await hand.drag(await hand.at(room, '10:30'), await hand.at(room, '16:30'));
	await sheet.getByRole('radio', { name: /^This and all that follow/ }).check();
	await sheet.getByRole('button', { name: 'Continue' }).click();
	await expect(sheet.getByLabel('From')).toHaveValue('16:00');
	await sheet.getByRole('button', { name: /^Change \d+ dates$/ }).click();
	await expect(sheet).toBeHidden();
	for (const [weeks, from] of [[0, '10:00'], [1, '14:00'], [2, '16:00'], [3, '16:00']] as const) {
		const bookings = await app.dayOf(week(weeks));
		await expect(dateAt(from)).toBeVisible();
		await expect(bookings).toHaveCount(1);
	}
});

test('a finger scrolls as always; after a rest it draws and moves', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { app, page } = ana;
	await page.setViewportSize({ width: 390, height: 1250 });
	const hand = new BoardHand(page);
	await app.found({ me: 'Ana' });
	await app.addRoom(room);
	await app.dayOf(day);
	const drawn = page.locator('.plan');

	await hand.hold(await hand.at(room, '10:07'), await hand.at(room, '11:20'), drawn);
	const sheet = page.getByRole('dialog', { name: 'Book a room' });
	await expect(sheet.getByLabel('From')).toHaveValue('10:00');
	await expect(sheet.getByLabel('To', { exact: true })).toHaveValue('11:30');
	await sheet.getByRole('button', { name: 'Book', exact: true }).click();
	await expect(sheet).toBeHidden();
	await expect(page.getByRole('link', { name: /^You, Garden room, 10:00 to 11:30/ })).toBeVisible();

	await hand.hold(await hand.at(room, '10:30'), await hand.at(room, '14:30'), drawn);
	await expect(page.getByRole('link', { name: /^You, Garden room, 14:00 to 15:30/ })).toBeVisible();
	await expect(page.getByRole('link', { name: /^You, Garden room, 10:00/ })).toHaveCount(0);
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test('with keys alone: a booking is made, moved, made to repeat, and one of its dates cancelled', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { app, page } = ana;
	await app.found({ me: 'Ana' });
	await app.addRoom(room);
	await app.dayOf(day);
	const press = async (...keys: string[]) => {
		for (const key of keys) await page.keyboard.press(key);
	};
	const sheet = page.getByRole('dialog');
	const enter = async (name: string | RegExp, within: Page | Locator = page) => {
		await tabTo(page, within.getByRole('button', { name, exact: true }));
		await press('Enter');
	};
	const later = (weeks: number): string => new Date(Date.parse(`${day}T00:00Z`) + weeks * 7 * 86_400_000).toISOString().slice(0, 10);

	// the board is one stop; arrows walk in it
	await page.getByLabel('Date').focus();
	await tabTo(page, page.getByRole('gridcell').getByRole('button'));
	await press('Home', 'ArrowDown', 'ArrowDown');
	await expect(focused(page)).toHaveAccessibleName(/^Garden room, .*, 08:00 to 08:30, free$/);
	await press('Enter');
	await expect(sheet.getByLabel('From')).toHaveValue('08:00');
	await enter('Book', sheet);
	await expect(sheet).toBeHidden();
	await expect(focused(page)).toHaveAccessibleName(/^You, Garden room, 08:00 to 09:00/);

	// move mode: half an hour later, a quarter longer; Escape leaves it, Enter saves it
	await press('m', 'ArrowDown', 'Escape');
	await expect(page.getByRole('link', { name: /^You, Garden room, 08:00 to 09:00/ })).toBeVisible();
	await press('m', 'ArrowDown', 'ArrowDown', 'Shift+ArrowDown');
	await expect(page.getByRole('status').filter({ hasText: 'Garden room, 08:30 to 09:45' })).toBeAttached();
	await press('Enter');
	await expect(focused(page)).toHaveAccessibleName(/^You, Garden room, 08:30 to 09:45/);
	await expect(page.getByRole('link', { name: /^You, Garden room, 08:00/ })).toHaveCount(0);

	// its own page, and from there a series
	await press('Enter');
	await expect(app.heading).toHaveText(room);
	await enter('Make it repeat');
	await enter(/^(Change|Book) \d+ dates$/, sheet);
	await expect(app.heading).toHaveText(/^Every Wednesday|^Weekly/);

	// one date of it, cancelled
	await tabTo(page, app.places.getByRole('link', { name: 'Calendar' }));
	await press('Enter');
	await expect(app.heading).toHaveText('Calendar');
	await app.showDay(later(1));
	const date = page.getByRole('link', { name: /^You, Garden room, 08:30 to 09:45, repeats/ });
	await expect(date).toBeVisible();
	await tabTo(page, page.getByRole('gridcell').locator('[tabindex="0"]'));
	await press('Home');
	for (let steps = 0; steps < 6 && !(await date.evaluate((element) => element === document.activeElement)); steps++) await press('ArrowDown');
	await expect(date).toBeFocused();
	await press('Enter');
	await expect(app.heading).toHaveText(room);
	await enter('Cancel booking');
	await tabTo(page, sheet.getByRole('radio', { name: /^Only this one/ }));
	await press('Space');
	await enter('Cancel the booking', sheet);
	await expect(page.getByText('Cancelled. The time is free for others.')).toBeVisible();
	await expect(await app.dayOf(later(1))).toHaveCount(0);
	await expect(await app.dayOf(later(2))).toHaveCount(1);
});

test('two people, one of them without a network, draw over the same hour; afterwards both see one holder, and the other is offered free times', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben'], room);
	for (const { page } of [ana, ben]) await page.setViewportSize(DESK);
	await ben.goOffline();
	await ben.app.untilAlone();

	for (const [person, from, to] of [[ana, '10:00', '11:30'], [ben, '10:30', '12:00']] as const) {
		await person.app.dayOf(day);
		await new BoardHand(person.page).drawBooking(room, from, to);
		await expect(person.page.getByRole('link', { name: new RegExp(`^You, Garden room, ${from} to ${to}`) })).toBeVisible();
	}

	await ben.goOnline();
	await ben.app.untilHere('Ana');
	await expect(async () => {
		const [hers, his] = [await ana.app.untilSettled(day, 2), await ben.app.untilSettled(day, 2)];
		expect(his).toEqual(hers);
		expect(hers.filter((line) => line.endsWith('displaced'))).toHaveLength(1);
	}).toPass({ timeout: 90_000 });

	const lines = await ana.app.untilSettled(day, 2);
	const lost = lines.find((line) => line.endsWith('displaced'))?.startsWith('Ana') ? ana : ben;
	await lost.app.goTo('Home');
	await lost.page.getByRole('link', { name: 'See free times' }).click();
	await lost.page.getByRole('region', { name: 'Free instead' }).getByRole('button').first().click();
	await expect(lost.page.getByText(/^Booked instead/)).toBeVisible();
	for (const { app } of [ana, ben]) {
		await expect(async () => expect((await app.untilSettled(day, 2)).map((line) => line.replace(/.*, /, ''))).toEqual(['booked', 'booked'])).toPass({ timeout: 90_000 });
	}
});

test('the door reads only, and whoever leaves it stands before the lock', async ({ stage }) => {
	const { app, page } = await stage.enter('Ana');
	await app.found({ me: 'Ana' });
	await app.addRoom(room);
	await app.goTo('Calendar');
	await page.getByRole('link', { name: 'Door display' }).click();
	await expect(app.heading).toHaveText(room);
	await expect(page.getByText('Free for the rest of today')).toBeVisible();
	await expect(app.places).toBeHidden();
	await page.getByRole('link', { name: 'Leave and lock' }).click();
	await expect(page.getByLabel('Passphrase', { exact: true })).toBeVisible();
	await app.unlock();
	await expect(app.heading).toHaveText('Calendar');
});
