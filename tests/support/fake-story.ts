/** A year of Praxis Lindenhof for looking at screens: a proposal of every kind and in every state, and what is said around them. */
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { BANDS_SINCE, createBook } from './fake-book';
import { DAY, foundHouse, memberId, ZONE, type FakeHouse } from './fake-house';
import { wallAt } from '$lib/ui/times';
import { storyHashes } from './story';

/** Empty: one person, nothing said yet. Ana looks. `meetings`: told while everybody is there. */
export function tellStory(now: () => number, isEmpty = false, meetings: (house: FakeHouse) => void = () => undefined): FakeHouse {
	const house = foundHouse('Ana', now);
	if (isEmpty) return house;
	let rent: ObjectId | null = null;
	const book = createBook(house, now, () => rent ?? fail());
	const came = (name: string, daysAgo: number, discipline: string, by: readonly [string, string?]): void => {
		book.writeUntil(daysAgo);
		house.join(name, daysAgo, discipline, by);
	};
	came('Ben', 390, 'Speech therapist', ['Ana']);
	came('Chloé', 330, 'Family therapist', ['Ana', 'Ben']);
	came('Dele', 270, 'Occupational therapist', ['Ben', 'Ana']);
	came('Eve', 210, 'Psychotherapist in training', ['Chloé', 'Ben']);
	book.writeUntil(BANDS_SINCE);
	settled(house);
	rent = rentDecided(house);
	book.writeUntil(86);
	decided(house);
	polls(house);
	came('Farah', 40, 'Speech therapist', ['Ana', 'Ben']);
	book.writeUntil(0);
	around(house, now);
	meetings(house);
	open(house, now);
	return house;
}

const fail = (): never => {
	throw new Error('the rent is not decided yet');
};

const ALL = ['Ana', 'Ben', 'Chloé', 'Dele', 'Eve'] as const;
type Ballots = Parameters<FakeHouse['decide']>[2];
const all = (answer: Ballots[string]): Ballots => Object.fromEntries(ALL.map((name) => [name, answer]));
const onDay = (house: FakeHouse, days: number): string => wallAt(house.lens().now + days * DAY, ZONE).slice(0, 10);
const inDays = (house: FakeHouse, days: number): number => Math.round(house.lens().now + days * DAY);

/** Settings, each by its decision. */
function settled(house: FakeHouse): void {
	const set = (daysAgo: number, title: string, change: Extract<Extract<OpInput, { type: 'proposals/open' }>['effect'], { kind: 'change-setting' }>['change']): void => {
		const id = house.open('Ben', daysAgo, { title, effect: { kind: 'change-setting', change } });
		house.decide(daysAgo - 2, id, all('agree'));
	};
	set(200, 'Newcomers are with us on trial for three months', { key: 'trialDays', value: 90 });
	set(190, 'Two of us agree to a newcomer', { key: 'admissionApprovals', value: 2 });
	set(180, 'Small money alone, larger money together', {
		key: 'spendingBands', value: [{ from: 0, needs: { kind: 'member' } }, { from: 20_000, needs: { kind: 'members', count: 2 } }, { from: 100_000, needs: { kind: 'decision' } }]
	});
	set(175, 'What we mean to spend this year', {
		key: 'budgets', value: [{ category: 'rent', amountMinor: 2_460_000 }, { category: 'cleaning', amountMinor: 210_000 }, { category: 'supplies', amountMinor: 30_000 }, { category: 'training', amountMinor: 60_000 }, { category: 'utilities', amountMinor: 75_000 }]
	});
	set(170, 'Rooms: silence means yes', { key: 'rule', subject: 'rooms', value: { kind: 'lazy' } });
	set(165, 'Texts of our case consultations go after half a year', { key: 'retention', kind: 'case', value: 180 });
	set(160, 'A block is talked about twice, then voted on', {
		key: 'rule', subject: 'general', value: { kind: 'consensus', quorum: 0, block: { meetings: 2, days: 21, onLapse: 'vote', votePercent: 80 } }
	});
}

/** LED20: a decision lets each month's rent be paid. */
function rentDecided(house: FakeHouse): ObjectId {
	const id = house.open('Ben', 178, { title: 'The rent is paid from the account each month', text: 'As long as the lease runs, up to € 2,100 a month.', effect: { kind: 'spend', amount: 210_000, purpose: 'Rent, each month' } });
	house.decide(176, id, all('agree'));
	return id;
}

function decided(house: FakeHouse): void {
	const rent = house.open('Dele', 120, {
		title: 'We share the rent by the rooms each of us uses', text: 'Half of the rent is shared equally.\n\nThe other half follows the hours booked in each room over the quarter.', reviewOn: onDay(house, -3)
	});
	house.decide(115, rent, { ...all('agree'), Eve: 'stand-aside' }, { Ana: 'At last it follows use.', Eve: 'I book little and will not do the sums.' });
	house.say('Chloé', 113, { type: 'proposals/state-outcome', proposal: rent, statement: 'Half equally, half by hours booked. We try it for two quarters.', reviewOn: onDay(house, -3) });
	house.say('Chloé', 113, { type: 'proposals/add-task', proposal: rent, text: 'Tell the landlord’s office who pays from now on', assignee: memberId('Ana'), due: onDay(house, 2) });
	const sums = house.say('Chloé', 113, { type: 'proposals/add-task', proposal: rent, text: 'A first bill by the new key', assignee: memberId('Dele'), due: onDay(house, -80) });
	house.say('Dele', 85, { type: 'proposals/set-task-done', task: sums, done: true });

	const name = house.open('Ben', 100, { title: 'Rename ourselves “Lindenhof 7”', text: 'Shorter on the sign.' });
	house.decide(96, name, { Ana: 'block', Ben: 'agree', Chloé: 'block', Dele: 'agree', Eve: 'agree' }, { Ana: 'The name is on the lease.', Chloé: 'Patients know us by it.' });

	const music = house.open('Eve', 90, { title: 'Music in the waiting room', text: 'Quiet music from 8 to 18.' });
	house.cast('Dele', 89, music, 'reservations', 'As long as it stays quiet.');
	house.say('Eve', 88, { type: 'proposals/withdraw', proposal: music, term: music, reason: 'The licence would cost more than I thought.' });
	house.settle(ALL, inDays(house, -87));

	const heating = house.open('Chloé', 80, { title: 'Heating down to 16° at night', text: 'From ten in the evening until six.', method: { kind: 'consent', quorum: 0 } });
	house.away.add('Dele');
	for (const who of ['Ana', 'Ben', 'Chloé', 'Eve']) house.bind(who, 78, heating, 'agree');
	house.say('Dele', 77, { type: 'proposals/bind-stance', proposal: heating, term: heating, ballot: { kind: 'position', position: 'object' }, reason: 'The pipes in the Studio freeze.', harms: 'That each of us can work calmly.' });
	house.settle(['Ana', 'Ben', 'Chloé', 'Eve'], inDays(house, -72));
	house.away.delete('Dele');
	house.meet();

	twoTongues(house);
}

/** Eve’s device was copied: it has closed one proposal in two ways. */
function twoTongues(house: FakeHouse): void {
	const keys = house.open('Chloé', 60, { title: 'The caretaker gets a key', text: 'One key, signed for.' });
	house.away.add('Dele');
	for (const who of ['Ana', 'Ben', 'Chloé', 'Eve']) house.bind(who, 58, keys, 'agree');
	const before = house.device('Eve').head;
	for (const who of ['Ana', 'Ben', 'Chloé', 'Eve']) house.tell(who, 'Dele');
	house.say('Dele', 57, { type: 'proposals/bind-stance', proposal: keys, term: keys, ballot: { kind: 'position', position: 'block' }, reason: 'There is a file cabinet in there.', harms: 'That what patients tell us stays with us.' });
	const close: OpInput = { type: 'proposals/close', proposal: keys, term: keys };
	for (const who of ['Ana', 'Ben', 'Eve']) house.say(who, 56, close);
	house.tell('Dele', 'Chloé');
	house.away.add('Chloé');
	house.say('Chloé', 55, close);
	house.say('Dele', 55, close);
	const copy = house.device('Chloé');
	const seen = house.device('Dele').head;
	house.tell('Dele', 'Eve');
	if (before !== null && seen !== null) house.fork('Eve', [close], { prev: before, deps: [seen], claimedAt: inDays(house, -54) });
	void copy;
	house.away.clear();
	house.meet();
}

function polls(house: FakeHouse): void {
	const options = ['Sage green', 'Warm white', 'Ochre'];
	const paint = house.open('Dele', 50, { title: 'Which colour for the corridor?', method: { kind: 'single', options } });
	const pick = (at: number): Ballots[string] => ({ kind: 'options', chosen: [at] });
	house.decide(47, paint, { Ana: pick(0), Ben: pick(1), Chloé: pick(0), Dele: pick(0), Eve: pick(2) });
	const ranked = house.open('Eve', 49, { title: 'Where does the summer outing go?', method: { kind: 'ranked', options: ['The lake', 'The castle', 'Nowhere: a long breakfast'] } });
	const order = (...of: number[]): Ballots[string] => ({ kind: 'ranking', order: of });
	house.decide(46, ranked, { Ana: order(0, 1), Ben: order(2), Chloé: order(1, 0), Dele: order(0, 2), Eve: order(1, 0, 2) });
	const resist = house.open('Ben', 48, { title: 'Which evening is the house meeting?', method: { kind: 'resistance', options: ['Monday', 'Wednesday', 'Thursday'], highest: 5 } });
	const points = (...of: number[]): Ballots[string] => ({ kind: 'points', points: of });
	house.decide(45, resist, { Ana: points(0, 2, 5), Ben: points(4, 0, 1), Chloé: points(5, 1, 0), Dele: points(2, 2, 2), Eve: points(0, 0, 5) });
	const round = house.open('Ana', 44, { title: 'What do you want to know about the new booking rules?', method: { kind: 'question-round' } });
	house.decide(42, round, all('heard'));
	const vote = house.open('Dele', 43, { title: 'The printer is leased, not bought', method: { kind: 'majority', percent: 66, of: 'eligible', quorum: 0 } });
	house.decide(41, vote, { Ana: 'agree', Ben: 'disagree', Chloé: 'agree', Dele: 'agree', Eve: 'agree' });
}

/** What is said around proposals. */
function around(house: FakeHouse, now: () => number): void {
	const garden = house.say('Chloé', 12, {
		type: 'proposals/discuss', title: 'A garden for the families', text: 'The strip behind the house could be a small garden where families wait.\n\nI would plant it; who waters it?', effect: { kind: 'none' }, method: null, alternatives: []
	});
	house.say('Dele', 11, { type: 'proposals/consent-ahead', discussion: garden, revision: garden, ballot: { kind: 'position', position: 'agree' }, reason: 'I am away until the twentieth. I am for it.', harms: '' });
	const water = house.say('Ben', 10, { type: 'proposals/comment', about: garden, text: 'I can water on Mondays and Thursdays. Who has the other days?', replyTo: null, mentions: [memberId('Ana'), memberId('Eve')] });
	house.say('Eve', 9.5, { type: 'proposals/comment', about: garden, text: 'Wednesdays are mine.', replyTo: water, mentions: [] });
	house.say('Farah', 9, { type: 'proposals/suggest-amendment', about: garden, title: 'A garden for the families', text: 'The strip behind the house could be a small garden where families wait.\n\nI would plant it. We water it in turns, by a list on the back door.', reason: 'Then nobody has to be asked each time.' });
	house.say('Chloé', 8, { type: 'proposals/revise', discussion: garden, title: 'A garden for the families', text: 'The strip behind the house becomes a small garden where families wait.\n\nI plant it; who waters it?', amendment: null });
	house.say('Eve', 7, { type: 'proposals/consent-ahead', discussion: garden, revision: house.lens().state.proposals.life.discussions.get(garden)!.revisions.at(-1)!.id, ballot: { kind: 'position', position: 'agree' }, reason: '', harms: '' });
	house.say('Ana', 6, { type: 'proposals/discuss', title: 'Do we take part in the open day?', text: 'The street plans an open day in May.', effect: { kind: 'none' }, method: { kind: 'sense-check' }, alternatives: [garden] });
	const old = house.say('Ben', 30, { type: 'proposals/discuss', title: 'A second telephone line', text: 'For the mornings.', effect: { kind: 'none' }, method: null, alternatives: [] });
	house.say('Ben', 28, { type: 'proposals/end-discussion', discussion: old, reason: 'The new contract has two lines anyway.' });

	house.say('Eve', 5, { type: 'proposals/call-mediation', member: memberId('Dele'), mediators: [memberId('Ana'), memberId('Ben')], concern: 'We do not talk to each other any more since the matter of the keys. I would like to, with somebody beside us.' });
	const boiler = house.say('Ben', 1, {
		type: 'proposals/take-measure', title: 'The Studio stays closed', measure: { kind: 'emergency', text: 'There is water in the cellar. Nobody goes into the Studio until the plumber has been.', until: Math.round(now() + 1.5 * DAY), room: null }
	});
	for (const who of ['Chloé', 'Eve']) house.say(who, 0.9, { type: 'proposals/join-measure', measure: boiler });
	house.say('Chloé', 0.5, { type: 'proposals/take-measure', title: 'A dehumidifier', measure: { kind: 'spend', amount: 34_900, purpose: 'A dehumidifier for the cellar' } });
}

/** Everything that is open now. */
function open(house: FakeHouse, now: () => number): void {
	const deadline = (days: number): number => Math.round(now() + days * DAY);
	const hours = house.open('Ben', 2, {
		title: 'Quiet hours after 20:00 in the Garden room', deadline: deadline(5),
		text: 'From the first of January the Garden room is kept quiet after 20:00.\n\nNo groups, no music. Whoever needs it louder takes the Studio, which has the double door.\n\nWe look at it again in April.'
	});
	house.bind('Ben', 2, hours, 'agree');
	house.cast('Chloé', 1.5, hours, 'agree', 'Good. The neighbours asked twice.');
	house.bind('Eve', 1, hours, 'stand-aside', 'My late group would have to move, and I can live with it.');
	const later = house.say('Chloé', 0.4, { type: 'proposals/comment', about: hours, text: 'Could we say 20:30? My last family leaves at a quarter past.', replyTo: null, mentions: [memberId('Ben')] });
	house.say('Ben', 0.3, { type: 'proposals/comment', about: hours, text: 'Leaving is quiet enough, I think. It is about groups. What do you say, Ana?', replyTo: later, mentions: [memberId('Ana')] });
	house.say('Chloé', 0.3, {
		type: 'proposals/suggest-amendment', about: hours, title: 'Quiet hours after 20:30 in the Garden room',
		text: 'From the first of January the Garden room is kept quiet after 20:30.\n\nNo groups, no music. Whoever needs it louder takes the Studio, which has the double door.\n\nWe look at it again in April.', reason: 'For the last families of the day.'
	});
	house.say('Eve', 0.2, { type: 'proposals/record-spoken', proposal: hours, term: hours, elector: memberId('Dele'), ballot: { kind: 'position', position: 'agree' }, reason: 'Said so on the stairs.', harms: '' });

	const sofa = house.open('Eve', 6.6, { title: 'A second-hand sofa for the waiting room', text: 'The one in the window of the shop at the corner, up to € 600.', deadline: deadline(0.4), effect: { kind: 'spend', amount: 60_000, purpose: 'A sofa for the waiting room' } });
	for (const who of ['Ben', 'Eve']) house.bind(who, 3, sofa, 'agree');

	const days = house.open('Ana', 3, { title: 'Ten days to decide instead of seven', text: 'Whoever is away for a week should not miss a decision.', deadline: deadline(4), effect: { kind: 'change-setting', change: { key: 'decisionDays', value: 10 } } });
	house.bind('Ana', 3, days, 'agree');
	house.cast('Ben', 2.5, days, 'block', 'Seven days are long enough, and we get slower.', 'We answer each other within the week.');
	house.cast('Dele', 2, days, 'abstain');
	house.say('Ben', 1, { type: 'proposals/convene', proposal: days, at: deadline(2), place: 'Kitchen', note: 'With cake. What about seven days, and ten in the holidays?' });

	const admit = house.open('Chloé', 5, { title: 'Farah becomes a member', text: 'She has been with us for six weeks.', deadline: deadline(2), effect: { kind: 'admit-member', member: memberId('Farah') } });
	house.away.add('Dele');
	for (const who of ['Ana', 'Ben', 'Chloé', 'Eve']) house.bind(who, 4, admit, 'agree');
	house.settle(['Ben', 'Chloé'], now());

	const time = house.open('Chloé', 1, { title: 'When do we meet about the garden?', deadline: deadline(3), method: { kind: 'time', slots: [1, 2, 3].map((day) => ({ start: `${onDay(house, day + 3)}T18:00`, end: `${onDay(house, day + 3)}T19:30` })) } });
	house.cast('Chloé', 1, time, { kind: 'times', answers: ['yes', 'yes', 'no'] });
	house.cast('Eve', 0.8, time, { kind: 'times', answers: ['no', 'yes', 'if-need-be'] });
	const dots = house.open('Ben', 1, { title: 'What should the next year be about?', deadline: deadline(6), method: { kind: 'dot', options: ['The garden', 'Supervision together', 'A waiting list of our own', 'Less of everything'], dots: 5 } });
	house.cast('Ben', 1, dots, { kind: 'points', points: [1, 3, 1, 0] });
	const several = house.open('Eve', 1, { title: 'Which papers should lie in the waiting room?', deadline: deadline(6), method: { kind: 'multiple', options: ['The local one', 'Something for children', 'Crosswords'], most: 2 } });
	house.cast('Ana', 0.7, several, { kind: 'options', chosen: [1, 2] });
	house.open('Ben', 1, { title: 'How good are our three rooms?', deadline: deadline(6), method: { kind: 'score', options: ['Garden room', 'Studio', 'Attic'], highest: 5 } });
	const sense = house.open('Eve', 1, { title: 'How does it land: one evening without bookings?', deadline: deadline(4), method: { kind: 'sense-check' } });
	house.cast('Eve', 1, sense, { kind: 'scale', level: 4 });
	house.cast('Ben', 1, sense, { kind: 'scale', level: 2 }, 'My evenings are full.');
	house.open('Chloé', 1, { title: 'I would like to answer the enquiry of the school', deadline: deadline(4), method: { kind: 'advice' } });

	const attic = house.open('Ben', 1, { title: 'Who looks after the Attic next year?', deadline: deadline(5), sealed: true, method: { kind: 'single', options: ['Chloé', 'Dele', 'Eve'] } });
	for (const who of ['Ben', 'Chloé']) house.cast(who, 0.9, attic, { kind: 'sealed', commitment: storyHashes.hash('sealed', who) });
	const plants = house.open('Eve', 1, { title: 'Plants on the stairs', text: 'Three of them, not in the way.', deadline: deadline(3), method: { kind: 'lazy' } });
	house.cast('Chloé', 0.9, plants, 'agree');

	const shelf = house.open('Ana', 9, { title: 'A shelf for everybody in the kitchen', text: 'One board each.', deadline: deadline(-2) });
	house.cast('Eve', 8, shelf, 'agree');
	house.cast('Ana', 8, shelf, { kind: 'proxy', to: memberId('Chloé') });
	house.say('Ana', 3, { type: 'proposals/new-term', proposal: shelf, after: shelf, change: { kind: 'extend' }, deadline: deadline(5), reason: 'Two of us were ill.' });
	const reworded = house.open('Chloé', 9, { title: 'Shoes off in the Attic', text: 'Everybody takes their shoes off at the door of the Attic.', deadline: deadline(1) });
	house.cast('Ana', 8, reworded, 'agree', 'The carpet will thank us.');
	house.bind('Eve', 8, reworded, 'agree');
	house.say('Chloé', 2, {
		type: 'proposals/new-term', proposal: reworded, after: reworded, deadline: deadline(6), reason: 'Some of us need shoes.',
		change: { kind: 'amend', title: 'Shoes off in the Attic, or covers over them', text: 'Everybody takes their shoes off at the door of the Attic, or puts covers over them.', amendment: null, decision: null }
	});
	house.cast('Chloé', 1.8, reworded, 'agree');
	const lease: ObjectId = house.open('Ben', 8, { title: 'The lease is signed for five years', text: 'As discussed with the landlord.', deadline: deadline(-0.5), alternatives: [shelf] });
	for (const who of ['Ben', 'Eve']) house.bind(who, 6, lease, 'agree');
	house.cast('Chloé', 5, lease, 'more-time', 'I want my lawyer to read it.');
}
