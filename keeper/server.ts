/**
 * Serves the built app over HTTP: the files, the shell for every address of the app, `/config.json`, and the headers that
 * keep foreign code and foreign frames out. Signaling is attached to the same server by the caller.
 *
 * Knows nothing of collectives: it has no keys, stores nothing and logs nothing about visitors.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Configuration } from './configuration';
import { loadStaticFiles, type StaticFile, type StaticFiles } from './static-files';

export type AppServerOptions = {
	/** Directory of the built app; null to serve no app. */
	readonly buildDirectory: string | null;
	readonly configuration: Configuration;
	/** What becomes known only while running, added to `/config.json`. */
	readonly alsoConfigured?: () => Readonly<Record<string, unknown>>;
	/** JSON for `/health`: counts, nothing else. Null answers that there is none at this host. */
	readonly health?: (hostHeader: string | undefined) => Readonly<Record<string, unknown>> | null;
};

/** Reads the build and returns a server that is not listening yet. Throws when there is no build. */
export function createAppServer(options: AppServerOptions): Server {
	const files = options.buildDirectory === null ? null : loadStaticFiles(options.buildDirectory);
	const headers = [...(files === null ? [] : buildSecurityHeaders(files.shell.body.toString('utf8'))), ...secureTransport(options.configuration)];
	const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
		for (const [name, value] of headers) response.setHeader(name, value);
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			response.setHeader('Allow', 'GET, HEAD');
			return sendText(response, 405, 'Method not allowed');
		}
		const path = parsePath(request.url);
		if (path === undefined) return sendText(response, 400, 'Bad request');
		if (path === '/config.json') return sendJson(request, response, { ...options.configuration, ...options.alsoConfigured?.() });
		const health = path === '/health' ? options.health?.(request.headers.host) : undefined;
		if (health) return sendJson(request, response, health);
		const file = files === null || path === '/health' ? undefined : findFile(files, path, request);
		if (!file) return sendText(response, 404, 'Not found');
		sendFile(request, response, file);
	});
	server.maxHeadersCount = 100;
	return server;
}

/**
 * Listens on the wanted port or, when it is taken, on the next free one of the following 100.
 * Returns the port in use; rejects when none is free or the host cannot be bound.
 */
export async function listenOnFreePort(server: Server, wantedPort: number, host: string): Promise<number> {
	for (let port = wantedPort; port <= Math.min(wantedPort + 100, 65_535); port++) {
		const bound = await tryListen(server, port, host);
		if (bound !== undefined) return bound;
	}
	throw new Error(`no free port from ${wantedPort} on`);
}

function tryListen(server: Server, port: number, host: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const onError = (error: NodeJS.ErrnoException) => {
			if (error.code === 'EADDRINUSE') resolve(undefined);
			else reject(error);
		};
		server.once('error', onError);
		server.listen(port, host, () => {
			server.off('error', onError);
			const address = server.address();
			resolve(typeof address === 'object' && address ? address.port : port);
		});
	});
}

/**
 * Headers of every answer. The policy is the one SvelteKit wrote into the page (it knows the hash of its boot script);
 * workers take theirs from the header of their own script, so it goes out with every file.
 */
export function buildSecurityHeaders(shellHtml: string): ReadonlyArray<readonly [string, string]> {
	const meta = /<meta http-equiv="content-security-policy" content="([^"]*)">/i.exec(shellHtml);
	if (!meta?.[1]) throw new Error('the built page carries no content security policy');
	const policy = meta[1].replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
	return [
		['Content-Security-Policy', `${policy}; frame-ancestors 'none'`],
		['Referrer-Policy', 'no-referrer'],
		['X-Content-Type-Options', 'nosniff'],
		['Cross-Origin-Opener-Policy', 'same-origin'],
		['Cross-Origin-Resource-Policy', 'same-origin'],
		// the camera reads QR codes and passkeys unlock; everything else stays off
		[
			'Permissions-Policy',
			'camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self), microphone=(), ' +
				'geolocation=(), display-capture=(), payment=(), usb=(), serial=(), hid=(), midi=(), ' +
				'accelerometer=(), gyroscope=(), magnetometer=(), browsing-topics=()'
		]
	];
}

/** Where the app lives under https it is never asked for in plain again: whoever answered there could serve other code. */
const secureTransport = ({ publicUrl }: Configuration): ReadonlyArray<readonly [string, string]> =>
	publicUrl.startsWith('https:') ? [['Strict-Transport-Security', 'max-age=31536000']] : [];

function parsePath(url: string | undefined): string | undefined {
	if (!url?.startsWith('/')) return undefined;
	try {
		return decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
	} catch {
		return undefined;
	}
}

/** A file of the build, else the shell for addresses of the app; a missing script or image stays missing. */
function findFile(files: StaticFiles, path: string, request: IncomingMessage): StaticFile | undefined {
	const file = files.find(path);
	if (file) return file;
	if (path.startsWith('/_app/') || /\.[a-z0-9]+$/i.test(path)) return undefined;
	const accept = request.headers.accept;
	const wantsPage = accept === undefined || accept.includes('text/html') || accept.includes('*/*');
	return wantsPage ? files.shell : undefined;
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: StaticFile): void {
	response.setHeader('Cache-Control', file.cacheControl);
	response.setHeader('ETag', file.etag);
	response.setHeader('Vary', 'Accept-Encoding');
	if (request.headers['if-none-match'] === file.etag) {
		response.writeHead(304).end();
		return;
	}
	const acceptsGzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
	const body = acceptsGzip ? file.gzipped() : file.body;
	if (body !== file.body) response.setHeader('Content-Encoding', 'gzip');
	response.setHeader('Content-Type', file.contentType);
	response.setHeader('Content-Length', body.length);
	response.writeHead(200);
	response.end(request.method === 'HEAD' ? undefined : body);
}

function sendJson(request: IncomingMessage, response: ServerResponse, value: Readonly<Record<string, unknown>>): void {
	const body = Buffer.from(JSON.stringify(value));
	response.setHeader('Content-Type', 'application/json; charset=utf-8');
	response.setHeader('Cache-Control', 'no-cache');
	response.setHeader('Content-Length', body.length);
	response.writeHead(200);
	response.end(request.method === 'HEAD' ? undefined : body);
}

function sendText(response: ServerResponse, status: number, text: string): void {
	response.setHeader('Content-Type', 'text/plain; charset=utf-8');
	response.setHeader('Cache-Control', 'no-store');
	response.writeHead(status);
	response.end(text);
}
