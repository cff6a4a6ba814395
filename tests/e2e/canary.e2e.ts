/** Words that people typed lie nowhere in the clear: not on the device, not on the way, not in any address or message. */
import { dayAhead } from './support/days';
import { expect, test } from './support/fixtures';
import { findWords, tap } from './support/scan';

const passphrase = 'zephyr marmalade quixotic lanternfish';
const words = {
	collective: 'Vermiliongrove',
	founding: 'Thimbleoath',
	ana: 'Anaquillifer',
	ben: 'Bendrakethorn',
	room: 'Ochrechamber',
	meeting: 'Saffroncircle',
	item: 'Juniperquestion',
	note: 'Umbrawhisper',
	proposal: 'Cobaltpledge',
	text: 'Indigoclause',
	comment: 'Larkspurremark',
	reason: 'Wrenfeatherword',
	draft: 'Fernleafunfinished',
	expense: 'Russetkettle',
	receipt: 'Hazelstampword',
	invitation: 'Forgetmeslip'
};
const planted = [...Object.values(words), ...passphrase.split(' ')];

test('nothing that was typed is found in any store, message, address or on the console, while planted words are', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	const ben = await stage.enter('Ben');
	let link = '';
	const taps = [tap(ana.context), tap(ben.context, () => link)] as const;
	await ana.app.found({ collective: words.collective, me: words.ana, foundingText: words.founding, passphrase });
	await ana.app.addRoom(words.room);
	await ana.app.book({ room: words.room, date: dayAhead(2), from: '09:00', to: '10:00' });
	await ana.app.planMeeting(words.meeting);
	link = await ana.app.invite(words.invitation);
	await ben.app.knock(link, words.ben, passphrase);
	await ana.app.letIn(words.ben, ben.app);
	await ben.app.untilHome();
	await ben.app.openMeeting(words.meeting);
	await ben.app.addItem(words.item);
	await ana.app.openMeeting(words.meeting);
	await ana.app.writeNotes(`${words.note} `);
	await ben.app.untilNotes(words.note);
	await ben.app.propose(words.proposal, words.text);
	await ben.page.getByLabel('Your comment').fill(words.comment);
	await ben.app.press('Post the comment');
	await ben.page.getByRole('radio', { name: 'Agree', exact: true }).check();
	await ben.page.getByLabel('A word to it').fill(words.reason);
	await ben.app.press('Say it');
	await ana.app.openProposal(words.proposal);
	await expect(ana.page.getByText(words.comment)).toBeVisible();
	await expect(ana.page.getByText(words.reason).first()).toBeVisible();
	await ana.app.beginProposal('Decide something');
	await ana.page.getByLabel('The proposal').fill(words.draft);
	await expect(ana.page.getByText('Kept on this device, seen by nobody else.')).toBeVisible();
	await ana.app.goTo('Home');
	await ana.app.beginAgain();
	await expect(ana.page.getByLabel('The proposal')).toHaveValue(words.draft);
	await ben.app.addExpense('12.00', words.expense);
	await ana.app.goTo('Ledger');
	await expect(ana.page.getByText(words.expense)).toBeVisible();
	await ben.app.beginEntry();
	await ben.page.getByLabel('Amount in EUR').fill('3.00');
	await ben.page.getByLabel('What for').fill('Stamps');
	const receipt = { name: 'receipt.pdf', mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n${words.receipt}`) };
	await ben.page.getByLabel('Photo or PDF', { exact: true }).setInputFiles(receipt);
	await expect(ben.page.getByRole('button', { name: 'Open PDF 1' })).toBeVisible();
	await ben.app.press('Post the expense');
	await ana.page.getByRole('link', { name: /Stamps/ }).first().click({ timeout: 60_000 });
	await ana.page.getByRole('button', { name: 'Open PDF 1' }).click({ timeout: 60_000 });
	await expect(ana.page.getByText('On 2 of 2 members’ devices').first()).toBeVisible({ timeout: 60_000 });
	await ana.page.getByRole('button', { name: 'Close' }).click();
	await ana.app.reload(passphrase);
	await ana.app.openMeeting(words.meeting);
	await ana.app.untilNotes(words.note);

	expect(taps[0].overheard.filter((line) => line.startsWith('signaling: ')).length).toBeGreaterThan(4);
	for (const [index, { page }] of [ana, ben].entries()) {
		expect(await findWords(planted, page, taps[index as 0 | 1])).toEqual([]);
	}

	const control = 'Controlcanary';
	await ana.page.evaluate(async (word) => {
		localStorage.setItem('control', word);
		sessionStorage.setItem('control', word);
		await (await caches.open('control')).put('/control', new Response(word));
		const wide = new Uint8Array([...word].flatMap((letter) => [letter.charCodeAt(0), 0]));
		await new Promise<void>((resolve, reject) => {
			const request = indexedDB.open('control', 1);
			request.onupgradeneeded = () => {
				const store = request.result.createObjectStore('control', { autoIncrement: true });
				store.put({ deep: [{ text: word }] });
				store.put({ wide });
				store.put(btoa(`xy${word}`));
			};
			request.onsuccess = () => {
				request.result.close();
				resolve();
			};
			request.onerror = () => reject(request.error ?? new Error('refused'));
		});
		history.replaceState(history.state, '', `/?control=${word}`);
		console.log(word);
		await fetch(`/config.json?control=${word}`);
		await new Promise<void>((resolve) => {
			const socket = new WebSocket(`ws://${location.host}/signal`);
			socket.onopen = () => {
				socket.send(JSON.stringify({ type: 'publish', topic: 'control', control: word }));
				socket.close();
				resolve();
			};
		});
	}, control);
	const found = (await findWords([control], ana.page, taps[0])).join('\n');
	for (const place of ['localStorage (plain)', 'sessionStorage (plain)', 'cache control /control (plain)', 'history (plain)', 'in console', 'in request', 'in signaling']) {
		expect(found).toContain(place);
	}
	for (const as of ['plain', 'utf16', 'base64']) expect(found).toContain(`indexedDB control/control (${as})`);
});
