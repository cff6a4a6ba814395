import { describe, expect, it } from 'vitest';
import { selectMembers } from '$crdt/domain/membership/selectors';
import { currentDevices } from '$crdt/domain/membership/state';
import { epochToWriteUnder } from '$crdt/domain/membership/epochs';
import { admitOp, collective, Device, epochNamed, invite, keysNamed, sync, tell } from '../support/story';
import { lensFor } from '../support/story-lens';
import { addRoomOp } from '../support/calendar-ops';

describe('rogue epoch', () => {
	it('[MEM30] a group key with a box too many, one too few, or used before is refused', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const stranger = new Device('Mallory', keysNamed('Mallory'));
		const boxes = [ana, ben].map((device) => ({ device: device.id, box: 'AA' }));
		const attempts = [
			{ epoch: epochNamed('wide'), boxes: [...boxes, { device: stranger.id, box: 'AA' }] },
			{ epoch: epochNamed('narrow'), boxes: boxes.slice(0, 1) },
			{ epoch: epochNamed('twice'), boxes: [boxes[0]!, boxes[0]!] },
			{ epoch: epochNamed('first'), boxes }
		];
		for (const attempt of attempts) {
			const entry = ana.write({ type: 'membership/open-epoch', ...attempt });
			expect(ana.refusalOf(entry)?.rule).toBe('MEM30');
		}
		expect(epochToWriteUnder(ana.state.membership)?.epoch).toBe(epochNamed('first'));
	});

	it('[MEM31] an entry under a key that no valid entry opened is refused', () => {
		const [ana] = collective(['Ana', 'Ben']) as [Device, Device];
		const entry = ana.write({ type: 'membership/receipt' }, { epoch: epochNamed('mine alone') });
		expect(ana.refusalOf(entry)?.rule).toBe('MEM31');
	});

	it('[MEM31] who does not know of a leave may write under the old key; who knows may not', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		chloe.post({ type: 'membership/leave' });
		tell(chloe, ana);
		expect(ana.refusalOf(ana.write({ type: 'membership/receipt' }))?.rule).toBe('MEM31');
		expect(ben.refusalOf(ben.write({ type: 'membership/receipt' }))).toBeUndefined();
		ana.rotate('second');
		sync(ana, ben);
		expect(currentDevices(ben.state.membership).map((device) => device.deviceId).sort()).toEqual([ana.id, ben.id].sort());
		expect(epochToWriteUnder(ben.state.membership)?.epoch).toBe(epochNamed('second'));
	});
});

describe('replayed invitation', () => {
	it('[MEM22] a proof that does not verify lets nobody in', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const invitation = invite(ana, 'Chloé');
		sync(ana, ben);
		const entry = ben.write(admitOp(invitation, 'Mallory'), { proofs: [false] });
		expect(ben.refusalOf(entry)?.rule).toBe('MEM22');
	});

	it('[MEM24] an old link found later lets nobody in and un-admits nobody', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const invitation = invite(ana, 'Chloé');
		sync(ana, ben);
		ben.post(admitOp(invitation, 'Chloé'));
		sync(ana, ben);
		const chloe = new Device('Chloé', keysNamed('Chloé'));
		const replay = ana.write(admitOp(invitation, 'Mallory'));
		expect(ana.refusalOf(replay)?.rule).toBe('MEM24');
		expect(ana.isMember(chloe.memberId)).toBe(true);
		expect(selectMembers(lensFor(ana)).invitations[0]).toMatchObject({ status: 'used', joinerName: 'Chloé' });
	});
});

describe('relay as member', () => {
	it('[MEM3] a device that passes everything on but was never admitted writes nothing that counts', () => {
		const [ana] = collective(['Ana', 'Ben']) as [Device, Device];
		const relay = new Device('relay', keysNamed('relay'));
		tell(ana, relay);
		const attempts = [
			relay.write({ type: 'membership/receipt' }),
			relay.write(addRoomOp('Attic')),
			relay.write({ type: 'membership/open-epoch', epoch: epochNamed('relay'), boxes: [] }),
			relay.write({ type: 'membership/add-device', device: keysNamed('another'), proof: 'AA' })
		];
		tell(relay, ana);
		for (const attempt of attempts) expect(ana.refusalOf(attempt)?.rule).toBe('MEM3');
		expect(ana.state.calendar.rooms.size).toBe(0);
	});

	it('[MEM21] a relay cannot let itself in with an invitation it carried', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const invitation = invite(ana, 'Chloé');
		const relay = new Device('relay', keysNamed('relay'));
		tell(ana, relay);
		const entry = relay.write(admitOp(invitation, 'relay'));
		tell(relay, ana);
		sync(ana, ben);
		expect(ben.refusalOf(entry)?.rule).toBe('MEM3');
		expect(ben.isMember(relay.memberId)).toBe(false);
	});
});
