/** Sealed answers from the screen's command to the result: kept on one device, opened by it, lost with it. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { must, RIG_START_MS, type Device, type Rig } from '../../support/engine-rig';
import { house } from '../../support/engine-people';
import { CONSENSUS, openOp } from '../../support/proposal-ops';

const DAY = 86_400_000;

async function sealedProposal(names: readonly string[]): Promise<{ rig: Rig; people: Device[]; id: ObjectId }> {
	const { rig, people } = await house(names);
	const [id] = await people[0]!.post(openOp('A raise', { sealed: true, method: CONSENSUS, deadline: RIG_START_MS + rig.timeMs + 3 * DAY }));
	await rig.run(10_000);
	return { rig, people, id: id! };
}

const answer = (device: Device, proposal: ObjectId, position: 'agree' | 'block', bind = true) =>
	device.engine.castSealed({
		proposal, term: proposal, bind, reason: `the reason of ${device.name}`, harms: position === 'block' ? 'Quiet at work' : '',
		ballot: { kind: 'position', position }
	});

const stateOf = async (device: Device, id: ObjectId) => (await device.view('proposal', { id }))?.state.status;

describe('sealed answers on devices', { timeout: 120_000 }, () => {
	it('[PRO73] all answer, all devices open and close by themselves, also after a restart; nothing is told before', async () => {
		const { rig, people, id } = await sealedProposal(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		must(await answer(ana, id, 'agree'));
		must(await answer(ben, id, 'agree'));
		await rig.run(10_000);
		const before = (await chloe.view('proposal', { id }))!;
		expect(before.stances.map(({ ballot, reason }) => [ballot?.kind ?? null, reason])).toEqual([['sealed', ''], ['sealed', ''], [null, '']]);
		expect((await ana.view('proposal', { id }))?.sealedHere).toBe(true);
		expect(before.sealedHere).toBe(false);
		await ana.restart();
		must(await answer(chloe, id, 'agree'));
		await rig.until(async () => (await stateOf(chloe, id)) === 'accepted');
		await rig.run(10_000);
		expect(await Promise.all(people.map((device) => stateOf(device, id)))).toEqual(['accepted', 'accepted', 'accepted']);
	});

	it('[PRO73] whose store is lost counts as no answer; the others do not wait for ever', async () => {
		const { rig, people, id } = await sealedProposal(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		for (const device of [ana, ben]) must(await answer(device, id, 'agree'));
		must(await answer(chloe, id, 'block'));
		await chloe.vault.savePrivate('sealed-answers', new Uint8Array(80));
		await chloe.restart();
		await rig.run(60_000);
		expect(await stateOf(ana, id)).toBe('open');
		for (const device of people) device.skewMs += 3 * DAY;
		await rig.until(async () => (await stateOf(ana, id)) !== 'open');
		await rig.run(20_000);
		expect(await Promise.all(people.map((device) => stateOf(device, id)))).toEqual(['accepted', 'accepted', 'accepted']);
	});

	it('[PRO60] [PRO61] [PRO70] what is no answer is refused before anything is written', async () => {
		const { people, id } = await sealedProposal(['Ana', 'Ben']);
		const [ana] = people as [Device, Device];
		const base = { proposal: id, term: id, reason: '', harms: '', bind: false } as const;
		const type = async (ballot: Parameters<typeof ana.engine.castSealed>[0]['ballot'], proposal = id) => {
			const done = await ana.engine.castSealed({ ...base, proposal, ballot });
			return done.ok ? 'ok' : done.error.type;
		};
		expect(await type({ kind: 'position', position: 'object' })).toBe('BadInput');
		expect(await type({ kind: 'position', position: 'block' })).toBe('Refused');
		const [open] = await ana.post(openOp('Plants', { method: CONSENSUS, deadline: RIG_START_MS + DAY * 9 }));
		expect(await type({ kind: 'position', position: 'agree' }, open)).toBe('BadInput');
		expect((await ana.view('proposal', { id }))?.given).toBe(0);
	});
});
