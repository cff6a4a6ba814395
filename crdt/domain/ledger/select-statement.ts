/**
 * One member's account over a period: what it opened with, every line by the date it counts for, what it closed with. The sums by
 * category and the payments add up to the change. Pure. Carries LED50.
 */
import type { MemberId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { firstOpenDay } from './closes';
import { categoryName, lineView, toldOf } from './line-views';
import type { Category, Period } from './ops';
import { entriesByDate, type Booked } from './select-entries';
import { memberAccount, type LedgerEntry, type LedgerState } from './state';
import type { StatementLine, StatementView } from './report-views';

/** Oldest first; what is without effect (LED7) is left out. Null: never a member. */
export function selectStatement(lens: Lens, member: MemberId, period: Period | null): StatementView | null {
	const { ledger, membership } = lens.state;
	if (!membership.members.has(member)) return null;
	const changes = changesOf(ledger, member);
	const openingMinor = period === null ? 0 : changes.reduce((sum, { booked, changeMinor }) => sum + (booked.date < period.from ? changeMinor : 0), 0);
	const within = period === null ? changes : changes.filter(({ booked }) => booked.date >= period.from && booked.date < period.until);
	let balanceAfterMinor = openingMinor;
	const lines = within.map(({ entry, changeMinor }): StatementLine => {
		balanceAfterMinor += changeMinor;
		return { entry: lineView(lens, entry), changeMinor, balanceAfterMinor };
	});
	const openDay = firstOpenDay(ledger);
	return {
		member,
		name: lens.nameOf(member),
		mine: member === lens.me,
		period,
		openingMinor,
		closingMinor: balanceAfterMinor,
		lines,
		...totalsOf(lens, within.map(({ entry }) => entry), member),
		closed: within.every((one) => one.booked.closed) && (within.length > 0 || (period !== null && openDay !== null && period.until <= openDay))
	};
}

interface Change extends Booked {
	/** Above zero in the member's favour. */
	readonly changeMinor: number;
}

/** Everything that counts and concerns a member, oldest first. */
function changesOf(ledger: LedgerState, member: MemberId): readonly Change[] {
	const account = memberAccount(member);
	const changes: Change[] = [];
	for (const { entry, booked } of entriesByDate(ledger)) {
		const posting = entry.counts ? entry.postings.find((each) => each.account === account) : undefined;
		if (posting !== undefined) changes.push({ entry, booked, changeMinor: 0 - posting.amountMinor });
	}
	return changes.reverse();
}

/** A correction takes back what its target said; so where both lie in the period they come to nothing, and else the sums still add up. */
function totalsOf(lens: Lens, entries: readonly LedgerEntry[], member: MemberId): Pick<StatementView, 'byCategory' | 'paidMinor' | 'receivedMinor'> {
	const charged = new Map<Category, number>();
	const credited = new Map<Category, number>();
	let [paidMinor, receivedMinor] = [0, 0];
	for (const entry of entries) {
		const told = toldOf(lens.state.ledger, entry);
		if (told === null) continue;
		const sign = entry.kind === 'reversal' ? -1 : 1;
		if (told.kind === 'transfer') {
			const { from, to, amountMinor } = told.op;
			if (from.kind === 'member' && from.member === member) paidMinor += sign * amountMinor;
			if (to.kind === 'member' && to.member === member) receivedMinor += sign * amountMinor;
			continue;
		}
		const { kind, category, paid } = told.op;
		const share = told.shares.find((each) => each.member === member)?.amountMinor ?? 0;
		const moved = paid.reduce((sum, { party, amountMinor }) => sum + (party.kind === 'member' && party.member === member ? amountMinor : 0), 0);
		const [up, down] = kind === 'income' ? [share, moved] : [moved, share];
		credited.set(category, (credited.get(category) ?? 0) + sign * up);
		charged.set(category, (charged.get(category) ?? 0) + sign * down);
	}
	const byCategory = [...charged].flatMap(([category, chargedMinor]) => {
		const creditedMinor = credited.get(category) ?? 0;
		return chargedMinor === 0 && creditedMinor === 0 ? [] : [{ category, categoryName: categoryName(lens, category), chargedMinor, creditedMinor }];
	});
	byCategory.sort((a, b) => b.chargedMinor - a.chargedMinor || b.creditedMinor - a.creditedMinor || (a.category < b.category ? -1 : 1));
	return { byCategory, paidMinor, receivedMinor };
}
