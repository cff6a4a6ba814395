/** A stranger counts a decision anew: no membership, no network, on a narrow phone, by keyboard. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkScreen } from './support/accessibility';
import { expect, test } from './support/fixtures';

const script = fileURLToPath(new URL('support/write-recount.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

test('a stranger counts a decision anew, offline; a file that was changed is not counted', async ({ stage }, testInfo) => {
	const file = testInfo.outputPath('quiet-hours.recount');
	execFileSync(process.execPath, ['--import', 'tsx', script, file], { cwd: root, env: { ...process.env, TSX_TSCONFIG_PATH: 'tsconfig.node.json' } });
	const stranger = await stage.enter('Stranger', '/recount');
	const { page } = stranger;
	await page.setViewportSize({ width: 360, height: 740 });
	const choose = page.getByLabel('File for a recount');
	await choose.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('something else') });
	await expect(page.getByRole('alert')).toContainText('This is not a file for a recount. Choose the file that ends in .recount.');

	await stranger.goOffline();
	await page.keyboard.press('Tab');
	await choose.setInputFiles(file);
	await expect(page.getByRole('status')).toContainText('quiet-hours.recount has been counted.');
	await expect(page.getByRole('heading', { name: 'Quiet hours' })).toBeVisible();
	await expect(page.getByText('Decided. It can no longer change.')).toBeVisible();
	await expect(page.getByText('Doors and voices down from 19:00 on.')).toBeVisible();
	await expect(page.getByText('My sessions are never quiet.')).toBeVisible();
	await expect(page.getByText(/Counted anew from \d+ signed entries\./)).toBeVisible();
	await expect(page.getByRole('row', { name: 'Agree 2 Ana and Ben' }).or(page.getByRole('row', { name: 'Agree 2 Ben and Ana' }))).toBeVisible();
	await expect(page.getByText('Something else')).toHaveCount(0);
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
	await checkScreen(page, 'a recount');

	const changed = readFileSync(file);
	changed[changed.length >> 1]! ^= 1;
	await choose.setInputFiles({ name: 'changed.recount', mimeType: 'application/octet-stream', buffer: changed });
	await expect(page.getByRole('alert')).toContainText('This file is not as it was when it was made, so nothing was counted.');
	await expect(page.getByRole('heading', { name: 'Quiet hours' })).toHaveCount(0);
	await checkScreen(page, 'a recount refused');
});
