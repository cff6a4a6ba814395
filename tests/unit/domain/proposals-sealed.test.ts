import { describe, expect, it } from 'vitest';
import { REVEAL_WAIT_MS } from '$crdt/domain/proposals/reveal-duty';
import { amendOp, bindOp, castOp, closeOp, CONSENSUS, extendOp, openOp, outcomeOf, proposalOf, withdrawOp } from '../../support/proposal-ops';
import { bindSealedOp, castSealedOp, closeRevealOp, dutyOf, revealOp, sealed, type Sealed } from '../../support/sealed-ops';
import { collective, sync, tell, type Device } from '../../support/story';

const DAY = 86_400_000;

/** Opened sealed, everybody has bound one of these words; everybody holds everything, nobody has closed. */
function bound(positions: readonly ('agree' | 'block' | 'abstain')[]) {
	const devices = collective(['Ana', 'Ben', 'Chloé', 'Dele'].slice(0, positions.length));
	const id = devices[0]!.post(openOp('A raise', { sealed: true, method: CONSENSUS }));
	sync(...devices);
	const answers = devices.map((device, at) => sealed(device.memberId, id, positions[at]!, { reason: `because ${at}` }));
	devices.forEach((device, at) => device.post(bindSealedOp(id, answers[at]!)));
	sync(...devices);
	return { devices, id, answers };
}

/** As `bound`, and everybody has closed: answers may be opened. */
function settled(positions: readonly ('agree' | 'block' | 'abstain')[]) {
	const story = bound(positions);
	for (const device of story.devices) device.post(closeOp(story.id));
	sync(...story.devices);
	return story;
}

const rule = (device: Device, op: Parameters<Device['write']>[0]) => device.refusalOf(device.write(op))?.rule;

describe('sealed answers', () => {
	it('[PRO70] nothing but a commitment is written, and nothing open is taken for an answer', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const id = ana.post(openOp('A raise', { sealed: true, method: CONSENSUS }));
		const open = ana.post(openOp('Plants', { method: CONSENSUS }));
		sync(ana, ben);
		expect(rule(ana, castOp(id, 'agree'))).toBe('PRO70');
		expect(rule(ana, castOp(id, { kind: 'proxy', to: ben.memberId }))).toBe('PRO70');
		expect(rule(ana, castSealedOp(open, sealed(ana.memberId, open, 'agree')))).toBe('PRO70');
		const answer = sealed(ana.memberId, id, 'block', { reason: 'I was never asked' });
		const entry = ana.write(castSealedOp(id, answer));
		expect(ana.refusalOf(entry)).toBeUndefined();
		for (const hidden of ['block', 'never asked', 'Quiet at work', answer.salt]) expect(JSON.stringify(entry)).not.toContain(hidden);
	});

	it('[PRO71] [PRO72] once everybody is settled all open and close, and the result is the same everywhere', () => {
		const { devices, id, answers } = settled(['agree', 'agree', 'abstain', 'agree']);
		expect(devices.map((device) => outcomeOf(device, id))).toEqual(['open', 'open', 'open', 'open']);
		devices.forEach((device, at) => device.post(revealOp(id, answers[at]!)));
		sync(...devices);
		expect(outcomeOf(devices[0]!, id)).toBe('open');
		for (const device of devices) device.post(closeRevealOp(id));
		sync(...devices);
		expect(devices.map((device) => outcomeOf(device, id))).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
		expect(proposalOf(devices[1]!, id).terms[0]!.reveals.map(({ reason }) => reason).sort()).toEqual(['because 0', 'because 1', 'because 2', 'because 3']);
	});

	it('[PRO71] nobody opens before everybody is settled: not before, and not without the closings in their own past', () => {
		const { devices, id, answers } = bound(['agree', 'agree', 'block']);
		const [ana, ben, chloe] = devices as [Device, Device, Device];
		expect(rule(ana, revealOp(id, answers[0]!))).toBe('PRO71');
		ben.post(closeOp(id));
		chloe.post(closeOp(id));
		sync(ben, chloe);
		expect(rule(ana, revealOp(id, answers[0]!))).toBe('PRO71');
		ben.post(revealOp(id, answers[1]!));
	});

	it('[PRO71] nobody opens while one elector’s answer is not settled', () => {
		const [ana, ben, chloe] = collective(['Ana', 'Ben', 'Chloé']) as [Device, Device, Device];
		const id = ana.post(openOp('A raise', { sealed: true, method: CONSENSUS }));
		sync(ana, ben, chloe);
		const answers = [ana, ben, chloe].map((device) => sealed(device.memberId, id, 'agree'));
		[ana, ben, chloe].forEach((device, at) => device.post(bindSealedOp(id, answers[at]!)));
		sync(ana, ben);
		ana.post(closeOp(id));
		tell(chloe, ben);
		ben.post(closeOp(id));
		sync(ana, ben, chloe);
		// Ana had not heard from Chloé, Ben had
		expect(rule(ana, revealOp(id, answers[0]!))).toBe('PRO71');
		expect(dutyOf(ana, id, answers, 9 * DAY)).toBeNull();
		chloe.post(closeOp(id));
		tell(chloe, ana);
		ana.post(revealOp(id, answers[0]!));
	});

	it('[PRO70] an answer sealed for one text does not open for another', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const id = ana.post(openOp('A raise', { sealed: true, method: CONSENSUS }));
		const before = sealed(ana.memberId, id, 'agree');
		ana.post(castSealedOp(id, before));
		const next = ana.post(amendOp(id, 'A smaller raise'));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(id));
		sync(ana, ben);
		ana.post(bindSealedOp(id, before, next));
		ben.post(bindOp(id, 'none', next));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(id, next));
		sync(ana, ben);
		expect(rule(ana, revealOp(id, before, next))).toBe('PRO71');
	});

	it('[PRO71] only the settled answer opens, to its own words, once, and for nobody else', () => {
		const { devices, id, answers } = settled(['agree', 'agree', 'block']);
		const [ana, ben] = devices as [Device, Device, Device];
		const [own] = answers as [Sealed, Sealed, Sealed];
		const other = sealed(ana.memberId, id, 'block');
		expect(rule(ana, revealOp(id, other))).toBe('PRO71');
		expect(rule(ana, revealOp(id, { ...own, contents: other.contents }))).toBe('PRO71');
		expect(rule(ana, revealOp(id, { ...own, contents: { ...own.contents, reason: 'another reason' } }))).toBe('PRO71');
		expect(rule(ana, revealOp(id, { ...own, salt: other.salt }))).toBe('PRO71');
		expect(rule(ben, revealOp(id, own))).toBe('PRO71');
		ana.post(revealOp(id, own));
		expect(rule(ana, revealOp(id, own))).toBe('PRO71');
	});

	it('[PRO71] an earlier soft answer does not open once another was settled', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const id = ana.post(openOp('A raise', { sealed: true, method: CONSENSUS }));
		sync(ana, ben);
		const [first, last, bens] = [sealed(ana.memberId, id, 'block'), sealed(ana.memberId, id, 'agree'), sealed(ben.memberId, id, 'agree')];
		ana.post(castSealedOp(id, first));
		ana.post(bindSealedOp(id, last));
		ben.post(bindSealedOp(id, bens));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(id));
		sync(ana, ben);
		expect(rule(ana, revealOp(id, first))).toBe('PRO71');
		ana.post(revealOp(id, last));
	});

	it('[PRO70] a colleague who copies a commitment cannot open it', () => {
		const [ana, eve] = collective(['Ana', 'Eve']) as [Device, Device];
		const id = ana.post(openOp('A raise', { sealed: true, method: CONSENSUS }));
		sync(ana, eve);
		const answer = sealed(ana.memberId, id, 'agree');
		ana.post(bindSealedOp(id, answer));
		sync(ana, eve);
		eve.post(bindSealedOp(id, answer));
		sync(ana, eve);
		for (const device of [ana, eve]) device.post(closeOp(id));
		sync(ana, eve);
		ana.post(revealOp(id, answer));
		sync(ana, eve);
		expect(rule(eve, revealOp(id, answer))).toBe('PRO71');
	});

	it('[PRO60] [PRO61] what was sealed must have been an answer', () => {
		const devices = collective(['Ana', 'Ben']);
		const [ana, ben] = devices as [Device, Device];
		const id = ana.post(openOp('A raise', { sealed: true, method: CONSENSUS }));
		sync(ana, ben);
		const strange = sealed(ana.memberId, id, 'object');
		const nameless = sealed(ben.memberId, id, 'block', { harms: ' ' });
		ana.post(bindSealedOp(id, strange));
		ben.post(bindSealedOp(id, nameless));
		sync(ana, ben);
		for (const device of devices) device.post(closeOp(id));
		sync(ana, ben);
		expect(rule(ana, revealOp(id, strange))).toBe('PRO60');
		expect(rule(ben, revealOp(id, nameless))).toBe('PRO61');
	});

	it('[PRO72] a voice closes once, when more than half of the sealed answers are accounted for', () => {
		const { devices, id, answers } = settled(['agree', 'agree', 'agree', 'block']);
		const [ana, ben, chloe, dele] = devices as [Device, Device, Device, Device];
		ana.post(revealOp(id, answers[0]!));
		expect(rule(ana, closeRevealOp(id))).toBe('PRO72');
		ben.post(revealOp(id, answers[1]!));
		chloe.post(revealOp(id, answers[2]!));
		sync(ana, ben, chloe);
		ana.post(closeRevealOp(id));
		expect(rule(ana, closeRevealOp(id))).toBe('PRO72');
		for (const device of [ben, chloe]) device.post(closeRevealOp(id));
		sync(ana, ben, chloe, dele);
		// Dele keeps silent on the block that was sealed: it counts as no answer
		expect(outcomeOf(dele, id)).toBe('accepted');
		dele.post(revealOp(id, answers[3]!));
		sync(ana, dele);
		expect(outcomeOf(ana, id)).toBe('accepted');
	});

	it('[PRO72] two people, one of whom has lost what opens the answer: it is final all the same', () => {
		const { devices, id, answers } = settled(['agree', 'agree']);
		const [ana, ben] = devices as [Device, Device];
		ana.post(revealOp(id, answers[0]!));
		expect(rule(ana, closeRevealOp(id))).toBe('PRO72');
		sync(ana, ben);
		ben.post(closeRevealOp(id));
		sync(ana, ben);
		ana.post(closeRevealOp(id));
		sync(ana, ben);
		// Ben counts as silent, so less than more than half have answered
		expect([ana, ben].map((device) => outcomeOf(device, id))).toEqual(['not-accepted', 'not-accepted']);
	});

	it('[PRO71] what interrupts a term leaves its answers sealed', () => {
		const { devices, id, answers } = bound(['agree', 'agree']);
		const [ana, ben] = devices as [Device, Device];
		ana.post(withdrawOp(id));
		sync(ana, ben);
		for (const device of devices) device.post(closeOp(id));
		sync(ana, ben);
		expect(outcomeOf(ana, id)).toBe('withdrawn');
		expect(rule(ana, revealOp(id, answers[0]!))).toBe('PRO71');
		expect(dutyOf(ana, id, answers, 9 * DAY)).toBeNull();
	});

	it('[PRO77] an answer that an extension carries over opens as it was sealed', () => {
		const [ana, ben] = collective(['Ana', 'Ben']) as [Device, Device];
		const id = ana.post(openOp('A raise', { sealed: true, method: CONSENSUS }));
		sync(ana, ben);
		const [anas, bens] = [sealed(ana.memberId, id, 'agree'), sealed(ben.memberId, id, 'agree')];
		ben.post(castSealedOp(id, bens));
		const next = ana.post(extendOp(id));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(id));
		sync(ana, ben);
		const own = sealed(ana.memberId, id, 'agree', { term: next });
		ana.post(bindSealedOp(id, own, next));
		ben.post({ ...bindOp(id, 'none', next), ballot: { kind: 'sealed', commitment: bens.commitment } });
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(id, next));
		sync(ana, ben);
		expect(rule(ana, revealOp(id, anas, next))).toBe('PRO71');
		ana.post(revealOp(id, own, next));
		ben.post(revealOp(id, bens, next));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeRevealOp(id, next));
		sync(ana, ben);
		expect(outcomeOf(ana, id)).toBe('accepted');
	});
});

describe('what devices do by themselves about sealed answers', () => {
	it('[PRO73] open at once, close when all are open', () => {
		const { devices, id, answers } = settled(['agree', 'agree', 'agree']);
		const act = (at: number, now: number) => {
			const op = dutyOf(devices[at]!, id, [answers[at]!], now);
			if (op !== null) devices[at]!.post(op, { claimedAt: now });
			return op?.type ?? null;
		};
		expect([0, 1].map((at) => act(at, DAY))).toEqual(['proposals/reveal', 'proposals/reveal']);
		sync(...devices);
		expect(act(0, DAY + 1)).toBeNull();
		expect(act(2, DAY + 1)).toBe('proposals/reveal');
		sync(...devices);
		expect([0, 1, 2].map((at) => act(at, DAY + 2))).toEqual(Array.from({ length: 3 }, () => 'proposals/close-reveal'));
		sync(...devices);
		expect(outcomeOf(devices[0]!, id)).toBe('accepted');
		expect([0, 1, 2].map((at) => act(at, 9 * DAY))).toEqual([null, null, null]);
	});

	it('[PRO73] wait two days by their own clock for those who have not opened, whatever others claim about time', () => {
		const { devices, id, answers } = settled(['agree', 'agree', 'agree']);
		const [ana, ben] = devices as [Device, Device, Device];
		for (const [device, at] of [[ana, 0], [ben, 1]] as const) device.post(dutyOf(device, id, [answers[at]!], 5 * DAY)!, { claimedAt: 5 * DAY });
		sync(ana, ben);
		expect(dutyOf(ana, id, answers, 5 * DAY + REVEAL_WAIT_MS - 1)).toBeNull();
		expect(dutyOf(ana, id, answers, 5 * DAY + REVEAL_WAIT_MS)?.type).toBe('proposals/close-reveal');
	});

	it('[PRO73] a device that has lost its answer closes too, once the others have had their time', () => {
		const { devices, id, answers } = settled(['agree', 'agree']);
		const [ana, ben] = devices as [Device, Device];
		const since = Math.max(...proposalOf(ben, id).terms[0]!.closings.map(({ at }) => at));
		expect(dutyOf(ben, id, [], since + REVEAL_WAIT_MS - 1)).toBeNull();
		ana.post(revealOp(id, answers[0]!));
		sync(ana, ben);
		expect(dutyOf(ben, id, [], since + REVEAL_WAIT_MS)?.type).toBe('proposals/close-reveal');
	});

	it('[PRO73] nothing to do while somebody is not settled, and none for a device that neither speaks nor holds an answer', () => {
		const { devices, id, answers } = bound(['agree', 'agree', 'agree']);
		const [ana, ben, chloe] = devices as [Device, Device, Device];
		expect(dutyOf(ana, id, answers, 9 * DAY)).toBeNull();
		for (const device of devices) device.post(closeOp(id));
		tell(ana, ben);
		expect(dutyOf(chloe, id, [], 1)).toBeNull();
	});
});
