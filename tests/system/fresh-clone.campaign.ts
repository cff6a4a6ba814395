/** A copy of the committed files, and nothing else, must install, build and serve with one command, the same build twice. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Campaign } from './campaign';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const campaign: Campaign = {
	claim: 'a fresh clone starts with one command and builds the same bytes twice',
	tools: ['git', 'npm', 'tar'],
	async run() {
		const directory = mkdtempSync(join(tmpdir(), 'commonhold-clone-'));
		try {
			const builds = [join(directory, 'one'), join(directory, 'two')].map((copy) => {
				mkdirSync(copy);
				execFileSync('git', ['archive', '--output', `${copy}.tar`, 'HEAD'], { cwd: root });
				execFileSync('tar', ['-xf', `${copy}.tar`, '-C', copy]);
				return copy;
			});
			const hashes: string[] = [];
			for (const copy of builds) {
				await startOnce(copy);
				hashes.push(hashDirectory(join(copy, 'build')));
			}
			assert.equal(hashes[0], hashes[1]);
		} finally {
			rmSync(directory, { recursive: true, force: true });
		}
	}
};

async function startOnce(directory: string): Promise<void> {
	const child = spawn('npm', ['start'], {
		cwd: directory,
		env: { ...process.env, PORT: '0' },
		stdio: ['ignore', 'pipe', 'inherit'],
		detached: true
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	try {
		const url = await new Promise<string>((resolve, reject) => {
			let output = '';
			child.stdout.on('data', (chunk: Buffer) => {
				output += chunk.toString();
				const match = /http:\/\/localhost:\d+/.exec(output);
				if (match) resolve(match[0]);
			});
			void ended.then(() => reject(new Error(`npm start ended early:\n${output}`)));
		});
		const response = await fetch(url);
		assert.equal(response.status, 200);
		assert.match(await response.text(), /<title>Commonhold<\/title>/);
	} finally {
		// npm does not always pass a signal on, so the whole group that it leads is ended
		if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
		await ended;
	}
}

function hashDirectory(directory: string): string {
	const hash = createHash('sha256');
	const names = readdirSync(directory, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	for (const name of names) hash.update(name.slice(directory.length)).update(readFileSync(name));
	return hash.digest('hex');
}
