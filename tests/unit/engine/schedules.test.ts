/** Whole engines and what is due: one device posts, the others hear of it, and who was away finds it posted. */
import { expect, it } from 'vitest';
import { byMember } from '../../support/ledger-ops';
import { house } from '../../support/engine-people';
import type { Device } from '../../support/engine-rig';
import { scheduleOp } from '../../support/schedule-ops';

/** The rig begins on 2026-03-02. */
const DUE = ['2026-02-20', '2026-02-27'];
const rent = (payer: string) =>
	scheduleOp(
		{ kind: 'expense', description: 'Rent', category: 'rent', amountMinor: 90_000, party: byMember(payer), split: { method: 'equal', between: null }, note: '', approval: null },
		{ from: DUE[0]!, every: { unit: 'week', count: 1 }, until: '2026-03-05' }
	);
const lines = async (device: Device) => (await device.view('ledger/entries', { filter: {}, limit: 50 })).lines;

it('[LED35] what is due is posted once, by itself, and is the same for everybody', async () => {
	const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
	const [ana] = people as [Device];
	const me = (await ana.view('members')).members.find(({ isMe }) => isMe)!.memberId;
	await ana.post(rent(me));
	await rig.until(async () => (await Promise.all(people.map(lines))).every((each) => each.length === DUE.length), 120_000);
	await rig.run(60_000);
	for (const device of people) {
		const shown = await lines(device);
		expect(shown.map(({ date, counts, scheduled }) => [date, counts, scheduled])).toEqual([...DUE].reverse().map((due) => [due, true, true]));
	}
}, 120_000);

it('[LED35] posted apart while nobody could hear the others, it counts once', async () => {
	const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
	const [ana] = people as [Device];
	const me = (await ana.view('members')).members.find(({ isMe }) => isMe)!.memberId;
	await ana.post(rent(me));
	await rig.until(async () => (await Promise.all(people.map((device) => device.view('ledger/schedules')))).every((each) => each.length === 1), 60_000);
	for (const device of people) device.online = false;
	await rig.run(120_000);
	for (const device of people) expect((await lines(device)).length).toBe(DUE.length);
	for (const device of people) device.online = true;
	await rig.run(120_000);
	for (const device of people) {
		const counted = (await lines(device)).filter(({ counts }) => counts);
		expect(counted.map(({ date }) => date)).toEqual([...DUE].reverse());
		const { mine: { amountMinor } } = await device.view('ledger');
		expect(Math.abs(amountMinor)).toBe(device === ana ? 120_000 : 60_000);
	}
}, 120_000);
