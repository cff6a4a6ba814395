/** Receipts sealed under keys of their own: what opens, what does not, and what their sizes tell. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { seal } from '$crypto/aead';
import { concatBytes, equalBytes, fromBase64, toBase64, utf8, type CollectiveId } from '$crypto/base';
import { encodeLabelled } from '$crypto/labels';
import { createSeededRandom, systemRandom as random } from '$crypto/random';
import { MAX_RECEIPT_BYTES, MAX_SEALED_RECEIPT_BYTES, openReceipt, receiptName, sealReceipt, type ReceiptPlace } from '$crypto/receipt-seal';
import { createSecret } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';

beforeAll(loadSodium);
const collectiveNo = (n: number) => toBase64(new Uint8Array(32).fill(n)) as CollectiveId;
const here: ReceiptPlace = { collective: collectiveNo(1), kind: 'image/jpeg' };

describe('a sealed receipt', () => {
	it('[CRY140] opens to the same bytes, of any length, also where they end in what padding looks like', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: MAX_RECEIPT_BYTES }), fc.uint8Array({ maxLength: 4 }), (length, end) => {
				const contents = new Uint8Array(length).fill(7);
				contents.set(end.slice(0, length), Math.max(0, length - end.length));
				const { key, sealed } = sealReceipt(here, contents, random);
				const opened = openReceipt(here, key, sealed);
				expect(opened.ok && equalBytes(opened.value, contents)).toBe(true);
			}),
			{ numRuns: 40 }
		);
		for (const tail of [[0], [0x80], [0x80, 0]]) {
			const contents = Uint8Array.from([1, 2, ...tail]);
			const { key, sealed } = sealReceipt(here, contents, random);
			expect(openReceipt(here, key, sealed)).toEqual({ ok: true, value: contents });
		}
	});

	it('[CRY141] its key is fresh each time, and opens it for this kind and collective alone', () => {
		const contents = Uint8Array.of(1, 2, 3);
		const [one, other] = [sealReceipt(here, contents, random), sealReceipt(here, contents, random)];
		expect(one.key).not.toBe(other.key);
		expect(one.name).not.toBe(other.name);
		const refused = { ok: false, error: { type: 'DamagedReceipt' } };
		expect(openReceipt(here, other.key, one.sealed)).toEqual(refused);
		expect(openReceipt({ ...here, kind: 'application/pdf' }, one.key, one.sealed)).toEqual(refused);
		expect(openReceipt({ ...here, collective: collectiveNo(2) }, one.key, one.sealed)).toEqual(refused);
		expect(openReceipt(here, one.key.slice(1), one.sealed)).toEqual(refused);
	});

	it('[CRY142] any flipped bit gives another name and does not open; nothing throws', () => {
		const { name, key, sealed } = sealReceipt(here, Uint8Array.of(1, 2, 3), random);
		expect(receiptName(sealed)).toBe(name);
		expect(name).toMatch(/^[A-Za-z0-9_-]{43}$/);
		for (const at of [1, 24, 25, 57, 80, sealed.length - 1]) {
			const changed = sealed.slice();
			changed[at]! ^= 1;
			expect(receiptName(changed)).not.toBe(name);
			expect(openReceipt(here, key, changed).ok).toBe(false);
		}
		for (const length of [0, 1, 72, 73, 74, sealed.length - 1]) expect(openReceipt(here, key, sealed.slice(0, length)).ok).toBe(false);
		const newer = sealed.slice();
		newer[0] = 2;
		expect(openReceipt(here, key, newer)).toEqual({ ok: false, error: { type: 'NewerReceipt' } });
	});

	it('[CRY143] shows one of thirteen sizes, and takes no other padding', () => {
		const sizes = new Set<number>();
		for (let length = 1; length <= MAX_RECEIPT_BYTES; length += 1023) sizes.add(sealReceipt(here, new Uint8Array(length), random).sealed.length);
		sizes.add(sealReceipt(here, new Uint8Array(MAX_RECEIPT_BYTES), random).sealed.length);
		expect(sizes.size).toBe(13);
		expect(Math.max(...sizes)).toBe(MAX_SEALED_RECEIPT_BYTES);
		expect(() => sealReceipt(here, new Uint8Array(0), random)).toThrow();
		expect(() => sealReceipt(here, new Uint8Array(MAX_RECEIPT_BYTES + 1), random)).toThrow();

		const key = random.bytes(32);
		const context = encodeLabelled('receipt', [utf8(here.collective), utf8(here.kind)]);
		const hiding = new Uint8Array(64 * 1024);
		hiding.set([1, 2, 3, 0x80]);
		const foreign = concatBytes(Uint8Array.of(1), seal(createSecret(key), context, hiding, random));
		expect(openReceipt(here, toBase64(key), foreign)).toEqual({ ok: false, error: { type: 'DamagedReceipt' } });
	});

	it('[CRY140] the same randomness gives the same bytes, for ever', () => {
		const { name, key, sealed } = sealReceipt(here, utf8('a receipt'), createSeededRandom('receipt vector'));
		expect(fromBase64(key)).toHaveLength(32);
		expect({ name, length: sealed.length }).toEqual({ name: 'tC6XsrW-SpLSCVosm-ENT-YsOkWAIije_XqzkAfGoSs', length: 16457 });
	});
});
