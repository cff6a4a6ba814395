import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { selectProposal } from '$crdt/domain/proposals/select-proposal';
import { selectProposals } from '$crdt/domain/proposals/select-proposals';
import {
	bindOp as bind, castOp as cast, closeOp as close, extendOp, openEffect, openOp, openRemoval, outcomeOf as outcome, proposalOf, withdrawOp
} from '../../support/proposal-ops';
import { collective, Device, join, sync, tell } from '../../support/story';
import { lensFor } from '../../support/story-lens';

const renaming = (title: string, value: string, succeeds: ObjectId | null = null): OpInput =>
	openEffect(title, { kind: 'change-setting', change: { key: 'name', value } }, { succeeds });

describe('deciding', () => {
	it('[PRO40] everybody agrees and closes: accepted, on every device', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const proposal = ana.post(openOp('Quiet hours'));
		sync(ana, ben, chloe);
		for (const device of [ana, ben, chloe]) device.post(bind(proposal, 'agree'));
		sync(ana, ben, chloe);
		ana.post(close(proposal));
		expect(outcome(ana, proposal)).toBe('open');
		ben.post(close(proposal));
		sync(ana, ben, chloe);
		expect([ana, ben, chloe].map((device) => outcome(device, proposal))).toEqual(['accepted', 'accepted', 'accepted']);
		expect(ana.state.proposals.carriedOut.has(proposal)).toBe(true);
	});

	it('[PRO41] a block that the closings hold stops a consensus', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const proposal = ana.post(openOp('A dog'));
		sync(ana, ben, chloe);
		ana.post(bind(proposal, 'agree'));
		ben.post(bind(proposal, 'agree'));
		chloe.post(cast(proposal, 'block'));
		sync(ana, ben, chloe);
		ana.post(close(proposal));
		ben.post(close(proposal));
		sync(ana, ben, chloe);
		// Chloé's block was soft and she is away, but both closings carry it
		expect(outcome(chloe, proposal)).toBe('not-accepted');
	});

	it('[PRO32] an objection that arrives after the result changes nothing and is shown as too late', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe);
		ana.post(bind(proposal, 'agree'));
		ben.post(bind(proposal, 'agree'));
		chloe.post(bind(proposal, 'block')); // offline
		sync(ana, ben);
		ana.post(close(proposal));
		ben.post(close(proposal));
		sync(ana, ben);
		expect(outcome(ana, proposal)).toBe('accepted');
		sync(ana, ben, chloe);
		expect(outcome(chloe, proposal)).toBe('accepted');
		const shown = selectProposal(lensFor(ana), proposal)?.stances.find((stance) => stance.memberId === chloe.memberId);
		expect(shown).toMatchObject({ ballot: { position: 'block' }, tooLate: true, determined: true });
	});

	it('[PRO23] a closing needs the own final word and that of more than half', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const proposal = ana.post(openOp('Plants'));
		sync(ana, ben, chloe);
		expect(ana.refusalOf(ana.write(close(proposal)))?.rule).toBe('PRO23');
		ana.post(bind(proposal, 'agree'));
		expect(ana.refusalOf(ana.write(close(proposal)))?.rule).toBe('PRO23');
		sync(ana, ben);
		ben.post(bind(proposal, 'agree'));
		tell(ben, ana);
		ana.post(close(proposal));
		expect(ana.refusalOf(ana.write(close(proposal)))?.rule).toBe('PRO23');
	});

	it('[PRO21] the final word is given once, by the voice alone', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const phone = new Device('phone', { signKey: 'cGhvbmU'.padEnd(43, 'A'), boxKey: 'A'.repeat(43), name: 'phone' }, ana.memberId);
		ana.post({ type: 'membership/add-device', device: phone.keys, proof: 'AA' });
		sync(ana, ben, phone);
		const proposal = ben.post(openOp('Curtains'));
		sync(ana, ben, phone);
		phone.post(cast(proposal, 'agree'));
		expect(phone.refusalOf(phone.write(bind(proposal, 'agree')))?.rule).toBe('PRO21');
		sync(ana, phone);
		ana.post(bind(proposal, 'agree'));
		expect(ana.refusalOf(ana.write(bind(proposal, 'block')))?.rule).toBe('PRO21');
		sync(ana, phone);
		expect(phone.refusalOf(phone.write(cast(proposal, 'block')))?.rule).toBe('PRO21');
	});

	it('[PRO10] whoever joins later does not decide what was open before', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const proposal = ana.post(openOp('Lamps'));
		sync(ana, ben);
		const chloe = join('Chloé', [ana, ben]);
		expect(chloe.refusalOf(chloe.write(cast(proposal, 'block')))?.rule).toBe('PRO20');
		expect(chloe.state.proposals.proposals.get(proposal)?.electors).toHaveLength(2);
	});

	it('[PRO25] a withdrawal that the closings hold ends it; one that comes later does not', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const early = ana.post(openOp('First'));
		const late = ana.post(openOp('Second'));
		sync(ana, ben, chloe);
		expect(ben.refusalOf(ben.write(withdrawOp(early)))?.rule).toBe('PRO25');
		ana.post(withdrawOp(early));
		expect(ana.refusalOf(ana.write(withdrawOp(early)))?.rule).toBe('PRO25');
		sync(ana, ben, chloe);
		for (const device of [ben, chloe]) device.post(bind(late, 'agree'));
		sync(ben, chloe);
		for (const proposal of [early, late]) for (const device of [ben, chloe]) device.post(close(proposal));
		ana.post(withdrawOp(late)); // knows of no closing
		sync(ana, ben, chloe);
		expect([outcome(ana, early), outcome(ana, late)]).toEqual(['withdrawn', 'accepted']);
		expect(proposalOf(ana, early).withdrawals).toHaveLength(1);
	});

	it('[PRO75] nobody interrupts what so many have closed already', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const proposal = ana.post(openOp('Third'));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(bind(proposal, 'agree'));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(close(proposal));
		sync(ana, ben);
		expect(ana.refusalOf(ana.write(withdrawOp(proposal)))?.rule).toBe('PRO25');
		expect(ana.refusalOf(ana.write(extendOp(proposal)))?.rule).toBe('PRO75');
	});

	it('[PRO24] a leave binds the last stance; the leaver then counts as away', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé'], { decisionRule: 'majority' }) as [Device, Device, Device];
		const proposal = ana.post(openOp('Keys'));
		sync(ana, ben, chloe);
		chloe.post(cast(proposal, 'agree'));
		chloe.post({ type: 'membership/leave' });
		sync(ana, ben, chloe);
		ana.rotate('without Chloé');
		sync(ana, ben);
		ana.post(bind(proposal, 'agree'));
		sync(ana, ben);
		const record = proposalOf(ana, proposal).terms[0]?.stances.find((stance) => stance.byLeave);
		expect(record).toMatchObject({ elector: chloe.memberId, kind: 'bound', ballot: { kind: 'position', position: 'agree' } });
		ana.post(close(proposal));
		expect(outcome(ana, proposal)).toBe('open');
		ben.post(bind(proposal, 'none'));
		sync(ana, ben);
		ben.post(close(proposal));
		sync(ana, ben);
		expect(outcome(ana, proposal)).toBe('accepted');
	});

	it('[PRO43] a mandate is carried out once: its successor may not follow an accepted one', () => {
		const [ana] = collective(['Ana']) as [Device];
		const first = ana.post(renaming('Rename', 'The Oak House'));
		const second = ana.post(renaming('Rename again', 'The Elm House', first));
		ana.post(bind(first, 'agree'));
		ana.post(close(first));
		expect(ana.state.membership.settings.name).toBe('The Oak House');
		const third = ana.write(renaming('And again', 'X', first));
		expect(ana.refusalOf(third)?.rule).toBe('PRO43');
		ana.post(bind(second, 'agree'));
		ana.post(close(second));
		expect([...ana.state.proposals.carriedOut]).toEqual([second]);
		expect(ana.state.membership.settings.name).toBe('The Elm House');
	});
});

describe('effects', () => {
	it('[MEM50] a setting counts from the entry whose past holds the decision', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const proposal = ana.post(openEffect('One yes is enough', { kind: 'change-setting', change: { key: 'admissionApprovals', value: 1 } }));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(bind(proposal, 'agree'));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(close(proposal));
		expect(ana.state.membership.settings.admissionApprovals).toBe(2);
		sync(ana, ben);
		expect(ana.state.membership.settings.admissionApprovals).toBe(1);
		expect(ana.state.membership.decidedBy.admissionApprovals).toBe(proposal);
	});

	it('[PRO42] two people cannot remove one another; among three, both others must agree', () => {
		const pair = collective(['Ana', 'Ben']) as [Device, Device];
		const tried = pair[0].write(openEffect('Out', { kind: 'remove-member', member: pair[1].memberId }));
		expect(pair[0].refusalOf(tried)?.rule).toBe('PRO42');

		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const proposal = openRemoval([ana, ben, chloe], chloe.memberId);
		sync(ana, ben, chloe);
		expect(chloe.refusalOf(chloe.write(cast(proposal, 'block')))?.rule).toBe('PRO20');
		for (const device of [ana, ben]) device.post(bind(proposal, 'agree'));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(close(proposal));
		sync(ana, ben, chloe);
		expect(ana.state.membership.members.get(chloe.memberId)).toMatchObject({ status: 'removed', removedBy: proposal });
		expect(chloe.refusalOf(chloe.write({ type: 'membership/receipt' }))?.rule).toBe('MEM3');
	});
});

describe('views', () => {
	it('[PRO50] says whom it waits for, and what I may do', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const proposal = ana.post(openOp('Carpet'));
		sync(ana, ben);
		ana.post(bind(proposal, 'agree'));
		sync(ana, ben);
		expect(selectProposal(lensFor(ana), proposal)).toMatchObject({ line: expect.stringContaining('Ben') as string, needsMyVoice: false, given: 1, electors: 2 });
		expect(selectProposal(lensFor(ben), proposal)).toMatchObject({ line: expect.stringContaining('you') as string, iMayBind: true, canWithdraw: false });
		expect(selectProposals(lensFor(ben)).needsMe).toHaveLength(1);
	});
});
