/** Words typed at the very last moment are kept: before the app locks, and when the tab that writes for this one goes. */
import { expect, test } from './support/fixtures';

test('what is typed a moment before the app locks is there when it opens again', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana' });
	await ana.app.planMeeting('Intervision');
	await ana.app.notes.click();
	await ana.page.keyboard.type('Typed and locked');
	await ana.app.press('Lock now');
	await ana.app.unlock();
	await ana.app.untilHome();
	await ana.app.openMeeting('Intervision');
	await ana.app.untilNotes('Typed and locked');
});

test('what is typed in a second tab while the first one closes is written by the second', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await ana.app.found({ me: 'Ana' });
	await ana.app.planMeeting('Intervision');
	const second = await ana.openTab();
	await second.open();
	await second.unlock();
	await second.untilHome();
	await second.openMeeting('Intervision');
	await second.notes.click();
	await second.page.keyboard.type('Typed and closed');
	await ana.page.close();
	await expect(second.places).toBeVisible();
	await second.goTo('Settings');
	await expect(second.page.getByRole('heading', { name: 'This device' })).toBeVisible();
	await expect(second.page.getByText('Reads along; another tab writes for it.')).toBeHidden({ timeout: 60_000 });
	await second.reload();
	await second.openMeeting('Intervision');
	await second.untilNotes('Typed and closed');
});
