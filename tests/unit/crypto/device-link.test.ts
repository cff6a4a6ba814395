import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toBase64, type CollectiveId, type DeviceId } from '$crypto/base';
import { deriveOffer, encodeCollectiveCode, encodeDeviceLink, parseCollectiveCode, parseDeviceLink, phraseLobby, createOfferSeed, type DeviceLink } from '$crypto/device-link';
import { deriveInvitation, invitationSeedFromBytes } from '$crypto/invitation';
import { createDeviceKeys, deviceIdOf } from '$crypto/keys';
import { createSeededRandom } from '$crypto/random';
import { createSecret, reveal } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { signEnrolment, verifyEnrolment } from '$lib/worker/proofs';
import { fromHex } from '../../vectors/hex';

await loadSodium();
const random = createSeededRandom('device links');
const collective = toBase64(new Uint8Array(32).fill(7)) as CollectiveId; // test brand
const APP = 'https://house.example/join';

const link = (more: Partial<DeviceLink> = {}): DeviceLink => ({
	kind: 'device', collective, seed: createOfferSeed(random), madeBy: random.bytes(32),
	collectiveName: 'Haus am Hügel', makerName: 'Ana', memberName: 'Ana', signaling: ['wss://house.example/signal'], ...more
});

describe('offers', () => {
	it('[CRY171] have keys of their own: an invitation with the same seed has others, and so has another collective', () => {
		const seed = createOfferSeed(random);
		const all = [deriveOffer(seed, collective), deriveInvitation(invitationSeedFromBytes(reveal(seed)), collective), deriveOffer(seed, toBase64(new Uint8Array(32).fill(8)) as CollectiveId)];
		expect(new Set(all.flatMap(({ sign, lobbyKey }) => [toBase64(sign.publicKey), toBase64(reveal(lobbyKey))])).size).toBe(6);
		expect(() => deriveOffer(createSecret(new Uint8Array(31)), collective)).toThrow();
	});

	it('[CRY173] an enrolment proof is worth nothing for another device, box key, adding device or collective', () => {
		const [fresh, other, sponsor] = [createDeviceKeys(random), createDeviceKeys(random), deviceIdOf(createDeviceKeys(random).sign.publicKey)];
		const proof = signEnrolment(collective, fresh, sponsor);
		const keys = { sign: fresh.sign.publicKey, box: fresh.box.publicKey };
		expect(verifyEnrolment(collective, keys, sponsor, proof)).toBe(true);
		expect(verifyEnrolment(collective, { ...keys, box: other.box.publicKey }, sponsor, proof)).toBe(false);
		expect(verifyEnrolment(collective, { ...keys, sign: other.sign.publicKey }, sponsor, proof)).toBe(false);
		expect(verifyEnrolment(collective, keys, 'another' as DeviceId, proof)).toBe(false);
		expect(verifyEnrolment(toBase64(new Uint8Array(32)) as CollectiveId, keys, sponsor, proof)).toBe(false);
	});

	it('[CRY175] the lobby of a phrase follows from its public key and the collective alone', () => {
		const [a, b] = [createDeviceKeys(random).sign.publicKey, createDeviceKeys(random).sign.publicKey];
		const all = [phraseLobby(a, collective), phraseLobby(b, collective), phraseLobby(a, toBase64(new Uint8Array(32)) as CollectiveId)];
		expect(new Set(all.map(({ lobbyKey }) => toBase64(reveal(lobbyKey)))).size).toBe(3);
		expect(reveal(phraseLobby(a, collective).lobbyKey)).toEqual(reveal(all[0]!.lobbyKey));
	});
});

describe('links', () => {
	it('[CRY170] say again what went into them, of both kinds, with white space of messengers in between', () => {
		for (const kind of ['device', 'recovery'] as const) {
			const made = link({ kind });
			const text = encodeDeviceLink(APP, made);
			expect(text.startsWith(`${APP}#${kind === 'device' ? 'a' : 'r'}1.`)).toBe(true);
			for (const form of [text, text.slice(text.indexOf('#')), text.replace(/(.{60})/gu, '$1\n ')]) {
				const read = parseDeviceLink(form);
				if (!read.ok) throw new Error(read.error.type);
				expect({ ...read.value, seed: toBase64(reveal(read.value.seed)) }).toEqual({ ...made, seed: toBase64(reveal(made.seed)) });
			}
		}
	});

	it('[CRY170] are 1,600 characters at most: addresses that do not fit are left out, the last ones first', () => {
		const signaling = Array.from({ length: 8 }, (_, at) => `wss://${'x'.repeat(200)}.example/${at}`);
		const names = { collectiveName: '名'.repeat(80), makerName: '名'.repeat(40), memberName: '名'.repeat(40) };
		const text = encodeDeviceLink(APP, link({ signaling, ...names }));
		expect(text.length).toBeLessThanOrEqual(1600);
		const read = parseDeviceLink(text);
		expect(read.ok && read.value.signaling).toEqual(signaling.slice(0, 2));
		expect(() => encodeDeviceLink(APP, link({ memberName: 'x'.repeat(241) }))).toThrow();
		const odd = parseDeviceLink(encodeDeviceLink(APP, link({ signaling: ['https://house.example', 'wss://ok.example'] })));
		expect(odd.ok && odd.value.signaling).toEqual(['wss://ok.example']);
	});

	it('[CRY177] cut, changed, newer and other texts are told apart; no prefix or flipped character ever throws or passes', () => {
		const text = encodeDeviceLink(APP, link());
		const typeOf = (form: string) => {
			const read = parseDeviceLink(form);
			return read.ok ? 'ok' : read.error.type;
		};
		expect(typeOf(text.replace('#a1.', '#a2.'))).toBe('NewerDeviceLink');
		expect(typeOf(text.replace('#a1.', '#i1.'))).toBe('NotADeviceLink');
		expect(typeOf('')).toBe('NotADeviceLink');
		expect(typeOf('x'.repeat(5000))).toBe('NotADeviceLink');
		const start = text.indexOf('#a1.') + 4;
		for (let at = start; at < text.length; at += 7) {
			expect(typeOf(text.slice(0, at))).toBe('DamagedDeviceLink');
			expect(typeOf(`${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`)).toBe('DamagedDeviceLink');
		}
	});

	it('[CRY176] [CRY177] the code of a collective is short, says where it is met, and shows misreading', () => {
		const code = encodeCollectiveCode({ collective, signaling: ['wss://house.example/signal'] });
		expect(code.length).toBeLessThan(110);
		expect(parseCollectiveCode(` ${code}\n`)).toEqual({ ok: true, value: { collective, signaling: ['wss://house.example/signal'] } });
		expect(parseCollectiveCode(code.replace(/.$/u, (last) => (last === 'A' ? 'B' : 'A'))).ok).toBe(false);
		expect(parseCollectiveCode(encodeDeviceLink(APP, link()))).toEqual({ ok: false, error: { type: 'NotADeviceLink' } });
		expect(parseDeviceLink(code)).toEqual({ ok: false, error: { type: 'NotADeviceLink' } });
	});

	it('[CRY170] [CRY175] the committed ones are read', () => {
		const vector = JSON.parse(readFileSync(new URL('../../vectors/device-link.json', import.meta.url), 'utf8')) as Record<string, string>;
		const read = parseDeviceLink(vector['recoveryLink']!);
		expect(read.ok && read.value).toMatchObject({ kind: 'recovery', collective: vector['collective'], makerName: 'Ana', memberName: 'Ben' });
		const keys = { sign: fromHex(vector['phraseSignPublicKey']!), box: fromHex(vector['boxPublicKey']!) };
		expect(verifyEnrolment(vector['collective'] as CollectiveId, keys, vector['sponsor'] as DeviceId, fromHex(vector['enrolment']!))).toBe(true);
		expect(phraseLobby(keys.sign, vector['collective'] as CollectiveId).id).toBe(vector['phraseLobbyId']);
	});
});
