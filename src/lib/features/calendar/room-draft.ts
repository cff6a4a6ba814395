/** What somebody writes about a room, and its way into a description and back. Pure. Weekdays 1 Monday … 7 Sunday. */
import type { RoomDescription } from '$crdt/domain/calendar/room-description';
import { editMoney, parseMoney } from '$lib/ui/money';
import { dayBefore } from '$lib/words/room-words';

/** Hours that several days share. `to` 00:00 is midnight at the end. */
export interface HoursRow {
	weekdays: number[];
	from: string;
	to: string;
}
export interface ClosureRow {
	from: string;
	/** The last closed day. */
	last: string;
	reason: string;
}
export interface BandRow extends HoursRow {
	name: string;
	perHour: string;
}

export interface RoomDraft {
	name: string;
	colour: RoomDescription['colour'];
	about: string;
	/** Empty: not said. */
	capacity: string;
	accessibility: string;
	/** One thing a line. */
	equipment: string;
	hours: HoursRow[];
	closures: ClosureRow[];
	bufferMinutes: number;
	minMinutes: number;
	maxMinutes: number;
	gridMinutes: RoomDescription['gridMinutes'];
	/** Empty: as far ahead as one likes. */
	windowDays: string;
	/** Empty: free. */
	perHour: string;
	bands: BandRow[];
}

export type RoomPart = 'name' | 'capacity' | 'equipment' | 'hours' | 'closures' | 'limits' | 'price';
export type ReadRoom = { readonly ok: true; readonly value: RoomDescription } | { readonly ok: false; readonly part: RoomPart; readonly sentence: string };

export function toDraft(room: RoomDescription, currency: string): RoomDraft {
	const { name, colour, about, accessibility, bufferMinutes, minMinutes, maxMinutes, gridMinutes } = room;
	const money = (minor: number) => editMoney(minor, currency);
	return {
		name, colour, about, accessibility, bufferMinutes, minMinutes, maxMinutes, gridMinutes,
		capacity: room.capacity === null ? '' : String(room.capacity),
		equipment: room.equipment.join('\n'),
		hours: hoursRows(room.hours),
		closures: room.closures.map(({ from, until, reason }) => ({ from, last: dayBefore(until), reason })),
		windowDays: room.windowDays === null ? '' : String(room.windowDays),
		perHour: room.price === null ? '' : money(room.price.perHourMinor),
		bands: (room.price?.bands ?? []).map((band) => ({ name: band.name, weekdays: [...band.weekdays], from: band.from, to: asTyped(band.to), perHour: money(band.perHourMinor) }))
	};
}

/** @returns the description, or the part of the form that does not fit, with what to do about it. */
export function toDescription(draft: RoomDraft, currency: string): ReadRoom {
	const no = (part: RoomPart, sentence: string): ReadRoom => ({ ok: false, part, sentence });
	const name = draft.name.trim();
	if (name === '') return no('name', 'A room needs a name.');
	const capacity = draft.capacity.trim() === '' ? null : Number(draft.capacity);
	if (capacity !== null && (!Number.isInteger(capacity) || capacity < 1 || capacity > 500)) return no('capacity', 'Say a number of people, or leave it empty.');
	const equipment = draft.equipment.split('\n').map((line) => line.trim()).filter((line) => line !== '');
	if (equipment.length > 30 || equipment.some((line) => line.length > 60)) return no('equipment', 'At most thirty things, each in a few words.');
	if (draft.hours.some((row) => !isSpan(row) || row.weekdays.length === 0)) return no('hours', 'Each line needs its days, and an end after its beginning.');
	const hours = draft.hours.flatMap((row) => row.weekdays.map((weekday) => ({ weekday, from: row.from, to: asEnd(row.to) }))).sort((a, b) => a.weekday - b.weekday || (a.from < b.from ? -1 : 1));
	if (draft.closures.some(({ from, last }) => from === '' || last < from)) return no('closures', 'Each closure needs a first and a last day.');
	const { bufferMinutes, minMinutes, maxMinutes, gridMinutes } = draft;
	if (![bufferMinutes, minMinutes, maxMinutes].every(Number.isInteger) || bufferMinutes < 0 || bufferMinutes > 120 || minMinutes < 5 || maxMinutes > 1440) return no('limits', 'Whole minutes: at most 120 in between, and bookings of 5 minutes to a day.');
	if (minMinutes > maxMinutes) return no('limits', 'The shortest booking is longer than the longest.');
	const windowDays = draft.windowDays.trim() === '' ? null : Number(draft.windowDays);
	if (windowDays !== null && (!Number.isInteger(windowDays) || windowDays < 1 || windowDays > 1100)) return no('limits', 'Days ahead: a number up to 1100, or empty.');
	const price = readPrice(draft, currency);
	if (price === undefined) return no('price', 'Each price is an amount such as 12.50; each time of day needs a name and an end after its beginning.');
	return {
		ok: true,
		value: {
			name, colour: draft.colour, about: draft.about.trim(), capacity, accessibility: draft.accessibility.trim(), equipment, hours,
			closures: draft.closures.map(({ from, last, reason }) => ({ from, until: dayAfter(last), reason: reason.trim() })),
			bufferMinutes, minMinutes, maxMinutes, gridMinutes, windowDays, price
		}
	};
}

/** Undefined: something does not fit. */
function readPrice({ perHour, bands }: RoomDraft, currency: string): RoomDescription['price'] | undefined {
	if (perHour.trim() === '' && bands.length === 0) return null;
	const plain = readMoney(perHour, currency);
	if (plain === null) return undefined;
	const read = bands.map((band) => ({ name: band.name.trim(), weekdays: band.weekdays, from: band.from, to: asEnd(band.to), perHourMinor: readMoney(band.perHour, currency) }));
	const whole = read.flatMap(({ perHourMinor, ...band }, at) => (perHourMinor === null || band.name === '' || !isSpan(bands[at]!) ? [] : [{ ...band, perHourMinor }])); // as many rows as read
	return whole.length === read.length ? { perHourMinor: plain, bands: whole } : undefined;
}

/** Nothing costs nothing: "0" is a price, unlike an empty field. */
const readMoney = (text: string, currency: string): number | null => (/^0([.,]0*)?$/.test(text.trim()) ? 0 : parseMoney(text, currency));

/** Days with the same hours stand in one row. */
function hoursRows(hours: RoomDescription['hours']): HoursRow[] {
	const rows: HoursRow[] = [];
	for (const { weekday, from, to } of hours) {
		const row = rows.find((one) => one.from === from && one.to === asTyped(to));
		if (row) row.weekdays.push(weekday);
		else rows.push({ weekdays: [weekday], from, to: asTyped(to) });
	}
	return rows;
}

const asEnd = (to: string): string => (to === '00:00' ? '24:00' : to);
const asTyped = (to: string): string => (to === '24:00' ? '00:00' : to);
const isSpan = ({ from, to }: HoursRow): boolean => from !== '' && to !== '' && asEnd(to) > from;
const dayAfter = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
