/**
 * A calendar whose maps are changed in place while one op is folded (a series makes hundreds of occurrences at once), or a row of
 * simple ones. Knows no rules. What was taken from the state before stays untouched; a refused op throws its draft away.
 */
import { Map } from 'immutable';
import type { MemberId, ObjectId } from '../../../crypto/base';
import { dayOf, type Booking, type CalendarState } from './state';

/** Reads like the state; only this module and the reducers of one op write to it. */
export interface Draft extends CalendarState {
	readonly opened: { readonly atoms: Set<ObjectId>; readonly owners: Set<MemberId> };
	/** Goes on over several ops (`openForMany`). */
	readonly [GOES_ON]?: true;
}

const GOES_ON = Symbol('goes on');

/** The draft that goes on, where there is one. */
export function draftOf(state: CalendarState): Draft {
	if (isOpen(state)) return state;
	return {
		...state,
		bookings: state.bookings.asMutable(),
		series: state.series.asMutable(),
		spansByRoomDay: state.spansByRoomDay.asMutable(),
		byOwnerDay: state.byOwnerDay.asMutable(),
		unsettled: state.unsettled.asMutable(),
		pendingMoves: state.pendingMoves.asMutable(),
		replacements: state.replacements.asMutable(),
		opened: { atoms: new Set(), owners: new Set() }
	};
}

/** The draft is not to be touched afterwards, unless it goes on. */
export function finished(draft: Draft): CalendarState {
	return isOpen(draft) ? draft : sealed(draft);
}

/**
 * A state whose maps are changed in place by op after op until `closeMany`: what a persistent map would copy for each op is copied
 * once. Only for ops that refuse before they write anything (`refusesFirst`), since nobody can take back a part of it.
 */
export function openForMany(state: CalendarState): CalendarState {
	if (isOpen(state)) return state;
	const draft: Draft = { ...draftOf(state), [GOES_ON]: true };
	return draft;
}

export function closeMany(state: CalendarState): CalendarState {
	return isOpen(state) ? sealed(state) : state;
}

/** These check everything first and write only what they allow. */
export const refusesFirst: ReadonlySet<string> = new Set(['calendar/book', 'calendar/grant']);

const isOpen = (state: CalendarState): state is Draft => GOES_ON in state;

function sealed(draft: Draft): CalendarState {
	for (const atom of draft.opened.atoms) draft.spansByRoomDay.get(atom)?.asImmutable();
	for (const owner of draft.opened.owners) draft.byOwnerDay.get(owner)?.asImmutable();
	const { opened: _, [GOES_ON]: __, ...state } = draft;
	return {
		...state,
		bookings: draft.bookings.asImmutable(),
		series: draft.series.asImmutable(),
		spansByRoomDay: draft.spansByRoomDay.asImmutable(),
		byOwnerDay: draft.byOwnerDay.asImmutable(),
		unsettled: draft.unsettled.asImmutable(),
		pendingMoves: draft.pendingMoves.asImmutable(),
		replacements: draft.replacements.asImmutable()
	};
}

/** Puts a new booking where it is looked for: by id, by room and day, by owner and day. */
export function enter(draft: Draft, booking: Booking): void {
	const { id, from, to, owner, atoms } = booking;
	draft.bookings.set(id, booking);
	draft.unsettled.add(id);
	const span = { id, from, to };
	for (const atom of atoms) {
		const days = openedDays(draft.spansByRoomDay, draft.opened.atoms, atom);
		for (let day = dayOf(from); day <= dayOf(to - 1); day++) {
			const before = days.get(day);
			days.set(day, before === undefined ? [span] : [...before, span]);
		}
	}
	const days = openedDays(draft.byOwnerDay, draft.opened.owners, owner);
	const before = days.get(dayOf(from));
	days.set(dayOf(from), before === undefined ? [id] : [...before, id]);
}

function openedDays<K, V>(index: Map<K, Map<number, V>>, opened: Set<K>, key: K): Map<number, V> {
	const found = index.get(key);
	if (found !== undefined && opened.has(key)) return found;
	const days = (found ?? Map<number, V>()).asMutable();
	index.set(key, days);
	opened.add(key);
	return days;
}
