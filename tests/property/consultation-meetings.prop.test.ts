import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import { occasionsOf } from '$crdt/domain/consultation/occasions';
import { orderBetween } from '$crdt/domain/consultation/order';
import { rolesOf } from '$crdt/domain/consultation/select-roles';
import { selectMeeting } from '$crdt/domain/consultation/select-meeting';
import { timerNow } from '$crdt/domain/consultation/timer-now';
import { rolesByTurns, type RoleTurn } from '$crdt/domain/consultation/turns';
import { MEETING_ROLES, type MeetingRole } from '$crdt/domain/consultation/views';
import type { OpInput } from '$crdt/domain/op';
import { createSeeded } from '../support/seeded';
import { addAction, addItem, answerSwap, askSwap, attend, cancelMeeting, changeSeries, planSeries, prepare, reply, setRole, setTimer } from '../support/meeting-ops';
import { createHouse, idOf, type House } from '../unit/domain/calendar-house';

const PEOPLE = ['Ana', 'Ben', 'Chloé', 'Dele'];
const DATES = ['2026-12-03', '2026-12-10', '2026-12-17'];

/** What somebody could do, by what they know; null: nothing fits. */
function deed(house: House, series: ObjectId, who: string, kind: string, pick: number): OpInput | null {
	const { consultation } = house.seenBy(who);
	const one = <T>(list: Iterable<T>): T | undefined => {
		const all = [...list];
		return all[pick % Math.max(1, all.length)];
	};
	const meeting = one(consultation.meetings.keys());
	const other = one([...consultation.meetings.keys()].reverse());
	const item = one(consultation.items.keys());
	const action = one(consultation.actions.keys());
	const swap = one(consultation.swaps.keys());
	const role = MEETING_ROLES[pick % 3]!;
	const someone = idOf(PEOPLE[pick % PEOPLE.length]!);
	const date = DATES[pick % DATES.length]!;
	if (kind === 'prepare') return prepare(series, date, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.charAt((house.entries.size + pick) % 26));
	if (kind === 'skip') return { type: 'consultation/skip-date', series, date, skipped: pick % 2 === 0 };
	if (kind === 'change-series') return changeSeries(series, date, { rotation: PEOPLE.slice(pick % 2).map(idOf) });
	if (kind === 'answer' && swap !== undefined) return answerSwap(swap, pick % 2 === 0);
	if (kind === 'done' && action !== undefined) return { type: 'consultation/set-action-done', action, done: pick % 2 === 0 };
	if (kind === 'tick' && item !== undefined) return { type: 'consultation/set-item-done', item, done: pick % 2 === 0 };
	if (kind === 'carry' && item !== undefined && meeting !== undefined) return { type: 'consultation/carry-item', item, to: meeting, order: 'V' };
	if (kind === 'off' && item !== undefined) return { type: 'consultation/withdraw-item', item };
	if (meeting === undefined) return null;
	if (kind === 'standing') return addItem(meeting, 'Check-in', orderBetween(null, null), { standing: 0 });
	if (kind === 'add') return addItem(meeting, `${pick}`, orderBetween(null, null, `${pick}`), { presenter: someone });
	if (kind === 'reply') return reply(meeting, pick % 2 === 0 ? 'yes' : 'no');
	if (kind === 'attend') return attend(meeting, 60 + (pick % 100));
	if (kind === 'role') return setRole(meeting, role, pick % 5 === 0 ? null : someone);
	if (kind === 'swap') return askSwap(meeting, role, someone, pick % 2 === 0 ? (other ?? null) : null);
	if (kind === 'action') return addAction(meeting, { assignee: someone });
	if (kind === 'timer') return setTimer(meeting, { leftMs: pick, phase: pick % 3 === 0 ? 'paused' : 'running' });
	return kind === 'cancel' ? cancelMeeting(meeting) : null;
}

const KINDS = [
	'prepare', 'prepare', 'standing', 'add', 'tick', 'carry', 'off', 'reply', 'attend', 'role', 'swap', 'answer', 'action', 'done', 'timer', 'skip', 'cancel',
	'change-series', 'meet', 'meet'
];

function tell(seed: number, length: number): { readonly house: House; readonly series: ObjectId; readonly posted: ReadonlyMap<string, number> } {
	const chance = createSeeded(seed);
	const house = createHouse(PEOPLE, `meetings ${seed}`);
	const [series] = house.write('Ana', planSeries(DATES, PEOPLE.map(idOf)));
	house.meetAll();
	const posted = new Map<string, number>();
	for (let at = 0; at < length; at++) {
		const kind = chance.pick(KINDS);
		const who = chance.pick(PEOPLE);
		const op = kind === 'meet' ? null : deed(house, series!, who, kind, chance.int(1000));
		if (kind === 'meet') house.meet(who, chance.pick(PEOPLE));
		else if (op !== null && !house.fold().refusals.has(house.write(who, op)[0]!)) posted.set(kind, (posted.get(kind) ?? 0) + 1);
	}
	house.meetAll();
	return { house, series: series!, posted };
}

describe('meetings', () => {
	it('[CON13] in whatever order entries come, each date is one meeting, items are on one agenda, and everybody sees the same', () => {
		const seen = new Map<string, number>();
		let twins = 0;
		fc.assert(
			fc.property(fc.nat(100_000), (seed) => {
				const { house, posted } = tell(seed, 45);
				for (const [kind, count] of posted) seen.set(kind, (seen.get(kind) ?? 0) + count);
				const state = house.fold().consultation;
				for (const name of PEOPLE) expect(house.seenBy(name).consultation).toBe(state);
				const lens = house.lens('Ana');
				const { all } = occasionsOf(state);
				expect(new Set(all.map(({ series, date }) => `${series?.id} ${date}`)).size).toBe(all.length);
				const shown = all.flatMap(({ meeting }) => (meeting === null ? [] : (selectMeeting(lens, meeting.id)?.items ?? [])));
				expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
				for (const { meeting } of all) {
					if (meeting === null) continue;
					const view = selectMeeting(lens, meeting.id)!;
					expect(view.items.filter(({ isStanding, carriedFrom }) => isStanding && carriedFrom === null).length).toBeLessThanOrEqual(1);
					twins += view.otherNotes.length;
				}
				for (const [id, meeting] of state.meetings) {
					if (all.some((each) => each.meeting?.id === id)) continue;
					// of meetings begun apart only the first carries anything
					expect([meeting.items.length, meeting.actions.length, meeting.replies.size, meeting.attendance.size, meeting.roles.size, meeting.timer]).toEqual([0, 0, 0, 0, 0, null]);
					expect(selectMeeting(lens, id)?.id).not.toBe(id);
				}
				for (const item of state.items.values()) expect(state.meetings.get(item.meeting)?.items).toContain(item.id);
			}),
			{ numRuns: 60 }
		);
		expect([...KINDS.filter((kind) => kind !== 'meet' && !seen.has(kind))]).toEqual([]);
		expect(twins).toBeGreaterThan(5);
	}, 120_000);

	it('[CON15] whatever people set, swap, skip and cancel, nobody has two roles by turns', () => {
		fc.assert(
			fc.property(fc.nat(100_000), (seed) => {
				const { house } = tell(seed, 40);
				const lens = house.lens('Ana');
				for (const occasion of occasionsOf(lens.state.consultation).all) {
					if (occasion.off) continue;
					const holders = rolesOf(lens, occasion);
					const set = occasion.meeting?.roles;
					const byTurns = MEETING_ROLES.filter((role) => (set?.get(role)?.value ?? null) === null).map((role) => holders[role]);
					const given = MEETING_ROLES.flatMap((role) => set?.get(role)?.value ?? []);
					expect(byTurns.every((member) => member !== null)).toBe(true);
					expect(new Set(byTurns).size).toBe(byTurns.length);
					expect(byTurns.some((member) => given.includes(member!))).toBe(false);
				}
			}),
			{ numRuns: 40 }
		);
	}, 120_000);
});

describe('turns', () => {
	const members = (count: number): MemberId[] => Array.from({ length: count }, (_, at) => `m${at}` as MemberId);
	const count = (meetings: readonly RoleTurn[], role: MeetingRole, member: MemberId) => rolesByTurns(meetings).filter((each) => each[role] === member).length;

	it('[CON15] over any number of meetings, nobody has had a role more than once more often than another, nor two at once', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), (people, length) => {
				const rotation = members(people);
				const meetings = Array.from({ length }, () => ({ rotation, set: {} }));
				for (const role of MEETING_ROLES) {
					const counts = rotation.map((member) => count(meetings, role, member));
					expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
				}
				if (people >= 3) for (const each of rolesByTurns(meetings)) expect(new Set(Object.values(each)).size).toBe(3);
			})
		);
	});

	it('[CON15] a date that falls out shifts the turns and loses nobody’s', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), (people, takesPlace) => {
				const rotation = members(people);
				const all = takesPlace.map(() => ({ rotation, set: {} }));
				const some = all.filter((_, at) => takesPlace[at]);
				expect(rolesByTurns(some)).toEqual(rolesByTurns(all).slice(0, some.length));
			})
		);
	});

	it('[CON15] a newcomer has had every role before anybody has it twice more', () => {
		fc.assert(
			fc.property(fc.integer({ min: 3, max: 8 }), fc.integer({ min: 0, max: 20 }), (people, before) => {
				const [old, fresh] = [members(people), members(people + 1)];
				const meetings = [...Array.from({ length: before }, () => ({ rotation: old, set: {} })), ...Array.from({ length: 2 * (people + 1) }, () => ({ rotation: fresh, set: {} }))];
				const newcomer = fresh.at(-1)!;
				for (const role of MEETING_ROLES) expect(count(meetings.slice(before), role, newcomer)).toBeGreaterThanOrEqual(1);
			})
		);
	});
});

describe('the timer', () => {
	it('[CON27] whatever the clocks say, it shows no more than was left, and what is left and what is over are never both there', () => {
		const ms = fc.integer({ min: -14_400_000, max: 14_400_000 });
		fc.assert(
			fc.property(ms, fc.constantFrom('running' as const, 'paused' as const), ms, (leftMs, phase, skew) => {
				const shown = timerNow({ phase, leftMs, at: 20_000_000 }, 20_000_000 + skew);
				expect(shown.leftMs).toBeLessThanOrEqual(Math.max(0, leftMs));
				expect(shown.leftMs * shown.over).toBe(0);
				expect(Math.min(shown.leftMs, shown.over)).toBe(0);
				if (phase === 'paused') expect(shown.leftMs - shown.over).toBe(leftMs);
			})
		);
	});
});
