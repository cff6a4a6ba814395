/** What a form must know to read a draft: members, pots and what was counted. Plain data from the views. */
import type { MemberId, ObjectId } from '$crypto/base';
import type { Category, Split } from '$crdt/domain/ledger/ops';
import type { SplitBasis } from '$crdt/domain/ledger/views';
import type { SplitDraft } from './draft';

export interface Person {
	readonly member: MemberId;
	readonly name: string;
	readonly mine: boolean;
	readonly former: boolean;
	/** When this member came in, milliseconds. */
	readonly since: number;
}

export interface Fund {
	readonly id: ObjectId;
	readonly name: string;
	readonly kind: 'pot' | 'bank';
}

export interface EntryFacts {
	readonly currency: string;
	readonly me: MemberId;
	/** Members of now, then former ones. */
	readonly people: readonly Person[];
	readonly funds: readonly Fund[];
	/** Of the period and rooms in the draft; null: still being counted, or not asked for. */
	readonly basis: SplitBasis | null;
	/** The category where the draft names none. */
	readonly category: Category;
	/** The approval it goes by; '': none. */
	readonly approval: string;
}

/** Names as they stand in the form: "Ana (you)". */
export const sayPerson = (person: Pick<Person, 'name' | 'mine'>): string => (person.mine ? `${person.name} (you)` : person.name);

/** The members a split could name: of membership days, ownership and room use, those counted; else the members of now and former ones taken in. */
export function candidates(split: SplitDraft, facts: Pick<EntryFacts, 'people' | 'basis'>): readonly Person[] {
	const counted = { prorata: facts.basis?.days, ownership: facts.basis?.ownership, 'room-hours': facts.basis?.roomUse };
	const rows = split.method === 'prorata' || split.method === 'ownership' || split.method === 'room-hours' ? (counted[split.method] ?? []) : null;
	if (rows === null) return facts.people.filter((one) => !one.former || split.also.includes(one.member));
	return rows.map((row) => {
		const person = facts.people.find((one) => one.member === row.member);
		return { member: row.member, name: row.name, mine: person?.mine ?? false, former: person?.former ?? true, since: person?.since ?? 0 };
	});
}

/** Those of them who are ticked. */
export const taking = (split: SplitDraft, facts: Pick<EntryFacts, 'people' | 'basis'>): readonly Person[] =>
	candidates(split, facts).filter((one) => split.method === 'ownership' || split.method === 'room-hours' || !split.out.includes(one.member));

/** The basis is needed for these. */
export const needsBasis = (method: SplitDraft['method']): boolean => method === 'ownership' || method === 'room-hours' || method === 'prorata';

export type Built = { readonly ok: true; readonly value: Split | null } | { readonly ok: false; readonly field: SplitField; readonly says: string };
export type SplitField = 'between' | 'weights' | 'period';
