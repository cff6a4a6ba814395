import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeTimers, type FakeTimers } from '../../support/fake-timers';
import { createFakeNetwork, type FakeNetwork } from '../../support/fake-wrtc';
import { castOf, stateOf, type Cast, type PlainPeer } from '../../support/plain-peer';
import { createNodePeer } from './node-peers';
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
const add = async (self: Cast) => {
	const peer = await createNodePeer(self, [ana, ben], { url: signaling.url, deps: { wrtc: network, timers } });
	peers.push(peer);
	return peer;
};
const until = (claim: () => void) => vi.waitFor(claim, { timeout: 20_000, interval: 5 });

const LIVE = { name: 'live', kind: 'live' } as const;
const OLD = { name: 'old', kind: 'handover' } as const;
const LOBBY = { name: 'lobby', kind: 'lobby' } as const;

describe('rooms', () => {
	it('[NET51] one who was away meets the others in the old room, and gets nothing of the document there', async () => {
		const [a, b] = [await add(ana), await add(ben)];
		a.append(1000);
		await a.join([LIVE, OLD]);
		await b.join([{ ...OLD, kind: 'live' }]); // for Ben it still is the room
		await until(() => expect(a.peers.map((view) => view.room)).toEqual(['handover']));
		await until(() => expect(b.peers.length).toBe(1));
		expect(b.received).toEqual([]);
		expect(a.transport.send(ben.peer, Uint8Array.of(1))).toBe(true);
		await until(() => expect(b.side.length).toBe(1));
		await b.join([LIVE, OLD]);
		await until(() => expect(a.peers.map((view) => view.room)).toEqual(['live']));
		await until(() => expect(stateOf(a)).toBe(stateOf(b)));
	}, 60_000);

	it('[NET22] a peer met in several rooms is one peer, and the spare lines end without calling again', async () => {
		const [a, b] = [await add(ana), await add(ben)];
		await Promise.all([a.join([LIVE, OLD, LOBBY]), b.join([LIVE, OLD, LOBBY])]);
		await until(() => {
			expect(a.peers.map((view) => view.room)).toEqual(['live']);
			expect(b.peers.map((view) => view.room)).toEqual(['live']);
		});
		// small steps: signaling is a real socket, and a busy machine must not make it late by the clock of the test
		const passTime = async (ms: number) => {
			await timers.advance(ms);
			await new Promise((resolve) => setTimeout(resolve, 10));
		};
		const spareLines = ['Redundant', 'Redundant', 'Redundant', 'Redundant']; // two rooms, two ends
		for (let i = 0; i < 600 && a.ends.length + b.ends.length < 4; i++) await passTime(50);
		expect([...a.ends, ...b.ends]).toEqual(spareLines);
		for (let i = 0; i < 20; i++) await passTime(500);
		expect([...a.ends, ...b.ends]).toEqual(spareLines);
		expect(network.openConnections).toBe(2); // both ends of the one line left
		expect(a.peers.length).toBe(1);
	}, 60_000);

	it('[NET35] rooms can be left and joined again at once, any number of times', async () => {
		const [a, b] = [await add(ana), await add(ben)];
		await b.join([LIVE]);
		for (let i = 0; i < 4; i++) {
			void a.join([LIVE]);
			void a.join([]);
			await a.join([LIVE]);
			await until(() => expect(a.peers.length).toBe(1));
		}
		await a.join([]);
		await until(() => expect(b.peers.length).toBe(0));
		await until(() => expect(signaling.signaling.stats().connections).toBe(1)); // nothing left behind
	}, 60_000);

	it('[NET55] a new live document is taken up by kick', async () => {
		const [a, b] = [await add(ana), await add(ben)];
		await Promise.all([a.join([LIVE]), b.join([LIVE])]);
		await until(() => expect(a.peers.length + b.peers.length).toBe(2));
		const fresh = (await add(ana)).doc;
		a.doc = fresh;
		a.segment = 1;
		await a.transport.kick();
		await until(() => expect(a.peers.length).toBe(1));
		a.append(10);
		await until(() => expect(b.received.some((update) => update.segment === 1)).toBe(true));
		expect(b.doc.getArray(`L${ana.slot}`).length).toBe(0); // another segment than Ben's live one
	}, 60_000);

	it('[NET7] [NET37] nothing but the named signaling server is contacted, and stopping leaves nothing open', async () => {
		const [a, b] = [await add(ana), await add(ben)];
		await Promise.all([a.join([LIVE]), b.join([LIVE])]);
		await until(() => expect(a.peers.length).toBe(1));
		await Promise.all([a.stop(), b.stop()]);
		await until(() => expect(signaling.signaling.stats().connections).toBe(0));
		expect(network.openConnections).toBe(0);
	}, 60_000);
});
