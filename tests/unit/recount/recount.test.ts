/** From the engine's file to the count: what a stranger sees is what members see, and whoever changes the file is found out. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { recount, type Recounted } from '$lib/recount/recount';
import { must, RIG_START_MS, type Device, type Rig } from '../../support/engine-rig';
import { agree, house, mediateInVain, MEETING, remove } from '../../support/engine-people';
import { bindOp, castOp, CONSENSUS, openOp } from '../../support/proposal-ops';

const DAY = 86_400_000;

async function fileOf(device: Device, id: ObjectId): Promise<Uint8Array<ArrayBuffer>> {
	return must(await device.engine.recountFile(id)).bytes;
}
async function counted(bytes: Uint8Array, now = RIG_START_MS): Promise<Recounted> {
	const result = await recount(bytes, now);
	if (!result.ok) throw new Error(result.error);
	return result.value;
}

const propose = async (device: Device, rig: Rig, title: string, more: Parameters<typeof openOp>[1] = {}): Promise<ObjectId> => {
	const [id] = await device.post(openOp(title, { deadline: RIG_START_MS + rig.timeMs + 7 * DAY, method: CONSENSUS, text: 'All of it', ...more }));
	await rig.run(10_000);
	return id!;
};
const isDecided = async (device: Device, id: ObjectId) => !['open', 'past-deadline'].includes((await device.view('proposal', { id }))!.state.status);

/** What a view says to everybody alike. */
function sameForAll(view: NonNullable<Awaited<ReturnType<typeof ownView>>>) {
	return {
		title: view.title, text: view.text, proposer: view.proposerName, state: { ...view.state, carriedOut: undefined }, method: view.method,
		given: view.given, electors: view.electors, closings: view.finality.closings,
		answers: view.stances.map(({ name, ballot, reason, harms, firmness, determined, tooLate }) => ({ name, ballot, reason, harms, firmness, determined, tooLate })),
		tally: view.tally.rows
	};
}
const ownView = (device: Device, id: ObjectId) => device.view('proposal', { id });

describe('recounting', { timeout: 120_000 }, () => {
	let rig: Rig;
	let people: Device[];
	let id: ObjectId;
	let other: ObjectId;
	let file: Uint8Array<ArrayBuffer>;

	beforeAll(async () => {
		({ rig, people } = await house(['Ana', 'Ben', 'Chloé']));
		const [ana, ben, chloe] = people as [Device, Device, Device];
		other = await propose(ben, rig, 'A secret of Ben');
		await ben.post({ ...castOp(other, 'block'), reason: 'the very secret reason' });
		id = await propose(ana, rig, 'Quiet hours');
		must(await chloe.engine.planMeeting(MEETING, []));
		await chloe.post({ ...castOp(id, 'block'), reason: 'First I was against it' });
		await chloe.post({ ...bindOp(id, 'stand-aside'), reason: 'I sleep elsewhere' });
		await agree([ana, ben], id);
		await rig.until(() => isDecided(chloe, id));
		await rig.run(20_000);
		file = await fileOf(ana, id);
	}, 120_000);

	it('[PRO123] [PRO124] is what the members see: text, electors, every answer, the result', async () => {
		const result = await counted(file);
		const [ana] = people as [Device];
		expect(sameForAll(result.view)).toEqual(sameForAll((await ownView(ana, id))!));
		expect(result.view.state.status).toBe('accepted');
		expect(result.collective).toMatchObject({ name: 'House on the Hill', foundedByName: 'Ana' });
		expect(result.madeByName).toBe('Ana');
		expect(result.entries).toBeGreaterThan(result.opened);
	});

	it('[PRO123] every member can make it, and all count the same', async () => {
		const all = await Promise.all(people.map(async (device) => sameForAll((await counted(await fileOf(device, id))).view)));
		expect(all[1]).toEqual(all[0]);
		expect(all[2]).toEqual(all[0]);
	});

	it('[PRO123] nothing else of the collective is in it: no other proposal, no meeting, no key', async () => {
		const text = Buffer.from(file).toString('latin1');
		for (const hidden of ['secret', 'Monday round']) expect(text).not.toContain(hidden);
		const result = await counted(file);
		expect(result.earlier).toEqual([]);
		expect(JSON.stringify(result)).not.toContain('secret');
		// what stays shut is said, with the names of who wrote it
		expect(result.trusted.byName.map(({ name }) => name)).not.toContain('');
	});

	it('[PRO124] whatever byte is changed, it is found', async () => {
		const step = Math.max(1, Math.floor(file.length / 400));
		for (let at = 0; at < file.length; at += step) {
			const changed = file.slice();
			changed[at]! ^= 1 << (at % 8);
			const result = await recount(changed, RIG_START_MS);
			if (result.ok) expect.fail(`byte ${at} of ${file.length} can be changed`);
		}
		for (const cut of [0, 10, 19, 300, file.length - 1]) expect((await recount(file.subarray(0, cut), 0)).ok).toBe(false);
	});

	it('[PRO123] a decision that is still open is told as that', async () => {
		const result = await counted(await fileOf(people[0]!, other), RIG_START_MS + rig.timeMs);
		expect(result.view.state.status).toBe('open');
		expect(result.view.finality.closings).toBe(0);
	});

	it('[PRO123] for no decision there is no file', async () => {
		const made = await people[0]!.engine.recountFile(`${'A'.repeat(43)}.0` as ObjectId); // test brand
		expect(made.ok ? '' : made.error.type).toBe('BadInput');
	});
});

describe('recounting what rests on other decisions', { timeout: 240_000 }, () => {
	it('[PRO123] after a removal and a change of the rule, earlier decisions say who decides and how', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé', 'Dele']);
		const [ana, ben, chloe, dele] = people as [Device, Device, Device, Device];
		const mediation = await mediateInVain(rig, ana, [ben, chloe], dele);
		await remove(rig, [ana, ben, chloe], dele, mediation, 7 * DAY);
		await rig.run(30_000);
		const value = { kind: 'majority', percent: 66, of: 'cast', quorum: 0 } as const;
		const change = { kind: 'change-setting', change: { key: 'rule', subject: 'general', value } } as const;
		const rule = await propose(ana, rig, 'Votes', { method: null, effect: change });
		await agree([ana, ben, chloe], rule);
		await rig.until(() => isDecided(ana, rule));
		await rig.run(20_000);
		const id = await propose(ben, rig, 'Plants', { method: null });
		for (const [device, word] of [[ana, 'agree'], [ben, 'agree'], [chloe, 'disagree']] as const) await device.post(bindOp(id, word));
		await rig.until(() => isDecided(ana, id));
		await rig.run(20_000);
		const result = await counted(await fileOf(chloe, id));
		expect(sameForAll(result.view)).toEqual(sameForAll((await ownView(ana, id))!));
		expect(result.view.electors).toBe(3);
		expect(result.view.method).toEqual(value);
		expect(result.earlier.map(({ title }) => title).sort()).toEqual(['Part ways', 'Votes']);
	});

	it('[PRO123] sealed answers and what was discussed before', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		const [discussion] = await ana.post({ type: 'proposals/discuss', title: 'Heating', text: 'All of it', effect: { kind: 'none' }, method: CONSENSUS, alternatives: [] });
		await rig.run(5_000);
		await chloe.post({ type: 'proposals/consent-ahead', discussion: discussion!, revision: discussion!, ballot: { kind: 'position', position: 'agree' }, reason: 'Fine', harms: '' });
		await ben.post({ type: 'proposals/comment', about: discussion!, text: 'between us', replyTo: null, mentions: [] });
		await rig.run(10_000);
		const ahead = await propose(ana, rig, 'Heating', { discussion: discussion! });
		await agree([ana, ben], ahead);
		for (const device of people) device.skewMs += 8 * DAY;
		await rig.until(() => isDecided(ana, ahead));
		await rig.run(20_000);
		const bytes = await fileOf(ana, ahead);
		expect(sameForAll((await counted(bytes)).view)).toEqual(sameForAll((await ownView(ana, ahead))!));
		expect((await counted(bytes)).view.stances.find(({ name }) => name === 'Chloé')).toMatchObject({ reason: 'Fine' });

		const id = await propose(ana, rig, 'A raise', { sealed: true, deadline: RIG_START_MS + rig.timeMs + 20 * DAY });
		for (const device of people)
			must(await device.engine.castSealed({ proposal: id, term: id, bind: true, reason: `of ${device.name}`, harms: '', ballot: { kind: 'position', position: 'agree' } }));
		await rig.until(() => isDecided(ana, id));
		await rig.run(20_000);
		const sealed = await counted(await fileOf(ben, id));
		expect(sameForAll(sealed.view)).toEqual(sameForAll((await ownView(ana, id))!));
		expect(sealed.view.stances.map(({ reason }) => reason).sort()).toEqual(['of Ana', 'of Ben', 'of Chloé']);
	});
});
