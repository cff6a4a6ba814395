/** What a split by use or by dates is made of: room use, days of membership, ownership. */
import { describe, expect, it } from 'vitest';
import { roomUse } from '$crdt/domain/ledger/room-use';
import { selectBasis } from '$crdt/domain/ledger/select-basis';
import { addRoomOp, bookOp } from '../../support/calendar-ops';
import { foundHouse } from '../../support/fake-house';
import { admitOp, collective, Device, invite, keysNamed, sync } from '../../support/story';
import { lensFor } from '../../support/story-lens';

const DECEMBER = { from: '2026-12-01', until: '2027-01-01' };

describe('the basis of a split', () => {
	it('[LED24] is minutes and prices by member, of all rooms or of some', () => {
		const house = foundHouse('Ana', () => Date.parse('2026-11-22T12:00Z'));
		const ana = house.device('Ana');
		house.settle();
		const studio = house.say('Ana', 2, addRoomOp('Studio', 'UTC', { price: { perHourMinor: 1_000, bands: [] } }));
		const attic = house.say('Ana', 2, addRoomOp('Attic', 'UTC', { price: { perHourMinor: 333, bands: [] } }));
		house.say('Ana', 1, bookOp(studio, '2026-12-05T10:00', '2026-12-05T12:00'));
		house.say('Ana', 1, bookOp(attic, '2026-12-06T10:00', '2026-12-06T10:30'));
		house.say('Ana', 1, bookOp(attic, '2026-12-31T23:00', '2027-01-01T01:00'));
		house.settle();
		const use = (rooms: readonly string[]) => roomUse(ana.state.calendar, DECEMBER, rooms);
		// 120 at 10.00 an hour, 90 at 3.33: 20.00 and 4.995, rounded once
		expect(use([])).toEqual([{ member: ana.memberId, minutes: 210, priceMinor: 2_500, tentativeMinutes: 0 }]);
		expect(use([attic])).toEqual([{ member: ana.memberId, minutes: 90, priceMinor: 500, tentativeMinutes: 0 }]);
		expect(selectBasis(lensFor(ana), DECEMBER, [studio]).roomUse).toEqual([{ member: ana.memberId, name: 'Ana', minutes: 120, priceMinor: 2_000, tentativeMinutes: 0 }]);
		expect(selectBasis(lensFor(ana), { from: '2026-12-31', until: '2026-12-01' }, [])).toMatchObject({ roomUse: [], days: [] });
	});

	it('[LED25] is days of membership within the period, by name, with who came or left in it', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const invitation = invite(ana, 'Chloé');
		sync(ana, ben);
		for (const each of [ana, ben]) {
			each.post(admitOp(invitation, 'Chloé'), { claimedAt: Date.parse('2026-12-11T09:00Z') });
			sync(ana, ben);
		}
		const chloe = new Device('Chloé', keysNamed('Chloé'));
		sync(ana, ben, chloe);
		ben.post({ type: 'membership/leave' }, { claimedAt: Date.parse('2026-12-21T09:00Z') });
		sync(ana, ben);
		expect(selectBasis(lensFor(ana), DECEMBER, []).days).toEqual([
			{ member: ana.memberId, name: 'Ana', days: 31, joined: null, left: null },
			{ member: ben.memberId, name: 'Ben', days: 20, joined: null, left: '2026-12-21' },
			{ member: chloe.memberId, name: 'Chloé', days: 21, joined: '2026-12-11', left: null }
		]);
	});

	it('[LED23] is the ownership in force', () => {
		const [ana] = collective(['Ana']) as [Device];
		const lens = lensFor(ana);
		const { membership } = lens.state;
		const settings = { ...membership.settings, ownership: [{ member: ana.memberId, units: 7 }] };
		const owned = { ...lens, state: { ...lens.state, membership: { ...membership, settings } } };
		expect(selectBasis(lens, DECEMBER, []).ownership).toEqual([]);
		expect(selectBasis(owned, DECEMBER, []).ownership).toEqual([{ member: ana.memberId, name: 'Ana', units: 7 }]);
	});
});
