import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { rolesOf, swapsOf } from '$crdt/domain/consultation/select-roles';
import { selectMeeting } from '$crdt/domain/consultation/select-meeting';
import { occasionsOf } from '$crdt/domain/consultation/occasions';
import { selectSeriesById } from '$crdt/domain/consultation/select-series';
import { answerSwap, askSwap, cancelMeeting, planMeeting, planSeries, prepare, setRole } from '../../support/meeting-ops';
import { createHouse, idOf, type House } from './calendar-house';

const DATES = ['2026-12-03', '2026-12-10', '2026-12-17', '2026-12-24', '2026-12-31', '2027-01-07'];
const refusal = (house: House, id: ObjectId | undefined) => house.fold().refusals.get(id!)?.rule;

function withSeries(names = ['Ana', 'Ben', 'Chloé', 'Dele']) {
	const house = createHouse(names);
	const [series] = house.write('Ana', planSeries(DATES, names.map(idOf)));
	const ids = house.write('Ana', ...DATES.slice(0, 3).map((date, at) => prepare(series!, date, 'PQR'.charAt(at))));
	house.meetAll();
	/** F, T and N of each date that takes place, as initials. */
	const turns = (name = 'Ana'): readonly string[] => {
		const lens = house.lens(name);
		const initial = (member: string | null) => (member === null ? '-' : lens.nameOf(member as never).charAt(0));
		return occasionsOf(lens.state.consultation)
			.all.filter(({ off }) => !off)
			.map((each) => rolesOf(lens, each))
			.map((holders) => [holders.facilitator, holders.timekeeper, holders['note-taker']].map(initial).join(''));
	};
	return { house, series: series!, ids: ids as readonly [ObjectId, ObjectId, ObjectId], turns };
}

describe('roles', () => {
	it('[CON14] any member gives a role, to a member; given back, it goes by turns, or to nobody', () => {
		const { house, ids: [first], turns } = withSeries();
		const [strange] = house.write('Ben', setRole(first, 'facilitator', idOf('Mallory')));
		expect(refusal(house, strange)).toBe('CON14');
		house.write('Ben', setRole(first, 'facilitator', idOf('Dele')));
		expect(turns('Ben')[0]).toBe('DAB');
		house.write('Ben', setRole(first, 'facilitator', null));
		expect(turns('Ben')[0]).toBe('ABC');
		const [single] = house.write('Ben', planMeeting());
		house.write('Ben', setRole(single!, 'timekeeper', idOf('Ana')));
		expect(selectMeeting(house.lens('Ben'), single!)?.roles).toMatchObject([{ member: null }, { name: 'Ana', byTurns: false }, { member: null }]);
		house.write('Ben', setRole(single!, 'timekeeper', null));
		expect(selectMeeting(house.lens('Ben'), single!)?.roles[1]).toMatchObject({ member: null, byTurns: false });
	});

	it('[CON15] roles go round, prepared or not, and nobody has two', () => {
		const { turns } = withSeries();
		expect(turns()).toEqual(['ABC', 'BCD', 'CDA', 'DAB', 'ABC', 'BCD']);
	});

	it('[CON15] two people share three roles, and one has them all', () => {
		expect(withSeries(['Ana', 'Ben']).turns().slice(0, 2)).toEqual(['ABA', 'BAB']);
		expect(withSeries(['Ana']).turns()[0]).toBe('AAA');
	});

	it('[CON15] a skipped or cancelled date is nobody’s turn', () => {
		const { house, series, ids: [, second], turns } = withSeries();
		house.write('Ana', { type: 'consultation/skip-date', series, date: DATES[0]!, skipped: true }, cancelMeeting(second));
		expect(turns()).toEqual(['ABC', 'BCD', 'CDA', 'DAB']);
	});

	it('[CON15] whoever has gone is passed over', () => {
		const { house, turns } = withSeries();
		house.leave('Ben');
		house.meetAll();
		expect(turns()).toEqual(['ACD', 'CDA', 'DAC', 'ACD', 'CDA', 'DAC']);
	});

	it('[CON15] the dates to come say whose turn it is', () => {
		const { house, series } = withSeries();
		expect(selectSeriesById(house.lens('Ana'), series)?.upcoming[4]?.roles).toMatchObject([{ name: 'Ana', byTurns: true, mine: true }, { name: 'Ben' }, { name: 'Chloé' }]);
	});

	it('[CON16] one asks another member, for another meeting or for nothing', () => {
		const { house, ids: [first, second, third] } = withSeries();
		const made = house.write(
			'Ana',
			askSwap(first, 'facilitator', idOf('Ana')),
			askSwap(first, 'facilitator', idOf('Mallory')),
			askSwap(first, 'facilitator', idOf('Ben'), first),
			askSwap(first, 'facilitator', idOf('Ben'), second),
			askSwap(third, 'note-taker', idOf('Ben'))
		);
		expect(made.map((id) => refusal(house, id))).toEqual(['CON16', 'CON16', 'CON16', undefined, undefined]);
		house.meetAll();
		expect(swapsOf(house.lens('Ben'), ({ to }) => to === idOf('Ben'))).toMatchObject([
			{ role: 'facilitator', fromName: 'Ana', forMe: true, mine: false, meetingStart: '2026-12-03T18:00', inReturn: { id: second } },
			{ role: 'note-taker', inReturn: null }
		]);
		expect(swapsOf(house.lens('Ben', { nowWall: '2026-12-04T08:00' }), () => true)).toMatchObject([{ meeting: third }]);
		expect(swapsOf(house.lens('Ben', { nowWall: '2026-12-18T08:00' }), () => true)).toEqual([]);
	});

	it('[CON17] accepted, it gives both roles and changes whose turn is next', () => {
		const { house, ids: [first, second], turns } = withSeries();
		const [swap] = house.write('Ana', askSwap(first, 'facilitator', idOf('Ben'), second));
		house.meetAll();
		const [strange] = house.write('Chloé', answerSwap(swap!, true));
		house.write('Ben', answerSwap(swap!, true));
		const [again] = house.write('Ben', answerSwap(swap!, false));
		expect([strange, again].map((id) => refusal(house, id))).toEqual(['CON17', 'CON17']);
		expect(turns('Ben').map((each) => each.charAt(0)).slice(0, 6)).toEqual(['B', 'A', 'C', 'D', 'B', 'A']);
		expect(selectMeeting(house.lens('Ben'), first)?.roles[0]).toMatchObject({ name: 'Ben', byTurns: false, swap: null });
	});

	it('[CON17] given for nothing, the next turn goes to the one who waited', () => {
		const { house, ids: [first], turns } = withSeries();
		const [swap] = house.write('Ana', askSwap(first, 'facilitator', idOf('Ben')));
		house.meetAll();
		house.write('Ben', answerSwap(swap!, true));
		expect(turns('Ben').map((each) => each.charAt(0)).slice(0, 4)).toEqual(['B', 'A', 'C', 'D']);
	});

	it('[CON17] a question that was on its way while a role went to somebody else is not put any more', () => {
		const { house, ids: [first, second] } = withSeries();
		const asked = () => swapsOf(house.lens('Ben'), ({ to }) => to === idOf('Ben'));
		house.write('Ana', askSwap(first, 'facilitator', idOf('Ben'), second));
		house.write('Chloé', setRole(first, 'facilitator', idOf('Dele')));
		house.meetAll();
		expect(asked()).toEqual([]);
		expect(selectMeeting(house.lens('Ana'), first)?.roles[0]).toMatchObject({ name: 'Dele', swap: null });
		house.write('Chloé', setRole(first, 'facilitator', null));
		expect(swapsOf(house.lens('Chloé'), () => true)).toHaveLength(1);
		house.write('Chloé', setRole(second, 'facilitator', idOf('Dele')));
		house.meetAll();
		expect(asked(), 'what was asked in return is not Ben’s any more').toEqual([]);
	});

	it('[CON17] whoever asked takes it back; of that and an acceptance at once, one counts on every device', () => {
		const { house, ids: [first] } = withSeries();
		const [swap] = house.write('Ana', askSwap(first, 'facilitator', idOf('Ben')));
		house.meetAll();
		const [own] = house.write('Ana', answerSwap(swap!, true));
		expect(refusal(house, own)).toBe('CON17');
		const [back] = house.write('Ana', answerSwap(swap!, false));
		const [taken] = house.write('Ben', answerSwap(swap!, true));
		house.meetAll();
		const states = ['Ana', 'Ben', 'Chloé'].map((name) => house.seenBy(name).consultation.swaps.get(swap!)?.status);
		expect(new Set(states).size).toBe(1);
		expect([back, taken].filter((id) => refusal(house, id) === 'CON17')).toHaveLength(1);
	});
});
