/** Every screen and dialog, light and dark, under axe with its default rules and no exclusions. */
import { checkScreen } from './support/accessibility';
import { DESK } from './support/board';
import { dayAhead } from './support/days';
import { expect, test, type Person } from './support/fixtures';
import { gather } from './support/house';

const day = dayAhead(3);

const check = ({ page }: Person, screen: string): Promise<void> => checkScreen(page, screen);

test('every screen before the house is open, light and dark', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.page.setViewportSize({ width: 390, height: 844 });
	const { app, page } = ana;
	await check(ana, 'welcome');
	await page.getByRole('link', { name: 'What is protected, and what is not' }).click();
	await check(ana, 'what is protected');
	await page.goBack();
	await app.press('Restore from a backup');
	await check(ana, 'restore');
	await app.press('Back');
	await app.press('Join with an invitation');
	await page.getByLabel('Invitation link').fill('no link');
	await app.press('Open the invitation');
	await app.untilTold('This is not an invitation link.', 'Copy');
	await check(ana, 'join, with a failure');
	await app.press('Back');
	await app.press('Found a collective');
	await check(ana, 'found 1');
	await page.getByLabel('Name of the collective').fill('Praxis Lindenhof');
	await app.press('Continue');
	await check(ana, 'found 2');
	await app.press('Continue');
	await page.getByLabel('My name').fill('Ana');
	await check(ana, 'found 3');
	await app.press('Continue');
	await app.choosePassphrase('a b');
	await check(ana, 'found 4, weak passphrase');
	await app.choosePassphrase();
	await app.press('Found the collective');
	await app.untilHome();
	const link = await app.invite('Ben');
	await page.reload();
	await check(ana, 'unlock');
	await app.unlock('wrong words in here');
	await app.untilTold('That is not the passphrase', 'Try again');
	await page.getByText('I do not know the passphrase').click();
	await check(ana, 'unlock, wrong');
	await app.press('Forget everything on this device');
	await check(ana, 'forget?');

	const ben = await stage.enter('Ben', '/about');
	await ben.page.goto(link);
	await expect(ben.app.heading).toHaveText('Ana invites you to Praxis Lindenhof');
	await check(ben, 'welcome, invited');
	await ben.app.press('Accept the invitation');
	await check(ben, 'join 1');
	await ben.app.introduce('Ben');
	await expect(ben.app.heading).toHaveText('At the door of Praxis Lindenhof');
	await check(ben, 'lobby, nobody here');
	await ben.app.press('Stop waiting');
	await check(ben, 'stop waiting?');
	await ben.app.press('Keep waiting');
	await app.reload();
	await expect(ben.app.heading).toHaveText('How Praxis Lindenhof works and decides', { timeout: 60_000 });
	await check(ben, 'the charter');
	await ben.app.press('I do not want to join');
	await check(ben, 'leave without joining?');
	await ben.app.press('Read on');
	await ben.app.acceptCharter();
	await expect(ben.page.getByRole('figure')).toBeVisible({ timeout: 60_000 });
	await check(ben, 'lobby, with a code');
	await app.goTo('Members');
	await expect(page.getByRole('button', { name: 'Let in' })).toBeVisible();
	await check(ana, 'members, somebody at the door');
	await app.press('Turn away');
	await check(ana, 'turn away?');
	await app.press('Turn them away');
	await expect(ben.app.heading).toHaveText('Not let in to Praxis Lindenhof');
	await check(ben, 'turned away');
});

test('every screen and dialog of the open house, light and dark', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.page.setViewportSize({ width: 390, height: 844 });
	const { app, page } = ana;
	const close = () => page.getByRole('button', { name: 'Close', exact: true }).click();
	await app.found({ me: 'Ana' });
	await check(ana, 'home, at the beginning');
	for (const place of ['Calendar', 'Proposals', 'Ledger', 'Consultation'] as const) {
		await app.goTo(place);
		await check(ana, `${place}, empty`);
	}
	await app.addRoom('Garden room');
	await check(ana, 'rooms');
	await app.press('Add a room');
	await check(ana, 'add a room');
	await close();
	await page.getByRole('main').getByRole('link', { name: 'Garden room' }).click();
	await expect(page.getByRole('region', { name: 'Who changed what' })).toBeVisible();
	await check(ana, 'a room');
	await app.press('Change');
	for (const part of ['Space and equipment', 'Hours and closed days', 'Limits', 'Price']) await page.getByText(part, { exact: true }).click();
	for (const more of ['Add hours', 'Add closed days', 'Add another price']) await app.press(more);
	await check(ana, 'change a room');
	await close();
	await app.press('Retire');
	await check(ana, 'retire a room?');
	await close();
	await app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await app.press('Book');
	await page.getByLabel('Day').last().fill(day);
	await page.getByLabel('From').fill('09:30');
	await page.getByLabel('To', { exact: true }).fill('10:30');
	await expect(page.getByText('You have it then, 09:00–10:00.')).toBeVisible();
	await check(ana, 'book a room, something in the way');
	await close();
	const bookings = await app.dayOf(day);
	await expect(bookings).toHaveCount(1);
	await check(ana, 'calendar, day');
	await page.getByText('Week', { exact: true }).click();
	await check(ana, 'calendar, week');
	await page.getByText('Mine', { exact: true }).click();
	await expect(page.getByRole('region', { name: 'Mine' })).toBeVisible();
	await check(ana, 'calendar, mine');
	await page.getByText('Agenda', { exact: true }).click();
	await expect(page.getByRole('region', { name: 'Agenda' })).toBeVisible();
	await check(ana, 'calendar, agenda');
	await page.getByRole('region', { name: 'Agenda' }).getByRole('link', { name: /Garden room/ }).click();
	await expect(app.heading).toHaveText('Garden room');
	await check(ana, 'a booking');
	await app.press('Move');
	await check(ana, 'move the booking');
	await close();
	await app.press('Cancel booking');
	await check(ana, 'cancel this booking?');
	await close();

	await app.propose('Quiet after eight', 'No phones in the corridor.');
	await check(ana, 'a proposal');
	await page.getByRole('radio', { name: /^Block/ }).check();
	await app.press('Say it');
	await check(ana, 'a block without a reason');
	await app.press('Withdraw');
	await check(ana, 'withdraw this proposal?');
	await close();
	await app.agree();
	await app.press('Make it my word');
	await check(ana, 'give my word?');
	await app.press('Give my word');
	await app.untilDecided();
	await check(ana, 'a decided proposal');
	await app.goTo('Proposals');
	await check(ana, 'proposals');

	await app.goTo('Ledger');
	await page.getByRole('link', { name: 'Add expense' }).click();
	await page.getByLabel('Amount in EUR').fill('90.00');
	await page.getByText('By shares').click();
	await page.getByLabel('What for').fill('Rent');
	await check(ana, 'add expense');
	await app.press('Post the expense');
	await expect(app.heading).toContainText('Rent');
	await check(ana, 'an expense');
	for (const action of ['Correct this entry', 'Question this entry']) {
		if (!(await page.getByRole('button', { name: action }).isVisible())) continue;
		await app.press(action);
		await check(ana, action);
		await close();
	}
	await app.goTo('Ledger');
	await check(ana, 'ledger');
	await app.press('Record a payment');
	await check(ana, 'record a payment');
	await close();

	await app.planMeeting('Case consultation', day);
	await app.press('Add an item');
	await check(ana, 'add an item');
	await close();
	await app.addItem('A question');
	await app.writeNotes('Some words.');
	await check(ana, 'a meeting');
	await app.press('Change A question');
	await check(ana, 'change the item');
	await close();
	await app.press('Cancel the meeting');
	await check(ana, 'cancel this meeting?');
	await close();
	await app.goTo('Consultation');
	await page.getByRole('link', { name: 'Plan a meeting' }).click();
	await check(ana, 'plan a meeting');

	await app.goTo('Members');
	await app.press('Invite');
	await check(ana, 'invite');
	await app.press('Make the invitation');
	await expect(page.getByLabel('Invitation link')).toBeVisible();
	await check(ana, 'an invitation');
	await app.press('Done');
	await page.getByText('Ana (you)').click();
	await check(ana, 'members');

	await app.goTo('Settings');
	await check(ana, 'settings');
	for (const sheet of ['Make a backup', 'Change the passphrase', 'Forget everything on this device']) {
		await app.press(sheet);
		await check(ana, sheet);
		await close();
	}
	await app.goTo('What is protected');
	await check(ana, 'what is protected');
	await page.getByRole('button', { name: 'More' }).click();
	await check(ana, 'more');
	await page.keyboard.press('Escape');
	await app.connection.click();
	await check(ana, 'who is here');
	await page.keyboard.press('Escape');
	await app.press('Hide the screen');
	await check(ana, 'the hidden screen');
	await app.press('Tap to come back');
	await page.setViewportSize({ width: 1280, height: 800 });
	for (const place of ['Home', 'Calendar', 'Ledger', 'Settings'] as const) {
		await app.goTo(place);
		await check(ana, `${place}, on a desk`);
	}
});

test('every form and page of a series, light and dark', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.page.setViewportSize({ width: 390, height: 844 });
	const { app, page } = ana;
	const sheet = page.getByRole('dialog');
	const close = () => page.getByRole('button', { name: 'Close', exact: true }).click();
	await app.found({ me: 'Ana' });
	await app.addRoom('Garden room');
	await app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await app.press('Book');
	await sheet.getByLabel('Day').fill(day);
	await sheet.getByLabel('From').fill('09:00');
	await sheet.getByLabel('To', { exact: true }).fill('10:00');
	await sheet.getByLabel('Repeat').selectOption('Weekly');
	await expect(sheet.getByText(/cannot be booked as planned/)).toBeVisible();
	await sheet.getByText(/^All \d+ dates/).click();
	await check(ana, 'book a series, something in the way');
	await sheet.getByRole('button', { name: /^Book \d+ dates/ }).click();
	await expect(sheet).toBeHidden();

	await (await app.dayOf(dayAhead(10))).first().click();
	await expect(page.getByRole('link', { name: /^Every / })).toBeVisible();
	await check(ana, 'a date of a series');
	await app.press('Offer it');
	await check(ana, 'offer which dates?');
	await close();
	await app.press('Cancel booking');
	await check(ana, 'cancel which dates?');
	await close();
	await app.press('Change');
	await sheet.getByRole('radio', { name: /^All still to come/ }).check();
	await check(ana, 'change which dates?');
	await app.press('Continue');
	await expect(sheet.getByRole('button', { name: /^Change \d+ dates/ })).toBeVisible();
	await check(ana, 'change the series');
	await close();
	await page.getByRole('link', { name: /^Every / }).click();
	await expect(app.heading).toHaveText(/^Every /);
	await check(ana, 'a series');
	await app.press('End it');
	await check(ana, 'end the series?');
	await close();
});

test('a colleague’s booking, a swap, an offer, and the rules for the rooms, light and dark', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);
	await ana.page.setViewportSize({ width: 390, height: 844 });
	const { app, page } = ana;
	const sheet = page.getByRole('dialog');
	await ben.app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await app.book({ room: 'Garden room', date: day, from: '11:00', to: '12:00' });
	await app.untilSettled(day);
	await (await app.dayOf(day)).and(page.getByRole('link', { name: /^Ben/ })).click();
	await app.press('Tell me if it frees up');
	await check(ana, 'a booking of a colleague');
	await app.press('Propose a swap');
	await sheet.getByLabel('One of mine in exchange').selectOption({ index: 1 });
	await check(ana, 'propose a swap');
	await app.press('Propose the swap');

	await ben.app.goTo('Home');
	await ben.page.getByRole('link', { name: 'See the offer' }).click();
	await check(ben, 'offers');

	await app.goTo('Calendar');
	await page.getByRole('link', { name: 'Rooms', exact: true }).click();
	await page.getByRole('link', { name: 'Rules for the rooms' }).click();
	await check(ana, 'rules for the rooms');
	await app.press('Propose a change');
	await app.press('Add a limit');
	await page.getByLabel('Name of the limit').fill('Evenings');
	await page.getByLabel('Only some hours count').check();
	await check(ana, 'change the rules for the rooms');
	await app.press('Propose it');
	await expect(page.getByRole('region', { name: 'What it does' })).toBeVisible();
	await check(ana, 'a proposal of rules');
});

test('every board of the calendar, its move mode, a refused move, the door and the report, light and dark', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { app, page } = ana;
	const views = [['Day', 'Day'], ['Week', 'Week'], ['Mine', 'Mine'], ['Agenda', 'Agenda']] as const;
	await app.found({ me: 'Ana' });
	await app.addRoom('Garden room');
	await app.addRoom('Studio');
	await app.book({ room: 'Garden room', date: day, from: '09:00', to: '10:00' });
	await app.book({ room: 'Studio', date: day, from: '09:30', to: '11:00' });
	for (const width of [360, 768, 1440]) {
		await page.setViewportSize({ width, height: 900 });
		await app.dayOf(day);
		for (const [view, region] of views) {
			await page.getByText(view, { exact: true }).click();
			await expect(page.getByRole('region', { name: region, exact: true })).toBeVisible();
			if (width !== 768) await check(ana, `calendar, ${view}, ${width} wide`);
			expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${view} fits ${width}`).toBe(true);
		}
		await page.getByText('Day', { exact: true }).click();
	}
	await page.setViewportSize(DESK);
	const booking = (await app.dayOf(day)).filter({ hasText: '09:00' });
	await booking.focus();
	for (const key of ['m', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
	await expect(page.getByRole('status').filter({ hasText: 'Studio, 09:15 to 10:15' })).toBeAttached();
	await check(ana, 'calendar, move mode');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert').filter({ hasText: 'Not moved to' })).toBeVisible();
	await check(ana, 'calendar, a refused move');

	await page.getByRole('link', { name: 'Use of the rooms' }).click();
	await check(ana, 'use of the rooms, nothing yet');
	await page.getByText('This year', { exact: true }).click();
	await page.getByText('Own dates', { exact: true }).click();
	await page.getByLabel('From').fill(dayAhead(0));
	await page.getByLabel('To and with').fill(dayAhead(20));
	await expect(page.getByRole('table', { name: 'By member' })).toBeVisible();
	await page.setViewportSize({ width: 360, height: 900 });
	await check(ana, 'use of the rooms');
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
	await app.goTo('Calendar');
	await page.getByRole('link', { name: 'Door display' }).click();
	await expect(page.getByRole('region', { name: 'Now' })).toBeVisible();
	await check(ana, 'at the door');
});
