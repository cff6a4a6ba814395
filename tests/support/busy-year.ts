/**
 * A busy year by the rules: 12 members, 8 rooms, 400 weekly series, all granted by everybody; 20,800 occurrences. Everybody knows
 * everything. Not a test; for measurements of what is read from such a calendar.
 */
import { createHash } from 'node:crypto';
import { Map as Immutable } from 'immutable';
import type { DeviceId, EntryId, EpochId, MemberId, ObjectId, Slot } from '$crypto/base';
import { reduceCalendar } from '$crdt/domain/calendar/reduce';
import { emptyCalendar, type CalendarState, type Roll } from '$crdt/domain/calendar/state';
import type { RuleContext } from '$crdt/domain/context';
import type { Lens } from '$crdt/domain/lens';
import { NO_FACTS, NO_SETTINGS } from '$crdt/domain/membership/state';
import { parseOp, type OpInput } from '$crdt/domain/op';
import { dateOfDay, parseDate } from '$crdt/domain/wall-time';
import { addRoomOp } from './calendar-ops';

export const YEAR = { from: '2026-01-01', until: '2027-01-01' };
export const SERIES = 400;
const MEMBERS = 12;
const ROOMS = 8;
const WEEKS = 52;
const MOST_RANGES = 60;

const hash = (...texts: readonly string[]): string => createHash('sha256').update(texts.join('\u0000')).digest('base64url');

export interface BusyYear {
	readonly rooms: readonly ObjectId[];
	readonly members: readonly MemberId[];
	/** Ids of the series, in the order in which they were written. */
	readonly series: readonly ObjectId[];
	state(): CalendarState;
	/** One more op by one of them. Throws when it is refused. @returns the id of what it makes. */
	write(member: number, input: OpInput): ObjectId;
	lens(member: number): Lens;
}

/** @param zone of every room. */
export function createBusyYear(zone = 'Europe/Berlin'): BusyYear {
	const names = Array.from({ length: MEMBERS }, (_, at) => `Member ${at}`);
	const members = names.map((name) => ({
		memberId: hash('member', name) as MemberId, admission: hash('admission', name) as EntryId, voice: '' as DeviceId, devices: [], stage: 'member' as const
	}));
	const first: Roll = {
		id: 'first', depth: 0, members: members.map(({ memberId }) => memberId), after: null, added: [], removed: [], acknowledgements: []
	};
	let state: CalendarState = { ...emptyCalendar, rolls: Immutable([['first', first]]), rollOrder: ['first'] };
	let written = 0;

	function write(member: number, input: OpInput): ObjectId {
		const op = parseOp(input);
		if (op.type === 'unknown-op') throw new Error('not an op');
		const entry = hash('entry', String(written++)) as EntryId;
		const objectId = `${entry}.0` as ObjectId;
		const ctx: RuleContext = {
			entry: {
				id: entry, slot: 0 as Slot, device: '' as DeviceId, prev: null, deps: [], lamport: written, epoch: '' as EpochId, area: 'calendar',
				claimedAt: 0, ops: [], proofs: []
			},
			opIndex: 0,
			objectId,
			author: { memberId: members[member]!.memberId, device: '' as DeviceId, isVoice: true },
			proofValid: true,
			isVoid: false,
			inPast: () => true,
			isAncestor: () => true,
			membersInPast: () => members,
			founder: () => members[0]!.memberId,
			leftInPast: () => [],
			wasMember: () => true,
			settingsInPast: () => NO_SETTINGS,
			settingDecidedInPast: () => null,
			roomDecisionInPast: () => null,
			approvalInPast: () => null,
			hash
		};
		const reduced = reduceCalendar(state, op as Parameters<typeof reduceCalendar>[1], ctx); // only ops of the calendar are written here
		if (!reduced.ok) throw new Error(`${reduced.error.rule}: ${reduced.error.reason}`);
		state = reduced.value;
		return objectId;
	}

	const rooms = Array.from({ length: ROOMS }, (_, at) => write(0, addRoomOp(`Room ${at}`, zone)));
	// fifty weekly series a room: ten on each weekday, fifty minutes each from 8:00 on
	const series = Array.from({ length: SERIES }, (_, at) => {
		const slot = Math.floor(at / ROOMS);
		const monday = parseDate('2026-01-05')!;
		return write(at % MEMBERS, {
			type: 'calendar/book-series', room: rooms[at % ROOMS]!, from: `${String(8 + Math.floor(slot / 5)).padStart(2, '0')}:00`, minutes: 50, rule: 'FREQ=WEEKLY',
			dates: Array.from({ length: WEEKS }, (_, week) => dateOfDay(monday + (slot % 5) + 7 * week)).filter((date) => date < YEAR.until),
			purpose: 'sessions', note: '', standing: true, replaces: null
		});
	});
	for (let member = 0; member < MEMBERS; member++) {
		for (let at = 0; at < SERIES; at += MOST_RANGES) {
			const ranges = series.slice(at, at + MOST_RANGES).map((id) => ({ series: id, from: YEAR.from, until: null }));
			write(member, { type: 'calendar/grant', selection: { bookings: [], series: ranges } });
		}
	}

	return {
		rooms,
		series,
		members: members.map(({ memberId }) => memberId),
		state: () => state,
		write,
		lens: (member) => ({
			state: {
				calendar: state, membership: { ...NO_FACTS, seated: members, founder: members[0]!.memberId }, proposals: { proposals: Immutable() }
			} as unknown as Lens['state'], // selectors of the calendar read no more than this
			me: members[member]!.memberId,
			device: '' as DeviceId,
			now: Date.UTC(2026, 2, 2, 9),
			today: '2026-03-02',
			nowWall: '2026-03-02T10:00',
			heldBy: () => first.members,
			nameOf: (id) => names[members.findIndex(({ memberId }) => memberId === id)] ?? ''
		})
	};
}
