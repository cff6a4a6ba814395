/**
 * Arithmetic of the day grid: which hours to show, where a booking stands, which slot a finger means. Minutes since
 * midnight; ends are exclusive. Knows nothing of pixels but their share of the column.
 */
import { dateOf, minutesOf } from '$lib/ui/times';

export interface Span {
	readonly start: string;
	readonly end: string;
}

export interface Placed<T> {
	readonly booking: T;
	/** Percent of the column. */
	readonly top: number;
	readonly height: number;
	/** Side by side where times overlap: lane 0 … lanes − 1. */
	readonly lane: number;
	readonly lanes: number;
}

export interface Hours {
	readonly from: number;
	readonly to: number;
}

const USUAL: Hours = { from: 7, to: 21 };
const SHORTEST_SHOWN = 20;

/** Minutes of `date` that a booking covers, cut at midnight. */
export function minutesOn(span: Span, date: string): { readonly from: number; readonly to: number } {
	return {
		from: dateOf(span.start) < date ? 0 : minutesOf(span.start),
		to: dateOf(span.end) > date ? 1440 : minutesOf(span.end)
	};
}

/** The usual day, widened to whole hours so that every booking is in view. */
export function hoursFor(spans: readonly Span[], date: string): Hours {
	let { from, to } = USUAL;
	for (const span of spans) {
		const on = minutesOn(span, date);
		from = Math.min(from, Math.floor(on.from / 60));
		to = Math.max(to, Math.ceil(on.to / 60));
	}
	return { from, to };
}

/** Places bookings in lanes: a cluster of overlapping ones shares the width, each taking the first free lane. */
export function placeBookings<T extends Span>(bookings: readonly T[], date: string, hours: Hours): readonly Placed<T>[] {
	const total = (hours.to - hours.from) * 60;
	const sorted = [...bookings]
		.map((booking) => ({ booking, ...minutesOn(booking, date) }))
		.sort((a, b) => a.from - b.from || b.to - a.to);
	const placed: { booking: T; from: number; to: number; lane: number; lanes: number }[] = [];
	let cluster: typeof placed = [];
	let clusterEnd = -1;
	for (const item of sorted) {
		if (item.from >= clusterEnd) cluster = [];
		const taken = new Set(cluster.filter((other) => other.to > item.from).map((other) => other.lane));
		let lane = 0;
		while (taken.has(lane)) lane++;
		const own = { ...item, lane, lanes: 1 };
		cluster.push(own);
		placed.push(own);
		clusterEnd = Math.max(clusterEnd, item.to);
		const lanes = Math.max(...cluster.map((other) => other.lane)) + 1;
		for (const other of cluster) other.lanes = lanes;
	}
	return placed.map(({ booking, from, to, lane, lanes }) => ({
		booking,
		top: ((from - hours.from * 60) / total) * 100,
		height: (Math.max(to - from, SHORTEST_SHOWN) / total) * 100,
		lane,
		lanes
	}));
}

/** The slot a point means: `share` is 0 at the top of the column and 1 at its end. Rounded down to `step` minutes. */
export function slotAt(share: number, hours: Hours, step = 30): number {
	const minutes = hours.from * 60 + Math.min(Math.max(share, 0), 0.9999) * (hours.to - hours.from) * 60;
	return Math.floor(minutes / step) * step;
}

/** The span a drag means, at least one step, in either direction. */
export function dragSpan(anchor: number, point: number, step = 15): { readonly from: number; readonly to: number } {
	const a = Math.floor(anchor / step) * step;
	const b = Math.floor(point / step) * step;
	return { from: Math.min(a, b), to: Math.max(a, b) + step };
}

/** Room for a new booking from a point: an hour, less where the next one begins or midnight comes. */
export function roomFor(start: number, spans: readonly Span[], date: string, wanted = 60): number {
	let end = Math.min(start + wanted, 1440);
	for (const span of spans) {
		const on = minutesOn(span, date);
		if (on.from > start && on.from < end) end = on.from;
	}
	return end;
}
