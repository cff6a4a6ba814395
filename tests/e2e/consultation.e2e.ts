/**
 * A case consultation of three: Ana brings a case, Ben reads it, Chloé may know the person and gets nothing of it. They write together,
 * a client's name waits on Ana's device, the timer is everybody's, each signs for themselves; then the texts go, and the facts stay.
 */
import { agreeToForget, beginMeeting, bringCase, caseText, openFlags } from './support/consulting';
import { expect, test } from './support/fixtures';
import { gather } from './support/house';
import { untilWords, wordsOn } from './support/sheet';

test('a case is brought, read by one, closed to another; a name waits; the timer is shared; the texts go when all agree', async ({ stage }) => {
	const [ana, ben, chloé] = await gather(stage, ['Ana', 'Ben', 'Chloé']);
	const everybody = [ana, ben, chloé];
	await beginMeeting(ana, 'Intervision');
	await bringCase(ana, 'the swimmer', 'How do I end this well?');
	await ana.app.press('Read and write: My case');
	await untilWords(caseText(ana.page), 'the swimmer');

	// each says for themselves whether they may know the person
	await ben.app.openMeeting('Intervision');
	await chloé.app.openMeeting('Intervision');
	await chloé.app.press('I may know this person');
	await expect(chloé.page.getByText('You may know this person, so you step out when it is discussed.')).toBeVisible();
	await expect(caseText(ben.page)).toBeHidden();
	await ben.app.press('I do not know this person');
	await ben.app.press('Read and write: Case brought by Ana');
	await untilWords(caseText(ben.page), 'How do I end this well?', { timeout: 60_000 });
	await expect(ana.page.getByText('Chloé may know this person and steps out.')).toBeVisible();
	await caseText(ben.page).click();
	await ben.page.keyboard.press('Control+End');
	await ben.page.keyboard.type(' Perhaps by naming the goodbye early. ');
	await untilWords(caseText(ana.page), 'naming the goodbye early.');

	// a client's name stays on Ana's device, and everything around it flows
	await ana.app.notes.click();
	await ana.page.keyboard.type('We heard that my client Jonathan said he wants to stop in summer. ');
	await ben.app.untilNotes('said he wants to stop');
	await chloé.app.untilNotes('said he wants to stop');
	for (const { app } of [ben, chloé]) expect(await wordsOn(app.notes)).not.toContain('Jonathan');
	// what Ana wrote later is here: so is, if anything, what was written of the case before
	expect(await chloé.page.locator('body').innerText()).not.toMatch(/swimmer|goodbye/);
	await expect(ana.page.getByRole('button', { name: /waits on this device: it may tell who the client is/ })).toBeVisible();
	await ana.app.reload();
	await ana.app.openMeeting('Intervision');
	await ana.app.untilNotes('my client Jonathan said');
	await openFlags(ana.page);
	await ana.page.getByRole('button', { name: /^Replace with “\[client\]” ?: Jonathan$/ }).click();
	await ben.app.untilNotes('[client] said he wants to stop');
	expect(await wordsOn(ben.app.notes)).not.toContain('Jonathan');

	// one timer for everybody, also for whoever comes later
	await ben.app.press('Start 10 min for How we arrive');
	const timer = (one: (typeof everybody)[number]) => one.page.getByRole('region', { name: 'Timer' });
	for (const one of everybody) await expect(timer(one).getByRole('timer', { name: /\b([5-9]|10) minutes/ })).toBeVisible();
	await chloé.app.reload();
	await chloé.app.openMeeting('Intervision');
	await expect(timer(chloé).getByRole('timer', { name: /\b([5-9]|10) minutes/ })).toBeVisible();
	await timer(chloé).getByRole('button', { name: 'Stop the timer' }).click();
	for (const one of everybody) await expect(timer(one)).toBeHidden({ timeout: 60_000 });

	// what stays, and who was there
	await ana.app.press('Add an action');
	const sheet = ana.page.getByRole('dialog', { name: 'Add an action' });
	await sheet.getByLabel('What is to be done').fill('Ask about the group in autumn');
	await sheet.getByRole('button', { name: 'Add the action' }).click();
	for (const { page } of everybody) await page.getByRole('button', { name: /^I was there, / }).click();
	for (const { page } of everybody) await expect(page.getByText(/^You were there, 1 h 30/)).toBeVisible();

	// all who were there agree: the texts go from every device, the facts stay
	for (const one of everybody) {
		await expect(one.page.getByRole('button', { name: /^(Let the texts go now|I agree too)$/ })).toBeVisible();
		await agreeToForget(one);
	}
	for (const { page } of everybody) {
		await expect(page.getByText('as those who were there agreed')).toBeVisible({ timeout: 60_000 });
		await expect(page.getByRole('textbox', { name: /^Notes/ })).toHaveCount(0);
		await expect(page.getByText('Gone from every member’s devices.')).toBeVisible({ timeout: 60_000 });
		await expect(page.getByText('Ask about the group in autumn', { exact: true })).toBeVisible();
	}
	await ben.app.reload();
	await ben.app.openMeeting('Intervision');
	await expect(ben.page.getByText('as those who were there agreed')).toBeVisible();
	expect(await ben.page.locator('body').innerText()).not.toMatch(/swimmer|goodbye|wants to stop/);
	await ben.app.goTo('Consultation');
	await ben.page.getByRole('link', { name: /Hours/ }).first().click();
	await expect(ben.page.getByRole('table').first()).toContainText('Intervision');
});
