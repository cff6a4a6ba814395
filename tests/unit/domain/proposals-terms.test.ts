import { describe, expect, it } from 'vitest';
import { dutiesOf } from '$crdt/domain/duties';
import { newestTerm, stanceIn } from '$crdt/domain/proposals/terms';
import {
	amendOp, bindOp, castOp, closeOp, decide, extendOp, openEffect, openOp, outcomeOf, proposalOf, withdrawOp
} from '../../support/proposal-ops';
import { collective, Device, sync, tell } from '../../support/story';

const three = (rule: 'consensus' | 'majority' = 'consensus') => collective(['Ana', 'Ben', 'Chloé'], { decisionRule: rule }) as [Device, Device, Device];
const dutiesAt = (device: Device, now: number) =>
	dutiesOf(device.state, { member: device.memberId, device: device.id, now, nowWall: '2026-11-22T12:00', heldBy: () => [], holds: () => true }).ops.filter(
		(op) => op.type.startsWith('proposals/')
	);
/** Writes what duties say until there is nothing left. */
function act(device: Device, now: number): void {
	for (let ops = dutiesAt(device, now); ops.length > 0; ops = dutiesAt(device, now)) for (const op of ops) device.post(op);
}

describe('terms', () => {
	it('[PRO74] an extension that the closings hold goes on, and its own closings decide', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe);
		const more = ana.post(extendOp(proposal));
		sync(ana, ben);
		// PRO76: what is interrupted is closed without a final word
		for (const device of [ana, ben]) device.post(closeOp(proposal));
		sync(ana, ben, chloe);
		expect(proposalOf(chloe, proposal)).toMatchObject({ settledTerm: more, outcome: { status: 'open' } });
		for (const device of [ana, ben]) device.post(bindOp(proposal, 'agree', more));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(proposal, more));
		sync(ana, ben, chloe);
		expect(outcomeOf(chloe, proposal)).toBe('accepted');
	});

	it('[PRO74] what the first term settled without having heard of an extension counts, and the extension never does', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe);
		for (const device of [ben, chloe]) device.post(bindOp(proposal, 'agree'));
		sync(ben, chloe);
		for (const device of [ben, chloe]) device.post(closeOp(proposal));
		const more = ana.post(extendOp(proposal));
		ana.post(bindOp(proposal, 'block', more));
		sync(ana, ben, chloe);
		expect(proposalOf(ana, proposal)).toMatchObject({ settledTerm: proposal, outcome: { status: 'accepted' } });
		expect(newestTerm(proposalOf(ana, proposal)).id).toBe(proposal);
		// voices that have not closed do so, and change nothing
		act(ana, 9e12);
		sync(ana, ben, chloe);
		expect(outcomeOf(ana, proposal)).toBe('accepted');
	});

	it('[PRO74] of an extension and a withdrawal that the same closings hold, the later one counts', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe);
		const more = ana.post(extendOp(proposal));
		ana.post(withdrawOp(proposal));
		sync(ana, ben, chloe);
		for (const device of [ana, ben]) device.post(closeOp(proposal));
		sync(ana, ben, chloe);
		expect(outcomeOf(ana, proposal)).toBe('withdrawn');
		expect(proposalOf(ana, proposal).settledTerm).not.toBe(more);
	});

	it('[PRO77] an extension carries over what was said; the own word in it ranks above', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe);
		chloe.post(castOp(proposal, 'block'));
		sync(ana, ben, chloe);
		const more = ana.post(extendOp(proposal));
		sync(ana, ben, chloe);
		const shown = proposalOf(ana, proposal);
		expect(stanceIn(shown, newestTerm(shown), chloe.memberId)).toMatchObject({ kind: 'carried', ballot: { position: 'block' } });
		for (const device of [ana, ben]) {
			device.post(closeOp(proposal));
			device.post(bindOp(proposal, 'agree', more));
		}
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(proposal, more));
		sync(ana, ben);
		// Chloé has been away since: her block still holds
		expect(outcomeOf(ana, proposal)).toBe('not-accepted');
	});

	it('[PRO77] another text carries nothing over', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe);
		chloe.post(castOp(proposal, 'block'));
		sync(ana, ben, chloe);
		const other = ana.post(amendOp(proposal, 'A small sofa'));
		sync(ana, ben, chloe);
		expect(stanceIn(proposalOf(ana, proposal), newestTerm(proposalOf(ana, proposal)), chloe.memberId)).toBeNull();
		for (const device of [ana, ben]) {
			device.post(closeOp(proposal));
			device.post(bindOp(proposal, 'agree', other));
		}
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(proposal, other));
		sync(ana, ben, chloe);
		expect(outcomeOf(chloe, proposal)).toBe('accepted');
		expect(proposalOf(ana, proposal).terms.map(({ text }) => text)).toEqual(['', 'A small sofa']);
	});

	it('[PRO77] a word given twice over is the higher one: what an extension carries ranks as it did before', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const phone = new Device('phone', { signKey: 'cGhvbmU'.padEnd(43, 'A'), boxKey: 'A'.repeat(43), name: 'phone' }, ana.memberId);
		ana.post({ type: 'membership/add-device', device: phone.keys, proof: 'AA' });
		sync(ana, ben, phone);
		const proposal = ben.post(openOp('A sofa'));
		sync(ana, ben, phone);
		ana.post(bindOp(proposal, 'agree'));
		for (let turn = 0; turn < 3; turn++) phone.post(castOp(proposal, 'block')); // later by order, softer by rank
		sync(ana, ben, phone);
		const first = ben.post(extendOp(proposal));
		const more = ben.post(extendOp(proposal, first, 9_900_000));
		const shown = proposalOf(ben, proposal);
		expect(stanceIn(shown, shown.terms.find(({ id }) => id === more)!, ana.memberId)).toMatchObject({ kind: 'carried', ballot: { position: 'agree' } });
	});

	it('[PRO22] [PRO77] where closings know of different words, a carried one ranks below whatever was said in the term itself', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe);
		chloe.post(castOp(proposal, 'block'));
		sync(ana, ben, chloe);
		const more = ana.post(extendOp(proposal));
		ana.post(closeOp(proposal));
		sync(ana, ben, chloe);
		for (const device of [ben, chloe]) device.post(closeOp(proposal));
		for (const device of [ana, ben]) device.post(bindOp(proposal, 'agree', more));
		sync(ana, ben);
		ana.post(closeOp(proposal, more)); // carried: block
		chloe.post(castOp(proposal, 'agree', more));
		tell(chloe, ben);
		ben.post(closeOp(proposal, more)); // soft: agree
		sync(ana, ben, chloe);
		chloe.post(bindOp(proposal, 'agree', more));
		chloe.post(closeOp(proposal, more)); // bound: agree
		sync(ana, ben, chloe);
		expect(outcomeOf(ana, proposal)).toBe('accepted'); // the middle one of carried < soft < bound
	});

	it('[PRO22] [PRO77] of two carried words the one that ranked higher then ranks higher now', () => {
		const [ana, ben, chloe] = three();
		const phone = new Device('phone', { signKey: 'cGhvbmU'.padEnd(43, 'A'), boxKey: 'A'.repeat(43), name: 'phone' }, ana.memberId);
		ana.post({ type: 'membership/add-device', device: phone.keys, proof: 'AA' });
		sync(ana, ben, chloe, phone);
		const proposal = ben.post(openOp('A sofa'));
		sync(ana, ben, chloe, phone);
		ana.post(bindOp(proposal, 'agree'));
		for (let turn = 0; turn < 3; turn++) phone.post(castOp(proposal, 'block')); // later by order, softer by rank
		const more = ben.post(extendOp(proposal));
		sync(ben, chloe);
		for (const device of [ben, chloe]) {
			device.post(closeOp(proposal));
			device.post(bindOp(proposal, 'agree', more));
		}
		sync(ben, chloe);
		tell(ana, ben);
		tell(phone, chloe);
		for (const device of [ben, chloe]) device.post(closeOp(proposal, more));
		sync(ana, ben, chloe, phone);
		ana.post(bindOp(proposal, 'agree', more));
		ana.post(closeOp(proposal, more));
		sync(ana, ben, chloe, phone);
		expect(outcomeOf(phone, proposal)).toBe('accepted');
	});

	it('[PRO74] where half of the closings know of an interruption, it counts: no voice is lost', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(bindOp(proposal, 'agree'));
		sync(ana, ben);
		ben.post(closeOp(proposal));
		ana.post(withdrawOp(proposal));
		ana.post(closeOp(proposal));
		sync(ana, ben);
		expect([outcomeOf(ana, proposal), outcomeOf(ben, proposal)]).toEqual(['withdrawn', 'withdrawn']);
	});

	it('[PRO75] a term is followed once by each author, one entry interrupts it once, and terms of other proposals are none', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa'));
		const other = ana.post(openOp('A lamp'));
		ana.post(extendOp(proposal));
		expect(ana.refusalOf(ana.write(amendOp(proposal, 'else')))?.rule).toBe('PRO75');
		expect(ana.refusalOf(ana.write(extendOp(proposal, other)))?.rule).toBe('PRO4');
		const both = ana.write([extendOp(other), withdrawOp(other)]);
		expect([ana.refusalOf(both, 0)?.rule, ana.refusalOf(both, 1)?.rule]).toEqual([undefined, 'PRO25']);
		sync(ana, ben, chloe);
		expect(ben.refusalOf(ben.write(castOp(proposal, 'agree', other)))?.rule).toBe('PRO4');
	});

	it('[PRO78] only the proposer gives more time, and it is more', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben);
		expect(ben.refusalOf(ben.write(extendOp(proposal)))?.rule).toBe('PRO78');
		expect(ana.refusalOf(ana.write(extendOp(proposal, proposal, 5_000_000)))?.rule).toBe('PRO78');
		ana.post(extendOp(proposal, proposal, 5_000_001));
	});

	it('[PRO79] whoever likes carries out what the others have decided about the text, exactly, and nobody anything else', () => {
		const all = three('majority');
		const [ana, ben, chloe] = all;
		const proposal = ana.post(openOp('A sofa', { text: 'Red.' }));
		sync(...all);
		const amendment = ben.post({ type: 'proposals/suggest-amendment', about: proposal, title: 'A sofa', text: 'Blue.', reason: 'calm' });
		const change = (text: string, decision: typeof proposal | null) => amendOp(proposal, text, { title: 'A sofa', amendment, decision });
		expect(ben.refusalOf(ben.write(change('Blue.', null)))?.rule).toBe('PRO79');
		const decision = ben.post(openEffect('Blue, then', { kind: 'amend', amendment }));
		expect(ben.refusalOf(ben.write(change('Blue.', decision)))?.rule).toBe('PRO79');
		decide(all, decision);
		expect(outcomeOf(chloe, decision)).toBe('accepted');
		expect(chloe.refusalOf(chloe.write(change('Green.', decision)))?.rule).toBe('PRO79');
		const other = chloe.post(change('Blue.', decision));
		sync(...all);
		expect(newestTerm(proposalOf(ana, proposal))).toMatchObject({ id: other, kind: 'amend', text: 'Blue.', amendment });
	});

	it('[PRO79] a decision about another amendment allows nothing', () => {
		const all = three('majority');
		const [ana, ben] = all;
		const proposal = ana.post(openOp('A sofa', { text: 'Red.' }));
		sync(...all);
		const [one, two] = ['Blue.', 'Green.'].map((text) => ben.post({ type: 'proposals/suggest-amendment', about: proposal, title: 'A sofa', text, reason: '' }));
		const decision = ben.post(openEffect('Blue, then', { kind: 'amend', amendment: one! }));
		decide(all, decision);
		expect(ben.refusalOf(ben.write(amendOp(proposal, 'Green.', { title: 'A sofa', amendment: two!, decision })))?.rule).toBe('PRO79');
	});

	it('[ORD10] [PRO114] an amendment taken up in two places is taken up for whoever knows of either, whatever arrives first', () => {
		const all = collective(['Ana', 'Ben', 'Chloé', 'Dele'], { decisionRule: 'majority' }) as [Device, Device, Device, Device];
		const [ana, ben, chloe, dele] = all;
		const proposal = ana.post(openOp('A sofa', { text: 'Red.' }));
		sync(...all);
		const amendment = ben.post({ type: 'proposals/suggest-amendment', about: proposal, title: 'A sofa', text: 'Blue.', reason: '' });
		const decision = ben.post(openEffect('Blue, then', { kind: 'amend', amendment }));
		decide(all, decision);
		const taking = (after: typeof proposal) => amendOp(proposal, 'Blue.', { after, title: 'A sofa', amendment, decision });
		ana.post(taking(proposal)); // stands first in the order, and Dele never hears of it
		chloe.post({ type: 'membership/receipt' });
		const second = chloe.post(taking(proposal));
		sync(chloe, dele);
		const again = dele.write(taking(second));
		expect(dele.refusalOf(again)?.rule).toBe('PRO114');
		sync(...all); // Ana hears hers first, Dele last
		expect(all.map((device) => device.refusalOf(again)?.rule)).toEqual(['PRO114', 'PRO114', 'PRO114', 'PRO114']);
	});

	it('[PRO24] a leave binds in every term its author knows, what an extension carried included', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe);
		chloe.post(castOp(proposal, 'stand-aside'));
		sync(ana, ben, chloe);
		ana.post(extendOp(proposal));
		sync(ana, ben, chloe);
		chloe.post({ type: 'membership/leave' });
		const { terms } = proposalOf(chloe, proposal);
		expect(terms.map(({ stances }) => stances.filter(({ byLeave }) => byLeave).map(({ ballot }) => ballot))).toEqual(
			Array.from({ length: 2 }, () => [{ kind: 'position', position: 'stand-aside' }])
		);
	});
});

describe('what devices do about terms', () => {
	it('[PRO76] close what is interrupted at once, bind nobody to it, and go on in the next', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa', { deadline: 1_000 }));
		sync(ana, ben, chloe);
		ben.post(castOp(proposal, 'agree'));
		const more = ana.post(extendOp(proposal, proposal, 2_000));
		sync(ana, ben, chloe);
		expect(dutiesAt(ben, 500)).toEqual([closeOp(proposal)]);
		expect(dutiesAt(ben, 1_500)).toEqual([closeOp(proposal)]);
		ben.post(closeOp(proposal));
		expect(dutiesAt(ben, 1_500)).toEqual([]);
		// the word given to the same text before is what the device gives as the final one
		expect(dutiesAt(ben, 2_000)).toMatchObject([{ type: 'proposals/bind-stance', term: more, ballot: { position: 'agree' } }]);
		for (const device of [ana, ben, chloe]) act(device, 2_000);
		sync(ana, ben, chloe);
		for (const device of [ana, ben, chloe]) act(device, 2_000);
		sync(ana, ben, chloe);
		expect(outcomeOf(ana, proposal)).toBe('not-accepted'); // one of three has answered
		expect(proposalOf(ana, proposal).settledTerm).toBe(more);
	});

	it('[PRO76] a withdrawal needs nothing further from anybody', () => {
		const [ana, ben, chloe] = three();
		const proposal = ana.post(openOp('A sofa'));
		sync(ana, ben, chloe);
		ana.post(withdrawOp(proposal));
		act(ana, 0);
		sync(ana, ben);
		act(ben, 0);
		sync(ana, ben, chloe);
		expect(outcomeOf(chloe, proposal)).toBe('withdrawn');
		expect(dutiesAt(chloe, 9e12)).toEqual([]);
	});

	it('[PRO26] whoever has bound to the old text before the new one came does not hold it up', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const proposal = ana.post(openOp('A sofa', { deadline: 1_000 }));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(bindOp(proposal, 'agree'));
		const other = ana.post(amendOp(proposal, 'A small sofa'));
		sync(ana, ben);
		for (const device of [ana, ben]) act(device, 500);
		sync(ana, ben);
		expect(proposalOf(ana, proposal).settledTerm).toBe(other);
		decide([ana, ben], proposal);
		expect(outcomeOf(ben, proposal)).toBe('accepted');
	});
});
