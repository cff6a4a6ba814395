/** How long texts are kept, in words. Pure. */
import type { ForgettingView } from '$crdt/domain/consultation/views';
import { fullDate } from '$lib/ui/times';

const day = (date: string): string => fullDate(date).replace(/^[^,]*, /, '');

/** "Notes and cases are kept until 3 May 2027, as decided." */
export function keptSentence(view: ForgettingView): string {
	if (view.status === 'gone') return goneSentence(view);
	if (view.status === 'kept' || view.until === null) return 'Notes and cases are kept until you decide otherwise.';
	return `Notes and cases are kept until ${day(dayBefore(view.until))}, as decided.`;
}

/** "These notes are gone since 4 May 2027, as decided." */
export function goneSentence(view: ForgettingView): string {
	const since = view.until === null ? '' : ` since ${day(view.until)}`;
	return `These notes are gone${since}, ${view.because === 'agreement' ? 'as those who were there agreed' : 'as decided'}.`;
}

/** "on 4 of 9 members’ devices" */
export const goneOn = (view: ForgettingView): string =>
	view.goneOnMembers >= view.members ? 'Gone from every member’s devices.' : `Gone on ${view.goneOnMembers} of ${view.members} members’ devices; the others follow when they open the app.`;

/** What is still wanted before an agreement counts; '' when only names are missing. */
export function wantingSentence(view: ForgettingView): string {
	if (view.wanting <= 0) return '';
	return `${view.wanting === 1 ? 'One more member' : `${view.wanting} more members`} must agree, or say whether they were there: more than half of all are needed.`;
}

/** The last day on which it is there, from the first on which it is gone. */
function dayBefore(date: string): string {
	return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
