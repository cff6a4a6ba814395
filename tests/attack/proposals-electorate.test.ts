/** Who decides about what: packed electorates, texts changed after votes, words carried over from elsewhere. */
import { describe, expect, it } from 'vitest';
import { dutiesOf } from '$crdt/domain/duties';
import { selectProposal } from '$crdt/domain/proposals/select-proposal';
import { amendOp, bindOp, castOp, closeOp, extendOp, openOp, outcomeOf, proposalOf, termNow } from '../support/proposal-ops';
import { collective, type Device, join, sync } from '../support/story';
import { lensFor } from '../support/story-lens';

const four = () => collective(['Ana', 'Ben', 'Chloé', 'Dele']) as [Device, Device, Device, Device];

describe('packing the electorate', () => {
	it('[PRO99] whoever came after the mediation was called does not decide the removal', () => {
		const [ana, ben, chloe, dele] = four();
		const mediation = ana.post({ type: 'proposals/call-mediation', member: dele.memberId, mediators: [ben, chloe].map(({ memberId }) => memberId), concern: 'The kitchen' });
		sync(ana, ben, chloe, dele);
		const eve = join('Eve', [ana, ben, chloe, dele]);
		for (const mediator of [ben, chloe]) mediator.post({ type: 'proposals/report-mediation', mediation, outcome: 'not-settled', note: '' });
		sync(ana, ben, chloe, dele, eve);
		const removal = ana.post(openOp('A removal', { effect: { kind: 'remove-member', member: dele.memberId }, mediation }));
		sync(ana, ben, chloe, dele, eve);
		expect(proposalOf(ana, removal).electors.map(({ memberId }) => memberId).sort()).toEqual([ana, ben, chloe].map(({ memberId }) => memberId).sort());
		expect(eve.refusalOf(eve.write(castOp(removal, 'agree')))).toMatchObject({ rule: 'PRO20', reason: 'The author is not among those who decide this.' });
		expect(selectProposal(lensFor(eve), removal)?.amElector).toBe(false);
	});

	it('[PRO98] a removal without the mediation, or with somebody else’s, is refused', () => {
		const [ana, ben, chloe, dele] = four();
		sync(ana, ben, chloe, dele);
		const without = ana.write(openOp('A removal', { effect: { kind: 'remove-member', member: dele.memberId } }));
		expect(ana.refusalOf(without)?.rule).toBe('PRO98');
		const other = ana.post({ type: 'proposals/call-mediation', member: chloe.memberId, mediators: [ben, dele].map(({ memberId }) => memberId), concern: '' });
		expect(ana.refusalOf(ana.write(openOp('A removal', { effect: { kind: 'remove-member', member: dele.memberId }, mediation: other })))?.rule).toBe('PRO98');
	});

	it('[PRO27] leaving somebody out by an old past: honest devices do not close by themselves, and say whom it leaves out', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const old = { prev: chloe.head, deps: [...chloe.dag.frontier(chloe.head, 64)] };
		const dele = join('Dele', [ana, ben, chloe]);
		sync(ana, ben, chloe, dele);
		const proposal = `${chloe.write(openOp('Without Dele'), old).id}.0` as ReturnType<Device['post']>;
		sync(ana, ben, chloe, dele);
		for (const device of [ana, ben]) device.post(bindOp(proposal, 'agree'), { claimedAt: 9_000_000 });
		sync(ana, ben);
		const due = dutiesOf(ana.state, {
			member: ana.memberId, device: ana.id, now: 9e12, nowWall: '2026-11-22T12:00', heldBy: () => [], holds: () => true,
			knownMembersWhenReceived: () => [ana, ben, chloe, dele].map(({ memberId }) => memberId)
		});
		expect(due.ops.filter(({ type }) => type === 'proposals/close')).toEqual([]);
		expect(due.lookAt.map(({ id }) => id)).toEqual([proposal]);
		expect(dele.refusalOf(dele.write(castOp(proposal, 'agree')))?.rule).toBe('PRO20');
	});
});

describe('changing the text after votes', () => {
	it('[PRO77] another text asks everybody anew: no word to the old one counts, and those who gave one are asked to reconfirm', () => {
		const [ana, ben, chloe, dele] = four();
		const all = [ana, ben, chloe, dele];
		const proposal = ana.post(openOp('A sofa', { text: 'for 300 euros' }));
		sync(...all);
		for (const device of all) device.post(bindOp(proposal, 'agree'));
		sync(...all);
		const changed = ana.post(amendOp(proposal, 'for 30,000 euros', { title: 'A sofa' }));
		sync(...all);
		expect(ana.refusalOf(ana.write(closeOp(proposal, changed)))).toMatchObject({ rule: 'PRO23', reason: 'The author had not given their own final word yet.' });
		for (const device of all) device.post(closeOp(proposal));
		sync(...all);
		expect(proposalOf(ben, proposal)).toMatchObject({ settledTerm: changed, outcome: { status: 'open' } });
		const shown = selectProposal(lensFor(ben), proposal);
		expect(shown).toMatchObject({ text: 'for 30,000 euros', state: { status: 'open' } });
		for (const stance of shown?.stances ?? []) expect(stance).toMatchObject({ firmness: 'none', ballot: null, earlier: { ballot: { position: 'agree' } } });
	});

	it('[PRO74] [PRO75] once it is settled that nothing came after it, no new text can', () => {
		const [ana, ben, chloe, dele] = four();
		const all = [ana, ben, chloe, dele];
		const proposal = ana.post(openOp('A sofa'));
		sync(...all);
		for (const device of all) device.post(bindOp(proposal, 'agree'));
		sync(...all);
		for (const device of all) device.post(closeOp(proposal));
		sync(...all);
		expect(outcomeOf(ana, proposal)).toBe('accepted');
		expect(ana.refusalOf(ana.write(amendOp(proposal, 'something else')))).toMatchObject({
			rule: 'PRO75', reason: 'So many devices had closed it already that this could change nothing any more.'
		});
		expect(termNow(ben, proposal).id).toBe(proposal);
	});

	it('[PRO79] nobody but the proposer, or whoever carries out a decision about it, changes a text', () => {
		const [ana, ben, chloe, dele] = four();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe, dele);
		expect(ben.refusalOf(ben.write(amendOp(proposal, 'mine')))?.rule).toBe('PRO79');
		expect(ben.refusalOf(ben.write(extendOp(proposal)))?.rule).toBe('PRO78');
	});
});

describe('replay from another proposal or another collective', () => {
	it('[PRO4] a word names its proposal and its text: elsewhere it says nothing', () => {
		const [ana, ben, chloe, dele] = four();
		const all = [ana, ben, chloe, dele];
		const [sofa, sauna] = [ana.post(openOp('A sofa')), ana.post(openOp('A sauna'))];
		sync(...all);
		ben.post(bindOp(sofa, 'agree'));
		const mixed = ben.write(bindOp(sauna, 'agree', sofa));
		expect(ben.refusalOf(mixed)?.rule).toBe('PRO4');
		sync(...all);
		const shown = selectProposal(lensFor(ana), sauna);
		expect(shown?.stances.every(({ firmness }) => firmness === 'none')).toBe(true);
	});

	it('[PRO4] what was said in another collective names what does not exist here', () => {
		const [ana, ben] = four();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben);
		const word = bindOp(proposal, 'agree');
		ben.post(word);
		// the same people elsewhere: every id there follows from another founding
		const elsewhere = collective(['Ben', 'Ana', 'Eve']) as [Device, Device, Device];
		const replayed = elsewhere[0].write(word);
		expect(elsewhere[0].refusalOf(replayed)).toMatchObject({ rule: 'PRO4', reason: 'There is no such proposal.' });
	});
});
