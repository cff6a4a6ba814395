/**
 * Writes tests/vectors/recurrence.tsv anew from the oracle, never from our own code:
 * `npx tsx --tsconfig tsconfig.node.json tests/oracle/write-vectors.ts`. Needs python3-dateutil.
 */
import { writeFileSync } from 'node:fs';
import { findPython, PAIRS, runOracle, SEED } from './run';
import { writeVectors } from './vectors';

async function write(): Promise<void> {
	const python = findPython();
	if (python === null) throw new Error('no Python with dateutil here (Debian: python3-dateutil)');
	const output = await runOracle(python, SEED, PAIRS);
	const text = writeVectors(output, process.versions['tz'] ?? 'unknown');
	writeFileSync(new URL('../vectors/recurrence.tsv', import.meta.url), text);
	console.log(`seed ${SEED}: ${output.pairs.length} pairs by dateutil ${output.dateutil}, zone data ${output.zoneData}, ${text.length} bytes`);
}

void write();
