/** Closings that say two things, that pretend not to know, and blocks that are kept from others. */
import { describe, expect, it } from 'vitest';
import { isAccepted } from '$crdt/domain/proposals/outcome';
import { selectProposal } from '$crdt/domain/proposals/select-proposal';
import { bindOp, castOp, closeOp, openOp, outcomeOf, proposalOf } from '../support/proposal-ops';
import { collective, Device, keysNamed, sync, tell } from '../support/story';
import { lensFor } from '../support/story-lens';

const three = () => collective(['Ana', 'Ben', 'Eve']) as [Device, Device, Device];

/** The same device once more, as from a copy of its disk. */
function copyOf(device: Device): Device {
	const copy = new Device(device.name, keysNamed(device.name));
	tell(device, copy);
	copy.head = device.head;
	return copy;
}

describe('double closing', () => {
	it('[PRO23] a voice closes once; a second closing is refused', () => {
		const [ana, ben, eve] = three();
		const proposal = ana.post(openOp('A sauna'));
		sync(ana, ben, eve);
		for (const device of [ana, eve]) device.post(bindOp(proposal, 'agree'));
		sync(ana, eve);
		eve.post(closeOp(proposal));
		expect(eve.refusalOf(eve.write(closeOp(proposal)))).toMatchObject({ rule: 'PRO23', reason: 'The author had closed already.' });
	});

	it('[PRO32] [PRO54] two contradicting closings from a forked log: contested, with whose they are and what they say; acceptance is not undone', () => {
		const [ana, ben, eve] = three();
		const proposal = ana.post(openOp('A sauna'));
		sync(ana, ben, eve);
		for (const device of [ana, eve]) device.post(bindOp(proposal, 'agree'));
		ben.post(bindOp(proposal, 'block'));
		sync(ana, eve);
		const other = copyOf(eve);
		for (const device of [ana, eve]) device.post(closeOp(proposal));
		sync(ana, eve);
		expect(outcomeOf(ana, proposal)).toBe('accepted');
		// the other tongue has heard of the block
		sync(ben, other);
		for (const device of [ben, other]) device.post(closeOp(proposal));
		sync(ben, other);
		expect(outcomeOf(ben, proposal)).toBe('not-accepted');
		sync(ana, ben, eve, other);
		for (const device of [ana, ben]) {
			expect(proposalOf(device, proposal).outcome).toEqual({ status: 'contested', accepted: true });
			expect(isAccepted(proposalOf(device, proposal).outcome)).toBe(true);
			const shown = selectProposal(lensFor(device), proposal);
			expect(shown?.state).toEqual({ status: 'contested' });
			expect(shown?.finality.contested.map(({ name }) => name)).toEqual(['Eve']);
			expect(shown?.finality.contested[0]?.closings).toHaveLength(2);
			expect(shown?.finality.contested[0]?.closings.map(({ says }) => says).sort()).toEqual(['Ben: block', 'Ben: nothing']);
			expect(shown?.finality.sentence).toContain('Contested: a device has closed it in two ways. Nothing further follows from it.');
		}
	});
});

describe('feigned ignorance', () => {
	it('[PRO30] a closing that pretends not to know of a block is one ballot: those who carry it outweigh it', () => {
		const [ana, ben, eve] = three();
		const proposal = ana.post(openOp('A sauna'));
		sync(ana, ben, eve);
		for (const device of [ana, eve]) device.post(bindOp(proposal, 'agree'));
		sync(ana, eve);
		const ignorant = copyOf(eve);
		ben.post(bindOp(proposal, 'block'));
		sync(ana, ben, eve);
		// Eve holds the block and writes as if she did not
		const { deps } = ignorant.write(closeOp(proposal));
		expect(eve.refusalOf(eve.write(closeOp(proposal), { deps }))).toBeUndefined();
		for (const device of [ana, ben]) device.post(closeOp(proposal));
		sync(ana, ben, eve);
		expect([ana, ben, eve].map((device) => outcomeOf(device, proposal))).toEqual(['not-accepted', 'not-accepted', 'not-accepted']);
		expect(selectProposal(lensFor(ana), proposal)?.stances.find(({ name }) => name === 'Ben')).toMatchObject({ determined: true, tooLate: false, ballot: { position: 'block' } });
	});
});

describe('hiding a block', () => {
	it('[PRO51] kept from more than half it comes too late, and everybody is shown that the deciders had not seen it', () => {
		const [ana, ben, eve] = three();
		const proposal = ana.post(openOp('A sauna'));
		sync(ana, ben, eve);
		ben.post(castOp(proposal, 'block'));
		tell(ben, eve); // and Eve tells nobody
		const silent = new Device('Eve', keysNamed('Eve'));
		tell(ana, silent);
		silent.head = [...ana.held.values()].filter(({ device }) => device === eve.id).at(-1)?.id ?? null;
		for (const device of [ana, silent]) device.post(bindOp(proposal, 'agree'));
		sync(ana, silent);
		for (const device of [ana, silent]) device.post(closeOp(proposal));
		sync(ana, silent);
		expect(outcomeOf(ana, proposal)).toBe('accepted');
		sync(ana, ben);
		for (const device of [ana, ben]) {
			const shown = selectProposal(lensFor(device), proposal);
			expect(shown?.state).toEqual({ status: 'accepted', carriedOut: true });
			expect(shown?.finality.tooLate.map(({ name }) => name)).toEqual(['Ben']);
			expect(shown?.finality.sentence).toContain('those who decided had not seen it.');
			expect(shown?.stances.find(({ name }) => name === 'Ben')).toMatchObject({ tooLate: true, ballot: { position: 'block' } });
		}
	});

	it('[PRO30] it need not reach everybody: half of the closings that carry it stop the proposal', () => {
		const [ana, ben, chloe, dele, eve] = collective(['Ana', 'Ben', 'Chloé', 'Dele', 'Eve']) as [Device, Device, Device, Device, Device];
		const proposal = eve.post(openOp('A sauna'));
		sync(ana, ben, chloe, dele, eve);
		for (const device of [ana, ben, dele, eve]) device.post(bindOp(proposal, 'agree'));
		sync(ana, ben, dele, eve);
		chloe.post(castOp(proposal, 'block'));
		// hidden from Dele and Eve, known to Ana and Ben
		sync(ana, ben, chloe);
		chloe.post(bindOp(proposal, 'block'));
		for (const device of [dele, eve]) device.post(closeOp(proposal));
		for (const device of [ana, ben, chloe]) device.post(closeOp(proposal));
		sync(ana, ben, chloe, dele, eve);
		expect([ana, dele].map((device) => outcomeOf(device, proposal))).toEqual(['not-accepted', 'not-accepted']);
	});
});
