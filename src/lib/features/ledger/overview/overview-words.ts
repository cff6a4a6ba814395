/** What the ledger opens on, in words, and what this device remembers of it. Money is said by the caller. Pure. */
import type { CloseView } from '$crdt/domain/ledger/close-views';
import type { SettleMode, TransferView } from '$crdt/domain/ledger/report-views';
import type { FundView, MyDisputeView } from '$crdt/domain/ledger/views';
import { addDays, shortDate } from '$lib/ui/times';
import { sayList } from '$lib/ui/words';
import { entryTitle } from '../shared/ledger-words';

/** Above the amount of my balance. */
export const balanceLead = (amountMinor: number): string => (amountMinor === 0 ? 'You are even with everybody' : amountMinor > 0 ? 'The others owe you' : 'You owe the others');

/** The payment that would help me most: my largest; null: I owe nothing that a payment settles. */
export const firstOfMine = (transfers: readonly TransferView[]): TransferView | null =>
	transfers.filter((one) => one.from.mine).reduce<TransferView | null>((best, one) => (best === null || one.amountMinor > best.amountMinor ? one : best), null);

/** "Ben pays you", "You pay the reserve": without the amount. */
export const transferWords = ({ from, to }: Pick<TransferView, 'from' | 'to'>): string =>
	from.mine ? `You pay ${to.name}` : to.mine ? `${from.name} pays you` : `${from.name} pays ${to.name}`;

/** Under the suggestions: what the members together owe the common money or are owed by it, where no fund takes part. '' for nothing. */
export function commonWords(commonMinor: number, money: (minor: number) => string): string {
	if (commonMinor === 0) return '';
	return commonMinor > 0
		? `${money(commonMinor)} of what is owed is owed to the common money, not to a person.`
		: `${money(-commonMinor)} of what is owed comes from the common money, not from a person.`;
}

/** How this device last looked at it; a pot that is not offered any more is none. */
export function readMode(kept: unknown, funds: readonly FundView[]): SettleMode {
	const mode: Readonly<Record<string, unknown>> = typeof kept === 'object' && kept !== null ? { ...kept } : {};
	if (mode['kind'] === 'as-is') return { kind: 'as-is' };
	const fund = mode['kind'] === 'through' ? funds.find((one) => one.id === mode['fund'] && !one.retired) : undefined;
	return fund ? { kind: 'through', fund: fund.id } : { kind: 'fewest' };
}

/** "Dele disputes your “Rent”: …" in one line. */
export function disputeWords({ dispute, entry, role }: MyDisputeView): string {
	const title = `“${entryTitle(entry)}”`;
	switch (role) {
		case 'raised':
			return `You dispute ${title}`;
		case 'posted':
			return `${dispute.byName} disputes ${title}, which you posted`;
		case 'other':
			return `${dispute.byName} disputes ${title}`;
	}
}

/** "The books until 31 Oct": the last day is named. */
export const closeTitle = (close: Pick<CloseView, 'until'>, today: string): string => `The books until ${shortDate(addDays(close.until, -1), today)}`;

/** Who has signed, and how many it takes. */
export const closeWords = ({ signed, needed, byName }: Pick<CloseView, 'signed' | 'needed' | 'byName'>): string =>
	signed.length < 2 ? `${byName} asks you to look through them and sign` : `${sayList(signed.map((one) => one.name))} have signed; ${needed} are needed`;
