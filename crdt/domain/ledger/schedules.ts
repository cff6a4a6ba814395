/**
 * Schedules as the fold keeps them, and whether a posting is what its schedule says. Judged by the own past. LED30–LED36.
 */
import { Map as ImmutableMap } from 'immutable';
import { assertNever, err, ok } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import { parseDate } from '../wall-time';
import { categoryRefusal, partyRefusal } from './accounts';
import { approvalRefusal } from './approval';
import { namedInPast, openDayKnown } from './closes';
import { holderAmong } from './contests';
import { dueDates, isDueDate } from './due-dates';
import type { ScheduledSplit, Split } from './ops';
import { dateOn, isSkipped, outlineOf, paidOf, postingsFor, rhythmOf, versionOn, type Outline, type Plan } from './schedule-plan';
import { repeats, splitProblem } from './split-check';
import type { LedgerState, Schedule } from './state';
import { knows, takeApproval } from './verdicts';

export type ScheduleOp = OpOf<'ledger/schedule' | 'ledger/change-schedule' | 'ledger/skip-due' | 'ledger/end-schedule'>;

/** The fold step. Does not write the record of activities: `events` is the caller's. */
export function reduceSchedule(state: LedgerState, op: ScheduleOp, ctx: RuleContext): Reduced<LedgerState> {
	switch (op.type) {
		case 'ledger/schedule':
			return makeSchedule(state, op, ctx);
		case 'ledger/change-schedule':
			return changeSchedule(state, op, ctx);
		case 'ledger/skip-due':
			return skipDue(state, op, ctx);
		case 'ledger/end-schedule':
			return endSchedule(state, op, ctx);
		default:
			return assertNever(op);
	}
}

/** What is wrong with what a schedule says, by itself; null: nothing. The same for the fold and for a form. */
export function checkPlan(plan: Plan): Refusal | null {
	const { kind, amountMinor, party, split, approval } = plan;
	if ((kind === 'charge') !== (party === null)) return problem('LED2', kind === 'charge' ? 'Nobody pays a charge when it is made.' : 'Somebody pays or receives it.');
	if (kind === 'charge' && split === null) return problem('LED2', 'Somebody has to owe a charge.');
	if ((amountMinor === null) !== (split?.method === 'tiers')) return problem('LED30', 'It has an amount, or one for each of those who pay dues.');
	if (kind !== 'expense' && approval !== null) return problem('LED20', 'Only an expense names what it was approved by.');
	return split === null ? null : checkSplit(split);
}

function checkSplit(split: ScheduledSplit): Refusal | null {
	switch (split.method) {
		case 'shares':
		case 'percent':
			return splitProblem(split, 0);
		case 'equal':
			return split.between === null ? null : splitProblem({ method: 'equal', between: split.between }, 0);
		case 'tiers': {
			const rests = split.between.flatMap(({ rest }) => (rest?.until ? [rest.until] : []));
			if (rests.some((until) => parseDate(until) === null)) return problem('LED1', 'The date does not exist.');
			return repeats(split.between.map(({ member }) => member)) ? problem('LED1', 'Somebody stands twice among those who share it.') : null;
		}
		default:
			return null;
	}
}

/** What is wrong with a schedule by itself; null: nothing. The same for the fold and for a form. */
export function checkSchedule(op: Omit<OpOf<'ledger/schedule'>, 'type'>): Refusal | null {
	const { from, every, until } = op;
	if (parseDate(from) === null || (until !== null && parseDate(until) === null)) return problem('LED1', 'The date does not exist.');
	if (dueDates({ from, every, until }).length === 0) return problem('LED30', 'It ends before it begins.');
	return longSpan(every, op.split) ?? checkPlan(op);
}

/** A period of more days than a split by dates can hold. */
function longSpan({ unit, count }: Schedule['every'], split: Plan['split']): Refusal | null {
	const isCounted = split?.method === 'prorata' || split?.method === 'room-hours';
	return isCounted && unit === 'year' && count > 3 ? problem('LED25', 'Days and hours are counted over three years at most.') : null;
}

/** LED2, LED13, LED20: whom and what it names, and whether it may be spent, as far as the author knows. */
function planRefusal(state: LedgerState, plan: Plan, self: Schedule['id'] | null, ctx: RuleContext): Refusal | null {
	const named = plan.split !== null && 'between' in plan.split ? (plan.split.between ?? []) : [];
	if (named.some(({ member }) => !ctx.wasMember(member))) return problem('LED2', 'Somebody named here has never been a member.');
	const refusal = categoryRefusal(state, plan.category, ctx) ?? (plan.party === null ? null : partyRefusal(state, plan.party, ctx));
	if (refusal !== null || plan.kind !== 'expense') return refusal;
	const holder = (id: NonNullable<Plan['approval']>) =>
		holderAmong(state, `approval:${id}`, knows(ctx), namedInPast(state, ctx));
	return approvalRefusal(
		{ amountMinor: plan.amountMinor ?? sumOf(plan.split), approval: plan.approval },
		ctx.settingsInPast().spendingBands,
		(id) => ctx.approvalInPast(id),
		(id) => ![null, self].includes(holder(id))
	);
}

/** With everybody paying. */
export const sumOf = (split: ScheduledSplit | null): number =>
	split?.method === 'tiers' ? split.between.reduce((sum, { amountMinor }) => sum + amountMinor, 0) : 0;

function makeSchedule(state: LedgerState, op: OpOf<'ledger/schedule'>, ctx: RuleContext): Reduced<LedgerState> {
	const plan = planOf(op);
	const refusal = checkSchedule(op) ?? planRefusal(state, plan, null, ctx);
	if (refusal !== null) return err(refusal);
	const { from, every, until } = op;
	const { id: entry } = ctx.entry;
	const by = ctx.author.memberId;
	const schedule: Schedule = {
		id: ctx.objectId, entry, by, every, from, until, ends: [], versions: [{ entry, by, from, plan }], skipped: ImmutableMap()
	};
	return ok(approved(withSchedule(state, schedule), plan, schedule.id));
}

function changeSchedule(state: LedgerState, op: OpOf<'ledger/change-schedule'>, ctx: RuleContext): Reduced<LedgerState> {
	const schedule = knownSchedule(state, op.schedule, ctx);
	if (schedule === null) return err(UNKNOWN);
	const plan = planOf(op);
	if (parseDate(op.from) === null) return refused('LED1', 'The date does not exist.');
	const refusal = longSpan(schedule.every, plan.split) ?? checkPlan(plan) ?? planRefusal(state, plan, schedule.id, ctx);
	if (refusal !== null) return err(refusal);
	if (dueDates(rhythmOf(schedule, knows(ctx))).every((due) => due < op.from)) return refused('LED31', 'It has no due date any more from that day on.');
	const version = { entry: ctx.entry.id, by: ctx.author.memberId, from: op.from, plan };
	return ok(approved(withSchedule(state, { ...schedule, versions: [...schedule.versions, version] }), plan, schedule.id));
}

function skipDue(state: LedgerState, { schedule: id, due }: OpOf<'ledger/skip-due'>, ctx: RuleContext): Reduced<LedgerState> {
	const schedule = knownSchedule(state, id, ctx);
	if (schedule === null) return err(UNKNOWN);
	const refusal = notOpen(state, schedule, due, ctx, 'LED36');
	if (refusal !== null) return err(refusal);
	return ok(withSchedule(state, { ...schedule, skipped: schedule.skipped.update(due, [], (entries) => [...entries, ctx.entry.id]) }));
}

function endSchedule(state: LedgerState, { schedule: id, until }: OpOf<'ledger/end-schedule'>, ctx: RuleContext): Reduced<LedgerState> {
	const schedule = knownSchedule(state, id, ctx);
	if (schedule === null) return err(UNKNOWN);
	if (parseDate(until) === null) return refused('LED1', 'The date does not exist.');
	return ok(withSchedule(state, { ...schedule, ends: [...schedule.ends, { entry: ctx.entry.id, until }] }));
}

/** Why a posting that names a schedule is not what the schedule says (LED32); null: it is, or it names none. */
export function scheduleRefusal(state: LedgerState, op: OpOf<'ledger/post'>, ctx: RuleContext): Refusal | null {
	if (op.schedule === null) return null;
	const { due } = op.schedule;
	const schedule = knownSchedule(state, op.schedule.schedule, ctx);
	if (schedule === null) return UNKNOWN;
	const refusal = notOpen(state, schedule, due, ctx, 'LED32');
	if (refusal !== null) return refusal;
	const { plan } = versionOn(schedule, due, knows(ctx));
	const outline = outlineOf(rhythmOf(schedule, knows(ctx)), plan, due, ctx.membersInPast().map(({ memberId }) => memberId));
	if (!outline.ok) return outline.error;
	if (op.date !== dateOn(due, openDayKnown(state, ctx, due))) return problem('LED32', 'Its date is neither the due date nor the first open day after it.');
	return isAsPlanned(op, plan, outline.value) ? null : problem('LED32', 'It is not what the schedule says for this date.');
}

/** Whose parts are counted when it is posted is the author's word (LED24, LED25). */
function isAsPlanned(op: OpOf<'ledger/post'>, plan: Plan, { amountMinor, split }: Outline): boolean {
	return (
		op.kind === plan.kind &&
		op.description === plan.description &&
		op.category === plan.category &&
		op.amountMinor === amountMinor &&
		op.approval === plan.approval &&
		op.foreign === null &&
		op.corrects === null &&
		textOf(op.paid) === textOf(paidOf(plan, amountMinor)) &&
		(op.split === null || split === null ? op.split === split : textOfSplit(op.split) === textOfSplit(split)) &&
		(op.split?.method !== 'prorata' || op.split.between.every(({ shares }) => shares === 1))
	);
}

/** The same for equal splits, whatever the order of naming; what is counted when it is posted is left out. */
function textOfSplit(split: Split | NonNullable<Outline['split']>): string {
	switch (split.method) {
		case 'ownership':
			return textOf([split.method]);
		case 'room-hours':
			return textOf([split.method, split.period, split.by, [...split.rooms].sort()]);
		case 'prorata':
			return textOf([split.method, split.period]);
		default:
			return textOf([split.method, [...split.between].sort((a, b) => (a.member < b.member ? -1 : 1))]);
	}
}

/** One text for equal plain data, whatever the order of fields. */
function textOf(value: unknown): string {
	return JSON.stringify(value, (_key, part: unknown) =>
		typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part);
}

/** Not one of its due dates, skipped, or posted, as far as the author knows. */
function notOpen(state: LedgerState, schedule: Schedule, due: string, ctx: RuleContext, rule: string): Refusal | null {
	const isKnown = knows(ctx);
	if (!isDueDate(rhythmOf(schedule, isKnown), due)) return problem(rule, 'It is not due on this date.');
	if (isSkipped(schedule, due, isKnown)) return problem(rule, 'This date is skipped.');
	const isPosted = postingsFor(state, schedule.id, due).some((id) => isKnown(state.entries.get(id)?.entry ?? ctx.entry.id));
	return isPosted ? problem(rule, 'This date is posted already.') : null;
}

function knownSchedule(state: LedgerState, id: Schedule['id'], ctx: RuleContext): Schedule | null {
	const schedule = state.schedules.get(id);
	return schedule !== undefined && knows(ctx)(schedule.entry) ? schedule : null;
}

function planOf({ kind, description, category, amountMinor, party, split, note, approval }: Plan): Plan {
	return { kind, description, category, amountMinor, party, split, note, approval };
}

const withSchedule = (state: LedgerState, schedule: Schedule): LedgerState => ({ ...state, schedules: state.schedules.set(schedule.id, schedule) });
const approved = (state: LedgerState, { approval }: Plan, id: Schedule['id']): LedgerState => (approval === null ? state : takeApproval(state, approval, id));

const UNKNOWN: Refusal = { rule: 'LED31', reason: 'The schedule is not known.' };
const problem = (rule: string, reason: string): Refusal => ({ rule, reason });
const refused = (rule: string, reason: string) => err(problem(rule, reason));
