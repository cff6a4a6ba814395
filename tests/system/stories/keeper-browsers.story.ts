/**
 * Keeper and browsers are killed at random, again and again, in the midst of writing. Whatever was shown as written is there afterwards, and
 * whatever was shown as being at the keeper reaches the other without its author. WebRTC never connects, so that the keeper alone carries.
 */
import assert from 'node:assert/strict';
import { expect, test, type Mortal } from '../../e2e/support/fixtures';

const rounds = Number(process.env['KILL_ROUNDS'] ?? 50);
let seed = Number(process.env['KILL_SEED'] ?? 7);
/** Below `n`; the same for the same seed. */
const draw = (n: number): number => {
	seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
	return (seed >>> 8) % n;
};
const PROPOSAL = 'Shelves for everybody';

const sees = ({ page }: Mortal, what: string) => expect(page.getByText(what, { exact: true }).first()).toBeVisible({ timeout: 90_000 });

async function comeBack(person: Mortal): Promise<void> {
	await person.revive();
	await person.app.unlock();
	await person.app.untilHome();
	await person.app.openProposal(PROPOSAL);
}

/** True when it stands in the list: it is on the disk then. */
async function comment({ page }: Mortal, text: string): Promise<boolean> {
	try {
		await page.getByLabel('Your comment').fill(text, { timeout: 5_000 });
		await page.getByRole('button', { name: 'Post the comment', exact: true }).click({ timeout: 5_000 });
		await expect(page.getByRole('listitem').getByText(text, { exact: true }).first()).toBeVisible({ timeout: 10_000 });
		return true;
	} catch {
		return false; // killed in between
	}
}

async function untilKept({ app, page }: Mortal): Promise<void> {
	await app.goTo('Connection');
	await expect(page.getByRole('region', { name: 'Keepers' })).toContainText('has everything', { timeout: 120_000 });
	await app.openProposal(PROPOSAL);
}

test(`${rounds} times something is killed while two write: nothing shown as saved is lost`, async ({ stage }) => {
	const { server } = stage;
	const people = [await stage.enterApart('Ana'), await stage.enterApart('Ben')] as const;
	const [ana, ben] = people;
	for (const { watch } of people) watch.tolerate(/./);
	await ana.app.found({ me: 'Ana' });
	await ben.app.knock(await ana.app.invite('Ben'), 'Ben');
	await ana.app.letIn('Ben', ben.app);
	await ben.app.untilHome();
	await ana.app.goTo('Connection');
	await ana.page.getByRole('link', { name: 'Keepers and servers' }).click();
	await ana.app.press('Add a keeper');
	await ana.page.getByLabel('Address of the keeper').fill(server.keeper);
	await ana.page.getByLabel('Name', { exact: true }).fill('Shelf');
	await ana.app.press('Add it for everybody');
	await ana.app.propose(PROPOSAL, 'Of oak.');
	for (const { app, page } of people) {
		// without a relay of their own that ends every straight line
		await app.goTo('Connection');
		await page.getByRole('link', { name: 'Keepers and servers' }).click();
		await page.getByLabel('Through a relay only, on this device').check();
	}
	for (const one of people) await untilKept(one);

	const written: string[] = [];
	const count = { keeper: 0, ana: 0, ben: 0, unseen: 0, kept: 0 };
	for (let round = 0; round < rounds; round++) {
		const writer = people[draw(2)]!;
		const other = writer === ana ? ben : ana;
		if (draw(3) === 0) {
			// what is shown as being at the keeper reaches the other although writer and keeper die
			const text = `kept ${round}`;
			assert(await comment(writer, text), 'nobody was killed, and it was not written');
			written.push(text);
			await untilKept(writer);
			await Promise.all([writer.kill(), server.kill()]);
			await server.revive();
			await sees(other, text);
			await comeBack(writer);
			count.kept++;
		} else {
			const victims = draw(7) + 1; // one bit for each of three
			const killing = new Promise<void>((resolve) => setTimeout(resolve, 500 + draw(5_000))).then(() =>
				Promise.all([(victims & 1) === 0 ? null : server.kill(), (victims & 2) === 0 ? null : ana.kill(), (victims & 4) === 0 ? null : ben.kill()])
			);
			const writing = people.map(async (person, who) => {
				for (let i = 0; i < 6; i++) {
					const text = `round ${round} by ${who} number ${i}`;
					if (await comment(person, text)) written.push(text);
					else {
						count.unseen++;
						return;
					}
				}
			});
			await Promise.all([killing, ...writing]);
			if ((victims & 1) !== 0) await server.revive();
			if ((victims & 2) !== 0) await comeBack(ana);
			if ((victims & 4) !== 0) await comeBack(ben);
			count.keeper += victims & 1;
			count.ana += (victims >> 1) & 1;
			count.ben += (victims >> 2) & 1;
		}
		process.stdout.write(`round ${round}: ${written.length} written, ${JSON.stringify(count)}\n`);
	}
	for (const one of people) await untilKept(one);
	for (const one of people)
		await expect
			.poll(async () => {
				const all = await one.page.getByRole('main').innerText();
				return written.filter((text) => !all.includes(text));
			}, { timeout: 120_000 })
			.toEqual([]);
});
