/** Any op about proposals, discussions, mediations and measures, with ids that mostly mean something, mostly not what they should. */
import type { Seeded } from './seeded';

interface Ids {
	object(): string;
	member(): string;
	anyDevice(): string;
}

/** Plain data, not all of it well-formed: whoever uses it leaves out what no schema knows. */
export function wildProposalOps({ object, member, anyDevice }: Ids, chance: Seeded, mark: string): readonly unknown[] {
	const maybe = (): string | null => (chance.chance(0.4) ? object() : null);
	const proposal = object();
	const term = chance.chance(0.7) ? proposal : object();
	const position = chance.pick(['agree', 'reservations', 'stand-aside', 'block', 'more-time', 'abstain', 'object', 'disagree', 'heard']);
	const ballot = chance.pick<unknown>([
		{ kind: 'position', position },
		{ kind: 'position', position: 'agree' },
		{ kind: 'scale', level: 3 },
		{ kind: 'options', chosen: [chance.int(2)] },
		{ kind: 'points', points: [1, 0] },
		{ kind: 'ranking', order: [1, 0] },
		{ kind: 'proxy', to: member() },
		{ kind: 'sealed', commitment: 'c'.repeat(43) }
	]);
	const answer = { ballot, reason: '', harms: chance.chance(0.5) ? 'Quiet' : '' };
	const method = chance.pick<unknown>([
		null, null, { kind: 'lazy' }, { kind: 'consent', quorum: 0 }, { kind: 'single', options: ['a', 'b'] }, { kind: 'ranked', options: ['a', 'b'] },
		{ kind: 'question-round' }, { kind: 'all-but-one' }, { kind: 'ownership', percent: 50 }
	]);
	const change = chance.pick<unknown>([
		{ key: 'trialDays', value: chance.int(2) * 30 },
		{ key: 'mediators', value: chance.int(3) },
		{ key: 'emergency', value: chance.chance(0.5) ? null : { members: 2, hours: 24 } },
		{ key: 'ownership', value: [{ member: member(), units: 1 + chance.int(5) }] },
		{ key: 'spendingBands', value: [{ from: 0, needs: { kind: 'member' } }, { from: chance.int(1000), needs: { kind: 'members', count: 2 } }] },
		{ key: 'rule', subject: chance.pick(['general', 'settings', 'removal', 'admission']), value: chance.pick<unknown>([{ kind: 'lazy' }, { kind: 'consent', quorum: 0 }]) }
	]);
	const effect = chance.pick<unknown>([
		{ kind: 'none' }, { kind: 'none' }, { kind: 'remove-member', member: member() }, { kind: 'admit-member', member: member() },
		{ kind: 'change-setting', change }, { kind: 'move-voice', member: member(), device: anyDevice() },
		{ kind: 'spend', amount: 1 + chance.int(2000), purpose: mark }, { kind: 'amend', amendment: object() },
		{ kind: 'change-room', change: { kind: 'retire', room: object() } }
	]);
	const [title, text] = [mark, ''];
	return [
		{
			type: 'proposals/open', title, text, effect, method: chance.chance(0.6) ? null : method, sealed: chance.chance(0.2), deadline: 1, reviewOn: null,
			discussion: maybe(), succeeds: maybe(), alternatives: [], mediation: maybe()
		},
		{ type: 'proposals/discuss', title, text, effect, method, alternatives: [] },
		{ type: 'proposals/revise', discussion: object(), title, text, amendment: maybe() },
		{ type: 'proposals/end-discussion', discussion: object(), reason: '' },
		{ type: 'proposals/consent-ahead', discussion: object(), revision: object(), ...answer },
		{ type: 'proposals/new-term', proposal, after: term, change: { kind: 'extend' }, deadline: 2, reason: '' },
		{ type: 'proposals/new-term', proposal, after: term, change: { kind: 'amend', title, text: mark, amendment: maybe(), decision: maybe() }, deadline: 2, reason: '' },
		{ type: 'proposals/withdraw', proposal, term, reason: '' },
		{ type: 'proposals/cast-stance', proposal, term, ...answer, confirms: maybe() },
		{ type: 'proposals/bind-stance', proposal, term, ...answer },
		{ type: 'proposals/bind-stance', proposal, term, ...answer, ballot: null },
		{ type: 'proposals/close', proposal, term },
		{ type: 'proposals/reveal', proposal, term, ballot, salt: 's'.repeat(43) },
		{ type: 'proposals/close-reveal', proposal, term },
		{ type: 'proposals/record-spoken', proposal, term, elector: member(), ...answer },
		{ type: 'proposals/comment', about: object(), text: mark, replyTo: maybe(), mentions: [member()] },
		{ type: 'proposals/suggest-amendment', about: object(), title, text: mark, reason: '' },
		{ type: 'proposals/decline-amendment', amendment: object(), reason: '' },
		{ type: 'proposals/convene', proposal, at: 1, place: mark, note: '' },
		{ type: 'proposals/state-outcome', proposal, statement: mark, reviewOn: null },
		{ type: 'proposals/add-task', proposal, text: mark, assignee: member(), due: null },
		{ type: 'proposals/set-task-done', task: object(), done: chance.chance(0.5) },
		{ type: 'proposals/call-mediation', member: member(), mediators: [member(), member()].slice(0, 1 + chance.int(2)), concern: '' },
		{ type: 'proposals/report-mediation', mediation: object(), outcome: chance.chance(0.8) ? 'not-settled' : 'settled', note: '' },
		{ type: 'proposals/take-measure', title, measure: { kind: 'spend', amount: 1 + chance.int(2000), purpose: mark } },
		{ type: 'proposals/take-measure', title, measure: { kind: 'emergency', text, until: 9_000_000, room: chance.chance(0.5) ? { kind: 'retire', room: object() } : null } },
		{ type: 'proposals/join-measure', measure: object() }
	];
}
