/** CRY110 to CRY115: who is on the line. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
	createHello,
	encodeHello,
	HELLO_BYTES,
	parseDtlsFingerprint,
	parseHello,
	proveHello,
	verifyProof,
	type PeerSituation
} from '$crypto/peer-auth';
import { createInvitation, deriveInvitation } from '$crypto/invitation';
import { systemRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { createStage, flipped, must, type Stage } from './cast';

let stage: Stage;
beforeAll(async () => {
	await loadSodium();
	stage = createStage();
});

const fingerprintOfAna = new Uint8Array(32).fill(0xaa);
const fingerprintOfBen = new Uint8Array(32).fill(0xbb);

/** One connection between Ana (who offers) and Ben, as each of them sees it. */
function connect(): { ana: PeerSituation; ben: PeerSituation } {
	const anas = createHello(systemRandom, 'member', stage.ana.sign.publicKey);
	const bens = createHello(systemRandom, 'member', stage.ben.sign.publicKey);
	const { collective } = stage;
	return {
		ana: {
			collective,
			role: 'offerer',
			ownHello: anas,
			theirHello: bens,
			ownFingerprint: fingerprintOfAna,
			theirFingerprint: fingerprintOfBen
		},
		ben: {
			collective,
			role: 'answerer',
			ownHello: bens,
			theirHello: anas,
			ownFingerprint: fingerprintOfBen,
			theirFingerprint: fingerprintOfAna
		}
	};
}

const NOT_PROVEN = { ok: false, error: { type: 'NotProven', reason: 'signature' } };

describe('authentication of peers', () => {
	it('[CRY110] two members prove themselves to each other', () => {
		const { ana, ben } = connect();
		expect(must(verifyProof(ben, proveHello(ana, stage.ana.sign))).publicKey).toEqual(stage.ana.sign.publicKey);
		expect(must(verifyProof(ana, proveHello(ben, stage.ben.sign))).kind).toBe('member');
	});

	it('[CRY110] any flipped bit of proof, hello or fingerprint is refused', () => {
		const { ana, ben } = connect();
		const proof = proveHello(ana, stage.ana.sign);
		for (let at = 0; at < proof.length; at++) expect(verifyProof(ben, flipped(proof, at))).toEqual(NOT_PROVEN);
		for (let at = 0; at < 32; at++) {
			const changes: PeerSituation[] = [
				{ ...ben, ownFingerprint: flipped(ben.ownFingerprint, at) },
				{ ...ben, theirFingerprint: flipped(ben.theirFingerprint, at) },
				{ ...ben, theirHello: { ...ben.theirHello, nonce: flipped(ben.theirHello.nonce, at) } },
				{ ...ben, ownHello: { ...ben.ownHello, nonce: flipped(ben.ownHello.nonce, at) } }
			];
			for (const changed of changes) expect(verifyProof(changed, proof)).toEqual(NOT_PROVEN);
		}
		expect(verifyProof(ben, proof.subarray(1))).toEqual(NOT_PROVEN);
		expect(verifyProof({ ...ben, collective: stage.otherCollective }, proof)).toEqual(NOT_PROVEN);
	});

	it('[CRY114] a holder of an invitation proves that and cannot pass for a member', () => {
		const invitation = deriveInvitation(createInvitation(systemRandom), stage.collective);
		const { ana, ben } = connect();
		const joiner = createHello(systemRandom, 'invitation', invitation.sign.publicKey);
		const joinerSees: PeerSituation = { ...ben, ownHello: joiner };
		const anaSees: PeerSituation = { ...ana, theirHello: joiner };
		const proof = proveHello(joinerSees, invitation.sign);
		expect(must(verifyProof(anaSees, proof)).kind).toBe('invitation');
		expect(verifyProof({ ...anaSees, theirHello: { ...joiner, kind: 'member' } }, proof)).toEqual(NOT_PROVEN);
		expect(() => proveHello(joinerSees, stage.ben.sign)).toThrow(/not the key/);
	});

	it('[CRY110] a hello survives its bytes; anything else is BadHello', () => {
		const hello = createHello(systemRandom, 'invitation', stage.ana.sign.publicKey);
		const bytes = encodeHello(hello);
		expect(bytes).toHaveLength(HELLO_BYTES);
		expect(must(parseHello(bytes))).toEqual(hello);
		const bad = [new Uint8Array(0), bytes.subarray(1), Uint8Array.from([...bytes, 0])];
		for (const one of [...bad, flipped(bytes, 0), flipped(bytes, 1, 3)])
			expect(parseHello(one)).toEqual({ ok: false, error: { type: 'BadHello' } });
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), (any) => {
				const parsed = parseHello(any);
				if (parsed.ok) expect(encodeHello(parsed.value)).toEqual(any);
			})
		);
	});

	it('[CRY115] a description with one fingerprint has it; none, two different or another hash have none', () => {
		const hex = (byte: string) => Array(32).fill(byte).join(':');
		const line = (value: string) => `v=0\r\na=fingerprint:${value}\r\na=setup:actpass\r\n`;
		expect(parseDtlsFingerprint(line(`sha-256 ${hex('AB')}`))).toEqual(new Uint8Array(32).fill(0xab));
		expect(parseDtlsFingerprint(line(`SHA-256 ${hex('ab')}`) + line(`sha-256 ${hex('AB')}`))).toEqual(
			new Uint8Array(32).fill(0xab)
		);
		for (const bad of [
			'',
			line(`sha-1 ${hex('AB')}`),
			line(`sha-256 ${hex('AB')}`) + line(`sha-256 ${hex('AC')}`),
			line(`sha-256 ${hex('AB')}`) + line(`sha-512 ${hex('AB')}`),
			line(`sha-256 ${hex('AB').slice(3)}`),
			line(`sha-256 ${hex('GG')}`)
		])
			expect(parseDtlsFingerprint(bad)).toBeNull();
		expect(() => proveHello({ ...connect().ana, ownFingerprint: new Uint8Array(20) }, stage.ana.sign)).toThrow(/32/);
	});
});
