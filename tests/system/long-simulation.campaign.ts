/** Ten times the seeds that `npm test` has time for. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Campaign } from './campaign';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const campaign: Campaign = {
	claim: '2,000 seeds of 120 ops hold every invariant under all faults',
	tools: [],
	async run() {
		const parameters = ['--members', '6', '--devices', '9', '--ops', '120', '--faults', 'all'];
		const codes = await Promise.all(['1001..2000', '2001..3000'].map((seeds) => simulate(['--seeds', seeds, ...parameters])));
		assert.deepEqual(codes, [0, 0]);
	}
};

function simulate(parameters: readonly string[]): Promise<number | null> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ['scripts/sim.js', ...parameters], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
		child.once('error', reject);
		child.once('close', resolve);
	});
}
