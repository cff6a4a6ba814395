import { Map as Immutable } from 'immutable';
import { describe, expect, it } from 'vitest';
import type { DeviceId, EntryId, EpochId, ObjectId, Slot } from '$crypto/base';
import { grantsDue } from '$crdt/domain/calendar/duties';
import { reduceCalendar } from '$crdt/domain/calendar/reduce';
import { emptyCalendar, type CalendarState, type Roll } from '$crdt/domain/calendar/state';
import type { RuleContext } from '$crdt/domain/context';
import { NO_SETTINGS } from '$crdt/domain/membership/state';
import { emptyLedger } from '$crdt/domain/ledger/state';
import { reduceLedger } from '$crdt/domain/ledger/reduce';
import { parseOp, type OpInput } from '$crdt/domain/op';
import { wallTimeOf } from '$crdt/domain/wall-time';
import { hash, idOf } from './calendar-house';
import { addRoomOp, bookOp, grantOp } from '../../support/calendar-ops';
import { expenseOp } from '../../support/ledger-ops';

/** As the fold gets it: parsed, its ids branded. */
const opOf = (input: OpInput): Parameters<typeof reduceCalendar>[1] => {
	const op = parseOp(input);
	if (op.type === 'unknown-op') throw new Error('not an op');
	return op as Parameters<typeof reduceCalendar>[1]; // only ops of the calendar are made here
};

const PEOPLE = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'];

describe('years of use', () => {
	it('[CAL6] the ten-thousandth booking costs no more than a small multiple of the first thousand', () => {
		const members = PEOPLE.map((name) => ({ memberId: idOf(name), admission: hash('admit', name) as EntryId, voice: '' as DeviceId, devices: [], stage: 'member' as const }));
		let at = { author: 'Ana', entry: hash('entry', 'room') as EntryId };
		const ctx: RuleContext = {
			get entry() {
				return { id: at.entry, slot: 0 as Slot, device: '' as DeviceId, prev: null, deps: [], lamport: 1, epoch: '' as EpochId, area: 'calendar' as const, claimedAt: 0, ops: [], proofs: [] };
			},
			opIndex: 0,
			get objectId() { return `${at.entry}.0` as ObjectId; },
			get author() { return { memberId: idOf(at.author), device: '' as DeviceId, isVoice: true }; },
			proofValid: true,
			isVoid: false,
			inPast: () => true,
			isAncestor: () => true,
			membersInPast: () => members,
			founder: () => members[0]!.memberId,
			leftInPast: () => [],
			wasMember: () => true,
			settingsInPast: () => NO_SETTINGS,
			settingDecidedInPast: () => null,
			roomDecisionInPast: () => null,
			approvalInPast: () => null,
			hash
		};
		const first: Roll = { id: 'first', depth: 0, members: members.map((each) => each.memberId), after: null, added: [], removed: [], acknowledgements: [] };
		let state: CalendarState = { ...emptyCalendar, rolls: Immutable([['first', first]]), rollOrder: ['first'] };
		const apply = (op: Parameters<typeof reduceCalendar>[1]) => {
			const next = reduceCalendar(state, op, ctx);
			if (!next.ok) throw new Error(next.error.reason);
			state = next.value;
		};
		apply(opOf(addRoomOp('Room')));
		const room = `${at.entry}.0` as ObjectId;
		const timed = (from: number, to: number): number => {
			const ids = Array.from({ length: to - from }, (_, index) => hash('booking', String(from + index)) as EntryId);
			const started = performance.now();
			ids.forEach((id, index) => {
				const minute = (from + index) * 60;
				at = { author: PEOPLE[index % 5]!, entry: id };
				apply(opOf(bookOp(room, wallTimeOf(minute), wallTimeOf(minute + 50))));
				for (const name of PEOPLE.slice(0, 3)) {
					at = { author: name, entry: `${id.slice(0, 42)}${name[0]}` as EntryId };
					apply(opOf(grantOp(`${id}.0`)));
				}
			});
			return (performance.now() - started) / ((to - from) * 4);
		};
		timed(0, 1000);
		const early = timed(1000, 3000);
		timed(3000, 10_000);
		const late = timed(10_000, 12_000);
		console.info(`calendar: ${(early * 1000).toFixed(1)} µs an op early, ${(late * 1000).toFixed(1)} µs late`);
		// a look through everything would take half a millisecond by now
		expect(late).toBeLessThan(early * 4 + 0.1);
		expect(state.unsettled.size).toBe(0);
		expect(grantsDue(state, { member: idOf('Eve'), device: '' as DeviceId, isVoice: true })).toEqual([]);

		let ledger = emptyLedger;
		const op = parseOp(expenseOp(idOf('Ana'), 1000, members.map(({ memberId }) => memberId)));
		if (op.type !== 'ledger/post') throw new Error('an expense');
		const started = performance.now();
		for (let i = 0; i < 5000; i++) {
			at = { author: 'Ana', entry: hash('expense', String(i)) as EntryId };
			const amountMinor = 1000 + i;
			const paid = op.paid.map(({ party }) => ({ party, amountMinor }));
			const next = reduceLedger(ledger, { ...op, amountMinor, paid }, ctx);
			if (next.ok) ledger = next.value;
		}
		console.info(`ledger: ${(((performance.now() - started) / 5000) * 1000).toFixed(1)} µs an expense of five, hashes of the test included`);
		expect(ledger.order.size).toBe(5000);
	});
});
