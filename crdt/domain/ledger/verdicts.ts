/**
 * Putting entries into the book and moving balances when a verdict on what counts changes. The arithmetic of LED4, LED7, LED45.
 *
 * Who counts is decided in `contests.ts`. Balances change by whole entries only, whose postings sum to zero.
 */
import { err, ok, type EntryId, type ObjectId } from '../../../crypto/base';
import type { Reduced, RuleContext } from '../context';
import { contestsOf, hasRivals, judge, verdictsAmong, type Bench } from './contests';
import type { Account, LedgerEntry, LedgerEvent, LedgerState } from './state';

/** What every entry begins with. */
export function posted(ctx: RuleContext, date: string, amountMinor: number) {
	const { id: entry, claimedAt } = ctx.entry;
	return {
		id: ctx.objectId,
		entry,
		claimedAt,
		postedBy: ctx.author.memberId,
		date,
		amountMinor,
		counts: true,
		reversedBy: null,
		replacedBy: null,
		disputes: NONE,
		comments: NONE
	};
}

/** Puts an entry at the end of the book, its verdict with it, and a line into the record. Fails with LED4 only, and before anything is written. */
export function record(state: LedgerState, entry: LedgerEntry, event: LedgerEvent): Reduced<LedgerState> {
	const contests = contestsOf(entry);
	const { counts, swap } = contests.length === 0 ? COUNTS : judge(benchOf(state), entry);
	const changes: Changes = swap === null ? NO_CHANGES : new Map([[swap.off, false], [swap.on, true]]);
	const balances = balancesAfter(state, changes, counts ? entry : null);
	if (balances === null) return OVERFLOW;
	const entered: LedgerState = {
		...state,
		balances,
		order: state.order.push(entry.id),
		events: state.events.push(event),
		entries: state.entries.set(entry.id, counts ? entry : { ...entry, counts })
	};
	if (contests.length === 0) return ok(entered);
	const competing = state.contests.withMutations((all) => {
		for (const contest of contests) all.set(contest, [...(all.get(contest) ?? []), entry.id]);
	});
	return ok(carryOut({ ...entered, contests: competing }, changes, entry));
}

/** A schedule takes the place of an approval, for each of its postings (LED20, LED21). */
export function takeApproval(state: LedgerState, approval: ObjectId, schedule: ObjectId): LedgerState {
	const candidates = state.contests.get(`approval:${approval}`) ?? [];
	return candidates.includes(schedule) ? state : { ...state, contests: state.contests.set(`approval:${approval}`, [...candidates, schedule]) };
}

/**
 * All verdicts anew, with what `isNamed` names (all firm closes, the newest with them): LED45. Where that would carry a balance beyond
 * what can be counted exactly, the verdicts stay.
 * @param named what the newest close names: without a rival of any of it, nothing can change.
 */
export function rechoose(
	state: LedgerState,
	named: Iterable<ObjectId>,
	isNamed: (id: ObjectId) => boolean
): LedgerState {
	let mayChange = false;
	for (const id of named) mayChange ||= hasRivals(state, id);
	if (!mayChange) return state;
	const changes = new Map<ObjectId, boolean>();
	for (const [id, counts] of verdictsAmong(state, () => true, isNamed))
		if (state.entries.get(id)?.counts !== counts) changes.set(id, counts);
	const balances = balancesAfter(state, changes, null);
	return balances === null ? state : carryOut({ ...state, balances }, changes, null);
}

export const isNamedByFirm = (state: LedgerState) => (id: ObjectId): boolean =>
	state.firm.some((close) => state.closes.get(close)?.named.has(id) === true);

/** One line of the record of activities (for every op with effect). */
export function withEvent(state: LedgerState, ctx: RuleContext, type: LedgerEvent['type'], target: ObjectId | null = null): LedgerState {
	return { ...state, events: state.events.push(eventOf(ctx, type, target)) };
}

export function eventOf(ctx: RuleContext, type: LedgerEvent['type'], target: ObjectId | null = null): LedgerEvent {
	const { id: entry, claimedAt: at } = ctx.entry;
	return { id: ctx.objectId, entry, type, by: ctx.author.memberId, at, target };
}

/** Does the author know of it: from their past, or from earlier in the same entry? */
export const knows = (ctx: RuleContext) => (entry: EntryId): boolean => entry === ctx.entry.id || ctx.inPast(entry);

function benchOf(state: LedgerState): Bench {
	return {
		state,
		isNamed: isNamedByFirm(state),
		isKnown: () => true,
		counted: (id) => state.entries.get(id)?.counts === true,
		isAhead: () => false,
		precedes: () => true
	};
}

type Changes = ReadonlyMap<ObjectId, boolean>;

/** Writes new verdicts and what follows from them for the stories of these entries and of `added`; balances are the caller's. */
function carryOut(state: LedgerState, changes: Changes, added: LedgerEntry | null): LedgerState {
	const linked = new Set<ObjectId>(added === null ? [] : linksOf(state, added));
	const entries = state.entries.withMutations((all) => {
		for (const [id, counts] of changes) {
			const entry = all.get(id);
			if (entry === undefined) continue;
			all.set(id, { ...entry, counts });
			for (const target of linksOf(state, entry)) linked.add(target);
		}
		for (const id of linked) {
			const target = all.get(id);
			const isCounted = (other: ObjectId): boolean => all.get(other)?.counts === true;
			if (target !== undefined) all.set(id, { ...target, ...storyOf(state, id, isCounted) });
		}
	});
	return { ...state, entries };
}

/** Entries that name or are named by this one in their story. */
function linksOf(state: LedgerState, entry: LedgerEntry): readonly ObjectId[] {
	const told = entry.kind === 'reversal' ? state.entries.get(entry.target) : entry;
	const links: ObjectId[] = entry.kind === 'reversal' ? [entry.target] : [];
	if (told?.kind === 'post' && told.op.corrects !== null) links.push(told.op.corrects);
	return links;
}

/** What corrects an entry and what takes its place: of those that count, the one that stands. */
function storyOf(state: LedgerState, id: ObjectId, isCounted: (id: ObjectId) => boolean) {
	const reversalOf = (each: ObjectId): ObjectId | null => (state.contests.get(`reversal:${each}`) ?? []).find(isCounted) ?? null;
	const replacements = (state.contests.get(`replacement:${id}`) ?? []).filter(isCounted);
	const replacedBy = replacements.find((each) => reversalOf(each) === null) ?? replacements.at(-1) ?? null;
	return { reversedBy: reversalOf(id), replacedBy };
}

/** With what begins to count added and what does not any more taken back; null where a balance could not be counted exactly. */
function balancesAfter({ balances, entries }: LedgerState, changes: Changes, added: LedgerEntry | null): LedgerState['balances'] | null {
	const after = new Map<Account, number>();
	const move = (entry: LedgerEntry, counts: boolean): void => {
		for (const { account, amountMinor } of entry.postings) {
			const before = after.get(account) ?? balances.get(account) ?? 0;
			after.set(account, counts ? before + amountMinor : before - amountMinor);
		}
	};
	for (const [id, counts] of changes) {
		const entry = entries.get(id);
		if (entry !== undefined && entry.counts !== counts) move(entry, counts);
	}
	if (added !== null) move(added, true);
	for (const balance of after.values()) if (!Number.isSafeInteger(balance)) return null;
	return balances.withMutations((all) => after.forEach((balance, account) => all.set(account, balance)));
}

const COUNTS = { counts: true, swap: null };
const NO_CHANGES: Changes = new Map();
const NONE: readonly ObjectId[] = [];
const OVERFLOW = err({ rule: 'LED4', reason: 'A balance would grow beyond what can be counted exactly.' });
