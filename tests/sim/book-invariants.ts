/** What must always hold of a book (LED4, LED7, LED45), and what a firm close said, across all devices. */
import type { ObjectId } from '$crypto/base';
import { contestsOf } from '$crdt/domain/ledger/contests';
import type { Account, LedgerState } from '$crdt/domain/ledger/state';

/** What is wrong with a book by itself; null: nothing. */
export function bookFault(ledger: LedgerState): { readonly invariant: string; readonly detail: string } | null {
	const sums = new Map<Account, number>();
	for (const { id, postings, counts } of ledger.entries.values()) {
		const total = postings.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
		if (total !== 0) return { invariant: 'every entry is balanced', detail: `the postings of ${id} sum to ${total}` };
		if (new Set(postings.map(({ account }) => account)).size !== postings.length) return { invariant: 'every entry is balanced', detail: `${id} posts twice to one account` };
		if (counts) for (const { account, amountMinor } of postings) sums.set(account, (sums.get(account) ?? 0) + amountMinor);
	}
	let all = 0;
	for (const [account, balance] of ledger.balances) {
		if (!Number.isSafeInteger(balance)) return { invariant: 'money is whole', detail: `${account} has ${balance}` };
		if (balance !== (sums.get(account) ?? 0)) return { invariant: 'balances are what counts', detail: `${account} has ${balance}, its entries make ${sums.get(account) ?? 0}` };
		all += balance;
	}
	if (all !== 0) return { invariant: 'money sums to zero', detail: `all accounts together have ${all}` };
	for (const account of sums.keys()) if (!ledger.balances.has(account)) return { invariant: 'balances are what counts', detail: `${account} has no balance` };
	return contestFault(ledger) ?? linkFault(ledger);
}

/** At most one holds a place: counts and, where a correction gives the place back, stands. */
function contestFault(ledger: LedgerState) {
	for (const [contest, candidates] of ledger.contests) {
		const isForGood = contest.startsWith('schedule:') || contest.startsWith('reversal:');
		const holders = candidates.filter((id) => {
			const entry = ledger.entries.get(id);
			return entry?.counts === true && (isForGood || entry.reversedBy === null);
		});
		if (holders.length > 1) return { invariant: 'of those made apart one counts', detail: `${contest} has ${holders.join(' and ')}` };
	}
	return null;
}

function linkFault(ledger: LedgerState) {
	const fault = (detail: string) => ({ invariant: 'corrections and corrected name each other', detail });
	for (const entry of ledger.entries.values()) {
		if (entry.kind === 'reversal' && entry.counts && ledger.entries.get(entry.target)?.reversedBy !== entry.id) return fault(`${entry.id} counts, but its target does not name it`);
		if (entry.kind === 'reversal' && entry.counts && ledger.entries.get(entry.target)?.counts !== true) return fault(`${entry.id} corrects what has no effect`);
		if (entry.reversedBy !== null && ledger.entries.get(entry.reversedBy)?.counts !== true) return fault(`${entry.id} is corrected by what has no effect`);
		if (entry.replacedBy !== null && ledger.entries.get(entry.replacedBy)?.counts !== true) return fault(`${entry.id} is replaced by what has no effect`);
		for (const contest of contestsOf(entry)) if (ledger.contests.get(contest)?.includes(entry.id) !== true) return fault(`${entry.id} is missing from ${contest}`);
	}
	return null;
}

/** What firm closes named, once they were seen. */
export type SeenCloses = Map<ObjectId, string>;

/** LED45: what a firm close names counts wherever it is firm, and the close names the same for everybody; null: it does. */
export function closeFault(ledger: LedgerState, seen: SeenCloses): string | null {
	for (const id of ledger.firm) {
		const named = ledger.closes.get(id)?.named;
		if (named === undefined) return `${id} is firm and unknown`;
		const told = [...named].sort().join(' ');
		const before = seen.get(id);
		if (before === undefined) seen.set(id, told);
		else if (before !== told) return `${id} names other entries than it did`;
		for (const each of named) if (ledger.entries.get(each)?.counts !== true) return `${id} names ${each}, which has no effect`;
	}
	return null;
}
