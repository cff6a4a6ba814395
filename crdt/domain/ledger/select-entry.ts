/**
 * An entry's own page: its parts, its story (what was corrected, the correction, what took its place), disputes, comments, and what I
 * may do about it. Pure. Shows LED6–LED9, LED18, LED24, LED44.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { insteadOf } from './contests';
import { commentsOf, disputesOf } from './dispute-views';
import { concerns } from './disputes';
import { descriptionOf, lineView, partyView, standsNow, toldOf } from './line-views';
import type { Split } from './ops';
import { minutesNow, roomUse } from './room-use';
import { approvalNamed } from './select-spending';
import { weightsShown } from './split';
import type { LedgerEntry, LedgerState, Post } from './state';
import type { LedgerEntryView, LinkedEntry, ShareView } from './views';

/** Null: not known here. */
export function selectEntry(lens: Lens, id: ObjectId): LedgerEntryView | null {
	const { ledger } = lens.state;
	const entry = ledger.entries.get(id);
	if (entry === undefined) return null;
	const { description, category, categoryName, kind, date, booked, amountMinor, paid, to, mine, concernsMe, myPartMinor, counts, disputed, confirmedByName, claimedAt, postedByName } =
		lineView(lens, entry);
	const told = toldOf(ledger, entry);
	const post = told?.kind === 'post' ? told : null;
	const disputes = disputesOf(lens, entry);
	const stands = standsNow(entry);
	return {
		id, kind, description, date, booked, category, categoryName, amountMinor, paid, to, mine, concernsMe, myPartMinor, counts, disputed, confirmedByName, claimedAt, postedByName,
		entry: entry.entry,
		foreign: post?.op.foreign ?? null,
		shares: post === null ? [] : sharesOf(lens, post),
		split: post?.op.split ?? null,
		note: told?.op.note ?? '',
		receipts: post?.op.receipts ?? [],
		approval: post === null || post.op.approval === null ? null : approvalNamed(lens, post.op.approval),
		schedule: post === null ? null : scheduleOf(ledger, post),
		postedBy: entry.postedBy,
		heldBy: lens.heldBy(entry.entry).length,
		instead: insteadOf(ledger, id),
		reversedBy: linked(lens, entry.reversedBy),
		replacedBy: linked(lens, entry.replacedBy),
		reverses: entry.kind === 'reversal' ? linked(lens, entry.target) : null,
		corrects: entry.kind === 'post' ? linked(lens, entry.op.corrects) : null,
		disputes,
		comments: commentsOf(lens, entry),
		canDispute: stands && concerns(entry, lens.me) && !disputes.some((dispute) => dispute.open && dispute.mine),
		canReverse: stands,
		canConfirm: canConfirm(lens, entry)
	};
}

/** A transfer to me, or into a fund and not from me, of which nobody has said that it has arrived (LED18). */
export function canConfirm(lens: Pick<Lens, 'me'>, entry: LedgerEntry): boolean {
	if (entry.kind !== 'transfer' || entry.confirmed !== null || !standsNow(entry)) return false;
	const { from, to } = entry.op;
	if (to.kind === 'member') return to.member === lens.me;
	return !(from.kind === 'member' && from.member === lens.me);
}

function sharesOf(lens: Lens, { op, shares }: Post): readonly ShareView[] {
	const weights = op.split === null ? null : weightsOf(op.split);
	const use = op.split?.method === 'room-hours' ? roomUse(lens.state.calendar, op.split.period, op.split.rooms) : null;
	return shares.map(({ member, amountMinor }) => ({
		member, amountMinor,
		name: lens.nameOf(member),
		mine: member === lens.me,
		weight: weights?.get(member) ?? null,
		minutesNow: use === null ? null : minutesNow(use, member)
	}));
}

/** Room hours by price, too, are told by their minutes. */
function weightsOf(split: Split): ReadonlyMap<MemberId, number | null> {
	if (split.method === 'room-hours') return new Map(split.between.map(({ member, minutes }) => [member, minutes]));
	const shown = weightsShown(split);
	return new Map(split.between.map(({ member }, at) => [member, shown[at] ?? null]));
}

function scheduleOf(ledger: LedgerState, { op }: Post): LedgerEntryView['schedule'] {
	if (op.schedule === null) return null;
	const { schedule, due } = op.schedule;
	return { id: schedule, description: op.description, due };
}

function linked(lens: Lens, id: ObjectId | null): LinkedEntry | null {
	const { ledger } = lens.state;
	const entry = id === null ? undefined : ledger.entries.get(id);
	if (entry === undefined) return null;
	const told = toldOf(ledger, entry);
	return {
		id: entry.id,
		description: descriptionOf(told) || transferInWords(lens, told),
		reason: entry.kind === 'reversal' ? entry.reason : '',
		byName: lens.nameOf(entry.postedBy),
		amountMinor: entry.amountMinor
	};
}

/** A transfer has no description; whoever links to one says from whom to whom: "Ana → Ben". */
function transferInWords(lens: Lens, told: ReturnType<typeof toldOf>): string {
	return told?.kind === 'transfer' ? `${partyView(lens, told.op.from).name} → ${partyView(lens, told.op.to).name}` : '';
}
