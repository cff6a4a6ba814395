/**
 * A room's wall and the viewer's own, side by side, and days on which a wall's clock changes. Which zone is the viewer's is an
 * argument. Zones that this browser does not know are taken for one's own: nothing is said then.
 */
import { addDays, timeOf, timeText } from '$lib/ui/times';
import { zoneClock } from '$lib/time/zone-clock';

/** "08:30" on the viewer's wall, or null where both walls show the same. With the day where that differs. */
export function ownTime(wall: string, zone: string, own: string): string | null {
	const there = zoneClock(zone);
	const here = zoneClock(own);
	if (!there.ok || !here.ok) return null;
	const mine = here.value.wallOf(there.value.instantOf(wall).instant);
	if (mine === wall) return null;
	const days = Math.sign(mine.slice(0, 10).localeCompare(wall.slice(0, 10)));
	return timeOf(mine) + (days === 0 ? '' : days < 0 ? ' the day before' : ' the day after');
}

/** Does the viewer's wall show other times than the room's at any moment of these days? */
export const isElsewhere = (dates: readonly string[], zone: string, own: string): boolean =>
	zone !== own && dates.some((date) => ownTime(`${date}T00:00`, zone, own) !== null || ownTime(`${date}T23:59`, zone, own) !== null);

/** Is the viewer's wall as far from the room's on all of these days? Not in the weeks in which only one of them has changed its clock. */
export const isEvenlyElsewhere = (dates: readonly string[], zone: string, own: string): boolean =>
	new Set(dates.flatMap((date) => [0, 6, 12, 18].map((hour) => awayMinutes(`${date}T${timeText(hour * 60)}`, zone, own)))).size === 1;

function awayMinutes(wall: string, zone: string, own: string): number | null {
	const [there, here] = [zoneClock(zone), zoneClock(own)];
	if (!there.ok || !here.ok) return null;
	const { instant } = there.value.instantOf(wall);
	return here.value.offsetAt(instant) - there.value.offsetAt(instant);
}

export interface ClockChange {
	readonly kind: 'gap' | 'overlap';
	/** Wall times "HH:MM" that do not exist, or come twice; exclusive end. */
	readonly from: string;
	readonly to: string;
}

/** What happens to the wall of a zone on a date; null on ordinary days. */
export function clockChange(date: string, zone: string): ClockChange | null {
	const clock = zoneClock(zone);
	if (!clock.ok) return null;
	const { offsetAt, instantOf } = clock.value;
	const begin = instantOf(`${date}T00:00`);
	const end = instantOf(`${addDays(date, 1)}T00:00`);
	if (begin.kind === 'plain' && offsetAt(begin.instant) === offsetAt(end.instant - 1)) return null;
	const odd = Array.from({ length: 288 }, (_, i) => ({ minute: i * 5, kind: instantOf(`${date}T${timeText(i * 5)}`).kind })).filter(
		(one) => one.kind !== 'plain'
	);
	const [first, last] = [odd[0], odd.at(-1)];
	return first && last && first.kind !== 'plain' ? { kind: first.kind, from: timeText(first.minute), to: timeText(last.minute + 5) } : null;
}

export function clockSentence(change: ClockChange, day: string, zone: string): string {
	const place = zone.replaceAll('_', ' ');
	return change.kind === 'gap'
		? `${day} clocks go forward in ${place}: ${change.from}–${change.to} is left out, and what is booked then begins ${change.to} or later.`
		: `${day} clocks go back in ${place}: ${change.from}–${change.to} comes twice, and what is booked then means the first time.`;
}
