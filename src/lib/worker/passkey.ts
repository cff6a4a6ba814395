/**
 * Unlocking with a passkey: what lies for it beside the vault, made after the passphrase was given once more. Loaded when somebody asks for
 * it. Knows nothing of WebAuthn. Carries CRY180 to CRY185.
 */
import { assertNever, err, ok, type Result } from '$crypto/base';
import { openByPasskey as openSealed, readPasskeyFacts, sealForPasskey, type OpenPasskeyFailure, type PasskeyFacts } from '$crypto/passkey-seal';
import { createSecret } from '$crypto/secret';
import { openVault } from '$crypto/vault';
import { failure, type Failure } from '$lib/errors';
import type { OpenedVault } from './api';
import { guarded } from './guarded';
import { chainFrom } from './keychain';
import type { HouseParts } from './reach';
import { describeVault } from './vault-desk';
import { keychainFailure } from './vault-failures';

const NAME = 'passkey';
/** Tells the locked screen that there is one. */
const NOTE = 'passkey';

/** Before the passkey is made: a wrong passphrase should leave none behind. */
export function checkPassphrase(house: HouseParts, passphrase: string): Promise<Result<void, Failure>> {
	return guarded(async () => {
		const opened = await masterOf(house, passphrase);
		return opened.ok ? ok(undefined) : opened;
	});
}

export function addPasskey(house: HouseParts, passphrase: string, { prf, ...facts }: PasskeyFacts & { readonly prf: Uint8Array }): Promise<Result<void, Failure>> {
	return guarded(async () => {
		const { vault, random } = house.deps;
		const master = await masterOf(house, passphrase);
		if (!master.ok) return master;
		const sealed = await sealForPasskey({ ...facts, vaultKey: master.value, prf: createSecret(prf), deviceLock: vault.lock, random });
		await vault.savePrivate(NAME, sealed);
		await vault.setNote(NOTE, 1);
		return ok(undefined);
	});
}

export function removePasskey({ deps: { vault } }: HouseParts): Promise<Result<void, Failure>> {
	return guarded(async () => {
		await vault.savePrivate(NAME, new Uint8Array(0));
		await vault.setNote(NOTE, 0);
		return ok(undefined);
	});
}

export async function passkeyFacts({ deps: { vault } }: HouseParts): Promise<PasskeyFacts | null> {
	const sealed = await vault.loadPrivate(NAME);
	const facts = sealed && readPasskeyFacts(sealed);
	return facts?.ok ? facts.value : null;
}

export function openByPasskey({ deps, holder }: HouseParts, prf: Uint8Array): Promise<Result<OpenedVault, Failure>> {
	return guarded(async () => {
		const { vault } = deps;
		const [sealed, secrets] = await Promise.all([vault.loadPrivate(NAME), vault.loadSecrets()]);
		if (!sealed?.length || !secrets) return err(failure('NoPasskey'));
		const master = await openSealed(sealed, createSecret(prf), vault.lock);
		if (!master.ok) return err(passkeyFailure(master.error));
		const chain = await chainFrom(master.value, secrets, { store: vault, random: deps.random, ...(deps.cost ? { cost: deps.cost } : {}) });
		if (!chain.ok) return err(keychainFailure(chain.error));
		return ok(describeVault((holder.current = chain.value)));
	});
}

async function masterOf({ deps: { vault } }: HouseParts, passphrase: string): Promise<Result<Uint8Array, Failure>> {
	const bytes = await vault.loadVault();
	if (!bytes) return err(failure('DamagedVault'));
	const opened = await openVault(bytes, createSecret(passphrase), vault.lock);
	return opened.ok ? opened : err(keychainFailure(opened.error));
}

function passkeyFailure({ type }: OpenPasskeyFailure): Failure {
	switch (type) {
		case 'WrongPasskey':
		case 'DamagedPasskey':
			return failure('NoPasskey');
		case 'NewerPasskey':
			return failure('NewerData');
		case 'ForeignProfile':
			return failure(type);
		default:
			return assertNever(type);
	}
}
