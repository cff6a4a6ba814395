/** The committed values of an earlier run, with when and on what they were measured. Compared with, never judged by. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { rounded, type Figure } from './figure';

interface Measured {
	readonly value: number;
	readonly unit: string;
	readonly target: number | null;
	readonly met: boolean | null;
	readonly date: string;
	/** How many processes wanted a processor, over the last minute: above `cores` the machine was busy with other things. */
	readonly load: number;
}

export interface Baseline {
	readonly machine: { readonly cores: number; readonly processor: string; readonly memoryGiB: number; readonly node: string };
	readonly figures: Readonly<Record<string, Measured>>;
}

const path = fileURLToPath(new URL('./baseline.json', import.meta.url));

export function readBaseline(): Baseline | null {
	return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Baseline) : null; // written by saveBaseline
}

/** Figures that were not measured this time keep their earlier values. */
export function saveBaseline(figures: readonly Figure[]): void {
	const earlier = readBaseline();
	const date = new Date().toISOString().slice(0, 10);
	const load = rounded(loadavg()[0] ?? 0);
	const measured = figures.map(({ name, value, unit, target, met }) => [name, { value: rounded(value), unit, target, met, date, load }] as const);
	const baseline: Baseline = {
		machine: {
			cores: availableParallelism(),
			processor: cpus()[0]?.model.trim() ?? 'unknown',
			memoryGiB: Math.round(totalmem() / 2 ** 30),
			node: process.version
		},
		figures: { ...earlier?.figures, ...Object.fromEntries(measured) }
	};
	writeFileSync(path, `${JSON.stringify(baseline, null, '\t')}\n`);
}

/** One line for a person. */
export function compare({ name, value, unit }: Figure, baseline: Baseline | null): string {
	const before = baseline?.figures[name];
	if (!before) return `${name}: no baseline.`;
	const change = before.value === 0 ? 0 : ((value - before.value) / before.value) * 100;
	const sign = change > 0 ? '+' : '';
	return `${name}: ${rounded(value)} ${unit}, baseline ${before.value} of ${before.date} (${sign}${change.toFixed(1)} %).`;
}
