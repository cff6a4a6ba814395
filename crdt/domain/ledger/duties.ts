/**
 * What a member's device posts by itself: schedules that are due. Pure; the caller brings its clock, waits, and writes. Nothing here is a
 * condition of validity: posted by ten devices apart, a due date counts once (LED7). Carries LED35.
 */
import { err, ok, type DeviceId, type MemberId, type ObjectId, type Result } from '../../../crypto/base';
import type { Refusal, RuleContext } from '../context';
import { contextOfNow } from '../now-context';
import type { OpOf } from '../op';
import type { State } from '../state';
import { firstOpenDay } from './closes';
import type { DateOf } from '../dates';
import { reduceLedger } from './reduce';
import { plannedPost, waitingDates } from './schedule-plan';
import type { Schedule } from './state';

export interface Poster {
	readonly member: MemberId;
	readonly device: DeviceId;
	/** Milliseconds by the own clock. */
	readonly now: number;
	/** The collective's date. */
	readonly today: string;
	readonly dateOf: DateOf;
	/** Newest claimed time of anything from other members, ms; left out or null: there are none, or nothing is known of them. */
	readonly othersAt?: number | null;
	/** For turns among members; where it is missing, they are those of their ids. */
	readonly hash?: RuleContext['hash'];
}

export interface PostingDue {
	readonly schedule: ObjectId;
	readonly due: string;
	/** How many members' devices come first: wait so many turns, then post. */
	readonly rank: number;
	readonly op: OpOf<'ledger/post'>;
}

type Known = Pick<State, 'ledger' | 'membership' | 'calendar'>;

const AT_A_TIME = 24;
/** A clock that is years ahead must not fill the book; whoever has heard of nobody for so long asks the others first. */
const SILENT_MS = 62 * 86_400_000;
/** What cannot be posted waits for people; it must not keep later dates of the same schedule from being looked at. */
const LOOKED_AT = 60;

/** Postings due now that the rules would take, oldest first, at most 24. Empty unless this device is the voice of a member. */
export function ledgerDuties(state: Known, self: Poster): readonly PostingDue[] {
	const seat = state.membership.seated.find(({ memberId }) => memberId === self.member);
	if (seat?.voice !== self.device || !seat.devices.includes(self.device)) return [];
	const before = `${lastDay(self)}~`; // sorts after that day and before every later one
	const waiting = [...state.ledger.schedules.values()].flatMap((schedule) =>
		waitingDates(state.ledger, schedule, before).slice(0, LOOKED_AT).map((due) => ({ schedule, due }))
	);
	waiting.sort((a, b) => compare(a.due, b.due) || compare(a.schedule.id, b.schedule.id));
	const due: PostingDue[] = [];
	for (const each of waiting) {
		if (due.length === AT_A_TIME) break;
		const posting = postingNow(state, self, each.schedule, each.due);
		if (posting.ok) due.push({ schedule: each.schedule.id, due: each.due, rank: rankOf(state, self, each.schedule.id, each.due), op: posting.value });
	}
	return due;
}

/** Today, unless this device has heard of nobody for so long that its clock may be years ahead. */
export function lastDay({ today, now, othersAt, dateOf }: Poster): string {
	if (othersAt === undefined || othersAt === null || othersAt + SILENT_MS >= now) return today;
	const latest = dateOf(othersAt + SILENT_MS);
	return latest < today ? latest : today;
}

/** The posting of one due date as it would be written now and as the fold would take it; or why not. */
export function postingNow(state: Known, self: Poster, schedule: Schedule, due: string): Result<OpOf<'ledger/post'>, Refusal> {
	const { ledger, membership, calendar } = state;
	const planned = plannedPost({ ledger, membership, calendar, dateOf: self.dateOf, openFrom: firstOpenDay(ledger) }, schedule, due);
	if (!planned.ok) return planned;
	const { member: me, device, now } = self;
	const reduced = reduceLedger(ledger, planned.value, contextOfNow(membership, { me, device, now }));
	return reduced.ok ? ok(planned.value) : err(reduced.error);
}

/** Another order for each due date, so that the same device is not always the first. */
function rankOf({ membership }: Known, { member, hash }: Poster, schedule: ObjectId, due: string): number {
	const turnOf = (of: MemberId): string => hash?.('posting-turn', schedule, due, of) ?? of;
	const mine = turnOf(member);
	return membership.seated.filter(({ memberId }) => turnOf(memberId) < mine).length;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
