/** How long the texts of a meeting are kept, as screens show it. Pure. Rules CON50 to CON54. */
import type { MemberId, ObjectId, StreamId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { agreementIn } from './forgetting';
import { goneFrom, isMeetingGone, type KeepingState } from './keeping';
import { isCancelled, mainOf, twinsOf } from './lookups';
import { partsKnown } from './parts';
import type { ConsultationState, Meeting } from './state';
import type { ForgettingView } from './views';

/** `nowWall`: the collective's wall time, or its date. False for a meeting that is not known. */
export function isForgottenNow(state: KeepingState, meeting: ObjectId, nowWall: string): boolean {
	const found = state.consultation.meetings.get(meeting);
	return found !== undefined && isMeetingGone(state, found, nowWall.slice(0, 10));
}

/** Are its texts gone, or to be destroyed now? Cheap. */
export const isForgotten = (lens: Lens, meeting: Meeting): boolean => isMeetingGone(lens.state, meeting, lens.today);

export function forgettingOf(lens: Lens, meeting: Meeting): ForgettingView {
	const { state, today, nameOf } = lens;
	const main = mainOf(state.consultation, meeting);
	const until = goneFrom(state, main);
	const isGone = isForgotten(lens, main);
	const byTime = until !== null && until <= today;
	const members = state.membership.seated.map(({ memberId }) => memberId);
	const { agreeing, unagreed, wanting } = agreementIn(partsKnown(state.consultation, main.id, () => true), members);
	const named = (member: MemberId) => ({ member, name: nameOf(member) });
	return {
		status: isGone ? 'gone' : until === null ? 'kept' : 'until',
		until,
		because: !isGone ? null : byTime ? 'time' : 'agreement',
		agreed: agreeing.map(named),
		missing: unagreed.map(named),
		mayAgree: !isGone && (main.start <= lens.nowWall || isCancelled(main)),
		iAgreed: agreeing.includes(lens.me),
		wanting,
		goneOnMembers: isGone ? goneOn(lens, textsOfMeeting(state.consultation, main)) : 0,
		members: members.length
	};
}

/** Its notes, also those begun apart, and the texts of the cases on its agenda now. */
export function textsOfMeeting(state: ConsultationState, meeting: Meeting): readonly StreamId[] {
	const twins = twinsOf(state, meeting);
	const cases = [...new Set(twins.flatMap(({ items }) => items))].flatMap((id) => {
		const item = state.items.get(id);
		return item?.case && twins.some((twin) => twin.id === item.meeting) ? item.case.texts : [];
	});
	return [...twins.map(({ notes }) => notes), ...cases];
}

/** Members all of whose devices say that these are gone from them. */
function goneOn({ state }: Lens, texts: readonly StreamId[]): number {
	const { forgottenOn } = state.consultation;
	const { seated, devices } = state.membership;
	return seated.filter((member) =>
		member.devices.every((id) => {
			const slot = devices.get(id)?.slot;
			return slot !== undefined && texts.every((text) => forgottenOn.get(text)?.has(slot));
		})
	).length;
}
