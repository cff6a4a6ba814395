/** Puts a sample on this device: its entries where entries lie, its keys in the vault, marked as a sample. Opens nothing. Carries MEM110 and MEM114. */
import { ok, type CollectiveId, type Result } from '$crypto/base';
import type { Failure } from '$lib/errors';
import type { HouseParts } from '../reach';
import { createSample } from './sample';

/** The one there is, or a fresh one. @throws StoreRefused when the disk does not take it, and then nothing of it stays. */
export async function startSample({ deps, holder }: Pick<HouseParts, 'deps' | 'holder'>): Promise<Result<CollectiveId, Failure>> {
	const keychain = holder.current;
	if (!keychain) throw new Error('the vault is closed');
	const known = keychain.collectives.find(({ sample }) => sample === true);
	if (known) return ok(known.id);
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	const { stored, writeTo } = await createSample({ random: deps.random, now: deps.clock.now(), zone });
	try {
		const store = await deps.openStore(stored.id);
		try {
			await writeTo(store);
		} finally {
			await store.close();
		}
		await keychain.put(stored);
	} catch (problem) {
		await deps.deleteStore(stored.id);
		throw problem;
	}
	return ok(stored.id);
}
