/** Ops about proposals in few words, and the steps around a decision that every story needs. */
import type { EntryId, MemberId, ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { BlockRule, Method, Position } from '$crdt/domain/proposals/method';
import { mediatorsNeeded } from '$crdt/domain/proposals/mediation';
import type { Proposal, Term } from '$crdt/domain/proposals/state';
import { newestTerm } from '$crdt/domain/proposals/terms';
import { sync, type Device } from './story';

type Of<T extends OpInput['type']> = Extract<OpInput, { type: T }>;
type AnyBallot = Of<'proposals/cast-stance'>['ballot'];
/** A position, `none` (bound without an answer), or a whole ballot. */
export type Word = Position | 'none' | AnyBallot;

export const BLOCK_RULE: BlockRule = { meetings: 2, days: 30, onLapse: 'stands', votePercent: 80 };
export const CONSENSUS = { kind: 'consensus', quorum: 0, block: BLOCK_RULE } as const satisfies Method;
export const MAJORITY = { kind: 'majority', percent: 50, of: 'eligible', quorum: 0 } as const satisfies Method;
export const LAZY = { kind: 'lazy' } as const satisfies Method;

/** By the rule for general matters; `text` is empty. */
export function openOp(title: string, more: Partial<Of<'proposals/open'>> = {}): Of<'proposals/open'> {
	return {
		type: 'proposals/open', title, text: '', effect: { kind: 'none' }, method: null, sealed: false, deadline: 5_000_000, reviewOn: null,
		discussion: null, succeeds: null, alternatives: [], mediation: null, ...more
	};
}

export const openEffect = (title: string, effect: Of<'proposals/open'>['effect'], more: Partial<Of<'proposals/open'>> = {}): OpInput => openOp(title, { effect, ...more });

export const position = (word: Position): AnyBallot => ({ kind: 'position', position: word });
const ballotOf = (word: Exclude<Word, 'none'>): AnyBallot => (typeof word === 'string' ? position(word) : word);
const harmsOf = (word: Word): string => (word === 'block' || word === 'object' ? 'Quiet at work' : '');

/** `term` is the first one unless said otherwise. */
export const castOp = (proposal: ObjectId, word: Exclude<Word, 'none'>, term: ObjectId = proposal): Of<'proposals/cast-stance'> => ({
	type: 'proposals/cast-stance', proposal, term, ballot: ballotOf(word), reason: '', harms: harmsOf(word), confirms: null
});
export const bindOp = (proposal: ObjectId, word: Word, term: ObjectId = proposal): Of<'proposals/bind-stance'> => ({
	type: 'proposals/bind-stance', proposal, term, ballot: word === 'none' ? null : ballotOf(word), reason: '', harms: harmsOf(word)
});
export const closeOp = (proposal: ObjectId, term: ObjectId = proposal): OpInput => ({ type: 'proposals/close', proposal, term });
export const withdrawOp = (proposal: ObjectId, term: ObjectId = proposal): OpInput => ({ type: 'proposals/withdraw', proposal, term, reason: '' });
export const extendOp = (proposal: ObjectId, after: ObjectId = proposal, deadline = 9_000_000): OpInput => ({
	type: 'proposals/new-term', proposal, after, change: { kind: 'extend' }, deadline, reason: ''
});
export const amendOp = (
	proposal: ObjectId,
	text: string,
	{ after = proposal, amendment = null, decision = null, title = 'Amended' }: { after?: ObjectId; amendment?: ObjectId | null; decision?: ObjectId | null; title?: string } = {}
): OpInput => ({
	type: 'proposals/new-term', proposal, after, change: { kind: 'amend', title, text, amendment, decision }, deadline: 9_000_000, reason: ''
});

export function proposalOf(device: Device, id: ObjectId): Proposal {
	const proposal = device.state.proposals.proposals.get(id);
	if (proposal === undefined) throw new Error('there is no such proposal');
	return proposal;
}
/** The term people are asked about. */
export const termNow = (device: Device, id: ObjectId): Term => newestTerm(proposalOf(device, id));
export const outcomeOf = (device: Device, id: ObjectId): Proposal['outcome']['status'] | undefined =>
	device.state.proposals.proposals.get(id)?.outcome.status;

/** Everybody gives this final word in the term that is asked about, everybody closes, everybody holds everything. */
export function decide(devices: readonly Device[], id: ObjectId, word: Word = 'agree'): void {
	sync(...devices);
	const voices = devices.filter((device) => device.state.proposals.proposals.get(id)?.electors.some(({ voice }) => voice === device.id));
	for (const device of voices) device.post(bindOp(id, word, termNow(device, id).id));
	sync(...devices);
	for (const device of voices) device.post(closeOp(id, termNow(device, id).id));
	sync(...devices);
}

/** Colleagues of the subject mediate for the first device and say that it could not be settled; everybody holds everything. */
export function mediateInVain(devices: readonly Device[], subject: MemberId): ObjectId {
	const [caller, ...rest] = devices.filter((device) => device.memberId !== subject);
	if (caller === undefined) throw new Error('nobody calls a mediation');
	sync(...devices);
	const most = mediatorsNeeded(caller.state.membership, caller.memberId, subject);
	const mediators = rest.filter((device, at) => rest.findIndex((other) => other.memberId === device.memberId) === at).slice(0, most);
	const mediation = caller.post({
		type: 'proposals/call-mediation', member: subject, mediators: mediators.map(({ memberId }) => memberId), concern: 'The kitchen'
	});
	sync(...devices);
	for (const mediator of mediators) mediator.post({ type: 'proposals/report-mediation', mediation, outcome: 'not-settled', note: '' });
	sync(...devices);
	return mediation;
}

/** Opens a removal, after a mediation where the settings ask for one. */
export function openRemoval(devices: readonly Device[], subject: MemberId): ObjectId {
	const [proposer] = devices.filter((device) => device.memberId !== subject);
	if (proposer === undefined) throw new Error('nobody proposes');
	const needed = mediatorsNeeded(proposer.state.membership, proposer.memberId, subject);
	const mediation = needed === 0 ? null : mediateInVain(devices, subject);
	return proposer.post(openOp('A removal', { effect: { kind: 'remove-member', member: subject }, mediation }));
}

export const entryIdOf = (id: ObjectId): EntryId => id.slice(0, id.indexOf('.')) as EntryId; // an object id is built from an entry id
