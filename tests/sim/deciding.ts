/**
 * How people talk and decide in the simulation: discussions, proposals of many kinds, answers, proxies, other texts, more time,
 * mediation before removals, measures. Mostly sensible, on whatever the device knows. Seeded.
 */
import type { MemberId, ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import { mediatorsNeeded } from '$crdt/domain/proposals/mediation';
import type { Method } from '$crdt/domain/proposals/method';
import type { Proposal, Term } from '$crdt/domain/proposals/state';
import { newestTerm } from '$crdt/domain/proposals/terms';
import type { State } from '$crdt/domain/state';
import { amendOp, bindOp, castOp, CONSENSUS, extendOp, MAJORITY, openOp, withdrawOp, type Word } from '../support/proposal-ops';
import type { Seeded } from '../support/seeded';
import type { Maker } from './people';
import type { SimNode } from './node';

const DAY_MS = 86_400_000;

const said = (op: OpInput | null): ReturnType<Maker> => (op === null ? null : { area: 'proposals', op });
const openOnes = (state: State): Proposal[] => [...state.proposals.proposals.values()].filter(({ outcome }) => outcome.status === 'open');
const isElector = (proposal: Proposal, member: MemberId): boolean => proposal.electors.some(({ memberId }) => memberId === member);
const isBoundIn = (term: Term, member: MemberId): boolean => term.stances.some(({ elector, kind }) => elector === member && kind === 'bound');
function pickOf<T>(items: Iterable<T>, chance: Seeded): T | null {
	const all = [...items];
	return all.length === 0 ? null : chance.pick(all);
}

const METHODS: readonly (Method | null)[] = [
	null, null, CONSENSUS, MAJORITY,
	{ kind: 'consent', quorum: 0 },
	{ kind: 'lazy' },
	{ kind: 'all-but-one' },
	{ kind: 'sense-check' },
	{ kind: 'single', options: ['this', 'that', 'neither'] },
	{ kind: 'multiple', options: ['this', 'that', 'neither'], most: 2 },
	{ kind: 'ranked', options: ['this', 'that', 'neither'] },
	{ kind: 'resistance', options: ['this', 'that'], highest: 10 }
];

export const propose: Maker = (state, _node, chance, nowMs) => {
	const deadline = nowMs + (1 + chance.int(8)) * DAY_MS;
	const title = `proposal ${chance.int(1000)}`;
	const roll = chance.int(10);
	if (roll === 0 && chance.chance(0.4)) {
		const value = state.membership.seated.map(({ memberId }) => ({ member: memberId, units: 1 + chance.int(5) }));
		return said(openOp(title, { deadline, effect: { kind: 'change-setting', change: { key: 'ownership', value } } }));
	}
	if (roll < 2) return said(openOp(title, { deadline, effect: { kind: 'change-setting', change: { key: 'decisionDays', value: 1 + chance.int(30) } } }));
	if (roll < 4) {
		const suggested = pickOf(state.proposals.life.amendments.values(), chance);
		if (suggested !== null) return said(openOp(title, { deadline, effect: { kind: 'amend', amendment: suggested.id } }));
	}
	if (roll < 6) {
		const discussion = pickOf(state.proposals.life.discussions.values(), chance);
		const text = discussion?.revisions.at(-1);
		if (discussion !== null && text !== undefined) return said(openOp(text.title, { deadline, text: text.text, discussion: discussion.id }));
	}
	const before = chance.chance(0.2) ? pickOf(openOnes(state).filter(({ effect }) => effect.kind === 'none'), chance) : null;
	return said(openOp(title, { deadline, method: chance.pick(METHODS), succeeds: before?.id ?? null }));
};

/** Mostly on what still waits for this person; some proposals please nearly everybody, some nobody. */
export const answer: Maker = (state, node, chance) => {
	const me = node.actor.memberId;
	const waiting = openOnes(state).filter((proposal) => isElector(proposal, me) && !isBoundIn(newestTerm(proposal), me));
	const proposal = waiting.length > 0 && chance.chance(0.9) ? chance.pick(waiting) : pickOf(state.proposals.proposals.values(), chance);
	if (proposal === null) return null;
	const term = chance.chance(0.9) ? newestTerm(proposal) : chance.pick(proposal.terms);
	const word = wordFor(proposal, node, chance);
	return said(node.actor.isVoice && chance.chance(0.8) ? bindOp(proposal.id, word, term.id) : castOp(proposal.id, word, term.id));
};

function wordFor({ id, effect, method, electors }: Proposal, { actor }: SimNode, chance: Seeded): Exclude<Word, 'none'> {
	const others = electors.filter(({ memberId }) => memberId !== actor.memberId);
	if (others.length > 0 && chance.chance(0.05)) return { kind: 'proxy', to: chance.pick(others).memberId };
	const isPleased = (effect.kind === 'remove-member' || id.charCodeAt(0) % 3 > 0) && chance.chance(0.95);
	switch (method.kind) {
		case 'consensus':
			return isPleased ? 'agree' : chance.pick(['agree', 'reservations', 'stand-aside', 'block', 'more-time', 'abstain']);
		case 'consent':
		case 'lazy':
			return isPleased ? 'agree' : chance.pick(['agree', 'object', 'abstain']);
		case 'sense-check':
			return { kind: 'scale', level: 1 + chance.int(5) };
		case 'single':
			return { kind: 'options', chosen: [chance.int(3)] };
		case 'multiple':
			return { kind: 'options', chosen: chance.pick([[0], [1, 2], [0, 2]]) };
		case 'ranked':
			return { kind: 'ranking', order: chance.shuffle([0, 1, 2]) };
		case 'resistance':
			return { kind: 'points', points: [chance.int(11), chance.int(11)] };
		default:
			return isPleased ? 'agree' : chance.pick(['agree', 'disagree', 'abstain']);
	}
}

export const talk: Maker = (state, node, chance) => {
	const { life, proposals } = state.proposals;
	const matter = pickOf([...proposals.keys(), ...life.discussions.keys()], chance);
	const discussion = pickOf(life.discussions.values(), chance);
	switch (chance.int(9)) {
		case 0:
			return said({ type: 'proposals/discuss', title: `talk ${chance.int(99)}`, text: 'first', effect: { kind: 'none' }, method: null, alternatives: [] });
		case 1:
			return discussion === null ? null : said({ type: 'proposals/revise', discussion: discussion.id, title: 'a better title', text: `text ${chance.int(3)}`, amendment: null });
		case 2:
		case 8: {
			if (discussion === null) return null;
			const revision = (chance.chance(0.8) ? discussion.revisions.at(-1)! : chance.pick(discussion.revisions)).id;
			return said({ type: 'proposals/consent-ahead', discussion: discussion.id, revision, ballot: { kind: 'position', position: 'agree' }, reason: '', harms: '' });
		}
		case 3:
			return discussion === null ? null : said({ type: 'proposals/end-discussion', discussion: discussion.id, reason: '' });
		default: {
			if (matter === null) return null;
			const replyTo = chance.chance(0.3) ? (pickOf(life.comments.get(matter) ?? [], chance)?.id ?? null) : null;
			const mentions = chance.chance(0.2) ? [chance.pick(state.membership.seated).memberId] : [];
			return said({ type: 'proposals/comment', about: matter, text: 'a thought', replyTo, mentions });
		}
	}
};

/** More time, another text, or taken back. */
export const interrupt: Maker = (state, node, chance, nowMs) => {
	const mine = openOnes(state).filter(({ proposer }) => proposer === node.actor.memberId);
	const proposal = pickOf(mine, chance);
	if (proposal === null || chance.chance(0.3)) return carryOutAmendment(state, node, chance);
	const term = newestTerm(proposal);
	if (chance.chance(0.25)) return said(withdrawOp(proposal.id, term.id));
	if (chance.chance(0.5)) return said(extendOp(proposal.id, term.id, Math.max(nowMs, term.deadline) + DAY_MS));
	const offered = [...state.proposals.life.amendments.values()].find(({ about, takenUp }) => about === proposal.id && takenUp === null);
	if (offered !== undefined) return said(amendOp(proposal.id, offered.text, { after: term.id, title: offered.title, amendment: offered.id }));
	return said(amendOp(proposal.id, `text ${chance.int(9)}`, { after: term.id }));
};

function carryOutAmendment(state: State, node: SimNode, chance: Seeded): ReturnType<Maker> {
	const decided = [...state.proposals.proposals.values()].filter(({ effect, outcome }) => effect.kind === 'amend' && outcome.status === 'accepted');
	const decision = pickOf(decided, chance);
	if (decision?.effect.kind !== 'amend') return null;
	const amendment = state.proposals.life.amendments.get(decision.effect.amendment);
	const about = amendment === undefined ? undefined : state.proposals.proposals.get(amendment.about);
	if (amendment === undefined || about === undefined || !isElector(about, node.actor.memberId)) return null;
	const { title, text, id } = amendment;
	return said(amendOp(about.id, text, { after: newestTerm(about).id, title, amendment: id, decision: decision.id }));
}

export const around: Maker = (state, _node, chance) => {
	const { life, proposals } = state.proposals;
	const proposal = pickOf(chance.chance(0.7) ? openOnes(state) : proposals.values(), chance);
	if (proposal === null) return null;
	const { id } = proposal;
	switch (chance.int(8)) {
		case 0:
		case 1:
			return said({ type: 'proposals/suggest-amendment', about: id, title: `other ${chance.int(99)}`, text: 'better', reason: '' });
		case 2: {
			const amendment = pickOf(life.amendments.keys(), chance);
			return amendment === null ? null : said({ type: 'proposals/decline-amendment', amendment, reason: '' });
		}
		case 3:
		case 4: {
			const elector = chance.pick(proposal.electors).memberId;
			return said({ type: 'proposals/record-spoken', proposal: id, term: newestTerm(proposal).id, elector, ballot: { kind: 'position', position: 'agree' }, reason: '', harms: '' });
		}
		case 5:
			return said({ type: 'proposals/convene', proposal: id, at: 0, place: 'kitchen', note: '' });
		case 6:
			return said({ type: 'proposals/state-outcome', proposal: id, statement: 'so be it', reviewOn: null });
		default:
			return said({ type: 'proposals/add-task', proposal: id, text: 'do it', assignee: chance.pick(state.membership.seated).memberId, due: null });
	}
};

function report(state: State, me: MemberId, chance: Seeded): ReturnType<Maker> {
	const asked = [...state.proposals.life.mediations.values()].filter(({ mediators, reports }) => mediators.includes(me) && !reports.some(({ mediator }) => mediator === me));
	const one = pickOf(asked, chance);
	return one === null ? null : said({ type: 'proposals/report-mediation', mediation: one.id, outcome: chance.chance(0.85) ? 'not-settled' : 'settled', note: '' });
}

/** What nobody puts off, or it would never come to an end in so short a story: mediating, a removal that is open, one's own word that a colleague wrote down. */
export const press: Maker = (state, node, chance, nowMs) => {
	const me = node.actor.memberId;
	const told = report(state, me, chance);
	if (told !== null) return told;
	for (const proposal of openOnes(state)) {
		const term = newestTerm(proposal);
		if (!isElector(proposal, me) || isBoundIn(term, me)) continue;
		const spoken = (state.proposals.life.spoken.get(proposal.id) ?? []).find((record) => record.elector === me && record.term === term.id);
		if (spoken !== undefined && !term.stances.some(({ elector }) => elector === me)) return said({ ...castOp(proposal.id, 'agree', term.id), confirms: spoken.id });
		if (proposal.effect.kind === 'remove-member' && node.actor.isVoice) return said(bindOp(proposal.id, wordFor(proposal, node, chance), term.id));
	}
	return chance.chance(0.15) ? removal(state, node, nowMs) : null;
};

function removal(state: State, node: SimNode, nowMs: number): ReturnType<Maker> {
	const known = new Set([...state.proposals.proposals.values()].flatMap(({ effect }) => (effect.kind === 'remove-member' ? [effect.member] : [])));
	const ready = [...state.proposals.life.mediations.values()].find(
		({ subject, mediators, reports }) =>
			subject !== node.actor.memberId && !known.has(subject) &&
			mediators.every((mediator) => reports.some((each) => each.mediator === mediator && each.outcome === 'not-settled'))
	);
	if (ready === undefined) return null;
	return said(openOp('a removal', { deadline: nowMs + DAY_MS, effect: { kind: 'remove-member', member: ready.subject }, mediation: ready.id }));
}

export const mediate: Maker = (state, node, chance) => {
	const me = node.actor.memberId;
	const { seated } = state.membership;
	const told = report(state, me, chance);
	if (told !== null) return told;
	const others = seated.map(({ memberId }) => memberId).filter((member) => member !== me);
	if (seated.length < 4 || others.length === 0 || chance.chance(0.6)) return null;
	const subject = chance.pick(others);
	const mediators = chance.shuffle(others.filter((member) => member !== subject)).slice(0, mediatorsNeeded(state.membership, me, subject));
	return mediators.length === 0 ? null : said({ type: 'proposals/call-mediation', member: subject, mediators, concern: '' });
};

export const measure: Maker = (state, node, chance, nowMs) => {
	const me = node.actor.memberId;
	const joinable = [...state.proposals.life.measures.values()].filter(({ electorate, joined }) => electorate.includes(me) && !joined.some(({ memberId }) => memberId === me));
	const one = pickOf(joinable, chance);
	if (one !== null && chance.chance(0.8)) return said({ type: 'proposals/join-measure', measure: one.id });
	const { emergency, spendingBands } = state.membership.settings;
	if (emergency !== null && chance.chance(0.5))
		return said({ type: 'proposals/take-measure', title: 'a pipe burst', measure: { kind: 'emergency', text: 'nobody in', until: nowMs + 3_600_000, room: null } });
	const band = spendingBands.find(({ needs }) => needs.kind === 'members');
	return band === undefined ? null : said({ type: 'proposals/take-measure', title: 'a boiler', measure: { kind: 'spend', amount: Math.max(1, band.from), purpose: 'a boiler' } });
};

/** What the rules must refuse: a closing of what nobody opened, or of a term that is none. */
export const closeNothing = (state: State, chance: Seeded): OpInput => {
	const stranger = `${'z'.repeat(43)}.0` as ObjectId; // an id that no entry has
	const proposal = pickOf(state.proposals.proposals.keys(), chance) ?? stranger;
	return { type: 'proposals/close', proposal, term: stranger };
};
