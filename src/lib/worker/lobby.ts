/**
 * The door: how a newcomer with an invitation and a member's device talk before the newcomer has any group key.
 *
 * offer (commitment), charter → request (keys, profile), once the charter is accepted → reveal (challenge) → answer (proof) →
 * welcome (group keys), or refused. Both sides show the six digits that follow from what each has seen. State machines only: bytes in, bytes out, no
 * network, no clock. Carries NET81 to NET85 and the join rules of crypto/SPEC.md.
 */
import * as z from 'zod';
import {
	err, fromBase64, ok, textOf, toBase64, utf8,
	type CollectiveId, type DeviceId, type EpochId, type InvitationId, type Result
} from '$crypto/base';
import { encodeJoinProof, parseJoinProof, signJoin, verifyJoin, type Invitation } from '$crypto/invitation';
import { epochIdOf, unwrapKey, wrapKey, type EpochKey, type EpochKeys } from '$crypto/keyring';
import type { DeviceKeys } from '$crypto/keys';
import type { Random } from '$crypto/random';
import type { LobbyPlace } from '$crypto/lobby-seal';
import { checkChallenge, commitChallenge, createChallenge, spokenCode } from '$crypto/spoken-code';
import { profile as profileSchema, type Profile } from '$crdt/domain/membership/ops';
import type { Charter } from '$lib/services/types';
import { readCharter } from './charter';
import { profileHash, signEnrolment, verifyEnrolment } from './proofs';

const key = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const message = z.discriminatedUnion('type', [
	z.strictObject({ type: z.literal('offer'), commitment: key, memberName: z.string().max(80) }),
	/** Sealed for this lobby (CRY105). */
	z.strictObject({ type: z.literal('charter'), sealed: z.string().max(80_000) }),
	z.strictObject({
		type: z.literal('request'),
		signKey: key,
		boxKey: key,
		joinerChallenge: key,
		profile: profileSchema,
		deviceName: z.string().min(1).max(60)
	}),
	z.strictObject({ type: z.literal('reveal'), challenge: key }),
	z.strictObject({
		type: z.literal('answer'),
		proof: z.string().max(600),
		/** From a further device of one's own: its word for the device that adds it (CRY173). */
		enrolment: z.string().max(100).optional()
	}),
	z.strictObject({
		type: z.literal('welcome'),
		epochs: z.array(z.strictObject({ epoch: key, box: z.string().max(400) })).min(1).max(256),
		/** Signing keys of the members' devices, until the newcomer's own copy of the log names them. */
		devices: z.array(key).max(1000)
	}),
	z.strictObject({
		type: z.literal('refused'),
		why: z.enum(['expired', 'used', 'cancelled', 'unknown', 'turned-away'])
	})
]);
export type LobbyMessage = z.output<typeof message>;
export type RefusedWhy = Extract<LobbyMessage, { type: 'refused' }>['why'];

export const encodeLobby = (value: LobbyMessage): Uint8Array => utf8(JSON.stringify(value));

/** Null for anything else than one of the messages above. */
export function decodeLobby(bytes: Uint8Array): LobbyMessage | null {
	if (bytes.length > 300_000) return null;
	try {
		const parsed = message.safeParse(JSON.parse(textOf(bytes) ?? ''));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

/** What a member's device knows of somebody at the door once the proof has verified. */
export interface Knock {
	readonly invitation: InvitationId;
	readonly signKey: string;
	readonly boxKey: string;
	readonly profile: Profile;
	readonly deviceName: string;
	readonly code: string;
	/** base64url, as the admit op carries it. */
	readonly proof: string;
	/** base64url, as the add-device op carries it; null: it comes by an invitation. */
	readonly enrolment: string | null;
}

export interface Host {
	readonly offer: LobbyMessage;
	/** The answer to send (null: none), and the knock once proven. A message out of turn or a bad proof ends it: `err`. */
	receive(value: LobbyMessage): Result<{ readonly reply: LobbyMessage | null; readonly knock: Knock | null }, 'out-of-turn' | 'bad-proof'>;
}

/** The member's side of one connection to one joiner. */
export function createHost(options: {
	readonly collective: CollectiveId;
	readonly invitation: InvitationId;
	readonly memberName: string;
	/** The device that will add who waits; null: an invitation lets them in. */
	readonly sponsor?: DeviceId | null;
	readonly random: Random;
}): Host {
	const { collective, invitation, memberName, sponsor = null, random } = options;
	const challenge = createChallenge(random);
	let request: Extract<LobbyMessage, { type: 'request' }> | null = null;
	return {
		offer: { type: 'offer', commitment: toBase64(commitChallenge(challenge)), memberName },
		receive(value) {
			if (value.type === 'request' && !request) {
				request = value;
				return ok({ reply: { type: 'reveal', challenge: toBase64(challenge) }, knock: null });
			}
			if (value.type !== 'answer' || !request) return err('out-of-turn');
			const proof = parseJoinProof(fromBase64(value.proof) ?? new Uint8Array(0));
			if (!proof || !verifyJoin(proof, { collective, invitationId: invitation, memberChallenge: challenge }).ok)
				return err('bad-proof');
			const claimed = toBase64(profileHash(request.profile, request.deviceName));
			if (
				toBase64(proof.joinerSignPublicKey) !== request.signKey ||
				toBase64(proof.joinerBoxPublicKey) !== request.boxKey ||
				toBase64(proof.joinerChallenge) !== request.joinerChallenge ||
				toBase64(proof.profileHash) !== claimed
			)
				return err('bad-proof');
			const enrolment = fromBase64(value.enrolment ?? '') ?? new Uint8Array(0);
			const keys = { sign: proof.joinerSignPublicKey, box: proof.joinerBoxPublicKey };
			if (sponsor !== null && !verifyEnrolment(collective, keys, sponsor, enrolment)) return err('bad-proof');
			const code = spokenCode({
				collective,
				invitationId: invitation,
				joinerSignPublicKey: proof.joinerSignPublicKey,
				joinerBoxPublicKey: proof.joinerBoxPublicKey,
				joinerChallenge: proof.joinerChallenge,
				memberChallenge: challenge
			});
			const { signKey, boxKey, profile, deviceName } = request;
			const knock: Knock = {
				invitation, signKey, boxKey, profile, deviceName, code,
				proof: value.proof,
				enrolment: sponsor === null ? null : toBase64(enrolment)
			};
			return ok({ reply: null, knock });
		}
	};
}

/** The group keys for a newcomer whose admission stands, boxed for their device alone. */
export function welcome(
	collective: CollectiveId,
	boxKey: string,
	epochs: readonly EpochKeys[],
	devices: readonly string[],
	random: Random
): LobbyMessage | null {
	const target = fromBase64(boxKey);
	if (target?.length !== 32) return null;
	return {
		type: 'welcome',
		epochs: epochs.map((epoch) => ({
			epoch: epoch.id,
			box: toBase64(wrapKey('epoch', collective, epoch.key, target, random))
		})),
		devices: [...devices]
	};
}

export interface Welcomed {
	readonly epochs: readonly EpochKey[];
	readonly devices: readonly string[];
}

export interface Guest {
	/** The charter has been read and this person wants to join: what to say now; null: nobody has offered anything yet. */
	accept(): LobbyMessage | null;
	/** Reply, code to show, or the keys that end the waiting. `err`: the other side is not what it claims; drop it. */
	receive(value: LobbyMessage): Result<
		{
			readonly reply: LobbyMessage | null;
			readonly memberName: string | null;
			readonly charter: Charter | null;
			readonly code: string | null;
			readonly welcomed: Welcomed | null;
			readonly refused: RefusedWhy | null;
		},
		'out-of-turn' | 'false-charter' | 'broken-commitment' | 'bad-keys'
	>;
}

/** The joiner's side of one connection to one member's device. */
export function createGuest(options: {
	readonly collective: CollectiveId;
	readonly invitation: Invitation;
	readonly place: LobbyPlace;
	/** The charter was accepted before (on another line, before a reload). */
	readonly accepted: boolean;
	readonly device: DeviceKeys;
	readonly profile: Profile;
	readonly deviceName: string;
	/** The device of one's own that will add this one; null: an invitation does. */
	readonly sponsor?: DeviceId | null;
	readonly random: Random;
}): Guest {
	const { collective, invitation, place, device, profile, deviceName, sponsor = null, random } = options;
	const joinerChallenge = createChallenge(random);
	let commitment: Uint8Array | null = null;
	let memberName: string | null = null;
	let charter: Charter | null = null;
	let { accepted } = options;
	let requested = false;
	let code: string | null = null;
	/** NET85: nothing of one's own is said before the charter is accepted. */
	function request(): LobbyMessage | null {
		if (!accepted || requested || !commitment) return null;
		requested = true;
		return {
			type: 'request',
			signKey: toBase64(device.sign.publicKey),
			boxKey: toBase64(device.box.publicKey),
			joinerChallenge: toBase64(joinerChallenge),
			profile,
			deviceName
		};
	}
	const state = (reply: LobbyMessage | null, refused: RefusedWhy | null = null, welcomed: Welcomed | null = null) =>
		ok({ reply, memberName, charter, code, welcomed, refused });
	return {
		accept() {
			accepted = true;
			return request();
		},
		receive(value) {
			switch (value.type) {
				case 'offer':
					if (commitment) return err('out-of-turn');
					commitment = fromBase64(value.commitment);
					memberName = value.memberName;
					return state(request());
				case 'charter':
					if (!commitment || charter) return err('out-of-turn');
					charter = readCharter(value.sealed, place);
					return charter ? state(null) : err('false-charter');
				case 'reveal': {
					const memberChallenge = fromBase64(value.challenge);
					if (!commitment || !requested || code || !memberChallenge) return err('out-of-turn');
					if (!checkChallenge(commitment, memberChallenge)) return err('broken-commitment');
					code = spokenCode({
						collective,
						invitationId: invitation.id,
						joinerSignPublicKey: device.sign.publicKey,
						joinerBoxPublicKey: device.box.publicKey,
						joinerChallenge,
						memberChallenge
					});
					const proof = signJoin({
						collective,
						invitation,
						device,
						profileHash: profileHash(profile, deviceName),
						memberChallenge,
						joinerChallenge
					});
					return state({
						type: 'answer',
						proof: toBase64(encodeJoinProof(proof)),
						...(sponsor !== null && { enrolment: toBase64(signEnrolment(collective, device, sponsor)) })
					});
				}
				case 'welcome': {
					const epochs: EpochKey[] = [];
					for (const offer of value.epochs) {
						const opened = unwrapKey('epoch', collective, fromBase64(offer.box) ?? new Uint8Array(0), device.box);
						if (!opened.ok || epochIdOf(opened.value) !== (offer.epoch as EpochId)) return err('bad-keys'); // compared as text
						epochs.push(opened.value);
					}
					return state(null, null, { epochs, devices: value.devices });
				}
				case 'refused':
					return state(null, value.why);
				case 'request':
				case 'answer':
					return err('out-of-turn');
			}
		}
	};
}
