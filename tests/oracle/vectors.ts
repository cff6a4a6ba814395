/**
 * The oracle's answers in few bytes: tests/vectors/recurrence.tsv. The first line is JSON (versions, seed, changes of the clocks);
 * then each pair: number of its zone, first date, time, rule, last date looked at, number of dates, digest of the dates with their
 * instants; and where dateutil errs, why, and the digest of what it says.
 */
import { createHash } from 'node:crypto';
import { rightDates, type Change, type OracleOutput, type Question } from './pairs';

export interface VectorHeader {
	readonly dateutil: string;
	/** Version of the zone data that dateutil read. */
	readonly zoneData: string;
	/** Of the zone data inside the Node that wrote the file. */
	readonly nodeZoneData: string;
	readonly seed: number;
	readonly zones: readonly string[];
	/** By zone: minutes since 1970, offset before, offset after. */
	readonly changes: Readonly<Record<string, readonly (readonly [number, number, number])[]>>;
}

export interface Vector extends Question {
	readonly count: number;
	readonly digest: string;
	readonly reasons: string | null;
	/** Of dateutil's own answer, where that is another one. */
	readonly dateutilDigest: string | null;
}

/** The first 40 bits of SHA-256 tell two answers apart; nothing rests on them. */
export const digestOf = (dates: string): string => createHash('sha256').update(dates).digest('hex').slice(0, 10);

export const countOf = (dates: string): number => (dates === '' ? 0 : dates.split(' ').length);

export function writeVectors(output: OracleOutput, nodeZoneData: string): string {
	const zones = [...new Set(output.changes.map(({ zone }) => zone))];
	const header: VectorHeader = {
		dateutil: output.dateutil,
		zoneData: output.zoneData,
		nodeZoneData,
		seed: output.seed,
		zones,
		changes: Object.fromEntries(zones.map((zone) => [zone, changesOf(output.changes, zone)]))
	};
	const lines = output.pairs.map((pair) => {
		const right = rightDates(pair);
		const fields = [zones.indexOf(pair.zone), pair.first, pair.time, pair.rule, pair.through, countOf(right), digestOf(right)];
		return [...fields, ...(pair.second === null ? [] : [pair.second.reasons, digestOf(pair.dates)])].join('\t');
	});
	return `${[JSON.stringify(header), ...lines].join('\n')}\n`;
}

export function readVectors(text: string): { readonly header: VectorHeader; readonly vectors: readonly Vector[] } {
	const [first = '', ...lines] = text.trimEnd().split('\n');
	// written by writeVectors above
	const header = JSON.parse(first) as VectorHeader;
	const vectors = lines.map((line): Vector => {
		const [zone = '', start = '', time = '', rule = '', through = '', count = '', digest = '', reasons, dateutilDigest] = line.split('\t');
		return {
			zone: header.zones[Number(zone)] ?? '', first: start, time, rule, through, count: Number(count), digest,
			reasons: reasons ?? null, dateutilDigest: dateutilDigest ?? null
		};
	});
	return { header, vectors };
}

const changesOf = (changes: readonly Change[], wanted: string): [number, number, number][] =>
	changes.filter(({ zone }) => zone === wanted).map(({ at, before, after }) => [at, before, after]);
