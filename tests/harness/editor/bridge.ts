/** Two or more live texts in one page, joined by function calls: the real sessions and presences without disk and network. */
import { err, ok, type Slot } from '$crypto/base';
import { beginText, headOf } from '$crdt/text/begin';
import { createPresence, type Presence } from '$crdt/text/ephemeral';
import { createTextSession, type ReceivedFrame } from '$crdt/text/session';
import { createTextDoc } from '$crdt/text/text-doc';
import type { Timers } from '$crdt/text/writer';
import type { LiveText } from '$lib/services/types';
import { NOTHING_UNWRITTEN } from '../../support/nothing-unwritten';

const timers: Timers = {
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	}
};

/** A member's id is their name, filled up to the length of one. */
export const memberOf = (name: string): string => name.normalize('NFD').replace(/\W/g, '').padEnd(43, '_');
export const nameOf = (member: string): string => member.replace(/_+$/, '');

export interface Seat {
	readonly name: string;
	readonly text: LiveText;
	readonly html: () => string;
	readonly faults: readonly unknown[];
}

/** A signature here is the sender's slot in clear. */
function frameOf(slot: Slot, body: Uint8Array): ReceivedFrame {
	const signedBytes = new Uint8Array(4 + body.length);
	new DataView(signedBytes.buffer).setUint32(0, slot);
	signedBytes.set(body, 4);
	return { slot, body, signedBytes, signature: new Uint8Array(64) };
}

export function seatPeople(names: readonly string[]): readonly Seat[] {
	const frames = new Set<(frame: ReceivedFrame) => void>();
	const entries = new Set<(slot: Slot, seq: number, payload: Uint8Array) => void>();
	const slotOf = (index: number): Slot => (4_000_000_001 + index) as Slot; // any 32-bit numbers

	return names.map((name, index) => {
		const slot = slotOf(index);
		const faults: unknown[] = [];
		const opened = createTextDoc(slot, 0, (fault) => void faults.push(fault));
		if (!opened.ok) throw new Error(opened.error.type);
		let seq = 0;
		const send = (body: Uint8Array): void => {
			const frame = frameOf(slot, body);
			queueMicrotask(() => frames.forEach((hear) => hear(frame)));
		};
		const session = createTextSession<string>(slot, opened.value, {
			timers,
			now: () => performance.now(),
			append: (payload) => {
				const own = seq++;
				queueMicrotask(() => entries.forEach((hear) => hear(slot, own, payload)));
				return Promise.resolve(ok(own));
			},
			broadcast: send,
			isHeard: () => true,
			verifySigned: (signedBytes) =>
				signedBytes.length < 4
					? err({ type: 'BadSignature' })
					: ok({
							slot: new DataView(signedBytes.buffer, signedBytes.byteOffset).getUint32(0) as Slot, // as frameOf wrote it
							body: signedBytes.slice(4)
						})
		});
		const presence = createPresence(slot, opened.value, {
			timers,
			now: () => performance.now(),
			broadcast: send,
			isHeard: () => true,
			nameOf: (other) => names[other - slotOf(0)] ?? null
		});
		frames.add((frame) => {
			if (frame.slot === slot) return;
			session.receiveFrame(frame);
			presence.receive(frame);
		});
		entries.add((author, number, payload) => session.receiveEntry({ slot: author, segment: 0, seq: number, payload }));
		const text: LiveText = {
			doc: opened.value.doc,
			awareness: presence.awareness,
			saved: {
				get current() {
					return session.state.saved;
				}
			},
			unwritten: NOTHING_UNWRITTEN,
			lost: { current: false },
			gone: { current: null },
			head: {
				get current() {
					return headOf(opened.value.fragment);
				}
			},
			begin: (lines) => beginText(opened.value.doc, lines),
			comments: { current: [] },
			comment: () => Promise.resolve(ok(undefined)),
			withdrawComment: () => Promise.resolve(ok(undefined)),
			flush: session.flush,
			present: {
				get current(): readonly Presence[] {
					return presence.present;
				}
			},
			close: async () => {
				presence.close();
				await session.close();
			}
		};
		return { name, text, faults, html: () => opened.value.fragment.toString() };
	});
}
