/**
 * A house for the tests of calendar, ledger and consultation: people write entries on what they hold, pass logs to each
 * other, and every view is folded by the real reducers in the total order. Not a test; no network, no crypto, no clock.
 */
import { createHash } from 'node:crypto';
import { Map as Immutable } from 'immutable';
import type { DeviceId, EntryId, EpochId, MemberId, ObjectId, Slot } from '$crypto/base';
import { calendarDuties } from '$crdt/domain/calendar/duties';
import { NO_CALENDAR_RULES, type CalendarRules, type RoomChange } from '$crdt/domain/calendar/ops';
import { reduceCalendar } from '$crdt/domain/calendar/reduce';
import { emptyCalendar, type CalendarState } from '$crdt/domain/calendar/state';
import { reduceConsultation } from '$crdt/domain/consultation/reduce';
import { emptyConsultation, type ConsultationState } from '$crdt/domain/consultation/state';
import type { MemberInPast, Reduced, Refusal, RoomDecision, RuleContext, Settings, SpendApproval } from '$crdt/domain/context';
import { reduceLedger } from '$crdt/domain/ledger/reduce';
import { emptyLedger, type LedgerState } from '$crdt/domain/ledger/state';
import type { Lens } from '$crdt/domain/lens';
import type { RoomDescription } from '$crdt/domain/calendar/room-description';
import { NO_FACTS, NO_SETTINGS } from '$crdt/domain/membership/state';
import { rulesOfFounding } from '$crdt/domain/proposals/founding-rules';
import type { OwnershipShare, SpendingBand } from '$crdt/domain/proposals/settings-ops';
import { areaOf, parseOp, type Op, type OpInput } from '$crdt/domain/op';
import { addRoomOp, bookOp, cancelOp, changeRoomOp, grantOp } from '../../support/calendar-ops';

export interface View {
	readonly calendar: CalendarState;
	readonly ledger: LedgerState;
	readonly consultation: ConsultationState;
	readonly refusals: ReadonlyMap<ObjectId, Refusal>;
}

/** What is in force unless a test says otherwise. */
const SETTINGS: Settings = { ...NO_SETTINGS, name: 'House', zone: 'Europe/Vienna', rules: rulesOfFounding('majority'), admissionApprovals: 1 };

interface Change {
	readonly admits?: string;
	readonly removes?: string;
	readonly leaves?: string;
	/** Rules in force from here on, as if decided. */
	readonly rules?: CalendarRules;
	/** An accepted proposal about a room; `mandate`: the first of its chain. */
	readonly decides?: { readonly change: RoomChange; readonly by: string; readonly mandate: ObjectId | null };
	/** Who may spend how much from here on, as if decided. */
	readonly bands?: readonly SpendingBand[];
	/** Who owns how much from here on, as if decided. */
	readonly ownership?: readonly OwnershipShare[];
	/** An accepted decision to spend, or a measure in force. */
	readonly approves?: SpendApproval;
}

interface Entry {
	readonly id: EntryId;
	readonly by: string;
	readonly device: DeviceId;
	readonly isVoice: boolean;
	readonly lamport: number;
	readonly past: ReadonlySet<EntryId>;
	readonly ops: readonly Op[];
	readonly change: Change;
	/** Forked entries lie outside their author's own later log. */
	readonly claimedAt: number;
}

export const hash = (...texts: readonly string[]): string =>
	createHash('sha256').update(texts.map((text) => `${text.length}:${text}`).join('')).digest('base64url');
/** `Ana tablet` is a second device of Ana's, with a log of its own that does not speak for her. */
export const idOf = (name: string) => hash('member', personOf(name)) as MemberId;
const TABLET = ' tablet';
const personOf = (name: string): string => (name.endsWith(TABLET) ? name.slice(0, -TABLET.length) : name);

export type House = ReturnType<typeof createHouse>;

/** The first name founds; the others are admitted by the first, and everybody holds that. */
export function createHouse(names: readonly string[], seed = 'house') {
	const entries = new Map<EntryId, Entry>();
	const logs = new Map<string, Set<EntryId>>();
	const admissions = new Map<string, EntryId>();
	const [founder = 'Ana'] = names;
	const cache = new Map<string, View>();

	function append(by: string, ops: readonly Op[], change: Change = {}, isVoice = true): EntryId {
		const log = logs.get(by) ?? new Set<EntryId>();
		const past = new Set(log);
		const lamport = 1 + Math.max(0, ...[...past].map((id) => entries.get(id)!.lamport));
		const id = hash(seed, 'entry', String(entries.size)) as EntryId;
		const device = hash('device', personOf(by), String(isVoice)) as DeviceId;
		entries.set(id, { id, by, device, isVoice, lamport, past, ops, change, claimedAt: 1_000_000 + entries.size });
		log.add(id);
		logs.set(by, log);
		return id;
	}

	/** What the last of these entries in total order that says something about it says. */
	const newest = <T>(past: Iterable<EntryId>, read: (change: Change) => T | undefined): T | undefined =>
		[...past]
			.map((id) => entries.get(id)!)
			.filter(({ change }) => read(change) !== undefined)
			.sort((a, b) => a.lamport - b.lamport || (a.id < b.id ? -1 : 1))
			.map(({ change }) => read(change))
			.at(-1);

	const house = {
		entries,
		hold: (name: string) => logs.get(name) ?? new Set<EntryId>(),
		/** @returns ids of what the ops make, in order. */
		write: (by: string, ...inputs: readonly OpInput[]): readonly ObjectId[] => house.writeOn(by, !by.endsWith(TABLET), inputs),
		/** A second device of a member, up to date. @returns its name. */
		tablet(name: string): string {
			logs.set(name + TABLET, new Set(logs.get(name)));
			return name + TABLET;
		},
		writeOn(by: string, isVoice: boolean, inputs: readonly OpInput[]): readonly ObjectId[] {
			const ops = inputs.map((input) => {
				const op = parseOp(input);
				if (op.type === 'unknown-op') throw new Error(`not an op: ${JSON.stringify(input)}`);
				return op;
			});
			const id = append(by, ops, {}, isVoice);
			return ops.map((_, index) => `${id}.${index}` as ObjectId);
		},
		/** Writes as if the member's log had ended before `without`: a second tongue. */
		fork(by: string, without: readonly ObjectId[], ...inputs: readonly OpInput[]): readonly ObjectId[] {
			const full = house.hold(by);
			const hidden = new Set(without.map((id) => id.split('.')[0] as EntryId));
			logs.set(by, new Set([...full].filter((id) => !hidden.has(id))));
			const made = house.write(by, ...inputs);
			logs.set(by, new Set([...full, ...house.hold(by)]));
			return made;
		},
		admit(by: string, name: string): void {
			admissions.set(name, append(by, [], { admits: name }));
			logs.set(name, new Set(logs.get(by)));
		},
		remove: (by: string, name: string) => void append(by, [], { removes: name }),
		leave: (name: string) => void append(name, [], { leaves: name }),
		/** @returns the decision's id. */
		rule: (by: string, rules: Partial<CalendarRules>): ObjectId =>
			`${append(by, [], { rules: { ...NO_CALENDAR_RULES, ...rules } })}.0` as ObjectId,
		decide: (by: string, change: RoomChange, mandate: ObjectId | null = null): ObjectId =>
			`${append(by, [], { decides: { change, by, mandate } })}.0` as ObjectId,
		spendingBands: (by: string, bands: readonly SpendingBand[]) => void append(by, [], { bands }),
		ownership: (by: string, ownership: readonly OwnershipShare[]) => void append(by, [], { ownership }),
		ownershipIn: (past: Iterable<EntryId>): readonly OwnershipShare[] => newest(past, ({ ownership }) => ownership) ?? SETTINGS.ownership,
		approve: (by: string, approves: SpendApproval): ObjectId => `${append(by, [], { approves })}.0` as ObjectId,
		bandsIn: (past: Iterable<EntryId>): readonly SpendingBand[] =>
			newest(past, ({ bands }) => bands) ?? SETTINGS.spendingBands,
		approvalsIn: (past: Iterable<EntryId>): ReadonlyMap<ObjectId, SpendApproval> =>
			new Map([...past].flatMap((id) => {
				const { approves } = entries.get(id)!.change;
				return approves === undefined ? [] : [[`${id}.0` as ObjectId, approves]];
			})),
		/** The newest rules among these entries, and what set them. */
		rulesIn(past: Iterable<EntryId>): { readonly rules: CalendarRules; readonly decision: ObjectId | null } {
			const setting = [...past]
				.map((id) => entries.get(id)!)
				.filter((entry) => entry.change.rules !== undefined)
				.sort((a, b) => b.lamport - a.lamport || (a.id < b.id ? 1 : -1))[0];
			return setting === undefined
				? { rules: NO_CALENDAR_RULES, decision: null }
				: { rules: setting.change.rules!, decision: `${setting.id}.0` as ObjectId };
		},
		roomDecisionsIn(past: Iterable<EntryId>, by?: string): ReadonlyMap<ObjectId, RoomDecision> {
			const found = new Map<ObjectId, RoomDecision>();
			for (const id of past) {
				const { decides } = entries.get(id)!.change;
				const decision = `${id}.0` as ObjectId;
				if (decides === undefined || (by !== undefined && decides.by !== by)) continue;
				found.set(decision, { change: decides.change, mandate: decides.mandate ?? decision });
			}
			return found;
		},
		/** Both hold what either held. */
		meet(...people: readonly string[]): void {
			const all = new Set(people.flatMap((name) => [...house.hold(name)]));
			for (const name of people) logs.set(name, new Set(all));
		},
		tell(from: string, to: string): void {
			logs.set(to, new Set([...house.hold(to), ...house.hold(from)]));
		},
		meetAll: () => house.meet(...logs.keys()),
		membersOf(past: Iterable<EntryId>): readonly MemberInPast[] {
			const gone = new Set<string>();
			const seated = new Set<string>();
			for (const id of past) {
				const { change } = entries.get(id)!;
				if (change.admits !== undefined) seated.add(change.admits);
				if (change.removes !== undefined) gone.add(change.removes);
				if (change.leaves !== undefined) gone.add(change.leaves);
			}
			return [...seated]
				.filter((name) => !gone.has(name))
				.map((name) => {
					const device = hash('device', name, 'true') as DeviceId;
					return { memberId: idOf(name), admission: admissions.get(name)!, voice: device, devices: [device], stage: 'member' as const };
				})
				.sort((a, b) => (a.admission < b.admission ? -1 : 1));
		},
		leftIn: (past: Iterable<EntryId>): readonly MemberId[] =>
			[...past].flatMap((id) => entries.get(id)!.change.leaves ?? []).map(idOf),
		heldBy: (held: ReadonlySet<EntryId>) => (id: EntryId) =>
			[...new Set([...held].filter((each) => each === id || entries.get(each)!.past.has(id)).map((each) => entries.get(each)!.by))].map(idOf),
		contextOf(entry: Entry, opIndex: number): RuleContext {
			const changes = () => [...entry.past].map((id) => entries.get(id)!.change);
			return {
				entry: {
					id: entry.id, slot: 0 as Slot, device: entry.device, prev: null, deps: [], lamport: entry.lamport, epoch: '' as EpochId,
					area: 'calendar', claimedAt: entry.claimedAt, ops: entry.ops, proofs: []
				},
				opIndex,
				objectId: `${entry.id}.${opIndex}` as ObjectId,
				author: { memberId: idOf(entry.by), device: entry.device, isVoice: entry.isVoice },
				proofValid: true,
				isVoid: false,
				inPast: (id) => entry.past.has(id),
				isAncestor: (a, b) => entries.get(b)?.past.has(a) ?? false,
				membersInPast: () => house.membersOf(entry.past),
				founder: () => idOf(founder),
				leftInPast: () => house.leftIn(entry.past),
				wasMember: (member) => changes().some(({ admits }) => admits !== undefined && idOf(admits) === member),
				settingsInPast: () => ({ ...SETTINGS, calendarRules: house.rulesIn(entry.past).rules, spendingBands: house.bandsIn(entry.past), ownership: house.ownershipIn(entry.past) }),
				settingDecidedInPast: (key) => (key === 'calendarRules' ? house.rulesIn(entry.past).decision : null),
				roomDecisionInPast: (id) => house.roomDecisionsIn(entry.past).get(id) ?? null,
				approvalInPast: (id) => house.approvalsIn(entry.past).get(id) ?? null,
				hash
			};
		},
		/** In total order, or in `order` (a linear extension of the causal order). */
		fold(held: Iterable<EntryId> = entries.keys(), order?: readonly EntryId[]): View {
			const sorted =
				order ??
				[...held].sort((a, b) => entries.get(a)!.lamport - entries.get(b)!.lamport || (a < b ? -1 : 1));
			const name = sorted.join();
			const seen = cache.get(name);
			if (seen !== undefined) return seen;
			const refusals = new Map<ObjectId, Refusal>();
			let view: View = { calendar: emptyCalendar, ledger: emptyLedger, consultation: emptyConsultation, refusals };
			for (const id of sorted) {
				const entry = entries.get(id)!;
				entry.ops.forEach((op, index) => {
					const ctx = house.contextOf(entry, index);
					const next = step(view, op, ctx);
					if (next.ok) view = next.value;
					else refusals.set(ctx.objectId, next.error);
				});
			}
			cache.set(name, view);
			return view;
		},
		seenBy: (name: string): View => house.fold(house.hold(name)),
		/** Writes what the member's device owes. @returns whether anything was due. */
		dutiesOf(name: string, nowWall = '2026-01-01T00:00'): boolean {
			const held = house.hold(name);
			const members = house.membersOf(held);
			if (!members.some((member) => member.memberId === idOf(name))) return false;
			const isVoice = !name.endsWith(TABLET);
			const self = { member: idOf(name), device: hash('device', personOf(name), String(isVoice)) as DeviceId, isVoice };
			const due = calendarDuties(house.seenBy(name).calendar, self, {
				founder: idOf(founder), members, left: house.leftIn(held), nowWall, heldBy: house.heldBy(held), now: 0,
				rules: house.rulesIn(held).rules, rulesDecision: house.rulesIn(held).decision, roomDecisions: house.roomDecisionsIn(held, name)
			});
			if (due.length > 0) house.write(name, ...due);
			return due.length > 0;
		},
		/** Everybody meets and does their duties until nobody owes anything. Throws when they never come to rest. */
		settle(...people: readonly string[]): void {
			const all = people.length > 0 ? people : [...logs.keys()];
			for (let round = 0; round < 40; round++) {
				house.meet(...all);
				const busy = all.map((name) => house.dutiesOf(name));
				if (!busy.includes(true)) return;
			}
			throw new Error('the duties never come to rest');
		},
		lens(name: string, over: Partial<Lens> = {}): Lens {
			const held = house.hold(name);
			return {
				// these selectors read no proposals
				state: {
					...house.seenBy(name),
					membership: {
						...NO_FACTS,
						founder: idOf(founder),
						seated: house.membersOf(held),
						settings: { ...SETTINGS, calendarRules: house.rulesIn(held).rules }
					},
					proposals: { proposals: Immutable() } as never,
					unknownOps: 0
				},
				me: idOf(name),
				device: hash('device', name, 'true') as DeviceId,
				now: 0,
				today: '2026-12-01',
				nowWall: '2026-12-01T08:00',
				heldBy: house.heldBy(held),
				nameOf: (member) => [...logs.keys()].find((each) => idOf(each) === member) ?? '?',
				...over
			};
		}
	};

	admissions.set(founder, append(founder, [], { admits: founder }));
	for (const name of names.slice(1)) house.admit(founder, name);
	house.meetAll();
	return house;
}

function step(view: View, op: Op, ctx: RuleContext): Reduced<View> {
	const area = areaOf(op.type);
	const into = <K extends keyof View>(key: K, reduced: Reduced<View[K]>): Reduced<View> =>
		reduced.ok ? { ok: true, value: { ...view, [key]: reduced.value } } : reduced;
	// The area is the part of the type before the slash, so each op reaches the reducer of its own union.
	if (area === 'calendar') return into('calendar', reduceCalendar(view.calendar, op as Parameters<typeof reduceCalendar>[1], ctx));
	if (area === 'ledger') return into('ledger', reduceLedger(view.ledger, op as Parameters<typeof reduceLedger>[1], ctx));
	if (area === 'consultation') {
		return into('consultation', reduceConsultation(view.consultation, op as Parameters<typeof reduceConsultation>[1], ctx));
	}
	return { ok: true, value: view };
}

export const addRoom = (name = 'Garden room', over: Partial<RoomDescription> = {}, parts: readonly ObjectId[] = []): OpInput => ({
	...addRoomOp(name, 'Europe/Vienna', { colour: 'moss', ...over }), parts: [...parts]
});
export const changeRoom = (room: ObjectId, over: Partial<RoomDescription> = {}): OpInput => changeRoomOp(room, 'Garden room', over);
type SeriesInput = Extract<OpInput, { type: 'calendar/book-series' }>;
/** An hour at 10:00 on each date, unless said otherwise. */
export const bookSeries = (room: ObjectId, dates: readonly string[], over: Partial<SeriesInput> = {}): SeriesInput => ({
	type: 'calendar/book-series', room, from: '10:00', minutes: 60, rule: 'FREQ=WEEKLY', dates: [...dates], purpose: 'sessions', note: '',
	standing: false, replaces: null, ...over
});
export const book = (room: ObjectId, start: string, end: string, replaces: ObjectId | null = null): OpInput =>
	bookOp(room, wall(start), wall(end), replaces);
/** `10:00` is that time on 1 December 2026. */
const wall = (text: string): string => (text.length === 5 ? `2026-12-01T${text}` : text);
export const grant = (...bookings: readonly ObjectId[]): OpInput => grantOp(...bookings);
export const cancel = (booking: ObjectId, at = '2026-01-01T00:00'): OpInput => cancelOp(booking, wall(at));
