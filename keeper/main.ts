/**
 * The process behind `npm start`: reads what the operator says, serves the app and signaling on one port, prints the
 * address, and ends cleanly on Ctrl-C.
 */
import { type IncomingMessage, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { loadConfiguration } from './configuration';
import { createAppServer, listenOnFreePort } from './server';
import { attachSignaling } from './signaling';

const signalingPath = '/signal';

/** Starts serving and returns once the address is printed. Ends the process with a sentence when it cannot. */
export async function runKeeper(): Promise<void> {
	const root = fileURLToPath(new URL('..', import.meta.url));
	const configuration = loadConfiguration(`${root}commonhold.config.json`, process.env);
	if (!configuration.ok) return stop(configuration.error.message);

	const wantedPort = Number(process.env['PORT'] ?? 4173);
	if (!Number.isInteger(wantedPort) || wantedPort < 0 || wantedPort > 65_535) {
		return stop('PORT must be a number from 0 to 65535.');
	}
	const host = process.env['HOST'] ?? '127.0.0.1';
	const server = createAppServer({ buildDirectory: `${root}build`, configuration: configuration.value });
	const signaling = attachSignaling(server, { path: signalingPath, addressOf });
	closeOtherUpgrades(server);

	const port = await listenOnFreePort(server, wantedPort, host).catch((error: Error) => stop(error.message));
	if (wantedPort !== 0 && port !== wantedPort) {
		print(
			`Port ${wantedPort} is in use. What a browser stored under http://localhost:${wantedPort} is not visible at the address below.`
		);
	}
	print(`Commonhold is running at http://localhost:${port}`);
	if (configuration.value.publicUrl) print(`Invitations use ${configuration.value.publicUrl}`);

	const close = () => {
		void signaling.close();
		server.close();
		server.closeAllConnections();
	};
	process.once('SIGINT', close);
	process.once('SIGTERM', close);
}

/** Behind a proxy on this machine, the visitor is the last address the proxy wrote; otherwise the socket's own. */
function addressOf(request: IncomingMessage): string {
	const remote = request.socket.remoteAddress ?? '';
	const viaLocalProxy = remote === '127.0.0.1' || remote === '::1' || remote === '::ffff:127.0.0.1';
	const forwarded = String(request.headers['x-forwarded-for'] ?? '');
	const last = forwarded.split(',').at(-1)?.trim();
	return viaLocalProxy && last ? last : remote;
}

/** Signaling takes its own path only; a WebSocket to any other path would hang unanswered. */
function closeOtherUpgrades(server: Server): void {
	server.on('upgrade', (request, socket) => {
		if (request.url?.split('?', 1)[0] !== signalingPath) socket.destroy();
	});
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

function stop(sentence: string): never {
	process.stderr.write(`${sentence}\n`);
	process.exit(1);
}
