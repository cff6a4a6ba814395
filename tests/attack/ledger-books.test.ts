/** What a member with a changed app could try with the book, each by name. */
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { bookFault } from '../sim/book-invariants';
import { byFund, byMember, chargeOp, confirmOp, disputeOp, expenseOp, openAccountOp, retireAccountOp, reverseOp, settleDisputeOp, transferOp, type PostInput } from '../support/ledger-ops';
import { closeOp, createBookHouse, duePostings, TODAY } from '../support/random-books';
import { objectId, sync, type Device } from '../support/story';

type Three = readonly [Device, Device, Device, ...Device[]];
const house = (): Three => createBookHouse(['Ana', 'Ben', 'Eve']) as Three;
const idsOf = (devices: readonly Device[]) => devices.map(({ memberId }) => memberId);
const rule = (device: Device, op: OpInput | readonly OpInput[], at = 0) => device.refusalOf(device.write(op), at)?.rule;
const owes = (seen: Device, of: Device) => seen.state.ledger.balances.get(`member:${of.memberId}`) ?? 0;

/** Dues of 90 for three, first due today. */
function withDues(all: Three, over: Partial<Extract<OpInput, { type: 'ledger/schedule' }>> = {}): ObjectId {
	const schedule = all[0].post({
		type: 'ledger/schedule', kind: 'charge', description: 'Dues', category: 'dues', amountMinor: 90, party: null, split: { method: 'equal', between: null },
		note: '', approval: null, from: TODAY, every: { unit: 'month', count: 1 }, until: null, ...over
	});
	sync(...all);
	return schedule;
}

describe('charging twice', () => {
	it('[LED32] DOUBLE_CHARGE_BY_INDEX: a scheduled posting sent again, in the same entry under another index or later, charges once', () => {
		const all = house();
		const [ana, ben, eve] = all;
		withDues(all);
		const [due] = duePostings(eve) as [OpInput];
		const entry = eve.write([due, due, due]);
		expect([0, 1, 2].map((at) => eve.refusalOf(entry, at)?.rule)).toEqual([undefined, 'LED32', 'LED32']);
		expect(rule(eve, due)).toBe('LED32');
		sync(...all);
		expect([owes(ana, ben), bookFault(ana.state.ledger)]).toEqual([30, null]);
	});

	it('[LED7] [LED32] DOUBLE_CHARGE_APART: written as if nothing had been posted yet, it is kept without effect', () => {
		const all = house();
		const [ana, ben, eve] = all;
		withDues(all);
		const [due] = duePostings(ana) as [OpInput];
		const before = { prev: eve.head, deps: eve.dag.frontier(eve.head, 64) };
		ana.post(due);
		sync(...all);
		const hidden = eve.write(due, before); // pretends not to know Ana's
		expect(eve.refusalOf(hidden)).toBeUndefined();
		sync(...all);
		const posted = [...ana.state.ledger.entries.values()];
		expect(posted.filter(({ counts }) => counts)).toHaveLength(1);
		expect([owes(ana, ben), owes(ben, ben)]).toEqual([30, 30]);
	});

	it('[LED32] OTHER_AMOUNT: a posting that names a schedule and says something else than it is refused', () => {
		const all = house();
		const [, , eve] = all;
		withDues(all);
		const [due] = duePostings(eve) as [PostInput];
		expect(rule(eve, { ...due, amountMinor: 900 })).toBe('LED32');
		expect(rule(eve, { ...due, description: 'Rent' })).toBe('LED32');
		expect(rule(eve, { ...due, split: { method: 'equal', between: [{ member: all[1].memberId }] } })).toBe('LED32');
		expect(rule(eve, { ...due, schedule: { schedule: due.schedule!.schedule, due: '2026-11-23' } })).toBe('LED32');
		expect(rule(eve, { ...due, schedule: { schedule: `${'n'.repeat(43)}.0`, due: TODAY } })).toBe('LED31'); // there is no such schedule
		expect(rule(eve, due)).toBeUndefined();
	});

	it('[LED20] [LED21] APPROVAL_TWICE: one approval does not carry two expenses, neither in one entry nor by hiding the first', () => {
		const all = house();
		const [ana, ben, eve] = all;
		const [approval] = [...ana.state.membership.approvals.keys()] as [ObjectId];
		const spend = expenseOp(eve.memberId, 95_000, idsOf(all), { approval });
		const before = { prev: eve.head, deps: eve.dag.frontier(eve.head, 64) };
		const entry = eve.write([spend, spend]);
		expect([0, 1].map((at) => eve.refusalOf(entry, at)?.rule)).toEqual([undefined, 'LED21']);
		eve.write(spend, before);
		sync(...all);
		expect(ana.state.ledger.balances.get('category:rent')).toBe(95_000);
		expect(owes(ben, eve)).toBe(owes(ana, eve));
	});
});

describe('undoing what others agreed on', () => {
	it('[LED6] REVERSE_A_REVERSAL: a correction is never turned round, and nothing is corrected twice', () => {
		const all = house();
		const [ana, , eve] = all;
		const wrong = ana.post(expenseOp(ana.memberId, 300, idsOf(all)));
		const back = ana.post(reverseOp(wrong));
		sync(...all);
		expect([rule(eve, reverseOp(back)), rule(eve, reverseOp(wrong)), rule(eve, expenseOp(eve.memberId, 1, idsOf(all), { corrects: back }))]).toEqual(['LED6', 'LED7', 'LED6']);
		sync(...all);
		expect([...ana.state.ledger.balances.values()].every((amount) => amount === 0)).toBe(true);
	});

	it('[LED7] REVERSE_APART: a hidden second correction turns nothing into its opposite', () => {
		const all = house();
		const [ana, , eve] = all;
		const wrong = ana.post(expenseOp(ana.memberId, 300, idsOf(all)));
		sync(...all);
		const before = { prev: eve.head, deps: eve.dag.frontier(eve.head, 64) };
		ana.post(reverseOp(wrong));
		sync(...all);
		for (let i = 0; i < 3; i++) eve.write(reverseOp(wrong, '2026-12-03', `again ${i}`), before);
		sync(...all);
		expect([...ana.state.ledger.balances.values()].every((amount) => amount === 0)).toBe(true);
		expect([...ana.state.ledger.entries.values()].filter(({ kind, counts }) => kind === 'reversal' && counts)).toHaveLength(1);
	});

	it('[LED6] [LED7] REPLACE_TWICE: only one entry takes the place of a corrected one', () => {
		const all = house();
		const [ana, ben, eve] = all;
		const wrong = ana.post(expenseOp(ana.memberId, 300, idsOf(all)));
		ana.post(reverseOp(wrong));
		sync(...all);
		const right = expenseOp(ana.memberId, 30, idsOf(all), { corrects: wrong });
		const before = { prev: eve.head, deps: eve.dag.frontier(eve.head, 64) };
		ana.post(right);
		sync(...all);
		expect(rule(eve, right)).toBe('LED6');
		eve.write({ ...right, amountMinor: 9000, paid: [{ party: byMember(eve.memberId), amountMinor: 9000 }] }, before);
		sync(...all);
		expect([...ana.state.ledger.entries.values()].filter(({ kind, counts, reversedBy }) => kind === 'post' && counts && reversedBy === null)).toHaveLength(1);
		expect(bookFault(ben.state.ledger)).toBeNull();
	});

	it('[LED9] SETTLE_FOR_ANOTHER: nobody ends the dispute of somebody else', () => {
		const all = house();
		const [ana, ben, eve] = all;
		const id = eve.post(expenseOp(eve.memberId, 300, idsOf(all)));
		sync(...all);
		const dispute = ben.post(disputeOp(id));
		sync(...all);
		expect([rule(eve, settleDisputeOp(dispute)), rule(eve, settleDisputeOp(id)), rule(ana, settleDisputeOp(dispute))]).toEqual(['LED9', 'LED9', 'LED9']);
	});
});

describe('money that is not there', () => {
	it('[LED18] FORGED_CONFIRM: nobody confirms what they sent, nor what somebody else got', () => {
		const all = house();
		const [ana, ben, eve] = all;
		const pot = ana.post(openAccountOp('pot', 'Reserve'));
		sync(...all);
		const toBen = eve.post(transferOp(byMember(eve.memberId), byMember(ben.memberId), 50_000));
		const toPot = eve.post(transferOp(byMember(eve.memberId), byFund(pot), 50_000));
		expect([rule(eve, confirmOp(toBen)), rule(eve, confirmOp(toPot))]).toEqual(['LED18', 'LED18']);
		sync(...all);
		expect([rule(ana, confirmOp(toBen)), rule(ben, confirmOp(toBen)), rule(ben, confirmOp(toBen))]).toEqual(['LED18', undefined, 'LED18']);
		const entry = ben.state.ledger.entries.get(toBen);
		expect(entry?.kind === 'transfer' && entry.confirmed?.by).toBe(ben.memberId);
	});

	it('[LED13] INTO_A_RETIRED_FUND: who knows that it is closed can neither fill nor empty it, nor name it as payer', () => {
		const all = house();
		const [ana, , eve] = all;
		const pot = ana.post(openAccountOp('pot', 'Reserve'));
		ana.post(retireAccountOp(pot));
		sync(...all);
		const me = byMember(eve.memberId);
		expect(rule(eve, transferOp(me, byFund(pot), 5))).toBe('LED13');
		expect(rule(eve, transferOp(byFund(pot), me, 5))).toBe('LED13');
		expect(rule(eve, expenseOp(eve.memberId, 5, [eve.memberId], { paid: [{ party: byFund(pot), amountMinor: 5 }] }))).toBe('LED13');
	});

	it('[LED23] OTHER_UNITS: ownership shares that are not in force split nothing', () => {
		const all = house();
		const [ana, ben, eve] = all;
		const units = (...of: readonly (readonly [Device, number])[]): PostInput =>
			expenseOp(ana.memberId, 600, [], { split: { method: 'ownership', between: of.map(([{ memberId }, each]) => ({ member: memberId, units: each })) } });
		expect(rule(eve, units([ana, 3], [ben, 2], [eve, 1]))).toBe('LED23');
		expect(rule(eve, units([ana, 1], [ben, 2]))).toBe('LED23');
		expect(rule(eve, units([ana, 1], [ben, 2], [eve, 3]))).toBeUndefined();
		expect(owes(eve, eve)).toBe(300);
	});

	it('[LED4] OVERFLOW: no balance goes beyond what is counted exactly, whoever pushes and in whatever entry', () => {
		const all = house();
		const [ana, ben, eve] = all;
		const push = transferOp(byMember(eve.memberId), byMember(ben.memberId), 1e12);
		for (let i = 0; i < 19; i++) eve.write(Array.from({ length: 480 }, () => push));
		expect([...eve.fold.refusals().values()].some((refusal) => refusal.rule === 'LED4')).toBe(true);
		sync(...all);
		expect(bookFault(ana.state.ledger)).toBeNull();
		expect(Math.abs(owes(ana, ben))).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
		// corrections bring it back
		const [some] = ana.state.ledger.order.toArray() as [ObjectId];
		expect(rule(ana, reverseOp(some))).toBeUndefined();
	});

	it('[LED2] STRANGERS: nobody is charged who never was a member, and no fund pays that does not exist', () => {
		const all = house();
		const [, , eve] = all;
		const stranger = 'm'.repeat(43);
		expect(rule(eve, chargeOp(100, [stranger]))).toBe('LED2');
		expect(rule(eve, transferOp(byFund(`${'f'.repeat(43)}.0`), byMember(eve.memberId), 100))).toBe('LED2');
		expect(rule(eve, transferOp(byMember(eve.memberId), byMember(stranger), 100))).toBe('LED2');
	});
});

describe('what is closed', () => {
	it('[LED44] [LED45] [LED46] BACKDATED: a hidden entry of a closed month is kept, counts in the next one and displaces nothing', () => {
		const all = house();
		const [ana, ben, eve] = all;
		const wrong = ana.post(expenseOp(ana.memberId, 300, idsOf(all), { date: '2026-10-05' }));
		sync(...all);
		const before = { prev: eve.head, deps: eve.dag.frontier(eve.head, 64) };
		ben.post(chargeOp(1, idsOf(all), { date: '2026-10-06' }));
		const back = ben.post(reverseOp(wrong, '2026-10-07'));
		sync(...all);
		const close = ana.post(closeOp(ana, '2026-11-01')!);
		sync(...all);
		ben.post({ type: 'ledger/co-sign', close });
		sync(...all);
		expect(ana.state.ledger.firm).toEqual([close]);
		expect(rule(eve, expenseOp(eve.memberId, 9, idsOf(all), { date: '2026-10-20' }))).toBe('LED46');
		expect(rule(eve, reverseOp(back, '2026-10-20'))).toBe('LED6');
		const hidden = eve.write([reverseOp(wrong, '2026-10-06'), expenseOp(eve.memberId, 9, idsOf(all), { date: '2026-10-20' })], before);
		expect([0, 1].map((at) => eve.refusalOf(hidden, at))).toEqual([undefined, undefined]);
		sync(...all);
		const { ledger } = ana.state;
		expect(ledger.order.indexOf(objectId(hidden))).toBeLessThan(ledger.order.indexOf(back)); // it sorts before Ben's
		expect(ledger.entries.get(wrong)?.reversedBy).toBe(back);
		expect(ledger.entries.get(objectId(hidden))?.counts).toBe(false);
		expect(ledger.entries.get(objectId(hidden, 1))?.counts).toBe(true);
		expect([ledger.firm, bookFault(ledger)]).toEqual([[close], null]);
	});
});
