/**
 * At the door with a phrase and nobody in reach: a file for everybody, made by a colleague since the phrase was listed, holds everything, and
 * the words open it like any device in use. Nothing of it stays unless the log in it leads from the collective's founding to this phrase and
 * to the device that made the file, both in use. Carries BUN25.
 */
import { err, fromBase64, ok, toBase64, type Result } from '$crypto/base';
import { openBundle, type OpenBundle, type OpenBundleFailure } from '$crypto/bundle';
import { deviceIdOf, deviceKeysFromSeed } from '$crypto/keys';
import { StoreRefused } from '$crdt/log/ports';
import { failure, type Failure } from '$lib/errors';
import { backupInstead, bundleFailure } from './bundle-failures';
import { decodeRecords } from './bundle-records';
import { isBackup, isInUse, takeRecords, type Tally } from './bundle-take';
import type { Joining, StoredCollective } from './keychain-schema';
import type { HouseParts } from './reach';
import type { Running } from './running';
import { storeFailure } from './vault-failures';

type Waiting = StoredCollective & { readonly joining: Joining };

/** For whichever phrase that waits here the file was made. */
export async function startPhraseFile(house: HouseParts, file: Uint8Array): Promise<Result<void, Failure>> {
	const waiting = (house.holder.current?.collectives ?? []).flatMap(({ joining, ...rest }): Waiting[] =>
		joining?.kind === 'phrase' ? [{ ...rest, joining }] : []
	);
	let problem: OpenBundleFailure | null = null;
	for (const stored of waiting) {
		const phrase = deviceKeysFromSeed(fromBase64(stored.joining.seed) ?? new Uint8Array(0));
		const opened = openBundle(file, stored.id, phrase.box);
		if (opened.ok) return begin(house, stored, opened.value);
		problem = opened.error;
	}
	if (problem === null) return err(failure('Refused', 'No phrase waits here any more.'));
	if (problem.type === 'NotABundle' && isBackup(file)) return err(backupInstead());
	return err(problem.type === 'NotForThisDevice' ? NOT_FOR_THESE_WORDS : bundleFailure(problem));
}

async function begin(house: HouseParts, stored: Waiting, bundle: OpenBundle): Promise<Result<void, Failure>> {
	const epochs = groupKeysIn(bundle);
	const { id } = stored;
	const keychain = house.holder.current;
	if (epochs === null || epochs.length === 0 || !keychain) return err(bundleFailure({ type: 'DamagedBundle' }));
	const isAnew = stored.epochs.length === 0;
	// as after a restore: it writes nothing before it knows how far the phrase's own log went, which a file by a device in use says (BUN24)
	await keychain.put({ ...stored, epochs: [...new Set([...stored.epochs, ...epochs])], restored: true, joining: { ...stored.joining, byFile: true } });
	const taken = await take(house, stored, bundle);
	if (taken.ok) {
		house.emit('session', { status: 'lobby' });
		house.emit('plan', null);
		return taken;
	}
	await house.closeAll();
	if (isAnew) await Promise.all([house.deps.deleteStore(id), house.deps.deleteReceipts(id)]);
	await keychain.put(stored);
	await house.reopen(id, 'lobby');
	return taken;
}

async function take(house: HouseParts, { id }: Waiting, bundle: OpenBundle): Promise<Result<void, Failure>> {
	await house.closeAll();
	const opened = await house.open(id);
	if (!opened.ok) return opened;
	const running = house.needRunning();
	const tally: Tally = { fresh: 0, known: 0, refused: 0 };
	try {
		const taken = await takeRecords(running, bundle, tally);
		return taken.ok ? whyNot(running, bundle) : taken;
	} catch (problem) {
		if (!(problem instanceof StoreRefused)) throw problem;
		return err(storeFailure(problem.failure));
	}
}

/** Is what came in the collective's own log, and do phrase and maker count in it? */
function whyNot(running: Running, bundle: OpenBundle): Result<void, Failure> {
	const standing = running.standing();
	if (standing === 'former') return err(TAKEN_AWAY);
	return standing === 'member' && isInUse(running, deviceIdOf(bundle.maker)) ? ok(undefined) : err(NOT_WHOLE);
}

/** Oldest first, as the maker had them; null: damaged. */
function groupKeysIn(bundle: OpenBundle): string[] | null {
	const keys = new Set<string>();
	for (const record of decodeRecords(bundle.body())) {
		if (record === 'damaged') return null;
		if (record.kind === 'keys') for (const key of record.keys) keys.add(toBase64(key));
	}
	return [...keys];
}

const ASK_FOR_ONE = 'Ask a colleague for a file for everybody, made now: under Connection, “Hand over what is new”.';
const NOT_FOR_THESE_WORDS: Failure = {
	...failure('Refused', 'These words do not open this file: it was made before them, or after they were taken away, or it is for somebody else. Nothing was kept of it.'),
	next: ASK_FOR_ONE
};
const NOT_WHOLE: Failure = { ...failure('Refused', 'This file holds only a part of what your collective has, so nobody can begin with it. Nothing was kept of it.'), next: ASK_FOR_ONE };
const TAKEN_AWAY: Failure = {
	...failure('Refused', 'According to this file these words were taken away, so they bring nobody in any more.'),
	next: 'If you have a newer sheet, use that one. Otherwise colleagues can bring you back.'
};
