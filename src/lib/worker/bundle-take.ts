/**
 * Takes in a bundle: checks the whole of it first, then hands each entry to the gate like one from any peer. What is committed stays, so a
 * broken-off take goes on where it was when it is begun again, and a second one changes nothing.
 *
 * Nothing of a device that the log does not know reaches the log: until the maker is known, only entries of known devices are looked
 * at, in case one of them introduces it. Group keys count only from a maker in use, and only those that the log names or that something
 * waiting here is sealed under. Carries BUN5, BUN15–BUN24.
 */
import { CORE_STREAM, err, fromBase64, ok, textOf, type DeviceId, type Result } from '$crypto/base';
import { openBundle, type OpenBundle, type OpenBundleFailure } from '$crypto/bundle';
import { deviceIdOf, deviceKeysFromSeed } from '$crypto/keys';
import type { Have, RawBatch } from '$crdt/log/ports';
import type { Failure } from '$lib/errors';
import type { BundleTaken } from '$lib/services/reach-types';
import { backupInstead, bundleFailure, byStranger, forAnother } from './bundle-failures';
import { createKeyDesk } from './bundle-keys';
import { decodeRecords, type About } from './bundle-records';
import { epochTexts } from './collective';
import type { HouseParts } from './reach';
import type { Running } from './running';
import { decodeSide } from './side-protocol';
import { storeFailure } from './vault-failures';

/** A stranger's file is read again as long as that brings something, at most so often. */
const MAX_ROUNDS = 16;
const BACKUP_MAGIC = 'COMMONHOLD-BACKUP\n';

export interface Tally {
	fresh: number;
	known: number;
	refused: number;
}

/** @throws StoreRefused when the disk refuses a receipt. What was taken in before stays. */
export async function takeBundle(house: HouseParts, file: Uint8Array): Promise<Result<BundleTaken, Failure>> {
	const running = house.needRunning();
	const { open } = running;
	const opened = openBundle(file, open.id, open.keys.box);
	if (!opened.ok) return err(whyNot(house, file, opened.error));
	const bundle = opened.value;
	const maker = deviceIdOf(bundle.maker);
	const tally: Tally = { fresh: 0, known: 0, refused: 0 };

	if (!isKnown(running, maker)) {
		const found = await lookForMaker(running, bundle, maker);
		if (!found.ok) return found;
		tally.fresh += found.value;
		tally.known -= found.value; // met again below
	}

	const taken = await takeRecords(running, bundle, tally);
	if (!taken.ok) return taken;
	const { about, receipts, newKeys } = taken.value;
	if (newKeys > 0) await remember(house, running);
	const { devices, members } = open.state().membership;
	const member = devices.get(maker)?.memberId;
	return ok({
		...tally, receipts,
		fromName: (member && members.get(member)?.profile.name) ?? '',
		// A clock may run ahead; nobody hands over a file from the future.
		madeAt: Math.min(about?.madeAt ?? 0, house.deps.clock.now())
	});
}

/** Entries through the gate, receipts, and, from a maker in use, group keys and what it holds. What was committed before a failure stays. @throws StoreRefused */
export async function takeRecords(
	running: Running, bundle: OpenBundle, tally: Tally
): Promise<Result<{ readonly about: About | null; readonly receipts: number; readonly newKeys: number }, Failure>> {
	const { open } = running;
	const maker = deviceIdOf(bundle.maker);
	const keys = createKeyDesk(running);
	let about: About | null = null;
	let receipts = 0;
	let holds: Have | null = null;
	for (const record of decodeRecords(bundle.body())) {
		if (record === 'damaged') return err(bundleFailure({ type: 'DamagedBundle' }));
		if (record.kind === 'about') about = record.about;
		else if (record.kind === 'holds') holds = haveOf(record.heartbeat);
		else if (record.kind === 'keys') keys.offer(isInUse(running, maker) ? record.keys : []);
		else if (record.kind === 'receipt') receipts += await running.receipts.takeIn([record.sealed]);
		else {
			const stopped = await takeBatch(running, record.batch, tally);
			if (stopped) return err(stopped);
			tally.fresh += await keys.use();
		}
	}
	tally.fresh += await keys.use();
	await open.texts.retry();
	if (holds && isInUse(running, maker)) running.sync.heardInFile(holds);
	return ok({ about, receipts, newKeys: keys.taken });
}

function haveOf(heartbeat: Uint8Array): Have | null {
	const message = decodeSide(heartbeat);
	return message?.kind === 'heartbeat' ? message.have : null;
}

const isKnown = ({ open }: Running, device: DeviceId): boolean => open.state().membership.devices.has(device);

export function isInUse({ open }: Running, device: DeviceId): boolean {
	const { devices, members } = open.state().membership;
	const fact = devices.get(device);
	return fact?.status === 'active' && members.get(fact.memberId)?.status === 'member';
}

/** Takes in what devices known here have signed, until it says who the maker is or brings nothing more. Counts what was news. */
async function lookForMaker(running: Running, bundle: OpenBundle, maker: DeviceId): Promise<Result<number, Failure>> {
	const seen: Tally = { fresh: 0, known: 0, refused: 0 };
	for (let round = 0, before = -1; round < MAX_ROUNDS && seen.fresh !== before; round++) {
		before = seen.fresh;
		for (const record of decodeRecords(bundle.body())) {
			if (record === 'damaged') return err(bundleFailure({ type: 'DamagedBundle' }));
			if (record.kind !== 'batch' || record.batch.stream !== CORE_STREAM) continue;
			const stopped = await takeBatch(running, ofKnownDevices(running, record.batch), seen);
			if (stopped) return err(stopped);
			if (isKnown(running, maker)) return ok(seen.fresh);
		}
	}
	return err(byStranger());
}

const ofKnownDevices = ({ open }: Running, batch: RawBatch): RawBatch => ({
	...batch,
	entries: batch.entries.filter(({ slot }) => open.devices.candidates(slot).length > 0)
});

async function takeBatch({ open }: Running, batch: RawBatch, tally: Tally): Promise<Failure | null> {
	const { fresh, known, offences, notStored } = batch.stream === CORE_STREAM ? await takeCore(open, batch) : await open.texts.receive(batch);
	tally.fresh += fresh;
	tally.known += known;
	tally.refused += offences;
	return notStored && storeFailure(notStored);
}

async function takeCore({ log }: Running['open'], batch: RawBatch) {
	const report = await log.receive(batch);
	return { fresh: report.admitted.length, known: report.duplicates, offences: report.rejectedCount, notStored: report.notStored };
}

/** Also of keys: those that come in a file are remembered like those from the door, since the log may not bring them again. */
async function remember({ holder, storedOf }: HouseParts, { open }: Running): Promise<void> {
	const stored = storedOf(open.id);
	if (stored) await holder.current?.put({ ...stored, epochs: epochTexts(open.keyring) });
}

export const isBackup = (file: Uint8Array): boolean => textOf(file.slice(0, BACKUP_MAGIC.length)) === BACKUP_MAGIC;

/** The sentence for a file that does not open: it may be a backup, or for another collective in this vault. */
function whyNot({ holder }: HouseParts, file: Uint8Array, problem: OpenBundleFailure): Failure {
	if (problem.type === 'NotABundle' && isBackup(file)) return backupInstead();
	if (problem.type !== 'NotForThisDevice') return bundleFailure(problem);
	for (const { id, deviceSeed, name, joining } of holder.current?.collectives ?? []) {
		const seed = fromBase64(deviceSeed);
		if (seed && openBundle(file, id, deviceKeysFromSeed(seed).box).ok) return forAnother(name ?? joining?.collectiveName ?? '');
	}
	return bundleFailure(problem);
}
