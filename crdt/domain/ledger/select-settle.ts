/**
 * Suggested transfers, and why they stay: they are reckoned from the book as it stood before the transfers that end it, and
 * whatever was paid as suggested is struck off. Nothing is posted by them. Pure. Carries LED51–LED54.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { memberParty, partyView } from './line-views';
import { COMMON, debtsAsTheyAre } from './settle-debts';
import { afterPayment, byAmount, fewestCount, fewestPayments, type Payment, type Standing } from './settle-up';
import { fundAccount, type Account, type LedgerState, type OpenedAccount } from './state';
import type { SettleMode, SettleView, TransferView } from './report-views';
import type { PartyView } from './views';

export function selectSettle(lens: Lens, mode: SettleMode): SettleView {
	const { ledger } = lens.state;
	const now = standingsOf(ledger.balances);
	const earlier = beforeTransfers(ledger);
	const fund = mode.kind === 'through' ? fundOf(ledger, mode.fund) : standIn(ledger, earlier.balances);
	const payments = paymentsOf(ledger, mode, now, earlier);
	const fewest = mode.kind === 'fewest' ? fewestCount(now) : null;
	return {
		mode,
		transfers: payments.flatMap((payment) => transferView(lens, payment, fund) ?? []),
		commonMinor: togetherOf(ledger.balances),
		fund: fund === null ? null : partyView(lens, { kind: 'fund', fund: fund.id }),
		provenFewest: fewest === payments.length
	};
}

function paymentsOf(ledger: LedgerState, mode: SettleMode, now: readonly Standing[], earlier: Earlier): readonly Payment[] {
	switch (mode.kind) {
		case 'fewest':
			return suggested(earlier);
		case 'as-is':
			return debtsAsTheyAre(ledger);
		case 'through':
			return now
				.filter(({ id, amountMinor }) => id !== COMMON && amountMinor !== 0)
				.map(({ id, amountMinor }) =>
					amountMinor > 0 ? { from: id, to: COMMON, amountMinor } : { from: COMMON, to: id, amountMinor: -amountMinor }
				)
				.sort(byAmount);
	}
}

/** The fewest as of before, less what was paid since as suggested. Whoever pays otherwise has it reckoned anew. */
function suggested({ balances, transfers }: Earlier): readonly Payment[] {
	let standings = standingsOf(balances);
	let plan = fewestPayments(standings);
	for (const paid of transfers) {
		standings = afterPayment(standings, paid);
		const at = plan.findIndex((each) => byAmount(each, paid) === 0);
		plan = at < 0 ? fewestPayments(standings) : plan.toSpliced(at, 1);
	}
	return plan;
}

interface Earlier {
	/** Before `transfers`. */
	readonly balances: ReadonlyMap<Account, number>;
	/** To or from members, with which the book ends; oldest first. */
	readonly transfers: readonly Payment[];
}

const MOST_TRANSFERS = 120;

function beforeTransfers({ order, entries, balances }: LedgerState): Earlier {
	const before = new Map(balances);
	const transfers: Payment[] = [];
	for (let at = order.size - 1; at >= 0 && transfers.length < MOST_TRANSFERS; at--) {
		const entry = entries.get(order.get(at)!); // below the size
		if (entry === undefined || !entry.counts) continue;
		if (entry.kind !== 'transfer' || (entry.op.from.kind === 'fund' && entry.op.to.kind === 'fund')) break;
		for (const { account, amountMinor } of entry.postings) before.set(account, (before.get(account) ?? 0) - amountMinor);
		const { from, to, amountMinor } = entry.op;
		transfers.push({ from: from.kind === 'fund' ? COMMON : `member:${from.member}`, to: to.kind === 'fund' ? COMMON : `member:${to.member}`, amountMinor });
	}
	return { balances: before, transfers: transfers.reverse() };
}

/** Members, and the common money against them all. */
function standingsOf(balances: Iterable<readonly [Account, number]>): readonly Standing[] {
	const members = [...balances].filter(([account]) => account.startsWith('member:')).map(([id, amountMinor]) => ({ id, amountMinor }));
	return [...members, { id: COMMON, amountMinor: 0 - togetherOf(balances) }];
}

/** What members together owe. */
function togetherOf(balances: Iterable<readonly [Account, number]>): number {
	let together = 0;
	for (const [account, amountMinor] of balances) if (account.startsWith('member:')) together += amountMinor;
	return together;
}

function fundOf({ accounts }: LedgerState, id: ObjectId): OpenedAccount | null {
	const account = accounts.get(id);
	return account === undefined || account.kind === 'category' ? null : account;
}

/** The fund for the common money: of those in use the one that held most; of equals the first by id. */
function standIn({ accounts }: LedgerState, balances: ReadonlyMap<Account, number>): OpenedAccount | null {
	const held = (fund: ObjectId): number => balances.get(fundAccount(fund)) ?? 0;
	const funds = [...accounts.values()].filter(({ kind, retired }) => kind !== 'category' && !retired);
	funds.sort((a, b) => held(b.id) - held(a.id) || (a.id < b.id ? -1 : 1));
	return funds[0] ?? null;
}

/** Null: to or from the common money where no fund stands for it. */
function transferView(lens: Lens, { from, to, amountMinor }: Payment, fund: OpenedAccount | null): TransferView | null {
	const [payer, receiver] = [partyOf(lens, from, fund), partyOf(lens, to, fund)];
	if (payer === null || receiver === null) return null;
	return { from: payer, to: receiver, amountMinor, mine: payer.mine || receiver.mine, toMe: receiver.mine };
}

function partyOf(lens: Lens, id: string, fund: OpenedAccount | null): PartyView | null {
	if (id !== COMMON) return memberParty(lens, id.slice('member:'.length) as MemberId); // an account of a member is named by its id
	return fund === null ? null : partyView(lens, { kind: 'fund', fund: fund.id });
}
