import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toBase64 } from '../../../crypto/base';
import { formatKeeperAddress, keeperHostOf, parseKeeperAddress } from '../../../crypto/keeper';
import { reveal } from '../../../crypto/secret';
import { loadSodium } from '../../../crypto/sodium';
import { runCommand } from '../../../keeper/commands';
import { claimDataFolder } from '../../../keeper/data-folder';
import { createHostCheck } from '../../../keeper/hosts';
import { createLog } from '../../../keeper/log';
import { createOutboxes } from '../../../keeper/outbox';
import { createQueue } from '../../../keeper/queue';
import { readSettings } from '../../../keeper/settings';
import { connectKeeper, documentOf, entryOf } from '../../support/keeper-client';
import { createKeepers } from '../../support/keeper-rig';

let directory = '';
beforeAll(loadSodium);
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'commonhold-pieces-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('the address of a keeper', () => {
	const pass = new Uint8Array(32).fill(7);
	it.each([
		['https://Keeper.Example/#k1.', 'https://keeper.example', 'keeper.example'],
		['https://keeper.example:443/#k1.', 'https://keeper.example', 'keeper.example'],
		['https://keeper.example:8443#k1.', 'https://keeper.example:8443', 'keeper.example:8443'],
		['http://localhost:4173/#k1.', 'http://localhost:4173', 'localhost:4173'],
		['http://[::1]:4173/#k1.', 'http://[::1]:4173', '[::1]:4173']
	])('[CRY155] [CRY156] %s is understood', (start, url, host) => {
		const parsed = parseKeeperAddress(` ${start}${toBase64(pass).slice(0, 20)}\n${toBase64(pass).slice(20)} `);
		if (!parsed.ok) throw new Error(parsed.error.reason);
		expect(parsed.value.url).toBe(url);
		expect(reveal(parsed.value.pass)).toEqual(pass);
		expect(keeperHostOf(url)).toBe(host);
		expect(parseKeeperAddress(formatKeeperAddress(url, pass))).toMatchObject({ ok: true, value: { url } });
	});

	it.each([
		['http://192.168.1.5:4173/#k1.', 'plain-http'],
		['https://keeper.example/x#k1.', 'form'],
		['https://user@keeper.example/#k1.', 'form'],
		['wss://keeper.example/#k1.', 'form'],
		['https://keeper.example:0/#k1.', 'form'],
		['https://keeper.example:99999/#k1.', 'form'],
		['https://keeper.example/#k2.', 'form']
	])('[CRY155] %s is not', (start, reason) => {
		expect(parseKeeperAddress(start + toBase64(pass))).toEqual({ ok: false, error: { type: 'NotAKeeperAddress', reason } });
	});
});

describe('pieces of a keeper', () => {
	it('[KEE7] answers to its own names alone', () => {
		const hostOf = createHostCheck({ urls: ['https://keeper.example', ''], listensOn: '127.0.0.1', port: () => 4173 });
		expect(hostOf('Keeper.Example')).toBe('keeper.example');
		expect(hostOf('localhost:4173')).toBe('localhost:4173');
		for (const host of [undefined, '', 'evil.example', 'keeper.example:444', 'keeper.example.evil.example', 'localhost.evil.example', 'a@localhost', '127.0.0.1/x', '192.168.1.5:4173'])
			expect(hostOf(host)).toBeNull();
	});

	it('[KEE27] one keeper for each folder; a lock that nobody touches any more stops nobody', () => {
		const folder = join(directory, 'data');
		const at = (ms: number) => () => new Date(ms);
		const now = Date.now();
		const first = claimDataFolder(folder, at(now));
		expect(statSync(folder).mode & 0o777).toBe(0o700);
		expect(first).not.toBeNull();
		const lock = join(folder, 'keeper.lock');
		writeFileSync(lock, '1'); // a process that lives, and is not this one
		expect(claimDataFolder(folder, at(now))).toBeNull();
		utimesSync(lock, new Date(now - 60_000), new Date(now - 60_000));
		expect(claimDataFolder(folder, at(now))).not.toBeNull();
		first?.release();
		expect(readdirSync(folder)).not.toContain('keeper.lock');
	});

	it('[KEE60] logs what happened and numbers, above the wanted level', () => {
		const lines: string[] = [];
		const log = createLog('warn', (line) => lines.push(line), () => new Date(0));
		log('info', 'started');
		log('warn', 'disk-refused', { count: 2 });
		expect(lines).toEqual(['{"time":"1970-01-01T00:00:00.000Z","level":"warn","event":"disk-refused","count":2}']);
	});

	it('[KEE39] answers wait their turn, and [KEE38] a trickle is no progress', async () => {
		const outboxes = createOutboxes({ unreadBytes: 100, unreadTotalBytes: 100, stallMs: 1000 });
		const [a, b] = [outboxes.create(), outboxes.create()];
		const sent = a.add(80);
		let may: boolean | null = null;
		const asked = b.roomFor(50).then((release) => ((may = release !== null), release));
		await Promise.resolve();
		expect(may).toBeNull();
		sent();
		const release = await asked;
		expect(may).toBe(true);
		expect(outboxes.totalBytes).toBe(50); // the room is kept while the answer is made
		release?.();
		const later = a.add(90);
		const never = b.roomFor(50);
		b.end();
		expect(await never).toBeNull();
		expect(a.isStuck(0, 200_000)).toBe(false);
		expect(a.isStuck(999, 150_000)).toBe(false);
		expect(a.isStuck(1000, 140_000)).toBe(true);
		later();
		expect(a.isStuck(5000, 0)).toBe(false);
		expect(outboxes.totalBytes).toBe(0);
	});

	it('[KEE17] one thing after another for each key, also after one that failed', async () => {
		const queue = createQueue();
		const seen: number[] = [];
		const slow = queue.run('a', async () => void (await new Promise((resolve) => setImmediate(resolve)), seen.push(1)));
		const bad = queue.run('a', () => Promise.reject(new Error('no')));
		const last = queue.run('a', async () => void seen.push(2));
		await expect(bad).rejects.toThrow('no');
		await Promise.all([slow, last, queue.drained()]);
		expect(seen).toEqual([1, 2]);
	});

	it('reads what the operator says, and says what is wrong with it', () => {
		expect(readSettings({ COMMONHOLD_DOCUMENT_MB: '2', COMMONHOLD_OPEN: '1', PORT: '' }, 'x')).toMatchObject({ ok: true, value: { port: 4173, open: true, dataDirectory: 'x', limits: { documentBytes: 2 * 1024 * 1024 } } });
		expect(readSettings({ COMMONHOLD_DATA: 'off' }, 'x')).toMatchObject({ ok: true, value: { dataDirectory: null } });
		expect(readSettings({ REDIS_URL: 'http://x' }, 'x')).toMatchObject({ ok: false, error: { message: expect.stringContaining('REDIS_URL') } });
		expect(readSettings({ PORT: '70000' }, 'x')).toMatchObject({ ok: false });
	});
});

describe('the commands of a keeper', () => {
	it('[KEE5] make, list and drop passes beside a running keeper, and tell no secret but the new one', async () => {
		const keepers = await createKeepers();
		try {
			const keeper = await keepers.start();
			const lines: string[] = [];
			const run = (...words: string[]) => runCommand(words, { dataDirectory: keepers.directoryOf(keeper), url: keeper.url, print: (line) => void lines.push(line) });
			expect(await run('pass', '--name', 'House')).toBe(0);
			const address = lines.map((line) => line.trim()).find((line) => line.startsWith('http'))!;
			const ben = await connectKeeper(address);
			expect(await ben.open(documentOf(4))).toBeNull();
			await ben.write(documentOf(4), [entryOf(1, 0)]);
			lines.length = 0;
			expect(await run('passes')).toBe(0);
			expect(lines).toEqual(['1  0.0 MB, 0 documents, 0 entries', '2  0.0 MB, 1 documents, 1 entries  (House)']);
			expect(await run('drop', '2')).toBe(0);
			expect(await ben.closed).toBe(1008);
			await expect.poll(() => keeper.store.total().entries).toBe(0);
			expect(await run('drop', '2')).toBe(1);
			expect(await run('pass', '--use', 'nonsense')).toBe(1);
			expect(await run('pass', '--use', keeper.addresses()[0]!)).toBe(0);
			expect(await run('nonsense')).toBe(1);
		} finally {
			await keepers.end();
		}
	});

	it('[KEE60] [KEE61] neither log nor health tells a name, an address or a document', async () => {
		const keepers = await createKeepers();
		try {
			const lines: string[] = [];
			const keeper = await keepers.start({ log: createLog('debug', (line) => lines.push(line), () => new Date(0)) });
			const ana = await connectKeeper(keeper.addresses()[0]!);
			await ana.open(documentOf(1));
			await ana.write(documentOf(1), [entryOf(7, 0)]);
			ana.stateless(documentOf(1), 'Chloé');
			await ana.digest(documentOf(1));
			const health = await fetch(`http://127.0.0.1:${keeper.port}/health`);
			const text = await health.text();
			expect(JSON.parse(text)).toMatchObject({ status: 'ok', keep: { connections: 1, offences: 1, stored: 1 }, held: { entries: 1 } });
			await keepers.end();
			expect(lines.length).toBeGreaterThan(2);
			for (const said of [...lines, text]) {
				expect(said).not.toContain(documentOf(1).name);
				expect(said).not.toMatch(/127\.0\.0\.1|Chlo|k1\./u);
			}
		} finally {
			await keepers.end();
		}
	});
});
