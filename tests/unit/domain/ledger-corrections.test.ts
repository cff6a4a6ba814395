import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { countedAmong, holderNow, insteadOf } from '$crdt/domain/ledger/contests';
import { rechoose } from '$crdt/domain/ledger/verdicts';
import type { OpInput } from '$crdt/domain/op';
import type { SpendingBand } from '$crdt/domain/proposals/settings-ops';
import { byMember, disputeOp, expenseOp, reverseOp, settleDisputeOp, transferOp } from '../../support/ledger-ops';
import { createHouse, idOf, type House } from './calendar-house';

const [ana, ben, chloe] = [idOf('Ana'), idOf('Ben'), idOf('Chloé')];
const rule = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;
const say = (house: House, name: string, ...ops: readonly OpInput[]) => house.write(name, ...ops).map((id) => rule(house, id));
const entry = (house: House, id: ObjectId | undefined) => house.fold().ledger.entries.get(id!);
const balance = (house: House, name: string) => house.fold().ledger.balances.get(`member:${idOf(name)}`) ?? 0;
const inOrder = (house: House, ...ids: readonly (ObjectId | undefined)[]) => house.fold().ledger.order.filter((id) => ids.includes(id)).toArray();

describe('corrections', () => {
	it('[LED6] post the exact opposite, dated by themselves, and both name each other', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const [wrong] = house.write('Ana', expenseOp(ana, 1000, [ana, ben, chloe]));
		house.meetAll();
		const [back] = house.write('Ben', reverseOp(wrong!, '2027-01-15'));
		expect(house.fold().ledger.balances.every((amount) => amount === 0)).toBe(true);
		expect(entry(house, wrong)).toMatchObject({ reversedBy: back, replacedBy: null, counts: true });
		expect(entry(house, back)).toMatchObject({ kind: 'reversal', target: wrong, date: '2027-01-15', reason: 'Wrong month', counts: true, amountMinor: 1000 });
		expect(entry(house, back)?.postings).toEqual(entry(house, wrong)?.postings.map(({ account, amountMinor }) => ({ account, amountMinor: 0 - amountMinor })));
	});

	it('[LED6] [LED7] a correction is not corrected, a corrected entry not once more, and nothing that the author cannot know of', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [id] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		expect(say(house, 'Ben', reverseOp(id!))).toEqual(['LED6']);
		const [back] = house.write('Ana', reverseOp(id!));
		expect(say(house, 'Ana', reverseOp(back!), reverseOp(id!), reverseOp(id!, '2026-02-30'))).toEqual(['LED6', 'LED7', 'LED1']);
	});

	it('[LED6] what takes the place of a corrected entry names it; the three are one story', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [wrong] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		expect(say(house, 'Ana', expenseOp(ana, 900, [ana, ben], { corrects: wrong! }))).toEqual(['LED6']); // it stands
		const [, right] = house.write('Ana', reverseOp(wrong!), expenseOp(ana, 900, [ana, ben], { corrects: wrong! }));
		expect(entry(house, wrong)?.replacedBy).toBe(right);
		expect(balance(house, 'Ben')).toBe(450);
		expect(say(house, 'Ana', expenseOp(ana, 800, [ana, ben], { corrects: wrong! }))).toEqual(['LED6']);
		house.write('Ana', reverseOp(right!));
		const [again] = house.write('Ana', expenseOp(ana, 800, [ana, ben], { corrects: wrong! }));
		expect(rule(house, again)).toBeUndefined();
		expect(entry(house, wrong)?.replacedBy).toBe(again);
		expect(balance(house, 'Ben')).toBe(400);
	});

	it('[LED6] nothing takes the place of a correction, nor of what the author has not seen corrected', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [wrong] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		house.meetAll();
		const [back] = house.write('Ana', reverseOp(wrong!));
		expect(say(house, 'Ben', expenseOp(ana, 1, [ana], { corrects: wrong! }), expenseOp(ana, 1, [ana], { corrects: back! }))).toEqual(['LED6', 'LED6']);
		house.meetAll();
		expect(say(house, 'Ben', expenseOp(ana, 1, [ana], { corrects: back! }))).toEqual(['LED6']);
	});
});

describe('what was made apart', () => {
	it('[LED7] of two corrections one counts; the other is kept without effect', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [id] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		house.meetAll();
		const [a] = house.write('Ana', reverseOp(id!));
		const [b] = house.write('Ben', reverseOp(id!));
		const [first, second] = inOrder(house, a, b);
		expect([rule(house, a), rule(house, b)]).toEqual([undefined, undefined]);
		expect([entry(house, first)?.counts, entry(house, second)?.counts]).toEqual([true, false]);
		expect(entry(house, id)?.reversedBy).toBe(first);
		expect(insteadOf(house.fold().ledger, second!)).toBe(first);
		expect([balance(house, 'Ana'), balance(house, 'Ben')]).toEqual([0, 0]);
		expect(house.fold().ledger.events.filter(({ type }) => type === 'ledger/reverse').size).toBe(2);
	});

	it('[LED7] two people who correct and replace at once correct and replace once', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [id] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		house.meetAll();
		const [, a] = house.write('Ana', reverseOp(id!), expenseOp(ana, 600, [ana, ben], { corrects: id! }));
		const [, b] = house.write('Ben', reverseOp(id!), expenseOp(ana, 800, [ana, ben], { corrects: id! }));
		const [first, second] = inOrder(house, a, b);
		expect([entry(house, first)?.counts, entry(house, second)?.counts]).toEqual([true, false]);
		expect(entry(house, id)?.replacedBy).toBe(first);
		expect(balance(house, 'Ben')).toBe(entry(house, first)!.amountMinor / 2);
		house.meetAll();
		expect(say(house, 'Ana', reverseOp(second!))).toEqual(['LED6']); // it has no effect: nothing to correct
		house.write('Ana', reverseOp(first!));
		expect(balance(house, 'Ben')).toBe(0);
		expect(entry(house, second)?.counts).toBe(false); // what lost does not come back
	});

	it('[LED45] where a close names the other correction and the other replacement, they count, and the balances with them', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [id] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		house.meetAll();
		const [ra, a] = house.write('Ana', reverseOp(id!), expenseOp(ana, 600, [ana, ben], { corrects: id! }));
		const [rb, b] = house.write('Ben', reverseOp(id!), expenseOp(ana, 800, [ana, ben], { corrects: id! }));
		const { ledger } = house.fold();
		const [, second] = inOrder(house, a, b);
		const named = new Set([id!, second!, second === a ? ra! : rb!]);
		const after = rechoose(ledger, named, (each) => named.has(each));
		for (const each of named) expect(after.entries.get(each)?.counts).toBe(true);
		expect(after.entries.get(id!)).toMatchObject({ reversedBy: second === a ? ra : rb, replacedBy: second });
		expect(after.balances.get(`member:${ben}`)).toBe(after.entries.get(second!)!.amountMinor / 2);
		expect([...after.balances.values()].reduce((sum, each) => sum + each, 0)).toBe(0);
		expect([...after.entries.values()].filter(({ counts }) => counts)).toHaveLength(3);
		expect(rechoose(after, named, (each) => named.has(each)).balances.equals(after.balances)).toBe(true);
	});

	it('[LED7] what counts among the entries somebody knows is what their own book says', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const [id] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		house.meetAll();
		for (const [name, amount] of [['Ana', 600], ['Ben', 700], ['Chloé', 800]] as const)
			house.write(name, reverseOp(id!), expenseOp(ana, amount, [ana, ben], { corrects: id! }));
		house.meet('Ben', 'Chloé');
		for (const name of ['Ana', 'Ben', 'Chloé']) {
			const held = house.hold(name);
			const counted = countedAmong(house.fold().ledger, (each) => held.has(each), () => false);
			const own = house.seenBy(name).ledger;
			for (const { id: each, counts } of own.entries.values()) expect(counted(each)).toBe(counts);
			for (const each of house.fold().ledger.entries.keys()) if (!own.entries.has(each)) expect(counted(each)).toBe(false);
		}
	});
});

describe('approvals', () => {
	const BANDS: readonly SpendingBand[] = [
		{ from: 0, needs: { kind: 'member' } },
		{ from: 20_000, needs: { kind: 'members', count: 2 } },
		{ from: 100_000, needs: { kind: 'decision' } }
	];
	const spend = (amountMinor: number, approval: ObjectId | null = null): OpInput => expenseOp(ana, amountMinor, [ana, ben], { approval });
	function houseWithBands(): House {
		const house = createHouse(['Ana', 'Ben']);
		house.spendingBands('Ana', BANDS);
		return house;
	}

	it('[LED20] below the first limit any member spends alone; from it on an expense names its approval', () => {
		const house = houseWithBands();
		expect(say(house, 'Ana', spend(19_999), spend(20_000))).toEqual([undefined, 'LED20']);
		const measure = house.approve('Ana', { by: 'members', amount: 30_000 });
		expect(say(house, 'Ana', spend(30_001, measure), spend(30_000, measure))).toEqual(['LED20', undefined]);
	});

	it('[LED20] what needs a decision is not approved by some members together, but a decision approves anything below it', () => {
		const house = houseWithBands();
		const measure = house.approve('Ana', { by: 'members', amount: 200_000 });
		const decision = house.approve('Ana', { by: 'decision', amount: 200_000 });
		expect(say(house, 'Ana', spend(100_000, measure), spend(25_000, decision))).toEqual(['LED20', undefined]);
	});

	it('[LED20] an approval that the author did not know of approves nothing, and neither does something else', () => {
		const house = houseWithBands();
		house.meetAll();
		const unseen = house.approve('Ben', { by: 'decision', amount: 30_000 });
		expect(say(house, 'Ana', spend(25_000, unseen))).toEqual(['LED20']);
		const [other] = house.write('Ana', transferOp(byMember(ana), byMember(ben), 1));
		expect(say(house, 'Ana', spend(25_000, other!))).toEqual(['LED20']);
	});

	it('[LED20] charges and incomes need none and name none', () => {
		const house = houseWithBands();
		const decision = house.approve('Ana', { by: 'decision', amount: 500_000 });
		expect(say(house, 'Ana', expenseOp(ana, 400_000, [ana], { kind: 'income' }), expenseOp(ana, 400_000, [ana], { kind: 'income', approval: decision }))).toEqual([undefined, 'LED20']);
	});

	it('[LED21] an approval is used once; the correction of its expense gives it back', () => {
		const house = houseWithBands();
		const measure = house.approve('Ana', { by: 'members', amount: 30_000 });
		const [first] = house.write('Ana', spend(30_000, measure));
		expect(say(house, 'Ana', spend(25_000, measure))).toEqual(['LED21']);
		expect(holderNow(house.fold().ledger, `approval:${measure}`)).toBe(first);
		house.write('Ana', reverseOp(first!));
		expect(holderNow(house.fold().ledger, `approval:${measure}`)).toBeNull();
		expect(say(house, 'Ana', spend(28_000, measure), spend(100, measure))).toEqual([undefined, 'LED21']);
	});

	it('[LED21] [LED7] of two expenses posted apart on one approval the first in the total order counts, for everybody', () => {
		const house = houseWithBands();
		const measure = house.approve('Ana', { by: 'decision', amount: 500_000 });
		house.meetAll();
		const [a] = house.write('Ana', spend(400_000, measure));
		const [b] = house.write('Ben', spend(300_000, measure));
		house.meetAll();
		const [first, second] = inOrder(house, a, b);
		for (const name of ['Ana', 'Ben']) {
			const { ledger, refusals } = house.seenBy(name);
			expect(refusals.size).toBe(0);
			expect([ledger.entries.get(first!)?.counts, ledger.entries.get(second!)?.counts]).toEqual([true, false]);
			expect(ledger.balances.get(`member:${ben}`)).toBe(ledger.entries.get(first!)!.amountMinor / 2);
		}
		// corrected, the approval is free for a third; the second stays without effect
		house.write('Ana', reverseOp(first!));
		const [third] = house.write('Ana', spend(200_000, measure));
		expect([entry(house, second)?.counts, entry(house, third)?.counts]).toEqual([false, true]);
		expect(balance(house, 'Ben')).toBe(100_000);
	});
});

it('[LED7] the correction of what turns out to have no effect has none either', () => {
	const house = createHouse(['Ana', 'Ben', 'Chloé']);
	const [wrong] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
	house.write('Ana', reverseOp(wrong!));
	house.meetAll();
	const [early] = house.write('Ana', expenseOp(ana, 600, [ana, ben], { corrects: wrong! }));
	house.write('Ben', transferOp(byMember(chloe), byMember(ana), 1)); // what Ben writes next sorts after Ana's
	const [late] = house.write('Ben', expenseOp(ana, 800, [ana, ben], { corrects: wrong! }));
	const [back] = house.write('Ben', reverseOp(late!));
	expect(balance({ ...house, fold: () => house.seenBy('Ben') }, 'Ben')).toBe(0);
	house.meetAll();
	expect([early, late, back].map((id) => entry(house, id)?.counts)).toEqual([true, false, false]);
	expect(balance(house, 'Ben')).toBe(300);
	expect(insteadOf(house.fold().ledger, back!)).toBe(early);
});

describe('disputes and comments', () => {
	it('[LED8] only those who paid or are charged dispute an entry, one open dispute each, and no balance changes', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const [id] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		house.meetAll();
		const before = house.fold().ledger.balances;
		expect(say(house, 'Chloé', disputeOp(id!))).toEqual(['LED8']);
		const [raised, again] = house.write('Ben', disputeOp(id!), disputeOp(id!));
		expect([rule(house, raised), rule(house, again)]).toEqual([undefined, 'LED8']);
		expect(entry(house, id)?.disputes).toEqual([raised]);
		expect(house.fold().ledger.disputes.get(raised!)).toMatchObject({ by: ben, target: id, reason: 'I was away', settledBy: null });
		expect(house.fold().ledger.balances.equals(before)).toBe(true);
	});

	it('[LED8] sender and receiver dispute a transfer; whose entry was corrected may dispute the correction', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const [paid, id] = house.write('Ana', transferOp(byMember(ana), byMember(ben), 5), expenseOp(ana, 100, [ben]));
		const [back] = house.write('Ana', reverseOp(id!));
		house.meetAll();
		expect(say(house, 'Ben', disputeOp(paid!), disputeOp(back!))).toEqual([undefined, undefined]);
		expect(say(house, 'Chloé', disputeOp(paid!), disputeOp(back!))).toEqual(['LED8', 'LED8']);
	});

	it('[LED9] whoever raised a dispute settles it; a correction ends it, and a corrected entry takes no more', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [one, two] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]), expenseOp(ana, 500, [ana, ben]));
		house.meetAll();
		const [first] = house.write('Ben', disputeOp(one!), disputeOp(two!));
		house.meetAll();
		expect(say(house, 'Ana', settleDisputeOp(first!), settleDisputeOp(one!))).toEqual(['LED9', 'LED9']);
		expect(say(house, 'Ben', settleDisputeOp(first!), settleDisputeOp(first!))).toEqual([undefined, 'LED9']);
		const [byEntry] = house.write('Ben', disputeOp(one!));
		house.write('Ben', settleDisputeOp(one!));
		expect(house.fold().ledger.disputes.get(byEntry!)?.settledBy).toBe(ben);
		house.write('Ana', reverseOp(two!));
		house.meetAll();
		expect(say(house, 'Ben', disputeOp(two!))).toEqual(['LED9']);
	});

	it('[LED19] members comment on entries in their past', () => {
		const house = createHouse(['Ana', 'Ben']);
		const [id] = house.write('Ana', expenseOp(ana, 1000, [ana, ben]));
		const comment: OpInput = { type: 'ledger/comment', target: id!, text: 'For which rooms?' };
		expect(say(house, 'Ben', comment)).toEqual(['LED19']);
		house.meetAll();
		const [said] = house.write('Ben', comment);
		expect(entry(house, id)?.comments).toEqual([said]);
		expect(house.fold().ledger.comments.get(said!)).toMatchObject({ by: ben, text: 'For which rooms?', target: id });
	});
});
