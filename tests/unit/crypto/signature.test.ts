/** CRY20 to CRY22: labelled Ed25519. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '$crypto/base';
import { loadSodium } from '$crypto/sodium';
import { sign, verify, type SignatureLabel } from '$crypto/signature';
import { createStage, flipped, type Stage } from './cast';

let stage: Stage;
beforeAll(async () => {
	await loadSodium();
	stage = createStage();
});

const LABELS: readonly SignatureLabel[] = [
	'sign/entry',
	'sign/live-update',
	'sign/join-by-invitation',
	'sign/join-by-device',
	'sign/enrol-device',
	'sign/peer-member',
	'sign/peer-invitation',
	'sign/bundle'
];

describe('signatures', () => {
	it('[CRY20] verify for the label, collective, parts and key that were signed, and for nothing else', () => {
		const { ana, eve, collective, otherCollective } = stage;
		const parts = [utf8('a'), utf8('b')];
		const signature = sign('sign/entry', collective, parts, ana.sign.secretKey);
		const key = ana.sign.publicKey;
		expect(verify('sign/entry', collective, parts, signature, key)).toBe(true);
		expect(verify('sign/entry', otherCollective, parts, signature, key)).toBe(false);
		expect(verify('sign/entry', collective, [utf8('ab')], signature, key)).toBe(false);
		expect(verify('sign/entry', collective, [utf8('a'), utf8('b'), utf8('')], signature, key)).toBe(false);
		expect(verify('sign/entry', collective, parts, signature, eve.sign.publicKey)).toBe(false);
	});

	it('[CRY21] a signature under one label is worthless under every other', () => {
		const { ana, collective } = stage;
		for (const label of LABELS) {
			const signature = sign(label, collective, [utf8('x')], ana.sign.secretKey);
			const accepted = LABELS.filter((l) => verify(l, collective, [utf8('x')], signature, ana.sign.publicKey));
			expect(accepted).toEqual([label]);
		}
	});

	it('[CRY22] any changed bit of signature, key or message is refused', () => {
		const { ana, collective } = stage;
		const message = utf8('room 2, tuesday');
		const signature = sign('sign/entry', collective, [message], ana.sign.secretKey);
		fc.assert(
			fc.property(fc.nat(63), fc.nat(7), (at, bit) => {
				expect(verify('sign/entry', collective, [message], flipped(signature, at, bit), ana.sign.publicKey)).toBe(false);
				const key = flipped(ana.sign.publicKey, at % 32, bit);
				expect(verify('sign/entry', collective, [message], signature, key)).toBe(false);
				const other = flipped(message, at % message.length, bit);
				expect(verify('sign/entry', collective, [other], signature, ana.sign.publicKey)).toBe(false);
			}),
			{ numRuns: 60 }
		);
	});

	it('[CRY22] wrong lengths are refused, never thrown', () => {
		const { ana, collective } = stage;
		for (const length of [0, 1, 63, 65, 128])
			expect(verify('sign/entry', collective, [], new Uint8Array(length), ana.sign.publicKey)).toBe(false);
		for (const length of [0, 31, 33])
			expect(verify('sign/entry', collective, [], new Uint8Array(64), new Uint8Array(length))).toBe(false);
	});
});
