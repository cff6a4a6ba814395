/**
 * The process behind `npm start` and `npm run keeper`: reads what the operator says, starts, prints the addresses, and ends cleanly on
 * Ctrl-C.
 *
 * Printing for people goes to standard output, the log to standard error. Carries KEE60 and KEE62.
 */
import { fileURLToPath } from 'node:url';
import { encodeQR } from 'qr';
import { addressOf } from './addresses';
import { runCommand } from './commands';
import { loadConfiguration, type Configuration } from './configuration';
import { FolderInUse, startKeeper, type Keeper, type KeeperOptions } from './keeper';
import { createLog, type Log } from './log';
import { createAppServer, listenOnFreePort } from './server';
import { readSettings, type Settings } from './settings';
import { attachSignaling } from './signaling';
import { closeOtherUpgrades, SIGNAL_PATH } from './upgrades';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `npm start`: app, signaling and keeper on this machine. */
export async function runApp(): Promise<void> {
	const { settings, configuration } = readAll(`${root}keeper-data`);
	const keeper = settings.dataDirectory === null ? 'off' : await start(settings, configuration).catch(takeInUse);
	// A second copy on this machine is no reason not to serve the app.
	const { port } = typeof keeper === 'string' ? await serveOnly(settings, configuration) : keeper;
	const lines = [...portLines(settings, port), `Commonhold is running at http://localhost:${port}`];
	if (configuration.publicUrl) lines.push(`Invitations use ${configuration.publicUrl}`);
	if (keeper === 'in-use') lines.push(`Another copy keeps things in ${settings.dataDirectory}; this one serves the app alone.`);
	else if (keeper !== 'off') lines.push(`It is a keeper too. Its address, for the settings of your collective: ${keeper.addresses()[0] ?? ''}`);
	print(lines);
}

/** `npm run keeper`: the same, said from the keeper's side, with an address to scan. */
export async function runKeeper(): Promise<void> {
	const { settings, configuration } = readAll('keeper-data');
	const keeper = await start(settings, configuration).catch((problem: Error) => stop(problem.message));
	const [address = ''] = keeper.addresses();
	print([
		...portLines(settings, keeper.port),
		`The keeper is running at ${keeper.url} and stores in ${settings.dataDirectory}`,
		keeper.stunPort === null ? 'STUN is off (STUN_PORT=0, or its UDP port is taken).' : `STUN answers on UDP port ${keeper.stunPort}.`,
		...(settings.open ? ['COMMONHOLD_OPEN=1: anybody may store here, within the quota of their address.'] : []),
		'',
		'Keeper address, for the members of one collective only (app: Settings, Keepers):',
		'',
		`  ${address}`,
		'',
		encodeQR(address, 'ascii', { border: 2 }),
		'More: npm run keeper -- pass | passes | drop N',
		''
	]);
}

/** `npm run keeper -- …`. */
export async function runKeeperCommand(words: readonly string[]): Promise<void> {
	const { settings, configuration } = readAll('keeper-data');
	const url = configuration.publicUrl === '' ? `http://localhost:${settings.port}` : new URL(configuration.publicUrl).origin;
	const print = (line: string) => void process.stdout.write(`${line}\n`);
	process.exitCode = await runCommand(words, { dataDirectory: settings.dataDirectory ?? 'keeper-data', url, print });
}

async function start(settings: Settings, configuration: Configuration): Promise<Keeper> {
	const log = createLog(settings.logLevel, (line) => process.stderr.write(`${line}\n`), () => new Date());
	muteLibraries(log);
	if (settings.redisUrl !== undefined) print(['Waiting for Redis …']);
	const { logLevel: _level, ...rest } = settings;
	const options: KeeperOptions = { ...rest, dataDirectory: settings.dataDirectory ?? 'keeper-data', configuration, buildDirectory: `${root}build`, log };
	const keeper = await startKeeper(options);
	if (keeper.redisReady() === false) print(['Redis is not there. Going on without; it is joined when it comes.']);
	onEnd(() => keeper.close());
	return keeper;
}

async function serveOnly(settings: Settings, configuration: Configuration): Promise<{ readonly port: number }> {
	const server = createAppServer({ buildDirectory: `${root}build`, configuration });
	const signaling = attachSignaling(server, { path: SIGNAL_PATH, addressOf });
	closeOtherUpgrades(server, [SIGNAL_PATH]);
	const port = await listenOnFreePort(server, settings.port, settings.host).catch((problem: Error) => stop(problem.message));
	onEnd(async () => {
		server.close();
		await signaling.close();
		server.closeAllConnections();
	});
	return { port };
}

function takeInUse(problem: Error): 'in-use' {
	return problem instanceof FolderInUse ? 'in-use' : stop(problem.message);
}

function onEnd(close: () => Promise<void>): void {
	const end = () => void close().then(() => process.exit(0));
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
}

function readAll(defaultDirectory: string): { readonly settings: Settings; readonly configuration: Configuration } {
	const configuration = loadConfiguration(`${root}commonhold.config.json`, process.env);
	if (!configuration.ok) return stop(configuration.error.message);
	const settings = readSettings(process.env, defaultDirectory);
	if (!settings.ok) return stop(settings.error.message);
	return { settings: settings.value, configuration: configuration.value };
}

function portLines({ port }: Settings, taken: number): string[] {
	if (port === 0 || taken === port) return [];
	return [`Port ${port} is in use. What a browser stored under http://localhost:${port} is not visible at the address below.`];
}

/** Libraries print with the console, names of documents among it. What they have to say is counted, not written. */
function muteLibraries(log: Log): void {
	const { console: spoken } = globalThis;
	for (const method of ['error', 'warn', 'log', 'info'] as const) spoken[method] = () => log('warn', 'library-said-something');
}

function print(lines: readonly string[]): void {
	process.stdout.write(`${lines.join('\n')}\n`);
}

function stop(sentence: string): never {
	process.stderr.write(`${sentence}\n`);
	process.exit(1);
}
