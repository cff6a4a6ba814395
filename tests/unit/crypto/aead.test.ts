/** CRY30 to CRY34: sealing and padding. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64, utf8 } from '$crypto/base';
import { open, seal, SEALED_OVERHEAD_BYTES } from '$crypto/aead';
import { MIN_PADDED_BYTES, pad, padmeLength, unpad } from '$crypto/padme';
import { createSeededRandom, systemRandom } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { flipped, must } from './cast';

beforeAll(loadSodium);

const key = createSecret(new Uint8Array(32).fill(7));
const otherKey = createSecret(new Uint8Array(32).fill(8));
const bytes = fc.uint8Array({ maxLength: 400 });

describe('sealing', () => {
	it('[CRY30] opening inverts sealing and adds 72 bytes', () => {
		fc.assert(
			fc.property(bytes, bytes, fc.nat(), (ad, message, seed) => {
				const sealed = seal(key, ad, message, createSeededRandom(seed));
				expect(sealed.length).toBe(message.length + SEALED_OVERHEAD_BYTES);
				expect(must(open(key, ad, sealed))).toEqual(message);
			})
		);
	});

	it('[CRY31] any flipped bit fails: in nonce or commitment as WrongKey, behind them as Damaged', () => {
		const sealed = seal(key, utf8('ad'), utf8('a message'), systemRandom);
		for (let at = 0; at < sealed.length; at++)
			for (const bit of [0, 3, 7])
				expect(open(key, utf8('ad'), flipped(sealed, at, bit))).toEqual({
					ok: false,
					error: { type: at < 56 ? 'WrongKey' : 'Damaged' }
				});
	});

	it('[CRY31] another key is WrongKey, other associated data is Damaged, a stump is TooShort', () => {
		const sealed = seal(key, utf8('ad'), utf8('text'), systemRandom);
		expect(open(otherKey, utf8('ad'), sealed)).toEqual({ ok: false, error: { type: 'WrongKey' } });
		expect(open(key, utf8('aD'), sealed)).toEqual({ ok: false, error: { type: 'Damaged' } });
		expect(open(key, utf8('ad'), sealed.subarray(0, -1))).toEqual({ ok: false, error: { type: 'Damaged' } });
		for (const length of [0, 1, 71])
			expect(open(key, utf8('ad'), sealed.subarray(0, length))).toEqual({ ok: false, error: { type: 'TooShort' } });
	});

	it('[CRY32] no nonce appears twice', () => {
		const nonces = new Set<string>();
		for (let i = 0; i < 2000; i++) nonces.add(toBase64(seal(key, utf8(''), utf8(''), systemRandom).subarray(0, 24)));
		expect(nonces.size).toBe(2000);
	});

	it('[CRY32] sealing the same text twice gives different bytes', () => {
		expect(seal(key, utf8(''), utf8('x'), systemRandom)).not.toEqual(seal(key, utf8(''), utf8('x'), systemRandom));
	});
});

describe('padding', () => {
	it('[CRY33] unpadding inverts padding for every length', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 5000 }), (message) => {
				const padded = pad(message);
				expect(padded.length).toBe(padmeLength(message.length + 1));
				expect(must(unpad(padded))).toEqual(message);
			})
		);
	});

	it('[CRY33] short texts look alike; longer ones grow by at most 12 %', () => {
		for (let length = 0; length < MIN_PADDED_BYTES; length++) expect(pad(new Uint8Array(length))).toHaveLength(192);
		let last = 0;
		for (let length = 193; length < 300_000; length += 7) {
			const padded = padmeLength(length);
			expect(padded).toBeGreaterThanOrEqual(Math.max(length, last));
			expect(padded / length).toBeLessThan(1.12);
			expect(padmeLength(padded)).toBe(padded);
			last = padded;
		}
	});

	it('[CRY33] the lengths are those of the paper', () => {
		const pairs = [
			[193, 208],
			[256, 256],
			[257, 272],
			[1000, 1024],
			[1025, 1088],
			[65_537, 67_584],
			[1_000_000, 1_015_808]
		];
		for (const [length, padded] of pairs) expect(padmeLength(length!)).toBe(padded);
	});

	it('[CRY33] any other padding is Unpadded', () => {
		const good = pad(utf8('text'));
		const bad = [
			new Uint8Array(0),
			new Uint8Array(192),
			good.subarray(0, 191),
			Uint8Array.from([...good, 0]),
			Uint8Array.from([...good.subarray(0, 191), 1]),
			utf8('text')
		];
		for (const one of bad) expect(unpad(one)).toEqual({ ok: false, error: { type: 'Unpadded' } });
	});
});
