/**
 * One list of peers over all rooms: for each device the best open line, and which other lines are spare.
 *
 * Knows sessions and rooms' kinds; ends nothing itself. Carries NET22.
 */

import type { PeerId, PeerView, RoomKind } from './peer';
import type { Session } from './session';

export interface PeerListHooks {
	openSessions(): readonly Session[];
	roomOf(session: Session): { readonly kind: RoomKind; readonly name: string };
	/** There is a better line to the same peer. */
	spare(session: Session): void;
	changed(peers: readonly PeerView[]): void;
}

export interface PeerList {
	/** Looks at all open sessions again. */
	update(): void;
	/** Nobody came or went, but something about a peer is news. */
	tell(session: Session): void;
	find(peer: PeerId): Session | undefined;
	isMain(session: Session): boolean;
	mains(): readonly Session[];
	view(session: Session): PeerView;
	views(): readonly PeerView[];
}

const RANK: Record<RoomKind, number> = { live: 2, lobby: 1, handover: 0 };

export function createPeerList(hooks: PeerListHooks): PeerList {
	let mainByPeer = new Map<PeerId, Session>();
	const rankOf = (session: Session) => RANK[hooks.roomOf(session).kind];

	const view = (session: Session): PeerView => ({
		peer: session.peer!, // set while a session is open, as is its identity
		identity: session.identity!,
		room: hooks.roomOf(session).kind,
		roomName: hooks.roomOf(session).name,
		sinceMs: session.stageMs,
		heardMs: session.link.heardMs,
		queuedBytes: session.link.queuedBytes,
		route: session.route.current
	});
	const views = () => [...mainByPeer.values()].map(view);

	return {
		update() {
			const before = mainByPeer;
			mainByPeer = new Map();
			const sessions = hooks.openSessions();
			for (const session of sessions) {
				const current = mainByPeer.get(session.peer!);
				// of two equal ones the newer: the other side has begun anew
				if (!current || rankOf(session) >= rankOf(current)) mainByPeer.set(session.peer!, session);
			}
			for (const session of sessions) {
				const main = mainByPeer.get(session.peer!)!;
				if (rankOf(main) === RANK.live && rankOf(session) < RANK.live) hooks.spare(session);
			}
			const isSame =
				before.size === mainByPeer.size &&
				[...mainByPeer].every(([peer, session]) => before.get(peer) === session);
			if (!isSame) hooks.changed(views());
		},
		tell(session) {
			if (session.peer !== null && mainByPeer.get(session.peer) === session) hooks.changed(views());
		},
		find: (peer) => mainByPeer.get(peer),
		isMain: (session) => session.peer !== null && mainByPeer.get(session.peer) === session,
		mains: () => [...mainByPeer.values()],
		view,
		views
	};
}
