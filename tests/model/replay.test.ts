/** The model's stories, told again with real ops: the product sees what the model sees, in every view. */
import { describe, expect, it } from 'vitest';
import { createSeeded, type Seeded } from '../support/seeded';
import { Replay, createStage, type Difference, type Stage, type Way } from './replay';
import { THE_RULE } from './rule';
import { search } from './search';
import {
	actOf, BEGIN, BIND, CLOSE, eachPast, entryOf, kindOf, knowsOf, SOFT, termOf, voices, WITHDRAW, type Logs, type LogRole, type Setting
} from './story';

const AMPLE = 240_000;
const extend = { after: 0, by: 0, kind: 'extend' } as const;

/** All entries of a story in an order in which each finds its past. */
function* inOrder(logs: Logs): Generator<{ readonly log: number; readonly entry: number; readonly past: number[] }> {
	const told = logs.map(() => 0);
	for (let left = logs.reduce((sum, log) => sum + log.length, 0); left > 0; ) {
		const before = left;
		for (let log = 0; log < logs.length; log++) {
			const entry = logs[log]![told[log]!];
			if (entry === undefined) continue;
			const past = logs.map((_, other) => (other === log ? told[log]! : knowsOf(entry, other)));
			if (past.some((count, other) => count > told[other]!)) continue;
			yield { log, entry, past };
			told[log]!++;
			left--;
		}
		if (left === before) throw new Error('a story without an order');
	}
}

/** PRO75: an interruption that its author knew to be too late is refused; the model allows it, and it changes nothing there. */
function isTooLate(replay: Replay, act: number, past: readonly number[]): boolean {
	const { setting } = replay.stage;
	const entry = (act << 24) >>> 0;
	const kind = kindOf(entry);
	if (kind !== WITHDRAW && kind !== BEGIN) return false;
	const interrupted = kind === WITHDRAW ? termOf(entry) : setting.terms[termOf(entry) - 1]!.after;
	return replay.picture(past).settled[interrupted]![setting.electors]!.length > 0;
}

/** `late`: the story holds an interruption that came too late, and was told no further. */
function tellAgain(stage: Stage, logs: Logs): Difference | null | 'late' {
	const replay = new Replay(stage);
	for (const { log, entry, past } of inOrder(logs)) {
		if (isTooLate(replay, entry >>> 24, past)) return replay.tryRefused(log, entry >>> 24, past) ?? 'late';
		const difference = replay.write(log, entry, past);
		if (difference !== null) return difference;
	}
	return replay.look(logs.map((log) => log.length));
}

function everyState(setting: Setting, way: Way, oneIn = 1): { readonly told: number; readonly differences: readonly string[] } {
	const stage = createStage(setting, way);
	const differences: string[] = [];
	let told = 0;
	let seen = 0;
	search({
		setting,
		rule: THE_RULE,
		onState(logs) {
			if (seen++ % oneIn > 0) return;
			const difference = tellAgain(stage, logs);
			if (difference === 'late') return;
			told++;
			if (difference !== null) differences.push(JSON.stringify({ ...difference, logs: logs.map((log) => log.map((entry) => entry.toString(16))) }));
		}
	});
	return { told, differences };
}

/** Whatever somebody could try, allowed or not. */
function* everyAct(setting: Setting, log: number): Generator<number> {
	const role = setting.logs[log]!;
	for (let term = 0; term <= setting.terms.length; term++) {
		for (let value = 1; value <= setting.stances; value++) {
			yield actOf(SOFT, term, value);
			yield actOf(BIND, term, value);
		}
		yield actOf(CLOSE, term);
		if (role.withdraws === true) yield actOf(WITHDRAW, term);
	}
	for (let index = 0; index < setting.terms.length; index++) if (setting.terms[index]!.by === log) yield actOf(BEGIN, index + 1);
}

interface Told {
	readonly differences: string[];
	writes: number;
	refusals: number;
	finals: number;
	contested: number;
	laterTerms: number;
}

/** One random story with real ops as it grows; now and then somebody tries what the rule refuses. */
function tellRandomly(stage: Stage, chance: Seeded, told: Told): void {
	const { setting } = stage;
	const replay = new Replay(stage);
	const { logs } = replay;
	const steps = setting.electors * 3 + chance.int(setting.electors * 5);
	const eager = chance.chance(0.5);
	for (let step = 0; step < steps; step++) {
		const log = chance.int(logs.length);
		if (logs[log]!.length > 12) continue;
		const pasts: number[][] = [];
		eachPast(logs, log, false, (past) => void (pasts.length < 3000 && pasts.push([...past])));
		const past = eager ? pasts.at(-1)! : chance.pick(pasts);
		const reading = replay.reading(logs);
		const allowed: number[] = [];
		// one soft stance per device and term is the model's own limit
		reading.eachAct(log, past, (act) => void (isTooLate(replay, act, past) || allowed.push(act)));
		const refused = [...everyAct(setting, log)].filter((act) => {
			const entry = (act << 24) >>> 0;
			if (kindOf(entry) === SOFT || allowed.includes(act)) return false;
			return reading.isBegun(kindOf(entry) === BEGIN ? setting.terms[termOf(entry) - 1]!.after : termOf(entry), past);
		});
		if (refused.length > 0 && chance.chance(0.3)) {
			note(replay.tryRefused(log, chance.pick(refused), past));
			told.refusals++;
		}
		if (allowed.length === 0) continue;
		const closing = allowed.filter((act) => kindOf((act << 24) >>> 0) === CLOSE);
		const act = closing.length > 0 && chance.chance(0.6) ? chance.pick(closing) : chance.pick(allowed);
		note(replay.write(log, entryOf(act, past), past));
		told.writes++;
	}
	const whole = logs.map((log) => log.length);
	note(replay.look(whole));
	const picture = replay.picture(whole);
	if (picture.proven[1] !== 0) told.finals++;
	if (picture.proven.some((bits) => (bits & (bits - 1)) !== 0)) told.contested++;
	if (picture.lastTerm > 0) told.laterTerms++;

	function note(difference: Difference | null): void {
		if (difference !== null) told.differences.push(JSON.stringify({ ...difference, logs: logs.map((log) => log.map((entry) => entry.toString(16))) }));
	}
}

function manyStories(setting: Setting, way: Way, stories: number, seed: number): Told {
	const stage = createStage(setting, way);
	const chance = createSeeded(seed);
	const told: Told = { differences: [], writes: 0, refusals: 0, finals: 0, contested: 0, laterTerms: 0 };
	for (let story = 0; story < stories; story++) tellRandomly(stage, chance, told);
	return told;
}

const withdrawing = (electors: number): LogRole[] => voices(electors, { proposerWithdraws: true, casts: true });
const wild = (electors: number): Setting => ({
	electors,
	stances: 3,
	logs: withdrawing(electors),
	terms: [extend, { after: 0, by: 1, kind: 'amend' }, { after: 1, by: 0, kind: 'amend' }, { after: 2, by: 0, kind: 'extend' }]
});

describe('the same stories by the real rules', { timeout: AMPLE }, () => {
	it('[PRO32] two electors: every state of the whole search, as a view', () => {
		const found = everyState({ electors: 2, stances: 2, logs: voices(2, { proposerWithdraws: true }), terms: [] }, 'consensus');
		expect(found.differences).toEqual([]);
		expect(found.told).toBeGreaterThan(600);
	});

	it('[PRO74] two electors with an extension: every seventh state, as a view', () => {
		const found = everyState({ electors: 2, stances: 1, logs: voices(2), terms: [extend], quiet: true }, 'consensus', 7);
		expect(found.differences).toEqual([]);
		expect(found.told).toBeGreaterThan(300);
	});

	it.each([2, 3, 4, 5])('[PRO74] [PRO77] random stories of %i: withdrawals, extensions, texts by others; what the rule refuses is refused', (n) => {
		for (const way of ['consensus', 'majority'] as const) {
			const told = manyStories(wild(n), way, 30, n);
			expect(told.differences).toEqual([]);
			expect(told.finals).toBeGreaterThan(2);
			expect(told.laterTerms).toBeGreaterThan(2);
			expect(told.refusals).toBeGreaterThan(20);
			expect(told.contested).toBe(0);
		}
	});

	it('[PRO32] random stories of three, one of them with two tongues: contested where the model proves two results, and only there', () => {
		const setting: Setting = { electors: 3, stances: 2, logs: [...withdrawing(3), { elector: 1, isVoice: true, casts: true }], terms: [extend] };
		const told = manyStories(setting, 'majority', 250, 9);
		expect(told.differences).toEqual([]);
		expect(told.contested).toBeGreaterThan(0);
	});
});
