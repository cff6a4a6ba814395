/**
 * Writes what one client did as one compact update, straight from the document's store.
 *
 * Updates that Yjs emits per keystroke name client and neighbours again for every letter, and merging them does not join the
 * letters; in the store they are joined already. Deleted words are written without their content, and are listed as deleted
 * too, so that a reader who has seen them live deletes them as well. Knows nothing of time, sealing or the log. Carries TXT9.
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { noteNeed, type ClockRange } from './sift';

/** Deletes by client: disjoint, sorted runs after `compactRanges`. */
export type DeleteRanges = readonly ClockRange[];

/** What one update holds; `nextClock` is where the next one goes on. The rest is what `siftUpdate` would read out of it. */
export interface EncodedRange {
	readonly update: Uint8Array;
	readonly nextClock: number;
	readonly structs: number;
	readonly needs: ReadonlyMap<number, number>;
	readonly deletes: DeleteRanges;
}

/**
 * Encodes the structs of `client` from clock `from` (and `deletes`) as a Yjs update of format 1.
 *
 * Stops after about `maxUnits` clock units; call again from `nextClock` until that is the document's state. A pair of
 * surrogates is never parted (the halves would turn into replacement characters).
 */
export function encodeRange(
	doc: Y.Doc,
	client: number,
	from: number,
	deletes: DeleteRanges,
	maxUnits: number
): EncodedRange {
	const encoder = new Y.UpdateEncoderV1();
	const structs: (Y.Item | Y.GC)[] = doc.store.clients.get(client) ?? [];
	const until = Y.getState(doc.store, client);
	const allDeletes: ClockRange[] = [...deletes];
	const picked: (Y.Item | Y.GC)[] = [];
	let to = from;
	if (from < until) {
		for (let i = Y.findIndexSS(structs, from); i < structs.length && to - from < maxUnits; i++) {
			const struct = structs[i]!; // i is below the length
			const end = struct.id.clock + struct.length;
			const piece = end - from > maxUnits ? shorten(struct, from + maxUnits) : struct;
			const pieceEnd = piece.id.clock + piece.length;
			if (struct.deleted) allDeletes.push({ client, from: to, to: pieceEnd });
			picked.push(piece);
			to = pieceEnd;
			if (piece !== struct) break;
		}
	}
	encoding.writeVarUint(encoder.restEncoder, picked.length === 0 ? 0 : 1);
	if (picked.length > 0) {
		encoding.writeVarUint(encoder.restEncoder, picked.length);
		encoder.writeClient(client);
		encoding.writeVarUint(encoder.restEncoder, from);
		picked.forEach((struct, i) => struct.write(encoder, i === 0 ? from - struct.id.clock : 0));
	}
	const compacted = compactRanges(allDeletes);
	writeDeletes(encoder.restEncoder, compacted);
	const needs = new Map<number, number>();
	if (from > 0 && picked.length > 0) noteNeed(needs, client, from - 1);
	for (const struct of picked) if (struct instanceof Y.Item) noteNeeds(needs, struct, struct.id.clock < from);
	return { update: encoder.toUint8Array(), nextClock: to, structs: picked.length, needs, deletes: compacted };
}

/** Of a struct whose beginning was written before, only the right neighbour is written again. */
function noteNeeds(needs: Map<number, number>, item: Y.Item, isRest: boolean): void {
	const { id, rightOrigin, parent } = item;
	const origin = isRest ? id : item.origin;
	// an item in the store knows its parent as a type, the root has no item; it is written only without neighbours
	const isAlone = origin === null && rightOrigin === null;
	const within = isAlone && parent instanceof Y.AbstractType ? (parent._item?.id ?? null) : null;
	for (const other of [origin, rightOrigin, within])
		if (other !== null && other.client !== id.client) noteNeed(needs, other.client, other.clock);
}

/** A copy that ends at clock `until`, or one unit further where that would part a surrogate pair. */
function shorten(struct: Y.Item | Y.GC, until: number): Y.Item | Y.GC {
	let length = until - struct.id.clock;
	if (struct instanceof Y.GC) return new Y.GC(struct.id, length);
	const { content } = struct;
	if (content instanceof Y.ContentString && isHighSurrogate(content.str.charCodeAt(length - 1)))
		length += 1;
	if (length >= struct.length) return struct;
	const start = content.copy();
	start.splice(length);
	return new Y.Item(
		struct.id,
		null,
		struct.origin,
		null,
		struct.rightOrigin,
		struct.parent,
		struct.parentSub,
		start
	);
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

/** Joins touching and overlapping runs; the result is sorted, clients downwards as Yjs writes them. */
export function compactRanges(ranges: readonly ClockRange[]): ClockRange[] {
	const sorted = [...ranges].sort((a, b) => b.client - a.client || a.from - b.from);
	const out: ClockRange[] = [];
	for (const range of sorted) {
		const last = out[out.length - 1];
		if (last !== undefined && last.client === range.client && range.from <= last.to) {
			if (range.to > last.to) out[out.length - 1] = { ...last, to: range.to };
		} else out.push(range);
	}
	return out;
}

function writeDeletes(encoder: encoding.Encoder, ranges: readonly ClockRange[]): void {
	const clients = new Set(ranges.map((range) => range.client));
	encoding.writeVarUint(encoder, clients.size);
	for (const client of clients) {
		const own = ranges.filter((range) => range.client === client);
		encoding.writeVarUint(encoder, client);
		encoding.writeVarUint(encoder, own.length);
		for (const { from, to } of own) {
			encoding.writeVarUint(encoder, from);
			encoding.writeVarUint(encoder, to - from);
		}
	}
}
