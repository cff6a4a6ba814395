/** CRY90 to CRY104: invitations, join proofs, spoken code, links. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64, type CollectiveId } from '$crypto/base';
import { open, seal } from '$crypto/aead';
import {
	createInvitation,
	deriveInvitation,
	encodeJoinProof,
	invitationIdOf,
	invitationSeedFromBytes,
	JOIN_PROOF_BYTES,
	lobbyKeys,
	parseJoinProof,
	signJoin,
	verifyJoin,
	type Invitation
} from '$crypto/invitation';
import {
	encodeInvitationLink,
	MAX_INVITATION_LINK_LENGTH,
	parseInvitationFragment,
	type InvitationLink
} from '$crypto/invitation-link';
import { createSeededRandom, systemRandom } from '$crypto/random';
import { reveal } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { checkChallenge, commitChallenge, createChallenge, spokenCode } from '$crypto/spoken-code';
import { createStage, flipped, must, text, type Stage } from './cast';

let stage: Stage;
let invitation: Invitation;
beforeAll(async () => {
	await loadSodium();
	stage = createStage();
	invitation = deriveInvitation(createInvitation(stage.random), stage.collective);
});

const signBens = () =>
	signJoin({
		collective: stage.collective,
		invitation,
		device: stage.ben,
		profileHash: createSeededRandom('profile').bytes(32),
		memberChallenge: createSeededRandom('member').bytes(32),
		joinerChallenge: createSeededRandom('joiner').bytes(32)
	});

describe('the invitation', () => {
	it('[CRY90] a seed gives one invitation per collective; the id is a hash of its key', () => {
		const seed = createInvitation(systemRandom);
		const here = deriveInvitation(seed, stage.collective);
		expect(deriveInvitation(seed, stage.collective).id).toBe(here.id);
		expect(deriveInvitation(seed, stage.otherCollective).id).not.toBe(here.id);
		expect(invitationIdOf(here.sign.publicKey)).toBe(here.id);
		for (const length of [0, 15, 33]) expect(() => invitationSeedFromBytes(new Uint8Array(length))).toThrow(/16 to 32/);
	});

	it('[CRY91] [CRY92] the lobby is the same for seed holder and members, and is not the signing key', () => {
		const atMember = lobbyKeys(invitation.lobbyKey);
		expect(atMember.roomName).toMatch(/^[\w-]{22}$/);
		expect(atMember.roomPassword).toMatch(/^[\w-]{43}$/);
		const frame = seal(lobbyKeys(invitation.lobbyKey).frameKey, text('lobby'), text('knock'), systemRandom);
		expect(must(open(atMember.frameKey, text('lobby'), frame))).toEqual(text('knock'));
		const secrets = [invitation.lobbyKey, atMember.frameKey, invitation.sign.secretKey].map((s) => toBase64(reveal(s)));
		expect(new Set(secrets).size).toBe(3);
		expect(JSON.stringify(atMember)).toBe('"[secret]"');
	});
});

describe('the join proof', () => {
	it('[CRY93] [CRY94] verifies from its 320 bytes for ever', () => {
		const bytes = encodeJoinProof(signBens());
		expect(bytes).toHaveLength(JOIN_PROOF_BYTES);
		expect(JOIN_PROOF_BYTES).toBe(320);
		const proof = parseJoinProof(bytes);
		if (proof === null) throw new Error('not parsed');
		const claim = must(verifyJoin(proof, { collective: stage.collective, invitationId: invitation.id }));
		expect(claim.joinerSignPublicKey).toEqual(stage.ben.sign.publicKey);
		expect(claim.joinerBoxPublicKey).toEqual(stage.ben.box.publicKey);
		for (const length of [0, 319, 321]) expect(parseJoinProof(new Uint8Array(length))).toBeNull();
	});

	it('[CRY95] any flipped bit is refused', () => {
		const bytes = encodeJoinProof(signBens());
		for (let at = 0; at < bytes.length; at += 3) {
			const proof = parseJoinProof(flipped(bytes, at, at % 8));
			if (proof === null) throw new Error('not parsed');
			const verified = verifyJoin(proof, { collective: stage.collective, invitationId: invitation.id });
			expect(verified.ok, `byte ${at}`).toBe(false);
		}
	});

	it('[CRY94] another invitation, collective or challenge is refused by name', () => {
		const proof = signBens();
		const other = deriveInvitation(createInvitation(systemRandom), stage.collective);
		const reason = (expected: Parameters<typeof verifyJoin>[1]) => {
			const verified = verifyJoin(proof, expected);
			return verified.ok ? null : verified.error.reason;
		};
		const right = { collective: stage.collective, invitationId: invitation.id };
		expect(reason({ ...right, memberChallenge: proof.memberChallenge })).toBeNull();
		expect(reason({ ...right, invitationId: other.id })).toBe('invitation');
		expect(reason({ ...right, memberChallenge: createChallenge(systemRandom) })).toBe('challenge');
		expect(reason({ ...right, collective: stage.otherCollective })).toBe('invitation-signature');
	});

	it('[CRY93] parts of a wrong length are a bug and throw', () => {
		expect(() =>
			signJoin({
				collective: stage.collective,
				invitation,
				device: stage.ben,
				profileHash: new Uint8Array(31),
				memberChallenge: new Uint8Array(32),
				joinerChallenge: new Uint8Array(32)
			})
		).toThrow(/32 bytes/);
	});
});

describe('the spoken code', () => {
	const input = () => ({
		collective: stage.collective,
		invitationId: invitation.id,
		joinerSignPublicKey: stage.ben.sign.publicKey,
		joinerBoxPublicKey: stage.ben.box.publicKey,
		joinerChallenge: createSeededRandom('joiner').bytes(32),
		memberChallenge: createSeededRandom('member').bytes(32)
	});

	it('[CRY97] both sides read the same six digits, and any difference shows', () => {
		const code = spokenCode(input());
		expect(code).toMatch(/^\d{6}$/);
		expect(spokenCode(input())).toBe(code);
		const others = [
			{ ...input(), collective: stage.otherCollective },
			{ ...input(), joinerSignPublicKey: stage.eve.sign.publicKey },
			{ ...input(), joinerBoxPublicKey: stage.eve.box.publicKey },
			{ ...input(), joinerChallenge: new Uint8Array(32) },
			{ ...input(), memberChallenge: new Uint8Array(32) }
		];
		for (const other of others) expect(spokenCode(other)).not.toBe(code);
	});

	it('[CRY97] all first digits come up: zeros are kept', () => {
		const first = new Set<string>();
		for (let i = 0; i < 300; i++) first.add(spokenCode({ ...input(), memberChallenge: createChallenge(stage.random) })[0]!);
		expect(first.size).toBe(10);
	});

	it('[CRY96] [CRY98] a reveal fits its own commitment only', () => {
		const challenge = createChallenge(systemRandom);
		const commitment = commitChallenge(challenge);
		expect(checkChallenge(commitment, challenge)).toBe(true);
		expect(checkChallenge(commitment, createChallenge(systemRandom))).toBe(false);
		expect(checkChallenge(commitment, flipped(challenge, 31))).toBe(false);
		expect(checkChallenge(commitChallenge(new Uint8Array(0)), new Uint8Array(0))).toBe(false);
	});
});

describe('the link', () => {
	const link = (): InvitationLink => ({
		collective: stage.collective,
		seed: invitationSeedFromBytes(createSeededRandom('seed').bytes(32)),
		collectiveName: 'Praxis am Park',
		inviterName: 'Chloé',
		signaling: ['wss://a.example/signal', 'ws://localhost:4444'],
		iceServers: [
			{ urls: ['stun:stun.example:3478'] },
			{ urls: ['turn:turn.example', 'turns:turn.example'], username: 'u', credential: 'c' }
		]
	});
	const readable = (l: InvitationLink) => ({ ...l, seed: toBase64(reveal(l.seed)) });
	const failure = (type: string, more = {}) => ({ ok: false, error: { type, ...more } });

	it('[CRY100] comes back from the link, the fragment, and a fragment broken by a messenger', () => {
		const url = must(encodeInvitationLink('https://app.example/join#old', link()));
		expect(url.startsWith('https://app.example/join#i1.')).toBe(true);
		const fragment = url.slice(url.indexOf('#'));
		const broken = `${url.slice(0, 90)}\n ${url.slice(90)} `;
		for (const one of [url, fragment, fragment.slice(1), broken])
			expect(readable(must(parseInvitationFragment(one)))).toEqual(readable(link()));
	});

	it('[CRY100] inverts for any names and any seed length that is allowed', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', maxLength: 20 }),
				fc.string({ maxLength: 30 }),
				fc.uint8Array({ minLength: 16, maxLength: 32 }),
				(collectiveName, inviterName, seed) => {
					const one = { ...link(), collectiveName, inviterName, seed: invitationSeedFromBytes(seed) };
					const url = must(encodeInvitationLink('', one));
					expect(readable(must(parseInvitationFragment(url)))).toEqual(readable(one));
				}
			),
			{ numRuns: 40 }
		);
	});

	it('[CRY101] a link over 1,600 characters is refused, one within fits messengers', () => {
		const servers = [...Array(8).keys()].map((i) => `wss://${'a'.repeat(200)}${i}.example`);
		const long = encodeInvitationLink('https://app.example/', { ...link(), signaling: servers });
		expect(long).toMatchObject({ ok: false, error: { type: 'InvitationTooLong' } });
		expect(must(encodeInvitationLink('https://app.example/', link())).length).toBeLessThan(MAX_INVITATION_LINK_LENGTH / 3);
	});

	it('[CRY102] another text, a newer link and a cut or changed one are three different failures', () => {
		const url = must(encodeInvitationLink('https://app.example/', link()));
		for (const other of ['', '#', 'hello', 'https://app.example/#section', '#i.', '#ix.abc', 'x'.repeat(10_000)])
			expect(parseInvitationFragment(other), other.slice(0, 20)).toEqual(failure('NotAnInvitation'));
		expect(parseInvitationFragment(url.replace('#i1.', '#i2.'))).toEqual(failure('NewerInvitation', { version: 2 }));
		const at = url.indexOf('#i1.') + 4;
		for (let cut = at; cut < url.length; cut++)
			expect(parseInvitationFragment(url.slice(0, cut)), String(cut)).toEqual(failure('DamagedInvitation'));
		for (let i = at; i < url.length; i += 5) {
			const changed = url.slice(0, i) + (url[i] === 'A' ? 'B' : 'A') + url.slice(i + 1);
			expect(parseInvitationFragment(changed), String(i)).toEqual(failure('DamagedInvitation'));
		}
		expect(parseInvitationFragment(url.replace('#i1.', '#i0.'))).toEqual(failure('DamagedInvitation'));
	});

	it('[CRY103] only addresses of the right kind are written', () => {
		for (const bad of ['https://a.example', 'javascript:alert(1)', 'wss://a b', ''])
			expect(() => encodeInvitationLink('', { ...link(), signaling: [bad] }), bad).toThrow(/addresses/);
		expect(() => encodeInvitationLink('', { ...link(), iceServers: [{ urls: ['http://x'] }] })).toThrow(/addresses/);
		expect(() => encodeInvitationLink('', { ...link(), collectiveName: 'x'.repeat(161) })).toThrow(/too long/);
		expect(() => encodeInvitationLink('', { ...link(), signaling: Array(9).fill('ws://a') })).toThrow(/too many/);
		expect(() => encodeInvitationLink('', { ...link(), collective: 'AAAA' as CollectiveId })).toThrow(/collective/);
	});

	it('[CRY102] reading any text ends in a value or a named failure', () => {
		fc.assert(
			fc.property(fc.base64String({ maxLength: 400 }), (s) => {
				const parsed = parseInvitationFragment(`#i1.${s.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_')}`);
				expect(parsed).toEqual(failure('DamagedInvitation'));
			})
		);
	});
});
