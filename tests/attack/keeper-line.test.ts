/** What a keeper can do to the line itself: answers that cost much, and answers that cannot be dealt with. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import { encodeKeeperHello } from '$crypto/keeper';
import { createSeededRandom } from '$crypto/random';
import { loadSodium } from '$crypto/sodium';
import { createKeeperLine, type KeeperSocketHooks } from '$lib/worker/keeper-line';
import { readKeeperMessage } from '$lib/worker/keeper-wire';
import { createFakeTimers } from '../support/fake-timers';

beforeAll(loadSodium);

const hasMessage = (slots: number): Uint8Array => {
	const counts = encoding.createEncoder();
	encoding.writeVarUint(counts, slots);
	for (let slot = 1; slot <= slots; slot++) {
		encoding.writeVarUint(counts, slot);
		encoding.writeVarUint(counts, 1);
	}
	const encoder = encoding.createEncoder();
	encoding.writeVarString(encoder, 'x'.repeat(43));
	encoding.writeVarUint(encoder, 0);
	encoding.writeVarUint(encoder, 0);
	encoding.writeVarUint8Array(encoder, encoding.toUint8Array(counts));
	return encoding.toUint8Array(encoder);
};

describe('what a keeper says', () => {
	it('[NET101] claims about more devices than a document can have are no message, before they take memory', () => {
		expect(readKeeperMessage(hasMessage(1000))?.message.kind).toBe('has');
		expect(readKeeperMessage(hasMessage(200_000))).toBeNull();
	});

	it('[NET103] what cannot be dealt with, as on a full disk, ends the line, and the next one works', async () => {
		const timers = createFakeTimers();
		let hooks: KeeperSocketHooks[] = [];
		const heard: string[] = [];
		let isFull = true;
		const line = createKeeperLine({
			url: 'https://keeper.example',
			dial: async (_url, own) => {
				hooks = [...hooks, own];
				return { send: () => undefined, close: () => undefined };
			},
			timers,
			random: createSeededRandom('line'),
			up: () => undefined,
			async heard(_document, message) {
				if (isFull) throw new Error('QuotaExceededError');
				heard.push(message.kind);
			},
			down: () => undefined,
			probe: () => undefined
		});
		hooks[0]!.heard(encodeKeeperHello(new Uint8Array(32)));
		expect(line.state()).toBe('connected');
		hooks[0]!.heard(hasMessage(1));
		await expect.poll(() => line.state()).toBe('unreachable');
		isFull = false;
		await timers.advance(5_000);
		await expect.poll(() => hooks.length).toBe(2);
		hooks[1]!.heard(encodeKeeperHello(new Uint8Array(32)));
		hooks[1]!.heard(hasMessage(1));
		await expect.poll(() => heard).toEqual(['has']);
		line.close();
	});
});
