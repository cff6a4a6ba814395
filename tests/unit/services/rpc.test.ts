/** Calls across a port: answers, failures, events, garbage, closing. */
import { describe, expect, it } from 'vitest';
import { CallFailed, connectRemote, expose, type MessagePortLike } from '$lib/worker/rpc';

interface Api {
	add(a: number, b: number): number;
	fail(): void;
	slow(): Promise<string>;
}
interface Events {
	readonly news: string;
}

/** Two ends of one line; what is sent arrives as a copy, a moment later. */
function line(): { readonly here: MessagePortLike; readonly there: MessagePortLike; inject(message: unknown): void } {
	const listeners = { here: new Set<(message: unknown) => void>(), there: new Set<(message: unknown) => void>() };
	const end = (own: 'here' | 'there', other: 'here' | 'there'): MessagePortLike => ({
		send: (message) => queueMicrotask(() => listeners[other].forEach((run) => run(structuredClone(message)))),
		listen(run) {
			listeners[own].add(run);
			return () => listeners[own].delete(run);
		}
	});
	return { here: end('here', 'there'), there: end('there', 'here'), inject: (message) => [...listeners.here, ...listeners.there].forEach((run) => run(message)) };
}

function connected() {
	const wire = line();
	let finish: (value: string) => void = () => undefined;
	const served = expose(wire.there, {
		add: (a: number, b: number) => a + b,
		fail: () => {
			throw new Error('a bug');
		},
		slow: () => new Promise<string>((resolve) => (finish = resolve))
	});
	return { wire, served, remote: connectRemote<Api, Events>(wire.here), finish: (value: string) => finish(value) };
}

describe('a remote end', () => {
	it('answers, each caller with its own answer', async () => {
		const { remote } = connected();
		expect(await Promise.all([remote.api.add(1, 2), remote.api.add(3, 4)])).toEqual([3, 7]);
	});

	it('fails with CallFailed where the other side throws or has no such method, inherited names included', async () => {
		const { remote } = connected();
		await expect(remote.api.fail()).rejects.toThrow(new CallFailed('a bug'));
		for (const name of ['missing', 'constructor', 'toString', '__proto__', 'hasOwnProperty'])
			await expect((remote.api as unknown as Record<string, () => Promise<unknown>>)[name]!()).rejects.toBeInstanceOf(CallFailed);
	});

	it('hears events until it stops listening', async () => {
		const { remote, served } = connected();
		const heard: string[] = [];
		const stop = remote.on('news', (value) => heard.push(value));
		served.emit('news', 'first');
		await remote.api.add(0, 0);
		stop();
		served.emit('news', 'second');
		await remote.api.add(0, 0);
		expect(heard).toEqual(['first']);
	});

	it('is not disturbed by garbage and foreign answers', async () => {
		const { remote, wire } = connected();
		for (const message of [null, 7, 'x', {}, { kind: 'answer', id: 999, ok: true, value: 1 }, { kind: 'event', name: 'none', value: 0 }, { kind: 'other' }]) wire.inject(message);
		expect(await remote.api.add(1, 1)).toBe(2);
	});

	it('fails every open and every later call once it is closed', async () => {
		const { remote } = connected();
		const open = remote.api.slow();
		remote.close('locked');
		await expect(open).rejects.toThrow(new CallFailed('locked'));
		await expect(remote.api.add(1, 1)).rejects.toThrow(new CallFailed('locked'));
	});

	it('can be returned from an async function without being called', async () => {
		const { remote } = connected();
		const { api } = await Promise.resolve(remote);
		expect(await (async () => api)()).toBe(api);
	});
});
