/**
 * `npm run test:system`: the slow campaigns of tests/system/, one after the other. A campaign whose tool is absent on this
 * machine is reported as skipped, never as passed. Names as arguments run only those.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded, installIfNeeded } from './lib/prepare.js';
import { root } from './lib/source-hash.js';
import { nothing, oneFailure, runSteps } from './lib/steps.js';
import { loadTypeScript } from './lib/typescript.js';

installIfNeeded();
await loadTypeScript();
if (!(await buildIfNeeded())) process.exit(1);

const wanted = process.argv.slice(2);
const names = readdirSync(join(root, 'tests/system'))
	.filter((name) => name.endsWith('.campaign.ts'))
	.map((name) => name.replace('.campaign.ts', ''))
	.filter((name) => wanted.length === 0 || wanted.includes(name))
	.sort();

/** @type {[string, () => Promise<import('./lib/steps.js').Tally>][]} */
const steps = [];
for (const name of names) {
	const { campaign } = await import(join(root, 'tests/system', `${name}.campaign.ts`));
	steps.push([
		`${name}: ${campaign.claim}`,
		async () => {
			const absent = campaign.tools.filter((/** @type {string} */ tool) => !isInstalled(tool));
			const missing = absent.length > 0 ? absent : (campaign.missing?.() ?? []);
			if (missing.length > 0) {
				console.log(`skipped: ${missing.join(', ')} not found on this machine`);
				return { ...nothing, skipped: 1 };
			}
			try {
				await campaign.run();
				return { ...nothing, passed: 1 };
			} catch (error) {
				console.error(error);
				return oneFailure;
			}
		}
	]);
}

const total = await runSteps(steps);
console.log(`${total.skipped} skipped`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/** @param {string} tool */
function isInstalled(tool) {
	const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [tool], { stdio: 'ignore' });
	return found.status === 0;
}
