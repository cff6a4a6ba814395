/** Hanging a tablet at a door: fresh keys, the op that tells members of it, and the link that carries its secret. */
import { err, ok, toBase64, type ObjectId, type Result } from '$crypto/base';
import { createDoorSeed, deriveDoor, encodeDoorLink } from '$crypto/door';
import type { Random } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { failure, type Failure } from '$lib/errors';
import type { DoorInput } from '$lib/services/types';
import type { Environment } from './api';
import type { OpenCollective } from './collective';

export async function hangDoor(
	collective: OpenCollective,
	input: DoorInput,
	environment: Environment,
	random: Random
): Promise<Result<{ readonly link: string; readonly door: ObjectId }, Failure>> {
	const seed = createDoorSeed(random);
	const { sign, lobbyKey } = deriveDoor(seed, collective.id);
	const posted = await collective.post([
		{ type: 'calendar/add-door', ...input, publicKey: toBase64(sign.publicKey), lobbyKey: toBase64(reveal(lobbyKey)) }
	]);
	if (!posted.ok) return posted;
	const [door] = posted.value;
	if (!door) return err(failure('Unexpected'));
	const { settings } = collective.state().membership;
	const signaling = settings.signaling.length > 0 ? settings.signaling : environment.defaultSignaling;
	const link = encodeDoorLink(`${settings.publicUrl || environment.appUrl}/door`, {
		collective: collective.id, seed, hungBy: collective.keys.sign.publicKey, name: input.name, signaling: [...signaling]
	});
	return ok({ link, door });
}
