/** Presence through a keeper: who counts as here, and who cannot make anybody seem so. */
import { beforeAll, describe, expect, it } from 'vitest';
import { CORE_STREAM } from '$crypto/base';
import { sealFrame } from '$crypto/ephemeral';
import { createSeededRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { createPresence, type Presence } from '$lib/worker/keeper-presence';
import type { OpenCollective } from '$lib/worker/collective';
import { RIG_START_MS } from '../../support/engine-rig';
import { house } from '../../support/engine-people';
import { openBehind } from '../../support/device-insides';
import { createFakeTimers, type FakeTimers } from '../../support/fake-timers';

beforeAll(loadSodium);

interface Listener {
	readonly presence: Presence;
	readonly open: OpenCollective;
	readonly said: Uint8Array[];
	readonly timers: FakeTimers;
}

async function listeners(names: readonly string[]): Promise<Listener[]> {
	const { people } = await house(names);
	return Promise.all(
		people.map(async (device, i) => {
			const open = await openBehind(device);
			const said: Uint8Array[] = [];
			const timers = createFakeTimers();
			const presence = createPresence({
				open, timers,
				random: createSeededRandom(`presence ${i}`),
				clock: { now: () => RIG_START_MS + timers.now() },
				epoch: () => open.writeEpoch(),
				send: (frame) => said.push(frame),
				changed: () => undefined
			});
			return { presence, open, said, timers };
		})
	);
}
const heardBy = ({ presence, open }: Listener, frame: Uint8Array): number => {
	presence.hear(open.writeEpoch()!, frame);
	return presence.here().length;
};

describe('presence', () => {
	it('[NET118] a hello is heard and answered, a repeated or changed one is not, and who says goodbye is gone', async () => {
		const [ana, ben] = (await listeners(['Ana', 'Ben'])) as [Listener, Listener];
		await ben.timers.advance(5_000);
		ana.presence.say();
		const [hello] = ana.said as [Uint8Array];
		expect(heardBy(ben, hello.map((byte, i) => (i === 60 ? byte ^ 1 : byte)))).toBe(0);
		expect(heardBy(ben, hello)).toBe(1);
		expect(ben.presence.here()[0]).toMatchObject({ member: ana.open.me, device: ana.open.signer.device });
		expect(ben.said).toHaveLength(1);
		expect(heardBy(ana, ben.said[0]!)).toBe(1);
		expect(heardBy(ana, hello)).toBe(1);
		ana.presence.close();
		expect(heardBy(ben, ana.said.at(-1)!)).toBe(0);
		expect(heardBy(ben, hello)).toBe(0);
		ben.presence.close();
	});

	it('[NET118] who is not heard for a minute is gone', async () => {
		const [ana, ben] = (await listeners(['Ana', 'Ben'])) as [Listener, Listener];
		ana.presence.say();
		expect(heardBy(ben, ana.said[0]!)).toBe(1);
		await ben.timers.advance(90_000);
		expect(ben.presence.here()).toEqual([]);
	});

	it('[NET118] [CRY159] nobody makes a colleague seem here: not with the group key, not from another collective’s stream', async () => {
		const [ana, ben, eve] = (await listeners(['Ana', 'Ben', 'Eve'])) as [Listener, Listener, Listener];
		const random = createSeededRandom('eve');
		const common = { collective: eve.open.id, session: random.bytes(8), counter: 0, body: Uint8Array.of(1, 1), random };
		const epoch = eve.open.writeEpoch()!;
		const asAna = sealFrame({ ...common, key: epoch.ephemeralKey, stream: CORE_STREAM, slot: ana.open.signer.slot, signSecretKey: eve.open.signer.signSecretKey }).frame;
		const elsewhere = sealFrame({ ...common, key: epoch.ephemeralKey, stream: 'AQIDBAUGBwgJCgsMDQ4PEA' as never, slot: eve.open.signer.slot, signSecretKey: eve.open.signer.signSecretKey }).frame;
		for (const frame of [asAna, elsewhere, new Uint8Array(0), random.bytes(5_000)]) expect(heardBy(ben, frame)).toBe(0);
	});
});
