/**
 * The signatures of device authentication, by `crypto/peer-auth`. Runs wherever the keys are: in the worker of the app, in
 * the same thread in tests.
 *
 * Does not know the collective's members: `identify` does. Carries NET20, NET27 (who is welcome where).
 */

import { err, ok, toBase64, type CollectiveId } from '$crypto/base';
import type { KeyPair } from '$crypto/keys';
import {
	createHello,
	encodeHello,
	parseHello,
	proveHello,
	verifyProof,
	type PeerHello,
	type PeerSituation
} from '$crypto/peer-auth';
import type { Random } from '$crypto/random';
import type { AuthSituation, PeerCrypto } from './device-auth';
import type { AuthContext, PeerIdentity } from './peer';

export interface PeerCryptoOptions {
	readonly collective: CollectiveId;
	readonly random: Random;
	/** As whom we show ourselves in this room: a device of the collective, or the holder of an invitation. */
	credential(room: AuthContext['room']): { readonly kind: PeerHello['kind']; readonly keys: KeyPair };
	/** Whose key it is and whether they are welcome in this room; null refuses. `session` goes into the identity. */
	identify(
		claim: { readonly kind: PeerHello['kind']; readonly publicKey: Uint8Array; readonly session: string },
		room: AuthContext['room']
	): PeerIdentity | null | Promise<PeerIdentity | null>;
}

export function createPeerCrypto(options: PeerCryptoOptions): PeerCrypto {
	const situationOf = (seen: AuthSituation): PeerSituation | null => {
		const ownHello = parseHello(seen.ownHello);
		const theirHello = parseHello(seen.theirHello);
		if (!ownHello.ok || !theirHello.ok) return null;
		return {
			collective: options.collective,
			role: seen.role,
			ownHello: ownHello.value,
			theirHello: theirHello.value,
			ownFingerprint: seen.ownFingerprint,
			theirFingerprint: seen.theirFingerprint
		};
	};
	return {
		async hello({ room }) {
			const { kind, keys } = options.credential(room);
			return encodeHello(createHello(options.random, kind, keys.publicKey));
		},
		async prove(seen) {
			const situation = situationOf(seen);
			return situation && proveHello(situation, options.credential(seen.room).keys);
		},
		async verify(seen, proof) {
			const situation = situationOf(seen);
			if (!situation) return err({ type: 'AuthRefused', reason: 'Malformed' });
			const proven = verifyProof(situation, proof);
			if (!proven.ok) return err({ type: 'AuthRefused', reason: 'NotProven' });
			const { kind, publicKey, nonce } = proven.value;
			const session = toBase64(nonce.subarray(0, 12));
			const identity = await options.identify({ kind, publicKey, session }, seen.room);
			return identity ? ok(identity) : err({ type: 'AuthRefused', reason: 'Stranger' });
		}
	};
}
