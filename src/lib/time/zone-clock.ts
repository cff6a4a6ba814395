/**
 * The clock on the wall of a zone: wall time ↔ instant, for any zone that the browser knows. Offsets come from Intl, and the
 * moments at which they change are found once for each zone and year. Rules of RFC 5545 §3.3.5 for hours that do not exist or
 * come twice: CAL83. Knows no "now", no rooms and no bookings.
 */
import { err, ok, type Result } from '$crypto/base';

/** gap: the wall skips this time. overlap: the wall shows it twice. */
export type WallKind = 'plain' | 'gap' | 'overlap';

export interface WallInstant {
	/**
	 * Milliseconds since 1970. In a gap: as read by the clock before the change, so the wall then shows a later time (`wallOf`
	 * tells it). In an overlap: the first of the two.
	 */
	readonly instant: number;
	readonly kind: WallKind;
}

export interface ZoneClock {
	/** As it was asked for. */
	readonly zone: string;
	/** @param wall "YYYY-MM-DDTHH:MM", a date that exists. Throws on anything else: walls are checked where they enter. */
	instantOf(wall: string): WallInstant;
	/** What the wall shows at an instant: "YYYY-MM-DDTHH:MM", seconds cut off. */
	wallOf(instant: number): string;
	/** Minutes by which the wall is ahead of UTC; a fraction in zones before 1972. */
	offsetAt(instant: number): number;
}

export interface UnknownZone {
	readonly type: 'unknown-zone';
	readonly zone: string;
}

/** The same object for the same name, so that what it found is kept. `unknown-zone`: this browser has no such zone. */
export function zoneClock(zone: string): Result<ZoneClock, UnknownZone> {
	const known = clocks.get(zone);
	if (known !== undefined) return ok(known);
	const format = formatterOf(zone);
	if (format === null) return err({ type: 'unknown-zone', zone });
	const clock = createClock(zone, format);
	clocks.set(zone, clock);
	return ok(clock);
}

/**
 * Whether two names mean one zone: the same name, an alias of it (Europe/Kiev, Europe/Kyiv), or a zone whose clocks have never
 * differed at any month's 1st and 15th from 1970 to 2037. Unknown names are the same only as themselves.
 */
export function isSameZone(one: string, other: string): boolean {
	if (one.toLowerCase() === other.toLowerCase()) return true;
	const [a, b] = [formatterOf(one), formatterOf(other)];
	if (a === null || b === null) return false;
	if (a.resolvedOptions().timeZone === b.resolvedOptions().timeZone) return true;
	for (let month = 0; month < 68 * 12; month++) {
		for (const day of [1, 15]) {
			const at = Date.UTC(1970, month, day);
			if (offsetBy(a, at) !== offsetBy(b, at)) return false;
		}
	}
	return true;
}

/** What the wall is at between two changes; times in milliseconds, `end` exclusive. */
interface Stretch {
	readonly start: number;
	readonly end: number;
	readonly offset: number;
}

const DAY_MS = 86_400_000;
const SECOND_MS = 1000;
const WALL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;

const clocks = new Map<string, ZoneClock>();

function createClock(zone: string, format: Intl.DateTimeFormat): ZoneClock {
	const stretchesByYear = new Map<number, readonly Stretch[]>();

	/** All stretches that touch a year or the two days around it, so that no wall time of the year leads outside. */
	function stretchesOf(year: number): readonly Stretch[] {
		let stretches = stretchesByYear.get(year);
		if (stretches === undefined) {
			stretches = findStretches(format, utc(year, 1, 1) - 2 * DAY_MS, utc(year + 1, 1, 1) + 2 * DAY_MS);
			stretchesByYear.set(year, stretches);
		}
		return stretches;
	}

	function offsetMs(instant: number): number {
		const stretches = stretchesOf(new Date(instant).getUTCFullYear());
		return stretches.find(({ end }) => instant < end)!.offset;
	}

	return {
		zone,
		instantOf(wall) {
			const floating = floatingOf(wall);
			const stretches = stretchesOf(Number(wall.slice(0, 4)));
			let found: number | null = null;
			for (const { start, end, offset } of stretches) {
				const instant = floating - offset;
				if (instant < start || instant >= end) continue;
				if (found !== null) return { instant: found, kind: 'overlap' };
				found = instant;
			}
			if (found !== null) return { instant: found, kind: 'plain' };
			// the one stretch whose wall had not come so far when it ended, and whose follower's was past it already
			const before = stretches.findLast(({ end, offset }) => floating - offset >= end)!;
			return { instant: floating - before.offset, kind: 'gap' };
		},
		wallOf: (instant) => wallText(instant + offsetMs(instant)),
		offsetAt: (instant) => offsetMs(instant) / 60_000
	};
}

/** Milliseconds as if the wall were UTC's. */
function floatingOf(wall: string): number {
	const found = WALL.exec(wall);
	if (found === null) throw new RangeError('not a wall time');
	const [year, month, day, hour, minute] = [Number(found[1]), Number(found[2]), Number(found[3]), Number(found[4]), Number(found[5])];
	const floating = utc(year, month, day, hour, minute);
	// Date carries what is too much over to the next day or month
	if (month < 1 || month > 12 || new Date(floating).getUTCDate() !== day || hour > 23 || minute > 59) throw new RangeError('not a wall time');
	return floating;
}

/** Date.UTC takes the years 0 to 99 for those of the twentieth century. */
function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
	const at = Date.UTC(year, month - 1, day, hour, minute, second);
	return year >= 100 ? at : new Date(at).setUTCFullYear(year);
}

function wallText(floating: number): string {
	const at = new Date(floating);
	return `${padded(at.getUTCFullYear(), 4)}-${padded(at.getUTCMonth() + 1)}-${padded(at.getUTCDate())}T${padded(at.getUTCHours())}:${padded(at.getUTCMinutes())}`;
}

const padded = (value: number, width = 2): string => String(value).padStart(width, '0');

/** Looks once a day: no zone has changed its clock and changed it back within a day. */
function findStretches(format: Intl.DateTimeFormat, from: number, to: number): readonly Stretch[] {
	const stretches: Stretch[] = [];
	let start = from;
	let offset = offsetBy(format, from);
	for (let day = from; day < to; day += DAY_MS) {
		const next = offsetBy(format, day + DAY_MS);
		if (next === offset) continue;
		const change = findChange(format, day, day + DAY_MS, offset);
		stretches.push({ start, end: change, offset });
		start = change;
		offset = next;
	}
	stretches.push({ start, end: to, offset });
	return stretches;
}

/** First whole second at which the offset is no longer what it was at `low`. */
function findChange(format: Intl.DateTimeFormat, low: number, high: number, offset: number): number {
	while (high - low > SECOND_MS) {
		const middle = low + Math.floor((high - low) / 2 / SECOND_MS) * SECOND_MS;
		if (offsetBy(format, middle) === offset) low = middle;
		else high = middle;
	}
	return high;
}

/** @returns milliseconds by which the wall is ahead of UTC at an instant of whole seconds. */
function offsetBy(format: Intl.DateTimeFormat, instant: number): number {
	const [month, day, year, hour, minute, second] = (format.format(instant).match(/\d+/g) ?? []).map(Number);
	return utc(year!, month!, day!, hour, minute, second) - instant;
}

function formatterOf(zone: string): Intl.DateTimeFormat | null {
	try {
		// en-US writes month, day, year, hour, minute, second as plain digits, in this order
		return new Intl.DateTimeFormat('en-US', {
			timeZone: zone, hourCycle: 'h23', calendar: 'gregory', numberingSystem: 'latn',
			year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric'
		});
	} catch {
		return null;
	}
}
