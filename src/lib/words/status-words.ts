/** What has become of a proposal, in one or two words with the tone they are shown in. Pure. */
import type { Method } from '$crdt/domain/proposals/method';
import type { ProposalStatus } from '$crdt/domain/proposals/views';
import { isConversation, isPoll, optionLabels } from './method-words';
import type { Tone } from './stance-words';

export interface StatusWord {
	readonly word: string;
	readonly tone: Tone;
}

export function statusWord(state: ProposalStatus, method: Method): StatusWord {
	switch (state.status) {
		case 'open':
			return { word: isConversation(method) ? 'being talked about' : 'open', tone: 'accent' };
		case 'past-deadline':
			return { word: 'time is up, still open', tone: 'warn' };
		case 'accepted':
			return { word: 'decided', tone: 'good' };
		case 'not-accepted':
			return { word: isPoll(method) ? 'nothing chosen' : 'not accepted', tone: '' };
		case 'chosen':
			return { word: state.options.length === 1 ? 'chosen' : 'a draw', tone: 'good' };
		case 'concluded':
			return { word: 'concluded', tone: '' };
		case 'withdrawn':
			return { word: 'withdrawn', tone: '' };
		case 'contested':
			return { word: 'contested', tone: 'bad' };
	}
}

/** Can still be answered. */
export const isOpen = (state: ProposalStatus): boolean => state.status === 'open' || state.status === 'past-deadline';

/** "Chosen: Tuesday." / "A draw between Tuesday and Friday."; null where nothing was chosen. */
export function chosenSentence(state: ProposalStatus, method: Method): string | null {
	if (state.status !== 'chosen') return null;
	const labels = state.options.map((index) => optionLabels(method)[index] ?? `option ${index + 1}`);
	if (labels.length === 1) return `Chosen: ${labels[0]}.`;
	return `A draw between ${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}.`;
}
