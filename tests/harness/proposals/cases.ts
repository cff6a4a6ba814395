/** A proposal in every state there is, and a discussion, as Ana sees them: plain views for looking at the pages. No rules. */
import type { ObjectId } from '$crypto/base';
import { DEFAULT_BLOCK_RULE } from '$crdt/domain/proposals/founding-rules';
import type { Ballot, Method, Position } from '$crdt/domain/proposals/method';
import type { CommentView, DiscussionView, ProposalView, StanceView } from '$crdt/domain/proposals/views';
import { memberId } from '../../support/fake-house';
import { NAMES } from '../../support/fake-world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const id = (name: string) => `${(name + '_'.repeat(43)).slice(0, 43)}.0` as ObjectId; // sample ids only have to look the part

const TEXT = `We close the practice for the last two weeks of August.

During these weeks the garden room and the front room can still be booked by whoever wants to work, but nobody is on call, the telephone carries an announcement, and the plants are looked after by a neighbour whom we pay.

Whoever sees clients in a crisis arranges cover beforehand and tells the others by the end of June.`;
const TEXT_BEFORE = TEXT.replace('last two weeks', 'whole month').replace(', and the plants are looked after by a neighbour whom we pay', '');

const consensus: Method = { kind: 'consensus', quorum: 0, block: DEFAULT_BLOCK_RULE };
const at = (position: Position): Ballot => ({ kind: 'position', position });
type Says = readonly [ballot: Ballot | null, firmness?: StanceView['firmness'], part?: Partial<StanceView>];

function stances(now: number, says: readonly Says[]): StanceView[] {
	return NAMES.map((name, index) => {
		const [ballot, firmness = ballot ? 'soft' : 'none', part = {}] = says[index] ?? [null];
		return {
			memberId: memberId(name), name, isMe: index === 0, ballot, proxyName: ballot?.kind === 'proxy' ? 'Ben' : null, reason: '', harms: '', firmness, determined: false, closed: firmness === 'bound',
			at: ballot ? now - (index + 1) * 5 * HOUR : null, tooLate: false, earlier: null, ahead: false, spoken: null, weight: 1, lastHeardAt: index === 0 ? null : now - index * 9 * HOUR, ...part
		};
	});
}

function rowsOf(method: Method, all: readonly StanceView[]): ProposalView['tally'] {
	const given = all.filter((one) => one.ballot).length;
	const positions: readonly [Position, string][] = [['agree', 'Agree'], ['reservations', 'Agree with reservations'], ['stand-aside', 'Stand aside'], ['block', 'Block'], ['more-time', 'Need more time'], ['abstain', 'Abstain']];
	if ('options' in method)
		return { kind: 'options', given, of: 5, hidden: false, needs: '', rows: method.options.map((label, index) => ({ label, key: String(index), value: [7, 4, 2, 1][index] ?? 0, names: NAMES.slice(0, 4 - index), winning: index === 0 })) };
	return {
		kind: 'positions', given, of: 5, hidden: false, needs: 'More than half must have answered: 3 of 5.',
		rows: positions.map(([key, label]) => {
			const names = all.filter((one) => one.ballot?.kind === 'position' && one.ballot.position === key).map((one) => one.name);
			return { key, label, value: names.length, names, winning: false };
		})
	};
}

function proposal(now: number, name: string, part: Partial<ProposalView> & { stances: readonly StanceView[] }): ProposalView {
	const method = part.method ?? consensus;
	const mine = part.stances[0];
	return {
		id: id(name), title: 'Closed for two weeks in August', proposerName: 'Ben', mine: false, openedAt: now - 2 * DAY, deadline: now + 5 * DAY, effect: { kind: 'none' }, subject: 'general', method, sealed: false,
		state: { status: 'open' }, line: 'Waiting for Ana and Dele.', myBallot: mine?.ballot ?? null, myStanceBound: mine?.firmness === 'bound', needsMyVoice: mine?.firmness !== 'bound', urgentForMe: false,
		given: part.stances.filter((one) => one.ballot).length, electors: 5, reviewOn: null, activeAt: now - HOUR, comments: 0, text: TEXT, term: id(name), terms: [], tally: rowsOf(method, part.stances),
		finality: {
			sentence: 'Open: waiting for Ana and Dele.', closings: 1, closingsNeeded: 3, waitingFor: [{ name: 'Ana', lastHeardAt: null, why: 'silent' }, { name: 'Dele', lastHeardAt: now - 3 * DAY, why: 'no-final-word' }],
			myDevice: 'When the time is up, your device gives your first word as your final word, or none where you have said nothing.', leavesOut: [], contested: [], tooLate: []
		},
		thread: [], amendments: [], heldBy: 4, of: 5, amElector: true, iMayBind: true,
		proxies: NAMES.slice(1).map((one) => ({ memberId: memberId(one), name: one })), absentees: [{ memberId: memberId('Eve'), name: 'Eve' }], canWithdraw: false, canExtend: false, canAmend: false, block: null,
		statement: null, canState: false, tasks: [], assignees: [], alternatives: [], discussion: null, succeeds: null, succeededBy: null, withdrawnReason: '', sealedHere: true, amends: null, ...part
	};
}

const comment = (now: number, name: string, who: string, text: string, part: Partial<CommentView> = {}): CommentView => ({ id: id(name), name: who, mine: who === 'Ana', at: now - 4 * HOUR, text, replyTo: null, mentions: [], mentionsMe: false, ...part });

function thread(now: number): CommentView[] {
	const ana = { memberId: memberId('Ana'), name: 'Ana' };
	return [
		comment(now, 'c1', 'Chloé', 'Could it be the first two weeks instead? The school holidays end on the 20th.'),
		comment(now, 'c2', 'Ben', 'They differ between us: mine end in July. @Ana what about you?', { replyTo: id('c1'), mentions: [ana], mentionsMe: true }),
		comment(now, 'c3', 'Eve', 'Either is fine with me.', { replyTo: id('c2') }),
		comment(now, 'c4', 'Dele', 'Who waters the plants?\n\nLast year nobody did, and the fig never forgave us.')
	];
}

const amendments = (now: number): ProposalView['amendments'] => [
	{
		id: id('a1'), name: 'Chloé', mine: false, at: now - 20 * HOUR, title: 'Closed for the first two weeks of August', text: TEXT.replace('last two weeks', 'first two weeks'), reason: 'The school holidays end on the 20th.',
		against: { title: 'Closed for two weeks in August', text: TEXT }, status: 'open', declinedReason: '', poll: null, canTakeUp: true, canDecline: true
	},
	{
		id: id('a2'), name: 'Dele', mine: false, at: now - 30 * HOUR, title: 'Closed for two weeks in August', text: TEXT.replace('nobody is on call', 'one of us is on call'), reason: '',
		against: { title: 'Closed for two weeks in August', text: TEXT }, status: 'declined', declinedReason: 'Then we would not be closed.', poll: { id: id('poll'), line: 'Not accepted.', accepted: false }, canTakeUp: false, canDecline: false
	}
];

const CASES: Readonly<Record<string, (now: number) => ProposalView>> = {
	open: (now) => proposal(now, 'open', { stances: stances(now, [[null], [at('agree'), 'bound'], [at('reservations'), 'soft', { reason: 'If the plants are watered.' }], [at('agree'), 'soft'], [null, 'none', { spoken: { id: id('s'), ballot: at('agree'), reason: 'Said on the telephone.', harms: '', recordedByName: 'Ben', at: now - 3 * HOUR } }]]), thread: thread(now), amendments: amendments(now), tally: { ...rowsOf(consensus, []), given: 3, hidden: true }, discussion: id('talk'), alternatives: [{ id: id('dot'), title: 'Open all summer, in turns', kind: 'proposal', line: 'Open: waiting for Dele.' }] }),
	answered: (now) => proposal(now, 'answered', { mine: true, canExtend: true, canAmend: true, canWithdraw: true, thread: thread(now), amendments: amendments(now), stances: stances(now, [[at('agree'), 'soft', { reason: 'Gladly.' }], [at('agree'), 'bound'], [at('reservations'), 'soft', { reason: 'If the plants are watered.' }], [at('stand-aside'), 'soft', { reason: 'I need August.' }]]) }),
	block: (now) => proposal(now, 'block', { title: 'Sell the piano in the waiting room', line: 'Open: one block.', stances: stances(now, [[at('block'), 'bound', { harms: 'Our agreement that the waiting room is for everybody, children included.', reason: 'A place for it in the front room.' }], [at('agree'), 'bound'], [at('agree'), 'bound'], [at('more-time')]]), finality: { ...proposal(now, 'x', { stances: [] }).finality, sentence: 'Open: one block.' }, block: { rule: { ...DEFAULT_BLOCK_RULE, onLapse: 'vote' }, blockers: [{ name: 'Ana', isMe: true, reason: 'A place for it in the front room.', harms: 'Our agreement that the waiting room is for everybody, children included.' }], meetings: [{ id: id('m'), name: 'Ana', at: now + 3 * DAY, place: 'Garden room', note: 'Bring measurements.' }], canConvene: true, canVote: true, sentence: 'Ana may call up to two meetings until 3 June. If no way is found, it may be put to a vote.' } }),
	amended: (now) => proposal(now, 'amended', { term: id('t2'), stances: stances(now, [[null, 'none', { earlier: { ballot: at('agree'), reason: 'Gladly.' } }], [at('agree')], [null, 'none', { earlier: { ballot: at('block'), reason: '' } }]]), terms: [{ id: id('amended'), kind: 'first', at: now - 9 * DAY, title: 'Closed in August', text: TEXT_BEFORE, deadline: now - 2 * DAY, reason: '', amendmentBy: null, settled: true }, { id: id('t2'), kind: 'amend', at: now - DAY, title: 'Closed for two weeks in August', text: TEXT, deadline: now + 5 * DAY, reason: 'A month was too long for most.', amendmentBy: 'Chloé', settled: false }] }),
	carried: (now) => proposal(now, 'carried', { iMayBind: false, stances: stances(now, [[at('reservations'), 'carried'], [at('agree'), 'carried']]) }),
	spoken: (now) => proposal(now, 'spoken', { stances: stances(now, [[null, 'none', { spoken: { id: id('s'), ballot: at('agree'), reason: 'If it is the last two weeks.', harms: '', recordedByName: 'Ben', at: now - 3 * HOUR } }]]) }),
	sealed: (now) => proposal(now, 'sealed', { sealed: true, proxies: [], method: { kind: 'single', options: ['Ben', 'Chloé', 'Dele'] }, title: 'Who speaks for us at the chamber', stances: stances(now, [[null], [{ kind: 'sealed', commitment: '' as never }, 'bound']]), tally: { ...rowsOf(consensus, []), given: 1, hidden: true } }),
	single: (now) => proposal(now, 'single', { method: { kind: 'single', options: ['Oak', 'Linoleum', 'Carpet, wool'] }, title: 'The floor of the front room', stances: stances(now, [[null]]) }),
	multiple: (now) => proposal(now, 'multiple', { method: { kind: 'multiple', options: ['Tea', 'Coffee', 'Water', 'Nothing at all'], most: 2 }, title: 'What stands in the waiting room', stances: stances(now, [[null]]) }),
	dot: (now) => proposal(now, 'dot', { method: { kind: 'dot', options: ['New chairs', 'A quieter door', 'A second telephone', 'Plants'], dots: 5 }, title: 'What to spend the surplus on', stances: stances(now, [[null], [{ kind: 'points', points: [3, 1, 0, 1] }]]) }),
	score: (now) => proposal(now, 'score', { method: { kind: 'score', options: ['Mondays', 'Wednesdays'], highest: 5 }, title: 'Day of the business meeting', stances: stances(now, [[null]]) }),
	resistance: (now) => proposal(now, 'resistance', { method: { kind: 'resistance', options: ['Raise the fee by 5 %', 'One client more a week', 'Give up the cellar'], highest: 10 }, title: 'How to meet the new rent', stances: stances(now, [[null]]) }),
	ranked: (now) => proposal(now, 'ranked', { method: { kind: 'ranked', options: ['Praxis Lindenhof', 'Haus am Lindenhof', 'Lindenhof, practices for psychotherapy and speech'] }, title: 'Our name', stances: stances(now, [[{ kind: 'ranking', order: [2, 0] }]]) }),
	time: (now) => proposal(now, 'time', { method: { kind: 'time', slots: [{ start: '2026-12-01T18:00', end: '2026-12-01T19:30' }, { start: '2026-12-02T18:00', end: '2026-12-02T19:30' }, { start: '2026-12-05T10:00', end: '2026-12-05T12:00' }] }, title: 'When to meet about the budget', stances: stances(now, [[null]]) }),
	sense: (now) => proposal(now, 'sense', { method: { kind: 'sense-check' }, title: 'A summer closure: how does it sound', stances: stances(now, [[null], [{ kind: 'scale', level: 4 }]]) }),
	advice: (now) => proposal(now, 'advice', { method: { kind: 'advice' }, title: 'I would like to change the locks', stances: stances(now, [[null], [at('heard')]]) }),
	ownership: (now) => proposal(now, 'ownership', { method: { kind: 'ownership', percent: 66 }, title: 'Taking on a loan', stances: stances(now, [[at('agree'), 'soft', { weight: 40 }], [at('disagree'), 'bound', { weight: 25 }], [null, 'none', { weight: 20 }], [at('abstain'), 'soft', { weight: 10 }], [null, 'none', { weight: 5 }]]) }),
	decided: (now) => proposal(now, 'decided', { state: { status: 'accepted', carriedOut: true }, needsMyVoice: false, canState: true, line: 'Decided. It can no longer change.', reviewOn: '2027-08-31', finality: { ...proposal(now, 'x', { stances: [] }).finality, sentence: 'Decided. It can no longer change.', closings: 4, waitingFor: [], myDevice: null, tooLate: [{ name: 'Eve', ballot: at('block'), reason: 'I was away, and have clients in crisis then.' }] }, stances: stances(now, [[at('agree'), 'bound'], [at('agree'), 'bound'], [at('reservations'), 'bound'], [at('stand-aside'), 'bound', { reason: 'I need August.' }], [at('block'), 'bound', { tooLate: true, harms: 'Our promise to clients in crisis.' }]]), tasks: [{ id: id('k1'), proposal: id('decided'), text: 'Ask the neighbour about the plants', assignee: memberId('Ben'), assigneeName: 'Ben', mine: false, due: '2026-11-20', doneAt: null }, { id: id('k2'), proposal: id('decided'), text: 'Record the announcement', assignee: memberId('Ana'), assigneeName: 'Ana', mine: true, due: null, doneAt: now - DAY }], assignees: NAMES.filter((one) => one !== 'Dele').map((one) => ({ memberId: memberId(one), name: one })), thread: thread(now) }),
	chosen: (now) => proposal(now, 'chosen', { method: { kind: 'dot', options: ['New chairs', 'A quieter door', 'A second telephone', 'Plants'], dots: 5 }, title: 'What to spend the surplus on', state: { status: 'chosen', options: [0] }, needsMyVoice: false, statement: { name: 'Ben', at: now - DAY, statement: 'We buy new chairs for the waiting room, for up to what is left over. The door comes next year.' }, stances: stances(now, [[{ kind: 'points', points: [3, 1, 0, 1] }, 'bound']]) }),
	contested: (now) => proposal(now, 'contested', { state: { status: 'contested' }, needsMyVoice: false, line: 'Contested: the voice of Dele has confirmed two things.', finality: { ...proposal(now, 'x', { stances: [] }).finality, sentence: 'Contested: the voice of Dele has confirmed two things.', myDevice: null, contested: [{ name: 'Dele', closings: [{ at: now - DAY, says: 'Eve had said nothing' }, { at: now - 20 * HOUR, says: 'Eve had blocked' }] }] }, stances: stances(now, [[at('agree'), 'bound'], [at('agree'), 'bound']]) }),
	leftout: (now) => proposal(now, 'leftout', { finality: { ...proposal(now, 'x', { stances: [] }).finality, leavesOut: ['Eve'], myDevice: null }, stances: stances(now, [[at('agree'), 'soft'], [at('agree'), 'bound']]) }),
	proxy: (now) => proposal(now, 'proxy', { stances: stances(now, [[{ kind: 'proxy', to: memberId('Ben') }, 'soft'], [at('agree'), 'bound']]) }),
	given: (now) => proposal(now, 'given', { needsMyVoice: false, stances: stances(now, [[at('agree'), 'bound', { reason: 'Gladly.' }], [at('agree'), 'bound']]) }),
	wording: (now) => proposal(now, 'wording', { title: 'Another wording: closed for the first two weeks', effect: { kind: 'amend', amendment: id('a1') }, stances: stances(now, [[null]]), amends: { about: id('open'), kind: 'proposal', name: 'Chloé', before: { title: 'Closed for two weeks in August', text: TEXT }, after: { title: 'Closed for the first two weeks of August', text: TEXT.replace('last two weeks', 'first two weeks') } } }),
	withdrawn: (now) => proposal(now, 'withdrawn', { state: { status: 'withdrawn' }, needsMyVoice: false, withdrawnReason: 'The landlord closes the house anyway.', line: 'Withdrawn.', stances: stances(now, [[at('agree')]]), succeededBy: id('open') }),
	observer: (now) => proposal(now, 'observer', { amElector: false, needsMyVoice: false, stances: stances(now, [[null], [at('agree')]]).slice(1) })
};

export const proposalCases = (now: number): ReadonlyMap<string, ProposalView> => new Map(Object.entries(CASES).map(([name, make]) => [id(name), { ...make(now), id: id(name) }]));
export const CASE_NAMES = Object.keys(CASES);

export function discussionCase(now: number): DiscussionView {
	return {
		id: id('talk'), title: 'What happens in August?', name: 'Ben', mine: true, at: now - 12 * DAY, activeAt: now - HOUR, comments: 4, effect: { kind: 'none' }, method: null, ended: false, mentionsMe: true, text: TEXT, revision: id('r2'),
		revisions: [{ id: id('r1'), name: 'Ben', at: now - 12 * DAY, title: 'August', text: TEXT_BEFORE }, { id: id('r2'), name: 'Ben', at: now - 2 * DAY, title: 'What happens in August?', text: TEXT }],
		thread: thread(now), amendments: amendments(now), ahead: [{ name: 'Eve', isMe: false, ballot: at('agree'), reason: 'I am on the island until the 3rd.', lapsed: false }, { name: 'Ana', isMe: true, ballot: at('agree'), reason: '', lapsed: true }],
		canRevise: true, canOpen: true, canEnd: true, endedReason: '', opened: [{ id: id('open'), line: 'Open: waiting for Ana and Dele.' }], alternatives: [], wouldUse: consensus, heldBy: 3, of: 5
	};
}
export const caseId = id;
