/** Rooms and bookings of the sample: three rooms, the weeks of five people, two who took one hour apart, and an hour that is offered. */
import type { ObjectId } from '$crypto/base';
import type { BookingPurpose } from '$crdt/domain/calendar/ops';
import { plainRoom, type RoomDescription } from '$crdt/domain/calendar/room-description';
import type { OpInput } from '$crdt/domain/op';
import { meet, type Person } from './people';
import type { Step, Telling } from './story';

/** Whole weeks. With an end, so that no device goes on with them when the sample is looked at later. */
const [FIRST_DAY, LAST_DAY] = [-28, 56];
const WORKING_HOURS = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '07:00', to: '21:00' }));

const roomOp = (zone: string, name: string, colour: RoomDescription['colour'], over: Partial<RoomDescription>): OpInput => ({
	type: 'calendar/add-room', zone, parts: [], decision: null, description: { ...plainRoom(name, colour), hours: WORKING_HOURS, gridMinutes: 15, ...over }
});

interface Weekly {
	readonly who: number;
	readonly room: string;
	/** Days from today to the first one: less than seven. */
	readonly weekday: number;
	readonly from: string;
	readonly hours: number;
	readonly purpose: BookingPurpose;
	readonly standing?: boolean;
}

const WEEK: readonly Weekly[] = [
	{ who: 0, room: 'garden', weekday: 0, from: '09:00', hours: 4, purpose: 'sessions', standing: true },
	{ who: 1, room: 'garden', weekday: 0, from: '13:30', hours: 3.5, purpose: 'sessions', standing: true },
	{ who: 2, room: 'quiet', weekday: 0, from: '10:00', hours: 5, purpose: 'sessions' },
	{ who: 4, room: 'studio', weekday: 0, from: '09:30', hours: 3, purpose: 'sessions' },
	{ who: 3, room: 'studio', weekday: 0, from: '17:30', hours: 1.5, purpose: 'group' },
	{ who: 2, room: 'garden', weekday: 1, from: '09:00', hours: 3, purpose: 'sessions' },
	{ who: 0, room: 'garden', weekday: 1, from: '14:00', hours: 4, purpose: 'sessions', standing: true },
	{ who: 3, room: 'studio', weekday: 1, from: '10:00', hours: 2, purpose: 'sessions' },
	{ who: 1, room: 'quiet', weekday: 2, from: '10:00', hours: 4, purpose: 'sessions' },
	{ who: 3, room: 'studio', weekday: 2, from: '18:00', hours: 1.5, purpose: 'group' },
	{ who: 4, room: 'studio', weekday: 3, from: '10:00', hours: 3, purpose: 'group' },
	{ who: 2, room: 'quiet', weekday: 4, from: '13:00', hours: 3, purpose: 'sessions' }
];

function seriesOp({ room, weekday, from, hours, purpose, standing = false }: Weekly, { find, days }: Telling): OpInput {
	const dates = days.weekly(FIRST_DAY + weekday, LAST_DAY + weekday);
	const rule = `FREQ=WEEKLY;UNTIL=${dates.at(-1)?.replaceAll('-', '') ?? ''}`;
	return { type: 'calendar/book-series', room: find(room), from, minutes: hours * 60, rule, dates, purpose, note: '', standing, replaces: null };
}

const bookOp = (room: ObjectId, start: string, end: string, purpose: BookingPurpose, note = ''): OpInput => ({
	type: 'calendar/book', room, start, end, purpose, note, replaces: null
});

/** The others write and grant among themselves while nobody hears this one. */
async function withoutHer(cast: readonly Person[], alone: Person, write: () => Promise<unknown>): Promise<void> {
	const others = cast.filter((person) => person !== alone);
	await write();
	await meet(others);
	for (const { steward } of others) await steward.settle();
	await meet(others);
}

export const roomsSteps: readonly Step[] = [
	{
		when: [-62, '18:00'],
		async run({ cast: [ana], keep }) {
			const { zone } = ana.open.state().membership.settings;
			const ids = await ana.post(
				roomOp(zone, 'Garden room', 'moss', {
					about: 'Ground floor, looks out on the lime tree. Two armchairs and a desk.', capacity: 4, accessibility: 'No steps from the street.',
					equipment: ['Two armchairs', 'Desk', 'Whiteboard'], price: { perHourMinor: 900, bands: [{ name: 'Evenings', weekdays: [], from: '17:00', to: '21:00', perHourMinor: 700 }] }
				}),
				roomOp(zone, 'Quiet room', 'sky', { about: 'First floor, to the yard. The smallest and the quietest.', capacity: 3, equipment: ['Three chairs'], price: { perHourMinor: 800, bands: [] } }),
				roomOp(zone, 'Studio', 'clay', { about: 'For groups, art and movement. Please leave it as you would like to find it.', capacity: 12, equipment: ['Mats', 'Easels', 'Sink'], price: { perHourMinor: 1200, bands: [] } })
			);
			['garden', 'quiet', 'studio'].forEach((word, at) => keep(word, ids[at]));
		}
	},
	{
		when: [-60, '19:00'],
		async run(telling) {
			for (const [who, person] of telling.cast.entries()) {
				const own = WEEK.filter((each) => each.who === who).map((each) => seriesOp(each, telling));
				if (own.length > 0) await person.post(...own);
			}
		}
	},
	{
		when: [-6, '12:10'],
		async run({ cast: [ana, ben, , dele, eve], find, keep, days, hour }) {
			// whenever it is looked at, until late in the evening, there is somewhere to be today
			const begin = Math.min(Math.max(16, hour + 1), 20);
			await ana.post(bookOp(find('quiet'), days.wall(0, `${begin}:00`), days.wall(0, `${begin + 1}:00`), 'supervision'));
			await ana.post(bookOp(find('quiet'), days.wall(2, '15:00'), days.wall(2, '16:00'), 'supervision'));
			const [spare] = await ben.post(bookOp(find('studio'), days.wall(5, '11:00'), days.wall(5, '13:00'), 'sessions'));
			keep('spare', spare);
			await dele.post(bookOp(find('quiet'), days.wall(3, '09:00'), days.wall(3, '11:00'), 'sessions'));
			await eve.post(bookOp(find('garden'), days.wall(2, '09:00'), days.wall(2, '12:00'), 'sessions'));
		}
	},
	{
		when: [-2, '20:30'],
		async run({ cast, find, days }) {
			const [ana, , chloe] = cast;
			// Ana is on the train
			await ana.post(bookOp(find('garden'), days.wall(4, '16:00'), days.wall(4, '17:30'), 'sessions'));
			await withoutHer(cast, ana, () => chloe.post(bookOp(find('garden'), days.wall(4, '15:30'), days.wall(4, '17:00'), 'sessions')));
		}
	},
	{
		when: [-1, '08:40'],
		async run({ cast: [ana, ben], find }) {
			await ben.post({
				type: 'calendar/offer', gives: { bookings: [find('spare')], series: [] }, wants: { bookings: [], series: [] }, to: ana.open.me,
				note: 'I am at a training that day. Would it help you?'
			});
		}
	}
];
