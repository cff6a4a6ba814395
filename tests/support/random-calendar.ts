/** One random op of the calendar, by somebody who knows what their device knows. For stories about everything. */
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { addDays } from '$crdt/domain/wall-time';
import { addRoomOp, bookOp, cancelOp } from './calendar-ops';
import type { Seeded } from './seeded';
import type { Device } from './story';

export function randomCalendarOp(device: Device, chance: Seeded, mark: string): OpInput {
	const { calendar, membership } = device.state;
	const rooms = [...calendar.rooms.keys()];
	if (rooms.length === 0 || chance.chance(0.1)) return addRoomOp(mark);
	if (chance.chance(0.05) && rooms.length > 1) return { ...addRoomOp(mark), parts: rooms.slice(0, 2) };
	const mine = [...calendar.bookings.values()].filter((each) => each.owner === device.memberId);
	const series = [...calendar.series.values()].filter((each) => each.owner === device.memberId);
	const date = `2026-12-0${1 + chance.int(4)}`;
	const hour = String(10 + chance.int(3));
	const all = (id: ObjectId) => ({ bookings: [], series: [{ series: id, from: date, until: chance.chance(0.3) ? addDays(date, 3) : null }] });
	switch (chance.int(8)) {
		case 0:
			if (mine.length > 0) return cancelOp(chance.pick(mine).id);
			break;
		case 1:
			if (series.length > 0) return { type: 'calendar/cancel', selection: all(chance.pick(series).id), at: '2026-01-01T00:00' };
			break;
		case 2:
			if (series.length > 0) return { type: 'calendar/extend-series', series: chance.pick(series).id, dates: [addDays(date, 7 + chance.int(9))] };
			break;
		case 3: {
			const everything = [...calendar.series.keys()];
			const bookings = [...calendar.unsettled].slice(0, 5);
			return { type: 'calendar/grant', selection: { bookings, series: everything.slice(0, 3).map((id) => ({ series: id, from: '2026-01-01', until: null })) } };
		}
		case 4: {
			// what a removal made void
			const gone = [...membership.members.values()].filter((member) => member.status === 'removed').map((member) => member.memberId);
			const lost = [...device.held.values()].filter((entry) => entry.area === 'calendar' && device.fold.entry(entry.id)?.isVoid === true);
			if (gone.length > 0 && lost.length > 0) return { type: 'membership/adopt', object: `${chance.pick(lost).id}.0` };
			break;
		}
		case 5:
		case 6: {
			const replaces = series.length > 0 && chance.chance(0.4) ? all(chance.pick(series).id) : null;
			const dates = Array.from({ length: 1 + chance.int(4) }, (_, at) => addDays(date, at));
			return {
				type: 'calendar/book-series', room: chance.pick(rooms), from: `${hour}:00`, minutes: 60, rule: 'FREQ=DAILY', dates,
				purpose: 'sessions', note: '', standing: chance.chance(0.5), replaces
			};
		}
	}
	return bookOp(chance.pick(rooms), `${date}T${hour}:00`, `${date}T${hour}:45`, mine.length > 0 && chance.chance(0.4) ? chance.pick(mine).id : null);
}

/** Ops about anybody's rooms, bookings, series and offers, sound or not: whatever passes the schema. */
export function wildCalendarOps(device: Device, chance: Seeded, mark: string): readonly OpInput[] {
	const { calendar, membership } = device.state;
	const NOTHING = `${'x'.repeat(43)}.0`;
	const one = (ids: Iterable<ObjectId>): string => chance.pick([...ids, NOTHING]);
	const [room, booking, series] = [one(calendar.rooms.keys()), one(calendar.bookings.keys()), one(calendar.series.keys())];
	const date = `2026-0${2 + chance.int(2)}-${27 + chance.int(4)}`; // some never come
	const selection = () => ({
		bookings: [one(calendar.bookings.keys()), one(calendar.bookings.keys())],
		series: [{ series: one(calendar.series.keys()), from: date, until: chance.chance(0.5) ? null : '2026-01-01' }]
	});
	const dates = Array.from({ length: 1 + chance.int(3) }, (_, at) => `2026-03-0${1 + at + chance.int(4)}`);
	const member = chance.pick([...membership.members.keys()]);
	const time = `2026-03-0${1 + chance.int(5)}T1${chance.int(4)}:05`;
	return [
		{ ...addRoomOp(mark), parts: [room, one(calendar.rooms.keys())], decision: chance.chance(0.3) ? NOTHING : null },
		{
			type: 'calendar/book-series', room, from: '10:00', minutes: 5 * (1 + chance.int(288)), rule: 'FREQ=DAILY', dates,
			purpose: 'other', note: mark, standing: chance.chance(0.5), replaces: chance.chance(0.5) ? selection() : null
		},
		{ type: 'calendar/book', room, start: time, end: `${time.slice(0, 14)}45`, purpose: 'group', note: '', replaces: chance.chance(0.5) ? booking : null },
		{ type: 'calendar/extend-series', series, dates },
		{ type: 'calendar/cancel', selection: selection(), at: time },
		{ type: 'calendar/grant', selection: selection() },
		{ type: 'calendar/end-early', booking, end: time },
		{ type: 'calendar/run-over', booking, minutes: chance.int(100) },
		{ type: 'calendar/offer', gives: selection(), wants: selection(), to: chance.chance(0.5) ? member : null, note: '' },
		{ type: 'calendar/accept-offer', offer: one(calendar.offers.keys()) },
		{ type: 'calendar/close-offer', offer: one(calendar.offers.keys()) },
		{ type: 'calendar/wait', room: chance.chance(0.5) ? room : null, start: time, end: time },
		{ type: 'calendar/stop-waiting', wait: one(calendar.waits.keys()) }
	];
}
