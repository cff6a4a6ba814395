/** From an entry to its changes of accounts: double entry, debit above zero. Pure. Carries LED14–LED17. */
import type { OpOf } from '../op';
import type { Party } from './ops';
import type { Share } from './split';
import { fundAccount, memberAccount, type Account, type Posting } from './state';

export const partyAccount = (party: Party): Account => (party.kind === 'member' ? memberAccount(party.member) : fundAccount(party.fund));

/**
 * One posting for each account; they sum to zero. Members who come out even keep one of zero.
 * @param shares of the split: they sum to the amount; empty without a split.
 */
export function postingsOf(op: Omit<OpOf<'ledger/post'>, 'type'>, shares: readonly Share[]): readonly Posting[] {
	const { kind, category, amountMinor, paid, split } = op;
	const amounts = new Map<Account, number>();
	const add = (account: Account, amount: number): void => void amounts.set(account, (amounts.get(account) ?? 0) + amount);
	/** Money that came in debits whoever received it and credits whoever it is shared out to; money spent, the other way round. */
	const sign = kind === 'income' ? -1 : 1;
	for (const each of paid) add(partyAccount(each.party), -sign * each.amountMinor);
	for (const { member, amountMinor: share } of shares) add(memberAccount(member), sign === 1 ? share : 0 - share);
	if (kind !== 'charge') add(`category:${category}`, sign * amountMinor);
	if (split !== null) add(kind === 'income' ? `distributions:${category}` : `contributions:${category}`, -sign * amountMinor);
	return [...amounts].map(([account, amount]) => ({ account, amountMinor: amount }));
}

/** LED5: the sender is credited, the receiver debited. */
export const transferPostings = (from: Party, to: Party, amountMinor: number): readonly Posting[] => [
	{ account: partyAccount(from), amountMinor: -amountMinor },
	{ account: partyAccount(to), amountMinor }
];

/** LED6. */
export const opposite = (postings: readonly Posting[]): readonly Posting[] =>
	postings.map(({ account, amountMinor }) => ({ account, amountMinor: 0 - amountMinor }));
