/** What numbers and slowness can do to a keeper. The large version is tests/system/keeper-attack.campaign.ts. */
import { connect } from 'node:net';
import * as encoding from 'lib0/encoding';
import { afterEach, describe, expect, it } from 'vitest';
import { connectKeeper, documentOf, encodeStep1, entryOf, message } from '../support/keeper-client';
import { createKeepers } from '../support/keeper-rig';

const keepers = await createKeepers();
afterEach(() => keepers.end());
const house = documentOf(1);

describe('a keeper under load', () => {
	it('[KEE30] takes so many connections and no more, and forgets those that leave', async () => {
		const keeper = await keepers.start({ limits: { connectionsPerAddress: 150 } });
		const address = keeper.addresses()[0]!;
		const results = await Promise.allSettled(Array.from({ length: 200 }, () => connectKeeper(address)));
		const clients = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
		expect(clients.length).toBe(150);
		expect(keeper.stats()).toMatchObject({ connections: 150, refusedConnections: 50 });
		expect(await clients[0]!.open(house)).toBeNull();
		expect(await clients[0]!.write(house, [entryOf(7, 0)])).toBe(true);
		for (const client of clients) client.socket.terminate();
		await expect.poll(() => keeper.stats().connections).toBe(0);
		const ben = await connectKeeper(address);
		expect(await ben.open(house)).toBeNull();
	});

	it('[KEE38] [KEE39] who asks for everything again and again without reading is dropped, with bounded memory', { timeout: 60_000 }, async () => {
		const limits = { unreadBytes: 8e6, unreadTotalBytes: 6e6, stallMs: 1000, sentByteBurst: 1e9 };
		const keeper = await keepers.start({ limits });
		const address = keeper.addresses()[0]!;
		const ana = await connectKeeper(address);
		await ana.open(house);
		for (let i = 0; i < 20; i++) await ana.write(house, [entryOf(7, i, 0, 100_000)]);
		const slow = await connectKeeper(address);
		await slow.open(house);
		slow.socket.pause();
		let most = 0;
		for (let i = 0; i < 100; i++) slow.send(encodeStep1(house.name, new Map()));
		const look = setInterval(() => (most = Math.max(most, keeper.stats().bytesUnread)), 5);
		// others are served meanwhile
		expect(await ana.write(house, [entryOf(7, 20)])).toBe(true);
		await expect.poll(() => keeper.stats().droppedReaders, { timeout: 30_000 }).toBe(1);
		clearInterval(look);
		expect(most).toBeGreaterThan(0);
		expect(most).toBeLessThan(limits.unreadTotalBytes + 2.5e6);
		await expect.poll(() => keeper.stats().bytesUnread).toBe(0);
		slow.socket.terminate();
	});

	it('[KEE36] [KEE37] memory for documents is bounded: unused ones leave, and what is in use says busy', async () => {
		const keeper = await keepers.start({ limits: { loadedBytes: 3000, restMs: 1e9 } });
		const address = keeper.addresses()[0]!;
		const fill = async (seed: number) => {
			const client = await connectKeeper(address);
			const opened = await client.open(documentOf(seed));
			if (opened === null) await client.write(documentOf(seed), [entryOf(7, 0), entryOf(7, 1), entryOf(7, 2)]);
			return { client, opened };
		};
		const first = await fill(1);
		await fill(2);
		await first.client.close();
		// stored bytes of 1 and 2: 2,976; one more document of that size needs the unused one to leave
		const third = await fill(3);
		expect(third.opened).toBeNull();
		expect(keeper.stats().documentsLoaded).toBe(2);
		const again = await connectKeeper(address);
		expect(await again.open(documentOf(1))).toBe('busy');
		await third.client.close();
		await expect.poll(() => again.open(documentOf(1))).toBeNull();
		await again.sync(documentOf(1));
		expect(again.entries(documentOf(1)).size).toBe(3);
	});

	it('[KEE37] a document that rests is closed for another one, and can be opened again', async () => {
		const keeper = await keepers.start({ limits: { loadedBytes: 3000, restMs: 0, lingerMs: 0 } });
		const address = keeper.addresses()[0]!;
		const ana = await connectKeeper(address);
		await ana.open(house);
		await ana.write(house, [entryOf(7, 0, 0, 2500)]);
		const ben = await connectKeeper(address);
		await ben.open(documentOf(2));
		await ben.write(documentOf(2), [entryOf(7, 0, 0, 2500)]);
		await ben.close();
		const eve = await connectKeeper(address);
		expect(await eve.open(documentOf(2))).toBeNull();
		await ana.waitFor(({ kind }) => kind === 'close');
		await eve.close();
		expect(await ana.open(house)).toBeNull();
		await ana.sync(house);
		expect([...ana.entries(house).keys()]).toEqual(['7.0']);
	});

	it('[KEE1] a stock client, which knows no challenge, is refused and harms nobody', async () => {
		const keeper = await keepers.start();
		const stock = await connectKeeper(keeper.addresses()[0]!);
		const auth = (name: string) =>
			message(name, 2, (encoder) => {
				encoding.writeVarUint(encoder, 0);
				encoding.writeVarString(encoder, 'secret');
			});
		stock.send(auth(house.name));
		expect(await stock.waitFor(({ kind }) => kind === 'denied')).toMatchObject({ text: 'bad-token' });
		for (let i = 0; i < 7; i++) stock.send(auth('my-document'));
		expect(await stock.closed).toBe(1008);
	});

	it('[KEE41] a connection that opens nothing, and one that says nothing, are closed', async () => {
		const keeper = await keepers.start({ limits: { openMs: 300, idleMs: 400 } });
		const address = keeper.addresses()[0]!;
		const idle = await connectKeeper(address);
		expect(await idle.closed).toBe(1000);
		const deaf = await connectKeeper(address);
		await deaf.open(house);
		deaf.socket.pause();
		await expect.poll(() => keeper.stats().connections, { timeout: 10_000 }).toBe(0);
	});

	it('[KEE11] bytes that are no WebSocket, and half a handshake, leave the keeper up', async () => {
		const keeper = await keepers.start();
		for (const text of ['GET /keep HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n', '\0\0\0\0', 'GET /keep HTTP/1.1\r\nHost: local']) {
			const socket = connect(keeper.port, '127.0.0.1');
			socket.on('error', () => {});
			socket.resume();
			await new Promise((resolve) => socket.write(text, resolve));
			socket.destroy();
		}
		const ana = await connectKeeper(keeper.addresses()[0]!);
		expect(await ana.open(house)).toBeNull();
	});
});
