/**
 * A member who has gone bad: holds every key, writes valid entries when it suits, and otherwise forks its log, sends garbage,
 * poisons places, deletes, replays, lies about what it holds.
 */
import * as Y from 'yjs';
import { CORE_STREAM, toBase64, type EntryId, type Slot } from '$crypto/base';
import { sealEnvelope } from '$crypto/envelope';
import type { Random } from '$crypto/random';
import { encodeHeader, type Header } from '$crdt/log/entry';
import { encodePayload } from '$crdt/log/payload';
import { encodeRuns } from '$crdt/log/outer-doc';
import { encodeSide } from '$lib/worker/side-protocol';
import type { RawEntry } from '$crdt/log/ports';
import type { Seeded } from '../support/seeded';
import type { Message, Network } from './network';
import type { SimNode } from './node';

export interface Mischief {
	readonly story: string;
	/** Sent to every device named; indices into the world's devices. */
	readonly messages: readonly { readonly to: number; readonly message: Message }[];
}

export interface MischiefContext {
	readonly self: SimNode;
	readonly nodes: readonly SimNode[];
	readonly network: Network;
	readonly random: Random;
	readonly chance: Seeded;
	readonly nowMs: number;
}

/** Everything a hostile member can think of, one at a time. */
export function chooseMischief(context: MischiefContext): Mischief | null {
	const { chance } = context;
	return chance.pick([fork, garbage, mutated, poison, deletes, replay, lies, badEntry, orphan, closed, garbage, replay])(context);
}

const upOthers = ({ nodes, self }: MischiefContext): number[] =>
	nodes.flatMap((node, index) => (node !== self && node.isUp ? [index] : []));

const side = (bytes: Uint8Array): Message => ({ kind: 'side', bytes });
const entriesOf = (segment: number, entry: RawEntry): Message =>
	side(encodeSide({ kind: 'entries', batch: { stream: CORE_STREAM, segment, entries: [entry] } }));
const update = (bytes: Uint8Array, segment = 0): Message => ({ kind: 'update', segment, bytes });

/** Another entry for the place of the newest own one; half of the devices get it. */
function fork(context: MischiefContext): Mischief | null {
	const { self, chance } = context;
	const { log, signer } = self.open();
	const last = log.entries().findLast((entry) => entry.slot === signer.slot);
	if (last === undefined) return null;
	const made = craft(context, { segment: last.segment, seq: last.seq, prev: last.prev, deps: last.deps, lamport: last.lamport });
	const half = upOthers(context).filter(() => chance.chance(0.5));
	return { story: 'forks its log', messages: half.map((to) => ({ to, message: made })) };
}

/** A chain, Lamport number or place that no honest device would write. */
function badEntry(context: MischiefContext): Mischief | null {
	const { self, chance } = context;
	const { log, signer } = self.open();
	const last = log.entries().findLast((entry) => entry.slot === signer.slot);
	if (last === undefined) return null;
	const next = { segment: last.segment, seq: last.seq + 1, prev: last.id, deps: [] as EntryId[], lamport: last.lamport + 1 };
	const stranger = log.entries()[chance.int(log.entries().length)]!.id;
	const header = chance.pick([
		{ ...next, lamport: 0xffffffff },
		{ ...next, segment: 7, seq: 0 },
		{ ...next, seq: last.seq + 40 },
		{ ...next, prev: stranger },
		{ ...next, lamport: 0 }
	]);
	return { story: 'writes an entry out of its place', messages: everybody(context, craft(context, header)) };
}

function craft({ self, random, chance }: MischiefContext, place: Pick<Header, 'segment' | 'seq' | 'prev' | 'deps' | 'lamport'>): Message {
	const { id: collective, keyring, signer } = self.open();
	const epoch = keyring.all().at(-1)!;
	const payload = encodePayload({
		kind: 'ops',
		claimedAt: 0,
		ops: [{ type: 'proposals/comment', about: `${'q'.repeat(43)}.0`, text: `tongue ${chance.int(1e6)}`, replyTo: null, mentions: [] }]
	});
	if (!payload.ok) throw new Error(payload.error.type);
	const header: Header = { ...place, area: 'proposals', slot: signer.slot };
	const { bytes } = sealEnvelope({
		collective,
		stream: CORE_STREAM,
		epochHint: epoch.hint,
		headerKey: epoch.headerKey,
		payloadKey: epoch.areaKey('proposals'),
		header: encodeHeader(header),
		payload: payload.value,
		signSecretKey: signer.signSecretKey,
		random
	});
	return entriesOf(header.segment, { slot: signer.slot, seq: header.seq, bytes });
}

const everybody = (context: MischiefContext, message: Message) => upOthers(context).map((to) => ({ to, message }));

function garbage(context: MischiefContext): Mischief {
	const { chance } = context;
	const bytes = chance.bytes(1 + chance.int(400));
	return { story: 'sends garbage', messages: everybody(context, chance.chance(0.5) ? side(bytes) : update(bytes)) };
}

/** A valid entry on top of sixty that nobody ever wrote: it waits, and its parents are asked for, for ever. */
function orphan(context: MischiefContext): Mischief | null {
	const { self, chance } = context;
	const { log, signer } = self.open();
	const last = log.entries().findLast((entry) => entry.slot === signer.slot);
	if (last === undefined) return null;
	const deps = Array.from({ length: 60 }, () => toBase64(chance.bytes(32)) as EntryId).sort(); // as made-up as they look
	const made = craft(context, { segment: last.segment, seq: last.seq + 1, prev: last.id, deps, lamport: last.lamport + 1 });
	return { story: 'builds on entries that nobody wrote', messages: everybody(context, made) };
}

/** Entries of devices that nobody has heard of, under group keys that nobody has opened. */
function closed(context: MischiefContext): Mischief | null {
	const { self, chance } = context;
	const raw = self.open().log.raw(self.open().log.entries().at(-1)!.id);
	if (raw === undefined) return null;
	const messages = Array.from({ length: 1 + chance.int(20) }, () => {
		const bytes = raw.bytes.slice();
		bytes.set(chance.bytes(4), 1);
		return entriesOf(0, { slot: chance.int(0xffffffff) as Slot, seq: chance.int(9), bytes });
	});
	return { story: 'sends what nobody can open', messages: messages.flatMap((message) => everybody(context, message)) };
}

function outerOf(node: SimNode, segment = 0): Uint8Array {
	const runs = new Map<Slot, Uint8Array[]>();
	for (const batch of node.open().log.missing(new Map()))
		if (batch.segment === segment) for (const { slot, bytes } of batch.entries) runs.set(slot, [...(runs.get(slot) ?? []), bytes]);
	return encodeRuns([...runs].map(([slot, entries]) => ({ slot, fromSeq: 0, entries })));
}

function mutated(context: MischiefContext): Mischief {
	const { self, chance } = context;
	const bytes = outerOf(self);
	for (let i = 1 + chance.int(8); i > 0; i--) bytes[chance.int(bytes.length)] = chance.int(256);
	return { story: 'sends a mutated copy of everything', messages: everybody(context, update(bytes)) };
}

function poison(context: MischiefContext): Mischief | null {
	const { nodes, chance } = context;
	const victims = upOthers(context);
	if (victims.length === 0) return null;
	const victim = nodes[chance.pick(victims)]!.open();
	const { slot } = victim.signer;
	const fromSeq = victim.log.have().get(0)?.get(slot) ?? 0;
	const bytes = encodeRuns([{ slot, fromSeq, entries: [chance.bytes(500), chance.bytes(700)] }]);
	return { story: "puts garbage at another device's next place", messages: everybody(context, update(bytes)) };
}

function deletes(context: MischiefContext): Mischief {
	const doc = new Y.Doc({ gc: true });
	Y.applyUpdate(doc, outerOf(context.self));
	for (const name of [...doc.share.keys()]) doc.getArray(name).delete(0, doc.getArray(name).length);
	return { story: 'deletes everything', messages: everybody(context, update(Y.encodeStateAsUpdate(doc))) };
}

function replay(context: MischiefContext): Mischief | null {
	const old = context.network.replay(context.chance);
	return old === null ? null : { story: 'replays an old message', messages: everybody(context, old.message) };
}

/** Claims to hold a million entries of everybody. */
function lies(context: MischiefContext): Mischief {
	const { self, nodes } = context;
	const counts = new Map(self.open().log.have().get(0) ?? []);
	for (const to of upOthers(context)) counts.set(nodes[to]!.open().signer.slot, 1_000_000);
	const message = side(encodeSide({ kind: 'heartbeat', have: new Map([[CORE_STREAM, new Map([[0, counts]])]]), stateHash: '', epoch: '' }));
	return { story: 'claims to hold what nobody wrote', messages: everybody(context, message) };
}
