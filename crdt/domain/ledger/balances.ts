/** Who stands how: members' accounts as screens show them, above zero in the member's favour. Pure. */
import type { Lens } from '../lens';
import { isDisputed, membersShown } from './line-views';
import { memberAccount, type LedgerState } from './state';
import type { BalanceView } from './views';

/** Above zero: the others owe me. */
export function selectMyBalance(lens: Lens): number {
	return inFavour(lens.state.ledger.balances.get(memberAccount(lens.me)));
}

/** Members of now and everybody else whose account is not even, by name. */
export function selectBalances(lens: Lens): readonly BalanceView[] {
	const { ledger } = lens.state;
	const disputed = disputedMembers(ledger);
	return membersShown(lens)
		.map(({ member, former }) => ({
			member, former,
			name: lens.nameOf(member),
			mine: member === lens.me,
			amountMinor: inFavour(ledger.balances.get(memberAccount(member))),
			disputed: disputed.has(member)
		}))
		.sort((a, b) => compare(a.name, b.name) || compare(a.member, b.member));
}

/** Those with a part in an entry that is disputed. */
function disputedMembers(ledger: LedgerState): ReadonlySet<string> {
	const found = new Set<string>();
	const targets = new Set([...ledger.disputes.values()].filter(({ settledBy }) => settledBy === null).map(({ target }) => target));
	for (const id of targets) {
		const entry = ledger.entries.get(id);
		if (entry === undefined || !entry.counts || !isDisputed(ledger, entry)) continue;
		for (const { account } of entry.postings) if (account.startsWith('member:')) found.add(account.slice('member:'.length));
	}
	return found;
}

const inFavour = (debitMinor = 0): number => (debitMinor === 0 ? 0 : -debitMinor);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
