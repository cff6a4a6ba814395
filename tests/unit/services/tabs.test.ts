/** One writer among tabs, and what crosses between them. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openTabPort, seekLeadership } from '$lib/services/tabs';
import { connectRemote, expose } from '$lib/worker/rpc';
import { createFakeLocks } from '../../support/fake-locks';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the one writer', () => {
	it('is the first tab; the next takes over when it goes, and a tab that gave up does not', async () => {
		const locks = createFakeLocks();
		const [first, second, third] = [await seekLeadership(locks), await seekLeadership(locks), await seekLeadership(locks)];
		expect([first.isLeader, second.isLeader, third.isLeader]).toEqual([true, false, false]);
		second.release();
		first.release();
		await third.whenLeader;
		expect([second.isLeader, third.isLeader]).toEqual([false, true]);
	});

	it('is never two at once, however many tabs open together', async () => {
		const locks = createFakeLocks();
		const tabs = await Promise.all(Array.from({ length: 5 }, () => seekLeadership(locks)));
		for (let round = 0; round < 5; round++) {
			const leaders = tabs.filter(({ isLeader }) => isLeader);
			expect(leaders).toHaveLength(1);
			tabs.splice(tabs.indexOf(leaders[0]!), 1);
			leaders[0]!.release();
			if (tabs.length > 0) await Promise.race(tabs.map(({ whenLeader }) => whenLeader));
		}
	});

	it('a leader is a leader at once for whoever waits for it', async () => {
		const leader = await seekLeadership(createFakeLocks());
		await leader.whenLeader;
		leader.release();
	});
});

describe('the line between tabs', () => {
	const open: { close(): void }[] = [];
	afterEach(() => open.splice(0).forEach((port) => port.close()));
	const port = async (key: number, side: 'leader' | 'follower') => {
		const made = await openTabPort(new Uint8Array(32).fill(key), side);
		open.push(made);
		return made;
	};

	it('carries calls, bytes, lists and missing values in order', async () => {
		const [leader, follower] = [await port(1, 'leader'), await port(1, 'follower')];
		const got: unknown[] = [];
		leader.listen((message) => got.push(message));
		const messages = [{ a: [1, 'two', null, true, { deep: Uint8Array.of(1, 2) }] }, 'x', ...Array.from({ length: 20 }, (_, i) => i)];
		for (const message of messages) follower.send(message);
		await vi.waitFor(() => expect(got).toEqual(messages));
		expose(leader, { add: (a: number, b: number) => a + b });
		const remote = connectRemote<{ add(a: number, b: number): number }, object>(follower);
		expect(await remote.api.add(2, 3)).toBe(5);
	});

	it('a tab with another vault hears nothing, and two followers do not hear each other', async () => {
		const [leader, follower, other, foreign] = [await port(1, 'leader'), await port(1, 'follower'), await port(1, 'follower'), await port(2, 'leader')];
		const heard = { other: [] as unknown[], foreign: [] as unknown[], leader: [] as unknown[] };
		other.listen((message) => heard.other.push(message));
		foreign.listen((message) => heard.foreign.push(message));
		leader.listen((message) => heard.leader.push(message));
		follower.send('secret');
		await vi.waitFor(() => expect(heard.leader).toEqual(['secret']));
		await settled();
		expect(heard).toEqual({ other: [], foreign: [], leader: ['secret'] });
	});

	it('nothing readable crosses, and garbage on the channel is passed over', async () => {
		const seen: unknown[] = [];
		const spy = new BroadcastChannel('commonhold/tabs');
		spy.onmessage = ({ data }: MessageEvent<unknown>) => seen.push(data);
		const [leader, follower] = [await port(1, 'leader'), await port(1, 'follower')];
		const got: unknown[] = [];
		leader.listen((message) => got.push(message));
		for (const garbage of [null, 'text', new Uint8Array(5), new Uint8Array(64), { kind: 'call', id: 1, method: 'backup', args: [] }]) spy.postMessage(garbage);
		follower.send('canary of the house');
		await vi.waitFor(() => expect(got).toEqual(['canary of the house']));
		spy.close();
		expect(seen.length).toBeGreaterThan(0);
		for (const frame of seen) expect(new TextDecoder('latin1').decode(frame as Uint8Array)).not.toContain('canary');
	});

	it('a message that cannot cross is a bug that shows, and does not stop the line', async () => {
		const [leader, follower] = [await port(1, 'leader'), await port(1, 'follower')];
		const got: unknown[] = [];
		leader.listen((message) => got.push(message));
		expect(() => follower.send({ run: () => undefined })).toThrow(TypeError);
		follower.send('after');
		await vi.waitFor(() => expect(got).toEqual(['after']));
	});
});
