/** Until when, said so that one knows whether it is pressing. Pure; the present moment is an argument. */
import type { ProposalSummary } from '$crdt/domain/proposals/views';
import { isPressing } from '$lib/services/reminders';
import { dateOf, sayDay, sayLeft, timeOf, wallAt } from '$lib/ui/times';

export interface DeadlineWords {
	readonly words: string;
	/** I am asked, I have said nothing, and it ends within a day. */
	readonly pressing: boolean;
}

/** "ends tomorrow 20:00" where it presses; otherwise "5 days left". @param zone where the wall hangs; left out: this device's own */
export function sayDeadline(proposal: ProposalSummary, now: number, zone?: string): DeadlineWords {
	if (!isPressing(proposal, now)) return { words: sayLeft(proposal.deadline, now), pressing: false };
	const end = wallAt(proposal.deadline, zone);
	return { words: `ends ${sayDay(dateOf(end), dateOf(wallAt(now, zone)))} ${timeOf(end)}`, pressing: true };
}
