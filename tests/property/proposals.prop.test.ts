import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { LoggedEntry } from '$crdt/domain/context';
import { determinedValues } from '$crdt/domain/proposals/determine';
import { isAccepted } from '$crdt/domain/proposals/outcome';
import type { Proposal } from '$crdt/domain/proposals/state';
import { stateHash } from '$crdt/domain/state-hash';
import { tellRandomStory } from '../support/random-story';
import { createSeeded, type Seeded } from '../support/seeded';
import { Device, keysNamed, storyHashes, sync } from '../support/story';

/** Everything that must never change once it is final. */
const finalOf = ({ outcome, settledTerm }: Proposal): string | null => (outcome.status === 'open' ? null : JSON.stringify([outcome, settledTerm]));

describe('finality', { timeout: 240_000 }, () => {
	it.each([
		{ about: 'whole collectives', aboutProposals: false, steps: 120, numRuns: 60, seed: 42 },
		{ about: 'amendments, extensions, proxies, withdrawals and removals', aboutProposals: true, steps: 260, numRuns: 60, seed: 4242 }
	])('[PRO32] [PRO74] stories of $about: no entry changes a final result, and no two views ever differ', ({ aboutProposals, steps, numRuns, seed: from }) => {
		const seen: Record<string, number> = {};
		const count = (what: string): void => void (seen[what] = (seen[what] ?? 0) + 1);
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const finalById = new Map<string, string>();
				const check = (proposal: Proposal): void => {
					const final = finalOf(proposal);
					if (final === null) return;
					expect(finalById.get(proposal.id) ?? final).toBe(final);
					if (!finalById.has(proposal.id)) {
						count(proposal.outcome.status);
						if (proposal.settledTerm !== proposal.id) count('in a later term');
					}
					finalById.set(proposal.id, final);
				};
				const { devices } = tellRandomStory({
					seed, steps, members: 2 + (seed % 4), aboutProposals,
					onGrowth: (device) => device.state.proposals.proposals.forEach(check)
				});
				sync(...devices);
				for (const device of devices) device.state.proposals.proposals.forEach(check);
				// what was final anywhere is final for whoever holds everything
				for (const [id, final] of finalById) expect(finalOf(devices[0]!.state.proposals.proposals.get(id as ObjectId)!)).toBe(final);
				for (const { terms } of devices[0]!.state.proposals.proposals.values())
					for (const { kind, stances, closings } of terms) {
						count(`term: ${kind}`);
						if (stances.some(({ ballot }) => ballot?.kind === 'proxy')) count('proxies');
						if (stances.some(({ ahead }) => ahead)) count('consent ahead');
						if (stances.some(({ byLeave }) => byLeave)) count('leaves');
						if (closings.some(({ ballots }) => ballots.some((ballot) => ballot?.kind === 'carried'))) count('carried');
						if (closings.some(({ interruption }) => interruption !== null)) count('interrupted closings');
					}
			}),
			{ numRuns, seed: from }
		);
		// the run proves that it did something
		const least = aboutProposals
			? { accepted: 20, 'not-accepted': 15, withdrawn: 5, 'in a later term': 10, 'term: extend': 20, 'term: amend': 10, proxies: 20, leaves: 5, carried: 5, 'interrupted closings': 20, 'consent ahead': 1 }
			: { accepted: 5, 'not-accepted': 5 };
		for (const [what, few] of Object.entries(least)) expect([what, seen[what] ?? 0]).toEqual([what, expect.toSatisfy((found: number) => found >= few)]);
	});

	it('[ORD10] [PRO74] whoever holds the same words about proposals sees the same, however they arrived', () => {
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const { devices } = tellRandomStory({ seed, steps: 120, members: 2 + (seed % 4), forks: seed % 3 === 0, aboutProposals: true });
				sync(...devices);
				const [first, ...rest] = devices;
				const expected = stateHash(first!.state, storyHashes.hash);
				for (const device of rest) expect(stateHash(device.state, storyHashes.hash)).toBe(expected);
				const reader = new Device('reader', keysNamed('reader'));
				for (const entry of shuffledCausally(first!, createSeeded(seed))) reader.take([entry]);
				expect(stateHash(reader.state, storyHashes.hash)).toBe(expected);
				expect([...reader.fold.refusals().keys()].sort()).toEqual([...first!.fold.refusals().keys()].sort());
			}),
			{ numRuns: 60, seed: 7474 }
		);
	});

	it.each([false, true])('[PRO32] with forked logs nothing accepted is ever undone: at most it shows as contested (about proposals alone: %s)', (aboutProposals) => {
		let accepted = 0;
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const everAccepted = new Set<ObjectId>();
				const { devices } = tellRandomStory({
					seed, steps: 120, members: 2 + (seed % 4), forks: true, aboutProposals,
					onGrowth(device) {
						for (const [id, { outcome }] of device.state.proposals.proposals) if (isAccepted(outcome)) everAccepted.add(id);
					}
				});
				sync(...devices);
				for (const id of everAccepted) expect(isAccepted(devices[0]!.state.proposals.proposals.get(id)!.outcome)).toBe(true);
				accepted += everAccepted.size;
			}),
			{ numRuns: 50, seed: 43 }
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

function* tuples(n: number, values: number): Generator<number[]> {
	if (n === 0) return yield [];
	for (const rest of tuples(n - 1, values)) for (let value = 0; value < values; value++) yield [...rest, value];
}

/** One by one, in a random order that respects the graph. */
function* shuffledCausally(device: Device, chance: Seeded): Generator<LoggedEntry> {
	const left = new Map(device.held);
	while (left.size > 0) {
		const ready = [...left.values()].filter(({ prev, deps }) => (prev === null || !left.has(prev)) && deps.every((dep) => !left.has(dep)));
		const next = chance.pick(ready);
		left.delete(next.id);
		yield next;
	}
}
