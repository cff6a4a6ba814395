/**
 * Who is on the line: mutual authentication of two peers, bound to the DTLS certificates of this very connection.
 *
 * Each side sends a hello with a fresh nonce, then a signature over the whole situation as it sees it: collective, the role of
 * the signer, both kinds, both keys, both nonces and both DTLS fingerprints. A signaling server that swaps fingerprints makes the
 * two views differ; an old proof has old nonces; a reflected one has the wrong role and the wrong key.
 *
 * Knows nothing of WebRTC or of who is a member: `verifyProof` says whose key it is, the caller whether that is welcome.
 * Carries CRY110 to CRY115.
 */
import { equalBytes, err, ok, utf8, type CollectiveId, type Result } from './base';
import { createByteReader, createByteWriter } from './bytes';
import type { KeyPair } from './keys';
import type { Random } from './random';
import { SIGNATURE_BYTES, sign, verify } from './signature';

/** Who made the WebRTC offer. The two sides of one connection never have the same. */
export type PeerRole = 'offerer' | 'answerer';
/** A device of the collective, or someone who holds a live invitation (and gets the lobby, nothing else). */
export type PeerKind = 'member' | 'invitation';

export interface PeerHello {
	readonly kind: PeerKind;
	/** A device's signing key, or an invitation's. */
	readonly publicKey: Uint8Array;
	/** 32 bytes, fresh for this connection. */
	readonly nonce: Uint8Array;
}

export const HELLO_BYTES = 2 + 32 + 32;
export const DTLS_FINGERPRINT_BYTES = 32;

export function createHello(random: Random, kind: PeerKind, publicKey: Uint8Array): PeerHello {
	return { kind, publicKey, nonce: random.bytes(32) };
}

/** version 1 | kind 1 | public key 32 | nonce 32. */
export function encodeHello(hello: PeerHello): Uint8Array {
	return createByteWriter()
		.u8(1)
		.u8(KIND_CODE[hello.kind])
		.put(hello.publicKey)
		.put(hello.nonce)
		.bytes();
}

export interface BadHello {
	readonly type: 'BadHello';
}

export function parseHello(bytes: Uint8Array): Result<PeerHello, BadHello> {
	const reader = createByteReader(bytes);
	const version = reader.u8();
	const code = reader.u8();
	const publicKey = reader.take(32).slice();
	const nonce = reader.take(32).slice();
	const kind = code === 1 ? 'member' : code === 2 ? 'invitation' : null;
	if (!reader.isComplete() || version !== 1 || kind === null) return err({ type: 'BadHello' });
	return ok({ kind, publicKey, nonce });
}

/** One connection, seen from one side. */
export interface PeerSituation {
	readonly collective: CollectiveId;
	/** Our own role. */
	readonly role: PeerRole;
	readonly ownHello: PeerHello;
	readonly theirHello: PeerHello;
	/** 32 bytes each, from the descriptions in use; see `parseDtlsFingerprint`. */
	readonly ownFingerprint: Uint8Array;
	readonly theirFingerprint: Uint8Array;
}

/** @returns 64 bytes to send. @throws when the pair is not the one named in our hello. */
export function proveHello(situation: PeerSituation, keys: KeyPair): Uint8Array {
	const { ownHello, collective, role } = situation;
	if (!equalBytes(keys.publicKey, ownHello.publicKey)) throw new Error('not the key of our hello');
	return sign(
		LABEL_BY_KIND[ownHello.kind],
		collective,
		transcript(role, situation.ownHello, situation.theirHello, situation.ownFingerprint, situation.theirFingerprint),
		keys.secretKey
	);
}

export interface NotProven {
	readonly type: 'NotProven';
	/** `reflected`: our own hello came back. `signature`: other key, other nonces, other fingerprints or garbage. */
	readonly reason: 'reflected' | 'signature';
}

/** Proves that who sent `theirHello` holds its key and sits at the other end of this DTLS connection. */
export function verifyProof(
	situation: PeerSituation,
	proof: Uint8Array
): Result<PeerHello, NotProven> {
	const { collective, role, ownHello, theirHello } = situation;
	if (
		equalBytes(ownHello.nonce, theirHello.nonce) ||
		equalBytes(ownHello.publicKey, theirHello.publicKey)
	)
		return err({ type: 'NotProven', reason: 'reflected' });
	const theirs = transcript(
		role === 'offerer' ? 'answerer' : 'offerer',
		theirHello,
		ownHello,
		situation.theirFingerprint,
		situation.ownFingerprint
	);
	if (
		proof.length !== SIGNATURE_BYTES ||
		!verify(LABEL_BY_KIND[theirHello.kind], collective, theirs, proof, theirHello.publicKey)
	)
		return err({ type: 'NotProven', reason: 'signature' });
	return ok(theirHello);
}

/**
 * The one SHA-256 certificate fingerprint of a session description. Null when there is none or when lines differ: a
 * description with two certificates leaves open which one the connection uses.
 */
export function parseDtlsFingerprint(sdp: string): Uint8Array | null {
	const lines = [...sdp.matchAll(/^a=fingerprint:(\S+)[ \t]+(\S+)[ \t]*\r?$/gimu)];
	const values = new Set(lines.map((line) => `${line[1]} ${line[2]}`.toLowerCase()));
	const [only] = values;
	if (values.size !== 1 || only === undefined || !FINGERPRINT.test(only)) return null;
	return Uint8Array.from(only.slice('sha-256 '.length).split(':'), (byte) => parseInt(byte, 16));
}

function transcript(
	role: PeerRole,
	signer: PeerHello,
	other: PeerHello,
	signerFingerprint: Uint8Array,
	otherFingerprint: Uint8Array
): readonly Uint8Array[] {
	return [
		utf8(role),
		encodeHello(signer),
		encodeHello(other),
		checkedFingerprint(signerFingerprint),
		checkedFingerprint(otherFingerprint)
	];
}

function checkedFingerprint(fingerprint: Uint8Array): Uint8Array {
	if (fingerprint.length !== DTLS_FINGERPRINT_BYTES)
		throw new Error('a SHA-256 fingerprint has 32 bytes');
	return fingerprint;
}

const FINGERPRINT = /^sha-256 ([0-9a-f]{2}:){31}[0-9a-f]{2}$/u;
const KIND_CODE = { member: 1, invitation: 2 } as const;
const LABEL_BY_KIND = {
	member: 'sign/peer-member',
	invitation: 'sign/peer-invitation'
} as const;
