import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { connectClient, startSignaling, type TestSignaling } from './signaling-harness';

let running: TestSignaling[] = [];
const start = async (options?: Parameters<typeof startSignaling>[0]) => {
	const started = await startSignaling(options);
	running.push(started);
	return started;
};
afterEach(async () => {
	await Promise.all(running.map((r) => r.stop()));
	running = [];
});

describe('signaling', () => {
	it('[NET1] a publish reaches every subscriber of its topic, its sender too, with the number of them', async () => {
		const { url } = await start();
		const ana = await connectClient(url);
		const ben = await connectClient(url);
		const eve = await connectClient(url);
		ana.send({ type: 'subscribe', topics: ['t'] });
		ben.send({ type: 'subscribe', topics: ['t', 'u'] });
		eve.send({ type: 'subscribe', topics: ['other'] });
		await Promise.all([ana.flush(), ben.flush(), eve.flush()]);
		ana.send({ type: 'publish', topic: 't', data: { type: 'announce', from: 'x' } });
		const expected = { type: 'publish', topic: 't', data: { type: 'announce', from: 'x' }, clients: 2 };
		expect(await ana.until((m) => m.type === 'publish')).toEqual(expected);
		expect(await ben.until((m) => m.type === 'publish')).toEqual(expected);
		await eve.flush();
		expect(eve.received.filter((m) => m.type === 'publish')).toEqual([]);
	});

	it('[NET1] after unsubscribing nothing more comes, and the empty topic is forgotten', async () => {
		const { url, signaling } = await start();
		const ana = await connectClient(url);
		ana.send({ type: 'subscribe', topics: ['t'] });
		ana.send({ type: 'unsubscribe', topics: ['t'] });
		ana.send({ type: 'publish', topic: 't', data: 'x' });
		await ana.flush();
		expect(ana.received.map((m) => m.type)).toEqual(['pong']);
		expect(signaling.stats().topics).toBe(0);
	});

	it('[NET1] one who does not listen to a topic cannot publish to it', async () => {
		const { url } = await start();
		const ana = await connectClient(url);
		const eve = await connectClient(url);
		ana.send({ type: 'subscribe', topics: ['t'] });
		await ana.flush();
		eve.send({ type: 'publish', topic: 't', data: 'spam' });
		await eve.flush();
		await ana.flush();
		expect(ana.received.filter((m) => m.type === 'publish')).toEqual([]);
	});

	it('[NET1] upgrades on other paths are left alone', async () => {
		const { url, server } = await start();
		let other = 0;
		server.on('upgrade', (request, socket) => {
			if (request.url === '/elsewhere') {
				other++;
				socket.end();
			}
		});
		await expect(connectClient(url.replace('/signal', '/elsewhere'))).rejects.toThrow();
		expect(other).toBe(1);
	});

	it('[NET2] arbitrary text and bytes never stop the server, and a peer beside goes on', async () => {
		const { url, signaling } = await start({ limits: { malformed: 5 } });
		const ana = await connectClient(url);
		ana.send({ type: 'subscribe', topics: ['t'] });
		await ana.flush();
		const garbage = fc.oneof(
			fc.string(),
			fc.json(),
			fc.uint8Array({ maxLength: 300 }),
			fc.constantFrom(
				'null',
				'[]',
				'{"type":"publish"}',
				'{"type":"publish","topic":"t","data":null}',
				'{"type":"subscribe"}',
				'{"type":"subscribe","topics":{"length":9}}',
				'{"type":"subscribe","topics":["__proto__","constructor","toString",""]}',
				'{"__proto__":{"type":"ping"}}',
				'{"type":"toString"}',
				'{"type":"publish","topic":"__proto__","data":{"__proto__":{"polluted":1}}}',
				'['.repeat(30_000),
				`{"type":"publish","topic":"t","data":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`
			)
		);
		let sent = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(garbage, { minLength: 1, maxLength: 12 }), async (messages) => {
				const eve = await connectClient(url);
				for (const message of messages) {
					eve.socket.send(message);
					sent++;
				}
				eve.socket.close();
				await eve.closed;
			}),
			{ numRuns: 60 }
		);
		expect(sent).toBeGreaterThan(100);
		expect(signaling.stats().malformed).toBeGreaterThan(20);
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		ana.send({ type: 'publish', topic: 't', data: 'still here' });
		await ana.until((m) => m.data === 'still here');
	});

	it('[NET2] bytes that are not WebSocket frames only end their own connection', async () => {
		const { url } = await start();
		const { port } = new URL(url);
		const ended = await new Promise<boolean>((resolve) => {
			const raw = connect(Number(port), '127.0.0.1', () => {
				raw.write(
					'GET /signal HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
						'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n'
				);
				raw.write(Buffer.alloc(4096, 0xff));
			});
			raw.on('close', () => resolve(true));
			raw.on('error', () => {});
			raw.resume();
		});
		expect(ended).toBe(true);
		await (await connectClient(url)).flush();
	});

	it('[NET2] a connection that sends too much nonsense is closed', async () => {
		const { url } = await start({ limits: { malformed: 3 } });
		const eve = await connectClient(url);
		for (let i = 0; i < 5; i++) eve.socket.send('nonsense');
		expect(await eve.closed).toBe(1008);
	});

	it('[NET3] a message above the size limit closes its connection and reaches nobody', async () => {
		const { url } = await start({ limits: { messageBytes: 1000 } });
		const ana = await connectClient(url);
		const eve = await connectClient(url);
		ana.send({ type: 'subscribe', topics: ['t'] });
		eve.send({ type: 'subscribe', topics: ['t'] });
		await Promise.all([ana.flush(), eve.flush()]);
		eve.send({ type: 'publish', topic: 't', data: 'x'.repeat(2000) });
		expect(await eve.closed).toBe(1009);
		await ana.flush();
		expect(ana.received.some((m) => m.type === 'publish')).toBe(false);
	});

	it('[NET4] a flood is read slowly and honest bursts are not lost', async () => {
		const { url, signaling } = await start({ limits: { messagesPerSecond: 200, messageBurst: 20 } });
		const ana = await connectClient(url);
		ana.send({ type: 'subscribe', topics: ['t'] });
		for (let i = 0; i < 60; i++) ana.send({ type: 'publish', topic: 't', data: String(i) });
		await ana.until((m) => m.data === '59');
		expect(ana.received.map((m) => m.data)).toEqual([...Array(60).keys()].map(String));
		expect(signaling.stats().throttled).toBeGreaterThan(0);
	});

	it('[NET5] topics are limited in length, per connection and in listeners', async () => {
		const { url, signaling } = await start({
			limits: { topicLength: 8, topicsPerConnection: 2, subscribersPerTopic: 1 }
		});
		const ana = await connectClient(url);
		ana.send({ type: 'subscribe', topics: ['a', 'b', 'c', 'much too long', 7, null] });
		await ana.flush();
		expect(signaling.stats().topics).toBe(2);
		const ben = await connectClient(url);
		ben.send({ type: 'subscribe', topics: ['a'] });
		ben.send({ type: 'publish', topic: 'a', data: 'x' });
		await ben.flush();
		expect(ben.received.some((m) => m.type === 'publish')).toBe(false);
		expect(signaling.stats()).toMatchObject({ refusedSubscriptions: 2, malformed: 3 });
	});

	it('[NET6] connections are limited by address and come free again', async () => {
		const { url, signaling } = await start({ limits: { connectionsPerAddress: 2 } });
		const ana = await connectClient(url);
		const ben = await connectClient(url);
		await expect(connectClient(url)).rejects.toThrow(/429/);
		ana.socket.close();
		await ana.closed;
		await expect.poll(() => signaling.stats().connections).toBe(1);
		await (await connectClient(url)).flush();
		await ben.flush();
	});

	it('[NET7] a silent connection is asked, and dropped when it does not answer', async () => {
		let now = 0;
		const { url, signaling } = await start({ limits: { idleMs: 60_000 }, nowMs: () => now });
		const ana = await connectClient(url);
		const pinged = new Promise((resolve) => ana.socket.once('ping', resolve));
		now = 31_000;
		signaling.sweep();
		await pinged;
		await ana.flush(); // any word counts as a sign of life
		now = 62_000;
		signaling.sweep();
		expect(signaling.stats().connections).toBe(1);
		ana.socket.pause();
		now = 130_000;
		signaling.sweep();
		await expect.poll(() => signaling.stats().connections).toBe(0);
		expect(signaling.stats().dropped).toBe(1);
	});
});
