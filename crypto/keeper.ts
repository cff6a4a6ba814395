/**
 * What a keeper and those who use it say to each other before the first entry: the challenge, the token that answers it, the
 * pass, and the digest by which both sides see whether they hold the same.
 *
 * The keeper has no key of a collective. A document's name is an Ed25519 public key; whoever can sign for it may read and add,
 * and the pass (32 random bytes made by the keeper) says that the keeper's owner wants them there. The signature covers the
 * challenge of this very connection and the keeper's host as the client dialled it, so that it is worth nothing elsewhere.
 *
 * Knows nothing of sockets or stores, nor where document keys come from. Carries CRY150 to CRY156.
 */
import { concatBytes, err, fromBase64, ok, toBase64, utf8, type CollectiveId, type EntryId, type Result } from './base';
import { createByteReader, createByteWriter } from './bytes';
import { deriveBytes, hash } from './hash';
import type { KeyPair } from './keys';
import type { Random } from './random';
import { createSecret, type Secret } from './secret';
import { SIGNATURE_BYTES, sign, verify } from './signature';
import { sodium } from './sodium';

export const KEEPER_CHALLENGE_BYTES = 32;
export const KEEPER_PASS_BYTES = 32;

/** The first frame that a keeper sends: `CHK`, version 1, then a fresh challenge (CRY150). */
export function encodeKeeperHello(challenge: Uint8Array): Uint8Array {
	if (challenge.length !== KEEPER_CHALLENGE_BYTES) throw new Error('a challenge has 32 bytes');
	return concatBytes(HELLO, challenge);
}

export interface NotAKeeper {
	readonly type: 'NotAKeeper';
}

/** @returns the challenge. */
export function parseKeeperHello(bytes: Uint8Array): Result<Uint8Array, NotAKeeper> {
	const isHello = bytes.length === HELLO.length + KEEPER_CHALLENGE_BYTES && HELLO.every((byte, i) => bytes[i] === byte);
	return isHello ? ok(bytes.slice(HELLO.length)) : err({ type: 'NotAKeeper' });
}

/** Public key of a document as its name: 43 base64url characters (CRY151). */
export const keeperDocumentName = (publicKey: Uint8Array): string => toBase64(publicKey);

/** Null for anything that is not the name of a document. */
export function parseKeeperDocumentName(name: string): Uint8Array | null {
	return name.length === NAME_LENGTH ? fromBase64(name) : null;
}

export interface KeeperSituation {
	readonly challenge: Uint8Array;
	/** As dialled: lower case, with the port where it is not the scheme's own; see `keeperHostOf`. */
	readonly host: string;
	/** Name of the document. */
	readonly document: string;
}

/** Text for the Auth message: base64url of `version 1 | signature 64 | pass proof 32` (CRY152). A keeper that asks for no pass takes any. */
export function signKeeperToken(situation: KeeperSituation, keys: KeyPair, pass: Secret<Uint8Array>): string {
	const signature = sign('sign/keeper', NO_COLLECTIVE, partsOf(situation), keys.secretKey);
	const proof = keeperPassProof(pass, situation);
	return toBase64(createByteWriter().u8(TOKEN_VERSION).put(signature).put(proof).bytes());
}

/** BLAKE2b keyed with the pass over challenge and document (CRY153): proves the pass to who has it, tells it to nobody. */
export function keeperPassProof(pass: Secret<Uint8Array>, { challenge, document }: KeeperSituation): Uint8Array {
	return deriveBytes(pass, 'keeper-pass', challenge, utf8(document));
}

/** Constant time in the proof. */
export function provesKeeperPass(proof: Uint8Array, pass: Secret<Uint8Array>, situation: KeeperSituation): boolean {
	return proof.length === KEEPER_PASS_BYTES && sodium().memcmp(proof, keeperPassProof(pass, situation));
}

export interface BadKeeperToken {
	readonly type: 'BadKeeperToken';
	/** `form`: no token. `signature`: other key, other challenge, other host or other document. */
	readonly reason: 'form' | 'signature';
}

/** @returns the pass proof, which the caller compares with the passes it knows. Never throws on hostile text. */
export function verifyKeeperToken(token: string, situation: KeeperSituation): Result<Uint8Array, BadKeeperToken> {
	const publicKey = parseKeeperDocumentName(situation.document);
	const bytes = token.length === TOKEN_LENGTH ? fromBase64(token) : null;
	if (publicKey === null || bytes === null) return err({ type: 'BadKeeperToken', reason: 'form' });
	const reader = createByteReader(bytes);
	const version = reader.u8();
	const signature = reader.take(SIGNATURE_BYTES);
	const proof = reader.take(KEEPER_PASS_BYTES);
	if (!reader.isComplete() || version !== TOKEN_VERSION) return err({ type: 'BadKeeperToken', reason: 'form' });
	return verify('sign/keeper', NO_COLLECTIVE, partsOf(situation), signature, publicKey)
		? ok(proof.slice())
		: err({ type: 'BadKeeperToken', reason: 'signature' });
}

export interface KeptPlace {
	readonly slot: number;
	readonly seq: number;
	readonly id: EntryId;
}

/** What is held, as 32 bytes (CRY154). `places` come with slots ascending, and with seqs ascending within a slot. */
export function keeperDigest(places: readonly KeptPlace[]): Uint8Array {
	const bytes = new Uint8Array(places.length * PLACE_BYTES);
	const view = new DataView(bytes.buffer);
	places.forEach(({ slot, seq, id }, i) => {
		view.setUint32(i * PLACE_BYTES, slot);
		view.setUint32(i * PLACE_BYTES + 4, seq);
		const idBytes = fromBase64(id);
		if (idBytes?.length !== 32) throw new Error('an entry id has 32 bytes');
		bytes.set(idBytes, i * PLACE_BYTES + 8);
	});
	return hash('keeper-digest', bytes);
}

export function createKeeperPass(random: Random): Secret<Uint8Array> {
	return createSecret(random.bytes(KEEPER_PASS_BYTES));
}

export interface KeeperAddress {
	/** `https://host[:port]`, or http for this machine; lower case, without the scheme's own port. */
	readonly url: string;
	readonly pass: Secret<Uint8Array>;
}

export interface NotAKeeperAddress {
	readonly type: 'NotAKeeperAddress';
	/** `plain-http`: http to another machine, which browsers do not allow. */
	readonly reason: 'form' | 'plain-http';
}

/** The text that a person pastes: `https://host[:port]/#k1.<pass>` (CRY155). White space that a messenger added is ignored. */
export function parseKeeperAddress(text: string): Result<KeeperAddress, NotAKeeperAddress> {
	const match = text.length > 1024 ? null : ADDRESS.exec(text.replace(/\s/gu, ''));
	const pass = match === null ? null : fromBase64(match[4]!);
	if (match === null || pass?.length !== KEEPER_PASS_BYTES) return err({ type: 'NotAKeeperAddress', reason: 'form' });
	const scheme = match[1]!.toLowerCase();
	const host = match[2]!.toLowerCase();
	const port = match[3] === undefined ? null : Number(match[3]);
	if (port !== null && (port < 1 || port > 65_535)) return err({ type: 'NotAKeeperAddress', reason: 'form' });
	if (scheme === 'http' && !LOOPBACK.test(host)) return err({ type: 'NotAKeeperAddress', reason: 'plain-http' });
	const usual = scheme === 'https' ? 443 : 80;
	return ok({
		url: `${scheme}://${host}${port === null || port === usual ? '' : `:${port}`}`,
		pass: createSecret(pass)
	});
}

/** @param pass revealed bytes: whoever prints an address means to. @param url as in `KeeperAddress`. */
export const formatKeeperAddress = (url: string, pass: Uint8Array): string => `${url}/#${PREFIX}${toBase64(pass)}`;

/** The host that goes into the signature, from the `url` of a `KeeperAddress` (CRY156). */
export const keeperHostOf = (url: string): string => url.slice(url.indexOf('//') + 2);

const partsOf = ({ challenge, host, document }: KeeperSituation): readonly Uint8Array[] => [challenge, utf8(host), utf8(document)];

const HELLO = Uint8Array.of(0x43, 0x48, 0x4b, 1);
const NAME_LENGTH = 43;
const TOKEN_VERSION = 1;
/** base64url characters of 97 bytes. */
const TOKEN_LENGTH = 130;
const PLACE_BYTES = 4 + 4 + 32;
const PREFIX = 'k1.';
const ADDRESS = /^(https?):\/\/([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?\/?#k1\.([A-Za-z0-9_-]{43})$/iu;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/u;
/** A keeper knows no collective. */
const NO_COLLECTIVE = '' as CollectiveId; // an empty id stands where one would be
