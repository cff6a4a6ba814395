/**
 * What a plan would post on a due date, as this copy has it now, for the preview of a form: the members, hours and days of today.
 * Pure. What is posted in the end is reckoned by whoever posts it (LED32); shares to the cent come from the rules' own preview.
 */
import type { MemberId } from '$crypto/base';
import { spanAfter, spanBefore, type Rhythm } from '$crdt/domain/ledger/due-dates';
import type { Period } from '$crdt/domain/ledger/ops';
import type { PlannedPost, SplitBasis, SplitPreview } from '$crdt/domain/ledger/views';
import type { Plan } from './schedule-draft';

type Post = Extract<PlannedPost, { type: 'ledger/post' }>;

export interface Facts {
	/** All members of now. */
	readonly members: readonly MemberId[];
	/** Of the split's own period (see `periodOf`); null: not counted yet, or none is needed. */
	readonly basis: SplitBasis | null;
}

/** The period whose hours or days count on a due date; null where none does. */
export function periodOf({ split }: Plan, due: string, rhythm: Rhythm): Period | null {
	if (split?.method === 'room-hours') return spanBefore(rhythm, due);
	if (split?.method === 'prorata') return split.span === 'before' ? spanBefore(rhythm, due) : spanAfter(rhythm, due);
	return null;
}

/** Null: nothing would be posted then, or it cannot be told. */
export function plannedPost(plan: Plan, due: string, period: Period | null, facts: Facts): Post | null {
	const tiers = plan.split?.method === 'tiers' ? plan.split.between.filter(({ rest }) => rest === null || (rest.until !== null && rest.until <= due)) : [];
	const amountMinor = plan.amountMinor ?? tiers.reduce((sum, one) => sum + one.amountMinor, 0);
	const split = plan.split === null ? null : splitOn(plan, tiers, period, facts);
	if (amountMinor === 0 || (plan.split !== null && (split === null || split.between.length === 0))) return null;
	return {
		type: 'ledger/post', kind: plan.kind, description: plan.description, date: due, category: plan.category, amountMinor, foreign: null,
		paid: plan.party === null ? [] : [{ party: plan.party, amountMinor }], split, note: plan.note, receipts: [], approval: plan.approval, corrects: null, schedule: null
	};
}

function splitOn({ split }: Plan, tiers: readonly { readonly member: string; readonly amountMinor: number }[], period: Period | null, { members, basis }: Facts): Post['split'] {
	switch (split?.method) {
		case undefined:
			return null;
		case 'equal':
			return { method: 'equal', between: split.between ?? members.map((member) => ({ member })) };
		case 'shares':
		case 'percent':
			return split;
		case 'tiers':
			return { method: 'exact', between: tiers.map(({ member, amountMinor }) => ({ member, amountMinor })) };
		case 'ownership':
			return basis && { method: 'ownership', between: basis.ownership.map(({ member, units }) => ({ member, units })) };
		case 'room-hours': {
			const used = (basis?.roomUse ?? []).filter((one) => (split.by === 'minutes' ? one.minutes : one.priceMinor) > 0);
			return period && { method: 'room-hours', period, rooms: split.rooms, by: split.by, between: used.map(({ member, minutes, priceMinor }) => ({ member, minutes, priceMinor })) };
		}
		case 'prorata':
			return period && basis && { method: 'prorata', period, between: basis.days.filter(({ days }) => days > 0).map(({ member, days }) => ({ member, days, shares: 1 })) };
	}
}

export interface Part {
	readonly name: string;
	readonly mine: boolean;
	readonly amountMinor: number;
	readonly mayPayOneMore: boolean;
}

/** Dates with the same parts are told once. `parts` null: cannot be told yet. */
export interface DateGroup {
	readonly dates: readonly string[];
	readonly totalMinor: number;
	readonly parts: readonly Part[] | null;
	/** Why the rules would refuse it; '' where they would not. */
	readonly refusal: string;
}

export function groupDates(dates: readonly { readonly due: string; readonly op: PlannedPost | null; readonly preview: SplitPreview | null }[]): readonly DateGroup[] {
	const groups: { dates: string[]; key: string; group: Omit<DateGroup, 'dates'> }[] = [];
	for (const { due, op, preview } of dates) {
		const group = {
			totalMinor: op?.amountMinor ?? 0,
			parts: op === null || preview === null ? null : preview.shares.map(({ name, mine, amountMinor, mayPayOneMore }) => ({ name, mine, amountMinor, mayPayOneMore })),
			refusal: preview?.refusal?.reason ?? ''
		};
		const key = JSON.stringify(group);
		const last = groups.at(-1);
		if (last?.key === key) last.dates.push(due);
		else groups.push({ dates: [due], key, group });
	}
	return groups.map(({ dates, group }) => ({ dates, ...group }));
}
