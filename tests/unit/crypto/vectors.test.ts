/** The committed vectors: formats may not change unnoticed, and every failure has its name. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, utf8, type CollectiveId, type StreamId } from '$crypto/base';
import { open } from '$crypto/aead';
import { openBackup } from '$crypto/backup';
import { openBundle } from '$crypto/bundle';
import { envelopeId, openHeader, openPayload, parseEnvelope, verifyEnvelope } from '$crypto/envelope';
import { openFrame } from '$crypto/ephemeral';
import { parseJoinProof, verifyJoin } from '$crypto/invitation';
import { parseInvitationFragment } from '$crypto/invitation-link';
import { deviceKeysFromSeed } from '$crypto/keys';
import { epochIdOf, unwrapKey, type EphemeralKey, type HeaderKey, type PayloadKey } from '$crypto/keyring';
import { parseHello, verifyProof } from '$crypto/peer-auth';
import { parseRecoveryPhrase } from '$crypto/recovery';
import { createSecret } from '$crypto/secret';
import { verify } from '$crypto/signature';
import { loadSodium } from '$crypto/sodium';
import { openVault } from '$crypto/vault';
import { buildVectors, openLock } from '../../vectors/build';
import { EDGE_COLLECTIVE, EDGE_LABEL } from '../../vectors/ed25519-edge';
import { buildFailures, type FailureCase, type FailureFormat } from '../../vectors/failures';
import { fromHex } from '../../vectors/hex';
import { must } from './cast';

type Vectors = Awaited<ReturnType<typeof buildVectors>>;
/** The files were written from these very types, and the first test compares them whole. */
const read = <T>(name: string): T =>
	JSON.parse(readFileSync(new URL(`../../vectors/${name}`, import.meta.url), 'utf8')) as T;
const vector = <N extends keyof Vectors>(name: N): Vectors[N] => read<Vectors[N]>(name);

beforeAll(loadSodium);

describe('the formats', () => {
	it('are byte for byte those that were committed', async () => {
		const built = await buildVectors();
		for (const [name, value] of Object.entries(built))
			expect(JSON.parse(JSON.stringify(value)), name).toEqual(read(name));
		expect(buildFailures(built)).toEqual(read('failures.json'));
	});

	it('[CRY45] [CRY46] committed entries verify, open and keep their ids', () => {
		for (const v of vector('envelope.json')) {
			const bytes = fromHex(v.bytes);
			expect(envelopeId(bytes)).toBe(v.id);
			expect(verifyEnvelope(bytes, v.collective, fromHex(v.signPublicKey))).toBe(true);
			const { header, payload } = must(openEntry(bytes, v));
			expect([header, payload]).toEqual([utf8(v.header), utf8(v.payload)]);
		}
	});

	it('[CRY53] [CRY63] [CRY81] [CRY121] [CRY163] committed boxes, vaults, backups, bundles and frames open', async () => {
		const epoch = vector('epoch.json');
		const ben = deviceKeysFromSeed(fromHex(vector('keys.json').devices[1]!.seed));
		const key = must(unwrapKey('epoch', epoch.collective, fromHex(epoch.boxForBen), ben.box));
		expect(epochIdOf(key)).toBe(epoch.id);
		const vault = vector('vault.json');
		const contents = must(await openVault(fromHex(vault.vault), createSecret(vault.passphrase), openLock));
		expect(contents).toEqual(utf8(vault.contents));
		const backup = read<{ backup: string; passphrase: string; contents: string }>('backup.json');
		const restored = must(openBackup(fromHex(backup.backup), createSecret(backup.passphrase)));
		expect(restored).toEqual(utf8(backup.contents));
		const bundle = read<{ collective: CollectiveId; benSeed: string; maker: string; body: string; bundle: string }>('bundle.json');
		const handed = must(openBundle(fromHex(bundle.bundle), bundle.collective, deviceKeysFromSeed(fromHex(bundle.benSeed)).box));
		expect(handed.maker).toEqual(fromHex(bundle.maker));
		expect(new TextDecoder().decode(concatBytes(...handed.body())).replace(/\0+$/, '')).toBe(bundle.body);
		const frame = vector('frame.json');
		expect(must(openTheFrame(fromHex(frame.frame)))).toMatchObject({ slot: frame.slot, counter: frame.counter });
	});
});

describe('[CRY22] edge cases of Ed25519', () => {
	const cases = vector('ed25519-edge.json');
	it.each(cases.map((c) => [c.accepted ? 'accepted' : 'refused', c.name, c] as const))('%s: %s', (_, __, c) => {
		const parts = [utf8(c.message)];
		const accepted = verify(EDGE_LABEL, EDGE_COLLECTIVE, parts, fromHex(c.signature), fromHex(c.publicKey));
		expect(accepted).toBe(c.accepted);
	});

	it('only the ordinary signature and the mixed key with a lucky challenge are accepted', () => {
		expect(cases.filter((c) => c.accepted).map((c) => c.name)).toEqual([
			'an ordinary signature',
			'key of mixed order, challenge is divisible by 8'
		]);
		expect(cases.length).toBeGreaterThan(40);
	});
});

describe('failures', () => {
	const cases = read<FailureCase[]>('failures.json');
	it.each(cases.map((c) => [c.format, c.name, c.failure, c] as const))('%s, %s: %s', async (format, _, failure, c) => {
		expect(await failureOf[format](c.input)).toBe(failure);
	});
});

const invitation = vector('invitation.json');
const peer = vector('peer.json');
const aead = vector('aead.json');
const vault = vector('vault.json');
const entry = vector('envelope.json')[0]!;

/** Runs an input through the reader of its format and names the failure; 'none' would be a scandal. */
const failureOf: Record<FailureFormat, (input: string) => string | Promise<string>> = {
	aead: (input) => nameOf(open(createSecret(fromHex(aead.key)), utf8(aead.associatedData), fromHex(input))),
	box: (input) => {
		const ben = deviceKeysFromSeed(fromHex(vector('keys.json').devices[1]!.seed));
		return nameOf(unwrapKey('epoch', vector('epoch.json').collective, fromHex(input), ben.box));
	},
	envelope: (input) => {
		const opened = openEntry(fromHex(input), entry);
		if (!opened.ok) return nameOf(opened);
		return verifyEnvelope(fromHex(input), entry.collective, fromHex(entry.signPublicKey)) ? 'none' : 'BadSignature';
	},
	frame: (input) => nameOf(openTheFrame(fromHex(input))),
	'join-proof': (input) => {
		const proof = parseJoinProof(fromHex(input));
		if (proof === null) return 'unparsed';
		const verified = verifyJoin(proof, { collective: invitation.collective, invitationId: invitation.id });
		return verified.ok ? 'none' : verified.error.reason;
	},
	link: (input) => nameOf(parseInvitationFragment(input)),
	'peer-proof': (input) =>
		nameOf(
			verifyProof(
				{
					collective: peer.collective,
					role: 'answerer',
					ownHello: must(parseHello(fromHex(peer.answererHello))),
					theirHello: must(parseHello(fromHex(peer.offererHello))),
					ownFingerprint: fromHex(peer.answererFingerprint),
					theirFingerprint: fromHex(peer.offererFingerprint)
				},
				fromHex(input)
			)
		),
	recovery: (input) => nameOf(parseRecoveryPhrase(input)),
	vault: async (input) => nameOf(await openVault(fromHex(input), createSecret(vault.passphrase), openLock))
};

function nameOf(result: { ok: true } | { ok: false; error: { type: string } }): string {
	return result.ok ? 'none' : result.error.type;
}

interface EntryKeys {
	readonly collective: CollectiveId;
	readonly stream: StreamId;
	readonly headerKey: string;
	readonly payloadKey: string;
}

function openEntry(bytes: Uint8Array, v: EntryKeys) {
	const envelope = parseEnvelope(bytes);
	if (!envelope.ok) return envelope;
	// vectors hold bytes; the brands are put on here and nowhere else
	const headerKey = createSecret(fromHex(v.headerKey)) as HeaderKey;
	const payloadKey = createSecret(fromHex(v.payloadKey)) as PayloadKey;
	const header = openHeader(envelope.value, v.collective, v.stream, headerKey);
	if (!header.ok) return header;
	const payload = openPayload(envelope.value, v.collective, v.stream, payloadKey, header.value.payloadCommit);
	return payload.ok ? { ok: true as const, value: { header: header.value.header, payload: payload.value } } : payload;
}

function openTheFrame(bytes: Uint8Array) {
	const v = vector('frame.json');
	return openFrame(bytes, {
		key: createSecret(fromHex(v.key)) as EphemeralKey, // as above
		collective: v.collective,
		stream: v.stream,
		publicKeyOf: (slot) => (slot === v.slot ? fromHex(v.signPublicKey) : undefined)
	});
}
