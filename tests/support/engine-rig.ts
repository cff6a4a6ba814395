/**
 * Several engines on one fake clock, joined by a wire in memory: everything behind the page, without a page.
 *
 * The wire does what the transport does: two devices meet when both are in one room, prove who they are, and then hear each
 * other's side messages, heartbeats and the outer document of the live segment. Nothing sleeps: time moves when a test says so.
 */
import type { CollectiveId, ObjectId, Result } from '$crypto/base';
import { MIN_COST } from '$crypto/passphrase';
import { createSeededRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import type { OpInput } from '$crdt/domain/op';
import { peerIdOf, type PeerId, type PeerIdentity, type RoomKind } from '$lib/adapters/webrtc/peer';
import type { Failure } from '$lib/errors';
import type { Dial } from '$lib/worker/keeper-line';
import type { ViewName, Views } from '$lib/services/types';
import type { EngineEvents, KnownPeer, NetworkPlan, RoomPlan } from '$lib/worker/api';
import type { Build } from '$lib/worker/builds';
import { createEngine, type Engine } from '$lib/worker/engine';
import { createFakeTimers, settled, type FakeTimers } from './fake-timers';
import { createMemoryReceipts, type MemoryReceipts } from './memory-receipts';
import { createMemoryStore, type MemoryStore } from './memory-store';
import { createMemoryVault, type MemoryVault } from './memory-vault';
import { bestRoom, ownPart } from './rig-rooms';

/** 2026-03-02T08:00Z, a Monday. */
export const RIG_START_MS = Date.UTC(2026, 2, 2, 8);
export const PASSPHRASE = 'four unusual garden words';
const HEARTBEAT_MS = 15_000;
const STEP_MS = 250;

export interface Device {
	readonly name: string;
	engine: Engine;
	readonly vault: MemoryVault;
	readonly stores: Map<CollectiveId, MemoryStore>;
	readonly receipts: Map<CollectiveId, MemoryReceipts>;
	/** How far this device's own clock is off. */
	skewMs: number;
	/** Which app runs there, from the next start on. */
	build: Build;
	/** Off: nobody hears it and it hears nobody. */
	online: boolean;
	/** Everything the engine has told its page, oldest first; empty it as you like. */
	readonly events: { readonly name: keyof EngineEvents; readonly value: unknown }[];
	readonly listeners: Set<(name: keyof EngineEvents, value: unknown) => void>; // hear the same as it is told
	readonly banned: Set<PeerId>;
	/** Everything this device ever received over the wire, sealed as it came. */
	readonly heard: { readonly from: string; readonly kind: 'side' | 'outer'; readonly bytes: Uint8Array }[];
	offences: number;
	collective: CollectiveId | null;
	view<N extends ViewName>(name: N, args?: Views[N]['args']): Promise<Views[N]['value']>;
	post(...ops: OpInput[]): Promise<readonly ObjectId[]>;
	/** Closes and opens it again, as a reload does. */
	restart(): Promise<void>;
}

interface Link {
	readonly a: Device;
	readonly b: Device;
	readonly room: RoomPlan;
	/** What each calls the other. */
	readonly nameOfB: PeerId;
	readonly nameOfA: PeerId;
	readonly identityOfB: PeerIdentity;
	readonly identityOfA: PeerIdentity;
	readonly sinceMs: number;
}

export interface RigOptions {
	/** Reaches keepers, for whoever is online; absent: there are none. */
	readonly dial?: Dial;
	/** False: y-webrtc's channel carries nothing, so that everything must come through requests. */
	readonly carriesOuter?: boolean;
	/** Sees and may change every side message: null drops it. */
	intercept?(from: Device, to: Device, bytes: Uint8Array): Uint8Array | null;
}

export interface Rig {
	readonly timers: FakeTimers;
	readonly options: RigOptions;
	/** A fresh device with an opened vault. */
	device(name: string): Promise<Device>;
	/** The two do not hear each other although both are online. */
	part(a: Device, b: Device): void;
	rejoin(a: Device, b: Device): void;
	/** Lets everything happen that needs no time. */
	quiet(): Promise<void>;
	/** Moves time on. */
	run(ms: number): Promise<void>;
	/** Moves time on by steps until the claim holds. @throws when it does not within `limitMs`. */
	until(claim: () => boolean | Promise<boolean>, limitMs?: number): Promise<void>;
	links(): readonly { readonly a: string; readonly b: string; readonly room: RoomKind }[];
	/** Why the last attempt of these two to meet came to nothing. */
	refusal(a: Device, b: Device): string | null;
	/** Messages delivered so far: a measure of chatter. */
	readonly delivered: number;
	readonly timeMs: number;
}

export async function createRig(options: RigOptions = {}): Promise<Rig> {
	await loadSodium();
	const timers = createFakeTimers();
	const startMs = timers.now();
	const devices: Device[] = [];
	let links: Link[] = [];
	const parted = new Set<string>();
	const refusals = new Map<string, string>();
	let queue: (() => Promise<void>)[] = [];
	let delivered = 0;
	let isStale = true;
	const lastHeartbeat = new Map<Device, Uint8Array>();
	const dueHeartbeat = new Set<Device>();
	let lastBeatMs = timers.now();

	const pairOf = (a: Device, b: Device): string => [a, b].map((each) => devices.indexOf(each)).sort().join('/');
	const linkBetween = (a: Device, peer: PeerId): { readonly link: Link; readonly to: Device; readonly nameOfSelf: PeerId } | null => {
		for (const link of links) {
			if (link.a === a && link.nameOfB === peer) return { link, to: link.b, nameOfSelf: link.nameOfA };
			if (link.b === a && link.nameOfA === peer) return { link, to: link.a, nameOfSelf: link.nameOfB };
		}
		return null;
	};

	function deliver(from: Device, peer: PeerId, bytes: Uint8Array): void {
		const met = linkBetween(from, peer);
		if (!met) return;
		const { to, nameOfSelf, link } = met;
		const passed = options.intercept ? options.intercept(from, to, bytes.slice()) : bytes.slice();
		if (passed === null) return;
		queue.push(async () => {
			if (!links.includes(link)) return;
			delivered++;
			to.heard.push({ from: from.name, kind: 'side', bytes: passed });
			const { offences } = await to.engine.receiveMessage(nameOfSelf, passed);
			to.offences += offences;
		});
	}

	/** The outer document's part: only what the sender wrote itself travels, and only in the segment both write. */
	function spread(from: Device, segment: number, update: Uint8Array): void {
		if (options.carriesOuter === false) return;
		queue.push(async () => {
			const plan = await from.engine.plan();
			if (!plan) return;
			const own = ownPart(update, plan.ownSlot);
			if (own) for (const link of links) if (link.room.kind === 'live') await carry(from, link, segment, own);
		});
	}

	async function carry(from: Device, link: Link, segment: number, update: Uint8Array): Promise<void> {
		if (link.a !== from && link.b !== from) return;
		const to = link.a === from ? link.b : link.a;
		const nameOfSelf = link.a === from ? link.nameOfA : link.nameOfB;
		const plan = await to.engine.plan();
		if (!links.includes(link) || plan?.liveSegment !== segment) return;
		delivered++;
		to.heard.push({ from: from.name, kind: 'outer', bytes: update });
		const { offences } = await to.engine.receiveUpdate(nameOfSelf, segment, update);
		to.offences += offences;
	}

	async function device(name: string): Promise<Device> {
		const index = devices.length;
		const stores = new Map<CollectiveId, MemoryStore>();
		const receipts = new Map<CollectiveId, MemoryReceipts>();
		const vault = createMemoryVault(index + 1);
		const random = createSeededRandom(`${name} ${index}`);
		const engineOf = (): Engine => {
			const engine: Engine = createEngine({
				vault,
				openStore: async (collective) => {
					const store = stores.get(collective) ?? createMemoryStore();
					stores.set(collective, store);
					return store;
				},
				deleteStore: async (collective) => void stores.delete(collective),
				async openReceipts(collective) {
					const store = receipts.get(collective) ?? createMemoryReceipts();
					receipts.set(collective, store);
					store.opened++;
					return store;
				},
				deleteReceipts: async (collective) => void receipts.delete(collective),
				random,
				clock: { now: () => RIG_START_MS + (timers.now() - startMs) + self.skewMs },
				timers,
				build: self.build,
				...(options.dial && { dial: (address: string, hooks: Parameters<Dial>[1]) => (self.online ? options.dial!(address, hooks) : Promise.reject(new Error('offline'))) }),
				cost: MIN_COST,
				emit(event, value) {
					if (self.engine !== engine) return; // a closed window hears nothing
					self.events.push({ name: event, value });
					for (const hear of self.listeners) hear(event, value);
					if (event === 'send') deliver(self, (value as EngineEvents['send']).peer, (value as EngineEvents['send']).bytes);
					else if (event === 'outer') spread(self, (value as EngineEvents['outer']).segment, (value as EngineEvents['outer']).update);
					else if (event === 'plan') isStale = true;
					else if (event === 'heartbeat') {
						lastHeartbeat.set(self, (value as EngineEvents['heartbeat']).bytes);
						dueHeartbeat.add(self);
					} else if (event === 'ban') {
						self.banned.add((value as EngineEvents['ban']).peer);
						isStale = true;
					}
				}
			});
			return engine;
		};
		const self: Device = {
			name,
			engine: undefined as never, // set on the next lines
			vault,
			stores,
			receipts,
			skewMs: 0,
			build: { version: '', name: '' },
			online: true,
			events: [],
			listeners: new Set(),
			banned: new Set(),
			heard: [],
			offences: 0,
			collective: null,
			view: (...[view, args]) => self.engine.view(view, (args ?? null) as never), // null is the argument of the views without any
			async post(...ops) {
				return must(await self.engine.post(ops));
			},
			async restart() {
				await self.engine.close();
				lastHeartbeat.delete(self);
				links = links.filter(({ a, b }) => a !== self && b !== self);
				self.engine = engineOf();
				must(await self.engine.openVault(PASSPHRASE));
				if (self.collective) must(await self.engine.open(self.collective));
				isStale = true;
			}
		};
		self.engine = engineOf();
		must(await self.engine.createVault(PASSPHRASE));
		await self.engine.tellEnvironment({
			online: true, signaling: 'connected', appUrl: 'https://house.example', defaultSignaling: ['wss://house.example/signal'],
			storagePersistent: true, usedBytes: 0, quotaBytes: null, lastBackupAt: null, updateWaiting: false
		});
		devices.push(self);
		return self;
	}

	/** Who is in one room with whom, by the plans as they are now. */
	async function meet(): Promise<void> {
		isStale = false;
		const plans = new Map<Device, NetworkPlan>();
		for (const each of devices) {
			const plan = each.online ? await each.engine.plan().catch(() => null) : null;
			if (plan) plans.set(each, plan);
		}
		const kept: Link[] = [];
		const touched = new Set<Device>();
		for (let i = 0; i < devices.length; i++)
			for (let j = i + 1; j < devices.length; j++) {
				const [a, b] = [devices[i]!, devices[j]!];
				const [planA, planB] = [plans.get(a), plans.get(b)];
				const known = links.find((link) => link.a === a && link.b === b);
				const room = planA && planB && !parted.has(pairOf(a, b)) ? bestRoom(planA, planB) : null;
				const banned = known && (a.banned.has(known.nameOfB) || b.banned.has(known.nameOfA));
				// an open line goes on while both stay in its room, unless there is a live one
				const goesOn = known && [planA, planB].every((plan) => plan?.rooms.some(({ name }) => name === known.room.name));
				if (known && room && !banned && (known.room.name === room.name || (goesOn && room.kind !== 'live'))) {
					kept.push(known);
					continue;
				}
				if (known) [a, b].forEach((each) => touched.add(each));
				const link = room && (await authenticate(a, b, room));
				if (!link || a.banned.has(link.nameOfB) || b.banned.has(link.nameOfA)) continue;
				kept.push(link);
				[a, b].forEach((each) => touched.add(each));
			}
		const fresh = kept.filter((link) => !links.includes(link));
		links = kept;
		for (const each of touched) await each.engine.peersChanged(peersOf(each));
		for (const link of fresh) await greet(link);
	}

	/** A new link: heartbeats at once, and the outer document both ways. */
	async function greet(link: Link): Promise<void> {
		for (const [from, peer, { kind }] of [[link.a, link.nameOfB, link.identityOfB], [link.b, link.nameOfA, link.identityOfA]] as const) {
			if (kind === 'member' && lastHeartbeat.has(from)) deliver(from, peer, lastHeartbeat.get(from)!);
			if (options.carriesOuter === false || link.room.kind !== 'live') continue;
			const plan = await from.engine.plan();
			if (!plan) continue;
			const update = await from.engine.outerUpdate(plan.liveSegment);
			queue.push(() => carry(from, link, plan.liveSegment, update));
		}
	}

	const peersOf = (self: Device): KnownPeer[] =>
		links.flatMap(({ a, b, room, nameOfA, nameOfB, identityOfA, identityOfB }) => {
			const seen = { room: room.kind, roomName: room.name, heardMs: timers.now(), route: 'direct' as const };
			if (a === self) return [{ peer: nameOfB, identity: identityOfB, ...seen }];
			return b === self ? [{ peer: nameOfA, identity: identityOfA, ...seen }] : [];
		});

	/** The messages of device-auth.ts over a channel between two certificates. */
	async function authenticate(a: Device, b: Device, room: RoomPlan): Promise<Link | null> {
		const certificates = new Map(([a, b] as const).map((each) => [each, new Uint8Array(32).fill(devices.indexOf(each) + 1)]));
		const sideOf = async (self: Device, other: Device, role: 'offerer' | 'answerer') => {
			const kind = (await self.engine.plan())?.rooms.find(({ name }) => name === room.name)?.kind ?? room.kind;
			const facts = { role, ownFingerprint: certificates.get(self)!, theirFingerprint: certificates.get(other)!, room: { kind, name: room.name } };
			return { facts, hello: await self.engine.peerHello(facts) };
		};
		const [sideA, sideB] = [await sideOf(a, b, 'offerer'), await sideOf(b, a, 'answerer')];
		const situationA = { ...sideA.facts, ownHello: sideA.hello, theirHello: sideB.hello };
		const situationB = { ...sideB.facts, ownHello: sideB.hello, theirHello: sideA.hello };
		const [proofA, proofB] = [await a.engine.peerProve(situationA), await b.engine.peerProve(situationB)];
		if (!proofA || !proofB) return null;
		const ofB = await a.engine.peerVerify(situationA, proofB);
		const ofA = await b.engine.peerVerify(situationB, proofA);
		if (!ofA.ok || !ofB.ok) {
			const parts = [ofB.ok ? '' : `${a.name} refuses ${b.name}: ${ofB.error.reason}`, ofA.ok ? '' : `${b.name} refuses ${a.name}: ${ofA.error.reason}`];
			refusals.set(pairOf(a, b), parts.filter(Boolean).join('; '));
			return null;
		}
		refusals.delete(pairOf(a, b));
		return {
			a, b, room, sinceMs: timers.now(),
			nameOfA: peerIdOf(ofA.value), nameOfB: peerIdOf(ofB.value), identityOfA: ofA.value, identityOfB: ofB.value
		};
	}

	async function quiet(): Promise<void> {
		for (let idle = 0; idle < 3; ) {
			if (isStale) await meet();
			for (const self of dueHeartbeat) {
				dueHeartbeat.delete(self);
				const beat = lastHeartbeat.get(self)!;
				for (const { peer, identity } of peersOf(self)) if (identity.kind === 'member') deliver(self, peer, beat);
			}
			const batch = queue;
			queue = [];
			// In order, but nobody waits until the last one is dealt with: that is how messages come over a line.
			await Promise.all(batch.map((run) => run()));
			await settled();
			idle = batch.length > 0 || queue.length > 0 || isStale || dueHeartbeat.size > 0 ? 0 : idle + 1;
		}
	}

	async function run(ms: number): Promise<void> {
		await quiet();
		for (let left = ms; left > 0; left -= STEP_MS) {
			await timers.advance(Math.min(left, STEP_MS));
			if (timers.now() - lastBeatMs >= HEARTBEAT_MS) {
				lastBeatMs = timers.now();
				for (const each of devices) if (lastHeartbeat.has(each)) dueHeartbeat.add(each);
				isStale = true; // who was refused is called again now and then
			}
			await quiet();
		}
	}

	const stale = (change: () => void) => {
		change();
		isStale = true;
	};
	return {
		timers,
		options,
		device,
		part: (a, b) => stale(() => parted.add(pairOf(a, b))),
		rejoin: (a, b) => stale(() => parted.delete(pairOf(a, b))),
		quiet: async () => {
			isStale = true;
			await quiet();
		},
		run: async (ms) => {
			isStale = true;
			await run(ms);
		},
		async until(claim, limitMs = 120_000) {
			isStale = true;
			await quiet();
			for (let spent = 0; !(await claim()); spent += 1000) {
				if (spent >= limitMs) throw new Error('the claim did not come true in time');
				await run(1000);
			}
		},
		links: () => links.map(({ a, b, room }) => ({ a: a.name, b: b.name, room: room.kind })),
		refusal: (a, b) => refusals.get(pairOf(a, b)) ?? null,
		get delivered() {
			return delivered;
		},
		get timeMs() {
			return timers.now() - startMs;
		}
	};
}

/** @throws with the sentence where it failed. */
export function must<T>(result: Result<T, Failure>): T {
	if (!result.ok) throw new Error(`${result.error.type}: ${result.error.sentence}`);
	return result.value;
}
