/**
 * The keeper's disk: sealed entries by document, slot and seq, in one lmdb file; each document has one owner.
 *
 * Put if absent, never overwrite, never delete a single entry. A promise of `put` resolves when its transaction is on disk. Holes are
 * kept: an entry may lie beyond a missing one until that comes. Only what the gate let through may be put in. Knows nothing of sockets,
 * signatures or Yjs, nor what an owner is: a pass, or whoever a keeper without passes serves. Carries KEE20 to KEE26.
 */
import { open, type Database, type RootDatabase } from 'lmdb';
import { equalBytes, type Slot } from '../crypto/base';
import { envelopeId } from '../crypto/envelope';
import type { KeptPlace } from '../crypto/keeper';
import type { Run } from '../crdt/log/outer-doc';
import type { RawEntry } from '../crdt/log/ports';
import { createQueue } from './queue';

export type Quota = {
	readonly documentBytes: number;
	readonly documentEntries: number;
	readonly ownerBytes: number;
	readonly ownerDocuments: number;
};

export interface StoredDocument {
	readonly owner: string;
	/** Bytes of its entries, with a fixed cost for each. */
	readonly bytes: number;
	readonly entries: number;
}

/** What became of the entries of one `put`. */
export interface PutOutcome {
	/** New and on disk now. */
	readonly stored: readonly RawEntry[];
	/** Places at which something else is held. */
	readonly conflicts: number;
	/** Entries for which there was no room. */
	readonly refused: number;
	readonly full: 'document' | 'owner' | null;
}

export interface Usage {
	readonly bytes: number;
	readonly documents: number;
	readonly entries: number;
}

export interface KeeperStore {
	/** Null for a document of which nothing is held. */
	find(document: string): StoredDocument | null;
	/** Rejects when the disk refuses: nothing of the call is kept then. A document stays with its first owner. */
	put(document: string, owner: string, entries: readonly RawEntry[], quota: Quota): Promise<PutOutcome>;
	/** Entries from `seq` on as far as they are consecutive. */
	consecutive(document: string, slot: Slot, seq: number): readonly Uint8Array[];
	/** For each slot what is consecutive from seq 0; what lies beyond a hole is left out. */
	runs(document: string): readonly Run[];
	/** Everything held, slots ascending, then seqs ascending. */
	places(document: string): readonly KeptPlace[];
	/** Whoever has something stored. */
	owners(): readonly string[];
	usageOf(owner: string): Usage;
	total(): Usage;
	/** Gives a document to another owner, on disk when it resolves. */
	give(document: string, owner: string): Promise<void>;
	/** Deletes everything of an owner. */
	dropOwner(owner: string): Promise<void>;
	/** For what else lies in the same file. */
	readonly root: RootDatabase;
	close(): Promise<void>;
}

/** What an entry costs besides its bytes: its key and its share of a page. */
export const ENTRY_COST = 96;

export function openStore(file: string): KeeperStore {
	const root = open({ path: file, maxDbs: 8, overlappingSync: false });
	const entries = root.openDB<Buffer, Key>({ name: 'entries', encoding: 'binary' });
	const documents = root.openDB<StoredDocument, string>({ name: 'documents' });
	const queue = createQueue();
	let usageByOwner = new Map<string, Usage>();

	const recount = (): void => {
		usageByOwner = new Map();
		for (const { value } of documents.getRange()) add(usageByOwner, value.owner, value.bytes, 1, value.entries);
	};
	recount();

	const putNow = async (document: string, owner: string, offered: readonly RawEntry[], quota: Quota): Promise<PutOutcome> => {
		const before = documents.get(document) ?? { owner, bytes: 0, entries: 0 };
		const isNew = before.entries === 0;
		const holder = before.owner;
		const fresh = new Map<string, RawEntry>();
		let bytes = 0;
		let conflicts = 0;
		let refused = 0;
		let full: PutOutcome['full'] = null;
		const used = usageByOwner.get(holder) ?? NOTHING;
		for (const entry of offered) {
			const place = `${entry.slot}.${entry.seq}`;
			const held = fresh.get(place)?.bytes ?? entries.get([document, entry.slot, entry.seq]);
			if (held !== undefined) {
				if (!equalBytes(held, entry.bytes)) conflicts++;
				continue;
			}
			const cost = entry.bytes.length + ENTRY_COST;
			if (before.bytes + bytes + cost > quota.documentBytes || before.entries + fresh.size >= quota.documentEntries) full = 'document';
			else if (used.bytes + bytes + cost > quota.ownerBytes || (isNew && used.documents >= quota.ownerDocuments)) full = 'owner';
			else {
				fresh.set(place, entry);
				bytes += cost;
				continue;
			}
			refused++;
		}
		const stored = [...fresh.values()];
		if (stored.length > 0) {
			// counted before the disk has it, so that two documents of one owner cannot both take the last room
			add(usageByOwner, holder, bytes, isNew ? 1 : 0, stored.length);
			try {
				await root.batch(() => {
					for (const { slot, seq, bytes } of stored) part(entries.put([document, slot, seq], Buffer.from(bytes)));
					part(documents.put(document, { owner: holder, bytes: before.bytes + bytes, entries: before.entries + stored.length }));
				});
			} catch (problem) {
				add(usageByOwner, holder, -bytes, isNew ? -1 : 0, -stored.length);
				throw problem;
			}
		}
		return { stored, conflicts, refused, full };
	};

	const rangeOf = (document: string, slot?: number, fromSeq = 0) =>
		slot === undefined
			? entries.getRange({ start: [document, 0, 0], end: [document, BEYOND, 0] })
			: entries.getRange({ start: [document, slot, fromSeq], end: [document, slot, BEYOND] });

	return {
		root,
		find: (document) => documents.get(document) ?? null,
		put: (document, owner, offered, quota) => queue.run(document, () => putNow(document, owner, offered, quota)),
		consecutive(document, slot, seq) {
			const found: Uint8Array[] = [];
			for (const { key, value } of rangeOf(document, slot, seq)) {
				if (key[2] !== seq + found.length) break;
				found.push(value);
			}
			return found;
		},
		runs(document) {
			const runs = new Map<number, Uint8Array[]>();
			for (const { key, value } of rangeOf(document)) {
				const run = runs.get(key[1]) ?? [];
				if (key[2] !== run.length) continue;
				run.push(value);
				runs.set(key[1], run);
			}
			return [...runs].map(([slot, entries]) => ({ slot: slot as Slot, fromSeq: 0, entries })); // only slots were put in
		},
		places(document) {
			const places: KeptPlace[] = [];
			for (const { key, value } of rangeOf(document)) places.push({ slot: key[1], seq: key[2], id: envelopeId(value) });
			return places;
		},
		owners: () => [...usageByOwner].filter(([, used]) => used.documents > 0).map(([owner]) => owner),
		usageOf: (owner) => usageByOwner.get(owner) ?? NOTHING,
		total: () =>
			[...usageByOwner.values()].reduce(
				(sum, one) => ({ bytes: sum.bytes + one.bytes, documents: sum.documents + one.documents, entries: sum.entries + one.entries }),
				NOTHING
			),
		give: (document, owner) =>
			queue.run(document, async () => {
				const known = documents.get(document);
				if (known === undefined || known.owner === owner) return;
				await documents.put(document, { ...known, owner });
				add(usageByOwner, known.owner, -known.bytes, -1, -known.entries);
				add(usageByOwner, owner, known.bytes, 1, known.entries);
			}),
		async dropOwner(owner) {
			const names = [...documents.getRange()].filter(({ value }) => value.owner === owner).map(({ key }) => key);
			for (const name of names) await queue.run(name, () => dropDocument(root, entries, documents, name));
			recount();
		},
		async close() {
			await queue.drained();
			await root.close();
		}
	};
}

type Key = [document: string, slot: number, seq: number];

async function dropDocument(root: RootDatabase, entries: Database<Buffer, Key>, documents: Database<StoredDocument, string>, name: string): Promise<void> {
	const keys = [...entries.getKeys({ start: [name, 0, 0], end: [name, BEYOND, 0] })];
	await root.batch(() => {
		for (const key of keys) part(entries.remove(key));
		part(documents.remove(name));
	});
}

function add(usageByOwner: Map<string, Usage>, owner: string, bytes: number, documents: number, entries: number): void {
	const used = usageByOwner.get(owner) ?? NOTHING;
	usageByOwner.set(owner, { bytes: used.bytes + bytes, documents: used.documents + documents, entries: used.entries + entries });
}

/** One write of a batch: its promise fails when the whole batch does, and that is said once. */
const part = (write: Promise<boolean>): void => void write.catch(() => {});

const NOTHING: Usage = { bytes: 0, documents: 0, entries: 0 };
/** Greater than every slot and seq. */
const BEYOND = 2 ** 32;
