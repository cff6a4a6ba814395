/**
 * The calendar behind the double of the app: sample bookings written as ops and folded by the real rules, so that screens
 * show what the rules make of them. Five people, one roll, everything plain data; no disk, no signatures, no network.
 */
import { err, ok, type DeviceId, type EntryId, type EpochId, type MemberId, type ObjectId, type Result, type Slot } from '$crypto/base';
import { calendarDuties } from '$crdt/domain/calendar/duties';
import { floatingInstant, type InstantOf } from '$crdt/domain/calendar/expand';
import { reduceCalendar } from '$crdt/domain/calendar/reduce';
import { emptyCalendar, type CalendarState } from '$crdt/domain/calendar/state';
import type { MemberInPast, Refusal, RuleContext, Settings } from '$crdt/domain/context';
import type { Lens } from '$crdt/domain/lens';
import { parseOp, type OpInput } from '$crdt/domain/op';
import { zoneClock } from '$lib/time/zone-clock';

export interface FakePerson {
	readonly name: string;
	readonly memberId: MemberId;
}

interface Entry {
	readonly id: EntryId;
	readonly by: MemberId;
	readonly past: ReadonlySet<EntryId>;
	readonly claimedAt: number;
}

const instantOf: InstantOf = (zone, wall) => {
	const clock = zoneClock(zone);
	return clock.ok ? clock.value.instantOf(wall) : floatingInstant(zone, wall);
};

type CalendarOp = Parameters<typeof reduceCalendar>[1];

/** 43 characters that look like a hash. Not one. */
export function looksLikeHash(...texts: readonly string[]): string {
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
	let h = 0x811c9dc5;
	for (const character of texts.join('\u0000')) h = Math.imul(h ^ (character.codePointAt(0) ?? 0), 0x01000193);
	let text = '';
	for (let at = 0; at < 43; at++) {
		h = Math.imul(h ^ (h >>> 15) ^ at, 0x2c1b3c6d) ^ (h >>> 13);
		text += letters.charAt(h & 63);
	}
	return text;
}

export type FakeCalendar = ReturnType<typeof createFakeCalendar>;

/** The first person founds. `settings`: as of now, also for entries already written. */
export function createFakeCalendar(people: readonly FakePerson[], settings: () => Settings, clock: () => { readonly now: number; readonly nowWall: string }) {
	let state: CalendarState = emptyCalendar;
	const entries = new Map<EntryId, Entry>();
	const members: readonly MemberInPast[] = people.map(({ name, memberId }) => {
		const device = looksLikeHash('device', name) as DeviceId;
		return { memberId, admission: looksLikeHash('admission', name) as EntryId, voice: device, devices: [device], stage: 'member' as const };
	});
	const founder = members[0]!.memberId; // a house has people

	function contextOf(entry: Entry, opIndex: number): RuleContext {
		const device = members.find((one) => one.memberId === entry.by)!.voice; // written by one of them
		return {
			entry: {
				id: entry.id, slot: 0 as Slot, device, prev: null, deps: [], lamport: entries.size, epoch: '' as EpochId, area: 'calendar',
				claimedAt: entry.claimedAt, ops: [], proofs: []
			},
			opIndex,
			objectId: `${entry.id}.${opIndex}` as ObjectId,
			author: { memberId: entry.by, device, isVoice: true },
			proofValid: true,
			isVoid: false,
			inPast: (id) => entry.past.has(id),
			isAncestor: (a, b) => entries.get(b)?.past.has(a) ?? false,
			membersInPast: () => members,
			founder: () => founder,
			leftInPast: () => [],
			wasMember: (member) => members.some((one) => one.memberId === member),
			settingsInPast: settings,
			settingDecidedInPast: () => null,
			roomDecisionInPast: () => null,
			approvalInPast: () => null,
			hash: looksLikeHash
		};
	}

	const calendar = {
		state: () => state,
		/** All or nothing, as an entry of that person's. `unaware`: objects the author has not heard of yet. */
		write(by: MemberId, inputs: readonly OpInput[], unaware: readonly ObjectId[] = [], claimedAt = clock().now): Result<readonly ObjectId[], Refusal> {
			const id = looksLikeHash('entry', String(entries.size)) as EntryId;
			const hidden = new Set(unaware.map((object) => object.slice(0, 43)));
			const past = new Set([...entries.keys()].filter((each) => !hidden.has(each)));
			const entry: Entry = { id, by, past, claimedAt };
			let next = state;
			for (const [index, input] of inputs.entries()) {
				const op = parseOp(input);
				if (op.type === 'unknown-op') return err({ rule: 'LOG', reason: `Not an op: ${input.type}` });
				const reduced = reduceCalendar(next, op as CalendarOp, contextOf(entry, index)); // only ops of the calendar come here
				if (!reduced.ok) return reduced;
				next = reduced.value;
			}
			entries.set(id, entry);
			state = next;
			return ok(inputs.map((_, index) => `${id}.${index}` as ObjectId));
		},
		/** What these people's devices owe, until they owe nothing. */
		settle(voices: readonly MemberId[] = members.map((one) => one.memberId)): void {
			for (let round = 0; round < 12; round++) {
				let busy = false;
				for (const member of voices) {
					const device = members.find((one) => one.memberId === member)!.voice;
					const due = calendarDuties(state, { member, device, isVoice: true }, {
						founder, members, left: [], heldBy: () => members.map((one) => one.memberId), ...clock(), rules: settings().calendarRules, rulesDecision: null, roomDecisions: new Map()
					});
					const ops = due.filter((op) => op.type.startsWith('calendar/'));
					if (ops.length > 0 && calendar.write(member, ops).ok) busy = true;
				}
				if (!busy) return;
			}
		},
		lens(me: MemberId): Lens {
			const { now, nowWall } = clock();
			const membership = { settings: settings(), seated: members, founder, decidedBy: {} };
			return {
				// selectors of the calendar read no more of the other rooms of the house than this
				state: { calendar: state, membership, proposals: { proposals: new Map() }, unknownOps: 0 } as unknown as Lens['state'],
				me,
				device: members.find((one) => one.memberId === me)?.voice ?? ('' as DeviceId),
				now,
				nowWall,
				today: nowWall.slice(0, 10),
				instantOf,
				heldBy: () => members.slice(0, 4).map((one) => one.memberId),
				nameOf: (member) => people.find((one) => one.memberId === member)?.name ?? ''
			};
		}
	};
	return calendar;
}
