/** An entry's page in words: by what a share was reckoned, where it counts, what it is called. Pure. */
import type { Split } from '$crdt/domain/ledger/ops';
import type { LedgerEntryView, ShareView } from '$crdt/domain/ledger/views';
import { editMoney, sayMoney } from '$lib/ui/money';
import { fullDate, sayMinutes } from '$lib/ui/times';
import { sayCount, sayList } from '$lib/ui/words';
import { METHOD_NAMES } from '../shared/ledger-words';
import { sayMonth, sayPeriod } from '../shared/periods';
import { decimalText } from './decimals';

/** "2 parts", "33.3 %", "12 h 30 · €125.00", "31 days × 2 parts"; '' where the way of sharing has nothing of the kind. */
export function sayWeight(split: Split | null, member: string, currency: string): string {
	switch (split?.method) {
		case 'shares': {
			const one = split.between.find((row) => row.member === member);
			return one ? sayCount(one.shares, 'part') : '';
		}
		case 'percent': {
			const one = split.between.find((row) => row.member === member);
			return one ? `${decimalText(BigInt(one.basisPoints), 2)} %` : '';
		}
		case 'adjust': {
			const one = split.between.find((row) => row.member === member);
			return one && one.plusMinor !== 0 ? `${one.plusMinor < 0 ? '−' : '+'}${editMoney(Math.abs(one.plusMinor), currency)}` : '';
		}
		case 'ownership': {
			const one = split.between.find((row) => row.member === member);
			return one ? sayCount(one.units, 'share') : '';
		}
		case 'room-hours': {
			const one = split.between.find((row) => row.member === member);
			return one ? `${sayMinutes(one.minutes)}${split.by === 'prices' ? ` · ${sayMoney(one.priceMinor, currency)}` : ''}` : '';
		}
		case 'prorata': {
			const one = split.between.find((row) => row.member === member);
			return one ? `${sayCount(one.days, 'day')}${one.shares === 1 ? '' : ` × ${sayCount(one.shares, 'part')}`}` : '';
		}
		default:
			return '';
	}
}

/** "Shared equally", "Shared by room use, October 2026"; of an income "Goes to …", of a charge "Owed …". */
export function sayHow(entry: Pick<LedgerEntryView, 'kind' | 'split'>): string {
	const verb = entry.kind === 'income' ? 'Shared out' : entry.kind === 'charge' ? 'Owed' : 'Shared';
	if (entry.split === null) return entry.kind === 'income' ? 'Kept by the collective' : 'Borne by the collective';
	const how = METHOD_NAMES[entry.split.method];
	const days = entry.split.method === 'room-hours' || entry.split.method === 'prorata' ? `, ${sayPeriod(entry.split.period)}` : '';
	return `${verb} ${entry.split.method === 'exact' ? 'by exact amounts' : how.charAt(0).toLowerCase() + how.slice(1)}${days}`;
}

/** Whose hours the calendar counts otherwise by now. */
export const countedOtherwise = (shares: readonly ShareView[]): readonly ShareView[] => shares.filter((one) => one.minutesNow !== null && one.weight !== null && one.minutesNow !== one.weight);

/** "The calendar says otherwise now: Ben 12 h instead of 10 h." */
export const sayOtherwise = (shares: readonly ShareView[]): string =>
	`The calendar says otherwise now: ${sayList(shares.map((one) => `${one.mine ? 'you' : one.name} ${sayMinutes(one.minutesNow ?? 0)} instead of ${sayMinutes(one.weight ?? 0)}`))}.`;

/** "Belongs to May 2026, booked in June 2026, since May 2026 was closed": only of one that came too late; else ''. */
export function sayLateBooking({ date, booked }: Pick<LedgerEntryView, 'date' | 'booked'>): string {
	if (!booked.late) return '';
	const [own, counted] = [date.slice(0, 7), booked.date.slice(0, 7)];
	return own === counted
		? `Belongs to ${fullDate(date)}, booked on ${fullDate(booked.date)}, since the books were closed up to there.`
		: `Belongs to ${sayMonth(own)}, booked in ${sayMonth(counted)}, since ${sayMonth(own)} was closed.`;
}
