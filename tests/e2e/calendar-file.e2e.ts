/** A calendar file becomes bookings or busy times of one's own, and bookings become a file; titles lie nowhere afterwards. */
import { readFileSync } from 'node:fs';
import { importFile } from '../../src/lib/ical/import';
import { checkScreen } from './support/accessibility';
import type { App } from './support/app';
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';
import { findWords, tap } from './support/scan';

const TITLE = 'Oleanderclient';
const OVERLAY = 'Tamariskpractice';
const first = dayAhead(3);
const basic = (date: string): string => date.replaceAll('-', '');

const FILE = [
	'BEGIN:VCALENDAR', 'VERSION:2.0', `X-WR-CALNAME:${OVERLAY}`,
	'BEGIN:VEVENT', 'UID:1', `SUMMARY:${TITLE}`, `DTSTART;TZID=W. Europe Standard Time:${basic(first)}T180000`, `DTEND;TZID=W. Europe Standard Time:${basic(first)}T185000`, 'RRULE:FREQ=WEEKLY;COUNT=4', 'END:VEVENT',
	'BEGIN:VEVENT', 'UID:2', `SUMMARY:${TITLE} once`, `DTSTART;TZID=Europe/Berlin:${basic(first)}T090000`, 'DURATION:PT1H', 'END:VEVENT',
	'BEGIN:VEVENT', 'UID:3', `SUMMARY:${TITLE} nowhere`, `DTSTART;TZID=Atlantis:${basic(first)}T090000`, 'END:VEVENT',
	'END:VCALENDAR', ''
].join('\r\n');

/** By a link, as from anywhere in the house: a reload would lock it. */
async function walk({ page }: App, path: string, title: string): Promise<void> {
	await page.evaluate((href) => {
		const link = document.body.appendChild(document.createElement('a'));
		link.href = href;
		link.click();
		link.remove();
	}, path);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

const choose = (app: App, text: string, name = 'practice.ics') => app.page.getByLabel('Calendar file').setInputFiles({ name, mimeType: 'text/calendar', buffer: Buffer.from(text) });

test('a file is booked, laid over, and saved again; its titles stay nowhere', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { app } = ana;
	const tapped = tap(ana.context);
	await app.found({ me: 'Ana' });
	await app.addRoom('Garden room');

	await walk(app, '/calendar/import', 'From a calendar file');
	await choose(app, 'BEGIN:VCALENDAR\nBEGIN:VEVENT\n', 'broken.ics');
	await expect(app.page.getByText('The file breaks off: an event that began in line 2 has no end.')).toBeVisible();
	await choose(app, FILE);
	await expect(app.page.getByText('1 event could not be read and is left out')).toBeVisible();
	await expect(app.page.getByText(TITLE, { exact: true })).toBeVisible();
	await checkScreen(app.page, 'import');
	await app.press('Book 5');
	await expect(app.page.getByText('5 bookings in Garden room are saved.')).toBeVisible();
	await app.press('Undo');
	await app.dayOf(first).then((bookings) => expect(bookings).toHaveCount(0));

	await walk(app, '/calendar/import', 'From a calendar file');
	await choose(app, FILE);
	await app.press('Book 5');
	await expect(app.page.getByText('5 bookings in Garden room are saved.')).toBeVisible();
	await app.dayOf(first).then((bookings) => expect(bookings).toHaveCount(2));

	await walk(app, '/calendar/import', 'From a calendar file');
	await choose(app, FILE);
	await expect(app.page.getByText('cannot be booked', { exact: true })).toHaveCount(2);
	await app.page.getByText('See when I am busy').click();
	await checkScreen(app.page, 'busy times');
	await app.press('Show my busy times');
	await expect(app.page.getByRole('button', { name: `Take away ${OVERLAY}` })).toBeVisible();

	await walk(app, '/calendar/export', 'Save as a calendar file');
	await checkScreen(app.page, 'export');
	const [download] = await Promise.all([app.page.waitForEvent('download'), app.press('Save the file')]);
	const saved = importFile(new Uint8Array(readFileSync(await download.path())));
	expect(saved.problems).toEqual([]);
	expect(saved.events.map(({ title }) => title)).toEqual(['Garden room — Ana', 'Garden room — Ana']);

	await app.reload();
	await walk(app, '/calendar/import', 'From a calendar file');
	await expect(app.page.getByRole('button', { name: `Take away ${OVERLAY}` })).toBeVisible();
	expect(await findWords([TITLE, OVERLAY], app.page, tapped)).toEqual([]);
});
