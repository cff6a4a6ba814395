/** A member's own devices, what waits to become one, and recoveries under way. Carries MEM82, MEM83, MEM95. */
import type { DeviceId, Slot } from '$crypto/base';
import type { DeviceFact, InvitationFact } from '$crdt/domain/membership/state';
import type { DevicesView, RecoveryView } from '$lib/services/reach-types';
import { currentOffer } from './device-offer';
import type { FullLens } from './lens';
import { collectiveCode } from './meeting-points';
import type { ReachSources } from './reach-views';
import type { Running } from './running';

const SHOWN_AFTERWARDS_MS = 30 * 86_400_000;

export function selectDevices({ lens, running, environment }: ReachSources): DevicesView {
	const me = lens.state.membership.members.get(lens.me);
	const written = lastWritten(running, me?.devices ?? []);
	const offer = currentOffer(running, lens.now);
	return {
		devices: (me?.devices ?? []).map(({ deviceId, name, paper, status, introducedAt, slot }) => ({
			deviceId, name,
			kind: paper ? 'phrase' : 'device',
			isThis: deviceId === lens.device,
			isVoice: deviceId === me?.voice,
			status: status === 'unseated' ? 'forked' : status,
			addedAt: introducedAt,
			lastWrittenAt: written.get(slot) ?? null
		})),
		offer: offer && { link: offer.link, expiresAt: offer.expiresAt },
		waiting: running.door.knocks().flatMap(({ id, deviceName, code, enrolment }) => (enrolment === null ? [] : [{ id, deviceName, code }])),
		recoveries: selectRecoveries(lens),
		takenAway: takenAway(lens, lens.device),
		collectiveCode: collectiveCode(running, environment)
	};
}

/** Claimed time of the newest entry, by slot. The newest stand last, so that few are looked at. */
function lastWritten({ open }: Running, devices: readonly DeviceFact[]): ReadonlyMap<Slot, number> {
	const have = open.log.have();
	const hasWritten = (slot: Slot): boolean => [...have.values()].some((counts) => counts.has(slot));
	const sought = new Set(devices.flatMap(({ slot }) => (hasWritten(slot) ? [slot] : [])));
	const found = new Map<Slot, number>();
	const entries = open.log.entries();
	for (let at = entries.length - 1; at >= 0 && found.size < sought.size; at--) {
		const { slot, payload } = entries[at]!;
		if (sought.has(slot) && !found.has(slot) && payload.kind === 'ops') found.set(slot, payload.claimedAt);
	}
	return found;
}

/** The newest first. */
export function selectRecoveries(lens: FullLens): readonly RecoveryView[] {
	const { invitations, members } = lens.state.membership;
	const shown: RecoveryView[] = [];
	for (const invitation of invitations.values()) {
		const { recovers } = invitation;
		if (recovers === null || !isShown(invitation, lens.now)) continue;
		shown.push({
			invitation: invitation.invitation,
			memberId: recovers,
			memberName: members.get(recovers)?.profile.name ?? '',
			startedByName: lens.nameOf(invitation.issuer),
			startedAt: invitation.issuedAt,
			expiresAt: invitation.expiresAt,
			approvals: Math.max(1, ...invitation.candidacies.map(({ approvals }) => approvals.length)),
			needed: invitation.needed,
			status: invitation.status === 'open' ? 'open' : invitation.status === 'cancelled' ? 'cancelled' : 'done',
			aboutMe: recovers === lens.me,
			mine: invitation.issuer === lens.me
		});
	}
	return shown.reverse();
}

const isShown = ({ status, issuedAt, expiresAt }: InvitationFact, now: number): boolean =>
	status === 'open' ? expiresAt > now : issuedAt + SHOWN_AFTERWARDS_MS > now;

function takenAway({ state }: FullLens, device: DeviceId): DevicesView['takenAway'] {
	const fact = state.membership.devices.get(device);
	if (fact?.status !== 'revoked') return null;
	return { at: fact.revokedAt, fromDevice: (fact.revokedBy && state.membership.devices.get(fact.revokedBy)?.name) ?? '' };
}
