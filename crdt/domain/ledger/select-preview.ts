/**
 * An entry before it is posted: what each would bear, to the cent, and why the fold would refuse it. The fold itself is asked, with
 * everything held as the past. Pure. Carries LED11; shows LED46.
 */
import type { MemberId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { contextOfNow } from '../now-context';
import type { OpOf } from '../op';
import { closedRefusal, firstOpenDay } from './closes';
import { reduceLedger } from './reduce';
import { previewShares, type PreviewShare } from './split';
import { splitProblem } from './split-check';
import type { SplitPreview } from './views';

type PostOp = OpOf<'ledger/post'>;

/** Members who paid and bear nothing stand last. Of a transfer: the members between whom it goes. */
export function selectPreview(lens: Lens, op: PostOp | OpOf<'ledger/transfer'>): SplitPreview {
	const { ledger, membership } = lens.state;
	const ctx = contextOfNow(membership, lens);
	const reduced = reduceLedger(ledger, op, ctx);
	const isClosed = closedRefusal(ledger, op.date, ctx) !== null;
	const { shares, oddMinor } = op.type === 'ledger/post' ? bearing(op) : { shares: [], oddMinor: 0 };
	const paid = op.type === 'ledger/post' ? paidByMember(op) : sentByMember(op);
	const others = [...paid.keys()].filter((member) => !shares.some((share) => share.member === member));
	const bears = op.type === 'ledger/post' && op.kind === 'income' ? -1 : 1;
	return {
		shares: [...shares, ...others.map((member) => ({ member, amountMinor: 0, mayPayOneMore: false }))].map(({ member, amountMinor, mayPayOneMore }) => ({
			member, amountMinor, mayPayOneMore,
			name: lens.nameOf(member),
			mine: member === lens.me,
			changeMinor: (paid.get(member) ?? 0) - bears * amountMinor
		})),
		oddMinor,
		refusal: reduced.ok ? null : reduced.error,
		firstOpenDay: isClosed ? firstOpenDay(ledger) : null
	};
}

/** As far as it can be told: nobody's where the split itself is wrong. */
function bearing(op: PostOp): { readonly shares: readonly PreviewShare[]; readonly oddMinor: number } {
	const isWrong = op.split === null || splitProblem(op.split, op.amountMinor) !== null;
	return op.split === null || isWrong ? { shares: [], oddMinor: 0 } : previewShares(op.split, op.amountMinor);
}

/** What members paid, above zero; what they received of an income, below. */
function paidByMember({ kind, paid }: PostOp): ReadonlyMap<MemberId, number> {
	const found = new Map<MemberId, number>();
	for (const { party, amountMinor } of paid)
		if (party.kind === 'member') found.set(party.member, (found.get(party.member) ?? 0) + (kind === 'income' ? -amountMinor : amountMinor));
	return found;
}

function sentByMember({ from, to, amountMinor }: OpOf<'ledger/transfer'>): ReadonlyMap<MemberId, number> {
	const found = new Map<MemberId, number>();
	if (from.kind === 'member') found.set(from.member, amountMinor);
	if (to.kind === 'member') found.set(to.member, (found.get(to.member) ?? 0) - amountMinor);
	return found;
}
