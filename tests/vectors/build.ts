/** What the committed vectors are made of: everything from fixed seeds, so that building them again must give the same. */
import { AREAS, CORE_STREAM, utf8, type CollectiveId, type StreamId } from '../../crypto/base';
import { seal } from '../../crypto/aead';
import { sealEnvelope } from '../../crypto/envelope';
import { sealFrame } from '../../crypto/ephemeral';
import { hash, hashText } from '../../crypto/hash';
import { createInvitation, deriveInvitation, encodeJoinProof, lobbyKeys, signJoin } from '../../crypto/invitation';
import { encodeInvitationLink } from '../../crypto/invitation-link';
import { collectiveIdOf, deviceIdOf, deviceKeysFromSeed, memberIdOf, slotOf } from '../../crypto/keys';
import { keeperDocument, keeperPlaceText, type KeeperPlace } from '../../crypto/keeper-documents';
import { createEpochKey, deriveEpochKeys, wrapKey } from '../../crypto/keyring';
import { padmeLength } from '../../crypto/padme';
import { MIN_COST } from '../../crypto/passphrase';
import { encodeHello, proveHello, type PeerHello, type PeerSituation } from '../../crypto/peer-auth';
import { createSeededRandom } from '../../crypto/random';
import { encodeRecoveryPhrase, fingerprintWords } from '../../crypto/recovery';
import { createSecret, reveal } from '../../crypto/secret';
import { sign, verify } from '../../crypto/signature';
import { commitChallenge, spokenCode } from '../../crypto/spoken-code';
import { createStreamKey, deriveStreamKeys, wrapStreamKey } from '../../crypto/stream-keys';
import { sealVault, type DeviceLock } from '../../crypto/vault';
import { buildDeviceLinks } from './device-links';
import { buildEdgeCases, EDGE_COLLECTIVE, EDGE_LABEL } from './ed25519-edge';
import { fromHex, toHex } from './hex';

export const TEXT_STREAM = 'AQIDBAUGBwgJCgsMDQ4PEA' as StreamId;

const KEEPER_PLACES: readonly KeeperPlace[] = [
	{ kind: 'core', segment: 0, generation: 0 },
	{ kind: 'core', segment: 1, generation: 12 },
	{ kind: 'text', stream: TEXT_STREAM, segment: 0, generation: 0 },
	{ kind: 'receipt', name: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', generation: 0 }
];

/** For the vault vector only: locks nothing, so that the inner format shows. */
export const openLock: DeviceLock = {
	wrap: async (bytes) => bytes,
	unwrap: async (bytes) => ({ ok: true, value: bytes })
};

export async function buildVectors() {
	const seedOf = (name: string) => createSeededRandom(`vector ${name}`).bytes(32);
	const random = createSeededRandom('vectors');
	const [ana, ben] = [deviceKeysFromSeed(seedOf('ana')), deviceKeysFromSeed(seedOf('ben'))];
	const nonce = random.bytes(16);
	const collective = collectiveIdOf(ana.sign.publicKey, nonce);
	const epochKey = createEpochKey(random);
	const epoch = deriveEpochKeys(epochKey, collective);
	const streamKey = createStreamKey(random);

	const devices = [ana, ben].map((device) => ({
		seed: toHex(reveal(device.seed)),
		signPublicKey: toHex(device.sign.publicKey),
		boxPublicKey: toHex(device.box.publicKey),
		deviceId: deviceIdOf(device.sign.publicKey),
		memberId: memberIdOf(device.sign.publicKey),
		slot: slotOf(collective, device.sign.publicKey),
		fingerprintWords: fingerprintWords(device.sign.publicKey).join(' '),
		recoveryPhrase: reveal(encodeRecoveryPhrase(device.seed))
	}));

	return {
		'hash.json': {
			hashes: [[], [''], ['a'], ['a', 'b'], ['ab'], ['', 'ab'], ['é', '🌳'], ['x'.repeat(1000)]].map((texts) => ({
				label: 'example',
				texts,
				hash: hashText('example', ...texts)
			})),
			ofBytes: toHex(hash('example', Uint8Array.of(0, 255), new Uint8Array(3))),
			seededRandom: { seed: '7', bytes: toHex(createSeededRandom(7).bytes(80)) }
		},
		'keys.json': {
			foundingNonce: toHex(nonce),
			collective,
			devices,
			signature: {
				label: 'sign/bundle',
				message: 'hello',
				signature: toHex(sign('sign/bundle', collective, [utf8('hello')], ana.sign.secretKey))
			}
		},
		'ed25519-edge.json': buildEdgeCases().map((one) => ({
			...one,
			accepted: verify(
				EDGE_LABEL,
				EDGE_COLLECTIVE,
				[utf8(one.message)],
				fromHex(one.signature),
				fromHex(one.publicKey)
			)
		})),
		'epoch.json': {
			collective,
			key: toHex(reveal(epochKey)),
			id: epoch.id,
			hint: toHex(epoch.hint),
			headerKey: toHex(reveal(epoch.headerKey)),
			areaKeys: Object.fromEntries(AREAS.map((area) => [area, toHex(reveal(epoch.areaKey(area)))])),
			roomName: epoch.roomName,
			roomPassword: epoch.roomPassword,
			relayName: epoch.relayName,
			ephemeralKey: toHex(reveal(epoch.ephemeralKey)),
			textWrapKey: toHex(reveal(epoch.textWrapKey)),
			keeperKey: toHex(reveal(epoch.keeperKey)),
			keeperDocuments: Object.fromEntries(KEEPER_PLACES.map((place) => [keeperPlaceText(place), keeperDocument(epoch, place).name])),
			boxForBen: toHex(wrapKey('epoch', collective, epochKey, ben.box.publicKey, random)),
			stream: {
				id: TEXT_STREAM,
				key: toHex(reveal(streamKey)),
				payloadKey: toHex(reveal(deriveStreamKeys(streamKey).payloadKey)),
				ephemeralKey: toHex(reveal(deriveStreamKeys(streamKey).ephemeralKey)),
				wrapped: toHex(wrapStreamKey(streamKey, collective, TEXT_STREAM, epoch.textWrapKey, random))
			}
		},
		'aead.json': {
			padme: [1, 192, 193, 257, 1000, 1025, 65_537, 1_000_000].map((length) => [length, padmeLength(length)]),
			key: toHex(new Uint8Array(32).fill(7)),
			associatedData: 'context',
			plaintext: 'a message',
			sealed: toHex(
				seal(createSecret(new Uint8Array(32).fill(7)), utf8('context'), utf8('a message'), random)
			)
		},
		'envelope.json': [CORE_STREAM, TEXT_STREAM].map((stream) => {
			const payloadKey = stream === CORE_STREAM ? epoch.areaKey('ledger') : deriveStreamKeys(streamKey).payloadKey;
			const sealed = sealEnvelope({
				collective,
				stream,
				epochHint: epoch.hint,
				headerKey: epoch.headerKey,
				payloadKey,
				header: utf8('the header'),
				payload: utf8('the payload'),
				signSecretKey: ana.sign.secretKey,
				random
			});
			return {
				collective,
				stream,
				headerKey: toHex(reveal(epoch.headerKey)),
				payloadKey: toHex(reveal(payloadKey)),
				signPublicKey: toHex(ana.sign.publicKey),
				header: 'the header',
				payload: 'the payload',
				bytes: toHex(sealed.bytes),
				id: sealed.id
			};
		}),
		'invitation.json': buildInvitation(collective, ben, random),
		'device-link.json': buildDeviceLinks(collective, ana, ben),
		'peer.json': buildPeers(collective, ana, ben, random),
		'frame.json': buildFrame(),
		'vault.json': {
			passphrase: 'correct horse battery',
			contents: 'every secret of this device',
			vault: toHex(
				await sealVault({
					contents: utf8('every secret of this device'),
					passphrase: createSecret('correct horse battery'),
					deviceLock: openLock,
					random,
					cost: MIN_COST
				})
			)
		}
	};

	function buildFrame() {
		const slot = slotOf(collective, ana.sign.publicKey);
		const sealed = sealFrame({
			key: epoch.ephemeralKey,
			collective,
			stream: TEXT_STREAM,
			slot,
			session: random.bytes(8),
			counter: 2 ** 40 + 1,
			body: utf8('typed'),
			signSecretKey: ana.sign.secretKey,
			random
		});
		return {
			collective,
			stream: TEXT_STREAM,
			key: toHex(reveal(epoch.ephemeralKey)),
			signPublicKey: toHex(ana.sign.publicKey),
			slot,
			counter: 2 ** 40 + 1,
			body: 'typed',
			frame: toHex(sealed.frame),
			signedBytes: toHex(sealed.signedBytes),
			signature: toHex(sealed.signature)
		};
	}
}

type Device = ReturnType<typeof deviceKeysFromSeed>;
type Random = ReturnType<typeof createSeededRandom>;

function buildInvitation(collective: CollectiveId, joiner: Device, random: Random) {
	const seed = createInvitation(random);
	const invitation = deriveInvitation(seed, collective);
	const [profileHash, memberChallenge, joinerChallenge] = [random.bytes(32), random.bytes(32), random.bytes(32)];
	const link = encodeInvitationLink('https://app.example/', {
		collective,
		seed,
		collectiveName: 'Praxis am Park',
		inviterName: 'Chloé',
		signaling: ['wss://signal.example'],
		iceServers: [{ urls: ['turn:turn.example'], username: 'u', credential: 'c' }]
	});
	return {
		collective,
		seed: toHex(reveal(seed)),
		id: invitation.id,
		publicKey: toHex(invitation.sign.publicKey),
		lobbyKey: toHex(reveal(invitation.lobbyKey)),
		lobbyRoomName: lobbyKeys(invitation.lobbyKey).roomName,
		lobbyRoomPassword: lobbyKeys(invitation.lobbyKey).roomPassword,
		lobbyFrameKey: toHex(reveal(lobbyKeys(invitation.lobbyKey).frameKey)),
		joinProof: toHex(
			encodeJoinProof(signJoin({ collective, invitation, device: joiner, profileHash, memberChallenge, joinerChallenge }))
		),
		memberChallenge: toHex(memberChallenge),
		commitment: toHex(commitChallenge(memberChallenge)),
		spokenCode: spokenCode({
			collective,
			invitationId: invitation.id,
			joinerSignPublicKey: joiner.sign.publicKey,
			joinerBoxPublicKey: joiner.box.publicKey,
			joinerChallenge,
			memberChallenge
		}),
		link: link.ok ? link.value : null
	};
}

function buildPeers(collective: CollectiveId, ana: Device, ben: Device, random: Random) {
	const hello = (device: Device): PeerHello => ({
		kind: 'member',
		publicKey: device.sign.publicKey,
		nonce: random.bytes(32)
	});
	const [anas, bens] = [hello(ana), hello(ben)];
	const situation: PeerSituation = {
		collective,
		role: 'offerer',
		ownHello: anas,
		theirHello: bens,
		ownFingerprint: new Uint8Array(32).fill(0xaa),
		theirFingerprint: new Uint8Array(32).fill(0xbb)
	};
	return {
		collective,
		offererHello: toHex(encodeHello(anas)),
		answererHello: toHex(encodeHello(bens)),
		offererFingerprint: 'aa'.repeat(32),
		answererFingerprint: 'bb'.repeat(32),
		offererProof: toHex(proveHello(situation, ana.sign))
	};
}
