/** Random ops of the ledger: mostly sensible ones by somebody who knows a state, and wild ones that merely pass the schema. */
import type { MemberId, ObjectId } from '$crypto/base';
import type { LedgerEntry, LedgerState } from '$crdt/domain/ledger/state';
import type { OpInput } from '$crdt/domain/op';
import type { OwnershipShare } from '$crdt/domain/proposals/settings-ops';
import { addDays } from '$crdt/domain/wall-time';
import {
	byFund, byMember, chargeOp, confirmOp, disputeOp, equally, expenseOp, incomeOp, openAccountOp, retireAccountOp, reverseOp, settleDisputeOp,
	transferOp, type PartyInput, type PostInput, type SplitInput
} from './ledger-ops';
import type { Seeded } from './seeded';

/** What somebody knows who is about to write. */
export interface Bookkeeper {
	readonly ledger: LedgerState;
	readonly me: MemberId;
	readonly members: readonly MemberId[];
	readonly ownership: readonly OwnershipShare[];
	/** Decisions and measures that could approve something. */
	readonly approvals: readonly ObjectId[];
	/** YYYY-MM-DD: dates lie within some weeks before it. */
	readonly today: string;
}

export function randomLedgerOp(who: Bookkeeper, chance: Seeded): OpInput {
	const { ledger } = who;
	const standing = [...ledger.entries.values()].filter(({ kind, counts, reversedBy }) => kind !== 'reversal' && counts && reversedBy === null);
	const corrected = [...ledger.entries.values()].filter(({ reversedBy, replacedBy }) => reversedBy !== null && replacedBy === null);
	const any = [...ledger.entries.keys()];
	const kind = chance.int(100);
	if (kind < 30) return randomPost(who, chance);
	if (kind < 42) return transferOp(party(who, chance), party(who, chance), 1 + chance.int(9000), day(who, chance));
	if (kind < 48 && corrected.length > 0) return { ...randomPost(who, chance), corrects: chance.pick(corrected).id };
	if (kind < 58 && standing.length > 0) return reverseOp(pickRecent(standing, chance).id, day(who, chance));
	if (kind < 62) return confirmTransfer(who, standing, chance) ?? randomPost(who, chance);
	if (kind < 68 && any.length > 0) return disputeOp(chance.pick(any));
	if (kind < 71 && ledger.disputes.size > 0) return settleDisputeOp(chance.pick([...ledger.disputes.keys()]));
	if (kind < 74 && any.length > 0) return { type: 'ledger/comment', target: chance.pick(any), text: 'Is that the one?' };
	if (kind < 78) return openAccountOp(chance.pick(['pot', 'bank', 'category']), `Pot ${chance.int(100)}`);
	if (kind < 82 && ledger.accounts.size > 0) return aboutAccount(chance.pick([...ledger.accounts.keys()]), chance);
	if (kind < 92) return aboutSchedules(who, chance);
	return randomPost(who, chance);
}

/** Of any kind, by any split. */
export function randomPost(who: Bookkeeper, chance: Seeded): PostInput {
	const { me, members, approvals } = who;
	const amountMinor = chance.chance(0.1) ? 1 + chance.int(5) : 1 + chance.int(100_000);
	const between = some(members, chance);
	const over: Partial<PostInput> = {
		description: `no ${chance.int(1000)}`,
		date: day(who, chance),
		category: category(who, chance),
		split: chance.chance(0.12) ? null : randomSplit(who, amountMinor, chance)
	};
	switch (chance.int(6)) {
		case 0:
			return incomeOp(me, amountMinor, between, { ...over, paid: [{ party: party(who, chance), amountMinor }] });
		case 1:
			return chargeOp(amountMinor, between, { ...over, split: over.split ?? equally(between) });
		case 2: {
			const [first, ...rest] = members;
			const paid = [byMember(first!), ...rest.slice(0, 1).map(byMember)]; // somebody is a member
			const parts = paid.map((each, i) => ({ party: each, amountMinor: i === 0 ? amountMinor - (paid.length - 1) : 1 }));
			return expenseOp(me, amountMinor, between, amountMinor > 1 ? { ...over, paid: parts } : over);
		}
		default: {
			const approval = approvals.length > 0 && chance.chance(0.4) ? chance.pick(approvals) : null;
			return expenseOp(me, amountMinor, between, { ...over, paid: [{ party: party(who, chance), amountMinor }], approval });
		}
	}
}

export function randomSplit({ members, ownership, today }: Bookkeeper, amountMinor: number, chance: Seeded): SplitInput {
	const between = some(members, chance);
	const period = { from: addDays(today, -30), until: today };
	switch (chance.int(8)) {
		case 0:
			return { method: 'shares', between: between.map((member) => ({ member, shares: 1 + chance.int(7) })) };
		case 1: {
			const parts = parted(10_000, Math.min(between.length, 10_000), chance);
			return { method: 'percent', between: between.map((member, i) => ({ member, basisPoints: parts[i]! })) }; // one part each
		}
		case 2: {
			const parts = amountMinor >= between.length ? parted(amountMinor, between.length, chance) : [amountMinor];
			return { method: 'exact', between: between.map((member, i) => ({ member, amountMinor: parts[i] ?? 0 })) };
		}
		case 3:
			return { method: 'adjust', between: between.map((member, i) => ({ member, plusMinor: i === 0 ? chance.int(amountMinor) : 0 })) };
		case 4:
			if (ownership.length > 0) return { method: 'ownership', between: ownership.map(({ member, units }) => ({ member, units })) };
			return equally(between);
		case 5: {
			const used = between.map((member, i) => ({ member, minutes: i === 0 ? 60 : 30 * chance.int(40), priceMinor: i === 0 ? 500 : 250 * chance.int(40) }));
			return { method: 'room-hours', period, rooms: [], by: chance.pick(['minutes', 'prices']), between: used };
		}
		case 6:
			return { method: 'prorata', period, between: between.map((member) => ({ member, days: 1 + chance.int(30), shares: 1 + chance.int(3) })) };
		default:
			return equally(between);
	}
}

/** Ops about anything in the book, sound or not: whatever passes the schema. */
export function wildLedgerOps({ object, member }: { readonly object: () => string; readonly member: () => string }, chance: Seeded, mark: string): readonly OpInput[] {
	const someone = (): PartyInput => (chance.chance(0.7) ? byMember(member()) : byFund(object()));
	const date = (): string => chance.pick(['2026-02-30', '2026-02-28', '2026-12-01', '2027-01-31']);
	const amountMinor = 1 + chance.int(1e6);
	const post = (over: Partial<PostInput>): PostInput => expenseOp(member(), amountMinor, [member(), member()], { date: date(), description: mark, ...over });
	const split: SplitInput = chance.pick<SplitInput>([
		{ method: 'exact', between: [{ member: member(), amountMinor }] },
		{ method: 'adjust', between: [{ member: member(), plusMinor: -amountMinor }] },
		{ method: 'ownership', between: [{ member: member(), units: 1 + chance.int(5) }] },
		{ method: 'percent', between: [{ member: member(), basisPoints: 10_000 }] },
		{ method: 'room-hours', period: { from: date(), until: date() }, rooms: [], by: 'minutes', between: [{ member: member(), minutes: chance.int(3), priceMinor: 0 }] },
		{ method: 'prorata', period: { from: date(), until: date() }, between: [{ member: member(), days: 1 + chance.int(400), shares: 1 }] }
	]);
	const plan = {
		kind: 'charge', description: mark, category: 'dues', amountMinor, party: null, split: { method: 'equal', between: null }, note: '', approval: null
	} as const;
	return [
		transferOp(someone(), someone(), amountMinor, date()),
		post({}),
		post({ split }),
		post({ kind: chance.pick(['income', 'charge']), split }),
		post({ approval: object() }),
		post({ corrects: object() }),
		post({ schedule: { schedule: object(), due: date() } }),
		post({ paid: [{ party: someone(), amountMinor }], split: null }),
		post({ foreign: { currency: 'CHF', amountMinor, rate: chance.pick(['1', '0.9312', '0']) } }),
		confirmOp(object()),
		reverseOp(object(), date(), mark),
		disputeOp(object()),
		settleDisputeOp(object()),
		{ type: 'ledger/comment', target: object(), text: mark },
		openAccountOp(chance.pick(['pot', 'category']), mark),
		{ type: 'ledger/change-account', account: object(), name: mark, note: '' },
		retireAccountOp(object()),
		{ type: 'ledger/schedule', ...plan, from: date(), every: { unit: 'month', count: 1 }, until: chance.chance(0.5) ? date() : null },
		{ type: 'ledger/change-schedule', ...plan, schedule: object(), from: date() },
		{ type: 'ledger/skip-due', schedule: object(), due: date() },
		{ type: 'ledger/end-schedule', schedule: object(), until: date() },
		{ type: 'ledger/close-period', previous: chance.chance(0.5) ? object() : null, until: date(), count: chance.int(3), root: 'r'.repeat(43) },
		{ type: 'ledger/co-sign', close: object() }
	];
}

function aboutAccount(account: ObjectId, chance: Seeded): OpInput {
	return chance.chance(0.4) ? retireAccountOp(account) : { type: 'ledger/change-account', account, name: `Pot ${chance.int(100)}`, note: 'renamed' };
}

type ScheduleInput = Extract<OpInput, { type: 'ledger/schedule' }>;

/** Makes, changes, skips and ends; what is due is posted by devices. */
function aboutSchedules({ ledger, members, today }: Bookkeeper, chance: Seeded): OpInput {
	const schedules = [...ledger.schedules.values()];
	const split: ScheduleInput['split'] = chance.chance(0.5)
		? { method: 'equal', between: null }
		: { method: 'shares', between: members.map((member) => ({ member, shares: 1 + chance.int(3) })) };
	const plan: Omit<ScheduleInput, 'type' | 'from' | 'every' | 'until'> = {
		kind: 'charge', description: `dues ${chance.int(100)}`, category: 'dues', amountMinor: 1 + chance.int(20_000), party: null, split, note: '', approval: null
	};
	if (schedules.length === 0 || (schedules.length < 3 && chance.chance(0.3)))
		return { type: 'ledger/schedule', ...plan, from: addDays(today, -chance.int(20)), every: { unit: 'week', count: 1 }, until: null };
	const { id, from } = chance.pick(schedules);
	const due = addDays(from, 7 * chance.int(6));
	if (chance.chance(0.4)) return { type: 'ledger/change-schedule', schedule: id, ...plan, from: due };
	return chance.chance(0.8) ? { type: 'ledger/skip-due', schedule: id, due } : { type: 'ledger/end-schedule', schedule: id, until: addDays(due, 60) };
}

function confirmTransfer({ me }: Bookkeeper, standing: readonly LedgerEntry[], chance: Seeded): OpInput | null {
	const open = standing.filter((each) => each.kind === 'transfer' && each.confirmed === null && (each.op.to.kind === 'fund' || each.op.to.member === me));
	return open.length === 0 ? null : confirmOp(chance.pick(open).id);
}

function party({ ledger, me, members }: Bookkeeper, chance: Seeded): PartyInput {
	const funds = [...ledger.accounts.values()].filter(({ kind, retired }) => kind !== 'category' && !retired);
	if (funds.length > 0 && chance.chance(0.3)) return byFund(chance.pick(funds).id);
	return byMember(chance.chance(0.5) || members.length === 0 ? me : chance.pick(members));
}

function category({ ledger }: Bookkeeper, chance: Seeded): PostInput['category'] {
	const opened = [...ledger.accounts.values()].filter(({ kind, retired }) => kind === 'category' && !retired);
	return opened.length > 0 && chance.chance(0.2) ? chance.pick(opened).id : chance.pick(['rent', 'cleaning', 'supplies', 'other']);
}

const day = ({ today }: Bookkeeper, chance: Seeded): string => addDays(today, -chance.int(45));

function some(members: readonly MemberId[], chance: Seeded): readonly MemberId[] {
	const chosen = members.filter(() => chance.chance(0.8));
	return chosen.length === 0 ? members : chosen;
}

/** The newest more often: that is where people work at the same time. */
const pickRecent = <T>(list: readonly T[], chance: Seeded): T => chance.pick(chance.chance(0.6) ? list.slice(-4) : list);

/** So many parts above zero that sum to the whole. */
function parted(whole: number, parts: number, chance: Seeded): readonly number[] {
	const made: number[] = [];
	let left = whole;
	for (let at = parts - 1; at > 0; at--) {
		const part = 1 + chance.int(Math.max(1, Math.floor((left - at) / (at + 1))));
		made.push(part);
		left -= part;
	}
	return [...made, left];
}
