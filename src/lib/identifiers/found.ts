/** What a detector hands over, and how findings that overlap are settled among each other. Carries IDN2. */
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';
import type { LocaleData } from './locale';
import type { Flag } from './types';
import type { Sentence, Word } from './words';

export interface Found {
	readonly from: number;
	readonly to: number;
	readonly class: IdentifierClass;
	readonly suggestions: readonly string[];
	/** Of two findings that overlap the weightier stays; of equals the longer, then the earlier. */
	readonly weight: number;
	/** A reason of its own instead of the one of its class. */
	readonly reason?: string;
}

/** What every detector is given: one sentence at a time. */
export interface Scene {
	/** The whole text; a detector looks only between `sentence.from` and `sentence.to`. */
	readonly text: string;
	/** The sentence's own text, and where it begins. */
	readonly part: string;
	readonly sentence: Sentence;
	readonly words: readonly Word[];
	readonly data: LocaleData;
	/** Which of its words pass whatever they are: the collective's own names, the person's pass words. */
	readonly passed: ReadonlySet<number>;
	/** Stems of names found in the sentences before; a detector may add to it. */
	readonly learned: Set<string>;
	readonly today: string;
	readonly region: string;
}

export type Detector = (scene: Scene) => readonly Found[];

export const WEIGHT = { private: 9, exact: 7, keyed: 6, date: 5, number: 4, place: 3, name: 2, code: 1 } as const;

/** Ascending and not overlapping. */
export function withoutOverlaps(found: readonly Found[], reasons: Readonly<Record<IdentifierClass, string>>): readonly Flag[] {
	const ranked = [...found].sort((a, b) => b.weight - a.weight || b.to - b.from - (a.to - a.from) || a.from - b.from);
	const covered = new Set<number>();
	return ranked
		.filter(({ from, to }) => {
			for (let at = from; at < to; at++) if (covered.has(at)) return false;
			for (let at = from; at < to; at++) covered.add(at);
			return to > from;
		})
		.sort((a, b) => a.from - b.from)
		.map((each) => ({ from: each.from, to: each.to, class: each.class, reason: each.reason ?? reasons[each.class], suggestions: each.suggestions }));
}
