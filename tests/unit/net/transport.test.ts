import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { castOf, stateOf, type Cast, type PlainPeer } from '../../support/plain-peer';
import { createNodePeer, type NodePeerOptions } from './node-peers';
import { startSignaling, type TestSignaling } from './signaling-harness';

let signaling: TestSignaling;
let peers: PlainPeer[] = [];
let ana: Cast;
let ben: Cast;
let eve: Cast;

beforeEach(async () => {
	signaling = await startSignaling();
	[ana, ben, eve] = await Promise.all([castOf('Ana', 11), castOf('Ben', 22), castOf('Eve', 99)]);
});
afterEach(async () => {
	await Promise.all(peers.map((peer) => peer.stop()));
	peers = [];
	await signaling.stop();
});

const add = async (self: Cast, members: Cast[], options: Partial<NodePeerOptions> = {}) => {
	const peer = await createNodePeer(self, members, { url: signaling.url, ...options });
	peers.push(peer);
	return peer;
};
const until = (claim: () => void, timeout = 25_000) => vi.waitFor(claim, { timeout, interval: 20 });

describe('transport over real WebRTC', () => {
	it('[NET10] a state of 600 KB and a state of 12 MB reach a new peer, both ways', async () => {
		const a = await add(ana, [ana, ben]);
		const b = await add(ben, [ana, ben]);
		for (let i = 0; i < 12; i++) a.append(50_000);
		for (let i = 0; i < 60; i++) b.append(200_000);
		await Promise.all([a.join(), b.join()]);
		await until(() => expect(stateOf(a)).toBe(stateOf(b)));
		expect(a.peers.map((p) => p.peer)).toEqual([ben.peer]);
		expect(b.peers.map((p) => p.peer)).toEqual([ana.peer]);
		a.append(100);
		await until(() => expect(stateOf(a)).toBe(stateOf(b)));
		expect([...a.faults, ...b.faults]).toEqual([]);
	}, 60_000);

	it('[NET26] a peer that is no member gets no byte of the document and no message', async () => {
		const a = await add(ana, [ana, ben], { resync: true });
		const e = await add(eve, [ana, ben, eve], { resync: true });
		a.append(1000);
		await Promise.all([a.join(), e.join()]);
		await until(() => {
			expect(a.transport.status().refused).toBe(1);
			expect(e.transport.status().refused).toBe(1);
		});
		a.append(1000);
		expect(a.transport.send(eve.peer, new Uint8Array(10))).toBe(false);
		a.transport.broadcast(new Uint8Array(10));
		expect(e.received).toEqual([]);
		expect(e.side).toEqual([]);
		expect(e.doc.getArray(`L${ana.slot}`).length).toBe(0);
		expect(a.peers).toEqual([]);
	}, 60_000);

	it('[NET50] a side message of 200 KB arrives whole and in order', async () => {
		const a = await add(ana, [ana, ben]);
		const b = await add(ben, [ana, ben]);
		await Promise.all([a.join(), b.join()]);
		await until(() => expect(a.peers.length + b.peers.length).toBe(2));
		const big = Uint8Array.from({ length: 200_000 }, (_, i) => i % 251);
		expect(a.transport.send(ben.peer, big)).toBe(true);
		expect(a.transport.send(ben.peer, Uint8Array.of(9))).toBe(true);
		await until(() => expect(b.side.length).toBe(2));
		expect(b.side[0]!.bytes).toEqual(big);
		expect(b.side[1]!.bytes).toEqual(Uint8Array.of(9));
	}, 60_000);
});
