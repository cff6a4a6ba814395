import { describe, expect, it } from 'vitest';
import type { OpInput } from '$crdt/domain/op';
import { rulesOfFounding } from '$crdt/domain/proposals/founding-rules';
import { SUBJECTS } from '$crdt/domain/proposals/settings-ops';
import { needsOf } from '$crdt/domain/proposals/settings-rules';
import { decide, openEffect, proposalOf } from '../../support/proposal-ops';
import { collective, found, sync, type Device } from '../../support/story';

type Change = Extract<Extract<OpInput, { type: 'proposals/open' }>['effect'], { kind: 'change-setting' }>['change'];
const opening = (change: Change): OpInput => openEffect('A setting', { kind: 'change-setting', change });
const rule = (device: Device, change: Change) => device.refusalOf(device.write(opening(change)))?.rule;

function set(devices: readonly Device[], change: Change): void {
	decide(devices, devices[0]!.post(opening(change)));
}

describe('ways of deciding', () => {
	it('[PRO100] the founder’s one choice holds for every subject but removals, which a majority decides', () => {
		for (const choice of ['consensus', 'consent', 'majority'] as const) {
			const { rules } = found('Ana', { decisionRule: choice }).state.membership.settings;
			expect(rules).toEqual(rulesOfFounding(choice));
			expect(SUBJECTS.filter((subject) => rules[subject].kind !== choice)).toEqual(choice === 'majority' ? [] : ['removal']);
			expect(rules.removal).toMatchObject({ kind: 'majority', of: 'eligible' });
		}
	});

	it('[MEM50] each subject and each kind of meeting is a setting of its own: decisions made apart do not undo one another', () => {
		const [ana, ben] = collective(['Ana', 'Ben'], { decisionRule: 'majority' }) as [Device, Device];
		const rooms = ana.post(opening({ key: 'rule', subject: 'rooms', value: { kind: 'lazy' } }));
		const general = ben.post(opening({ key: 'rule', subject: 'general', value: { kind: 'consent', quorum: 0 } }));
		const cases = ben.post(opening({ key: 'retention', kind: 'case', value: 30 }));
		for (const id of [rooms, general, cases]) decide([ana, ben], id);
		const { settings, decidedBy } = ana.state.membership;
		expect([settings.rules.rooms.kind, settings.rules.general.kind, settings.rules.settings.kind]).toEqual(['lazy', 'consent', 'majority']);
		expect(settings.retention).toMatchObject({ case: 30, 'check-in': 90 });
		expect(decidedBy).toEqual({ 'rule:rooms': rooms, 'rule:general': general, 'retention:case': cases });
		expect(ben.state.membership.settings).toEqual(settings);
	});

	it('[PRO101] silence is consent about rooms and general matters only', () => {
		const ana = found('Ana');
		for (const subject of SUBJECTS) {
			const allowed = subject === 'general' || subject === 'rooms';
			expect([subject, rule(ana, { key: 'rule', subject, value: { kind: 'lazy' } })]).toEqual([subject, allowed ? undefined : 'PRO101']);
		}
	});

	it('[PRO101] a removal keeps a majority of all the others, of which the share can be set', () => {
		const ana = found('Ana');
		expect(rule(ana, { key: 'rule', subject: 'removal', value: { kind: 'consent', quorum: 0 } })).toBe('PRO101');
		expect(rule(ana, { key: 'rule', subject: 'removal', value: { kind: 'majority', percent: 67, of: 'cast', quorum: 0 } })).toBe('PRO101');
		expect(rule(ana, { key: 'rule', subject: 'removal', value: { kind: 'majority', percent: 67, of: 'eligible', quorum: 0 } })).toBeUndefined();
	});
});

describe('owners and bands', () => {
	it('[PRO102] owners are members, each named once; ownership decides only where there are some', () => {
		const [ana, ben] = collective(['Ana', 'Ben'], { decisionRule: 'majority' }) as [Device, Device];
		const byShares: Change = { key: 'rule', subject: 'spending', value: { kind: 'ownership', percent: 50 } };
		expect(rule(ana, byShares)).toBe('PRO101');
		expect(rule(ana, { key: 'ownership', value: [{ member: ana.memberId, units: 1 }, { member: ana.memberId, units: 2 }] })).toBe('PRO102');
		expect(rule(ana, { key: 'ownership', value: [{ member: 'A'.repeat(43), units: 1 }] })).toBe('PRO102');
		set([ana, ben], { key: 'ownership', value: [{ member: ana.memberId, units: 60 }, { member: ben.memberId, units: 40 }] });
		set([ana, ben], byShares);
		sync(ana, ben);
		expect(ana.state.membership.settings.rules.spending).toEqual({ kind: 'ownership', percent: 50 });
		expect(rule(ana, { key: 'ownership', value: [] })).toBe('PRO102');
	});

	it('[PRO102] when all owners have gone, a majority of the same size decides', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé'], { decisionRule: 'majority' }) as [Device, Device, Device];
		set([ana, ben, chloe], { key: 'ownership', value: [{ member: ana.memberId, units: 100 }] });
		set([ana, ben, chloe], { key: 'rule', subject: 'spending', value: { kind: 'ownership', percent: 75 } });
		const spend = openEffect('A sofa', { kind: 'spend', amount: 100, purpose: 'A sofa' });
		const owned = ana.post(spend);
		sync(ana, ben, chloe);
		expect(proposalOf(ben, owned).electors.map(({ weight }) => weight).sort()).toEqual([0, 0, 100]);
		ana.post({ type: 'membership/leave' });
		sync(ana, ben, chloe);
		ben.rotate('after Ana');
		const orphaned = ben.post(spend);
		expect(proposalOf(ben, orphaned).method).toEqual({ kind: 'majority', percent: 75, of: 'eligible', quorum: 0 });
		expect(proposalOf(ben, orphaned).electors.map(({ weight }) => weight)).toEqual([1, 1]);
		sync(ben, chloe);
		decide([ben, chloe], orphaned);
		expect(proposalOf(chloe, orphaned).outcome.status).toBe('accepted');
	});

	it('[PRO103] bands begin at zero and rise', () => {
		const ana = found('Ana');
		const member = { kind: 'member' } as const;
		expect(rule(ana, { key: 'spendingBands', value: [{ from: 1, needs: member }] })).toBe('PRO103');
		expect(rule(ana, { key: 'spendingBands', value: [{ from: 0, needs: member }, { from: 500, needs: member }, { from: 500, needs: { kind: 'decision' } }] })).toBe('PRO103');
		expect(rule(ana, { key: 'spendingBands', value: [{ from: 0, needs: member }, { from: 1, needs: { kind: 'decision' } }] })).toBeUndefined();
	});

	it('[PRO108] a budget names each category once, and a member with all rights proposes it', () => {
		const [ana, ben] = collective(['Ana', 'Ben'], { decisionRule: 'majority' }) as [Device, Device];
		const rent = { category: 'rent', amountMinor: 2_400_000 } as const;
		expect(rule(ana, { key: 'budgets', value: [rent, { category: 'dues', amountMinor: 1 }, { ...rent, amountMinor: 5 }] })).toBe('PRO108');
		set([ana, ben], { key: 'budgets', value: [rent, { category: 'cleaning', amountMinor: 180_000 }] });
		expect(ben.state.membership.settings.budgets).toEqual([rent, { category: 'cleaning', amountMinor: 180_000 }]);
		set([ana, ben], { key: 'budgets', value: [] });
		expect(ana.state.membership.settings.budgets).toEqual([]);
	});

	it('[PRO103] an amount belongs to the last band that begins at or below it', () => {
		const bands = [
			{ from: 0, needs: { kind: 'member' } },
			{ from: 100, needs: { kind: 'members', count: 3 } },
			{ from: 1000, needs: { kind: 'decision' } }
		] as const;
		expect([1, 99, 100, 999, 1000, 1e12].map((amount) => needsOf(bands, amount).kind)).toEqual(['member', 'member', 'members', 'members', 'decision', 'decision']);
	});
});
