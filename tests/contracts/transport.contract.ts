/**
 * What every `Transport` promises, over whatever WebRTC lies beneath. Peers here carry a plain little log; the real one has
 * tests of its own.
 */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WrtcBase } from '$lib/adapters/webrtc-seam';
import { authenticatorOf, castOf, stateOf, type Cast, type PlainPeer } from '../support/plain-peer';
import { createNodePeer, type NodePeerOptions } from '../unit/net/node-peers';
import { startSignaling, type TestSignaling } from '../unit/net/signaling-harness';

export function transportContract(name: string, wrtc: WrtcBase): void {
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
		const peer = await createNodePeer(self, members, {
			url: signaling.url,
			...options,
			deps: { wrtc, ...options.deps }
		});
		peers.push(peer);
		return peer;
	};
	const until = (claim: () => void, timeout = 25_000) => vi.waitFor(claim, { timeout, interval: 20 });


	describe(`transport over ${name}`, () => {
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

		it('[NET28] [NET21] what a peer sends first is not lost while the other still makes sure', async () => {
			const slow = await add(ana, [ana, ben], {
				wire: {
					authenticate: {
						async run(io, context) {
							await until(() => expect(b.transport.status().connecting).toBe(1));
							return authenticatorOf(ana, [ana, ben]).run(io, context);
						}
					}
				}
			});
			const b = await add(ben, [ana, ben]);
			b.append(5000);
			await Promise.all([slow.join(), b.join()]);
			await until(() => expect(b.transport.send(ana.peer, Uint8Array.of(7))).toBe(true));
			await until(() => expect(slow.side).toEqual([{ peer: ben.peer, bytes: Uint8Array.of(7) }]));
			await until(() => expect(stateOf(slow)).toBe(stateOf(b)));
		}, 60_000);

		it('[NET45] a newcomer asks one peer at a time, and nothing comes twice', async () => {
			const chloe = await castOf('Chloé', 33);
			const all = [ana, ben, chloe];
			const [a, b, c] = [await add(ana, all), await add(ben, all), await add(chloe, all)];
			for (let i = 0; i < 20; i++) a.append(50_000);
			await Promise.all([a.join(), b.join()]);
			await until(() => expect(stateOf(a)).toBe(stateOf(b)));
			await c.join();
			await until(() => expect(c.peers.length).toBe(2));
			await until(() => expect(stateOf(c)).toBe(stateOf(a)));
			await until(() => expect(a.transport.peers().length + b.transport.peers().length).toBe(4));
			expect(c.received.reduce((sum, update) => sum + update.bytes, 0)).toBeLessThan(1.2 * 20 * 50_000);
		}, 60_000);

		it('[NET60] one who missed an entry gets it after the next heartbeat', async () => {
			const [a, b] = [await add(ana, [ana, ben], { resync: true }), await add(ben, [ana, ben], { resync: true })];
			await Promise.all([a.join(), b.join()]);
			await until(() => expect(a.peers.length + b.peers.length).toBe(2));
			await until(() => expect(a.transport.send(ben.peer, Uint8Array.of(0))).toBe(true));
			// an entry of somebody else: y-webrtc offers it, we do not pass it on
			a.doc.transact(() => {
				const own = a.doc.clientID;
				a.doc.clientID = 77;
				a.doc.getArray('L77').push([new Uint8Array(100)]);
				a.doc.clientID = own;
			});
			a.transport.changed();
			await until(() => expect(stateOf(b)).toBe(stateOf(a)));
		}, 60_000);
	});
}
