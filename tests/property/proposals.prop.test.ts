import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { determinedValues } from '$crdt/domain/proposals/determine';
import { finalResult, type Tally } from '$crdt/domain/proposals/result';
import type { Outcome } from '$crdt/domain/proposals/state';
import { tellRandomStory } from '../support/random-story';
import { sync } from '../support/story';

describe('finality', { timeout: 240_000 }, () => {
	it('[PRO32] appending any entry never changes a final result, and no two views ever differ', () => {
		let finals = 0;
		const seen = new Set<string>();
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const finalById = new Map<string, string>();
				const check = (id: string, { status }: Outcome): void => {
					if (status === 'open') return;
					expect(finalById.get(id) ?? status).toBe(status);
					if (!finalById.has(id)) finals++;
					finalById.set(id, status);
					seen.add(status);
				};
				const { devices } = tellRandomStory({
					seed,
					steps: 120,
					members: 2 + (seed % 4),
					onGrowth(device) {
						for (const [id, proposal] of device.state.proposals.proposals) check(id, proposal.outcome);
						// what was final elsewhere and is here too must not be open with all of the same closings: covered by equality below
					}
				});
				sync(...devices);
				for (const device of devices) for (const [id, proposal] of device.state.proposals.proposals) check(id, proposal.outcome);
				for (const [id, status] of finalById)
					expect(devices[0]!.state.proposals.proposals.get(id as never)?.outcome.status).toBe(status);
			}),
			{ numRuns: 80, seed: 42 }
		);
		expect(finals).toBeGreaterThan(40);
		expect([...seen].sort()).toEqual(expect.arrayContaining(['accepted', 'not-accepted']));
	});

	it('[PRO32] with forked logs nothing accepted is ever undone: at most it shows as contested', () => {
		let accepted = 0;
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const everAccepted = new Set<string>();
				const isAccepted = (outcome: Outcome): boolean =>
					outcome.status === 'accepted' || (outcome.status === 'contested' && outcome.accepted);
				const { devices } = tellRandomStory({
					seed,
					steps: 120,
					members: 2 + (seed % 4),
					forks: true,
					onGrowth(device) {
						for (const [id, { outcome }] of device.state.proposals.proposals) if (isAccepted(outcome)) everAccepted.add(id);
					}
				});
				sync(...devices);
				for (const id of everAccepted)
					expect(isAccepted(devices[0]!.state.proposals.proposals.get(id as never)!.outcome)).toBe(true);
				accepted += everAccepted.size;
			}),
			{ numRuns: 60, seed: 43 }
		);
		expect(accepted).toBeGreaterThan(10);
	});
});

describe('one series', () => {
	it('[PRO30] all ballot sets of 2 to 5 electors: one value at most, kept when ballots are added, never stuck when all are in', () => {
		const compare = (a: number, b: number): number => a - b;
		let sets = 0;
		for (let n = 2; n <= 5; n++)
			for (const full of tuples(n, n)) {
				const ballots = full.map((ballot) => [ballot]);
				const all = determinedValues(ballots, n, compare);
				expect(all).toHaveLength(1);
				for (let missing = 0; missing < n; missing++) {
					const without = ballots.toSpliced(missing, 1);
					const before = determinedValues(without, n, compare);
					expect(before.length).toBeLessThanOrEqual(1);
					if (before.length === 1) expect(before).toEqual(all);
				}
				sets++;
			}
		expect(sets).toBe(2 ** 2 + 3 ** 3 + 4 ** 4 + 5 ** 5);
	});

	it('[PRO31] a second ballot of a double-speaker takes nothing away', () => {
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 7 }), fc.array(fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 7 }), fc.nat(3), (n, ballots, extra) => {
				const cast = ballots.slice(0, n);
				const before = determinedValues(cast, n, (a, b) => a - b);
				const after = determinedValues(cast.with(0, [...cast[0]!, extra]), n, (a, b) => a - b);
				expect(after).toEqual(expect.arrayContaining([...before]));
			})
		);
	});
});

describe('results', () => {
	it('[PRO33] determining one more stance never changes a final result', () => {
		const words = ['agree', 'standAside', 'block', 'abstain', 'none'] as const;
		fc.assert(
			fc.property(
				fc.constantFrom('consensus' as const, 'majority' as const),
				fc.array(fc.constantFrom(...words, 'undetermined' as const), { minLength: 1, maxLength: 12 }),
				fc.constantFrom(...words),
				(rule, stances, word) => {
					const n = stances.length;
					const tally: Tally = { agree: 0, standAside: 0, block: 0, abstain: 0, none: 0, undetermined: 0 };
					const counted = stances.reduce<Tally>((sum, stance) => ({ ...sum, [stance]: sum[stance] + 1 }), tally);
					fc.pre(counted.undetermined > 0);
					const judging = { rule, n, needed: Math.floor(n / 2) + 1 };
					const before = finalResult(judging, counted);
					const after = finalResult(judging, { ...counted, undetermined: counted.undetermined - 1, [word]: counted[word] + 1 });
					if (before !== null) expect(after).toBe(before);
				}
			)
		);
	});
});

function* tuples(n: number, values: number): Generator<number[]> {
	if (n === 0) return yield [];
	for (const rest of tuples(n - 1, values)) for (let value = 0; value < values; value++) yield [...rest, value];
}
