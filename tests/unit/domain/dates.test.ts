import { describe, expect, it } from 'vitest';
import type { InstantOf } from '$crdt/domain/calendar/expand';
import { occasionsOf } from '$crdt/domain/consultation/occasions';
import { selectMeeting } from '$crdt/domain/consultation/select-meeting';
import { rolesOf } from '$crdt/domain/consultation/select-roles';
import { dateInGreenwich, dateOfLens } from '$crdt/domain/dates';
import type { Lens } from '$crdt/domain/lens';
import type { MemberFact } from '$crdt/domain/membership/state';
import { zoneClock } from '$lib/time/zone-clock';
import { planMeeting, planSeries } from '../../support/meeting-ops';
import { createHouse, idOf } from './calendar-house';

const instantOf: InstantOf = (zone, wall) => {
	const clock = zoneClock(zone);
	if (!clock.ok) throw new Error(`no zone ${zone}`);
	return clock.value.instantOf(wall);
};
const at = (text: string): number => Date.parse(text);

/** The lens of a house in which somebody's membership began or ended at an instant. */
const knowing = (lens: Lens, name: string, fact: { readonly since: number; readonly until?: number }): Lens => {
	const { membership } = lens.state;
	const member = { until: null, profile: { name, discipline: '', licence: '' }, ...fact } as unknown as MemberFact; // what these selectors read of a member
	const members = new Map([...membership.members, [idOf(name), member]]);
	return { ...lens, instantOf, state: { ...lens.state, membership: { ...membership, members } } };
};

describe('dates on a wall', () => {
	it('are those of a zone at every hour of the day, and those of Greenwich where zones are not known', () => {
		const lens = { ...createHouse(['Ana']).lens('Ana'), instantOf };
		const evening = at('2026-12-04T01:00Z');
		expect(dateInGreenwich(evening)).toBe('2026-12-04');
		expect(dateOfLens({ state: lens.state }, 'America/Denver')(evening)).toBe('2026-12-04');
		expect(dateOfLens(lens, 'America/Denver')(evening)).toBe('2026-12-03');
		expect(dateOfLens(lens, 'Pacific/Auckland')(at('2026-12-03T12:00Z'))).toBe('2026-12-04');
		for (const zone of ['America/Denver', 'Pacific/Auckland', 'Pacific/Kiritimati', 'Asia/Kolkata', 'Europe/Berlin']) {
			const dateOf = dateOfLens(lens, zone);
			const inZone = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
			for (let instant = at('2026-10-24T00:30Z'); instant < at('2026-10-27T00:00Z'); instant += 3_600_000) expect(dateOf(instant)).toBe(inZone.format(instant));
		}
	});

	it('[CON21] whoever came on the day of a meeting, as its wall has it, is asked whether they were there; after it nobody', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		const [meeting, south] = house.write('Ana', planMeeting({ zone: 'America/Denver' }), planMeeting({ zone: 'Pacific/Auckland', notes: 'BBBBBBBBBBBBBBBBBBBBBA' }));
		house.meetAll();
		const asked = (id = meeting!, since: string) => selectMeeting(knowing(house.lens('Ana'), 'Chloé', { since: at(since) }), id)!.attendance.some(({ name }) => name === 'Chloé');
		// six in the evening in Denver, where a founder plans a meeting of this very evening: in Greenwich it is tomorrow
		expect(asked(meeting, '2026-12-04T01:00Z')).toBe(true);
		expect(asked(meeting, '2026-12-04T08:00Z')).toBe(false);
		expect(asked(south, '2026-12-03T10:30Z')).toBe(true);
		expect(asked(south, '2026-12-03T12:00Z')).toBe(false);
	});

	it('[CON15] whoever has gone is passed over from that day of the series’ wall on', () => {
		const house = createHouse(['Ana', 'Ben', 'Chloé']);
		house.write('Ana', planSeries(['2026-12-03', '2026-12-04'], ['Ben', 'Ana', 'Chloé'].map(idOf), { zone: 'America/Denver' }));
		house.meetAll();
		house.leave('Ben');
		house.meetAll();
		const facilitators = (until: string) => {
			const lens = knowing(house.lens('Ana'), 'Ben', { since: 0, until: at(until) });
			return occasionsOf(lens.state.consultation).all.map((each) => lens.nameOf(rolesOf(lens, each).facilitator!));
		};
		expect(facilitators('2026-12-04T01:00Z')).toEqual(['Ana', 'Chloé']);
		expect(facilitators('2026-12-04T08:00Z')[0]).toBe('Ben');
	});
});
