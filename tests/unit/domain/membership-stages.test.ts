import { describe, expect, it } from 'vitest';
import type { MemberId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { selectMembers } from '$crdt/domain/membership/selectors';
import { approvalsNeeded, currentDevices, fullMembers } from '$crdt/domain/membership/state';
import { addRoomOp, bookOp } from '../../support/calendar-ops';
import { expenseOp } from '../../support/ledger-ops';
import { bindOp, castOp, closeOp, decide, openEffect, openOp, openRemoval, outcomeOf, proposalOf } from '../../support/proposal-ops';
import { admitOp, collective, Device, invitationKey, invite, join, keysNamed, sync } from '../../support/story';
import { lensFor } from '../../support/story-lens';

const inviteOp = (name: string): OpInput => ({
	type: 'membership/invite', publicKey: invitationKey(name), lobbyKey: invitationKey(`lobby ${name}`), expiresAt: 9e12, note: ''
});
const stageOf = (device: Device, member: MemberId) => device.state.membership.members.get(member)?.stage;
const admission = (member: MemberId): OpInput => openEffect('The trial ends', { kind: 'admit-member', member });

function withTrials(names: readonly string[]): Device[] {
	const devices = collective(names, { decisionRule: 'majority' });
	decide(devices, devices[0]!.post(openEffect('Trials', { kind: 'change-setting', change: { key: 'trialDays', value: 90 } })));
	return devices;
}

/** Ana, Ben and Chloé with all rights, Dele on trial. */
function house(): { readonly ana: Device; readonly ben: Device; readonly chloe: Device; readonly dele: Device; readonly all: Device[] } {
	const three = withTrials(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
	const [ana, ben, chloe] = three;
	const dele = join('Dele', three);
	return { ana, ben, chloe, dele, all: [...three, dele] };
}

describe('stages', () => {
	it('[MEM71] the founder and whoever comes while there are no trials have all rights', () => {
		const [ana, ben] = collective(['Ana', 'Ben']);
		expect([stageOf(ana!, ana!.memberId), stageOf(ana!, ben!.memberId)]).toEqual(['member', 'member']);
	});

	it('[MEM71] what a newcomer becomes is what held when the invitation was written', () => {
		const [ana, ben] = collective(['Ana', 'Ben'], { decisionRule: 'majority' }) as [Device, Device];
		const before = invite(ana, 'Chloé');
		decide([ana, ben], ana.post(openEffect('Trials', { kind: 'change-setting', change: { key: 'trialDays', value: 30 } })));
		const after = invite(ana, 'Dele');
		sync(ana, ben);
		ben.post(admitOp(before, 'Chloé'));
		ben.post(admitOp(after, 'Dele'));
		const stages = ['Chloé', 'Dele'].map((name) => stageOf(ben, new Device(name, keysNamed(name)).memberId));
		expect(stages).toEqual(['member', 'trial']);
	});

	it('[MEM72] who is on trial does not invite, cancel an invitation, admit, propose or take stances', () => {
		const { ana, dele, all } = house();
		const open = ana.post(openOp('Rent'));
		const waiting = invite(ana, 'Eve');
		sync(...all);
		const said: readonly [OpInput, string][] = [
			[inviteOp('Fay'), 'MEM72'],
			[{ type: 'membership/cancel-invitation', invitation: waiting }, 'MEM72'],
			[admitOp(waiting, 'Eve'), 'MEM72'],
			[openOp('Mine'), 'PRO1'],
			[castOp(open, 'agree'), 'PRO20'],
			[bindOp(open, 'agree'), 'PRO21'],
			[closeOp(open), 'PRO23']
		];
		for (const [op, rule] of said) expect([op.type, dele.refusalOf(dele.write(op))?.rule]).toEqual([op.type, rule]);
		expect(proposalOf(dele, open).electors.map(({ memberId }) => memberId)).not.toContain(dele.memberId);
	});

	it('[MEM70] who is on trial books rooms, shares costs, discusses and comments', () => {
		const { ana, dele, all } = house();
		const room = ana.post(addRoomOp('Garden room', 'Europe/Berlin'));
		const open = ana.post(openOp('Rent'));
		sync(...all);
		const said: readonly OpInput[] = [
			bookOp(room, '2026-12-01T10:00', '2026-12-01T11:00'),
			expenseOp(dele.memberId, 900, all.map(({ memberId }) => memberId)),
			{ type: 'proposals/discuss', title: 'Plants', text: '', effect: { kind: 'none' }, method: null, alternatives: [] },
			{ type: 'proposals/comment', about: open, text: 'I would like that.', replyTo: null, mentions: [] },
			{ type: 'membership/set-profile', profile: { name: 'Dele', discipline: 'Counselling', licence: '' } }
		];
		for (const op of said) expect([op.type, dele.refusalOf(dele.write(op))]).toEqual([op.type, undefined]);
	});

	it('[MEM73] a trial ends by an accepted decision, for everybody from their own past on', () => {
		const { ana, dele, all } = house();
		const proposal = ana.post(admission(dele.memberId));
		expect(proposalOf(ana, proposal)).toMatchObject({ subject: 'admission', method: { kind: 'majority' } });
		expect(stageOf(ana, dele.memberId)).toBe('trial');
		decide(all, proposal);
		for (const device of all) expect(stageOf(device, dele.memberId)).toBe('member');
		expect(dele.refusalOf(dele.write(openOp('Mine')))).toBeUndefined();
		expect(selectMembers(lensFor(ana)).members.find(({ memberId }) => memberId === dele.memberId)?.stage).toBe('member');
	});

	it('[MEM73] no time that passes ends it', () => {
		const { dele } = house();
		dele.write({ type: 'membership/receipt' }, { claimedAt: 9e12 });
		expect(dele.refusalOf(dele.write(openOp('Mine'), { claimedAt: 9e12 }))?.rule).toBe('PRO1');
	});

	it('[MEM73] what was not accepted ends nothing, and it can be put to the others again', () => {
		const { ana, dele, all } = house();
		const first = ana.post(admission(dele.memberId));
		decide(all, first, 'disagree');
		expect([outcomeOf(ana, first), stageOf(ana, dele.memberId)]).toEqual(['not-accepted', 'trial']);
		decide(all, ana.post(admission(dele.memberId)));
		expect(stageOf(dele, dele.memberId)).toBe('member');
	});

	it('[MEM74] those on trial count neither for admissions nor for decisions', () => {
		const { ana, ben, dele, all } = house();
		expect(fullMembers(ana.state.membership)).toHaveLength(3);
		decide(all, ana.post(openEffect('Four yeses', { kind: 'change-setting', change: { key: 'admissionApprovals', value: 4 } })));
		expect(approvalsNeeded(ana.state.membership)).toBe(3);
		const invitation = invite(ana, 'Eve');
		sync(...all);
		expect(ben.state.membership.invitations.get(invitation)).toMatchObject({ needed: 3, stage: 'trial' });
		expect(ben.state.membership.invitations.get(invitation)?.electorate).not.toContain(dele.memberId);
	});

	it('[MEM74] somebody on trial is removed by the others, and cannot decide a removal', () => {
		const { ana, ben, chloe, dele, all } = house();
		const removal = openRemoval([ana, ben, chloe], dele.memberId);
		expect(proposalOf(ana, removal).electors).toHaveLength(3);
		decide(all, removal);
		expect(ana.isMember(dele.memberId)).toBe(false);
	});

	it('[MEM75] group keys, rolls and grants are for those on trial too', () => {
		const { ana, dele } = house();
		expect(currentDevices(ana.state.membership).map(({ deviceId }) => deviceId)).toContain(dele.id);
		expect(dele.refusalOf(dele.rotate('second'))).toBeUndefined();
	});

	it('[MEM76] where the last one with all rights leaves, everybody has them', () => {
		const [ana] = withTrials(['Ana']) as [Device];
		const ben = join('Ben', [ana]);
		const chloe = join('Chloé', [ana, ben].slice(0, 1));
		sync(ana, ben, chloe);
		expect(stageOf(ana, ben.memberId)).toBe('trial');
		ana.post({ type: 'membership/leave' });
		sync(ana, ben, chloe);
		ben.rotate('after Ana');
		expect(fullMembers(ben.state.membership).map(({ memberId }) => memberId).sort()).toEqual([ben.memberId, chloe.memberId].sort());
		expect(ben.refusalOf(ben.write(openOp('Rent')))).toBeUndefined();
	});

	it('[MEM76] while one with all rights is left, a leave changes nobody’s stage', () => {
		const { ana, ben, chloe, dele, all } = house();
		ben.post({ type: 'membership/leave' });
		chloe.post({ type: 'membership/leave' });
		sync(...all);
		expect([stageOf(dele, ana.memberId), stageOf(dele, dele.memberId)]).toEqual(['member', 'trial']);
	});
});
