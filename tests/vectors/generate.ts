/**
 * Writes the committed vectors. Run it by hand, once per change of a format: `npx tsx tests/vectors/generate.ts`.
 * Backups and bundles cannot be rebuilt byte for byte (libsodium draws the header of its stream itself): existing ones are kept.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { utf8, type CollectiveId } from '../../crypto/base';
import { sealBackup } from '../../crypto/backup';
import { sealBundle } from '../../crypto/bundle';
import { createDeviceKeys, type DeviceKeys } from '../../crypto/keys';
import { MIN_COST } from '../../crypto/passphrase';
import { createSeededRandom } from '../../crypto/random';
import { createSecret, reveal } from '../../crypto/secret';
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
	if (!existsSync(new URL('backup.json', import.meta.url))) writeBackup(write);
	if (!existsSync(new URL('bundle.json', import.meta.url))) writeBundle(write);
}

type Write = (name: string, value: unknown) => void;

function writeBackup(write: Write): void {
	const backup = sealBackup({
		contents: utf8('all of it'),
		passphrase: createSecret('correct horse battery'),
		random: createSeededRandom('backup'),
		cost: MIN_COST
	});
	write('backup.json', { passphrase: 'correct horse battery', contents: 'all of it', backup: toHex(backup) });
}

function writeBundle(write: Write): void {
	const [ana, ben] = ['Ana', 'Ben'].map((name) => createDeviceKeys(createSeededRandom(name))) as [DeviceKeys, DeviceKeys];
	const collective = 'house' as CollectiveId; // any text will do in a vector
	const made = sealBundle({ collective, recipients: [ben.box.publicKey], maker: ana.sign, random: createSeededRandom('bundle'), body: [utf8('all that is new')] });
	if (!made.ok) throw new Error(made.error.type);
	write('bundle.json', { collective, benSeed: toHex(reveal(ben.seed)), maker: toHex(ana.sign.publicKey), body: 'all that is new', bundle: toHex(made.value) });
}

void generate();
