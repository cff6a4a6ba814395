/** Closed and closing periods as screens show them, and what closing would mean now. Pure. Shows LED40–LED47. */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { RuleContext } from '../context';
import type { Lens } from '../lens';
import { contextOfNow } from '../now-context';
import { chainTo, everything, isFirm, isLost, neededOf, signersOf } from './close-chain';
import { closeRoot, closesOf, firstOpenDay, namedAmong, namedBy, openClose, planClose, signRefusal } from './closes';
import { isDisputed, lineView } from './line-views';
import { versionOn, waitingDates } from './schedule-plan';
import { entriesByDate } from './select-entries';
import type { Close, LedgerEntry, LedgerState } from './state';
import type { ClosePreview, CloseView, PeriodsView } from './close-views';
import type { BalanceView } from './views';

export function selectPeriods(lens: Lens): PeriodsView {
	const { ledger } = lens.state;
	const last = ledger.firm.at(-1) ?? null;
	const closes = [...ledger.closes.values()].reverse();
	return {
		openFrom: firstOpenDay(ledger),
		firstDate: firstDateOf(ledger),
		proposed: closes.filter((close) => close.previous === last && !isFirm(close, everything)).map((close) => closeView(lens, close)),
		firm: closes.filter((close) => isFirm(close, everything)).map((close) => closeView(lens, close)),
		mayClose: openClose(ledger, last, contextIn(lens)).ok
	};
}

/** Closes that wait for my signature and can still become firm, newest first. */
export function selectToSign(lens: Lens): readonly CloseView[] {
	const { ledger } = lens.state;
	const last = ledger.firm.at(-1) ?? null;
	const ctx = contextIn(lens);
	const waiting = [...ledger.closes.values()].reverse().filter((close) => close.previous === last && !isFirm(close, everything) && signRefusal(ledger, close.id, ctx) === null);
	return waiting.map((close) => closeView(lens, close)).filter(({ lost }) => !lost);
}

function firstDateOf({ entries }: LedgerState): string | null {
	let first: string | null = null;
	for (const { date } of entries.values()) if (first === null || date < first) first = date;
	return first;
}

function closeView(lens: Lens, close: Close): CloseView {
	const { ledger, membership } = lens.state;
	const seated = membership.seated.map(({ memberId }) => memberId);
	const signers = signersOf(close, everything);
	const firm = isFirm(close, everything);
	const entries = [...close.named].flatMap((id) => ledger.entries.get(id) ?? []);
	return {
		id: close.id,
		from: startOf(ledger, close.previous),
		until: close.until,
		byName: lens.nameOf(close.by),
		at: close.at,
		entries: close.named.size,
		...sumsOf(ledger, entries, (id) => close.named.has(id)),
		firm,
		lost: firm ? !ledger.firm.includes(close.id) : isLost(ledger.closes, close, everything, seated),
		signed: signers.map((member) => ({
			name: lens.nameOf(member),
			mine: member === lens.me,
			at: close.signatures.find((signature) => signature.member === member)?.at ?? close.at
		})),
		waitingFor: close.electors.filter((member) => !signers.includes(member) && seated.includes(member)).map(lens.nameOf).sort(),
		needed: neededOf(close),
		canSign: signRefusal(ledger, close.id, contextIn(lens)) === null,
		mineSigned: signers.includes(lens.me),
		leftOut: leftOutOf(lens, close).map((entry) => lineView(lens, entry)),
		disputed: entries.filter((entry) => isDisputed(ledger, entry)).length
	};
}

const startOf = (ledger: LedgerState, previous: ObjectId | null): string | null => (previous === null ? null : (ledger.closes.get(previous)?.until ?? null));

/** Dated before its end and counting, and named neither by it nor by one before it. Of a close that counts such entries are booked late. */
function leftOutOf({ state: { ledger } }: Lens, close: Close): readonly LedgerEntry[] {
	const isInChain = ledger.firm.includes(close.id);
	const chain = chainTo(ledger.closes, close.id);
	return entriesByDate(ledger).flatMap(({ entry, booked }) =>
		(isInChain ? booked.late : entry.counts) && entry.date < close.until && !chain.some(({ named }) => named.has(entry.id)) ? [entry] : []
	);
}

/** Spent and received by what stands as far as the named entries tell: a later correction belongs to a later period. */
function sumsOf(ledger: LedgerState, entries: Iterable<LedgerEntry>, isNamed: (id: ObjectId) => boolean) {
	let [spentMinor, receivedMinor] = [0, 0];
	for (const entry of entries) {
		if (entry.kind !== 'post' || (ledger.contests.get(`reversal:${entry.id}`) ?? []).some(isNamed)) continue;
		if (entry.op.kind === 'expense') spentMinor += entry.amountMinor;
		if (entry.op.kind === 'income') receivedMinor += entry.amountMinor;
	}
	return { spentMinor, receivedMinor };
}

/** @param hash that of the rules; without it `root` is empty and nothing can be closed by this preview. */
export function selectClosePreview(lens: Lens, until: string, hash?: RuleContext['hash']): ClosePreview {
	const { ledger } = lens.state;
	const previous = ledger.firm.at(-1) ?? null;
	const ctx = contextIn(lens, hash);
	const planned = planClose(ledger, { previous, until }, ctx);
	const named = planned.ok ? planned.value.named : namedAmong(ledger, previous, until, ctx);
	const ids = new Set(named);
	const entries = entriesByDate(ledger).flatMap(({ entry }) => (ids.has(entry.id) ? [entry] : []));
	return {
		from: startOf(ledger, previous),
		until,
		previous,
		count: named.length,
		root: hash === undefined ? '' : closeRoot(named, hash),
		entries: entries.map((entry) => lineView(lens, entry)),
		...sumsOf(ledger, entries, (id) => ids.has(id)),
		balances: balancesAt(lens, [...namedBy(closesOf(ledger)), ...named]),
		disputed: entries.filter((entry) => isDisputed(ledger, entry)).length,
		unconfirmed: entries.filter((entry) => entry.kind === 'transfer' && entry.reversedBy === null && entry.confirmed === null).length,
		waiting: [...ledger.schedules.values()]
			.flatMap((schedule) =>
				waitingDates(ledger, schedule, until).map((due) => ({ schedule: schedule.id, description: versionOn(schedule, due).plan.description, due }))
			)
			.sort((a, b) => compare(a.due, b.due) || compare(a.description, b.description)),
		refusal: planned.ok ? (until > lens.today ? NOT_OVER : null) : planned.error
	};
}

/** Members' accounts by these entries alone; nobody who is even. By name. */
function balancesAt(lens: Lens, ids: readonly ObjectId[]): readonly BalanceView[] {
	const { ledger, membership } = lens.state;
	const sums = new Map<MemberId, { amountMinor: number; disputed: boolean }>();
	for (const id of ids) {
		const entry = ledger.entries.get(id);
		if (entry === undefined) continue;
		const disputed = isDisputed(ledger, entry);
		for (const { account, amountMinor } of entry.postings) {
			if (!account.startsWith(MEMBER)) continue;
			const member = account.slice(MEMBER.length) as MemberId; // an account of a member is named by its id
			const sum = sums.get(member) ?? { amountMinor: 0, disputed: false };
			sums.set(member, { amountMinor: sum.amountMinor - amountMinor, disputed: sum.disputed || disputed });
		}
	}
	return [...sums]
		.filter(([, { amountMinor }]) => amountMinor !== 0)
		.map(([member, sum]) => ({
			member, ...sum,
			name: lens.nameOf(member),
			mine: member === lens.me,
			former: membership.members.get(member)?.status !== 'member'
		}))
		.sort((a, b) => compare(a.name, b.name) || compare(a.member, b.member));
}

const contextIn = (lens: Lens, hash?: RuleContext['hash']): RuleContext =>
	contextOfNow(lens.state.membership, { me: lens.me, device: lens.device, now: lens.now, ...(hash && { hash }) });

/** Nobody wants this by intention; the rules know no clock and would take it. */
const NOT_OVER = { rule: 'LED40', reason: 'These days are not over yet.' };
const MEMBER = 'member:';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
