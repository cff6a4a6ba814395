/** Bundle files between engines: making, taking in, twice, in any order, broken off, and who can open one (BUN1–BUN24). */
import { describe, expect, it } from 'vitest';
import type { MemberId } from '$crypto/base';
import { addRoom, booking, expense, house, join, MEETING, pictureOf } from '../../support/engine-people';
import { must, PASSPHRASE, type Device } from '../../support/engine-rig';
import { photo } from '../../support/receipt-rig';

const idOf = async (asker: Device, name: string): Promise<MemberId> =>
	(await asker.view('members')).members.find(({ profile }) => profile.name === name)!.memberId;
const make = async (from: Device, to?: Device) => must(await from.engine.makeBundle(to ? await idOf(from, to.name) : null));
const take = async (to: Device, file: Uint8Array) => must(await to.engine.takeBundle(file));

/** Ana and Ben, who lose sight of each other. */
async function apart(names: readonly string[] = ['Ana', 'Ben']) {
	const made = await house(names);
	const [first, ...others] = made.people as [Device, ...Device[]];
	for (const a of made.people) for (const b of made.people) if (a !== b) made.rig.part(a, b);
	await made.rig.run(1_000);
	return { ...made, ana: first, ben: others[0]!, chloe: others[1]! };
}

describe('what is handed over', () => {
	it('[BUN1] [BUN15] what Ana wrote alone reaches Ben by a file, and nothing else does', async () => {
		const { rig, ana, ben } = await apart();
		const room = await addRoom(ana);
		await ana.post(booking(room));
		await rig.run(30_000);
		expect(await pictureOf(ben)).not.toBe(await pictureOf(ana));
		const made = await make(ana, ben);
		const taken = await take(ben, made.bytes);
		expect(taken).toMatchObject({ fromName: 'Ana', refused: 0 });
		expect(taken.fresh).toBeGreaterThanOrEqual(2);
		expect(taken.fresh + taken.known).toBe(made.entries);
		await rig.quiet();
		expect(await pictureOf(ben)).toBe(await pictureOf(ana));
	});

	it('[BUN16] a second take changes nothing', async () => {
		const { rig, ana, ben } = await apart();
		await addRoom(ana);
		const { bytes, entries } = await make(ana);
		expect((await take(ben, bytes)).fresh).toBeGreaterThan(0);
		await rig.quiet();
		const before = await pictureOf(ben);
		expect(await take(ben, bytes)).toMatchObject({ fresh: 0, known: entries, refused: 0, receipts: 0 });
		expect(await pictureOf(ben)).toBe(before);
	});

	it('[BUN16] files may be taken in in any order, an old one after a new one too', async () => {
		const { rig, ana, ben } = await apart();
		const room = await addRoom(ana);
		const first = await make(ana);
		await ana.post(booking(room));
		const second = await make(ana);
		await take(ben, second.bytes);
		expect((await take(ben, first.bytes)).fresh).toBe(0);
		await rig.quiet();
		expect(await pictureOf(ben)).toBe(await pictureOf(ana));
	});

	it('[BUN10] [BUN11] a file for one member holds only what they may lack, and the list says how much', async () => {
		const { ana, ben } = await apart();
		const all = (await make(ana)).entries;
		await addRoom(ana);
		const need = must(await ana.engine.bundleNeeds()).find(({ name }) => name === 'Ben')!;
		const made = await make(ana, ben);
		expect(made.entries).toBe(need.entries);
		expect(made.entries).toBeLessThan(all);
		expect((await take(ben, made.bytes)).fresh).toBeGreaterThan(0);
	});

	it('[BUN2] a file for Ben does not open for Chloé; one for everybody opens for both', async () => {
		const { ana, ben, chloe } = await apart(['Ana', 'Ben', 'Chloé']);
		await addRoom(ana);
		const forBen = await make(ana, ben);
		const refused = await chloe.engine.takeBundle(forBen.bytes);
		expect(refused).toMatchObject({ ok: false, error: { type: 'Refused', sentence: expect.stringContaining('made for other devices') } });
		const forAll = await make(ana);
		expect((await take(ben, forAll.bytes)).fresh).toBeGreaterThan(0);
		expect((await take(chloe, forAll.bytes)).fresh).toBeGreaterThan(0);
	});

	it('[BUN17] what was committed before it broke off stays, and taking again goes on', async () => {
		const { rig, ana, ben } = await apart();
		const room = await addRoom(ana);
		await ana.post(booking(room));
		must(await ana.engine.planMeeting(MEETING, []));
		const { bytes } = await make(ana);
		const store = ben.stores.get(ben.collective!)!;
		store.afterReceivedCommit = () => store.refuseWith({ type: 'DiskFull' });
		const broken = await ben.engine.takeBundle(bytes);
		expect(broken).toMatchObject({ ok: false, error: { type: 'DiskFull' } });
		store.afterReceivedCommit = null;
		store.refuseWith(null);
		expect((await take(ben, bytes)).fresh).toBeGreaterThan(0);
		await rig.quiet();
		expect(await pictureOf(ben)).toBe(await pictureOf(ana));
	});

	it('[BUN13] receipts go with the entries that name them', async () => {
		const { rig, ana, ben } = await apart();
		const me = await idOf(ana, 'Ana');
		const receipt = must(await ana.engine.keepReceipt(photo(5)));
		await ana.post({ ...expense([me], me, 1200), receipts: [receipt] } as Parameters<Device['post']>[0]);
		const made = await make(ana, ben);
		expect(made.receipts).toBe(1);
		expect((await take(ben, made.bytes)).receipts).toBe(1);
		await rig.quiet();
		expect(must(await ben.engine.openReceipt(receipt))).toEqual(photo(5));
		expect((await take(ben, made.bytes)).receipts).toBe(0);
	});

	it('[BUN12] texts go along, but not one that its reader has stepped out of', async () => {
		const { rig, ana, ben } = await apart(['Ana', 'Ben', 'Chloé']);
		const meeting = must(await ana.engine.planMeeting(MEETING, []));
		await rig.run(5_000);
		const made = await make(ana, ben);
		const taken = await take(ben, made.bytes);
		expect(taken.fresh).toBeGreaterThan(0);
		await rig.quiet();
		expect((await ben.view('consultation')).upcoming.map(({ id }) => id)).toContain(meeting);
	});
});

describe('who made it, and keys', () => {
	it('[BUN20] a file by a colleague who joined meanwhile is taken in: it says itself who that is', async () => {
		const { rig, people } = await house(['Ana', 'Ben', 'Chloé']);
		const [ana, ben, chloe] = people as [Device, Device, Device];
		ben.online = false;
		await rig.run(1_000);
		const dele = await rig.device('Dele');
		await join(rig, [ana, chloe], dele);
		await addRoom(dele);
		await rig.run(20_000);
		const made = await make(dele, ben);
		expect(await take(ben, made.bytes)).toMatchObject({ fromName: 'Dele', refused: 0 });
		await rig.quiet();
		expect(await pictureOf(ben)).toBe(await pictureOf(dele));
	});

	it('[BUN5] [BUN18] a damaged file and one of another kind change nothing, and say what to do', async () => {
		const { ana, ben } = await apart();
		const changed = (await make(ana, ben)).bytes.slice();
		changed[changed.length - 1]! ^= 1;
		expect(await ben.engine.takeBundle(changed)).toMatchObject({ ok: false, error: { type: 'DamagedBackup' } });
		expect(await ben.engine.takeBundle(new TextEncoder().encode('hello'))).toMatchObject({ ok: false, error: { type: 'BadInput' } });
	});

	it('[BUN24] a restored device that meets nobody goes on once a file has given back all it had written, and not by an older file', async () => {
		const { rig, ana, ben } = await apart();
		const room = await addRoom(ben);
		const early = await make(ana);
		const backup = must(await ben.engine.backup('four other garden words'));
		await ben.post(booking(room));
		rig.rejoin(ana, ben);
		await rig.run(20_000);
		const late = await make(ana);
		await ben.engine.close();
		for (const each of [ana, ben]) each.online = false;
		const again = await rig.device('Ben again');
		again.vault.disk.vault = again.vault.disk.secrets = null;
		again.collective = must(await again.engine.restore(backup, 'four other garden words', PASSPHRASE)).collectives[0]!.id;
		must(await again.engine.open(again.collective));
		await take(again, early.bytes);
		expect(await again.engine.post([booking(room, 14)])).toMatchObject({ ok: false, error: { type: 'OwnLogAhead' } });
		await take(again, late.bytes);
		must(await again.engine.post([booking(room, 14)]));
	});

	it('[BUN18] a backup is told from a bundle, both ways', async () => {
		const { ana, ben } = await apart();
		const backup = must(await ana.engine.backup('four other garden words'));
		expect(await ben.engine.takeBundle(backup)).toMatchObject({ ok: false, error: { sentence: expect.stringContaining('This is a backup') } });
		const { bytes } = await make(ana);
		expect(await ben.engine.restore(bytes, 'x', 'y')).toMatchObject({ ok: false, error: { sentence: expect.stringContaining('not a backup') } });
	});

	it('[BUN3] whoever finds it learns no name, key or collective', async () => {
		const { ana, ben } = await apart();
		await addRoom(ana);
		const { bytes } = await make(ana, ben);
		const text = new TextDecoder('latin1').decode(bytes);
		for (const word of ['Ana', 'Garden', ana.collective!, await idOf(ana, 'Ben')]) expect(text.includes(word)).toBe(false);
	});
});
