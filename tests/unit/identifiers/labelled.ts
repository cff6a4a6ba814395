/** The labelled sentences: how they are written down, and how findings are counted against them. */
import { readFileSync } from 'node:fs';
import type { IdentifierClass } from '$crdt/domain/consultation/identifiers';
import type { Check, CheckContext } from '$lib/identifiers/types';

export interface Span {
	readonly from: number;
	readonly to: number;
	readonly class: IdentifierClass;
}

export interface Labelled {
	readonly text: string;
	readonly spans: readonly Span[];
}

export const CONTEXT: CheckContext = { ownNames: [], privateWords: [], passWords: [], today: '2026-11-22', language: 'en', region: 'US' };

/** "{class:words}" marks what must be found; lines that begin with # are remarks. */
export function readLabelled(part: 'development' | 'held-out' | 'fresh' | 'colleagues' | 'later' | 'jottings' | 'abroad' | 'practice'): readonly Labelled[] {
	const file = readFileSync(new URL(`../../fixtures/identifiers/${part}.txt`, import.meta.url), 'utf8');
	return file.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map(parse);
}

function parse(line: string): Labelled {
	const spans: Span[] = [];
	let text = '';
	let at = 0;
	for (const match of line.matchAll(/\{(\w+):([^}]*)\}/g)) {
		text += line.slice(at, match.index);
		const [, kind = '', words = ''] = match;
		// the fixture names classes as the contract does; a wrong one is a miss that the test shows
		spans.push({ from: text.length, to: text.length + words.length, class: kind as IdentifierClass });
		text += words;
		at = match.index + match[0].length;
	}
	return { text: text + line.slice(at), spans };
}

/** Classes that stand for each other: the person is warned and offered nearly the same. */
const ADJACENT: readonly (readonly IdentifierClass[])[] = [
	['phone', 'fax'],
	['record', 'account', 'code', 'plan', 'licence', 'ssn', 'vehicle', 'device'],
	['url', 'email'],
	['biometric', 'photo']
];
export const fits = (a: IdentifierClass, b: IdentifierClass): boolean => a === b || ADJACENT.some((group) => group.includes(a) && group.includes(b));

export interface Tally {
	labelled: number;
	found: number;
	flags: number;
	right: number;
}

export interface Counted {
	readonly classes: ReadonlyMap<IdentifierClass, Tally>;
	readonly misses: readonly string[];
	readonly falseAlarms: readonly string[];
}

/**
 * The rule of counting. A labelled span is found when a flag of its class, or of one that stands for it, overlaps it. A flag is right when
 * it overlaps a labelled span of a fitting class; every other flag is a false alarm, also one of the wrong class over a labelled span.
 */
export function count(sentences: readonly Labelled[], check: Check, context: CheckContext = CONTEXT): Counted {
	const classes = new Map<IdentifierClass, Tally>();
	const misses: string[] = [];
	const falseAlarms: string[] = [];
	const tally = (kind: IdentifierClass): Tally => {
		const known = classes.get(kind) ?? { labelled: 0, found: 0, flags: 0, right: 0 };
		classes.set(kind, known);
		return known;
	};
	for (const { text, spans } of sentences) {
		const { flags } = check(text, context);
		const over = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to && fits(a.class, b.class);
		for (const span of spans) {
			tally(span.class).labelled++;
			if (flags.some((flag) => over(flag, span))) tally(span.class).found++;
			else misses.push(`${span.class} "${text.slice(span.from, span.to)}" in: ${text}`);
		}
		for (const flag of flags) {
			tally(flag.class).flags++;
			if (spans.some((span) => over(flag, span))) tally(flag.class).right++;
			else falseAlarms.push(`${flag.class} "${text.slice(flag.from, flag.to)}" in: ${text}`);
		}
	}
	return { classes, misses, falseAlarms };
}
