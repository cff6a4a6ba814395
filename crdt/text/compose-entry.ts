/**
 * Puts together what the next entry of this session holds: own words since the last one, the live words of others that they
 * stand on (or that their author left behind), and now and then a snapshot.
 *
 * One entry is under way at a time: `next`, then `settle` once it is on disk, or `putBack`. Knows nothing of when, nor of
 * sealing. Carries TXT9, TXT14, TXT15, TXT16, TXT19 and TXT21.
 */
import * as Y from 'yjs';
import type { Slot } from '../../crypto/base';
import { sessionOfClient } from './client-id';
import { compactRanges, encodeRange, type EncodedRange } from './own-changes';
import {
	encodePayload,
	MAX_PARTS,
	MAX_PARTS_BYTES,
	MAX_RESTORED,
	sizeOfPart,
	type EmbeddedPart,
	type Frontier,
	type Place,
	type TextPart
} from './payload';
import {
	MAX_DELETE_RANGES,
	MAX_STRUCTS,
	MAX_UNITS,
	MAX_UPDATE_BYTES,
	type ClockRange,
	type SiftedUpdate
} from './sift';
import type { Rescue } from './rescue';
import type { TextDoc } from './text-doc';
import type { LiveFrame, LoggedState, UnloggedFrames } from './unlogged';

/** Entries at least between two snapshots, which together weigh at least as much as the text. */
export const SNAPSHOT_EVERY = 300;

export interface ComposedEntry {
	readonly payload: Uint8Array;
	readonly embedded: readonly LiveFrame[];
	readonly own: {
		readonly update: SiftedUpdate;
		readonly nextClock: number;
		readonly deletes: readonly ClockRange[];
	} | null;
	/** Swept words that this entry says are back (TXT35). */
	readonly restored: readonly ClockRange[];
}

export interface EntryComposer {
	/** Deletes made here since the last entry. */
	noteDeletes(deletes: readonly ClockRange[]): void;
	/** An entry was counted, ours or another's. */
	noteEntry(slot: Slot, place: Place, sizeBytes: number, hasSnapshot: boolean): void;
	/** After loading a snapshot. */
	startFrom(frontier: Frontier): void;
	hasUnwritten(): boolean;
	/**
	 * An entry of everything that is unwritten, the one under way included, for whoever keeps it until it is on the disk. Null: nothing is.
	 * `too-much`: it does not fit into one. Changes nothing.
	 */
	unwritten(): Uint8Array | 'too-much' | null;
	/** The next entry to append, or null when there is nothing to write. Frames heard before `orphanTime` come along. */
	next(orphanTime: number): ComposedEntry | null;
	settle(entry: ComposedEntry): void;
	putBack(entry: ComposedEntry): void;
}

export interface ComposerParts {
	readonly slot: Slot;
	readonly text: TextDoc;
	readonly logged: LoggedState;
	readonly unlogged: UnloggedFrames;
	/** Live frames sent so far by this session. */
	liveCount(): number;
	readonly rescue: Rescue;
}

export function createEntryComposer(parts: ComposerParts): EntryComposer {
	const { slot, text, logged, unlogged, rescue } = parts;
	const session = sessionOfClient(text.client);
	let writtenClock = 0;
	let writtenLiveCount = 0;
	let pendingDeletes: ClockRange[] = [];
	/** Deletes of the entry under way. */
	let leavingDeletes: readonly ClockRange[] = [];
	let entriesSinceSnapshot = 0;
	let bytesSinceSnapshot = 0;
	const frontier = new Map<Slot, Place>();

	const hasUnwritten = (): boolean =>
		text.stateOf(text.client) > writtenClock || pendingDeletes.length > 0;

	/** Own words that fit into one entry: all of them, or the first part of very many without the deletes. */
	function composeOwn(unwrittenDeletes: readonly ClockRange[]): (NonNullable<ComposedEntry['own']> & { readonly isLast: boolean }) | null {
		if (text.stateOf(text.client) <= writtenClock && unwrittenDeletes.length === 0) return null;
		const deletes = compactRanges(unwrittenDeletes);
		for (let maxUnits = Infinity; ; maxUnits = Math.floor(Math.min(maxUnits, FIRST_CUT) / 2)) {
			const isLast = maxUnits === Infinity;
			const encoded = encodeRange(text.doc, text.client, writtenClock, isLast ? deletes : [], maxUnits);
			if (encoded.nextClock - writtenClock <= MAX_UNITS && fits(encoded)) {
				const { nextClock } = encoded;
				return { update: asSifted(encoded), nextClock, deletes: isLast ? deletes : [], isLast };
			}
			if (maxUnits < 1) throw new Error('one letter does not fit into an entry');
		}
	}

	/** What everybody else will read out of these bytes, known without reading them again. */
	function asSifted({ update, nextClock, needs, deletes }: EncodedRange): SiftedUpdate {
		const { client } = text;
		const writes = nextClock > writtenClock ? { client, from: writtenClock, to: nextClock } : null;
		return { slot, bytes: update, writes, deletes, needs };
	}

	function composeSnapshot(): ComposedEntry | null {
		const isQuiet = unlogged.size === 0 && text.pending === 0 && logged.waiting === 0;
		if (entriesSinceSnapshot < SNAPSHOT_EVERY || !isQuiet) return null;
		// asked again only after as many entries: writing the whole text out to weigh it is work
		entriesSinceSnapshot = 0;
		const part: TextPart = {
			kind: 'snapshot',
			frontier: new Map(frontier),
			state: Y.encodeStateAsUpdate(text.doc)
		};
		if (sizeOfPart(part) > Math.min(MAX_PARTS_BYTES, bytesSinceSnapshot)) return null;
		return { payload: encodePayload([part]), embedded: [], own: null, restored: [] };
	}

	return {
		noteDeletes: (deletes) => void pendingDeletes.push(...deletes),
		noteEntry(author, { segment, seq }, sizeBytes, hasSnapshot) {
			entriesSinceSnapshot = hasSnapshot ? 0 : entriesSinceSnapshot + 1;
			bytesSinceSnapshot = hasSnapshot ? 0 : bytesSinceSnapshot + sizeBytes;
			const end = frontier.get(author) ?? { segment: 0, seq: 0 };
			// a device's chain is admitted in order, so a new segment comes after all of the one before
			const continues = segment === end.segment ? seq === end.seq : segment > end.segment && seq === 0;
			if (continues) frontier.set(author, { segment, seq: seq + 1 });
		},
		startFrom(known) {
			for (const [author, place] of known) frontier.set(author, place);
		},
		hasUnwritten,
		unwritten() {
			const own = composeOwn([...leavingDeletes, ...pendingDeletes]);
			if (own === null) return null;
			const { isLast, update } = own;
			const out: TextPart[] = unlogged.requiredBy(update).map(embeddedPart);
			out.push({ kind: 'written', session, liveCount: parts.liveCount(), update: update.bytes });
			const restored = rescue.unsaid().slice(0, MAX_RESTORED);
			if (restored.length > 0) out.push({ kind: 'restored', ranges: restored });
			const size = out.reduce((sum, part) => sum + sizeOfPart(part), 0);
			return isLast && out.length <= MAX_PARTS && size <= MAX_PARTS_BYTES ? encodePayload(out) : 'too-much';
		},
		next(orphanTime) {
			const own = composeOwn(pendingDeletes);
			const required = own === null ? [] : unlogged.requiredBy(own.update);
			const frames = [...new Set([...required, ...unlogged.heardBefore(orphanTime)])];
			if (own === null && frames.length === 0) return composeSnapshot();

			const out: TextPart[] = [];
			const embedded: LiveFrame[] = [];
			let room = MAX_PARTS_BYTES;
			for (const frame of frames) {
				const part = embeddedPart(frame);
				room -= sizeOfPart(part);
				if (room < 0 || out.length >= MAX_PARTS - 1) break;
				out.push(part);
				embedded.push(frame);
			}
			if (own === null || embedded.length < frames.length)
				return { payload: encodePayload(out), embedded, own: null, restored: [] };

			const part: TextPart = {
				kind: 'written',
				session,
				liveCount: own.isLast ? parts.liveCount() : writtenLiveCount,
				update: own.update.bytes
			};
			if (embedded.length > 0 && room < own.update.bytes.length + PART_OVERHEAD)
				return { payload: encodePayload(out), embedded, own: null, restored: [] };
			out.push(part);
			if (own.isLast) pendingDeletes = [];
			leavingDeletes = own.deletes;
			writtenLiveCount = part.liveCount;
			const restored = rescue.unsaid().slice(0, MAX_RESTORED);
			if (restored.length > 0) out.push({ kind: 'restored', ranges: restored });
			return { payload: encodePayload(out), embedded, own, restored };
		},
		settle({ embedded, own, restored }) {
			rescue.said(restored);
			for (const frame of embedded) {
				logged.add(frame.update);
				unlogged.coverOne(frame.client, frame.number);
			}
			if (own !== null) {
				writtenClock = own.nextClock;
				leavingDeletes = [];
				logged.add(own.update);
			}
			unlogged.settle();
		},
		putBack({ own }) {
			if (own === null) return;
			pendingDeletes = [...own.deletes, ...pendingDeletes];
			leavingDeletes = [];
		}
	};
}

/** Bytes around an update in a payload, rounded up. */
const PART_OVERHEAD = 32;

/** Units tried when everything at once is too much; halved until it fits. */
const FIRST_CUT = 120_000;

const fits = ({ update, structs, deletes }: EncodedRange): boolean =>
	update.length <= MAX_UPDATE_BYTES && structs <= MAX_STRUCTS && deletes.length <= MAX_DELETE_RANGES;

const embeddedPart = ({ signature, signedBytes }: LiveFrame): EmbeddedPart => ({
	kind: 'embedded',
	signature,
	signedBytes
});
