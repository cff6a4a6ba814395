/** Receipts of a house, told by whole engines: from Ana's phone to everybody's, into the backup, and gone when a device forgets. */
import { describe, expect, it } from 'vitest';
import type { Receipt } from '$crdt/domain/ledger/ops';
import type { OpInput } from '$crdt/domain/op';
import { createRig, must, PASSPHRASE, type Device } from '../../support/engine-rig';
import { expense, found, house, invite, knock, letIn } from '../../support/engine-people';
import { photo } from '../../support/receipt-rig';

async function withReceipt(device: Device, receipts: readonly Receipt[]): Promise<OpInput> {
	const { members } = await device.view('members');
	const ids = members.map(({ memberId }) => memberId);
	const me = members.find(({ isMe }) => isMe)!.memberId;
	return { ...expense(ids, me, 1_200), receipts: [...receipts] } as OpInput; // an expense has receipts
}
const placeOf = async (device: Device, { hash }: Receipt) => (await device.view('ledger/receipts', { hashes: [hash] }))[0]!;
const storeOf = (device: Device) => device.receipts.get(device.collective!)!;

describe('receipts of a house', () => {
	it('[LED71] [LED72] Ana adds one offline; Ben gets it when she is back, Chloé later from Ben; each knows who has it, after a restart too', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		expect([ana.receipts.size, ben.receipts.size]).toEqual([0, 0]);
		ana.online = false;
		await rig.quiet();
		const kept = must(await ana.engine.keepReceipt(photo(7, 150_000)));
		await ana.post(await withReceipt(ana, [kept]));
		await rig.run(10_000);
		expect(await placeOf(ana, kept)).toEqual({ hash: kept.hash, here: true, members: 1, of: 2 });
		ana.online = true;
		await rig.run(30_000);
		for (const each of [ana, ben]) expect(await placeOf(each, kept)).toEqual({ hash: kept.hash, here: true, members: 2, of: 2 });
		expect(must(await ben.engine.openReceipt(kept))).toEqual(photo(7, 150_000));

		const link = await invite(ana);
		await rig.run(5_000);
		ana.online = false;
		await rig.quiet();
		const chloe = await rig.device('Chloé');
		await knock(chloe, link);
		await letIn(rig, ben, chloe);
		await rig.until(async () => (await placeOf(chloe, kept)).here);
		expect(await placeOf(chloe, kept)).toMatchObject({ members: 2, of: 3 });
		await ben.restart();
		expect(await placeOf(ben, kept)).toMatchObject({ here: true, of: 3 });
		expect([ana.offences, ben.offences, chloe.offences]).toEqual([0, 0, 0]);
	});

	it('[LED71] opening the app opens no store of receipts, and the log comes first', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const kept = must(await ana.engine.keepReceipt(photo(7)));
		await ana.post(await withReceipt(ana, [kept]));
		await rig.run(30_000);
		const before = storeOf(ben).opened;
		ben.online = false;
		await ben.restart();
		await rig.run(20_000);
		await ben.view('ledger');
		await ben.view('home');
		expect(storeOf(ben).opened).toBe(before);
	});

	it('[LED77] a backup brings receipts back, and erasing the device erases them', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana] = people as [Device, Device];
		const kept = must(await ana.engine.keepReceipt(photo(7)));
		await ana.post(await withReceipt(ana, [kept]));
		await rig.run(5_000);
		const file = must(await ana.engine.backup('another unusual phrase here'));
		await ana.engine.wipe();
		expect(ana.receipts.size).toBe(0);
		const fresh = await rig.device('Ana again');
		await fresh.engine.wipe();
		must(await fresh.engine.restore(file, 'another unusual phrase here', PASSPHRASE));
		fresh.collective = ana.collective;
		must(await fresh.engine.open(ana.collective!));
		expect(await placeOf(fresh, kept)).toMatchObject({ here: true });
		expect(must(await fresh.engine.openReceipt(kept))).toEqual(photo(7));
	});

	it('[LED74] a full disk while keeping: the sentence for the person, and the app goes on', async () => {
		const rig = await createRig();
		const ana = await rig.device('Ana');
		await found(ana);
		await ana.engine.keepReceipt(photo(1));
		storeOf(ana).refuseWith({ type: 'DiskFull' });
		expect(await ana.engine.keepReceipt(photo(2))).toMatchObject({ ok: false, error: { type: 'DiskFull' } });
		await ana.post(await withReceipt(ana, []));
		expect((await ana.view('ledger')).entries).toHaveLength(1);
	});
});
