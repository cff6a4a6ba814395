/**
 * Writes the committed vectors. Run it by hand, once per change of a format: `npx tsx tests/vectors/generate.ts`.
 * A backup cannot be rebuilt byte for byte (libsodium draws the header of its stream itself): an existing one is kept.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { utf8 } from '../../crypto/base';
import { sealBackup } from '../../crypto/backup';
import { MIN_COST } from '../../crypto/passphrase';
import { createSeededRandom } from '../../crypto/random';
import { createSecret } from '../../crypto/secret';
import { loadSodium } from '../../crypto/sodium';
import { buildVectors } from './build';
import { buildFailures } from './failures';
import { toHex } from './hex';

async function generate(): Promise<void> {
	await loadSodium();
	const write = (name: string, value: unknown): void =>
		writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(value, null, '\t')}\n`);
	const vectors = await buildVectors();
	for (const [name, value] of Object.entries(vectors)) write(name, value);
	write('failures.json', buildFailures(vectors));
	if (existsSync(new URL('backup.json', import.meta.url))) return;
	const backup = sealBackup({
		contents: utf8('all of it'),
		passphrase: createSecret('correct horse battery'),
		random: createSeededRandom('backup'),
		cost: MIN_COST
	});
	write('backup.json', { passphrase: 'correct horse battery', contents: 'all of it', backup: toHex(backup) });
}

void generate();
