/**
 * Six digits that two people read to each other, so that the person behind a knock is the person meant.
 *
 * Commit, then reveal: the member sends H(c) before it sees the joiner's keys, the joiner sends keys and its own challenge
 * before it sees c. Someone in the middle (who has stolen the link) must fix both halves before either code is known, so one
 * attempt succeeds with one chance in a million; a third side cannot search. The order of the messages is the protection:
 * a side that gets them in another order must stop.
 *
 *     member → joiner   JoinOffer    { commitment }
 *     joiner → member   JoinRequest  { keys, profile hash, joinerChallenge }
 *     member → joiner   JoinReveal   { memberChallenge }     joiner checks it against the commitment
 *     joiner → member   JoinAnswer   { proof }               after which both screens show the code
 *
 * Knows nothing of transport or screens. Carries CRY96 to CRY98.
 */
import { equalBytes, utf8, type CollectiveId, type InvitationId } from './base';
import { hash } from './hash';
import { CHALLENGE_BYTES } from './invitation';
import type { Random } from './random';

export interface JoinOffer {
	readonly type: 'join-offer';
	/** `commitChallenge(memberChallenge)`. */
	readonly commitment: Uint8Array;
}
export interface JoinRequest {
	readonly type: 'join-request';
	readonly signPublicKey: Uint8Array;
	readonly boxPublicKey: Uint8Array;
	readonly profileHash: Uint8Array;
	readonly joinerChallenge: Uint8Array;
}
export interface JoinReveal {
	readonly type: 'join-reveal';
	readonly memberChallenge: Uint8Array;
}
export interface JoinAnswer {
	readonly type: 'join-answer';
	/** `encodeJoinProof`. */
	readonly proof: Uint8Array;
}
export type JoinMessage = JoinOffer | JoinRequest | JoinReveal | JoinAnswer;

/** 32 fresh bytes; a new one for every knock. */
export function createChallenge(random: Random): Uint8Array {
	return random.bytes(CHALLENGE_BYTES);
}

/** Binds the member to its challenge without telling it. */
export function commitChallenge(memberChallenge: Uint8Array): Uint8Array {
	return hash('spoken-code-commitment', memberChallenge);
}

/** The joiner's check of the reveal. False: somebody is in between; stop and say so. */
export function checkChallenge(commitment: Uint8Array, memberChallenge: Uint8Array): boolean {
	return (
		memberChallenge.length === CHALLENGE_BYTES &&
		equalBytes(commitChallenge(memberChallenge), commitment)
	);
}

/** What both sides have seen, each from its own wire. */
export interface SpokenCodeInput {
	readonly collective: CollectiveId;
	readonly invitationId: InvitationId;
	readonly joinerSignPublicKey: Uint8Array;
	readonly joinerBoxPublicKey: Uint8Array;
	readonly joinerChallenge: Uint8Array;
	readonly memberChallenge: Uint8Array;
}

/** Six decimal digits, leading zeros kept. Equal on both screens unless somebody is in between. */
export function spokenCode(input: SpokenCodeInput): string {
	const digest = hash(
		'spoken-code',
		utf8(input.collective),
		utf8(input.invitationId),
		input.joinerSignPublicKey,
		input.joinerBoxPublicKey,
		input.joinerChallenge,
		input.memberChallenge
	);
	const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
	// 64 bits modulo a million: the bias is below 2^-44.
	return (view.getBigUint64(0) % 1_000_000n).toString().padStart(6, '0');
}
