/**
 * Opening a proposal: what it freezes from its author's past. Carries PRO1-PRO3, PRO10, PRO42, PRO43, PRO68 and PRO91.
 */
import { ok, type MemberId, type ObjectId } from '../../../crypto/base';
import { entryOf, type MemberInPast, type Refusal } from '../context';
import { isFullMember, fullMembers, type Facts } from '../membership/state';
import type { OpOf } from '../op';
import { parseWallTime } from '../wall-time';
import { highest, comparePlaces } from './determine';
import { refusal, refused, type Around, type Judged, type ProposalPast } from './judge';
import { answerRefusal } from './judge-speak';
import type { AheadRecord, Discussion } from './life-state';
import { removalElectors, removalRefusal } from './mediation';
import type { DecisionRule, Method } from './method';
import type { Effect } from './ops';
import { determinedElectors, verdictOf } from './outcome';
import { settingRefusal } from './settings-rules';
import { quorumOf, type Elector, type Proposal, type StanceRecord, type Term } from './state';
import { isSameMatter, subjectOf } from './subjects';
import { termOf } from './terms';

type OpenOp = OpOf<'proposals/open'>;

export function judgeOpen(op: OpenOp, past: ProposalPast, around: Around): Judged<Proposal> {
	const { facts, author } = past;
	if (author === null) return refused('MEM3', 'The author was not a member as far as their own device knew.');
	if (!isFullMember(facts, author.memberId)) return refused('PRO1', 'Whoever is on trial does not propose yet.');
	if (!op.alternatives.every((id) => past.inPast(entryOf(id)))) return refused('PRO4', 'An alternative that it names was not known to the author.');
	const discussion = op.discussion === null ? null : around.discussion(op.discussion);
	if (discussion === undefined || (discussion !== null && !past.inPast(discussion.entry))) return refused('PRO4', 'There is no such discussion.');
	const effectRefused = effectRefusal(op.effect, past, around);
	if (effectRefused !== null) return { ok: false, error: effectRefused };

	const before = op.succeeds === null ? null : predecessor(op, op.succeeds, past);
	if (before !== null && !before.ok) return before;
	const wanted = methodOf(op, facts, before?.value ?? null, past);
	if (!wanted.ok) return wanted;
	const voters = votersOf(op, author.memberId, past, around);
	if (!voters.ok) return voters;
	const method = decidable(wanted.value, voters.value, facts);
	const electors = electorsOf(voters.value, method, facts);
	// PRO42: the subject counts too
	const needed = op.effect.kind === 'remove-member' ? Math.max(quorumOf(electors.length), quorumOf(electors.length + 1)) : 0;
	if (needed > electors.length) return refused('PRO42', 'Two people cannot remove one another; either of them can leave.');

	const proposal: Proposal = {
		...past.place,
		id: past.objectId,
		effect: op.effect,
		subject: subjectOf(op.effect),
		method,
		sealed: op.sealed,
		needed,
		proposer: author.memberId,
		discussion: op.discussion,
		succeeds: op.succeeds,
		mandate: before?.value.mandate ?? past.objectId,
		alternatives: op.alternatives,
		reviewOn: op.reviewOn,
		electors,
		terms: [firstTermOf(op, past)],
		withdrawals: [],
		outcome: { status: 'open' },
		settledTerm: past.objectId
	};
	return ok(withConsentAhead(proposal, op, discussion, past));
}

function firstTermOf(op: OpenOp, past: ProposalPast): Term {
	return {
		...past.place,
		id: past.objectId,
		kind: 'first',
		after: null,
		title: op.title,
		text: op.text,
		deadline: op.deadline,
		reason: '',
		amendment: null,
		stances: [],
		closings: [],
		interruptions: [],
		reveals: [],
		revealClosings: []
	};
}

function effectRefusal(effect: Effect, past: ProposalPast, around: Around): Refusal | null {
	const { facts } = past;
	switch (effect.kind) {
		case 'none':
		case 'spend':
		// the calendar judges it when it is carried out (CAL37)
		case 'change-room':
			return null;
		case 'change-setting':
			return settingRefusal(effect.change, facts);
		case 'remove-member':
			return facts.seated.some((member) => member.memberId === effect.member)
				? null
				: refusal('PRO2', 'The person to be removed was not a member.');
		case 'admit-member':
			return facts.seated.some((member) => member.memberId === effect.member && member.stage === 'trial')
				? null
				: refusal('PRO2', 'The person was not on trial.');
		case 'move-voice':
			return facts.seated.find((member) => member.memberId === effect.member)?.devices.includes(effect.device)
				? null
				: refusal('PRO2', 'The voice can only go to a device of the same member that is in use.');
		case 'amend': {
			const amendment = around.amendment(effect.amendment);
			if (amendment === undefined || !past.inPast(amendment.entry)) return refusal('PRO2', 'There is no such amendment.');
			return past.find(amendment.about) === undefined
				? refusal('PRO2', 'An amendment is put to the others once its text has been proposed.')
				: null;
		}
	}
}

/** PRO43: an earlier proposal of the own past about the same matter that is not accepted there. */
function predecessor(op: OpenOp, id: ObjectId, past: ProposalPast): Judged<Proposal> {
	const before = past.find(id);
	if (before === undefined || !past.inPast(before.entry)) return refused('PRO43', 'There is no such earlier proposal.');
	if (!isSameMatter(before.effect, op.effect)) return refused('PRO43', 'A successor must be about the same matter.');
	if (verdictOf(before, past.inPast).outcome.status === 'accepted') return refused('PRO43', 'The earlier proposal had been accepted already.');
	return ok(before);
}

/** PRO3: free where nothing is carried out; else the rule of the subject, but for what a block leads to (PRO91). */
function methodOf(op: OpenOp, { settings }: Facts, before: Proposal | null, past: ProposalPast): Judged<Method> {
	if (op.method !== null) {
		if (op.effect.kind !== 'none') return refused('PRO3', 'How this is decided was settled beforehand; it cannot be chosen.');
		const wrong = methodRefusal(op.method, settings.ownership.length);
		return wrong === null ? ok(op.method) : { ok: false, error: wrong };
	}
	if (op.effect.kind === 'remove-member') return ok(removalMethod(settings.rules.removal));
	return ok((before === null ? null : voteAfterBlock(op, before, past)) ?? settings.rules[subjectOf(op.effect)]);
}

/** PRO42: whatever the settings say, a removal is decided by a majority of all the others. */
const removalMethod = (rule: DecisionRule): Method => ({
	kind: 'majority', percent: rule.kind === 'majority' ? rule.percent : 50, of: 'eligible', quorum: 0
});

/**
 * PRO91: exactly what a settled block has stopped may be put to a vote, where the rule frozen then says so. No clock is
 * asked: everybody sees when it was opened. Null: it is decided as its subject always is.
 */
export function voteAfterBlock(
	op: Pick<OpenOp, 'title' | 'text' | 'effect'>,
	before: Proposal,
	past: Pick<ProposalPast, 'inPast'>
): Method | null {
	const { method } = before;
	if (method.kind !== 'consensus' || method.block.onLapse !== 'vote') return null;
	const { outcome, settledTerm } = verdictOf(before, past.inPast);
	const term = termOf(before, settledTerm);
	if (outcome.status !== 'not-accepted' || term === undefined) return null;
	if (op.title !== term.title || op.text !== term.text || !isAlike(op.effect, before.effect)) return null;
	const settled = determinedElectors(before, term.closings.filter((closing) => past.inPast(closing.entry)));
	const isBlocked = settled.some(({ stances }) => stances.some((stance) => isBlock(stance)));
	return isBlocked ? { kind: 'majority', percent: method.block.votePercent, of: 'eligible', quorum: 0 } : null;
}

const isBlock = (stance: StanceRecord | null): boolean => stance?.ballot?.kind === 'position' && stance.ballot.position === 'block';

function methodRefusal(method: Method, owners: number): Refusal | null {
	if (method.kind === 'ownership' && owners === 0) return refusal('PRO84', 'Nobody owns a share yet.');
	if (method.kind === 'multiple' && method.most > method.options.length) return refusal('PRO86', 'More options may be chosen than there are.');
	if (method.kind === 'time' && !method.slots.every(({ start, end }) => parseWallTime(start) !== null && parseWallTime(end) !== null && start < end))
		return refusal('PRO86', 'A date begins on a real day and ends after it has begun.');
	return null;
}

function votersOf({ effect, mediation: named }: OpenOp, proposer: MemberId, past: ProposalPast, around: Around): Judged<readonly MemberInPast[]> {
	const { facts } = past;
	if (effect.kind !== 'remove-member')
		return named === null ? ok(fullMembers(facts)) : refused('PRO98', 'Only a removal names a mediation.');
	const mediation = named === null ? null : around.mediation(named);
	const wrong = removalRefusal(effect.member, proposer, mediation, facts, past.inPast);
	return wrong === null ? ok(removalElectors(facts, effect.member, mediation ?? null)) : { ok: false, error: wrong };
}

function electorsOf(voters: readonly MemberInPast[], method: Method, { settings }: Facts): readonly Elector[] {
	const units = new Map(settings.ownership.map((share) => [share.member, share.units]));
	return voters.map(({ memberId, admission, voice }) => ({
		memberId, admission, voice, weight: method.kind === 'ownership' ? (units.get(memberId) ?? 0) : 1
	}));
}

/** PRO102: where none of those who decide owns a share any more, shares cannot decide; a majority of the same size does. */
function decidable(method: Method, voters: readonly MemberInPast[], { settings }: Facts): Method {
	if (method.kind !== 'ownership') return method;
	const isOwned = voters.some(({ memberId }) => settings.ownership.some((share) => share.member === memberId));
	return isOwned ? method : { kind: 'majority', percent: method.percent, of: 'eligible', quorum: 0 };
}

/** PRO68: consent given ahead counts as a soft stance where the very same thing is opened; otherwise it has lapsed. */
function withConsentAhead(proposal: Proposal, op: OpenOp, discussion: Discussion | null, past: ProposalPast): Proposal {
	if (discussion === null) return proposal;
	if (!isAlike(discussion.effect, op.effect) || !isAlike(discussion.method, op.method)) return proposal;
	const texts = new Set(
		discussion.revisions
			.filter(({ entry, title, text }) => past.inPast(entry) && title === op.title && text === op.text)
			.map(({ id }) => id)
	);
	const [first, ...others] = proposal.terms;
	if (first === undefined) return proposal;
	const stances: StanceRecord[] = [];
	for (const { memberId } of proposal.electors) {
		const own = discussion.ahead.filter(({ author, entry }) => author === memberId && past.inPast(entry));
		const said = highest<AheadRecord>(own.filter(({ revision }) => texts.has(revision)), comparePlaces);
		if (said === null || answerRefusal(said, proposal, memberId) !== null) continue;
		const { entry, lamport, at, ballot, reason, harms } = said;
		stances.push({
			entry, lamport, at, elector: memberId, kind: 'soft', carried: null,
			ballot, reason, harms, byLeave: false, ahead: true, confirms: null
		});
	}
	return { ...proposal, terms: [{ ...first, stances: stances.sort(comparePlaces) }, ...others] };
}

/** Parsed by the same schema, so that alike things are written alike. */
const isAlike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
