/** What can be tried on shared notes: false keys, forged and repeated frames, entries without the key, strangers' streams. */
import { describe, expect, it } from 'vitest';
import { toBase64, utf8, type StreamId } from '$crypto/base';
import { sealFrame } from '$crypto/ephemeral';
import { systemRandom } from '$crypto/random';
import { createStreamKey, deriveStreamKeys } from '$crypto/stream-keys';
import { createLog } from '$crdt/log/log';
import { createMemoryStore } from '../support/memory-store';
import { offerStreamKey } from '$crdt/text/key-offer';
import type { TextFrame } from '$lib/worker/api';
import { decodeSide, encodeSide } from '$lib/worker/side-protocol';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { must, type Device } from '../support/engine-rig';
import { openBehind, secretsOf } from '../support/device-insides';
import { house, invite, join, knock, knockOf, MEETING } from '../support/engine-people';
import { deviceKeysFromSeed } from '$crypto/keys';
import { fromBase64 } from '$crypto/base';

const MINUTE = 60_000;

async function meeting(names: readonly string[]) {
	const { rig, people } = await house(names);
	const id = must(await people[0]!.engine.planMeeting(MEETING, []));
	await rig.run(MINUTE);
	const { notes } = (await people[0]!.view('consultation/meeting', { id }))!;
	return { rig, people, notes };
}

const framesOf = (device: Device): TextFrame[] => device.events.flatMap(({ name, value }) => (name === 'textFrame' ? [value as TextFrame] : []));
const nameOnLine = async (at: Device, of: string) =>
	(await at.view('members')).members.find(({ profile }) => profile.name === of)!.devices[0]!.deviceId as string as PeerId;
const sentLive = (device: Device) => {
	const { bytes } = [...device.events].reverse().find(({ name }) => name === 'send')!.value as { bytes: Uint8Array };
	const message = decodeSide(bytes);
	if (message?.kind !== 'live') throw new Error('no live frame was sent');
	return message.frame;
};

describe('live frames', () => {
	it('[NET76] arrive once: a repeated frame, one for another text and a changed one show nothing', async () => {
		const { rig, people, notes } = await meeting(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		await ben.engine.openText(notes);
		await ana.engine.sendLive(notes, utf8('typing'));
		await rig.quiet();
		expect(framesOf(ben)).toHaveLength(1);
		const frame = sentLive(ana);
		const from = await nameOnLine(ben, 'Ana');
		const other = must(await ana.engine.planMeeting({ ...MEETING, title: 'Another' }, []));
		await rig.run(MINUTE);
		const { notes: elsewhere } = (await ana.view('consultation/meeting', { id: other }))!;
		const changed = frame.slice();
		changed[changed.length - 1]! ^= 1;
		for (const [stream, bytes] of [[notes, frame], [elsewhere, frame], [notes, changed], [notes, frame.subarray(0, 20)], [notes, new Uint8Array(0)]] as const)
			await ben.engine.receiveMessage(from, encodeSide({ kind: 'live', stream, frame: bytes }));
		expect(framesOf(ben)).toHaveLength(1);
	});

	it('a frame signed by one colleague in the name of another is not shown', async () => {
		const { rig, people, notes } = await meeting(['Ana', 'Ben', 'Eve']);
		const [ana, ben, eve] = people as [Device, Device, Device];
		await ben.engine.openText(notes);
		// Eve has the text's key, but not Ana's signing key.
		const inside = await openBehind(eve);
		const seed = deviceKeysFromSeed(fromBase64((await secretsOf(eve)).deviceSeed)!);
		const anaSlot = (await ana.engine.plan())!.ownSlot;
		const key = await stolenKey(inside, notes);
		const { frame } = sealFrame({
			key, collective: inside.id, stream: notes, slot: anaSlot, session: systemRandom.bytes(8), counter: 0,
			body: utf8('I resign'), signSecretKey: seed.sign.secretKey, random: systemRandom
		});
		await ben.engine.receiveMessage(await nameOnLine(ben, 'Eve'), encodeSide({ kind: 'live', stream: notes, frame }));
		await rig.quiet();
		expect(framesOf(ben)).toEqual([]);
	});
});

describe('keys of texts', () => {
	it('[TXT24] a false key offered by a member keeps no newcomer out', async () => {
		const { rig, people, notes } = await meeting(['Ana', 'Eve']);
		const [ana, eve] = people as [Device, Device];
		const dele = await rig.device('Dele');
		const link = await invite(ana);
		await rig.run(3_000);
		await knock(dele, link);
		await rig.run(3_000);
		must(await eve.engine.admit((await knockOf(eve, dele))!.id));
		await rig.quiet();
		// Before any honest offer: Eve writes one with a key of her own, and stays away afterwards.
		await eve.engine.close();
		const inside = await openBehind(eve);
		const boxKey = deviceKeysFromSeed(fromBase64((await secretsOf(dele)).deviceSeed)!).box.publicKey;
		const offer = offerStreamKey(createStreamKey(systemRandom), inside.id, [{ slot: (await dele.engine.plan())!.ownSlot, boxPublicKey: boxKey }], systemRandom);
		const log = await inside.texts.ensure(notes);
		expect((await log.append(inside.signer, 'consultation', { kind: 'text', bytes: offer })).ok).toBe(true);
		for (const raw of log.missing(new Map())) await ana.engine.receiveMessage(await nameOnLine(ana, 'Eve'), encodeSide({ kind: 'entries', batch: raw }));
		eve.online = false;
		await rig.run(2 * MINUTE);
		expect(must(await dele.engine.openText(notes)).stream).toBe(notes);
		must(await dele.engine.appendText(notes, Uint8Array.of(1, 0)));
		await rig.run(MINUTE);
		expect(must(await ana.engine.openText(notes)).entries).toHaveLength(1);
	});

	it('[TXT33] false keys offered by two members together keep no newcomer out, and then it is quiet', async () => {
		const { rig, people, notes } = await meeting(['Ana', 'Dele', 'Eve']);
		const [ana, dele, eve] = people as [Device, Device, Device];
		const chloe = await rig.device('Chloé');
		const link = await invite(eve);
		await rig.run(3_000);
		await knock(chloe, link);
		await rig.run(3_000);
		must(await dele.engine.admit((await knockOf(dele, chloe))!.id));
		await rig.quiet();
		const boxKey = deviceKeysFromSeed(fromBase64((await secretsOf(chloe)).deviceSeed)!).box.publicKey;
		const slot = (await chloe.engine.plan())!.ownSlot;
		// Before any honest offer both write one with a key of their own, and stay away afterwards.
		for (const liar of [dele, eve]) {
			const from = await nameOnLine(ana, liar.name);
			await liar.engine.close();
			const inside = await openBehind(liar);
			const offer = offerStreamKey(createStreamKey(systemRandom), inside.id, [{ slot, boxPublicKey: boxKey }], systemRandom);
			const log = await inside.texts.ensure(notes);
			expect((await log.append(inside.signer, 'consultation', { kind: 'text', bytes: offer })).ok).toBe(true);
			for (const batch of log.missing(new Map())) await ana.engine.receiveMessage(from, encodeSide({ kind: 'entries', batch }));
			liar.online = false;
		}
		await rig.run(2 * MINUTE);
		expect(must(await chloe.engine.openText(notes)).stream).toBe(notes);
		const writes = [ana, chloe].map((device) => [...device.stores.values()][0]!.writes);
		await rig.run(5 * MINUTE);
		expect([ana, chloe].map((device) => [...device.stores.values()][0]!.writes)).toEqual(writes);
	});

	it('[TXT23] newcomers are offered the key of coming meetings, by one or two, and then it is quiet', async () => {
		const { rig, people, notes } = await meeting(['Ana', 'Ben', 'Chloé']);
		const dele = await rig.device('Dele');
		await join(rig, people, dele);
		await rig.run(2 * MINUTE);
		expect(must(await dele.engine.openText(notes)).stream).toBe(notes);
		const store = [...people[0]!.stores.values()][0]!;
		const placesOf = async () => {
			const held = (await store.load()).batches.filter(({ stream }) => stream === notes);
			return new Set(held.flatMap(({ entries }) => entries.map(({ slot, seq }) => `${slot}/${seq}`))).size;
		};
		const after = await placesOf();
		expect(after).toBeLessThanOrEqual(4); // the first, and at most one of each of the three for Dele
		await rig.run(5 * MINUTE);
		expect(await placesOf()).toBe(after);
	});

	it('words by a member who was never given the key are not shown, and hold nothing up', async () => {
		const { rig, people, notes } = await meeting(['Ana', 'Eve']);
		const [ana, eve] = people as [Device, Device];
		const inside = await openBehind(eve);
		const log = createLog({
			collective: inside.id, stream: notes, keyring: inside.keyring, directory: inside.devices, store: createMemoryStore(), random: systemRandom,
			writeEpoch: inside.writeEpoch, ownSlot: inside.signer.slot, payloadKeyOf: () => deriveStreamKeys(createStreamKey(systemRandom)).payloadKey
		});
		await log.load();
		expect((await log.append(inside.signer, 'text', { kind: 'text', bytes: utf8('forged words') })).ok).toBe(true);
		for (const raw of log.missing(new Map())) await ana.engine.receiveMessage(await nameOnLine(ana, 'Eve'), encodeSide({ kind: 'entries', batch: raw }));
		expect(must(await ana.engine.openText(notes)).entries).toEqual([]);
		must(await ana.engine.appendText(notes, Uint8Array.of(1, 0)));
		await rig.run(MINUTE);
		expect(must(await eve.engine.openText(notes)).entries).toHaveLength(1);
	});

	it('[NET76] entries of a text that the core stream does not name fill nobody’s disk', async () => {
		const { people } = await meeting(['Ana', 'Eve']);
		const [ana, eve] = people as [Device, Device];
		const inside = await openBehind(eve);
		const created = await inside.texts.create([]);
		if (!created.ok) throw new Error('not created');
		const log = await inside.texts.ensure(created.value);
		const writes = [...ana.stores.values()][0]!.writes;
		for (const raw of log.missing(new Map())) await ana.engine.receiveMessage(await nameOnLine(ana, 'Eve'), encodeSide({ kind: 'entries', batch: raw }));
		const unknown = toBase64(systemRandom.bytes(16)) as StreamId;
		await ana.engine.receiveMessage(await nameOnLine(ana, 'Eve'), encodeSide({ kind: 'live', stream: unknown, frame: new Uint8Array(50) }));
		expect([...ana.stores.values()][0]!.writes).toBe(writes);
	});
});

/** Eve's engine knows the key; a changed app would simply read it. */
async function stolenKey(inside: Awaited<ReturnType<typeof openBehind>>, notes: StreamId) {
	const { acceptStreamKey } = await import('$crdt/text/key-offer');
	const log = await inside.texts.ensure(notes);
	for (const { payload } of log.entries()) {
		if (payload.kind !== 'text') continue;
		const key = acceptStreamKey(payload.bytes, inside.id, notes, inside.signer.slot, inside.keys.box);
		if (key.ok) return deriveStreamKeys(key.value).ephemeralKey;
	}
	throw new Error('Eve was not offered the key');
}
