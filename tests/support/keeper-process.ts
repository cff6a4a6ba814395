/** Starts, asks and kills keepers in processes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { KeeperOptions } from '../../keeper/keeper';

export interface KeeperProcess {
	readonly port: number;
	readonly address: string;
	/** Counts, and the memory of the process in bytes (`rss`). */
	stats(): Promise<Readonly<Record<string, number>>>;
	/** SIGKILL: no farewell. */
	kill(): Promise<void>;
	/** SIGTERM. */
	stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Rejects with the keeper's own words when it ends before it listens. */
export async function startKeeperProcess(options: KeeperOptions): Promise<KeeperProcess> {
	const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', `${root}tests/support/keeper-child.ts`], {
		cwd: root,
		env: { ...process.env, TSX_TSCONFIG_PATH: `${root}tsconfig.node.json`, KEEPER_OPTIONS: JSON.stringify(options) },
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});
	let words = '';
	child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4000)));
	const ended = once(child, 'exit');
	const { port, address } = await Promise.race([
		firstLine(child),
		ended.then(() => {
			throw new Error(`the keeper ended early:\n${words}`);
		})
	]);
	const end = async (signal: NodeJS.Signals) => {
		child.kill(signal);
		await ended;
	};
	return {
		port,
		address,
		async stats() {
			const answer = once(child, 'message');
			child.send('stats');
			const [stats] = (await answer) as [Readonly<Record<string, number>>]; // what keeper-child.ts sends
			return stats;
		},
		kill: () => end('SIGKILL'),
		stop: () => end('SIGTERM')
	};
}

async function firstLine(child: ChildProcess): Promise<{ readonly port: number; readonly address: string }> {
	const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
	return JSON.parse(line) as { port: number; address: string }; // what keeper-child.ts prints
}
