/**
 * What every command needs before it can work: installed packages and a current build.
 * Plain Node, no packages, because it runs before they are there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hashSources, root } from './source-hash.js';

/** Installs the packages of the lock file when node_modules is absent or holds other versions. */
export function installIfNeeded() {
	if (installedMatchesLock()) return;
	console.log('Installing packages …');
	const windows = process.platform === 'win32';
	const result = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
		cwd: root,
		stdio: 'inherit',
		shell: windows
	});
	if (result.status !== 0) {
		console.error('The packages could not be installed. Check the network connection, then run the command again.');
		process.exit(1);
	}
}

function installedMatchesLock() {
	const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
	const locked = readPackages(join(root, 'package-lock.json'));
	if (!installed || !locked) return false;
	return Object.entries(locked).every(([path, wanted]) => {
		if (path === '') return true;
		const present = installed[path];
		if (!present) return wanted.optional === true || wanted.devOptional === true;
		return present.version === wanted.version;
	});
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> | undefined}
 */
function readPackages(file) {
	if (!existsSync(file)) return undefined;
	return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** @returns {boolean} whether build/ was made from exactly these sources */
export function buildIsCurrent() {
	const stamp = join(root, 'build', '_app', 'version.json');
	if (!existsSync(stamp) || !existsSync(join(root, 'build', 'index.html'))) return false;
	return JSON.parse(readFileSync(stamp, 'utf8')).version === hashSources();
}

/**
 * Builds the app when build/ is absent or was made from other sources. Two commands at once take turns.
 * @returns {Promise<boolean>} false when the build failed (its output has been printed)
 */
export async function buildIfNeeded() {
	return withBuildLock(() => {
		if (buildIsCurrent()) return true;
		console.log('Building the app …');
		const result = spawnSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
			cwd: root,
			encoding: 'utf8',
			env: { ...process.env, NODE_ENV: 'production', COMMONHOLD_DEV: '' }
		});
		if (result.status === 0) return true;
		process.stderr.write(result.stdout + result.stderr);
		return false;
	});
}

/**
 * @template T
 * @param {() => T} action
 */
async function withBuildLock(action) {
	const lock = join(root, '.svelte-kit', 'build.lock');
	mkdirSync(join(root, '.svelte-kit'), { recursive: true });
	while (!tryLock(lock)) await wait(200);
	try {
		return action();
	} finally {
		rmSync(lock, { force: true });
	}
}

/** @param {string} lock */
function tryLock(lock) {
	try {
		writeFileSync(lock, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		// a crashed build must not block for ever: its lock ends with its process, or after five minutes
		try {
			const ageMs = Date.now() - statSync(lock).mtimeMs;
			if (ageMs > 300_000 || !isAlive(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true });
		} catch {
			// released in the meantime
		}
		return false;
	}
}

/** @param {number} pid */
function isAlive(pid) {
	if (!(pid > 0)) return true; // not written yet
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
