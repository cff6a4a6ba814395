/** Keeper and browsers die at random while people write: the story of `stories/keeper-browsers.story.ts`, at length. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Campaign } from './campaign';

const ROUNDS = process.env['KILL_ROUNDS'] ?? '50';

export const campaign: Campaign = {
	claim: `[NET106] [KEE20] ${ROUNDS} times keeper or browsers are killed (SIGKILL) while two write: nothing shown as saved or as kept is lost`,
	tools: [],
	async run() {
		const playwright = fileURLToPath(new URL('../../node_modules/@playwright/test/cli.js', import.meta.url));
		const config = fileURLToPath(new URL('stories/playwright.config.ts', import.meta.url));
		const { status } = spawnSync(process.execPath, [playwright, 'test', '-c', config, 'keeper-browsers'], {
			stdio: 'inherit',
			env: { ...process.env, KILL_ROUNDS: ROUNDS }
		});
		assert.equal(status, 0);
	}
};
