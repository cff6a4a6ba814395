/**
 * Device authentication over a fresh connection: hello, hello, proof, proof, and then the name of who is there.
 *
 * Knows the order of the messages only. Keys and signatures are `PeerCrypto`'s, which may live in a worker; who is welcome
 * is its business too. Carries NET20 (bound to both DTLS fingerprints), NET26 (nothing before it).
 */

import { err, type Result } from '$crypto/base';
import type { AuthContext, Authenticator, AuthRefused, PeerIdentity } from './peer';

/** One side's view when it proves or verifies. Plain data, so that it can be posted to a worker. */
export interface AuthSituation extends AuthContext {
	readonly ownHello: Uint8Array;
	readonly theirHello: Uint8Array;
}

export interface PeerCrypto {
	/** A hello with a fresh nonce, for one connection only. */
	hello(context: AuthContext): Promise<Uint8Array>;
	/** The signature over the situation; null when their hello is malformed. */
	prove(situation: AuthSituation): Promise<Uint8Array | null>;
	/** Whose proof it is, if it is one, and whether they are welcome in this room. */
	verify(situation: AuthSituation, proof: Uint8Array): Promise<Result<PeerIdentity, AuthRefused>>;
}

export function createDeviceAuthenticator(crypto: PeerCrypto): Authenticator {
	return {
		async run(io, context) {
			const ownHello = await crypto.hello(context);
			io.send(ownHello);
			const theirHello = await io.receive();
			const situation: AuthSituation = { ...context, ownHello, theirHello };
			const ownProof = await crypto.prove(situation);
			if (!ownProof) return err({ type: 'AuthRefused', reason: 'Malformed' });
			io.send(ownProof);
			return crypto.verify(situation, await io.receive());
		}
	};
}
