/** The command line of the simulator. */

/** `lost`: people add, lose, take away and recover devices. It changes every story, so it is none of `all` and has seeds of its own. */
export const FAULTS = ['delay', 'reorder', 'duplicate', 'drop', 'partition', 'crash', 'rollback', 'skew', 'hostile', 'lost'] as const;
export const ALL_FAULTS = FAULTS.filter((fault) => fault !== 'lost');
export type Fault = (typeof FAULTS)[number];

export interface Options {
	readonly members: number;
	readonly devices: number;
	readonly ops: number;
	readonly seeds: readonly number[];
	readonly faults: ReadonlySet<Fault>;
	/** Tell what happened, step by step. */
	readonly verbose: boolean;
}

export class BadOption extends Error {}

/** `--members 6 --devices 9 --ops 400 --seed 7 --faults all`, or `--seeds A..B`, `--faults drop,crash`, `--faults all,lost`, `--faults none`. */
export function parseOptions(args: readonly string[]): Options {
	const given = new Map<string, string>();
	let verbose = false;
	for (let i = 0; i < args.length; i++) {
		const name = args[i]!;
		if (name === '--verbose') {
			verbose = true;
			continue;
		}
		const value = args[++i];
		if (!name.startsWith('--') || value === undefined) throw new BadOption(`what is "${name}"?`);
		given.set(name.slice(2), value);
	}
	const known = ['members', 'devices', 'ops', 'seed', 'seeds', 'faults'];
	for (const name of given.keys()) if (!known.includes(name)) throw new BadOption(`there is no option --${name}; there are ${known.join(', ')}`);
	const members = whole(given.get('members') ?? '6', 'members', 2, 40);
	const devices = whole(given.get('devices') ?? '9', 'devices', members, 80);
	const ops = whole(given.get('ops') ?? '120', 'ops', 1, 100_000);
	return { members, devices, ops, seeds: seedsOf(given), faults: faultsOf(given.get('faults') ?? 'all'), verbose };
}

function seedsOf(given: ReadonlyMap<string, string>): number[] {
	const range = given.get('seeds');
	if (range === undefined) return [whole(given.get('seed') ?? '1', 'seed', 0, 0xffffffff)];
	const [from, to] = range.split('..').map((text) => whole(text, 'seeds', 0, 0xffffffff));
	if (from === undefined || to === undefined || to < from) throw new BadOption('--seeds is a range such as 1..180');
	return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function faultsOf(text: string): ReadonlySet<Fault> {
	if (text === 'none') return new Set();
	return new Set(
		text.split(',').flatMap((name) => {
			if (name === 'all') return ALL_FAULTS;
			const fault = FAULTS.find((known) => known === name);
			if (fault === undefined) throw new BadOption(`there is no fault "${name}"; there are ${FAULTS.join(', ')}`);
			return fault;
		})
	);
}

function whole(text: string, name: string, least: number, most: number): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < least || value > most) throw new BadOption(`--${name} is a whole number from ${least} to ${most}`);
	return value;
}
