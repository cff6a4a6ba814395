/** From typed failures of the floors below to the one sentence a person reads. Total: the compiler misses no case. */
import { assertNever } from '$crypto/base';
import type { OpenBackupFailure } from '$crypto/backup';
import type { AppendFailure } from '$crdt/log/log-types';
import { failure, type Failure } from '$lib/errors';
import { storeFailure } from './vault-failures';

export function appendFailure(problem: AppendFailure | { readonly type: 'NoStreamKey' | 'TextGone' }): Failure {
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
		case 'TextGone':
			return failure(problem.type);
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
