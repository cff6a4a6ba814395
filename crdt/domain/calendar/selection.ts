/** What a selection means to somebody: the occurrences it names, as far as they know them. Pure. Rule CAL42. */
import type { ObjectId } from '../../../crypto/base';
import { addDays } from '../wall-time';
import type { Selection, SeriesRange } from './ops';
import type { CalendarState, Known, Series, SeriesRun } from './state';

/** Known occurrences, each once: those named, then the ranges in series order. Cancelled ones too. */
export function resolve(state: CalendarState, selection: Selection, known: Known): readonly ObjectId[] {
	const whole = onlyRunOf(state, selection, known);
	if (whole !== null) return whole;
	const found = new Set<ObjectId>();
	for (const id of selection.bookings) {
		const booking = state.bookings.get(id);
		if (booking !== undefined && known(booking.entry)) found.add(id);
	}
	for (const range of selection.series) {
		const series = state.series.get(range.series);
		if (series === undefined || !known(series.entry)) continue;
		for (const run of series.runs) if (known(run.entry)) for (const id of idsIn(run, range)) found.add(id);
	}
	return [...found];
}

/** The usual grant: one range of a series made by one op, nothing that could come twice. */
function onlyRunOf(state: CalendarState, { bookings, series: ranges }: Selection, known: Known): readonly ObjectId[] | null {
	const [range] = ranges;
	if (bookings.length > 0 || ranges.length !== 1 || range === undefined) return null;
	const runs = state.series.get(range.series)?.runs ?? [];
	const [run] = runs;
	return runs.length === 1 && run !== undefined && known(run.entry) ? idsIn(run, range) : null;
}

/** Ids of a run within a range, by date. */
export function idsIn(run: SeriesRun, range: Pick<SeriesRange, 'from' | 'until'>): readonly ObjectId[] {
	const first = firstNotBefore(run.dates, range.from);
	const end = range.until === null ? run.dates.length : firstNotBefore(run.dates, range.until);
	return first === 0 && end === run.ids.length ? run.ids : run.ids.slice(first, end);
}

export const isWithin = (date: string, range: Pick<SeriesRange, 'from' | 'until'>): boolean =>
	range.from <= date && (range.until === null || date < range.until);

function firstNotBefore(dates: readonly string[], date: string): number {
	let low = 0;
	let high = dates.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (dates[middle]! < date) low = middle + 1; // below the length
		else high = middle;
	}
	return low;
}

/**
 * Short selections that name exactly `ids`, and of the rest at most what `isHarmless` lets pass. Each holds at most what
 * one op may hold.
 */
export function selectionsOf(state: CalendarState, ids: readonly ObjectId[], isHarmless: (id: ObjectId) => boolean): readonly Selection[] {
	const single: ObjectId[] = [];
	const bySeries = new Map<ObjectId, Set<ObjectId>>();
	for (const id of ids) {
		const series = state.bookings.get(id)?.series ?? null;
		if (series === null) single.push(id);
		else bySeries.set(series, (bySeries.get(series) ?? new Set()).add(id));
	}
	const ranges: SeriesRange[] = [];
	for (const [id, wanted] of bySeries) {
		if (wanted.size === 1) single.push(...wanted);
		else {
			const found = rangesOver(state.series.get(id)!, wanted, isHarmless); // made with its occurrences
			ranges.push(...found.ranges);
			single.push(...found.single);
		}
	}
	const selections: Selection[] = [];
	for (let at = 0; at < Math.max(single.length / MOST_BOOKINGS, ranges.length / MOST_RANGES); at++) {
		selections.push({
			bookings: single.slice(at * MOST_BOOKINGS, (at + 1) * MOST_BOOKINGS),
			series: ranges.slice(at * MOST_RANGES, (at + 1) * MOST_RANGES)
		});
	}
	return selections;
}

const MOST_BOOKINGS = 200;
const MOST_RANGES = 60;

function rangesOver(series: Series, wanted: ReadonlySet<ObjectId>, isHarmless: (id: ObjectId) => boolean) {
	const rows = series.runs.flatMap((run) => run.ids.map((id, at) => ({ id, date: run.dates[at]! }))); // of the same length
	if (series.runs.length > 1) rows.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
	// one row that must not be touched keeps its whole date out of every range
	const barred = new Set(rows.filter(({ id }) => !wanted.has(id) && !isHarmless(id)).map(({ date }) => date));
	const ranges: SeriesRange[] = [];
	const single: ObjectId[] = [];
	let from: string | null = null;
	let last = '';
	for (const { id, date } of rows) {
		if (barred.has(date)) {
			if (from !== null) ranges.push({ series: series.id, from, until: date });
			from = null;
			if (wanted.has(id)) single.push(id);
		} else if (wanted.has(id)) {
			from ??= date;
			last = date;
		}
	}
	if (from !== null) ranges.push({ series: series.id, from, until: addDays(last, 1) });
	return { ranges, single };
}
