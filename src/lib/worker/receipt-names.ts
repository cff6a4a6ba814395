/**
 * Which receipts the admitted entries name, void and refused ones too: what counts may change, a picture that was thrown away does
 * not come back. Looked up when first asked. Knows no bytes and no devices.
 */
import type { EntryId } from '$crypto/base';
import type { Op } from '$crdt/domain/op';
import type { UnknownOp } from '$crdt/domain/context';

export interface ReceiptNames {
	has(name: string): boolean;
	readonly size: number;
	/** By the time their entries claim; the newest first. */
	newestFirst(): readonly string[];
	/** The first entry that was read here and names it. */
	namedBy(name: string): EntryId | null;
	/** Entries were admitted. */
	note(entries: readonly EntryId[]): void;
}

interface Dependencies {
	/** Of the whole log. */
	entries(): readonly EntryId[];
	opsOf(entry: EntryId): { readonly claimedAt: number; readonly ops: readonly (Op | UnknownOp)[] } | null;
}

export function createReceiptNames({ entries, opsOf }: Dependencies): ReceiptNames {
	let known: Map<string, number> | null = null;
	const entryByName = new Map<string, EntryId>();
	let sorted: readonly string[] | null = null;

	function read(into: Map<string, number>, ids: readonly EntryId[]): void {
		for (const id of ids) {
			const said = opsOf(id);
			for (const op of said?.ops ?? []) {
				if (op.type !== 'ledger/post') continue;
				for (const { hash } of op.receipts) {
					into.set(hash, said?.claimedAt ?? 0);
					if (!entryByName.has(hash)) entryByName.set(hash, id);
				}
			}
		}
	}
	function names(): Map<string, number> {
		if (known === null) {
			known = new Map();
			read(known, entries());
		}
		return known;
	}
	return {
		has: (name) => names().has(name),
		get size() {
			return names().size;
		},
		newestFirst: () => (sorted ??= [...names()].sort((a, b) => b[1] - a[1]).map(([name]) => name)),
		namedBy: (name) => (names().has(name) ? (entryByName.get(name) ?? null) : null),
		note(ids) {
			if (known === null) return;
			const before = known.size;
			read(known, ids);
			if (known.size !== before) sorted = null;
		}
	};
}
