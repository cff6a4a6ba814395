/** Who may spend how much today, and which approvals wait to be used. Pure. Shows LED20 and LED21. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { isFullMember } from '../membership/state';
import { comparePlaces } from '../proposals/determine';
import type { Place } from '../proposals/state';
import { newestTerm } from '../proposals/terms';
import { holderNow } from './contests';
import type { ApprovalView, SpendingView } from './views';

export function selectSpending(lens: Lens): SpendingView {
	const { membership } = lens.state;
	const found = [...decided(lens), ...together(lens)].sort((a, b) => comparePlaces(b.place, a.place));
	return {
		bands: membership.settings.spendingBands,
		approvals: found.map(({ view }) => view),
		mayAsk: isFullMember(membership, lens.me)
	};
}

/** A decision or a measure by its title; null where it is not known here. */
export function approvalNamed(lens: Lens, id: ObjectId): { readonly id: ObjectId; readonly by: 'members' | 'decision'; readonly title: string } | null {
	const proposal = lens.state.proposals.proposals.get(id);
	if (proposal !== undefined) return { id, by: 'decision', title: newestTerm(proposal).title };
	const measure = lens.state.proposals.life.measures.get(id);
	return measure === undefined ? null : { id, by: 'members', title: measure.title };
}

interface Found {
	readonly place: Place;
	readonly view: ApprovalView;
}

function decided(lens: Lens): readonly Found[] {
	const found: Found[] = [];
	for (const [id, { by, amount }] of lens.state.membership.approvals) {
		const proposal = lens.state.proposals.proposals.get(id);
		if (by !== 'decision' || proposal === undefined || isUsed(lens, id)) continue;
		found.push({ place: proposal, view: { id, by, title: newestTerm(proposal).title, amountMinor: amount, isReady: true, joined: null } });
	}
	return found;
}

function together(lens: Lens): readonly Found[] {
	const found: Found[] = [];
	for (const measure of lens.state.proposals.life.measures.values()) {
		const { id, title, matter, needed } = measure;
		if (matter.kind !== 'spend' || isUsed(lens, id)) continue;
		const joined = { have: new Set(measure.joined.map(({ memberId }) => memberId)).size, needed };
		const isReady = lens.state.membership.measuresInForce.has(id);
		found.push({ place: measure, view: { id, by: 'members', title, amountMinor: matter.amount, isReady, joined } });
	}
	return found;
}

const isUsed = (lens: Lens, id: ObjectId): boolean => holderNow(lens.state.ledger, `approval:${id}`) !== null;
