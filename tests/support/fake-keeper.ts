/**
 * A keeper in memory, over sockets in memory: says what a real one says, as soon as it is asked, and can be told to misbehave. `stock` is
 * what a server does that knows no gate: it takes whatever comes.
 */
import { toBase64, type EntryId, type Slot } from '$crypto/base';
import { envelopeId } from '$crypto/envelope';
import { encodeKeeperHello, keeperDigest, parseKeeperDocumentName, provesKeeperPass, verifyKeeperToken } from '$crypto/keeper';
import { createSeededRandom } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import { sift } from '$crdt/log/gate';
import { encodeRuns } from '$crdt/log/outer-doc';
import type { Dial, KeeperSocketHooks } from '$lib/worker/keeper-line';
import { joinRuns } from '$lib/worker/runs';
import * as encoding from 'lib0/encoding';
import { parseClientMessage } from '../../keeper/messages';

type Held = Map<Slot, Map<number, Uint8Array>>;
interface Line {
	readonly hooks: KeeperSocketHooks;
	readonly challenge: Uint8Array;
	readonly open: Set<string>;
	isDown: boolean;
}

export interface FakeKeeper {
	readonly url: string;
	readonly pass: Uint8Array;
	readonly dial: Dial;
	/** What lies on its disk. */
	readonly documents: Map<string, Held>;
	/** Everything that came in, as it came. */
	readonly received: Uint8Array[];
	/** Everything it says in place of the truth; null: nothing. */
	answer: ((document: string, message: 'has' | 'entries' | 'saved' | 'digest', honest: Uint8Array) => Uint8Array | null) | null;
	/** Off: nobody gets through. */
	isUp: boolean;
	refuses: string | null;
	/** Writes are taken and not answered. */
	isSilent: boolean;
	/** Cuts all lines. */
	cut(): void;
	lines(): number;
	/** As a member with the document's key would. */
	put(document: string, slot: Slot, seq: number, bytes: Uint8Array): void;
	entries(): number;
	offences: number;
	/** Where it says that it answers STUN. */
	stunPort: number | null;
}

export function createFakeKeeper(url = 'https://keeper.example', seed = url): FakeKeeper {
	const random = createSeededRandom(`keeper ${seed}`);
	const pass = random.bytes(32);
	const secret = createSecret(pass.slice());
	const host = url.slice(url.indexOf('//') + 2);
	const lines = new Set<Line>();

	const hold = (document: string): Held => {
		const held = self.documents.get(document) ?? new Map<Slot, Map<number, Uint8Array>>();
		self.documents.set(document, held);
		return held;
	};
	const runOf = (held: Held, slot: Slot, from: number): Uint8Array[] => {
		const run: Uint8Array[] = [];
		for (let seq = from; held.get(slot)?.has(seq) === true; seq++) run.push(held.get(slot)!.get(seq)!);
		return run;
	};
	const say = (line: Line, bytes: Uint8Array | null): void => {
		if (bytes) setImmediate(() => void (!line.isDown && line.hooks.heard(bytes.slice())));
	};
	const others = (line: Line, document: string): Line[] => [...lines].filter((each) => each !== line && each.open.has(document));

	function answered(document: string, kind: 'has' | 'entries' | 'saved' | 'digest', honest: Uint8Array): Uint8Array | null {
		return self.answer ? self.answer(document, kind, honest) : honest;
	}

	function take(line: Line, bytes: Uint8Array): void {
		self.received.push(bytes.slice());
		const parsed = parseClientMessage(bytes);
		if (!parsed.ok) return void self.offences++;
		const message = parsed.value;
		const { document } = message;
		if (message.kind === 'auth') {
			const situation = { challenge: line.challenge, host, document };
			const proof = verifyKeeperToken(message.token, situation);
			const isGood = proof.ok && provesKeeperPass(proof.value, secret, situation) && parseKeeperDocumentName(document) !== null;
			if (!isGood || self.refuses !== null) return say(line, encodeAuth(document, 1, self.refuses ?? (proof.ok ? 'unknown-pass' : 'bad-signature')));
			if (line.open.has(document)) self.offences++;
			line.open.add(document);
			say(line, encodeAuth(document, 2, 'read-write'));
			if (self.stunPort !== null) say(line, encodeText(document, `{"t":"keeper","stun":${self.stunPort}}`));
			return;
		}
		if (!line.open.has(document)) return void self.offences++;
		const held = hold(document);
		if (message.kind === 'close') {
			line.open.delete(document);
			return say(line, encode(document, 7, (encoder) => encoding.writeVarString(encoder, '')));
		}
		if (message.kind === 'ask') {
			const counts = new Map([...held.keys()].map((slot) => [slot, runOf(held, slot, 0).length] as const).filter(([, next]) => next > 0));
			say(line, answered(document, 'has', encodeSync(document, 0, encodeCounts(counts))));
			const asked = readCounts(message.stateVector);
			const runs = [...held.keys()].map((slot) => ({ slot, fromSeq: asked.get(slot) ?? 0, entries: runOf(held, slot, asked.get(slot) ?? 0) }));
			return say(line, answered(document, 'entries', encodeSync(document, 1, encodeRuns(runs))));
		}
		if (message.kind === 'write') {
			const { entries, offenceCount } = sift(message.update);
			self.offences += offenceCount;
			let conflicts = 0;
			const fresh = entries.filter(({ slot, seq, bytes: entry }) => {
				const there = held.get(slot)?.get(seq);
				if (there) conflicts += toBase64(there) === toBase64(entry) ? 0 : 1;
				else self.put(document, slot, seq, entry.slice());
				return !there;
			});
			if (fresh.length > 0) {
				const update = encodeSync(document, 2, encodeRuns(joinRuns(fresh.map(({ slot, seq, bytes: entry }) => ({ slot, fromSeq: seq, entries: [entry] })))));
				for (const other of others(line, document)) say(other, update);
			}
			if (conflicts > 0) say(line, encodeText(document, '{"t":"conflict"}'));
			if (self.isSilent) return;
			return say(line, answered(document, 'saved', encode(document, 8, (encoder) => encoding.writeVarUint(encoder, conflicts + offenceCount === 0 ? 1 : 0))));
		}
		if (message.text === '{"t":"digest"}') {
			const places = [...held].sort(([a], [b]) => a - b).flatMap(([slot, bySeq]) =>
				[...bySeq].sort(([a], [b]) => a - b).map(([seq, entry]) => ({ slot, seq, id: envelopeId(entry) as EntryId })));
			return say(line, answered(document, 'digest', encodeText(document, `{"t":"digest","count":${places.length},"of":"${toBase64(keeperDigest(places))}"}`)));
		}
		for (const other of others(line, document)) say(other, encodeText(document, message.text));
	}

	const self: FakeKeeper = {
		url, pass,
		documents: new Map(),
		received: [],
		answer: null,
		isUp: true,
		refuses: null,
		isSilent: false,
		offences: 0,
		stunPort: null,
		async dial(address, hooks) {
			const line: Line = { hooks, challenge: random.bytes(32), open: new Set(), isDown: !self.isUp };
			if (address !== `${url.replace(/^http/, 'ws')}/keep` || !self.isUp) {
				setImmediate(() => hooks.closed());
				return { send: () => undefined, close: () => undefined };
			}
			lines.add(line);
			setImmediate(() => {
				hooks.opened();
				say(line, encodeKeeperHello(line.challenge));
			});
			return {
				// what was sent before the end still arrives
				send: (bytes) => void (!line.isDown && setImmediate(() => take(line, bytes))),
				close() {
					line.isDown = true;
					lines.delete(line);
				}
			};
		},
		cut() {
			for (const line of lines) {
				line.isDown = true;
				line.hooks.closed();
			}
			lines.clear();
		},
		lines: () => lines.size,
		put(document, slot, seq, bytes) {
			const held = hold(document);
			held.set(slot, (held.get(slot) ?? new Map<number, Uint8Array>()).set(seq, bytes));
		},
		entries: () => [...self.documents.values()].reduce((sum, held) => sum + [...held.values()].reduce((inner, bySeq) => inner + bySeq.size, 0), 0)
	};
	return self;
}

/** One that leads to whichever of these an address means. */
export function dialAny(keepers: readonly FakeKeeper[]): Dial {
	return (address, hooks) => {
		const found = keepers.find(({ url }) => address.startsWith(url.replace(/^http/, 'ws')));
		if (!found) throw new Error('no such keeper');
		return found.dial(address, hooks);
	};
}

function encode(document: string, kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarString(encoder, document);
	encoding.writeVarUint(encoder, kind);
	write(encoder);
	return encoding.toUint8Array(encoder);
}
export const encodeSync = (document: string, step: number, body: Uint8Array): Uint8Array =>
	encode(document, 0, (encoder) => {
		encoding.writeVarUint(encoder, step);
		encoding.writeVarUint8Array(encoder, body);
	});
const encodeText = (document: string, text: string): Uint8Array => encode(document, 5, (encoder) => encoding.writeVarString(encoder, text));
const encodeAuth = (document: string, kind: number, text: string): Uint8Array =>
	encode(document, 2, (encoder) => {
		encoding.writeVarUint(encoder, kind);
		encoding.writeVarString(encoder, text);
	});
export function encodeCounts(counts: ReadonlyMap<number, number>): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, counts.size);
	for (const [slot, next] of counts) {
		encoding.writeVarUint(encoder, slot);
		encoding.writeVarUint(encoder, next);
	}
	return encoding.toUint8Array(encoder);
}
function readCounts(bytes: Uint8Array): Map<number, number> {
	let at = 0;
	const uint = (): number => {
		let value = 0;
		for (let scale = 1; ; scale *= 128) {
			const byte = bytes[at++]!;
			value += (byte & 127) * scale;
			if (byte < 128) return value;
		}
	};
	const counts = new Map<number, number>();
	for (let left = uint(); left > 0; left--) counts.set(uint(), uint());
	return counts;
}
