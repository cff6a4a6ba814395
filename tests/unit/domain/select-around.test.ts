/** What screens say around proposals: discussions, mentions, measures, mediations, the register, how we decide. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { selectDiscussion, selectDiscussions } from '$crdt/domain/proposals/select-discussion';
import { selectGovernance } from '$crdt/domain/proposals/select-governance';
import { selectMeasures, selectMediations } from '$crdt/domain/proposals/select-measures';
import { selectRegister } from '$crdt/domain/proposals/select-register';
import { selectMentions } from '$crdt/domain/proposals/select-thread';
import { selectProposal } from '$crdt/domain/proposals/select-proposal';
import { selectProposals } from '$crdt/domain/proposals/select-proposals';
import { DAY, foundHouse, memberId, type FakeHouse } from '../../support/fake-house';

/** Wednesday 2 June 2027, noon in Greenwich. */
const NOW = Date.UTC(2027, 5, 2, 12);
const agree = { Ana: 'agree', Ben: 'agree', Chloé: 'agree', Dele: 'agree' } as const;

let house: FakeHouse;
let now: number;
beforeEach(() => {
	now = NOW;
	house = foundHouse('Ana', () => now);
	for (const [at, name] of ['Ben', 'Chloé', 'Dele'].entries()) house.join(name, 300 - at * 10, '', at === 0 ? ['Ana'] : ['Ana', 'Ben']);
});

const discuss = (name: string, title: string, effect: 'none' | 'room' = 'none', alternatives: ObjectId[] = []): ObjectId =>
	house.say(name, 10, {
		type: 'proposals/discuss', title, text: 'Behind the house.', method: effect === 'none' ? { kind: 'sense-check' } : null, alternatives,
		effect: effect === 'none' ? { kind: 'none' } : { kind: 'change-setting', change: { key: 'decisionDays', value: 10 } }
	});
const comment = (name: string, about: ObjectId, mentions: readonly string[] = []): ObjectId =>
	house.say(name, 5, { type: 'proposals/comment', about, text: 'Who waters it?', replyTo: null, mentions: mentions.map(memberId) });
const see = (id: ObjectId) => selectDiscussion(house.lens(), id)!;

describe('discussions', () => {
	it('show their newest text, its history, and what one may do with it', () => {
		const id = discuss('Ana', 'A garden');
		house.say('Ana', 4, { type: 'proposals/revise', discussion: id, title: 'A small garden', text: 'In turns.', amendment: null });
		expect(see(id)).toMatchObject({ title: 'A small garden', text: 'In turns.', mine: true, canRevise: true, canEnd: true, canOpen: true, wouldUse: { kind: 'sense-check' } });
		expect(see(id).revisions.map(({ title, name }) => [title, name])).toEqual([['A garden', 'Ana'], ['A small garden', 'Ana']]);
		house.say('Ana', 1, { type: 'proposals/end-discussion', discussion: id, reason: 'No time.' });
		expect(see(id)).toMatchObject({ ended: true, endedReason: 'No time.', canRevise: false, canEnd: false, canOpen: false });
	});

	it('are decided as the collective decides such things', () => {
		expect(see(discuss('Ben', 'Ten days', 'room')).wouldUse).toEqual(house.lens().state.membership.settings.rules.settings);
	});

	it('[PRO56] show consent given ahead as lapsed once the text has changed', () => {
		const id = discuss('Ben', 'A garden');
		const ahead = (revision: ObjectId) => house.say('Dele', 8, { type: 'proposals/consent-ahead', discussion: id, revision, ballot: { kind: 'position', position: 'agree' }, reason: 'Away.', harms: '' });
		ahead(id);
		expect(see(id).ahead).toMatchObject([{ name: 'Dele', isMe: false, lapsed: false }]);
		house.say('Ben', 4, { type: 'proposals/revise', discussion: id, title: 'A garden', text: 'In turns.', amendment: null });
		expect(see(id).ahead).toMatchObject([{ lapsed: true }]);
		ahead(see(id).revision);
		expect(see(id).ahead).toMatchObject([{ lapsed: false }]);
	});

	it('lead to the proposals opened from them, and to others about the same question both ways', () => {
		const fence = discuss('Chloé', 'A fence');
		const id = discuss('Ben', 'A garden', 'none', [fence]);
		const proposal = house.open('Ben', 3, { title: 'A garden', discussion: id });
		expect(see(id).opened).toEqual([{ id: proposal, line: 'Waiting for you, Ben, Chloé and Dele.' }]);
		expect(see(fence).alternatives).toEqual([{ id, title: 'A garden', kind: 'discussion', line: 'Being discussed.' }]);
		expect(selectProposal(house.lens(), proposal)!.discussion).toBe(id);
	});

	it('are listed by what happened last, ended ones after', () => {
		const old = discuss('Ben', 'Old');
		const fence = discuss('Ben', 'A fence');
		const garden = discuss('Ben', 'A garden');
		house.say('Ben', 1, { type: 'proposals/end-discussion', discussion: old, reason: '' });
		comment('Chloé', fence);
		expect(selectDiscussions(house.lens()).map(({ id }) => id)).toEqual([fence, garden, old]);
	});
});

describe('[PRO112] being asked by name', () => {
	it('stands on Home until I have said something there', () => {
		const id = discuss('Ben', 'A garden');
		const proposal = house.open('Ben', 3, { title: 'Paint' });
		comment('Ben', id, ['Ana', 'Dele']);
		comment('Chloé', proposal, ['Ana']);
		expect(selectMentions(house.lens())).toEqual([
			{ id: proposal, about: 'proposal', title: 'Paint', name: 'Chloé', at: NOW - 5 * DAY },
			{ id, about: 'discussion', title: 'A garden', name: 'Ben', at: NOW - 5 * DAY }
		]);
		expect(see(id)).toMatchObject({ mentionsMe: true, thread: [{ mentionsMe: true, mentions: [{ name: 'Ana' }, { name: 'Dele' }] }] });
		comment('Ana', id);
		expect(selectMentions(house.lens()).map((each) => each.id)).toEqual([proposal]);
		house.decide(2, proposal, agree);
		expect(selectMentions(house.lens())).toEqual([]);
	});
});

describe('measures and mediations', () => {
	it('a measure waits for enough of us, is in force, and lapses by my clock', () => {
		house.say('Ben', 1, { type: 'proposals/take-measure', title: 'Closed', measure: { kind: 'emergency', text: 'Water.', until: NOW + DAY, room: null } });
		const [view] = selectMeasures(house.lens());
		expect(view).toMatchObject({ state: 'waiting', joinedBy: ['Ben'], needed: 3, canJoin: true, until: NOW + DAY });
		for (const name of ['Ana', 'Chloé']) house.say(name, 0.5, { type: 'proposals/join-measure', measure: view!.id });
		expect(selectMeasures(house.lens())).toMatchObject([{ state: 'in-force', canJoin: false }]);
		now = NOW + DAY;
		expect(selectMeasures(house.lens())).toMatchObject([{ state: 'lapsed' }]);
	});

	it('[PRO57] a mediation concerns those in it, and everybody once a removal may name it', () => {
		const id = house.say('Ben', 5, { type: 'proposals/call-mediation', member: memberId('Dele'), mediators: [memberId('Chloé'), memberId('Ana')], concern: 'The kitchen.' });
		const of = (name: string) => selectMediations({ ...house.lens(), me: memberId(name) });
		for (const name of ['Ana', 'Ben', 'Chloé', 'Dele']) expect(of(name)).toHaveLength(1);
		expect(of('Ana')).toMatchObject([{ iMediate: true, iHaveReported: false, mediatorNames: ['Chloé', 'Ana'], state: 'under-way', allowsRemoval: false }]);
		house.join('Eve', 2, '', ['Ana', 'Ben']);
		expect(of('Eve')).toEqual([]);
		for (const name of ['Ana', 'Chloé']) house.say(name, 1, { type: 'proposals/report-mediation', mediation: id, outcome: 'not-settled', note: '' });
		expect(of('Eve')).toMatchObject([{ state: 'not-settled', allowsRemoval: true }]);
		expect(of('Dele')).toMatchObject([{ isAboutMe: true, allowsRemoval: false }]);
	});
});

describe('[PRO58] the register', () => {
	it('says when each was decided, by the closing that made it final, and by whom', () => {
		const id = house.open('Ben', 9, { title: 'Paint' });
		const open = house.open('Ben', 3, { title: 'Shelf' });
		for (const name of ['Ana', 'Ben', 'Chloé']) house.bind(name, 6, id, 'agree');
		house.bind('Dele', 6, id, 'stand-aside');
		// with the third closing everybody is settled; whoever closes after adds nothing
		for (const [at, name] of ['Ana', 'Ben', 'Chloé', 'Dele'].entries()) house.close(name, 4 - at, id);
		const { entries } = selectRegister(house.lens());
		expect(entries.map((each) => each.id)).toEqual([open, id]);
		expect(entries[1]).toMatchObject({ decidedAt: NOW - 2 * DAY, stoodAside: ['Dele'], statement: '', tally: { given: 4, of: 4 } });
		expect(entries[0]).toMatchObject({ decidedAt: null });
	});
});

describe('[PRO59] how we decide', () => {
	it('names the decision behind each setting, and what is under way', () => {
		const set = house.open('Ben', 9, { title: 'Ten days', effect: { kind: 'change-setting', change: { key: 'decisionDays', value: 10 } } });
		house.decide(5, set, agree);
		const next = house.open('Ben', 2, { title: 'Rooms: silence', effect: { kind: 'change-setting', change: { key: 'rule', subject: 'rooms', value: { kind: 'lazy' } } } });
		const view = selectGovernance(house.lens());
		expect(view.setBy).toMatchObject({ decisionDays: { proposal: set, title: 'Ten days' } });
		expect(view.underWay).toEqual({ 'rule:rooms': next });
		expect(view).toMatchObject({ foundedByName: 'Ana', mayPropose: true, settings: { decisionDays: 10 } });
		expect(view.members.map(({ name, stage }) => [name, stage]).sort()).toEqual([['Ana', 'member'], ['Ben', 'member'], ['Chloé', 'member'], ['Dele', 'member']]);
	});

	it('[MEM70] whoever is on trial reads and talks, and is offered nothing that they may not do', () => {
		const trial = house.open('Ben', 9, { title: 'Trial', effect: { kind: 'change-setting', change: { key: 'trialDays', value: 30 } } });
		house.decide(5, trial, agree);
		house.join('Eve', 3, '', ['Ana', 'Ben']);
		const id = discuss('Ben', 'A garden');
		const proposal = house.open('Ben', 2, { title: 'Paint' });
		const eyes = { ...house.lens(), me: memberId('Eve') };
		expect(selectProposals(eyes)).toMatchObject({ mayPropose: false, needsMe: [] });
		expect(selectDiscussion(eyes, id)).toMatchObject({ canOpen: false });
		expect(selectProposal(eyes, proposal)).toMatchObject({ amElector: false, iMayBind: false, canExtend: false, canAmend: false, finality: { myDevice: null } });
	});
});
