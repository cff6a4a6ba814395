/** Strangers who have only numbers: many addresses, many pieces, many questions, and nobody who reads. */
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { addressOf, networkOf } from '../../keeper/addresses';
import { createAddressLimiter } from '../../keeper/stun';
import { connectKeeper, documentOf } from '../support/keeper-client';
import { createKeepers } from '../support/keeper-rig';
import { connectClient, startSignaling, type TestSignaling } from '../unit/net/signaling-harness';

const keepers = await createKeepers();
let signaling: TestSignaling | undefined;
afterEach(async () => {
	await keepers.end();
	await signaling?.stop();
	signaling = undefined;
});

describe('whose an address is', () => {
	it('[KEE43] all addresses of one IPv6 network are one, and an IPv4 address is itself in IPv6 clothes', () => {
		expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:db8:1:2:ffff:ffff:ffff:ffff'));
		expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
		expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2%eth0'));
		expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
		expect(networkOf('192.0.2.1')).not.toBe(networkOf('192.0.2.2'));
		expect(networkOf('x'.repeat(10_000)).length).toBeLessThan(100);
	});

	it('[KEE30] [KEE43] only a proxy on this machine is believed, and only what it wrote itself', () => {
		const from = (remoteAddress: string, forwarded?: string) =>
			addressOf({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage);
		expect(from('192.0.2.1', '198.51.100.7')).toBe('192.0.2.1');
		expect(from('127.0.0.1', '198.51.100.7, 192.0.2.1')).toBe('192.0.2.1');
		expect(from('::1', '2001:db8::1')).toBe(networkOf('2001:db8::2'));
		expect(from('127.0.0.1')).toBe('127.0.0.1');
	});

	it('[KEE52] one that asks without end takes no answer from another, nor do its neighbours', () => {
		let now = 0;
		const mayAnswer = createAddressLimiter(() => now);
		for (let i = 0; i < 10_000; i++) mayAnswer(`2001:db8::${(i % 5000).toString(16)}`);
		for (let i = 0; i < 10_000; i++) mayAnswer('192.0.2.1');
		expect(mayAnswer('192.0.2.1')).toBe(false);
		expect(mayAnswer('198.51.100.7')).toBe(true);
		now = 1000;
		expect(mayAnswer('192.0.2.1')).toBe(true);
	});
});

describe('signaling in a flood', () => {
	it('[NET6] what nobody reads is bounded for all together, and who reads goes on', { timeout: 60_000 }, async () => {
		const total = 3_000_000;
		signaling = await startSignaling({ limits: { totalBacklogBytes: total, messagesPerSecond: 1e6, messageBurst: 1e6, byteBurst: 1e9, bytesPerSecond: 1e9, sentByteBurst: 1e12 } });
		const { url } = signaling;
		const deaf = await Promise.all(Array.from({ length: 40 }, () => connectClient(url)));
		const [loud, quiet] = [await connectClient(url), await connectClient(url)];
		for (const client of [...deaf, loud, quiet]) client.send({ type: 'subscribe', topics: ['house'] });
		await Promise.all([...deaf, loud, quiet].map((client) => client.flush()));
		for (const { socket } of deaf) socket.pause();
		let most = 0;
		const data = 'x'.repeat(60_000);
		for (let i = 0; signaling.signaling.stats().dropped < 20 && i < 2000; i++) {
			loud.send({ type: 'publish', topic: 'house', data });
			await loud.flush();
			most = Math.max(most, signaling.signaling.stats().unreadBytes);
		}
		expect(signaling.signaling.stats().dropped).toBeGreaterThanOrEqual(20);
		expect(most).toBeGreaterThan(total / 2);
		// and one message for each
		expect(most).toBeLessThan(total + 42 * 61_000);
		loud.send({ type: 'publish', topic: 'house', data: 'still there' });
		await quiet.until((message) => message.data === 'still there');
		for (const { socket } of deaf) socket.terminate();
		await expect.poll(() => signaling!.signaling.stats().unreadBytes).toBe(0);
	});

	it('[NET4] who makes much be sent to others, or asks for signs of life without end, is read more slowly', async () => {
		signaling = await startSignaling({ limits: { sentBytesPerSecond: 1000, sentByteBurst: 10_000, messagesPerSecond: 1, messageBurst: 30 } });
		const ana = await connectClient(signaling.url);
		ana.send({ type: 'subscribe', topics: ['house'] });
		await ana.flush();
		for (let i = 0; i < 3; i++) ana.send({ type: 'publish', topic: 'house', data: 'x'.repeat(5000) });
		await expect.poll(() => signaling!.signaling.stats().throttled).toBeGreaterThan(0);
		const ben = await connectClient(signaling.url);
		const before = signaling.signaling.stats().throttled;
		for (let i = 0; i < 50; i++) ben.socket.ping();
		await expect.poll(() => signaling!.signaling.stats().throttled).toBeGreaterThan(before);
	});

	it('[NET3] a message in very many pieces ends its connection', async () => {
		signaling = await startSignaling();
		const eve = await connectClient(signaling.url);
		for (let i = 0; i < 200; i++) eve.socket.send('x', { fin: false });
		expect(await eve.closed).not.toBe(1000);
	});
});

describe('a keeper in a flood', () => {
	it('[KEE31] [KEE33] many pieces end a connection, many pings are read slowly', async () => {
		const keeper = await keepers.start({ limits: { messagesPerSecond: 1, messageBurst: 30 } });
		const address = keeper.addresses()[0]!;
		const ben = await connectKeeper(address);
		expect(await ben.open(documentOf(1))).toBeNull();
		for (let i = 0; i < 50; i++) ben.socket.ping();
		await expect.poll(() => keeper.stats().throttled).toBeGreaterThan(0);
		const eve = await connectKeeper(address);
		expect(await eve.open(documentOf(1))).toBeNull();
		for (let i = 0; i < 400; i++) eve.socket.send(Uint8Array.of(1), { fin: false });
		expect(await eve.closed).not.toBe(1000);
	});
});
