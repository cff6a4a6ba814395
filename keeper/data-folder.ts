/**
 * The folder in which a keeper keeps its file: made readable for its owner alone, used by one running keeper at a time.
 *
 * Knows nothing of what lies in it. Carries KEE27.
 */
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface DataFolder {
	/** Where the store goes. */
	readonly file: string;
	/** Lets another keeper have the folder. */
	release(): void;
}

const TOUCH_MS = 5000;
const STALE_MS = 30_000;

/** Makes the folder where there is none. Null when a running keeper uses it. Throws when it cannot be made or written. */
export function claimDataFolder(path: string, now: () => Date): DataFolder | null {
	const file = makeDataFolder(path);
	const lock = join(path, 'keeper.lock');
	if (isHeld(lock, now())) return null;
	writeFileSync(lock, String(process.pid), { mode: 0o600 });
	// A process that died leaves a lock that nobody touches any more, whoever has its number now.
	const timer = setInterval(() => {
		try {
			utimesSync(lock, now(), now());
		} catch {
			// somebody cleaned up; the store itself is still ours
		}
	}, TOUCH_MS);
	timer.unref();
	return {
		file,
		release() {
			clearInterval(timer);
			rmSync(lock, { force: true });
		}
	};
}

/** For commands beside a running keeper. @returns where the store is. */
export function makeDataFolder(path: string): string {
	mkdirSync(path, { recursive: true, mode: 0o700 });
	chmodSync(path, 0o700);
	return join(path, 'keeper.mdb');
}

function isHeld(lock: string, now: Date): boolean {
	try {
		const pid = Number(readFileSync(lock, 'utf8'));
		if (pid === process.pid || now.getTime() - statSync(lock).mtimeMs > STALE_MS) return false;
		process.kill(pid, 0);
		return true;
	} catch (problem) {
		// EPERM: it lives under another account
		return problem instanceof Error && 'code' in problem && problem.code === 'EPERM';
	}
}
