/** A small check for tests: flags a name, dates with a month, and whatever else it is told; and a clock that stands still. */
import type { Checked, Flag } from '$lib/identifiers/types';

const NAME = /Jonathan/g;
const DAY = /\b\d{1,2}(?: March)\b/g;

export function checkWords(text: string): Checked {
	const flags: Flag[] = [];
	for (const found of text.matchAll(NAME))
		flags.push({ from: found.index, to: found.index + found[0].length, class: 'name', reason: 'This looks like a name.', suggestions: ['[client]'] });
	for (const found of text.matchAll(DAY))
		flags.push({ from: found.index, to: found.index + found[0].length, class: 'date', reason: 'This is a date.', suggestions: ['in spring'] });
	flags.sort((a, b) => a.from - b.from);
	// an unfinished word, and a number that a month may follow
	const open = /(?:\d{1,2} ?)?[\p{L}\p{N}]*$/u.exec(text);
	return { flags, settledTo: open === null ? text.length : open.index };
}

export interface Clock {
	after(ms: number, run: () => void): () => void;
	advance(ms: number): void;
}

export function createClock(): Clock {
	let now = 0;
	const timers = new Set<{ at: number; run: () => void }>();
	return {
		after(ms, run) {
			const timer = { at: now + ms, run };
			timers.add(timer);
			return () => timers.delete(timer);
		},
		advance(ms) {
			const end = now + ms;
			for (;;) {
				const next = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
				if (next === undefined) break;
				timers.delete(next);
				now = next.at;
				next.run();
			}
			now = end;
		}
	};
}

/** Until everything promised so far has happened. */
export const quiet = async (): Promise<void> => {
	for (let i = 0; i < 20; i++) await Promise.resolve();
};
