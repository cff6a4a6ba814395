/**
 * The sample in a vault of its own that is in memory alone, under a passphrase nobody has: for somebody who has not chosen one yet.
 * Nothing of it touches the disk. Carries PRF8.
 */
import { ok, toBase64, type Result } from '$crypto/base';
import { MIN_COST } from '$crypto/passphrase';
import { createMemoryStores } from '$lib/adapters/memory-stores';
import type { Failure } from '$lib/errors';
import { createHouse, type EngineDependencies, type House } from './engine';
import type { Explored } from './reach-api';
import { createVaultDesk, describeVault, type KeychainHolder } from './vault-desk';

/** The cost protects nothing here: vault and passphrase are gone together. */
export async function explore(deps: Omit<EngineDependencies, keyof ReturnType<typeof createMemoryStores>>, holder: KeychainHolder): Promise<{ readonly house: House; readonly explored: Result<Explored, Failure> }> {
	const here = { ...deps, ...createMemoryStores(), cost: MIN_COST };
	const house = createHouse(here, holder);
	const made = await createVaultDesk(here, holder).createVault(toBase64(deps.random.bytes(32)));
	if (!made.ok) return { house, explored: made };
	const sample = await house.startSample();
	if (!sample.ok) return { house, explored: sample };
	return { house, explored: ok({ vault: holder.current ? describeVault(holder.current) : made.value, sample: sample.value }) };
}
