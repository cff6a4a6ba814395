/**
 * All keepers that this device uses, at once: lines come and go as servers are added, dropped, left aside. None: nothing happens. Loaded
 * when the first keeper is in use. Carries NET100, NET114, NET118 and NET122.
 */
import type { DeviceId, ObjectId, StreamId } from '$crypto/base';
import type { Random } from '$crypto/random';
import type { Clock, RawBatch } from '$crdt/log/ports';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { OpenCollective } from './collective';
import { createKeeperLink, type KeeperLink, type KeeperStanding } from './keeper-link';
import type { Dial } from './keeper-line';
import { createPresence, type KeeperPresence } from './keeper-presence';
import type { KeeperMemory } from './keeper-memory';
import { createKeeperReceipts, type KeeperReceipts } from './keeper-receipts';
import { createKeeperSources } from './keeper-sources';
import type { Receipts } from './receipts';
import type { Counts } from './keeper-wire';
import { usedServers, type ServerChoices } from './servers-plan';

export interface KeeperLinks {
	/** Something came, was written or was decided. */
	update(): void;
	standing(server: ObjectId): KeeperStanding | null;
	presence(): readonly KeeperPresence[];
	/** Where keepers on the line answer STUN. */
	stun(): readonly string[];
	/** A sealed live frame, for those whom no line of their own reaches. */
	live(stream: StreamId, frame: Uint8Array): void;
	kick(): void;
	/** Resolves when what was confirmed is on the disk. */
	close(): Promise<void>;
}

export interface KeeperLinksDependencies {
	readonly open: OpenCollective;
	readonly choices: ServerChoices;
	readonly dial: Dial;
	readonly memory: KeeperMemory;
	readonly timers: Timers;
	readonly random: Random;
	readonly clock: Clock;
	readonly receipts: Receipts;
	hasRoom(): boolean;
	/** The whole gate, as for what a colleague's device brings. */
	receive(batch: RawBatch): Promise<{ readonly offences: number }>;
	/** Members' devices with which there is a line of its own. */
	direct(): ReadonlySet<DeviceId>;
	changed(): void;
}

interface Used {
	readonly address: string;
	readonly link: KeeperLink;
	readonly receipts: KeeperReceipts;
	greeted: boolean;
}

const RECEIPTS_EVERY_MS = 1_000;
/** What comes together is dealt with together. */
const SOON_MS = 20;
const SAY_MS = 200;
const FAREWELL_MS = 5_000;
const NONE: Counts = new Map();
/** What goes with a frame into a message of at most 96 KiB. */
const MAX_FRAME = 64 * 1024;

export function createKeeperLinks(deps: KeeperLinksDependencies): KeeperLinks {
	const { open, choices, timers, random, clock, memory } = deps;
	const sources = createKeeperSources(open, deps.receive);
	const used = new Map<ObjectId, Used>();
	const leaving = new Set<() => void>();
	let stopSoon: (() => void) | null = null;
	let stopSaying: (() => void) | null = null;
	let said = '';

	/** Screens are asked to look again only when there is something new to see. */
	function tellChanged(): void {
		stopSaying ??= timers.after(SAY_MS, () => {
			stopSaying = null;
			const standings = [...used].map(([id, { link, receipts }]) => [id, link.view(), receipts.waiting()]);
			const text = JSON.stringify([standings, presence.here().map(({ device }) => device), [...used.values()].map(({ link }) => link.stun())]);
			if (text === said) return;
			said = text;
			memory.poke();
			deps.changed();
		});
	}

	const presence = createPresence({
		open, random, clock, timers,
		epoch: () => sources.presence()?.epoch ?? null,
		send(frame) {
			const place = sources.presence();
			if (place) for (const { link } of used.values()) link.sendFrame(place.key, frame);
		},
		changed: tellChanged
	});

	memory.watch(() => new Map([...used].map(([id, { link, receipts }]) => [id, { documents: link.confirmed(), receipts: receipts.stored() }])));

	function connect(id: ObjectId, address: string, pass: string): Used {
		const before = memory.recall(id);
		const link: KeeperLink = createKeeperLink({
			url: address, pass, dial: deps.dial, timers, random,
			remembered: (document) => before.documents.get(document) ?? NONE,
			wanted: () => [...sources.wanted(), ...receipts.wanted()],
			onFrame(place, { epoch }, frame) {
				if (place.kind === 'core') presence.hear(epoch, frame);
				else if (place.kind === 'text' && open.ownTexts.has(place.stream)) void open.texts.receiveFrame(place.stream, frame);
			},
			changed() {
				greet();
				void tick(self);
				tellChanged();
			}
		});
		const isLogSettled = (): boolean => {
			const place = sources.presence();
			return place !== null && link.standing(place.key)?.isSettled === true;
		};
		const receipts = createKeeperReceipts({ open, receipts: deps.receipts, timers, remembered: before.receipts, link: () => link, isLogSettled, hasRoom: deps.hasRoom });
		const self: Used = { address, link, receipts, greeted: false };
		return self;
	}

	async function tick({ link, receipts }: Used): Promise<void> {
		const before = receipts.wanted().length;
		await receipts.tick();
		if (before > 0 || receipts.wanted().length > 0) link.update();
	}

	/** Whoever listens at a keeper that this device has just reached hears of it, and answers. */
	function greet(): void {
		const place = sources.presence();
		for (const one of used.values()) {
			const isReached = place !== null && one.link.standing(place.key)?.isSettled === true;
			if (isReached && !one.greeted) presence.say();
			one.greeted = isReached;
		}
	}

	const stopTicking = timers.every(RECEIPTS_EVERY_MS, () => {
		for (const one of used.values()) void tick(one);
	});

	function update(): void {
		const servers = usedServers(open.state().membership.servers, choices);
		for (const [id, { link }] of [...used])
			if (!servers.some((each) => each.id === id)) {
				used.delete(id);
				if (!choices.isUsed(id)) link.close();
				else takeLeave(link);
			}
		for (const { id, server } of servers) if (server.kind === 'keeper' && !used.has(id)) used.set(id, connect(id, server.address, server.pass));
		for (const { link } of used.values()) link.update();
		tellChanged();
	}

	/** That it was dropped may be news for others who use it: it is given that before. */
	function takeLeave(link: KeeperLink): void {
		link.update();
		const stop = timers.after(FAREWELL_MS, () => {
			leaving.delete(end);
			link.close();
		});
		const end = (): void => {
			stop();
			link.close();
		};
		leaving.add(end);
	}

	return {
		update() {
			stopSoon ??= timers.after(SOON_MS, () => {
				stopSoon = null;
				update();
			});
		},
		standing(server) {
			const one = used.get(server);
			if (!one) return null;
			const standing = one.link.view();
			return { ...standing, holdsAll: standing.holdsAll && one.receipts.waiting() === 0 };
		},
		presence: presence.here,
		stun: () => [...used.values()].flatMap(({ link }) => link.stun() ?? []),
		live(stream, frame) {
			const direct = deps.direct();
			const place = sources.presence();
			if (place === null || frame.length > MAX_FRAME || presence.here().every(({ device }) => direct.has(device))) return;
			for (const { link } of used.values()) link.sendFrame(`${place.epoch.id}/text/${stream}/0`, frame);
		},
		kick() {
			for (const { link } of used.values()) link.kick();
		},
		async close() {
			const written = memory.stop();
			presence.close();
			stopTicking();
			stopSoon?.();
			stopSaying?.();
			for (const end of leaving) end();
			for (const { link } of used.values()) link.close();
			used.clear();
			await written;
		}
	};
}
