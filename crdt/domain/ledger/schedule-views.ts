/** What the screens of recurring entries show: plain data, made by select-schedules.ts. Amounts are whole minor units. */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { Category, EntryKind, ScheduledSplit } from './ops';
import type { EntryLineView, PartyView } from './views';

export interface SchedulePlanView {
	readonly from: string;
	readonly byName: string;
	readonly kind: EntryKind;
	readonly description: string;
	readonly category: Category;
	readonly categoryName: string | null;
	/** Of a due date with everybody counted who pays; null where it depends. */
	readonly amountMinor: number | null;
	readonly party: PartyView | null;
	readonly split: ScheduledSplit | null;
	/** Members named by the split, with tier and rest; empty where it names nobody. */
	readonly members: readonly {
		readonly member: MemberId;
		readonly name: string;
		readonly mine: boolean;
		readonly tier: string;
		readonly amountMinor: number | null;
		readonly weight: number | null;
		readonly rest: { readonly kind: 'hardship' | 'paused'; readonly until: string | null } | null;
	}[];
	readonly note: string;
	readonly approval: { readonly id: ObjectId; readonly by: 'members' | 'decision'; readonly title: string } | null;
}

export interface ScheduleView {
	readonly id: ObjectId;
	readonly byName: string;
	readonly mine: boolean;
	readonly every: { readonly unit: 'week' | 'month' | 'year'; readonly count: number };
	readonly from: string;
	readonly until: string | null;
	readonly ended: boolean;
	/** In force for the next due date (the last one where there is none). */
	readonly now: SchedulePlanView;
	/** All contents it has had and will have, by the date from which they hold. */
	readonly versions: readonly SchedulePlanView[];
	/** The next ones that are not skipped; at most three. */
	readonly nextDue: readonly string[];
	/** Past and next due dates, newest first, at most 40: what was posted, skipped, or waits. */
	readonly dates: readonly {
		readonly due: string;
		readonly status: 'posted' | 'skipped' | 'waiting' | 'ahead';
		readonly entry: EntryLineView | null;
	}[];
	/** Why the dates that wait cannot be posted by themselves; null: they can. */
	readonly stuck: Refusal | null;
	/** My own part next time, where it can be told. */
	readonly myNextMinor: number | null;
}
