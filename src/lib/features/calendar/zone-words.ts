/** One booking seen from two walls: the room's and the viewer's. Pure but for the browser's zone data. */
import { zoneClock } from '$lib/time/zone-clock';
import { dateOf, sayWall, timeOf } from '$lib/ui/times';

interface Span {
	readonly start: string;
	/** Exclusive. */
	readonly end: string;
	readonly zone: string;
}

/** "Europe/Berlin" → "Berlin", "America/New_York" → "New York" */
export const placeName = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** The span on the viewer's own wall, null where both walls show the same: "20:00–21:00", "yesterday 23:00 – today 00:00". */
export function elsewhere({ start, end, zone }: Span, viewerZone: string): string | null {
	const [there, here] = [zoneClock(zone), zoneClock(viewerZone)];
	if (!there.ok || !here.ok) return null;
	const [begins, ends] = [start, end].map((wall) => there.value.instantOf(wall).instant) as [number, number]; // two in, two out
	if ([begins, ends].every((instant) => there.value.offsetAt(instant) === here.value.offsetAt(instant))) return null;
	const [from, to] = [here.value.wallOf(begins), here.value.wallOf(ends)];
	if (dateOf(from) === dateOf(start) && dateOf(to) === dateOf(start)) return `${timeOf(from)}–${timeOf(to)}`;
	return dateOf(from) === dateOf(to) ? `${fullDay(from)}–${timeOf(to)}` : `${fullDay(from)} – ${fullDay(to)}`;
}

/** What the clocks do to a wall time; null on all other days. */
export function wallRemark(wall: string, zone: string): string | null {
	const clock = zoneClock(zone);
	if (!clock.ok) return null;
	const { kind, instant } = clock.value.instantOf(wall);
	switch (kind) {
		case 'plain':
			return null;
		case 'gap':
			return `The clocks go forward that night and skip ${timeOf(wall)}: it begins when they show ${timeOf(clock.value.wallOf(instant))}.`;
		case 'overlap':
			return `The clocks go back that night and show ${timeOf(wall)} twice: it begins at the first.`;
	}
}

// an empty today: the day is always said in full
const fullDay = (wall: string): string => sayWall(wall, '1970-01-01');
