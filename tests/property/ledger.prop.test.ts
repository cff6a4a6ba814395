import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { countedAmong } from '$crdt/domain/ledger/contests';
import type { LoggedEntry } from '$crdt/domain/context';
import type { LedgerState } from '$crdt/domain/ledger/state';
import { stateHash } from '$crdt/domain/state-hash';
import { bookFault, closeFault, type SeenCloses } from '../sim/book-invariants';
import { chargeOp, expenseOp, reverseOp } from '../support/ledger-ops';
import { closeOp, createBookHouse, duePostings, tellBookStory, TODAY } from '../support/random-books';
import { createSeeded, type Seeded } from '../support/seeded';
import { Device, keysNamed, objectId, storyHashes, sync } from '../support/story';

const hashOf = (device: Device): string => stateHash(device.state, storyHashes.hash);

/** The same entries in another order that a network could deliver, in batches of any size. */
function reread(source: Device, chance: Seeded): Device {
	const reader = new Device('reader', keysNamed('reader'));
	const waiting = new Map<string, LoggedEntry>(source.held);
	while (waiting.size > 0) {
		const ready = [...waiting.values()].filter(({ prev, deps }) => [...deps, ...(prev === null ? [] : [prev])].every((id) => reader.held.has(id)));
		const batch = ready.filter(() => chance.chance(0.4));
		const now = batch.length > 0 ? batch : [chance.pick(ready)];
		reader.take(now);
		if (chance.chance(0.3)) void reader.state; // folds what it has, so that the rest arrives late
		for (const { id } of now) waiting.delete(id);
	}
	return reader;
}

describe('random books', () => {
	it('[LED4] [LED7] [LED45] in every reachable state postings sum to zero, balances are what counts, and of those made apart one counts', () => {
		const seen = { entries: 0, without: 0, corrections: 0, replaced: 0, scheduled: 0, firm: 0, lateSwitch: 0, methods: new Set<string>() };
		for (let seed = 1; seed <= 24; seed++) {
			const closes: SeenCloses = new Map();
			const counted = new Map<ObjectId, boolean>();
			const devices = tellBookStory({
				seed, steps: 110,
				onGrowth(device) {
					const { ledger } = device.state;
					expect([seed, bookFault(ledger), closeFault(ledger, closes)]).toEqual([seed, null, null]);
				}
			});
			for (const { state } of devices)
				for (const { id, counts } of state.ledger.entries.values()) {
					if (counted.get(id) === !counts) seen.lateSwitch++;
					counted.set(id, counts);
				}
			sync(...devices);
			const { ledger } = devices[0]!.state;
			seen.entries += ledger.entries.size;
			seen.firm += ledger.firm.length;
			for (const entry of ledger.entries.values()) {
				if (!entry.counts) seen.without++;
				if (entry.reversedBy !== null) seen.corrections++;
				if (entry.replacedBy !== null) seen.replaced++;
				if (entry.kind !== 'post') continue;
				if (entry.op.schedule !== null) seen.scheduled++;
				if (entry.op.split === null) continue;
				seen.methods.add(entry.op.split.method);
				expect(entry.shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(entry.amountMinor);
			}
		}
		// otherwise the stories have become too tame to prove anything
		expect(seen).toMatchObject({ methods: new Set(['equal', 'shares', 'percent', 'exact', 'adjust', 'ownership', 'room-hours', 'prorata']) });
		expect([seen.entries > 500, seen.without > 12, seen.corrections > 40, seen.replaced > 12, seen.scheduled > 12, seen.firm > 3, seen.lateSwitch > 3]).toEqual(Array(7).fill(true));
	}, 300_000);

	it('[ORD13] [LED7] any order of arrival gives the same books, hash and all', () => {
		for (let seed = 101; seed <= 116; seed++) {
			const chance = createSeeded(seed);
			const devices = tellBookStory({ seed, steps: 90, talk: 25 });
			sync(...devices);
			const hash = hashOf(devices[0]!);
			for (const device of devices.slice(1)) expect([seed, hashOf(device)]).toEqual([seed, hash]);
			for (let run = 0; run < 2; run++) {
				const reader = reread(devices[0]!, chance);
				expect([seed, hashOf(reader)]).toEqual([seed, hash]);
				expect(reader.state.ledger.order.toArray()).toEqual(devices[0]!.state.ledger.order.toArray());
				expect([...reader.fold.refusals().keys()].sort()).toEqual([...devices[0]!.fold.refusals().keys()].sort());
			}
		}
	}, 300_000);

	it('[ORD13] a book once shown is never changed by what is folded on it, so that refolds may start from any', () => {
		const contents = ({ entries, order, balances, contests, events, closes }: LedgerState): string =>
			JSON.stringify([entries, balances, contests].map((map) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))).concat([[...order], [...events], [...closes.keys()]] as never));
		for (let seed = 301; seed <= 308; seed++) {
			const kept: { readonly ledger: LedgerState; readonly told: string }[] = [];
			tellBookStory({ seed, steps: 70, onGrowth: ({ state: { ledger } }) => void kept.push({ ledger, told: contents(ledger) }) });
			for (const { ledger, told } of kept) if (contents(ledger) !== told) throw new Error(`seed ${seed}: an earlier book was changed`);
			expect(kept.at(-1)!.ledger.entries.size).toBeGreaterThan(5);
		}
	}, 300_000);

	it('[LED7] [LED40] what counts among the entries somebody holds is what their own copy shows, so that every honest close names what it says', () => {
		let closes = 0;
		let compared = 0;
		for (let seed = 201; seed <= 222; seed++) {
			const devices = tellBookStory({ seed, steps: 100, talk: 22 });
			const own = devices.map((device) => ({ device, ledger: device.state.ledger, held: new Set(device.held.keys()) }));
			sync(...devices);
			const all = devices[0]!.state.ledger;
			for (const { ledger, held } of own) {
				const named = new Set(ledger.firm.flatMap((id) => [...ledger.closes.get(id)!.named]));
				const counted = countedAmong(all, (entry) => held.has(entry), (id) => named.has(id));
				for (const { id, counts } of ledger.entries.values()) {
					expect([seed, id, counted(id)]).toEqual([seed, id, counts]);
					compared++;
				}
			}
			for (const refusal of devices[0]!.fold.refusals().values()) expect(refusal.reason).not.toBe('It does not name exactly the entries that its author knew.');
			closes += all.closes.size;
		}
		expect(closes).toBeGreaterThan(30);
		expect(compared).toBeGreaterThan(1500);
	}, 300_000);
});

describe('ten devices apart', () => {
	const PEOPLE = Array.from({ length: 10 }, (_, i) => `member ${i}`);

	it('[LED7] [LED33] [LED35] the same scheduled charge posted by ten devices apart counts once, with the same odd cents whoever posted it', () => {
		const devices = createBookHouse(PEOPLE);
		const schedule = devices[0]!.post({
			type: 'ledger/schedule', kind: 'charge', description: 'Dues', category: 'dues', amountMinor: 10_007, party: null,
			split: { method: 'equal', between: null }, note: '', approval: null, from: '2026-09-15', every: { unit: 'month', count: 1 }, until: null
		});
		sync(...devices);
		for (const device of devices) for (const op of duePostings(device)) device.post(op);
		sync(...devices);
		const { ledger } = devices[0]!.state;
		for (const due of ['2026-09-15', '2026-10-15', '2026-11-15']) {
			const posted = ledger.contests.get(`schedule:${schedule}:${due}`)!.map((id) => ledger.entries.get(id)!);
			expect(posted).toHaveLength(10);
			expect(posted.filter(({ counts }) => counts)).toHaveLength(1);
			for (const entry of posted) expect(entry.postings).toEqual(posted[0]!.postings);
		}
		expect(ledger.balances.get('contributions:dues')).toBe(-3 * 10_007);
		expect(new Set(devices.map(hashOf)).size).toBe(1);
		for (const device of devices) expect(duePostings(device)).toEqual([]);
	});

	it('[LED7] ten corrections of one entry, each with a replacement, correct and replace it once', () => {
		const devices = createBookHouse(PEOPLE);
		const [first] = devices;
		const wrong = first!.post(expenseOp(first!.memberId, 1000, devices.map(({ memberId }) => memberId)));
		sync(...devices);
		devices.forEach((device, i) => {
			const corrected = expenseOp(first!.memberId, 500 + i, devices.map(({ memberId }) => memberId), { corrects: wrong });
			device.post([reverseOp(wrong), corrected]);
		});
		sync(...devices);
		const { ledger } = first!.state;
		const counting = [...ledger.entries.values()].filter(({ counts }) => counts);
		expect(counting.map(({ kind }) => kind).sort()).toEqual(['post', 'post', 'reversal']);
		const right = counting.find(({ id, kind }) => kind === 'post' && id !== wrong)!;
		expect(ledger.balances.get('category:rent')).toBe(right.amountMinor);
		expect(ledger.entries.get(wrong)?.replacedBy).toBe(right.id);
	});

	it('[LED7] a due date goes to the posting that somebody corrected, not to one that arrives late and sorts before it', () => {
		for (let seed = 0; seed < 6; seed++) {
			const devices = createBookHouse(['Ana', 'Ben', 'Chloé', `Dele ${seed}`]);
			const [ana, ben, chloe] = devices as [Device, Device, Device];
			ana.post({
				type: 'ledger/schedule', kind: 'charge', description: 'Dues', category: 'dues', amountMinor: 100, party: null,
				split: { method: 'equal', between: null }, note: '', approval: null, from: TODAY, every: { unit: 'year', count: 1 }, until: null
			});
			sync(...devices);
			const early = objectId(ben.write(duePostings(ben)));
			chloe.post(chargeOp(1, [chloe.memberId])); // Chloé's next entry sorts after Ben's
			const [op] = duePostings(chloe);
			const late = chloe.post(op!);
			chloe.post(reverseOp(late));
			expect(chloe.state.ledger.balances.get('contributions:dues')).toBe(-1);
			sync(...devices);
			const { ledger } = ana.state;
			expect(ledger.order.indexOf(early)).toBeLessThan(ledger.order.indexOf(late));
			expect([ledger.entries.get(early)?.counts, ledger.entries.get(late)?.counts]).toEqual([false, true]);
			expect(ledger.balances.get('contributions:dues')).toBe(-1);
		}
	});

	it('[LED45] where a firm close names the other one, the verdict is that of the close, for everybody', () => {
		const devices = createBookHouse(['Ana', 'Ben', 'Chloé', 'Dele']);
		const [ana, ben, chloe, dele] = devices as [Device, Device, Device, Device];
		const wrong = ana.post(expenseOp(ana.memberId, 1000, [ben.memberId], { date: '2026-10-01' }));
		sync(...devices);
		const early = objectId(dele.write(reverseOp(wrong, '2026-10-02'))); // nobody hears of it for long
		ben.post(chargeOp(1, [ben.memberId], { date: '2026-10-03' }));
		const late = ben.post(reverseOp(wrong, '2026-10-04'));
		sync(ana, ben, chloe);
		const close = ana.post(closeOp(ana, '2026-11-01')!);
		sync(ana, ben, chloe);
		for (const device of [ben, chloe]) device.post({ type: 'ledger/co-sign', close });
		sync(...devices);
		for (const { state: { ledger } } of devices) {
			expect(ledger.firm).toEqual([close]);
			expect(ledger.order.indexOf(early)).toBeLessThan(ledger.order.indexOf(late));
			expect([ledger.entries.get(early)?.counts, ledger.entries.get(late)?.counts]).toEqual([false, true]);
			expect(ledger.entries.get(wrong)?.reversedBy).toBe(late);
			expect(bookFault(ledger)).toBeNull();
		}
	});
});
