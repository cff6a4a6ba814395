/** CRY150 to CRY159: what keepers and their users say to each other before the first entry. */
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64, utf8, type EntryId, type StreamId } from '$crypto/base';
import { hash } from '$crypto/hash';
import {
	createKeeperPass, encodeKeeperHello, formatKeeperAddress, keeperDigest, keeperHostOf, parseKeeperAddress, parseKeeperDocumentName, parseKeeperHello,
	provesKeeperPass, signKeeperToken, verifyKeeperToken
} from '$crypto/keeper';
import { keeperDocument, keeperPlaceText } from '$crypto/keeper-documents';
import { createEpochKey, deriveEpochKeys } from '$crypto/keyring';
import { reveal } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { createStage, flipped, must, type Stage } from './cast';

let stage: Stage;
beforeAll(async () => {
	await loadSodium();
	stage = createStage();
});

const CORE = { kind: 'core', segment: 0, generation: 0 } as const;
const STREAM = 'AQIDBAUGBwgJCgsMDQ4PEA' as StreamId;

describe('the documents of a collective at its keepers', () => {
	it('[CRY157] each place has a text of its own', () => {
		const texts = [
			CORE, { ...CORE, segment: 1 }, { ...CORE, generation: 1 },
			{ kind: 'text', stream: STREAM, segment: 0, generation: 0 } as const,
			{ kind: 'receipt', name: 'r', generation: 0 } as const
		].map(keeperPlaceText);
		expect(texts).toEqual(['core/0/0', 'core/1/0', 'core/0/1', `text/${STREAM}/0/0`, 'receipt/r/0']);
	});

	it('[CRY158] the same for all who hold the epoch; another epoch, collective, segment or generation has another', () => {
		const key = createEpochKey(stage.random);
		const epoch = deriveEpochKeys(key, stage.collective);
		const { name } = keeperDocument(epoch, CORE);
		expect(keeperDocument(deriveEpochKeys(key, stage.collective), CORE).name).toBe(name);
		const others = [
			keeperDocument(deriveEpochKeys(key, stage.otherCollective), CORE),
			keeperDocument(deriveEpochKeys(createEpochKey(stage.random), stage.collective), CORE),
			keeperDocument(epoch, { ...CORE, segment: 1 }),
			keeperDocument(epoch, { ...CORE, generation: 1 })
		].map((each) => each.name);
		expect(new Set([name, ...others]).size).toBe(5);
		expect(parseKeeperDocumentName(name)).toHaveLength(32);
	});
});

describe('tokens', () => {
	it('[CRY152] [CRY153] a token is good for one challenge, host and document, by the key of that document, and proves the pass', () => {
		const epoch = deriveEpochKeys(createEpochKey(stage.random), stage.collective);
		const pass = createKeeperPass(stage.random);
		const { name, keys } = keeperDocument(epoch, CORE);
		const situation = { challenge: stage.random.bytes(32), host: 'keeper.example', document: name };
		const token = signKeeperToken(situation, keys, pass);
		expect(token).toHaveLength(130);
		const proof = must(verifyKeeperToken(token, situation));
		expect(provesKeeperPass(proof, pass, situation)).toBe(true);
		expect(provesKeeperPass(proof, createKeeperPass(stage.random), situation)).toBe(false);
		const other = keeperDocument(epoch, { ...CORE, segment: 1 });
		for (const wrong of [
			{ ...situation, challenge: flipped(situation.challenge, 0) },
			{ ...situation, host: 'other.example' },
			{ ...situation, document: other.name }
		])
			expect(verifyKeeperToken(token, wrong)).toEqual({ ok: false, error: { type: 'BadKeeperToken', reason: 'signature' } });
		expect(verifyKeeperToken(signKeeperToken(situation, other.keys, pass), situation)).toMatchObject({ ok: false });
		for (const text of ['', token.slice(1), `${token}A`, '!'.repeat(130), `B${token.slice(1)}`])
			expect(verifyKeeperToken(text, situation)).toMatchObject({ ok: false, error: { reason: 'form' } });
	});

	it('[CRY150] a hello of another length or version is none', () => {
		const challenge = stage.random.bytes(32);
		const hello = encodeKeeperHello(challenge);
		expect(must(parseKeeperHello(hello))).toEqual(challenge);
		for (const bytes of [hello.slice(1), new Uint8Array([...hello, 0]), flipped(hello, 3), new Uint8Array(0)]) expect(parseKeeperHello(bytes).ok).toBe(false);
	});
});

describe('digest and address', () => {
	it('[CRY154] the digest tells every place and every entry apart', () => {
		const id = (n: number) => toBase64(hash('a', utf8(String(n)))) as EntryId; // any 32 bytes
		const base = [{ slot: 1, seq: 0, id: id(1) }, { slot: 2, seq: 0, id: id(2) }];
		const digests = [[], base, base.slice(1), [base[0]!, { ...base[1]!, seq: 1 }], [base[0]!, { ...base[1]!, id: id(3) }]].map((each) => toBase64(keeperDigest(each)));
		expect(new Set(digests).size).toBe(5);
	});

	it('[CRY155] [CRY156] what a messenger makes of an address is still read, and everything else refused', () => {
		const pass = createKeeperPass(stage.random);
		const text = formatKeeperAddress('https://keeper.example:8443', reveal(pass));
		const read = must(parseKeeperAddress(` ${text.slice(0, 30)}\n${text.slice(30)} `));
		expect([read.url, keeperHostOf(read.url), toBase64(reveal(read.pass))]).toEqual(['https://keeper.example:8443', 'keeper.example:8443', toBase64(reveal(pass))]);
		expect(must(parseKeeperAddress(formatKeeperAddress('HTTPS://Keeper.Example:443', reveal(pass)))).url).toBe('https://keeper.example');
		expect(must(parseKeeperAddress(formatKeeperAddress('http://localhost:4173', reveal(pass)))).url).toBe('http://localhost:4173');
		expect(parseKeeperAddress(formatKeeperAddress('http://keeper.example', reveal(pass)))).toMatchObject({ ok: false, error: { reason: 'plain-http' } });
		for (const wrong of ['', 'https://keeper.example', text.slice(0, -1), `${text}A`, text.replace('#k1.', '#k2.'), text.replace('https', 'ftp'), text.replace('8443', '99999')])
			expect(parseKeeperAddress(wrong)).toMatchObject({ ok: false, error: { reason: 'form' } });
	});
});
