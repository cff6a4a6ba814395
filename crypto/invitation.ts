/**
 * Invitations: a one-time seed, what is derived from it, and the proof by which a joiner uses it.
 *
 * The seed opens nothing: it signs the joiner's own keys over challenges of both sides, so that a copied proof admits nobody
 * else and an old one is recognisably old. Knows nothing of who may invite or admit. Carries CRY90 to CRY95.
 */
import { err, ok, toBase64, utf8, type CollectiveId, type InvitationId, type Result } from './base';
import { createByteReader, createByteWriter } from './bytes';
import { deriveBytes, deriveKey, hash } from './hash';
import { areDevicePublicKeys, deriveSignPair, type DeviceKeys, type KeyPair } from './keys';
import type { EphemeralKey } from './keyring';
import type { Random } from './random';
import { createSecret, hideWhenPrinted, type Secret } from './secret';
import { SIGNATURE_BYTES, sign, verify } from './signature';

export const INVITATION_SEED_BYTES = 32;
export const CHALLENGE_BYTES = 32;

/** What one link carries; whoever holds it may knock. */
export type InvitationSeed = Secret<Uint8Array>;

export function createInvitation(random: Random): InvitationSeed {
	return createSecret(random.bytes(INVITATION_SEED_BYTES));
}

/** @throws outside 16 to 32 bytes. */
export function invitationSeedFromBytes(bytes: Uint8Array): InvitationSeed {
	if (bytes.length < 16 || bytes.length > 32) throw new Error('an invitation seed has 16 to 32 bytes');
	return createSecret(bytes);
}

export interface Invitation {
	/** In the log: names the invitation; the seed cannot be found from it. */
	readonly id: InvitationId;
	readonly sign: KeyPair;
	/** In the log, so that every member can wait in the lobby; gives no signature. */
	readonly lobbyKey: Secret<Uint8Array>;
}

export function deriveInvitation(seed: InvitationSeed, collective: CollectiveId): Invitation {
	const context = utf8(collective);
	const pair = deriveSignPair(deriveKey(seed, 'invitation-sign', context));
	return {
		id: invitationIdOf(pair.publicKey),
		sign: pair,
		lobbyKey: deriveKey(seed, 'invitation-lobby', context)
	};
}

export function invitationIdOf(publicKey: Uint8Array): InvitationId {
	return toBase64(hash('invitation-id', publicKey)) as InvitationId; // the constructor of the brand
}

/** Where joiner and members meet before the joiner has any group key. Prints as a placeholder. */
export interface LobbyKeys {
	readonly roomName: string;
	readonly roomPassword: string;
	/** For sealing the messages of the lobby with `seal`/`open`. */
	readonly frameKey: EphemeralKey;
}

export function lobbyKeys(lobbyKey: Secret<Uint8Array>): LobbyKeys {
	return hideWhenPrinted({
		roomName: toBase64(deriveBytes(lobbyKey, 'lobby-room-name').subarray(0, 16)),
		roomPassword: toBase64(deriveBytes(lobbyKey, 'lobby-room-password')),
		frameKey: deriveKey(lobbyKey, 'lobby-frames') as EphemeralKey // the constructor of the brand
	});
}

/** Everything both signatures cover, with the collective. */
export interface JoinClaim {
	readonly joinerSignPublicKey: Uint8Array;
	readonly joinerBoxPublicKey: Uint8Array;
	/** 32 bytes: hash of the profile that the joiner showed (name, discipline, licence). */
	readonly profileHash: Uint8Array;
	/** 32 bytes, fresh from the member who is asked. */
	readonly memberChallenge: Uint8Array;
	/** 32 bytes, fresh from the joiner. */
	readonly joinerChallenge: Uint8Array;
}

/** Stands in the log beside the admission: anybody can check it at any time. */
export interface JoinProof extends JoinClaim {
	readonly invitationPublicKey: Uint8Array;
	readonly invitationSignature: Uint8Array;
	readonly deviceSignature: Uint8Array;
}

export const JOIN_PROOF_BYTES = 32 * 6 + SIGNATURE_BYTES * 2;

/** @throws when a part has not 32 bytes. */
export function signJoin(options: {
	readonly collective: CollectiveId;
	readonly invitation: Invitation;
	readonly device: DeviceKeys;
	readonly profileHash: Uint8Array;
	readonly memberChallenge: Uint8Array;
	readonly joinerChallenge: Uint8Array;
}): JoinProof {
	const { collective, invitation, device, profileHash, memberChallenge, joinerChallenge } = options;
	const claim: JoinClaim = {
		joinerSignPublicKey: device.sign.publicKey,
		joinerBoxPublicKey: device.box.publicKey,
		profileHash,
		memberChallenge,
		joinerChallenge
	};
	const parts = claimParts(invitation.sign.publicKey, claim);
	if (parts.some((part) => part.length !== 32)) throw new Error('a part of a join proof has 32 bytes');
	return {
		...claim,
		invitationPublicKey: invitation.sign.publicKey,
		invitationSignature: sign('sign/join-by-invitation', collective, parts, invitation.sign.secretKey),
		deviceSignature: sign('sign/join-by-device', collective, parts, device.sign.secretKey)
	};
}

export interface InvalidProof {
	readonly type: 'InvalidProof';
	readonly reason: 'invitation' | 'challenge' | 'keys' | 'invitation-signature' | 'device-signature';
}

/**
 * Both signatures, and that the proof is for this invitation. `memberChallenge` is given by the member who asked and left out
 * by those who check the log later (freshness was the asker's business; one use per invitation is the log's).
 */
export function verifyJoin(
	proof: JoinProof,
	expected: {
		readonly collective: CollectiveId;
		readonly invitationId: InvitationId;
		readonly memberChallenge?: Uint8Array;
	}
): Result<JoinClaim, InvalidProof> {
	if (invitationIdOf(proof.invitationPublicKey) !== expected.invitationId)
		return err({ type: 'InvalidProof', reason: 'invitation' });
	if (
		expected.memberChallenge !== undefined &&
		toBase64(proof.memberChallenge) !== toBase64(expected.memberChallenge)
	)
		return err({ type: 'InvalidProof', reason: 'challenge' });
	if (!areDevicePublicKeys(proof.joinerSignPublicKey, proof.joinerBoxPublicKey))
		return err({ type: 'InvalidProof', reason: 'keys' });
	const { collective } = expected;
	const parts = claimParts(proof.invitationPublicKey, proof);
	const { invitationSignature, deviceSignature } = proof;
	if (!verify('sign/join-by-invitation', collective, parts, invitationSignature, proof.invitationPublicKey))
		return err({ type: 'InvalidProof', reason: 'invitation-signature' });
	if (!verify('sign/join-by-device', collective, parts, deviceSignature, proof.joinerSignPublicKey))
		return err({ type: 'InvalidProof', reason: 'device-signature' });
	return ok(proof);
}

/** 320 bytes in the order of `JoinProof`: keys and hashes first, then both signatures. */
export function encodeJoinProof(proof: JoinProof): Uint8Array {
	const writer = createByteWriter();
	for (const part of claimParts(proof.invitationPublicKey, proof)) writer.put(part);
	return writer.put(proof.invitationSignature).put(proof.deviceSignature).bytes();
}

/** Null for anything but 320 bytes; the signatures are `verifyJoin`'s business. */
export function parseJoinProof(bytes: Uint8Array): JoinProof | null {
	if (bytes.length !== JOIN_PROOF_BYTES) return null;
	const reader = createByteReader(bytes);
	return {
		invitationPublicKey: reader.take(32).slice(),
		joinerSignPublicKey: reader.take(32).slice(),
		joinerBoxPublicKey: reader.take(32).slice(),
		profileHash: reader.take(32).slice(),
		memberChallenge: reader.take(32).slice(),
		joinerChallenge: reader.take(32).slice(),
		invitationSignature: reader.take(SIGNATURE_BYTES).slice(),
		deviceSignature: reader.take(SIGNATURE_BYTES).slice()
	};
}

function claimParts(invitationPublicKey: Uint8Array, claim: JoinClaim): readonly Uint8Array[] {
	return [
		invitationPublicKey,
		claim.joinerSignPublicKey,
		claim.joinerBoxPublicKey,
		claim.profileHash,
		claim.memberChallenge,
		claim.joinerChallenge
	];
}
