/** How much the rooms were used in a period: hours by member and band, by weekday, and how long they were open. Pure. */
import type { Lens } from '../lens';
import { dateOfDay, MINUTES_A_DAY, parseDate, weekdayOf } from '../wall-time';
import { bookingsTouching } from './expand';
import type { RoomDescription } from './room-description';
import { countedAs, roomHours, type Period } from './room-hours';
import { minutesOf } from './room-rules';
import { allRooms, roomView } from './rooms';
import { dayOf, type CalendarState } from './state';
import type { ReportView } from './views';

const MOST_DAYS = 1100;

/** `until` is exclusive; empty for a period that is none. */
export function selectReport(lens: Lens, period: Period): ReportView {
	const { calendar } = lens.state;
	const [first, end] = [parseDate(period.from), parseDate(period.until)];
	if (first === null || end === null || first >= end) return { hours: [], openMinutes: [], byWeekday: [] };
	const until = Math.min(end, first + MOST_DAYS);
	const nameOf = (id: Parameters<typeof calendar.rooms.get>[0]): string => {
		const room = calendar.rooms.get(id);
		return room === undefined ? '' : roomView(room).name;
	};
	return {
		hours: roomHours(calendar, { from: period.from, until: dateOfDay(until) }).map(
			({ member, room, band, perHourMinor, minutes, tentativeMinutes }) => ({
				member, room, band, perHourMinor, minutes, tentativeMinutes, memberName: lens.nameOf(member), roomName: nameOf(room)
			})
		),
		openMinutes: allRooms(calendar)
			.filter(({ retired }) => !retired)
			.map(({ id, name, description }) => ({ room: id, roomName: name, minutes: openMinutes(description, first, until) })),
		byWeekday: minutesByWeekday(calendar, first, until)
	};
}

/** By what is in force now. A room without hours counts as open around the clock. */
function openMinutes({ hours, closures }: RoomDescription, first: number, until: number): number {
	let total = 0;
	for (let day = first; day < until; day++) {
		const date = dateOfDay(day);
		if (closures.some((closure) => closure.from <= date && date < closure.until)) continue;
		if (hours.length === 0) {
			total += MINUTES_A_DAY;
			continue;
		}
		const spans = hours
			.filter(({ weekday }) => weekday === weekdayOf(day))
			.map(({ from, to }) => [minutesOf(from), minutesOf(to)] as const)
			.sort(([a], [b]) => a - b);
		let open = 0;
		for (const [from, to] of spans) {
			total += Math.max(0, to - Math.max(from, open));
			open = Math.max(open, to);
		}
	}
	return total;
}

function minutesByWeekday(calendar: CalendarState, first: number, until: number): ReportView['byWeekday'] {
	const [from, to] = [first * MINUTES_A_DAY, until * MINUTES_A_DAY];
	const found = new Map<string, ReportView['byWeekday'][number]>();
	for (const booking of bookingsTouching(calendar, from, to)) {
		const counted = countedAs(calendar, booking);
		if (counted === null || counted === 'tentative') continue;
		for (let day = Math.max(first, dayOf(booking.from)); day <= Math.min(until - 1, dayOf(booking.to - 1)); day++) {
			const midnight = day * MINUTES_A_DAY;
			const minutes = Math.min(booking.to, midnight + MINUTES_A_DAY) - Math.max(booking.from, midnight);
			const weekday = weekdayOf(day);
			const key = `${booking.room} ${weekday}`;
			found.set(key, { room: booking.room, weekday, minutes: minutes + (found.get(key)?.minutes ?? 0) });
		}
	}
	return [...found.values()];
}
