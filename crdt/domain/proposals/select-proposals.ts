/** Proposals, discussions and everything around them in lists: what needs me, what is open, what was decided. Carries PRO52. */
import type { Lens } from '../lens';
import { comparePlaces } from './determine';
import { selectDiscussions } from './select-discussion';
import { selectMeasures, selectMediations } from './select-measures';
import { selectTasks, summaryOf } from './select-proposal';
import { amFullMember } from './select-standing';
import type { ProposalSummary, ProposalsView } from './views';

export function selectProposals(lens: Lens): ProposalsView {
	const all = [...lens.state.proposals.proposals.values()].sort((a, b) => comparePlaces(b, a)).map((proposal) => summaryOf(lens, proposal));
	const open = all.filter(isOpen).sort((a, b) => a.deadline - b.deadline);
	const decided = all.filter((each) => !isOpen(each));
	return {
		needsMe: open.filter(({ needsMyVoice }) => needsMyVoice),
		open,
		discussions: selectDiscussions(lens),
		decided,
		tasks: selectTasks(lens),
		toReview: decided.filter((each) => isDue(each, lens.today)),
		measures: selectMeasures(lens),
		mediations: selectMediations(lens),
		mayPropose: amFullMember(lens)
	};
}

const isOpen = ({ state }: ProposalSummary): boolean => state.status === 'open' || state.status === 'past-deadline';

/** What was withdrawn or not accepted needs no second look. */
const isDue = ({ state, reviewOn }: ProposalSummary, today: string): boolean =>
	reviewOn !== null && reviewOn <= today && (state.status === 'accepted' || state.status === 'chosen' || state.status === 'concluded');
