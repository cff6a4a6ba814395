/** Named attacks on the lowest floor. Each is carried out as far as the attacker gets. See crypto/THREATS.md. */
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '$crypto/base';
import { commitmentOf, messageKeyOf, open, openWithMessageKey, sealUnderNonce } from '$crypto/aead';
import { openHeader, openPayload, parseEnvelope, sealEnvelope, verifyEnvelope } from '$crypto/envelope';
import { hash } from '$crypto/hash';
import { createInvitation, deriveInvitation, signJoin, verifyJoin } from '$crypto/invitation';
import { unwrapKey, epochIdOf, wrapKey } from '$crypto/keyring';
import { pad } from '$crypto/padme';
import { MIN_COST } from '$crypto/passphrase';
import { createHello, proveHello, verifyProof, type PeerSituation } from '$crypto/peer-auth';
import { createSeededRandom, systemRandom } from '$crypto/random';
import { createSecret, reveal, type Secret } from '$crypto/secret';
import { loadSodium, sodium } from '$crypto/sodium';
import { checkChallenge, commitChallenge, createChallenge, spokenCode } from '$crypto/spoken-code';
import { openVault, sealVault, type DeviceLock } from '$crypto/vault';
import { createDeviceLockDouble } from './device-lock-double';
import { createStage, must, sealAnasEntry, type Stage } from './cast';

let stage: Stage;
beforeAll(async () => {
	await loadSodium();
	stage = createStage();
});

describe('key-commitment mismatch', () => {
	/**
	 * The textbook attack: one ciphertext and tag valid under two keys. Poly1305 is linear over its key, so with one free
	 * 16-byte block the equation tag(key1) = tag(key2) can be solved. Here it is really built, then offered to `open`.
	 */
	function buildTwoKeyCiphertext(key1: Uint8Array, key2: Uint8Array, nonce: Uint8Array, ad: Uint8Array) {
		const lib = sodium();
		const P = (1n << 130n) - 5n;
		const little = (bytes: Uint8Array) => bytes.reduceRight((n, byte) => (n << 8n) | BigInt(byte), 0n);
		const bytesOf = (value: bigint, length: number) =>
			Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
		const power = (base: bigint, exponent: bigint): bigint => {
			let result = 1n;
			for (let b = base % P, e = exponent; e > 0n; e >>= 1n, b = (b * b) % P) if (e & 1n) result = (result * b) % P;
			return result;
		};
		const poly = [key1, key2].map((key) => {
			const subkey = lib.crypto_core_hchacha20(nonce.subarray(0, 16), key, null);
			const inner = concatBytes(new Uint8Array(4), nonce.subarray(16));
			const block = lib.crypto_stream_chacha20_ietf_xor(new Uint8Array(32), inner, subkey);
			const clamp = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
			return { r: little(block.subarray(0, 16)) & clamp, s: little(block.subarray(16, 32)) };
		});
		const padTo16 = (bytes: Uint8Array) => concatBytes(bytes, new Uint8Array((16 - (bytes.length % 16)) % 16));
		// Ciphertext: a block that is tried until the solution fits 128 bits, then the free block.
		for (let attempt = 0; attempt < 5000; attempt++) {
			const first = bytesOf(BigInt(attempt), 16);
			const lengths = concatBytes(bytesOf(BigInt(ad.length), 8), bytesOf(32n, 8));
			const before = concatBytes(padTo16(ad), first);
			const blocks: bigint[] = [];
			for (let at = 0; at < before.length; at += 16) blocks.push(little(before.subarray(at, at + 16)) + (1n << 128n));
			// The sum is known + free·r² with known = (all before)·… + 2^128·r² + lengths·r: collect it without the free block.
			const [one, two] = poly.map(({ r, s }) => {
				let sum = 0n;
				for (const block of blocks) sum = ((sum + block) * r) % P;
				sum = ((((sum * r) % P) * r) % P) + (((1n << 128n) * r * r) % P);
				return { known: (sum + (little(lengths) + (1n << 128n)) * r) % P, r2: (r * r) % P, s };
			});
			// Tags are taken modulo 2^128: try the few ways in which the sums may wrap.
			for (let wraps = -4n; wraps <= 4n; wraps++) {
				const right = (two!.known - one!.known + two!.s - one!.s + (wraps << 128n)) % P;
				const factor = (one!.r2 - two!.r2 + P) % P;
				const free = ((((right % P) + P) % P) * power(factor, P - 2n)) % P;
				if (free >= 1n << 128n) continue;
				const tagOf = (k: { known: bigint; r2: bigint; s: bigint }) => (((k.known + free * k.r2) % P) + k.s) & ((1n << 128n) - 1n);
				if (tagOf(one!) !== tagOf(two!)) continue;
				return concatBytes(first, bytesOf(free, 16), bytesOf(tagOf(one!), 16));
			}
		}
		throw new Error('no solution found');
	}

	it('[CRY31] a ciphertext that really opens under two keys is WrongKey under the second', () => {
		const keys = [createSecret(new Uint8Array(32).fill(1)), createSecret(new Uint8Array(32).fill(2))] as const;
		const nonce = createSeededRandom('nonce').bytes(24);
		const head = concatBytes(nonce, commitmentOf(keys[0], nonce));
		const ad = utf8('context');
		const ciphertext = buildTwoKeyCiphertext(reveal(keys[0]), reveal(keys[1]), nonce, concatBytes(ad, head));
		// the bare cipher is fooled: both keys accept
		const plain = keys.map((key) =>
			sodium().crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, concatBytes(ad, head), nonce, reveal(key))
		);
		expect(plain[0]).not.toEqual(plain[1]);
		// ours is not
		const sealed = concatBytes(head, ciphertext);
		expect(must(open(keys[0], ad, sealed))).toEqual(plain[0]);
		expect(open(keys[1], ad, sealed)).toEqual({ ok: false, error: { type: 'WrongKey' } });
		// and whoever is shown this message alone cannot be shown the other text
		const shown = keys.map((key) => openWithMessageKey(messageKeyOf(key, nonce), nonce, head.subarray(24), concatBytes(ad, head), ciphertext));
		expect(shown).toEqual([{ ok: true, value: plain[0] }, { ok: false, error: { type: 'WrongKey' } }]);
	});

	it('[CRY43] an entry that claims another commitment for its payload opens under neither key', () => {
		const { collective, stream, epoch } = stage;
		const good = must(parseEnvelope(sealAnasEntry(stage, utf8('h'), utf8('p'))));
		const header = must(openHeader(good, collective, stream, epoch.headerKey));
		const lied = commitmentOf(epoch.areaKey('ledger'), good.nonce);
		expect(openPayload(good, collective, stream, epoch.areaKey('ledger'), lied).ok).toBe(false);
		expect(openPayload(good, collective, stream, epoch.areaKey('calendar'), lied)).toEqual({
			ok: false,
			error: { type: 'WrongKey' }
		});
		expect(openPayload(good, collective, stream, epoch.areaKey('calendar'), header.payloadCommit).ok).toBe(true);
	});
});

describe('forged author', () => {
	it('[CRY44] a member with all group keys cannot write in the name of another', () => {
		const { collective, stream, epoch, ana, eve, random } = stage;
		const forged = sealEnvelope({
			collective,
			stream,
			epochHint: epoch.hint,
			headerKey: epoch.headerKey,
			payloadKey: epoch.areaKey('ledger'),
			header: utf8('slot of Ana'),
			payload: utf8('Ana owes Eve everything'),
			signSecretKey: eve.sign.secretKey,
			random
		}).bytes;
		expect(verifyEnvelope(forged, collective, ana.sign.publicKey)).toBe(false);
	});

	it('[CRY44] Eve cannot put her signature under what Ana sealed and be taken for its author elsewhere', () => {
		const bytes = sealAnasEntry(stage, utf8('h'), utf8('p'));
		const body = bytes.subarray(0, bytes.length - 64);
		const stolen = concatBytes(body, sodium().crypto_sign_detached(body, reveal(stage.eve.sign.secretKey)));
		expect(verifyEnvelope(stolen, stage.collective, stage.ana.sign.publicKey)).toBe(false);
		expect(verifyEnvelope(stolen, stage.collective, stage.eve.sign.publicKey)).toBe(false);
	});
});

describe('foreign padding', () => {
	it('[CRY33] an author who hides bytes behind the text is Unpadded', () => {
		const { collective, stream, epoch } = stage;
		const bytes = sealAnasEntry(stage, utf8('h'), utf8('p')).slice();
		const envelope = must(parseEnvelope(bytes));
		const { payloadCommit } = must(openHeader(envelope, collective, stream, epoch.headerKey));
		const key = epoch.areaKey('calendar');
		const hidden = pad(utf8('p'));
		hidden[hidden.length - 1] = 7;
		const label = utf8('commonhold/1/entry');
		const part = (t: string) => concatBytes(new Uint8Array([0, 0, 0, utf8(t).length]), utf8(t));
		const ad = concatBytes(
			Uint8Array.of(0, label.length),
			label,
			part(collective),
			part(stream),
			bytes.subarray(0, envelope.payloadAt)
		);
		bytes.set(sealUnderNonce(key, envelope.nonce, ad, hidden), envelope.payloadAt);
		expect(openPayload(must(parseEnvelope(bytes)), collective, stream, key, payloadCommit)).toEqual({
			ok: false,
			error: { type: 'Unpadded' }
		});
	});
});

describe('authentication of peers', () => {
	const situation = (more: Partial<PeerSituation> = {}): PeerSituation => ({
		collective: stage.collective,
		role: 'answerer',
		ownHello: createHello(systemRandom, 'member', stage.ben.sign.publicKey),
		theirHello: createHello(systemRandom, 'member', stage.ana.sign.publicKey),
		ownFingerprint: new Uint8Array(32).fill(0xbb),
		theirFingerprint: new Uint8Array(32).fill(0xaa),
		...more
	});
	const mirrored = (s: PeerSituation): PeerSituation => ({
		collective: s.collective,
		role: s.role === 'offerer' ? 'answerer' : 'offerer',
		ownHello: s.theirHello,
		theirHello: s.ownHello,
		ownFingerprint: s.theirFingerprint,
		theirFingerprint: s.ownFingerprint
	});
	const notProven = (reason: string) => ({ ok: false, error: { type: 'NotProven', reason } });

	it('replayed authentication: [CRY111] an old proof by Ana fails on a new connection', () => {
		const first = situation();
		const proof = proveHello(mirrored(first), stage.ana.sign);
		expect(verifyProof(first, proof).ok).toBe(true);
		// Eve repeats Ana's hello and proof word for word; Ben's nonce is new
		const second = situation({ theirHello: first.theirHello });
		expect(verifyProof(second, proof)).toEqual(notProven('signature'));
	});

	it('reflected proof: [CRY112] Ben’s own hello and proof sent back to him fail', () => {
		const s = situation();
		const ownProof = proveHello(s, stage.ben.sign);
		expect(verifyProof({ ...s, theirHello: s.ownHello }, ownProof)).toEqual(notProven('reflected'));
		const otherNonce = { ...s.ownHello, nonce: systemRandom.bytes(32) };
		expect(verifyProof({ ...s, theirHello: otherNonce }, ownProof)).toEqual(notProven('reflected'));
	});

	it('reflected proof: [CRY112] a proof given in one role does not serve in the other', () => {
		const s = situation();
		const proof = proveHello(mirrored(s), stage.ana.sign);
		expect(verifyProof({ ...s, role: 'offerer' }, proof)).toEqual(notProven('signature'));
	});

	it('man in the middle of signaling: [CRY113] relayed hellos and proofs fail when fingerprints were swapped', () => {
		const hellos = situation();
		const eves = new Uint8Array(32).fill(0xee);
		// Eve sits between: Ana has a connection to Eve's certificate, Ben too
		const benSees: PeerSituation = { ...hellos, theirFingerprint: eves };
		const anaSees: PeerSituation = { ...mirrored(hellos), theirFingerprint: eves };
		expect(verifyProof(benSees, proveHello(anaSees, stage.ana.sign))).toEqual(notProven('signature'));
		expect(verifyProof(anaSees, proveHello(benSees, stage.ben.sign))).toEqual(notProven('signature'));
	});
});

describe('replayed invitation', () => {
	it('[CRY95] a proof copied from the log does not admit other keys', () => {
		const { collective, ben, eve } = stage;
		const invitation = deriveInvitation(createInvitation(systemRandom), collective);
		const proof = signJoin({
			collective,
			invitation,
			device: ben,
			profileHash: new Uint8Array(32),
			memberChallenge: systemRandom.bytes(32),
			joinerChallenge: systemRandom.bytes(32)
		});
		const expected = { collective, invitationId: invitation.id };
		expect(verifyJoin(proof, expected).ok).toBe(true);
		for (const copied of [
			{ ...proof, joinerSignPublicKey: eve.sign.publicKey },
			{ ...proof, joinerBoxPublicKey: eve.box.publicKey },
			{ ...proof, memberChallenge: systemRandom.bytes(32) }
		])
			expect(verifyJoin(copied, expected)).toMatchObject({ ok: false, error: { reason: 'invitation-signature' } });
	});

	it('[CRY94] an old proof does not answer a new challenge', () => {
		const { collective, ben } = stage;
		const invitation = deriveInvitation(createInvitation(systemRandom), collective);
		const proof = signJoin({
			collective,
			invitation,
			device: ben,
			profileHash: new Uint8Array(32),
			memberChallenge: createChallenge(systemRandom),
			joinerChallenge: createChallenge(systemRandom)
		});
		const fresh = { collective, invitationId: invitation.id, memberChallenge: createChallenge(systemRandom) };
		expect(verifyJoin(proof, fresh)).toMatchObject({ ok: false, error: { reason: 'challenge' } });
	});

	it('stolen link: [CRY96] [CRY97] Eve between Ana and Ben shows them different codes, and cannot choose a reveal afterwards', () => {
		const { collective, ben, eve } = stage;
		const invitationId = deriveInvitation(createInvitation(systemRandom), collective).id;
		const anasChallenge = createChallenge(systemRandom);
		const evesChallenge = createChallenge(systemRandom);
		const commitmentToBen = commitChallenge(evesChallenge); // she must commit before Ben shows his keys
		const [bens, eves] = [ben, eve].map((device) => ({
			collective,
			invitationId,
			joinerSignPublicKey: device.sign.publicKey,
			joinerBoxPublicKey: device.box.publicKey,
			joinerChallenge: createChallenge(systemRandom)
		}));
		const benReads = spokenCode({ ...bens!, memberChallenge: evesChallenge });
		const anaReads = spokenCode({ ...eves!, memberChallenge: anasChallenge });
		expect(benReads).not.toBe(anaReads);
		// with all known she searches for a challenge that would make the codes equal: Ben refuses every other reveal
		for (let i = 0; i < 50; i++) expect(checkChallenge(commitmentToBen, createChallenge(systemRandom))).toBe(false);
	});
});

describe('rogue epoch', () => {
	it('[CRY55] a box with another key than the announced epoch is found by its id', () => {
		const { ana, collective, epoch, otherEpoch } = stage;
		const box = wrapKey('epoch', collective, otherEpoch.key, ana.box.publicKey, systemRandom);
		const key = must(unwrapKey('epoch', collective, box, ana.box));
		expect(epochIdOf(key)).not.toBe(epoch.id);
	});

	it('a removed device with every earlier key opens nothing of a later epoch', () => {
		const later = { ...createStage('later'), collective: stage.collective };
		const entry = must(parseEnvelope(sealAnasEntry({ ...later, epoch: stage.otherEpoch }, utf8('h'), utf8('p'))));
		expect(openHeader(entry, stage.collective, stage.stream, stage.epoch.headerKey)).toEqual({
			ok: false,
			error: { type: 'WrongKey' }
		});
		const box = wrapKey('epoch', stage.collective, stage.otherEpoch.key, stage.ana.box.publicKey, systemRandom);
		expect(unwrapKey('epoch', stage.collective, box, stage.eve.box).ok).toBe(false);
	});
});

describe('Argon2 cost bomb', () => {
	it('[CRY61] a vault that asks for four terabytes is refused before any work', async () => {
		const passphrase: Secret<string> = createSecret('p');
		const lock = createDeviceLockDouble(1);
		const vault = await sealVault({ contents: utf8('x'), passphrase, deviceLock: lock, random: systemRandom, cost: MIN_COST });
		const neverAsked: DeviceLock = {
			wrap: lock.wrap,
			unwrap: () => Promise.reject(new Error('work was spent'))
		};
		for (const [memoryKiB, passes] of [
			[0xffffffff, 1],
			[8192, 0xffffffff],
			[256 * 1024 + 1, 8]
		] as const) {
			const view = new DataView(vault.buffer);
			view.setUint32(8, memoryKiB);
			view.setUint32(12, passes);
			vault.set(hash('vault-checksum', vault.subarray(0, 32), vault.subarray(64)), 32);
			expect(await openVault(vault, passphrase, neverAsked)).toEqual({
				ok: false,
				error: { type: 'CostTooHigh', memoryKiB, passes }
			});
		}
	});
});

describe('stolen database', () => {
	it('[CRY63] right passphrase without the profile and the profile without the passphrase both end closed', async () => {
		const lock = createDeviceLockDouble(1);
		const vault = await sealVault({
			contents: utf8('seed'),
			passphrase: createSecret('right'),
			deviceLock: lock,
			random: systemRandom,
			cost: MIN_COST
		});
		expect(await openVault(vault, createSecret('right'), createDeviceLockDouble(9))).toMatchObject({
			error: { type: 'ForeignProfile' }
		});
		expect(await openVault(vault, createSecret('guess'), lock)).toMatchObject({ error: { type: 'WrongPassphrase' } });
	});
});
