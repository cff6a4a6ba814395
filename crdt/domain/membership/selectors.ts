/**
 * Members, invitations, settings and notices as screens show them. Decides nothing. Carries MEM60-MEM62, MEM95.
 */
import { entryOf } from '../context';
import type { MemberId, ObjectId } from '../../../crypto/base';
import type { Fold } from '../fold';
import type { Lens } from '../lens';
import { approvalsNeeded, type InvitationFact, type MemberFact } from './state';
import type { DeviceView, InvitationView, MembersView, MemberView, NoticeView, SettingsView } from './views';

export function selectMembers(lens: Lens): MembersView {
	const { membership } = lens.state;
	const views = [...membership.members.values()].map((member) => memberView(lens, member));
	return {
		members: views.filter((member) => member.status === 'member'),
		former: views.filter((member) => member.status !== 'member'),
		invitations: [...membership.invitations.values()].filter(({ recovers }) => recovers === null).map((invitation) => invitationView(lens, invitation)).reverse(),
		approvalsNeeded: approvalsNeeded(membership)
	};
}

/** Null: never a member. */
export function selectMember(lens: Lens, id: MemberId): MemberView | null {
	const member = lens.state.membership.members.get(id);
	return member === undefined ? null : memberView(lens, member);
}

export function selectSettings(lens: Lens): SettingsView {
	const { settings, foundingText, foundedAt, founder, decidedBy } = lens.state.membership;
	return { settings, foundingText, foundedAt, foundedByName: founder === null ? '' : lens.nameOf(founder), decidedBy };
}

/** The newest first; of one's own refused ops at most twenty, and only what a person did. */
export function selectNotices(lens: Lens, fold: Pick<Fold, 'refusals' | 'entry'>): readonly NoticeView[] {
	return [...replacedDevices(lens), ...recoveriesOfMe(lens), ...usedTwice(lens), ...ownRefusals(lens, fold), ...olderApp(lens)].sort(
		(a, b) => b.at - a.at
	);
}

function memberView(lens: Lens, member: MemberFact): MemberView {
	const { membership, proposals } = lens.state;
	const removal = proposals.proposals.find(
		({ effect, outcome }) => outcome.status === 'open' && effect.kind === 'remove-member' && effect.member === member.memberId
	);
	const newest = lens.latestOf?.(member.memberId) ?? member.admission;
	return {
		memberId: member.memberId,
		profile: member.profile,
		isMe: member.memberId === lens.me,
		status: member.status,
		stage: member.stage,
		since: member.since,
		admittedBy: member.admittedBy.map((by) => lens.nameOf(by)),
		devices: member.devices.map((device): DeviceView => ({
			deviceId: device.deviceId,
			name: device.name,
			isVoice: device.deviceId === member.voice,
			isThisDevice: device.deviceId === lens.device,
			status: device.status === 'unseated' ? 'forked' : device.status
		})),
		latestHeldBy: lens.heldBy(newest).length,
		of: membership.seated.length,
		removalProposal: removal?.id ?? null
	};
}

function invitationView(lens: Lens, invitation: InvitationFact): InvitationView {
	const admitted = invitation.candidacies.find((candidacy) => candidacy.admitted);
	const furthest = Math.max(1, ...invitation.candidacies.map((candidacy) => candidacy.approvals.length));
	return {
		invitation: invitation.invitation,
		issuedByName: lens.nameOf(invitation.issuer),
		mine: invitation.issuer === lens.me,
		note: invitation.note,
		expiresAt: invitation.expiresAt,
		status: invitation.status,
		approvals: furthest,
		needed: invitation.needed,
		joinerName: admitted?.profile.name ?? null
	};
}

function replacedDevices(lens: Lens): readonly NoticeView[] {
	return lens.state.membership.forks.map((fork) => ({
		kind: 'device-replaced',
		sentence:
			fork.memberId === lens.me
				? 'One of your devices has been copied or set back. It can read on, but needs to be enrolled anew before it writes.'
				: `A device of ${lens.nameOf(fork.memberId)} has been copied or set back. Nothing already counted is taken back.`,
		at: fork.reportedAt,
		object: null
	}));
}

const RECOVERY_SHOWN_MS = 30 * 86_400_000;

/** MEM95: somebody who lost nothing must learn at once that colleagues are binding a device to them. */
function recoveriesOfMe(lens: Lens): readonly NoticeView[] {
	const notices: NoticeView[] = [];
	for (const { recovers, status, issuer, issuedAt, expiresAt, candidacies } of lens.state.membership.invitations.values()) {
		if (recovers === null || recovers !== lens.me || status === 'cancelled') continue;
		if (status === 'open' ? expiresAt <= lens.now : issuedAt + RECOVERY_SHOWN_MS <= lens.now) continue;
		const bound = candidacies.filter(({ admitted }) => admitted);
		// on the very device that came so there is nothing to warn of
		if (bound.length > 0 && bound.every(({ deviceId }) => deviceId === lens.device)) continue;
		const sentence =
			bound.length === 0
				? `${lens.nameOf(issuer)} has begun to give you a fresh device. If you did not ask for that, stop it under Your devices.`
				: 'Colleagues have given you a fresh device. If you did not ask for that, take it away under Your devices.';
		notices.push({ kind: 'recovery-of-me', sentence, at: issuedAt, object: null });
	}
	return notices;
}

function usedTwice(lens: Lens): readonly NoticeView[] {
	const notices: NoticeView[] = [];
	for (const invitation of lens.state.membership.invitations.values()) {
		if (invitation.status !== 'used-twice') continue;
		const names = invitation.candidacies.filter((each) => each.admitted).map((each) => each.profile.name);
		notices.push({
			kind: 'invitation-used-twice',
			sentence: `One invitation let in ${names.join(' and ')}. Ask both in person whether they are who you meant.`,
			at: invitation.issuedAt,
			object: null
		});
	}
	return notices;
}

const MOST_REFUSALS = 20;
/** What the app does by itself: a refusal there concerns nobody. */
const BY_ITSELF: ReadonlySet<string> = new Set([
	'proposals/bind-stance', 'proposals/close', 'calendar/grant', 'calendar/acknowledge-roll',
	'membership/receipt', 'membership/open-epoch', 'membership/share-epochs', 'membership/report-fork'
]);

function ownRefusals(lens: Lens, fold: Pick<Fold, 'refusals' | 'entry'>): readonly NoticeView[] {
	const notices: NoticeView[] = [];
	for (const [object, refusal] of fold.refusals()) {
		const found = fold.entry(entryOf(object));
		if (found === null || lens.state.membership.devices.get(found.entry.device)?.memberId !== lens.me) continue;
		const op = found.entry.ops[indexOf(object)];
		if (op === undefined || BY_ITSELF.has(op.type) || (op.type === 'ledger/post' && op.schedule !== null)) continue;
		notices.push({ kind: 'refused', sentence: refusal.reason, at: found.entry.claimedAt, object });
	}
	return notices.slice(-MOST_REFUSALS);
}

function olderApp(lens: Lens): readonly NoticeView[] {
	if (lens.state.unknownOps === 0) return [];
	const sentence = 'A colleague uses a newer version of this app. What it cannot show yet is kept; reload to update.';
	return [{ kind: 'update-the-app', sentence, at: lens.now, object: null }];
}

const indexOf = (object: ObjectId): number => Number(object.slice(object.indexOf('.') + 1));
