import { describe, expect, it } from 'vitest';
import type { MemberId, ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { mediationStanding } from '$crdt/domain/proposals/mediation';
import { decide, mediateInVain, openOp, openRemoval, proposalOf } from '../../support/proposal-ops';
import { collective, join, sync, tell, type Device } from '../../support/story';

type Five = [Device, Device, Device, Device, Device];
const five = () => collective(['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'], { decisionRule: 'majority' }) as Five;
const call = (member: Device, ...mediators: readonly Device[]): OpInput => ({
	type: 'proposals/call-mediation', member: member.memberId, mediators: mediators.map(({ memberId }) => memberId), concern: 'The kitchen'
});
const report = (mediation: ObjectId, outcome: 'settled' | 'not-settled' = 'not-settled'): OpInput => ({ type: 'proposals/report-mediation', mediation, outcome, note: '' });
const removal = (member: MemberId, mediation: ObjectId | null): OpInput => openOp('A removal', { effect: { kind: 'remove-member', member }, mediation });
const rule = (device: Device, op: OpInput) => device.refusalOf(device.write(op))?.rule;
const standing = (device: Device, id: ObjectId) => mediationStanding(device.state.proposals.life.mediations.get(id)!, () => true);

function setMediators(devices: readonly Device[], value: number): void {
	decide(devices, devices[0]!.post(openOp('Mediation', { effect: { kind: 'change-setting', change: { key: 'mediators', value } } })));
}

describe('mediation', () => {
	it('[PRO96] two colleagues mediate who are neither of the two; nobody calls it about themselves', () => {
		const [ana, ben, chloe, dele, eve] = five();
		expect(rule(ana, call(eve, ben))).toBe('PRO96');
		expect(rule(ana, call(eve, ben, ben))).toBe('PRO96');
		expect(rule(ana, call(eve, ana, ben))).toBe('PRO96');
		expect(rule(ana, call(eve, eve, ben))).toBe('PRO96');
		expect(rule(ana, call(ana, ben, chloe))).toBe('PRO96');
		expect(rule(ana, call(eve, chloe, dele))).toBeUndefined();
	});

	it('[PRO96] there are as many as the settings say, at most as many as there are besides the two', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé'], { decisionRule: 'majority' }) as [Device, Device, Device];
		expect(rule(ana, call(chloe, ben))).toBeUndefined();
		setMediators([ana, ben, chloe], 0);
		expect(rule(ana, call(chloe, ben))).toBe('PRO96');
	});

	it('[PRO97] each mediator reports once, and nobody else', () => {
		const [ana, ben, chloe, dele, eve] = five();
		const mediation = ana.post(call(eve, chloe, dele));
		expect(rule(chloe, report(mediation))).toBe('PRO97');
		sync(ana, ben, chloe, dele, eve);
		expect([rule(ana, report(mediation)), rule(eve, report(mediation)), rule(ben, report(mediation))]).toEqual(['PRO97', 'PRO97', 'PRO97']);
		expect(rule(chloe, report(mediation))).toBeUndefined();
		expect(rule(chloe, report(mediation, 'settled'))).toBe('PRO97');
		expect(standing(chloe, mediation)).toBe('under-way');
		sync(ana, chloe, dele);
		dele.post(report(mediation, 'settled'));
		expect(standing(dele, mediation)).toBe('settled');
	});

	it('[PRO98] a removal names a mediation about its subject that every mediator has given up on, as its author knew', () => {
		const [ana, ben, chloe, dele, eve] = five();
		const all = [ana, ben, chloe, dele, eve];
		expect(rule(ana, removal(eve.memberId, null))).toBe('PRO98');
		const mediation = ana.post(call(eve, chloe, dele));
		expect(rule(ana, removal(eve.memberId, mediation))).toBe('PRO98');
		sync(...all);
		chloe.post(report(mediation));
		dele.post(report(mediation));
		// Ana has not heard of the reports yet, and Ben has
		const early = ana.write(removal(eve.memberId, mediation));
		expect(ana.refusalOf(early)?.rule).toBe('PRO98');
		sync(ben, chloe, dele);
		tell(ana, ben);
		expect(ben.refusalOf(early)?.rule).toBe('PRO98');
		expect(rule(ben, removal(dele.memberId, mediation))).toBe('PRO98');
		expect(rule(ben, removal(eve.memberId, ben.post(openOp('Rent'))))).toBe('PRO98');
		expect(rule(ben, removal(eve.memberId, mediation))).toBeUndefined();
		sync(...all);
		expect(rule(ana, removal(eve.memberId, mediation))).toBeUndefined();
	});

	it('[PRO98] what was settled allows no removal; it can be called anew with others', () => {
		const [ana, ben, chloe, dele, eve] = five();
		const all = [ana, ben, chloe, dele, eve];
		const mediation = ana.post(call(eve, chloe, dele));
		sync(...all);
		chloe.post(report(mediation, 'settled'));
		dele.post(report(mediation));
		sync(...all);
		expect(rule(ana, removal(eve.memberId, mediation))).toBe('PRO98');
		const again = ana.post(call(eve, ben, dele));
		sync(...all);
		ben.post(report(again));
		dele.post(report(again));
		sync(...all);
		expect(rule(chloe, removal(eve.memberId, again))).toBeUndefined();
	});

	it('[PRO98] where the settings ask for none, a removal names none', () => {
		const all = five();
		setMediators(all, 0);
		expect(rule(all[0], removal(all[4].memberId, null))).toBeUndefined();
	});

	it('[PRO99] whoever came after the mediation was called does not decide the removal: an electorate cannot be packed', () => {
		const [ana, ben, chloe, dele] = collective(['Ana', 'Ben', 'Chloé', 'Dele'], { decisionRule: 'majority' }) as [Device, Device, Device, Device];
		const mediation = mediateInVain([ana, ben, chloe, dele], dele.memberId);
		const fay = join('Fay', [ana, ben, chloe, dele]);
		const proposal = ana.post(removal(dele.memberId, mediation));
		const deciders = proposalOf(ana, proposal).electors.map(({ memberId }) => memberId).sort();
		expect(deciders).toEqual([ana, ben, chloe].map(({ memberId }) => memberId).sort());
		decide([ana, ben, chloe, dele, fay], proposal);
		expect(fay.isMember(dele.memberId)).toBe(false);
	});

	it('[PRO99] whoever has gone since does not decide either', () => {
		const [ana, ben, chloe, dele, eve] = five();
		const all = [ana, ben, chloe, dele, eve];
		const mediation = mediateInVain(all, eve.memberId);
		ben.post({ type: 'membership/leave' });
		sync(...all);
		ana.rotate('after Ben');
		const proposal = ana.post(removal(eve.memberId, mediation));
		expect(proposalOf(ana, proposal).electors.map(({ memberId }) => memberId)).not.toContain(ben.memberId);
	});

	it('[PRO96] [MEM72] somebody on trial neither calls nor mediates, and can be the one it is about', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé'], { decisionRule: 'majority' }) as [Device, Device, Device];
		decide([ana, ben, chloe], ana.post(openOp('Trials', { effect: { kind: 'change-setting', change: { key: 'trialDays', value: 30 } } })));
		const dele = join('Dele', [ana, ben, chloe]);
		expect(rule(dele, call(chloe, ana, ben))).toBe('PRO96');
		expect(rule(ana, call(chloe, dele))).toBe('PRO96');
		expect(rule(ana, call(dele, ben, chloe))).toBeUndefined();
		expect(proposalOf(ana, openRemoval([ana, ben, chloe], dele.memberId)).electors).toHaveLength(3);
	});
});
