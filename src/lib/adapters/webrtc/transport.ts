/**
 * The transport: rooms of y-webrtc through the seam, one list of authenticated peers over all of them, a watchdog and a
 * heartbeat.
 *
 * Knows no entries and no keys: `Wire` does. Carries NET22 (one peer per device), NET30–NET35 (watchdog), NET50–NET56
 * (the port), NET60–NET62 (heartbeat, offences, bans).
 */

import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';
import { createSeam, type Link, type LinkEnd, type Seam, type WrtcBase } from '../webrtc-seam';
import { noLifecycle, type Lifecycle } from './lifecycle';
import { createLiveSync, type LiveSync } from './live-sync';
import { createOffences } from './offences';
import type { PeerId, RoomKind } from './peer';
import { AGAIN, BY_HAND, isAgain, lineByHand } from './manual-line';
import { createPeerList } from './peer-list';
import { joinRoom, type ProviderClass, type Room } from './room';
import { createSession, type Session } from './session';
import { systemTimers, type Timers } from './timers';
import type { RoomConfig, Transport, Wire } from './transport-port';
import { judgeByHand, judgeGap, judgeLink, TICK_MS } from './watchdog';

export interface TransportDeps {
	readonly wire: Wire;
	readonly wrtc: WrtcBase;
	readonly timers?: Timers;
	/** 0 ≤ x < 1; spreads timings, decides nothing else. */
	readonly random?: () => number;
	readonly lifecycle?: Lifecycle;
	/** Another instance of y-webrtc, for several peers in one process. */
	readonly Provider?: ProviderClass;
	/** A bug on our side of the wire; the transport goes on. */
	readonly onFault?: (error: unknown) => void;
	/** Why links end: for the connection indicator's details and for tests. Says nothing about whom. */
	readonly onLinkEnd?: (reason: LinkEnd, room: RoomKind) => void;
}

/** A queue beyond this makes `send` return false. */
const SEND_LIMIT_BYTES = 8 * 1024 * 1024;
const HEARTBEAT_MS = 15_000;
const CHANGED_MS = 400;
const PROBE_MS = 5_000;
const GOODBYE_MS = 500;

interface JoinedRoom {
	readonly room: Room;
	readonly seam: Seam;
	readonly sync: LiveSync | null;
	readonly sessionByLink: Map<Link, Session>;
	failures: number;
	aloneSinceMs: number;
	announceAfterMs: number;
}

export function createWebrtcTransport(deps: TransportDeps): Transport {
	const { wire } = deps;
	const timers = deps.timers ?? systemTimers;
	const random = deps.random ?? Math.random;
	const lifecycle = deps.lifecycle ?? noLifecycle;
	const Provider = deps.Provider ?? WebrtcProvider;
	const fault = deps.onFault ?? (() => {});
	const joinedByName = new Map<string, JoinedRoom>();
	const roomBySession = new Map<Session, JoinedRoom>();
	const heartbeatAtMs = new Map<Session, number>();
	const farewells = new Set<Session>();
	let configs: readonly RoomConfig[] = [];
	let work: Promise<void> = Promise.resolve();
	let lastTickMs = timers.now();
	let probeMs = Number.NEGATIVE_INFINITY;
	let soon: (() => void) | null = null;
	let isBeginningAnew = false;
	let stopped = false;

	// ---- peers -------------------------------------------------------------------------------------------------

	const openSessions = () => [...roomBySession.keys()].filter((session) => session.stage === 'open');
	const sayGoodbye = (session: Session) => {
		if (farewells.has(session)) return;
		farewells.add(session);
		session.sendGoodbye();
		timers.after(GOODBYE_MS, () => session.link.destroy('Redundant'));
	};

	const guard = <T>(run: () => T): T | undefined => {
		try {
			return run();
		} catch (error) {
			fault(error);
			return undefined;
		}
	};

	const peerList = createPeerList({
		openSessions,
		roomOf: (session) => roomBySession.get(session)!.room.config,
		spare: sayGoodbye,
		changed(peers) {
			if (!stopped) guard(() => wire.peersChanged(peers));
		}
	});

	const offences = createOffences(timers);
	const ban = (peer: PeerId) => {
		offences.ban(peer);
		for (const session of openSessions()) if (session.peer === peer) session.link.destroy('Banned');
	};
	const offence = (session: Session, count: number) => {
		if (session.peer !== null && offences.add(session.peer, count)) ban(session.peer);
	};

	// ---- heartbeat ---------------------------------------------------------------------------------------------

	const beat = (session: Session) => {
		heartbeatAtMs.set(session, timers.now() + HEARTBEAT_MS * (0.8 + 0.4 * random()));
		const payload = peerList.isMain(session) && guard(() => wire.heartbeat(peerList.view(session)));
		session.sendHeartbeat(payload || null);
		void session.route.look().then((isNews) => isNews && peerList.tell(session));
	};
	const probe = () => {
		probeMs = timers.now();
		for (const session of openSessions()) session.sendHeartbeat(null);
	};

	// ---- rooms -------------------------------------------------------------------------------------------------

	/** A new beginning on this link: nobody is authenticated on it. */
	const openSession = (link: Link, { kind, name }: Pick<RoomConfig, 'kind' | 'name'>, sessionByLink: Map<Link, Session>, joined: JoinedRoom) => {
		const session = createSession(link, random(), {
			timers,
			room: { kind, name },
			authenticate: wire.authenticate,
			isBanned: offences.isBanned,
			opened(self) {
				joined.failures = 0;
				peerList.update();
				beat(self);
			},
			sideMessage: (self, bytes) => guard(() => wire.sideMessage(peerList.view(self), bytes)),
			heartbeat: (self, bytes) => guard(() => wire.onHeartbeat(peerList.view(self), bytes)),
			goodbye(self) {
				farewells.add(self);
				self.link.destroy('Redundant');
			}
		});
		sessionByLink.set(link, session);
		roomBySession.set(session, joined);
		return session;
	};

	/** Where the lines of one room come about; `joined` is asked only once there is one. */
	const openSeam = (config: Pick<RoomConfig, 'kind' | 'name'>, sync: LiveSync | null, sessionByLink: Map<Link, Session>, joined: () => JoinedRoom) =>
		createSeam(deps.wrtc, {
			timers,
			created: (link) => void openSession(link, config, sessionByLink, joined()),
			opened: (link) => sessionByLink.get(link)?.begin(),
			sideMessage(link, bytes) {
				if (joined().room === BY_HAND && isAgain(bytes)) again(link);
				else sessionByLink.get(link)?.receive(bytes);
			},
			yMessage: (link, bytes) => sync?.incoming(sessionByLink.get(link)!, bytes),
			ySend: (link, bytes) => sync?.outgoing(sessionByLink.get(link)!, bytes),
			ended(link, reason) {
				const session = sessionByLink.get(link);
				if (!session) return;
				if (farewells.delete(session)) joined().room.hush();
				if (reason === 'Violation' && session.peer !== null) offence(session, 1);
				sessionByLink.delete(link);
				heartbeatAtMs.delete(session);
				session.ended();
				sync?.ended(session);
				deps.onLinkEnd?.(reason, config.kind);
				const wasOpen = session.stage === 'open';
				roomBySession.delete(session);
				if (sessionByLink.size === 0) {
					joined().aloneSinceMs = timers.now();
					joined().announceAfterMs = HEARTBEAT_MS;
				}
				if (wasOpen) peerList.update();
			}
		});

	const join = async (config: RoomConfig) => {
		const live = config.kind === 'live' ? wire.liveDoc() : null;
		const sessionByLink = new Map<Link, Session>();
		const sync = live
			? createLiveSync(live.doc, live.segment, { timers, wire, offence, fault })
			: null;
		const seam = openSeam(config, sync, sessionByLink, () => joined);
		const room = await joinRoom({
			config,
			doc: live ? live.doc : new Y.Doc(),
			wrtc: seam.wrtc,
			Provider,
			random
		});
		const joined: JoinedRoom = {
			room,
			seam,
			sync,
			sessionByLink,
			failures: 0,
			aloneSinceMs: timers.now(),
			announceAfterMs: HEARTBEAT_MS
		};
		joinedByName.set(config.name, joined);
	};

	/** [PAIR7] Lines made by hand are in no room: members and those at the door are welcome, as in a lobby. */
	const sessionByHand = new Map<Link, Session>();
	const byHand: JoinedRoom = {
		room: BY_HAND, sync: null, sessionByLink: sessionByHand, failures: 0, aloneSinceMs: 0, announceAfterMs: 0,
		seam: openSeam(BY_HAND.config, null, sessionByHand, () => byHand)
	};

	/** [PAIR9] Who is at the other end is proven anew: somebody at the door has become a member, and there is no room to meet in. */
	const again = (link: Link) => {
		const old = sessionByHand.get(link);
		if (!old || (old.stage !== 'open' && old.stage !== 'refused')) return;
		roomBySession.delete(old);
		heartbeatAtMs.delete(old);
		old.ended();
		peerList.update();
		if (!link.ended) openSession(link, BY_HAND.config, sessionByHand, byHand).begin();
	};

	const leave = async (joined: JoinedRoom, reason: LinkEnd) => {
		joinedByName.delete(joined.room.config.name);
		const stopping = joined.room.stop();
		for (const link of [...joined.seam.links]) link.destroy(reason);
		await stopping;
		if (joined.room.config.kind !== 'live') joined.room.doc.destroy();
	};

	const isStillRight = (joined: JoinedRoom) =>
		configs.some((config) => JSON.stringify(config) === JSON.stringify(joined.room.config)) &&
		(joined.room.config.kind !== 'live' || joined.room.doc === wire.liveDoc().doc);

	/** One at a time and in order: leaves what is wrong, then joins what is missing. */
	const settle = (reason: LinkEnd, everything: boolean): Promise<void> => {
		work = work.then(async () => {
			const wrong = [...joinedByName.values()].filter(
				(joined) => everything || stopped || !isStillRight(joined)
			);
			await Promise.all(wrong.map((joined) => leave(joined, reason)));
			if (stopped) return;
			for (const config of configs) if (!joinedByName.has(config.name)) await join(config);
		});
		const done = work;
		work = work.catch(fault);
		return done;
	};

	/** Several signs of sleep at once (a gap, `online`, a return) begin anew once. */
	const beginAnew = () => {
		if (isBeginningAnew || stopped) return;
		isBeginningAnew = true;
		void settle('Slept', true)
			.catch(() => {}) // reported by `fault`
			.finally(() => (isBeginningAnew = false));
	};

	// ---- watchdog ----------------------------------------------------------------------------------------------

	const tick = () => {
		const now = timers.now();
		const gap = judgeGap(now - lastTickMs, lifecycle.isHidden());
		lastTickMs = now;
		if (gap === 'slept') return beginAnew();
		if (gap === 'throttled') probe();
		for (const [session, joined] of [...roomBySession]) {
			const { link, stage } = session;
			const { progress, createdMs, heardMs } = link;
			const seen = { stage, progress, createdMs, heardMs, stageMs: session.stageMs, luck: session.luck };
			let verdict = joined.room === BY_HAND ? judgeByHand(seen, now) : judgeLink(seen, now, joined.failures);
			const isDeaf = session.stageMs < probeMs && heardMs < probeMs && now - probeMs > PROBE_MS;
			if (stage === 'open' && isDeaf) verdict = 'Silent';
			if (verdict === 'NeverConnected') joined.failures++;
			if (verdict) link.destroy(verdict);
			else if (stage === 'open' && (heartbeatAtMs.get(session) ?? 0) <= now) beat(session);
		}
		for (const joined of joinedByName.values()) {
			joined.sync?.tick();
			if (joined.sessionByLink.size > 0 || now - joined.aloneSinceMs < joined.announceAfterMs) continue;
			joined.announceAfterMs = Math.min(joined.announceAfterMs * 2, 8 * HEARTBEAT_MS);
			joined.aloneSinceMs = now;
			joined.room.announce();
		}
	};
	const stopTicking = timers.every(TICK_MS, tick);
	const stopListening = lifecycle.listen({ resumed: beginAnew, shown: probe });

	// ---- port --------------------------------------------------------------------------------------------------

	const canTake = (session: Session) => session.link.queuedBytes <= SEND_LIMIT_BYTES;

	return {
		setRooms(rooms) {
			configs = rooms;
			return settle('Stopped', false);
		},
		send(peer, bytes) {
			const session = peerList.find(peer);
			if (!session || !canTake(session)) return false;
			session.sendSide(bytes);
			return true;
		},
		broadcast(bytes) {
			for (const session of peerList.mains()) if (canTake(session)) session.sendSide(bytes);
		},
		async drained(peer) {
			await peerList.find(peer)?.link.drained();
		},
		peers: peerList.views,
		lineByHand: (config) => lineByHand(byHand, config),
		renewByHand() {
			for (const link of byHand.seam.links) {
				if (sessionByHand.get(link)?.stage !== 'open') continue;
				link.sendSide(AGAIN);
				again(link);
			}
		},
		status() {
			const rooms = [...joinedByName.values()].map(({ room }) => room);
			const main = rooms.find((room) => room.config.kind === 'live') ?? rooms[0];
			const stages = [...roomBySession.keys()].map((session) => session.stage);
			return {
				signaling: {
					connected: main?.signalingConnected() ?? 0,
					total: main?.config.signaling.length ?? 0
				},
				peers: peerList.mains().length,
				connecting: stages.filter((s) => s === 'connecting' || s === 'authenticating').length,
				refused: stages.filter((s) => s === 'refused').length,
				refusals: [...roomBySession.keys()].flatMap((session) => session.refused ?? [])
			};
		},
		ban,
		changed() {
			if (soon || stopped) return;
			soon = timers.after(CHANGED_MS * (0.5 + random()), () => {
				soon = null;
				for (const session of openSessions()) beat(session);
			});
		},
		async kick() {
			await settle('Stopped', false);
			for (const session of [...roomBySession.keys()])
				if (session.stage === 'refused') session.link.destroy('Refused');
			for (const session of openSessions()) beat(session);
			for (const joined of joinedByName.values())
				if (joined.sessionByLink.size === 0) joined.room.announce();
		},
		async stop() {
			stopped = true;
			stopTicking();
			stopListening();
			soon?.();
			configs = [];
			for (const link of [...byHand.seam.links]) link.destroy('Stopped');
			await settle('Stopped', true);
		}
	};
}
