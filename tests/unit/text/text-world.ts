/**
 * Several people writing one text, without crypto, disk or network: a fake clock, logs in causal order, and live frames that
 * can be lost, doubled or late. A signature here is the signer's slot in clear; `tests/unit/text/sealed.test.ts` uses real ones.
 */
import * as Y from 'yjs';
import { err, ok, type EntryId, type Result, type Slot } from '$crypto/base';
import type { OrderedEntry } from '$crdt/text/replay';
import { replayEntries, type Replayed } from '$crdt/text/replay';
import { createTextSession, type TextPorts, type TextSession } from '$crdt/text/session';
import { createTextDoc } from '$crdt/text/text-doc';
import type { Timers } from '$crdt/text/writer';

export interface FakeClock extends Timers {
	now(): number;
	/** Runs what falls due, in order. */
	advance(ms: number): void;
}

export function createFakeClock(start = 1_000_000): FakeClock {
	let time = start;
	let order = 0;
	let due: { at: number; order: number; run: () => void }[] = [];
	return {
		now: () => time,
		after(ms, run) {
			const one = { at: time + ms, order: order++, run };
			due.push(one);
			return () => {
				due = due.filter((other) => other !== one);
			};
		},
		advance(ms) {
			const until = time + ms;
			for (;;) {
				if (!due.some(({ at }) => at <= until)) break;
				const next = due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.order - b.order)[0];
				if (next === undefined) break;
				due = due.filter((other) => other !== next);
				time = Math.max(time, next.at);
				next.run();
			}
			time = until;
		}
	};
}

/** Lets promises that are already resolved run on. */
export async function settled(): Promise<void> {
	for (let i = 0; i < 20; i++) await Promise.resolve();
}

export interface Frame {
	readonly slot: Slot;
	readonly body: Uint8Array;
	readonly signedBytes: Uint8Array;
	readonly signature: Uint8Array;
}

const signedBytesOf = (slot: Slot, body: Uint8Array): Uint8Array => {
	const bytes = new Uint8Array(4 + body.length);
	new DataView(bytes.buffer).setUint32(0, slot);
	bytes.set(body, 4);
	return bytes;
};

export function signFake(slot: Slot, body: Uint8Array): Frame {
	const signature = new Uint8Array(64);
	new DataView(signature.buffer).setUint32(0, slot);
	return { slot, body, signedBytes: signedBytesOf(slot, body), signature };
}

export const verifyFake: TextPorts<string>['verifySigned'] = (signedBytes, signature) => {
	const slot = new DataView(signedBytes.buffer, signedBytes.byteOffset).getUint32(0);
	const signer = new DataView(signature.buffer, signature.byteOffset).getUint32(0);
	if (slot !== signer) return err({ type: 'BadSignature' });
	return ok({ slot: slot as Slot, body: signedBytes.slice(4) }); // the fake's parser of the brand
};

export interface LoggedEntry extends OrderedEntry {
	readonly deps: readonly EntryId[];
}

export interface Person {
	readonly slot: Slot;
	session: TextSession<string>;
	/** Entries this device holds, in the order in which it learned of them. */
	readonly held: LoggedEntry[];
	/** Set to make the disk refuse. */
	refusal: string | null;
}

export interface World {
	readonly clock: FakeClock;
	readonly people: readonly Person[];
	readonly entries: readonly LoggedEntry[];
	/** Frames on their way; the test decides which arrive. */
	readonly frames: { readonly from: Person; readonly frame: Frame }[];
	/** Gives a person every entry that is deliverable in causal order, in an order chosen by `pick`. */
	deliverEntries(to: Person, limit?: number): number;
	deliverFrame(to: Person, frame: Frame): void;
	/** The app dies without a word and starts again. */
	crash(person: Person): Replayed;
	newcomer(slot: number, entries: readonly OrderedEntry[]): { session: TextSession<string>; replayed: Replayed };
}

export function createWorld(slots: readonly number[], pick: (below: number) => number = () => 0): World {
	const clock = createFakeClock();
	const entries: LoggedEntry[] = [];
	const frames: World['frames'] = [];
	const counters = new Map<number, number>();
	const lifeOf = new Map<Person, object>();

	function open(
		slot: Slot,
		append: TextPorts<string>['append'],
		broadcast: (body: Uint8Array) => void,
		isAlive: () => boolean = () => true
	): TextSession<string> {
		const number = counters.get(slot) ?? 0;
		counters.set(slot, number + 1);
		const text = createTextDoc(slot, number, (fault) => {
			throw fault;
		});
		if (!text.ok) throw new Error('sessions used up');
		return createTextSession(slot, text.value, {
			timers: { after: (ms, run) => clock.after(ms, () => void (isAlive() && run())) },
			now: clock.now,
			append,
			broadcast,
			isHeard: () => true,
			verifySigned: verifyFake
		});
	}

	function sessionOf(person: Person): TextSession<string> {
		const life = {};
		lifeOf.set(person, life);
		const isAlive = (): boolean => lifeOf.get(person) === life;
		return open(
			person.slot,
			(payload): Promise<Result<EntryId, string>> => {
				// what a dead app asked for never happens
				if (!isAlive()) return new Promise(() => {});
				if (person.refusal !== null) return Promise.resolve(err(person.refusal));
				const lamport = 1 + person.held.reduce((max, entry) => Math.max(max, entry.lamport), 0);
				const seq = entries.filter((entry) => entry.slot === person.slot).length;
				const id = `${String(pick(1_000_000)).padStart(7, '0')}-${person.slot}-${seq}` as EntryId; // a fake id
				const deps = person.held.map((entry) => entry.id);
				const entry: LoggedEntry = { slot: person.slot, segment: 0, seq, payload, lamport, id, deps };
				entries.push(entry);
				person.held.push(entry);
				// as a log does: own entries are announced like all others, before the append resolves
				person.session.receiveEntry(entry);
				return Promise.resolve(ok(id));
			},
			(body) => frames.push({ from: person, frame: signFake(person.slot, body) }),
			isAlive
		);
	}

	const people = slots.map((slot) => {
		const person: Person = {
			slot: slot as Slot, // test slots are written by hand
			held: [],
			refusal: null,
			session: undefined as unknown as TextSession<string> // set on the next line
		};
		person.session = sessionOf(person);
		return person;
	});

	return {
		clock,
		people,
		entries,
		frames,
		deliverEntries(to, limit = Infinity) {
			let given = 0;
			for (; given < limit; given++) {
				const has = new Set(to.held.map((entry) => entry.id));
				const ready = entries.filter(
					(entry) => !has.has(entry.id) && entry.deps.every((dep) => has.has(dep))
				);
				if (ready.length === 0) break;
				const entry = ready[pick(ready.length)]!; // below the length
				to.held.push(entry);
				const received = to.session.receiveEntry(entry);
				if (!received.ok) throw new Error(`refused: ${received.error.type}`);
			}
			return given;
		},
		deliverFrame(to, frame) {
			if (frame.slot !== to.slot) to.session.receiveFrame(frame);
		},
		crash(person) {
			person.session.text.destroy();
			person.session = sessionOf(person);
			return replayEntries(person.session, person.held, (slot) => slot === person.slot);
		},
		newcomer(slot, given) {
			const session = open(
				slot as Slot, // test slots are written by hand
				() => Promise.resolve(err('reads only')),
				() => {}
			);
			return { session, replayed: replayEntries(session, given, () => false) };
		}
	};
}

/** Everything that makes two documents the same text: what is visible, what exists, what is deleted. */
export function pictureOf(session: TextSession<string>): unknown {
	const { doc, fragment } = session.text;
	const deleted = Y.createDeleteSetFromStructStore(doc.store).clients;
	return {
		visible: fragment.toString(),
		state: [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b),
		deleted: [...deleted]
			.map(([client, ranges]) => [client, ranges.map(({ clock, len }) => [clock, len])])
			.sort(([a], [b]) => Number(a) - Number(b))
	};
}

/** A paragraph of the text, made when there is none. */
export function paragraphOf(session: TextSession<string>, index = 0): Y.XmlText {
	const { doc, fragment } = session.text;
	doc.transact(() => {
		if (fragment.length === 0) {
			const paragraph = new Y.XmlElement('paragraph');
			paragraph.insert(0, [new Y.XmlText()]);
			fragment.insert(0, [paragraph]);
		}
	}, 'editor');
	const element = fragment.get(Math.min(index, fragment.length - 1)) as Y.XmlElement; // only elements are inserted
	return element.get(0) as Y.XmlText; // each holds one text
}

export function type(session: TextSession<string>, at: number, words: string): void {
	const text = paragraphOf(session);
	session.text.doc.transact(() => text.insert(Math.min(at, text.length), words), 'editor');
}

export const wordsOf = (session: TextSession<string>): string =>
	session.text.fragment.toString().replace(/<[^>]*>/g, '');
