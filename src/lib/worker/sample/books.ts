/** The books of the sample: two months of rent, what the others laid out, dues by two tiers, payments that came and one that is on its way. */
import type { MemberId } from '$crypto/base';
import type { Category } from '$crdt/domain/ledger/ops';
import type { OpInput } from '$crdt/domain/op';
import type { Person } from './people';
import type { Step, Telling } from './story';

type Posting = Extract<OpInput, { type: 'ledger/post' }>;

/** Paid by one, shared equally by all. */
function expense(by: Person, { cast }: Telling, description: string, category: Category, date: string, amountMinor: number, over: Partial<Posting> = {}): Posting {
	return {
		type: 'ledger/post', kind: 'expense', description, date, category, amountMinor, foreign: null, paid: [{ party: { kind: 'member', member: by.open.me }, amountMinor }],
		split: { method: 'equal', between: cast.map(({ open }) => ({ member: open.me })) }, note: '', receipts: [], approval: null, corrects: null, schedule: null, ...over
	};
}

const pay = (from: Person, to: Person, amountMinor: number, date: string): OpInput => ({
	type: 'ledger/transfer', from: { kind: 'member', member: from.open.me }, to: { kind: 'member', member: to.open.me }, amountMinor, date, note: ''
});

const RENT_MINOR = 145_000;

export const booksSteps: readonly Step[] = [
	{
		when: [-45, '09:30'],
		async run(telling) {
			const { cast: [ana], days } = telling;
			await ana.post(expense(ana, telling, `Rent ${days.month(-45)}`, 'rent', days.day(-45), RENT_MINOR));
		}
	},
	{
		when: [-44, '21:00'],
		async run({ cast, days }) {
			const [ana, , , , eve] = cast;
			const tier = (member: MemberId, name: string, amountMinor: number) => ({ member, tier: name, amountMinor, rest: null });
			await ana.post({
				type: 'ledger/schedule', kind: 'charge', description: 'Dues for the house', category: 'dues', amountMinor: null, party: null,
				split: { method: 'tiers', between: cast.map(({ open }) => (open.me === eve.open.me ? tier(open.me, 'Reduced', 1_500) : tier(open.me, 'Full', 2_500))) },
				note: '', approval: null, from: days.day(-40), every: { unit: 'month', count: 1 }, until: null
			});
		}
	},
	{
		when: [-34, '16:00'],
		async run(telling) {
			const { cast: [, , chloe, dele], days } = telling;
			await chloe.post(expense(chloe, telling, 'Tea, coffee, paper towels', 'supplies', days.day(-34), 4_365));
			await dele.post(expense(dele, telling, 'Website, one year', 'website', days.day(-34), 9_600));
		}
	},
	{
		when: [-32, '08:00'],
		async run({ cast: [ana, ben, chloe, dele], days, keep }) {
			keep('from ben', (await ben.post(pay(ben, ana, 29_000, days.day(-32))))[0]);
			keep('from chloe', (await chloe.post(pay(chloe, ana, 26_000, days.day(-32))))[0]);
			keep('from dele', (await dele.post(pay(dele, ana, 25_000, days.day(-32))))[0]);
		}
	},
	{
		when: [-31, '08:00'],
		async run({ cast: [ana], find }) {
			await ana.post(...['from ben', 'from chloe', 'from dele'].map((word) => ({ type: 'ledger/confirm-transfer' as const, target: find(word) })));
		}
	},
	{
		when: [-20, '15:00'],
		async run(telling) {
			const { cast: [, , , , eve], find, days } = telling;
			await eve.post(expense(eve, telling, 'Two armchairs', 'other', days.day(-20), 66_400, { approval: find('armchairs') }));
		}
	},
	{
		when: [-14, '09:30'],
		async run(telling) {
			const { cast: [ana, ben], days } = telling;
			await ana.post(expense(ana, telling, `Rent ${days.month(-14)}`, 'rent', days.day(-14), RENT_MINOR));
			await ben.post(expense(ben, telling, 'Cleaning', 'cleaning', days.day(-14), 18_000));
		}
	},
	{
		when: [-2, '11:00'],
		async run({ cast: [ana, ben], days }) {
			await ben.post(pay(ben, ana, 20_000, days.day(-2)));
		}
	}
];
