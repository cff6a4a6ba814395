import { describe, expect, it } from 'vitest';
import type { DeviceId, EntryId, EpochId, ObjectId, Slot } from '$crypto/base';
import { calendarDuties, grantsDue } from '$crdt/domain/calendar/duties';
import { NO_CALENDAR_RULES } from '$crdt/domain/calendar/ops';
import { reduceCalendar } from '$crdt/domain/calendar/reduce';
import { emptyCalendar, type CalendarState, type Roll } from '$crdt/domain/calendar/state';
import type { RuleContext } from '$crdt/domain/context';
import { NO_SETTINGS } from '$crdt/domain/membership/state';
import { parseOp, type OpInput } from '$crdt/domain/op';
import { dateOfDay, parseDate } from '$crdt/domain/wall-time';
import { addRoomOp, bookOp } from '../../support/calendar-ops';
import { hash, idOf } from './calendar-house';
import { Map as Immutable } from 'immutable';

/** Time this process has worked: machines that run tests are busy with other things too. */
const cpuMs = (): number => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

type CalendarOp = Parameters<typeof reduceCalendar>[1];

/** 12 members, 8 rooms, 400 weekly series of a year, each granted by everybody: 20,800 occurrences, 249,600 grants. */
describe('a year of a busy calendar', () => {
	const names = Array.from({ length: 12 }, (_, at) => `Member ${at}`);
	const members = names.map((name) => ({ memberId: idOf(name), admission: hash('admit', name) as EntryId, voice: '' as DeviceId, devices: [], stage: 'member' as const }));
	const first: Roll = { id: 'first', depth: 0, members: members.map((each) => each.memberId), after: null, added: [], removed: [], acknowledgements: [] };
	let written = 0;
	let author = names[0]!;
	let entry = '' as EntryId;
	const past = new Set<EntryId>();
	const ctx: RuleContext = {
		get entry() {
			return { id: entry, slot: 0 as Slot, device: '' as DeviceId, prev: null, deps: [], lamport: written, epoch: '' as EpochId, area: 'calendar' as const, claimedAt: 0, ops: [], proofs: [] };
		},
		opIndex: 0,
		get objectId() { return `${entry}.0` as ObjectId; },
		get author() { return { memberId: idOf(author), device: '' as DeviceId, isVoice: true }; },
		proofValid: true,
		isVoid: false,
		inPast: (id) => past.has(id),
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
	const opOf = (input: OpInput): CalendarOp => {
		const op = parseOp(input);
		if (op.type === 'unknown-op') throw new Error(`not an op: ${JSON.stringify(input).slice(0, 300)}`);
		return op as CalendarOp; // only ops of the calendar are made here
	};
	interface Written { readonly author: string; readonly entry: EntryId; readonly op: CalendarOp }
	const folded = (before: CalendarState, log: readonly Written[]): CalendarState => {
		let state = before;
		for (const each of log) {
			({ author, entry } = each);
			const next = reduceCalendar(state, each.op, ctx);
			if (!next.ok) throw new Error(`${next.error.rule} ${next.error.reason}`);
			state = next.value;
			past.add(entry);
		}
		return state;
	};
	const write = (by: string, input: OpInput): Written => ({ author: by, entry: hash('entry', String(written++)) as EntryId, op: opOf(input) });

	const start: CalendarState = { ...emptyCalendar, rolls: Immutable([['first', first]]), rollOrder: ['first'] };
	const rooms = Array.from({ length: 8 }, (_, at) => write(names[0]!, addRoomOp(`Room ${at}`)));
	const roomIds = rooms.map((each) => `${each.entry}.0`);
	// 50 weekly series a room: ten a weekday, an hour each from 8:00
	const series = Array.from({ length: 400 }, (_, at) => {
		const slot = Math.floor(at / 8);
		const day = parseDate('2026-01-05')! + (slot % 5);
		return write(names[at % 12]!, {
			type: 'calendar/book-series', room: roomIds[at % 8]!, from: `${String(8 + Math.floor(slot / 5)).padStart(2, '0')}:00`, minutes: 50,
			rule: 'FREQ=WEEKLY', dates: Array.from({ length: 52 }, (_, week) => dateOfDay(day + 7 * week)),
			purpose: 'sessions', note: '', standing: true, replaces: null
		});
	});

	it('[CAL9] [CAL42] folds in about a second, one more booking takes milliseconds, and a year is granted by a short op', () => {
		let state = folded(start, rooms);
		const made = cpuMs();
		state = folded(state, series);
		const booked = cpuMs();
		expect(state.bookings.size).toBe(20_800);
		const due = cpuMs();
		const self = (name: string) => ({ member: idOf(name), device: '' as DeviceId, isVoice: true });
		const queries = {
			founder: members[0]!.memberId, members, left: [], heldBy: () => [], nowWall: '2026-01-01T00:00', now: 0,
			rules: NO_CALENDAR_RULES, rulesDecision: null, roomDecisions: new Map()
		};
		const grantOps = calendarDuties(state, self(names[0]!), queries);
		const asked = cpuMs();
		const bytes = grantOps.reduce((sum, op) => sum + JSON.stringify(op).length, 0);
		// as a year really comes about: every series is granted by itself, by everybody
		const grants = series.flatMap(({ entry: id }) =>
			names.map((name) => write(name, { type: 'calendar/grant', selection: { bookings: [], series: [{ series: `${id}.0`, from: '2026-01-05', until: '2027-01-05' }] } }))
		);
		const grantsFrom = cpuMs();
		state = folded(state, grants);
		const granted = cpuMs();
		expect(state.unsettled.size).toBe(0);
		expect(state.bookings.first()?.grants.length).toBe(12);
		// the best of some: a collector of garbage may come between
		let last = Infinity;
		for (let hour = 10; hour < 20; hour++) {
			const one = write(names[3]!, bookOp(roomIds[0]!, `2026-06-06T${hour}:00`, `2026-06-06T${hour}:50`));
			const before = cpuMs();
			const after = folded(state, [one]);
			last = Math.min(last, cpuMs() - before);
			expect(grantsDue(after, self(names[5]!)).length).toBe(1);
		}
		console.info(
			`busy year: ${(booked - made).toFixed(0)} ms for 400 series, ${(granted - grantsFrom).toFixed(0)} ms for 4,800 grant ops, ` +
				`one more booking ${last.toFixed(2)} ms, due grants of 20,800 found in ${(asked - due).toFixed(0)} ms as ${grantOps.length} ops of ${bytes} bytes`
		);
		expect(bytes).toBeLessThan(60_000);
		expect(last).toBeLessThan(10);
		// about a second when nothing else runs; garbage collectors of busy machines work longer
		expect(booked - made + granted - grantsFrom).toBeLessThan(6000);
	}, 60_000);
});
