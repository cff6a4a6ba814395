/**
 * When to remind somebody of a proposal that ends: a day before, once, and only who has said nothing.
 *
 * Pure; the present moment, what was said already and where the person is looking are arguments. What is said carries no word of
 * any proposal: `sentenceFor` is all that ever leaves the app's own window.
 */
import type { ProposalSummary } from '$crdt/domain/proposals/views';

export const REMIND_BEFORE_MS = 86_400_000;

export type Remindable = Pick<ProposalSummary, 'id' | 'deadline' | 'needsMyVoice' | 'myBallot' | 'state'>;

/** I am asked, I have said nothing, and less than a day is left. */
export function isPressing(proposal: Remindable, now: number): boolean {
	return proposal.needsMyVoice && proposal.myBallot === null && proposal.state.status === 'open' && now < proposal.deadline && proposal.deadline - now <= REMIND_BEFORE_MS;
}

/** A later deadline is a new one: of that, too, one is reminded once. */
const keyOf = (proposal: Remindable): string => `${proposal.id}@${proposal.deadline}`;

export interface Reminding {
	readonly now: number;
	/** Keys of what this device has said already. */
	readonly reminded: readonly string[];
	/** The app is before somebody's eyes. */
	readonly visible: boolean;
	/** Switched on for this device, and the browser allows it. */
	readonly mayNotify: boolean;
}

export interface Reminders {
	/** `window`: a line inside the app. `system`: one of the device's own notifications. `none`: nothing new, or nobody to say it to. */
	readonly by: 'none' | 'window' | 'system';
	readonly due: readonly Remindable[];
	/** To keep: what was said, as long as it may still come up. */
	readonly reminded: readonly string[];
}

export function remindersFor(proposals: readonly Remindable[], { now, reminded, visible, mayNotify }: Reminding): Reminders {
	const pressing = proposals.filter((one) => isPressing(one, now));
	const due = pressing.filter((one) => !reminded.includes(keyOf(one)));
	const by = due.length === 0 ? 'none' : visible ? 'window' : mayNotify ? 'system' : 'none';
	const kept = reminded.filter((key) => Number(key.slice(key.indexOf('@') + 1)) > now);
	return { by, due: by === 'none' ? [] : due, reminded: by === 'none' ? kept : [...kept, ...due.map(keyOf)] };
}

/** Without content. `when`: "today", "tomorrow". */
export function sentenceFor(count: number, when: string): string {
	return count === 1 ? `A proposal ends ${when}, and you have not answered.` : `${count} proposals end ${when}, and you have not answered.`;
}
