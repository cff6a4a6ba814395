/** Words that are not what they pretend to be: too early, too late, somebody else's, of somebody who has gone. */
import { describe, expect, it } from 'vitest';
import { dutiesOf } from '$crdt/domain/duties';
import { selectProposal } from '$crdt/domain/proposals/select-proposal';
import { bindOp, castOp, closeOp, decide, openOp, openRemoval, outcomeOf, proposalOf } from '../support/proposal-ops';
import { collective, Device, sync } from '../support/story';
import { lensFor } from '../support/story-lens';

const five = () => collective(['Ana', 'Ben', 'Chloé', 'Dele', 'Eve']) as [Device, Device, Device, Device, Device];
const DEADLINE = 5_000_000;
const LONG_AGO = 1;
const FAR_AHEAD = 4_000_000_000_000;

describe('early binding by a false clock', () => {
	it('[PRO6] [PRO23] who sets the clock ahead binds nobody but themselves, and cannot close', () => {
		const [ana, ben, chloe, dele, eve] = five();
		const proposal = eve.post(openOp('A sauna', { deadline: DEADLINE }));
		sync(ana, ben, chloe, dele, eve);
		for (const device of [dele, eve]) device.post(bindOp(proposal, 'agree'), { claimedAt: FAR_AHEAD });
		sync(dele, eve);
		const early = eve.write(closeOp(proposal), { claimedAt: FAR_AHEAD });
		expect(eve.refusalOf(early)).toMatchObject({ rule: 'PRO23', reason: 'Fewer than half had given their final word, as far as the author knew.' });
		sync(ana, ben, chloe, dele, eve);
		// honest devices look at their own clocks only
		const due = dutiesOf(ana.state, { member: ana.memberId, device: ana.id, now: DEADLINE - 1, nowWall: '2026-11-22T12:00', heldBy: () => [], holds: () => true });
		expect(due.ops.filter(({ type }) => type.startsWith('proposals/'))).toEqual([]);
		const shown = selectProposal(lensFor(ana, DEADLINE - 1), proposal);
		expect(shown?.state).toEqual({ status: 'open' });
		expect(shown?.stances.filter(({ firmness }) => firmness === 'bound').map(({ name }) => name).sort()).toEqual(['Dele', 'Eve']);
		expect(shown?.finality.closings).toBe(0);
		expect(shown?.finality.sentence).toBe('Waiting for you, Ben and Chloé.');
	});
});

describe('a backdated stance', () => {
	it('[PRO32] [PRO51] a block that claims to be old, written on an old past, undoes nothing and is shown as too late', () => {
		const [ana, ben, chloe, dele, eve] = five();
		const proposal = ana.post(openOp('A sauna'));
		sync(ana, ben, chloe, dele, eve);
		const before = { prev: eve.head, deps: [...eve.dag.frontier(eve.head, 64)] };
		decide([ana, ben, chloe, dele], proposal);
		sync(ana, ben, chloe, dele, eve);
		expect(outcomeOf(eve, proposal)).toBe('accepted');
		eve.write(bindOp(proposal, 'block'), { ...before, claimedAt: LONG_AGO });
		sync(ana, ben, chloe, dele, eve);
		expect(outcomeOf(ana, proposal)).toBe('accepted');
		const shown = selectProposal(lensFor(ana), proposal);
		expect(shown?.stances.find(({ name }) => name === 'Eve')).toMatchObject({ ballot: { position: 'block' }, tooLate: true });
		expect(shown?.finality.tooLate).toMatchObject([{ name: 'Eve', ballot: { position: 'block' } }]);
		expect(shown?.finality.sentence).toBe('Decided. It can no longer change. Eve said something else after it was decided; those who decided had not seen it.');
	});
});

describe('a stance forged for another member', () => {
	it('[PRO20] [PRO115] [PRO66] nobody speaks for anybody: a word counts for whose device wrote it, and what was written down counts for nobody', () => {
		const [ana, ben, chloe, dele, eve] = five();
		const proposal = ana.post(openOp('A sauna'));
		sync(ana, ben, chloe, dele, eve);
		const spoken = eve.post({
			type: 'proposals/record-spoken', proposal, term: proposal, elector: chloe.memberId, ballot: { kind: 'position', position: 'agree' }, reason: '', harms: ''
		});
		const confirming = eve.write({ ...castOp(proposal, 'agree'), confirms: spoken });
		expect(eve.refusalOf(confirming)?.rule).toBe('PRO66');
		eve.post(castOp(proposal, 'agree'));
		sync(ana, ben, chloe, dele, eve);
		expect(proposalOf(ana, proposal).terms[0]?.stances.map(({ elector }) => elector)).toEqual([eve.memberId]);
		const shown = selectProposal(lensFor(ana), proposal);
		expect(shown?.stances.find(({ name }) => name === 'Chloé')).toMatchObject({ ballot: null, firmness: 'none', spoken: { recordedByName: 'Eve' } });
	});

	it('[PRO21] a second device of a member gives no final word for them', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const phone = new Device('phone', { signKey: 'cGhvbmU'.padEnd(43, 'A'), boxKey: 'A'.repeat(43), name: 'phone' }, ana.memberId);
		ana.post({ type: 'membership/add-device', device: phone.keys, proof: 'AA' });
		const proposal = ana.post(openOp('A sauna'));
		sync(ana, ben, chloe, phone);
		ana.rotate('second');
		sync(ana, ben, chloe, phone);
		expect(phone.refusalOf(phone.write(bindOp(proposal, 'agree')))).toMatchObject({ rule: 'PRO21', reason: 'This device does not speak for one of those who decide this.' });
	});
});

describe('a stance by a removed member', () => {
	it('[PRO20] [PRO21] who was removed decides nothing that is opened afterwards', () => {
		const [ana, ben, chloe, dele, eve] = five();
		const others = [ana, ben, chloe, dele];
		const removal = openRemoval([...others, eve], eve.memberId);
		decide(others, removal);
		expect(ana.isMember(eve.memberId)).toBe(false);
		ana.rotate('without Eve');
		sync(...others);
		const proposal = ana.post(openOp('A sauna'));
		sync(...others, eve);
		const word = eve.write(bindOp(proposal, 'block'));
		sync(...others, eve);
		expect(ana.refusalOf(word)).toMatchObject({ rule: 'PRO21', reason: 'This device does not speak for one of those who decide this.' });
		const softly = eve.write(castOp(proposal, 'block'));
		sync(...others, eve);
		expect(ana.refusalOf(softly)).toMatchObject({ rule: 'PRO20', reason: 'The author is not among those who decide this.' });
		expect(selectProposal(lensFor(ana), proposal)?.stances.map(({ name }) => name)).not.toContain('Eve');
	});
});
