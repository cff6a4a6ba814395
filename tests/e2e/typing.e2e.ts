/** Whoever is in the middle of a word stays in it, whatever colleagues do to the meeting around the notes. */
import { expect, test } from './support/fixtures';
import { gather } from './support/house';

test('a colleague who changes the agenda does not take the sheet out of one’s hands', async ({ stage }) => {
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
});
