/** Who says that they hold more of our own log than we do: believed until they have had their chance to show it. */
import { describe, expect, it } from 'vitest';
import { CORE_STREAM, type Slot } from '$crypto/base';
import type { Have } from '$crdt/log/ports';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { createSync, type Sync } from '$lib/worker/sync';
import { encodeSide } from '$lib/worker/side-protocol';

const OWN = 7 as Slot;
const FORKED = 8 as Slot;
// Names are all that counts here.
const BEN = 'ben' as PeerId;
const EVE = 'eve' as PeerId;
const upTo = (next: number): Have => new Map([[CORE_STREAM, new Map([[0, new Map([[OWN, next]])]])]]);

/** A device whose log ends at 3. */
function device() {
	let now = 1_000_000;
	let claimed = 0;
	const sync: Sync = createSync({
		have: () => upTo(3),
		receive: async () => ({ offences: 0 }),
		missing: () => [],
		heard: (have) => void (claimed = Math.max(claimed, have.get(CORE_STREAM)?.get(0)?.get(OWN) ?? 0)),
		ownSlot: OWN,
		ownLogAhead: () => claimed > 3,
		dismissClaims: () => void (claimed = 0),
		liveSegment: () => 0,
		isForked: (_stream, slot) => slot === FORKED,
		isNamed: () => true,
		mayHave: () => true,
		stateHash: () => '',
		currentEpoch: () => '',
		send: () => undefined,
		onLive: () => undefined,
		onLobby: () => undefined,
		onReceipts: async () => ({ offences: 0 }),
		forks: { onHeartbeat: () => undefined, onForks: () => undefined, onAsk: () => undefined, onSeek: () => undefined, forget: () => undefined },
		changed: () => undefined,
		now: () => now
	});
	return {
		sync,
		isSilent: () => claimed > 3,
		says: (peer: PeerId, have: Have) => sync.receive(peer, encodeSide({ kind: 'heartbeat', have, stateHash: '', epoch: '' })),
		wait(ms: number) {
			now += ms;
			sync.poke();
		}
	};
}

describe('claims about our own log', () => {
	it('[NET75] one who boasts and leaves silences nobody for longer than 20 s', async () => {
		const { sync, says, wait, isSilent } = device();
		sync.setPeers([EVE]);
		await says(EVE, upTo(1_000_000));
		sync.setPeers([]);
		expect(isSilent()).toBe(true);
		wait(19_000);
		expect(isSilent()).toBe(true);
		wait(2_000);
		expect(isSilent()).toBe(false);
	});

	it('[NET75] who has left so three times is not believed the fourth time', async () => {
		const { sync, says, wait, isSilent } = device();
		for (let time = 0; time < 4; time++) {
			sync.setPeers([EVE]);
			await says(EVE, upTo(1_000_000));
			expect(isSilent()).toBe(time < 3);
			sync.setPeers([]);
			wait(21_000);
		}
	});

	it('[NET75] one who takes the claim back is taken at their word', async () => {
		const { sync, says, wait, isSilent } = device();
		sync.setPeers([EVE]);
		await says(EVE, upTo(1_000_000));
		await says(EVE, upTo(3));
		wait(2_000);
		expect(isSilent()).toBe(false);
	});

	it('[NET75] when one who boasted has gone, the claim of another who is here still binds', async () => {
		const { sync, says, wait, isSilent } = device();
		sync.setPeers([BEN, EVE]);
		await says(EVE, upTo(1_000_000));
		wait(15_000);
		await says(BEN, upTo(5));
		sync.setPeers([BEN]);
		wait(10_000);
		expect(isSilent()).toBe(true);
	});
});

describe('being up to date', () => {
	const with8 = (next: number): Have => new Map([[CORE_STREAM, new Map([[0, new Map([[OWN, 3], [FORKED, next]])]])]]);

	it('[NET78] [LOG50] is not a question of which branch of a forked log came first', async () => {
		const { sync, says } = device();
		sync.setPeers([BEN]);
		expect(sync.upToDate()).toBe(false);
		await says(BEN, with8(9));
		expect(sync.upToDate()).toBe(true);
		await says(BEN, upTo(4));
		expect(sync.upToDate()).toBe(false);
	});
});
