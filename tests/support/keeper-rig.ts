/** Keepers for one test, each in a folder of its own, all gone afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSodium } from '../../crypto/sodium';
import { startKeeper, type Keeper, type KeeperOptions } from '../../keeper/keeper';

export interface Keepers {
	start(options?: Partial<KeeperOptions>): Promise<Keeper>;
	directoryOf(keeper: Keeper): string;
	end(): Promise<void>;
}

/** Ready for keys, too: names of documents are keys. */
export async function createKeepers(): Promise<Keepers> {
	await loadSodium();
	const directories = new Map<Keeper, string>();
	return {
		async start(options = {}) {
			const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'commonhold-keeper-'));
			const keeper = await startKeeper({ ...options, dataDirectory });
			directories.set(keeper, dataDirectory);
			return keeper;
		},
		directoryOf: (keeper) => directories.get(keeper)!,
		async end() {
			await Promise.all([...directories.keys()].map((keeper) => keeper.close()));
			for (const directory of new Set(directories.values())) rmSync(directory, { recursive: true, force: true });
			directories.clear();
		}
	};
}
