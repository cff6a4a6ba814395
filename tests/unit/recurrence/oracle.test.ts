/**
 * 5,000 pairs of a rule and a zone as python-dateutil answers them (tests/oracle/recurrence.py, seed and versions in the first line
 * of the vectors), with every change of the clocks of six zones in five years each.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadExpand, type Expand } from '$lib/recurrence/expand';
import { clockOf, ourDates } from '../../oracle/pairs';
import { countOf, digestOf, readVectors, type Vector } from '../../oracle/vectors';

const { header, vectors } = readVectors(readFileSync(new URL('../../vectors/recurrence.tsv', import.meta.url), 'utf8'));

/** Why dateutil's own answer is not ours, and to how many pairs that happened; explained in recurrence.py and in the SPEC (CAL86). */
const DIFFERENCES = { 'negative-saving': 132, 'week-alone': 25, 'first-week': 12, 'mixed-days': 11 };

describe('the oracle', () => {
	let expand: Expand;
	const answers = new Map<Vector, string>();

	beforeAll(async () => {
		expand = await loadExpand();
		for (const vector of vectors) answers.set(vector, ourDates(vector, expand));
	}, 120_000);

	it('[CAL86] this machine knows the same changes of the clocks as the machine that asked the oracle', () => {
		const here = Object.fromEntries(header.zones.map((zone) => [zone, changesHere(zone)]));
		const message = `zone data here: ${process.versions['tz']}, in the vectors: ${header.zoneData}; if a law has changed, write them anew`;
		expect(here, message).toEqual(header.changes);
		expect(Object.values(header.changes).map((changes) => changes.length)).toEqual([10, 10, 10, 10, 10, 9]);
	});

	it('[CAL86] all 5,000 pairs have the dates and the instants that the oracle gives', () => {
		expect(vectors).toHaveLength(5000);
		const wrong = vectors.filter((vector) => {
			const ours = answers.get(vector)!;
			return countOf(ours) !== vector.count || digestOf(ours) !== vector.digest;
		});
		expect(wrong.slice(0, 10)).toEqual([]);
	});

	it('[CAL86] every change of the clocks is met before, inside and after the hour that is skipped or comes twice', () => {
		const met = new Map<string, Set<string>>();
		for (const [vector, dates] of answers) {
			for (const [, date, kind = ''] of dates.matchAll(/(\S+)=\d+([go]?)/g)) {
				const key = `${vector.zone} ${date}`;
				met.set(key, (met.get(key) ?? new Set()).add(`${vector.time}${kind}`));
			}
		}
		for (const zone of header.zones) {
			for (const [at, before, after] of header.changes[zone]!) {
				const edge = new Date((at + Math.min(before, after)) * 60_000).toISOString().slice(0, 16);
				const end = new Date((at + Math.max(before, after)) * 60_000).toISOString().slice(11, 16);
				const times = [...(met.get(`${zone} ${edge.slice(0, 10)}`) ?? [])];
				const inside = times.filter((time) => time.endsWith(after > before ? 'g' : 'o')).map((time) => time.slice(0, 5)).sort();
				expect(inside.length, `${zone} ${edge}`).toBeGreaterThanOrEqual(3);
				expect(inside[0], `${zone} ${edge}`).toBe(edge.slice(11));
				expect(inside.every((time) => time >= edge.slice(11) && (time < end || end === '00:00'))).toBe(true);
				expect(times.some((time) => time.length === 5 && time >= end), `${zone} ${edge}, after`).toBe(true);
				// what is before midnight belongs to the day before
				if (edge.slice(11) > '00:59') expect(times.some((time) => time.length === 5 && time < edge.slice(11)), `${zone} ${edge}, before`).toBe(true);
			}
		}
	});

	it('[CAL86] where we differ from dateutil, the reason is a known one', () => {
		const counts: Record<string, number> = {};
		for (const { reasons } of vectors) if (reasons !== null) counts[reasons] = (counts[reasons] ?? 0) + 1;
		expect(counts).toEqual(DIFFERENCES);
		for (const vector of vectors) {
			if (vector.reasons === null) continue;
			expect(digestOf(answers.get(vector)!)).not.toBe(vector.dateutilDigest);
			if (vector.reasons === 'negative-saving') expect(['Europe/Dublin', 'Africa/Casablanca']).toContain(vector.zone);
			if (vector.reasons === 'mixed-days') expect(vector.rule).toMatch(/BYDAY=(.*,)?[A-Z]{2}\b.*/);
			if (vector.reasons === 'first-week') expect(vector.rule).toMatch(/^FREQ=WEEKLY.*BYSETPOS/);
			if (vector.reasons === 'week-alone') expect(vector.rule).toMatch(/^FREQ=YEARLY(?!.*(BYDAY|BYMONTHDAY|BYYEARDAY)).*BYWEEKNO/);
		}
	});
});

/** Minutes since 1970, offset before, offset after: each change of the years that the vectors name. */
function changesHere(zone: string): [number, number, number][] {
	const clock = clockOf(zone);
	const [from, to] = zone === 'America/Sao_Paulo' ? [2015, 2020] : [2024, 2029];
	const found: [number, number, number][] = [];
	const step = 30;
	for (let minute = Date.UTC(from, 0) / 60_000; minute < Date.UTC(to, 0) / 60_000; minute += step) {
		const [before, after] = [clock.offsetAt(minute * 60_000), clock.offsetAt((minute + step) * 60_000)];
		if (before !== after) found.push([minute + step, before, after]);
	}
	return found;
}
