/**
 * What a schedule says for one of its due dates: which version is in force, what a posting must be, and the posting itself as a device
 * writes it. Pure: rules, duties and views ask the same functions. LED30–LED34; the calendar's and the dates' part: LED24, LED25.
 */
import { assertNever, err, ok, type MemberId, type ObjectId, type Result } from '../../../crypto/base';
import type { CalendarState } from '../calendar/state';
import type { Refusal } from '../context';
import type { Facts } from '../membership/state';
import type { OpOf } from '../op';
import { everything, type Known } from './close-chain';
import { dueDates, spanAfter, spanBefore, type Rhythm } from './due-dates';
import type { DateOf } from '../dates';
import { membershipDays } from './membership-days';
import type { Period, ScheduledSplit, Split } from './ops';
import { roomUse } from './room-use';
import type { LedgerState, Schedule, ScheduleVersion } from './state';

export type Plan = ScheduleVersion['plan'];
type Tier = Extract<ScheduledSplit, { method: 'tiers' }>['between'][number];

/** When it is due, as far as is known: the last end in total order holds. */
export function rhythmOf(schedule: Schedule, isKnown: Known = everything): Rhythm {
	const end = schedule.ends.findLast(({ entry }) => isKnown(entry));
	return { from: schedule.from, every: schedule.every, until: end?.until ?? schedule.until };
}

/** LED31: the version in force on a due date, as far as is known. */
export function versionOn(schedule: Schedule, due: string, isKnown: Known = everything): ScheduleVersion {
	const inForce = schedule.versions.findLast(({ from, entry }, at) => at === 0 || (from <= due && isKnown(entry)));
	if (inForce === undefined) throw new Error('a schedule without contents');
	return inForce;
}

export const isSkipped = (schedule: Schedule, due: string, isKnown: Known = everything): boolean => schedule.skipped.get(due)?.some(isKnown) === true;

/** Everything posted for a due date, whether it counts or not, in total order. */
export const postingsFor = (state: LedgerState, schedule: ObjectId, due: string): readonly ObjectId[] => state.contests.get(`schedule:${schedule}:${due}`) ?? [];

/** Due dates before `before` that are neither posted nor skipped and for which somebody pays, oldest first. */
export function waitingDates(state: LedgerState, schedule: Schedule, before: string): readonly string[] {
	return dueDates(rhythmOf(schedule), before).filter(
		(due) => !isSkipped(schedule, due) && postingsFor(state, schedule.id, due).length === 0 && !restsAltogether(versionOn(schedule, due).plan, due)
	);
}

/** The parts of a split that are counted when it is posted are left open. */
type OpenSplit =
	| Exclude<Split, { method: 'ownership' | 'room-hours' | 'prorata' }>
	| { readonly method: 'ownership' }
	| { readonly method: 'room-hours'; readonly period: Period; readonly rooms: readonly ObjectId[]; readonly by: 'minutes' | 'prices' }
	| { readonly method: 'prorata'; readonly period: Period };

export interface Outline {
	readonly amountMinor: number;
	readonly split: OpenSplit | null;
}

/** LED32: what the plan says of a due date, while these are members; or why nothing is posted. */
export function outlineOf(rhythm: Rhythm, plan: Plan, due: string, members: readonly MemberId[]): Result<Outline, Refusal> {
	if (plan.party?.kind === 'member' && !members.includes(plan.party.member)) return refused('LED34', 'Whoever pays or receives it is no member any more. Change the schedule.');
	if (plan.split?.method === 'tiers') {
		const between = plan.split.between.filter((each) => members.includes(each.member) && !isResting(each, due)).map(({ member, amountMinor }) => ({ member, amountMinor }));
		if (between.length === 0) return refused('LED34', 'Everybody rests, so nothing is due.');
		return ok({ amountMinor: between.reduce((sum, { amountMinor }) => sum + amountMinor, 0), split: { method: 'exact', between: sorted(between) } });
	}
	if (plan.amountMinor === null) return refused('LED30', NO_AMOUNT);
	if (plan.split === null) return ok({ amountMinor: plan.amountMinor, split: null });
	const split = openSplitOf(rhythm, plan.split, due, members);
	return split.ok ? ok({ amountMinor: plan.amountMinor, split: split.value }) : split;
}

function openSplitOf(rhythm: Rhythm, split: Exclude<ScheduledSplit, { method: 'tiers' }>, due: string, members: readonly MemberId[]): Result<OpenSplit, Refusal> {
	const isMember = ({ member }: { readonly member: MemberId }): boolean => members.includes(member);
	switch (split.method) {
		case 'equal': {
			const between = sorted((split.between ?? members.map((member) => ({ member }))).filter(isMember));
			return between.length > 0 ? ok({ method: 'equal', between }) : err(NOBODY_LEFT);
		}
		case 'shares': {
			const between = sorted(split.between.filter(isMember));
			return between.length > 0 ? ok({ method: 'shares', between }) : err(NOBODY_LEFT);
		}
		case 'percent':
			return split.between.every(isMember)
				? ok({ method: 'percent', between: sorted(split.between) })
				: refused('LED34', 'Somebody who has a percentage is no member any more. Change the schedule.');
		case 'ownership':
			return ok({ method: 'ownership' });
		case 'room-hours':
			return ok({ method: 'room-hours', period: spanBefore(rhythm, due), rooms: split.rooms, by: split.by });
		case 'prorata':
			return ok({ method: 'prorata', period: split.span === 'before' ? spanBefore(rhythm, due) : spanAfter(rhythm, due) });
		default:
			return assertNever(split);
	}
}

/** LED34: nobody pays, so that nothing is posted and nothing waits. */
export const restsAltogether = ({ split }: Plan, due: string): boolean => split?.method === 'tiers' && split.between.every((each) => isResting(each, due));

/** LED34. `until` is exclusive. */
export const isResting = ({ rest }: Pick<Tier, 'rest'>, due: string): boolean => rest !== null && (rest.until === null || due < rest.until);

/** What a posting is counted from, as this copy has it. */
export interface Basis {
	readonly ledger: LedgerState;
	readonly membership: Facts;
	readonly calendar: CalendarState;
	readonly dateOf: DateOf;
	/** First open day; null: nothing is closed. */
	readonly openFrom: string | null;
}

/** The posting of one due date as a device writes it now; or why there is none. Whether the rules take it: ask the fold. */
export function plannedPost(basis: Basis, schedule: Schedule, due: string): Result<OpOf<'ledger/post'>, Refusal> {
	const rhythm = rhythmOf(schedule);
	const { plan } = versionOn(schedule, due);
	const outline = outlineOf(rhythm, plan, due, basis.membership.seated.map(({ memberId }) => memberId));
	if (!outline.ok) return outline;
	const { amountMinor } = outline.value;
	const split = counted(basis, outline.value.split);
	if (!split.ok) return split;
	return ok({
		type: 'ledger/post',
		kind: plan.kind,
		description: plan.description,
		date: dateOn(due, basis.openFrom),
		category: plan.category,
		amountMinor,
		foreign: null,
		paid: paidOf(plan, amountMinor),
		split: split.value,
		note: plan.note,
		receipts: [],
		approval: plan.approval,
		corrects: null,
		schedule: { schedule: schedule.id, due }
	});
}

/** LED35: what is due in closed books is posted on the first open day. */
export const dateOn = (due: string, openFrom: string | null): string => (openFrom !== null && openFrom > due ? openFrom : due);

export const paidOf = ({ party }: Plan, amountMinor: number): OpOf<'ledger/post'>['paid'] => (party === null ? [] : [{ party, amountMinor }]);

function counted({ membership, calendar, dateOf }: Basis, split: OpenSplit | null): Result<Split | null, Refusal> {
	switch (split?.method) {
		case 'ownership': {
			const between = sorted(membership.settings.ownership.map(({ member, units }) => ({ member, units })));
			return between.length > 0 ? ok({ method: 'ownership', between }) : refused('LED23', 'No ownership shares are agreed.');
		}
		case 'room-hours': {
			const use = roomUse(calendar, split.period, split.rooms).filter((each) => (split.by === 'minutes' ? each.minutes : each.priceMinor) > 0);
			const between = use.map(({ member, minutes, priceMinor }) => ({ member, minutes, priceMinor }));
			return between.length > 0 ? ok({ ...split, rooms: [...split.rooms], between }) : refused('LED24', 'Nobody has any hours in this period.');
		}
		case 'prorata': {
			const between = membershipDays(membership.members.values(), split.period, dateOf).map(({ member, days }) => ({ member, days, shares: 1 }));
			return between.length > 0 ? ok({ ...split, between }) : refused('LED25', 'Nobody was a member in this period.');
		}
		default:
			return ok(split ?? null);
	}
}

const sorted = <T extends { readonly member: MemberId }>(between: readonly T[]): T[] => [...between].sort((a, b) => (a.member < b.member ? -1 : 1));

const NO_AMOUNT = 'It has no amount.';
const NOBODY_LEFT: Refusal = { rule: 'LED34', reason: 'Nobody who shares it is a member any more. Change the schedule.' };
const refused = (rule: string, reason: string) => err({ rule, reason });
