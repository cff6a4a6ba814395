/** Who pays or gets money, as a key for forms, and a transfer somebody is about to record. */
import type { MemberId, ObjectId } from '$crypto/base';
import type { Party } from '$crdt/domain/ledger/ops';
import type { PartyView } from '$crdt/domain/ledger/views';

export type PartyRef = `member:${MemberId}` | `fund:${ObjectId}`;

export interface TransferWish {
	readonly from: PartyRef | '';
	readonly to: PartyRef | '';
	readonly amountMinor: number | null;
}

export const memberRef = (member: MemberId): PartyRef => `member:${member}`;
export const fundRef = (fund: ObjectId): PartyRef => `fund:${fund}`;

/** Of a party as views name it. */
export const partyRef = (party: Pick<PartyView, 'kind' | 'id'>): PartyRef => `${party.kind}:${party.id}` as PartyRef; // kind and id belong together

/** What an op says of it; null: no such key. */
export function partyOf(ref: string): Party | null {
	const [kind, id] = [ref.slice(0, ref.indexOf(':')), ref.slice(ref.indexOf(':') + 1)];
	if (id === '') return null;
	if (kind === 'member') return { kind, member: id as MemberId }; // forms offer ids of members only
	return kind === 'fund' ? { kind, fund: id as ObjectId } : null;
}
