import { describe, expect, it } from 'vitest';
import { must, type Device } from '../../support/engine-rig';
import { addRoom, booking, house, pictureOf } from '../../support/engine-people';
import { comeWithSheet, isIn, makeSheet, type Sheet } from '../../support/devices-rig';
import { secretsOf } from '../../support/device-insides';

describe('a recovery phrase', { timeout: 90_000 }, () => {
	it('[MEM85] Ben, whose only phone is gone, comes back with his words: a fresh device is added, the words stay a spare', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben] = people as [Device, Device];
		const room = await addRoom(ben);
		await ben.post(booking(room));
		const sheet = await makeSheet(rig, ben);
		expect((await ben.view('devices')).devices).toMatchObject([{ kind: 'device', isVoice: true }, { kind: 'phrase', name: 'Recovery phrase', isVoice: false, lastWrittenAt: null }]);
		expect((await ben.view('devices')).collectiveCode).toBe(sheet.collectiveCode);
		ben.online = false;
		await ana.post({ type: 'membership/set-profile', profile: { name: 'Ana Maria', discipline: '', licence: '' } });
		await rig.run(20_000);

		const fresh = await rig.device('Ben again');
		await comeWithSheet(fresh, sheet);
		await rig.until(() => isIn(fresh));
		await rig.until(async () => (await fresh.view('lobby')) === null);
		await rig.run(20_000);
		const { devices } = await fresh.view('devices');
		expect(devices).toMatchObject([
			{ name: 'Phone', kind: 'device', isThis: false },
			{ kind: 'phrase', isThis: false, isVoice: false, status: 'active' },
			{ name: 'New phone', kind: 'device', isThis: true, status: 'active' }
		]);
		expect(await pictureOf(fresh)).toBe(await pictureOf(ana));
		expect(await pictureOf(fresh)).toContain('Ana Maria');
		const kept = await secretsOf(fresh);
		expect(kept.joining).toBeNull();
		expect(fresh.events.at(-1)).toBeDefined();

		// the lost phone goes, the fresh one speaks; a second use of the same words works as well
		must(await fresh.engine.revokeDevice(devices[0]!.deviceId));
		await rig.run(15_000);
		expect((await fresh.view('devices')).devices.find(({ isThis }) => isThis)?.isVoice).toBe(true);
		const second = await rig.device('Ben once more');
		await comeWithSheet(second, sheet);
		await rig.until(async () => (await isIn(second)) && (await second.view('lobby')) === null);
		await second.restart();
		await rig.run(15_000);
		expect(await pictureOf(second)).toBe(await pictureOf(ana));
		expect((await ana.view('members')).members).toHaveLength(3);
	});

	it('[MEM85] the words count only once two of them were given back, and a new phrase takes the old one away', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana] = people as [Device];
		const { words, ask } = must(await ana.engine.makePhrase());
		const wrong = await ana.engine.confirmPhrase(ask.map((at) => words[(at + 1) % 24]!));
		expect(wrong.ok).toBe(false);
		expect((await ana.view('devices')).devices).toHaveLength(1);
		await rig.timers.sleep(11 * 60_000);
		const late = await ana.engine.confirmPhrase(ask.map((at) => words[at]!));
		expect(late.ok ? null : late.error.sentence).toContain('waited too long');
		const first = await makeSheet(rig, ana);
		await makeSheet(rig, ana);
		expect((await ana.view('devices')).devices.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['device active', 'phrase revoked', 'phrase active']);
		const eve = await rig.device('who found the old sheet');
		await comeWithSheet(eve, first);
		await rig.run(60_000);
		expect((await eve.view('lobby'))?.stage).not.toBe('admitted');
		expect((await secretsOf(eve)).epochs).toEqual([]);
	});

	it('[MEM85] killed at any moment of coming back, it goes on where it was, and nothing is written twice', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const sheet = await makeSheet(rig, ben);
		ben.online = false;
		for (let killedAfterMs = 500; killedAfterMs <= 6_500; killedAfterMs += 2_000) {
			const fresh = await rig.device(`Ben after ${killedAfterMs}`);
			await comeWithSheet(fresh, sheet);
			await rig.run(killedAfterMs);
			await fresh.restart();
			await rig.until(async () => (await isIn(fresh)) && (await fresh.view('lobby')) === null);
			await rig.run(10_000);
			expect((await fresh.view('devices')).devices.filter(({ isThis, kind }) => isThis && kind === 'device')).toHaveLength(1);
			fresh.online = false;
			await rig.run(1_000);
		}
		expect((await ana.view('home')).notices).toEqual([]);
	});

	it('[CRY71] [CRY177] words or a code that were misread are told apart', async () => {
		const { rig, people } = await house(['Ana']);
		const [ana] = people as [Device];
		const sheet = await makeSheet(rig, ana);
		const fresh = await rig.device('fresh');
		const say = async (input: Partial<Sheet>) => {
			const answer = await fresh.engine.startPhrase({ ...sheet, ...input, deviceName: 'Phone' });
			return answer.ok ? '' : answer.error.sentence;
		};
		expect(await say({ words: 'one two' })).toContain('24 words');
		expect(await say({ words: sheet.words.replace(/^\w+/, 'zzzz') })).toContain('Word 1 ');
		expect(await say({ words: Array.from({ length: 24 }, () => 'abandon').join(' ') })).toContain('swapped');
		expect(await say({ collectiveCode: sheet.collectiveCode.slice(0, -3) })).toContain('misread');
		expect(await say({ collectiveCode: sheet.collectiveCode.replace('c1.', 'c9.') })).toContain('newer');
	});
});
