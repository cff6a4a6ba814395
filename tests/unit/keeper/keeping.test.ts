import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { envelopeId } from '../../../crypto/envelope';
import { keeperDigest } from '../../../crypto/keeper';
import { toBase64 } from '../../../crypto/base';
import { connectKeeper, documentOf, entryOf } from '../../support/keeper-client';
import { createKeepers } from '../../support/keeper-rig';

const keepers = await createKeepers();
afterEach(() => keepers.end());

const text = documentOf(1);

describe('a keeper', () => {
	it('[KEE1] gives to one what another has left, though they never met', async () => {
		const keeper = await keepers.start();
		const ana = await connectKeeper(keeper.addresses()[0]!);
		expect(await ana.open(text)).toBeNull();
		expect(await ana.write(text, [entryOf(7, 0), entryOf(7, 1), entryOf(9, 0)])).toBe(true);
		await ana.close();

		const ben = await connectKeeper(keeper.addresses()[0]!);
		expect(await ben.open(text)).toBeNull();
		await ben.sync(text);
		expect([...ben.entries(text).keys()].sort()).toEqual(['7.0', '7.1', '9.0']);
		expect(ben.entries(text).get('7.1')).toEqual(entryOf(7, 1).bytes);
	});

	it('[KEE16] brings new entries at once to everybody who has the document open', async () => {
		const keeper = await keepers.start();
		const [ana, ben] = await Promise.all([connectKeeper(keeper.addresses()[0]!), connectKeeper(keeper.addresses()[0]!)]);
		await ana.open(text);
		await ben.open(text);
		await ben.sync(text);
		await ana.write(text, [entryOf(7, 0)]);
		await ben.waitFor(({ kind }) => kind === 'update');
		expect(ben.entries(text).has('7.0')).toBe(true);
		// the writer is not told its own words again
		expect(ana.heard.some(({ kind }) => kind === 'update')).toBe(false);
	});

	it('[KEE22] what lies beyond a hole is kept, and given out when the hole is filled', async () => {
		const keeper = await keepers.start();
		const ana = await connectKeeper(keeper.addresses()[0]!);
		const ben = await connectKeeper(keeper.addresses()[0]!);
		await ana.open(text);
		await ben.open(text);
		await ben.sync(text);
		expect(await ana.write(text, [entryOf(7, 2), entryOf(7, 3)])).toBe(true);
		expect(await ana.write(text, [entryOf(7, 0)])).toBe(true);
		await ben.waitFor(({ kind }) => kind === 'update');
		expect([...ben.entries(text).keys()]).toEqual(['7.0']);
		expect(await ana.write(text, [entryOf(7, 1)])).toBe(true);
		await expect.poll(() => [...ben.entries(text).keys()]).toEqual(['7.0', '7.1', '7.2', '7.3']);
	});

	it('[KEE13] tells the digest of what it holds', async () => {
		const keeper = await keepers.start();
		const ana = await connectKeeper(keeper.addresses()[0]!);
		await ana.open(text);
		const entries = [entryOf(2, 0), entryOf(2, 1), entryOf(70_000, 0)];
		await ana.write(text, entries);
		expect(await ana.digest(text)).toEqual({ t: 'digest', count: 3, of: toBase64(keeperDigest(entries.map(({ slot, seq, bytes }) => ({ slot, seq, id: envelopeId(bytes) })))) });
	});

	it('[KEE14] passes a live frame on to the others, and keeps nothing of it', async () => {
		const keeper = await keepers.start();
		const [ana, ben] = await Promise.all([connectKeeper(keeper.addresses()[0]!), connectKeeper(keeper.addresses()[0]!)]);
		await ana.open(text);
		await ben.open(text);
		ana.stateless(text, '{"t":"frame","b":"AAEC"}');
		expect((await ben.waitFor(({ kind }) => kind === 'stateless')).text).toBe('{"t":"frame","b":"AAEC"}');
		expect(ana.heard.some(({ kind }) => kind === 'stateless')).toBe(false);
		expect(keeper.store.total().entries).toBe(0);
	});

	it('[KEE24] remembers everything over a restart', async () => {
		const first = await keepers.start();
		const ana = await connectKeeper(first.addresses()[0]!);
		await ana.open(text);
		await ana.write(text, [entryOf(7, 0)]);
		await first.close();
		expect(await ana.closed).toBe(1001);

		const again = await keepers.start({ dataDirectory: keepers.directoryOf(first) });
		const ben = await connectKeeper(again.addresses()[0]!);
		expect(await ben.open(text)).toBeNull();
		await ben.sync(text);
		expect([...ben.entries(text).keys()]).toEqual(['7.0']);
	});

	it('[KEE56] [KEE57] opens, stores and ends without the Redis it was promised', async () => {
		const keeper = await keepers.start({ redisUrl: 'redis://127.0.0.1:1', redisPatienceMs: 50 });
		expect(keeper.redisReady()).toBe(false);
		const ana = await connectKeeper(keeper.addresses()[0]!);
		expect(await ana.open(text)).toBeNull();
		expect(await ana.write(text, [entryOf(7, 0)])).toBe(true);
		await keeper.close();
		expect(await ana.closed).toBe(1001);
	});

	it('[KEE42] finishes what is under way at its end: what was sent before is acknowledged and kept', async () => {
		const keeper = await keepers.start();
		const ana = await connectKeeper(keeper.addresses()[0]!);
		await ana.open(text);
		await ana.write(text, [entryOf(7, 0)]);
		const writes = Array.from({ length: 20 }, (_, i) => ana.write(text, [entryOf(7, 1 + i)]));
		await writes[0];
		const closed = keeper.close();
		const acknowledged = (await Promise.allSettled(writes)).filter((result) => result.status === 'fulfilled').length;
		await closed;
		const again = await keepers.start({ dataDirectory: keepers.directoryOf(keeper) });
		expect(again.store.total().entries).toBeGreaterThanOrEqual(1 + acknowledged);
	});

	it('[KEE27] a second keeper does not touch the folder of a running one', async () => {
		const keeper = await keepers.start();
		writeFileSync(join(keepers.directoryOf(keeper), 'keeper.lock'), '1');
		await expect(keepers.start({ dataDirectory: keepers.directoryOf(keeper) })).rejects.toThrow(/Another keeper/u);
	});

	it('[KEE16] [KEE18] what is stored is served, also when its writer hung up while the disk was at work', async () => {
		const keeper = await keepers.start();
		const address = keeper.addresses()[0]!;
		const ben = await connectKeeper(address);
		await ben.open(text);
		const ana = await connectKeeper(address);
		await ana.open(text);
		const { put } = keeper.store;
		let goOn = (): void => {};
		const held = new Promise<void>((resolve) => (goOn = resolve));
		const reached = new Promise<void>((resolve) => Object.assign(keeper.store, { put: async (...given: Parameters<typeof put>) => (resolve(), await held, put(...given)) }));
		ana.write(text, [entryOf(7, 0)]).catch(() => {});
		await reached;
		ana.socket.terminate();
		await expect.poll(() => keeper.stats().connections).toBe(1);
		goOn();
		await expect.poll(() => ben.entries(text).size).toBe(1);
		const chloe = await connectKeeper(address);
		await chloe.open(text);
		// what did not arrive is given again, as a link does
		expect(await chloe.write(text, Array.from({ length: 20 }, (_, seq) => entryOf(7, seq)))).toBe(true);
		await ben.sync(text);
		expect(ben.entries(text).size).toBe(20);
	});
});
