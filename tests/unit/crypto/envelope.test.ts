/** CRY40 to CRY47: the entry envelope. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64, utf8, type EntryId } from '$crypto/base';
import {
	envelopeId,
	MAX_ENVELOPE_BYTES,
	MAX_HEADER_BYTES,
	MAX_PAYLOAD_BYTES,
	MIN_ENVELOPE_BYTES,
	openHeader,
	openPayload,
	parseEnvelope,
	sealEnvelope,
	verifyEnvelope
} from '$crypto/envelope';
import type { PayloadKey } from '$crypto/keyring';
import { sign } from '$crypto/signature';
import { loadSodium, sodium } from '$crypto/sodium';
import { createStage, flipped, must, sealAnasEntry, type Stage } from './cast';

let stage: Stage;
beforeAll(async () => {
	await loadSodium();
	stage = createStage();
});

/** Everything a reader with all keys does, except the signature. */
function openAll(bytes: Uint8Array, s = stage) {
	const envelope = parseEnvelope(bytes);
	if (!envelope.ok) return envelope;
	const header = openHeader(envelope.value, s.collective, s.stream, s.epoch.headerKey);
	if (!header.ok) return header;
	const payload = openPayload(
		envelope.value,
		s.collective,
		s.stream,
		s.epoch.areaKey('calendar'),
		header.value.payloadCommit
	);
	return payload.ok ? { ok: true as const, value: { header: header.value.header, payload: payload.value } } : payload;
}

describe('the envelope', () => {
	it('[CRY41] opening inverts sealing for any header and payload', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 600 }), fc.uint8Array({ maxLength: 3000 }), (header, payload) => {
				const bytes = sealAnasEntry(stage, header, payload);
				expect(must(openAll(bytes))).toEqual({ header, payload });
				expect(verifyEnvelope(bytes, stage.collective, stage.ana.sign.publicKey)).toBe(true);
			}),
			{ numRuns: 50 }
		);
	});

	it('[CRY41] the opened texts are copies that later calls leave alone', () => {
		const first = must(openAll(sealAnasEntry(stage, utf8('h1'), utf8('p1'))));
		must(openAll(sealAnasEntry(stage, utf8('h2'), utf8('p2'))));
		expect(first).toEqual({ header: utf8('h1'), payload: utf8('p1') });
	});

	it('[CRY44] any flipped bit anywhere fails the signature, and the opening where it is sealed', () => {
		const bytes = sealAnasEntry(stage, utf8('header'), utf8('payload'));
		const signatureAt = bytes.length - 64;
		for (let at = 0; at < bytes.length; at++) {
			const changed = flipped(bytes, at, at % 8);
			expect(verifyEnvelope(changed, stage.collective, stage.ana.sign.publicKey), `byte ${at}`).toBe(false);
			expect(openAll(changed).ok, `byte ${at}`).toBe(at >= signatureAt);
		}
	});

	it('[CRY45] the id covers every byte, the signature included', () => {
		const bytes = sealAnasEntry(stage, utf8('h'), utf8('p'));
		const ids = new Set<EntryId>([envelopeId(bytes)]);
		for (let at = 0; at < bytes.length; at++) ids.add(envelopeId(flipped(bytes, at)));
		expect(ids.size).toBe(bytes.length + 1);
		const label = utf8('commonhold/1/entry-id');
		expect(envelopeId(bytes)).toBe(toBase64(sodium().crypto_generichash(32, bytes, label)));
	});

	it('[CRY41] an entry moved to another stream or collective does not open', () => {
		const envelope = must(parseEnvelope(sealAnasEntry(stage, utf8('h'), utf8('p'))));
		const { collective, otherCollective, stream, otherStream, epoch } = stage;
		for (const [c, s] of [
			[otherCollective, stream],
			[collective, otherStream]
		] as const) {
			expect(openHeader(envelope, c, s, epoch.headerKey)).toEqual({ ok: false, error: { type: 'Damaged' } });
			const { payloadCommit } = must(openHeader(envelope, collective, stream, epoch.headerKey));
			expect(openPayload(envelope, c, s, epoch.areaKey('calendar'), payloadCommit)).toEqual({
				ok: false,
				error: { type: 'Damaged' }
			});
		}
	});

	it('[CRY41] a payload under another sealed header does not open', () => {
		const a = sealAnasEntry(stage, utf8('one header'), utf8('p'));
		const b = a.slice();
		b[63 + 40] = b[63 + 40]! ^ 1;
		const envelope = must(parseEnvelope(b));
		const { payloadCommit } = must(
			openHeader(must(parseEnvelope(a)), stage.collective, stage.stream, stage.epoch.headerKey)
		);
		const opened = openPayload(envelope, stage.collective, stage.stream, stage.epoch.areaKey('calendar'), payloadCommit);
		expect(opened).toEqual({ ok: false, error: { type: 'Damaged' } });
	});

	it('[CRY43] [CRY46] the key of another area or another epoch is WrongKey', () => {
		const envelope = must(parseEnvelope(sealAnasEntry(stage, utf8('h'), utf8('p'))));
		const { collective, stream, epoch, otherEpoch } = stage;
		expect(openHeader(envelope, collective, stream, otherEpoch.headerKey)).toEqual({
			ok: false,
			error: { type: 'WrongKey' }
		});
		const { payloadCommit } = must(openHeader(envelope, collective, stream, epoch.headerKey));
		for (const wrong of [epoch.areaKey('ledger'), otherEpoch.areaKey('calendar')])
			expect(openPayload(envelope, collective, stream, wrong, payloadCommit)).toEqual({
				ok: false,
				error: { type: 'WrongKey' }
			});
	});

	it('[CRY44] a signature for another collective, by another device or over other bytes is refused', () => {
		const { ana, eve, collective, otherCollective } = stage;
		const bytes = sealAnasEntry(stage, utf8('h'), utf8('p'));
		expect(verifyEnvelope(bytes, otherCollective, ana.sign.publicKey)).toBe(false);
		expect(verifyEnvelope(bytes, collective, eve.sign.publicKey)).toBe(false);
		const resigned = bytes.slice();
		const body = bytes.subarray(0, bytes.length - 64);
		resigned.set(sign('sign/bundle', collective, [body], ana.sign.secretKey), body.length);
		expect(verifyEnvelope(resigned, collective, ana.sign.publicKey)).toBe(false);
	});

	it('[CRY40] sizes are checked first: too short, too long, a header length that does not fit', () => {
		const good = sealAnasEntry({ ...stage, stream: stage.otherStream }, utf8(''), utf8(''));
		expect(good.length).toBe(MIN_ENVELOPE_BYTES);
		expect(sealAnasEntry(stage, utf8(''), utf8('')).length).toBe(MIN_ENVELOPE_BYTES + 128);
		const reasons = (bytes: Uint8Array) => {
			const parsed = parseEnvelope(bytes);
			return parsed.ok || parsed.error.type !== 'Malformed' ? null : parsed.error.reason;
		};
		expect(reasons(good)).toBeNull();
		for (const length of [0, 1, 63, MIN_ENVELOPE_BYTES - 1]) expect(reasons(good.subarray(0, length))).toBe('too-short');
		const long = new Uint8Array(MAX_ENVELOPE_BYTES + 1);
		long[0] = 1;
		expect(reasons(long)).toBe('too-long');
		for (const length of [0, 47, 49, 0xffff]) {
			const bytes = good.slice();
			bytes[61] = length >> 8;
			bytes[62] = length & 255;
			expect(reasons(bytes), String(length)).toBe('header-length');
		}
		expect(verifyEnvelope(long, stage.collective, stage.ana.sign.publicKey)).toBe(false);
	});

	it('[CRY40] the largest header and payload that may be sealed fit and come back', () => {
		const header = new Uint8Array(MAX_HEADER_BYTES).fill(1);
		const payload = new Uint8Array(MAX_PAYLOAD_BYTES).fill(2);
		const bytes = sealAnasEntry(stage, header, payload);
		expect(bytes.length).toBeLessThanOrEqual(MAX_ENVELOPE_BYTES);
		expect(must(openAll(bytes))).toEqual({ header, payload });
		expect(() => sealAnasEntry(stage, new Uint8Array(MAX_HEADER_BYTES + 1), payload)).toThrow(/header/);
		expect(() => sealAnasEntry(stage, header, new Uint8Array(MAX_PAYLOAD_BYTES + 1))).toThrow(/payload/);
	});

	it('[CRY40] parsing any bytes ends in a value or a named failure', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 1200 }), (bytes) => {
				const parsed = parseEnvelope(bytes);
				if (!parsed.ok) expect(['Malformed', 'NewerEnvelope']).toContain(parsed.error.type);
				expect(verifyEnvelope(bytes, stage.collective, stage.ana.sign.publicKey)).toBe(false);
			})
		);
	});

	it('[CRY42] header and payload under one key are refused; no nonce appears twice', () => {
		const { epoch, collective, stream, ana, random } = stage;
		expect(() =>
			sealEnvelope({
				collective,
				stream,
				epochHint: epoch.hint,
				headerKey: epoch.headerKey,
				payloadKey: epoch.headerKey as unknown as PayloadKey, // what the brands forbid, forced
				header: utf8('h'),
				payload: utf8('p'),
				signSecretKey: ana.sign.secretKey,
				random
			})
		).toThrow(/different keys/);
		const nonces = new Set<string>();
		for (let i = 0; i < 500; i++) nonces.add(toBase64(sealAnasEntry(stage, utf8('h'), utf8('p')).subarray(5, 29)));
		expect(nonces.size).toBe(500);
	});

	it('[CRY47] a newer version is named, verified and identified, not interpreted', () => {
		const bytes = sealAnasEntry(stage, utf8('h'), utf8('p'));
		bytes[0] = 2;
		const body = bytes.subarray(0, bytes.length - 64);
		bytes.set(sign('sign/entry', stage.collective, [body], stage.ana.sign.secretKey), body.length);
		expect(parseEnvelope(bytes)).toEqual({ ok: false, error: { type: 'NewerEnvelope', version: 2 } });
		expect(verifyEnvelope(bytes, stage.collective, stage.ana.sign.publicKey)).toBe(true);
		bytes[0] = 0;
		expect(parseEnvelope(bytes)).toEqual({ ok: false, error: { type: 'Malformed', reason: 'version' } });
	});

	it('[CRY33] short payloads give envelopes of one size', () => {
		const sizes = new Set(
			['yes', 'no', 'a longer word of explanation'].map((p) => sealAnasEntry(stage, utf8('h'), utf8(p)).length)
		);
		expect(sizes.size).toBe(1);
	});
});
