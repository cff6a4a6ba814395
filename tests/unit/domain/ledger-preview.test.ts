/** What is shown before an entry is posted is what the fold makes of it. */
import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import { selectPreview } from '$crdt/domain/ledger/select-preview';
import { memberAccount } from '$crdt/domain/ledger/state';
import type { SplitPreview } from '$crdt/domain/ledger/views';
import { parseOp, type OpInput } from '$crdt/domain/op';
import { byFund, byMember, chargeOp, expenseOp, incomeOp, openAccountOp, retireAccountOp, reverseOp, transferOp } from '../../support/ledger-ops';
import { decide, openEffect } from '../../support/proposal-ops';
import { randomPost, wildLedgerOps } from '../../support/random-ledger';
import { closeBooks, duePost, planOf, scheduleOp } from '../../support/schedule-ops';
import { createSeeded } from '../../support/seeded';
import { collective, sync, type Device } from '../../support/story';
import { lensFor } from '../../support/story-lens';

const NOW = '2026-12-15';

function preview(device: Device, op: OpInput): SplitPreview {
	const parsed = parseOp(op);
	if (parsed.type !== 'ledger/post' && parsed.type !== 'ledger/transfer') throw new Error(`no entry: ${parsed.type}`);
	return selectPreview(lensFor(device), parsed);
}

const three = () => collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device]; // three were named

/** Bands, ownership, an approval, a schedule, a retired pot, closed books: everything that may stand in the way. */
function strictBook() {
	const devices = three();
	const [ana, ben, chloe] = devices;
	const members = devices.map(({ memberId }) => memberId);
	const settle = (title: string, effect: Parameters<typeof openEffect>[1]): ObjectId => {
		const id = ana.post(openEffect(title, effect));
		sync(...devices);
		decide(devices, id);
		sync(...devices);
		return id;
	};
	settle('Bands', { kind: 'change-setting', change: { key: 'spendingBands', value: [{ from: 0, needs: { kind: 'member' } }, { from: 60_000, needs: { kind: 'decision' } }] } });
	const ownership = [{ member: ana.memberId, units: 2 }, { member: ben.memberId, units: 1 }];
	settle('Owners', { kind: 'change-setting', change: { key: 'ownership', value: ownership } });
	const approval = settle('A sofa', { kind: 'spend', amount: 80_000, purpose: 'Sofa' });
	const used = settle('A lamp', { kind: 'spend', amount: 90_000, purpose: 'Lamp' });
	const bank = ana.post(openAccountOp('bank', 'Giro'));
	const old = ana.post(openAccountOp('pot', 'Old'));
	ana.post(retireAccountOp(old));
	const wrong = ana.post(expenseOp(ana.memberId, 900, members));
	ana.post(reverseOp(wrong));
	ana.post(expenseOp(ana.memberId, 70_000, members, { approval: used }));
	const schedule = ana.post(scheduleOp(planOf(ana.memberId, { amountMinor: 3_000 }), { from: '2026-12-01' }));
	closeBooks('2026-11-10', [ana, ben, chloe], sync);
	return { ana, ben, devices, members, bank, old, wrong, approval, used, ownership, schedule };
}

describe('the preview', () => {
	it('[LED11] names everybody’s share, who may pay an odd cent more, and what it changes for them', () => {
		const [ana, ben, chloe] = three();
		sync(ana, ben, chloe);
		const shown = preview(ana, expenseOp(ana.memberId, 1_000, [ana, ben, chloe].map(({ memberId }) => memberId)));
		expect(shown).toMatchObject({ oddMinor: 1, refusal: null, firstOpenDay: null });
		expect(shown.shares.map(({ name, mine, amountMinor, mayPayOneMore, changeMinor }) => [name, mine, amountMinor, mayPayOneMore, changeMinor])).toEqual([
			['Ana', true, 333, true, 667], ['Ben', false, 333, true, -333], ['Chloé', false, 333, true, -333]
		]);
	});

	it('[LED11] [LED15] [LED16] signs follow the kind: an income is shared out, a charge is owed', () => {
		const [ana, ben] = three();
		const changes = (op: OpInput) => preview(ana, op).shares.map(({ name, amountMinor, changeMinor }) => [name, amountMinor, changeMinor]);
		expect(changes(incomeOp(ana.memberId, 1_000, [ana.memberId, ben.memberId]))).toEqual([['Ana', 500, -500], ['Ben', 500, 500]]);
		expect(changes(chargeOp(1_000, [ana.memberId, ben.memberId]))).toEqual([['Ana', 500, -500], ['Ben', 500, -500]]);
	});

	it('[LED11] whoever paid and bears nothing stands last; a transfer shows both ends', () => {
		const [ana, ben, chloe] = three();
		const changes = (op: OpInput) => preview(ana, op).shares.map(({ name, amountMinor, changeMinor }) => [name, amountMinor, changeMinor]);
		expect(changes(expenseOp(ana.memberId, 1_000, [ben.memberId]))).toEqual([['Ben', 1_000, -1_000], ['Ana', 0, 1_000]]);
		expect(changes(expenseOp(ana.memberId, 1_000, [], { split: null }))).toEqual([['Ana', 0, 1_000]]);
		expect(changes(transferOp(byMember(ben.memberId), byMember(chloe.memberId), 700))).toEqual([['Ben', 0, 700], ['Chloé', 0, -700]]);
	});

	it('[LED2] [LED22] says what is wrong, and shows what can be shown', () => {
		const [ana, ben] = three();
		const pair = [ana.memberId, ben.memberId];
		expect(preview(ana, expenseOp(ana.memberId, 1_000, pair, { paid: [{ party: byMember(ana.memberId), amountMinor: 900 }] }))).toMatchObject({ refusal: { rule: 'LED2' }, shares: [{ amountMinor: 500 }, { amountMinor: 500 }] });
		expect(preview(ana, expenseOp(ana.memberId, 1_000, pair, { split: { method: 'percent', between: pair.map((member) => ({ member, basisPoints: 4_000 })) } }))).toMatchObject({ refusal: { rule: 'LED22' }, oddMinor: 0, shares: [{ name: 'Ana', amountMinor: 0 }] });
		expect(preview(ana, expenseOp(ana.memberId, 1_000, [ana.memberId, ana.memberId])).refusal?.rule).toBe('LED1');
		expect(preview(ana, transferOp(byMember(ana.memberId), byMember(ana.memberId), 10)).refusal?.rule).toBe('LED5');
	});

	it('[LED46] in closed books it names the first open day, on which it can be posted', () => {
		const { ana, members } = strictBook();
		const op = expenseOp(ana.memberId, 900, members, { date: '2026-11-09' });
		expect(preview(ana, op)).toMatchObject({ refusal: { rule: 'LED46' }, firstOpenDay: '2026-11-10' });
		expect(preview(ana, { ...op, date: '2026-11-10' })).toMatchObject({ refusal: null, firstOpenDay: null });
	});

	it('[LED20] [LED21] [LED13] [LED6] says no where the fold says no: bands, used approvals, what is retired, what stands', () => {
		const { ana, members, bank, old, wrong, approval, used } = strictBook();
		const rule = (over: Parameters<typeof expenseOp>[3], amountMinor = 900) => preview(ana, expenseOp(ana.memberId, amountMinor, members, over)).refusal?.rule ?? null;
		expect(rule({}, 60_000)).toBe('LED20');
		expect(rule({ approval }, 80_001)).toBe('LED20');
		expect(rule({ approval }, 80_000)).toBeNull();
		expect(rule({ approval: used }, 70_000)).toBe('LED21');
		expect(rule({ paid: [{ party: byFund(old), amountMinor: 900 }] })).toBe('LED13');
		expect(rule({ paid: [{ party: byFund(bank), amountMinor: 900 }] })).toBeNull();
		expect(rule({ corrects: wrong })).toBeNull();
		expect(rule({ category: bank })).toBe('LED2');
	});

	it('[LED32] a schedule’s posting is previewed as the schedule says', () => {
		const { ana, schedule } = strictBook();
		const op = duePost(ana, schedule, '2026-12-01');
		expect(preview(ana, op)).toMatchObject({ refusal: null, shares: [{ amountMinor: 1_000 }, { amountMinor: 1_000 }, { amountMinor: 1_000 }] });
		expect(preview(ana, { ...op, amountMinor: 3_001, paid: [{ ...op.paid[0]!, amountMinor: 3_001 }] }).refusal?.rule).toBe('LED32');
		ana.post(op);
		expect(preview(ana, op).refusal?.rule).toBe('LED32');
	});
});

describe('the preview and the fold', () => {
	it('[LED11] agree on hundreds of random drafts: the same refusals, the same shares but for odd cents among those named', () => {
		const { ana, devices, members, approval, ownership, wrong, old, schedule } = strictBook();
		const chance = createSeeded(11);
		const [objects, tally] = [[approval, wrong, old, schedule], { posted: 0, refused: 0, odd: 0 }];
		for (let round = 0; round < 400; round++) {
			const author = chance.pick(devices);
			const bookkeeper = { ledger: author.state.ledger, me: author.memberId, members, ownership, approvals: [approval], today: NOW };
			const wild = wildLedgerOps({ object: () => chance.pick(objects), member: () => chance.pick(members) }, chance, 'wild').filter(({ type }) => type === 'ledger/post' || type === 'ledger/transfer');
			const op = chance.chance(0.7) ? randomPost(bookkeeper, chance) : chance.pick(wild);
			if (parseOp(op).type === 'unknown-op') continue;
			const shown = preview(author, op);
			const entry = author.write(op);
			const refusal = author.refusalOf(entry);
			expect([shown.refusal?.rule, shown.refusal?.reason]).toEqual([refusal?.rule, refusal?.reason]);
			if (refusal !== undefined) {
				tally.refused++;
				continue;
			}
			tally.posted++;
			tally.odd += shown.oddMinor > 0 ? 1 : 0;
			compare(author, shown, `${entry.id}.0` as ObjectId); // what the entry made
		}
		expect(ana.state.ledger.order.size).toBeGreaterThan(50);
		expect(tally.posted).toBeGreaterThan(100);
		expect(tally.refused).toBeGreaterThan(40);
		expect(tally.odd).toBeGreaterThan(10);
	}, 60_000);
});

function compare(device: Device, shown: SplitPreview, id: ObjectId): void {
	const posted = device.state.ledger.entries.get(id);
	if (posted === undefined) throw new Error('it was not posted');
	const shares: readonly { readonly member: MemberId; readonly amountMinor: number }[] = posted.kind === 'post' ? posted.shares : [];
	let odd = 0;
	for (const [at, { member, amountMinor }] of shares.entries()) {
		const promised = shown.shares[at];
		expect(promised?.member).toBe(member);
		const more = amountMinor - (promised?.amountMinor ?? 0);
		expect(more === 0 || (more === 1 && promised?.mayPayOneMore === true)).toBe(true);
		odd += more;
	}
	expect(odd).toBe(shown.oddMinor);
	for (const { member, changeMinor, amountMinor } of shown.shares) {
		const change = 0 - (posted.postings.find(({ account }) => account === memberAccount(member))?.amountMinor ?? 0);
		const more = (shares.find((each) => each.member === member)?.amountMinor ?? 0) - amountMinor;
		const sign = posted.kind === 'post' && posted.op.kind === 'income' ? 1 : -1;
		expect(change - changeMinor).toBe(more === 0 ? 0 : sign * more);
	}
	const named = new Set(shown.shares.map(({ member }) => memberAccount(member) as string));
	expect(posted.postings.filter(({ account }) => account.startsWith('member:')).every(({ account }) => named.has(account))).toBe(true);
}
