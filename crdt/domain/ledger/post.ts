/**
 * Posting an expense, an income or a charge, and moving money by transfers. Everything is judged by the author's own past.
 * Carries LED1, LED2, LED3, LED5, LED18, LED20, LED21, LED23, LED26, LED33.
 */
import { err, ok } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import { parseDate } from '../wall-time';
import { categoryRefusal, partyRefusal } from './accounts';
import { approvalRefusal } from './approval';
import { closedRefusal, namedInPast } from './closes';
import { holderAmong } from './contests';
import { isCorrectedFor } from './disputes';
import { convertMinor } from './foreign';
import { partyAccount, postingsOf, transferPostings } from './postings';
import { scheduleRefusal } from './schedules';
import { sharesOf, turnOf } from './split';
import { repeats, splitProblem } from './split-check';
import type { Contest, LedgerState } from './state';
import { eventOf, knows, posted, record, withEvent } from './verdicts';

export type PostOp = OpOf<'ledger/post'>;

/** What is wrong with an entry by itself, whoever is a member; null: nothing. The same for the fold and for a form. */
export function checkPost(op: Omit<PostOp, 'type'>): Refusal | null {
	const { kind, amountMinor, paid, split, foreign } = op;
	if (parseDate(op.date) === null) return problem('LED1', 'The date does not exist.');
	if (repeats(paid.map(({ party }) => partyAccount(party)))) return problem('LED1', 'Somebody stands twice among those who paid.');
	if (kind === 'charge') {
		if (paid.length > 0) return problem('LED2', 'Nobody has paid a charge yet.');
		if (split === null) return problem('LED2', 'Somebody has to owe a charge.');
	} else if (paid.reduce((sum, each) => sum + each.amountMinor, 0) !== amountMinor)
		return problem('LED2', `What was ${kind === 'income' ? 'received' : 'paid'} does not add up to the amount.`);
	if (foreign !== null && convertMinor(foreign) !== amountMinor) return problem('LED26', 'The amount is not what the rate makes of it.');
	if (kind !== 'expense' && op.approval !== null) return problem('LED20', 'Only an expense names what it was approved by.');
	return split === null ? null : splitProblem(split, amountMinor);
}

export function post(state: LedgerState, op: PostOp, ctx: RuleContext): Reduced<LedgerState> {
	const refusal = checkPost(op) ?? postRefusal(state, op, ctx);
	if (refusal !== null) return err(refusal);
	const turn = turnOf(op.schedule === null ? ctx.hash('odd-cents', ctx.objectId) : ctx.hash('odd-cents', op.schedule.schedule, op.schedule.due));
	const shares = op.split === null ? [] : sharesOf(op.split, op.amountMinor, turn);
	const entry = { ...posted(ctx, op.date, op.amountMinor), postings: postingsOf(op, shares), kind: 'post', op, shares } as const;
	return record(state, entry, eventOf(ctx, op.type, op.corrects));
}

/** What is wrong with it for somebody who knows what the author knows; null: nothing. */
function postRefusal(state: LedgerState, op: PostOp, ctx: RuleContext): Refusal | null {
	if (op.foreign?.currency === ctx.settingsInPast().currency) return problem('LED26', 'That is the currency of the book itself.');
	for (const { party } of op.paid) {
		const refusal = partyRefusal(state, party, ctx);
		if (refusal !== null) return refusal;
	}
	if (op.split?.between.some(({ member }) => !ctx.wasMember(member)) === true) return problem('LED2', 'Somebody named here has never been a member.');
	return (
		categoryRefusal(state, op.category, ctx) ??
		ownershipRefusal(op, ctx) ??
		closedRefusal(state, op.date, ctx) ??
		scheduleRefusal(state, op, ctx) ??
		replacementRefusal(state, op, ctx) ??
		spendingRefusal(state, op, ctx)
	);
}

/** LED23: the units in force in the own past, all of them and no others. */
function ownershipRefusal({ split }: PostOp, ctx: RuleContext): Refusal | null {
	if (split?.method !== 'ownership') return null;
	const inForce = new Map(ctx.settingsInPast().ownership.map(({ member, units }) => [member, units]));
	const isSame = split.between.length === inForce.size && split.between.every(({ member, units }) => inForce.get(member) === units);
	return isSame ? null : problem('LED23', 'The ownership shares in force are others.');
}

/** LED6: it names an entry that the author has seen corrected, and whose place nobody they know of has taken. */
function replacementRefusal(state: LedgerState, { corrects }: PostOp, ctx: RuleContext): Refusal | null {
	if (corrects === null) return null;
	const target = state.entries.get(corrects);
	if (target === undefined || !knows(ctx)(target.entry)) return problem('LED6', 'The entry whose place it takes is not known.');
	if (target.kind === 'reversal' || !isCorrectedFor(state, target, ctx)) return problem('LED6', 'The entry whose place it takes has not been corrected.');
	return holderInPast(state, `replacement:${corrects}`, ctx) === null ? null : problem('LED6', 'Another entry has taken its place already.');
}

/** A scheduled posting rests on the approval that its schedule names (`scheduleRefusal` compares them), as often as it is due. */
function spendingRefusal(state: LedgerState, op: PostOp, ctx: RuleContext): Refusal | null {
	if (op.kind !== 'expense') return null;
	const { spendingBands } = ctx.settingsInPast();
	return approvalRefusal(
		op,
		spendingBands,
		(id) => ctx.approvalInPast(id),
		(id) => op.schedule === null && holderInPast(state, `approval:${id}`, ctx) !== null
	);
}

/** Who has a place by all the author knows. */
export function holderInPast(state: LedgerState, contest: Contest, ctx: RuleContext) {
	return holderAmong(state, contest, knows(ctx), namedInPast(state, ctx));
}

/** LED1, LED5: what is wrong with a transfer by itself; null: nothing. */
export function checkTransfer(op: Omit<OpOf<'ledger/transfer'>, 'type'>): Refusal | null {
	if (parseDate(op.date) === null) return problem('LED1', 'The date does not exist.');
	return partyAccount(op.from) === partyAccount(op.to) ? problem('LED5', 'A transfer goes from one to another.') : null;
}

export function transfer(state: LedgerState, op: OpOf<'ledger/transfer'>, ctx: RuleContext): Reduced<LedgerState> {
	const { from, to, amountMinor, date } = op;
	const refusal = checkTransfer(op) ?? partyRefusal(state, from, ctx) ?? partyRefusal(state, to, ctx) ?? closedRefusal(state, date, ctx);
	if (refusal !== null) return err(refusal);
	const postings = transferPostings(from, to, amountMinor);
	return record(state, { ...posted(ctx, date, amountMinor), postings, kind: 'transfer', op, confirmed: null }, eventOf(ctx, op.type));
}

/** LED18. Of confirmations made apart the first in the total order is shown; the others say the same and change nothing. */
export function confirmTransfer(state: LedgerState, op: OpOf<'ledger/confirm-transfer'>, ctx: RuleContext): Reduced<LedgerState> {
	const target = state.entries.get(op.target);
	const by = ctx.author.memberId;
	if (target?.kind !== 'transfer' || !knows(ctx)(target.entry)) return err(problem('LED18', 'The transfer is not known.'));
	const { from, to } = target.op;
	if (to.kind === 'member' ? to.member !== by : from.kind === 'member' && from.member === by)
		return err(problem('LED18', 'Whoever gets the money says that it has arrived.'));
	if (isCorrectedFor(state, target, ctx)) return err(problem('LED18', 'The transfer has been corrected.'));
	if (target.confirmed !== null)
		return knows(ctx)(target.confirmed.entry) ? err(problem('LED18', 'It has been confirmed already.')) : ok(state);
	const { id: entry, claimedAt: at } = ctx.entry;
	const entries = state.entries.set(op.target, { ...target, confirmed: { by, entry, at } });
	return ok(withEvent({ ...state, entries }, ctx, op.type, op.target));
}

const problem = (rule: string, reason: string): Refusal => ({ rule, reason });
