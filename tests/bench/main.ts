/**
 * `npm run bench`: prints one line of JSON for each figure on stdout, everything else on stderr. `-- --only NAME` measures
 * one figure, or all whose names begin with NAME and a dot; `-- --save` keeps this run as the baseline that later runs are
 * compared with. Each measurement runs in a process of its own, so that none inherits another's heap.
 *
 * The exit code is 1 when a measurement failed, 0 also when targets were missed: a missed target is a result.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compare, readBaseline, saveBaseline } from './baseline';
import { allNames, CATALOG, chosen, type Measurement } from './catalog';
import { lineOf, type Figure } from './figure';

const script = fileURLToPath(new URL('../../scripts/bench.js', import.meta.url));

interface Options {
	readonly only: string | null;
	readonly save: boolean;
	/** This process is the one that measures. */
	readonly here: boolean;
}

function readOptions(args: readonly string[]): Options | string {
	let only: string | null = null;
	let [save, here] = [false, false];
	for (let i = 0; i < args.length; i++) {
		const arg = args[i];
		if (arg === '--only') only = args[++i] ?? '';
		else if (arg === '--save') save = true;
		else if (arg === '--here') here = true;
		else return `Unknown option: ${arg}. There are --only NAME and --save.`;
	}
	if (only !== null && chosen(only).length === 0) return `There is no figure called "${only}". There are:\n  ${allNames().join('\n  ')}`;
	return { only, save, here };
}

/** Measures in this very process and says the figures as JSON, details included. */
async function measureHere(measurements: readonly Measurement[]): Promise<void> {
	for (const { run } of measurements) for (const figure of await run()) console.log(JSON.stringify(figure));
}

/** Null when the process ended without its figures; what it said has gone to stderr. */
async function measureApart(measurement: Measurement): Promise<readonly Figure[] | null> {
	const child = spawn(process.execPath, ['--expose-gc', '--max-old-space-size=3072', script, '--here', '--only', measurement.names[0]!], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let said = '';
	child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	if (code !== 0) return null;
	return said
		.split('\n')
		.filter((line) => line.startsWith('{"name":'))
		.map((line) => JSON.parse(line) as Figure); // written by measureHere
}

async function main(): Promise<number> {
	const options = readOptions(process.argv.slice(2));
	if (typeof options === 'string') {
		console.error(options);
		return 2;
	}
	const measurements = options.only === null ? CATALOG : chosen(options.only);
	if (options.here) {
		await measureHere(CATALOG.filter(({ names }) => names.some((name) => name === options.only)));
		return 0;
	}
	const baseline = readBaseline();
	let failed = 0;
	for (const measurement of measurements) {
		const figures = await measureApart(measurement);
		if (figures === null) {
			failed++;
			console.error(`${measurement.names.join(', ')}: the measurement failed`);
			continue;
		}
		const { only } = options;
		const wanted = figures.filter(({ name }) => only === null || name === only || name.startsWith(`${only}.`));
		for (const figure of wanted) {
			console.log(lineOf(figure));
			console.error(`  ${compare(figure, baseline)}${figure.detail ? ` ${JSON.stringify(figure.detail)}` : ''}`);
		}
		if (options.save) saveBaseline(wanted);
	}
	return failed > 0 ? 1 : 0;
}

process.exit(await main());
