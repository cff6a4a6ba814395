import { describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { Method } from '$crdt/domain/proposals/method';
import {
	amendOp, BLOCK_RULE, bindOp, castOp, closeOp, CONSENSUS, decide, LAZY, MAJORITY, openEffect, openOp, outcomeOf, position, proposalOf
} from '../../support/proposal-ops';
import { collective, type Device, sync } from '../../support/story';

const three = (rule: 'consensus' | 'majority' = 'consensus') => collective(['Ana', 'Ben', 'Chloé'], { decisionRule: rule }) as [Device, Device, Device];
const ruleOf = (device: Device, op: OpInput) => device.refusalOf(device.write(op))?.rule;
const RENAME = { kind: 'change-setting', change: { key: 'name', value: 'The Oak House' } } as const;
type Rule = Extract<Method, { kind: 'consensus' }>;
const VOTE_AFTER: Rule = { kind: 'consensus', quorum: 0, block: { ...BLOCK_RULE, onLapse: 'vote', votePercent: 67 } };

/** Settings are decided by consensus, and what is blocked may be put to a vote. */
function withVoteAfterBlock(all: readonly Device[]): void {
	decide(all, all[0]!.post(openEffect('A vote after a block', { kind: 'change-setting', change: { key: 'rule', subject: 'settings', value: VOTE_AFTER } })));
}

/** Opened by the first, blocked by the last, final. */
function blocked(all: readonly Device[], op: OpInput): ObjectId {
	const id = all[0]!.post(op);
	sync(...all);
	for (const device of all) device.post(bindOp(id, device === all.at(-1) ? 'block' : 'agree'));
	sync(...all);
	for (const device of all) device.post(closeOp(id));
	sync(...all);
	expect(outcomeOf(all[0]!, id)).toBe('not-accepted');
	return id;
}

describe('how it is decided', () => {
	it('[PRO3] free where nothing is carried out, the rule for general matters where nothing is said', () => {
		const [ana] = three();
		expect(proposalOf(ana, ana.post(openOp('Tea'))).method.kind).toBe('consensus');
		expect(proposalOf(ana, ana.post(openOp('Tea', { method: LAZY }))).method).toEqual(LAZY);
		expect(proposalOf(ana, ana.post(openOp('Tea', { method: { kind: 'single', options: ['black', 'green'] } }))).method.kind).toBe('single');
		expect(ruleOf(ana, openOp('Tea', { method: { kind: 'ownership', percent: 50 } }))).toBe('PRO84');
		expect(ruleOf(ana, openOp('Tea', { method: { kind: 'multiple', options: ['a', 'b'], most: 3 } }))).toBe('PRO86');
		const slots = [{ start: '2026-12-01T10:00', end: '2026-12-01T11:00' }, { start: '2026-02-30T10:00', end: '2026-02-30T11:00' }];
		expect(ruleOf(ana, openOp('When', { method: { kind: 'time', slots } }))).toBe('PRO86');
	});

	it('[PRO3] where something is carried out, the rule of its subject is frozen and cannot be chosen', () => {
		const all = three();
		const [ana] = all;
		expect(ruleOf(ana, openOp('Rename', { effect: RENAME, method: LAZY }))).toBe('PRO3');
		const before = ana.post(openEffect('Rename', RENAME));
		decide(all, ana.post(openEffect('By majority', { kind: 'change-setting', change: { key: 'rule', subject: 'settings', value: MAJORITY } })));
		const after = ana.post(openEffect('Rename', RENAME));
		expect([before, after].map((id) => proposalOf(ana, id).method.kind)).toEqual(['consensus', 'majority']);
		expect(proposalOf(ana, ana.post(openEffect('A room', { kind: 'change-room', change: { kind: 'retire', room: before } }))).method.kind).toBe('consensus');
	});

	it('[PRO2] what is to be carried out must be possible, as its author knows', () => {
		const [ana, ben] = three();
		expect(ruleOf(ana, openEffect('In', { kind: 'admit-member', member: ben.memberId }))).toBe('PRO2');
		expect(ruleOf(ana, openEffect('Voice', { kind: 'move-voice', member: ben.memberId, device: ana.id }))).toBe('PRO2');
		const unknown = `${'A'.repeat(43)}.0`;
		expect(ruleOf(ana, openEffect('Text', { kind: 'amend', amendment: unknown }))).toBe('PRO2');
		expect(ruleOf(ana, openOp('Other', { alternatives: [unknown] }))).toBe('PRO4');
		expect(ruleOf(ana, openOp('Other', { discussion: unknown }))).toBe('PRO4');
	});
});

describe('what is answered', () => {
	it('[PRO60] [PRO61] must be an answer to what is asked, and a block says what it defends', () => {
		const [ana] = three();
		const proposal = ana.post(openOp('Tea'));
		const poll = ana.post(openOp('Tea', { method: { kind: 'single', options: ['black', 'green'] } }));
		expect(ruleOf(ana, castOp(proposal, { kind: 'options', chosen: [0] }))).toBe('PRO60');
		expect(ruleOf(ana, bindOp(poll, { kind: 'options', chosen: [2] }))).toBe('PRO60');
		expect(ruleOf(ana, castOp(proposal, 'disagree'))).toBe('PRO60');
		expect(ruleOf(ana, { ...castOp(proposal, 'block'), harms: ' ' })).toBe('PRO61');
		ana.post(castOp(proposal, 'block'));
		ana.post(bindOp(poll, { kind: 'options', chosen: [1] }));
	});

	it('[PRO65] a proxy goes to another elector, counts as theirs once settled, and is taken back by another word', () => {
		const all = three('majority');
		const [ana, ben, chloe] = all;
		const proposal = ana.post(openOp('Tea'));
		sync(...all);
		expect(ruleOf(ana, castOp(proposal, { kind: 'proxy', to: ana.memberId }))).toBe('PRO65');
		expect(ruleOf(ana, castOp(proposal, { kind: 'proxy', to: 'A'.repeat(43) }))).toBe('PRO65');
		chloe.post(castOp(proposal, { kind: 'proxy', to: ben.memberId })); // and is away from now on
		sync(...all);
		ana.post(bindOp(proposal, 'disagree'));
		ben.post(bindOp(proposal, 'agree'));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(proposal));
		sync(ana, ben);
		expect(outcomeOf(ana, proposal)).toBe('accepted'); // Ben, and Chloé through Ben

		const again = ana.post(openOp('Coffee'));
		sync(...all);
		chloe.post(castOp(again, { kind: 'proxy', to: ben.memberId }));
		chloe.post(castOp(again, 'disagree'));
		sync(...all);
		ana.post(bindOp(again, 'disagree'));
		ben.post(bindOp(again, 'agree'));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(again));
		sync(ana, ben);
		expect(outcomeOf(ana, again)).toBe('not-accepted');
	});

	it('[PRO65] proxies do not chain', () => {
		const all = three('majority');
		const [ana, ben, chloe] = all;
		const proposal = ana.post(openOp('Tea'));
		sync(...all);
		ana.post(bindOp(proposal, 'agree'));
		ben.post(bindOp(proposal, { kind: 'proxy', to: chloe.memberId }));
		chloe.post(bindOp(proposal, { kind: 'proxy', to: ana.memberId }));
		sync(...all);
		for (const device of all) device.post(closeOp(proposal));
		sync(...all);
		expect(outcomeOf(ana, proposal)).toBe('accepted'); // Ana, and Chloé through Ana; Ben is none
		const other = ana.post(openOp('Coffee', { method: { kind: 'majority', percent: 100, of: 'eligible', quorum: 0 } }));
		sync(...all);
		ana.post(bindOp(other, 'agree'));
		ben.post(bindOp(other, { kind: 'proxy', to: chloe.memberId }));
		chloe.post(bindOp(other, { kind: 'proxy', to: ana.memberId }));
		sync(...all);
		for (const device of all) device.post(closeOp(other));
		sync(...all);
		expect(outcomeOf(ana, other)).toBe('not-accepted');
	});

	it('[PRO66] what a colleague wrote down counts once its speaker confirms exactly that', () => {
		const all = three('majority');
		const [ana, ben, chloe] = all;
		const proposal = ana.post(openOp('Tea'));
		sync(...all);
		const spoken = ben.post({ type: 'proposals/record-spoken', proposal, term: proposal, elector: chloe.memberId, ballot: position('agree'), reason: '', harms: '' });
		sync(...all);
		ana.post(bindOp(proposal, 'agree'));
		ben.post(bindOp(proposal, 'disagree'));
		expect(ruleOf(ana, { ...castOp(proposal, 'agree'), confirms: spoken })).toBe('PRO21'); // had given her final word
		expect(ruleOf(chloe, { ...castOp(proposal, 'disagree'), confirms: spoken })).toBe('PRO66');
		expect(ruleOf(chloe, { ...castOp(proposal, 'agree'), confirms: proposal })).toBe('PRO66');
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(proposal));
		sync(ana, ben);
		expect(outcomeOf(ana, proposal)).toBe('not-accepted'); // written down, never counted

		const next = ana.post(openOp('Coffee'));
		sync(...all);
		const said = ben.post({ type: 'proposals/record-spoken', proposal: next, term: next, elector: chloe.memberId, ballot: position('agree'), reason: '', harms: '' });
		sync(...all);
		chloe.post({ ...castOp(next, 'agree'), confirms: said });
		sync(...all);
		ana.post(bindOp(next, 'agree'));
		ben.post(bindOp(next, 'disagree'));
		sync(ana, ben);
		for (const device of [ana, ben]) device.post(closeOp(next));
		sync(ana, ben);
		expect(outcomeOf(ana, next)).toBe('accepted');
	});
});

describe('consent given ahead', () => {
	const DISCUSS: Extract<OpInput, { type: 'proposals/discuss' }> = { type: 'proposals/discuss', title: 'Tea', text: 'Green.', effect: { kind: 'none' }, method: null, alternatives: [] };
	const aheadOf = (discussion: ObjectId, revision: ObjectId): OpInput => ({
		type: 'proposals/consent-ahead', discussion, revision, ballot: position('agree'), reason: 'as ever', harms: ''
	});

	it('[PRO68] counts as a soft stance where exactly that text is opened', () => {
		const [ana, ben, chloe] = three();
		const discussion = ana.post(DISCUSS);
		sync(ana, ben, chloe);
		chloe.post(aheadOf(discussion, discussion));
		sync(ana, ben, chloe);
		const proposal = ana.post(openOp('Tea', { text: 'Green.', discussion }));
		expect(proposalOf(ana, proposal).terms[0]!.stances).toMatchObject([{ elector: chloe.memberId, kind: 'soft', ahead: true, ballot: { position: 'agree' } }]);
		sync(ana, ben, chloe);
		chloe.post(castOp(proposal, 'stand-aside')); // a later word outranks it
		const stances = proposalOf(chloe, proposal).terms[0]!.stances;
		expect(stances.map(({ ballot }) => ballot)).toMatchObject([{ position: 'agree' }, { position: 'stand-aside' }]);
	});

	it('[PRO68] lapses when the text, the way of deciding or what is carried out changes', () => {
		const [ana, ben, chloe] = three();
		const discussion = ana.post(DISCUSS);
		sync(ana, ben, chloe);
		chloe.post(aheadOf(discussion, discussion));
		sync(ana, ben, chloe);
		const carried = (more: Parameters<typeof openOp>[1]) =>
			proposalOf(ana, ana.post(openOp('Tea', { text: 'Green.', discussion, ...more }))).terms[0]!.stances.length;
		expect(carried({ text: 'Black.' })).toBe(0);
		expect(carried({ title: 'Teas' })).toBe(0);
		expect(carried({ method: LAZY })).toBe(0);
		expect(carried({ effect: RENAME })).toBe(0);
		expect(carried({ discussion: null })).toBe(0);
		expect(carried({})).toBe(1);
		// given to another wording than the one that is opened
		const second = ana.post({ type: 'proposals/revise', discussion, title: 'Tea', text: 'Black.', amendment: null });
		expect(carried({ text: 'Black.' })).toBe(0);
		ben.post(aheadOf(discussion, discussion));
		sync(ana, ben, chloe);
		chloe.post(aheadOf(discussion, second));
		sync(ana, ben, chloe);
		expect(carried({ text: 'Black.' })).toBe(1);
		expect(carried({ text: 'Green.' })).toBe(2);
	});

	it('[PRO68] an answer that does not fit the way of deciding is none', () => {
		const [ana, ben] = three();
		const discussion = ana.post({ ...DISCUSS, method: MAJORITY });
		sync(ana, ben);
		ben.post({ type: 'proposals/consent-ahead', discussion, revision: discussion, ballot: position('reservations'), reason: '', harms: '' });
		sync(ana, ben);
		const proposal = ana.post(openOp('Tea', { text: 'Green.', discussion, method: MAJORITY }));
		expect(proposalOf(ana, proposal).terms[0]!.stances).toEqual([]);
	});
});

describe('after a block', () => {
	it('[PRO90] the rule about blocks is frozen with the proposal', () => {
		const all = three();
		const [ana] = all;
		const proposal = ana.post(openEffect('Rename', RENAME));
		withVoteAfterBlock(all);
		expect(proposalOf(ana, proposal).method).toMatchObject({ ...CONSENSUS, block: { onLapse: 'stands' } });
	});

	it('[PRO91] exactly what a settled block has stopped may be put to a vote of all electors', () => {
		const all = three();
		const [ana] = all;
		withVoteAfterBlock(all);
		const first = blocked(all, openEffect('Rename', RENAME));
		const vote = ana.post(openEffect('Rename', RENAME, { succeeds: first }));
		expect(proposalOf(ana, vote)).toMatchObject({ mandate: first, method: { kind: 'majority', percent: 67, of: 'eligible' } });
		// another text, or another value, is decided as settings are
		const otherText = ana.post(openEffect('Rename', RENAME, { succeeds: first, text: 'Please' }));
		const otherValue = ana.post(openEffect('Rename', { kind: 'change-setting', change: { key: 'name', value: 'X' } }, { succeeds: first }));
		const anew = ana.post(openEffect('Rename', RENAME));
		expect([otherText, otherValue, anew].map((id) => proposalOf(ana, id).method.kind)).toEqual(['consensus', 'consensus', 'consensus']);
		sync(...all);
		for (const device of all) device.post(bindOp(vote, device === all[2] ? 'disagree' : 'agree'));
		sync(...all);
		for (const device of all) device.post(closeOp(vote));
		sync(...all);
		expect(outcomeOf(ana, vote)).toBe('not-accepted'); // two of three are 66 percent
	});

	it('[PRO91] nothing of the kind while it is open, where the block is not settled, or where blocks stand', () => {
		const all = three();
		const [ana, ben, chloe] = all;
		const stands = blocked(all, openEffect('Rename', RENAME));
		expect(proposalOf(ana, ana.post(openEffect('Rename', RENAME, { succeeds: stands }))).method.kind).toBe('consensus');
		withVoteAfterBlock(all);
		// its predecessor froze the old rule
		expect(proposalOf(ana, ana.post(openEffect('Rename', RENAME, { succeeds: stands }))).method.kind).toBe('consensus');
		const open = ana.post(openEffect('Rename', RENAME));
		sync(...all);
		chloe.post(bindOp(open, 'block'));
		sync(...all);
		expect(proposalOf(ana, ana.post(openEffect('Rename', RENAME, { succeeds: open }))).method.kind).toBe('consensus');
		// not accepted, but nobody blocked it
		const silent = ana.post(openEffect('Rename', RENAME));
		decide(all, silent, 'none');
		expect(outcomeOf(ben, silent)).toBe('not-accepted');
		expect(proposalOf(ana, ana.post(openEffect('Rename', RENAME, { succeeds: silent }))).method.kind).toBe('consensus');
	});

	it('[PRO91] what counts is the text of the term that was decided', () => {
		const all = three();
		const [ana] = all;
		withVoteAfterBlock(all);
		const first = ana.post(openEffect('Rename', RENAME));
		ana.post(amendOp(first, 'Please', { title: 'Rename it' }));
		sync(...all);
		for (const device of all) device.post(closeOp(first));
		sync(...all);
		const term = proposalOf(ana, first).settledTerm;
		for (const device of all) device.post(bindOp(first, device === all[2] ? 'block' : 'agree', term));
		sync(...all);
		for (const device of all) device.post(closeOp(first, term));
		sync(...all);
		expect(outcomeOf(ana, first)).toBe('not-accepted');
		expect(proposalOf(ana, ana.post(openEffect('Rename', RENAME, { succeeds: first }))).method.kind).toBe('consensus');
		expect(proposalOf(ana, ana.post(openEffect('Rename it', RENAME, { succeeds: first, text: 'Please' }))).method.kind).toBe('majority');
	});
});
