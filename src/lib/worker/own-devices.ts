/**
 * Taking a device away: the entry, and at once a fresh group key that it does not get. Where the device at hand speaks for the member it goes on
 * doing so; where the one taken away did, this one does from there on (MEM86). Carries MEM12 and MEM83.
 */
import { err, ok, type DeviceId, type Result } from '$crypto/base';
import { failure, type Failure } from '$lib/errors';
import type { HouseParts } from './reach';
import type { Running } from './running';

export async function revokeDevice(house: HouseParts, device: DeviceId): Promise<Result<void, Failure>> {
	const running = house.needRunning();
	const { open } = running;
	const moved = await passVoiceOn(running, device);
	if (!moved.ok) return moved;
	const posted = await open.post([{ type: 'membership/revoke-device', device }]);
	if (!posted.ok) return posted;
	await running.steward.settle();
	return ok(undefined);
}

/** A device that takes itself away while it speaks for the member first passes that on. */
async function passVoiceOn({ open }: Running, device: DeviceId): Promise<Result<void, Failure>> {
	const me = open.state().membership.members.get(open.me);
	if (me === undefined) return err(failure('NotAMember'));
	if (device !== open.signer.device || me.voice !== device) return ok(undefined);
	const next = me.devices.findLast(({ deviceId, status, paper }) => deviceId !== device && status === 'active' && !paper);
	if (next === undefined) return ok(undefined); // the rules say why it cannot go
	const posted = await open.post([{ type: 'membership/move-voice', device: next.deviceId }]);
	return posted.ok ? ok(undefined) : posted;
}
