/** Runs tests/oracle/recurrence.py with a Python that has dateutil. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readOracle, type OracleOutput } from './pairs';

const script = fileURLToPath(new URL('recurrence.py', import.meta.url));

/** The seed of the committed vectors, and how many pairs they hold. */
export const SEED = 5545;
export const PAIRS = 5000;

/** @returns null where no Python here has dateutil (Debian: python3-dateutil). */
export function findPython(): string | null {
	const found = ['python3', '/usr/bin/python3', 'python'].find(
		(command) => spawnSync(command, ['-c', 'import dateutil, zoneinfo'], { stdio: 'ignore' }).status === 0
	);
	return found ?? null;
}

export async function runOracle(python: string, seed: number, count: number): Promise<OracleOutput> {
	const child = spawn(python, [script, String(seed), String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
	const parts: Buffer[] = [];
	child.stdout.on('data', (part: Buffer) => parts.push(part));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) throw new Error(`${python} ended with ${code}`);
	return readOracle(Buffer.concat(parts).toString('utf8'));
}
