/** Two minutes of four people at one text, with several seeds: the story of tests/e2e/typists.e2e.ts at length. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Campaign } from './campaign';

const SEEDS = '1,2,3,4,6,8';
const SECONDS = '120';

export const campaign: Campaign = {
	claim: `[TXT20] [TXT22] [TXT44] four browsers that type for two minutes, one cut off, one killed, end equal with nothing saved missing and nothing twice (seeds ${SEEDS})`,
	tools: [],
	async run() {
		const playwright = fileURLToPath(new URL('../../node_modules/@playwright/test/cli.js', import.meta.url));
		const { status } = spawnSync(process.execPath, [playwright, 'test', 'typists'], {
			stdio: 'inherit',
			env: { ...process.env, TYPISTS_SEEDS: SEEDS, TYPISTS_SECONDS: SECONDS, E2E_WORKERS: '1' }
		});
		assert.equal(status, 0);
	}
};
