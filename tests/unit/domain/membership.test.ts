import { describe, expect, it } from 'vitest';
import { selectMembers, selectNotices, selectSettings } from '$crdt/domain/membership/selectors';
import { admitOp, collective, Device, epochNamed, found, invite, join, keysNamed, objectId, sync, tell } from '../../support/story';
import { lensFor } from '../../support/story-lens';

describe('founding and joining', () => {
	it('[MEM1] the first entry of the founder makes a collective of one', () => {
		const ana = found('Ana');
		expect(ana.state.membership.seated.map((member) => member.memberId)).toEqual([ana.memberId]);
		expect(ana.state.membership.settings).toMatchObject({ name: 'The Linden House', currency: 'EUR', admissionApprovals: 2 });
		expect(ana.fold.refusals().size).toBe(0);
	});

	it('[MEM20] while alone one yes is enough, and it is in the invitation', () => {
		const ana = found('Ana');
		const ben = join('Ben', [ana]);
		expect(ben.isMember(ben.memberId)).toBe(true);
		expect(ben.isMember(ana.memberId)).toBe(true);
	});

	it('[MEM21] among three, the yes of the inviter and of one other are needed', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']);
		const invitation = invite(ana!, 'Dele');
		ana!.post(admitOp(invitation, 'Dele'));
		sync(ana!, ben!, chloe!);
		const dele = new Device('Dele', keysNamed('Dele'));
		expect(ana!.isMember(dele.memberId)).toBe(false);
		expect(ana!.state.membership.invitations.get(invitation)).toMatchObject({ needed: 2, status: 'open' });
		ben!.post(admitOp(invitation, 'Dele'));
		sync(ana!, ben!, chloe!);
		expect(chloe!.isMember(dele.memberId)).toBe(true);
		expect(chloe!.state.membership.invitations.get(invitation)?.status).toBe('used');
	});

	it('[MEM21] the inviter need not be there: another member lets the newcomer in', () => {
		const [ana, ben] = collective(['Ana', 'Ben']);
		const invitation = invite(ana!, 'Chloé');
		sync(ana!, ben!);
		// Ana has closed her laptop
		ben!.post(admitOp(invitation, 'Chloé'));
		expect(ben!.isMember(new Device('Chloé', keysNamed('Chloé')).memberId)).toBe(true);
	});

	it('[MEM24] a second key under a used invitation is refused and shown', () => {
		const [ana, ben] = collective(['Ana', 'Ben']);
		const invitation = invite(ana!, 'Chloé');
		sync(ana!, ben!);
		ben!.post(admitOp(invitation, 'Chloé'));
		const again = ben!.write(admitOp(invitation, 'Mallory'));
		expect(ben!.refusalOf(again)?.rule).toBe('MEM24');
	});

	it('[MEM24] two keys let in at the same moment both stay, and the invitation shows as used twice', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']);
		const invitation = invite(ana!, 'Dele');
		sync(ana!, ben!, chloe!);
		ben!.post(admitOp(invitation, 'Dele'));
		chloe!.post(admitOp(invitation, 'Eve'));
		sync(ana!, ben!, chloe!);
		expect(ana!.state.membership.seated).toHaveLength(5);
		expect(ana!.state.membership.invitations.get(invitation)?.status).toBe('used-twice');
	});

	it('[MEM23] a cancelled invitation lets nobody in', () => {
		const [ana, ben] = collective(['Ana', 'Ben']);
		const invitation = invite(ana!, 'Chloé');
		ana!.post({ type: 'membership/cancel-invitation', invitation });
		sync(ana!, ben!);
		const late = ben!.write(admitOp(invitation, 'Chloé'));
		expect(ben!.refusalOf(late)?.rule).toBe('MEM23');
	});
});

describe('devices', () => {
	it('[MEM14] a second device speaks for the same member, but is not the voice', () => {
		const ana = found('Ana');
		const phone = new Device('phone', keysNamed('phone'), ana.memberId);
		ana.post({ type: 'membership/add-device', device: phone.keys, proof: 'AA' });
		sync(ana, phone);
		phone.post({ type: 'membership/set-profile', profile: { name: 'Ana M.', discipline: '', licence: '' } });
		expect(phone.state.membership.members.get(ana.memberId)?.profile.name).toBe('Ana M.');
		expect(phone.refusalOf(phone.write({ type: 'membership/move-voice', device: phone.id }))?.rule).toBe('MEM15');
		sync(ana, phone);
		ana.post({ type: 'membership/move-voice', device: phone.id });
		expect(ana.state.membership.seated[0]?.voice).toBe(phone.id);
	});

	it('[MEM12] a revoked device writes nothing more, and nobody revokes devices of others', () => {
		const [ana, ben] = collective(['Ana', 'Ben']);
		const phone = new Device('phone', keysNamed('phone'), ana!.memberId);
		ana!.post({ type: 'membership/add-device', device: phone.keys, proof: 'AA' });
		sync(ana!, ben!, phone);
		expect(ben!.refusalOf(ben!.write({ type: 'membership/revoke-device', device: phone.id }))?.rule).toBe('MEM12');
		ana!.post({ type: 'membership/revoke-device', device: phone.id });
		sync(ana!, phone);
		expect(phone.refusalOf(phone.write({ type: 'membership/receipt' }))?.rule).toBe('MEM3');
	});

	it('[MEM11] a key that has been used never joins again', () => {
		const [ana, ben] = collective(['Ana', 'Ben']);
		ben!.post({ type: 'membership/leave' });
		sync(ana!, ben!);
		ana!.rotate('after Ben');
		const invitation = invite(ana!, 'again');
		expect(ana!.refusalOf(ana!.write(admitOp(invitation, 'Ben')))?.rule).toBe('MEM11');
	});
});

describe('leaving and group keys', () => {
	it('[MEM16] whoever leaves is gone from their own next entry on; the last one stays', () => {
		const [ana, ben] = collective(['Ana', 'Ben']);
		ben!.post({ type: 'membership/leave' });
		expect(ben!.refusalOf(ben!.write({ type: 'membership/receipt' }))?.rule).toBe('MEM3');
		sync(ana!, ben!);
		expect(ana!.state.membership.members.get(ben!.memberId)?.status).toBe('left');
		expect(ana!.refusalOf(ana!.write({ type: 'membership/leave' }))).toBeDefined();
	});

	it('[MEM31] after a leave nothing counts under the old group key', () => {
		const [ana, ben] = collective(['Ana', 'Ben']);
		ben!.post({ type: 'membership/leave' });
		sync(ana!, ben!);
		const stale = ana!.write({ type: 'membership/receipt' });
		expect(ana!.refusalOf(stale)?.rule).toBe('MEM31');
		ana!.rotate('second');
		expect(ana!.refusalOf(ana!.write({ type: 'membership/receipt' }))).toBeUndefined();
	});

	it('[ORD11] an entry refused in one place is refused everywhere', () => {
		const [ana, ben] = collective(['Ana', 'Ben']);
		const bad = ben!.write({ type: 'membership/revoke-device', device: ana!.id });
		sync(ana!, ben!);
		expect(ana!.fold.refusals().get(objectId(bad))?.rule).toBe('MEM12');
	});
});

describe('views', () => {
	it('[MEM60] a member shows with devices, who let them in, and how far their newest entry has travelled', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		chloe.post({ type: 'membership/set-profile', profile: { name: 'Chloé', discipline: '', licence: '' } });
		const shown = selectMembers(lensFor(chloe)).members.find((member) => member.isMe);
		expect(shown).toMatchObject({ profile: { name: 'Chloé' }, admittedBy: ['Ana', 'Ben'], latestHeldBy: 1, of: 3, status: 'member' });
		expect(shown?.devices).toMatchObject([{ isVoice: true, isThisDevice: true, status: 'active' }]);
		sync(ana, ben, chloe);
		ana.post({ type: 'membership/receipt' });
		tell(ana, chloe);
		expect(selectMembers(lensFor(chloe)).members.find((member) => member.isMe)?.latestHeldBy).toBe(2);
		expect(selectSettings(lensFor(chloe))).toMatchObject({ foundedByName: 'Ana', settings: { zone: 'Europe/Berlin' }, decidedBy: {} });
	});

	it('[MEM61] a refused op of mine is told to me in one sentence, what the app does by itself is not', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		ana.write({ type: 'membership/revoke-device', device: ben.id });
		ana.write({ type: 'membership/open-epoch', epoch: epochNamed('x'), boxes: [] });
		expect(selectNotices(lensFor(ana), ana.fold)).toMatchObject([{ kind: 'refused', sentence: 'A member can only revoke devices of their own.' }]);
		sync(ana, ben);
		expect(selectNotices(lensFor(ben), ben.fold)).toEqual([]);
	});
});
