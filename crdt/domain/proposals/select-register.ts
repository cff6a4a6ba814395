/** The register of decisions, with everything that a printed or exported one says. Carries PRO58. */
import type { Lens } from '../lens';
import { comparePlaces } from './determine';
import { selectTasks, stancesOf, summaryOf } from './select-proposal';
import { decidedAt } from './decided-at';
import { answersOf, standingOf } from './select-standing';
import { tallyOf } from './select-tally';
import type { Proposal } from './state';
import type { RegisterEntry, RegisterView, TaskView } from './views';

/** Newest first, open ones too. */
export function selectRegister(lens: Lens): RegisterView {
	const all = [...lens.state.proposals.proposals.values()].sort((a, b) => comparePlaces(b, a));
	const tasks = selectTasks(lens);
	return { entries: all.map((proposal) => entryOf(lens, proposal, tasks)) };
}

function entryOf(lens: Lens, proposal: Proposal, tasks: readonly TaskView[]): RegisterEntry {
	const standing = standingOf(lens, proposal);
	return {
		...summaryOf(lens, proposal, standing),
		decidedAt: decidedAt(proposal),
		text: standing.term.text,
		tally: tallyOf(lens, standing),
		statement: lens.state.proposals.life.statements.get(proposal.id)?.at(-1)?.statement ?? '',
		stoodAside: answersOf(standing, 'stand-aside').map(({ name }) => name),
		stances: stancesOf(lens, standing),
		tasks: tasks.filter((task) => task.proposal === proposal.id),
		succeeds: proposal.succeeds,
		succeededBy: lens.state.proposals.proposals.find((other) => other.succeeds === proposal.id)?.id ?? null
	};
}
