import { describe, expect, it } from 'vitest';
import { createNegotiation, type Negotiation } from '$lib/adapters/webrtc/negotiation';
import { settled } from '../../support/fake-timers';
import { createFakeNetwork } from '../../support/fake-wrtc';

interface Side {
	readonly pc: RTCPeerConnection;
	readonly negotiation: Negotiation;
	readonly restarts: number;
}

function createSide(network = createFakeNetwork()): Side {
	const pc = new network.RTCPeerConnection();
	let restarts = 0;
	const negotiation = createNegotiation(pc, {
		isEnded: () => false,
		described: () => {},
		restarted: () => void restarts++
	});
	return {
		pc,
		negotiation,
		get restarts() {
			return restarts;
		}
	};
}
/** What simple-peer does, up to the moment when it would send; null when it is kept from it. */
const offer = async ({ negotiation }: Side) => {
	let sent: Negotiation['localDescription'] = null;
	void negotiation
		.createOffer()
		.then((init) => negotiation.setLocalDescription(init))
		.then(() => (sent = negotiation.localDescription));
	await settled();
	return sent as { readonly type: string; readonly sdp: string } | null; // set in a callback
};
const take = async (side: Side, init: { readonly type: string; readonly sdp?: string } | null) => {
	let isTaken = false;
	void side.negotiation.setRemoteDescription({ type: init?.type, sdp: init?.sdp }).then(() => (isTaken = true));
	await settled();
	return isTaken;
};
const answer = async ({ pc, negotiation }: Side) => {
	await negotiation.setLocalDescription(await pc.createAnswer());
	return negotiation.localDescription;
};

describe('negotiation', () => {
	it('[NET23] who has taken an offer does not send their own any more', async () => {
		const network = createFakeNetwork();
		const [ana, ben] = [createSide(network), createSide(network)];
		expect(await take(ben, await offer(ana))).toBe(true);
		expect(await offer(ben)).toBeNull();
		expect(await take(ana, await answer(ben))).toBe(true);
		expect(network.openConnections).toBe(2);
	});

	it('[NET23] an own offer that is already out is forgotten, and its answer too', async () => {
		const network = createFakeNetwork();
		const [ana, ben, chloe] = [createSide(network), createSide(network), createSide(network)];
		const fromAna = await offer(ana);
		expect(fromAna).not.toBeNull();
		expect(await take(ana, await offer(ben))).toBe(true);
		expect(await take(chloe, fromAna)).toBe(true);
		expect(await take(ana, await answer(chloe))).toBe(false);
		expect(await take(ben, await answer(ana))).toBe(true);
		expect(network.openConnections).toBe(2);
	});

	it('[NET24] an answer to an earlier offer is not taken for one to this offer', async () => {
		const network = createFakeNetwork();
		const [ana, again, ben] = [createSide(network), createSide(network), createSide(network)];
		expect(await take(ben, await offer(ana))).toBe(true);
		const late = await answer(ben);
		expect(await offer(again)).not.toBeNull();
		expect(await take(again, late)).toBe(false);
		expect(await take(ana, late)).toBe(true);
	});

	it('[NET24] the same offer twice is an echo, another one a new beginning', async () => {
		const network = createFakeNetwork();
		const [ana, ben] = [createSide(network), createSide(network)];
		const first = await offer(ana);
		expect(await take(ben, first)).toBe(true);
		await answer(ben);
		expect(await take(ben, first)).toBe(false);
		expect(ben.restarts).toBe(0);
		expect(await take(ben, await offer(createSide(network)))).toBe(false);
		expect(ben.restarts).toBe(1);
	});

	it('[NET14] [NET24] nonsense and requests to negotiate again change nothing', async () => {
		const side = createSide();
		for (const init of [null, { type: 'answer', sdp: 'x' }, { type: 'rollback' }, { type: 'offer', sdp: 'x'.repeat(70_000) }])
			expect(await take(side, init)).toBe(false);
		expect(side.pc.signalingState).toBe('stable');
		expect(await offer(side)).not.toBeNull();
		expect(await offer(side)).toBeNull();
	});
});
