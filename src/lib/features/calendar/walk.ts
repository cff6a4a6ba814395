/**
 * Walking a board by arrow keys: from a booking or an empty slot to the next one. Pure; knows columns of minutes only, not
 * what stands in them.
 */
import type { Hours, Minutes } from './day-grid';

/** One booking as the walk sees it. */
export interface Stop extends Minutes {
	readonly id: string;
	readonly lane: number;
}

/** Where one is: a column, a minute in it, and which of those standing side by side. */
export interface Cursor {
	readonly column: number;
	readonly minute: number;
	readonly lane: number;
}

/** What is under the cursor. An empty slot is as long as a step, less where a booking cuts it. */
export type Spot = ({ readonly kind: 'booking'; readonly id: string; readonly lane: number } & Minutes) | ({ readonly kind: 'slot' } & Minutes);

export type WalkKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End';
export const isWalk = (key: string): key is WalkKey => /^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(key);

/** `stops` are those of the cursor's column. */
export function spotAt(stops: readonly Stop[], { minute, lane }: Cursor, hours: Hours, step: number): Spot {
	const here = stops.filter((stop) => stop.from <= minute && minute < stop.to);
	const found = here.find((stop) => stop.lane === lane) ?? here[0];
	if (found) return { kind: 'booking', id: found.id, lane: found.lane, from: found.from, to: found.to };
	let from = Math.max(Math.floor(minute / step) * step, hours.from * 60);
	let to = Math.min(from + step, hours.to * 60);
	for (const stop of stops) {
		if (stop.to <= minute) from = Math.max(from, stop.to);
		if (stop.from > minute) to = Math.min(to, stop.from);
	}
	return { kind: 'slot', from, to };
}

/** Stays where it is when there is nothing further that way. */
export function walk(columns: readonly (readonly Stop[])[], cursor: Cursor, key: WalkKey, hours: Hours, step: number): Cursor {
	const stops = columns[cursor.column] ?? [];
	const spot = spotAt(stops, cursor, hours, step);
	const lane = 0;
	const first = hours.from * 60;
	const last = hours.to * 60;
	switch (key) {
		case 'ArrowDown':
			return spot.to >= last ? cursor : { column: cursor.column, minute: spot.to, lane };
		case 'ArrowUp':
			return spot.from <= first ? cursor : { column: cursor.column, minute: spot.from - 1, lane };
		case 'Home':
			return { column: cursor.column, minute: first, lane };
		case 'End':
			return { column: cursor.column, minute: last - 1, lane };
		case 'ArrowLeft':
		case 'ArrowRight': {
			const by = key === 'ArrowLeft' ? -1 : 1;
			const beside = spot.kind === 'booking' ? neighbour(stops, spot, by) : undefined;
			if (beside) return { column: cursor.column, minute: Math.min(Math.max(beside.from, cursor.minute), beside.to - 1), lane: beside.lane };
			const column = cursor.column + by;
			return column < 0 || column >= columns.length ? cursor : { column, minute: cursor.minute, lane: 0 };
		}
	}
}

/** The nearest lane on that side among those that overlap. */
function neighbour(stops: readonly Stop[], spot: Minutes & { readonly lane: number }, by: -1 | 1): Stop | undefined {
	return stops
		.filter((stop) => stop.from < spot.to && stop.to > spot.from && Math.sign(stop.lane - spot.lane) === by)
		.sort((a, b) => Math.abs(a.lane - spot.lane) - Math.abs(b.lane - spot.lane))[0];
}
