/**
 * Passkeys by WebAuthn with its `prf` extension: a secret that only the person's own authenticator gives, after it has verified them. Asked
 * for while the person waits; kept nowhere. Loaded when it is first used. Carries CRY180.
 */
import { err, ok, type Result } from '$crypto/base';
import { failure, type Failure } from '$lib/errors';
import type { PageHost } from './page-reach';
import type { Done } from './types';

const NOTE = 'passkey';
const PRF_BYTES = 32;
const PATIENCE_MS = 120_000;

export interface Passkeys {
	state(): Promise<'unavailable' | 'none' | 'set'>;
	add(passphrase: string): Done;
	unlock(): Done;
}

export function passkeyBy(host: PageHost): Passkeys {
	const { page } = host;
	return {
		async state() {
			if ((await host.worker().api.note(NOTE)) === 1) return 'set';
			return !host.exploring() && (await canHavePrf(page)) ? 'none' : 'unavailable';
		},
		async add(passphrase) {
			const { api } = host.worker();
			const checked = await api.checkPassphrase(passphrase);
			if (!checked.ok) return checked;
			const salt = page.crypto.getRandomValues(new Uint8Array(32));
			const made = await create(page, salt);
			if (!made.ok) return made;
			return api.addPasskey(passphrase, { ...made.value, salt });
		},
		async unlock() {
			const { api } = host.worker();
			const facts = await api.passkeyFacts();
			if (!facts) return err(failure('NoPasskey'));
			const prf = await ask(page, facts.credential, facts.salt);
			if (!prf.ok) return prf;
			const vault = await api.openByPasskey(prf.value);
			return vault.ok ? host.enter(vault.value) : vault;
		}
	};
}

/** Only a browser that says no is believed; whether an authenticator can is known when it was tried. */
async function canHavePrf(page: Window): Promise<boolean> {
	if (typeof PublicKeyCredential === 'undefined' || !page.isSecureContext || /^[\d.]+$|^\[/.test(page.location.hostname)) return false;
	const capabilities = await PublicKeyCredential.getClientCapabilities?.().catch(() => null);
	return capabilities?.['extension:prf'] !== false;
}

async function create({ navigator, crypto }: Window, salt: Uint8Array<ArrayBuffer>): Promise<Result<{ readonly credential: Uint8Array; readonly prf: Uint8Array }, Failure>> {
	const made = await asked(() =>
		navigator.credentials.create({
			publicKey: {
				challenge: crypto.getRandomValues(new Uint8Array(32)),
				rp: { name: 'Commonhold' },
				user: { id: crypto.getRandomValues(new Uint8Array(16)), name: 'Commonhold', displayName: 'Commonhold on this device' },
				pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
				authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
				timeout: PATIENCE_MS,
				extensions: { prf: { eval: { first: salt } } }
			}
		})
	);
	if (!made.ok) return made;
	const credential = new Uint8Array(made.value.rawId);
	const results = made.value.getClientExtensionResults().prf;
	if (!results?.enabled) return err(failure('NoPasskeyHere'));
	const given = secretOf(results.results?.first);
	if (given) return ok({ credential, prf: given });
	const later = await askFor(navigator, crypto, credential, salt); // most give it only to who asks again
	return later.ok ? ok({ credential, prf: later.value }) : later;
}

const ask = ({ navigator, crypto }: Window, credential: Uint8Array, salt: Uint8Array) => askFor(navigator, crypto, credential, salt);

async function askFor({ credentials }: Navigator, crypto: Crypto, credential: Uint8Array, salt: Uint8Array): Promise<Result<Uint8Array, Failure>> {
	const given = await asked(() =>
		credentials.get({
			publicKey: {
				challenge: crypto.getRandomValues(new Uint8Array(32)),
				allowCredentials: [{ type: 'public-key', id: new Uint8Array(credential) }],
				userVerification: 'required',
				timeout: PATIENCE_MS,
				extensions: { prf: { eval: { first: new Uint8Array(salt) } } }
			}
		})
	);
	if (!given.ok) return given;
	const secret = secretOf(given.value.getClientExtensionResults().prf?.results?.first);
	return secret ? ok(secret) : err(failure('NoPasskeyHere'));
}

function secretOf(found: BufferSource | undefined): Uint8Array | null {
	const bytes = found instanceof ArrayBuffer ? new Uint8Array(found) : found ? new Uint8Array(found.buffer, found.byteOffset, found.byteLength) : null;
	return bytes?.length === PRF_BYTES ? bytes.slice() : null;
}

/** The person may say no, and the browser tells nobody why. */
async function asked(run: () => Promise<Credential | null>): Promise<Result<PublicKeyCredential, Failure>> {
	try {
		const found = await run();
		return found instanceof PublicKeyCredential ? ok(found) : err(failure('PasskeyDeclined'));
	} catch (problem) {
		if (problem instanceof DOMException) return err(failure(problem.name === 'NotSupportedError' ? 'NoPasskeyHere' : 'PasskeyDeclined'));
		throw problem;
	}
}
