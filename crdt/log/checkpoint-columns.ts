/**
 * A log's admitted entries as columns of plain bytes, and back: entries read from columns make their texts and payloads only
 * when somebody looks at them, which is what makes reopening fast.
 *
 * Knows nothing of keys, disk or rules; trusts what it is given (a checkpoint is sealed under a key of this device alone).
 * Carries SPEC rules LOG60-LOG62.
 */
import { AREAS, textOf, utf8, type Area, type DeviceId, type EntryId, type EpochId, type Slot, type StreamId } from '../../crypto/base';
import type { Dag, DagColumns } from './dag';
import type { OpenedEntry } from './entry';
import { idColumn } from './id-column';
import { decodePayload, type Payload } from './payload';
import type { RawBatch, RawEntry } from './ports';
import { packSections, unpackSections } from './sections';

export const TAIL_BYTES = 8;

export interface RestoredLog {
	readonly dag: DagColumns;
	readonly entries: OpenedEntry[];
	/** Which sealed bytes belong to the entry: their length and last bytes (the end of the signature). */
	matches(index: number, bytes: Uint8Array): boolean;
	/** Arrival number of the entry's `prev`, -1 for none. */
	prevIndexAt(index: number): number;
}

interface Meta {
	readonly v: 1;
	readonly stream: StreamId;
	readonly devices: readonly DeviceId[];
	readonly epochs: readonly EpochId[];
	readonly chains: DagColumns['chains'];
}

/** @throws for entries whose ids are no ids. The graph must be without forks: the caller sees to it. */
export function encodeColumns(stream: StreamId, dag: Dag, entries: readonly OpenedEntry[], rawAt: (index: number) => RawEntry): Uint8Array {
	const count = entries.length;
	const columns = dag.columns();
	const devices = new Map<DeviceId, number>();
	const epochs = new Map<EpochId, number>();
	const cells = new Uint32Array(count * CELLS);
	const tails = new Uint8Array(count * TAIL_BYTES);
	const deps: number[] = [];
	const payloads: Uint8Array[] = [];
	let payloadEnd = 0;
	entries.forEach((entry, index) => {
		const { bytes } = rawAt(index);
		const payload = payloadBytes(entry.payload);
		payloads.push(payload);
		payloadEnd += payload.length;
		for (const dep of entry.deps) deps.push(dag.indexOf(dep));
		cells.set(
			[
				entry.segment,
				entry.seq,
				AREAS.indexOf(entry.area),
				numberOf(devices, entry.device),
				numberOf(epochs, entry.epoch),
				entry.prev === null ? 0 : dag.indexOf(entry.prev) + 1,
				deps.length,
				payloadEnd,
				bytes.length
			],
			index * CELLS
		);
		tails.set(bytes.subarray(bytes.length - TAIL_BYTES), index * TAIL_BYTES);
	});
	const text = new Uint8Array(payloadEnd);
	let at = 0;
	for (const payload of payloads) {
		text.set(payload, at);
		at += payload.length;
	}
	const meta: Meta = { v: 1, stream, devices: [...devices.keys()], epochs: [...epochs.keys()], chains: columns.chains };
	return packSections([
		utf8(JSON.stringify(meta)),
		columns.ids.bytes,
		columns.chainOf,
		columns.posOf,
		columns.lamportOf,
		columns.offsetOf,
		columns.widthOf,
		columns.hasChild,
		columns.counters,
		cells,
		Uint32Array.from(deps),
		tails,
		text
	]);
}

/** Null for anything that is not such columns of this stream, or whose parts do not fit together. */
export function decodeColumns(bytes: Uint8Array, stream: StreamId): RestoredLog | null {
	const sections = unpackSections(bytes);
	if (sections === null || sections.length !== 13) return null;
	const [metaBytes, ids, chainOf, posOf, lamportOf, offsetOf, widthOf, hasChild, counters, cells, deps, tails, text] =
		sections as [Uint8Array, ...Uint8Array[]] & { length: 13 } & Record<number, Uint8Array>; // the number was checked on the line before
	const meta = parseMeta(metaBytes);
	if (meta === null || meta.stream !== stream) return null;
	const count = ids!.length / 32;
	if (!Number.isInteger(count) || cells!.length !== count * CELLS * 4 || tails!.length !== count * TAIL_BYTES) return null;
	const dag: DagColumns = {
		ids: idColumn(ids!),
		chainOf: words(chainOf!),
		posOf: words(posOf!),
		lamportOf: words(lamportOf!),
		offsetOf: words(offsetOf!),
		widthOf: words(widthOf!),
		hasChild: hasChild!,
		counters: words(counters!),
		chains: meta.chains
	};
	if ([dag.chainOf, dag.posOf, dag.lamportOf, dag.offsetOf, dag.widthOf, dag.hasChild].some((column) => column.length !== count))
		return null;
	const source: Source = { stream, meta, dag, cells: words(cells!), deps: words(deps!), text: text!, texts: new Array<EntryId>(count) };
	const entries: OpenedEntry[] = [];
	for (let index = 0; index < count; index++) entries.push(new ColumnEntry(source, index));
	return {
		dag,
		entries,
		prevIndexAt: (index) => source.cells[index * CELLS + PREV]! - 1,
		matches(index, sealed) {
			if (sealed.length !== source.cells[index * CELLS + SIZE]) return false;
			for (let i = 0; i < TAIL_BYTES; i++)
				if (tails![index * TAIL_BYTES + i] !== sealed[sealed.length - TAIL_BYTES + i]) return false;
			return true;
		}
	};
}

/**
 * Finds the sealed bytes of every restored entry among those of the disk. Null when any is missing or differs: then the
 * checkpoint is not of this disk. `rest` is what came after it.
 */
export function matchCheckpoint(
	restored: RestoredLog,
	batches: readonly RawBatch[]
): { readonly raws: readonly RawEntry[]; readonly rest: readonly RawBatch[] } | null {
	const indices = new Map<number, Map<Slot, number[]>>();
	restored.entries.forEach((entry, index) => {
		let slots = indices.get(entry.segment);
		if (slots === undefined) indices.set(entry.segment, (slots = new Map()));
		const own = slots.get(entry.slot);
		if (own === undefined) slots.set(entry.slot, [index]);
		else own.push(index);
	});
	const raws = new Array<RawEntry | undefined>(restored.entries.length);
	const rest: RawBatch[] = [];
	let found = 0;
	for (const { stream, segment, entries } of batches) {
		const slots = indices.get(segment);
		const others: RawEntry[] = [];
		for (const raw of entries) {
			const index = slots?.get(raw.slot)?.[raw.seq];
			if (index === undefined || !restored.matches(index, raw.bytes)) others.push(raw);
			else if (raws[index] === undefined) {
				raws[index] = raw;
				found++;
			}
		}
		if (others.length > 0) rest.push({ stream, segment, entries: others });
	}
	return found === raws.length ? { raws: raws as RawEntry[], rest } : null; // every one was found
}

/** Cells of one entry. */
const CELLS = 9;
const [SEGMENT, SEQ, AREA, DEVICE, EPOCH, PREV, DEPS_END, TEXT_END, SIZE] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;

interface Source {
	readonly stream: StreamId;
	readonly meta: Meta;
	readonly dag: DagColumns;
	readonly cells: Uint32Array;
	readonly deps: Uint32Array;
	readonly text: Uint8Array;
	/** Ids made so far. */
	readonly texts: (EntryId | undefined)[];
}

/** An entry that reads its columns when asked. Do not spread or clone it: its fields are getters. */
class ColumnEntry implements OpenedEntry {
	readonly #source: Source;
	readonly #index: number;
	#payload: Payload | null = null;

	constructor(source: Source, index: number) {
		this.#source = source;
		this.#index = index;
	}
	#cell(which: number): number {
		return this.#source.cells[this.#index * CELLS + which]!;
	}
	#textAt(index: number): EntryId {
		const { texts, dag } = this.#source;
		return texts[index] ?? (texts[index] = dag.ids.textAt(index));
	}
	get id(): EntryId {
		return this.#textAt(this.#index);
	}
	get stream(): StreamId {
		return this.#source.stream;
	}
	get segment(): number {
		return this.#cell(SEGMENT);
	}
	get slot(): Slot {
		const { dag, meta } = this.#source;
		return meta.chains[dag.chainOf[this.#index]!]![0];
	}
	get seq(): number {
		return this.#cell(SEQ);
	}
	get device(): DeviceId {
		return this.#source.meta.devices[this.#cell(DEVICE)]!;
	}
	get epoch(): EpochId {
		return this.#source.meta.epochs[this.#cell(EPOCH)]!;
	}
	get area(): Area {
		return AREAS[this.#cell(AREA)]!;
	}
	get lamport(): number {
		return this.#source.dag.lamportOf[this.#index]!;
	}
	get prev(): EntryId | null {
		const prev = this.#cell(PREV);
		return prev === 0 ? null : this.#textAt(prev - 1);
	}
	get deps(): readonly EntryId[] {
		const from = this.#index === 0 ? 0 : this.#source.cells[(this.#index - 1) * CELLS + DEPS_END]!;
		return Array.from(this.#source.deps.subarray(from, this.#cell(DEPS_END)), (index) => this.#textAt(index));
	}
	get payload(): Payload {
		if (this.#payload !== null) return this.#payload;
		const from = this.#index === 0 ? 0 : this.#source.cells[(this.#index - 1) * CELLS + TEXT_END]!;
		return (this.#payload = decodePayload(this.#source.text.slice(from, this.#cell(TEXT_END))));
	}
}

function payloadBytes(payload: Payload): Uint8Array {
	switch (payload.kind) {
		case 'ops':
			return framed(0, utf8(JSON.stringify({ v: 1, at: payload.claimedAt, ops: payload.ops })));
		case 'text':
			return framed(1, payload.bytes);
		case 'unknown':
			return new Uint8Array(0);
	}
}

function framed(kind: number, body: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(body.length + 1);
	bytes[0] = kind;
	bytes.set(body, 1);
	return bytes;
}

function parseMeta(bytes: Uint8Array): Meta | null {
	const text = textOf(bytes);
	if (text === null) return null;
	try {
		const meta = JSON.parse(text) as Meta; // written by this device and authenticated as a whole
		return meta.v === 1 ? meta : null;
	} catch {
		return null;
	}
}

function numberOf<K>(table: Map<K, number>, key: K): number {
	const known = table.get(key);
	if (known !== undefined) return known;
	table.set(key, table.size);
	return table.size - 1;
}

const words = (bytes: Uint8Array): Uint32Array => new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
