/**
 * What settled answers amount to, and whether the unsettled ones could still change it.
 *
 * "Final" means: the same for every answer that the unsettled may turn out to have given, so one more settled answer never
 * changes a final result. Knows nothing of closings, terms or time. Pure. Carries PRO40, PRO42, PRO65 and PRO80-PRO89.
 */
import { assertNever, type MemberId } from '../../../crypto/base';
import { fitsMethod, optionCount, positionsOf } from './ballot';
import type { Ballot, Method, Position } from './method';
import { decisionResult } from './result-decisions';
import { pollResult, standings, winners } from './result-polls';
import { quorumOf, type Elector } from './state';

/** One elector's answer as settled by the closings. */
export type Settled = Ballot | 'none' | 'undetermined';

export interface Judging {
	readonly method: Method;
	/** Agreements there must be at the least, whatever the method says: a removal's floor (PRO42); 0 elsewhere. */
	readonly needed: number;
	readonly electors: readonly Elector[];
}

export type FinalResult =
	| { readonly status: 'accepted' }
	| { readonly status: 'not-accepted' }
	| { readonly status: 'chosen'; readonly options: readonly number[] }
	| { readonly status: 'concluded' };

/**
 * Null while some completion of the undetermined could give another result.
 *
 * @param settled one per elector, in their order, proxies resolved; what does not fit the method counts as none.
 */
export function finalResult(judging: Judging, settled: readonly Settled[]): FinalResult | null {
	const { method, electors } = judging;
	const fitting = electors.map((_, at): Settled => fittingOnly(settled[at] ?? 'none', method));
	switch (method.kind) {
		case 'consensus':
		case 'consent':
		case 'majority':
		case 'all-but-one':
		case 'lazy':
		case 'ownership':
			return decisionResult(method, judging, fitting);
		case 'question-round':
		case 'sense-check':
		case 'advice': {
			const answered = fitting.filter((each) => typeof each !== 'string').length;
			return answered >= quorumOf(electors.length) || !fitting.includes('undetermined') ? { status: 'concluded' } : null;
		}
		case 'single':
		case 'multiple':
		case 'dot':
		case 'score':
		case 'ranked':
		case 'resistance':
		case 'time': {
			const options = pollResult(method, fitting);
			return options === null ? null : { status: 'chosen', options };
		}
		default:
			return assertNever(method);
	}
}

/**
 * PRO65: a proxy counts as the settled answer of the colleague named; a proxy's proxy, oneself or a stranger counts as
 * none. Unsettled where the colleague is: it is then taken to be anything, independently, which can only delay a result.
 */
export function resolveProxies(electors: readonly Elector[], settled: readonly Settled[]): readonly Settled[] {
	const places = new Map(electors.map((elector, at) => [elector.memberId, at]));
	return settled.map((own) => {
		if (typeof own === 'string' || own.kind !== 'proxy') return own;
		const place = places.get(own.to);
		// oneself is a proxy of a proxy
		const theirs = place === undefined ? 'none' : (settled[place] ?? 'none');
		return typeof theirs !== 'string' && theirs.kind === 'proxy' ? 'none' : theirs;
	});
}

export interface TallyRow {
	/** A position, a level ('1' to '5'), or the index of an option. */
	readonly key: string;
	/** People; points; ownership units. Of a ranked poll: first places; of a time poll: people who can come. */
	readonly value: number;
	/** Who is behind it, proxies included, in the order of the electors. */
	readonly who: readonly MemberId[];
	/** Leads a poll by the answers so far. */
	readonly winning: boolean;
}

export interface TallyRows {
	readonly kind: 'positions' | 'scale' | 'options';
	readonly rows: readonly TallyRow[];
	/** Answers given so far, sealed ones and proxies included. */
	readonly given: number;
}

/** Bars for screens from the answers known so far (null: none), one per elector. Says nothing about finality. */
export function tallyRows(method: Method, electors: readonly Elector[], ballots: readonly (Ballot | null)[]): TallyRows {
	const resolved = resolveProxies(electors, electors.map((_, at) => ballots[at] ?? 'none'));
	const known = electors.map((_, at) => {
		const fitting = fittingOnly(resolved[at] ?? 'none', method);
		return typeof fitting === 'string' ? null : fitting;
	});
	const given = electors.filter((_, at) => (ballots[at] ?? null) !== null).length;
	const whoSaid = (says: (ballot: Ballot) => boolean): readonly number[] =>
		known.flatMap((ballot, at) => (ballot !== null && says(ballot) ? [at] : []));
	const row = (key: string, places: readonly number[]): TallyRow => ({
		key,
		value: places.reduce((sum, at) => sum + (method.kind === 'ownership' ? electors[at]!.weight : 1), 0),
		who: places.map((at) => electors[at]!.memberId),
		winning: false
	});

	switch (method.kind) {
		case 'sense-check':
			return { kind: 'scale', given, rows: [1, 2, 3, 4, 5].map((level) => row(String(level), whoSaid((each) => each.kind === 'scale' && each.level === level))) };
		case 'single':
		case 'multiple':
		case 'dot':
		case 'score':
		case 'ranked':
		case 'resistance':
		case 'time': {
			const answers = known.filter((ballot) => ballot !== null);
			const leading = winners(method, answers);
			const totals = standings(method, answers);
			const rows = Array.from({ length: optionCount(method) }, (_, at): TallyRow => ({
				...row(String(at), whoSaid((ballot) => speaksFor(ballot, at))),
				value: Math.abs(totals[at]!.reduce((sum, each) => sum + each, 0)),
				winning: leading.includes(at)
			}));
			return { kind: 'options', given, rows };
		}
		default:
			return { kind: 'positions', given, rows: positionsOf(method.kind).map((position) => row(position, whoSaid((each) => isAt(each, position)))) };
	}
}

/** Does the answer give this option anything? Of a ranking: the first place. */
function speaksFor(ballot: Ballot, at: number): boolean {
	switch (ballot.kind) {
		case 'options':
			return ballot.chosen.includes(at);
		case 'points':
			return (ballot.points[at] ?? 0) > 0;
		case 'ranking':
			return ballot.order[0] === at;
		case 'times':
			return ballot.answers[at] !== 'no';
		default:
			return false;
	}
}

const isAt = (ballot: Ballot, position: Position): boolean => ballot.kind === 'position' && ballot.position === position;

const fittingOnly = (settled: Settled, method: Method): Settled =>
	typeof settled === 'string' || fitsMethod(settled, method) ? settled : 'none';
