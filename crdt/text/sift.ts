/**
 * Reads an update before Yjs does: who wrote it, what it needs, whether it is fit to be applied.
 *
 * Yjs trusts its input. An update may carry anybody's structs, refer to what does not exist yet (and make Yjs throw in the
 * middle of a transaction), claim sizes that no memory holds, or bring content that no editor of ours makes. What passes
 * here is one client's contiguous run of structs, and deletes. Knows nothing of documents: it says what an update needs, and
 * the document decides whether that is here. Carries TXT3 to TXT8.
 */
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { err, ok, type Result, type Slot } from '../../crypto/base';
import { isClientOf } from './client-id';
import { ELEMENTS, isAllowedAttribute, isAllowedMark } from './content';

/** The one root of a text. */
export const ROOT_NAME = 'default';
export const MAX_UPDATE_BYTES = 192 * 1024;
export const MAX_STRUCTS = 20_000;
export const MAX_DELETE_RANGES = 20_000;
/** Clock units (characters, marks, elements) of one update. */
export const MAX_UNITS = 2 ** 20;

/** A run of clocks of one client; `to` is exclusive. */
export interface ClockRange {
	readonly client: number;
	readonly from: number;
	readonly to: number;
}

export interface SiftedUpdate {
	readonly slot: Slot;
	readonly bytes: Uint8Array;
	/** What it writes; null when it only deletes. */
	readonly writes: ClockRange | null;
	readonly deletes: readonly ClockRange[];
	/** Per client, the clock (exclusive) that must be present before the structs can be placed. */
	readonly needs: ReadonlyMap<number, number>;
}

export type UpdateFailure =
	/** Structs under a client id that is not the author's. */
	| { readonly type: 'ForeignStructs'; readonly slot: Slot; readonly client: number }
	| { readonly type: 'TooMany'; readonly what: 'bytes' | 'structs' | 'deletes' | 'units' }
	| { readonly type: 'Malformed'; readonly reason: string };

const malformed = (reason: string) => err({ type: 'Malformed', reason } as const);

/** Decodes an update (Yjs format 1) by the device with `slot`. Never throws; allocates in proportion to the bytes given. */
export function siftUpdate(slot: Slot, update: Uint8Array): Result<SiftedUpdate, UpdateFailure> {
	if (update.length > MAX_UPDATE_BYTES) return err({ type: 'TooMany', what: 'bytes' });
	// a copy of its own: lib0 reads byte arrays relative to the whole buffer and would see what lies behind a view
	const bytes = update.slice();
	let decoded: ReturnType<typeof Y.decodeUpdate>;
	try {
		if (decoding.readVarUint(decoding.createDecoder(bytes)) > 1) return malformed('several clients');
		decoded = Y.decodeUpdate(bytes);
	} catch {
		return malformed('undecodable');
	}
	if (decoded.structs.length > MAX_STRUCTS) return err({ type: 'TooMany', what: 'structs' });
	const needs = new Map<number, number>();
	const writes = siftStructs(slot, decoded.structs, needs);
	if (!writes.ok) return writes;
	const deletes = siftDeletes(decoded.ds.clients);
	if (!deletes.ok) return deletes;
	return ok({ slot, bytes, writes: writes.value, deletes: deletes.value, needs });
}

function siftStructs(
	slot: Slot,
	structs: readonly Y.AbstractStruct[],
	needs: Map<number, number>
): Result<ClockRange | null, UpdateFailure> {
	const first = structs[0];
	if (first === undefined) return ok(null);
	const { client, clock: from } = first.id;
	if (!isClientOf(slot, client)) return err({ type: 'ForeignStructs', slot, client });
	let to = from;
	for (const struct of structs) {
		if (struct.id.client !== client || struct.id.clock !== to) return malformed('clocks not contiguous');
		if (!Number.isSafeInteger(struct.length) || struct.length < 1) return malformed('empty struct');
		if (struct instanceof Y.Item) {
			const reason = siftItem(struct, needs);
			if (reason !== null) return malformed(reason);
		} else if (!(struct instanceof Y.GC)) return malformed('hole');
		to += struct.length;
		if (to - from > MAX_UNITS) return err({ type: 'TooMany', what: 'units' });
	}
	if (!Number.isSafeInteger(to)) return malformed('clock out of range');
	if (from > 0) noteNeed(needs, client, from - 1);
	return ok({ client, from, to });
}

/** @returns what is wrong with it, or null. */
function siftItem(item: Y.Item, needs: Map<number, number>): string | null {
	if (!isAllowedContent(item)) return 'content of an unknown kind';
	// decoded items have ids or a name here, whatever Yjs' types say of integrated ones
	const parent: unknown = item.parent;
	if (typeof parent === 'string') {
		if (parent !== ROOT_NAME) return 'another root';
	} else if (parent instanceof Y.ID) {
		if (!refer(item, parent, needs)) return 'refers to its own future';
	} else if (parent !== null && parent !== undefined) return 'parent of an unknown kind';
	if (item.origin !== null && !refer(item, item.origin, needs)) return 'refers to its own future';
	if (item.rightOrigin !== null && !refer(item, item.rightOrigin, needs)) return 'refers to its own future';
	return null;
}

/** Notes a reference; false when it points at or behind the item itself, which Yjs answers by throwing mid-transaction. */
function refer(item: Y.Item, id: Y.ID, needs: Map<number, number>): boolean {
	if (!Number.isSafeInteger(id.client) || !Number.isSafeInteger(id.clock)) return false;
	if (id.client === item.id.client) return id.clock < item.id.clock;
	noteNeed(needs, id.client, id.clock);
	return true;
}

/** `clock` of `client` must be there first. */
export function noteNeed(needs: Map<number, number>, client: number, clock: number): void {
	if ((needs.get(client) ?? 0) <= clock) needs.set(client, clock + 1);
}

/** Text, known marks, known elements and their attributes, and what is left of them when deleted. */
function isAllowedContent({ content, parentSub, origin, rightOrigin }: Y.Item): boolean {
	if (content instanceof Y.ContentDeleted) return true;
	// an item beside another one is where that one is: only the first says whether it is an attribute, and which
	const isTold = origin === null && rightOrigin === null;
	if (content instanceof Y.ContentAny)
		return (!isTold || parentSub !== null) && content.arr.every((value) => isAllowedAttribute(parentSub, value));
	if (parentSub !== null) return false;
	if (content instanceof Y.ContentType) {
		const { type } = content;
		return type instanceof Y.XmlElement ? ELEMENTS.has(type.nodeName) : type.constructor === Y.XmlText;
	}
	if (content instanceof Y.ContentFormat) return isAllowedMark(content.key, content.value);
	return content instanceof Y.ContentString;
}

function siftDeletes(
	rangesByClient: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>
): Result<readonly ClockRange[], UpdateFailure> {
	const deletes: ClockRange[] = [];
	for (const [client, ranges] of rangesByClient) {
		for (const { clock, len } of ranges) {
			if (deletes.length >= MAX_DELETE_RANGES) return err({ type: 'TooMany', what: 'deletes' });
			const to = clock + len;
			if (len < 1 || !Number.isSafeInteger(clock) || !Number.isSafeInteger(to))
				return malformed('empty or boundless delete');
			deletes.push({ client, from: clock, to });
		}
	}
	return ok(deletes);
}
