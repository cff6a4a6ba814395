/** One running copy of the built app with its signaling, on a free port of its own, started as `npm start` does it. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type AppServer = {
	readonly url: string;
	/** Ends the server; resolves when its port is closed. May be called twice. */
	stop(): Promise<void>;
};

const startScript = fileURLToPath(new URL('../../../scripts/start.js', import.meta.url));

/** Rejects with the server's own output when it ends before it has printed its address. */
export async function startAppServer(port = 0): Promise<AppServer> {
	const child = spawn(process.execPath, [startScript], {
		env: { ...process.env, PORT: String(port), HOST: '127.0.0.1' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const url = await new Promise<string>((resolve, reject) => {
		let output = '';
		const read = (chunk: Buffer) => {
			output += chunk.toString();
			const match = /running at (http:\/\/localhost:\d+)/.exec(output);
			if (match?.[1]) resolve(match[1]);
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		void ended.then(() => reject(new Error(`the app server ended early:\n${output}`)));
	});
	return {
		url,
		async stop() {
			if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
			await ended;
		}
	};
}
