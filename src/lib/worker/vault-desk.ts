/**
 * The part of the engine that is needed before anything is open: is there a vault, open it, make one, read an invitation.
 * Small on purpose, because a phone fetches it before the first word can be typed.
 */
import { err, ok } from '$crypto/base';
import { parseInvitationFragment } from '$crypto/invitation-link';
import type { PassphraseCost } from '$crypto/passphrase';
import type { Random } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import type { VaultStore } from '$lib/adapters/vault-store';
import { failure, type Failure } from '$lib/errors';
import type { OpenedVault } from './api';
import type { Engine } from './engine';
import { guarded } from './guarded';
import { createKeychain, openKeychain, type Keychain } from './keychain';
import { keychainFailure } from './vault-failures';

export interface DeskDependencies {
	readonly vault: VaultStore;
	readonly random: Random;
	readonly cost?: PassphraseCost;
}

/** Shared by the desk, which fills it, and the engine, which uses it. */
export interface KeychainHolder {
	current: Keychain | null;
}

export type VaultDesk = Pick<Engine, 'hasVault' | 'createVault' | 'openVault' | 'changePassphrase' | 'readInvitation'>;

export function createVaultDesk(deps: DeskDependencies, holder: KeychainHolder): VaultDesk {
	const vaultDeps = { store: deps.vault, random: deps.random, ...(deps.cost ? { cost: deps.cost } : {}) };
	return {
		hasVault: async () => (await deps.vault.loadVault()) !== null,
		createVault: (passphrase) =>
			guarded(async () => ok(describeVault((holder.current = await createKeychain(createSecret(passphrase), vaultDeps))))),
		openVault: (passphrase) =>
			guarded(async () => {
				const chain = await openKeychain(createSecret(passphrase), vaultDeps);
				if (!chain.ok) return err(keychainFailure(chain.error));
				return ok(describeVault((holder.current = chain.value)));
			}),
		changePassphrase: (from, to) =>
			guarded(async () => {
				if (!holder.current) throw new Error('the vault is closed');
				const changed = await holder.current.changePassphrase(createSecret(from), createSecret(to));
				return changed.ok ? changed : err(keychainFailure(changed.error));
			}),
		async readInvitation(link) {
			const parsed = parseInvitationFragment(link);
			// links for one's own devices are read by a part of its own, which most never need
			if (!parsed.ok) return parsed.error.type === 'NotAnInvitation' ? (await import('./device-seen')).readDeviceLink(link) : err(invitationFailure(parsed.error.type));
			const { collectiveName, inviterName } = parsed.value;
			return ok({ kind: 'join', collectiveName, inviterName, memberName: '' });
		}
	};
}

export function describeVault(chain: Keychain): OpenedVault {
	return {
		collectives: chain.collectives.map(({ id, joining }) => ({ id, joining: joining !== null })),
		last: chain.last,
		tabKey: chain.tabKey()
	};
}

export const invitationFailure = (type: 'NotAnInvitation' | 'NewerInvitation' | 'DamagedInvitation'): Failure =>
	failure(type === 'NewerInvitation' ? 'NewerData' : type);

