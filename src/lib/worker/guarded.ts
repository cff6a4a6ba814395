/** The disk's refusals become sentences; bugs go on as exceptions. */
import { err, type Result } from '$crypto/base';
import { StoreRefused } from '$crdt/log/ports';
import type { Failure } from '$lib/errors';
import { storeFailure } from './vault-failures';

export async function guarded<T>(run: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
	try {
		return await run();
	} catch (problem) {
		if (problem instanceof StoreRefused) return err(storeFailure(problem.failure));
		throw problem;
	}
}
