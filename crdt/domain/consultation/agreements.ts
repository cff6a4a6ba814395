/** Texts written together to be decided on: begun, named, put away, and the proposal they became. Rule CON55. */
import { ok } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import type { OpOf } from '../op';
import { refused } from './lookups';
import { isTextTaken, withNamedText } from './named-texts';
import type { Known } from './reduce';
import type { Agreement, ConsultationState } from './state';

type AgreementOp = OpOf<'consultation/start-agreement' | 'consultation/change-agreement' | 'consultation/propose-agreement'>;

export function reduceAgreement(state: ConsultationState, op: AgreementOp, ctx: RuleContext, known: Known): Reduced<ConsultationState> {
	if (op.type === 'consultation/start-agreement') {
		if (isTextTaken(state, op.text, known)) return refused('CON55', 'Another text is already kept there.');
		const { title, text } = op;
		const id = ctx.objectId;
		const begun: Agreement = { id, entry: ctx.entry.id, title, text, startedBy: ctx.author.memberId, startedAt: ctx.entry.claimedAt, putAway: false, proposals: [] };
		return ok(withNamedText(withAgreement(state, begun), text, id));
	}
	const agreement = state.agreements.get(op.agreement);
	if (agreement === undefined || !known(agreement.entry)) return refused('CON55', 'The agreement is not known.');
	if (op.type === 'consultation/change-agreement') return ok(withAgreement(state, { ...agreement, title: op.title, putAway: op.putAway }));
	if (agreement.proposals.includes(op.proposal)) return ok(state);
	return ok(withAgreement(state, { ...agreement, proposals: [...agreement.proposals, op.proposal] }));
}

const withAgreement = (state: ConsultationState, agreement: Agreement): ConsultationState => ({
	...state,
	agreements: state.agreements.set(agreement.id, agreement)
});
