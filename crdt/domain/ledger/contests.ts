/**
 * Which of several entries made apart counts (LED7, LED21, LED45): a pure function of the entries known and of what firm closes name.
 *
 * In total order each entry is given a verdict. What a close names counts. Anything else counts unless another candidate holds the
 * place it competes for: a due date and a correction are held for good, an approval and the place of a corrected entry until
 * their holder is corrected. Nothing that once lost comes back. Knows no balances; `verdicts.ts` carries the verdicts out.
 */
import type { EntryId, ObjectId } from '../../../crypto/base';
import type { Contest, LedgerEntry, LedgerState } from './state';

type Named = (id: ObjectId) => boolean;

/** What an entry competes for; empty for most. */
export function contestsOf(entry: LedgerEntry): readonly Contest[] {
	if (entry.kind === 'reversal') return [`reversal:${entry.target}`];
	if (entry.kind === 'transfer') return NONE;
	const { schedule, approval, corrects } = entry.op;
	if (schedule === null && approval === null && corrects === null) return NONE;
	const contests: Contest[] = [];
	if (schedule !== null) contests.push(`schedule:${schedule.schedule}:${schedule.due}`);
	else if (approval !== null) contests.push(`approval:${approval}`);
	if (corrects !== null) contests.push(`replacement:${corrects}`);
	return contests;
}

/** What verdicts are made from. `counted`: those given so far. */
export interface Bench {
	readonly state: LedgerState;
	readonly isNamed: Named;
	/** Is there such an entry for whoever judges? */
	readonly isKnown: (entry: EntryId) => boolean;
	readonly counted: (id: ObjectId) => boolean;
	/** Does it stand later in the total order than all that have been given a verdict? */
	readonly isAhead: (id: ObjectId) => boolean;
	/** Does the first stand before the second in the total order? */
	readonly precedes: (id: ObjectId, other: ObjectId) => boolean;
}

export interface Verdict {
	readonly counts: boolean;
	/** A posting of the same due date that this correction sets in force instead of the other. */
	readonly swap: { readonly on: ObjectId; readonly off: ObjectId } | null;
}

export function judge(bench: Bench, entry: LedgerEntry): Verdict {
	if (entry.kind === 'reversal' && !bench.counted(entry.target)) {
		const swap = swapFor(bench, entry.target);
		return { counts: swap !== null, swap };
	}
	const counts = isFixed(bench, entry.id) || contestsOf(entry).every((contest) => isFree(bench, contest, entry));
	return { counts, swap: null };
}

/** Who counts if only the entries of `isKnown` existed, of those in state: the verdicts of a fold that holds nothing else. */
export function countedAmong(state: LedgerState, isKnown: (entry: EntryId) => boolean, isNamed: Named): (id: ObjectId) => boolean {
	const verdicts = verdictsAmong(state, isKnown, isNamed);
	return (id) => {
		const entry = state.entries.get(id);
		return entry !== undefined && isKnown(entry.entry) && (verdicts.get(id) ?? true);
	};
}

/** Verdicts on all known entries that compete for something. */
export function verdictsAmong(state: LedgerState, isKnown: (entry: EntryId) => boolean, isNamed: Named): ReadonlyMap<ObjectId, boolean> {
	const verdicts = new Map<ObjectId, boolean>();
	let places: Map<ObjectId, number> | null = null;
	const placeOf = (id: ObjectId): number => (places ??= new Map(state.order.map((each, at) => [each, at]))).get(id) ?? -1;
	const isWithoutContest = (id: ObjectId): boolean => {
		const entry = state.entries.get(id);
		return entry !== undefined && contestsOf(entry).length === 0 && isKnown(entry.entry);
	};
	const bench: Bench = {
		state,
		isNamed,
		isKnown,
		counted: (id) => verdicts.get(id) ?? isWithoutContest(id),
		isAhead: (id) => !verdicts.has(id) && state.entries.has(id),
		precedes: (id, other) => placeOf(id) < placeOf(other)
	};
	for (const id of state.order) {
		const entry = state.entries.get(id);
		if (entry === undefined || contestsOf(entry).length === 0 || !isKnown(entry.entry)) continue;
		const { counts, swap } = judge(bench, entry);
		if (swap !== null) verdicts.set(swap.on, true).set(swap.off, false);
		verdicts.set(id, counts);
	}
	return verdicts;
}

/** Who has the place competed for, as far as `isKnown` goes; null: nobody. For an approval it may be a schedule. */
export function holderAmong(
	state: LedgerState,
	contest: Contest,
	isKnown: (entry: EntryId) => boolean,
	isNamed: Named
): ObjectId | null {
	const candidates = (state.contests.get(contest) ?? []).filter((id) => isCandidateKnown(state, contest, id, isKnown));
	if (candidates.length === 0) return null;
	const counted = countedAmong(state, isKnown, isNamed);
	return candidates.find((id) => holds(state, contest, id, counted)) ?? null;
}

/** Who has the place now, as everything held has it. */
export function holderNow(state: LedgerState, contest: Contest): ObjectId | null {
	const counted = (id: ObjectId): boolean => state.entries.get(id)?.counts === true;
	return (state.contests.get(contest) ?? []).find((id) => holds(state, contest, id, counted)) ?? null;
}

/** What counts in the place of an entry without effect; null: it counts, or nothing does any more. */
export function insteadOf(state: LedgerState, id: ObjectId): ObjectId | null {
	const entry = state.entries.get(id);
	if (entry === undefined || entry.counts) return null;
	const counted = (other: ObjectId): boolean => state.entries.get(other)?.counts === true;
	for (const contest of contestsOf(entry)) {
		const rivals = (state.contests.get(contest) ?? []).filter((other) => other !== id);
		const holder = rivals.find((other) => holds(state, contest, other, counted)) ?? rivals.find(counted);
		if (holder !== undefined) return holder;
	}
	return entry.kind === 'reversal' ? insteadOf(state, entry.target) : null;
}

/** Are there two or more candidates for anything that this entry, or what it corrects, competes for? */
export function hasRivals(state: LedgerState, id: ObjectId): boolean {
	const entry = state.entries.get(id);
	if (entry === undefined) return false;
	if (contestsOf(entry).some((contest) => (state.contests.get(contest)?.length ?? 0) > 1)) return true;
	return entry.kind === 'reversal' && hasRivals(state, entry.target);
}

/** Nobody else has the place, and nobody named comes later and needs it before this one has given it up. */
function isFree(bench: Bench, contest: Contest, entry: LedgerEntry): boolean {
	const { state, isKnown } = bench;
	for (const other of state.contests.get(contest) ?? []) {
		if (other === entry.id || !isCandidateKnown(state, contest, other, isKnown)) continue;
		if (!bench.isAhead(other) ? holds(state, contest, other, bench.counted) : isFixed(bench, other) && !givesWay(bench, contest, entry, other)) return false;
	}
	return true;
}

/** It is corrected before the later one comes. */
function givesWay({ state, isKnown, precedes }: Bench, contest: Contest, { id }: LedgerEntry, later: ObjectId): boolean {
	if (isForGood(contest)) return false;
	return (state.contests.get(`reversal:${id}`) ?? []).some((each) => isCandidateKnown(state, contest, each, isKnown) && precedes(each, later));
}

/** A due date and a correction are held for good, everything else until it is corrected. */
const isForGood = (contest: Contest): boolean => contest.startsWith('schedule:') || contest.startsWith('reversal:');

function holds(state: LedgerState, contest: Contest, id: ObjectId, counted: (id: ObjectId) => boolean): boolean {
	if (state.schedules.has(id)) return true; // schedules get no verdict: they hold what they name from where they stand
	return counted(id) && (isForGood(contest) || !isCorrected(state, id, counted));
}

const isCorrected = (state: LedgerState, id: ObjectId, counted: (id: ObjectId) => boolean): boolean =>
	(state.contests.get(`reversal:${id}`) ?? []).some(counted);

/** Named by a firm close, or a correction of it is. */
function isFixed({ state, isNamed }: Bench, id: ObjectId): boolean {
	return isNamed(id) || (state.contests.get(`reversal:${id}`) ?? []).some(isNamed);
}

/**
 * Somebody corrected a posting of a due date which counted as far as they knew: they spoke about this due date, so what they
 * corrected is the one that counts, unless the other is corrected already or a close names it.
 */
function swapFor(bench: Bench, target: ObjectId): Verdict['swap'] {
	const { state, counted } = bench;
	const entry = state.entries.get(target);
	const contest = entry === undefined ? undefined : contestsOf(entry).find((each) => each.startsWith('schedule:'));
	if (entry === undefined || contest === undefined) return null;
	const other = (state.contests.get(contest) ?? []).find((id) => id !== target && counted(id));
	const rival = other === undefined ? undefined : state.entries.get(other);
	if (rival === undefined || isFixed(bench, rival.id) || isCorrected(state, rival.id, counted)) return null;
	const isFreeElsewhere = contestsOf(entry).every((each) => each === contest || isFree(bench, each, entry));
	return isFreeElsewhere ? { on: target, off: rival.id } : null;
}

function isCandidateKnown(state: LedgerState, contest: Contest, id: ObjectId, isKnown: (entry: EntryId) => boolean): boolean {
	const entry = state.entries.get(id);
	if (entry !== undefined) return isKnown(entry.entry);
	const versions = state.schedules.get(id)?.versions ?? [];
	return versions.some(({ plan, entry: said }) => contest === `approval:${plan.approval}` && isKnown(said));
}

const NONE: readonly Contest[] = [];
