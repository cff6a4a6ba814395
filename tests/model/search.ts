/**
 * Every reachable state of one small proposal, and every entry that could be appended to it.
 *
 * A view is a causally closed set of entries, and every closed set is a whole state of some world. So "final is kept in every
 * larger view and no two views differ" is the same as "no entry appended to a reachable state changes a final result".
 */
import { ACCEPTED, pictureOf, type Picture } from './outcome';
import { looksAtEverything, Reading, type Closing, type Rule } from './rule';
import { createStates } from './states';
import { CLOSE, eachPast, entryOf, kindOf, termOf, type Logs, type Setting } from './story';

export interface Found {
	readonly states: number;
	readonly edges: number;
	/** Appended entries that changed a final result or a settled value, or (with two tongues) took a proof away. */
	readonly violations: number;
	/** States in which every voice has closed each term that is needed, and which are open all the same. */
	readonly stuck: number;
	/** States to which no entry can be appended and which are open. */
	readonly dead: number;
	/** States with two proven results. */
	readonly contested: number;
	/** … among them those without two closings of one voice: there must be none. */
	readonly unexplained: number;
	readonly finals: number;
	/** The first state that broke something, and the entry that did it. */
	readonly example: string | null;
	/** Ended early, at the cap or at the first violation. */
	readonly isWhole: boolean;
}

export interface SearchOptions {
	readonly setting: Setting;
	readonly rule: Rule;
	/** Stop at the first violation: for rules that are known to fail. */
	readonly untilBroken?: boolean;
	readonly most?: number;
	/** Is somebody a double-speaker? Then contradictions may be proven, and nothing proven may vanish. */
	readonly twoTongues?: boolean;
	/** Looks at every state once. */
	onState?(logs: Logs, picture: Picture): void;
}

export function search({ setting, rule, untilBroken = false, most = Infinity, twoTongues = false, onState }: SearchOptions): Found {
	const states = createStates(setting, rule);
	states.add(setting.logs.map(() => []));
	const found = { edges: 0, violations: 0, stuck: 0, dead: 0, contested: 0, unexplained: 0, finals: 0, example: null as string | null };
	let isWhole = true;
	const needsWhole = looksAtEverything(rule);
	for (let logs = states.next(); logs !== null; logs = states.next()) {
		const reading = new Reading(setting, rule, logs);
		const closings = reading.closings();
		const before = pictureOf(reading, closings);
		onState?.(logs, before);
		count(before);
		let appended = 0;
		for (let log = 0; log < logs.length; log++) {
			const own = logs[log]!;
			const written: { readonly entry: number; readonly closing: Closing | null }[] = [];
			eachPast(logs, log, setting.quiet === true, (past) =>
				reading.eachAct(log, past, (act) => {
					const entry = entryOf(act, past);
					written.push({ entry, closing: kindOf(entry) === CLOSE ? reading.closing(log, termOf(entry), past) : null });
				})
			);
			for (const { entry, closing } of written) {
				own.push(entry);
				appended++;
				found.edges++;
				states.add(logs);
				// what is settled follows from closings and their pasts alone, unless the rule looks at more
				const after = needsWhole ? pictureOf(new Reading(setting, rule, logs)) : closing === null ? before : pictureOf(reading, [...closings, closing]);
				if (!isKept(before, after, twoTongues)) {
					found.violations++;
					found.example ??= JSON.stringify({ logs: logs.map((entries) => entries.map((each) => each.toString(16))), by: log });
				}
				own.pop();
			}
		}
		if (appended === 0 && before.proven.includes(0)) found.dead++;
		if (untilBroken && (found.violations > 0 || found.stuck > 0)) {
			isWhole = false;
			break;
		}
		if (states.size > most) {
			isWhole = false;
			break;
		}
	}
	return { ...found, states: states.size, isWhole };

	function count(picture: Picture): void {
		const isOpen = picture.proven.includes(0);
		if (!isOpen) found.finals++;
		else if (picture.closed[picture.lastTerm] === setting.electors) found.stuck++;
		if (picture.proven.some((bits) => (bits & (bits - 1)) !== 0)) {
			found.contested++;
			if (!picture.evidence) found.unexplained++;
		}
	}
}

/** Is everything that was final still so? */
export function isKept(before: Picture, after: Picture, twoTongues: boolean): boolean {
	for (let way = 0; way < before.proven.length; way++) {
		const was = before.proven[way]!;
		const is = after.proven[way]!;
		if (twoTongues) {
			// proofs only add up, so an acceptance stays proven
			if ((was & is) !== was || (was & ACCEPTED) > (is & ACCEPTED)) return false;
		} else if (was !== 0 && was !== is) return false;
	}
	for (let term = 0; term < before.settled.length; term++)
		for (let series = 0; series < before.settled[term]!.length; series++) {
			const had = before.settled[term]![series]!;
			const has = after.settled[term]![series]!;
			if (had.length > 0 && !had.every((value) => has.includes(value))) return false;
			if (!twoTongues && has.length > 1) return false;
		}
	return true;
}
