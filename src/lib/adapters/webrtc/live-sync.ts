/**
 * What passes on y-webrtc's own channel: state vectors go up to y-webrtc, updates never do. Those are handed to the log,
 * and y-webrtc is told that an empty one came.
 *
 * Does not verify entries (the log does) and does not know how peers were authenticated. Carries NET40 (updates never reach
 * Yjs unverified), NET41 (nothing malformed or unknown reaches y-webrtc), NET42 (segments), NET43 (presence does not
 * travel here), NET44 (no echo), NET45 (one first sync at a time), NET46 (bounded backlog).
 */

import * as Y from 'yjs';
import { CORE_STREAM, type Slot } from '$crypto/base';
import type { Session } from './session';
import type { Timers } from './timers';
import type { Wire } from './transport-port';
import {
	isEmptyUpdate,
	readSegment,
	readYMessage,
	tagSegment,
	writeEmptyStep2,
	writeStep1
} from './y-frames';

/** Updates of one peer that wait for the log, in bytes; beyond it the peer is sending faster than we can check. */
const BACKLOG_BYTES = 128 * 1024 * 1024;
/** A newcomer asks one peer at a time for what it lacks, and the next one after this long at the latest. */
const TURN_MS = 10_000;

export interface LiveSyncHooks {
	readonly timers: Timers;
	readonly wire: Pick<Wire, 'receive' | 'ownSlot'>;
	offence(session: Session, count: number): void;
	/** The log threw: a bug of ours, never the peer's doing. */
	fault(error: unknown): void;
}

export interface LiveSync {
	/** From the peer, by channel 0. */
	incoming(session: Session, tagged: Uint8Array): void;
	/** From y-webrtc, for the peer. */
	outgoing(session: Session, bytes: Uint8Array): void;
	ended(session: Session): void;
	tick(): void;
}

export function createLiveSync(doc: Y.Doc, segment: number, hooks: LiveSyncHooks): LiveSync {
	const { timers, wire } = hooks;
	const backlogBySession = new Map<Session, { tail: Promise<void>; bytes: number }>();
	let turn: { readonly session: Session; readonly sinceMs: number } | null = null;
	const waiting = new Set<Session>();
	let judged: { readonly bytes: Uint8Array; readonly isOwn: boolean } | null = null;

	/** [NET44] y-webrtc offers every change to every peer; only what holds our own entries is worth sending. */
	const isWorthSending = (bytes: Uint8Array, update: Uint8Array): boolean => {
		if (judged?.bytes === bytes) return judged.isOwn; // the same message for the next peer
		const own = wire.ownSlot();
		const isOwn = own !== null && contains(update, own);
		judged = { bytes, isOwn };
		return isOwn;
	};

	const ask = (session: Session) => {
		turn = { session, sinceMs: timers.now() };
		waiting.delete(session);
		session.link.sendY(tagSegment(segment, writeStep1(Y.encodeStateVector(doc))));
	};
	const nextTurn = (done: Session) => {
		waiting.delete(done);
		if (turn?.session !== done) return;
		turn = null;
		for (const session of waiting) return ask(session);
	};

	const hand = (session: Session, theirSegment: number, update: Uint8Array, isAnswer: boolean) => {
		const backlog = backlogBySession.get(session) ?? { tail: Promise.resolve(), bytes: 0 };
		backlogBySession.set(session, backlog);
		backlog.bytes += update.length;
		if (backlog.bytes > BACKLOG_BYTES) return session.link.destroy('Violation');
		backlog.tail = backlog.tail.then(async () => {
			const peer = session.peer;
			if (peer === null || session.link.ended) return;
			try {
				if (!isEmptyUpdate(update)) {
					const { offences } = await wire.receive(peer, CORE_STREAM, theirSegment, update);
					if (offences > 0) hooks.offence(session, offences);
				}
			} catch (error) {
				hooks.fault(error);
			}
			backlog.bytes -= update.length;
			if (!isAnswer) return;
			session.link.deliverY(writeEmptyStep2());
			nextTurn(session);
		});
	};

	return {
		incoming(session, tagged) {
			const read = readSegment(tagged);
			const message = read && readYMessage(read.bytes);
			if (!read || !message) return hooks.offence(session, 1);
			switch (message.type) {
				case 'awareness':
					return;
				case 'step1':
					if (read.segment === segment) session.link.deliverY(writeStep1(message.vector));
					return;
				case 'step2':
					return hand(session, read.segment, message.update, true);
				case 'update':
					return hand(session, read.segment, message.update, false);
			}
		},
		outgoing(session, bytes) {
			const message = readYMessage(bytes);
			if (!message || message.type === 'awareness') return;
			if (message.type === 'update' && !isWorthSending(bytes, message.update)) return;
			if (message.type === 'step1') {
				if (turn && turn.session !== session) waiting.add(session);
				else ask(session);
				return;
			}
			session.link.sendY(tagSegment(segment, bytes));
		},
		ended(session) {
			backlogBySession.delete(session);
			nextTurn(session);
		},
		tick() {
			if (turn && timers.now() - turn.sinceMs > TURN_MS) nextTurn(turn.session);
		}
	};
}

function contains(update: Uint8Array, slot: Slot): boolean {
	try {
		return Y.parseUpdateMeta(update).to.has(slot);
	} catch {
		return false;
	}
}
