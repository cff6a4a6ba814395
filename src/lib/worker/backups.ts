/** Backup files: everything this device holds of every collective, under a passphrase of the file's own; and the way back. */
import { err, ok, type CollectiveId } from '$crypto/base';
import { openBackup, sealBackup } from '$crypto/backup';
import { receiptName } from '$crypto/receipt-seal';
import { createSecret } from '$crypto/secret';
import { StoreRefused } from '$crdt/log/ports';
import { failure } from '$lib/errors';
import { decodeBackup, encodeBackup, type BackupPart } from './backup-contents';
import type { Engine, EngineDependencies } from './engine';
import { backupFailure } from './failures';
import { createKeychain } from './keychain';
import type { Running } from './running';
import { describeVault, type KeychainHolder } from './vault-desk';

/** The newest receipts up to here; a phone must be able to make the file (LED77). */
const MAX_RECEIPTS_BYTES = 64 * 1024 * 1024;

/** @throws StoreRefused from both, when the disk does not take or give it; then no vault was made. */
export function createBackups(deps: EngineDependencies, holder: KeychainHolder, running: () => Running | null): Pick<Engine, 'backup' | 'restore'> {
	const vaultDeps = { store: deps.vault, random: deps.random, ...(deps.cost ? { cost: deps.cost } : {}) };
	/** They are an extra: where the disk has no room for them, the entries are restored all the same. */
	async function keepReceipts(id: CollectiveId, receipts: readonly Uint8Array[]): Promise<void> {
		if (receipts.length === 0) return;
		try {
			const store = await deps.openReceipts(id);
			for (const sealed of receipts) await store.put(receiptName(sealed), sealed, deps.clock.now());
			store.close();
		} catch (problem) {
			if (!(problem instanceof StoreRefused)) throw problem;
		}
	}
	return {
		async restore(file: Uint8Array, passphrase: string, newPassphrase: string): ReturnType<Engine['restore']> {
			const contents = openBackup(file, createSecret(passphrase));
			if (!contents.ok) {
				const instead = contents.error.type === 'NotABackup' ? (await import('./bundle-failures')).ifBundle(file) : null;
				return err(instead ?? backupFailure(contents.error));
			}
			const read = decodeBackup(contents.value);
			if (read.status !== 'read') return err(failure(read.status === 'newer' ? 'NewerData' : 'DamagedBackup'));
			const known = new Set(holder.current?.collectives.map(({ id }) => id));
			// a copy that runs here already is never overwritten by an older one
			const parts = read.parts.filter(({ stored }) => !known.has(stored.id));
			if (parts.length === 0) return err(failure('Refused', 'Everything in this file is on this device already.'));
			for (const { stored, batches, receipts } of parts) {
				const store = await deps.openStore(stored.id);
				for (const batch of batches) await store.commitReceived(batch);
				await store.close();
				await keepReceipts(stored.id, receipts);
			}
			// Last: a vault without the entries it speaks of would be worse than none.
			const fresh = parts.map(({ stored }) => ({ ...stored, restored: true }));
			const chain = holder.current ?? (await createKeychain(createSecret(newPassphrase), vaultDeps, fresh));
			if (holder.current) for (const stored of fresh) await chain.put(stored);
			if (known.size > 0 && fresh[0]) await chain.setLast(fresh[0].id);
			holder.current = chain;
			return ok(describeVault(chain));
		},

		async backup(passphrase: string): ReturnType<Engine['backup']> {
			const parts: BackupPart[] = [];
			const open = running();
			if (!holder.current) throw new Error('the vault is closed');
			for (const stored of holder.current.collectives) {
				if (stored.joining || stored.sample) continue;
				if (open?.open.id === stored.id) {
					parts.push({ stored: { ...stored, epochs: open.epochTexts() }, batches: open.allBatches(), receipts: await open.receipts.forBackup(MAX_RECEIPTS_BYTES) });
					continue;
				}
				const store = await deps.openStore(stored.id);
				parts.push({ stored, batches: (await store.load()).batches, receipts: [] }); // of one that is not open: fetched again
				await store.close();
			}
			const contents = encodeBackup(parts);
			return ok(sealBackup({ contents, passphrase: createSecret(passphrase), random: deps.random, ...(deps.cost ? { cost: deps.cost } : {}) }));
		}
	};
}
