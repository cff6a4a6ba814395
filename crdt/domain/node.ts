/**
 * What the fold keeps about one entry: the entry, what its author could know of the membership, and how it was judged.
 * A judgement depends on the entry's own past only, so it is made once, when the entry arrives, and never again.
 */
import type { DeviceId, EntryId, MemberId, ObjectId } from '../../crypto/base';
import type { LoggedEntry, Refusal } from './context';
import type { View } from './past';

export interface Author {
	readonly memberId: MemberId;
	readonly device: DeviceId;
	readonly isVoice: boolean;
}

export interface Node {
	readonly id: EntryId;
	readonly lamport: number;
	readonly entry: LoggedEntry;
	/** Arrival number in the graph. */
	readonly index: number;
	/** The membership as the author knew it. */
	readonly view: View;
	/** The author as seated in the entry's own past; null for somebody who was no member there. */
	readonly author: Author | null;
	/** Why each op of the same index has no effect, by its own past; null while nothing is refused. */
	refusals: (Refusal | undefined)[] | null;
	/** The membership as known by whoever builds on this entry. */
	viewAfter: View;
	/** Beyond the frontier of a removal, as far as this device knows today (MEM42). */
	isVoid: boolean;
	/** Id of what the first op makes, once asked for: refolds ask again and again. */
	firstObject: ObjectId | null;
	/** Refusals by the effects pass (calendar, ledger, consultation, adopt); they may change with late entries. */
	effectRefusals: (Refusal | undefined)[] | null;
}
