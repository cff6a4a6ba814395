/**
 * A set of states that is also the queue of those not yet looked at. Exact: no state is ever taken for another.
 *
 * Each state has a key of bytes, the least over all renamings of devices that can swap names, and one story that leads to it.
 */
import { placeIn, Reading, type Rule } from './rule';
import { CLOSE, kindOf, knowsOf, renamings, termOf, type Logs, type Setting } from './story';

export interface States {
	/** False when it was there. */
	add(logs: Logs): boolean;
	/** The next state nobody has looked at; null at the end. */
	next(): number[][] | null;
	readonly size: number;
}

/** Writes the key of a state under one renaming; returns how many bytes. */
type WriteKey = (target: Uint8Array, to: readonly number[], from: readonly number[]) => number;

export function createStates(setting: Setting, rule: Rule): States {
	const names = renamings(setting);
	const inverses = names.map((to) => to.map((_, log) => to.indexOf(log)));
	const logCount = setting.logs.length;
	let keys = new Uint8Array(1 << 18);
	let keysUsed = 0;
	let table = new Int32Array(1 << 14).fill(-1);
	let stories = new Uint32Array(1 << 16);
	let storiesUsed = 0;
	let size = 0;
	let read = 0;
	let best = new Uint8Array(512);
	let other = new Uint8Array(512);

	function leastKey(logs: Logs): number {
		const write = setting.quiet === true ? mergedKey(new Reading(setting, rule, logs)) : wholeKey(logs);
		let words = write(best, names[0]!, inverses[0]!);
		for (let k = 1; k < names.length; k++) {
			const count = write(other, names[k]!, inverses[k]!);
			if (compare(other, count, best, words) >= 0) continue;
			[best, other] = [other, best];
			words = count;
		}
		return words;
	}

	const hashOf = (bytes: Uint8Array, from: number, count: number): number => {
		let hash = count;
		for (let at = from; at < from + count; at++) {
			hash = Math.imul(hash ^ bytes[at]!, 0x9e3779b1);
			hash ^= hash >>> 15;
		}
		return (hash ^ (hash >>> 13)) >>> 0;
	};

	/** Two bytes of length stand before each key. */
	const lengthAt = (at: number): number => keys[at]! * 256 + keys[at + 1]!;

	function grow(): void {
		const larger = new Int32Array(table.length * 2).fill(-1);
		for (const at of table) {
			if (at < 0) continue;
			let slot = hashOf(keys, at + 2, lengthAt(at)) & (larger.length - 1);
			while (larger[slot]! >= 0) slot = (slot + 1) & (larger.length - 1);
			larger[slot] = at;
		}
		table = larger;
	}

	function isAt(at: number, count: number): boolean {
		if (lengthAt(at) !== count) return false;
		for (let k = 0; k < count; k++) if (keys[at + 2 + k] !== best[k]) return false;
		return true;
	}

	function keep(logs: Logs, count: number): void {
		if (keysUsed + count + 2 > keys.length) keys = larger(keys, new Uint8Array(keys.length * 2));
		keys[keysUsed] = count >>> 8;
		keys[keysUsed + 1] = count & 255;
		keys.set(best.subarray(0, count), keysUsed + 2);
		keysUsed += count + 2;
		const most = logs.length * 16;
		if (storiesUsed + most > stories.length) stories = larger(stories, new Uint32Array(stories.length * 2));
		for (const log of logs) {
			stories[storiesUsed++] = log.length;
			stories.set(log, storiesUsed);
			storiesUsed += log.length;
		}
	}

	return {
		add(logs) {
			const count = leastKey(logs);
			let slot = hashOf(best, 0, count) & (table.length - 1);
			for (; table[slot]! >= 0; slot = (slot + 1) & (table.length - 1)) if (isAt(table[slot]!, count)) return false;
			table[slot] = keysUsed;
			keep(logs, count);
			if (++size * 2 > table.length) grow();
			return true;
		},
		next() {
			if (read === storiesUsed) return null;
			return Array.from({ length: logCount }, () => {
				const length = stories[read++]!;
				const log = Array.from(stories.subarray(read, read + length));
				read += length;
				return log;
			});
		},
		get size() {
			return size;
		}
	};
}

/** Every entry with all it knows. */
function wholeKey(logs: Logs): WriteKey {
	return (target, to, from) => {
		let at = 0;
		for (let log = 0; log < logs.length; log++) {
			const old = logs[from[log]!]!;
			target[at++] = old.length;
			for (const entry of old) {
				let knows = 0;
				for (let k = 0; k < logs.length; k++) knows |= knowsOf(entry, k) << (4 * to[k]!);
				target[at++] = entry >>> 24;
				target[at++] = knows >>> 16;
				target[at++] = (knows >>> 8) & 255;
				target[at++] = knows & 255;
			}
		}
		return at;
	};
}

/**
 * States from which the same can follow are one. No rule asks whether somebody else's closing is known, and an outcome follows
 * from what closings say: so a closing is its ballots, and knowledge is that of stances and interruptions.
 */
function mergedKey(reading: Reading): WriteKey {
	const { logs, setting } = reading;
	const openly = logs.map((log) => {
		const counts = [0];
		for (const entry of log) counts.push(counts.at(-1)! + (kindOf(entry) === CLOSE ? 0 : 1));
		return counts;
	});
	const closings = logs.map((log, at) =>
		log.flatMap((entry, index) => (kindOf(entry) === CLOSE ? [reading.closing(at, termOf(entry), reading.pastOf(at, index))] : [])).sort((a, b) => a.term - b.term)
	);
	return (target, to, from) => {
		let at = 0;
		for (let log = 0; log < logs.length; log++) {
			const old = logs[from[log]!]!;
			target[at++] = openly[from[log]!]!.at(-1)!;
			for (const entry of old) {
				if (kindOf(entry) === CLOSE) continue;
				target[at++] = entry >>> 24;
				for (let k = 0; k < logs.length; k++) target[at + to[k]!] = openly[k]![knowsOf(entry, k)]!;
				at += logs.length;
			}
			const last = old.at(-1) ?? 0;
			for (let k = 0; k < logs.length; k++) target[at + to[k]!] = openly[k]![knowsOf(last, k)]!;
			target[at + log] = openly[from[log]!]!.at(-1)!;
			at += logs.length;
			const own = closings[from[log]!]!;
			target[at++] = own.length;
			for (const closing of own) {
				target[at++] = closing.term;
				// one device per elector here: electors are renamed as their logs are
				for (let k = 0; k < setting.electors; k++) {
					const ballot = closing.ballots[k]!;
					// its classes, then which of the elector's open entries it is, and the answer
					target[at + 2 * to[k]!] = ballot >>> 22;
					target[at + 2 * to[k]! + 1] = ((placeIn(ballot) >>> 3) << 2) | (ballot & 3);
				}
				at += 2 * setting.electors;
				target[at++] = closing.interruption & 255;
				target[at++] = closing.interruption >>> 8;
			}
		}
		return at;
	};
}

function compare(a: Uint8Array, aCount: number, b: Uint8Array, bCount: number): number {
	if (aCount !== bCount) return aCount - bCount;
	for (let at = 0; at < aCount; at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
	return 0;
}

function larger<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
	to.set(from as never); // both are of the same kind
	return to;
}
