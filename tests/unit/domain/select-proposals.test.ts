/** What screens say about proposals: the sentences, who is asked for what, what may be done next. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectId } from '$crypto/base';
import { selectProposal } from '$crdt/domain/proposals/select-proposal';
import { selectProposals } from '$crdt/domain/proposals/select-proposals';
import type { Lens } from '$crdt/domain/lens';
import type { ProposalView } from '$crdt/domain/proposals/views';
import { DAY, foundHouse, memberId, type FakeHouse } from '../../support/fake-house';

/** Wednesday 2 June 2027, noon in Greenwich; 14:00 in Berlin. */
const NOW = Date.UTC(2027, 5, 2, 12);
const NAMES = ['Ana', 'Ben', 'Chloé', 'Dele'] as const;

let house: FakeHouse;
let now: number;
beforeEach(() => {
	now = NOW;
	house = foundHouse('Ana', () => now);
	house.join('Ben', 300, '', ['Ana']);
	house.join('Chloé', 290, '', ['Ana', 'Ben']);
	house.join('Dele', 280, '', ['Ana', 'Ben']);
});

const see = (id: ObjectId, look: Partial<Lens> = {}): ProposalView => {
	const view = selectProposal({ ...house.lens(), ...look }, id);
	if (view === null) throw new Error('there is no such proposal');
	return view;
};
const mine = (id: ObjectId) => see(id).stances.find(({ isMe }) => isMe);
/** Everybody but Dele gives this word; Dele is away since five days. */
function withoutDele(id: ObjectId, word: 'agree' | 'object' = 'agree'): void {
	house.away.add('Dele');
	for (const name of ['Ana', 'Ben', 'Chloé']) house.bind(name, 1, id, word, '', word === 'object' ? 'Calm work' : '');
}
const close = (name: string, id: ObjectId) => house.close(name, 0.5, id);

describe('[PRO50] one line', () => {
	it('names who has said nothing, me first', () => {
		const id = house.open('Ben', 2, { title: 'Paint' });
		house.bind('Ben', 2, id, 'agree');
		house.cast('Chloé', 1, id, 'agree');
		expect(see(id).line).toBe('Waiting for you and Dele.');
		expect(see(id)).toMatchObject({ needsMyVoice: true, given: 2, electors: 4 });
	});

	it('says of whom nothing was heard, since when, and how many devices have closed', () => {
		const id = house.open('Ben', 8, { title: 'Paint', deadline: NOW - DAY });
		house.say('Dele', 4, { type: 'proposals/comment', about: id, text: 'Back on Monday.', replyTo: null, mentions: [] });
		withoutDele(id);
		close('Ben', id);
		close('Ana', id);
		expect(see(id).line).toBe('The time is up. Everyone here agrees; waiting for word on Dele, not heard since Saturday: 2 of the 3 devices needed have closed.');
		expect(see(id).finality).toMatchObject({ closings: 2, closingsNeeded: 3, waitingFor: [{ name: 'Dele', why: 'silent', lastHeardAt: NOW - 4 * DAY }] });
	});

	it('waits for a final word, then for a device', () => {
		const id = house.open('Ben', 2, { title: 'Paint' });
		for (const name of NAMES) house.cast(name, 1, id, 'agree');
		expect(see(id).line).toBe('Everybody has answered. Waiting for the final word of you, Ben, Chloé and Dele.');
		for (const name of NAMES) house.bind(name, 1, id, 'agree');
		close('Ben', id);
		expect(see(id).line).toBe('Everybody has given their final word. Waiting for your device and those of Chloé and Dele to confirm it: 1 of the 3 devices needed has closed.');
	});

	it('names who blocks, who objects, who needs time', () => {
		const block = house.open('Ben', 2, { title: 'Paint' });
		house.cast('Dele', 1, block, 'block', 'No.', 'Calm work');
		expect(see(block).line).toBe('Open: one block, by Dele.');
		const consent = house.open('Ben', 2, { title: 'Shelf', method: { kind: 'consent', quorum: 0 } });
		house.cast('Dele', 1, consent, 'object', 'No.', 'Calm work');
		house.cast('Ana', 1, consent, 'object', 'No.', 'Calm work');
		expect(see(consent).line).toBe('Open: two objections, by you and Dele.');
		const time = house.open('Ben', 2, { title: 'Lease' });
		house.cast('Dele', 1, time, 'more-time');
		expect(see(time).line).toBe('Open: Dele needs more time.');
	});

	it('says what silence means, and of what asks, how many have answered', () => {
		const lazy = house.open('Ben', 2, { title: 'Plants', method: { kind: 'lazy' }, deadline: NOW + 2 * DAY });
		expect(see(lazy).line).toBe('Silence means yes. On Friday at 14:00 the time is up.');
		expect(see(lazy).finality).toMatchObject({
			sentence: 'Silence means yes. On Friday at 14:00 the time is up.',
			myDevice: 'On Friday at 14:00 your device confirms your silence, which means yes, unless you answer before.'
		});
		const poll = house.open('Ben', 2, { title: 'Colour', method: { kind: 'single', options: ['Sage', 'Ochre'] } });
		house.cast('Chloé', 1, poll, { kind: 'options', chosen: [0] });
		expect(see(poll).line).toBe('1 of 4 answered. Waiting for you, Ben and Dele.');
	});

	it('says what it has come to', () => {
		const paint = house.open('Ben', 9, { title: 'Paint' });
		house.decide(5, paint, { Ana: 'agree', Ben: 'agree', Chloé: 'agree', Dele: 'agree' });
		expect(see(paint).line).toBe('Decided. It can no longer change.');
		const days = house.open('Ben', 9, { title: 'Ten days', effect: { kind: 'change-setting', change: { key: 'decisionDays', value: 10 } } });
		house.decide(5, days, { Ana: 'agree', Ben: 'agree', Chloé: 'agree', Dele: 'agree' });
		expect(see(days).line).toBe('Decided and carried out. It can no longer change.');
		const name = house.open('Ben', 9, { title: 'A new name' });
		house.decide(5, name, { Ana: 'agree', Ben: 'agree', Chloé: 'agree', Dele: 'block' });
		expect(see(name).line).toBe('Not accepted: one block, by Dele. It can no longer change.');
		const poll = house.open('Ben', 9, { title: 'Colour', method: { kind: 'single', options: ['Sage', 'Ochre'] } });
		house.decide(5, poll, { Ana: { kind: 'options', chosen: [1] }, Ben: { kind: 'options', chosen: [1] }, Chloé: { kind: 'options', chosen: [1] }, Dele: { kind: 'options', chosen: [0] } });
		expect(see(poll).line).toBe('Chosen: Ochre.');
	});
});

describe('finality', () => {
	it('[PRO51] what came too late is an objection the deciders had not seen; it is shown and not counted', () => {
		const id = house.open('Ben', 9, { title: 'Paint', method: { kind: 'consent', quorum: 0 }, deadline: NOW - DAY });
		withoutDele(id);
		house.say('Dele', 1, { type: 'proposals/bind-stance', proposal: id, term: id, ballot: { kind: 'position', position: 'object' }, reason: 'The pipes.', harms: 'Calm work' });
		for (const name of ['Ana', 'Ben', 'Chloé']) close(name, id);
		house.away.clear();
		house.meet();
		const view = see(id);
		expect(view.state.status).toBe('accepted');
		expect(view.finality.sentence).toBe('Decided. It can no longer change. Dele said something else after it was decided; those who decided had not seen it.');
		expect(view.finality.tooLate).toEqual([{ name: 'Dele', ballot: { kind: 'position', position: 'object' }, reason: 'The pipes.' }]);
		expect(view.stances.filter(({ tooLate }) => tooLate).map(({ name }) => name)).toEqual(['Dele']);
		expect(view.tally.rows.find(({ key }) => key === 'object')?.value).toBe(0);
	});

	it('[PRO54] two closings of one device are shown as evidence, with where they differ', () => {
		const id = house.open('Ben', 9, { title: 'Keys' });
		withoutDele(id);
		const before = house.device('Ben').head!;
		const chloe = house.device('Chloé').head!;
		house.say('Dele', 1, { type: 'proposals/bind-stance', proposal: id, term: id, ballot: { kind: 'position', position: 'block' }, reason: '', harms: 'Calm work' });
		close('Ben', id);
		const dele = house.device('Dele').head!;
		house.tell('Dele', 'Ben');
		house.fork('Ben', [{ type: 'proposals/close', proposal: id, term: id }], { prev: before, deps: [dele, chloe], claimedAt: NOW });
		house.away.clear();
		house.meet();
		expect(see(id).finality.contested).toEqual([
			{ name: 'Ben', closings: expect.arrayContaining([{ at: NOW, says: 'Dele: block' }, { at: NOW - DAY / 2, says: 'Dele: nothing' }]) as unknown }
		]);
	});

	it('[PRO53] what my device will do by itself is said beforehand', () => {
		const id = house.open('Ben', 2, { title: 'Paint', deadline: NOW + 9 * DAY });
		expect(see(id).finality.myDevice).toBe('On 11 June at 14:00 your device closes this for you without an answer, unless you answer before.');
		house.cast('Ana', 1, id, 'reservations');
		expect(see(id).finality.myDevice).toBe('On 11 June at 14:00 your device gives “agree with reservations” as your final word, unless you change it before.');
		const other = 'another device' as Lens['device'];
		expect(see(id, { device: other }).finality.myDevice).toBe('On 11 June at 14:00 your device “Ana” gives “agree with reservations” as your final word, unless you change it before.');
		expect(see(id, { device: other }).iMayBind).toBe(false);
		now = NOW + 9 * DAY;
		expect(see(id).finality.myDevice).toBe('Now that the time is up, your device gives “agree with reservations” as your final word, unless you change it before.');
		house.bind('Ana', 0, id, 'agree');
		expect(see(id).finality.myDevice).toBe('Your word is given. As soon as enough others have given theirs, your device confirms what it knows of everybody, by itself.');
		expect(see(id, { leavesOut: () => [memberId('Dele')] }).finality).toMatchObject({ myDevice: null, leavesOut: ['Dele'] });
	});
});

describe('terms', () => {
	it('an extension carries answers over, another text asks anew and shows what was said before', () => {
		const id = house.open('Ben', 9, { title: 'Paint', deadline: NOW - DAY });
		house.bind('Ana', 8, id, 'agree', 'At last.');
		const extended = house.say('Ben', 3, { type: 'proposals/new-term', proposal: id, after: id, change: { kind: 'extend' }, deadline: NOW + DAY, reason: 'Two were ill.' });
		expect(see(id)).toMatchObject({ term: extended, deadline: NOW + DAY, needsMyVoice: true, urgentForMe: false });
		expect(mine(id)).toMatchObject({ firmness: 'carried', reason: 'At last.', earlier: null });
		const reworded = house.say('Ben', 2, {
			type: 'proposals/new-term', proposal: id, after: extended, deadline: NOW + DAY, reason: '',
			change: { kind: 'amend', title: 'Paint it white', text: 'White.', amendment: null, decision: null }
		});
		expect(see(id)).toMatchObject({ term: reworded, title: 'Paint it white', text: 'White.', urgentForMe: true });
		expect(mine(id)).toMatchObject({ firmness: 'none', ballot: null, earlier: { ballot: { kind: 'position', position: 'agree' }, reason: 'At last.' } });
		expect(see(id).terms.map(({ kind, settled }) => [kind, settled])).toEqual([['first', true], ['extend', false], ['amend', false]]);
		house.settle();
		expect(see(id).terms.map(({ settled }) => settled)).toEqual([true, true, true]);
	});

	it('[PRO114] an amendment that the others accepted may be taken up by any elector', () => {
		const id = house.open('Ben', 9, { title: 'Paint', text: 'Grey.' });
		const amendment = house.say('Chloé', 8, { type: 'proposals/suggest-amendment', about: id, title: 'Paint', text: 'White.', reason: '' });
		expect(see(id)).toMatchObject({ canAmend: false, amendments: [{ status: 'open', canTakeUp: false, poll: null, against: { text: 'Grey.' } }] });
		const poll = house.open('Chloé', 7, { title: 'White?', effect: { kind: 'amend', amendment } });
		expect(see(poll)?.amends).toEqual({ about: id, kind: 'proposal', name: 'Chloé', before: { title: 'Paint', text: 'Grey.' }, after: { title: 'Paint', text: 'White.' } });
		expect(see(id)?.amends).toBeNull();
		house.decide(5, poll, { Ana: 'agree', Ben: 'agree', Chloé: 'agree', Dele: 'agree' });
		expect(see(id)).toMatchObject({ canAmend: true, amendments: [{ canTakeUp: true, poll: { id: poll, accepted: true } }] });
		house.say('Ana', 4, { type: 'proposals/new-term', proposal: id, after: id, deadline: NOW + DAY, reason: '', change: { kind: 'amend', title: 'Paint', text: 'White.', amendment, decision: poll } });
		expect(see(id)).toMatchObject({ text: 'White.', amendments: [{ status: 'taken-up', canTakeUp: false, against: { text: 'Grey.' } }], terms: [{}, { amendmentBy: 'Chloé' }] });
	});
});

describe('[PRO50] a withdrawal on its way', () => {
	it('is said as long as enough devices have not confirmed it', () => {
		const id = house.open('Ben', 9, { title: 'Paint' });
		house.say('Ben', 8, { type: 'proposals/withdraw', proposal: id, term: id, reason: 'No paint.' });
		const { line, finality } = see(id);
		expect(line).toBe('Ben has withdrawn it. It is over once enough devices know: 0 of the 3 devices needed have closed.');
		expect(finality.sentence).toBe(line);
		house.settle();
		expect(see(id)).toMatchObject({ line: 'Withdrawn by Ben.', withdrawnReason: 'No paint.' });
	});
});

describe('[PRO52] lists', () => {
	it('what needs my voice, soonest first; urgent what I never answered within a day', () => {
		const late = house.open('Ben', 2, { title: 'Late', deadline: NOW + 5 * DAY });
		const soon = house.open('Ben', 2, { title: 'Soon', deadline: NOW + DAY / 2 });
		const mine = house.open('Ben', 2, { title: 'Mine' });
		house.bind('Ana', 1, mine, 'agree');
		const { needsMe, open, mayPropose } = selectProposals(house.lens());
		expect(needsMe.map(({ id, urgentForMe }) => [id, urgentForMe])).toEqual([[soon, true], [late, false]]);
		expect(open).toHaveLength(3);
		expect(mayPropose).toBe(true);
		house.cast('Ana', 1, soon, 'agree');
		expect(see(soon)).toMatchObject({ needsMyVoice: true, urgentForMe: false });
	});

	it('[PRO117] decisions whose review date has come, by what the last statement says', () => {
		const id = house.open('Ben', 20, { title: 'Paint', reviewOn: '2027-06-01' });
		house.decide(15, id, { Ana: 'agree', Ben: 'agree', Chloé: 'agree', Dele: 'agree' });
		expect(selectProposals(house.lens()).toReview.map((each) => each.id)).toEqual([id]);
		house.say('Ben', 1, { type: 'proposals/state-outcome', proposal: id, statement: 'Still good.', reviewOn: '2027-12-01' });
		expect(selectProposals(house.lens()).toReview).toEqual([]);
		expect(see(id)).toMatchObject({ reviewOn: '2027-12-01', statement: { name: 'Ben', statement: 'Still good.' } });
	});

	it('[PRO118] tasks: mine, due first; never for whoever stood aside', () => {
		const id = house.open('Ben', 20, { title: 'Paint' });
		house.decide(15, id, { Ana: 'agree', Ben: 'agree', Chloé: 'agree', Dele: 'stand-aside' });
		expect(see(id).assignees.map(({ name }) => name).sort()).toEqual(['Ana', 'Ben', 'Chloé']);
		const task = (text: string, due: string | null) => house.say('Ben', 10, { type: 'proposals/add-task', proposal: id, text, assignee: memberId('Ana'), due });
		task('Brush', null);
		const done = task('Ladder', '2027-06-01');
		task('Tape', '2027-06-05');
		house.say('Ana', 5, { type: 'proposals/set-task-done', task: done, done: true });
		expect(selectProposals(house.lens()).tasks.map(({ text, mine, doneAt }) => [text, mine, doneAt !== null])).toEqual([['Tape', true, false], ['Brush', true, false], ['Ladder', true, true]]);
	});
});

describe('[PRO55] a block', () => {
	const rule = { meetings: 2, days: 21, onLapse: 'vote', votePercent: 80 } as const;
	it('is talked about, then may be put to a vote once it is decided and the time is up', () => {
		const id = house.open('Ben', 9, { title: 'Name', method: { kind: 'consensus', quorum: 0, block: rule } });
		house.cast('Ana', 8, id, 'block', 'It is on the lease.', 'That patients find us');
		expect(see(id).block).toMatchObject({
			blockers: [{ name: 'Ana', isMe: true, reason: 'It is on the lease.', harms: 'That patients find us' }], canConvene: true, canVote: false,
			sentence: 'You may call up to two meetings until 15 June to find a way. If none is found, it may be put to a vote: at least 80 % of everybody must then agree.'
		});
		house.say('Ana', 7, { type: 'proposals/convene', proposal: id, at: NOW - 6 * DAY, place: 'Kitchen', note: '' });
		house.say('Ana', 7, { type: 'proposals/convene', proposal: id, at: NOW - DAY, place: 'Kitchen', note: '' });
		expect(see(id).block).toMatchObject({ canConvene: false, canVote: false, meetings: [{ name: 'Ana', place: 'Kitchen' }, {}] });
		house.decide(4, id, { Ana: 'block', Ben: 'agree', Chloé: 'agree', Dele: 'agree' });
		expect(see(id).block).toMatchObject({ canVote: true, sentence: 'It may be put to a vote now: at least 80 % of everybody must then agree.' });
		const vote = house.open('Ben', 1, { title: 'Name', succeeds: id });
		expect(see(vote).method).toEqual({ kind: 'majority', percent: 80, of: 'eligible', quorum: 0 });
		expect(see(vote).tally.needs).toBe('At least 80 % of everybody must agree: 4 of 4.');
		expect(see(id)).toMatchObject({ succeededBy: vote, block: { canVote: false } });
	});
});

describe('people', () => {
	it('[PRO115] what a colleague wrote down stands beside the name until they speak themselves', () => {
		const id = house.open('Ben', 2, { title: 'Paint' });
		expect(see(id).absentees.map(({ name }) => name).sort()).toEqual(['Ben', 'Chloé', 'Dele']);
		const spoken = house.say('Ben', 1, { type: 'proposals/record-spoken', proposal: id, term: id, elector: memberId('Dele'), ballot: { kind: 'position', position: 'agree' }, reason: 'On the stairs.', harms: '' });
		const dele = () => see(id).stances.find(({ name }) => name === 'Dele');
		expect(dele()).toMatchObject({ ballot: null, spoken: { id: spoken, recordedByName: 'Ben', reason: 'On the stairs.' } });
		expect(see(id).given).toBe(0);
		house.say('Dele', 1, { type: 'proposals/cast-stance', proposal: id, term: id, ballot: { kind: 'position', position: 'agree' }, reason: '', harms: '', confirms: spoken });
		expect(dele()).toMatchObject({ ballot: { kind: 'position', position: 'agree' }, spoken: null });
	});

	it('[PRO65] a proxy is named, and goes to nobody who has given one', () => {
		const id = house.open('Ben', 2, { title: 'Paint' });
		house.cast('Dele', 1, id, { kind: 'proxy', to: memberId('Chloé') });
		expect(see(id).stances.find(({ name }) => name === 'Dele')).toMatchObject({ proxyName: 'Chloé' });
		expect(see(id).proxies.map(({ name }) => name).sort()).toEqual(['Ben', 'Chloé']);
	});
});
