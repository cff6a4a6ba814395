/** Whoever is in the middle of a word stays in it, whatever colleagues do to the meeting around the notes. */
import { expect, test } from './support/fixtures';
import { gather } from './support/house';

test('[TXT48] a colleague who changes the agenda does not take the sheet out of one’s hands, nor does a dialog', async ({ stage }) => {
	const [ana, ben] = await gather(stage, ['Ana', 'Ben']);
	await ana.app.planMeeting('Intervision');
	await ben.app.openMeeting('Intervision');
	await ana.app.openMeeting('Intervision');

	await ana.app.writeNotes('Two wishes for ');
	await ben.app.addItem('Room for a break');
	await expect(ana.app.agenda.filter({ hasText: 'Room for a break' })).toBeVisible();
	await expect(ana.app.notes).toBeFocused();
	await ana.page.keyboard.type('the spring');
	await ana.app.untilNotes('Two wishes for the spring');
	await ben.app.untilNotes('Two wishes for the spring');

	// what a dialog is opened for is still selected when it closes
	for (let letter = 0; letter < 'spring'.length; letter++) await ana.page.keyboard.press('Shift+ArrowLeft');
	await ana.page.keyboard.press('Control+k');
	const dialog = ana.page.getByRole('dialog', { name: 'Add a link' });
	await dialog.getByLabel('Address').fill('example.org/spring');
	await ana.page.keyboard.press('Enter');
	await dialog.getByRole('button', { name: 'Keep it knowingly' }).click();
	await dialog.getByRole('button', { name: 'Add link' }).click();
	await expect(ana.app.notes.getByRole('link', { name: 'spring', exact: true })).toHaveAttribute('href', 'https://example.org/spring');
	await ana.app.untilNotes('Two wishes for the spring');
});
