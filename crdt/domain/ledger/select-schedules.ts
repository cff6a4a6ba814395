/** Schedules as screens show them: what they say, what is next, what waits and why. Pure. Shows LED30–LED36. */
import type { ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import type { Lens } from '../lens';
import { dueDates } from './due-dates';
import { postingNow, type Poster } from './duties';
import { categoryName, lineView, partyView } from './line-views';
import { dateOfLens } from '../dates';
import type { ScheduledSplit } from './ops';
import { isResting, isSkipped, outlineOf, postingsFor, restsAltogether, rhythmOf, versionOn, waitingDates } from './schedule-plan';
import { approvalNamed } from './select-spending';
import { previewShares } from './split';
import type { Schedule, ScheduleVersion } from './state';
import type { SchedulePlanView, ScheduleView } from './schedule-views';

const NEXT = 3;
const SHOWN = 40;

/** In force first, the soonest due first; then those that have ended. */
export function selectSchedules(lens: Lens): readonly ScheduleView[] {
	return [...lens.state.ledger.schedules.values()].map((schedule) => scheduleView(lens, schedule)).sort(
		(a, b) =>
			Number(a.ended) - Number(b.ended) ||
			compare(a.nextDue[0] ?? a.from, b.nextDue[0] ?? b.from) ||
			compare(a.now.description, b.now.description) ||
			compare(a.id, b.id)
	);
}

/** Null: there is none. */
export function selectSchedule(lens: Lens, id: ObjectId): ScheduleView | null {
	const schedule = lens.state.ledger.schedules.get(id);
	return schedule === undefined ? null : scheduleView(lens, schedule);
}

function scheduleView(lens: Lens, schedule: Schedule): ScheduleView {
	const { ledger } = lens.state;
	const { today } = lens;
	const rhythm = rhythmOf(schedule);
	const all = dueDates(rhythm);
	const isOpen = (due: string): boolean => !isSkipped(schedule, due) && postingsFor(ledger, schedule.id, due).length === 0;
	const nextDue = all.filter((due) => due >= today && isOpen(due) && !restsAltogether(versionOn(schedule, due).plan, due)).slice(0, NEXT);
	const horizon = nextDue.at(-1) ?? today;
	const shown = nextDue[0] ?? all.at(-1) ?? schedule.from;
	return {
		id: schedule.id,
		byName: lens.nameOf(schedule.by),
		mine: schedule.by === lens.me,
		every: schedule.every,
		from: schedule.from,
		until: rhythm.until,
		ended: !all.some((due) => due >= today),
		now: planView(lens, schedule, versionOn(schedule, shown), shown),
		versions: [...schedule.versions]
			.sort((a, b) => compare(a.from, b.from))
			.map((version) => planView(lens, schedule, version, all.find((due) => due >= version.from) ?? version.from)),
		nextDue,
		dates: all.filter((due) => due <= horizon).reverse().slice(0, SHOWN).map((due) => dateView(lens, schedule, due)),
		stuck: stuckBecause(lens, schedule),
		myNextMinor: nextDue[0] === undefined ? null : myPartOn(lens, schedule, nextDue[0])
	};
}

function planView(lens: Lens, schedule: Schedule, { by, from, plan }: ScheduleVersion, due: string): SchedulePlanView {
	const outline = outlineOf(rhythmOf(schedule), plan, due, seatedIn(lens));
	return {
		from,
		byName: lens.nameOf(by),
		kind: plan.kind,
		description: plan.description,
		category: plan.category,
		categoryName: categoryName(lens, plan.category),
		amountMinor: outline.ok ? outline.value.amountMinor : plan.amountMinor,
		party: plan.party === null ? null : partyView(lens, plan.party),
		split: plan.split,
		members: membersOf(lens, plan.split, due),
		note: plan.note,
		approval: plan.approval === null ? null : approvalNamed(lens, plan.approval)
	};
}

function membersOf(lens: Lens, split: ScheduledSplit | null, due: string): SchedulePlanView['members'] {
	const person = (member: SchedulePlanView['members'][number]['member']) => ({ member, name: lens.nameOf(member), mine: member === lens.me });
	const plain = { tier: '', amountMinor: null, weight: null, rest: null };
	switch (split?.method) {
		case 'equal':
			return (split.between ?? []).map(({ member }) => ({ ...person(member), ...plain }));
		case 'shares':
			return split.between.map(({ member, shares }) => ({ ...person(member), ...plain, weight: shares }));
		case 'percent':
			return split.between.map(({ member, basisPoints }) => ({ ...person(member), ...plain, weight: basisPoints }));
		case 'tiers':
			return split.between.map((each) => ({
				...person(each.member), ...plain, tier: each.tier, amountMinor: each.amountMinor, rest: isResting(each, due) ? each.rest : null
			}));
		default:
			return [];
	}
}

function dateView(lens: Lens, schedule: Schedule, due: string): ScheduleView['dates'][number] {
	const { ledger } = lens.state;
	const postings = postingsFor(ledger, schedule.id, due).flatMap((id) => ledger.entries.get(id) ?? []);
	const entry = postings.find(({ counts }) => counts) ?? postings[0];
	if (entry !== undefined) return { due, status: 'posted', entry: lineView(lens, entry) };
	if (isSkipped(schedule, due) || restsAltogether(versionOn(schedule, due).plan, due)) return { due, status: 'skipped', entry: null };
	return { due, status: due <= lens.today ? 'waiting' : 'ahead', entry: null };
}

/** Why the oldest date that cannot be posted cannot; null: none waits, or all of them can. */
function stuckBecause(lens: Lens, schedule: Schedule): Refusal | null {
	for (const due of waitingDates(lens.state.ledger, schedule, `${lens.today}~`)) {
		const posting = postingNow(lens.state, posterOf(lens), schedule, due);
		if (!posting.ok) return posting.error;
	}
	return null;
}

/** What I bear of it at least; null where that hangs on the calendar or on days, or nothing could be posted. */
function myPartOn(lens: Lens, schedule: Schedule, due: string): number | null {
	const posting = postingNow(lens.state, posterOf(lens), schedule, due);
	if (!posting.ok || posting.value.split === null) return null;
	const { split, amountMinor } = posting.value;
	if (split.method === 'room-hours' || split.method === 'prorata') return null;
	return previewShares(split, amountMinor).shares.find(({ member }) => member === lens.me)?.amountMinor ?? 0;
}

const posterOf = (lens: Lens): Poster => ({ member: lens.me, device: lens.device, now: lens.now, today: lens.today, dateOf: dateOfLens(lens) });

const seatedIn = (lens: Lens) => lens.state.membership.seated.map(({ memberId }) => memberId);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
