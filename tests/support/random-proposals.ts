/**
 * What somebody might write about proposals, picked by a seed: answers, proxies, closings, interruptions, openings, and what is
 * said around them. Much of it is refused, which is the point.
 */
import type { ObjectId } from '$crypto/base';
import type { OpInput } from '$crdt/domain/op';
import type { Proposal, Term } from '$crdt/domain/proposals/state';
import { amendOp, bindOp, castOp, closeOp, extendOp, openOp, withdrawOp, type Word } from './proposal-ops';
import type { Seeded } from './seeded';
import type { Device } from './story';

const POSITIONS = {
	consensus: ['agree', 'agree', 'agree', 'agree', 'agree', 'agree', 'reservations', 'stand-aside', 'block', 'more-time', 'abstain'],
	consent: ['agree', 'agree', 'agree', 'object', 'abstain'],
	lazy: ['agree', 'object', 'abstain'],
	majority: ['agree', 'agree', 'agree', 'agree', 'agree', 'agree', 'disagree', 'abstain']
} as const;

export function randomVoiceOp(proposal: Proposal, device: Device, chance: Seeded): OpInput {
	const { id, terms } = proposal;
	const term = chance.chance(0.8) ? terms.at(-1)! : chance.pick(terms);
	const kind = chance.int(24);
	if (proposal.proposer === device.memberId && chance.chance(0.12)) return interruption(proposal, term, chance);
	if (kind < 3) return castOp(id, answerTo(proposal, device, chance), term.id);
	const isBound = term.stances.some((stance) => stance.elector === device.memberId && stance.kind === 'bound');
	if (!isBound || kind < 4) return bindOp(id, chance.chance(0.05) ? 'none' : answerTo(proposal, device, chance), term.id);
	const amendment = acceptedAmendment(proposal, device);
	if (kind < 10 && amendment !== null) return amendment;
	return closeOp(id, term.id);
}

function interruption(proposal: Proposal, term: Term, chance: Seeded): OpInput {
	const kind = chance.int(5);
	if (kind < 2) return withdrawOp(proposal.id, term.id);
	if (kind < 4) return extendOp(proposal.id, term.id, term.deadline + 1 + chance.int(3));
	return amendOp(proposal.id, `text ${chance.int(3)}`, { after: term.id });
}

function answerTo(proposal: Proposal, device: Device, chance: Seeded): Exclude<Word, 'none'> {
	const others = proposal.electors.filter(({ memberId }) => memberId !== device.memberId);
	if (others.length > 0 && chance.chance(0.08)) return { kind: 'proxy', to: chance.pick(others).memberId };
	const { kind } = proposal.method;
	if (kind === 'single') return { kind: 'options', chosen: [chance.int(2)] };
	return chance.pick(kind === 'consensus' || kind === 'consent' || kind === 'lazy' ? POSITIONS[kind] : POSITIONS.majority);
}

/** An amendment to this text that the others have accepted, as far as the device knows. */
function acceptedAmendment(proposal: Proposal, device: Device): OpInput | null {
	const { proposals, life } = device.state.proposals;
	for (const other of proposals.values()) {
		if (other.effect.kind !== 'amend' || other.outcome.status !== 'accepted') continue;
		const amendment = life.amendments.get(other.effect.amendment);
		if (amendment?.about !== proposal.id) continue;
		const { title, text, id } = amendment;
		return amendOp(proposal.id, text, { after: proposal.terms.at(-1)!.id, title, amendment: id, decision: other.id });
	}
	return null;
}

export function randomProposalOp(device: Device, chance: Seeded, title: string): OpInput {
	const { membership, proposals } = device.state;
	const members = membership.seated;
	const kind = chance.int(10);
	const over = [...proposals.proposals.values()].filter((proposal) => proposal.outcome.status !== 'accepted');
	if (kind === 0 && over.length > 0) {
		const before = chance.pick(over);
		const { title: same, text } = before.terms.at(-1)!;
		const { effect, id } = before;
		return openOp(same, { text, effect: effect as never, succeeds: id, mediation: null }); // branded already
	}
	if (kind < 2 || members.length === 0) {
		const { discussions } = proposals.life;
		const discussion = discussions.size > 0 ? chance.pick([...discussions.values()]) : null;
		const revision = discussion?.revisions.at(-1);
		return openOp(revision?.title ?? title, { text: revision?.text ?? '', discussion: discussion?.id ?? null, method: chance.chance(0.3) ? { kind: 'lazy' } : null });
	}
	if (kind < 3) return openOp(title, { method: { kind: 'single', options: ['this', 'that'] } });
	const failed = [...proposals.life.mediations.values()].filter(({ mediators, reports }) => reports.length >= mediators.length);
	if (kind < 8 && (failed.length > 0 || membership.settings.mediators === 0 || chance.chance(0.1))) {
		const mediation = failed.length > 0 ? chance.pick(failed) : null;
		const member = mediation?.subject ?? chance.pick(members).memberId;
		return openOp(title, { effect: { kind: 'remove-member', member }, mediation: mediation?.id ?? null });
	}
	const amendments = [...proposals.life.amendments.values()];
	if (kind < 9 && amendments.length > 0) return openOp(title, { effect: { kind: 'amend', amendment: chance.pick(amendments).id } });
	return openOp(title, { effect: { kind: 'change-setting', change: settingChange(chance) } });
}

function settingChange(chance: Seeded): Extract<Extract<OpInput, { type: 'proposals/open' }>['effect'], { kind: 'change-setting' }>['change'] {
	const kind = chance.int(4);
	if (kind < 2) return { key: 'admissionApprovals', value: 1 + chance.int(3) };
	if (kind < 3) return { key: 'mediators', value: chance.int(3) };
	return { key: 'rule', subject: 'general', value: chance.chance(0.5) ? { kind: 'consent', quorum: 0 } : { kind: 'majority', percent: 50, of: 'cast', quorum: 0 } };
}

/** Discussions, consent ahead, amendments, mediations, measures, spoken words. Null: there is nothing to say. */
export function randomAroundOp(device: Device, chance: Seeded, mark: string): OpInput | null {
	const { membership, proposals } = device.state;
	const { life } = proposals;
	const discussions = [...life.discussions.values()];
	const all = [...proposals.proposals.values()];
	const someone = membership.seated.length > 0 ? chance.pick(membership.seated).memberId : null;
	switch (chance.int(9)) {
		case 0:
			return { type: 'proposals/discuss', title: mark, text: 'first', effect: { kind: 'none' }, method: null, alternatives: [] };
		case 1: {
			if (discussions.length === 0) return null;
			const { id } = chance.pick(discussions);
			return { type: 'proposals/revise', discussion: id, title: mark, text: `text ${chance.int(3)}`, amendment: null };
		}
		case 2: {
			if (discussions.length === 0) return null;
			const { id, revisions } = chance.pick(discussions);
			const ballot = { kind: 'position', position: 'agree' } as const;
			return { type: 'proposals/consent-ahead', discussion: id, revision: chance.pick(revisions).id, ballot, reason: '', harms: '' };
		}
		case 3:
			return all.length === 0 ? null : { type: 'proposals/suggest-amendment', about: chance.pick(all).id, title: mark, text: 'better', reason: '' };
		case 4:
		case 5: {
			const others = membership.seated.filter(({ memberId }) => memberId !== someone && memberId !== device.memberId).map(({ memberId }) => memberId);
			const most = Math.min(2, membership.settings.mediators);
			if (someone === null || others.length === 0 || most === 0) return null;
			return { type: 'proposals/call-mediation', member: someone, mediators: others.slice(0, most), concern: '' };
		}
		case 6:
		case 7: {
			const mine = [...life.mediations.values()].filter(({ mediators }) => mediators.includes(device.memberId));
			if (mine.length === 0) return null;
			return { type: 'proposals/report-mediation', mediation: chance.pick(mine).id, outcome: chance.chance(0.9) ? 'not-settled' : 'settled', note: '' };
		}
		default:
			return recordOrConfirm(device, chance, all);
	}
}

function recordOrConfirm(device: Device, chance: Seeded, all: readonly Proposal[]): OpInput | null {
	const spoken = [...device.state.proposals.life.spoken].flatMap(([proposal, records]) => records.map((record) => ({ proposal, record })));
	const mine = spoken.filter(({ record }) => record.elector === device.memberId);
	if (mine.length > 0 && chance.chance(0.5)) {
		const { proposal, record: { id, term, ballot } } = chance.pick(mine);
		return { ...castOp(proposal, ballot as never, term), confirms: id }; // branded already
	}
	if (all.length === 0) return null;
	const { id, electors, terms } = chance.pick(all);
	const term: ObjectId = terms.at(-1)!.id;
	const elector = chance.pick(electors).memberId;
	return { type: 'proposals/record-spoken', proposal: id, term, elector, ballot: { kind: 'position', position: 'agree' }, reason: '', harms: '' };
}
