/** Receipts between devices: kept before they are named, told, fetched one after another, remembered, and dropped when nobody names them. */
import { describe, expect, it } from 'vitest';
import type { Receipt } from '$crdt/domain/ledger/ops';
import { createReceiptRig, given, photo, type Keeper } from '../../support/receipt-rig';

const DAY = 86_400_000;
const keep = async (device: Keeper, fill: number, length?: number): Promise<Receipt> => given(await device.receipts.keep(photo(fill, length)));
const placeOf = async (device: Keeper, { hash }: Receipt) => (await device.receipts.places([hash]))[0]!;
const asks = (device: Keeper): string[] => device.heard.flatMap(({ message }) => (message.kind === 'receipt-ask' ? [message.name] : []));

async function two() {
	const rig = await createReceiptRig();
	return { rig, ana: rig.device('Ana'), ben: rig.device('Ben') };
}

describe('keeping a receipt', () => {
	it('[LED74] it is on the disk when it may be named, sealed, and opens again; another key does not open it', async () => {
		const { ana } = await two();
		const kept = await keep(ana, 7);
		const sealed = ana.store.sealed.get(kept.hash)!;
		expect(sealed).toHaveLength(kept.sizeBytes);
		expect(Buffer.from(sealed).includes(Buffer.alloc(64, 7))).toBe(false);
		expect(given(await ana.receipts.open(kept))).toEqual(photo(7));
		const other = await keep(ana, 8);
		expect(await ana.receipts.open({ ...kept, key: other.key })).toMatchObject({ ok: false, error: { type: 'DamagedReceipt' } });
	});

	it('[LED74] a full disk: it is said, nothing is kept, and with room again the same file is', async () => {
		const { ana } = await two();
		ana.store.refuseWith({ type: 'DiskFull' });
		await expect(ana.receipts.keep(photo(7))).rejects.toMatchObject({ failure: { type: 'DiskFull' } });
		expect(ana.store.sealed.size).toBe(0);
		ana.store.refuseWith(null);
		expect(given(await ana.receipts.open(await keep(ana, 7)))).toEqual(photo(7));
	});

	it('[LED70] [LED73] what is no photo and no PDF, not what it calls itself, or too large, is refused', async () => {
		const { ana } = await two();
		const { bytes } = photo(1);
		expect(await ana.receipts.keep({ bytes, kind: 'application/pdf' })).toMatchObject({ ok: false, error: { type: 'NotAReceipt' } });
		expect(await ana.receipts.keep({ bytes: new Uint8Array(100), kind: 'image/jpeg' })).toMatchObject({ ok: false, error: { type: 'NotAReceipt' } });
		expect(await ana.receipts.keep({ bytes: new Uint8Array(0), kind: 'image/jpeg' })).toMatchObject({ ok: false });
		expect(await ana.receipts.keep(photo(1, 200 * 1024 + 1))).toMatchObject({ ok: false, error: { type: 'TooLarge' } });
		expect((await ana.receipts.keep(photo(1, 200 * 1024))).ok).toBe(true);
	});

	it('[LED71] the store is not opened before something needs it', async () => {
		const { rig, ana, ben } = await two();
		rig.meet();
		await rig.run(60_000);
		expect([ana.store.opened, ben.store.opened, ana.heard.length]).toEqual([0, 0, 0]);
	});

	it('[LED75] what no entry names is told to nobody; after 30 days in which nobody looked at it, it is dropped', async () => {
		const { rig, ana, ben } = await two();
		const [forgotten, draft, posted] = [await keep(ana, 1), await keep(ana, 2), await keep(ana, 3)];
		rig.post(posted);
		rig.meet();
		await rig.run(20_000);
		expect([...ben.store.sealed.keys()]).toEqual([posted.hash]);
		await rig.timers.sleep(29 * DAY);
		await ana.receipts.open(draft);
		await rig.timers.sleep(2 * DAY);
		ana.restart();
		expect(await placeOf(ana, forgotten)).toMatchObject({ here: false });
		expect(await placeOf(ana, draft)).toMatchObject({ here: true });
		expect(await placeOf(ana, posted)).toMatchObject({ here: true });
	});
});

describe('from device to device', () => {
	it('[LED71] [LED72] Ben gets what Ana has once an entry names it, and both know that both have it, also offline and after a restart', async () => {
		const { rig, ana, ben } = await two();
		const kept = await keep(ana, 7);
		rig.post(kept);
		expect(await placeOf(ana, kept)).toEqual({ hash: kept.hash, here: true, members: 1, of: 2 });
		expect(given(await ben.receipts.open(kept))).toBeNull();
		rig.meet();
		await rig.run(20_000);
		expect(given(await ben.receipts.open(kept))).toEqual(photo(7));
		for (const each of [ana, ben]) {
			expect(await placeOf(each, kept)).toEqual({ hash: kept.hash, here: true, members: 2, of: 2 });
			each.online = false;
			each.restart();
			expect(await placeOf(each, kept)).toEqual({ hash: kept.hash, here: true, members: 2, of: 2 });
		}
		expect(ana.changes).toBeGreaterThan(0);
		expect([ana.offences, ben.offences]).toEqual([0, 0]);
	});

	it('[LED71] Chloé gets it from Ben while Ana is away', async () => {
		const { rig, ana } = await two();
		const kept = await keep(ana, 7);
		rig.post(kept);
		rig.meet();
		await rig.run(20_000);
		ana.online = false;
		const chloe = rig.device('Chloé');
		chloe.named.push(kept.hash);
		rig.meet();
		await rig.run(20_000);
		expect(given(await chloe.receipts.open(kept))).toEqual(photo(7));
		expect(await placeOf(chloe, kept)).toMatchObject({ members: 2, of: 3 });
	});

	it('[LED72] a member’s two devices are one member', async () => {
		const { rig, ana } = await two();
		rig.device('Ben’s phone');
		const kept = await keep(ana, 7);
		rig.post(kept);
		rig.meet();
		await rig.run(30_000);
		expect(await placeOf(ana, kept)).toEqual({ hash: kept.hash, here: true, members: 2, of: 2 });
		rig.removed.add('Ben');
		rig.removed.add('Ben’s phone');
		expect(await placeOf(ana, kept)).toEqual({ hash: kept.hash, here: true, members: 1, of: 1 });
	});

	it('[NET91] forty receipts come one after another, each asked for once, at most four in a second', async () => {
		const { rig, ana, ben } = await two();
		const all: Receipt[] = [];
		for (let i = 0; i < 40; i++) all.push(await keep(ana, i));
		for (const each of all) rig.post(each);
		rig.meet();
		await rig.run(4_500);
		expect(asks(ana).length).toBeLessThanOrEqual(8);
		await rig.run(60_000);
		expect(ben.store.sealed.size).toBe(40);
		expect([...asks(ana)].sort()).toEqual(all.map(({ hash }) => hash).sort());
		expect(asks(ana)[0]).toBe(all.at(-1)!.hash);
	});

	it('[NET91] who does not answer is left for the next; one who comes later is asked', async () => {
		const { rig, ana, ben } = await two();
		const chloe = rig.device('Chloé');
		const kept = await keep(ana, 7);
		rig.post(kept, [ana, ben]);
		rig.meet();
		await rig.run(20_000);
		expect(ben.store.sealed.size).toBe(1);
		ana.tamper = (message) => (message.kind === 'receipt' ? null : message);
		chloe.named.push(kept.hash);
		ben.online = false;
		rig.meet();
		await rig.run(40_000);
		expect([chloe.store.sealed.size, asks(ana).length]).toEqual([0, 2]); // one of them was Ben's
		ben.online = true;
		rig.meet();
		await rig.run(20_000);
		expect(chloe.store.sealed.size).toBe(1);
	});

	it('[LED76] what somebody wants to see comes first; a device that is nearly full fetches nothing else', async () => {
		const { rig, ana, ben } = await two();
		const [old, middle, fresh] = [await keep(ana, 1), await keep(ana, 2), await keep(ana, 3)];
		for (const each of [old, middle, fresh]) rig.post(each);
		ben.hasRoom = false;
		rig.meet();
		await rig.run(20_000);
		expect(ben.store.sealed.size).toBe(0);
		await ben.receipts.open(old);
		await rig.run(20_000);
		expect([...ben.store.sealed.keys()]).toEqual([old.hash]);
		ben.hasRoom = true;
		await rig.run(20_000);
		expect([...ben.store.sealed.keys()]).toEqual([old.hash, fresh.hash, middle.hash]);
	});

	it('[NET93] nothing is asked for while entries are on their way; who promises them for ever does not hold receipts up', async () => {
		const { rig, ana, ben } = await two();
		const kept = await keep(ana, 7);
		rig.post(kept);
		ben.catchingUp = true;
		rig.meet();
		await rig.run(40_000);
		expect(asks(ana)).toEqual([]);
		await rig.run(40_000);
		expect(ben.store.sealed.size).toBe(1);
	});

	it('[LED70] what was damaged on the disk is fetched anew', async () => {
		const { rig, ana, ben } = await two();
		const kept = await keep(ana, 7);
		rig.post(kept);
		rig.meet();
		await rig.run(20_000);
		ben.store.sealed.get(kept.hash)![500]! ^= 1;
		expect(given(await ben.receipts.open(kept))).toBeNull();
		await rig.run(20_000);
		expect(given(await ben.receipts.open(kept))).toEqual(photo(7));
	});

	it('[LED74] a disk that is full while receipts come stops the fetching, not the app; it goes on when somebody wants to see one', async () => {
		const { rig, ana, ben } = await two();
		const kept = await keep(ana, 7);
		rig.post(kept);
		ben.store.refuseWith({ type: 'DiskFull' });
		rig.meet();
		await rig.run(120_000);
		expect([ben.store.sealed.size, ben.offences, ana.offences]).toEqual([0, 0, 0]);
		ben.store.refuseWith(null);
		await ben.receipts.open(kept);
		await rig.run(70_000);
		expect(ben.store.sealed.size).toBe(1);
	});

	it('[LED77] the newest go into a backup, as many as fit', async () => {
		const { rig, ana } = await two();
		const all = [await keep(ana, 1), await keep(ana, 2), await keep(ana, 3)];
		for (const each of all) rig.post(each);
		await keep(ana, 4);
		expect(await ana.receipts.forBackup(1e9)).toHaveLength(3);
		expect(await ana.receipts.forBackup(2 * all[0]!.sizeBytes)).toEqual([ana.store.sealed.get(all[2]!.hash), ana.store.sealed.get(all[1]!.hash)]);
	});
});
