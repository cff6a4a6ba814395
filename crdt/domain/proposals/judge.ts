/**
 * What the rules about proposals may look at, and who speaks for whom: the entry's own past, nothing else.
 *
 * Deadlines play no part: they tell devices when to act, never what counts (PRO6). Carries PRO4 and PRO12; the rules
 * themselves: `judge-open.ts`, `judge-speak.ts`, `judge-term.ts`, `judge-reveal.ts`.
 */
import { err, type DeviceId, type EntryId, type MemberId, type ObjectId, type Result } from '../../../crypto/base';
import type { Hashes, Refusal } from '../context';
import type { Facts } from '../membership/state';
import type { Author } from '../node';
import type { OpOf, OpType } from '../op';
import type { Amendment, Discussion, Mediation, SpokenRecord } from './life-state';
import type { Place, Proposal, Term } from './state';

export type ProposalOp = OpOf<Extract<OpType, `proposals/${string}`>>;

export interface ProposalPast {
	readonly place: Place;
	/** Id of what this op makes. */
	readonly objectId: ObjectId;
	readonly facts: Facts;
	readonly device: DeviceId;
	/** As seated in the entry's own past; electors may speak without being seated any more. */
	readonly author: Author | null;
	inPast(entry: EntryId): boolean;
	/** Any proposal known to this fold: check `inPast(proposal.entry)` before you rely on it. */
	find(id: ObjectId): Proposal | undefined;
	hash: Hashes['hash'];
}

/** What the rules look up in the life around proposals; whoever asks checks that it lies in the own past. */
export interface Around {
	discussion(id: ObjectId): Discussion | undefined;
	amendment(id: ObjectId): Amendment | undefined;
	mediation(id: ObjectId): Mediation | undefined;
	spoken(proposal: ObjectId): readonly SpokenRecord[];
	/** May a new text of one of `about` carry this amendment? Null: yes (PRO114). */
	judgeTakingUp(amendment: ObjectId, about: readonly ObjectId[], past: ProposalPast): Refusal | null;
}

export type Judged<T> = Result<T, Refusal>;

export const NO_ELECTOR = 'The author is not among those who decide this.';
export const NO_VOICE = 'This device does not speak for one of those who decide this.';

/** The elector whose frozen voice this device is. */
export function voiceOf(proposal: Proposal, device: DeviceId): MemberId | null {
	return proposal.electors.find((elector) => elector.voice === device)?.memberId ?? null;
}

/** The elector for whom this device speaks softly: seated as them in its own past, or their frozen voice. */
export function speakerOf(proposal: Proposal, past: ProposalPast): MemberId | null {
	const seated = past.author?.memberId;
	const asSeated = proposal.electors.find((elector) => elector.memberId === seated);
	return asSeated?.memberId ?? voiceOf(proposal, past.device);
}

/** A term of this proposal that lies in the own past. */
export function termInPast(proposal: Proposal, id: ObjectId, past: ProposalPast): Term | null {
	const term = proposal.terms.find((each) => each.id === id);
	return term !== undefined && past.inPast(term.entry) ? term : null;
}

export const refusal = (rule: string, reason: string): Refusal => ({ rule, reason });
export const refused = (rule: string, reason: string): { readonly ok: false; readonly error: Refusal } => err({ rule, reason });
