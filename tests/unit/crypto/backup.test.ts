/** CRY80 to CRY84: the backup file. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '$crypto/base';
import { BACKUP_CHUNK_BYTES, openBackup, sealBackup } from '$crypto/backup';
import { hash } from '$crypto/hash';
import { MIN_COST } from '$crypto/passphrase';
import { createSeededRandom, systemRandom } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import { loadSodium } from '$crypto/sodium';
import { flipped, must } from './cast';

beforeAll(loadSodium);

const HEAD = 99;
const BODY = HEAD + 16;
const CHUNK = BACKUP_CHUNK_BYTES + 17;
const passphrase = createSecret('correct horse battery');
const sealOne = (contents: Uint8Array): Uint8Array =>
	sealBackup({ contents, passphrase, random: systemRandom, cost: MIN_COST });
const failure = (type: string, more = {}) => ({ ok: false, error: { type, ...more } });

describe('the backup file', () => {
	it('[CRY80] opens to what was sealed, empty, short, and around the size of a chunk', () => {
		for (const size of [0, 1, 1000, BACKUP_CHUNK_BYTES - 1, BACKUP_CHUNK_BYTES, BACKUP_CHUNK_BYTES + 1, 200_000]) {
			const contents = createSeededRandom(size).bytes(size);
			const chunks = Math.max(1, Math.ceil(size / BACKUP_CHUNK_BYTES));
			const backup = sealOne(contents);
			expect(backup.length).toBe(BODY + size + 17 * chunks);
			expect(must(openBackup(backup, passphrase))).toEqual(contents);
		}
	});

	it('[CRY81] a wrong passphrase, another file and a newer version are named', () => {
		const backup = sealOne(utf8('all of it'));
		expect(openBackup(backup, createSecret('wrong'))).toEqual(failure('WrongPassphrase'));
		expect(openBackup(utf8('PK\u0003\u0004 something else'), passphrase)).toEqual(failure('NotABackup'));
		expect(openBackup(new Uint8Array(0), passphrase)).toEqual(failure('NotABackup'));
		const newer = backup.slice();
		newer[18] = 2;
		expect(openBackup(newer, passphrase)).toEqual(failure('NewerBackup', { version: 2 }));
	});

	it('[CRY81] any flipped bit behind the name is found', () => {
		const backup = sealOne(utf8('all of it'));
		fc.assert(
			fc.property(fc.integer({ min: 19, max: backup.length - 1 }), fc.nat(7), (at, bit) => {
				expect(openBackup(flipped(backup, at, bit), passphrase)).toEqual(failure('DamagedBackup'));
			}),
			{ numRuns: 60 }
		);
	});

	it('[CRY82] cut, swapped, repeated and appended chunks are DamagedBackup', () => {
		const backup = sealOne(createSeededRandom(1).bytes(3 * BACKUP_CHUNK_BYTES + 5));
		const head = backup.subarray(0, BODY);
		const chunk = (i: number) => backup.subarray(BODY + i * CHUNK, BODY + (i + 1) * CHUNK);
		const spoiled = [
			head,
			backup.subarray(0, BODY - 1),
			backup.subarray(0, BODY + CHUNK),
			backup.subarray(0, backup.length - 1),
			concatBytes(head, chunk(1), chunk(0), chunk(2), chunk(3)),
			concatBytes(head, chunk(0), chunk(0), chunk(2), chunk(3)),
			concatBytes(head, chunk(0), chunk(2), chunk(3)),
			concatBytes(backup, chunk(3)),
			concatBytes(backup, Uint8Array.of(0))
		];
		for (const one of spoiled) expect(openBackup(one, passphrase)).toEqual(failure('DamagedBackup'));
	});

	it('[CRY61] a cost beyond the limits is refused before work is spent', () => {
		const bomb = sealOne(utf8('x'));
		new DataView(bomb.buffer).setUint32(19, 4 * 1024 * 1024);
		bomb.set(hash('backup-checksum', bomb.subarray(0, HEAD)).subarray(0, 16), HEAD);
		expect(openBackup(bomb, passphrase)).toEqual(failure('CostTooHigh', { memoryKiB: 4 * 1024 * 1024, passes: 1 }));
	});
});
