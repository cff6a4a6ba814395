/** A history of 12 MB reaches a new member. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PASSPHRASE } from './support/app';
import { expect, test } from './support/fixtures';

const script = fileURLToPath(new URL('support/write-long-backup.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const LONGEST_MS = 120_000;

test('a log of 12 MB reaches a new member, who then sees as much as whoever let them in', async ({ stage }, testInfo) => {
	const file = testInfo.outputPath('long.commonhold');
	const env = { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.node.json' };
	const count = Number(execFileSync(process.execPath, ['--import', 'tsx', script, file, '12', PASSPHRASE], { cwd: root, env, encoding: 'utf8' }));
	const history = readFileSync(file);
	expect(history.length).toBeGreaterThan(12_000_000);

	const ana = await stage.enter('Ana');
	await ana.app.restore(history, PASSPHRASE);
	await ana.app.untilHome();
	ana.app.me = 'Ana';
	await ana.app.goTo('Proposals');
	await expect(ana.app.proposals).toHaveCount(count, { timeout: LONGEST_MS });

	const ben = await stage.enter('Ben');
	await ben.app.knock(await ana.app.invite('Ben'), 'Ben');
	await ana.app.letIn('Ben', ben.app);
	await ben.app.untilHome();
	await ben.app.goTo('Proposals');
	await expect(ben.app.proposals).toHaveCount(count, { timeout: LONGEST_MS });
	await ben.app.openProposal(`Proposal ${count}`);
	await expect(ben.page.getByText('ä'.repeat(20_000))).toBeVisible();
	await ana.app.untilHere('Ben');
	await ben.app.untilHere('Ana');
});
