/**
 * From a set of membership entries to who is a member: one pass in total order, then removals, leaves and slots.
 *
 * A pure function of the set. Ops refused by their own past are not in it; what lies beyond the frontier of a removal in
 * the same set counts for nothing here (MEM42). Carries MEM2, MEM12, MEM13, MEM40-MEM44, MEM50, MEM87.
 */
import type { EntryId, InvitationId, MemberId, ObjectId } from '../../../crypto/base';
import type { Hashes, MemberInPast, RoomDecision, Settings, SpendApproval } from '../context';
import type { Node } from '../node';
import { isInForce, type Measure } from '../proposals/life-state';
import { settingKeyOf, type SettingChange, type SettingKey } from '../proposals/settings-ops';
import type { Proposal } from '../proposals/state';
import { candidaciesOf, statusOf } from './candidacy';
import { seatDevices, voiceOf } from './own-devices';
import { applyOp, Pass, type Naming } from './pass';
import type { Facts, InvitationFact, MemberFact, RemovalFact } from './state';

/** An accepted proposal in the same set, with the closings in it, by elector. */
export interface Decision {
	readonly proposal: Proposal;
	readonly closings: readonly (readonly EntryId[])[];
}

export interface FactsInput {
	/** Relevant entries of the set, in total order. */
	readonly nodes: readonly Node[];
	/** Accepted proposals with an effect, in total order of their opening. */
	readonly decisions: readonly Decision[];
	/** Measures of the set, with those who have joined them in it, in total order. */
	readonly measures: readonly Measure[];
	readonly hashes: Hashes;
	isAncestor(ancestor: EntryId, descendant: EntryId): boolean;
}

export function computeFacts(input: FactsInput): Facts {
	const removals = removalsOf(input.decisions);
	const pass = new Pass(input.hashes);
	for (const node of input.nodes) {
		const voided = node.author !== null && isBeyondFrontier(node.id, node.author.memberId, removals, input);
		// a founder's first entry has no author in its own past; anybody else must have been admitted in this very set
		const counts = !voided && (node.author === null || pass.members.has(node.author.memberId));
		node.entry.ops.forEach((op, at) => {
			if (op.type !== 'unknown-op' && node.refusals?.[at] === undefined) applyOp(pass, node, op, at, counts);
		});
	}
	return finish(pass, removals, input);
}

/** MEM42: is an entry of this member held by too few of the deciders, in every removal of that member? */
export function isBeyondFrontier(
	entry: EntryId,
	author: MemberId,
	removals: readonly RemovalFact[],
	graph: Pick<FactsInput, 'isAncestor'>
): boolean {
	let removed = false;
	for (const removal of removals) {
		if (removal.subject !== author) continue;
		removed = true;
		const holders = removal.closings.filter((own) => own.some((closing) => graph.isAncestor(entry, closing))).length;
		if (holders >= removal.quorum) return false;
	}
	return removed;
}

function removalsOf(decisions: readonly Decision[]): readonly RemovalFact[] {
	const removals: RemovalFact[] = [];
	for (const { proposal, closings } of decisions)
		if (proposal.effect.kind === 'remove-member')
			removals.push({
				proposal: proposal.id,
				subject: proposal.effect.member,
				closings,
				quorum: Math.floor(proposal.electors.length / 2) + 1,
				at: removedAt(proposal, closings)
			});
	return removals;
}

/** MEM78: one closing of each elector is enough, and more than half of the electors. */
function removedAt(proposal: Proposal, closings: Decision['closings']): number {
	const times = new Map(proposal.terms.flatMap((term) => [...term.closings, ...term.revealClosings]).map(({ entry, at }) => [entry, at]));
	const firsts = closings.map((own) => Math.min(...own.map((entry) => times.get(entry) ?? proposal.at))).sort((a, b) => a - b);
	return firsts[Math.min(Math.floor(proposal.electors.length / 2), firsts.length - 1)] ?? proposal.at;
}

function finish(pass: Pass, removals: readonly RemovalFact[], input: FactsInput): Facts {
	const { decisions } = input;
	const removedBy = new Map<MemberId, ObjectId>();
	const until = new Map<MemberId, number>(pass.left);
	for (const removal of removals) {
		if (!pass.members.has(removal.subject) || removedBy.has(removal.subject)) continue;
		removedBy.set(removal.subject, removal.proposal);
		until.set(removal.subject, Math.min(removal.at, until.get(removal.subject) ?? removal.at));
	}
	const devices = seatDevices(pass, input);
	const members = new Map<MemberId, MemberFact>();
	const seated: MemberInPast[] = [];
	const voices = movedVoices(decisions);
	const stageOf = stagesOf(pass, decisions, removedBy);
	for (const [memberId, draft] of pass.members) {
		const all = draft.devices.flatMap((id) => devices.get(id) ?? []);
		const voice = voiceOf([...draft.voices, ...(voices.get(memberId) ?? [])], all);
		const removal = removedBy.get(memberId) ?? null;
		const status = removal !== null ? 'removed' : pass.left.has(memberId) ? 'left' : 'member';
		const stage = stageOf(memberId, draft.fact.stage);
		members.set(memberId, {
			...draft.fact, stage, profile: draft.profile, voice, devices: all, status, removedBy: removal, until: until.get(memberId) ?? null
		});
		if (status === 'member')
			seated.push({
				memberId,
				admission: draft.fact.admission,
				voice,
				devices: all.filter((device) => device.status === 'active').map((device) => device.deviceId),
				stage
			});
	}
	seated.sort((a, b) => (a.admission < b.admission ? -1 : a.admission > b.admission ? 1 : 0));
	const { settings, decidedBy } = decidedSettings(pass.settings, decisions);
	const inForce = measuresInForce(pass, removals, input);
	return {
		foundedIn: pass.founded?.in ?? null,
		foundedAt: pass.founded?.at ?? 0,
		founder: pass.founded?.by ?? null,
		foundingText: pass.founded?.text ?? '',
		seated,
		members,
		devices,
		invitations: invitationsOf(pass),
		settings,
		decidedBy,
		roomDecisions: roomDecisionsOf(decisions, inForce),
		approvals: approvalsOf(decisions, inForce),
		measuresInForce: new Set(inForce.map(({ id }) => id)),
		losses: lossesOf(pass, removedBy, devices),
		epochs: pass.epochs,
		boxed: pass.boxed,
		boxers: pass.boxers,
		forks: pass.forks,
		removals,
		servers: pass.servers
	};
}

function lossesOf(pass: Pass, removedBy: ReadonlyMap<MemberId, ObjectId>, devices: Facts['devices']): ReadonlySet<string> {
	const losses = new Set<string>();
	for (const member of removedBy.keys()) losses.add(`removed ${member}`);
	for (const member of pass.left.keys()) losses.add(`left ${member}`);
	for (const { deviceId, status } of devices.values()) if (status === 'revoked') losses.add(`revoked ${deviceId}`);
	for (const fork of pass.forks) losses.add(`forked ${fork.device}`);
	return losses;
}

function invitationsOf(pass: Pass): ReadonlyMap<InvitationId, InvitationFact> {
	const invitations = new Map<InvitationId, InvitationFact>();
	for (const [id, draft] of pass.invitations)
		invitations.set(id, {
			...draft.fact,
			cancelled: draft.cancelled,
			candidacies: candidaciesOf(draft.candidacies),
			status: statusOf(draft.candidacies, draft.cancelled)
		});
	return invitations;
}

/** MEM15: a decision stands where it was opened. */
function movedVoices(decisions: readonly Decision[]): ReadonlyMap<MemberId, readonly Naming[]> {
	const voices = new Map<MemberId, Naming[]>();
	for (const { proposal } of decisions) {
		if (proposal.effect.kind !== 'move-voice') continue;
		const { member, device } = proposal.effect;
		voices.set(member, [...(voices.get(member) ?? []), { device, lamport: proposal.lamport, entry: proposal.entry }]);
	}
	return voices;
}

/** MEM50: the accepted proposal that stands last in total order governs each key. */
function decidedSettings(founded: Settings, decisions: readonly Decision[]): Pick<Facts, 'settings' | 'decidedBy'> {
	let settings = founded;
	const decidedBy: Partial<Record<SettingKey, ObjectId>> = {};
	for (const { proposal } of decisions) {
		if (proposal.effect.kind !== 'change-setting') continue;
		settings = withSetting(settings, proposal.effect.change);
		decidedBy[settingKeyOf(proposal.effect.change)] = proposal.id;
	}
	return { settings, decidedBy };
}

/** PRO106, MEM42: what is void joins nothing, and a void measure is none. */
function measuresInForce(pass: Pass, removals: readonly RemovalFact[], input: FactsInput): readonly Measure[] {
	const counts = (entry: EntryId, member: MemberId): boolean =>
		pass.members.has(member) && !isBeyondFrontier(entry, member, removals, input);
	return input.measures.filter(
		(measure) =>
			counts(measure.entry, measure.author) &&
			isInForce({ ...measure, joined: measure.joined.filter(({ entry, memberId }) => counts(entry, memberId)) })
	);
}

function roomDecisionsOf(decisions: readonly Decision[], inForce: readonly Measure[]): ReadonlyMap<ObjectId, RoomDecision> {
	const found = new Map<ObjectId, RoomDecision>();
	for (const { proposal } of decisions)
		if (proposal.effect.kind === 'change-room')
			found.set(proposal.id, { change: proposal.effect.change, mandate: proposal.mandate });
	for (const { id, matter } of inForce)
		if (matter.kind === 'emergency' && matter.room !== null) found.set(id, { change: matter.room, mandate: id });
	return found;
}

function approvalsOf(decisions: readonly Decision[], inForce: readonly Measure[]): ReadonlyMap<ObjectId, SpendApproval> {
	const found = new Map<ObjectId, SpendApproval>();
	for (const { proposal } of decisions)
		if (proposal.effect.kind === 'spend') found.set(proposal.id, { by: 'decision', amount: proposal.effect.amount });
	for (const { id, matter } of inForce)
		if (matter.kind === 'spend') found.set(id, { by: 'members', amount: matter.amount });
	return found;
}

/** MEM73 and MEM76: decisions end a trial; where nobody with all rights is left, everybody has them. */
function stagesOf(pass: Pass, decisions: readonly Decision[], removed: ReadonlyMap<MemberId, ObjectId>) {
	const admitted = new Set<MemberId>();
	for (const { proposal } of decisions) if (proposal.effect.kind === 'admit-member') admitted.add(proposal.effect.member);
	const isFull = (member: MemberId, stage: MemberFact['stage']): boolean => stage === 'member' || admitted.has(member);
	const somebodyIs = [...pass.members].some(
		([id, { fact }]) => !removed.has(id) && !pass.left.has(id) && isFull(id, fact.stage)
	);
	return (member: MemberId, stage: MemberFact['stage']): MemberFact['stage'] =>
		!somebodyIs || isFull(member, stage) ? 'member' : 'trial';
}

/** Composite settings keep their other parts: decisions made apart do not undo one another. */
function withSetting(settings: Settings, change: SettingChange): Settings {
	switch (change.key) {
		case 'rule':
			return { ...settings, rules: { ...settings.rules, [change.subject]: change.value } };
		case 'retention':
			return { ...settings, retention: { ...settings.retention, [change.kind]: change.value } };
		default:
			return { ...settings, [change.key]: change.value };
	}
}
