/** A split while it is chosen, and its way into an op. Whole minor units. The rules are LED22–LED25; what they refuse is said here first, at the right field. */
import type { MemberId } from '$crypto/base';
import type { SplitBasis } from '$crdt/domain/ledger/views';
import type { Split } from '$crdt/domain/ledger/ops';
import type { SplitDraft } from './draft';
import { needsBasis, taking, type Built, type EntryFacts, type Person } from './facts';
import { isPeriod } from './periods';
import { missing, moneyTyped, percentTyped, sayMissing, sayMissingPercent, sharesTyped, signedTyped } from './sums';

type Facts = Pick<EntryFacts, 'people' | 'basis' | 'currency'>;

const wrong = (field: 'between' | 'weights' | 'period', says: string): Built => ({ ok: false, field, says });
const right = (value: Split | null): Built => ({ ok: true, value });

/** @param amountMinor the whole; null while it cannot be read: sums are then not checked. */
export function toSplit(split: SplitDraft, facts: Facts, amountMinor: number | null): Built {
	if (split.method === 'none') return right(null);
	if (needsBasis(split.method) && split.method !== 'ownership' && !isPeriod(split.period)) return wrong('period', 'Two days, the first one first.');
	if (needsBasis(split.method) && facts.basis === null) return wrong('period', 'Still being counted. In a moment it is here.');
	const people = taking(split, facts);
	switch (split.method) {
		case 'ownership':
			return ownership(facts.basis);
		case 'room-hours':
			return roomHours(split, facts.basis);
		default:
			return people.length === 0 ? wrong('between', 'Somebody has to share it.') : byHand(split, people, facts, amountMinor);
	}
}

function byHand(split: SplitDraft, people: readonly Person[], facts: Facts, amountMinor: number | null): Built {
	const { currency } = facts;
	switch (split.method) {
		case 'shares':
			return each(people, (member) => sharesTyped(split.shares[member] ?? ''), 'Parts are whole numbers from 1.', (member, shares) => ({ member, shares }), (between) => right({ method: 'shares', between }));
		case 'percent':
			return each(people, (member) => percentTyped(split.percent[member] ?? ''), 'Per cent with at most two digits after the point.', (member, basisPoints) => ({ member, basisPoints }), (between) => {
				const lacks = missing(10_000, between.map((one) => one.basisPoints));
				const some = between.filter((one) => one.basisPoints > 0);
				return lacks === 0 ? right({ method: 'percent', between: some }) : wrong('weights', sayMissingPercent(lacks));
			});
		case 'exact':
			return each(people, (member) => moneyTyped(split.exact[member] ?? '', currency), 'An amount such as 45.50.', (member, amount) => ({ member, amountMinor: amount }), (between) => {
				const some = between.filter((one) => one.amountMinor > 0);
				const lacks = amountMinor === null ? 0 : missing(amountMinor, some.map((one) => one.amountMinor));
				if (some.length === 0) return wrong('weights', 'Somebody has to bear something.');
				return lacks === 0 ? right({ method: 'exact', between: some }) : wrong('weights', sayMissing(lacks, currency));
			});
		case 'adjust':
			return each(people, (member) => signedTyped(split.plus[member] ?? '', currency), 'An amount more or less, such as +10 or −5.50.', (member, plusMinor) => ({ member, plusMinor }), (between) => right({ method: 'adjust', between }));
		case 'prorata':
			return each(people, (member) => sharesTyped(split.shares[member] ?? ''), 'Parts are whole numbers from 1.', (member, shares) => ({ member, shares, days: daysOf(facts.basis, member) }), (between) =>
				right({ method: 'prorata', period: { ...split.period }, between })
			);
		default:
			return right({ method: 'equal', between: people.map(({ member }) => ({ member })) });
	}
}

/** Reads a field for each, and stops at the first that cannot be read. */
function each<T>(
	people: readonly Person[],
	read: (member: MemberId) => number | null,
	says: string,
	row: (member: MemberId, value: number) => T,
	then: (between: T[]) => Built
): Built {
	const between: T[] = [];
	for (const { member } of people) {
		const value = read(member);
		if (value === null) return wrong('weights', says);
		between.push(row(member, value));
	}
	return then(between);
}

function ownership(basis: SplitBasis | null): Built {
	const between = (basis?.ownership ?? []).map(({ member, units }) => ({ member, units }));
	return between.length === 0 ? wrong('between', 'No ownership shares have been decided yet.') : right({ method: 'ownership', between });
}

function roomHours(split: SplitDraft, basis: SplitBasis | null): Built {
	const used = (basis?.roomUse ?? []).filter((one) => one.minutes > 0);
	if (used.length === 0) return wrong('between', 'Nobody has booked a room in these days.');
	if (split.by === 'prices' && used.every((one) => one.priceMinor === 0)) return wrong('between', 'These rooms have no prices. Share by hours instead.');
	const between = used.map(({ member, minutes, priceMinor }) => ({ member, minutes, priceMinor }));
	return right({ method: 'room-hours', period: { ...split.period }, rooms: [...split.rooms] as never, by: split.by, between }); // ids of rooms that the form offered
}

const daysOf = (basis: SplitBasis | null, member: MemberId): number => basis?.days.find((one) => one.member === member)?.days ?? 1;

/** What the rooms cost together in the period: the amount of a charge by prices. */
export const priceSum = (basis: SplitBasis | null): number => (basis?.roomUse ?? []).filter((one) => one.minutes > 0).reduce((sum, one) => sum + one.priceMinor, 0);
