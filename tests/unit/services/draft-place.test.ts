/** Places for drafts of one text, among tabs and within one. */
import { describe, expect, it } from 'vitest';
import { ok, type StreamId } from '$crypto/base';
import { openDraftPlace, type PlaceLocks } from '$lib/services/draft-place';
import { createPlaceLocks } from '$lib/services/place-locks';
import type { App } from '$lib/services/types';
import { createFakeLocks } from '../../support/fake-locks';

const NOTES = 'notes' as StreamId; // any name
const turns = () => new Promise((resolve) => setImmediate(resolve));

function browser() {
	const [disk, manager] = [new Map<string, unknown>(), createFakeLocks()];
	const gone = (keys: readonly string[]) => keys.forEach((key) => disk.delete(key));
	const drafts: App['drafts'] = {
		load: (key) => Promise.resolve(disk.get(key) ?? null),
		save: (key, value, instead = []) => {
			gone(instead);
			disk.set(key, value);
			return Promise.resolve(ok(undefined));
		},
		remove: (key, also = []) => Promise.resolve(ok(gone([key, ...also]))),
		list: (prefix) => Promise.resolve([...disk.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key, savedAt: 0 })))
	};
	const tab = (): PlaceLocks => createPlaceLocks(() => manager, 20);
	return { disk, drafts, tab, open: (locks = tab()) => openDraftPlace(NOTES, drafts, locks) };
}

describe('[TXT64] the place of a draft', () => {
	it('is one of its own in each tab: the second neither shows nor overwrites what the first keeps', async () => {
		const { disk, open } = browser();
		disk.set('held notes', 'from before');
		const [first, second] = [open(), open()];
		expect(await first.load()).toEqual(['from before']);
		await first.save('one');
		expect(await second.load()).toEqual([null]);
		await second.save('two');
		expect([...disk]).toEqual([['held notes', 'one'], ['held notes 1', 'two']]);
	});

	it('takes along what tabs that have ended left, in the step that saves it, and nothing of a tab that is open', async () => {
		const { disk, open } = browser();
		const [first, second, third] = [open(), open(), open()];
		for (const [place, words] of [[first, 'one'], [second, 'two'], [third, 'three']] as const) {
			await place.load();
			await place.save(words);
		}
		first.release();
		third.release();
		await turns();
		const next = open();
		expect(await next.load()).toEqual(['one', 'three']);
		expect(disk.size).toBe(3);
		const meanwhile = open();
		expect(await meanwhile.load()).toEqual([null]);
		await next.save('one three');
		expect([...disk]).toEqual([['held notes', 'one three'], ['held notes 1', 'two']]);
	});

	it('where nothing is saved leaves what it took along, for the next', async () => {
		const { disk, open } = browser();
		disk.set('held notes', 'one').set('held notes 4', 'four');
		const first = open();
		expect(await first.load()).toEqual(['one', 'four']);
		first.release();
		await turns();
		const second = open();
		expect(await second.load()).toEqual(['one', 'four']);
		await second.remove();
		expect(disk.size).toBe(0);
	});

	it('is waited for where an opening of the same tab is about to leave it, and shared where that takes long', async () => {
		const { tab, open } = browser();
		const locks = tab();
		const first = open(locks);
		await first.load();
		await first.save('one');
		const second = open(locks);
		const loading = second.load();
		await first.save('one and more');
		first.release();
		expect(await loading).toEqual(['one and more']);
		const third = open(locks);
		expect(await third.load()).toEqual(['one and more']);
	});

	it('is free when every editor of the text has released it, and the only one where there are no locks', async () => {
		const { disk, open } = browser();
		const first = open();
		await first.load();
		await first.load();
		first.release();
		await first.save('one');
		expect(await open().load()).toEqual([null]);
		const lockless = open({ take: () => Promise.reject(new Error('no locks')) });
		expect(await lockless.load()).toEqual(['one']);
		expect([...disk.keys()]).toEqual(['held notes']);
	});
});
