/** "Test my connection" over a made-up network: what it says, and whom it contacts. */
import { describe, expect, it } from 'vitest';
import { testConnection, type ConnectionTest, type TestMeans } from '$lib/adapters/test-connection';
import type { ConnectionCheck, KeeperView } from '$lib/services/reach-types';
import type { MemberId, ObjectId } from '$crypto/base';

const keeper = (name: string, host: string, used = true): KeeperView => ({
	id: `${name}.0` as ObjectId, name, host, addedByName: 'Dele', addedAt: 0, used, state: 'off', waiting: 0, holdsAll: false, disturbed: false, knownTo: { members: [], devices: [] }
});
const servers = { ice: [], signaling: [], fromHere: [], relayOnly: false };
const nobody = { online: true, here: [], ownDevicesHere: 0, signaling: 'connected', upToDate: true, unsharedEntries: 0, keepers: [], writing: 'ok', sentence: '', copiesDiffer: false } as const;
const GREETING = Uint8Array.of(0x43, 0x48, 0x4b, 1, ...new Uint8Array(32));

/** `answers`: what a socket at an address says first; null: it opens and says nothing; missing: it does not open. `ice`: candidate types by server. */
function network(answers: Readonly<Record<string, Uint8Array | null>>, ice: Readonly<Record<string, readonly string[]>> = {}) {
	const contacted: string[] = [];
	class FakeSocket {
		onopen: (() => void) | null = null;
		onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
		onclose: (() => void) | null = null;
		constructor(address: string) {
			contacted.push(address);
			queueMicrotask(() => {
				if (!Object.hasOwn(answers, address)) return this.onclose?.();
				this.onopen?.();
				const said = answers[address];
				if (said) this.onmessage?.({ data: Uint8Array.from(said).buffer });
			});
		}
		close() {}
	}
	class FakeConnection {
		onicecandidate: ((event: { candidate: { candidate: string } | null }) => void) | null = null;
		readonly urls: string;
		constructor(readonly config: { iceServers: readonly { urls: string }[]; iceTransportPolicy: string }) {
			this.urls = config.iceServers[0]!.urls;
			contacted.push(`${config.iceTransportPolicy} ${config.iceServers.map(({ urls }) => urls).join()}`);
		}
		createDataChannel() {}
		async setLocalDescription() {
			queueMicrotask(() => {
				for (const type of ['host', ...(ice[this.urls] ?? [])]) this.onicecandidate?.({ candidate: { candidate: `candidate:1 1 udp 1 192.0.2.1 4000 typ ${type}` } });
				this.onicecandidate?.({ candidate: null });
			});
		}
		close() {}
	}
	// what keeps silent is given up at once
	const world = { WebSocket: FakeSocket, RTCPeerConnection: FakeConnection, setTimeout: (run: () => void) => setTimeout(run, 20), clearTimeout } as unknown as TestMeans['world']; // as far as it is used
	return { world, contacted };
}

async function run(test: Partial<ConnectionTest>, { world }: { readonly world: TestMeans['world'] }, disk: 'good' | 'full' | 'refused' = 'good'): Promise<readonly ConnectionCheck[]> {
	const told: ConnectionCheck[] = [];
	const whole: ConnectionTest = { plan: { signaling: [], iceServers: [] }, fallback: { signaling: [], iceServers: [] }, servers: { ...servers, keepers: [] }, connection: nobody, ...test };
	await testConnection(whole, (check) => told.push(check), { tryDisk: async () => disk, world });
	return told;
}
const short = (all: readonly ConnectionCheck[]) => all.map(({ what, outcome }) => `${what} ${outcome}`);

describe('testing my connection', () => {
	it('[NET135] tries what this device uses, in turn, and contacts nobody else', async () => {
		const net = network(
			{ 'wss://house.example/signal': null, 'wss://laptop.example/keep': GREETING, 'ws://localhost:4173/keep': GREETING },
			{ 'stun:house.example:3478': ['srflx'], 'turn:relay.example:3478': ['relay'] }
		);
		const told = await run(
			{
				plan: { signaling: ['wss://house.example/signal'], iceServers: [{ urls: ['turn:relay.example:3478'], username: 'us', credential: 'x' }] },
				fallback: { signaling: ['wss://not.used.example/signal'], iceServers: [{ urls: 'stun:house.example:3478' }] },
				servers: { ...servers, keepers: [keeper('Laptop', 'laptop.example'), keeper('Mine', 'localhost:4173'), keeper('Left aside', 'aside.example', false)] },
				connection: { ...nobody, here: [{ memberId: 'b' as MemberId, name: 'Ben', route: 'relayed' }] }
			},
			net
		);
		expect(short(told)).toEqual(['disk good', 'meeting-point good', 'keeper good', 'keeper good', 'stun good', 'turn good', 'colleague good']);
		expect(net.contacted).toEqual(['wss://house.example/signal', 'wss://laptop.example/keep', 'ws://localhost:4173/keep', 'all stun:house.example:3478', 'relay turn:relay.example:3478']);
		expect(told.at(-1)!.sentence).toBe('Connected now: Ben through a relay.');
	});

	it('[NET135] says for each what is wrong and what to do next', async () => {
		const net = network({ 'wss://other.example/keep': Uint8Array.of(1, 2, 3), 'wss://mute.example/keep': null }, {});
		const told = await run(
			{
				fallback: { signaling: ['wss://gone.example/signal'], iceServers: [{ urls: ['stun:gone.example', 'turn:gone.example'] }] },
				servers: { ...servers, keepers: [keeper('Other', 'other.example'), keeper('Mute', 'mute.example'), keeper('Gone', 'gone.example')] }
			},
			net,
			'full'
		);
		expect(short(told)).toEqual(['disk bad', 'meeting-point bad', 'keeper bad', 'keeper bad', 'keeper bad', 'stun bad', 'turn bad', 'colleague none']);
		expect(told.slice(2, 5).map(({ sentence }) => sentence.split('.')[0])).toEqual(['Something answers there, but not as a keeper does', 'Something answers there, but not as a keeper does', 'It does not answer']);
		for (const { sentence } of told) expect(sentence.length).toBeLessThan(140);
	});

	it('[NET135] with no servers at all there is nothing to contact', async () => {
		const net = network({});
		expect(short(await run({}, net))).toEqual(['disk good', 'meeting-point none', 'stun none', 'turn none', 'colleague none']);
		expect(net.contacted).toEqual([]);
	});
});
