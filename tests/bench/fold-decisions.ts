/**
 * What a long record of decisions costs: folding 160 changed settings of eight members from nothing, by entry, over the same
 * with 40. Every closing is a new view of the rules, so a cost that grows with the record would show here first.
 */
import { createFold } from '$crdt/domain/fold';
import { createDag } from '$crdt/log/dag';
import type { LoggedEntry } from '$crdt/domain/context';
import { decide, openEffect } from '../support/proposal-ops';
import { collective, storyHashes, sync, type Device } from '../support/story';
import type { Figure } from './figure';
import { medianOf } from './median';

const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve', 'Femi', 'Gil', 'Hua'];
const FEW = 40;
const MANY = 160;
const RUNS = 7;

/** Target ≤ 1.5: the cost of an entry does not grow with the number of decisions. */
export async function foldDecisions(): Promise<Figure> {
	const people = collective(NAMES);
	decideBetween(people, 0, FEW);
	const few = held(people);
	decideBetween(people, FEW, MANY);
	const many = held(people);
	const ratios: number[] = [];
	const perEntry: number[] = [];
	for (let run = 0; run <= RUNS; run++) {
		const [short, long] = [cpuPerEntry(few), cpuPerEntry(many)];
		if (run === 0) continue;
		ratios.push(long / short);
		perEntry.push(long);
	}
	const value = medianOf(ratios);
	return {
		name: 'fold.decisions', value, unit: 'ratio', target: 1.5, met: value <= 1.5, runs: RUNS,
		detail: { decisions: [FEW, MANY], entries: [few.length, many.length], cpuMicrosPerEntry: Math.round(medianOf(perEntry)) }
	};
}

function decideBetween(people: readonly Device[], from: number, to: number): void {
	for (let decided = from; decided < to; decided++) {
		const author = people[decided % people.length]!;
		const id = author.post(openEffect(`Days ${decided}`, { kind: 'change-setting', change: { key: 'decisionDays', value: 1 + (decided % 60) } }));
		sync(...people);
		decide(people, id);
	}
}

const held = ([first]: readonly Device[]): readonly LoggedEntry[] => [...first!.held.values()];

/** Microseconds of processor time. */
function cpuPerEntry(entries: readonly LoggedEntry[]): number {
	const dag = createDag();
	for (const entry of entries) dag.add(entry);
	const before = process.cpuUsage();
	const fold = createFold({ dag, hashes: storyHashes });
	fold.insert(entries);
	if (fold.state().entries !== entries.length) throw new Error('an entry was not folded');
	const { user, system } = process.cpuUsage(before);
	return (user + system) / entries.length;
}
