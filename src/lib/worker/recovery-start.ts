/** A colleague begins to give a member who lost their devices a fresh one: the invitation that is for them alone, and its link. Carries MEM90, MEM91. */
import { err, ok, toBase64, type InvitationId, type MemberId, type Result } from '$crypto/base';
import { encodeDeviceLink } from '$crypto/device-link';
import { createInvitation, deriveInvitation } from '$crypto/invitation';
import { reveal } from '$crypto/secret';
import { isFullMember } from '$crdt/domain/membership/state';
import { failure, type Failure } from '$lib/errors';
import { meetingPoints } from './meeting-points';
import type { HouseParts } from './reach';

const RECOVERY_DAYS = 7;
const DAY_MS = 86_400_000;

export async function startRecovery(
	house: HouseParts,
	member: MemberId
): Promise<Result<{ readonly link: string; readonly invitation: InvitationId }, Failure>> {
	const { open } = house.needRunning();
	const { random, clock } = house.deps;
	const { membership } = open.state();
	const name = (id: MemberId): string => membership.members.get(id)?.profile.name ?? '';
	if (member === open.me) return err({ ...failure('Refused', 'Colleagues do this for you: it begins on the device of one of them.'), next: 'Ask a colleague, or add a device yourself under Your devices.' });
	if (!isFullMember(membership, open.me)) return err(failure('Refused', 'Who is on trial does not begin this yet.'));
	const seed = createInvitation(random);
	const invitation = deriveInvitation(seed, open.id);
	const posted = await open.post([
		{
			type: 'membership/invite', note: '', recovers: member,
			publicKey: toBase64(invitation.sign.publicKey),
			lobbyKey: toBase64(reveal(invitation.lobbyKey)),
			expiresAt: clock.now() + RECOVERY_DAYS * DAY_MS
		}
	]);
	if (!posted.ok) return posted;
	const { appUrl, defaultSignaling } = house.environment();
	const link = encodeDeviceLink(`${membership.settings.publicUrl || appUrl}/join`, {
		kind: 'recovery', collective: open.id, seed, madeBy: open.keys.sign.publicKey,
		collectiveName: membership.settings.name, makerName: name(open.me), memberName: name(member),
		signaling: meetingPoints(membership, defaultSignaling)
	});
	return ok({ link, invitation: invitation.id });
}
