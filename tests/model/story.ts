/**
 * Who may write what about one small proposal, and how a whole story is held in a few numbers.
 *
 * A story is a set of logs. An entry is one number: what it does, and how many entries of each log it knows (its causal past).
 * "Any delay" = an entry may know any causally closed part of the other logs; "any false clock" = an entry may be written at any
 * moment, since no rule reads a clock. Imports nothing of the product: this is a second, independent reading of crdt/spec/PRO.md.
 */

export type TermKind = 'extend' | 'amend';

/** One device. Logs of one elector: the voice, a second device, or the other tongue of a double-speaker. */
export interface LogRole {
	readonly elector: number;
	/** Binds and closes. */
	readonly isVoice: boolean;
	/** Records soft stances. */
	readonly casts?: boolean;
	/** May leave the collective, which binds the last stance (PRO24). */
	readonly leaves?: boolean;
	/** May withdraw each term it knows. */
	readonly withdraws?: boolean;
}

export interface Setting {
	readonly electors: number;
	/** Different answers a voice can bind: 1 … stances. 1 is the agreement, the last one the block. */
	readonly stances: number;
	/** Terms in which nobody says anything and every voice may close at any moment: the interruptions of it are searched alone. */
	readonly silentTerms?: readonly number[];
	readonly logs: readonly LogRole[];
	/**
	 * Stances and interruptions know no more than they must. Leaves nothing out: what they know binds only their own device's later
	 * entries, so with less of it every closing can still know everything it could, and more besides. (Where two logs write one
	 * series, its ranks follow from what they know: such settings are searched loudly too.)
	 */
	readonly quiet?: boolean;
	/** Every further term that may be begun: its number is its place here plus one. Number 0 is the opening. */
	readonly terms: readonly { readonly after: number; readonly by: number; readonly kind: TermKind }[];
}

/** Kinds of entries. */
export const SOFT = 0;
export const BIND = 1;
export const CLOSE = 2;
export const WITHDRAW = 3;
export const BEGIN = 4;
export const LEAVE = 5;

/** At most six logs, fifteen entries each, eight terms, three answers. */
export const MOST_LOGS = 6;

export const actOf = (kind: number, term: number, value = 0): number => (kind << 5) | (term << 2) | value;
export const kindOf = (entry: number): number => entry >>> 29;
export const termOf = (entry: number): number => (entry >>> 26) & 7;
export const valueOf = (entry: number): number => (entry >>> 24) & 3;
/** How many entries of a log this entry knows. */
export const knowsOf = (entry: number, log: number): number => (entry >>> (4 * log)) & 15;

export function entryOf(act: number, past: ArrayLike<number>): number {
	let entry = act << 24;
	for (let log = 0; log < past.length; log++) entry |= past[log]! << (4 * log);
	return entry >>> 0;
}

/** Logs in full, oldest entry first. */
export type Logs = readonly (readonly number[])[];

/** The usual people: one device each, the first of them the proposer, who may withdraw where the setting says so. */
export function voices(electors: number, more: { readonly casts?: boolean; readonly proposerWithdraws?: boolean } = {}): LogRole[] {
	return Array.from({ length: electors }, (_, elector) => ({
		elector,
		isVoice: true,
		casts: more.casts ?? false,
		withdraws: elector === 0 && more.proposerWithdraws === true
	}));
}

/** Which devices can swap names without a difference: same duties, and no term that only one of them may begin. */
export function renamings(setting: Setting): readonly (readonly number[])[] {
	const { logs, terms } = setting;
	const isAlone = (log: number): boolean =>
		terms.some(({ by }) => by === log) ||
		logs[log]!.withdraws === true ||
		logs[log]!.leaves === true ||
		logs.some((other, at) => at !== log && other.elector === logs[log]!.elector);
	const free = logs.flatMap((_, log) => (isAlone(log) ? [] : [log]));
	return permutations(free).map((order) => {
		const to = logs.map((_, log) => log);
		free.forEach((log, at) => (to[log] = order[at]!));
		return to;
	});
}

function permutations(items: readonly number[]): number[][] {
	if (items.length === 0) return [[]];
	return items.flatMap((first) => permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}

/**
 * All closed sets of entries that hold what the log's last entry knew, and that entry itself. `visit` must not keep the array.
 * `isQuiet`: leaves out those that differ from another by somebody else's closing alone, which no rule asks for.
 */
export function eachPast(logs: Logs, log: number, isQuiet: boolean, visit: (past: number[]) => void): void {
	const own = logs[log]!;
	const last = own.length === 0 ? 0 : own[own.length - 1]!;
	const past = logs.map((_, other) => (other === log ? own.length : knowsOf(last, other)));
	const least = [...past];
	const step = (at: number): void => {
		if (at === logs.length) {
			if (isClosed(logs, past, log)) visit(past);
			return;
		}
		if (at === log) return step(at + 1);
		for (let count = least[at]!; count <= logs[at]!.length; count++) {
			if (isQuiet && count > least[at]! && kindOf(logs[at]![count - 1]!) === CLOSE) continue;
			past[at] = count;
			step(at + 1);
		}
		past[at] = least[at]!;
	};
	step(0);
}

/** Does the set hold everything that its entries know? `besides`: a log whose own entries are known to be fine. */
export function isClosed(logs: Logs, past: readonly number[], besides = -1): boolean {
	for (let log = 0; log < past.length; log++) {
		if (log === besides || past[log] === 0) continue;
		const newest = logs[log]![past[log]! - 1]!;
		for (let other = 0; other < past.length; other++) if (knowsOf(newest, other) > past[other]!) return false;
	}
	return true;
}
