/** A disk that is full for a while says so once, and is tried again by itself. */
import { describe, expect, it } from 'vitest';
import { watchStore } from '$lib/worker/watched-store';
import { createFakeTimers } from '../../support/fake-timers';
import { createMemoryStore } from '../../support/memory-store';

describe('a watched disk', () => {
	it('[NET136] tells once that it is full, tries again every 15 s, and tells once that it goes on', async () => {
		const timers = createFakeTimers();
		const disk = createMemoryStore();
		const told: string[] = [];
		const store = watchStore(disk, (state) => told.push(state), timers);
		await store.nextCounter('x');
		expect(told).toEqual([]);
		disk.refuseWith({ type: 'DiskFull' });
		for (let i = 0; i < 3; i++) await expect(store.nextCounter('x')).rejects.toMatchObject({ failure: { type: 'DiskFull' } });
		await timers.advance(40_000);
		expect(told).toEqual(['disk-full']);
		disk.refuseWith(null);
		await timers.advance(15_000);
		expect(told).toEqual(['disk-full', 'ok']);
	});

	it('[NET136] is not tried again once it is closed, nor where nothing but a reload helps', async () => {
		const timers = createFakeTimers();
		const disk = createMemoryStore();
		const told: string[] = [];
		const store = watchStore(disk, (state) => told.push(state), timers);
		disk.refuseWith({ type: 'StoreClosed' });
		await expect(store.nextCounter('x')).rejects.toThrow();
		disk.refuseWith(null);
		await timers.advance(60_000);
		expect(told).toEqual(['store-closed']);
	});
});
