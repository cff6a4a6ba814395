/**
 * A consultation on a narrow phone, by keys alone and without a network: a series, its next date, the agenda in order, notes with a word
 * that waits, a case, the timer, what is to be done, letting the texts go; every screen on the way is looked at by axe. (Days and
 * times of one meeting are put in at once: how a browser spells them by keys is its own matter.)
 */
import { wallIn } from './support/days';
import { byKeys, focused, tabTo } from './support/keys';
import { expect, test } from './support/fixtures';
import { untilWords, wordsOn } from './support/sheet';

test('series, agenda, notes, a case, the timer, forgetting: no pointer, no network, 360 pixels', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const { page, app } = ana;
	await page.setViewportSize({ width: 360, height: 740 });
	await app.found({ me: 'Ana' });
	await app.untilStoredForOffline();
	await ana.goOffline();
	const main = page.getByRole('main');
	const dialog = page.getByRole('dialog');
	const { button, enter, write, look } = byKeys(page);
	const place = async () => {
		await enter(app.places.getByRole('link', { name: /^Consultation/ }));
		await expect(app.heading).toHaveText('Consultation');
	};

	await place();
	await look('consultation, nothing yet');
	await enter(main.getByRole('link', { name: 'Plan a meeting' }));
	await look('plan a meeting');
	await write('Title', 'Intervision');
	await tabTo(page, page.getByLabel('How often'));
	await page.keyboard.press('ArrowDown');
	await expect(page.getByLabel('How often')).not.toHaveValue('once');
	await look('plan a series');
	await enter(button('Plan the meetings'));
	await expect(app.heading).toHaveText('Intervision');
	await look('a series');
	await enter(main.getByRole('region', { name: 'To come' }).getByRole('link').nth(1));
	await expect(page.getByText('Will you come?')).toBeVisible();
	await look('a meeting to come');
	await enter(button('I come'));
	await expect(page.getByText('You come.')).toBeVisible();

	// the agenda in order: Alt with the arrows, and the focus stays with what is moved
	await enter(button('Add an item'));
	await look('add an item');
	await expect(dialog.getByLabel('Item', { exact: true })).toBeFocused();
	await write('Item', 'Who waters the plants', dialog);
	await enter(button('Add the item', dialog));
	await expect(dialog).toBeHidden();
	await tabTo(page, button('Move Who waters the plants'));
	await page.keyboard.press('Alt+ArrowUp');
	await expect(page.getByRole('status').filter({ hasText: /Who waters the plants is now item \d of \d/ })).toBeAttached();
	await expect(focused(page)).toHaveAccessibleName('Move Who waters the plants');

	// a meeting that goes on now
	await place();
	await look('consultation');
	await enter(main.getByRole('link', { name: 'Plan a meeting' }));
	await write('Title', 'Monday group');
	await page.getByLabel('Day').fill(wallIn(-25).date);
	await page.getByLabel('From').fill(wallIn(-25).time);
	await page.getByLabel('To', { exact: true }).fill(wallIn(65).time);
	await enter(button('Plan the meeting'));
	await expect(app.heading).toHaveText('Monday group');
	await enter(button('Bring a case'));
	await look('bring a case');
	await enter(button('Bring it to this meeting', dialog));
	await expect(dialog.getByText('All three belong to your covenant.')).toBeVisible();
	await look('bring a case, nothing said');
	const boxes = dialog.getByRole('group', { name: 'Before you begin' }).getByRole('checkbox');
	await expect(boxes).toHaveCount(3);
	for (const box of await boxes.all()) {
		await tabTo(page, box);
		await page.keyboard.press('Space');
	}
	await write('Key question', 'What did I not hear?', dialog);
	await write('Working name', 'the swimmer', dialog);
	await enter(button('Bring it to this meeting', dialog));
	await expect(dialog).toBeHidden();
	await enter(button('Read and write: My case'));
	await untilWords(page.getByRole('textbox', { name: 'Notes on my case' }), 'What did I not hear?');
	await look('a meeting that goes on, with a case');

	// a word that may tell who it is waits; the list of such words is reached by keys
	await tabTo(page, app.notes);
	await page.keyboard.type('My client Jonathan said that he sleeps again. ');
	await app.untilNotes('sleeps again');
	const waiting = page.getByRole('button', { name: /waits on this device/ });
	await expect(waiting).toBeVisible();
	await page.keyboard.press('Escape');
	await enter(waiting);
	await look('a word that waits');
	await enter(button(/^Replace with “\[client\]” ?: Jonathan$/));
	await expect(waiting).toBeHidden();
	expect(await wordsOn(app.notes)).toBe('My client [client] said that he sleeps again. ');
	await expect(app.notes).toBeFocused();
	await look('the notes again');

	// not so soon after the first that the screen is hidden
	await page.keyboard.press('Escape');
	await enter(button('Time the whole meeting'));
	await expect(page.getByRole('timer', { name: /minutes|hour/ })).toBeVisible();
	await look('the timer');
	await enter(button('Pause'));
	await expect(button('Go on')).toBeVisible();
	await enter(button('Stop the timer'));
	await enter(button('Add an action'));
	await write('What is to be done', 'Ask about the group', dialog);
	await enter(button('Add the action', dialog));
	await expect(dialog).toBeHidden();
	await enter(main.getByRole('link', { name: 'A note for my own record' }));
	await look('a note for my own record');
	await page.goBack();
	await expect(app.heading).toHaveText('Monday group');

	// signed, and let go: one person is all there are
	await enter(button(/^I was there, /));
	await enter(button('Let the texts go now'));
	await look('may the texts go?');
	await enter(button('I agree', dialog));
	await expect(page.getByText('as those who were there agreed')).toBeVisible();
	await look('the texts are gone');
	await place();
	await enter(main.getByRole('link', { name: /^Hours of the year/ }));
	await expect(page.getByRole('table').first()).toContainText('Monday group');
	await look('hours of the year');
	await place();
	await enter(main.getByRole('link', { name: /^Agreements/ }));
	await look('texts we write together');
	await app.goTo('Settings');
	await enter(main.getByRole('link', { name: 'See the list' }));
	await look('words to watch');
});
