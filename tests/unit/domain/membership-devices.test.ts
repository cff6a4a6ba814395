import { describe, expect, it } from 'vitest';
import type { InvitationId, MemberId } from '$crypto/base';
import { selectNotices } from '$crdt/domain/membership/selectors';
import { currentDevices } from '$crdt/domain/membership/state';
import { decide, openOp } from '../../support/proposal-ops';
import { admitOp, collective, Device, found, invitationKey, join, keysNamed, sync, tell } from '../../support/story';
import { lensFor } from '../../support/story-lens';

/** A further device, added by `by`, that holds everything `by` holds. */
function added(by: Device, name: string, paper = false): Device {
	const device = new Device(name, keysNamed(name), by.memberId);
	by.post({ type: 'membership/add-device', device: device.keys, proof: 'AA', ...(paper && { paper: true }) });
	tell(by, device);
	return device;
}

function beginRecovery(by: Device, member: MemberId, name: string): InvitationId {
	by.post({ type: 'membership/invite', publicKey: invitationKey(name), lobbyKey: invitationKey(`lobby ${name}`), expiresAt: 9e12, note: '', recovers: member });
	return by.hashes.invitationIdOf(invitationKey(name));
}

const devicesOf = (seenBy: Device, member: MemberId) => seenBy.state.membership.members.get(member)!.devices.map(({ name, status }) => `${name} ${status}`);
const voiceOf = (seenBy: Device, member: MemberId) => seenBy.state.membership.members.get(member)!.voice;
const fresh = (name: string, member: MemberId) => new Device(name, keysNamed(name), member);

describe('a lost voice', () => {
	it('[MEM86] passes to the device that takes it away, for proposals opened afterwards; earlier ones keep the voice they froze', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const phone = added(ana, 'phone');
		const before = phone.post(openOp('before'));
		phone.post({ type: 'membership/revoke-device', device: ana.id });
		phone.rotate('after');
		expect(voiceOf(phone, ana.memberId)).toBe(phone.id);
		const after = phone.post(openOp('after'));
		sync(ana, ben, phone);
		const voiceIn = (proposal: typeof before) => ben.state.proposals.proposals.get(proposal)!.electors.find(({ memberId }) => memberId === ana.memberId)!.voice;
		expect([voiceIn(before), voiceIn(after)]).toEqual([ana.id, phone.id]);
	});

	it('[MEM86] taking another device away passes nothing', () => {
		const ana = found('Ana');
		const phone = added(ana, 'phone');
		const tablet = added(ana, 'tablet');
		sync(ana, phone, tablet);
		phone.post({ type: 'membership/revoke-device', device: tablet.id });
		expect(voiceOf(phone, ana.memberId)).toBe(ana.id);
	});

	it('[MEM85] [MEM86] words on paper are never the voice: where they take it away, the device in use longest speaks', () => {
		const ana = found('Ana');
		const phone = added(ana, 'phone');
		const tablet = added(ana, 'tablet');
		const paper = added(ana, 'paper', true);
		sync(ana, phone, tablet, paper);
		expect(ana.refusalOf(ana.write({ type: 'membership/move-voice', device: paper.id }))?.rule).toBe('MEM15');
		sync(ana, phone, tablet, paper);
		paper.post({ type: 'membership/revoke-device', device: ana.id });
		expect(voiceOf(paper, ana.memberId)).toBe(phone.id);
	});

	it('[MEM86] a decided voice that is lost later gives way too, and one that passes itself on is obeyed', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const phone = added(ana, 'phone');
		sync(ana, ben, phone);
		decide([ben, ana], ben.post(openOp('The phone speaks', { effect: { kind: 'move-voice', member: ana.memberId, device: phone.id } })));
		sync(ana, ben, phone);
		expect(voiceOf(ben, ana.memberId)).toBe(phone.id);
		phone.post({ type: 'membership/move-voice', device: ana.id });
		expect(voiceOf(phone, ana.memberId)).toBe(ana.id);
	});

	it('[MEM12] the last device besides words on paper stays; the words may always go', () => {
		const ana = found('Ana');
		const paper = added(ana, 'paper', true);
		sync(ana, paper);
		expect(paper.refusalOf(paper.write({ type: 'membership/revoke-device', device: ana.id }))?.rule).toBe('MEM12');
		sync(ana, paper);
		ana.post({ type: 'membership/revoke-device', device: paper.id });
		expect(devicesOf(ana, ana.memberId)).toEqual(['Ana active', 'paper revoked']);
	});
});

describe('what a stolen device adds in secret', () => {
	it('[MEM87] is taken away with it, with all that it added in turn, and gets no later group key', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const phone = added(ana, 'phone');
		sync(ana, ben, phone);
		// Ana's laptop is stolen; the thief's devices are added as if nothing had been heard
		phone.post({ type: 'membership/revoke-device', device: ana.id });
		const thief = added(ana, 'thief');
		const second = added(thief, 'second');
		sync(ana, ben, phone, thief, second);
		expect(devicesOf(ben, ana.memberId)).toEqual(['Ana revoked', 'phone active', 'thief revoked', 'second revoked']);
		ben.rotate('after');
		expect(currentDevices(ben.state.membership).map(({ name }) => name).sort()).toEqual(['Ben', 'phone']);
		expect(thief.refusalOf(thief.write({ type: 'membership/receipt' }))?.rule).toBe('MEM3');
	});

	it('[MEM87] the thief’s own device cannot excuse itself by taking the stolen one away once more', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const phone = added(ana, 'phone');
		sync(ana, ben, phone);
		phone.post({ type: 'membership/revoke-device', device: ana.id });
		const thief = added(ana, 'thief');
		thief.post({ type: 'membership/revoke-device', device: ana.id });
		sync(ana, ben, phone, thief);
		expect(devicesOf(ben, ana.memberId)).toEqual(['Ana revoked', 'phone active', 'thief revoked']);
		expect(voiceOf(ben, ana.memberId)).toBe(phone.id);
	});

	it('[MEM87] taking a secretly added device away once more, knowing what it added, excuses nothing', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const phone = added(ana, 'phone');
		sync(ana, ben, phone);
		phone.post({ type: 'membership/revoke-device', device: ana.id });
		const thief = added(ana, 'thief');
		const second = added(thief, 'second');
		second.post({ type: 'membership/revoke-device', device: thief.id });
		sync(ana, ben, phone, thief, second);
		expect(devicesOf(ben, ana.memberId)).toEqual(['Ana revoked', 'phone active', 'thief revoked', 'second revoked']);
	});

	it('[MEM87] a device whose addition was known stays', () => {
		const ana = found('Ana');
		const phone = added(ana, 'phone');
		const tablet = added(ana, 'tablet');
		sync(ana, phone, tablet);
		phone.post({ type: 'membership/revoke-device', device: ana.id });
		sync(ana, phone, tablet);
		expect(devicesOf(tablet, ana.memberId)).toEqual(['Ana revoked', 'phone active', 'tablet active']);
	});

	it('[MEM88] two devices that take each other away are both gone', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const phone = added(ana, 'phone');
		sync(ana, ben, phone);
		phone.post({ type: 'membership/revoke-device', device: ana.id });
		ana.post({ type: 'membership/revoke-device', device: phone.id });
		sync(ana, ben, phone);
		expect(devicesOf(ben, ana.memberId)).toEqual(['Ana revoked', 'phone revoked']);
		expect(ben.isMember(ana.memberId)).toBe(true);
	});
});

describe('recovery by colleagues', () => {
	it('[MEM90] [MEM91] [MEM92] two yeses bind a fresh device, which speaks from there on; nobody new is in', () => {
		const [ana, ben, chloe, dele] = collective(['Ana', 'Ben', 'Chloé', 'Dele']) as [Device, Device, Device, Device];
		const recovery = beginRecovery(ana, ben.memberId, 'for Ben');
		const invitation = ana.state.membership.invitations.get(recovery)!;
		expect(invitation).toMatchObject({ needed: 2, recovers: ben.memberId });
		expect([...invitation.electorate].sort()).toEqual([ana.memberId, chloe.memberId, dele.memberId].sort());
		sync(ana, chloe, dele);
		chloe.post(admitOp(recovery, 'fresh'));
		sync(ana, chloe, dele);
		const laptop = fresh('fresh', ben.memberId);
		tell(chloe, laptop);
		expect(devicesOf(dele, ben.memberId)).toEqual(['Ben active', 'fresh active']);
		expect(voiceOf(dele, ben.memberId)).toBe(laptop.id);
		expect(dele.state.membership.members.size).toBe(4);
		laptop.post({ type: 'membership/revoke-device', device: ben.id });
		laptop.rotate('after');
		laptop.post({ type: 'membership/set-profile', profile: { name: 'Ben again', discipline: '', licence: '' } });
		sync(ana, chloe, dele, laptop);
		expect(ana.state.membership.members.get(ben.memberId)).toMatchObject({ profile: { name: 'Ben again' }, status: 'member' });
	});

	it('[MEM91] how many must say yes is a setting that a decision changes, for recoveries begun afterwards', () => {
		const people = collective(['Ana', 'Ben', 'Chloé', 'Dele']) as [Device, Device, Device, Device];
		const [ana, ben, chloe, dele] = people;
		const before = beginRecovery(ana, ben.memberId, 'for Ben, before');
		decide(people, ana.post(openOp('All three', { effect: { kind: 'change-setting', change: { key: 'recoveryApprovals', value: 3 } } })));
		const after = beginRecovery(ana, ben.memberId, 'for Ben, after');
		sync(...people);
		expect([before, after].map((id) => dele.state.membership.invitations.get(id)?.needed)).toEqual([2, 3]);
		chloe.post(admitOp(after, 'fresh'));
		sync(...people);
		expect(devicesOf(dele, ben.memberId)).toEqual(['Ben active']);
		dele.post(admitOp(after, 'fresh'));
		sync(...people);
		expect(devicesOf(ana, ben.memberId)).toEqual(['Ben active', 'fresh active']);
	});

	it('[MEM91] one colleague alone, however often, binds nothing', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const phone = added(ana, 'phone');
		const recovery = beginRecovery(ana, ben.memberId, 'for Ben');
		ana.post(admitOp(recovery, 'fresh'));
		tell(ana, phone);
		phone.write(admitOp(recovery, 'fresh'));
		ana.write(admitOp(recovery, 'other'));
		sync(ana, ben, chloe, phone);
		expect(devicesOf(chloe, ben.memberId)).toEqual(['Ben active']);
		expect(chloe.state.membership.invitations.get(recovery)?.status).toBe('open');
	});

	it('[MEM91] nobody begins it for themselves or says yes to it, with whichever of their devices', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		expect(ben.refusalOf(ben.write({ type: 'membership/invite', publicKey: invitationKey('x'), lobbyKey: invitationKey('y'), expiresAt: 9e12, note: '', recovers: ben.memberId }))?.rule).toBe('MEM91');
		const recovery = beginRecovery(ana, ben.memberId, 'for Ben');
		tell(ana, ben);
		expect(ben.refusalOf(ben.write(admitOp(recovery, 'fresh')))?.rule).toBe('MEM91');
		sync(ana, ben, chloe);
		expect(devicesOf(chloe, ben.memberId)).toEqual(['Ben active']);
	});

	it('[MEM72] [MEM91] who is on trial neither begins it nor says yes', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		decide([ana, ben, chloe], ana.post(openOp('Trials', { effect: { kind: 'change-setting', change: { key: 'trialDays', value: 90 } } })));
		sync(ana, ben, chloe);
		const dele = join('Dele', [ana, ben, chloe]);
		sync(ana, ben, chloe, dele);
		const recovery = beginRecovery(ana, ben.memberId, 'for Ben');
		tell(ana, dele);
		expect(ana.state.membership.invitations.get(recovery)?.electorate).not.toContain(dele.memberId);
		expect(dele.refusalOf(dele.write(admitOp(recovery, 'fresh')))?.rule).toBe('MEM72');
		expect(dele.refusalOf(dele.write({ type: 'membership/invite', publicKey: invitationKey('z'), lobbyKey: invitationKey('y'), expiresAt: 9e12, note: '', recovers: ben.memberId }))?.rule).toBe('MEM72');
		// a member on trial can be recovered, and stop it
		const ofDele = beginRecovery(ana, dele.memberId, 'for Dele');
		tell(ana, dele);
		dele.post({ type: 'membership/cancel-invitation', invitation: ofDele });
		expect(dele.state.membership.invitations.get(ofDele)?.status).toBe('cancelled');
	});

	it('[MEM24] the link used by two people: each colleague says yes to one key, a second one is refused and shown', () => {
		const [ana, ben, chloe, dele] = collective(['Ana', 'Ben', 'Chloé', 'Dele']) as [Device, Device, Device, Device];
		const recovery = beginRecovery(ana, ben.memberId, 'for Ben');
		sync(ana, chloe, dele);
		chloe.post(admitOp(recovery, 'fresh'));
		expect(chloe.refusalOf(chloe.write(admitOp(recovery, 'thief')))?.rule).toBe('MEM24');
		sync(chloe, dele);
		expect(dele.refusalOf(dele.write(admitOp(recovery, 'thief')))?.rule).toBe('MEM24');
		// at the same moment both stay, and it shows; the person takes the wrong one away
		const again = beginRecovery(ana, ben.memberId, 'again');
		sync(ana, chloe, dele);
		chloe.post(admitOp(again, 'second'));
		dele.post(admitOp(again, 'stranger'));
		sync(ana, chloe, dele);
		expect(ana.state.membership.invitations.get(again)?.status).toBe('used-twice');
		const laptop = fresh('second', ben.memberId);
		tell(ana, laptop);
		laptop.post({ type: 'membership/revoke-device', device: fresh('stranger', ben.memberId).id });
		expect(devicesOf(laptop, ben.memberId)).toContain('stranger revoked');
	});

	it('[MEM93] [MEM23] cancelled, it binds nothing; a yes that did not know of it stands, and the device can be taken away', () => {
		const [ana, ben, chloe, dele] = collective(['Ana', 'Ben', 'Chloé', 'Dele']) as [Device, Device, Device, Device];
		const stopped = beginRecovery(ana, ben.memberId, 'one');
		const late = beginRecovery(ana, ben.memberId, 'two');
		sync(ana, ben, chloe, dele);
		ben.post({ type: 'membership/cancel-invitation', invitation: stopped });
		tell(ben, chloe);
		expect(chloe.refusalOf(chloe.write(admitOp(stopped, 'fresh')))?.rule).toBe('MEM23');
		ben.post({ type: 'membership/cancel-invitation', invitation: late });
		dele.post(admitOp(late, 'late'));
		sync(ana, ben, chloe, dele);
		expect(devicesOf(ana, ben.memberId)).toEqual(['Ben active', 'late active']);
		ben.post({ type: 'membership/revoke-device', device: fresh('late', ben.memberId).id });
		expect(voiceOf(ben, ben.memberId)).toBe(ben.id);
	});

	it('[MEM94] after a removal or a leave nobody is recovered', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const before = beginRecovery(ana, ben.memberId, 'before');
		sync(ana, ben, chloe);
		ben.post({ type: 'membership/leave' });
		sync(ana, ben, chloe);
		chloe.rotate('after');
		expect(chloe.refusalOf(chloe.write(admitOp(before, 'fresh')))?.rule).toBe('MEM94');
		tell(chloe, ana);
		expect(ana.refusalOf(ana.write({ type: 'membership/invite', publicKey: invitationKey('n'), lobbyKey: invitationKey('m'), expiresAt: 9e12, note: '', recovers: ben.memberId }))?.rule).toBe('MEM94');
	});

	it('[MEM22] without a proof of the invitation’s and its own keys no device is bound', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const recovery = beginRecovery(ana, ben.memberId, 'for Ben');
		sync(ana, chloe);
		expect(chloe.refusalOf(chloe.write(admitOp(recovery, 'fresh'), { proofs: [false] }))?.rule).toBe('MEM22');
	});

	it('[MEM11] a key that was used before is bound to nobody', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const recovery = beginRecovery(ana, ben.memberId, 'for Ben');
		sync(ana, chloe);
		expect(chloe.refusalOf(chloe.write(admitOp(recovery, 'Ana')))?.rule).toBe('MEM11');
	});

	it('[MEM95] whom it is about is told at once, also when it is done, and not on the fresh device', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const recovery = beginRecovery(ana, ben.memberId, 'for Ben');
		sync(ana, ben, chloe);
		expect(selectNotices(lensFor(ben), ben.fold)).toMatchObject([{ kind: 'recovery-of-me', sentence: expect.stringContaining('Ana has begun') }]);
		expect(selectNotices(lensFor(chloe), chloe.fold)).toEqual([]);
		chloe.post(admitOp(recovery, 'fresh'));
		sync(ana, ben, chloe);
		expect(selectNotices(lensFor(ben), ben.fold)).toMatchObject([{ sentence: expect.stringContaining('have given you a fresh device') }]);
		const laptop = fresh('fresh', ben.memberId);
		tell(ana, laptop);
		expect(selectNotices(lensFor(laptop), laptop.fold)).toEqual([]);
	});
});
