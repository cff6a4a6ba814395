/** CRY70 to CRY73: words for people. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSeededRandom, systemRandom } from '$crypto/random';
import {
	createAskBack,
	createRecoverySeed,
	encodeRecoveryPhrase,
	fingerprintWords,
	parseRecoveryPhrase,
	recoveryDeviceKeys,
	suggestWords
} from '$crypto/recovery';
import { createSecret, reveal } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { deviceOf, must } from './cast';

beforeAll(loadSodium);

describe('the recovery phrase', () => {
	it('[CRY70] words give back the seed, whatever the case and the spaces', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
				const phrase = reveal(encodeRecoveryPhrase(createSecret(bytes)));
				expect(phrase.split(' ')).toHaveLength(24);
				const written = `\n ${phrase.toUpperCase().replaceAll(' ', ' \t ')} `;
				expect(reveal(must(parseRecoveryPhrase(written)))).toEqual(bytes);
			}),
			{ numRuns: 30 }
		);
	});

	it('[CRY70] the words stand for a device', () => {
		const seed = createRecoverySeed(systemRandom);
		const again = must(parseRecoveryPhrase(reveal(encodeRecoveryPhrase(seed))));
		expect(recoveryDeviceKeys(again).sign.publicKey).toEqual(recoveryDeviceKeys(seed).sign.publicKey);
	});

	it('[CRY71] a missing, an unknown and a swapped word are three different failures', () => {
		const words = reveal(encodeRecoveryPhrase(createSecret(createSeededRandom('words').bytes(32)))).split(' ');
		expect(parseRecoveryPhrase(words.slice(1).join(' '))).toEqual({
			ok: false,
			error: { type: 'WrongWordCount', count: 23 }
		});
		expect(parseRecoveryPhrase('')).toEqual({ ok: false, error: { type: 'WrongWordCount', count: 0 } });
		expect(parseRecoveryPhrase([...words.slice(0, 5), 'zzzz', ...words.slice(6)].join(' '))).toEqual({
			ok: false,
			error: { type: 'UnknownWord', position: 5 }
		});
		const swapped = [words[1], words[0], ...words.slice(2)].join(' ');
		expect(parseRecoveryPhrase(swapped)).toEqual({ ok: false, error: { type: 'WrongChecksum' } });
	});

	it('[CRY72] positions asked back are distinct, ascending, and all of them come up', () => {
		const seen = new Set<number>();
		const random = createSeededRandom('ask');
		for (let i = 0; i < 200; i++) {
			const positions = createAskBack(random, 3);
			expect(new Set(positions).size).toBe(3);
			expect([...positions].sort((a, b) => a - b)).toEqual(positions);
			for (const position of positions) seen.add(position);
		}
		expect([...seen].sort((a, b) => a - b)).toEqual([...Array(24).keys()]);
		expect(createAskBack(random, 24)).toHaveLength(24);
	});

	it('[CRY70] typing four letters finds the word', () => {
		expect(suggestWords('aban')).toEqual(['abandon']);
		expect(suggestWords(' ZOO')).toEqual(['zoo']);
		expect(suggestWords('')).toEqual([]);
		expect(suggestWords('a')).toHaveLength(5);
	});

	it('[CRY73] fingerprints are six words and differ between devices', () => {
		const ana = fingerprintWords(deviceOf('ana').sign.publicKey);
		expect(ana).toHaveLength(6);
		expect(fingerprintWords(deviceOf('ana').sign.publicKey)).toEqual(ana);
		expect(fingerprintWords(deviceOf('eve').sign.publicKey)).not.toEqual(ana);
	});
});
