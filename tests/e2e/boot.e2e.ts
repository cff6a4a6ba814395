import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expectAccessible } from './support/accessibility';
import { startAppServer } from './support/app-server';
import { expect, test } from './support/fixtures';

test('the app opens without a policy violation, a console error or a foreign request', async ({ stage }) => {
	const ana = await stage.enter('Ana');
	await expect(ana.app.heading).toBeVisible();
	await expectAccessible(ana.page);
});

test('every answer carries the security headers, and no path leads outside the build', async ({ stage, request }) => {
	const page = await request.get(`${stage.server.url}/any/address/of/the/app`);
	const headers = page.headers();
	expect(page.status()).toBe(200);
	expect(headers['content-security-policy']).toContain("default-src 'none'");
	expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
	expect(headers['content-security-policy']).not.toContain('unsafe-inline');
	expect(headers['content-security-policy']).not.toContain("'unsafe-eval'");
	expect(headers['referrer-policy']).toBe('no-referrer');
	expect(headers['x-content-type-options']).toBe('nosniff');
	for (const path of ['/..%2fpackage.json', '/%2e%2e/package.json', '/_app/absent.js', '/.env']) {
		expect((await request.get(stage.server.url + path)).status()).toBe(404);
	}
	expect((await request.post(stage.server.url)).status()).toBe(405);
});

test('after the first visit the app opens with the server shut', async ({ stage }) => {
	const server = await startAppServer();
	const ana = await stage.enter('Ana', '/', server);
	await ana.app.untilStoredForOffline();
	await server.stop();
	await ana.page.reload();
	await expect(ana.app.heading).toBeVisible();
});

test('every part of the build is stored on the device, the parts that load later included', async ({ stage }) => {
	const build = fileURLToPath(new URL('../../build/', import.meta.url));
	const parts = readdirSync(`${build}_app/immutable`, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => `${entry.parentPath}/${entry.name}`.slice(build.length - 1));
	expect(parts.length).toBeGreaterThan(0);
	const ana = await stage.enter('Ana');
	await ana.app.untilStoredForOffline();
	const stored = await ana.page.evaluate(async () => {
		const names = await caches.keys();
		const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
		return lists.flat().map((request) => new URL(request.url).pathname);
	});
	expect(parts.filter((part) => !stored.includes(part))).toEqual([]);
});

test('the console watch sees a planted violation, so its silence means something', async ({ stage }) => {
	const eve = await stage.enter('Eve');
	await eve.page.evaluate(() => {
		const image = document.createElement('img');
		image.src = 'https://foreign.example/pixel.png';
		document.body.append(image);
	});
	await expect.poll(() => eve.watch.problems.join('\n')).toContain('policy violation: img-src');
	eve.watch.problems.length = 0;
	await expect(eve.page.evaluate(() => void (document.body.innerHTML = '<b>x</b>'))).rejects.toThrow(/TrustedHTML/);
	await expect.poll(() => eve.watch.problems.join('\n')).toContain('require-trusted-types-for');
	eve.watch.problems.length = 0;
});
