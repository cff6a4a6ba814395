/**
 * What a plan would post on a due date, as this copy has it now, for the preview of a form: the members, hours and days of today.
 * Pure. What is posted in the end is reckoned by whoever posts it (LED32); shares to the cent come from the rules' own preview.
 */
import type { MemberId } from '$crypto/base';
import type { Rhythm } from '$crdt/domain/ledger/due-dates';
import type { Period, Split } from '$crdt/domain/ledger/ops';
import { outlineOf, type Outline } from '$crdt/domain/ledger/schedule-plan';
import type { PlannedPost, SplitBasis, SplitPreview } from '$crdt/domain/ledger/views';
import type { Plan } from './schedule-draft';

type OpenSplit = NonNullable<Outline['split']>;
type Post = Extract<PlannedPost, { type: 'ledger/post' }>;

export interface Facts {
	/** All members of now. */
	readonly members: readonly MemberId[];
	/** Of the split's own period (see `periodOf`); null: not counted yet, or none is needed. */
	readonly basis: SplitBasis | null;
}

/** The period whose hours or days count on a due date; null where none does. */
export function periodOf(rhythm: Rhythm, plan: Plan, due: string, members: readonly MemberId[]): Period | null {
	const outline = outlineOf(rhythm, plan, due, members);
	return outline.ok && outline.value.split && 'period' in outline.value.split ? outline.value.split.period : null;
}

/** `op` null: nothing would be posted then, or it cannot be told yet; `why` where the rules know. */
export function plannedPost(rhythm: Rhythm, plan: Plan, due: string, { members, basis }: Facts): { readonly op: Post | null; readonly why: string } {
	const outline = outlineOf(rhythm, plan, due, members);
	if (!outline.ok) return { op: null, why: outline.error.reason };
	const { amountMinor } = outline.value;
	const split = outline.value.split && counted(outline.value.split, basis);
	if (outline.value.split && split === null) return { op: null, why: '' };
	const paid = plan.party === null ? [] : [{ party: plan.party, amountMinor }];
	return {
		op: {
			type: 'ledger/post', kind: plan.kind, description: plan.description, date: due, category: plan.category, amountMinor, foreign: null, paid, split,
			note: plan.note, receipts: [], approval: plan.approval, corrects: null, schedule: null
		},
		why: ''
	};
}

/** Null: nobody has any hours or days, or they are not counted yet. */
function counted(open: OpenSplit, basis: SplitBasis | null): Split | null {
	switch (open.method) {
		case 'ownership':
			return basis && filled({ method: 'ownership', between: basis.ownership.map(({ member, units }) => ({ member, units })) });
		case 'room-hours': {
			const used = (basis?.roomUse ?? []).filter((one) => (open.by === 'minutes' ? one.minutes : one.priceMinor) > 0);
			return filled({ ...open, rooms: [...open.rooms], between: used.map(({ member, minutes, priceMinor }) => ({ member, minutes, priceMinor })) });
		}
		case 'prorata':
			return basis && filled({ ...open, between: basis.days.filter(({ days }) => days > 0).map(({ member, days }) => ({ member, days, shares: 1 })) });
		default:
			return open;
	}
}

const filled = (split: Split): Split | null => (split.between.length > 0 ? split : null);

/** Said above the dates already. */
const APPROVAL = 'LED20';

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
	/** Why nothing would be posted, or the rules would refuse it; '' where they would not. */
	readonly refusal: string;
}

export function groupDates(dates: readonly { readonly due: string; readonly op: Post | null; readonly why: string; readonly preview: SplitPreview | null }[]): readonly DateGroup[] {
	const groups: { dates: string[]; key: string; group: Omit<DateGroup, 'dates'> }[] = [];
	for (const { due, op, why, preview } of dates) {
		const group = {
			totalMinor: op?.amountMinor ?? 0,
			parts: op === null || preview === null ? null : preview.shares.filter(({ member }) => sharers(op).has(member)).map(({ name, mine, amountMinor, mayPayOneMore }) => ({ name, mine, amountMinor, mayPayOneMore })).sort((a, b) => a.name.localeCompare(b.name)),
			refusal: why || (op && preview?.refusal && preview.refusal.rule !== APPROVAL ? preview.refusal.reason : '')
		};
		const key = JSON.stringify(group);
		const last = groups.at(-1);
		if (last?.key === key) last.dates.push(due);
		else groups.push({ dates: [due], key, group });
	}
	return groups.map(({ dates, group }) => ({ dates, ...group }));
}

/** Who paid and bears nothing is no sharer. */
const sharers = (op: Post): ReadonlySet<string> => new Set(op.split?.between.map(({ member }) => member));
