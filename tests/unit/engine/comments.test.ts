/** Comments between devices: sealed with the text, there for whoever may read it, taken back by their author alone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodePayload } from '$crdt/text/payload';
import { must, type Device } from '../../support/engine-rig';
import { house, MEETING } from '../../support/engine-people';
import { openPage, stubPage, unstubPage, until, type Page } from '../../support/text-page';

const MINUTE = 60_000;
beforeEach(stubPage);
afterEach(unstubPage);

describe('comments on a meeting’s notes', () => {
	it('[TXT57] [TXT58] reach a colleague with name and discipline, stay beside the words, and only their author takes them back', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const id = must(await ana.engine.planMeeting(MEETING, []));
		await rig.run(MINUTE);
		const { notes } = (await ana.view('consultation/meeting', { id }))!;
		const pages = [openPage(ana, notes), openPage(ben, notes)] as const;
		await until(rig, () => pages.every((page) => page.text !== null));
		const commentsOf = (page: Page) => page.text!.comments.current.map(({ name, text, mine, withdrawn }) => ({ name, text, mine, withdrawn }));

		pages[0].type('We met. ');
		must(await pages[0].text!.comment('Could we begin with the waiting list?', null));
		await until(rig, () => pages[1].words() === 'We met. ' && commentsOf(pages[1]).length === 1);
		expect(commentsOf(pages[1])).toEqual([{ name: 'Ana', text: 'Could we begin with the waiting list?', mine: false, withdrawn: false }]);
		expect(commentsOf(pages[0])).toEqual([{ name: 'Ana', text: 'Could we begin with the waiting list?', mine: true, withdrawn: false }]);

		const [comment] = pages[1].text!.comments.current;
		expect((await pages[1].text!.withdrawComment(comment!.id)).ok).toBe(false);
		// what a changed app might write all the same
		must(await ben.engine.appendText(notes, encodePayload([{ kind: 'withdraw', entry: comment!.id }])));
		await rig.run(MINUTE);
		expect(commentsOf(pages[0])).toMatchObject([{ withdrawn: false }]);

		must(await pages[0].text!.withdrawComment(comment!.id));
		await until(rig, () => commentsOf(pages[1])[0]?.withdrawn === true);
		expect(commentsOf(pages[1])).toEqual([{ name: 'Ana', text: '', mine: false, withdrawn: true }]);
		expect(pages[1].words()).toBe('We met. ');
		await Promise.all(pages.map((page) => page.close()));

		// a replay gives the same
		const again = openPage(ben, notes);
		await until(rig, () => again.text !== null);
		expect(commentsOf(again)).toEqual([{ name: 'Ana', text: '', mine: false, withdrawn: true }]);
		await again.close();
	});
});

