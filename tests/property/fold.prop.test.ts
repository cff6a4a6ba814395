import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryId } from '$crypto/base';
import { stateHash } from '$crdt/domain/state-hash';
import { createSeeded } from '../support/seeded';
import { tellRandomStory } from '../support/random-story';
import { Device, keysNamed, storyHashes, sync } from '../support/story';

const hashOf = (device: Device): string => stateHash(device.state, storyHashes.hash);
const refusalsOf = (device: Device): readonly string[] =>
	[...device.fold.refusals()].map(([id, refusal]) => `${id} ${refusal.rule}`).sort();

describe('the same on every device', { timeout: 240_000 }, () => {
	it('[ORD10] whoever holds the same entries sees the same state and the same refusals, however they arrived', () => {
		let refused = 0;
		let removed = 0;
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const { devices } = tellRandomStory({ seed, steps: 220, members: 3 + (seed % 3), forks: seed % 4 === 0 });
				sync(...devices);
				const [first, ...rest] = devices;
				const expected = hashOf(first!);
				for (const device of rest) expect(hashOf(device)).toBe(expected);
				for (const device of rest) expect(refusalsOf(device)).toEqual(refusalsOf(first!));

				// one by one, in a random order that respects the graph
				const reader = new Device('reader', keysNamed('reader'));
				for (const id of shuffledCausally(first!, seed)) reader.take([first!.held.get(id)!]);
				expect(hashOf(reader)).toBe(expected);
				expect(refusalsOf(reader)).toEqual(refusalsOf(first!));
				// and all at once
				const opener = new Device('opener', keysNamed('opener'));
				opener.take(Array.from({ length: first!.dag.size }, (_, at) => first!.held.get(first!.dag.idAt(at))!));
				expect(hashOf(opener)).toBe(expected);

				refused += first!.fold.refusals().size;
				removed += [...first!.state.membership.members.values()].filter((member) => member.status === 'removed').length;
			}),
			{ numRuns: 40, seed: 20_261_122 }
		);
		// the run proves that it did something
		expect(refused).toBeGreaterThan(50);
		expect(removed).toBeGreaterThan(5);
	});

	it('[ORD11] a refusal by the own past is never taken back, and nothing allowed is refused later', () => {
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const verdicts = new Map<string, string>();
				const { devices } = tellRandomStory({
					seed,
					steps: 80,
					onGrowth(device) {
						for (const entry of device.held.values()) {
							if (entry.area !== 'membership' && entry.area !== 'proposals') continue;
							const now = device.refusalOf(entry)?.rule ?? 'allowed';
							expect(verdicts.get(entry.id) ?? now).toBe(now);
							verdicts.set(entry.id, now);
						}
					}
				});
				expect(devices.length).toBeGreaterThan(2);
			}),
			{ numRuns: 25, seed: 7 }
		);
	});
});

function shuffledCausally(device: Device, seed: number): readonly EntryId[] {
	const chance = createSeeded(seed);
	const left = new Set(device.held.keys());
	const done = new Set<EntryId>();
	const order: EntryId[] = [];
	while (left.size > 0) {
		const ready = [...left].filter((id) => {
			const { prev, deps } = device.held.get(id)!;
			return (prev === null || done.has(prev)) && deps.every((dep) => done.has(dep));
		});
		const next = chance.pick(ready);
		left.delete(next);
		done.add(next);
		order.push(next);
	}
	return order;
}
