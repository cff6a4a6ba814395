/** Lists of meetings, and what of them is mine to do. Pure. Carries CON8, CON12, CON29. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { addDays } from '../wall-time';
import { isOver, occasionsOf, type Occasion } from './occasions';
import { caseViewOf } from './select-case';
import { rolesOf } from './select-roles';
import { agendaOf, itemViews, summaryOf } from './select-summary';
import type { Meeting } from './state';
import { MEETING_ROLES, type ItemView, type MeetingSummary, type MyItemView } from './views';

/** Dates of series that nobody has opened are shown so far ahead and so far back. */
const UNOPENED_DAYS = 60;
const MOST_TO_SIGN = 4;
const MOST_PAST = 60;

/** Not over and not cancelled, earliest first: planned ones, and dates of series for the next weeks. */
export function selectUpcomingMeetings(lens: Lens): readonly MeetingSummary[] {
	return upcoming(lens).map((occasion) => summaryOf(lens, occasion));
}

/** Over or cancelled, latest first. Of older ones those by themselves: those of series stand on the page of their series. */
export function selectPastMeetings(lens: Lens): readonly MeetingSummary[] {
	const earliest = addDays(lens.today, -UNOPENED_DAYS);
	const found: MeetingSummary[] = [];
	const { all } = occasionsOf(lens.state.consultation);
	for (let at = all.length - 1; at >= 0; at--) {
		const each = all[at]!;
		if (found.length >= MOST_PAST && each.series !== null) continue;
		const isPast = isOver(lens, each);
		const isListed = each.meeting === null ? isPast && !each.off && each.start > earliest : isPast || each.off;
		if (isListed) found.push(summaryOf(lens, each));
	}
	return found;
}

/** Home. */
export function selectNextMeeting(lens: Lens): MeetingSummary | null {
	const [first] = upcoming(lens);
	return first === undefined ? null : summaryOf(lens, first);
}

/** Items I present or added, in meetings to come, not done; by meeting, then agenda (CON8). */
export function selectMyItems(lens: Lens): readonly MyItemView[] {
	return upcoming(lens).flatMap((occasion) => {
		if (occasion.meeting === null) return [];
		const mine = itemViews(lens, agendaOf(lens, occasion.meeting)).filter((item) => isMineToDo(lens, item));
		if (mine.length === 0) return [];
		const meeting = summaryOf(lens, occasion);
		return mine.map((item) => ({ item, meeting }));
	});
}

const isMineToDo = (lens: Lens, item: ItemView): boolean => !item.done && (item.mine || (item.presenter === null && item.addedBy === lens.me && !item.isStanding));

/** Past meetings I said I would come to or had a part in, and have not signed; the latest first (CON29). */
export function selectToSign(lens: Lens): readonly MeetingSummary[] {
	const { all } = occasionsOf(lens.state.consultation);
	const found: MeetingSummary[] = [];
	for (let at = all.length - 1; at >= 0 && found.length < MOST_TO_SIGN; at--) {
		const occasion = all[at]!;
		if (occasion.meeting === null || occasion.off || hasSigned(lens, occasion.meeting) || !isOver(lens, occasion)) continue;
		if (hadPart(lens, occasion)) found.push(summaryOf(lens, occasion));
	}
	return found;
}

const hasSigned = ({ me }: Lens, meeting: Meeting): boolean => (meeting.attendance.get(me)?.value.was ?? 'unsaid') !== 'unsaid';

function hadPart(lens: Lens, occasion: Occasion): boolean {
	const { me } = lens;
	const reply = occasion.meeting?.replies.get(me)?.value ?? null;
	if (reply !== null) return reply === 'yes';
	const holders = rolesOf(lens, occasion);
	if (MEETING_ROLES.some((role) => holders[role] === me)) return true;
	return occasion.meeting !== null && agendaOf(lens, occasion.meeting).some(({ presenter }) => presenter === me);
}

/** Cases of meetings to come that wait for my word whether I may know the person. */
export function selectToAnswer(lens: Lens): readonly { readonly meeting: ObjectId; readonly title: string; readonly start: string; readonly presenterName: string }[] {
	return upcoming(lens).flatMap(({ meeting, title, start }) =>
		meeting === null
			? []
			: agendaOf(lens, meeting)
					.filter((item) => item.case !== null && !item.done && caseViewOf(lens, item)?.access.status === 'ask')
					.map(({ presenter, addedBy }) => ({ meeting: meeting.id, title, start, presenterName: lens.nameOf(presenter ?? addedBy) }))
	);
}

function upcoming(lens: Lens): readonly Occasion[] {
	const latest = `${addDays(lens.today, UNOPENED_DAYS)}T99`;
	const { all } = occasionsOf(lens.state.consultation);
	return all.filter((each) => !each.off && (each.meeting !== null || each.start <= latest) && !isOver(lens, each));
}
