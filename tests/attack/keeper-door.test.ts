/** What a stranger tries at a keeper's door. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { signKeeperToken } from '../../crypto/keeper';
import { createSecret } from '../../crypto/secret';
import type { Keeper } from '../../keeper/keeper';
import { connectKeeper, documentOf, encodeStep1, encodeToken, entryOf, type DocumentKeys, type KeeperClient } from '../support/keeper-client';
import { createKeepers } from '../support/keeper-rig';

const keepers = await createKeepers();
const house = documentOf(1);
const other = documentOf(2);
let keeper: Keeper;
let address = '';
beforeEach(async () => {
	keeper = await keepers.start();
	address = keeper.addresses()[0]!;
	const ana = await connectKeeper(address);
	await ana.open(house);
	await ana.write(house, [entryOf(7, 0)]);
	await ana.close();
});
afterEach(() => keepers.end());

/** Answers with a token of the caller's making. */
async function openWith(client: KeeperClient, document: DocumentKeys, token: string): Promise<string | null> {
	client.send(encodeToken(document.name, token));
	const answer = await client.waitFor((one) => one.document === document.name && (one.kind === 'accepted' || one.kind === 'denied'));
	return answer.kind === 'accepted' ? null : answer.text;
}

const passOf = () => keeper.passes.list()[0]!.secret;
const hostOf = () => `localhost:${keeper.port}`;

describe('a stranger at the door', () => {
	it('[KEE3] with the signature of another key is refused', async () => {
		const mallory = await connectKeeper(address);
		const token = signKeeperToken({ challenge: mallory.challenge, host: hostOf(), document: house.name }, other.keys, passOf());
		expect(await openWith(mallory, house, token)).toBe('bad-signature');
	});

	it('[KEE3] with a token heard on another connection is refused', async () => {
		const ana = await connectKeeper(address);
		const heard = signKeeperToken({ challenge: ana.challenge, host: hostOf(), document: house.name }, house.keys, passOf());
		const mallory = await connectKeeper(address);
		expect(await openWith(mallory, house, heard)).toBe('bad-signature');
		expect(await openWith(ana, house, heard)).toBeNull();
	});

	it('[KEE3] with a token that was made for another keeper is refused', async () => {
		const mallory = await connectKeeper(address, { host: 'keeper.example' });
		expect(await mallory.open(house)).toBe('bad-signature');
	});

	it('[KEE3] with a token for another document is refused', async () => {
		const mallory = await connectKeeper(address);
		const token = signKeeperToken({ challenge: mallory.challenge, host: hostOf(), document: other.name }, other.keys, passOf());
		expect(await openWith(mallory, house, token)).toBe('bad-signature');
	});

	it('[KEE7] under the name of somebody in between gets no challenge at all', async () => {
		const socket = new WebSocket(`ws://127.0.0.1:${keeper.port}/keep`, { headers: { host: 'evil.example' } });
		const status = await new Promise<number | undefined>((resolve) => {
			socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
			socket.on('error', () => {});
		});
		expect(status).toBe(421);
		expect(keeper.stats().refusedHosts).toBe(1);
	});

	it('[KEE4] without a pass of this keeper stores nothing, not even under a name of their own', async () => {
		const mallory = await connectKeeper(address, { pass: createSecret(new Uint8Array(32)) });
		expect(await mallory.open(documentOf(66))).toBe('unknown-pass');
		expect(await mallory.open(house)).toBe('unknown-pass');
	});

	it('[KEE4] with the pass of another collective does not get at this one, even with its key', async () => {
		const second = await keeper.passes.add('second');
		const mallory = await connectKeeper(address, { pass: second.secret });
		expect(await mallory.open(house)).toBe('other-pass');
		expect(await mallory.open(documentOf(3))).toBeNull();
	});

	it('[KEE5] whose pass is dropped is sent away, and what they stored is gone', async () => {
		const second = await keeper.passes.add('second');
		const eve = await connectKeeper(address, { pass: second.secret });
		await eve.open(documentOf(3));
		await eve.write(documentOf(3), [entryOf(5, 0), entryOf(5, 1)]);
		await keeper.passes.drop(second.number);
		expect(await eve.closed).toBe(1008);
		await expect.poll(() => keeper.store.total().entries).toBe(1);
	});

	it('[KEE35] who keeps trying is cut off after eight offences, and the keeper counts them', async () => {
		const mallory = await connectKeeper(address);
		for (let i = 0; i < 8; i++) mallory.send(encodeToken(documentOf(100 + i).name, 'x'.repeat(130)));
		expect(await mallory.closed).toBe(1008);
		expect(keeper.stats()).toMatchObject({ deniedDocuments: 8, endedByOffences: 1 });
	});

	it('[KEE3] who reads or writes without opening gets nothing', async () => {
		const mallory = await connectKeeper(address);
		for (let i = 0; i < 8; i++) mallory.send(encodeStep1(house.name, new Map()));
		expect(await mallory.closed).toBe(1008);
		expect(mallory.heard).toEqual([]);
	});

	it('[KEE6] an open keeper takes everybody, each address within its own quota', async () => {
		const open = await keepers.start({ open: true, limits: { ownerBytes: 2000 } });
		const ben = await connectKeeper(open.addresses()[0]!, { pass: createSecret(new Uint8Array(32)) });
		expect(await ben.open(house)).toBeNull();
		expect(await ben.write(house, [entryOf(7, 0), entryOf(7, 1), entryOf(7, 2), entryOf(7, 3)])).toBe(true);
		expect(await ben.write(house, [entryOf(7, 4)])).toBe(false);
		expect(await ben.waitFor(({ kind }) => kind === 'stateless')).toMatchObject({ text: '{"t":"full","of":"pass"}' });
		expect([...open.store.root.openDB<{ owner: string }, string>({ name: 'documents' }).getRange()].map(({ value }) => value.owner)).toEqual([expect.stringMatching(/^open-[\w-]{22}$/u)]);
	});
});
