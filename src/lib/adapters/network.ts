/**
 * Joins the engine and the transport: entries from colleagues go in to the gate, what the log accepts goes to the outer
 * document, and from there y-webrtc carries it. Loaded only once a collective is open.
 */
import * as Y from 'yjs';
import type { CollectiveId } from '$crypto/base';
import { hushRefusedCopies, openOuterStore, type OuterStore } from './outer-store';
import { createOuterDoc } from '$crdt/log/outer-doc';
import { createDeviceAuthenticator, type PeerCrypto } from './webrtc/device-auth';
import { browserLifecycle } from './webrtc/lifecycle';
import type { Pairing } from './webrtc/manual-pairing';
import type { PeerView } from './webrtc/peer';
import { systemTimers } from './webrtc/timers';
import { createWebrtcTransport } from './webrtc/transport';
import type { RoomConfig, Transport } from './webrtc/transport-port';
import type { EngineWorker } from './engine-worker';
import type { KnownPeer, NetworkPlan } from '$lib/worker/api';

export interface NetworkSettings {
	readonly signaling: readonly string[];
	readonly iceServers: readonly RTCIceServer[];
}

export interface Network {
	signalingState(): 'connected' | 'connecting' | 'unreachable' | 'off';
	kick(): void;
	/** Lines made face to face, without a server. */
	pairing(): Promise<Pairing>;
	stop(): Promise<void>;
}

const UNREACHABLE_AFTER_MS = 12_000;

/** Null when nothing is open. */
export async function startNetwork(worker: EngineWorker, settings: NetworkSettings): Promise<Network | null> {
	const { api } = worker;
	const first = await api.plan();
	if (!first) return null;
	let plan: NetworkPlan = first;
	let live = await openLive(worker, plan);
	let heartbeat: Uint8Array | null = null;
	let connectedMs = Date.now();

	const peerCrypto: PeerCrypto = {
		hello: (context) => api.peerHello(context),
		prove: (situation) => api.peerProve(situation),
		verify: (situation, proof) => api.peerVerify(situation, proof)
	};
	const tellPeers = (peers: readonly PeerView[]) => void api.peersChanged(peers.map(knownPeer));

	const transport: Transport = createWebrtcTransport({
		wrtc: window,
		lifecycle: browserLifecycle(window),
		onFault: (fault) => reportError(fault),
		wire: {
			authenticate: createDeviceAuthenticator(peerCrypto),
			receive: (peer, _stream, segment, update) => api.receiveUpdate(peer, segment, update),
			liveDoc: () => ({ doc: live.outer.doc, segment: plan.liveSegment }),
			ownSlot: () => plan.ownSlot,
			sideMessage: (peer, bytes) => void receive(peer, bytes),
			// Who is not a member learns nothing of the log, not even how long it is (NET89).
			heartbeat: ({ identity }) => (identity.kind === 'member' ? heartbeat : null),
			onHeartbeat: (peer, bytes) => void receive(peer, bytes),
			peersChanged: tellPeers
		}
	});

	async function receive({ peer }: PeerView, bytes: Uint8Array): Promise<void> {
		const { offences } = await api.receiveMessage(peer, bytes);
		if (offences > 0) offencesOf.set(peer, (offencesOf.get(peer) ?? 0) + offences);
		if ((offencesOf.get(peer) ?? 0) > MAX_OFFENCES) transport.ban(peer);
	}
	const offencesOf = new Map<string, number>();

	/** One plan at a time, the newest last. */
	let replanning: Promise<void> = Promise.resolve();
	function replan(): Promise<void> {
		return (replanning = replanning.then(async () => {
			const next = await api.plan();
			if (!next) return;
			const moved = next.liveSegment !== plan.liveSegment || next.collective !== plan.collective || wasLobby(plan) !== wasLobby(next);
			const fromDoor = wasLobby(plan) && !wasLobby(next);
			plan = next;
			if (moved) {
				const old = live;
				live = await openLive(worker, plan);
				await transport.setRooms(roomsOf(plan, settings));
				await transport.kick();
				if (fromDoor) transport.renewByHand();
				await old.close();
			} else await transport.setRooms(roomsOf(plan, settings));
		}));
	}

	/** Whoever was refused may be a member by what has just arrived: somebody let in while this device was away. */
	let secondChance: ReturnType<typeof setTimeout> | undefined;
	function reconsiderRefused(): void {
		secondChance ??= setTimeout(() => {
			secondChance = undefined;
			if (transport.status().refused > 0) void transport.kick();
		}, RECONSIDER_MS);
	}

	let pairing: Promise<Pairing> | null = null;
	const stops = [
		hushRefusedCopies(window),
		() => clearTimeout(secondChance),
		worker.on('outer', ({ segment, update }) => {
			if (segment === plan.liveSegment) Y.applyUpdate(live.outer.doc, update, 'log');
			transport.changed();
			reconsiderRefused();
		}),
		worker.on('plan', () => void replan()),
		worker.on('send', ({ peer, bytes }) => void sendPaced(transport, peer, bytes)),
		worker.on('ban', ({ peer }) => transport.ban(peer)),
		worker.on('heartbeat', ({ bytes }) => {
			heartbeat = bytes;
			transport.changed();
		})
	];
	await transport.setRooms(roomsOf(plan, settings));

	return {
		signalingState() {
			const { connected, total } = transport.status().signaling;
			if (total === 0) return 'off';
			if (connected > 0) {
				connectedMs = Date.now();
				return 'connected';
			}
			return Date.now() - connectedMs > UNREACHABLE_AFTER_MS ? 'unreachable' : 'connecting';
		},
		kick: () => void transport.kick(),
		pairing: () =>
			(pairing ??= import('./webrtc/manual-pairing').then(({ createPairing }) =>
				createPairing({ line: transport.lineByHand, config: () => connectionOf(plan, settings), timers: systemTimers })
			)),
		async stop() {
			void pairing?.then((each) => each.cancel());
			for (const stop of stops) stop();
			await transport.stop();
			await live.close();
		}
	};
}

const MAX_OFFENCES = 8;
const RECONSIDER_MS = 1_000;
const wasLobby = (plan: NetworkPlan): boolean => plan.rooms.every(({ kind }) => kind === 'lobby');

const knownPeer = ({ peer, identity, room, roomName, heardMs, route }: PeerView): KnownPeer => ({ peer, identity, room, roomName, heardMs, route });

function roomsOf(plan: NetworkPlan, { signaling, iceServers }: NetworkSettings): RoomConfig[] {
	const meetingPoints = [...new Set(plan.signaling.length > 0 ? plan.signaling : signaling)];
	const ice = iceOf(plan, iceServers);
	const { relayOnly } = plan;
	return plan.rooms.map(({ kind, name, password }) => ({ kind, name, password, signaling: meetingPoints, iceServers: ice, relayOnly }));
}

/** Where there is no room: only what this device uses anyway, and nothing at all where it uses nothing. */
const connectionOf = (plan: NetworkPlan, { iceServers }: NetworkSettings): RTCConfiguration => ({
	iceServers: iceOf(plan, iceServers),
	...(plan.relayOnly && { iceTransportPolicy: 'relay' as const })
});

const iceOf = (plan: NetworkPlan, own: readonly RTCIceServer[]): RTCIceServer[] => [...own, ...plan.iceServers.map(({ urls, ...rest }) => ({ urls: [...urls], ...rest }))];

/** Waits until a peer's queue has room instead of dropping what it asked for. */
async function sendPaced(transport: Transport, peer: PeerView['peer'], bytes: Uint8Array): Promise<void> {
	if (transport.send(peer, bytes)) return;
	await transport.drained(peer);
	transport.send(peer, bytes);
}

/** In the lobby there is no log yet: an empty document that nothing is written to. */
async function openLive(worker: EngineWorker, plan: NetworkPlan): Promise<Pick<OuterStore, 'outer' | 'close'>> {
	if (wasLobby(plan)) {
		const outer = createOuterDoc();
		return { outer, close: async () => outer.destroy() };
	}
	const segment = plan.liveSegment;
	return openOuterStore(plan.collective as CollectiveId, segment, {
		rescue: (update) => worker.api.receiveUpdate(DISK, segment, update),
		canonical: () => worker.api.outerUpdate(segment)
	});
}

const DISK = 'disk' as PeerView['peer']; // this device's own disk, named where a peer is expected

