/** Which date it was on a wall at an instant: what a day of membership, a meeting or a period is counted by. Pure; for duties and views alone. */
import type { Lens } from './lens';
import { dateOfDay } from './wall-time';

/** The collective's date (YYYY-MM-DD) at an instant, milliseconds since 1970. */
export type DateOf = (instant: number) => string;

const DAY_MS = 86_400_000;
/** The last day with a year of four digits: claimed times may say anything. */
const LAST_DAY = 2_932_896;

const dayOf = (instant: number): number => Math.min(Math.floor(instant / DAY_MS), LAST_DAY);

export const dateInGreenwich: DateOf = (instant) => dateOfDay(dayOf(instant));

/** In a zone, unless told the collective's, where the lens knows zones; else that of Greenwich. */
export function dateOfLens(lens: Pick<Lens, 'instantOf'> & { readonly state: Pick<Lens['state'], 'membership'> }, zone = lens.state.membership.settings.zone): DateOf {
	const { instantOf } = lens;
	if (instantOf === undefined) return dateInGreenwich;
	return (instant) => {
		const day = dayOf(instant);
		if (day === LAST_DAY) return dateOfDay(day);
		const begins = (date: string): boolean => instantOf(zone, `${date}T00:00`).instant <= instant;
		return [dateOfDay(day + 1), dateOfDay(day)].find(begins) ?? dateOfDay(day - 1);
	};
}
