import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeTimers, settled, type FakeTimers } from '../../support/fake-timers';
import { createFakeNetwork, type FakeNetwork } from '../../support/fake-wrtc';
import { castOf, stateOf, type Cast, type PlainPeer } from '../../support/plain-peer';
import { createNodePeer, type NodePeerOptions } from './node-peers';
import { startSignaling, type TestSignaling } from './signaling-harness';

let signaling: TestSignaling;
let network: FakeNetwork;
let timers: FakeTimers;
let peers: PlainPeer[] = [];
let ana: Cast;
let ben: Cast;

beforeEach(async () => {
	signaling = await startSignaling();
	network = createFakeNetwork();
	timers = createFakeTimers();
	[ana, ben] = await Promise.all([castOf('Ana', 11), castOf('Ben', 22)]);
});
afterEach(async () => {
	await Promise.all(peers.map((peer) => peer.stop()));
	peers = [];
	await signaling.stop();
});

const add = async (self: Cast, members: readonly Cast[], options: Partial<NodePeerOptions> = {}) => {
	const peer = await createNodePeer(self, members, {
		url: signaling.url,
		resync: true,
		...options,
		deps: { wrtc: network, timers, ...options.deps }
	});
	peers.push(peer);
	return peer;
};
/** Waits for real things (signaling, keys); the fake clock stands still. */
const until = (claim: () => void) => vi.waitFor(claim, { timeout: 20_000, interval: 5 });
/** Waits while the fake clock runs. */
const untilInTime = async (claim: () => void, seconds: number) => {
	for (let i = 0; i < seconds; i++) {
		try {
			return claim();
		} catch {
			await timers.advance(1000);
			await new Promise((resolve) => setTimeout(resolve, 20)); // signaling is a real socket
		}
	}
	claim();
};
/** Resolves when nothing has been sent for a while of real time; the fake clock stands still, so no heartbeats. */
const quiet = async () => {
	for (let still = 0, last = -1; still < 10; last = network.bytesSent) {
		await new Promise((resolve) => setTimeout(resolve, 10));
		still = network.bytesSent === last ? still + 1 : 0;
	}
};
const meet = async (...pair: PlainPeer[]) => {
	await Promise.all(pair.map((peer) => peer.join()));
	await until(() => {
		for (const peer of pair) expect(peer.peers.length).toBe(pair.length - 1);
	});
};
const bothMet = (a: PlainPeer, b: PlainPeer) => () => {
	expect(a.peers.length).toBe(1);
	expect(b.peers.length).toBe(1);
	expect(stateOf(a)).toBe(stateOf(b));
};

describe('watchdog', () => {
	it('[NET32] a connection that froze without a word is replaced, and what was missed arrives', async () => {
		const [a, b] = [await add(ana, [ana, ben]), await add(ben, [ana, ben])];
		await meet(a, b);
		network.freeze();
		a.append(100);
		await timers.advance(10_000);
		expect(stateOf(a)).not.toBe(stateOf(b));
		await untilInTime(bothMet(a, b), 60);
		expect([...a.ends, ...b.ends]).toContain('Silent');
	}, 60_000);

	it('[NET31] connections that never come about are given up with growing patience, and tried again', async () => {
		network.isBlocked = true;
		const [a, b] = [await add(ana, [ana, ben]), await add(ben, [ana, ben])];
		await Promise.all([a.join(), b.join()]);
		await untilInTime(() => expect(a.ends.length + b.ends.length).toBeGreaterThan(5), 120);
		expect(new Set([...a.ends, ...b.ends])).toEqual(new Set(['NeverConnected']));
		network.isBlocked = false;
		await untilInTime(bothMet(a, b), 90);
	}, 60_000);

	it('[NET33] after sleep everything begins anew', async () => {
		const [a, b] = [await add(ana, [ana, ben]), await add(ben, [ana, ben])];
		await meet(a, b);
		network.freeze();
		b.append(100);
		await timers.sleep(45_000);
		await untilInTime(bothMet(a, b), 40);
		expect([...a.ends, ...b.ends]).toContain('Slept');
	}, 60_000);

	it('[NET34] a hidden page that is given little time keeps its connections', async () => {
		const lifecycle = { isHidden: () => true, listen: () => () => {} };
		const [a, b] = [await add(ana, [ana, ben], { deps: { lifecycle } }), await add(ben, [ana, ben], { deps: { lifecycle } })];
		await meet(a, b);
		for (let minute = 0; minute < 3; minute++) {
			await timers.sleep(20_000);
			await timers.advance(2000);
		}
		expect([...a.ends, ...b.ends]).toEqual([]);
		expect(a.peers.length).toBe(1);
	}, 60_000);
});

describe('hostile or broken peers', () => {
	it.each([
		[0, 'y-webrtc'],
		[100, 'our own']
	])('[NET11] [NET41] garbage on channel %i (%s) harms nobody and passes', async (channelId) => {
		const [a, b] = [await add(ana, [ana, ben]), await add(ben, [ana, ben])];
		await meet(a, b);
		const garbage = fc.sample(
			fc.oneof(
				fc.uint8Array({ maxLength: 40 }).map((bytes) => Uint8Array.of(1, ...bytes).buffer),
				fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.slice().buffer),
				fc.constantFrom<unknown>('text', null, new ArrayBuffer(0), new ArrayBuffer(70_000))
			),
			{ numRuns: 12, seed: 5 }
		);
		for (const data of garbage) {
			network.inject(channelId, data);
			await settled();
		}
		expect([...a.ends, ...b.ends]).toContain('Violation');
		await untilInTime(() => expect(a.transport.peers().length + a.transport.status().refused).toBe(1), 90);
		expect([...a.faults, ...b.faults]).toEqual([]);
	}, 60_000);

	it('[NET61] a peer whose updates offend again and again is banned, and the others go on', async () => {
		const chloe = await castOf('Chloé', 33);
		const all = [ana, ben, chloe];
		const [a, b, c] = [await add(ana, all), await add(ben, all), await add(chloe, all)];
		await meet(a, b, c);
		await quiet();
		const fromBen = () => a.received.filter((update) => update.peer === ben.peer).length;
		const before = fromBen();
		a.offences = 1;
		for (let i = 0; i < 12; i++) {
			b.append(10);
			await settled();
		}
		await until(() => expect(a.ends).toContain('Banned'));
		expect(fromBen() - before).toBeLessThanOrEqual(8);
		a.offences = 0;
		await untilInTime(() => expect(a.transport.status().refusals).toEqual(['Banned']), 30);
		expect(a.peers.map((view) => view.peer)).toEqual([chloe.peer]);
		c.append(10);
		await until(() => expect(a.doc.getArray(`L${chloe.slot}`).length).toBe(1));
	}, 60_000);

	it('[NET20] a signaling server that puts itself in the middle is refused by both sides', async () => {
		network.hasManInTheMiddle = true;
		const [a, b] = [await add(ana, [ana, ben]), await add(ben, [ana, ben])];
		a.append(100);
		await Promise.all([a.join(), b.join()]);
		await until(() => {
			expect(a.transport.status().refusals.length).toBe(1);
			expect(b.transport.status().refusals.length).toBe(1);
		});
		expect([a.transport.status().refusals, b.transport.status().refusals].flat()).toContain('NotProven');
		expect(b.received).toEqual([]);
		expect(a.peers).toEqual([]);
	}, 60_000);
});

describe('economy', () => {
	it('[NET12] a slow line fills its queue, says so, and says when it is free again', async () => {
		const [a, b] = [await add(ana, [ana, ben]), await add(ben, [ana, ben])];
		await meet(a, b);
		network.isSlow = true;
		const message = new Uint8Array(1024 * 1024);
		let sent = 0;
		while (a.transport.send(ben.peer, message)) sent++;
		expect(sent).toBe(8); // with their frames they are just over 8 MiB
		let isDrained = false;
		void a.transport.drained(ben.peer).then(() => (isDrained = true));
		await settled();
		expect(isDrained).toBe(false);
		for (let i = 0; i < 40 && !isDrained; i++) {
			network.flow(512 * 1024);
			await settled();
		}
		expect(isDrained).toBe(true);
		expect(a.transport.send(ben.peer, message)).toBe(true);
		network.isSlow = false;
		network.flow(1e9);
		await until(() => expect(b.side.length).toBe(sent + 1));
	}, 60_000);

	it('[NET44] with eight peers one entry crosses the network seven times, not fifty-six', async () => {
		const all = await Promise.all([...'ABCDEFGH'].map((name, i) => castOf(name, i + 1)));
		const members: PlainPeer[] = [];
		for (const self of all) members.push(await add(self, all));
		await meet(...members);
		await quiet();
		const before = network.bytesSent;
		members[0]!.append(1000);
		await until(() => expect(new Set(members.map(stateOf)).size).toBe(1));
		await quiet();
		expect(network.bytesSent - before).toBeLessThan(1.2 * 7 * 1000);
	}, 60_000);
});
