/** The rule of decisions, searched whole: what `npm run model` does, as one campaign. */
import { spawnSync } from 'node:child_process';
import type { Campaign } from './campaign';

export const campaign: Campaign = {
	claim: 'no reachable state of a small proposal changes a final result, and none is stuck once every voice has closed',
	tools: [],
	async run() {
		const { status } = spawnSync(process.execPath, ['scripts/model.js'], { stdio: 'inherit' });
		if (status !== 0) throw new Error('the search of the model failed');
	}
};
