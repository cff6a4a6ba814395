/** From ticked rows to what is posted: as few ops and as few entries as can carry them. Pure. */
import type { ObjectId } from '$crypto/base';
import type { BookingPurpose } from '$crdt/domain/calendar/ops';
import type { OpInput } from '$crdt/domain/op';
import { dateOf } from '$lib/ui/times';
import type { Clash, ImportRow } from './import-rows';

export interface BookingWishes {
	readonly room: ObjectId;
	readonly purpose: BookingPurpose;
	/** Titles become notes that every member reads. */
	readonly titles: boolean;
}

/** What stands in the way is left out. */
export function opsOf(rows: readonly ImportRow[], clashes: ReadonlyMap<number, readonly Clash[]>, { room, purpose, titles }: BookingWishes): OpInput[] {
	return rows.flatMap((row) => {
		const blocked = new Set((clashes.get(row.line) ?? []).map(({ span }) => span.start));
		const note = titles ? row.title.slice(0, MAX_NOTE) : '';
		return row.pieces.flatMap((piece): OpInput[] => {
			if (piece.kind === 'single')
				return blocked.has(piece.start) ? [] : [{ type: 'calendar/book', room, start: piece.start, end: piece.end, purpose, note, replaces: null }];
			const dates = piece.dates.filter((date) => !blocked.has(`${date}T${piece.from}`));
			if (dates.length === 0) return [];
			return [{ type: 'calendar/book-series', room, from: piece.from, minutes: piece.minutes, rule: piece.rule, dates, purpose, note, standing: false, replaces: null }];
		});
	});
}

/** Entries that are small enough for the log, and for a phone to take in one breath. */
export function chunksOf(ops: readonly OpInput[]): OpInput[][] {
	const chunks: OpInput[][] = [];
	let size = 0;
	for (const op of ops) {
		const bytes = JSON.stringify(op).length;
		const last = chunks.at(-1);
		if (last && last.length < MAX_OPS && size + bytes <= MAX_BYTES) {
			last.push(op);
			size += bytes;
		} else {
			chunks.push([op]);
			size = bytes;
		}
	}
	return chunks;
}

/** What takes all of it back. @param ids what each op made, in order; @param at the time on the room's wall */
export function undoOps(ops: readonly OpInput[], ids: readonly ObjectId[], at: string): OpInput[] {
	const bookings = ids.filter((_, i) => ops[i]?.type === 'calendar/book');
	const series = ids.flatMap((id, i) => {
		const op = ops[i];
		return op?.type === 'calendar/book-series' ? [{ series: id, from: op.dates[0] ?? dateOf(at), until: null }] : [];
	});
	const cancels: OpInput[] = [];
	for (let i = 0; i < bookings.length; i += MOST_BOOKINGS)
		cancels.push({ type: 'calendar/cancel', selection: { bookings: bookings.slice(i, i + MOST_BOOKINGS), series: [] }, at });
	for (let i = 0; i < series.length; i += MOST_SERIES) cancels.push({ type: 'calendar/cancel', selection: { bookings: [], series: series.slice(i, i + MOST_SERIES) }, at });
	return cancels;
}

/** How many bookings these make. */
export const countBookings = (ops: readonly OpInput[]): number => ops.reduce((sum, op) => sum + (op.type === 'calendar/book-series' ? op.dates.length : 1), 0);

/** The last date that is booked, to say how far it goes. */
export const lastDateOf = (ops: readonly OpInput[]): string =>
	ops.reduce((last, op) => {
		const own = op.type === 'calendar/book-series' ? (op.dates.at(-1) ?? '') : op.type === 'calendar/book' ? dateOf(op.start) : '';
		return own > last ? own : last;
	}, '');

/** Of one selection. */
const [MOST_BOOKINGS, MOST_SERIES] = [200, 60];
const MAX_NOTE = 200;
const MAX_OPS = 100;
const MAX_BYTES = 64 * 1024;
