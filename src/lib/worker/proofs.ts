/**
 * Signatures that stand inside ops, checked once when an entry is admitted: the fold only learns yes or no.
 * Knows the formats of crypto/; nothing of state, so the answer is the same on every device for ever. Carries MEM and CRY
 * rules on founding, join proofs and enrolment.
 */
import { equalBytes, fromBase64, toBase64, utf8, type CollectiveId, type DeviceId, type Slot } from '$crypto/base';
import { hash } from '$crypto/hash';
import { parseJoinProof, verifyJoin } from '$crypto/invitation';
import { areDevicePublicKeys, collectiveIdOf, slotOf, type DeviceKeys } from '$crypto/keys';
import { sign, verify } from '$crypto/signature';
import type { Op } from '$crdt/domain/op';
import type { UnknownOp } from '$crdt/domain/context';
import type { Profile } from '$crdt/domain/membership/ops';

export interface ProofContext {
	readonly collective: CollectiveId;
	readonly slot: Slot;
	readonly device: DeviceId;
}

/** True for ops that carry no proof. */
export function isProven(op: Op | UnknownOp, context: ProofContext): boolean {
	switch (op.type) {
		case 'membership/found': {
			const key = fromBase64(op.device.signKey);
			const nonce = fromBase64(op.nonce);
			const boxKey = fromBase64(op.device.boxKey);
			if (key?.length !== 32 || nonce?.length !== 16 || !boxKey || !areDevicePublicKeys(key, boxKey)) return false;
			return collectiveIdOf(key, nonce) === context.collective && slotOf(context.collective, key) === context.slot;
		}
		case 'membership/admit': {
			const proof = parseJoinProof(fromBase64(op.proof) ?? new Uint8Array(0));
			if (!proof) return false;
			const expected = { collective: context.collective, invitationId: op.invitation };
			return (
				toBase64(proof.joinerSignPublicKey) === op.device.signKey &&
				toBase64(proof.joinerBoxPublicKey) === op.device.boxKey &&
				equalBytes(proof.profileHash, profileHash(op.profile, op.device.name)) &&
				verifyJoin(proof, expected).ok
			);
		}
		case 'membership/add-device': {
			const [signKey, boxKey, signature] = [op.device.signKey, op.device.boxKey, op.proof].map(fromBase64);
			if (!signKey || !boxKey || !signature || !areDevicePublicKeys(signKey, boxKey)) return false;
			return verifyEnrolment(context.collective, { sign: signKey, box: boxKey }, context.device, signature);
		}
		default:
			return true;
	}
}

/** Everything a joiner shows of themselves, as one hash under both signatures of the join proof. */
export const profileHash = (profile: Profile, deviceName: string): Uint8Array =>
	hash('profile', utf8(profile.name), utf8(profile.discipline), utf8(profile.licence), utf8(deviceName));

/** A new device's word that it belongs to the member whose device `sponsor` enrols it. */
export const signEnrolment = (collective: CollectiveId, device: DeviceKeys, sponsor: DeviceId): Uint8Array =>
	sign('sign/enrol-device', collective, [utf8(sponsor), device.box.publicKey], device.sign.secretKey);

export const verifyEnrolment = (
	collective: CollectiveId,
	keys: { readonly sign: Uint8Array; readonly box: Uint8Array },
	sponsor: DeviceId,
	signature: Uint8Array
): boolean => verify('sign/enrol-device', collective, [utf8(sponsor), keys.box], signature, keys.sign);
