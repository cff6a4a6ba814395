/**
 * Asks python-dateutil itself: the committed answers once more, and as many pairs again from a seed of today. The seed is printed;
 * ORACLE_SEED=… asks with it again.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadExpand } from '$lib/recurrence/expand';
import { ourDates, rightDates, type OracleOutput } from '../oracle/pairs';
import { findPython, PAIRS, runOracle, SEED } from '../oracle/run';
import { readVectors, writeVectors } from '../oracle/vectors';
import type { Campaign } from './campaign';

const vectors = new URL('../vectors/recurrence.tsv', import.meta.url);

export const campaign: Campaign = {
	claim: '5,000 committed and 5,000 fresh pairs of a rule and a zone have the dates and instants that python-dateutil gives',
	tools: ['python3'],
	missing: () => (findPython() === null ? ['python3-dateutil'] : []),
	async run() {
		const python = findPython();
		assert(python !== null);
		const seed = Number(process.env['ORACLE_SEED'] ?? Math.floor(Math.random() * 1e9));
		const [committed, fresh] = await Promise.all([runOracle(python, SEED, PAIRS), runOracle(python, seed, PAIRS)]);
		console.log(`dateutil ${committed.dateutil}, zone data ${committed.zoneData}; here ${process.versions['tz']}; seed ${seed}`);
		const written = readVectors(writeVectors(committed, ''));
		const kept = readVectors(readFileSync(vectors, 'utf8'));
		// the same questions, the same answers, whatever the versions
		assert.deepEqual(written.header.changes, kept.header.changes);
		assert.deepEqual(written.vectors, kept.vectors);
		for (const output of [committed, fresh]) await compare(output);
	}
};

async function compare(output: OracleOutput): Promise<void> {
	const expand = await loadExpand();
	assert.equal(output.pairs.length, PAIRS);
	const differing = output.pairs.filter((pair) => ourDates(pair, expand) !== rightDates(pair));
	for (const pair of differing.slice(0, 10)) {
		console.error(`${pair.zone} ${pair.first} ${pair.time} ${pair.rule} until ${pair.through}\n  ours ${ourDates(pair, expand)}\n  dateutil ${rightDates(pair)}`);
	}
	assert.equal(differing.length, 0, `${differing.length} pairs of seed ${output.seed} differ`);
	const reasons = new Map<string, number>();
	for (const { second } of output.pairs) if (second !== null) reasons.set(second.reasons, (reasons.get(second.reasons) ?? 0) + 1);
	console.log(`seed ${output.seed}: ${PAIRS} pairs agree; dateutil asked twice: ${[...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ')}`);
}
