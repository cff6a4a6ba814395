import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSecurityHeaders, createAppServer, listenOnFreePort } from '../../../keeper/server';

const policy = "default-src 'none'; script-src 'self' 'sha256-x='";
const shell = `<meta http-equiv="content-security-policy" content="${policy}">${'<p>Commonhold</p>'.repeat(100)}`;

let directory = '';
let server: Server;
let port = 0;

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), 'commonhold-'));
	const build = join(directory, 'build');
	mkdirSync(join(build, '_app/immutable'), { recursive: true });
	writeFileSync(join(directory, 'secret.txt'), 'outside the build');
	writeFileSync(join(build, 'index.html'), shell);
	writeFileSync(join(build, 'service-worker.js'), 'self');
	writeFileSync(join(build, '_app/immutable/start.abc.js'), 'export {}');
	server = createAppServer({ buildDirectory: build, configuration: { publicUrl: '', signaling: [], iceServers: [] } });
	port = await listenOnFreePort(server, 0, '127.0.0.1');
});
afterAll(async () => {
	await new Promise((resolve) => server.close(resolve));
	rmSync(directory, { recursive: true, force: true });
});

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

// not fetch: it would tidy the path before it is sent
const ask = (path: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const sent = request({ port, host: '127.0.0.1', path, ...options }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () =>
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) })
			);
		});
		sent.on('error', reject);
		sent.end();
	});

describe('the app server', () => {
	it('tells browsers to stay with https where that is its public address, and only there', async () => {
		expect((await ask('/')).headers['strict-transport-security']).toBeUndefined();
		const secure = createAppServer({ buildDirectory: null, configuration: { publicUrl: 'https://house.example', signaling: [], iceServers: [] } });
		const at = await listenOnFreePort(secure, 0, '127.0.0.1');
		const answer = await new Promise<IncomingMessage>((resolve) => request({ port: at, host: '127.0.0.1', path: '/config.json' }, resolve).end());
		answer.resume();
		expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
		await new Promise((resolve) => secure.close(resolve));
	});

	it('gives the shell for every address of the app, never for a missing file', async () => {
		expect((await ask('/')).body.toString()).toBe(shell);
		expect((await ask('/calendar/2026-01-01?x=1')).body.toString()).toBe(shell);
		expect((await ask('/_app/immutable/absent.js')).status).toBe(404);
		expect((await ask('/absent.png')).status).toBe(404);
		expect((await ask('/data', { headers: { accept: 'application/json' } })).status).toBe(404);
	});

	it.each([
		'/../secret.txt',
		'/..%2fsecret.txt',
		'/%2e%2e/secret.txt',
		'/_app/../../secret.txt',
		'/..\\secret.txt',
		'//secret.txt',
		'/%00secret.txt',
		'/build/../../secret.txt'
	])('gives nothing from outside the build for %s', async (path) => {
		expect((await ask(path)).body.toString()).not.toContain('outside the build');
	});

	it('answers a path that cannot be decoded with 400, another method with 405', async () => {
		expect((await ask('/%E0%A4%A')).status).toBe(400);
		expect((await ask('/', { method: 'POST' })).status).toBe(405);
		expect((await ask('/', { method: 'HEAD' })).body.length).toBe(0);
	});

	it('lets hashed files be kept for ever, and has the shell and the service worker asked for again', async () => {
		expect((await ask('/_app/immutable/start.abc.js')).headers['cache-control']).toContain('immutable');
		for (const path of ['/', '/service-worker.js', '/config.json']) {
			expect((await ask(path)).headers['cache-control']).toBe('no-cache');
		}
		const { etag } = (await ask('/')).headers;
		expect((await ask('/', { headers: { 'if-none-match': String(etag) } })).status).toBe(304);
	});

	it('compresses what gets smaller and says so', async () => {
		const answer = await ask('/', { headers: { 'accept-encoding': 'gzip, br' } });
		expect(answer.headers['content-encoding']).toBe('gzip');
		expect(gunzipSync(answer.body).toString()).toBe(shell);
	});

	it('sends the policy of the page with every answer, failures included, with frames forbidden', async () => {
		for (const path of ['/', '/config.json', '/_app/immutable/start.abc.js', '/absent.png']) {
			const { headers } = await ask(path);
			expect(headers['content-security-policy']).toBe(`${policy}; frame-ancestors 'none'`);
			expect(headers['referrer-policy']).toBe('no-referrer');
			expect(headers['x-content-type-options']).toBe('nosniff');
			expect(headers['cross-origin-opener-policy']).toBe('same-origin');
			expect(headers['permissions-policy']).toContain('geolocation=()');
		}
	});

	it('refuses to serve a page without a policy', () => {
		expect(() => buildSecurityHeaders('<p>no policy</p>')).toThrow(/policy/);
	});

	it('takes the next port when the wanted one is in use', async () => {
		const second = createAppServer({
			buildDirectory: join(directory, 'build'),
			configuration: { publicUrl: '', signaling: [], iceServers: [] }
		});
		expect(await listenOnFreePort(second, port, '127.0.0.1')).toBeGreaterThan(port);
		await new Promise((resolve) => second.close(resolve));
	});
});
