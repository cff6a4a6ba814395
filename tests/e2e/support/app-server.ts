/** One running copy of the built app with its signaling and a keeper of its own, on a free port of its own, started as `npm start` does it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type AppServer = {
	readonly url: string;
	/** What a person would paste to use it as a keeper. */
	readonly keeper: string;
	/** Where it stores what it keeps. */
	readonly data: string;
	/** Kills its process as the system would (SIGKILL). */
	kill(): Promise<void>;
	/** A new process at the same address with the same data. */
	revive(): Promise<void>;
	/** Ends the server; resolves when its port is closed. May be called twice. */
	stop(): Promise<void>;
};

/** Host and port of every server that this process has started: what a story's browsers may talk to. */
const started = new Set<string>();
export const ownHosts: ReadonlySet<string> = started;

const startScript = fileURLToPath(new URL('../../../scripts/start.js', import.meta.url));

/** Rejects with the server's own output when it ends before it has printed its address. */
export async function startAppServer(wantedPort = 0): Promise<AppServer> {
	const data = mkdtempSync(join(tmpdir(), 'commonhold-keeper-'));
	let now = await spawnServer(wantedPort, data);
	const { url, keeper } = now;
	started.add(new URL(url).host);
	return {
		url,
		keeper,
		data,
		async kill() {
			now.child.kill('SIGKILL');
			await now.ended;
		},
		async revive() {
			now = await spawnServer(Number(new URL(url).port), data);
			if (now.url !== url) throw new Error(`the server came back at ${now.url}`);
		},
		async stop() {
			const { child, ended } = now;
			if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
			await ended;
			rmSync(data, { recursive: true, force: true });
		}
	};
}

async function spawnServer(port: number, data: string) {
	const child = spawn(process.execPath, [startScript], {
		env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', COMMONHOLD_DATA: data },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const printed = await new Promise<{ url: string; keeper: string }>((resolve, reject) => {
		let output = '';
		const read = (chunk: Buffer) => {
			output += chunk.toString();
			const match = /running at (http:\/\/localhost:\d+)[^]*(http:\/\/localhost:\d+\/#k1\.[\w-]{43})/.exec(output);
			if (match?.[1] && match[2]) resolve({ url: match[1], keeper: match[2] });
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		void ended.then(() => reject(new Error(`the app server ended early:\n${output}`)));
	});
	return { child, ended, ...printed };
}
