/**
 * Arithmetic of the day grid: which hours to show, where a booking stands, which minute a finger means. Minutes since
 * midnight; ends are exclusive. Knows nothing of pixels but their share of the column.
 */
import { addDays, dateOf, daysBetween, minutesOf } from '$lib/ui/times';

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

/** Minutes since midnight of some date; below 0 is the day before, above 1440 the day after. */
export interface Minutes {
	readonly from: number;
	readonly to: number;
}

const USUAL: Hours = { from: 7, to: 21 };
const SHORTEST_SHOWN = 20;
const DAY = 1440;

/** Minutes of `date` that a booking covers, cut at midnight. */
export function minutesOn(span: Span, date: string): Minutes {
	return {
		from: dateOf(span.start) < date ? 0 : minutesOf(span.start),
		to: dateOf(span.end) > date ? DAY : minutesOf(span.end)
	};
}

/** The whole of a booking counted from the midnight of `date`, not cut. */
export function minutesFrom(span: Span, date: string): Minutes {
	const count = (wall: string) => daysBetween(date, dateOf(wall)) * DAY + minutesOf(wall);
	return { from: count(span.start), to: count(span.end) };
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

/** Hours in which all columns fit. */
export function hoursForAll(columns: readonly { readonly date: string; readonly bookings: readonly Span[] }[]): Hours {
	return columns
		.map((column) => hoursFor(column.bookings, column.date))
		.reduce((all, own) => ({ from: Math.min(all.from, own.from), to: Math.max(all.to, own.to) }), USUAL);
}

/** Where minutes of the day stand in the column, in percent. */
export function shareOf({ from, to }: Minutes, hours: Hours): { readonly top: number; readonly height: number } {
	const total = (hours.to - hours.from) * 60;
	const cut = (minute: number) => Math.min(Math.max(minute, hours.from * 60), hours.to * 60);
	return { top: ((cut(from) - hours.from * 60) / total) * 100, height: ((cut(to) - cut(from)) / total) * 100 };
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

/** The minute a point means: `share` is 0 at the top of the column and 1 at its end. Not rounded. */
export function minuteAt(share: number, hours: Hours): number {
	return hours.from * 60 + Math.min(Math.max(share, 0), 1) * (hours.to - hours.from) * 60;
}

/** The slot a point means, rounded down to `step` minutes, never one outside the hours. */
export function slotAt(share: number, hours: Hours, step = 30): number {
	return Math.floor(minuteAt(Math.min(share, 0.9999), hours) / step) * step;
}

/** Room for a new booking from a minute: an hour, less where the next one begins or midnight comes. */
export function roomFor(start: number, spans: readonly Span[], date: string, wanted = 60): number {
	let end = Math.min(start + wanted, DAY);
	for (const span of spans) {
		const on = minutesOn(span, date);
		if (on.from > start && on.from < end) end = on.from;
	}
	return end;
}

/** A week from the Monday given. */
export const weekFrom = (monday: string): readonly string[] => [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days));
