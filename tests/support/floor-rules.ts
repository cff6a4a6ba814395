/**
 * The floors of the house (README, "Map of the floors") as a check over every import: who may know whom.
 * Each rule is one sentence with a predicate; a violation names the file, the import and the sentence.
 */
import { readImports, type Import, type SourceFiles } from './imports';

export type Violation = { readonly file: string; readonly specifier: string; readonly rule: string };

type Situation = {
	readonly file: string;
	readonly item: Import;
	/** The file it leads to, or '' for packages. */
	readonly target: string;
	/** Name of the imported package, or '' for files of this repository. */
	readonly packageName: string;
};

type Rule = { readonly says: string; readonly forbids: (situation: Situation) => boolean };

const floors: readonly (readonly [string, number])[] = [
	['crypto/', 0],
	['crdt/log/', 1],
	['crdt/text/', 1],
	['crdt/domain/', 2],
	['src/lib/services/', 3],
	['src/lib/adapters/', 3],
	['src/lib/worker/', 3],
	['src/lib/features/', 4],
	['src/lib/parts/', 4],
	['src/lib/ui/', 4],
	['src/lib/', 3],
	['src/routes/', 5],
	['src/', 5]
];

const yjsFamily = /^(yjs|y-protocols)$/;
const outsideWorld = /^(y-webrtc|y-indexeddb|idb|ws|simple-peer)$/;
const editor = /^(@tiptap\/|prosemirror-)/;
const virtual = /^(\$app|\$env|\$service-worker|\$types|\.\/\$types)/;

const mayUseYjs = (file: string) =>
	file === 'crdt/log/outer-doc.ts' ||
	file === 'crdt/log/gate.ts' ||
	file === 'keeper/hub.ts' ||
	file.startsWith('crdt/text/') ||
	file.startsWith('src/lib/adapters/');

const mayUseEditor = (file: string) =>
	file.startsWith('src/lib/ui/editor') || file.startsWith('src/lib/features/consultation/');

const rules: readonly Rule[] = [
	{
		says: 'an import of this repository leads to a file',
		forbids: ({ item, packageName, target }) =>
			packageName === '' && target === '' && !virtual.test(item.specifier) && !/\.(css|json|svg)$/.test(item.specifier)
	},
	{
		says: 'imports point down only',
		forbids: ({ file, target }) => !file.startsWith('keeper/') && target !== '' && floorOf(target) > floorOf(file)
	},
	{
		says: 'no floor imports the keeper, the scripts or the tests',
		forbids: ({ file, target }) => !file.startsWith('keeper/') && /^(keeper|scripts|tests)\//.test(target)
	},
	{
		says: 'the keeper imports nothing above floor 0 but the keyless half of the gate and the outer document',
		forbids: ({ file, target }) =>
			file.startsWith('keeper/') &&
			target !== '' &&
			!/^(keeper|crypto)\//.test(target) &&
			!/^crdt\/log\/(gate|outer-doc|update-reader|ports)\.ts$/.test(target)
	},
	{
		says: 'only crypto/sodium.ts imports libsodium',
		forbids: ({ file, item, packageName }) =>
			packageName.startsWith('libsodium') && file !== 'crypto/sodium.ts' && !item.typeOnly
	},
	{
		says: 'floor 0 imports only its own files, zod, libsodium and the word list of the recovery phrase',
		forbids: ({ file, packageName }) =>
			file.startsWith('crypto/') && packageName !== '' && !/^(zod|libsodium-wrappers|@scure\/bip39)$/.test(packageName)
	},
	{
		says: 'floor 1 imports only zod, immutable and Yjs from outside',
		forbids: ({ file, packageName }) =>
			/^crdt\/(log|text)\//.test(file) && packageName !== '' && !/^(zod|immutable|yjs|lib0|y-protocols)$/.test(packageName)
	},
	{
		says: 'floor 2 takes values only from zod, immutable, crypto/base, crdt/log/dag and its own files',
		forbids: ({ file, item, target, packageName }) =>
			file.startsWith('crdt/domain/') &&
			!item.typeOnly &&
			!/^(zod|immutable)$/.test(packageName) &&
			!/^(crypto\/base|crdt\/log\/dag)\.ts$/.test(target) &&
			!target.startsWith('crdt/domain/')
	},
	{
		says: 'Yjs is known to outer-doc, gate, crdt/text, keeper/hub and the adapters; elsewhere at most as a type in lib/ui and the consultation editor',
		forbids: ({ file, item, packageName }) =>
			yjsFamily.test(packageName) &&
			!mayUseYjs(file) &&
			!(item.typeOnly && (mayUseEditor(file) || file.startsWith('src/lib/ui/')))
	},
	{
		says: 'network and disk are reached by the adapters alone',
		forbids: ({ file, packageName }) =>
			outsideWorld.test(packageName) && !file.startsWith('src/lib/adapters/') && !file.startsWith('keeper/')
	},
	{
		says: 'the text editor is known to lib/ui/editor and features/consultation alone',
		forbids: ({ file, packageName }) => editor.test(packageName) && !mayUseEditor(file)
	},
	{
		says: 'adapters are made in services/compose.ts (and inside the worker) only',
		forbids: ({ file, item, target }) =>
			target.startsWith('src/lib/adapters/') &&
			!item.typeOnly &&
			!file.startsWith('src/lib/adapters/') &&
			!file.startsWith('src/lib/worker/') &&
			file !== 'src/lib/services/compose.ts'
	},
	{
		says: 'features never import each other',
		forbids: ({ file, target }) => featureOf(file) !== '' && featureOf(target) !== '' && featureOf(file) !== featureOf(target)
	},
	{
		says: 'features, shared pieces and pages take no values from crypto, the log, the texts or the adapters',
		forbids: ({ file, item, target }) =>
			floorOf(file) >= 4 && !item.typeOnly && /^(crypto|crdt\/log|crdt\/text|src\/lib\/adapters)\//.test(target)
	},
	{
		says: 'shared pieces know no domain and no feature',
		forbids: ({ file, item, target }) =>
			file.startsWith('src/lib/ui/') && ((target.startsWith('crdt/domain/') && !item.typeOnly) || featureOf(target) !== '')
	},
	{
		says: 'pieces that several features show know no feature',
		forbids: ({ file, target }) => file.startsWith('src/lib/parts/') && featureOf(target) !== ''
	},
	{
		says: 'the browser side and the lower floors know nothing of Node',
		forbids: ({ file, item }) => !file.startsWith('keeper/') && item.specifier.startsWith('node:')
	}
];

/** All violations of all rules in all files of crypto, crdt, src and keeper. */
export function findViolations(files: SourceFiles): readonly Violation[] {
	const violations: Violation[] = [];
	for (const file of files.keys()) {
		if (!/^(crypto|crdt|src|keeper)\//.test(file)) continue;
		for (const item of readImports(file, files)) {
			const situation = {
				file,
				item,
				target: item.target ?? '',
				packageName: packageOf(item.specifier)
			};
			for (const rule of rules) {
				if (rule.forbids(situation)) violations.push({ file, specifier: item.specifier, rule: rule.says });
			}
		}
	}
	return violations;
}

/** Names of packages that a file imports as values or types, `node:` modules and virtual modules left out. */
export function listPackages(files: SourceFiles): ReadonlyMap<string, string> {
	const fileByPackage = new Map<string, string>();
	for (const file of files.keys()) {
		for (const item of readImports(file, files)) {
			const name = packageOf(item.specifier);
			if (name !== '' && !name.startsWith('node:') && !fileByPackage.has(name)) fileByPackage.set(name, file);
		}
	}
	return fileByPackage;
}

function packageOf(specifier: string): string {
	if (/^[.$/]/.test(specifier)) return '';
	const parts = specifier.split('/');
	return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function floorOf(file: string): number {
	return floors.find(([prefix]) => file.startsWith(prefix))?.[1] ?? 0;
}

function featureOf(file: string): string {
	return /^src\/lib\/features\/([^/]+)\//.exec(file)?.[1] ?? '';
}
