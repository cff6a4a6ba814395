/** What a link for a further device says of itself, before anybody is asked. Loaded when such a link is opened. */
import { err, ok, type Result } from '$crypto/base';
import { parseDeviceLink } from '$crypto/device-link';
import { failure, type Failure } from '$lib/errors';
import type { InvitationSeen } from '$lib/services/types';

export function readDeviceLink(link: string): Result<InvitationSeen, Failure> {
	const parsed = parseDeviceLink(link);
	if (!parsed.ok) {
		const { type } = parsed.error;
		return err(failure(type === 'NewerDeviceLink' ? 'NewerData' : type === 'DamagedDeviceLink' ? 'DamagedInvitation' : 'NotAnInvitation'));
	}
	const { kind, collectiveName, makerName, memberName } = parsed.value;
	return ok({ kind, collectiveName, inviterName: makerName, memberName });
}
