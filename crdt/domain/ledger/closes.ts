/**
 * Closing the books: who signs what, which entries a close names, what day an entry counts for. Judged by the own past, so that
 * nothing that arrives later changes what was closed. LED40–LED47.
 */
import { Set as ImmutableSet } from 'immutable';
import { err, ok, type ObjectId } from '../../../crypto/base';
import type { Reduced, Refusal, RuleContext } from '../context';
import type { OpOf } from '../op';
import { parseDate } from '../wall-time';
import { bindingOf, chainTo, closedUntil, everything, firmChain, isFirm, isLost, rivalsOf } from './close-chain';
import { countedAmong } from './contests';
import type { Close, CloseSignature, LedgerEntry, LedgerState } from './state';
import { knows, rechoose } from './verdicts';
import type { BookedView } from './views';

export type CloseOp = OpOf<'ledger/close-period' | 'ledger/co-sign'>;

/** The fold step. Does not write the record of activities: `events` is the caller's. */
export function reduceClose(state: LedgerState, op: CloseOp, ctx: RuleContext): Reduced<LedgerState> {
	return op.type === 'ledger/close-period' ? closePeriod(state, op, ctx) : coSign(state, op.close, ctx);
}

function closePeriod(state: LedgerState, op: OpOf<'ledger/close-period'>, ctx: RuleContext): Reduced<LedgerState> {
	const planned = planClose(state, op, ctx);
	if (!planned.ok) return planned;
	const { named, electors, outlived } = planned.value;
	if (named.length !== op.count || closeRoot(named, ctx.hash) !== op.root)
		return refused('LED40', 'It does not name exactly the entries that its author knew.');
	const close: Close = {
		id: ctx.objectId,
		entry: ctx.entry.id,
		by: ctx.author.memberId,
		at: ctx.entry.claimedAt,
		previous: op.previous,
		until: op.until,
		named: ImmutableSet(named),
		electors,
		signatures: [signatureOf(ctx)],
		outlived
	};
	return ok(withClose(state, close));
}

function coSign(state: LedgerState, id: ObjectId, ctx: RuleContext): Reduced<LedgerState> {
	const refusal = signRefusal(state, id, ctx);
	const close = state.closes.get(id);
	if (refusal !== null || close === undefined) return err(refusal ?? UNKNOWN_CLOSE);
	return ok(withClose(state, { ...close, signatures: [...close.signatures, signatureOf(ctx)] }));
}

/** What a close of these days would name, and who may sign it; or why there can be none (LED40, LED41). */
export function planClose(
	state: LedgerState,
	{ previous, until }: Pick<OpOf<'ledger/close-period'>, 'previous' | 'until'>,
	ctx: RuleContext
): Reduced<{ readonly named: readonly ObjectId[] } & Pick<Close, 'electors' | 'outlived'>> {
	if (parseDate(until) === null) return refused('LED1', 'The date does not exist.');
	const open = openClose(state, previous, ctx);
	if (!open.ok) return open;
	const end = previous === null ? null : (state.closes.get(previous)?.until ?? null);
	if (end !== null && until <= end) return refused('LED40', 'The books are closed up to that day already.');
	return ok({ named: namedAmong(state, previous, until, ctx), ...open.value });
}

/** Who may sign a close after `previous`; or why the author cannot make one, whatever its end. */
export function openClose(
	state: LedgerState,
	previous: ObjectId | null,
	ctx: RuleContext
): Reduced<Pick<Close, 'electors' | 'outlived'>> {
	const isKnown = knows(ctx);
	const members = ctx.membersInPast();
	const electors = members.filter(({ stage }) => stage === 'member').map(({ memberId }) => memberId);
	if (!electors.includes(ctx.author.memberId)) return refused('LED41', 'Books are closed by members with all rights.');
	if (!ctx.author.isVoice) return refused('LED41', ONLY_VOICE);
	const before = chainTo(state.closes, previous);
	if (previous !== null && (before.length === 0 || !before.every((close) => isFirm(close, isKnown)))) return refused('LED40', 'The close before it is not firm.');
	const self = { id: ctx.objectId, previous };
	const seated = members.map(({ memberId }) => memberId);
	const rivals = rivalsOf(state.closes, self, isKnown);
	if (rivals.some((rival) => isFirm(rival, isKnown))) return refused('LED40', 'The books are closed up to a later day already.');
	const outlived = rivals.filter((rival) => isLost(state.closes, rival, isKnown, seated)).map(({ id }) => id);
	const isBound = bindingOf(state.closes, { ...self, outlived }, ctx.author.memberId, isKnown) !== null;
	return isBound ? refused('LED41', SIGNED_OTHER) : ok({ electors, outlived });
}

/** Why the author cannot sign it; null: they can (LED41). */
export function signRefusal(state: LedgerState, id: ObjectId, ctx: RuleContext): Refusal | null {
	const isKnown = knows(ctx);
	const close = state.closes.get(id);
	if (close === undefined || !isKnown(close.entry)) return UNKNOWN_CLOSE;
	const { memberId, isVoice } = ctx.author;
	if (!close.electors.includes(memberId)) return { rule: 'LED41', reason: 'It is signed by those who had all rights when it was made.' };
	if (!isVoice) return { rule: 'LED41', reason: ONLY_VOICE };
	if (close.signatures.some(({ member, entry }) => member === memberId && isKnown(entry))) return { rule: 'LED41', reason: 'The author has signed it already.' };
	if (bindingOf(state.closes, close, memberId, isKnown) !== null) return { rule: 'LED41', reason: SIGNED_OTHER };
	const isDecided = rivalsOf(state.closes, close, isKnown).some((rival) => !close.outlived.includes(rival.id) && isFirm(rival, isKnown));
	return isDecided ? { rule: 'LED41', reason: 'Other books of the same days are closed already.' } : null;
}

/** LED40: what is known, counts as far as is known, is dated before `until`, and is named by no close before; by id. */
export function namedAmong(state: LedgerState, previous: ObjectId | null, until: string, ctx: RuleContext): readonly ObjectId[] {
	const isKnown = knows(ctx);
	const before = namedBy(chainTo(state.closes, previous));
	const counts = countedAmong(state, isKnown, (id) => before.has(id));
	const named: ObjectId[] = [];
	for (const { id, entry, date } of state.entries.values())
		if (date < until && !before.has(id) && isKnown(entry) && counts(id)) named.push(id);
	return named.sort();
}

/** All that these closes name. */
export function namedBy(closes: readonly Close[]): ReadonlySet<ObjectId> {
	const named = new Set<ObjectId>();
	for (const close of closes) for (const each of close.named) named.add(each);
	return named;
}

/** Over the ids in order: equal for equal sets. @param ids sorted. */
export const closeRoot = (ids: readonly ObjectId[], hash: RuleContext['hash']): string => hash('close', ...ids);

/** LED45: where other closes count now than before, what they name wins. */
function withClose(state: LedgerState, close: Close): LedgerState {
	const closes = state.closes.set(close.id, close);
	const firm = firmChain(closes, everything);
	const changed = [...firm.filter((id, i) => state.firm[i] !== id), ...state.firm.filter((id, i) => firm[i] !== id)];
	if (changed.length === 0) return { ...state, closes };
	const after = { ...state, closes, firm };
	return rechoose(after, namedBy(closesIn(after, changed)), isNamedIn(closesIn(after, firm)));
}

/** Does a close that counts as far as the author knows name it? */
export function namedInPast(state: LedgerState, ctx: RuleContext): (id: ObjectId) => boolean {
	if (state.closes.isEmpty()) return () => false;
	return isNamedIn(closesIn(state, firmChain(state.closes, knows(ctx))));
}

/** The newest first: most questions are about them. */
const isNamedIn = (chain: readonly Close[]) => (id: ObjectId): boolean => chain.findLast(({ named }) => named.has(id)) !== undefined;

/** LED46: why nothing may be posted on `date` by whoever knows what the author knows; null: the books are open there. */
export function closedRefusal(state: LedgerState, date: string, ctx: RuleContext): Refusal | null {
	const open = openDayKnown(state, ctx, date);
	return open === null || date >= open ? null : { rule: 'LED46', reason: `The books are closed before ${open}. Post it on ${open} or later.` };
}

/** The first open day as known in the own past; null: nothing that reaches beyond `date` is closed. */
export function openDayKnown(state: LedgerState, ctx: RuleContext, date: string): string | null {
	let reaches = false;
	for (const { until } of state.closes.values()) reaches ||= until > date;
	return reaches ? closedUntil(state.closes, knows(ctx)) : null;
}

/** Before which day nothing can be posted by whoever knows everything; null: nothing is closed. */
export const firstOpenDay = (state: LedgerState): string | null => closedUntil(state.closes, everything);

/** LED44: which day an entry counts for. What does not count stays where it was dated. */
export function bookedOf(state: LedgerState, entry: LedgerEntry): BookedView {
	const closes = spansOf(state);
	const known = closes.booked.get(entry);
	if (known !== undefined) return known;
	const view = bookedIn(closes.spans, entry);
	closes.booked.set(entry, view);
	return view;
}

function bookedIn(spans: Spans['spans'], { id, date, counts }: LedgerEntry): BookedView {
	if (!counts || spans.length === 0) return { date, late: false, closed: false };
	let start: string | null = null;
	for (const close of spans) {
		if (close.until > date && close.named.has(id)) return booked(date, start, true);
		start = close.until;
	}
	return booked(date, start, false);
}

const booked = (date: string, start: string | null, closed: boolean): BookedView =>
	start !== null && date < start ? { date: start, late: true, closed } : { date, late: false, closed };

interface Spans {
	readonly spans: readonly { readonly until: string; readonly named: ReadonlySet<ObjectId> }[];
	readonly booked: WeakMap<LedgerEntry, BookedView>;
}

const remembered = new WeakMap<LedgerState['firm'], Spans>();

/** What never changes of the closes that count, and what follows from it: every line of every list asks. */
function spansOf(state: LedgerState): Spans {
	const known = remembered.get(state.firm);
	if (known !== undefined) return known;
	// a plain set answers many times faster than an immutable one
	const spans: Spans = { spans: closesOf(state).map(({ until, named }) => ({ until, named: new Set(named) })), booked: new WeakMap() };
	remembered.set(state.firm, spans);
	return spans;
}

/** The close that names it and counts; null: in none. */
export const closeNaming = (state: LedgerState, id: ObjectId): Close | null => closesOf(state).find(({ named }) => named.has(id)) ?? null;

/** The closes that count, earliest first. */
export const closesOf = (state: LedgerState): readonly Close[] => closesIn(state, state.firm);

const closesIn = (state: LedgerState, ids: readonly ObjectId[]): readonly Close[] => ids.flatMap((id) => state.closes.get(id) ?? []);

function signatureOf(ctx: RuleContext): CloseSignature {
	return { member: ctx.author.memberId, entry: ctx.entry.id, at: ctx.entry.claimedAt, stands: !ctx.isVoid };
}

const ONLY_VOICE = 'The device that speaks for the member signs.';
const SIGNED_OTHER = 'The author has signed another close of the same days.';
const UNKNOWN_CLOSE: Refusal = { rule: 'LED41', reason: 'The close is not known.' };
const refused = (rule: string, reason: string) => err({ rule, reason });
