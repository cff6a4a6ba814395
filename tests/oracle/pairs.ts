/**
 * The pairs of a rule and a zone that tests/oracle/recurrence.py prints, and what our own code makes of them, in the same words.
 * Format: see recurrence.py.
 */
import type { Expand } from '$lib/recurrence/expand';
import { parseRule, ruleText, type Rule } from '$lib/recurrence/rule';
import { zoneClock, type ZoneClock } from '$lib/time/zone-clock';

export interface Pair {
	readonly zone: string;
	readonly first: string;
	readonly time: string;
	readonly rule: string;
	readonly through: string;
	/** dateutil's answer: "2026-03-08=29548530g …" */
	readonly dates: string;
	/** Where dateutil errs: why, and the answer to the question put in another way. */
	readonly second: { readonly reasons: string; readonly dates: string } | null;
}

/** What is asked, without any answer. */
export type Question = Omit<Pair, 'dates' | 'second'>;

export interface Change {
	readonly zone: string;
	/** Minutes since 1970. */
	readonly at: number;
	readonly before: number;
	readonly after: number;
}

export interface OracleOutput {
	readonly dateutil: string;
	readonly zoneData: string;
	readonly seed: number;
	readonly changes: readonly Change[];
	readonly pairs: readonly Pair[];
}

export function readOracle(text: string): OracleOutput {
	const [header = [], ...lines] = text.replace(/\n$/, '').split('\n').map((line) => line.split('\t'));
	const changes: Change[] = [];
	const pairs: Pair[] = [];
	for (const [zone = '', first = '', time = '', rule = '', through = '', dates = '', reasons, other = ''] of lines) {
		if (zone === 'change') changes.push({ zone: first, at: Number(time), before: Number(rule), after: Number(through) });
		else pairs.push({ zone, first, time, rule, through, dates, second: reasons === undefined ? null : { reasons, dates: other } });
	}
	return { dateutil: header[1] ?? '', zoneData: header[2] ?? '', seed: Number(header[3]), changes, pairs };
}

export function clockOf(zone: string): ZoneClock {
	const clock = zoneClock(zone);
	if (!clock.ok) throw new Error(`no zone ${zone} here`);
	return clock.value;
}

/** A rule as the app keeps it: read with the clock of its zone, its end a whole day. */
export function keptRule({ zone, time, rule }: Question): Rule {
	const parsed = parseRule(rule, { time, wallOf: clockOf(zone).wallOf });
	if (!parsed.ok) throw new Error(`${rule}: ${JSON.stringify(parsed.error)}`);
	return parsed.value;
}

/** Our dates and instants, written as the oracle writes its own. */
export function ourDates(pair: Question, expand: Expand): string {
	const expanded = expand({ rule: ruleText(keptRule(pair)), first: pair.first, through: pair.through });
	if (!expanded.ok) throw new Error(`${pair.rule}: ${JSON.stringify(expanded.error)}`);
	const clock = clockOf(pair.zone);
	const words = { plain: '', gap: 'g', overlap: 'o' };
	return expanded.value.dates
		.map((date) => {
			const { instant, kind } = clock.instantOf(`${date}T${pair.time}`);
			return `${date}=${instant / 60_000}${words[kind]}`;
		})
		.join(' ');
}

/** What ours must be. */
export const rightDates = ({ dates, second }: Pair): string => (second === null ? dates : second.dates);
