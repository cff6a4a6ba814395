/**
 * The rule that the search checks: which entries count, what each closing says, what is settled, what the outcome is. Written from
 * crdt/spec/PRO.md (PRO20-PRO33, PRO74-PRO79) without looking at crdt/domain. `Rule` also describes rules that are known to fail.
 */
import {
	actOf, BEGIN, BIND, CLOSE, kindOf, knowsOf, LEAVE, SOFT, termOf, valueOf, WITHDRAW, type Logs, type Setting
} from './story';

export interface Rule {
	/** So many electors at a stance or above … */
	hi(n: number): number;
	/** … and so many at it or below settle it. */
	lo(n: number): number;
	/** What a closing's past must hold: own final word and those of more than half (or an interruption); own word only; nothing. */
	readonly gate: 'full' | 'own' | 'none';
	/** `middle`: by the thresholds. The others are the simpler rules that failed: see `broken.ts`. */
	readonly settles: 'middle' | 'equal' | 'binding-wins' | 'attested-wins';
	/** `series`: interruptions are settled by closings. `at-once`: counted when seen. `ignored`: never waited for. */
	readonly interruptions: 'series' | 'at-once' | 'ignored';
	/** What becomes of the closings of a voice that has closed twice. */
	readonly forks: 'count' | 'subtract';
	/** May a voice close again? */
	readonly closings: 'once' | 'again';
	/** What an extension does with stances of the term before. */
	readonly carried: 'counted' | 'dropped';
}

export const half = (n: number): number => Math.floor(n / 2) + 1;

export const THE_RULE: Rule = {
	hi: (n) => Math.ceil(n / 2),
	lo: half,
	gate: 'full',
	settles: 'middle',
	interruptions: 'series',
	forks: 'count',
	closings: 'once',
	carried: 'counted'
};

/** Does a view's outcome follow from more than the closings in it? */
export const looksAtEverything = ({ settles, interruptions }: Rule): boolean =>
	settles === 'binding-wins' || settles === 'attested-wins' || interruptions === 'at-once';

/** Where an entry stands in the total order; any numbers below 2^16 that respect causality. */
export type PlaceOf = (log: number, at: number) => number;

/** Lamport number, then log. */
export function placesOf(logs: Logs): PlaceOf {
	const lamports: number[][] = logs.map(() => []);
	const lamport = (log: number, at: number): number => {
		const known = lamports[log]![at];
		if (known !== undefined) return known;
		let most = 0;
		const entry = logs[log]![at]!;
		for (let other = 0; other < logs.length; other++) {
			const count = other === log ? at : knowsOf(entry, other);
			if (count > 0) most = Math.max(most, lamport(other, count - 1));
		}
		return (lamports[log]![at] = most + 1);
	};
	return (log, at) => lamport(log, at) * 8 + log;
}

/**
 * Where closings do not count for places, quiet stories that end the same way are one. Within one log it is the same order; between
 * logs any fixed order will do, since the rule asks for no more.
 */
function openPlacesOf(logs: Logs): PlaceOf {
	return (log, at) => {
		let before = 0;
		for (let k = 0; k < at; k++) if (kindOf(logs[log]![k]!) !== CLOSE) before++;
		return before * 8 + log;
	};
}

/**
 * A ballot: 0 for none; otherwise its class, and for carried ones the classes of the terms before, then the place, and in the last
 * two bits the answer. Larger numbers rank higher: none < carried < soft < bound, carried ones as they did where they come from.
 */
export type BallotNumber = number;
const CARRIED_CLASS = 1;
const SOFT_CLASS = 2;
const BOUND_CLASS = 3;
const CLASS_BITS = 28;
const PLACE_BITS = 20;
const ballotOf = (rankClass: number, place: number, value: number): BallotNumber => (rankClass << CLASS_BITS) | (place << 2) | value;
const classesOf = (ballot: BallotNumber): number => ballot >>> PLACE_BITS;
const carriedOver = (ballot: BallotNumber): BallotNumber =>
	(CARRIED_CLASS << CLASS_BITS) | ((classesOf(ballot) >>> 2) << PLACE_BITS) | (ballot & ((1 << PLACE_BITS) - 1));
export const answerOf = (ballot: BallotNumber): number => ballot & 3;
export const placeIn = (ballot: BallotNumber): number => (ballot & ((1 << PLACE_BITS) - 1)) >>> 2;
const isBound = (ballot: BallotNumber): boolean => ballot >>> CLASS_BITS === BOUND_CLASS;

export interface Closing {
	readonly elector: number;
	readonly term: number;
	/** Per elector. */
	readonly ballots: readonly BallotNumber[];
	/** 0: none; otherwise place and what it was: place * 8 + (0 for a withdrawal, or the number of the term begun). */
	readonly interruption: number;
}

/** Everything the rule knows about one story. */
export class Reading {
	readonly place: PlaceOf;

	constructor(
		readonly setting: Setting,
		readonly rule: Rule,
		readonly logs: Logs,
		place?: PlaceOf
	) {
		this.place = place ?? (setting.quiet === true ? openPlacesOf(logs) : placesOf(logs));
	}

	/** The highest-ranked stance of an elector in a term, as a closed set of entries knows it. */
	highest(elector: number, term: number, past: ArrayLike<number>): BallotNumber {
		const { setting, logs } = this;
		let best = 0;
		for (let log = 0; log < logs.length; log++) {
			if (setting.logs[log]!.elector !== elector) continue;
			for (let at = 0; at < past[log]!; at++) {
				const ballot = this.#stanceOf(elector, term, log, at);
				if (ballot > best) best = ballot;
			}
		}
		if (best > 0 || term === 0 || this.rule.carried === 'dropped') return best;
		const { kind, after } = setting.terms[term - 1]!;
		if (kind === 'amend') return 0;
		const before = this.highest(elector, after, past);
		return before === 0 ? 0 : carriedOver(before);
	}

	#stanceOf(elector: number, term: number, log: number, at: number): BallotNumber {
		const entry = this.logs[log]![at]!;
		switch (kindOf(entry)) {
			case SOFT:
				return termOf(entry) === term ? ballotOf(SOFT_CLASS, this.place(log, at), valueOf(entry)) : 0;
			case BIND:
				return termOf(entry) === term ? ballotOf(BOUND_CLASS, this.place(log, at), valueOf(entry)) : 0;
			case LEAVE: {
				const past = this.pastOf(log, at);
				if (!this.isBegun(term, past)) return 0;
				const last = this.highest(elector, term, past);
				return isBound(last) ? 0 : ballotOf(BOUND_CLASS, this.place(log, at), answerOf(last));
			}
			default:
				return 0;
		}
	}

	pastOf(log: number, at: number): number[] {
		const entry = this.logs[log]![at]!;
		return this.logs.map((_, other) => (other === log ? at : knowsOf(entry, other)));
	}

	isBegun(term: number, past: ArrayLike<number>): boolean {
		if (term === 0) return true;
		const { by } = this.setting.terms[term - 1]!;
		const log = this.logs[by]!;
		for (let at = 0; at < past[by]!; at++) if (kindOf(log[at]!) === BEGIN && termOf(log[at]!) === term) return true;
		return false;
	}

	/** The highest-ranked interruption of a term in a closed set. */
	interruption(term: number, past: ArrayLike<number>): number {
		let best = 0;
		for (let log = 0; log < this.logs.length; log++)
			for (let at = 0; at < past[log]!; at++) {
				const entry = this.logs[log]![at]!;
				const kind = kindOf(entry);
				let what = -1;
				if (kind === WITHDRAW && termOf(entry) === term) what = 0;
				else if (kind === BEGIN && this.setting.terms[termOf(entry) - 1]!.after === term) what = termOf(entry);
				if (what >= 0) best = Math.max(best, this.place(log, at) * 8 + what);
			}
		return best;
	}

	#hasDone(elector: number, act: (entry: number) => boolean, past: ArrayLike<number>): boolean {
		for (let log = 0; log < this.logs.length; log++) {
			if (this.setting.logs[log]!.elector !== elector) continue;
			for (let at = 0; at < past[log]!; at++) if (act(this.logs[log]![at]!)) return true;
		}
		return false;
	}

	mayClose(elector: number, term: number, past: ArrayLike<number>): boolean {
		if (this.rule.closings === 'once' && this.#hasDone(elector, (entry) => kindOf(entry) === CLOSE && termOf(entry) === term, past)) return false;
		if (this.rule.gate === 'none' || this.setting.silentTerms?.includes(term) === true) return true;
		if (this.interruption(term, past) > 0) return true;
		if (!isBound(this.highest(elector, term, past))) return false;
		if (this.rule.gate === 'own') return true;
		const n = this.setting.electors;
		let bound = 0;
		for (let other = 0; other < n; other++) if (isBound(this.highest(other, term, past))) bound++;
		return bound >= half(n);
	}

	/** Every act that the rules allow a device in this past. At most one soft stance per device and term, to come to an end. */
	eachAct(log: number, past: ArrayLike<number>, visit: (act: number) => void): void {
		const { setting } = this;
		const role = setting.logs[log]!;
		const { elector } = role;
		if (role.leaves === true && this.#hasDone(elector, (entry) => kindOf(entry) === LEAVE, past)) return;
		const isLoud = (term: number): boolean => setting.quiet === true && !this.#isLeast(log, term, past);
		for (let term = 0; term <= setting.terms.length; term++) {
			if (!this.isBegun(term, past)) continue;
			const stances = setting.silentTerms?.includes(term) === true ? 0 : setting.stances;
			const isDone = isBound(this.highest(elector, term, past)) || isLoud(term);
			if (!isDone && role.casts === true && !this.logs[log]!.some((entry) => kindOf(entry) === SOFT && termOf(entry) === term))
				for (let value = 1; value <= stances; value++) visit(actOf(SOFT, term, value));
			if (!isDone && role.isVoice) for (let value = 1; value <= stances; value++) visit(actOf(BIND, term, value));
			if (role.isVoice && this.mayClose(elector, term, past)) visit(actOf(CLOSE, term));
			if (role.withdraws === true && !isLoud(term) && !this.#hasDone(elector, (entry) => kindOf(entry) === WITHDRAW && termOf(entry) === term, past))
				visit(actOf(WITHDRAW, term));
		}
		if (role.leaves === true) visit(actOf(LEAVE, 0));
		setting.terms.forEach(({ after, by }, index) => {
			if (by !== log || !this.isBegun(after, past) || isLoud(after)) return;
			const again = (entry: number): boolean => kindOf(entry) === BEGIN && setting.terms[termOf(entry) - 1]!.after === after;
			if (!this.#hasDone(elector, again, past)) visit(actOf(BEGIN, index + 1));
		});
	}

	/** Is this the smallest closed set with which the device can go on and speak in this term? */
	#isLeast(log: number, term: number, past: ArrayLike<number>): boolean {
		const own = this.logs[log]!;
		const least = own.length === 0 ? this.logs.map(() => 0) : this.pastOf(log, own.length - 1);
		least[log] = own.length;
		if (term > 0 && !this.isBegun(term, least)) {
			const { by } = this.setting.terms[term - 1]!;
			const at = this.logs[by]!.findIndex((entry) => kindOf(entry) === BEGIN && termOf(entry) === term);
			const known = this.pastOf(by, at);
			known[by] = at + 1;
			for (let other = 0; other < least.length; other++) least[other] = Math.max(least[other]!, known[other]!);
		}
		return least.every((count, other) => count === past[other]);
	}

	closings(): Closing[] {
		const found: Closing[] = [];
		for (let log = 0; log < this.logs.length; log++)
			for (let at = 0; at < this.logs[log]!.length; at++) {
				const entry = this.logs[log]![at]!;
				if (kindOf(entry) === CLOSE) found.push(this.closing(log, termOf(entry), this.pastOf(log, at)));
			}
		return found;
	}

	closing(log: number, term: number, past: ArrayLike<number>): Closing {
		return {
			elector: this.setting.logs[log]!.elector,
			term,
			ballots: Array.from({ length: this.setting.electors }, (_, elector) => this.highest(elector, term, past)),
			interruption: this.interruption(term, past)
		};
	}
}
