/**
 * Who may read which text: notes and agreements all members, cases those who do not know the person. Tells of members; their devices'
 * keys are somebody else's business. Rules CON35, CON36, CON39.
 */
import type { MemberId, StreamId } from '../../../crypto/base';
import type { MemberInPast } from '../context';
import { mainOf } from './lookups';
import { ownersOf } from './named-texts';
import type { ConsultationState, Item } from './state';

/** What is looked at: the folded state, or as much of it. */
export interface TextsState {
	readonly consultation: ConsultationState;
	readonly membership: { readonly seated: readonly MemberInPast[] };
}

/**
 * Who may be given the key of this text; `all`: every member. Empty for a text nobody has named. That a text is forgotten is not
 * looked at: see `isStreamGone`.
 */
export function readersOf(state: TextsState, stream: StreamId): readonly MemberId[] | 'all' {
	const { consultation, membership } = state;
	const owners = ownersOf(consultation, stream);
	if (owners.length === 0) return [];
	const cases = owners.flatMap((owner) => consultation.items.get(owner) ?? []);
	const readers = cases.map((item) => readersOfCase(consultation, item, membership.seated));
	return readers.length === 0 ? 'all' : readers.reduce((some, others) => some.filter((member) => others.includes(member)));
}

/** The presenter, and once the case is open those whose word is that they do not know the person. */
export function readersOfCase(state: ConsultationState, item: Item, seated: readonly MemberInPast[]): readonly MemberId[] {
	const presenter = item.presenter === null ? [] : [item.presenter];
	if (item.case === null || !isOpenCase(state, item, seated)) return presenter;
	const others = [...item.case.answers].flatMap(([member, { value }]) => (value === 'no' && member !== item.presenter ? [member] : []));
	return [...presenter, ...others];
}

export function isOpenCase(state: ConsultationState, item: Item, seated: readonly MemberInPast[]): boolean {
	if (item.case === null) return false;
	if (item.case.complete !== null || item.case.opened !== null) return true;
	const members = new Set(seated.map(({ memberId }) => memberId));
	return isAnswered(state, item, (member) => members.has(member));
}

/** Somebody does not know the person, and everybody who comes has said whether they do. */
export function isAnswered(state: ConsultationState, item: Item, isSeated: (member: MemberId) => boolean): boolean {
	const { case: facts } = item;
	if (facts === null || !facts.answers.some(({ value }) => value === 'no')) return false;
	return expectedAt(state, item).every((member) => facts.answers.has(member) || !isSeated(member));
}

/** Who said that they come, or has a role there, without the presenter. */
export function expectedAt(state: ConsultationState, item: Item): readonly MemberId[] {
	const named = state.meetings.get(item.meeting);
	if (named === undefined) return [];
	const meeting = mainOf(state, named);
	const coming = new Set<MemberId>();
	for (const [member, { value }] of meeting.replies) if (value === 'yes') coming.add(member);
	for (const { value } of meeting.roles.values()) if (value !== null) coming.add(value);
	if (item.presenter !== null) coming.delete(item.presenter);
	return [...coming];
}

/** Has this member stepped out of the case that the text belongs to? */
export function isRecused(state: ConsultationState, stream: StreamId, member: MemberId): boolean {
	return ownersOf(state, stream).some((owner) => state.items.get(owner)?.case?.answers.get(member)?.value === 'maybe');
}
