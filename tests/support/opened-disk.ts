/**
 * Everything that the keys on a device can open, in clear: what whoever has the device and its passphrase could read. Every stored entry,
 * checkpoint and private record, the outer document, a backup made now, and what the engine gives to a page. Asks no rule what may be read.
 */
import { CORE_STREAM, fromBase64, utf8, type StreamId } from '$crypto/base';
import { openBackup } from '$crypto/backup';
import { deriveKey } from '$crypto/hash';
import { deviceKeysFromSeed } from '$crypto/keys';
import { systemRandom } from '$crypto/random';
import { createSecret } from '$crypto/secret';
import { openCheckpoint } from '$crdt/log/checkpoint';
import type { RawBatch } from '$crdt/log/ports';
import { decodeBackup } from '$lib/worker/backup-contents';
import { openKeychain } from '$lib/worker/keychain';
import { createTexts } from '$lib/worker/texts';
import { must, PASSPHRASE, type Device } from './engine-rig';
import { openBehind, secretsOf } from './device-insides';
import { createMemoryStore } from './memory-store';

export interface Opened {
	/** Where it was found. */
	readonly where: string;
	readonly clear: Uint8Array;
}

export async function openedDisk(device: Device): Promise<readonly Opened[]> {
	const store = device.stores.get(device.collective!)!;
	const found: Opened[] = [];
	const put = (where: string, clear: Uint8Array | null): void => void (clear && found.push({ where, clear }));
	const { batches } = await store.load();
	await openBatches(device, batches, 'disk', put);

	const { deviceSeed } = await secretsOf(device);
	const keys = deviceKeysFromSeed(fromBase64(deviceSeed)!);
	for (const [stream, sealed] of store.checkpoints) {
		const context = { collective: device.collective!, stream, key: deriveKey(keys.seed, 'device-checkpoint', utf8(device.collective!)) };
		put('checkpoint', openCheckpoint(context, sealed));
	}

	const chain = await openKeychain(createSecret(PASSPHRASE), { store: device.vault, random: systemRandom });
	if (!chain.ok) throw new Error('the vault does not open');
	for (const name of device.vault.kept.keys()) put(`record ${name}`, await chain.value.readPrivate(name));

	const liveSegment = (await device.engine.plan())?.liveSegment ?? 0;
	for (let segment = 0; segment <= liveSegment; segment++) put('outer', await device.engine.outerUpdate(segment));

	const file = must(await device.engine.backup('another passphrase for the file'));
	const contents = openBackup(file, createSecret('another passphrase for the file'));
	const read = contents.ok ? decodeBackup(contents.value) : null;
	if (read?.status !== 'read') throw new Error('the backup does not open');
	for (const part of read.parts) await openBatches(device, part.batches, 'backup', put);

	for (const stream of new Set(batches.map(({ stream }) => stream))) {
		if (stream === CORE_STREAM) continue;
		const opening = await device.engine.openText(stream);
		if (opening.ok) for (const { payload } of opening.value.entries) put('page', payload);
	}
	return found;
}

/** Where each word was found. */
export function search(opened: readonly Opened[], words: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
	const places = new Map(words.map((word) => [word, new Set<string>()]));
	for (const { where, clear } of opened) {
		const text = Buffer.from(clear).toString('latin1');
		for (const word of words) if (text.includes(word)) places.get(word)!.add(where);
	}
	return places;
}

/** What a device's own keys, and every key in these entries that was boxed for it, open of them, whatever the rules say. */
export async function openedBatches(device: Device, batches: readonly RawBatch[]): Promise<readonly Opened[]> {
	const found: Opened[] = [];
	await openBatches(device, batches, 'copy', (where, clear) => void found.push({ where, clear }));
	return found;
}

async function openBatches(device: Device, batches: readonly RawBatch[], where: string, put: (where: string, clear: Uint8Array) => void): Promise<void> {
	const core = createMemoryStore();
	const byStream = new Map<StreamId, readonly RawBatch[]>();
	for (const batch of batches) {
		for (const { bytes } of batch.entries) put(`${where}, sealed`, bytes);
		if (batch.stream === CORE_STREAM) await core.commitReceived(batch);
		else byStream.set(batch.stream, [...(byStream.get(batch.stream) ?? []), batch]);
	}
	const inside = await openBehind(device, core);
	for (const { payload } of inside.log.entries()) put(`${where}, log`, utf8(JSON.stringify(payload)));
	const nothing = () => undefined;
	const texts = createTexts({
		collective: inside.id, keyring: inside.keyring, devices: inside.devices, store: createMemoryStore(), random: systemRandom,
		keys: inside.keys, signer: inside.signer, loaded: byStream, gone: [],
		writeEpoch: () => null, mayWrite: () => false, isNamed: () => true,
		onEntry: nothing, onFrame: nothing, onOwn: nothing, changed: nothing
	});
	for (const stream of [...byStream.keys()]) for (const { payload } of await texts.entries(stream)) put(`${where}, text`, payload);
}
