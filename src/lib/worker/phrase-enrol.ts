/**
 * After a phrase has opened the log on an empty device: adds a fresh device in its name and goes on as that one, so that the words stay a spare
 * that can be revoked. Its keys are on disk before the entry that adds them, somebody else holds that entry before it is needed, and the
 * change over is one write: a crash anywhere in between is picked up where it was. Who came with a file may meet nobody for long: then the
 * fresh device begins at once and proves itself on lines as the phrase until somebody else holds that entry. Carries MEM85, NET87 and BUN26.
 */
import { CORE_STREAM, fromBase64, toBase64, type Slot } from '$crypto/base';
import { deviceIdOf, deviceKeysFromSeed } from '$crypto/keys';
import type { Random } from '$crypto/random';
import type { Timers } from '$lib/adapters/webrtc/timers';
import type { Joining, StoredCollective } from './keychain-schema';
import { signEnrolment } from './proofs';
import type { Running } from './running';

const TRY_EVERY_MS = 1_000;
/** For keepers that the file named, which may have what was written since. */
const KEEPERS_MS = 30_000;

export interface EnrolDependencies {
	readonly running: Running;
	readonly random: Random;
	readonly timers: Timers;
	/** The record as it is now. */
	stored(): StoredCollective | undefined;
	/** Durable when it resolves. @throws StoreRefused: it is tried again */
	put(stored: StoredCollective): Promise<void>;
	/** The record is that of the fresh device: open it anew. */
	switched(): Promise<void>;
}

/** @returns how to stop. */
export function enrolFresh(deps: EnrolDependencies): () => void {
	let busy = false;
	const keepersUntilMs = deps.timers.now() + KEEPERS_MS;
	const stop = deps.timers.every(TRY_EVERY_MS, () => {
		if (busy) return;
		busy = true;
		void step(deps, deps.timers.now() < keepersUntilMs).then(
			(done) => {
				busy = false;
				if (done) stop();
			},
			() => (busy = false) // the disk did not take it
		);
	});
	return stop;
}

/** True: nothing is left to do here. */
async function step({ running, random, stored: storedNow, put, switched }: EnrolDependencies, mayWait: boolean): Promise<boolean> {
	const stored = storedNow();
	if (stored?.line !== undefined) return endLine(running, stored, put);
	const joining = stored?.joining;
	if (!stored || joining?.kind !== 'phrase') return true;
	const { open, sync } = running;
	// nobody may be added by somebody who has not heard everything yet, nor before the own log is known to be whole
	if (running.standing() !== 'member' || stored.restored || sync.isCatchingUp() || !sync.upToDate()) return false;
	if (mayWait && joining.byFile === true && mayBringMore(running)) return false;
	const seed = joining.next ?? toBase64(random.bytes(32));
	if (joining.next === null) await put({ ...stored, joining: { ...joining, next: seed } });
	const fresh = deviceKeysFromSeed(fromBase64(seed) ?? new Uint8Array(0));
	if (!open.state().membership.devices.has(deviceIdOf(fresh.sign.publicKey)) && !(await add(running, joining, fresh))) return false;
	const isKnown = isElsewhere(running, open.signer.slot);
	if (!isKnown && joining.byFile !== true) return false;
	const latest = storedNow() ?? stored;
	const line = isKnown ? {} : { line: latest.deviceSeed };
	await put({ ...latest, ...line, deviceSeed: seed, epochs: running.epochTexts(), joining: null, vouched: [], restored: false });
	await switched();
	return true;
}

/** The fresh device's own name is good on lines once somebody holds what the phrase wrote, or once the phrase counts no more. */
async function endLine(running: Running, { line, ...stored }: StoredCollective, put: EnrolDependencies['put']): Promise<boolean> {
	const phrase = deviceKeysFromSeed(fromBase64(line ?? '') ?? new Uint8Array(0));
	const fact = running.open.state().membership.devices.get(deviceIdOf(phrase.sign.publicKey));
	if (fact?.status === 'active' && !isElsewhere(running, fact.slot)) return false;
	await put(stored);
	return true;
}

/** Is a keeper being reached, or reached and not one with this copy yet? */
const mayBringMore = ({ keepers }: Running): boolean =>
	keepers.views().some(({ state, holdsAll, waiting }) => state === 'connecting' || (state === 'connected' && (!holdsAll || waiting > 0)));

/** Nobody would know the fresh device before they hold the entry that adds it. */
function isElsewhere({ open, peers, sync, keepers }: Running, slot: Slot): boolean {
	const own = [...open.log.have()].flatMap(([segment, counts]) => (counts.has(slot) ? [{ segment, count: counts.get(slot)! }] : []));
	const holds = (counts: (segment: number) => number | undefined): boolean => own.every(({ segment, count }) => (counts(segment) ?? 0) >= count);
	const colleague = peers().some(({ peer }) => holds((segment) => sync.peerHave(peer)?.get(CORE_STREAM)?.get(segment)?.get(slot)));
	return colleague || keepers.views().some(({ holdsAll, waiting }) => holdsAll && waiting === 0);
}

async function add({ open }: Running, { deviceName }: Joining, fresh: ReturnType<typeof deviceKeysFromSeed>): Promise<boolean> {
	const posted = await open.post([
		{
			type: 'membership/add-device',
			device: { signKey: toBase64(fresh.sign.publicKey), boxKey: toBase64(fresh.box.publicKey), name: deviceName },
			proof: toBase64(signEnrolment(open.id, fresh, open.signer.device))
		}
	]);
	return posted.ok;
}
