/** What is said around proposals: who may say it, and what becomes of it whatever the order in which devices hear of it. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { stateHash } from '$crdt/domain/state-hash';
import { bindOp, castOp, closeOp, decide, extendOp, openOp, position, withdrawOp } from '../../support/proposal-ops';
import { createSeeded } from '../../support/seeded';
import { collective, Device, keysNamed, storyHashes, sync, tell } from '../../support/story';

let ana: Device, ben: Device, chloe: Device, dele: Device;
let all: Device[];
beforeEach(() => {
	all = collective(['Ana', 'Ben', 'Chloé', 'Dele']);
	[ana, ben, chloe, dele] = all as [Device, Device, Device, Device];
});

const discussOp = (title = 'A garden', alternatives: ObjectId[] = []): OpInput => ({ type: 'proposals/discuss', title, text: 'Behind the house.', effect: { kind: 'none' }, method: null, alternatives });
const commentOp = (about: ObjectId, more: Partial<Extract<OpInput, { type: 'proposals/comment' }>> = {}): OpInput => ({ type: 'proposals/comment', about, text: 'Who waters it?', replyTo: null, mentions: [], ...more });
const reviseOp = (discussion: ObjectId, amendment: ObjectId | null = null): OpInput => ({ type: 'proposals/revise', discussion, title: 'A garden', text: 'In turns.', amendment });
const amendmentOp = (about: ObjectId): OpInput => ({ type: 'proposals/suggest-amendment', about, title: 'A garden', text: 'By a list.', reason: '' });
const declineOp = (amendment: ObjectId): OpInput => ({ type: 'proposals/decline-amendment', amendment, reason: 'Too much paper.' });
const endOp = (discussion: ObjectId): OpInput => ({ type: 'proposals/end-discussion', discussion, reason: 'Nobody has time.' });
const spokenOp = (proposal: ObjectId, elector: Device): OpInput => ({ type: 'proposals/record-spoken', proposal, term: proposal, elector: elector.memberId, ballot: position('agree'), reason: 'On the stairs.', harms: '' });
const conveneOp = (proposal: ObjectId): OpInput => ({ type: 'proposals/convene', proposal, at: 3_000_000, place: 'Kitchen', note: '' });
const statementOp = (proposal: ObjectId): OpInput => ({ type: 'proposals/state-outcome', proposal, statement: 'We try it.', reviewOn: null });
const taskOp = (proposal: ObjectId, assignee: Device): OpInput => ({ type: 'proposals/add-task', proposal, text: 'Buy seeds', assignee: assignee.memberId, due: null });

/** Written, refused by this rule, told to everybody. */
function refused(device: Device, op: OpInput): string | undefined {
	const entry = device.write(op);
	return device.refusalOf(entry)?.rule;
}
const lifeOf = (device: Device) => device.state.proposals.life;

describe('discussions', () => {
	it('[PRO110] anybody begins one, its author alone rewrites and ends it, and ended it takes no more', () => {
		const garden = ben.post(discussOp());
		sync(...all);
		expect(refused(ana, reviseOp(garden))).toBe('PRO110');
		expect(refused(ana, endOp(garden))).toBe('PRO110');
		sync(...all);
		ben.post(reviseOp(garden));
		expect(lifeOf(ben).discussions.get(garden)!.revisions.map(({ text }) => text)).toEqual(['Behind the house.', 'In turns.']);
		ben.post(endOp(garden));
		sync(...all);
		for (const op of [commentOp(garden), amendmentOp(garden)]) expect(refused(chloe, op)).toBe('PRO110');
		expect(refused(ben, reviseOp(garden))).toBe('PRO110');
		expect(refused(ben, endOp(garden))).toBe('PRO110');
	});

	it('[PRO110] what was said before somebody knew of the end stays', () => {
		const garden = ben.post(discussOp());
		sync(...all);
		ben.post(endOp(garden));
		const said = chloe.post(commentOp(garden));
		sync(...all);
		expect(lifeOf(ana).comments.get(garden)!.map(({ id }) => id)).toEqual([said]);
		expect(lifeOf(ana).discussions.get(garden)!.ended!.by).toBe(ben.memberId);
	});

	it('[PRO68] consent ahead is for a text of this very discussion, in the open and of one’s own', () => {
		const garden = ben.post(discussOp());
		const other = ben.post(discussOp('A fence'));
		sync(...all);
		const ahead = (revision: ObjectId, ballot: Extract<OpInput, { type: 'proposals/consent-ahead' }>['ballot'] = position('agree')): OpInput => ({ type: 'proposals/consent-ahead', discussion: garden, revision, ballot, reason: '', harms: '' });
		expect(refused(ana, ahead(other))).toBe('PRO68');
		expect(refused(ana, ahead(garden, { kind: 'proxy', to: ben.memberId }))).toBe('PRO68');
		ana.post(ahead(garden));
		expect(lifeOf(ana).discussions.get(garden)!.ahead).toMatchObject([{ author: ana.memberId, revision: garden }]);
	});

	it('knows of alternatives only what its author knew', () => {
		const garden = ben.post(discussOp());
		expect(refused(ana, discussOp('A fence', [garden]))).toBe('PRO4');
	});
});

describe('comments', () => {
	it('[PRO111] reply to a comment about the same matter', () => {
		const garden = ben.post(discussOp());
		const fence = ben.post(discussOp('A fence'));
		const asked = ben.post(commentOp(garden));
		sync(...all);
		expect(refused(ana, commentOp(fence, { replyTo: asked }))).toBe('PRO111');
		const reply = ana.post(commentOp(garden, { replyTo: asked, mentions: [ben.memberId] }));
		expect(lifeOf(ana).comments.get(garden)!.find(({ id }) => id === reply)).toMatchObject({ replyTo: asked, mentions: [ben.memberId] });
	});

	it('[PRO112] name members, and nobody who never was one', () => {
		const garden = ben.post(discussOp());
		const stranger = storyHashes.memberIdOf('stranger');
		expect(refused(ben, commentOp(garden, { mentions: [stranger] }))).toBe('PRO112');
	});

	it('[PRO5] electors who have left still speak about what they decide, and nowhere else', () => {
		const proposal = ana.post(openOp('Paint'));
		const garden = ana.post(discussOp());
		sync(...all);
		dele.post({ type: 'membership/leave' });
		dele.post(commentOp(proposal));
		expect(refused(dele, commentOp(garden))).toBe('MEM3');
	});
});

describe('amendments', () => {
	it('[PRO113] anybody offers one; [PRO114] the author of the text declines it or takes it up, once', () => {
		const garden = ben.post(discussOp());
		sync(...all);
		const list = ana.post(amendmentOp(garden));
		sync(...all);
		expect(refused(chloe, declineOp(list))).toBe('PRO114');
		sync(...all);
		ben.post(reviseOp(garden, list));
		expect(lifeOf(ben).amendments.get(list)!.takenUp).not.toBeNull();
		expect(refused(ben, reviseOp(garden, list))).toBe('PRO114');
		expect(refused(ben, declineOp(list))).toBe('PRO114');
	});

	it('[PRO114] a declined one may still be taken up, and one to another text may not', () => {
		const garden = ben.post(discussOp());
		const fence = ben.post(discussOp('A fence'));
		sync(...all);
		const list = ana.post(amendmentOp(garden));
		sync(...all);
		ben.post(declineOp(list));
		expect(refused(ben, declineOp(list))).toBe('PRO114');
		expect(refused(ben, reviseOp(fence, list))).toBe('PRO114');
		ben.post(reviseOp(garden, list));
	});
});

describe('[PRO115] the words of an absent colleague', () => {
	it('are written down by anybody but that colleague, for somebody who decides it, and count for nothing', () => {
		const proposal = ana.post(openOp('Paint'));
		sync(...all);
		expect(refused(dele, spokenOp(proposal, dele))).toBe('PRO115');
		ben.post(spokenOp(proposal, dele));
		sync(...all);
		expect(lifeOf(ana).spoken.get(proposal)).toMatchObject([{ elector: dele.memberId, recordedBy: ben.memberId }]);
		expect(ana.state.proposals.proposals.get(proposal)!.terms[0]!.stances).toEqual([]);
	});

	it('are written down only while it is open, as far as their scribe knows', () => {
		const proposal = ana.post(openOp('Paint'));
		tell(ana, dele);
		decide([ana, ben, chloe], proposal);
		expect(refused(ben, spokenOp(proposal, dele))).toBe('PRO115');
		dele.post(spokenOp(proposal, chloe));
	});
});

describe('[PRO116] a meeting about a block', () => {
	it('is called by whoever blocks, as often as the rule says', () => {
		const proposal = ana.post(openOp('Paint'));
		sync(...all);
		expect(refused(ben, conveneOp(proposal))).toBe('PRO116');
		ben.post(castOp(proposal, 'block'));
		const first = ben.post(conveneOp(proposal));
		const second = ben.post(conveneOp(proposal));
		expect(refused(ben, conveneOp(proposal))).toBe('PRO116');
		expect(lifeOf(ben).meetings.get(proposal)!.map(({ id }) => id)).toEqual([first, second]);
		ben.post(castOp(proposal, 'agree'));
		expect(refused(ben, conveneOp(proposal))).toBe('PRO116');
	});

	it('is called for a block that was carried over an extension', () => {
		const proposal = ana.post(openOp('Paint'));
		sync(...all);
		ben.post(castOp(proposal, 'block'));
		sync(...all);
		ana.post(extendOp(proposal));
		sync(...all);
		ben.post(conveneOp(proposal));
	});

	it('is nothing where no block can stop it', () => {
		const proposal = ana.post(openOp('Paint', { method: { kind: 'consent', quorum: 0 } }));
		ana.post(castOp(proposal, 'object'));
		expect(refused(ana, conveneOp(proposal))).toBe('PRO116');
	});
});

describe('once it is decided', () => {
	it('[PRO117] those who decided say in words what it was, and nobody before', () => {
		const proposal = ana.post(openOp('Paint'));
		expect(refused(ana, statementOp(proposal))).toBe('PRO117');
		decide(all, proposal);
		ben.post(statementOp(proposal));
		sync(...all);
		expect(lifeOf(dele).statements.get(proposal)).toMatchObject([{ author: ben.memberId, statement: 'We try it.' }]);
	});

	it('[PRO118] a task goes to a member who did not stand aside, and is marked by them or by who gave it', () => {
		const proposal = ana.post(openOp('Paint'));
		expect(refused(ana, taskOp(proposal, ben))).toBe('PRO118');
		sync(...all);
		dele.post(bindOp(proposal, 'stand-aside'));
		for (const device of [ana, ben, chloe]) device.post(bindOp(proposal, 'agree'));
		sync(...all);
		for (const device of all) device.post(closeOp(proposal));
		sync(...all);
		expect(refused(ana, taskOp(proposal, dele))).toBe('PRO118');
		const task = ana.post(taskOp(proposal, ben));
		sync(...all);
		const done = (is: boolean): OpInput => ({ type: 'proposals/set-task-done', task, done: is });
		expect(refused(chloe, done(true))).toBe('PRO118');
		ben.post(done(true));
		sync(...all);
		ana.post(done(false));
		expect(lifeOf(ana).tasks.get(task)!.mark).toMatchObject({ by: ana.memberId, done: false });
	});

	it('[PRO118] nothing is carried out of what was withdrawn', () => {
		const proposal = ana.post(openOp('Paint'));
		ana.post(withdrawOp(proposal));
		sync(...all);
		for (const device of all) device.post(closeOp(proposal));
		sync(...all);
		expect(refused(ana, taskOp(proposal, ben))).toBe('PRO118');
	});
});

describe('[PRO110-PRO119] whatever the order of arrival', () => {
	it('everybody who holds the same sees the same', () => {
		const garden = ben.post(discussOp());
		const proposal = ben.post(openOp('Paint'));
		sync(...all);
		// everybody at once, knowing nothing of the others
		const list = ana.post(amendmentOp(garden));
		const other = chloe.post(amendmentOp(garden));
		tell(ana, ben);
		tell(chloe, ben);
		const aside = { prev: ben.head, deps: [ana.head!, chloe.head!] };
		ben.post(reviseOp(garden, list));
		ben.write(declineOp(list), aside);
		const ends = [ben.write(endOp(garden), aside)];
		ben.write(reviseOp(garden, other), aside);
		ana.post(commentOp(garden, { mentions: [dele.memberId] }));
		chloe.post(commentOp(garden));
		dele.post(spokenOp(proposal, ana));
		ana.post(spokenOp(proposal, dele));
		dele.post(castOp(proposal, 'block'));
		dele.post(conveneOp(proposal));

		ben.write(declineOp(list), { ...aside, claimedAt: 7 });
		ends.push(ben.write(endOp(garden), { ...aside, claimedAt: 7 }));
		ben.write(reviseOp(garden, list), { ...aside, claimedAt: 7 });
		tell(ben, dele);
		// each knows of one end only, and not of the one that everybody is shown
		const late = ends.map(({ id }) => dele.write(commentOp(garden), { prev: dele.head, deps: [id] }));
		sync(...all);
		expect(lifeOf(ana).amendments.get(list)).toMatchObject({ declined: { by: ben.memberId }, takenUp: {} });
		const told = [1, 2, 3, 4, 5, 6].map((seed) => heardInSomeOrder(ana, seed));
		const hashes = [...told, ...all].map((device) => stateHash(device.state, storyHashes.hash));
		expect(new Set(hashes).size).toBe(1);
		for (const device of [...told, ...all]) expect(late.map((entry) => device.refusalOf(entry)?.rule)).toEqual(['PRO110', 'PRO110']);
	});
});

/** A device that hears everything the other holds in an order of its own, each entry after what it builds on. */
function heardInSomeOrder(from: Device, seed: number): Device {
	const chance = createSeeded(seed);
	const listener = new Device('Listener', keysNamed('Listener'));
	const left = new Set(from.held.values());
	while (left.size > 0) {
		const ready = [...left].filter(({ prev, deps }) => [prev, ...deps].every((id) => id === null || listener.held.has(id)));
		const next = chance.pick(ready);
		listener.take([next]);
		left.delete(next);
	}
	return listener;
}
