/** From typed failures of the floors below to the one sentence a person reads. Total: the compiler misses no case. */
import { assertNever } from '$crypto/base';
import type { OpenBackupFailure } from '$crypto/backup';
import type { AppendFailure } from '$crdt/log/log-types';
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

export function appendFailure(problem: AppendFailure | { readonly type: 'NoStreamKey' }): Failure {
	switch (problem.type) {
		case 'NotSaved':
			return storeFailure(problem.failure);
		case 'TooLarge':
		case 'TooManyOps':
			return failure('TooLarge');
		case 'NotPlainData':
			return failure('BadInput');
		case 'NoEpoch':
		case 'NoStreamKey':
			return failure('MissingKey');
		case 'OwnLogAhead':
		case 'OwnLogForked':
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
			return failure('NewerData');
		case 'NoVault':
			return failure('DamagedVault');
		default:
			return assertNever(problem);
	}
}

export function backupFailure(problem: OpenBackupFailure): Failure {
	switch (problem.type) {
		case 'NotABackup':
		case 'DamagedBackup':
		case 'CostTooHigh':
			return failure(problem.type);
		case 'WrongPassphrase':
			return failure('WrongPassphrase', 'That is not the passphrase of this backup file. Nothing was changed.');
		case 'NewerBackup':
			return failure('NewerData');
		default:
			return assertNever(problem);
	}
}
