/** What people do with the house: random, mostly sensible, sometimes against the rules. Seeded. */
import type { Area } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { State } from '$crdt/domain/state';
import type { Seeded } from '../support/seeded';
import type { SimNode } from './node';
import { answer, around, closeNothing, interrupt, measure, mediate, press, propose, talk } from './deciding';
import { closeBooks, keepBooks } from './bookkeeping';
import { meet } from './meeting';
import { START_MS } from './setup';
import { bookOp, cancelOp } from '../support/calendar-ops';

export interface Deed {
	readonly area: Area;
	readonly op: OpInput | { readonly type: string };
}

export type Maker = (state: State, node: SimNode, chance: Seeded, nowMs: number) => Deed | null;

/** A weight for each kind of deed. */
const DEEDS: readonly (readonly [number, Maker])[] = [
	[28, book],
	[5, cancel],
	[30, keepBooks],
	[10, closeBooks],
	[7, propose],
	[29, answer],
	[6, talk],
	[3, interrupt],
	[5, around],
	[6, mediate],
	[2, measure],
	[2, repeat],
	[3, offer],
	[34, meet],
	[2, fromTheFuture],
	[1, nonsense],
	[1, setProfile],
	[0.4, leave],
	[1, invite]
];
const TOTAL = DEEDS.reduce((sum, [weight]) => sum + weight, 0);

/** Something this person could want to do now. */
export function chooseDeed(node: SimNode, chance: Seeded, nowMs: number): Deed {
	const state = node.open().state();
	const pressing = chance.chance(0.4) ? press(state, node, chance, nowMs) : null;
	if (pressing !== null) return pressing;
	for (let attempt = 0; attempt < 8; attempt++) {
		let at = (chance.int(1_000_000) / 1_000_000) * TOTAL;
		for (const [weight, make] of DEEDS) {
			at -= weight;
			if (at >= 0) continue;
			const deed = make(state, node, chance, nowMs);
			if (deed !== null) return deed;
			break;
		}
	}
	return { area: 'membership', op: { type: 'membership/receipt' } };
}

function pickKey<K>(map: { keys(): Iterable<K> }, chance: Seeded): K | null {
	const keys = [...map.keys()];
	return keys.length === 0 ? null : chance.pick(keys);
}

function book(state: State, _node: SimNode, chance: Seeded): Deed | null {
	const room = pickKey(state.calendar.rooms, chance);
	if (room === null) return null;
	const day = new Date(START_MS + (20 + chance.int(4)) * 86_400_000).toISOString().slice(0, 10);
	const hour = 8 + chance.int(9);
	const time = (h: number): string => `${day}T${String(h).padStart(2, '0')}:${chance.chance(0.2) ? '30' : '00'}`;
	return {
		area: 'calendar',
		op: bookOp(room, time(hour), time(hour + 1 + chance.int(2)))
	};
}

const dayIn = (days: number): string => new Date(START_MS + days * 86_400_000).toISOString().slice(0, 10);

/** The same hour day after day, or a few dates more of it. */
function repeat(state: State, node: SimNode, chance: Seeded): Deed | null {
	const room = pickKey(state.calendar.rooms, chance);
	const mine = [...state.calendar.series.values()].filter(({ owner }) => owner === node.actor.memberId);
	if (mine.length > 0 && chance.chance(0.4))
		return { area: 'calendar', op: { type: 'calendar/extend-series', series: chance.pick(mine).id, dates: [dayIn(30 + chance.int(20))] } };
	if (room === null) return null;
	const first = 20 + chance.int(3);
	const dates = Array.from({ length: 2 + chance.int(3) }, (_, at) => dayIn(first + at));
	const from = `${String(8 + chance.int(9)).padStart(2, '0')}:00`;
	return {
		area: 'calendar',
		op: { type: 'calendar/book-series', room, from, minutes: 60, rule: 'FREQ=DAILY', dates, purpose: 'sessions', note: '', standing: false, replaces: null }
	};
}

/** Offers an hour to whoever takes it, or takes, declines, takes back. */
function offer(state: State, node: SimNode, chance: Seeded): Deed | null {
	const known = pickKey(state.calendar.offers, chance);
	if (known !== null && chance.chance(0.6))
		return { area: 'calendar', op: { type: chance.chance(0.8) ? 'calendar/accept-offer' : 'calendar/close-offer', offer: known } };
	const mine = [...state.calendar.bookings.values()].filter(({ owner, cancelledBy }) => owner === node.actor.memberId && cancelledBy.length === 0);
	if (mine.length === 0) return null;
	const gives = { bookings: [chance.pick(mine).id], series: [] };
	return { area: 'calendar', op: { type: 'calendar/offer', gives, wants: { bookings: [], series: [] }, to: null, note: '' } };
}

function cancel(state: State, node: SimNode, chance: Seeded): Deed | null {
	const mine = [...state.calendar.bookings.values()].filter((booking) => booking.owner === node.actor.memberId);
	return mine.length === 0 ? null : { area: 'calendar', op: cancelOp(chance.pick(mine).id) };
}

function fromTheFuture(_state: State, _node: SimNode, chance: Seeded): Deed {
	const op = { type: 'ledger/tokenise', amount: chance.int(100) };
	return { area: 'ledger', op };
}

/** What the rules must refuse. */
function nonsense(state: State, _node: SimNode, chance: Seeded): Deed | null {
	const booking = pickKey(state.calendar.bookings, chance);
	return chance.chance(0.5) && booking !== null
		? { area: 'calendar', op: cancelOp(booking) }
		: { area: 'proposals', op: closeNothing(state, chance) };
}

function setProfile(_state: State, { actor }: SimNode, chance: Seeded): Deed {
	const profile = { name: `${actor.name} ${chance.int(9)}`, discipline: '', licence: '' };
	return { area: 'membership', op: { type: 'membership/set-profile', profile } };
}

function leave(state: State, node: SimNode, chance: Seeded): Deed | null {
	const isEnough = state.membership.seated.length > 4 && node.actor.isVoice;
	return isEnough && chance.chance(0.5) ? { area: 'membership', op: { type: 'membership/leave' } } : null;
}

function invite(_state: State, _node: SimNode, chance: Seeded, nowMs: number): Deed {
	const key = (): string => Array.from({ length: 42 }, () => chance.pick([...'ABCDEFGHIJKLMNOP'])).join('') + 'A';
	return { area: 'membership', op: { type: 'membership/invite', publicKey: key(), lobbyKey: key(), expiresAt: nowMs + 86_400_000, note: '' } };
}
