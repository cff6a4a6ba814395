/** The shape of the house: every import of every file, file lengths, circles, declared packages, the lock file. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findViolations, listPackages } from './support/floor-rules';
import { findCycles } from './support/imports';
import { readSources, repositoryRoot } from './support/repository';

const maxLines = 400;
const sources = readSources(['crypto', 'crdt', 'src', 'keeper']);

describe('the repository', () => {
	it('imports point down only, and only the named doors lead outside', () => {
		expect(findViolations(sources)).toEqual([]);
	});

	it('no files import each other in a circle', () => {
		expect(findCycles(sources)).toEqual([]);
	});

	it(`no file is longer than ${maxLines} lines`, () => {
		const everything = new Map([...sources, ...readSources(['tests', 'scripts'])]);
		const tooLong = [...everything]
			.map(([path, text]) => ({ path, lines: text.split('\n').length }))
			.filter(({ lines }) => lines > maxLines);
		expect(tooLong).toEqual([]);
	});

	it('every imported package is declared', () => {
		const manifest = JSON.parse(readFileSync(`${repositoryRoot}package.json`, 'utf8'));
		const declared = { ...manifest.dependencies, ...manifest.devDependencies };
		const undeclared = [...listPackages(sources)].filter(([name]) => !(name in declared));
		expect(undeclared).toEqual([]);
	});

	it('packages are pinned to exact versions, and the lock file records no download addresses', () => {
		const manifest = JSON.parse(readFileSync(`${repositoryRoot}package.json`, 'utf8'));
		const loose = Object.entries<string>({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
			([, version]) => !/^(npm:[@a-z0-9/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)
		);
		expect(loose).toEqual([]);
		const lock = readFileSync(`${repositoryRoot}package-lock.json`, 'utf8');
		expect(lock).not.toContain('"resolved":');
		const addresses = lock.match(/https?:\/\/[^"]*\.tgz/g) ?? [];
		expect(addresses).toEqual([]);
		expect(readFileSync(`${repositoryRoot}.npmrc`, 'utf8')).toContain('omit-lockfile-registry-resolved=true');
	});
});

describe('the check itself', () => {
	const violationsOf = (files: Record<string, string>) =>
		findViolations(new Map(Object.entries(files))).map((violation) => violation.rule);

	const cases: readonly (readonly [string, Record<string, string>, RegExp])[] = [
		[
			'a lower floor that imports a higher one',
			{ 'crypto/a.ts': `import { b } from '../crdt/log/b'`, 'crdt/log/b.ts': '' },
			/point down only/
		],
		[
			'a type taken from a higher floor',
			{ 'crdt/log/a.ts': `import type { B } from '../domain/b'`, 'crdt/domain/b.ts': '' },
			/point down only/
		],
		['a second door to libsodium', { 'crypto/keys.ts': `import sodium from 'libsodium-wrappers'` }, /only crypto\/sodium/],
		['Yjs in the domain', { 'crdt/domain/a.ts': `import * as Y from 'yjs'` }, /Yjs is known/],
		['Yjs in a service', { 'src/lib/services/a.svelte.ts': `import * as Y from 'yjs'` }, /Yjs is known/],
		[
			'a value from the log in the domain',
			{ 'crdt/domain/a.ts': `import { b, type C } from '../log/entry'`, 'crdt/log/entry.ts': '' },
			/floor 2 takes values only/
		],
		[
			'a feature that imports another',
			{
				'src/lib/features/calendar/Board.svelte': `<script lang="ts">import X from '../ledger/X.svelte';</script>`,
				'src/lib/features/ledger/X.svelte': ''
			},
			/features never import each other/
		],
		[
			'a shared piece that knows a feature',
			{ 'src/lib/parts/a.ts': `import { b } from '../features/ledger/b'`, 'src/lib/features/ledger/b.ts': '' },
			/several features show/
		],
		[
			'a page that seals by itself',
			{ 'src/routes/+page.svelte': `<script>import { seal } from '$crypto/aead';</script>`, 'crypto/aead.ts': '' },
			/take no values from crypto/
		],
		[
			'an adapter made outside compose.ts',
			{ 'src/lib/services/session.svelte.ts': `import { x } from '$lib/adapters/x'`, 'src/lib/adapters/x.ts': '' },
			/adapters are made in/
		],
		[
			'a lazy import of an adapter in a feature',
			{ 'src/lib/features/home/a.ts': `await import('$lib/adapters/x')`, 'src/lib/adapters/x.ts': '' },
			/take no values from crypto/
		],
		['IndexedDB outside the adapters', { 'src/lib/services/a.ts': `import { openDB } from 'idb'` }, /network and disk/],
		['a Node module in the domain', { 'crdt/domain/a.ts': `import fs from 'node:fs'` }, /nothing of Node/],
		['a keeper that folds', { 'keeper/a.ts': `import { fold } from '../crdt/domain/fold'`, 'crdt/domain/fold.ts': '' }, /keeper/],
		['an import that leads nowhere', { 'crdt/log/a.ts': `import { b } from './absent'` }, /leads to a file/],
		[
			'a re-export upwards',
			{ 'crypto/a.ts': `export { b } from '../crdt/log/b'`, 'crdt/log/b.ts': '' },
			/point down only/
		],
		[
			'a type named inline',
			{ 'crypto/a.ts': `export const x = (y: import('../crdt/log/b').B) => y;`, 'crdt/log/b.ts': '' },
			/point down only/
		]
	];

	it.each(cases)('%s is found', (_title, files, rule) => {
		expect(violationsOf(files)).toContainEqual(expect.stringMatching(rule));
	});

	it('what the floors allow passes', () => {
		expect(
			violationsOf({
				'crypto/sodium.ts': `import sodium from 'libsodium-wrappers'`,
				'crypto/base.ts': '',
				'crdt/log/entry.ts': `import { ok } from '../../crypto/base'`,
				'crdt/log/gate.ts': `import * as Y from 'yjs'`,
				'crdt/domain/fold.ts': `import type { Entry } from '../log/entry'; import * as z from 'zod'; import { ok } from '../../crypto/base'`,
				'src/lib/services/compose.ts': `import { x } from '$lib/adapters/x'`,
				'src/lib/adapters/x.ts': `import { openDB } from 'idb'; import * as Y from 'yjs'`,
				'src/lib/features/home/Home.svelte': `<script lang="ts">import type { MemberId } from '$crypto/base'; import { fold } from '$crdt/domain/fold'; import { goto } from '$app/navigation';</script>`,
				'keeper/server.ts': `import { createServer } from 'node:http'`
			})
		).toEqual([]);
	});

	it('a circle is found, through types and lazy imports it is none', () => {
		const cyclesOf = (files: Record<string, string>) => findCycles(new Map(Object.entries(files)));
		expect(
			cyclesOf({
				'crypto/a.ts': `import { b } from './b'`,
				'crypto/b.ts': `import { c } from './c'`,
				'crypto/c.ts': `import { a } from './a'`
			})
		).toEqual([['crypto/a.ts', 'crypto/b.ts', 'crypto/c.ts']]);
		expect(
			cyclesOf({
				'crypto/a.ts': `import { b } from './b'`,
				'crypto/b.ts': `import type { A } from './a'; const a = () => import('./a')`
			})
		).toEqual([]);
	});
});
