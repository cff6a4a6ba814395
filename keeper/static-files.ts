/**
 * The built app in memory: every file that may be served, by its URL path, with its headers worked out beforehand.
 * A request is only ever looked up in this map, so no path can reach outside the build.
 *
 * Knows nothing of HTTP servers or of what the files mean.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

export type StaticFile = {
	readonly body: Buffer;
	readonly contentType: string;
	readonly cacheControl: string;
	readonly etag: string;
	/** Compressed on first use and kept; the plain body when compression does not pay. */
	gzipped(): Buffer;
};

export type StaticFiles = {
	/** The file at an URL path such as `/icon.svg`; `undefined` when the build has none. */
	find(path: string): StaticFile | undefined;
	/** The page that every address of the app starts with. */
	readonly shell: StaticFile;
};

const contentTypes: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.webmanifest': 'application/manifest+json; charset=utf-8',
	'.svg': 'image/svg+xml; charset=utf-8',
	'.txt': 'text/plain; charset=utf-8',
	'.png': 'image/png',
	'.ico': 'image/x-icon',
	'.woff2': 'font/woff2',
	'.wasm': 'application/wasm'
};

const compressible = /^(text\/|application\/(json|manifest\+json|wasm)|image\/svg)/;

/** Reads the whole build (a few megabytes). Throws when the directory or its `index.html` is missing. */
export function loadStaticFiles(directory: string): StaticFiles {
	const fileByPath = new Map<string, StaticFile>();
	for (const file of listFiles(directory)) {
		const path = '/' + relative(directory, file).split(sep).join('/');
		fileByPath.set(path, describeFile(path, readFileSync(file)));
	}
	const shell = fileByPath.get('/index.html');
	if (!shell) throw new Error(`${directory} holds no index.html`);
	return { find: (path) => fileByPath.get(path), shell };
}

function describeFile(path: string, body: Buffer): StaticFile {
	const contentType = contentTypes[extname(path)] ?? 'application/octet-stream';
	let compressed: Buffer | undefined;
	return {
		body,
		contentType,
		// hashed names never change their content; everything else is asked for again each time
		cacheControl: path.startsWith('/_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache',
		etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
		gzipped() {
			if (!compressible.test(contentType) || body.length < 512) return body;
			compressed ??= gzipSync(body, { level: 9 });
			return compressed.length < body.length ? compressed : body;
		}
	};
}

function listFiles(directory: string): string[] {
	return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
		const path = join(directory, entry.name);
		return entry.isDirectory() ? listFiles(path) : entry.isFile() ? [path] : [];
	});
}
