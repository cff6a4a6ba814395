/** Pairing by hand over real WebRTC, no server anywhere: the line, who is on it, and what a man in the middle or a wrong code gets (PAIR1–PAIR9). */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Result } from '$crypto/base';
import { ATTEMPT_MS, createPairing, type Pairing, type PairingFailure } from '$lib/adapters/webrtc/manual-pairing';
import { decodePairing, encodePairing, type PairingCode } from '$lib/adapters/webrtc/manual-text';
import { systemTimers, type Timers } from '$lib/adapters/webrtc/timers';
import { castOf, createPlainPeer, stateOf, type Cast, type PlainPeer } from '../../support/plain-peer';
import { nodeWrtc, createNodePeer } from './node-peers';
import { startSignaling } from './signaling-harness';

let peers: PlainPeer[] = [];
let [ana, ben, eve]: Cast[] = [];
const NOWHERE = 'ws://127.0.0.1:9';

beforeEach(async () => {
	[ana, ben, eve] = await Promise.all([castOf('Ana', 11), castOf('Ben', 22), castOf('Eve', 99)]);
});
afterEach(async () => {
	await Promise.all(peers.map((peer) => peer.stop()));
	peers = [];
});

const until = (claim: () => void) => vi.waitFor(claim, { timeout: 20_000, interval: 20 });
const must = <T>(result: Result<T, PairingFailure>): T => {
	if (!result.ok) throw new Error(result.error);
	return result.value;
};

const read = (text: string): PairingCode => must(decodePairing(text));

function add(self: Cast, members: readonly Cast[], timers: Timers = systemTimers): { readonly peer: PlainPeer; readonly pairing: Pairing } {
	const peer = createPlainPeer(self, members, { url: NOWHERE, resync: true, deps: { wrtc: nodeWrtc } });
	peers.push(peer);
	return { peer, pairing: createPairing({ line: peer.transport.lineByHand, config: () => ({ iceServers: [] }), timers }) };
}

describe('two devices face to face', () => {
	it('[PAIR4] [PAIR7] an offer over, an answer back, and each has the other as a peer that is served', async () => {
		const [a, b] = [add(ana!, [ana!, ben!]), add(ben!, [ana!, ben!])];
		a.peer.append(300_000);
		const offer = must(await a.pairing.offer()).text;
		const answer = must(await b.pairing.answer(offer)).text;
		expect([offer.length < 700, answer.length < 700]).toEqual([true, true]);
		const settled = b.pairing.settled();
		must(await a.pairing.complete(answer));
		must(await settled);
		await until(() => expect(stateOf(b.peer)).toBe(stateOf(a.peer)));
		expect([a.peer.peers.map(({ peer }) => peer), b.peer.peers.map(({ peer }) => peer)]).toEqual([[ben!.peer], [ana!.peer]]);
	});

	it('[PAIR8] whoever is no member is refused on the line, and is given nothing', async () => {
		const [a, e] = [add(ana!, [ana!, ben!]), add(eve!, [ana!, ben!, eve!])];
		a.peer.append(1000);
		const offer = must(await a.pairing.offer()).text;
		const answer = must(await e.pairing.answer(offer)).text;
		expect(await a.pairing.complete(answer)).toEqual({ ok: false, error: 'Stranger' });
		expect(a.peer.peers).toEqual([]);
		expect([e.peer.received, e.peer.side]).toEqual([[], []]);
	});

	it('[PAIR8] codes with the fingerprint of somebody in the middle make no line', async () => {
		let skewMs = 0;
		const timers: Timers = { ...systemTimers, now: () => Date.now() + skewMs };
		const [a, b, e] = [add(ana!, [ana!, ben!], timers), add(ben!, [ana!, ben!], timers), add(eve!, [ana!, ben!, eve!])];
		const { fingerprint } = read(must(await e.pairing.offer()).text).facts;
		const offer = read(must(await a.pairing.offer()).text);
		const answer = read(must(await b.pairing.answer(encodePairing({ ...offer.facts, fingerprint }, offer.madeAtMs).text)).text);
		// as it is, the answer is to a code that Ana never showed
		expect(await a.pairing.complete(encodePairing(answer.facts, answer.madeAtMs, answer.answers).text)).toEqual({ ok: false, error: 'OtherOffer' });
		const [ofAna, ofBen] = [a.pairing.complete(encodePairing(answer.facts, answer.madeAtMs, offer.tag).text), b.pairing.settled()];
		const hurry = setInterval(() => (skewMs += ATTEMPT_MS / 10), 20);
		expect([await ofAna, await ofBen]).toEqual([{ ok: false, error: 'NoConnection' }, { ok: false, error: 'NoConnection' }]);
		clearInterval(hurry);
		expect([a.peer.peers, b.peer.peers]).toEqual([[], []]);
	});

	it('[PAIR5] wrong codes are told apart: other text, the own code, the other step, another offer, an old one', async () => {
		const [a, b] = [add(ana!, [ana!, ben!]), add(ben!, [ana!, ben!])];
		const first = must(await a.pairing.offer()).text;
		const answer = must(await b.pairing.answer(first)).text;
		const second = must(await a.pairing.offer()).text;
		expect(await a.pairing.complete(answer)).toEqual({ ok: false, error: 'OtherOffer' });
		expect(await a.pairing.complete(second)).toEqual({ ok: false, error: 'OwnCode' });
		expect(await b.pairing.answer(answer)).toEqual({ ok: false, error: 'OwnCode' });
		expect(await a.pairing.answer(answer)).toEqual({ ok: false, error: 'OtherKind' });
		expect(await b.pairing.answer('https://house.example/join#i1.abc')).toEqual({ ok: false, error: 'NotACode' });
		expect(await b.pairing.answer(second.slice(0, -5))).toEqual({ ok: false, error: 'DamagedCode' });
		expect(await b.pairing.answer(second.replace('CHP1', 'CHP2'))).toEqual({ ok: false, error: 'NewerCode' });
		const later = add(ben!, [ana!, ben!], { ...systemTimers, now: () => Date.now() + 2 * 3_600_000 });
		expect(await later.pairing.answer(second)).toEqual({ ok: false, error: 'OldCode' });
	});

	it('[PAIR6] an attempt ends by itself, and a cancelled one is over for both that wait for it', async () => {
		let nowMs = 1_800_000_000_000;
		const ticks: (() => void)[] = [];
		const timers: Timers = { now: () => nowMs, after: systemTimers.after, every: (_, run) => (ticks.push(run), () => undefined) };
		const a = add(ana!, [ana!, ben!], timers);
		must(await a.pairing.offer());
		const settled = a.pairing.settled();
		nowMs += 10 * 60_000 + 1;
		for (const tick of ticks) tick();
		expect(await settled).toEqual({ ok: false, error: 'NoConnection' });
		expect(await a.pairing.settled()).toEqual({ ok: false, error: 'Cancelled' });
	});

	it('[PAIR9] who is there can be proven anew on the same line', async () => {
		const [a, b] = [add(ana!, [ana!, ben!]), add(ben!, [ana!, ben!])];
		const answer = must(await b.pairing.answer(must(await a.pairing.offer()).text)).text;
		must(await a.pairing.complete(answer));
		await until(() => expect(b.peer.peers).toHaveLength(1));
		const since = b.peer.peers[0]!.sinceMs;
		a.peer.transport.renewByHand();
		await until(() => expect(b.peer.peers[0]?.sinceMs ?? since).toBeGreaterThan(since));
		a.peer.append(1000);
		a.peer.transport.changed();
		await until(() => expect(stateOf(b.peer)).toBe(stateOf(a.peer)));
		expect([...a.peer.faults, ...b.peer.faults]).toEqual([]);
	});

	it('[PAIR7] a device that is met in a room is one peer: the line by hand ends quietly', async () => {
		const signaling = await startSignaling();
		const a = await createNodePeer(ana!, [ana!, ben!], { url: signaling.url });
		const b = await createNodePeer(ben!, [ana!, ben!], { url: signaling.url });
		peers.push(a, b);
		const [pa, pb] = [a, b].map((peer) => createPairing({ line: peer.transport.lineByHand, config: () => ({ iceServers: [] }), timers: systemTimers })) as [Pairing, Pairing];
		must(await pa.complete(must(await pb.answer(must(await pa.offer()).text)).text));
		expect(a.peers.map(({ room }) => room)).toEqual(['lobby']);
		await Promise.all([a.join(), b.join()]);
		await until(() => expect([a.peers.map(({ room }) => room), b.peers.map(({ room }) => room)]).toEqual([['live'], ['live']]));
		await until(() => expect([...a.ends, ...b.ends]).toContain('Redundant'));
		await signaling.stop();
	});
});
