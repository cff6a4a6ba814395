/**
 * Recovery phrases: making one, which counts once two of its words were given back, and beginning with one on an empty device. The words are kept
 * nowhere: in memory until confirmed, ten minutes at most. Carries MEM85, CRY70 to CRY72, CRY176.
 */
import { err, ok, toBase64, type CollectiveId, type Result } from '$crypto/base';
import { parseCollectiveCode } from '$crypto/device-link';
import { parseRecoveryPhrase } from '$crypto/phrase-words';
import { createAskBack, createRecoverySeed, encodeRecoveryPhrase, recoveryDeviceKeys } from '$crypto/recovery';
import { reveal, type Secret } from '$crypto/secret';
import type { OpInput } from '$crdt/domain/op';
import { failure, type Failure } from '$lib/errors';
import { collectiveCode } from './meeting-points';
import { signEnrolment } from './proofs';
import type { HouseParts } from './reach';
import type { Running } from './running';
import { ALREADY_HERE, deviceLinkFailure, FRESH, isAbandoned } from './start-joining';

const CONFIRM_MS = 10 * 60_000;
const ASKED = 2;
const NAME = 'Recovery phrase';

interface Pending {
	readonly seed: Secret<Uint8Array>;
	readonly ask: readonly number[];
	readonly until: number;
}
const pending = new WeakMap<Running, Pending>();

export interface PhraseMade {
	readonly words: readonly string[];
	/** Positions from 0 of the words to give back. */
	readonly ask: readonly number[];
	/** To be printed beside the words; no secret. */
	readonly collectiveCode: string;
}

export function makePhrase(house: HouseParts): Result<PhraseMade, Failure> {
	const running = house.needRunning();
	const { random, clock } = house.deps;
	if (running.standing() !== 'member') return err(failure('NotAMember'));
	const seed = createRecoverySeed(random);
	const ask = createAskBack(random, ASKED);
	pending.set(running, { seed, ask, until: clock.now() + CONFIRM_MS });
	house.deps.timers.after(CONFIRM_MS, () => {
		if (pending.get(running)?.seed === seed) pending.delete(running);
	});
	return ok({ words: reveal(encodeRecoveryPhrase(seed)).split(' '), ask, collectiveCode: collectiveCode(running, house.environment()) });
}

/** @param words those asked for, in that order. */
export async function confirmPhrase(house: HouseParts, words: readonly string[]): Promise<Result<void, Failure>> {
	const running = house.needRunning();
	const { open, steward } = running;
	const made = pending.get(running);
	if (!made || made.until <= house.deps.clock.now()) return err({ ...failure('Refused', 'These words have waited too long and do not count.'), next: 'Make a new phrase.' });
	const all = reveal(encodeRecoveryPhrase(made.seed)).split(' ');
	const given = words.map((word) => word.trim().toLowerCase());
	if (given.length !== made.ask.length || !made.ask.every((position, at) => all[position] === given[at]))
		return err({ ...failure('Refused', 'That is not what stands there.'), next: 'Look at your sheet again.' });
	const keys = recoveryDeviceKeys(made.seed);
	const device = { signKey: toBase64(keys.sign.publicKey), boxKey: toBase64(keys.box.publicKey), name: NAME };
	const before = open.state().membership.members.get(open.me)?.devices.filter(({ paper, status }) => paper && status === 'active') ?? [];
	const ops: OpInput[] = [
		{ type: 'membership/add-device', device, proof: toBase64(signEnrolment(open.id, keys, open.signer.device)), paper: true },
		...before.map(({ deviceId }): OpInput => ({ type: 'membership/revoke-device', device: deviceId }))
	];
	const posted = await open.post(ops);
	if (!posted.ok) return posted;
	pending.delete(running);
	await steward.settle();
	return ok(undefined);
}

/** With the vault open: waits as the device that the words are. */
export async function startPhrase(
	house: HouseParts,
	{ words, collectiveCode: code, deviceName }: { readonly words: string; readonly collectiveCode: string; readonly deviceName: string }
): Promise<Result<CollectiveId, Failure>> {
	const phrase = parseRecoveryPhrase(words);
	if (!phrase.ok) return err({ ...failure('BadInput', sayWords(phrase.error)), next: 'Compare them with your sheet, one by one.' });
	const where = parseCollectiveCode(code.trim());
	if (!where.ok) {
		const { sentence, next, type } = deviceLinkFailure(where.error.type);
		const isOther = type === 'NotAnInvitation' || type === 'DamagedInvitation';
		return err(isOther ? { ...failure('BadInput', 'The code of the collective is incomplete or was misread.'), next: 'It begins with c1 and stands beside the words.' } : { type, sentence, next });
	}
	const { collective: id, signaling } = where.value;
	const keychain = house.holder.current;
	if (!keychain) throw new Error('the vault is closed');
	const known = keychain.collectives.find((each) => each.id === id);
	if (known && !isAbandoned(known)) return err(ALREADY_HERE);
	const seed = toBase64(reveal(phrase.value));
	await keychain.put({
		...FRESH, id, deviceSeed: seed, signaling: [...signaling],
		joining: {
			kind: 'phrase', seed, sponsor: null, next: null, memberName: '', collectiveName: '', inviterName: '', signaling: [...signaling],
			profile: { name: '', discipline: '', licence: '' }, deviceName, charter: null
		}
	});
	return ok(id);
}

type BadWords = Extract<ReturnType<typeof parseRecoveryPhrase>, { ok: false }>['error'];

function sayWords(bad: BadWords): string {
	switch (bad.type) {
		case 'WrongWordCount':
			return `A phrase has 24 words; these are ${bad.count}.`;
		case 'UnknownWord':
			return `Word ${bad.position + 1} is none that a phrase can have.`;
		case 'WrongChecksum':
			return 'Each of these is a word, but together they are no phrase: two are swapped, or one is another.';
	}
}
