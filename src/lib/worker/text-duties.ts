/**
 * Which texts' keys are still to be passed on, and to whose devices; and which cases go on under a fresh key. Pure: what is written, and
 * when, is the steward's. Carries TXT23, TXT33, CON36, CON37 and CON39.
 */
import type { MemberId, ObjectId, StreamId } from '$crypto/base';
import { agreementIn } from '$crdt/domain/consultation/forgetting';
import { isStreamGone } from '$crdt/domain/consultation/keeping';
import { twinsOf } from '$crdt/domain/consultation/lookups';
import { partsKnown } from '$crdt/domain/consultation/parts';
import { readersOf, readersOfCase } from '$crdt/domain/consultation/readers';
import { currentDevices } from '$crdt/domain/membership/state';
import type { OpInput } from '$crdt/domain/op';
import type { State } from '$crdt/domain/state';
import type { Recipient } from './texts';

export interface KeysDue {
	readonly stream: StreamId;
	readonly readers: readonly Recipient[];
}

/** Active devices of these members, or of all. */
export function devicesOf({ membership }: State, members: readonly MemberId[] | 'all'): readonly Recipient[] {
	return currentDevices(membership).flatMap(({ memberId, slot, boxKey }) => (members === 'all' || members.includes(memberId) ? [{ slot, boxKey }] : []));
}

/**
 * Texts that somebody may still have to be let into: of meetings that are not over, of all agreements, and of cases, whose readers
 * change later too. Notes of meetings that are over stay closed to newcomers. Nothing of what is to be destroyed.
 */
export function keysDue(state: State, nowWall: string, isLacking: (stream: StreamId, readers: readonly Recipient[]) => boolean): readonly KeysDue[] {
	const { meetings, items, agreements } = state.consultation;
	const everybody = devicesOf(state, 'all');
	const due: KeysDue[] = [];
	const look = (stream: StreamId): void => {
		const members = readersOf(state, stream);
		const readers = members === 'all' ? everybody : devicesOf(state, members);
		if (isLacking(stream, readers) && !isStreamGone(state, stream, nowWall.slice(0, 10))) due.push({ stream, readers });
	};
	for (const { cancelledBy, end, notes } of meetings.values()) if (cancelledBy.length === 0 && end >= nowWall) look(notes);
	for (const { text } of agreements.values()) look(text);
	for (const { case: facts } of items.values()) facts?.texts.forEach(look);
	return due;
}

/** Cases that this member presents and somebody stepped out of who could read. */
export function casesToRenew(state: State, me: MemberId, nowWall: string): readonly { readonly item: ObjectId; readonly readers: readonly Recipient[] }[] {
	const due: { readonly item: ObjectId; readonly readers: readonly Recipient[] }[] = [];
	for (const item of state.consultation.items.values()) {
		const last = item.case?.texts.at(-1);
		if (!item.case || item.case.exposed.length === 0 || item.presenter !== me || item.withdrawnBy.length > 0 || last === undefined) continue;
		if (isStreamGone(state, last, nowWall.slice(0, 10))) continue;
		due.push({ item: item.id, readers: devicesOf(state, readersOfCase(state.consultation, item, state.membership.seated)) });
	}
	return due;
}

/**
 * Meetings whose texts everybody has agreed to give up, this member too, though no single word knew of all the others: said once more,
 * what was said counts (CON51).
 */
export function agreementsToSay({ consultation, membership }: State, me: MemberId): readonly OpInput[] {
	const members = membership.seated.map(({ memberId }) => memberId);
	return [...consultation.meetings.values()].flatMap((meeting) => {
		if (meeting.agreed.get(me)?.value !== true || twinsOf(consultation, meeting).every(({ forgottenBy }) => forgottenBy !== null)) return [];
		const { missing } = agreementIn(partsKnown(consultation, meeting.id, () => true), members);
		return missing === 0 ? [{ type: 'consultation/agree-forget', meeting: meeting.id, agree: true }] : [];
	});
}
