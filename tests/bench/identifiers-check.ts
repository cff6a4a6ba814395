/**
 * What a keystroke costs in a page of text: the check of 3,000 characters as a case note has them, dense with what must be found. Warm,
 * because the worker lives as long as the page; no answer is kept between runs.
 */
import { check } from '$lib/identifiers/check';
import type { CheckContext } from '$lib/identifiers/types';
import { readLabelled } from '../unit/identifiers/labelled';
import type { Figure } from './figure';
import { medianOf } from './median';

const PAGE = 3000;
const PARAGRAPH = 500;
const RUNS = 200;

/** Target ≤ 10 ms. */
export function identifiersCheck(): Figure {
	const sentences = readLabelled('development');
	const whole = sentences.map(({ text }) => text).join(' ');
	const context: CheckContext = { ownNames: ['Ana Lima', 'Ben Okafor'], privateWords: ['Zoë', 'red house'], passWords: ['Main Street'], today: '2026-11-22', language: 'en', region: 'US' };
	const pageAt = (run: number, length: number): string => whole.slice((run * 611) % (whole.length - PAGE)).slice(0, length);
	for (let run = 0; run < RUNS; run++) check(pageAt(run, PAGE), context);
	const flags: number[] = [];
	const pages = timed((run) => flags.push(check(pageAt(run, PAGE), context).flags.length));
	const paragraphs = timed((run) => check(pageAt(run, PARAGRAPH), context));
	// a check that finds nothing would be fast
	if (medianOf(flags) < 10) throw new Error(`${medianOf(flags)} flags on a page`);
	const value = medianOf(pages.map(({ ms }) => ms));
	return {
		name: 'identifiers.check',
		value,
		unit: 'ms',
		target: 10,
		met: value <= 10,
		runs: RUNS,
		detail: { cpuMs: medianOf(pages.map(({ cpuMs }) => cpuMs)), paragraphMs: medianOf(paragraphs.map(({ ms }) => ms)), flagsOnAPage: medianOf(flags) }
	};
}

function timed(run: (at: number) => unknown): readonly { readonly ms: number; readonly cpuMs: number }[] {
	return Array.from({ length: RUNS }, (_, at) => {
		const [before, cpu] = [performance.now(), process.cpuUsage()];
		run(at);
		const { user, system } = process.cpuUsage(cpu);
		return { ms: performance.now() - before, cpuMs: (user + system) / 1000 };
	});
}
