/**
 * Runs the steps of a long check one after the other, with a heading and a duration each, and adds up what they found.
 * Plain Node; knows nothing of the tools it starts.
 */
import { spawn } from 'node:child_process';
import { root } from './source-hash.js';

/**
 * Tests that passed, failed and were skipped. A step that is no test (types, lint, build) counts only when it fails.
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 */

export const nothing = Object.freeze({ passed: 0, failed: 0, skipped: 0 });
export const oneFailure = Object.freeze({ passed: 0, failed: 1, skipped: 0 });

/**
 * @param {readonly (readonly [string, () => Promise<Tally>])[]} steps
 * @returns {Promise<Tally>}
 */
export async function runSteps(steps) {
	const total = { ...nothing };
	/** @type {string[]} */
	const summary = [];
	for (const [title, run] of steps) {
		console.log(`\n── ${title} ${'─'.repeat(Math.max(4, 70 - title.length))}`);
		const started = performance.now();
		const tally = await run();
		const seconds = ((performance.now() - started) / 1000).toFixed(1);
		total.passed += tally.passed;
		total.failed += tally.failed;
		total.skipped += tally.skipped;
		const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
		const counts = tally.passed + tally.skipped > 0 ? `${tally.passed} passed, ${tally.failed} failed${skipped}` : '';
		const isSkipped = tally.skipped > 0 && tally.passed + tally.failed === 0;
		summary.push(`${tally.failed > 0 ? '✗' : isSkipped ? '–' : '✓'} ${title.padEnd(44)} ${seconds.padStart(7)} s  ${counts}`);
	}
	console.log(`\n── Summary ${'─'.repeat(64)}\n${summary.join('\n')}`);
	return total;
}

/**
 * Runs a Node script of this repository or of a package; its output goes to the terminal.
 * @param {string} script path relative to the repository
 * @param {readonly string[]} parameters
 * @param {{ environment?: Record<string, string>, onLine?: (line: string) => void }} [options] onLine: takes the output
 *   line by line instead of the terminal
 * @returns {Promise<number>} exit code; 1 when the process was killed
 */
export function runNode(script, parameters, options = {}) {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [script, ...parameters], {
			cwd: root,
			env: { ...process.env, ...options.environment },
			stdio: ['ignore', options.onLine ? 'pipe' : 'inherit', 'inherit']
		});
		let rest = '';
		child.stdout?.on('data', (chunk) => {
			const lines = (rest + chunk).split('\n');
			rest = lines.pop() ?? '';
			for (const line of lines) options.onLine?.(line);
		});
		child.once('error', (error) => {
			console.error(error.message);
			resolve(1);
		});
		child.once('close', (code) => {
			if (rest !== '') options.onLine?.(rest);
			resolve(code ?? 1);
		});
	});
}
