/**
 * How much of the rooms one member may take, as decided by the collective: judged by what the member's own past holds, by
 * wall dates. Knows no clock. Rule CAL51.
 */
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Refusal } from '../context';
import { dateOfDay, MINUTES_A_DAY, weekdayOf } from '../wall-time';
import type { CalendarRules, Quota } from './ops';
import { familyOf, isUnder } from './replacing';
import { minutesOf } from './room-rules';
import { bookingOf, isDead } from './standing';
import { dayOf, replacesInChain, type CalendarState, type Known, type Room } from './state';

interface Wanted {
	readonly room: { readonly room: Room };
	readonly from: number;
	readonly to: number;
	readonly standing: boolean;
	readonly replaces: ObjectId | null;
	readonly exempt: ReadonlySet<ObjectId>;
}

interface Asker {
	readonly owner: MemberId;
	readonly known: Known;
	readonly rules: CalendarRules;
	readonly rulesDecision: ObjectId | null;
}

/** Null: within all quotas. */
export function quotaRefusal(state: CalendarState, wanted: Wanted, asker: Asker): Refusal | null {
	for (const quota of asker.rules.quotas) {
		const more = countedIn(quota, { room: wanted.room.room.id, atoms: wanted.room.room.atoms, ...spanOf(wanted) });
		if (more === 0) continue;
		if (used(state, quota, wanted, asker) + more <= quota.limit) continue;
		return {
			rule: 'CAL51',
			reason: `This is more than the quota “${quota.name}” leaves.`,
			setBy: { decision: asker.rulesDecision, entry: null }
		};
	}
	return null;
}

const spanOf = ({ from, to, standing }: Wanted) => ({ from, to, standing });

function used(state: CalendarState, quota: Quota, wanted: Wanted, { owner, known }: Asker): number {
	const days = state.byOwnerDay.get(owner);
	if (days === undefined) return 0;
	const [first, end] = periodOf(quota.per, dayOf(wanted.from));
	let sum = 0;
	for (let day = first; day < end; day++) {
		for (const id of days.get(day) ?? []) {
			const other = bookingOf(state, id);
			if (!known(other.entry) || other.cancelledBy.some(known)) continue;
			const counted = countedIn(quota, other);
			if (counted === 0 || wanted.exempt.has(id) || replacesInChain(state, wanted.replaces, id)) continue;
			if (!isDead(state, other, known) && !isMovedAway(state, id, known)) sum += counted;
		}
	}
	return sum;
}

/** Something alive in its place counts instead. */
function isMovedAway(state: CalendarState, id: ObjectId, known: Known): boolean {
	if (!state.replacements.has(id)) return false;
	return familyOf(state, id).some(
		(other) =>
			other.id !== id &&
			isUnder(state, other.id, id) &&
			known(other.entry) &&
			!other.cancelledBy.some(known) &&
			!isDead(state, other, known)
	);
}

/** Minutes, or 1 for a booking, that count towards the quota. */
function countedIn(
	quota: Quota,
	booking: { readonly room: ObjectId; readonly atoms: readonly ObjectId[]; readonly from: number; readonly to: number; readonly standing: boolean }
): number {
	if (quota.counts !== 'all' && (quota.counts === 'standing') !== booking.standing) return 0;
	if (quota.rooms.length > 0 && !quota.rooms.some((room) => room === booking.room || booking.atoms.includes(room))) return 0;
	const minutes = quota.within === null ? booking.to - booking.from : minutesWithin(quota.within, booking.from, booking.to);
	return quota.unit === 'minutes' ? minutes : minutes > 0 ? 1 : 0;
}

/** `to` not after `from` in the day: until that time of the next day. */
function minutesWithin({ weekdays, from, to }: NonNullable<Quota['within']>, start: number, end: number): number {
	const opens = minutesOf(from);
	const closes = minutesOf(to) > opens ? minutesOf(to) : minutesOf(to) + MINUTES_A_DAY;
	let sum = 0;
	for (let day = dayOf(start) - 1; day <= dayOf(end - 1); day++) {
		if (weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) continue;
		const midnight = day * MINUTES_A_DAY;
		sum += Math.max(0, Math.min(end, midnight + closes) - Math.max(start, midnight + opens));
	}
	return sum;
}

/** Day numbers, the end exclusive: the day, its ISO week, or its month. */
export function periodOf(per: Quota['per'], day: number): readonly [number, number] {
	if (per === 'day') return [day, day + 1];
	if (per === 'week') {
		const monday = day - weekdayOf(day) + 1;
		return [monday, monday + 7];
	}
	const month = dateOfDay(day).slice(0, 7);
	let first = day;
	let end = day + 1;
	while (dateOfDay(first - 1).startsWith(month)) first--;
	while (dateOfDay(end).startsWith(month)) end++;
	return [first, end];
}
