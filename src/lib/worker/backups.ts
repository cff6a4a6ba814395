/** Backup files: everything this device holds of every collective, under a passphrase of the file's own; and the way back. */
import { err, ok } from '$crypto/base';
import { openBackup, sealBackup } from '$crypto/backup';
import { createSecret } from '$crypto/secret';
import { failure } from '$lib/errors';
import { decodeBackup, encodeBackup, type BackupPart } from './backup-contents';
import type { Engine, EngineDependencies } from './engine';
import { backupFailure } from './failures';
import { createKeychain } from './keychain';
import type { Running } from './running';
import { describeVault, type KeychainHolder } from './vault-desk';

/** @throws StoreRefused from both, when the disk does not take or give it; then no vault was made. */
export function createBackups(deps: EngineDependencies, holder: KeychainHolder, running: () => Running | null): Pick<Engine, 'backup' | 'restore'> {
	const vaultDeps = { store: deps.vault, random: deps.random, ...(deps.cost ? { cost: deps.cost } : {}) };
	return {
		async restore(file: Uint8Array, passphrase: string, newPassphrase: string): ReturnType<Engine['restore']> {
			const contents = openBackup(file, createSecret(passphrase));
			if (!contents.ok) return err(backupFailure(contents.error));
			const read = decodeBackup(contents.value);
			if (read.status !== 'read') return err(failure(read.status === 'newer' ? 'NewerData' : 'DamagedBackup'));
			for (const { stored, batches } of read.parts) {
				const store = await deps.openStore(stored.id);
				for (const batch of batches) await store.commitReceived(batch);
				await store.close();
			}
			// Last: a vault without the entries it speaks of would be worse than none.
			const chain = await createKeychain(createSecret(newPassphrase), vaultDeps, read.parts.map(({ stored }) => ({ ...stored, restored: true })));
			holder.current = chain;
			return ok(describeVault(chain));
		},

		async backup(passphrase: string): ReturnType<Engine['backup']> {
			const parts: BackupPart[] = [];
			const open = running();
			if (!holder.current) throw new Error('the vault is closed');
			for (const stored of holder.current.collectives) {
				if (stored.joining) continue;
				if (open?.open.id === stored.id) {
					parts.push({ stored: { ...stored, epochs: open.epochTexts() }, batches: open.allBatches() });
					continue;
				}
				const store = await deps.openStore(stored.id);
				parts.push({ stored, batches: (await store.load()).batches });
				await store.close();
			}
			const contents = encodeBackup(parts);
			return ok(sealBackup({ contents, passphrase: createSecret(passphrase), random: deps.random, ...(deps.cost ? { cost: deps.cost } : {}) }));
		}
	};
}
