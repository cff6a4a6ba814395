import { describe, expect, it } from 'vitest';
import { err, ok } from '$crypto/base';
import { plainRoom } from '$crdt/domain/calendar/room-description';
import type { BookingView, RoomView, SeriesView } from '$crdt/domain/calendar/views';
import type { OpInput } from '$crdt/domain/op';
import { failure } from '$lib/errors';
import type { BoardColumn } from '$lib/features/calendar/board-column';
import { Board, type BoardProps } from '$lib/features/calendar/board-state.svelte';
import type { BookingWish } from '$lib/features/calendar/booking-wish';
import { Moves, type Move } from '$lib/features/calendar/moves.svelte';
import type { Plan } from '$lib/features/calendar/plan';
import type { App } from '$lib/services/types';
import { Toasts } from '$lib/ui/toasts.svelte';

const day = '2026-11-23';

const roomOf = (name: string): RoomView => ({
	id: name as RoomView['id'], name, zone: 'Europe/Berlin', colour: 'moss', about: '', retired: false, parts: [], description: plainRoom(name)
});
const rooms = ['Attic', 'Studio', 'Both'].map(roomOf);
const [attic, studio, both] = rooms as [RoomView, RoomView, RoomView];

function booking(room: RoomView, from: string, to: string, part: Partial<BookingView> = {}): BookingView {
	return {
		id: `${room.name} ${from}` as BookingView['id'], entry: 'e' as BookingView['entry'], room: room.id, roomName: room.name, roomColour: 'moss', zone: room.zone,
		owner: 'ana' as BookingView['owner'], ownerName: 'Ana', mine: true, start: `${day}T${from}`, end: `${day}T${to}`, startsAt: 0, endsAt: 0, clock: 'plain', purpose: 'group', note: 'chairs', series: null,
		endedEarly: null, runsOver: 0, madeApart: null, offer: null, waiting: [], firmness: { status: 'booked', grantedBy: 1, needed: 1, of: 1, contested: false }, heldBy: 1,
		replaces: null, replacedBy: null, rivals: [], alternatives: [], ...part
	};
}

const column = (room: RoomView | null, bookings: readonly BookingView[], date = day): BoardColumn => ({
	key: `${room?.name} ${date}`, date, room, name: room?.name ?? date, head: '', swatch: false, bookings, busy: []
});

function boardOf(columns: readonly BoardColumn[]) {
	const wishes: BookingWish[] = [];
	const drops: { booking: BookingView; plan: Plan; room: string; byKeyboard: boolean }[] = [];
	const props: BoardProps = {
		columns, rooms, room: attic.id, begin: { column: 0, minute: 540 }, nowIn: () => `${day}T08:00`,
		onwish: (wish) => wishes.push(wish),
		ondrop: (one, plan, room, byKeyboard) => drops.push({ booking: one, plan, room, byKeyboard })
	};
	return { board: new Board(() => props), wishes, drops };
}

describe('a board', () => {
	const one = booking(attic, '10:00', '11:00');

	it('what is drawn becomes a wish for the room and date of its column, in one column however far the pointer goes', () => {
		const { board, wishes } = boardOf([column(attic, []), column(studio, [])]);
		board.begin({ kind: 'create', anchor: 605 }, 1, 605);
		board.follow(0, 680);
		board.drop();
		expect(wishes).toEqual([{ room: 'Studio', date: day, from: 600, to: 690, replaces: null }]);
		expect(board.gesture).toBeNull();
	});

	it('a touch on an empty time takes an hour, less where the next booking begins', () => {
		const { board, wishes } = boardOf([column(attic, [one])]);
		board.wishAt(0, 570);
		board.wishAt(0, 720);
		expect(wishes.map(({ from, to }) => [from, to])).toEqual([[570, 600], [720, 780]]);
	});

	it('a booking dropped elsewhere is told with its new room, time and length; dropped where it was, it is not', () => {
		const { board, drops } = boardOf([column(attic, [one]), column(studio, [])]);
		board.begin({ kind: 'move', booking: one, grabbed: 20 }, 0, 620);
		board.follow(1, 750);
		board.drop();
		board.begin({ kind: 'move', booking: one, grabbed: 20 }, 0, 620);
		board.follow(1, 900);
		board.follow(0, 622);
		board.drop();
		expect(drops).toEqual([{ booking: one, plan: { column: 1, from: 735, to: 795 }, room: 'Studio', byKeyboard: false }]);
	});

	it('Escape leaves everything as it was', () => {
		const { board, drops } = boardOf([column(attic, [one])]);
		board.begin({ kind: 'resize', booking: one, edge: 'end', column: 0 }, 0, 660);
		board.follow(0, 720);
		expect(board.gesture?.plan).toEqual({ column: 0, from: 600, to: 720 });
		expect(board.cancel()).toBe(true);
		board.drop();
		expect(drops).toEqual([]);
		expect(board.cancel()).toBe(false);
	});

	it('a booking of a combined room that is moved in the column of one of its parts stays in the combined room', () => {
		const joint = booking(both, '10:00', '11:00');
		const { board, drops } = boardOf([column(attic, [joint]), column(attic, [], '2026-11-24'), column(studio, [])]);
		for (const target of [0, 1, 2]) {
			board.begin({ kind: 'move', booking: joint, grabbed: 0 }, 0, 600);
			board.follow(target, 780);
			board.drop();
		}
		expect(drops.map(({ room }) => room)).toEqual(['Both', 'Both', 'Studio']);
	});

	it('in a column of any room a booking keeps its own, and what is drawn takes the one in view', () => {
		const { board, drops, wishes } = boardOf([column(null, [booking(studio, '10:00', '11:00')])]);
		board.begin({ kind: 'move', booking: board.columns[0]!.bookings[0]!, grabbed: 0 }, 0, 600);
		board.follow(0, 720);
		board.drop();
		board.wishAt(0, 900);
		expect([drops[0]?.room, wishes[0]?.room]).toEqual(['Studio', 'Attic']);
	});

	it('keys walk to a booking and move it; one that has begun, or is another’s, stays', () => {
		const theirs = booking(attic, '12:00', '13:00', { mine: false });
		const { board, drops } = boardOf([column(attic, [one, theirs]), column(studio, [])]);
		expect(board.spot).toMatchObject({ kind: 'slot', from: 540 });
		board.walk('ArrowDown');
		board.walk('ArrowDown');
		expect(board.underCursor).toBe(one);
		expect(board.beginMove()).toBe(true);
		board.nudge('ArrowRight', false);
		board.nudge('ArrowDown', true);
		expect(board.said).toBe('Studio, 10:00 to 11:15');
		board.drop();
		expect(drops[0]).toMatchObject({ room: 'Studio', byKeyboard: true, plan: { column: 1, from: 600, to: 675 } });
		board.stand(0, theirs.id);
		expect(board.underCursor).toBe(theirs);
		expect(board.beginMove()).toBe(false);
	});
});

describe('a dropped booking', () => {
	const plan: Plan = { column: 0, from: 780, to: 840 };
	const moveOf = (one: BookingView, start = `${day}T13:00`, end = `${day}T14:00`): Move => ({
		booking: one, plan, key: 'k', byKeyboard: false, draft: { room: studio.id, start, end, replaces: one.id }
	});

	function deskOf(answer: 'ok' | 'refused') {
		const posted: OpInput[] = [];
		const wishes: BookingWish[] = [];
		const toasts = new Toasts();
		const post: App['post'] = async (...ops) => {
			posted.push(...ops);
			return answer === 'ok' ? ok([`made-${posted.length}` as BookingView['id']]) : err(failure('Refused', 'Ben has it then.'));
		};
		const app = { post } as Partial<App> as App; // nothing else of it is used
		const moves = new Moves({ app, toasts, onwish: (wish) => wishes.push(wish), roomName: () => 'Studio', nowIn: () => `${day}T08:00` });
		return { moves, posted, wishes, toasts };
	}

	it('is posted at once as the replacement of what it was, words and all, and can be undone by moving it back', async () => {
		const { moves, posted, toasts } = deskOf('ok');
		const one = booking(attic, '10:00', '11:00');
		await moves.start(moveOf(one));
		const words = { type: 'calendar/book', purpose: 'group', note: 'chairs' };
		expect(posted).toEqual([{ ...words, room: 'Studio', start: `${day}T13:00`, end: `${day}T14:00`, replaces: one.id }]);
		expect(moves.pending?.id).toBe('made-1');
		expect(toasts.list[0]?.sentence).toBe('Moved: Studio, today 13:00–14:00.');
		toasts.list[0]?.action?.run();
		expect(posted[1]).toEqual({ ...words, room: 'Attic', start: one.start, end: one.end, replaces: 'made-1' });
	});

	it('that is refused leaves no shadow, says why, and takes a free time instead', async () => {
		const { moves, posted } = deskOf('refused');
		await moves.start(moveOf(booking(attic, '10:00', '11:00')));
		expect(moves.pending).toBeNull();
		expect(moves.refused?.failure.sentence).toBe('Ben has it then.');
		await moves.take(`${day}T15:00`, `${day}T16:00`);
		expect(posted[1]).toMatchObject({ room: 'Studio', start: `${day}T15:00`, end: `${day}T16:00` });
	});

	it('of a series asks first; "this" is posted singly, "this and following" goes through the form with its rule moved along', async () => {
		const { moves, posted, wishes } = deskOf('ok');
		const series = 's' as BookingView['id'];
		const dateOf = (date: string) => booking(attic, '10:00', '11:00', { id: `s@${date}` as BookingView['id'], start: `${date}T10:00`, end: `${date}T11:00`, series: { series, rule: 'FREQ=WEEKLY;BYDAY=MO', standing: true, date } });
		const occurrences = ['2026-11-23', '2026-11-30', '2026-12-07'].map(dateOf);
		const view = { id: series, rule: 'FREQ=WEEKLY;BYDAY=MO', standing: true, occurrences } as Partial<SeriesView> as SeriesView; // the form reads no more of it
		const dropped = moveOf(occurrences[1]!, '2026-12-01T13:00', '2026-12-01T14:30');
		await moves.start(dropped);
		expect(posted).toEqual([]);
		expect(moves.asking).toBe(dropped);
		await moves.choose('following', view);
		expect(wishes[0]).toMatchObject({
			room: 'Studio', date: '2026-12-01', from: 780, to: 870, rule: 'FREQ=WEEKLY;BYDAY=TU', standing: true, purpose: 'group', note: 'chairs',
			replacesSeries: { bookings: [], series: [{ series, from: '2026-11-30', until: null }] }
		});
		await moves.start(dropped);
		await moves.choose('this', view);
		expect(posted).toHaveLength(1);
		expect(posted[0]).toMatchObject({ type: 'calendar/book', replaces: occurrences[1]!.id });
	});
});
