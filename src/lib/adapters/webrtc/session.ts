/**
 * A session: one link from "somebody is there" to "this device, and we both agree". Speaks the outer layer of our own
 * channel: one byte of kind, then the message.
 *
 *     0 authentication  1 ready  2 refused  3 side message  4 heartbeat  5 ping  6 pong  7 goodbye
 *
 * Does not know what side messages say, nor y-webrtc. Carries NET26 (nothing before both are sure), NET28 (held, bounded),
 * NET29 (time and size of authentication).
 */

import type { Result } from '$crypto/base';
import type { Link } from '../webrtc-seam';
import {
	peerIdOf,
	type AuthContext,
	type Authenticator,
	type AuthRefused,
	type PeerId,
	type PeerIdentity
} from './peer';
import { watchRoute, type RouteWatch } from './route';
import type { Timers } from './timers';
import { AUTH_MS, type SeenLink } from './watchdog';

const AUTH = 0;
const READY = 1;
const REFUSED = 2;
const SIDE = 3;
const HEARTBEAT = 4;
const PING = 5;
const PONG = 6;
const GOODBYE = 7;

const AUTH_LIMIT_BYTES = 4096;
const AUTH_LIMIT_MESSAGES = 8;
const HELD_LIMIT_BYTES = 1024 * 1024;

export interface SessionHooks {
	readonly timers: Timers;
	readonly room: AuthContext['room'];
	readonly authenticate: Authenticator;
	isBanned(peer: PeerId): boolean;
	/** Both sides are sure. */
	opened(session: Session): void;
	sideMessage(session: Session, bytes: Uint8Array): void;
	heartbeat(session: Session, bytes: Uint8Array): void;
	/** The other side closes this line because there is a better one. */
	goodbye(session: Session): void;
}

export interface Session {
	readonly link: Link;
	readonly stage: SeenLink['stage'];
	readonly stageMs: number;
	readonly luck: number;
	/** Set once `stage` is open. */
	readonly identity: PeerIdentity | null;
	readonly peer: PeerId | null;
	readonly refused: AuthRefused['reason'] | null;
	/** By which way the line goes. */
	readonly route: RouteWatch;
	/** Our channel is open: authentication begins. */
	begin(): void;
	receive(bytes: Uint8Array): void;
	sendSide(bytes: Uint8Array): void;
	/** null asks for a sign of life only. */
	sendHeartbeat(bytes: Uint8Array | null): void;
	sendGoodbye(): void;
	ended(): void;
}

export function createSession(link: Link, luck: number, hooks: SessionHooks): Session {
	const { timers } = hooks;
	let stage: SeenLink['stage'] = 'connecting';
	let stageMs = timers.now();
	let identity: PeerIdentity | null = null;
	let refused: AuthRefused['reason'] | null = null;
	let verified: PeerIdentity | null = null;
	let theyAreReady = false;
	let held: Uint8Array[] = [];
	let heldBytes = 0;
	const inbox: Uint8Array[] = [];
	let inboxCount = 0;
	let waiter: { take(bytes: Uint8Array): void; fail(): void } | null = null;

	const enter = (next: SeenLink['stage']) => {
		stage = next;
		stageMs = timers.now();
	};
	const send = (kind: number, bytes: Uint8Array = new Uint8Array(0)) => {
		const message = new Uint8Array(1 + bytes.length);
		message[0] = kind;
		message.set(bytes, 1);
		link.sendSide(message);
	};
	const refuse = (reason: AuthRefused['reason'], tell: boolean) => {
		if (stage === 'refused' || link.ended) return;
		refused = reason;
		identity = verified = null;
		held = [];
		enter('refused');
		if (tell) send(REFUSED);
	};
	const openWhenBothAreSure = () => {
		if (!verified || !theyAreReady || stage !== 'authenticating') return;
		identity = verified;
		enter('open');
		hooks.opened(session);
		link.admit();
		for (const bytes of held.splice(0)) if (session.stage === 'open' && !link.ended) handleOpen(bytes);
	};

	const authenticate = async (context: AuthContext) => {
		const io = {
			send: (bytes: Uint8Array) => {
				if (stage === 'authenticating') send(AUTH, bytes);
			},
			receive: () => {
				const next = inbox.shift();
				if (next) return Promise.resolve(next);
				return new Promise<Uint8Array>((resolve, reject) => {
					if (link.ended || stage !== 'authenticating') return reject(new Error('ended'));
					waiter = { take: resolve, fail: () => reject(new Error('ended')) };
				});
			}
		};
		const cancel = timers.after(AUTH_MS, () => {
			refuse('TooLate', true);
			waiter?.fail();
		});
		let result: Result<PeerIdentity, AuthRefused>;
		try {
			result = await hooks.authenticate.run(io, context);
		} catch {
			result = { ok: false, error: { type: 'AuthRefused', reason: 'Failed' } };
		}
		cancel();
		if (stage !== 'authenticating' || link.ended) return;
		if (!result.ok) return refuse(result.error.reason, true);
		if (hooks.isBanned(peerIdOf(result.value))) return refuse('Banned', true);
		verified = result.value;
		send(READY);
		openWhenBothAreSure();
	};

	const handleOpen = (bytes: Uint8Array) => {
		const body = bytes.subarray(1);
		switch (bytes[0]) {
			case SIDE:
				return hooks.sideMessage(session, body);
			case HEARTBEAT:
				return hooks.heartbeat(session, body);
			case PING:
				return send(PONG);
			case PONG:
				return;
			case GOODBYE:
				return hooks.goodbye(session);
			default:
				link.destroy('Violation');
		}
	};

	const session: Session = {
		link,
		luck,
		route: watchRoute(() => link.stats(), timers),
		get stage() {
			return stage;
		},
		get stageMs() {
			return stageMs;
		},
		get identity() {
			return identity;
		},
		get peer() {
			return identity && peerIdOf(identity);
		},
		get refused() {
			return refused;
		},
		begin() {
			enter('authenticating');
			const facts = link.facts();
			if (!facts) return refuse('NoFingerprint', true);
			void authenticate({ ...facts, room: hooks.room });
		},
		receive(bytes) {
			const kind = bytes[0];
			if (kind === undefined) return link.destroy('Violation');
			if (stage === 'refused') return; // nothing they say counts
			if (kind === REFUSED) return refuse('ByThem', false);
			if (kind === AUTH) {
				if (stage === 'open' || bytes.length - 1 > AUTH_LIMIT_BYTES) return link.destroy('Violation');
				if (++inboxCount > AUTH_LIMIT_MESSAGES) return link.destroy('Violation');
				const body = bytes.slice(1);
				const taker = waiter;
				waiter = null;
				if (taker) taker.take(body);
				else inbox.push(body);
				return;
			}
			if (kind === READY) {
				theyAreReady = true;
				return openWhenBothAreSure();
			}
			if (stage === 'open') return handleOpen(bytes);
			heldBytes += bytes.length;
			if (heldBytes > HELD_LIMIT_BYTES || held.length >= 256) return link.destroy('Violation');
			held.push(bytes);
		},
		sendSide: (bytes) => send(SIDE, bytes),
		sendHeartbeat: (bytes) => (bytes ? send(HEARTBEAT, bytes) : send(PING)),
		sendGoodbye: () => send(GOODBYE),
		ended() {
			waiter?.fail();
			held = [];
		}
	};
	return session;
}
