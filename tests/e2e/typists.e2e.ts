/**
 * [TXT20] [TXT22] [TXT44] Four browsers type into the notes of one meeting at random, while one of them is cut off and comes back and another
 * one's process is killed and opened again. All end equal, no letter is missing that its own screen had called saved, and nothing that
 * anybody typed stands there twice, not even of the killed one.
 *
 * Odd seeds split paragraphs and make lists as well; with even ones every letter stands exactly once. Two minutes and several seeds:
 * `npm run test:system typists` (the variables below).
 */
import { expect, test } from './support/fixtures';
import { countOf, createTypist, twiceIn, typeOnce, untilEqual, untilSaved, type Typist } from './support/typists';

const SEEDS = (process.env['TYPISTS_SEEDS'] ?? '6,7').split(',').map(Number);
const SECONDS = Number(process.env['TYPISTS_SECONDS'] ?? 20);
const MEETING = 'Intervision';

for (const seed of SEEDS) {
	test(`four browsers type for ${SECONDS} s, one cut off, one killed: all equal, nothing saved is missing (seed ${seed})`, async ({ stage }) => {
		test.setTimeout(300_000 + SECONDS * 3_000);
		const ana = await stage.enter('Ana');
		await ana.app.found({ me: 'Ana' });
		const [ben, chloé] = [await stage.enter('Ben'), await stage.enter('Chloé')];
		const dele = await stage.enterApart('Dele');
		const everybody = [ana, ben, chloé, dele];
		for (const person of [ben, chloé, dele]) {
			await person.app.knock(await ana.app.invite(person.name), person.name);
			await (person === ben ? ana : ben).app.letIn(person.name, person.app);
			await person.app.untilHome();
		}
		await ana.app.planMeeting(MEETING);
		for (const { app } of [ben, chloé, dele]) await app.openMeeting(MEETING);
		for (const { app } of everybody) await app.notes.click();

		const typists = everybody.map((person, index) => createTypist(index, seed, () => person.page));
		const [, , third, fourth] = typists as [Typist, Typist, Typist, Typist];
		const end = Date.now() + SECONDS * 1_000;
		const at = (share: number) => end - (1 - share) * SECONDS * 1_000;
		const typing = (typist: Typist, until: number) => (async () => {
			while (Date.now() < until) await typeOnce(typist);
		})();

		await Promise.all([
			typing(typists[0]!, end),
			typing(typists[1]!, end),
			(async () => {
				await typing(third, at(0.25));
				await chloé.goOffline();
				await typing(third, at(0.6));
				await chloé.goOnline();
				await typing(third, end);
			})(),
			(async () => {
				await typing(fourth, at(0.4));
				await untilSaved(fourth);
				await typing(fourth, at(0.5));
				await dele.kill();
				await dele.revive();
				await dele.app.unlock();
				await dele.app.untilHome();
				await dele.app.openMeeting(MEETING);
				await dele.app.notes.click();
				await typing(fourth, end);
			})()
		]);
		for (const person of everybody) {
			await person.page.keyboard.press('Control+End');
			await person.page.keyboard.type(' ');
			await expect(person.page.getByText('saved on this device')).toBeVisible();
		}
		const text = await untilEqual(everybody.map(({ page }) => page));
		for (const typist of typists) await untilSaved(typist);
		console.log(`seed ${seed}: ${typists.map(({ typed, acknowledged, letters }) => `${countOf(text, letters)} of ${typed} (${acknowledged} saved)`).join(', ')}`);
		for (const typist of typists) {
			const there = countOf(text, typist.letters);
			expect(there, 'letters that had been called saved').toBeGreaterThanOrEqual(typist.acknowledged);
			if (typist !== fourth) expect(there, 'of a browser that lived on').toBeGreaterThanOrEqual(typist.typed);
			if (typist.restructures) continue;
			expect(there, 'nothing stands there twice').toBeLessThanOrEqual(typist.typed);
			expect(twiceIn(text, typist), 'words that stand there twice').toEqual([]);
		}
	});
}
