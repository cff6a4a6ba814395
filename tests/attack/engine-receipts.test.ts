/** What a hostile member's device can do with receipts: false bytes, floods, questions for what is not its business. */
import { describe, expect, it } from 'vitest';
import { toBase64 } from '$crypto/base';
import { systemRandom } from '$crypto/random';
import { MAX_SEALED_RECEIPT_BYTES, sealReceipt } from '$crypto/receipt-seal';
import type { Receipt } from '$crdt/domain/ledger/ops';
import { decodeSide, encodeSide, MAX_RECEIPT_NAMES } from '$lib/worker/side-protocol';
import { COLLECTIVE, createReceiptRig, given, photo, type Keeper } from '../support/receipt-rig';

const nameNo = (n: number): string => {
	const bytes = new Uint8Array(32).fill(3);
	new DataView(bytes.buffer).setUint32(0, n);
	return toBase64(bytes);
};
const keep = async (device: Keeper, fill: number): Promise<Receipt> => given(await device.receipts.keep(photo(fill)));

/** Eve holds what Ana posted; Ben and Eve meet. */
async function benAndEve() {
	const rig = await createReceiptRig();
	const [ana, ben, eve] = [rig.device('Ana'), rig.device('Ben'), rig.device('Eve')];
	const posted = await keep(ana, 7);
	const sealed = ana.store.sealed.get(posted.hash)!;
	rig.post(posted);
	await eve.store.put(posted.hash, sealed, 1);
	return { rig, ana, ben, eve, posted, sealed };
}

describe('false receipts', () => {
	it('[NET91] wrong bytes: not kept, four offences, and this device is not asked for it again; another one is', async () => {
		const { rig, ana, ben, eve, posted } = await benAndEve();
		ana.online = false;
		eve.tamper = (message) => (message.kind === 'receipt' ? { ...message, sealed: message.sealed.map((byte, i) => (i === 99 ? byte ^ 1 : byte)) } : message);
		rig.meet();
		await rig.run(180_000);
		expect([ben.store.sealed.size, ben.offences]).toEqual([0, 4]);
		expect(eve.heard.filter(({ message }) => message.kind === 'receipt-ask')).toHaveLength(1);
		ana.online = true;
		rig.meet();
		await rig.run(20_000);
		expect(given(await ben.receipts.open(posted))).toEqual(photo(7));
	});

	it('[NET91] more bytes than a receipt can have are no message; what was not asked for is an offence and is not kept', async () => {
		const { rig, ben, eve, posted, sealed } = await benAndEve();
		const name = posted.hash;
		expect(decodeSide(encodeSide({ kind: 'receipt', name, sealed: new Uint8Array(MAX_SEALED_RECEIPT_BYTES + 1) }))).toBeNull();
		expect(decodeSide(encodeSide({ kind: 'receipt', name, sealed: new Uint8Array(MAX_SEALED_RECEIPT_BYTES) }))).not.toBeNull();
		rig.meet();
		expect(await eve.say(ben, { kind: 'receipt', name, sealed })).toBe(1);
		expect(await eve.say(ben, { kind: 'receipt', name: nameNo(1), sealed })).toBe(1);
		expect(ben.store.sealed.size).toBe(0);
	});

	it('[LED70] bytes that hash to their name but are no photo are said to be damaged', async () => {
		const { rig, ana, ben } = await benAndEve();
		const page = new TextEncoder().encode('<html><script>alert(1)</script>');
		const { name, key, sealed } = sealReceipt({ collective: COLLECTIVE, kind: 'image/png' }, page, systemRandom);
		await ana.store.put(name, sealed, 1);
		ana.restart();
		const receipt: Receipt = { hash: name, key, sizeBytes: sealed.length, kind: 'image/png' };
		rig.post(receipt);
		rig.meet();
		await rig.run(20_000);
		expect(await ben.receipts.open(receipt)).toMatchObject({ ok: false, error: { type: 'DamagedReceipt' } });
	});
});

describe('floods', () => {
	it('[NET90] of claims: too many names are an offence and not kept; what no entry names is not written to disk', async () => {
		const { rig, ben, eve, posted } = await benAndEve();
		rig.meet();
		await rig.run(10_000);
		let offences = 0;
		for (let round = 0; round < 8; round++) {
			const names = Array.from({ length: MAX_RECEIPT_NAMES }, (_, i) => nameNo(round * MAX_RECEIPT_NAMES + i));
			offences += await eve.say(ben, { kind: 'receipts', all: round === 0, names });
		}
		expect(offences).toBe(4);
		expect(await eve.say(ben, { kind: 'receipts', all: true, names: [posted.hash, nameNo(1)] })).toBe(0);
		await rig.run(10_000);
		for (const names of (await ben.store.holdings()).values()) expect(names).toEqual([posted.hash]);
	});

	it('[NET90] of messages: more than thirty in a minute are offences, an honest device never comes near', async () => {
		const { rig, ana, ben, eve } = await benAndEve();
		rig.meet();
		let offences = 0;
		for (let i = 0; i < 40; i++) offences += await eve.say(ben, { kind: 'receipts', all: true, names: [] });
		expect(offences).toBe(10);
		await rig.run(60_000);
		ben.offences = 0;
		for (let i = 0; i < 30; i++) {
			rig.post(await keep(ana, i));
			await rig.run(2_000);
		}
		expect(ben.offences).toBe(0);
	});

	it('[NET92] of questions: four wait, the rest are offences; a hundred megabytes a minute and no more', async () => {
		const { rig, ana, ben, eve, posted } = await benAndEve();
		rig.meet();
		await rig.run(10_000);
		ben.tamper = () => null;
		const served = await Promise.all(Array.from({ length: 10 }, () => eve.say(ben, { kind: 'receipt-ask', name: posted.hash })));
		expect(served.reduce((a, b) => a + b, 0)).toBe(6);
		ben.tamper = null;
		const big = given(await ana.receipts.keep(photo(9, 200_000)));
		rig.post(big);
		await rig.run(20_000);
		const answers = () => eve.heard.filter(({ message, from }) => from === 'Ben' && message.kind === 'receipt' && message.name === big.hash).length;
		for (let i = 0; i < 600; i++) await eve.say(ben, { kind: 'receipt-ask', name: big.hash });
		await rig.run(1_000);
		expect(answers()).toBeGreaterThan(400);
		expect(answers()).toBeLessThan(520);
	});
});

describe('what is nobody’s business', () => {
	it('[LED75] [NET92] a draft’s receipt is not served, nor one the asker was not told of', async () => {
		const { rig, ben, eve } = await benAndEve();
		const draft = await keep(ben, 5);
		rig.meet();
		await rig.run(10_000);
		expect(await eve.say(ben, { kind: 'receipt-ask', name: draft.hash })).toBe(1);
		expect(await eve.say(ben, { kind: 'receipt-ask', name: nameNo(1) })).toBe(1);
		expect(eve.heard.some(({ message }) => message.kind === 'receipt' && message.name === draft.hash)).toBe(false);
		for (const { message } of eve.heard) if (message.kind === 'receipts') expect(message.names).not.toContain(draft.hash);
	});

	it('[NET77] whoever is no member any more is told and served nothing', async () => {
		const { rig, ben, eve, posted } = await benAndEve();
		rig.meet();
		await rig.run(10_000);
		rig.removed.add('Eve');
		const before = eve.heard.length;
		expect(await eve.say(ben, { kind: 'receipt-ask', name: posted.hash })).toBe(1);
		const later = await keep(ben, 6);
		rig.post(later);
		await rig.run(20_000);
		expect(eve.heard.slice(before)).toEqual([]);
		expect((await ben.receipts.places([posted.hash]))[0]).toMatchObject({ members: 2, of: 2 });
	});

	it('[LED76] a ledger full of receipts does not fill a device that is nearly full', async () => {
		const { rig, ana, ben } = await benAndEve();
		ben.hasRoom = false;
		for (let i = 0; i < 30; i++) rig.post(await keep(ana, i));
		rig.meet();
		await rig.run(60_000);
		expect(ben.store.sealed.size).toBe(0);
	});
});
