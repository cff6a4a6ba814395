/** Texts written together. Pure. Carries CON55. */
import type { ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { newestTerm } from '../proposals/terms';
import { compare } from './occasions';
import type { Agreement } from './state';
import type { AgreementView } from './views';

/** By title; those put away last. */
export function selectAgreements(lens: Lens): readonly AgreementView[] {
	return [...lens.state.consultation.agreements.values()]
		.map((agreement) => agreementView(lens, agreement))
		.sort((a, b) => Number(a.putAway) - Number(b.putAway) || compare(a.title, b.title) || compare(a.id, b.id));
}

export function selectAgreement(lens: Lens, id: ObjectId): AgreementView | null {
	const agreement = lens.state.consultation.agreements.get(id);
	return agreement === undefined ? null : agreementView(lens, agreement);
}

function agreementView(lens: Lens, { id, title, text, startedBy, startedAt, putAway, proposals }: Agreement): AgreementView {
	return {
		id, title, text, putAway, startedAt,
		startedByName: lens.nameOf(startedBy),
		proposals: proposals.flatMap((each) => {
			const proposal = lens.state.proposals.proposals.get(each);
			return proposal === undefined ? [] : [{ id: each, title: newestTerm(proposal).title, status: proposal.outcome.status }];
		})
	};
}
