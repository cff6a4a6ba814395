/**
 * Reads which file imports what, as values or only as types, without running anything.
 * Knows nothing of the floors; see `floor-rules.ts`.
 */
import ts from 'typescript';

export type Import = {
	/** As written: `./base`, `$crdt/log/entry`, `zod`. */
	readonly specifier: string;
	/** The file it leads to, relative to the repository; `undefined` for packages and for files that do not exist. */
	readonly target: string | undefined;
	/** Nothing of it is there at run time. */
	readonly typeOnly: boolean;
	/** Loaded when needed (`import()`, workers), not at start. */
	readonly lazy: boolean;
};

/** Text of each source file by its path relative to the repository, with forward slashes. */
export type SourceFiles = ReadonlyMap<string, string>;

const aliases: readonly (readonly [string, string])[] = [
	['$crypto/', 'crypto/'],
	['$crdt/', 'crdt/'],
	['$lib/', 'src/lib/']
];

export function readImports(path: string, files: SourceFiles): readonly Import[] {
	const text = path.endsWith('.svelte') ? readScripts(files.get(path) ?? '') : (files.get(path) ?? '');
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
	const found: Import[] = [];
	const add = (node: ts.Node | undefined, typeOnly: boolean, lazy: boolean) => {
		if (!node || !ts.isStringLiteralLike(node)) return;
		const specifier = node.text;
		found.push({ specifier, target: resolveSpecifier(path, specifier, files), typeOnly, lazy });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyImport(node), false);
		else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, isTypeOnlyExport(node), false);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true, false);
		else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			add(node.arguments[0], false, true);
		} else if (ts.isNewExpression(node) && node.expression.getText(source) === 'URL') {
			// new Worker(new URL('./fold.ts', import.meta.url)), but not the address of a folder
			const [address, base] = node.arguments ?? [];
			const isModule = address && ts.isStringLiteralLike(address) && /\.[jt]s$/.test(address.text);
			if (isModule && base?.getText(source) === 'import.meta.url') add(address, false, true);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** Groups of files that import each other in a circle at start; each group sorted, empty when there is none. */
export function findCycles(files: SourceFiles): readonly (readonly string[])[] {
	const edges = new Map<string, readonly string[]>();
	for (const path of files.keys()) {
		const targets = readImports(path, files).filter((item) => !item.typeOnly && !item.lazy);
		edges.set(path, targets.flatMap((item) => (item.target ? [item.target] : [])));
	}
	const reaches = (from: string): Set<string> => {
		const seen = new Set<string>();
		const queue = [...(edges.get(from) ?? [])];
		for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
			if (seen.has(next)) continue;
			seen.add(next);
			queue.push(...(edges.get(next) ?? []));
		}
		return seen;
	};
	const reached = new Map([...edges.keys()].map((path) => [path, reaches(path)]));
	const cycles = new Map<string, readonly string[]>();
	for (const [path, targets] of reached) {
		if (!targets.has(path)) continue;
		const group = [...targets].filter((other) => reached.get(other)?.has(path)).sort();
		cycles.set(group.join(' '), group);
	}
	return [...cycles.values()];
}

function isTypeOnlyImport(node: ts.ImportDeclaration): boolean {
	const clause = node.importClause;
	if (!clause) return false;
	if (clause.isTypeOnly) return true;
	if (clause.name || !clause.namedBindings || !ts.isNamedImports(clause.namedBindings)) return false;
	return clause.namedBindings.elements.length > 0 && clause.namedBindings.elements.every((item) => item.isTypeOnly);
}

function isTypeOnlyExport(node: ts.ExportDeclaration): boolean {
	if (node.isTypeOnly) return true;
	if (!node.exportClause || !ts.isNamedExports(node.exportClause)) return false;
	return node.exportClause.elements.every((item) => item.isTypeOnly);
}

function readScripts(component: string): string {
	return [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n');
}

function resolveSpecifier(from: string, written: string, files: SourceFiles): string | undefined {
	const specifier = written.replace(/\?.*$/, '');
	const alias = aliases.find(([prefix]) => specifier.startsWith(prefix));
	const base = alias
		? alias[1] + specifier.slice(alias[0].length)
		: specifier.startsWith('.')
			? joinPath(from.slice(0, from.lastIndexOf('/')), specifier)
			: undefined;
	if (base === undefined) return undefined;
	const candidates = [base, `${base}.ts`, `${base}.svelte.ts`, `${base}.js`, base.replace(/\.js$/, '.ts')];
	return candidates.find((candidate) => files.has(candidate));
}

function joinPath(directory: string, relative: string): string {
	const parts = directory.split('/').filter((part) => part !== '');
	for (const part of relative.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return parts.join('/');
}
