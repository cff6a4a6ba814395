/**
 * What a busy year costs to read: 12 members, 8 rooms, 400 series. From the folded state to every occurrence of the year with the
 * instants at which it begins and ends, in order; from nothing, and again after one change.
 */
import { expandPeriod, type InstantOf, type Occurrence } from '$crdt/domain/calendar/expand';
import { selectAgenda } from '$crdt/domain/calendar/select-mine';
import { parseDate, wallTimeOf } from '$crdt/domain/wall-time';
import { zoneClock } from '$lib/time/zone-clock';
import { createBusyYear, YEAR, type BusyYear } from '../support/busy-year';
import { bookOp, cancelOp } from '../support/calendar-ops';
import type { Figure } from './figure';
import { medianOf } from './median';

/** A zone that was never asked for is part of what is cold: one for each run. */
const ZONES = ['America/New_York', 'Europe/London', 'Europe/Dublin', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kathmandu'];
const CHANGES = 21;
const DAYS = [parseDate(YEAR.from)!, parseDate(YEAR.until)!] as const; // both are dates

/** Targets ≤ 300 ms cold, ≤ 10 ms after one change. */
export async function calendarExpand(): Promise<readonly Figure[]> {
	const year = createBusyYear();
	const cold = ZONES.map((zone) => {
		const instantOf = instantsIn(zone);
		const { found, timing } = timed(() => expandPeriod(year.state(), ...DAYS, instantOf));
		check(found, zone, year.state().bookings.size);
		return timing;
	});
	const instantOf = instantsIn('Europe/Berlin');
	expandPeriod(year.state(), ...DAYS, instantOf);
	const changed = Array.from({ length: CHANGES }, (_, run) => {
		const size = occurrences(year) + change(year, run);
		const { found, timing } = timed(() => expandPeriod(year.state(), ...DAYS, instantOf));
		check(found, 'Europe/Berlin', size);
		return timing;
	});
	const lens = { ...year.lens(3), instantOf };
	const agenda = timed(() => selectAgenda(lens, { from: YEAR.from, days: 365, member: lens.me, room: null }));
	return [
		figure('calendar.expand.cold', cold, 300, { occurrences: occurrences(year) }),
		figure('calendar.expand.change', changed, 10, { agendaOfOneMember: agenda.timing })
	];
}

/** Rooms may lie in any zone as far as the expansion knows: it asks this. */
const instantsIn = (zone: string): InstantOf => {
	const clock = zoneClock(zone);
	if (!clock.ok) throw new Error(`no zone ${zone}`);
	const { instantOf } = clock.value;
	return (_zone, wall) => instantOf(wall);
};

const occurrences = (year: BusyYear): number => [...year.state().bookings.values()].filter((each) => each.cancelledBy.length === 0).length;

/** One more booking, one less, or a word about a whole series. @returns by how many occurrences that changes the year. */
function change(year: BusyYear, run: number): number {
	const at = run * 61 + 1;
	const date = wallTimeOf((DAYS[0] + 11 + run * 7) * 1440).slice(0, 10);
	if (run % 3 === 0) {
		year.write(run % 12, bookOp(year.rooms[run % 8]!, `${date}T20:00`, `${date}T21:00`));
		return 1;
	}
	const [id] = [...year.state().bookings.values()].filter((each) => each.series === year.series[at % 400] && each.cancelledBy.length === 0).slice(20).map((each) => each.id);
	if (run % 3 === 1) {
		year.write((at % 400) % 12, cancelOp(id!));
		return -1;
	}
	year.write((at % 400) % 12, { type: 'calendar/run-over', booking: id!, minutes: 10 });
	return 0;
}

/** As many as there are, each in its order and at the instant of its wall. */
function check(days: readonly (readonly Occurrence[])[], zone: string, size: number): void {
	const clock = zoneClock(zone);
	const all = days.flat();
	if (!clock.ok || all.length !== size) throw new Error(`${all.length} of ${size} occurrences`);
	for (const day of days) {
		for (const [index, { startsAt, endsAt }] of day.entries()) {
			if (endsAt <= startsAt || startsAt < (day[index - 1]?.startsAt ?? 0)) throw new Error('not in order');
		}
	}
	for (let at = 0; at < all.length; at += 97) {
		const { booking, startsAt, clock: kind } = all[at]!; // below the length
		if (kind === 'plain' && clock.value.wallOf(startsAt) !== booking.start) throw new Error('not at its wall time');
	}
}

interface Timing {
	readonly ms: number;
	/** Of the processor: what it costs on a machine that does nothing else. */
	readonly cpuMs: number;
}

function timed<T>(run: () => T): { readonly found: T; readonly timing: Timing } {
	const [before, cpu] = [performance.now(), process.cpuUsage()];
	const found = run();
	const { user, system } = process.cpuUsage(cpu);
	return { found, timing: { ms: performance.now() - before, cpuMs: (user + system) / 1000 } };
}

function figure(name: string, timings: readonly Timing[], target: number, detail: Figure['detail']): Figure {
	const value = medianOf(timings.map(({ ms }) => ms));
	const cpuMs = medianOf(timings.map((each) => each.cpuMs));
	return { name, value, unit: 'ms', target, met: value <= target, runs: timings.length, detail: { cpuMs, ...detail } };
}
