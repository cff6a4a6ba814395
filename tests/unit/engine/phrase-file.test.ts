/** A phrase that begins from a colleague's file, with nobody in reach (BUN25, BUN26). */
import { describe, expect, it } from 'vitest';
import { must, type Device, type Rig } from '../../support/engine-rig';
import { addRoom, booking, house, pictureOf } from '../../support/engine-people';
import { comeWithSheet, isIn, makeSheet, memberNamed, type Sheet } from '../../support/devices-rig';
import { apart, isSaved } from '../../support/keeper-people';
// fetched when first needed, which would take longer here than the clock waits
import '$lib/worker/phrase-enrol';
import { secretsOf } from '../../support/device-insides';

const forEverybody = async (device: Device): Promise<Uint8Array> => must(await device.engine.makeBundle(null)).bytes;
const sentenceOf = async (device: Device, file: Uint8Array): Promise<string> => {
	const answer = await device.engine.startPhraseFile(file);
	return answer.ok ? '' : answer.error.sentence;
};
const isHome = (device: Device) => async (): Promise<boolean> => (await isIn(device)) && (await device.view('lobby')) === null;

/** Ana, Ben with words on paper, and a room; then everybody is gone. */
async function allGone(): Promise<{ rig: Rig; ana: Device; ben: Device; sheet: Sheet; before: Uint8Array; file: Uint8Array; room: Awaited<ReturnType<typeof addRoom>> }> {
	const { rig, people } = await house(['Ana', 'Ben']);
	const [ana, ben] = people as [Device, Device];
	const room = await addRoom(ben);
	const before = await forEverybody(ana);
	const sheet = await makeSheet(rig, ben);
	await ben.post(booking(room));
	await rig.run(15_000);
	const file = await forEverybody(ana);
	ana.online = ben.online = false;
	await rig.run(1_000);
	return { rig, ana, ben, sheet, before, file, room };
}

describe('a phrase and a file', { timeout: 90_000 }, () => {
	it('[BUN25] [BUN26] Ben reads and writes again with nothing but his words and a file for everybody; who meets him later knows his new device', async () => {
		const { rig, ana, sheet, file, room } = await allGone();
		const known = await pictureOf(ana);
		const fresh = await rig.device('Ben again');
		await comeWithSheet(fresh, sheet);
		must(await fresh.engine.startPhraseFile(file));
		await rig.until(isHome(fresh));
		expect(await pictureOf(fresh)).toBe(known);
		expect((await fresh.view('devices')).devices.map(({ name, kind, isThis }) => `${name} ${kind}${isThis ? ' this' : ''}`)).toEqual(['Phone device', 'Recovery phrase phrase', 'New phone device this']);
		await fresh.post(booking(room, 14));
		await fresh.restart();
		await fresh.post(booking(room, 16));
		expect((await secretsOf(fresh)).joining).toBeNull();
		expect((await secretsOf(fresh)).line).toBeDefined();

		ana.online = true;
		await rig.run(30_000);
		expect(rig.links().map(({ a, b }) => [a, b].sort().join(' and '))).toContain('Ana and Ben again');
		expect(await pictureOf(ana)).toBe(await pictureOf(fresh));
		expect((await secretsOf(fresh)).line).toBeUndefined();
		// from now on it goes by its own name
		await fresh.restart();
		await rig.run(15_000);
		expect(rig.links().map(({ a, b }) => [a, b].sort().join(' and '))).toContain('Ana and Ben again');
		await ana.post(booking(room, 18));
		await rig.run(15_000);
		expect(await pictureOf(fresh)).toBe(await pictureOf(ana));
		expect((await ana.view('home')).notices).toEqual([]);
		expect((await ana.view('members')).members).toHaveLength(2);
	});

	it('[BUN20] [BUN26] what he writes then goes back by a file too, which introduces the new device', async () => {
		const { rig, ana, sheet, file, room } = await allGone();
		const fresh = await rig.device('Ben again');
		await comeWithSheet(fresh, sheet);
		must(await fresh.engine.startPhraseFile(file));
		await rig.until(isHome(fresh));
		await fresh.post(booking(room, 14));
		expect(must(await ana.engine.takeBundle(await forEverybody(fresh)))).toMatchObject({ fromName: 'Ben', refused: 0 });
		await rig.quiet();
		expect(await pictureOf(ana)).toBe(await pictureOf(fresh));
	});

	it('[BUN25] killed at any moment of it, he takes the file once more or is in', async () => {
		const { rig, ana, sheet, file } = await allGone();
		for (const killedAfterMs of [0, 2_500]) {
			const fresh = await rig.device(`Ben after ${killedAfterMs}`);
			await comeWithSheet(fresh, sheet);
			must(await fresh.engine.startPhraseFile(file));
			if (killedAfterMs > 0) await rig.run(killedAfterMs);
			await fresh.restart();
			if ((await fresh.view('lobby')) !== null) must(await fresh.engine.startPhraseFile(file));
			await rig.until(isHome(fresh));
			expect(await pictureOf(fresh)).toBe(await pictureOf(ana));
			expect((await fresh.view('devices')).devices.filter(({ isThis, kind }) => isThis && kind === 'device')).toHaveLength(1);
			fresh.online = false;
			await rig.run(1_000);
		}
	});

	it('[BUN25] another file brings nobody in and leaves nothing behind: one from before the words, a part, a damaged one, a backup', async () => {
		const { rig, ana, ben, sheet, before, file } = await allGone();
		const fresh = await rig.device('Ben again');
		await comeWithSheet(fresh, sheet);
		expect(await sentenceOf(fresh, before)).toContain('do not open this file');
		await ben.post({ type: 'membership/set-profile', profile: { name: 'Ben Dan', discipline: '', licence: '' } });
		const part = must(await ben.engine.makeBundle(await memberNamed(ben, 'Ana'))).bytes;
		expect(await sentenceOf(fresh, part)).toContain('do not open this file');
		const forBen = must(await ana.engine.makeBundle(await memberNamed(ana, 'Ben'))).bytes;
		expect(await sentenceOf(fresh, forBen)).toContain('only a part');
		expect(await sentenceOf(fresh, file.slice(0, -9))).toContain('cut short');
		expect(await sentenceOf(fresh, must(await ana.engine.backup('another four good words')))).toContain('a backup');
		expect((await fresh.view('lobby'))?.stage).toBe('searching');
		expect((await secretsOf(fresh)).epochs).toEqual([]);
		expect(fresh.stores.size).toBe(0);
		// the door is as it was
		must(await fresh.engine.startPhraseFile(file));
		await rig.until(isHome(fresh));
	});

	it('[BUN25] [MEM87] words that were taken away: a newer file does not open, an older one gives what it held then, and what it adds counts for nobody', async () => {
		const { rig, ana, ben, sheet, file, room } = await allGone();
		ana.online = ben.online = true;
		await rig.run(15_000);
		await makeSheet(rig, ben);
		const since = await forEverybody(ana);
		const thief = await rig.device('who found the old sheet');
		await comeWithSheet(thief, sheet);
		await rig.run(5_000);
		expect(await sentenceOf(thief, since)).toContain('do not open this file');
		must(await thief.engine.startPhraseFile(file));
		await rig.until(() => isIn(thief));
		await thief.engine.post([booking(room, 20)]);
		await ana.post({ type: 'membership/set-profile', profile: { name: 'Ana after the loss', discipline: '', licence: '' } });
		await rig.run(60_000);
		expect(rig.links().some(({ a, b }) => a.startsWith('who') || b.startsWith('who'))).toBe(false);
		expect(await pictureOf(thief)).not.toContain('after the loss');
		expect(must(await ana.engine.takeBundle(await forEverybody(thief))).refused).toBe(0);
		expect((await ana.view('members')).members.find(({ profile }) => profile.name === 'Ben')?.status).toBe('member');
		expect((await ben.view('devices')).devices.filter(({ status }) => status === 'active').map(({ kind }) => kind)).toEqual(['device', 'phrase']);
	});

	it('[BUN26] an old file and a keeper that it names bring everything, although the group key has changed since', async () => {
		const { rig, people, keepers } = await apart(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const room = await addRoom(ana);
		await makeSheet(rig, ana);
		const sheet = await makeSheet(rig, ben);
		await rig.until(isSaved(ben));
		const old = await forEverybody(ben);
		await ben.engine.close();
		await makeSheet(rig, ana); // takes the one before away: a fresh group key
		await ana.post(booking(room));
		await rig.until(isSaved(ana));
		const known = await pictureOf(ana);
		await ana.engine.close();
		ana.online = ben.online = false;

		const fresh = await rig.device('Ben again');
		await comeWithSheet(fresh, sheet);
		keepers[0]!.answer = () => null; // it takes its time
		must(await fresh.engine.startPhraseFile(old));
		await rig.run(10_000);
		expect(await isHome(fresh)()).toBe(false);
		keepers[0]!.answer = null;
		keepers[0]!.cut();
		await rig.until(isHome(fresh));
		expect(await pictureOf(fresh)).toBe(known);
		expect((await secretsOf(fresh)).epochs).toHaveLength(2); // that of the file, and the one since
		await fresh.post(booking(room, 14));
		await rig.until(isSaved(fresh));
		await rig.run(3_000);
		expect((await secretsOf(fresh)).line).toBeUndefined();
		await fresh.engine.close();
		ana.online = true;
		await ana.restart();
		await rig.until(async () => (await pictureOf(ana)).includes('T14:00'));
	});
});
