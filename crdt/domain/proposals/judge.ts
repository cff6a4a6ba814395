/**
 * Which proposal ops have an effect, judged by the entry's own past alone, and what each adds to its proposal.
 *
 * Deadlines play no part: they tell devices when to act, never what counts. Carries PRO1-PRO6 and PRO20-PRO25.
 */
import { err, ok, type DeviceId, type EntryId, type MemberId, type ObjectId, type Result } from '../../../crypto/base';
import type { RoomChange } from '../calendar/ops';
import type { MemberInPast, Refusal } from '../context';
import type { Facts } from '../membership/state';
import type { Author } from '../node';
import type { OpOf, OpType } from '../op';
import { compareStances, compareWithdrawals } from './determine';
import { outcomeOf } from './outcome';
import type { Effect } from './ops';
import { quorumOf, type ClosingRecord, type Elector, type Place, type Proposal, type StanceRecord } from './state';

export type ProposalOp = OpOf<Extract<OpType, `proposals/${string}`>>;

export interface ProposalPast {
	readonly place: Place;
	readonly objectId: ObjectId;
	readonly facts: Facts;
	readonly device: DeviceId;
	/** As seated in the entry's own past; electors may speak without being seated any more. */
	readonly author: Author | null;
	inPast(entry: EntryId): boolean;
	find(id: ObjectId): Proposal | undefined;
}

export type Judged<T> = Result<T, Refusal>;

export function judgeOpen(op: OpOf<'proposals/open'>, past: ProposalPast): Judged<Proposal> {
	const { facts, author } = past;
	if (author === null) return refused('MEM3', 'The author was not a member as far as their own device knew.');
	const effectRefused = judgeEffect(op.effect, facts);
	if (effectRefused !== null) return err(effectRefused);
	const removing = op.effect.kind === 'remove-member' ? op.effect.member : null;
	const voters = facts.seated.filter((member) => member.memberId !== removing);
	const needed = Math.max(quorumOf(voters.length), removing === null ? 0 : quorumOf(facts.seated.length));
	if (needed > voters.length) return refused('PRO42', 'Two people cannot remove one another; either of them can leave.');
	let mandate = past.objectId;
	if (op.succeeds !== null) {
		const before = past.find(op.succeeds);
		if (before === undefined || !past.inPast(before.entry)) return refused('PRO43', 'There is no such earlier proposal.');
		if (!sameMatter(before.effect, op.effect)) return refused('PRO43', 'A successor must be about the same matter.');
		const known = before.closings.filter((closing) => past.inPast(closing.entry));
		if (outcomeOf(before, known).status === 'accepted') return refused('PRO43', 'The earlier proposal had been accepted already.');
		mandate = before.mandate;
	}
	return ok({
		...past.place,
		id: past.objectId,
		title: op.title,
		text: op.text,
		effect: op.effect,
		deadline: op.deadline,
		proposer: author.memberId,
		succeeds: op.succeeds,
		mandate,
		rule: removing === null ? facts.settings.decisionRule : 'majority',
		needed,
		electors: voters.map(electorOf),
		stances: [],
		closings: [],
		withdrawals: [],
		comments: [],
		outcome: { status: 'open' }
	});
}

/** Whoever is an elector, or a member today, may comment. */
export function judgeComment(proposal: Proposal, past: ProposalPast): Refusal | null {
	return speakerOf(proposal, past) === null && past.author === null
		? { rule: 'PRO5', reason: 'Only members can comment.' }
		: null;
}

export function judgeCast(op: OpOf<'proposals/cast-stance'>, proposal: Proposal, past: ProposalPast): Judged<StanceRecord> {
	const elector = speakerOf(proposal, past);
	if (elector === null) return refused('PRO20', NO_ELECTOR);
	const own = ownStances(proposal, elector, past);
	if (own.some((stance) => stance.kind === 'bound')) return refused('PRO21', 'The author had given their final word already.');
	if (own.some((stance) => stance.entry === past.place.entry)) return refused('PRO20', 'One entry holds one stance.');
	return ok({ ...past.place, elector, kind: 'soft', stance: op.stance, reason: op.reason, byLeave: false });
}

export function judgeBind(op: OpOf<'proposals/bind-stance'>, proposal: Proposal, past: ProposalPast): Judged<StanceRecord> {
	const elector = voiceOf(proposal, past.device);
	if (elector === null) return refused('PRO21', NO_VOICE);
	if (ownStances(proposal, elector, past).some((stance) => stance.kind === 'bound'))
		return refused('PRO21', 'The author had given their final word already.');
	return ok({ ...past.place, elector, kind: 'bound', stance: op.stance, reason: op.reason, byLeave: false });
}

export function judgeClose(proposal: Proposal, past: ProposalPast): Judged<ClosingRecord> {
	const elector = voiceOf(proposal, past.device);
	if (elector === null) return refused('PRO23', NO_VOICE);
	const { entry } = past.place;
	if (proposal.closings.some((each) => each.elector === elector && (each.entry === entry || past.inPast(each.entry))))
		return refused('PRO23', 'The author had closed already.');
	const known = proposal.stances.filter((stance) => past.inPast(stance.entry));
	const bound = new Set(known.filter((stance) => stance.kind === 'bound').map((stance) => stance.elector));
	if (!bound.has(elector)) return refused('PRO23', 'The author had not given their own final word yet.');
	if (bound.size < quorumOf(proposal.electors.length))
		return refused('PRO23', 'Fewer than half had given their final word, as far as the author knew.');
	const ballots = proposal.electors.map(({ memberId }) =>
		highest(known.filter((stance) => stance.elector === memberId), compareStances)
	);
	const withdrawal = highest(proposal.withdrawals.filter((each) => past.inPast(each.entry)), compareWithdrawals);
	return ok({ ...past.place, elector, ballots, withdrawal });
}

export function judgeWithdraw(proposal: Proposal, past: ProposalPast): Judged<MemberId> {
	if (past.author?.memberId !== proposal.proposer) return refused('PRO25', 'Only the person who proposed it can withdraw it.');
	const again = proposal.withdrawals.some((each) => each.entry === past.place.entry || past.inPast(each.entry));
	return again ? refused('PRO25', 'It had been withdrawn already.') : ok(past.author.memberId);
}

/** PRO24: a leave binds the leaver's last stance, as its own past knows it; null where it was bound before. */
export function bindingByLeave(proposal: Proposal, leaver: MemberId, past: ProposalPast): StanceRecord | null {
	if (!past.inPast(proposal.entry) || !proposal.electors.some((elector) => elector.memberId === leaver)) return null;
	const own = ownStances(proposal, leaver, past);
	if (own.some((stance) => stance.kind === 'bound')) return null;
	const last = highest(own, compareStances);
	return {
		...past.place,
		elector: leaver,
		kind: 'bound',
		stance: last?.stance ?? 'none',
		reason: last?.reason ?? '',
		byLeave: true
	};
}

const NO_ELECTOR = 'The author is not among those who decide this.';
const NO_VOICE = 'This device does not speak for one of those who decide this.';

const electorOf = ({ memberId, admission, voice }: MemberInPast): Elector => ({ memberId, admission, voice });

function judgeEffect(effect: Effect, facts: Facts): Refusal | null {
	switch (effect.kind) {
		case 'none':
		case 'change-setting':
		// the calendar judges it when it is carried out (CAL37)
		case 'change-room':
			return null;
		case 'remove-member':
			return facts.seated.some((member) => member.memberId === effect.member)
				? null
				: { rule: 'PRO2', reason: 'The person to be removed was not a member.' };
		case 'move-voice':
			return facts.seated.find((member) => member.memberId === effect.member)?.devices.includes(effect.device)
				? null
				: { rule: 'PRO2', reason: 'The voice can only go to a device of the same member that is in use.' };
	}
}

function sameMatter(a: Effect, b: Effect): boolean {
	if (a.kind === 'remove-member' && b.kind === 'remove-member') return a.member === b.member;
	if (a.kind === 'move-voice' && b.kind === 'move-voice') return a.member === b.member;
	if (a.kind === 'change-setting' && b.kind === 'change-setting') return a.change.key === b.change.key;
	if (a.kind === 'change-room' && b.kind === 'change-room') return sameRoom(a.change, b.change);
	return a.kind === b.kind;
}

function sameRoom(a: RoomChange, b: RoomChange): boolean {
	return a.kind === b.kind && (a.kind === 'add' || b.kind === 'add' || a.room === b.room);
}

function voiceOf(proposal: Proposal, device: DeviceId): MemberId | null {
	return proposal.electors.find((elector) => elector.voice === device)?.memberId ?? null;
}

/** The elector for whom this device speaks softly: seated as them in its own past, or their frozen voice. */
function speakerOf(proposal: Proposal, past: ProposalPast): MemberId | null {
	const seated = past.author?.memberId;
	const asSeated = proposal.electors.find((elector) => elector.memberId === seated);
	return asSeated?.memberId ?? voiceOf(proposal, past.device);
}

const ownStances = (proposal: Proposal, elector: MemberId, past: ProposalPast): readonly StanceRecord[] =>
	proposal.stances.filter(
		(stance) => stance.elector === elector && (stance.entry === past.place.entry || past.inPast(stance.entry))
	);

function highest<T>(values: readonly T[], compare: (a: T, b: T) => number): T | null {
	let best: T | null = null;
	for (const value of values) if (best === null || compare(value, best) > 0) best = value;
	return best;
}

const refused = (rule: string, reason: string): { readonly ok: false; readonly error: Refusal } => err({ rule, reason });
