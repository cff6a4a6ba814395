/** Vectors for further devices: links, lobbies, the code beside a phrase, and the proof of a new device. */
import { utf8, type CollectiveId } from '../../crypto/base';
import { deriveOffer, encodeCollectiveCode, encodeDeviceLink, phraseLobby } from '../../crypto/device-link';
import { deviceIdOf, type DeviceKeys } from '../../crypto/keys';
import { createSecret, reveal } from '../../crypto/secret';
import { sign } from '../../crypto/signature';
import { toHex } from './hex';

export function buildDeviceLinks(collective: CollectiveId, maker: DeviceKeys, fresh: DeviceKeys) {
	const seed = createSecret(Uint8Array.from({ length: 32 }, (_, at) => at));
	const offer = deriveOffer(seed, collective);
	const phrase = phraseLobby(fresh.sign.publicKey, collective);
	const signaling = ['wss://house.example/signal'];
	const parts = { collective, seed, madeBy: maker.sign.publicKey, collectiveName: 'The Linden House', makerName: 'Ana', memberName: 'Ben', signaling };
	return {
		collective,
		seed: toHex(reveal(seed)),
		offerId: offer.id,
		offerPublicKey: toHex(offer.sign.publicKey),
		offerLobbyKey: toHex(reveal(offer.lobbyKey)),
		phraseSignPublicKey: toHex(fresh.sign.publicKey),
		phraseLobbyId: phrase.id,
		phraseLobbyKey: toHex(reveal(phrase.lobbyKey)),
		sponsor: deviceIdOf(maker.sign.publicKey),
		boxPublicKey: toHex(fresh.box.publicKey),
		enrolment: toHex(sign('sign/enrol-device', collective, [utf8(deviceIdOf(maker.sign.publicKey)), fresh.box.publicKey], fresh.sign.secretKey)),
		deviceLink: encodeDeviceLink('https://house.example/join', { kind: 'device', ...parts }),
		recoveryLink: encodeDeviceLink('https://house.example/join', { kind: 'recovery', ...parts }),
		collectiveCode: encodeCollectiveCode({ collective, signaling })
	};
}
