/** CRY35 to CRY37: showing one entry to somebody without any key of the group. */
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '$crypto/base';
import { commitmentOf, messageKeyFromBytes, messageKeyOf, open, openWithMessageKey, seal } from '$crypto/aead';
import { discloseHeader, disclosePayload, openDisclosedHeader, openDisclosedPayload } from '$crypto/disclosure';
import { openHeader, parseEnvelope } from '$crypto/envelope';
import { createSeededRandom, systemRandom } from '$crypto/random';
import { createSecret, reveal } from '$crypto/secret';
import { loadSodium, sodium } from '$crypto/sodium';
import { createStage, flipped, must, sealAnasEntry, type Stage } from './cast';

let stage: Stage;
beforeAll(async () => {
	await loadSodium();
	stage = createStage();
});

const parsed = (header: string, payload: string) => must(parseEnvelope(sealAnasEntry(stage, utf8(header), utf8(payload))));

describe('showing single entries', () => {
	it('[CRY35] [CRY36] the message keys open header and payload as the real keys do', () => {
		const { collective, stream, epoch } = stage;
		const entry = parsed('where it stands', 'what it says');
		const real = must(openHeader(entry, collective, stream, epoch.headerKey));
		const shown = must(openDisclosedHeader(entry, collective, stream, discloseHeader(entry, epoch.headerKey)));
		expect(shown).toEqual(real);
		const key = disclosePayload(entry, epoch.areaKey('calendar'));
		expect(must(openDisclosedPayload(entry, collective, stream, key, shown.payloadCommit))).toEqual(utf8('what it says'));
	});

	it('[CRY35] a message key opens no other entry, not the other half of its own, and is none of the real keys', () => {
		const { collective, stream, epoch } = stage;
		const [one, other] = [parsed('h', 'one'), parsed('h', 'other')];
		const header = discloseHeader(one, epoch.headerKey);
		const payload = disclosePayload(one, epoch.areaKey('calendar'));
		const commit = must(openHeader(one, collective, stream, epoch.headerKey)).payloadCommit;
		const otherCommit = must(openHeader(other, collective, stream, epoch.headerKey)).payloadCommit;
		const wrong = { ok: false, error: { type: 'WrongKey' } };
		expect(openDisclosedHeader(other, collective, stream, header)).toEqual(wrong);
		expect(openDisclosedPayload(other, collective, stream, payload, otherCommit)).toEqual(wrong);
		expect(openDisclosedPayload(one, collective, stream, header, commit)).toEqual(wrong);
		expect(openDisclosedHeader(one, collective, stream, payload)).toEqual(wrong);
		for (const real of [epoch.headerKey, epoch.areaKey('calendar'), epoch.key])
			for (const shown of [header, payload]) expect(reveal(shown)).not.toEqual(reveal(real));
		// taken for a real key it fits nothing either
		expect(openHeader(other, collective, stream, createSecret(reveal(header)) as typeof epoch.headerKey)).toEqual(wrong);
	});

	it('[CRY36] any change of nonce, commitment or ciphertext is found', () => {
		const { collective, stream, epoch } = stage;
		const bytes = sealAnasEntry(stage, utf8('h'), utf8('p'));
		const entry = must(parseEnvelope(bytes));
		const header = discloseHeader(entry, epoch.headerKey);
		const payload = disclosePayload(entry, epoch.areaKey('calendar'));
		const commit = must(openDisclosedHeader(entry, collective, stream, header)).payloadCommit;
		for (let at = 1; at < bytes.length - 64; at++) {
			const changed = parseEnvelope(flipped(bytes, at, at % 8));
			if (!changed.ok) continue;
			expect(openDisclosedPayload(changed.value, collective, stream, payload, commit).ok).toBe(false);
			if (at < entry.payloadAt) expect(openDisclosedHeader(changed.value, collective, stream, header).ok).toBe(false);
		}
		expect(openDisclosedHeader(entry, stage.otherCollective, stream, header)).toEqual({ ok: false, error: { type: 'Damaged' } });
		expect(openDisclosedPayload(entry, collective, stream, payload, flipped(commit, 3))).toEqual({ ok: false, error: { type: 'WrongKey' } });
	});

	it('[CRY36] foreign padding is refused as everywhere', () => {
		const { collective, stream, epoch } = stage;
		const entry = parsed('h', 'p');
		const shown = must(openDisclosedHeader(entry, collective, stream, discloseHeader(entry, epoch.headerKey)));
		// the author seals another padded text under the right key and commitment
		const key = epoch.areaKey('calendar');
		const padded = new Uint8Array(192).fill(1);
		const ad = concatBytes(place(), entry.bytes.subarray(0, entry.payloadAt));
		const sealed = sodium().crypto_aead_xchacha20poly1305_ietf_encrypt(padded, ad, null, entry.nonce, reveal(key));
		const bytes = concatBytes(entry.bytes.subarray(0, entry.payloadAt), sealed, entry.bytes.subarray(-64));
		const strange = must(parseEnvelope(bytes));
		expect(openDisclosedPayload(strange, collective, stream, disclosePayload(strange, key), shown.payloadCommit)).toEqual({
			ok: false,
			error: { type: 'Unpadded' }
		});
	});

	it('[CRY35] what is sealed alone can be shown alone', () => {
		const key = createSecret(createSeededRandom('key').bytes(32));
		const sealed = seal(key, utf8('ad'), utf8('a message'), systemRandom);
		const nonce = sealed.subarray(0, 24);
		const ad = concatBytes(utf8('ad'), sealed.subarray(0, 56));
		const shown = messageKeyOf(key, nonce);
		expect(must(openWithMessageKey(shown, nonce, commitmentOf(key, nonce), ad, sealed.subarray(56)))).toEqual(utf8('a message'));
		expect(open(key, utf8('ad'), sealed).ok).toBe(true);
		expect(open(createSecret(reveal(shown)), utf8('ad'), sealed)).toEqual({ ok: false, error: { type: 'WrongKey' } });
		expect(() => messageKeyFromBytes(new Uint8Array(31))).toThrow();
	});
});

/** CRY41, written out: label, collective, stream. */
function place(): Uint8Array {
	const label = utf8('commonhold/1/entry');
	const sized = (text: string) => concatBytes(Uint8Array.from([0, 0, 0, utf8(text).length]), utf8(text));
	return concatBytes(Uint8Array.from([0, label.length]), label, sized(stage.collective), sized(stage.stream));
}
