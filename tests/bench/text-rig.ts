/**
 * Two devices writing one text through the real thing: session, seal, log, canonical update, gate, open, session. Only the
 * clock and the wire between them are doubles.
 */
import * as Y from 'yjs';
import { err, ok, type EntryId, type Result, type Slot, type StreamId } from '$crypto/base';
import { openFrame, parseSignedUpdate, sealFrame, verifySignedUpdate } from '$crypto/ephemeral';
import { createReplayGuard } from '$crypto/replay-guard';
import { createStreamKey, deriveStreamKeys, type StreamKeys } from '$crypto/stream-keys';
import { sift } from '$crdt/log/gate';
import type { OpenedEntry } from '$crdt/log/entry';
import { encodeRuns } from '$crdt/log/outer-doc';
import { createTextSession, type TextPorts, type TextSession } from '$crdt/text/session';
import { createTextDoc } from '$crdt/text/text-doc';
import { createMemoryStore } from '../support/memory-store';
import { createStage, sitDown, type Desk, type Person, type Stage } from '../support/cast';
import { createFakeClock, type FakeClock } from '../unit/text/text-world';

export const STREAM = 'AAAAAAAAAAAAAAAAAAAAAA' as StreamId; // 22 base64url characters

export interface Seat {
	readonly desk: Desk;
	readonly session: TextSession<string>;
	/** Sealed live frames that this seat sent. */
	readonly frames: Uint8Array[];
	/** The write under way, if any. */
	writing(): Promise<unknown> | null;
	/** Milliseconds spent sealing live frames. */
	sealingMs(): number;
	openFrame(frame: Uint8Array): void;
}

export interface Rig {
	readonly clock: FakeClock;
	readonly writer: Seat;
	readonly reader: Seat;
	/** Sends what the writer appended since the last call, through gate and log; the bytes on the wire. */
	carryEntries(): Promise<number>;
}

/** A device at its desk with the text open; `session` as its durable counter would give it. */
export async function sit(
	stage: Stage,
	person: Person,
	keys: StreamKeys,
	clock: FakeClock,
	isHeard: boolean,
	session = 0,
	store = createMemoryStore()
): Promise<Seat> {
	const desk = await sitDown(stage, person, {
		store,
		stream: STREAM,
		deps: { payloadKeyOf: (header, epoch) => (header.area === 'text' ? keys.payloadKey : epoch.areaKey(header.area)) }
	});
	const { collective } = stage;
	const publicKeyOf = (slot: Slot): Uint8Array | undefined => desk.devices.get(slot)?.[0]?.signKey;
	const frames: Uint8Array[] = [];
	const guard = createReplayGuard();
	const appStart = stage.random.bytes(8);
	let counter = 0;
	let writing: Promise<unknown> | null = null;
	let sealingMs = 0;
	const ports: TextPorts<string> = {
		timers: clock,
		now: clock.now,
		async append(payload): Promise<Result<EntryId, string>> {
			const append = desk.log.append(person.signer, 'text', { kind: 'text', bytes: payload });
			writing = append;
			const written = await append;
			writing = null;
			return written.ok ? ok(written.value.id) : err(written.error.type);
		},
		broadcast(body) {
			const start = performance.now();
			const { frame } = sealFrame({
				slot: person.slot,
				session: appStart,
				counter: counter++,
				body,
				key: keys.ephemeralKey,
				collective,
				stream: STREAM,
				signSecretKey: person.signer.signSecretKey,
				random: stage.random
			});
			frames.push(frame);
			sealingMs += performance.now() - start;
		},
		isHeard: () => isHeard,
		verifySigned(signedBytes, signature) {
			const parsed = parseSignedUpdate(signedBytes);
			if (parsed === null) return err({ type: 'BadSignature' });
			const publicKey = publicKeyOf(parsed.slot);
			if (publicKey === undefined) return err({ type: 'UnknownSlot', slot: parsed.slot });
			const isGenuine = verifySignedUpdate({ collective, stream: STREAM, signedBytes, signature, publicKey });
			return isGenuine ? ok(parsed) : err({ type: 'BadSignature' });
		}
	};
	const text = createTextDoc(person.slot, session, (fault) => {
		throw fault;
	});
	if (!text.ok) throw new Error(text.error.type);
	const typed = createTextSession(person.slot, text.value, ports);
	const take = (entries: readonly OpenedEntry[]): void => {
		for (const { slot, segment, seq, area, payload } of entries) {
			if (area !== 'text' || payload.kind !== 'text') continue;
			const received = typed.receiveEntry({ slot, segment, seq, payload: payload.bytes });
			if (!received.ok) throw new Error(received.error.type);
		}
	};
	take(desk.log.entries());
	desk.log.onAdmitted(take);
	return {
		desk,
		session: typed,
		frames,
		writing: () => writing,
		sealingMs: () => sealingMs,
		openFrame(frame) {
			const opened = openFrame(frame, { key: keys.ephemeralKey, collective, stream: STREAM, publicKeyOf });
			if (!opened.ok) throw new Error(opened.error.type);
			if (guard.accept(opened.value.slot, opened.value.session, opened.value.counter)) typed.receiveFrame(opened.value);
		}
	};
}

export async function createRig(seed: number, isHeard: boolean): Promise<Rig> {
	const stage = createStage(['Ana', 'Ben'], seed);
	const keys = deriveStreamKeys(createStreamKey(stage.random));
	const clock = createFakeClock();
	const writer = await sit(stage, stage.person('Ana'), keys, clock, isHeard);
	const reader = await sit(stage, stage.person('Ben'), keys, clock, false);
	return {
		clock,
		writer,
		reader,
		async carryEntries() {
			let bytes = 0;
			for (const { stream, segment, entries } of writer.desk.log.missing(reader.desk.log.have())) {
				for (const entry of entries) {
					const update = encodeRuns([{ slot: entry.slot, fromSeq: entry.seq, entries: [entry.bytes] }]);
					bytes += update.length;
					const sifted = sift(update);
					if (sifted.offenceCount > 0) throw new Error('the gate refused an own entry');
					const report = await reader.desk.log.receive({ stream, segment, entries: sifted.entries });
					if (report.admitted.length !== 1) throw new Error('an own entry was not admitted');
				}
			}
			return bytes;
		}
	};
}

/** The paragraph that all edits go to; made when there is none. */
export function lineOf(doc: Y.Doc): Y.XmlText {
	const fragment = doc.getXmlFragment('default');
	if (fragment.length === 0) {
		const paragraph = new Y.XmlElement('paragraph');
		paragraph.insert(0, [new Y.XmlText()]);
		fragment.insert(0, [paragraph]);
	}
	const paragraph = fragment.get(0) as Y.XmlElement; // only elements are inserted here
	return paragraph.get(0) as Y.XmlText; // and each holds one text
}
