/**
 * `npm run keeper -- …`: the passes of a keeper, beside a running one or without. Prints for people; a secret is printed where it is made and
 * nowhere else. Carries KEE5.
 */
import { encodeQR } from 'qr';
import { fromBase64 } from '../crypto/base';
import { formatKeeperAddress, parseKeeperAddress } from '../crypto/keeper';
import { systemRandom } from '../crypto/random';
import { reveal } from '../crypto/secret';
import { loadSodium } from '../crypto/sodium';
import { makeDataFolder } from './data-folder';
import { openPasses, ownerOfPass, type Passes } from './passes';
import { openStore, type KeeperStore } from './store';

export interface CommandSituation {
	readonly dataDirectory: string;
	/** Where the keeper is reached, for the address that is printed. */
	readonly url: string;
	readonly print: (line: string) => void;
}

export const USAGE = `npm run keeper                         start the keeper and print its address
npm run keeper -- pass [--name Words]  make another pass, for another collective
npm run keeper -- pass --use ADDRESS   take over the pass of another keeper (several behind one name)
npm run keeper -- passes               list the passes and how much each stores
npm run keeper -- address N            print the address of pass N again
npm run keeper -- drop N               delete pass N and everything stored with it`;

/** @returns the exit code. */
export async function runCommand(words: readonly string[], situation: CommandSituation): Promise<number> {
	await loadSodium();
	const store = openStore(makeDataFolder(situation.dataDirectory));
	try {
		return await run(words, situation, store, openPasses(store.root, systemRandom));
	} finally {
		await store.close();
	}
}

async function run([command, ...words]: readonly string[], situation: CommandSituation, store: KeeperStore, passes: Passes): Promise<number> {
	const { print, url } = situation;
	const showAddress = (secret: Uint8Array): void => {
		const address = formatKeeperAddress(url, secret);
		print(`  ${address}\n`);
		print(encodeQR(address, 'ascii', { border: 2 }));
	};
	const number = Number(words[0]);
	switch (command) {
		case 'pass': {
			const used = optionOf(words, '--use');
			const taken = used === null ? undefined : passOf(used);
			if (taken === null) return fail(print, 'That is no keeper address.');
			const pass = await passes.add(optionOf(words, '--name') ?? '', taken);
			print(`Pass ${pass.number} is made. Its address, for the members of one collective only:\n`);
			showAddress(reveal(pass.secret));
			return 0;
		}
		case 'passes':
			for (const pass of passes.list()) {
				const { bytes, documents, entries } = store.usageOf(ownerOfPass(pass.number));
				print(`${pass.number}  ${(bytes / 1e6).toFixed(1)} MB, ${documents} documents, ${entries} entries${pass.name === '' ? '' : `  (${pass.name})`}`);
			}
			return 0;
		case 'address': {
			const pass = passes.list().find((one) => one.number === number);
			if (pass === undefined) return fail(print, 'There is no pass of that number.');
			showAddress(reveal(pass.secret));
			return 0;
		}
		case 'drop':
			if (!(await passes.drop(number))) return fail(print, 'There is no pass of that number.');
			await store.dropOwner(ownerOfPass(number));
			print(`Pass ${number} is dropped, and what was stored with it is deleted.`);
			return 0;
		default:
			return fail(print, USAGE);
	}
}

/** From a whole address or from its part behind `#k1.`; undefined never. */
function passOf(text: string): Uint8Array | null {
	const parsed = parseKeeperAddress(text);
	if (parsed.ok) return reveal(parsed.value.pass);
	const bytes = fromBase64(text.replace(/^#?k1\./u, ''));
	return bytes?.length === 32 ? bytes : null;
}

function optionOf(words: readonly string[], name: string): string | null {
	const at = words.indexOf(name);
	return at < 0 ? null : (words[at + 1] ?? null);
}

function fail(print: (line: string) => void, sentence: string): number {
	print(sentence);
	return 1;
}
