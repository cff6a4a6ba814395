/**
 * What closings amount to: settled values of every series, the chain of terms, results. Pure; counts bits and nothing else.
 */
import { answerOf, half, type BallotNumber, type Closing, type Reading, type Rule } from './rule';

/** Outcomes as bits, so that contradictory ones can be held at once. 0: open. */
export const ACCEPTED = 1;
export const REJECTED = 2;
export const WITHDRAWN = 4;

export const UNKNOWN = -1;

/** Ways to decide, by the settled answers (0: none). */
export interface ResultRule {
	readonly name: string;
	accepts(answers: readonly number[], stances: number): boolean;
}
const count = (answers: readonly number[], wanted: number): number => answers.reduce((sum, answer) => (answer === wanted ? sum + 1 : sum), 0);
export const RESULT_RULES: readonly ResultRule[] = [
	{ name: 'consensus', accepts: (answers, stances) => !answers.includes(stances) },
	{
		name: 'consensus with a quorum',
		accepts: (answers, stances) => !(stances > 1 && answers.includes(stances)) && answers.filter((answer) => answer > 0).length >= half(answers.length)
	},
	{ name: 'majority', accepts: (answers) => count(answers, 1) >= half(answers.length) },
	{ name: 'all but one', accepts: (answers) => count(answers, 1) >= answers.length - 1 }
];

const memo = new Map<string, number>();

/** ACCEPTED or REJECTED when every value of the unknown ones gives that, else 0. */
export function finalResult(rule: number, answers: readonly number[], stances: number): number {
	const key = `${rule} ${stances} ${answers.join()}`;
	const known = memo.get(key);
	if (known !== undefined) return known;
	const at = answers.indexOf(UNKNOWN);
	let result: number;
	if (at < 0) result = RESULT_RULES[rule]!.accepts(answers, stances) ? ACCEPTED : REJECTED;
	else {
		let both = 0;
		for (let value = 0; value <= stances; value++) {
			const sure = finalResult(rule, answers.with(at, value), stances);
			both |= sure === 0 ? ACCEPTED | REJECTED : sure;
		}
		result = both === (ACCEPTED | REJECTED) ? 0 : both;
	}
	memo.set(key, result);
	return result;
}

/** One entry per elector who has closed; more than one ballot each only from a double-speaker. */
export function settledValues(rule: Rule, n: number, ballots: readonly (readonly number[])[]): number[] {
	const found: number[] = [];
	const most = ballots.length;
	if (rule.settles !== 'middle') {
		for (const own of ballots)
			for (const value of own)
				if (!found.includes(value) && ballots.filter((theirs) => theirs.includes(value)).length >= half(n)) found.push(value);
		return found;
	}
	const hi = rule.hi(n);
	const lo = rule.lo(n);
	if (most < lo || most < hi) return found;
	for (const own of ballots)
		for (const value of own) {
			if (found.includes(value)) continue;
			let above = 0;
			let below = 0;
			for (const theirs of ballots) {
				let isAbove = false;
				let isBelow = false;
				for (const ballot of theirs) {
					if (ballot >= value) isAbove = true;
					if (ballot <= value) isBelow = true;
				}
				if (isAbove) above++;
				if (isBelow) below++;
			}
			if (above >= hi && below >= lo) found.push(value);
		}
	return found;
}

export interface Picture {
	/** Per way to decide: bits of the outcomes that are proven. */
	readonly proven: readonly number[];
	/** Per term, per series (electors, then interruptions): settled values. What a larger view may never change. */
	readonly settled: readonly (readonly (readonly number[])[])[];
	/** The last term that earlier ones are settled to lead to. */
	readonly lastTerm: number;
	/** Somebody has closed one term twice. */
	readonly evidence: boolean;
	/** How many electors have closed each term. */
	readonly closed: readonly number[];
}

export function pictureOf(reading: Reading, closings: readonly Closing[] = reading.closings()): Picture {
	const { setting, rule } = reading;
	const n = setting.electors;
	const terms = setting.terms.length + 1;
	let evidence = false;
	const settled: number[][][] = [];
	const closed: number[] = [];
	const whole = reading.logs.map((log) => log.length);
	for (let term = 0; term < terms; term++) {
		const byVoter: Closing[][] = [];
		for (let elector = 0; elector < n; elector++) {
			const own = closings.filter((closing) => closing.term === term && closing.elector === elector);
			if (own.length === 0) continue;
			if (own.length > 1) evidence = true;
			if (own.length === 1 || rule.forks === 'count') byVoter.push(own);
		}
		closed.push(byVoter.length);
		const series: number[][] = [];
		for (let elector = 0; elector < n; elector++)
			series.push(settledStances(reading, term, elector, settledValues(rule, n, byVoter.map((own) => own.map(({ ballots }) => ballots[elector]!))), whole));
		series.push(
			rule.interruptions === 'at-once'
				? [reading.interruption(term, whole)]
				: settledValues(rule, n, byVoter.map((own) => own.map(({ interruption }) => interruption)))
		);
		settled.push(series);
	}
	const proven = RESULT_RULES.map((_, at) => provenIn(at, reading, settled, 0));
	let lastTerm = 0;
	for (let at = settled[0]![n]!; at.length === 1 && at[0]! > 0 && at[0]! % 8 > 0; at = settled[lastTerm]![n]!) lastTerm = at[0]! % 8;
	return { proven, settled, lastTerm, evidence, closed };
}

/** What the simpler rules make of attestations and the binding itself. */
function settledStances(reading: Reading, term: number, elector: number, attested: number[], whole: readonly number[]): number[] {
	const { settles } = reading.rule;
	if (settles === 'middle' || settles === 'equal') return attested;
	const held = reading.highest(elector, term, whole);
	if (settles === 'binding-wins') return held > 0 ? [held] : attested;
	return attested.length > 0 ? attested : held > 0 ? [held] : [];
}

function provenIn(resultRule: number, reading: Reading, settled: readonly (readonly (readonly number[])[])[], term: number): number {
	const { setting, rule } = reading;
	const n = setting.electors;
	const { stances } = setting;
	const interruptions = settled[term]![n]!;
	if (rule.interruptions === 'ignored') return results(resultRule, settled[term]!.slice(0, n), stances) || laterOf(resultRule, reading, settled, term);
	let proven = 0;
	for (const interruption of interruptions) {
		if (interruption === 0) proven |= results(resultRule, settled[term]!.slice(0, n), stances);
		else if (interruption % 8 === 0) proven |= WITHDRAWN;
		else proven |= provenIn(resultRule, reading, settled, interruption % 8);
	}
	return proven;
}

/** A rule that does not wait: the result of any later term counts where this one has none. */
function laterOf(resultRule: number, reading: Reading, settled: readonly (readonly (readonly number[])[])[], term: number): number {
	let proven = 0;
	reading.setting.terms.forEach(({ after }, index) => {
		if (after === term) proven |= provenIn(resultRule, reading, settled, index + 1);
	});
	return proven;
}

/** An elector with two tongues is tried both ways. */
function results(resultRule: number, series: readonly (readonly BallotNumber[])[], stances: number): number {
	let combinations: number[][] = [[]];
	for (const values of series) {
		const answers = values.length === 0 ? [UNKNOWN] : [...new Set(values.map(answerOf))];
		combinations = combinations.flatMap((so) => answers.map((answer) => [...so, answer]));
	}
	let proven = 0;
	for (const answers of combinations) proven |= finalResult(resultRule, answers, stances);
	return proven;
}
