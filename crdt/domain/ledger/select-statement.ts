/**
 * One member's account over a period: what it opened with, every line by the date it counts for, what it closed with. The sums by
 * category and the payments add up to the change. Pure. Carries LED50.
 */
import type { MemberId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { firstOpenDay } from './closes';
import { concerns } from './disputes';
import { categoryName, lineView, myPart, toldOf } from './line-views';
import type { Category, Period } from './ops';
import { entriesByDate, type Booked } from './select-entries';
import type { LedgerEntry, LedgerState } from './state';
import type { StatementLine, StatementView } from './report-views';

/** Oldest first; what is without effect (LED7) is left out. Null: never a member. */
export function selectStatement(lens: Lens, member: MemberId, period: Period | null): StatementView | null {
	const { ledger, membership } = lens.state;
	if (!membership.members.has(member)) return null;
	const booked = accountOf(ledger, member);
	const openingMinor = period === null ? 0 : sumOf(booked.filter((one) => one.booked.date < period.from), member);
	const within = period === null ? booked : booked.filter((one) => one.booked.date >= period.from && one.booked.date < period.until);
	let balanceAfterMinor = openingMinor;
	const lines = within.map(({ entry }): StatementLine => {
		const changeMinor = myPart(entry, member);
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

/** Everything that counts and concerns a member, oldest first. */
function accountOf(ledger: LedgerState, member: MemberId): readonly Booked[] {
	return entriesByDate(ledger).filter(({ entry }) => entry.counts && concerns(entry, member)).reverse();
}

const sumOf = (booked: readonly Booked[], member: MemberId): number => booked.reduce((sum, { entry }) => sum + myPart(entry, member), 0);

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
