/** Common pots, bank accounts and categories that members open; who may still be named in an entry. Carries LED2 (names), LED13. */
import { err, ok, type ObjectId } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import { namedInPast } from './closes';
import { countedAmong } from './contests';
import { BUILT_IN_CATEGORIES, type Category, type Party } from './ops';
import { fundAccount, type LedgerState, type OpenedAccount } from './state';
import { knows, withEvent } from './verdicts';

export function openAccount(state: LedgerState, op: OpOf<'ledger/open-account'>, ctx: RuleContext): Reduced<LedgerState> {
	const { kind, name, note } = op;
	const id = ctx.objectId;
	const opened: OpenedAccount = { id, entry: ctx.entry.id, kind, name, note, openedBy: ctx.author.memberId, retired: false, retirements: [] };
	return ok(withEvent({ ...state, accounts: state.accounts.set(id, opened) }, ctx, op.type));
}

/** Of changes made apart the last in the total order holds. */
export function changeAccount(state: LedgerState, op: OpOf<'ledger/change-account'>, ctx: RuleContext): Reduced<LedgerState> {
	const account = knownAccount(state, op.account, ctx);
	if (account === null) return refused('The account to change is not known.');
	const accounts = state.accounts.set(op.account, { ...account, name: op.name, note: op.note });
	return ok(withEvent({ ...state, accounts }, ctx, op.type, op.account));
}

export function retireAccount(state: LedgerState, op: OpOf<'ledger/retire-account'>, ctx: RuleContext): Reduced<LedgerState> {
	const account = knownAccount(state, op.account, ctx);
	if (account === null) return refused('The account to retire is not known.');
	if (isRetiredFor(account, ctx)) return refused('It is not offered any more already.');
	if (account.kind !== 'category' && heldInPast(state, op.account, ctx) !== 0) return refused('There is still money in it, or it is overdrawn; bring it to zero first.');
	const retired: OpenedAccount = { ...account, retired: true, retirements: [...account.retirements, ctx.entry.id] };
	return ok(withEvent({ ...state, accounts: state.accounts.set(op.account, retired) }, ctx, op.type, op.account));
}

/** LED2: why the author cannot name this party; null: they can. */
export function partyRefusal(state: LedgerState, party: Party, ctx: RuleContext): Refusal | null {
	if (party.kind === 'member') return ctx.wasMember(party.member) ? null : refusal('LED2', 'Somebody named here has never been a member.');
	const account = knownAccount(state, party.fund, ctx);
	if (account === null || account.kind === 'category') return refusal('LED2', 'The common money named here is not known.');
	return isRetiredFor(account, ctx) ? refusal('LED13', 'The common money named here is not in use any more.') : null;
}

/** LED2: why the author cannot name this category; null: they can. */
export function categoryRefusal(state: LedgerState, category: Category, ctx: RuleContext): Refusal | null {
	if (isBuiltIn(category)) return null;
	const account = knownAccount(state, category, ctx);
	if (account === null || account.kind !== 'category') return refusal('LED2', 'The category named here is not known.');
	return isRetiredFor(account, ctx) ? refusal('LED13', 'The category named here is not in use any more.') : null;
}

export const isBuiltIn = (category: Category): category is (typeof BUILT_IN_CATEGORIES)[number] =>
	(BUILT_IN_CATEGORIES as readonly string[]).includes(category); // a wider element type, only to ask

function knownAccount(state: LedgerState, id: ObjectId, ctx: RuleContext): OpenedAccount | null {
	const account = state.accounts.get(id);
	return account !== undefined && knows(ctx)(account.entry) ? account : null;
}

const isRetiredFor = (account: OpenedAccount, ctx: RuleContext): boolean => account.retirements.some(knows(ctx));

/** What a fund holds by all the author knows. */
function heldInPast(state: LedgerState, fund: ObjectId, ctx: RuleContext): number {
	const account = fundAccount(fund);
	const counted = countedAmong(state, knows(ctx), namedInPast(state, ctx));
	let sum = 0;
	for (const entry of state.entries.values()) {
		if (!counted(entry.id)) continue;
		for (const posting of entry.postings) if (posting.account === account) sum += posting.amountMinor;
	}
	return sum;
}

const refusal = (rule: string, reason: string): Refusal => ({ rule, reason });
const refused = (reason: string) => err(refusal('LED13', reason));
