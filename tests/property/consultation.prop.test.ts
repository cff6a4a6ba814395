import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { LONGEST_KEY, orderBetween } from '$crdt/domain/consultation/order';
import { selectMeeting } from '$crdt/domain/consultation/select-meeting';
import { addItem, planMeeting } from '../support/meeting-ops';
import { createHouse } from '../unit/domain/calendar-house';

describe('order keys', () => {
	it('[CON5] a key lies between its neighbours, fits the schema and leaves room before and after, wherever people insert', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(fc.nat(1000), fc.constantFrom('', 'aB3', 'zz', '000', 'x-_'))), (inserts) => {
				const keys: string[] = [];
				for (const [at, tail] of inserts) {
					const index = at % (keys.length + 1);
					const [before, after] = [keys[index - 1] ?? null, keys[index] ?? null];
					const key = orderBetween(before, after, tail);
					expect(key).toMatch(/^[0-9A-Za-z]{1,60}$/);
					expect(key.endsWith('0')).toBe(false);
					if (before !== null) expect(key > before).toBe(true);
					if (after !== null) expect(key < after).toBe(true);
					keys.splice(index, 0, key);
				}
			}),
			{ numRuns: 300 }
		);
	});

	it('[CON5] a hundred inserts at one spot still fit; beyond that a key stays valid', () => {
		for (const low of [true, false]) {
			let [a, b] = [orderBetween(null, null), orderBetween(orderBetween(null, null), null)];
			for (let i = 0; i < 1000; i++) {
				const key = orderBetween(a, b, 'q7');
				if (i < 100) expect(a < key && key < b).toBe(true);
				expect(key.length).toBeLessThanOrEqual(LONGEST_KEY);
				if (low) b = key;
				else a = key;
			}
		}
	});
});

describe('agendas', () => {
	it('[CON6] whoever holds the same entries sees the same agenda, in whatever order they came', () => {
		const people = ['Ana', 'Ben', 'Chloé'];
		const act = fc.record({ kind: fc.constantFrom('add', 'move', 'change', 'done', 'withdraw', 'meet'), who: fc.nat(2), pick: fc.nat(50) });
		let moved = 0;
		fc.assert(
			fc.property(fc.array(act, { minLength: 10, maxLength: 40 }), (story) => {
				const house = createHouse(people, 'agenda');
				const [meeting] = house.write('Ana', planMeeting());
				house.meetAll();
				for (const { kind, who, pick } of story) {
					const name = people[who]!;
					const items = selectMeeting(house.lens(name), meeting!)!.items;
					const at = pick % (items.length + 1);
					const order = orderBetween(items[at - 1]?.order ?? null, items[at]?.order ?? null, `${who}`);
					const item = items[pick % Math.max(1, items.length)]?.id as ObjectId;
					if (kind === 'meet') house.meet(name, people[pick % 3]!);
					else if (kind === 'add') house.write(name, addItem(meeting!, `${pick}`, order, { minutes: 5 }));
					else if (item === undefined) continue;
					else if (kind === 'move') moved += house.write(name, { type: 'consultation/move-item', item, order }).length;
					else if (kind === 'change') house.write(name, { type: 'consultation/change-item', item, title: `${pick}`, presenter: null, minutes: 1 + pick });
					else if (kind === 'done') house.write(name, { type: 'consultation/set-item-done', item, done: pick % 2 === 0 });
					else house.write(name, { type: 'consultation/withdraw-item', item });
				}
				house.meetAll();
				const [ana, ben] = ['Ana', 'Ben'].map((name) => selectMeeting(house.lens('Ana', { state: house.lens(name).state }), meeting!));
				expect(ana).toEqual(ben);
				const backwards = house.fold([...house.entries.keys()].reverse());
				expect([...backwards.consultation.items.values()]).toEqual([...house.fold().consultation.items.values()]);
			}),
			{ numRuns: 150 }
		);
		expect(moved).toBeGreaterThan(50);
	});
});
