/**
 * What all of the ledger's screens say in the same way: parties, categories by name, one line for an entry, and what an entry
 * means for a member's balance. Pure; knows no order and no filter. Shows LED7, LED8, LED17, LED44.
 */
import type { MemberId } from '../../../crypto/base';
import type { Lens } from '../lens';
import { isBuiltIn } from './accounts';
import { bookedOf } from './closes';
import { concerns, isOpenDispute } from './disputes';
import type { Category, Party } from './ops';
import { memberAccount, type LedgerEntry, type LedgerState, type OpenedAccount, type Post, type Transfer } from './state';
import type { EntryLineView, LedgerEntryView, PartView, PartyView } from './views';

/** Reading needs no more of the house than its ledger and names. */
export type NameLens = Pick<Lens, 'me' | 'nameOf'> & { readonly state: Pick<Lens['state'], 'ledger'> };

export function partyView(lens: NameLens, party: Party): PartyView {
	if (party.kind === 'member') {
		const { member } = party;
		return { kind: 'member', id: member, name: lens.nameOf(member), mine: member === lens.me };
	}
	return { kind: 'fund', id: party.fund, name: lens.state.ledger.accounts.get(party.fund)?.name ?? '', mine: false };
}

export const memberParty = (lens: NameLens, member: MemberId): PartyView => partyView(lens, { kind: 'member', member });

/** Of a category opened by members; null: built in, named by the screen. */
export function categoryName(lens: NameLens, category: Category | null): string | null {
	return category === null ? null : (openedCategory(lens.state.ledger, category)?.name ?? null);
}

export function openedCategory(ledger: LedgerState, category: Category): OpenedAccount | undefined {
	return isBuiltIn(category) ? undefined : ledger.accounts.get(category);
}

/** What an entry is about: of a correction, what it corrects. */
export function toldOf(ledger: LedgerState, entry: LedgerEntry): Post | Transfer | null {
	const told = entry.kind === 'reversal' ? ledger.entries.get(entry.target) : entry;
	return told === undefined || told.kind === 'reversal' ? null : told;
}

export const kindOf = (entry: LedgerEntry): LedgerEntryView['kind'] => (entry.kind === 'post' ? entry.op.kind : entry.kind);

export const descriptionOf = (told: Post | Transfer | null): string => (told?.kind === 'post' ? told.op.description : '');

export const categoryOf = (told: Post | Transfer | null): Category | null => (told?.kind === 'post' ? told.op.category : null);

/** Who paid or received how much; of a transfer, who sent it. */
export function paidOf(told: Post | Transfer | null): readonly { readonly party: Party; readonly amountMinor: number }[] {
	if (told === null) return [];
	return told.kind === 'post' ? told.op.paid : [{ party: told.op.from, amountMinor: told.amountMinor }];
}

export const partView = (lens: NameLens, { party, amountMinor }: { readonly party: Party; readonly amountMinor: number }): PartView => ({
	party: partyView(lens, party),
	amountMinor
});

/** Change of a member's balance by an entry, above zero in their favour; 0 for what is without effect (LED7). */
export function myPart(entry: LedgerEntry, member: MemberId): number {
	if (!entry.counts) return 0;
	const account = memberAccount(member);
	const amountMinor = entry.postings.find((posting) => posting.account === account)?.amountMinor ?? 0;
	return amountMinor === 0 ? 0 : -amountMinor;
}

export const isDisputed = (ledger: LedgerState, entry: LedgerEntry): boolean =>
	entry.disputes.some((id) => {
		const dispute = ledger.disputes.get(id);
		return dispute !== undefined && isOpenDispute(dispute, entry);
	});

/** It counts, is no correction and was not corrected. */
export const standsNow = (entry: LedgerEntry): boolean => entry.counts && entry.kind !== 'reversal' && entry.reversedBy === null;

export function lineView(lens: NameLens, entry: LedgerEntry): EntryLineView {
	const { ledger } = lens.state;
	const told = toldOf(ledger, entry);
	const category = categoryOf(told);
	const post = entry.kind === 'post' ? entry.op : null;
	return {
		id: entry.id,
		kind: kindOf(entry),
		description: descriptionOf(told),
		date: entry.date,
		booked: bookedOf(ledger, entry),
		category,
		categoryName: categoryName(lens, category),
		amountMinor: entry.amountMinor,
		paid: paidOf(told).map((part) => partView(lens, part)),
		to: told?.kind === 'transfer' ? partyView(lens, told.op.to) : null,
		mine: entry.postedBy === lens.me,
		concernsMe: concerns(entry, lens.me),
		myPartMinor: myPart(entry, lens.me),
		counts: entry.counts,
		disputed: isDisputed(ledger, entry),
		confirmedByName: entry.kind === 'transfer' && entry.confirmed !== null ? lens.nameOf(entry.confirmed.by) : null,
		claimedAt: entry.claimedAt,
		postedByName: lens.nameOf(entry.postedBy),
		corrected: entry.kind === 'reversal' || entry.reversedBy !== null,
		receipts: post?.receipts.length ?? 0,
		comments: entry.comments.length,
		scheduled: post !== null && post.schedule !== null,
		foreignCurrency: post?.foreign?.currency ?? null
	};
}

/** Members of now, and everybody else whose account is not even; in no order. */
export function membersShown(lens: Pick<Lens, 'state'>): readonly { readonly member: MemberId; readonly former: boolean }[] {
	const { ledger, membership } = lens.state;
	const now = new Set(membership.seated.map(({ memberId }) => memberId));
	const former = new Set<MemberId>();
	for (const [account, amountMinor] of ledger.balances) {
		if (amountMinor === 0 || !account.startsWith('member:')) continue;
		const member = account.slice('member:'.length) as MemberId; // an account of a member is named by its id
		if (!now.has(member)) former.add(member);
	}
	return [...[...now].map((member) => ({ member, former: false })), ...[...former].map((member) => ({ member, former: true }))];
}
