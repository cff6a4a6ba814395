/** Two keepers on one real Redis: members on each, one keeper killed, Redis started late, stopped and started again. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { loadSodium } from '../../crypto/sodium';
import { connectKeeper, documentOf, entryOf, type KeeperClient } from '../support/keeper-client';
import { startKeeperProcess, type KeeperProcess } from '../support/keeper-process';
import type { Campaign } from './campaign';

const PATIENCE_MS = 20_000;
const house = documentOf(1);
const frame = '{"t":"frame","b":"AAEC"}';

export const campaign: Campaign = {
	claim: '[KEE55] [KEE56] [KEE57] two keepers on one Redis converge, one takes over from the other, and Redis may go and come back',
	tools: ['redis-server'],
	async run() {
		await loadSodium();
		const directory = mkdtempSync(join(tmpdir(), 'commonhold-redis-'));
		const redisPort = await freePort();
		const redisUrl = `redis://127.0.0.1:${redisPort}`;
		let redis: ChildProcess | null = null;
		const keepers: KeeperProcess[] = [];
		const start = (name: string, port = 0) => startKeeperProcess({ dataDirectory: join(directory, name), port, redisUrl, stunPort: 0 });
		try {
			// the keepers are first, Redis comes later
			const starting = [start('one'), start('two')];
			await wait(1500);
			redis = await startRedis(redisPort, directory);
			const [one, two] = await Promise.all(starting);
			assert(one && two);
			keepers.push(one, two);
			for (const keeper of keepers) await until('Redis is joined', async () => (await keeper.stats())['redis'] === (true as unknown));

			const ana = await member(one);
			const ben = await member(two);
			await took('an entry crosses', async () => {
				assert.equal(await ana.write(house, [entryOf(7, 0)]), true);
				await until('Ben has it', () => ben.entries(house).has('7.0'));
			});
			assert.equal(await ben.write(house, [entryOf(9, 0), entryOf(9, 1)]), true);
			await until('Ana has them', () => ana.entries(house).has('9.1'));
			await until('both disks have all', async () => (await Promise.all(keepers.map(async (keeper) => (await keeper.stats())['entries']))).every((count) => count === 3));
			assert.deepEqual(await ana.digest(house), await ben.digest(house));

			ana.stateless(house, frame);
			await ben.waitFor(({ text }) => text === frame);
			assert(!ana.heard.some(({ text }) => text === frame), 'the speaker does not hear themselves');

			// a document that nobody has open at the other keeper
			assert.equal(await ana.open(documentOf(3)), null);
			assert.equal(await ana.write(documentOf(3), [entryOf(5, 0), entryOf(5, 1)]), true);
			await until('its entries are on both disks', async () => (await Promise.all(keepers.map(async (keeper) => (await keeper.stats())['entries']))).every((count) => count === 5));

			// one is killed in the midst of writing; Ana moves over to the other
			const acknowledged: number[] = [];
			const writing = (async () => {
				for (let seq = 1; seq < 500; seq++) {
					if ((await ana.write(house, [entryOf(7, seq)]).catch(() => null)) === null) return;
					acknowledged.push(seq);
				}
			})();
			await until('some are acknowledged', () => acknowledged.length > 20);
			await one.kill();
			await writing;
			const moved = await member(two);
			const last = acknowledged.at(-1)!;
			// what Ana has the other keeper may lack: she gives it again, as her link would
			const again = Array.from({ length: last }, (_, i) => entryOf(7, 1 + i));
			assert.equal(await moved.write(house, again), true);
			await took('Ben has everything after the move', () => until('Ben has everything', () => ben.entries(house).has(`7.${last}`)));
			assert.equal(await moved.open(documentOf(3)), null);
			await moved.sync(documentOf(3));
			assert(moved.entries(documentOf(3)).has('5.1'), 'the other keeper has what only the dead one served');
			console.log(`killed after ${acknowledged.length} acknowledged entries; all there after moving over`);

			// the killed one comes back and catches up as soon as somebody opens the document there
			const oneAgain = await start('one', one.port);
			keepers[0] = oneAgain;
			const eve = await member(oneAgain);
			await until('Eve has what was written while it was dead', () => eve.entries(house).has(`7.${last}`));
			// what the dead one had on disk, and could not acknowledge any more, crosses too
			await until('they hold the same', async () => isDeepStrictEqual(await eve.digest(house), await ben.digest(house)));

			// Redis goes; both serve what they have; Redis comes back; they agree
			await stopRedis(redis);
			assert.equal(await eve.write(house, [entryOf(11, 0)]), true);
			assert.equal(await ben.write(house, [entryOf(12, 0)]), true);
			const newcomer = await connectKeeper(two.address);
			assert.equal(await newcomer.open(documentOf(2)), null, 'a document opens without Redis');
			assert.equal(await newcomer.write(documentOf(2), [entryOf(1, 0)]), true);
			await newcomer.close();
			assert(!ben.entries(house).has('11.0'));
			redis = await startRedis(redisPort, directory);
			await took('both have both after Redis is back', async () => {
				await until('Ben has Eve’s', () => ben.entries(house).has('11.0'));
				await until('Eve has Ben’s', () => eve.entries(house).has('12.0'));
			});
			assert.equal(await eve.write(house, [entryOf(11, 1)]), true);
			await until('and it goes on', () => ben.entries(house).has('11.1'));
			const second = await connectKeeper(oneAgain.address);
			assert.equal(await second.open(documentOf(2)), null);
			await until('what was opened without Redis is shared too', async () => {
				await second.sync(documentOf(2));
				return second.entries(documentOf(2)).has('1.0');
			});
			await until('they hold the same at the end', async () => isDeepStrictEqual(await eve.digest(house), await ben.digest(house)));
			assert((await ben.digest(house)).count >= last + 1 + 2 + 2 + 1);
		} finally {
			await Promise.all(keepers.map((keeper) => keeper.kill().catch(() => {})));
			if (redis !== null) await stopRedis(redis);
			rmSync(directory, { recursive: true, force: true });
		}
	}
};

async function member(keeper: KeeperProcess): Promise<KeeperClient> {
	const client = await connectKeeper(keeper.address);
	assert.equal(await client.open(house), null);
	await client.sync(house);
	return client;
}

async function startRedis(port: number, directory: string): Promise<ChildProcess> {
	const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory], { stdio: 'ignore' });
	await until('Redis listens', () => canConnect(port));
	return child;
}

async function stopRedis(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill('SIGKILL');
	await ended;
}

async function took(what: string, action: () => Promise<void>): Promise<void> {
	const startedMs = performance.now();
	await action();
	console.log(`${what}: ${Math.round(performance.now() - startedMs)} ms`);
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
	const startedMs = performance.now();
	while (!(await isTrue())) {
		assert(performance.now() - startedMs < PATIENCE_MS, `never: ${what}`);
		await wait(10);
	}
}

function canConnect(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => (socket.destroy(), resolve(true)));
		socket.once('error', () => resolve(false));
	});
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	assert(typeof address === 'object' && address !== null);
	return address.port;
}
