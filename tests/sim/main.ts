/**
 * The simulator: `npm run sim -- --members 6 --devices 9 --ops 400 --seed 7 --faults all`, or `--seeds 1..180`.
 * Prints one line of JSON for each seed; exits with 1 when something that must never happen did, and tells the shortest story
 * that it found.
 */
import { addCoverage, neverSeen, type Coverage } from './coverage';
import { ALL_FAULTS, BadOption, FAULTS, parseOptions, type Fault, type Options } from './options';
import { createBeginning, type Beginning } from './setup';
import { runWorld, type Story } from './world';

const ENOUGH_OPS = 9_000;

async function main(): Promise<number> {
	const options = parseOptions(process.argv.slice(2));
	const beginning = await createBeginning(options.members, options.devices);
	let failures = 0;
	let coverage: Coverage | null = null;
	for (const seed of options.seeds) {
		const story = await run(options, beginning, seed, options.ops, options.faults);
		console.log(JSON.stringify(story.outcome));
		if (story.coverage !== null) coverage = addCoverage(coverage, story.coverage);
		if (options.verbose) for (const event of story.events) console.error(`  ${event}`);
		if (story.broken === null) continue;
		failures++;
		await explain(options, beginning, story);
	}
	if (coverage !== null && options.verbose) console.error(JSON.stringify(coverage));
	const missed = coverage === null ? [] : neverSeen(coverage, options.faults);
	// One seed may lack anything; so many seeds without a removal mean that the simulation has gone blind.
	if (options.seeds.length * options.ops >= ENOUGH_OPS && ALL_FAULTS.every((fault) => options.faults.has(fault)) && missed.length > 0) {
		console.error(`all seeds together never saw: ${missed.join(', ')}`);
		return 1;
	}
	return failures === 0 ? 0 : 1;
}

const run = (options: Options, beginning: Beginning, seed: number, ops: number, faults: ReadonlySet<Fault>): Promise<Story> =>
	runWorld({ beginning, members: options.members, seed, ops, faults });

/** Fewer ops, fewer faults, as long as it still breaks. */
async function explain(options: Options, beginning: Beginning, story: Story): Promise<void> {
	let shortest = story;
	let faults = new Set(options.faults);
	for (const fault of FAULTS) {
		if (!faults.has(fault)) continue;
		const fewer = new Set(faults);
		fewer.delete(fault);
		const again = await run(options, beginning, story.outcome.seed, options.ops, fewer);
		if (again.broken === null) continue;
		faults = fewer;
		shortest = again;
	}
	for (let ops = 1; ops < shortest.brokenAtOp; ops = Math.ceil(ops * 1.5)) {
		const again = await run(options, beginning, story.outcome.seed, ops, faults);
		if (again.broken === null || again.broken.startsWith('the run did no work')) continue;
		shortest = again;
		break;
	}
	console.error(`seed ${story.outcome.seed} broke: ${story.broken}`);
	console.error(`shortest: --seed ${story.outcome.seed} --ops ${shortest.outcome.ops} --faults ${[...faults].join(',') || 'none'}: ${shortest.broken}`);
	for (const event of shortest.events.slice(-40)) console.error(`  ${event}`);
}

try {
	process.exitCode = await main();
} catch (error) {
	if (!(error instanceof BadOption)) throw error;
	console.error(error.message);
	process.exitCode = 2;
}
