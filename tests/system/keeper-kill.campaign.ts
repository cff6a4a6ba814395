/** A keeper that is killed again and again while members write. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadSodium } from '../../crypto/sodium';
import { openStore } from '../../keeper/store';
import { connectKeeper, documentOf, entryOf, type KeeperClient } from '../support/keeper-client';
import { startKeeperProcess, type KeeperProcess } from '../support/keeper-process';
import { createSeeded } from '../support/seeded';
import type { Campaign } from './campaign';

const KILLS = 50;
const WRITERS = 4;
const DOCUMENTS = 3;

export const campaign: Campaign = {
	claim: `[KEE24] a keeper killed ${KILLS} times while ${WRITERS} members write has every entry that it acknowledged`,
	tools: [],
	async run() {
		await loadSodium();
		const seed = Number(process.env['SEED'] ?? 7);
		const seeded = createSeeded(seed);
		const directory = mkdtempSync(join(tmpdir(), 'commonhold-kill-'));
		const documents = Array.from({ length: DOCUMENTS }, (_, i) => documentOf(i));
		/** Acknowledged seqs: the next one, by writer and document. */
		const acknowledged = new Map<string, number>();
		let keeper: KeeperProcess | null = null;
		let port = 0;
		let address = '';
		let going = true;
		let writes = 0;
		let interrupted = 0;

		/** Writes to its own slot in every document, and goes on where it was after each end of the line. */
		const write = async (writer: number): Promise<void> => {
			const slot = 100 + writer;
			while (going) {
				const client = await connectKeeper(address).catch(() => null);
				if (client === null) {
					await wait(20);
					continue;
				}
				try {
					for (const document of documents) assert.equal(await client.open(document), null);
					while (going) {
						const index = seeded.int(DOCUMENTS);
						const key = `${writer}/${index}`;
						const from = acknowledged.get(key) ?? 0;
						const count = 1 + seeded.int(40);
						const entries = Array.from({ length: count }, (_, i) => entryOf(slot, from + i, 0, 300));
						assert.equal(await client.write(documents[index]!, entries), true);
						acknowledged.set(key, from + count);
						writes++;
					}
				} catch (problem) {
					if (problem instanceof assert.AssertionError) throw problem;
					interrupted++;
				} finally {
					client.socket.terminate();
				}
			}
		};

		const check = async (): Promise<number> => {
			const client: KeeperClient = await connectKeeper(address);
			let found = 0;
			for (const [index, document] of documents.entries()) {
				assert.equal(await client.open(document), null);
				const expected = new Map(acknowledged);
				await client.sync(document);
				const entries = client.entries(document);
				for (let writer = 0; writer < WRITERS; writer++) {
					for (let seq = 0; seq < (expected.get(`${writer}/${index}`) ?? 0); seq++) {
						const bytes = entries.get(`${100 + writer}.${seq}`);
						assert(bytes !== undefined, `lost: writer ${writer}, document ${index}, entry ${seq}`);
						assert.deepEqual(bytes, entryOf(100 + writer, seq, 0, 300).bytes);
						found++;
					}
				}
			}
			await client.close();
			return found;
		};

		try {
			console.log(`seed ${seed}`);
			keeper = await startKeeperProcess({ dataDirectory: directory, stunPort: 0 });
			({ port, address } = keeper);
			const writers = Array.from({ length: WRITERS }, (_, i) => write(i));
			for (let kill = 1; kill <= KILLS; kill++) {
				await wait(30 + seeded.int(500)); // the moment is the subject
				await keeper.kill();
				keeper = await startKeeperProcess({ dataDirectory: directory, port, stunPort: 0 });
				assert.equal(keeper.port, port, 'the port was free');
				if (kill % 10 === 0) console.log(`${kill} kills, ${await check()} acknowledged entries served`);
			}
			await wait(300);
			going = false;
			await Promise.all(writers);
			const served = await check();
			await keeper.kill();
			keeper = null;

			const store = openStore(join(directory, 'keeper.mdb'));
			let stored = 0;
			for (const [index, document] of documents.entries()) {
				const runs = new Map(store.runs(document.name).map((run) => [run.slot as number, run.entries]));
				for (let writer = 0; writer < WRITERS; writer++) {
					const entries = runs.get(100 + writer) ?? [];
					const wanted = acknowledged.get(`${writer}/${index}`) ?? 0;
					assert(entries.length >= wanted, `lost on disk: writer ${writer}, document ${index}`);
					for (let seq = 0; seq < wanted; seq++) assert.deepEqual(new Uint8Array(entries[seq]!), entryOf(100 + writer, seq, 0, 300).bytes);
					stored += wanted;
				}
			}
			await store.close();
			assert.equal(stored, served);
			assert(writes > 2 * KILLS && interrupted >= KILLS, 'the kills fell into writes');
			console.log(`${KILLS} kills, ${interrupted} lines cut, ${writes} writes acknowledged with ${stored} entries, all there`);
		} finally {
			going = false;
			await keeper?.kill();
			rmSync(directory, { recursive: true, force: true });
		}
	}
};
