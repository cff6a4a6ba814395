import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { SpendingBand } from '$crdt/domain/proposals/settings-ops';
import type { OpInput } from '$crdt/domain/op';
import { createHouse, idOf, type House } from './calendar-house';

const BANDS: readonly SpendingBand[] = [
	{ from: 0, needs: { kind: 'member' } },
	{ from: 20_000, needs: { kind: 'members', count: 2 } },
	{ from: 100_000, needs: { kind: 'decision' } }
];

const spend = (amountMinor: number, approval: ObjectId | null = null): OpInput => ({
	type: 'ledger/post-expense', description: 'Chairs', date: '2026-12-01', category: 'supplies', amountMinor,
	paidBy: [{ member: idOf('Ana'), amountMinor }],
	split: { method: 'equal', between: [{ member: idOf('Ana'), shares: 1 }, { member: idOf('Ben'), shares: 1 }] }, note: '', approval
});
const refusal = (house: House, [id]: readonly ObjectId[]) => house.fold().refusals.get(id!)?.rule;

function houseWithBands(): House {
	const house = createHouse(['Ana', 'Ben']);
	house.spendingBands('Ana', BANDS);
	return house;
}

describe('who may spend how much', () => {
	it('[LED20] below the first limit any member spends alone; from it on an expense names its approval', () => {
		const house = houseWithBands();
		expect(refusal(house, house.write('Ana', spend(19_999)))).toBeUndefined();
		expect(refusal(house, house.write('Ana', spend(20_000)))).toBe('LED20');
		const measure = house.approve('Ana', { by: 'members', amount: 30_000 });
		expect(refusal(house, house.write('Ana', spend(30_001, measure)))).toBe('LED20');
		expect(refusal(house, house.write('Ana', spend(30_000, measure)))).toBeUndefined();
	});

	it('[LED20] what needs a decision is not approved by some members together, but a decision approves anything below it', () => {
		const house = houseWithBands();
		const measure = house.approve('Ana', { by: 'members', amount: 200_000 });
		expect(refusal(house, house.write('Ana', spend(100_000, measure)))).toBe('LED20');
		const decision = house.approve('Ana', { by: 'decision', amount: 200_000 });
		expect(refusal(house, house.write('Ana', spend(25_000, decision)))).toBeUndefined();
	});

	it('[LED20] an approval that the author did not know of approves nothing, and neither does something else', () => {
		const house = houseWithBands();
		house.meetAll();
		const unseen = house.approve('Ben', { by: 'decision', amount: 30_000 });
		expect(refusal(house, house.write('Ana', spend(25_000, unseen)))).toBe('LED20');
		const [other] = house.write('Ana', spend(500));
		expect(refusal(house, house.write('Ana', spend(25_000, other!)))).toBe('LED20');
	});

	it('[LED20] the bands in force are those of the author’s own past', () => {
		const house = createHouse(['Ana', 'Ben']);
		house.spendingBands('Ben', BANDS);
		const before = house.write('Ana', spend(50_000));
		expect(refusal(house, before)).toBeUndefined();
		house.meetAll();
		expect(refusal(house, before)).toBeUndefined();
		expect(refusal(house, house.write('Ana', spend(50_000)))).toBe('LED20');
	});

	it('[LED21] an approval is used once; the correction of its expense gives it back', () => {
		const house = houseWithBands();
		const measure = house.approve('Ana', { by: 'members', amount: 30_000 });
		const [first] = house.write('Ana', spend(30_000, measure));
		expect(refusal(house, house.write('Ana', spend(25_000, measure)))).toBe('LED21');
		house.write('Ana', { type: 'ledger/reverse', target: first!, reason: 'Wrong amount' });
		expect(refusal(house, house.write('Ana', spend(28_000, measure)))).toBeUndefined();
		expect(refusal(house, house.write('Ana', spend(100, measure)))).toBe('LED21');
	});

	it('[LED21] of two expenses posted at once on one approval, the first in the total order counts, for everybody', () => {
		const house = houseWithBands();
		const measure = house.approve('Ana', { by: 'decision', amount: 500_000 });
		house.meetAll();
		const [a] = house.write('Ana', spend(400_000, measure));
		const [b] = house.write('Ben', spend(400_000, measure));
		house.meetAll();
		for (const name of ['Ana', 'Ben']) {
			const { refusals, ledger } = house.seenBy(name);
			expect([a!, b!].filter((id) => refusals.get(id)?.rule === 'LED21')).toHaveLength(1);
			expect([...ledger.balances.values()].reduce((sum, one) => sum + one, 0)).toBe(0);
		}
	});
});
