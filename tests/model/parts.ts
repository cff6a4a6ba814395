/**
 * Larger electorates by parts. Electors are independent series and one closing serves all of them, which only removes states. So:
 * one series whole; the result of settled series whole; the chain of terms whole; and random proposals, every set of closings a view.
 */
import { createSeeded } from '../support/seeded';
import { ACCEPTED, finalResult, pictureOf, REJECTED, RESULT_RULES, settledValues, UNKNOWN, WITHDRAWN, type Picture } from './outcome';
import { Reading, THE_RULE, type Rule } from './rule';
import { isKept } from './search';
import { CLOSE, eachPast, entryOf, kindOf, voices, type Setting } from './story';

export function* tuples(length: number, values: number): Generator<number[]> {
	if (length === 0) return yield [];
	for (const rest of tuples(length - 1, values)) for (let value = 0; value < values; value++) yield [...rest, value];
}

export interface SeriesFound {
	readonly sets: number;
	readonly conflicts: number;
	readonly lost: number;
	readonly stuck: number;
}

/** One elector as everybody's closings show them: each has not closed (0) or has a ballot of `ranks` ranks. */
export function searchSeries(n: number, ranks: number, rule: Rule = THE_RULE): SeriesFound {
	const found = { sets: 0, conflicts: 0, lost: 0, stuck: 0 };
	const settled = (ballots: readonly number[]): number[] => settledValues(rule, n, ballots.filter((ballot) => ballot > 0).map((ballot) => [ballot]));
	for (const ballots of tuples(n, ranks + 1)) {
		found.sets++;
		const is = settled(ballots);
		if (is.length > 1) found.conflicts++;
		if (is.length === 0 && !ballots.includes(0)) found.stuck++;
		ballots.forEach((ballot, at) => {
			if (ballot !== 0 || is.length === 0) return;
			for (let more = 1; more <= ranks; more++) if (settled(ballots.with(at, more)).join() !== is.join()) found.lost++;
		});
	}
	return found;
}

/** The same with one elector who may hold two different ballots at once: none of the settled values may go. */
export function searchForkedSeries(n: number, ranks: number, rule: Rule = THE_RULE): SeriesFound {
	const found = { sets: 0, conflicts: 0, lost: 0, stuck: 0 };
	const tongues: number[][] = [[]];
	for (let a = 1; a <= ranks; a++) {
		tongues.push([a]);
		for (let b = a + 1; b <= ranks; b++) tongues.push([a, b]);
	}
	for (const others of tuples(n - 1, ranks + 1))
		for (const own of tongues) {
			found.sets++;
			const settled = (tongue: readonly number[], rest: readonly number[]): number[] =>
				settledValues(rule, n, [...(tongue.length > 0 ? [tongue] : []), ...rest.filter((ballot) => ballot > 0).map((ballot) => [ballot])]);
			const is = settled(own, others);
			if (is.length > 1) found.conflicts++;
			if (own.length < 2)
				for (let more = 1; more <= ranks; more++) if (!is.every((value) => settled([...new Set([...own, more])], others).includes(value))) found.lost++;
		}
	return found;
}

/** Every assignment of settled and unsettled answers, and every answer that could be added to it. */
export function searchResults(n: number, stances: number): { readonly maps: number; readonly edges: number; readonly changed: number } {
	let maps = 0;
	let edges = 0;
	let changed = 0;
	for (const map of tuples(n, stances + 2)) {
		maps++;
		const answers = map.map((value) => value - 1);
		for (let at = 0; at < n; at++) {
			if (answers[at] !== UNKNOWN) continue;
			for (let value = 0; value <= stances; value++) {
				edges++;
				const grown = answers.with(at, value);
				for (let way = 0; way < RESULT_RULES.length; way++) {
					const before = finalResult(way, answers, stances);
					if (before !== 0 && finalResult(way, grown, stances) !== before) changed++;
				}
			}
		}
	}
	return { maps, edges, changed };
}

/** A proxy stands for what another has said: none for a proxy of a proxy; open while the other is. */
export function searchProxies(n: number, stances: number): { readonly maps: number; readonly changed: number } {
	let maps = 0;
	let changed = 0;
	/** UNKNOWN, 0 … stances, or stances + 1 + whom. */
	const resolved = (said: readonly number[]): number[] =>
		said.map((answer, self) => {
			if (answer <= stances) return answer;
			const other = said[answer - stances - 1]!;
			return answer - stances - 1 === self || other > stances ? 0 : other;
		});
	for (const map of tuples(n, stances + 2 + n)) {
		maps++;
		const said = map.map((value) => value - 1);
		for (let at = 0; at < n; at++) {
			if (said[at] !== UNKNOWN) continue;
			for (let value = 0; value <= stances + n; value++)
				for (let way = 0; way < RESULT_RULES.length; way++) {
					const before = finalResult(way, resolved(said), stances);
					if (before !== 0 && finalResult(way, resolved(said.with(at, value)), stances) !== before) changed++;
				}
		}
	}
	return { maps, changed };
}

/**
 * A chain of terms by what is settled about each: where it leads (unknown, its own result, withdrawn, or one of `links` later terms)
 * and its own result (unknown, accepted, not accepted). Whatever gets known more changes no outcome.
 */
export function searchChains(terms: number): { readonly maps: number; readonly changed: number } {
	let maps = 0;
	let changed = 0;
	const leads = terms + 2;
	/** lead: 0 unknown, 1 own result, 2 withdrawn, 3 + k: the k-th later term. */
	const outcome = (map: readonly number[], at: number): number => {
		const lead = map[at * 2]!;
		if (lead === 0) return 0;
		if (lead === 1) return [0, ACCEPTED, REJECTED][map[at * 2 + 1]!]!;
		if (lead === 2) return WITHDRAWN;
		const next = at + lead - 2;
		return next < terms ? outcome(map, next) : 0;
	};
	const visit = (map: number[]): void => {
		if (map.length === terms * 2) {
			maps++;
			const before = outcome(map, 0);
			if (before === 0) return;
			map.forEach((value, at) => {
				if (value !== 0) return;
				for (let more = 1; more < (at % 2 === 0 ? leads : 3); more++) if (outcome(map.with(at, more), 0) !== before) changed++;
			});
			return;
		}
		for (let value = 0; value < (map.length % 2 === 0 ? leads : 3); value++) visit([...map, value]);
	};
	visit([]);
	return { maps, changed };
}

export interface RandomFound {
	readonly stories: number;
	readonly views: number;
	readonly changed: number;
	readonly contested: number;
	readonly unexplained: number;
	readonly stuck: number;
	readonly finals: number;
}

/** Whole stories of any length; then every set of their closings as a view, against every set with one more. */
export function tellRandomly(setting: Setting, stories: number, seed: number, twoTongues = false): RandomFound {
	const chance = createSeeded(seed);
	const found = { stories, views: 0, changed: 0, contested: 0, unexplained: 0, stuck: 0, finals: 0 };
	for (let story = 0; story < stories; story++) {
		const logs = randomStory(setting, chance);
		const reading = new Reading(setting, THE_RULE, logs);
		const closings = reading.closings().slice(0, 10);
		const pictures: Picture[] = [];
		for (let mask = 0; mask < 1 << closings.length; mask++) {
			const picture = pictureOf(reading, closings.filter((_, at) => (mask >> at) & 1));
			pictures.push(picture);
			found.views++;
			for (let at = 0; at < closings.length; at++)
				if ((mask >> at) & 1 && !isKept(pictures[mask & ~(1 << at)]!, picture, twoTongues)) found.changed++;
			if (picture.proven.some((bits) => (bits & (bits - 1)) !== 0)) {
				found.contested++;
				if (!picture.evidence) found.unexplained++;
			}
			// after a contradiction no single term is the last
			if (!picture.evidence && picture.closed[picture.lastTerm] === setting.electors && picture.proven.includes(0)) found.stuck++;
			if (!picture.proven.includes(0)) found.finals++;
		}
	}
	return found;
}

/** Devices write in any order on any knowledge; a device that knows little stays behind, as after a split. */
export function randomStory(setting: Setting, chance: ReturnType<typeof createSeeded>): number[][] {
	const logs: number[][] = setting.logs.map(() => []);
	const steps = setting.electors * 2 + chance.int(setting.electors * 3 + setting.terms.length * setting.electors * 2);
	const eagerness = chance.int(3);
	for (let step = 0; step < steps; step++) {
		const log = chance.int(logs.length);
		if (logs[log]!.length >= 15) continue;
		const pasts: number[][] = [];
		eachPast(logs, log, true, (past) => void (pasts.length < 4000 && pasts.push([...past])));
		for (let attempt = 0; attempt < 4; attempt++) {
			const past = eagerness === 0 ? pasts.at(-1)! : chance.pick(pasts);
			const acts: number[] = [];
			new Reading(setting, THE_RULE, logs).eachAct(log, past, (act) => void acts.push(act));
			if (acts.length === 0) continue;
			const closing = acts.filter((act) => kindOf(act << 24 >>> 0) === CLOSE);
			logs[log]!.push(entryOf(closing.length > 0 && chance.chance(0.5) ? chance.pick(closing) : chance.pick(acts), past));
			break;
		}
	}
	return logs;
}

/** What random stories of five and six are about. */
export const crowd = (electors: number, twoTongues = false): Setting => ({
	electors,
	stances: 2,
	logs: [
		...voices(Math.min(electors, 6), { proposerWithdraws: true, casts: true }),
		...(twoTongues && electors < 6 ? [{ elector: 1, isVoice: true }] : [])
	],
	terms: [
		{ after: 0, by: 0, kind: 'extend' },
		{ after: 0, by: 1, kind: 'amend' },
		{ after: 1, by: 0, kind: 'amend' }
	]
});
