/** Bytes from anywhere: what does not parse is null or an offence, never an exception, and never takes the engine with it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { CORE_STREAM, toBase64, type EntryId, type Slot, type StreamId } from '$crypto/base';
import { createSeededRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { packBatch, unpackBatch } from '$lib/adapters/packed-batch';
import { decodeBackup, encodeBackup } from '$lib/worker/backup-contents';
import { decodeLobby, encodeLobby, type LobbyMessage } from '$lib/worker/lobby';
import { decodeSide, encodeSide, type SideMessage } from '$lib/worker/side-protocol';
import type { PeerId } from '$lib/adapters/webrtc/peer';
import { house, pictureOf, addRoom } from '../../support/engine-people';
import type { Device } from '../../support/engine-rig';

beforeAll(loadSodium);

const key = toBase64(new Uint8Array(32).fill(7));
const stream = toBase64(new Uint8Array(16).fill(3)) as StreamId;
const batch = { stream: CORE_STREAM, segment: 0, entries: [{ slot: 5 as Slot, seq: 0, bytes: new Uint8Array(300).fill(1) }, { slot: 9 as Slot, seq: 3, bytes: new Uint8Array(40) }] };
const have = new Map([[CORE_STREAM, new Map([[0, new Map([[5 as Slot, 3], [0xffffffff as Slot, 1]])]])], [stream, new Map([[2, new Map()]])]]);
const lobbyMessages: LobbyMessage[] = [
	{ type: 'offer', commitment: key, memberName: 'Ana' },
	{ type: 'request', signKey: key, boxKey: key, joinerChallenge: key, profile: { name: 'Ben', discipline: '', licence: '' }, deviceName: 'Phone' },
	{ type: 'reveal', challenge: key },
	{ type: 'answer', proof: key },
	{ type: 'welcome', epochs: [{ epoch: key, box: key }], devices: [key] },
	{ type: 'refused', why: 'used' }
];
const sideMessages: SideMessage[] = [
	{ kind: 'heartbeat', have, stateHash: key, epoch: '' },
	{ kind: 'want', have },
	{ kind: 'entries', batch },
	{ kind: 'served' },
	{ kind: 'live', stream, frame: new Uint8Array(90).fill(4) },
	{ kind: 'forks', stream: CORE_STREAM, ids: [key as EntryId] }, // as long as an id
	{ kind: 'ask', stream, ids: [key as EntryId, key as EntryId] }, // as long as ids
	{ kind: 'seek', sought: { hints: [0, 0xffffffff], slots: [5 as Slot] } },
	{ kind: 'receipts', all: true, names: [key, key] },
	{ kind: 'receipt-ask', name: key },
	{ kind: 'receipt', name: key, sealed: new Uint8Array(90).fill(7) },
	...lobbyMessages.map((message) => ({ kind: 'lobby', body: encodeLobby(message) }) as const)
];

/** Flips, cuts, extends, repeats and zeroes; the same seed gives the same bytes. */
function* mutations(originals: readonly Uint8Array[], count: number): Generator<Uint8Array> {
	const random = createSeededRandom('mutations');
	const below = (n: number): number => {
		const [a, b] = random.bytes(2);
		return ((a! << 8) | b!) % Math.max(n, 1);
	};
	for (let i = 0; i < count; i++) {
		let bytes = originals[i % originals.length]!.slice();
		for (let times = 1 + below(4); times > 0; times--) {
			const at = below(bytes.length);
			const kind = below(5);
			if (kind === 0 && bytes.length > 0) bytes[at]! ^= 1 << below(8);
			else if (kind === 1) bytes = bytes.slice(0, at);
			else if (kind === 2) bytes = new Uint8Array([...bytes, ...random.bytes(below(40))]);
			else if (kind === 3) bytes = new Uint8Array([...bytes.subarray(0, at), ...bytes.subarray(at >> 1)]);
			else bytes.fill(below(2) * 255, at, at + 9);
		}
		yield bytes;
	}
}

describe('decoders', () => {
	it('[NET70] every message comes back as it was sent', () => {
		for (const message of sideMessages) expect(decodeSide(encodeSide(message))).toEqual(message);
		for (const message of lobbyMessages) expect(decodeLobby(encodeLobby(message))).toEqual(message);
		expect(unpackBatch(packBatch(batch))).toEqual(batch);
	});

	it('[NET70] 10,000 mutations of side messages are null or a well-formed message', () => {
		for (const bytes of mutations(sideMessages.map(encodeSide), 10_000)) {
			const message = decodeSide(bytes);
			if (message && !decodeSide(encodeSide(message))) throw new Error('a message that cannot be said again');
		}
	});

	it('[NET70] 10,000 mutations of lobby messages are null or a well-formed message', () => {
		for (const bytes of mutations(lobbyMessages.map(encodeLobby), 10_000)) {
			const message = decodeLobby(bytes);
			if (message) expect(decodeLobby(encodeLobby(message))).toEqual(message);
		}
		expect(decodeLobby(new Uint8Array(300_001))).toBeNull();
	});

	it('10,000 mutations of a packed row are damage, every one that changes a byte', () => {
		const packed = packBatch(batch);
		for (const bytes of mutations([packed], 10_000)) {
			const isSame = bytes.length === packed.length && bytes.every((byte, i) => byte === packed[i]);
			if (!isSame) expect(unpackBatch(bytes)).toBeNull();
		}
		expect(unpackBatch('no bytes at all' as never)).toBeNull();
	});

	it('3,000 mutations of backup contents never throw', () => {
		const contents = encodeBackup([{ stored: { id: key as never, deviceSeed: key, epochs: [key], joining: null, vouched: [], signaling: [], restored: false, issued: {} }, batches: [batch], receipts: [Uint8Array.of(1, 2, 3)] }]);
		expect(decodeBackup(contents).status).toBe('read');
		for (const bytes of mutations([contents], 3_000)) expect(['read', 'newer', 'damaged']).toContain(decodeBackup(bytes).status);
	});
});

describe('the engine', () => {
	it('[NET70] [NET77] garbage from a colleague and from strangers changes nothing and ends nothing', async () => {
		const { rig, people } = await house(['Ana', 'Ben']);
		const [ana, ben] = people as [Device, Device];
		const before = await pictureOf(ana);
		const writes = [...ana.stores.values()][0]!.writes;
		const colleague = (await ana.view('members')).members.find(({ isMe }) => !isMe)!.devices[0]!.deviceId as string as PeerId;
		let offences = 0;
		for (const bytes of mutations(sideMessages.map(encodeSide), 1_500)) {
			offences += (await ana.engine.receiveMessage(colleague, bytes)).offences;
			await ana.engine.receiveUpdate(colleague, 0, bytes);
		}
		expect(offences).toBeGreaterThan(100);
		for (const message of sideMessages) {
			const answer = await ana.engine.receiveMessage('nobody' as PeerId, encodeSide(message));
			if (message.kind !== 'lobby') expect(answer.offences).toBe(1);
		}
		expect([...ana.stores.values()][0]!.writes).toBe(writes);
		expect(await pictureOf(ana)).toBe(before);
		await rig.run(60_000);
		await addRoom(ana);
		await rig.run(30_000);
		expect(await pictureOf(ana)).toBe(await pictureOf(ben));
	});

	it('[NET70] a lobby full of garbage lets the next honest joiner in', async () => {
		const { rig, people } = await house(['Ana']);
		const [ana] = people as [Device];
		for (const bytes of mutations(sideMessages.map(encodeSide), 500)) await ana.engine.receiveMessage('nobody' as PeerId, bytes);
		const { join } = await import('../../support/engine-people');
		await join(rig, ana, await rig.device('Ben'));
	});
});
