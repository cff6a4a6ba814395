import { describe, expect, it } from 'vitest';
import { split as splitSchema } from '$crdt/domain/ledger/ops';
import { previewShares, sharesOf, weightsShown } from '$crdt/domain/ledger/split';
import { daysOf, splitProblem } from '$crdt/domain/ledger/split-check';
import { equally, expenseOp, type SplitInput } from '../../support/ledger-ops';
import { createHouse, idOf } from './calendar-house';

const [ana, ben, chloe] = [idOf('Ana'), idOf('Ben'), idOf('Chloé')];
const parse = (input: SplitInput) => splitSchema.parse(input);
const amounts = (input: SplitInput, amountMinor: number, turn = 0) => sharesOf(parse(input), amountMinor, turn).map((share) => share.amountMinor);
const problem = (input: SplitInput, amountMinor: number) => splitProblem(parse(input), amountMinor)?.rule;
const NOVEMBER = { from: '2026-11-01', until: '2026-12-01' };

describe('shares to the cent', () => {
	it('[LED3] [LED22] equal, by shares and by hundredths of a per cent', () => {
		expect(amounts(equally([ana, ben, chloe]), 900)).toEqual([300, 300, 300]);
		expect(amounts({ method: 'shares', between: [{ member: ben, shares: 1 }, { member: chloe, shares: 3 }] }, 10_001)).toEqual([2500, 7501]);
		expect(amounts({ method: 'shares', between: [ana, ben, chloe].map((member, i) => ({ member, shares: 1 + i })) }, 100)).toEqual([17, 33, 50]);
		const percent: SplitInput = { method: 'percent', between: [{ member: ana, basisPoints: 3333 }, { member: ben, basisPoints: 6667 }] };
		expect(amounts(percent, 100_000)).toEqual([33_330, 66_670]);
		expect(problem(percent, 100)).toBeUndefined();
		expect(problem({ method: 'percent', between: [{ member: ana, basisPoints: 9_999 }] }, 100)).toBe('LED22');
	});

	it('[LED22] exact parts sum to the amount, and somebody may bear nothing', () => {
		const exact: SplitInput = { method: 'exact', between: [{ member: ana, amountMinor: 0 }, { member: ben, amountMinor: 70 }] };
		expect(amounts(exact, 70)).toEqual([0, 70]);
		expect([problem(exact, 70), problem(exact, 71)]).toEqual([undefined, 'LED22']);
	});

	it('[LED22] with additions and deductions the rest is equal, and nobody pays less than nothing', () => {
		const adjust = (...plus: readonly number[]): SplitInput =>
			({ method: 'adjust', between: [ana, ben, chloe].slice(0, plus.length).map((member, i) => ({ member, plusMinor: plus[i]! })) });
		expect(amounts(adjust(100, 0, 0), 1000)).toEqual([400, 300, 300]);
		expect(amounts(adjust(-50, 50), 1000)).toEqual([450, 550]);
		expect(amounts(adjust(100, 50), 100)).toEqual([75, 25]); // more was added than there is: the rest is below zero, equally
		expect([problem(adjust(100, 50), 100), problem(adjust(150, 0), 100), problem(adjust(-150, 0), 100)]).toEqual([undefined, 'LED22', 'LED22']);
		const odd = amounts(adjust(101, 50), 100);
		expect(odd.reduce((sum, each) => sum + each, 0)).toBe(100);
		expect(odd.every((each) => each >= 0)).toBe(true);
	});

	it('[LED24] room hours count by minutes or by what they cost; who has none bears nothing', () => {
		const hours = (by: 'minutes' | 'prices', ...used: readonly (readonly [number, number])[]): SplitInput => ({
			method: 'room-hours', period: NOVEMBER, rooms: [], by,
			between: [ana, ben, chloe].slice(0, used.length).map((member, i) => ({ member, minutes: used[i]![0], priceMinor: used[i]![1] }))
		});
		expect(amounts(hours('minutes', [90, 0], [30, 0], [0, 0]), 1000)).toEqual([750, 250, 0]);
		expect(amounts(hours('prices', [90, 100], [30, 300], [0, 0]), 1000)).toEqual([250, 750, 0]);
		expect(amounts(hours('minutes', [60, 0], [60, 0], [0, 0]), 7).at(-1)).toBe(0);
		expect([problem(hours('minutes', [60, 0]), 9), problem(hours('prices', [60, 0]), 9)]).toEqual([undefined, 'LED24']);
	});

	it('[LED25] by days of membership times shares; nobody has more days than the period', () => {
		const prorata = (...days: readonly number[]): SplitInput => ({
			method: 'prorata', period: NOVEMBER, between: [ana, ben].slice(0, days.length).map((member, i) => ({ member, days: days[i]!, shares: 1 + i }))
		});
		expect(amounts(prorata(30, 15), 900)).toEqual([450, 450]);
		expect([problem(prorata(30, 30), 9), problem(prorata(31), 9)]).toEqual([undefined, 'LED25']);
		expect([daysOf(NOVEMBER), daysOf({ from: '2026-02-30', until: '2026-03-01' })]).toEqual([30, null]);
		expect(weightsShown(parse(prorata(30, 15)))).toEqual([30, 30]);
	});

	it('[LED23] by ownership: the units in force in the own past, all of them', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const owned = (...units: readonly number[]): SplitInput =>
			({ method: 'ownership', between: [ana, ben, chloe].slice(0, units.length).map((member, i) => ({ member, units: units[i]! })) });
		const say = (name: string, split: SplitInput) => {
			const [id] = house.write(name, expenseOp(ana, 100, [], { split }));
			return house.fold().refusals.get(id!)?.rule;
		};
		expect(say('Ana', owned(1))).toBe('LED23'); // nothing was decided yet
		house.ownership('Ana', [{ member: ana, units: 60 }, { member: ben, units: 40 }]);
		expect([say('Ana', owned(60, 40)), say('Ana', owned(60)), say('Ana', owned(60, 41)), say('Ana', owned(60, 40, 1))]).toEqual([undefined, 'LED23', 'LED23', 'LED23']);
		expect(say('Ben', owned(60, 40))).toBe('LED23'); // Ben does not know of it
		const [entry] = house.fold().ledger.entries.values();
		expect(entry).toMatchObject({ shares: [{ amountMinor: 60 }, { amountMinor: 40 }] });
	});

	it('[LED3] the odd cents of an entry go by its id', () => {
		const winners = new Set(Array.from({ length: 40 }, (_, i) => {
			const house = createHouse(['Ana', 'Ben', 'Chloé'], `seed ${i}`);
			const [id] = house.write('Ana', expenseOp(ana, 100, [ana, ben, chloe]));
			const entry = house.fold().ledger.entries.get(id!);
			return entry?.kind === 'post' ? entry.shares.findIndex(({ amountMinor }) => amountMinor === 34) : -1;
		}));
		expect(winners).toEqual(new Set([0, 1, 2]));
	});

	it('[LED11] the preview of every method promises what the posting keeps', () => {
		expect(previewShares(parse(equally([ana, ben, chloe])), 1000)).toEqual({
			shares: [ana, ben, chloe].map((member) => ({ member, amountMinor: 333, mayPayOneMore: true })), oddMinor: 1
		});
		const exact = parse({ method: 'exact', between: [{ member: ana, amountMinor: 7 }] });
		expect(previewShares(exact, 7)).toEqual({ shares: [{ member: ana, amountMinor: 7, mayPayOneMore: false }], oddMinor: 0 });
		expect(previewShares({ method: 'equal', between: [] }, 7)).toEqual({ shares: [], oddMinor: 0 });
		const unused = parse({ method: 'room-hours', period: NOVEMBER, rooms: [], by: 'minutes', between: [{ member: ana, minutes: 0, priceMinor: 0 }] });
		expect(previewShares(unused, 7).shares).toEqual([{ member: ana, amountMinor: 0, mayPayOneMore: false }]);
	});

	it('[LED28] there is no split by fees, sessions, clients or referrals, and a closed list of methods', () => {
		for (const method of ['fees', 'sessions', 'clients', 'referrals', 'revenue'])
			expect(splitSchema.safeParse({ method, between: [{ member: ana, shares: 1 }] }).success).toBe(false);
		expect(splitSchema.options.map((option) => option.shape.method.value)).toEqual(
			['equal', 'shares', 'percent', 'exact', 'adjust', 'ownership', 'room-hours', 'prorata']
		);
	});
});
