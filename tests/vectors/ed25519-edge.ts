/**
 * Ed25519 cases on which implementations differ (after Chalkias, Garillot, Nikolaenko, "Taming the many EdDSAs", 2020), each
 * signed under our own labels. What is recorded is what the pinned libsodium decides: CRY22 lets nobody else decide.
 */
import { concatBytes, utf8, type CollectiveId } from '../../crypto/base';
import { encodeLabelled } from '../../crypto/labels';
import { sodium } from '../../crypto/sodium';
import { fromHex, toHex } from './hex';

export const EDGE_LABEL = 'sign/entry';
export const EDGE_COLLECTIVE = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' as CollectiveId;

export interface EdgeCase {
	readonly name: string;
	readonly publicKey: string;
	readonly message: string;
	readonly signature: string;
}

/** The points of order 1, 2, 4 and 8 in every encoding that decodes to them, canonical or not. */
const SMALL_ORDER = {
	'order 1': '0100000000000000000000000000000000000000000000000000000000000000',
	'order 1, sign bit set': '0100000000000000000000000000000000000000000000000000000000000080',
	'order 1, y + p': 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'order 1, y + p, sign bit set': 'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
	'order 2': 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'order 2, sign bit set': 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
	'order 4': '0000000000000000000000000000000000000000000000000000000000000000',
	'order 4, negative': '0000000000000000000000000000000000000000000000000000000000000080',
	'order 4, y + p': 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
	'order 4, y + p, negative': 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
	'order 8, first': 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
	'order 8, first, negative': 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
	'order 8, second': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
	'order 8, second, negative': '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85'
} as const;
const IDENTITY = SMALL_ORDER['order 1'];
const ORDER_8 = fromHex(SMALL_ORDER['order 8, first']);
const L = (1n << 252n) + 27742317777372353535851937790883648493n;

export function buildEdgeCases(): readonly EdgeCase[] {
	const lib = sodium();
	const pair = lib.crypto_sign_seed_keypair(new Uint8Array(32).fill(9));
	const scalar = number(lib.crypto_sign_ed25519_sk_to_curve25519(pair.privateKey));
	const messageOf = (text: string) => encodeLabelled(EDGE_LABEL, [utf8(EDGE_COLLECTIVE), utf8(text)]);
	const challenge = (r: Uint8Array, key: Uint8Array, text: string): bigint =>
		number(lib.crypto_hash_sha512(concatBytes(r, key, messageOf(text)))) % L;
	const cases: EdgeCase[] = [];
	const add = (name: string, publicKey: Uint8Array, message: string, r: Uint8Array, s: bigint): void => {
		const signature = toHex(concatBytes(r, bytesOf(s)));
		cases.push({ name, publicKey: toHex(publicKey), message, signature });
	};

	const good = lib.crypto_sign_detached(messageOf('hello'), pair.privateKey);
	const [goodR, goodS] = [good.slice(0, 32), number(good.slice(32))];
	add('an ordinary signature', pair.publicKey, 'hello', goodR, goodS);
	add('S + L', pair.publicKey, 'hello', goodR, goodS + L);
	add('S + 8 L', pair.publicKey, 'hello', goodR, goodS + 8n * L);
	add('S with a high bit', pair.publicKey, 'hello', goodR, goodS + (1n << 255n));
	for (const [name, encoded] of Object.entries(SMALL_ORDER)) {
		const point = fromHex(encoded);
		add(`key of small order: ${name}`, point, 'any', fromHex(IDENTITY), 0n);
		add(`key and R of small order: ${name}`, point, 'any', point, 0n);
		const s = (challenge(point, pair.publicKey, 'r') * scalar) % L;
		add(`R of small order: ${name}`, pair.publicKey, 'r', point, s);
	}

	// A key with a part of order 8: signers with such keys can make signatures that only some verifiers accept.
	const mixedKey = lib.crypto_core_ed25519_add(pair.publicKey, ORDER_8);
	const nonce = 123456789n;
	const nonceR = lib.crypto_scalarmult_ed25519_base_noclamp(bytesOf(nonce));
	const found = new Set<boolean>();
	for (let i = 0; found.size < 2; i++) {
		const full = challenge(nonceR, mixedKey, `m${i}`);
		const divisible = full % 8n === 0n;
		if (found.has(divisible)) continue;
		found.add(divisible);
		const name = divisible ? 'is' : 'is not';
		add(`key of mixed order, challenge ${name} divisible by 8`, mixedKey, `m${i}`, nonceR, (nonce + full * scalar) % L);
	}
	const mixedR = lib.crypto_core_ed25519_add(nonceR, ORDER_8);
	add('R of mixed order', pair.publicKey, 'mixed', mixedR, (nonce + challenge(mixedR, pair.publicKey, 'mixed') * scalar) % L);
	return cases;
}

function number(little: Uint8Array): bigint {
	return little.reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n);
}

function bytesOf(value: bigint): Uint8Array {
	return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}
