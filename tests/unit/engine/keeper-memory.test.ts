/** What keepers had confirmed is known again as soon as the app is open, and taken back where it is not true any more (NET126). */
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '$crypto/base';
import { loadSodium } from '$crypto/sodium';
import { must, type Device } from '../../support/engine-rig';
import { addRoom, expense, MEETING } from '../../support/engine-people';
import { apart, isSaved, keeperView } from '../../support/keeper-people';
import { photo } from '../../support/receipt-rig';

beforeAll(loadSodium);

describe('a keeper after the app was closed', { timeout: 90_000 }, () => {
	it('[NET126] what it had confirmed, notes and receipts too, is told at once while it does not answer; what is written then waits', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana] = people as [Device];
		const meeting = must(await ana.engine.planMeeting(MEETING, []));
		const { notes } = (await ana.view('consultation/meeting', { id: meeting }))!;
		must(await ana.engine.appendText(notes, utf8('hollyhock')));
		const [me] = (await ana.view('members')).members.map(({ memberId }) => memberId);
		const receipt = must(await ana.engine.keepReceipt(photo(3)));
		await ana.post({ ...expense([me!], me!, 900), receipts: [receipt] } as Parameters<Device['post']>[0]);
		await rig.until(isSaved(ana));
		keepers[0]!.isUp = false;
		keepers[0]!.cut();
		await ana.restart();
		await rig.run(1_000);
		expect(await keeperView(ana)).toMatchObject({ state: 'unreachable', waiting: 0, holdsAll: true });
		expect((await ana.view('connection')).sentence).toContain('When Shelf last answered, it had a copy of all of it');
		await addRoom(ana);
		await rig.run(1_000);
		expect(await keeperView(ana)).toMatchObject({ state: 'unreachable', waiting: 1, holdsAll: false });
		await ana.restart();
		await rig.run(1_000);
		expect(await keeperView(ana)).toMatchObject({ waiting: 1, holdsAll: false });
		keepers[0]!.isUp = true;
		await rig.until(isSaved(ana));
	});

	it('[NET126] [NET107] one that lost its disk meanwhile and says it had not is found out; the claim is taken back until it has everything again', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const keeper = keepers[0]!;
		await ben.engine.close();
		const said = new Map<string, Uint8Array>();
		keeper.answer = (document, kind, honest) => {
			if (kind === 'has') said.set(document, honest);
			return honest;
		};
		await ana.restart();
		await rig.until(isSaved(ana));
		await rig.run(5_000);
		const before = keeper.entries();
		keeper.isUp = false;
		keeper.cut();
		await ana.restart();
		await rig.run(1_000);
		expect(await keeperView(ana)).toMatchObject({ waiting: 0, holdsAll: true });

		keeper.documents.clear();
		keeper.answer = (document, kind, honest) => (kind === 'has' ? (said.get(document) ?? honest) : kind === 'saved' ? null : honest);
		keeper.isUp = true;
		await rig.until(async () => (await keeperView(ana)).waiting > 0);
		expect(await keeperView(ana)).toMatchObject({ state: 'connected', holdsAll: false });
		// and it is not believed again on the next start
		await ana.restart();
		await rig.quiet();
		expect(await keeperView(ana)).toMatchObject({ holdsAll: false });
		keeper.answer = null;
		keeper.cut();
		await rig.until(isSaved(ana));
		expect(keeper.entries()).toBe(before);
	});
});
