/**
 * Days and times as the stories need them, on the wall of the collective: whatever the hour at which they run, it is day there, so that
 * no story meets a midnight or the hour that a change of the clocks takes away.
 */

/** Where people, their browsers and their collective are. */
export const ZONE = ((): string => {
	const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', hourCycle: 'h23' }).format());
	return hour >= 5 && hour < 20 ? 'Europe/Berlin' : 'America/Denver';
})();

/** "YYYY-MM-DD", some days from today; from 1 on no hour of it can be over. */
export function dayAhead(days: number): string {
	const noon = new Date(`${wallIn(0).date}T12:00Z`);
	return new Date(noon.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Date and time on the wall, some minutes from now. */
export function wallIn(minutes: number): { readonly date: string; readonly time: string } {
	const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' }).format(Date.now() + minutes * 60_000);
	return { date: parts.slice(0, 10), time: parts.slice(11, 16) };
}
