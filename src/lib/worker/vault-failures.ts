/** From failures of vault and disk to the one sentence a person reads. Total: the compiler misses no case. */
import { assertNever } from '$crypto/base';
import type { StoreFailure } from '$crdt/log/ports';
import { failure, type Failure } from '$lib/errors';
import type { KeychainFailure } from './keychain';

export function storeFailure(problem: StoreFailure): Failure {
	switch (problem.type) {
		case 'DiskFull':
		case 'StoreClosed':
		case 'StoreBroken':
			return failure(problem.type);
		default:
			return assertNever(problem);
	}
}

export function keychainFailure(problem: KeychainFailure): Failure {
	switch (problem.type) {
		case 'WrongPassphrase':
		case 'DamagedVault':
		case 'ForeignProfile':
		case 'CostTooHigh':
			return failure(problem.type);
		case 'NewerVault':
		case 'NewerSecrets':
			return failure('NewerData');
		case 'NoVault':
			return failure('DamagedVault');
		default:
			return assertNever(problem);
	}
}
