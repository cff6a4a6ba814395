import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { Effect, Stance } from '$crdt/domain/proposals/ops';
import { accepts, finalResult, tallyOf } from '$crdt/domain/proposals/result';
import { selectProposal, selectProposals } from '$crdt/domain/proposals/selectors';
import { collective, Device, join, sync, tell } from '../../support/story';
import { lensFor } from '../../support/story-lens';

const NO_EFFECT = { kind: 'none' } as const;

function openOp(title: string, effect: Effect = NO_EFFECT, succeeds: ObjectId | null = null): OpInput {
	return { type: 'proposals/open', title, text: '', effect, deadline: 5_000_000, succeeds } as OpInput; // effects are branded after parsing
}
const bind = (proposal: ObjectId, stance: Stance | 'none'): OpInput => ({ type: 'proposals/bind-stance', proposal, stance, reason: '' });
const cast = (proposal: ObjectId, stance: Stance): OpInput => ({ type: 'proposals/cast-stance', proposal, stance, reason: '' });
const close = (proposal: ObjectId): OpInput => ({ type: 'proposals/close', proposal });
const outcome = (device: Device, proposal: ObjectId) => device.state.proposals.proposals.get(proposal)?.outcome.status;

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
		expect(shown).toMatchObject({ stance: 'block', tooLate: true, determined: true });
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
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const early = ana.post(openOp('First'));
		const late = ana.post(openOp('Second'));
		sync(ana, ben);
		expect(ben.refusalOf(ben.write({ type: 'proposals/withdraw', proposal: early, reason: '' }))?.rule).toBe('PRO25');
		ana.post({ type: 'proposals/withdraw', proposal: early, reason: 'no' });
		for (const proposal of [early, late]) for (const device of [ana, ben]) device.post(bind(proposal, 'agree'));
		sync(ana, ben);
		for (const proposal of [early, late]) for (const device of [ana, ben]) device.post(close(proposal));
		sync(ana, ben);
		ana.post({ type: 'proposals/withdraw', proposal: late, reason: 'too late' });
		sync(ana, ben);
		expect([outcome(ben, early), outcome(ben, late)]).toEqual(['withdrawn', 'accepted']);
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
		const record = ana.state.proposals.proposals.get(proposal)?.stances.find((stance) => stance.byLeave);
		expect(record).toMatchObject({ elector: chloe.memberId, kind: 'bound', stance: 'agree' });
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
		const first = ana.post(openOp('Rename', { kind: 'change-setting', change: { key: 'name', value: 'The Oak House' } }));
		const second = ana.post(openOp('Rename again', { kind: 'change-setting', change: { key: 'name', value: 'The Elm House' } }, first));
		ana.post(bind(first, 'agree'));
		ana.post(close(first));
		expect(ana.state.membership.settings.name).toBe('The Oak House');
		const third = ana.write(openOp('And again', { kind: 'change-setting', change: { key: 'name', value: 'X' } }, first));
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
		const proposal = ana.post(openOp('One yes is enough', { kind: 'change-setting', change: { key: 'admissionApprovals', value: 1 } }));
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
		const tried = pair[0].write(openOp('Out', { kind: 'remove-member', member: pair[1].memberId }));
		expect(pair[0].refusalOf(tried)?.rule).toBe('PRO42');

		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const proposal = ana.post(openOp('Out', { kind: 'remove-member', member: chloe.memberId }));
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

describe('results', () => {
	it('[PRO41] standing aside alone does not carry a consensus, nor do fewer than half who speak', () => {
		const judging = { rule: 'consensus', n: 5, needed: 3 } as const;
		expect(accepts(judging, tallyOf(['stand-aside', 'stand-aside', 'stand-aside', 'abstain', 'none']))).toBe(false);
		expect(accepts(judging, tallyOf(['agree', 'agree', 'none', 'none', 'none']))).toBe(false);
		expect(accepts(judging, tallyOf(['agree', 'agree', 'stand-aside', 'none', 'none']))).toBe(true);
		expect(accepts(judging, tallyOf(['agree', 'agree', 'agree', 'agree', 'block']))).toBe(false);
	});

	it('[PRO33] a result is final exactly when no value of the undetermined could change it (n ≤ 5, all assignments)', () => {
		const words = ['agree', 'stand-aside', 'block', 'abstain', 'none'] as const;
		type Word = (typeof words)[number] | 'undetermined';
		const completions = (partial: readonly Word[]): readonly (readonly Word[])[] => {
			const at = partial.indexOf('undetermined');
			return at < 0 ? [partial] : words.flatMap((word) => completions(partial.with(at, word)));
		};
		let checked = 0;
		for (let n = 1; n <= 5; n++)
			for (const rule of ['consensus', 'majority'] as const) {
				const judging = { rule, n, needed: Math.floor(n / 2) + 1 };
				// results depend on counts alone, so sorted assignments are all there is
				for (const partial of sortedAssignments<Word>(n, [...words, 'undetermined'])) {
					const results = new Set(completions(partial).map((full) => accepts(judging, tallyOf(full))));
					const expected = results.size > 1 ? null : results.has(true) ? 'accepted' : 'not-accepted';
					expect(finalResult(judging, tallyOf(partial))).toBe(expected);
					checked++;
				}
			}
		expect(checked).toBe(2 * (6 + 21 + 56 + 126 + 252));
	});
});

describe('views', () => {
	it('[PRO50] says whom it waits for, and what I may do', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const proposal = ana.post(openOp('Carpet'));
		sync(ana, ben);
		ana.post(bind(proposal, 'agree'));
		sync(ana, ben);
		expect(selectProposal(lensFor(ana), proposal)).toMatchObject({ line: 'Waiting for Ben.', needsMyVoice: false, agreeing: 1, electors: 2 });
		expect(selectProposal(lensFor(ben), proposal)).toMatchObject({ line: 'Waiting for you.', iMayBind: true, canWithdraw: false });
		expect(selectProposals(lensFor(ben)).needsMe).toHaveLength(1);
	});
});

function* sortedAssignments<T>(n: number, words: readonly T[]): Generator<T[]> {
	if (n === 0) return yield [];
	for (let at = 0; at < words.length; at++)
		for (const rest of sortedAssignments(n - 1, words.slice(at))) yield [words[at]!, ...rest];
}
